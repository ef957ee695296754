#include "services/conventions/claim_rules.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/category_rules.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/claim_submit_errors.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/money/money.h"
#include "services/conventions/regulation_rules.h"

namespace entente::conventions {
namespace {

using v1::Claim;

struct Transition {
  Claim::State from;
  ClaimStep step;
  Claim::State to;
};
constexpr Transition kTransitions[] = {
    {Claim::STATE_DRAFT, ClaimStep::kSubmit, Claim::STATE_SUBMITTED},
    {Claim::STATE_DRAFT, ClaimStep::kWithdraw, Claim::STATE_WITHDRAWN},
    {Claim::STATE_SUBMITTED, ClaimStep::kWithdraw, Claim::STATE_WITHDRAWN},
    {Claim::STATE_SUBMITTED, ClaimStep::kDecideSome, Claim::STATE_SUBMITTED},
    {Claim::STATE_SUBMITTED, ClaimStep::kDecideLast, Claim::STATE_DECIDED},
    {Claim::STATE_DECIDED, ClaimStep::kSettled, Claim::STATE_PAID},
    {Claim::STATE_DECIDED, ClaimStep::kOverpaid, Claim::STATE_RECOVERY},
    {Claim::STATE_PAID, ClaimStep::kOverpaid, Claim::STATE_RECOVERY},
    {Claim::STATE_PAID, ClaimStep::kReopen, Claim::STATE_DECIDED},
    {Claim::STATE_RECOVERY, ClaimStep::kSettled, Claim::STATE_PAID},
    {Claim::STATE_RECOVERY, ClaimStep::kUnderpaid, Claim::STATE_DECIDED},
    {Claim::STATE_SUBMITTED, ClaimStep::kUndecide, Claim::STATE_SUBMITTED},
    {Claim::STATE_DECIDED, ClaimStep::kUndecide, Claim::STATE_SUBMITTED},
    {Claim::STATE_PAID, ClaimStep::kUndecide, Claim::STATE_SUBMITTED},
    {Claim::STATE_RECOVERY, ClaimStep::kUndecide, Claim::STATE_SUBMITTED},
};

absl::StatusOr<int64_t> CentsFromZero(bool has_amount,
                                      const google::type::Money& money,
                                      absl::string_view field) {
  if (!has_amount) return 0;
  ENTENTE_ASSIGN_OR_RETURN(const int64_t cents, CentsFromMoney(money, field));
  if (cents == 0) return 0;
  return PositiveCents(money, field);
}

absl::StatusOr<LineVerdict> ValidateDecision(const v1::LineDecision& decision) {
  LineVerdict verdict;
  if (decision.source().empty()) return Required("decisions.source");
  verdict.source = decision.source();
  ENTENTE_ASSIGN_OR_RETURN(
      verdict.accepted_cents,
      CentsFromZero(decision.has_accepted(), decision.accepted(),
                    "decisions.accepted"));
  ENTENTE_ASSIGN_OR_RETURN(
      verdict.ineligible_cents,
      CentsFromZero(decision.has_ineligible(), decision.ineligible(),
                    "decisions.ineligible"));
  ENTENTE_RETURN_IF_ERROR(CheckText(
      decision.reason(), kDescriptionCharactersMax, "decisions.reason"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(decision.reason(), "decisions.reason"));
  if (verdict.ineligible_cents > 0 && decision.reason().empty()) {
    return DecisionReasonRequired(decision.source().substr(0, 300));
  }
  verdict.reason = decision.reason();
  return verdict;
}

// The lines of `claim` that `verdict` decides, by their index, each with what
// is decided.
using Verdicts = std::map<int, LineVerdict>;

absl::StatusOr<Verdicts> Match(const ClaimVerdict& verdict,
                               const Claim& claim) {
  std::map<std::string, int> index;
  for (int i = 0; i < claim.lines_size(); ++i) {
    index[claim.lines(i).source()] = i;
  }
  Verdicts decided;
  for (const LineVerdict& wanted : verdict.lines) {
    const auto found = index.find(wanted.source);
    if (found == index.end()) {
      return ClaimLineUnknown(claim, wanted.source.substr(0, 300));
    }
    const v1::ClaimLine& line = claim.lines(found->second);
    if (line.is_decided()) return ClaimLineDecided(line);
    // Each is at most kAmountCentsMax, so the sum does not overflow.
    if (wanted.accepted_cents + wanted.ineligible_cents !=
        Cents(line.amount())) {
      return DecisionAmount(line, wanted.accepted_cents,
                            wanted.ineligible_cents);
    }
    decided[found->second] = wanted;
  }
  for (int i = 0; verdict.accepts_rest && i < claim.lines_size(); ++i) {
    const v1::ClaimLine& line = claim.lines(i);
    if (line.is_decided() || decided.contains(i)) continue;
    decided[i] = {line.source(), Cents(line.amount()), 0, ""};
  }
  return decided;
}

}  // namespace

absl::StatusOr<Claim::State> NextState(const Claim& claim, ClaimStep step) {
  for (const Transition& transition : kTransitions) {
    if (transition.from != claim.state() || transition.step != step) continue;
    if (step == ClaimStep::kWithdraw && claim.decided_count() > 0) {
      return ClaimPartlyDecided(claim);
    }
    return transition.to;
  }
  return ClaimInState(claim);
}

absl::StatusOr<EnvelopeName> ValidateCreateClaim(
    const v1::CreateClaimRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const ConventionName parent,
                           ParseConventionName(request.parent(), "parent"));
  if (request.claim().envelope().empty()) return Required("claim.envelope");
  ENTENTE_ASSIGN_OR_RETURN(
      EnvelopeName envelope,
      ParseEnvelopeName(request.claim().envelope(), "claim.envelope"));
  if (!(envelope.parent == parent)) {
    return FieldError(
        "OTHER_CONVENTION", "claim.envelope",
        {.en = absl::StrCat("claim.envelope belongs to another convention than "
                            "the parent. Give a name below ",
                            Format(parent), "."),
         .fr = absl::StrCat("claim.envelope relève d'une autre convention que "
                            "le parent. Donnez un nom sous ",
                            Format(parent), "."),
         .nl = absl::StrCat("claim.envelope hoort bij een andere overeenkomst "
                            "dan de ouder. Geef een naam onder ",
                            Format(parent), ".")});
  }
  return envelope;
}

absl::StatusOr<SubmittedClaim> ValidateSubmitClaim(
    const v1::SubmitClaimRequest& request) {
  if (request.has_submit_date()) {
    ENTENTE_RETURN_IF_ERROR(CheckDate(request.submit_date(), "submit_date"));
  }
  SubmittedClaim result;
  if (!request.iban().empty()) {
    ENTENTE_ASSIGN_OR_RETURN(result.iban, Iban(request.iban(), "iban"));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      result.name,
      ParseNumberedName(NumberedKind::kClaim, request.name(), "name"));
  return result;
}

absl::StatusOr<NumberedName> ValidateWithdrawClaim(
    const v1::WithdrawClaimRequest& request) {
  return ParseNumberedName(NumberedKind::kClaim, request.name(), "name");
}

absl::StatusOr<ClaimVerdict> ValidateDecideClaim(
    const v1::DecideClaimRequest& request) {
  ClaimVerdict verdict;
  ENTENTE_ASSIGN_OR_RETURN(
      verdict.name,
      ParseNumberedName(NumberedKind::kClaim, request.name(), "name"));
  if (!request.has_decide_date()) return Required("decide_date");
  ENTENTE_RETURN_IF_ERROR(CheckDate(request.decide_date(), "decide_date"));
  ENTENTE_RETURN_IF_ERROR(
      CheckReference(request.decision_reference(), "decision_reference"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(request.decision_reference(), "decision_reference"));
  if (request.decisions().empty() && !request.accept_rest()) {
    return Required("decisions");
  }
  std::set<std::string> sources;
  for (const v1::LineDecision& decision : request.decisions()) {
    ENTENTE_ASSIGN_OR_RETURN(LineVerdict line, ValidateDecision(decision));
    if (!sources.insert(line.source).second) {
      return ClaimLineTwice(line.source.substr(0, 300));
    }
    verdict.lines.push_back(std::move(line));
  }
  verdict.accepts_rest = request.accept_rest();
  verdict.decide_date = request.decide_date();
  verdict.reference = request.decision_reference();
  return verdict;
}

absl::Status CheckClaimEtag(const Claim& claim, const std::string& etag) {
  if (etag.empty() || etag == claim.etag()) return absl::OkStatus();
  return ClaimChanged(claim, etag);
}

void ApplyProfile(const v1::RegulationProfile& profile, Claim& claim) {
  claim.set_regulation_profile(profile.id());
  *claim.mutable_regulation_text() = TextOf(profile);
  claim.clear_deadline();
  claim.clear_unverified_values();
  NoteUnverifiedCategories(profile, claim);
  if (!profile.has_claim_deadline()) return;
  google::type::Date& deadline = *claim.mutable_deadline();
  deadline.set_year(claim.year() + 1);
  deadline.set_month(profile.claim_deadline().month());
  deadline.set_day(profile.claim_deadline().day());
  if (!profile.claim_deadline().is_verified()) {
    claim.add_unverified_values("claim_deadline");
  }
  if (!profile.late_claims().is_verified()) {
    claim.add_unverified_values("late_claims");
  }
}

absl::StatusOr<bool> CheckSubmitDate(const Claim& claim,
                                     const v1::RegulationProfile& profile,
                                     const google::type::Date& submit_date,
                                     const google::type::Date& today) {
  google::type::Date first;
  first.set_year(claim.year());
  first.set_month(1);
  first.set_day(1);
  if (IsBefore(today, submit_date)) {
    return DateInFuture(submit_date, today, "submit_date");
  }
  if (IsBefore(submit_date, first)) {
    return DateTooEarly(submit_date, first, "submit_date");
  }
  if (!claim.has_deadline() || !IsBefore(claim.deadline(), submit_date)) {
    return false;
  }
  // What is not stated is refused: see regulation_rules.h, which asks for it.
  if (profile.late_claims().rule() != v1::LateClaims::RULE_ACCEPTED_LATE) {
    return ClaimLate(claim, submit_date,
                     profile.claim_deadline().is_verified() &&
                         profile.late_claims().is_verified());
  }
  return true;
}

CentsByLine ClaimedByLine(const Claim& claim) {
  CentsByLine cents;
  for (const v1::ClaimLine& line : claim.lines()) {
    cents[line.line()] += Cents(line.amount());
  }
  return cents;
}

void AddUp(Claim& claim) {
  int64_t amount = 0;
  int64_t accepted = 0;
  int64_t ineligible = 0;
  int decided = 0;
  for (const v1::ClaimLine& line : claim.lines()) {
    amount += Cents(line.amount());
    if (!line.is_decided()) continue;
    ++decided;
    accepted += Cents(line.accepted());
    ineligible += Cents(line.ineligible());
  }
  claim.set_line_count(claim.lines_size());
  claim.set_decided_count(decided);
  *claim.mutable_amount() = MoneyFromCents(amount);
  *claim.mutable_accepted() = MoneyFromCents(accepted);
  *claim.mutable_ineligible() = MoneyFromCents(ineligible);
}

absl::StatusOr<DecidedByLine> Decide(const ClaimVerdict& verdict,
                                     const google::type::Date& today,
                                     Claim& claim) {
  ENTENTE_RETURN_IF_ERROR(NextState(claim, ClaimStep::kDecideSome).status());
  if (IsBefore(today, verdict.decide_date)) {
    return DateInFuture(verdict.decide_date, today, "decide_date");
  }
  if (IsBefore(verdict.decide_date, claim.submit_date())) {
    return DateTooEarly(verdict.decide_date, claim.submit_date(),
                        "decide_date");
  }
  ENTENTE_ASSIGN_OR_RETURN(const Verdicts decided, Match(verdict, claim));
  // Not both at once on any day.
  for (const auto& [index, wanted] : decided) {
    const auto& reversed = claim.lines(index).reversed_decisions();
    if (reversed.empty()) continue;
    const google::type::Date& first = reversed.rbegin()->reverse_date();
    if (IsBefore(verdict.decide_date, first)) {
      return DateTooEarly(verdict.decide_date, first, "decide_date");
    }
  }
  DecidedByLine sums;
  for (const auto& [index, wanted] : decided) {
    v1::ClaimLine& line = *claim.mutable_lines(index);
    line.set_is_decided(true);
    *line.mutable_accepted() = MoneyFromCents(wanted.accepted_cents);
    *line.mutable_ineligible() = MoneyFromCents(wanted.ineligible_cents);
    line.set_reason(wanted.reason);
    *line.mutable_decide_date() = verdict.decide_date;
    line.set_decision_reference(verdict.reference);
    sums.accepted[line.line()] += wanted.accepted_cents;
    sums.ineligible[line.line()] += wanted.ineligible_cents;
  }
  AddUp(claim);
  *claim.mutable_decide_date() = verdict.decide_date;
  const bool is_last = claim.decided_count() == claim.line_count();
  ENTENTE_ASSIGN_OR_RETURN(const Claim::State next,
                           NextState(claim, is_last ? ClaimStep::kDecideLast
                                                    : ClaimStep::kDecideSome));
  claim.set_state(next);
  return sums;
}

int64_t RecoverableCents(const Balances& envelope) {
  const int64_t beyond = envelope.held_cents() - envelope.due_cents();
  return envelope.recoverable_cents() + (beyond > 0 ? beyond : 0);
}

std::optional<ClaimStep> SettlementOf(Claim::State state,
                                      const Balances& envelope,
                                      bool is_pending) {
  const int64_t held = envelope.held_cents();
  const int64_t due = envelope.due_cents();
  // What is held beyond the grant is too much whatever is decided yet.
  const bool is_overpaid = envelope.recoverable_cents() > 0 ||
                           held > (is_pending ? envelope.usable_cents() : due);
  ClaimStep step = ClaimStep::kUnderpaid;
  if (is_overpaid) {
    step = ClaimStep::kOverpaid;
  } else if (held >= due) {
    // A claim of which nothing was accepted and nothing received waits for
    // nothing, but nobody paid it.
    if (due == 0 && state == Claim::STATE_DECIDED) return std::nullopt;
    step = ClaimStep::kSettled;
  }
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.step == step) return step;
  }
  return std::nullopt;
}

}  // namespace entente::conventions
