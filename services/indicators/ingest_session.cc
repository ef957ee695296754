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
  v1::SessionRecord state;
  if (open.validate_only()) {
    trial_ = std::make_unique<Trial>();
    ENTENTE_RETURN_IF_ERROR(RecordOnly(writer));
  } else {
    ENTENTE_ASSIGN_OR_RETURN(state, ingest_.OpenSession(writer, name_, now));
  }
  preparer_.emplace(store_, definitions_, periods_, areas_, name_.municipality,
                    name_.source);
  return Opened(state);
}

absl::StatusOr<v1::IngestResponse> IngestSession::Take(
    const v1::ObservationBatch& batch, store::Store& writer, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(HeldGround held, preparer_->Stand(now));
  PreparedBatch prepared;
  ENTENTE_RETURN_IF_ERROR(preparer_->Prepare(held.ground, batch, prepared));
  Taken taken =
      Take(std::move(held), absl::MakeSpan(&prepared, 1), writer, now);
  ENTENTE_RETURN_IF_ERROR(taken.status);
  return std::move(taken.answers.front());
}

IngestSession::Taken IngestSession::Take(HeldGround held,
                                         absl::Span<PreparedBatch> batches,
                                         store::Store& writer, absl::Time now) {
  Taken taken;
  int attempts = 0;
  // They may have waited since yesterday.
  if (held.ground.today != LocalDay(now)) {
    taken.status = CheckAgain(now, batches, held);
    if (!taken.status.ok()) return taken;
  }
  while (!batches.empty()) {
    absl::StatusOr<IngestAnswers> answers =
        TakeFirst(held.ground, batches, writer, now);
    taken.status = answers.status();
    if (IsToPlanAgain(taken.status) && ++attempts < kAttemptsMax) {
      taken.status = CheckAgain(now, batches, held);
      if (taken.status.ok()) continue;
    }
    if (!taken.status.ok()) break;
    attempts = 0;
    batches.remove_prefix(answers->size());
    for (v1::IngestResponse& answer : *answers) {
      taken.answers.push_back(std::move(answer));
    }
  }
  return taken;
}

absl::Status IngestSession::CheckAgain(absl::Time now,
                                       absl::Span<PreparedBatch> batches,
                                       HeldGround& held) {
  ENTENTE_ASSIGN_OR_RETURN(held, preparer_->Stand(now));
  for (PreparedBatch& batch : batches) {
    preparer_->CheckRows(held.ground, batch);
  }
  return absl::OkStatus();
}

absl::StatusOr<IngestAnswers> IngestSession::TakeFirst(
    const Ground& ground, absl::Span<const PreparedBatch> batches,
    store::Store& writer, absl::Time now) {
  if (trial_ == nullptr) {
    return ingest_.Commit(writer, name_, ground, batches, now);
  }
  ENTENTE_RETURN_IF_ERROR(RecordOnly(writer));
  ENTENTE_ASSIGN_OR_RETURN(
      v1::IngestResponse answer,
      ingest_.Try(name_, ground, batches.front(), *trial_, trial_state_));
  return IngestAnswers{std::move(answer)};
}

}  // namespace entente::indicators
