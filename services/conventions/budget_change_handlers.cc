// Budget changes: one table of movements (budget_change_rules.h), one way to
// post them.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/amendment_errors.h"
#include "services/conventions/budget_change_errors.h"
#include "services/conventions/budget_change_rules.h"
#include "services/conventions/budget_change_service.h"
#include "services/conventions/budget_change_store.h"
#include "services/conventions/budget_errors.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/category_store.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/expiry_store.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_handlers.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal_figures.h"
#include "services/conventions/regulation_rules.h"
#include "services/conventions/undo_rules.h"

namespace entente::conventions {
namespace {

using v1::BudgetChange;
using v1::LedgerEntry;

// What is to be recorded, and posted under its name.
struct Recording {
  const NewChange& wanted;
  BudgetChange change;
  absl::Time now;
  // Null when none applies.
  const v1::RegulationProfile* profile;
};

absl::StatusOr<Balances> BalancesOf(const store::Reader& reader,
                                    const AccountName& account,
                                    const char* field) {
  if (!account.line) return GetEnvelope(reader, account.envelope, field);
  ENTENTE_ASSIGN_OR_RETURN(const v1::LineRecord line,
                           GetLine(reader, *account.line, field));
  return FromRecord(line.account());
}

absl::Status PostOne(store::Transaction& transaction,
                     const Recording& recording, const AccountName& account,
                     LedgerEntry::Type type, int64_t amount_cents) {
  const Movements movements = {{type, amount_cents}};
  const google::type::Date& day = recording.change.effective_date();
  if (account.line) {
    return Post(transaction, {.line = *account.line,
                              .movements = movements,
                              .cause = recording.change.name(),
                              .effective_date = day,
                              .record_time = recording.now})
        .status();
  }
  return PostOnEnvelope(transaction, {.envelope = account.envelope,
                                      .movements = movements,
                                      .cause = recording.change.name(),
                                      .effective_date = day,
                                      .record_time = recording.now})
      .status();
}

// Takes back from every line what it has not used; answers what the envelope
// has left then.
absl::StatusOr<int64_t> TakeBackFromLines(store::Transaction& transaction,
                                          const Recording& recording,
                                          const EnvelopeName& envelope) {
  std::vector<std::pair<LineName, int64_t>> unused;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::LineRecord>(
      transaction, keys::LinesOf(envelope), "",
      [&](absl::string_view key, const v1::LineRecord& line) {
        const int64_t available = FromRecord(line.account()).available_cents();
        if (available > 0) unused.emplace_back(keys::ParseLine(key), available);
        return true;
      }));
  for (const auto& [line, cents] : unused) {
    ENTENTE_RETURN_IF_ERROR(PostOne(transaction, recording, {envelope, line},
                                    LedgerEntry::TYPE_DEALLOT, cents));
  }
  ENTENTE_ASSIGN_OR_RETURN(const Balances rest,
                           GetEnvelope(transaction, envelope, "from"));
  return rest.unallotted_cents();
}

absl::StatusOr<int64_t> TakeFrom(store::Transaction& transaction,
                                 const Recording& recording) {
  const ChangeKind& kind = *recording.wanted.kind;
  int64_t amount_cents = recording.wanted.amount_cents;
  if (!recording.wanted.from) return amount_cents;
  const AccountName& from = *recording.wanted.from;
  Ledger ledger(transaction, from.envelope.parent);
  ENTENTE_RETURN_IF_ERROR(ExpireDue(ledger,
                                    from.line ? keys::ExpiriesOf(*from.line)
                                              : keys::ExpiriesOf(from.envelope),
                                    kExpiredMax, recording.now)
                              .status());
  ledger.Flush();
  ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                           BalancesOf(transaction, from, "budget_change.from"));
  if (kind.may_give != nullptr) {
    ENTENTE_RETURN_IF_ERROR(kind.may_give(balances, amount_cents));
  }
  if (!kind.has_amount) {
    ENTENTE_ASSIGN_OR_RETURN(
        amount_cents, TakeBackFromLines(transaction, recording, from.envelope));
  }
  ENTENTE_RETURN_IF_ERROR(
      PostOne(transaction, recording, from, kind.takes, amount_cents));
  return amount_cents;
}

