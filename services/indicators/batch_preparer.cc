#include "services/indicators/batch_preparer.h"

#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/common/base/error.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/ingest_rules.h"
#include "services/indicators/local_day.h"

namespace entente::indicators {

namespace {

namespace v1 = entente::indicators::v1;

// The same bytes for the same batch: the breakdown of a row is a map, and the
// order of one is left to chance.
void SerialiseInto(const v1::ObservationBatch& batch, std::string& bytes) {
  bytes.resize(batch.ByteSizeLong());
  google::protobuf::io::ArrayOutputStream stream(
      bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  batch.SerializeWithCachedSizes(&coded);
}

}  // namespace

absl::StatusOr<HeldGround> BatchPreparer::Stand(absl::Time now) const {
  const std::unique_ptr<store::Snapshot> snapshot = store_.Read();
  HeldGround held;
  ENTENTE_ASSIGN_OR_RETURN(held.definitions,
                           definitions_.Get(*snapshot, municipality_));
  ENTENTE_ASSIGN_OR_RETURN(held.periods,
                           periods_.Get(*snapshot, municipality_));
  held.ground = {.definitions = held.definitions.get(),
                 .areas = &areas_,
                 .municipality = municipality_place_,
                 .periods = held.periods.get(),
                 .today = LocalDay(now),
                 .source = source_};
  return held;
}

absl::Status BatchPreparer::Prepare(const Ground& ground,
                                    const v1::ObservationBatch& batch,
                                    PreparedBatch& prepared) {
  ENTENTE_RETURN_IF_ERROR(ValidateBatch(batch));
  prepared.batch = &batch;
  SerialiseInto(batch, buffer_);
  prepared.fingerprint = hasher_.Fingerprint(buffer_);
  CheckRows(ground, prepared);
  return absl::OkStatus();
}

void BatchPreparer::CheckRows(const Ground& ground, PreparedBatch& prepared) {
  const v1::ObservationBatch& batch = *prepared.batch;
  const auto count = static_cast<size_t>(batch.observations_size());
  prepared.rows.clear();
  prepared.rows.reserve(count);
  prepared.ids.assign(count, EventId());
  prepared.corrected_ids.clear();
  prepared.breakdowns.clear();
  for (size_t i = 0; i < count; ++i) {
    const v1::Observation& row = batch.observations(static_cast<int>(i));
    prepared.rows.push_back(CheckRow(row, ground));
    if (!prepared.rows.back().is_good()) continue;
    prepared.ids[i] = hasher_.Hash(row.event_id());
    const std::string& named = row.withdraws_event_id().empty()
                                   ? row.replaces_event_id()
                                   : row.withdraws_event_id();
    if (!named.empty()) {
      prepared.corrected_ids.emplace(i, hasher_.Hash(named));
    }
    if (prepared.rows.back().has_breakdown) {
      prepared.breakdowns.emplace(i, CanonicalBreakdown(row.breakdown()));
    }
  }
}

}  // namespace entente::indicators
