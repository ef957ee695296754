// The recount of verify_store.h, on a snapshot of the running store; and the
// ledger's own arithmetic on its entries up to a time.
#include <map>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/life_errors.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/recount_service.h"
#include "services/conventions/verify_store.h"

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

// The ledger as it stood at a time: entries end before the first later one.
// Calls that met may have recorded their times out of order by the wink of an
// eye; what came before one of them is a state that once was.
class KnownThen final : public store::Reader {
 public:
  KnownThen(const store::Reader& now, absl::Time time)
      : now_(now), time_(time) {}

  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view key) const override {
    return now_.Get(key);
  }
  // Of entries alone; what does not parse is left to the caller to refuse.
  absl::Status Scan(
      absl::string_view prefix, absl::string_view start,
      absl::FunctionRef<bool(absl::string_view key, absl::string_view value)>
          visit) const override {
    return now_.Scan(prefix, start,
                     [&](absl::string_view key, absl::string_view value) {
                       v1::LedgerEntry entry;
                       if (entry.ParseFromArray(
                               value.data(), static_cast<int>(value.size())) &&
                           ToTime(entry.record_time()) > time_) {
                         return false;
                       }
                       ++count_;
                       return visit(key, value);
                     });
  }
  int64_t count() const { return count_; }

 private:
  const store::Reader& now_;
  const absl::Time time_;
  mutable int64_t count_ = 0;
};

using Accounts = std::map<std::string, Balances>;

void AddEnvelopes(const ConventionName& name, const v1::Convention& head,
                  const Accounts& accounts, v1::PastPositions& past) {
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
                                              absl::Time time) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention head,
                           GetConventionHead(reader, name, "name"));
  const KnownThen then(reader, time);
  ENTENTE_ASSIGN_OR_RETURN(const Accounts accounts, Recompute(then, name));
  if (accounts.empty()) return NotRecordedYet(Format(name));
  v1::PastPositions past;
  past.set_entry_count(then.count());
  AddEnvelopes(name, head, accounts, past);
  ENTENTE_RETURN_IF_ERROR(AddLines(reader, accounts, past));
  return past;
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
        if (!request->has_as_of_record_time()) {
          return Required("as_of_record_time");
        }
        return PositionsAt(*context_.store.Read(), name,
                           ToTime(request->as_of_record_time()));
      });
}

}  // namespace entente::conventions
