// The recount of verify_store.h, on a snapshot of the running store; and the
// ledger's own sums of its entries as of two times.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/envelope_rules.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_replay.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/life_errors.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/recount_service.h"
#include "services/conventions/regulation_rules.h"
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
                  const v1::RegulationProfile* profile,
                  v1::PastPositions& past) {
  for (const v1::EnvelopeGrant& grant : head.envelopes()) {
    const EnvelopeName envelope{name,
                                EnvelopeId(grant.allocation(), grant.year())};
    const auto found = accounts.find(Format(envelope));
    if (found == accounts.end()) continue;
    v1::Envelope& added = *past.add_envelopes();
    added = ToEnvelope(envelope, found->second, then, profile);
    const std::string within = absl::StrCat(added.name(), "/lines/");
    std::set<std::string> categories;
    for (const v1::Line& line : past.lines()) {
      if (absl::StartsWith(line.name(), within)) {
        categories.insert(line.category());
      }
    }
    AddCategories(categories, profile, added);
  }
}

absl::Status AddLines(const store::Reader& reader, const Accounts& accounts,
                      const v1::RegulationProfile* profile,
                      v1::PastPositions& past) {
  for (const auto& [account, balances] : accounts) {
    if (!absl::StrContains(account, "/lines/")) continue;
    ENTENTE_ASSIGN_OR_RETURN(const LineName name,
                             ParseLineName(account, "account"));
    ENTENTE_ASSIGN_OR_RETURN(const v1::LineRecord record,
                             GetLine(reader, name, "account"));
    *past.add_lines() = ToLine(name, record.objective_id(), record.category(),
                               balances, profile);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::PastPositions> PositionsAt(
    const store::Reader& reader, const ConventionName& name, const AsOf& as_of,
    const std::vector<v1::RegulationProfile>& profiles) {
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
  const v1::RegulationProfile* profile =
      FindRegulationProfile(profiles, head.valid_from());
  ENTENTE_RETURN_IF_ERROR(AddLines(reader, accounts, profile, past));
  AddEnvelopes(name, head, then, accounts, profile, past);
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
        return PositionsAt(*context_.store.Read(), name, as_of,
                           context_.regulation_profiles);
      });
}

}  // namespace entente::conventions
