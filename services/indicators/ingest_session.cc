#include "services/indicators/ingest_session.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/error_rules.h"
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

absl::Status BatchRefused(const v1::IngestResponse& answer, int64_t sequence) {
  const std::string rejected = absl::StrCat(answer.rejections_size());
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "BATCH_REFUSED", "batch",
      {absl::StrCat("Batch ", sequence,
                    " was refused whole; rows that cannot "
                    "be taken: ",
                    rejected,
                    ". Nothing of it was stored: mend "
                    "them and deliver it again."),
       absl::StrCat("Le lot ", sequence,
                    " a été refusé en entier ; lignes qui "
                    "ne peuvent être prises : ",
                    rejected,
                    ". Rien n'en a été "
                    "enregistré : corrigez-les et livrez-le à nouveau."),
       absl::StrCat("Pakket ", sequence,
                    " werd in zijn geheel geweigerd; rijen "
                    "die niet aanvaard kunnen worden: ",
                    rejected,
                    ". Niets "
                    "ervan is bewaard: verbeter ze en lever het opnieuw.")},
      {{"sequence", absl::StrCat(sequence)}, {"rejected", rejected}});
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
  if (open.failure_mode() == v1::OpenSession::FAILURE_MODE_ATOMIC) {
    failure_mode_ = IngestStore::FailureMode::kAtomic;
  }
  is_new_source_ = open.is_new_source();
  v1::SessionRecord state;
  if (open.validate_only()) {
    trial_ = std::make_unique<Trial>();
    ENTENTE_RETURN_IF_ERROR(
        ingest_.TrySession(writer, name_, {deliverer_, is_new_source_}));
  } else {
    ENTENTE_ASSIGN_OR_RETURN(
        state,
        ingest_.OpenSession(writer, name_, {deliverer_, is_new_source_}, now));
  }
  preparer_.emplace(store_, definitions_, periods_, areas_, name_.municipality,
                    name_.source, !deliverer_.empty());
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
  held.ground.deliverer = deliverer_;
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
    if (answers->front().is_refused()) {
      taken.status =
          BatchRefused(answers->front(), batches.front().batch->sequence());
    }
    batches.remove_prefix(answers->size());
    for (v1::IngestResponse& answer : *answers) {
      taken.answers.push_back(std::move(answer));
    }
    if (!taken.status.ok()) break;
  }
  return taken;
}

absl::Status IngestSession::CheckAgain(absl::Time now,
                                       absl::Span<PreparedBatch> batches,
                                       HeldGround& held) {
  ENTENTE_ASSIGN_OR_RETURN(held, preparer_->Stand(now));
  held.ground.deliverer = deliverer_;
  for (PreparedBatch& batch : batches) {
    preparer_->CheckRows(held.ground, batch);
  }
  return absl::OkStatus();
}

absl::StatusOr<IngestAnswers> IngestSession::TakeFirst(
    const Ground& ground, absl::Span<const PreparedBatch> batches,
    store::Store& writer, absl::Time now) {
  if (trial_ == nullptr) {
    return ingest_.Commit(writer, name_, ground, batches, failure_mode_, now);
  }
  // Asked again: the source may have begun to deliver itself.
  ENTENTE_RETURN_IF_ERROR(
      ingest_.TrySession(writer, name_, {deliverer_, is_new_source_}));
  ENTENTE_ASSIGN_OR_RETURN(v1::IngestResponse answer,
                           ingest_.Try(name_, ground, batches.front(),
                                       failure_mode_, *trial_, trial_state_));
  return IngestAnswers{std::move(answer)};
}

}  // namespace entente::indicators
