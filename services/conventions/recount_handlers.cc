// The recount of verify_store.h, on a snapshot of the running store; and the
// ledger's own sums of its entries as of two times.
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/life_errors.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/recount_service.h"
#include "services/conventions/verify_store.h"
#include "services/conventions/version_store.h"

namespace entente::conventions {
namespace {

absl::Status RecountRunning() {
  return MakeError(
      absl::StatusCode::kResourceExhausted,
      {.reason = "RECOUNT_RUNNING",
       .sentence = {.en = "A recount is running already. Ask again when it has "
                          "ended.",
                    .fr = "Un recomptage est déjà en cours. Redemandez-le "
                          "quand il sera terminé.",
                    .nl = "Er loopt al een hertelling. Vraag ze opnieuw "
                          "wanneer die klaar is."}});
}

v1::Recount ToRecount(VerifyReport report) {
  v1::Recount recount;
  recount.set_convention_count(report.conventions);
  recount.set_position_count(report.envelopes + report.lines);
  recount.set_entry_count(report.entries);
  recount.set_cause_count(report.reservations + report.expenses +
                          report.corrections + report.payments +
                          report.changes + report.claims +
                          report.federal_payments);
  recount.set_evidence_count(report.evidence + report.credit_notes);
  recount.set_difference_count(report.difference_count);
  for (std::string& difference : report.differences) {
    recount.add_differences(std::move(difference));
  }
  return recount;
}

// `then` is the convention with the term that it had.
void AddEnvelopes(const ConventionName& name, const v1::Convention& head,
                  const v1::Convention& then, const Accounts& accounts,
                  v1::PastPositions& past) {
  for (const v1::EnvelopeGrant& grant : head.envelopes()) {
    const std::string envelope = Format(
        EnvelopeName{name, EnvelopeId(grant.allocation(), grant.year())});
    const auto found = accounts.find(envelope);
    if (found == accounts.end()) continue;
    v1::Envelope& added = *past.add_envelopes();
    added.set_name(envelope);
    added.set_allocation(grant.allocation());
    added.set_year(grant.year());
    *added.mutable_position() =
        ToPosition(AccountKind::kEnvelope, found->second);
    added.set_is_outside_term(!IsYearInTerm(grant.year(), then));
  }
}

absl::Status AddLines(const store::Reader& reader, const Accounts& accounts,
                      v1::PastPositions& past) {
  for (const auto& [account, balances] : accounts) {
    if (!absl::StrContains(account, "/lines/")) continue;
    ENTENTE_ASSIGN_OR_RETURN(const LineName name,
                             ParseLineName(account, "account"));
    ENTENTE_ASSIGN_OR_RETURN(const v1::LineRecord record,
                             GetLine(reader, name, "account"));
    v1::Line& added = *past.add_lines();
    added.set_name(account);
    added.set_objective_id(record.objective_id());
    added.set_category(record.category());
    *added.mutable_amount() = MoneyFromCents(balances.allotted_cents);
    *added.mutable_position() = ToPosition(AccountKind::kLine, balances);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::PastPositions> PositionsAt(const store::Reader& reader,
                                              const ConventionName& name,
                                              const AsOf& as_of) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention head,
                           GetConventionHead(reader, name, "name"));
  int64_t count = 0;
  ENTENTE_ASSIGN_OR_RETURN(const Accounts accounts,
                           SumsAsOf(reader, name, as_of, count));
  if (accounts.empty()) return NotRecordedYet(Format(name));
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention original,
                           GetOriginal(reader, name, "name"));
  ENTENTE_ASSIGN_OR_RETURN(const Changes changes, ReadChanges(reader, name));
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention then,
                           VersionOf(original, changes, as_of));
  v1::PastPositions past;
  past.set_entry_count(count);
  AddEnvelopes(name, head, then, accounts, past);
  ENTENTE_RETURN_IF_ERROR(AddLines(reader, accounts, past));
  return past;
}

// At least one of both times.
absl::StatusOr<AsOf> AsOfOf(const v1::GetPastPositionsRequest& request) {
  AsOf as_of;
  if (request.has_as_of_effective_date()) {
    ENTENTE_RETURN_IF_ERROR(
        CheckDate(request.as_of_effective_date(), "as_of_effective_date"));
    as_of.effective_date = request.as_of_effective_date();
  } else if (!request.has_as_of_record_time()) {
    return Required("as_of_record_time");
  }
  if (request.has_as_of_record_time()) {
    as_of.record_time = ToTime(request.as_of_record_time());
  }
  return as_of;
}

}  // namespace

RecountService::RecountService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::RecountService::service_full_name()) {}

grpc::Status RecountService::RecountLedger(
    grpc::ServerContext* context, const v1::RecountLedgerRequest* request,
    v1::Recount* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Recount> {
        if (is_running_.exchange(true)) return RecountRunning();
        const absl::Cleanup ended = [this] { is_running_ = false; };
        ENTENTE_ASSIGN_OR_RETURN(VerifyReport report,
                                 VerifyLedger(*context_.store.Read()));
        v1::Recount recount = ToRecount(std::move(report));
        *recount.mutable_recount_time() = ToTimestamp(caller.now);
        ENTENTE_RETURN_IF_ERROR(
            audit::RecordedStore(context_.store, context_.log, caller)
                .Record());
        return recount;
      });
}

grpc::Status RecountService::GetPastPositions(
    grpc::ServerContext* context, const v1::GetPastPositionsRequest* request,
    v1::PastPositions* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&) -> absl::StatusOr<v1::PastPositions> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ParseConventionName(request->name(), "name"));
        ENTENTE_ASSIGN_OR_RETURN(const AsOf as_of, AsOfOf(*request));
        return PositionsAt(*context_.store.Read(), name, as_of);
      });
}

}  // namespace entente::conventions