// A line gets nothing more for an objective that has ended, nor beyond the cap
// of its category.
absl::Status CheckMayGet(const store::Reader& reader,
                         const Recording& recording, const AccountName& to,
                         int64_t amount_cents) {
  constexpr char kTo[] = "budget_change.to";
  ENTENTE_ASSIGN_OR_RETURN(const v1::LineRecord line,
                           GetLine(reader, *to.line, kTo));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::Node> node,
      FindNode(reader, to.envelope.parent, line.objective_id()));
  if (node) {
    ENTENTE_RETURN_IF_ERROR(
        CheckStandsIn(*node, ParseEnvelopeId(to.envelope.envelope).year, kTo));
  }
  if (recording.profile == nullptr) return absl::OkStatus();
  if (recording.wanted.from && recording.wanted.from->line) {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::LineRecord giver,
        GetLine(reader, *recording.wanted.from->line, "budget_change.from"));
    // Within a category nothing is added, however little it may have now.
    if (giver.category() == line.category()) return absl::OkStatus();
  }
  return CheckAllotmentCap(reader, *recording.profile, to.envelope,
                           line.category(), amount_cents,
                           "budget_change.amount");
}

absl::Status GiveTo(store::Transaction& transaction, const Recording& recording,
                    int64_t amount_cents) {
  if (!recording.wanted.to) return absl::OkStatus();
  const ChangeKind& kind = *recording.wanted.kind;
  const AccountName& to = *recording.wanted.to;
  ENTENTE_RETURN_IF_ERROR(
      BalancesOf(transaction, to, "budget_change.to").status());
  if (kind.may_get != nullptr) {
    ENTENTE_ASSIGN_OR_RETURN(
        const Balances envelope,
        GetEnvelope(transaction, to.envelope, "budget_change.to"));
    ENTENTE_RETURN_IF_ERROR(kind.may_get(envelope, amount_cents));
  }
  if (to.line) {
    ENTENTE_RETURN_IF_ERROR(
        CheckMayGet(transaction, recording, to, amount_cents));
  }
  return PostOne(transaction, recording, to, kind.gives, amount_cents);
}

// The State owes no more than it grants: claims may have got too much now, or
// wait for what is granted again.
absl::Status SettleEnvelopes(store::Transaction& transaction,
                             const NewChange& wanted) {
  if (!wanted.kind->is_grant) return absl::OkStatus();
  for (const std::optional<AccountName>& account : {wanted.from, wanted.to}) {
    if (!account) continue;
    ENTENTE_RETURN_IF_ERROR(SettleClaimsAnew(transaction, account->envelope));
  }
  return absl::OkStatus();
}

absl::Status AddPosition(const store::Reader& reader,
                         const std::optional<AccountName>& account,
                         v1::Position* position) {
  if (!account) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const Balances after,
                           BalancesOf(reader, *account, "budget_change"));
  *position = ToPosition(
      account->line ? AccountKind::kLine : AccountKind::kEnvelope, after);
  return absl::OkStatus();
}

// The change as it will be stored, before its amount is known.
BudgetChange Draft(const BudgetChange& asked, absl::Time now) {
  BudgetChange change;
  change.set_type(asked.type());
  change.set_from(asked.from());
  change.set_to(asked.to());
  change.set_reason(asked.reason());
  change.set_decision_reference(asked.decision_reference());
  change.mutable_effective_date()->set_year(asked.effective_date().year());
  change.mutable_effective_date()->set_month(asked.effective_date().month());
  change.mutable_effective_date()->set_day(asked.effective_date().day());
  *change.mutable_create_time() = ToTimestamp(now);
  return change;
}

