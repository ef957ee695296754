#include "services/indicators/ingest_session.h"

#include <utility>

#include "services/common/base/error.h"
#include "services/indicators/ingest_rules.h"
#include "services/indicators/local_day.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Definitions change a few times a year, what months admit a few times a day;
// three in a row is a fault.
constexpr int kAttemptsMax = 3;

bool IsToPlanAgain(const absl::Status& status) {
  const std::string reason = ErrorReason(status);
  return reason == "DEFINITIONS_CHANGED" || reason == "PERIODS_CHANGED";
}

v1::IngestResponse Opened(const v1::SessionRecord& state) {
  v1::IngestResponse response;
  response.set_durable_sequence(state.durable_sequence());
  response.set_next_row_index(state.next_row_index());
  *response.mutable_totals() = state.totals();
  return response;
}

}  // namespace

absl::StatusOr<v1::IngestResponse> IngestSession::Open(
    const v1::OpenSession& open, store::Store& writer, absl::Time now) {
  ENTENTE_RETURN_IF_ERROR(ValidateOpen(open));
  ENTENTE_ASSIGN_OR_RETURN(name_.municipality,
                           ParseMunicipality(open.parent(), "open.parent"));
  name_.source = open.source();
  name_.session = open.session_id();
  if (open.validate_only()) {
    trial_ = std::make_unique<Trial>();
    hasher_.emplace(name_.municipality, name_.source);
    ENTENTE_RETURN_IF_ERROR(RecordOnly(writer));
    return Opened(trial_state_);
  }
  ENTENTE_ASSIGN_OR_RETURN(const v1::SessionRecord state,
                           ingest_.OpenSession(writer, name_, now));
  hasher_.emplace(name_.municipality, name_.source);
  return Opened(state);
}

absl::StatusOr<v1::IngestResponse> IngestSession::Take(
    const v1::ObservationBatch& batch, store::Store& writer, absl::Time now) {
  ENTENTE_RETURN_IF_ERROR(ValidateBatch(batch));
  PreparedBatch prepared;
  prepared.batch = &batch;
  prepared.areas = &areas_;
  buffer_.clear();
  batch.AppendToString(&buffer_);
  prepared.fingerprint = hasher_->Fingerprint(buffer_);
  absl::StatusOr<v1::IngestResponse> response = TakeOnce(prepared, writer, now);
  for (int attempt = 1;
       attempt < kAttemptsMax && IsToPlanAgain(response.status()); ++attempt) {
    response = TakeOnce(prepared, writer, now);
  }
  return response;
}

absl::StatusOr<v1::IngestResponse> IngestSession::TakeOnce(
    PreparedBatch& prepared, store::Store& writer, absl::Time now) {
  const std::unique_ptr<store::Snapshot> snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const Definitions> definitions,
                           definitions_.Get(*snapshot, name_.municipality));
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const PeriodBook> periods,
                           periods_.Get(*snapshot, name_.municipality));
  prepared.definitions = definitions.get();
  prepared.periods = periods.get();
  prepared.today = LocalDay(now);
  prepared.source = name_.source;
  const size_t count = prepared.batch->observations_size();
  prepared.rows.clear();
  prepared.rows.reserve(count);
  prepared.ids.assign(count, EventId());
  prepared.corrected_ids.clear();
  for (size_t i = 0; i < count; ++i) {
    const v1::Observation& row =
        prepared.batch->observations(static_cast<int>(i));
    prepared.rows.push_back(CheckRow(row, *definitions, areas_));
    if (!prepared.rows.back().is_good()) continue;
    prepared.ids[i] = hasher_->Hash(row.event_id());
    if (!row.replaces_event_id().empty()) {
      prepared.corrected_ids.emplace(i, hasher_->Hash(row.replaces_event_id()));
    }
  }
  if (trial_ != nullptr) {
    ENTENTE_RETURN_IF_ERROR(RecordOnly(writer));
    return ingest_.Try(name_, prepared, *trial_, trial_state_);
  }
  return ingest_.Commit(writer, name_, prepared, now);
}

}  // namespace entente::indicators
