#include "services/conventions/budget_change_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "services/conventions/budget_change_errors.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

using v1::BudgetChange;
using v1::LedgerEntry;

constexpr char kAmount[] = "budget_change.amount";
constexpr char kFrom[] = "budget_change.from";
constexpr char kTo[] = "budget_change.to";

// What lapsed or went to another year is no longer the State's to cut.
absl::Status MayReduce(const Balances& envelope, int64_t amount_cents) {
  const int64_t most = std::max<int64_t>(
      0, std::min(envelope.allocated_cents, envelope.usable_cents()));
  if (amount_cents <= most) return absl::OkStatus();
  return ReductionExceeded(envelope, amount_cents, most);
}

absl::Status HasUnallotted(const Balances& envelope, int64_t amount_cents) {
  return Allot(envelope, amount_cents, kAmount).status();
}

absl::Status HasAvailable(const Balances& line, int64_t amount_cents) {
  if (amount_cents <= line.available_cents()) return absl::OkStatus();
  return AllotmentExceeded(line, amount_cents, kAmount);
}

absl::Status MayLapse(const Balances& envelope, int64_t) {
  if (envelope.reserved_cents > 0) return EnvelopeInUse(envelope);
  if (envelope.uncommitted_cents() <= 0) return NothingToLapse(envelope);
  return absl::OkStatus();
}

absl::Status HasLapsed(const Balances& envelope, int64_t amount_cents) {
  if (amount_cents <= envelope.lapsed_cents) return absl::OkStatus();
  return ReversalExceeded(envelope, amount_cents, envelope.lapsed_cents);
}

// What lines have of it since stays with them.
absl::Status HasCarriedIn(const Balances& envelope, int64_t amount_cents) {
  const int64_t most = std::max<int64_t>(
      0, std::min(envelope.carried_in_cents, envelope.unallotted_cents()));
  if (amount_cents <= most) return absl::OkStatus();
  return ReversalExceeded(envelope, amount_cents, most);
}

absl::Status HasCarriedOut(const Balances& envelope, int64_t amount_cents) {
  if (amount_cents <= envelope.carried_out_cents) return absl::OkStatus();
  return ReversalExceeded(envelope, amount_cents, envelope.carried_out_cents);
}

// The table of budget_change_rules.h.
constexpr LedgerEntry::Type kNothing = LedgerEntry::TYPE_UNSPECIFIED;
constexpr std::array<ChangeKind, 9> kKinds = {{
    {BudgetChange::TYPE_REDUCTION, true, ChangeKind::kEnvelope,
     LedgerEntry::TYPE_REDUCE, &MayReduce, ChangeKind::kNowhere, kNothing,
     nullptr, ChangeKind::kNoRule, true, true},
    {BudgetChange::TYPE_INCREASE, true, ChangeKind::kNowhere, kNothing, nullptr,
     ChangeKind::kEnvelope, LedgerEntry::TYPE_GRANT, nullptr,
     ChangeKind::kNoRule, true, true},
    {BudgetChange::TYPE_CARRY_OVER, true, ChangeKind::kEnvelope,
     LedgerEntry::TYPE_CARRY_OUT, &HasUnallotted, ChangeKind::kEnvelope,
     LedgerEntry::TYPE_CARRY_IN, nullptr, ChangeKind::kCarryOver, true, true},
    {BudgetChange::TYPE_LAPSE, true, ChangeKind::kEnvelope,
     LedgerEntry::TYPE_LAPSE, &MayLapse, ChangeKind::kNowhere, kNothing,
     nullptr, ChangeKind::kNoRule, false, false},
    {BudgetChange::TYPE_LAPSE_REVERSAL, true, ChangeKind::kEnvelope,
     LedgerEntry::TYPE_UNLAPSE, &HasLapsed, ChangeKind::kNowhere, kNothing,
     nullptr, ChangeKind::kNoRule, true, false, BudgetChange::TYPE_LAPSE},
    {BudgetChange::TYPE_CARRY_OVER_REVERSAL, true, ChangeKind::kEnvelope,
     LedgerEntry::TYPE_UNCARRY_IN, &HasCarriedIn, ChangeKind::kEnvelope,
     LedgerEntry::TYPE_UNCARRY_OUT, &HasCarriedOut, ChangeKind::kNoRule, true,
     true, BudgetChange::TYPE_CARRY_OVER},
    {BudgetChange::TYPE_ALLOTMENT_INCREASE, false, ChangeKind::kNowhere,
     kNothing, nullptr, ChangeKind::kLine, LedgerEntry::TYPE_ALLOT,
     &HasUnallotted, ChangeKind::kNoRule, true, false},
    {BudgetChange::TYPE_ALLOTMENT_DECREASE, false, ChangeKind::kLine,
     LedgerEntry::TYPE_DEALLOT, &HasAvailable, ChangeKind::kNowhere, kNothing,
     nullptr, ChangeKind::kWithinEnvelope, true, false},
    {BudgetChange::TYPE_REALLOCATION, false, ChangeKind::kLine,
     LedgerEntry::TYPE_DEALLOT, &HasAvailable, ChangeKind::kLine,
     LedgerEntry::TYPE_ALLOT, &HasUnallotted, ChangeKind::kWithinEnvelope, true,
     false},
}};

