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

// `hash` is that of `text`, or 0 before the first time.
uint64_t HashOnce(absl::string_view text, uint64_t& hash) {
  if (hash == 0) hash = HashText(text);
  return hash;
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
                 .source = source_,
                 .is_on_behalf = is_on_behalf_};
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
  prepared.digests.assign(count, 0);
  prepared.corrected_ids.clear();
  prepared.breakdowns.clear();
  measure_hashes_.assign(ground.definitions->measures().size(), 0);
  area_hashes_.resize(ground.areas->areas().size(), 0);
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
    prepared.digests[i] = Digest(ground, prepared, i);
  }
}

RowDigest BatchPreparer::Digest(const Ground& ground,
                                const PreparedBatch& prepared, size_t i) {
  constexpr uint64_t kNoBreakdown = HashText("");
  const CheckedRow& row = prepared.rows[i];
  const auto named = prepared.corrected_ids.find(i);
  if (row.is_withdrawal) return DigestOfWithdrawal(named->second);
  const SaidByRow said{
      .measure = HashOnce(ground.definitions->measures()[row.measure].code(),
                          measure_hashes_[row.measure]),
      .area = HashOnce(ground.areas->areas()[row.area].code,
                       area_hashes_[row.area]),
      .day = row.day,
      .value = row.value,
      .breakdown = row.has_breakdown ? HashText(prepared.breakdowns.at(i))
                                     : kNoBreakdown};
  return named == prepared.corrected_ids.end()
             ? DigestOf(said)
             : DigestOfCorrection(said, named->second);
}

}  // namespace entente::indicators