absl::StatusOr<BudgetChange> Record(
    store::Transaction& transaction, const NewChange& wanted,
    const BudgetChange& asked,
    const std::vector<v1::RegulationProfile>& profiles, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Convention convention,
      GetConventionHead(transaction, wanted.convention, "parent"));
  ENTENTE_RETURN_IF_ERROR(CheckEffectiveDate(
      asked.effective_date(), convention.valid_from(), LocalDay(now)));
  for (const std::optional<AccountName>& account : {wanted.from, wanted.to}) {
    ENTENTE_RETURN_IF_ERROR(
        CheckOpenOn(transaction, convention, account, asked.effective_date()));
  }
  Recording recording{wanted, Draft(asked, now), now,
                      FindRegulationProfile(profiles, convention.valid_from())};
  BudgetChange& change = recording.change;
  ENTENTE_RETURN_IF_ERROR(
      NoteRule(transaction, wanted, recording.profile, change));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t number,
      TakeNumber(transaction, NumberedKind::kBudgetChange, wanted.convention));
  change.set_name(
      FormatNumbered(NumberedKind::kBudgetChange, wanted.convention, number));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t amount_cents,
                           TakeFrom(transaction, recording));
  ENTENTE_RETURN_IF_ERROR(GiveTo(transaction, recording, amount_cents));
  ENTENTE_RETURN_IF_ERROR(
      CheckUndoes(transaction, wanted, change.effective_date()));
  ENTENTE_RETURN_IF_ERROR(SettleEnvelopes(transaction, wanted));
  *change.mutable_amount() = MoneyFromCents(amount_cents);
  store::PutRecord(
      transaction,
      keys::Numbered(NumberedKind::kBudgetChange, wanted.convention, number),
      change);
  ENTENTE_RETURN_IF_ERROR(
      AddPosition(transaction, wanted.from, change.mutable_from_position()));
  ENTENTE_RETURN_IF_ERROR(
      AddPosition(transaction, wanted.to, change.mutable_to_position()));
  if (!wanted.from) change.clear_from_position();
  if (!wanted.to) change.clear_to_position();
  return change;
}

// Where the money comes from; where it goes when it comes from the State.
const std::string& AccountOf(const BudgetChange& change) {
  return change.from().empty() ? change.to() : change.from();
}

// Records it, or refuses it with the figures of its account as they stood
// before anything was posted.
absl::StatusOr<BudgetChange> OnAccount(
    store::Transaction& transaction, const NewChange& wanted,
    const BudgetChange& asked,
    const std::vector<v1::RegulationProfile>& profiles, absl::Time now) {
  const AccountName& account = wanted.from ? *wanted.from : *wanted.to;
  const absl::StatusOr<Balances> before =
      BalancesOf(transaction, account, "budget_change");
  absl::StatusOr<BudgetChange> recorded =
      Record(transaction, wanted, asked, profiles, now);
  if (recorded.ok() || !before.ok()) return recorded;
  return WithFigures(
      recorded.status(),
      account.line ? AccountKind::kLine : AccountKind::kEnvelope, *before,
      wanted.kind->has_amount ? std::optional<int64_t>(wanted.amount_cents)
                              : std::nullopt);
}

}  // namespace

BudgetChangeService::BudgetChangeService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::BudgetChangeService::service_full_name()) {}

grpc::Status BudgetChangeService::CreateBudgetChange(
    grpc::ServerContext* context, const v1::CreateBudgetChangeRequest* request,
    v1::BudgetChange* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<BudgetChange> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NewChange wanted,
            Explained(context_.store, AccountOf(request->budget_change()),
                      request->budget_change().amount(),
                      ValidateCreateBudgetChange(*request)));
        return context_.RunOnce<BudgetChange>(
            caller, *request, [&](store::Transaction& transaction) {
              return OnAccount(transaction, wanted, request->budget_change(),
                               context_.regulation_profiles, caller.now);
            });
      });
}

grpc::Status BudgetChangeService::CreateGrantChange(
    grpc::ServerContext* context, const v1::CreateGrantChangeRequest* request,
    v1::BudgetChange* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<BudgetChange> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NewChange wanted,
            Explained(context_.store, AccountOf(request->budget_change()),
                      request->budget_change().amount(),
                      ValidateCreateGrantChange(*request)));
        return context_.RunOnce<BudgetChange>(
            caller, *request, [&](store::Transaction& transaction) {
              return OnAccount(transaction, wanted, request->budget_change(),
                               context_.regulation_profiles, caller.now);
            });
      });
}

grpc::Status BudgetChangeService::ListBudgetChanges(
    grpc::ServerContext* context, const v1::ListBudgetChangesRequest* request,
    v1::ListBudgetChangesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response, [&](const gate::Caller& caller) {
        return ListNumbered<v1::ListBudgetChangesResponse>(
            context_, caller, *request, NumberedKind::kBudgetChange,
            &v1::ListBudgetChangesResponse::mutable_budget_changes);
      });
}

}  // namespace entente::conventions