absl::StatusOr<const ChangeKind*> KindOf(BudgetChange::Type type,
                                         bool is_grant) {
  std::vector<std::string> right;
  for (const ChangeKind& kind : kKinds) {
    if (kind.is_grant != is_grant) continue;
    if (kind.type == type) return &kind;
    right.push_back(BudgetChange::Type_Name(kind.type));
  }
  return WrongChangeType(absl::StrJoin(right, ", "));
}

// The account named in `field`, which must stand at `place` within `parent`.
absl::StatusOr<std::optional<AccountName>> AccountAt(
    const ChangeKind& kind, ChangeKind::Place place, const std::string& name,
    const ConventionName& parent, const char* field) {
  if (place == ChangeKind::kNowhere) {
    if (name.empty()) return std::nullopt;
    return WrongChangeAccount(kind.type, field, "empty", "vide", "leeg");
  }
  if (name.empty()) return Required(field);
  const bool is_line = absl::StrContains(name, "/lines/");
  if (is_line != (place == ChangeKind::kLine)) {
    return is_line ? WrongChangeAccount(kind.type, field, "an envelope",
                                        "une enveloppe", "een enveloppe")
                   : WrongChangeAccount(kind.type, field, "a line", "une ligne",
                                        "een lijn");
  }
  AccountName account;
  if (is_line) {
    ENTENTE_ASSIGN_OR_RETURN(account.line, ParseLineName(name, field));
    account.envelope = account.line->parent;
  } else {
    ENTENTE_ASSIGN_OR_RETURN(account.envelope, ParseEnvelopeName(name, field));
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckSameConvention(account.envelope.parent, parent, field));
  return account;
}

absl::Status CheckAccounts(const NewChange& change) {
  if (!change.from || !change.to) return absl::OkStatus();
  const AccountName& from = *change.from;
  const AccountName& to = *change.to;
  if (to.line) {
    if (from.envelope != to.envelope) return LinesOfTwoEnvelopes();
    if (from == to) return SameAccount();
    return absl::OkStatus();
  }
  const EnvelopeKey key = ParseEnvelopeId(from.envelope.envelope);
  const bool is_back =
      change.kind->type == BudgetChange::TYPE_CARRY_OVER_REVERSAL;
  const std::string right =
      EnvelopeId(key.allocation, key.year + (is_back ? -1 : 1));
  if (to.envelope.envelope == right) return absl::OkStatus();
  return is_back ? NotTheYearBefore(right) : NotTheNextYear(right);
}

absl::Status CheckTexts(const ChangeKind& kind, const BudgetChange& change) {
  ENTENTE_RETURN_IF_ERROR(CheckReason(change.reason(), "budget_change.reason"));
  if (kind.needs_decision &&
      absl::StripAsciiWhitespace(change.decision_reference()).empty()) {
    return Required("budget_change.decision_reference");
  }
  ENTENTE_RETURN_IF_ERROR(CheckReference(change.decision_reference(),
                                         "budget_change.decision_reference"));
  return CheckNamesNobody(change.decision_reference(),
                          "budget_change.decision_reference");
}

absl::StatusOr<NewChange> Validate(const std::string& parent,
                                   const BudgetChange& change, bool is_grant) {
  NewChange result;
  ENTENTE_ASSIGN_OR_RETURN(result.convention,
                           ParseConventionName(parent, "parent"));
  ENTENTE_ASSIGN_OR_RETURN(result.kind, KindOf(change.type(), is_grant));
  const ChangeKind& kind = *result.kind;
  ENTENTE_ASSIGN_OR_RETURN(
      result.from,
      AccountAt(kind, kind.from, change.from(), result.convention, kFrom));
  ENTENTE_ASSIGN_OR_RETURN(
      result.to, AccountAt(kind, kind.to, change.to(), result.convention, kTo));
  ENTENTE_RETURN_IF_ERROR(CheckAccounts(result));
  if (!kind.has_amount) {
    if (change.has_amount()) {
      return WrongChangeAccount(kind.type, kAmount,
                                "empty: all that is left lapses",
                                "vide : tout le solde est abandonné",
                                "leeg (het hele saldo vervalt)");
    }
  } else if (!change.has_amount()) {
    return Required(kAmount);
  } else {
    ENTENTE_ASSIGN_OR_RETURN(result.amount_cents,
                             PositiveCents(change.amount(), kAmount));
  }
  ENTENTE_RETURN_IF_ERROR(CheckTexts(kind, change));
  ENTENTE_RETURN_IF_ERROR(
      CheckDate(change.effective_date(), "budget_change.effective_date"));
  return result;
}

}  // namespace

absl::StatusOr<NewChange> ValidateCreateBudgetChange(
    const v1::CreateBudgetChangeRequest& request) {
  return Validate(request.parent(), request.budget_change(), false);
}

absl::StatusOr<NewChange> ValidateCreateGrantChange(
    const v1::CreateGrantChangeRequest& request) {
  return Validate(request.parent(), request.budget_change(), true);
}

absl::Status CheckEffectiveDate(const google::type::Date& date,
                                const google::type::Date& term_begin,
                                const google::type::Date& today) {
  if (IsBefore(date, term_begin)) {
    return EffectiveDateBeforeTerm(date, term_begin);
  }
  if (IsBefore(today, date)) {
    return DateInFuture(date, today, "budget_change.effective_date");
  }
  return absl::OkStatus();
}

ShiftedCents ShiftedBy(const NewChange& change,
                       const std::vector<BudgetChange>& earlier) {
  const std::string within =
      absl::StrCat(Format(change.from->envelope), "/lines/");
  // By line: got less given.
  std::map<std::string, int64_t> net;
  const auto move = [&](const std::string& from, const std::string& to,
                        int64_t cents) {
    if (absl::StartsWith(from, within)) net[from] -= cents;
    if (absl::StartsWith(to, within)) net[to] += cents;
  };
  const auto given_up = [&] {
    int64_t sum = 0;
    for (const auto& [line, cents] : net) sum -= std::min<int64_t>(0, cents);
    return sum;
  };
  for (const BudgetChange& one : earlier) {
    // What a reduction left over-allotted went back without a rule.
    const bool is_back = one.type() == BudgetChange::TYPE_ALLOTMENT_DECREASE;
    if (is_back && one.regulation_profile().empty()) continue;
    move(one.from(), one.to(), Cents(one.amount()));
  }
  ShiftedCents shifted;
  shifted.before = given_up();
  move(change.from && change.from->line ? Format(*change.from->line) : "",
       change.to && change.to->line ? Format(*change.to->line) : "",
       change.amount_cents);
  shifted.after = given_up();
  return shifted;
}

absl::StatusOr<const v1::TransferRule*> AllowedBy(
    const NewChange& change, const v1::RegulationProfile& profile,
    const Balances& envelope, const ShiftedCents& shifted) {
  if (change.kind->rule == ChangeKind::kNoRule) return nullptr;
  const bool is_within = change.kind->rule == ChangeKind::kWithinEnvelope;
  // Only what goes back to the envelope makes good what it lacks.
  const int64_t over_allotted =
      is_within && !change.to
          ? std::max<int64_t>(0, -envelope.unallotted_cents())
          : 0;
  if (change.amount_cents <= over_allotted) return nullptr;
  const v1::TransferRule& rule =
      is_within ? profile.transfer_rules().within_envelope()
                : profile.transfer_rules().carry_over();
  if (!rule.is_allowed()) {
    return TransferForbidden(change.kind->type, profile, rule, envelope,
                             change.amount_cents, over_allotted);
  }
  if (rule.cap_basis_points() == 0) return &rule;
  const int64_t cap =
      ShareOf(envelope.allocated_cents, rule.cap_basis_points());
  if (is_within) {
    // What a line gets back makes it less, and is never too much.
    if (shifted.after > std::max(cap, shifted.before)) {
      return ShiftCapped(profile, rule, envelope, change.amount_cents, cap,
                         shifted.before);
    }
    return &rule;
  }
  const int64_t most = std::max<int64_t>(0, cap - envelope.carried_out_cents);
  if (change.amount_cents > most) {
    return CarryOverCapped(profile, rule, envelope, change.amount_cents, most);
  }
  return &rule;
}

}  // namespace entente::conventions
