#include "services/conventions/claim_reversal_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal.h"
#include "services/conventions/undo_rules.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;
using v1::Claim;
using v1::ClaimLine;

// What is received or asked back is above what stays true by `cents`.
absl::Status ReliedOn(const Balances& envelope, int64_t cents,
                      bool is_by_demand) {
  Figures figures = FiguresOf(envelope, cents, 0);
  const std::pair<const char*, int64_t> more[] = {
      {"accepted_cents", envelope.accepted_cents},
      {"balance_cents", envelope.balance_cents},
      {"demanded_cents", envelope.demanded_cents}};
  for (const auto& [name, value] : more) figures[name] = absl::StrCat(value);
  const std::string amount = Euros(cents);
  const std::string demanded = Euros(envelope.demanded_cents);
  const std::string received = Euros(envelope.balance_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "DECISION_RELIED_ON", "sources",
      std::move(figures),
      is_by_demand
          ? Sentence{.en = absl::StrCat(
                         "The State asked back ", demanded, ", of which ",
                         amount,
                         " could be due without this decision. Reverse the "
                         "demand first."),
                     .fr = absl::StrCat("L'État a réclamé ", demanded,
                                        ", dont ", amount,
                                        " pourraient être dus sans cette "
                                        "décision. Annulez d'abord la "
                                        "réclamation."),
                     .nl = absl::StrCat("De Staat vroeg ", demanded,
                                        " terug, waarvan ", amount,
                                        " zonder deze beslissing verschuldigd "
                                        "kan zijn. Maak eerst de terugvraging "
                                        "ongedaan.")}
          : Sentence{
                .en = absl::StrCat("Balances of ", received, " were received, ",
                                   amount,
                                   " of it for what this decision accepted. "
                                   "Reverse that payment first."),
                .fr = absl::StrCat("Des soldes de ", received,
                                   " ont été reçus, dont ", amount,
                                   " pour ce que cette décision a accepté. "
                                   "Annulez d'abord ce versement."),
                .nl = absl::StrCat("Er zijn saldo's van ", received,
                                   " ontvangen, waarvan ", amount,
                                   " voor wat deze beslissing aanvaardde. Maak "
                                   "eerst die betaling ongedaan.")});
}

// Lines by their index, in the order of the claim.
absl::StatusOr<std::set<int>> Match(const ClaimReversal& wanted,
                                    const Claim& claim) {
  std::map<std::string, int> index;
  for (int i = 0; i < claim.lines_size(); ++i) {
    index[claim.lines(i).source()] = i;
  }
  std::set<int> found;
  for (const std::string& source : wanted.sources) {
    const auto at = index.find(source);
    if (at == index.end()) {
      return ClaimLineUnknown(claim, source.substr(0, 300), "sources");
    }
    const ClaimLine& line = claim.lines(at->second);
    if (!line.is_decided()) return ClaimLineUndecided(line, "sources");
    ENTENTE_RETURN_IF_ERROR(
        CheckReversalCount(line.reversed_decisions_size(), source, "sources"));
    ENTENTE_RETURN_IF_ERROR(
        CheckUndoDate(wanted.date, line.decide_date(), "reverse_date"));
    found.insert(at->second);
  }
  return found;
}

void Reverse(const ClaimReversal& wanted, absl::Time now, ClaimLine& line) {
  v1::ReversedDecision& reversed = *line.add_reversed_decisions();
  *reversed.mutable_accepted() = line.accepted();
  *reversed.mutable_ineligible() = line.ineligible();
  reversed.set_reason(line.reason());
  *reversed.mutable_decide_date() = line.decide_date();
  reversed.set_decision_reference(line.decision_reference());
  reversed.set_reversal_reason(wanted.reason);
  *reversed.mutable_reverse_date() = wanted.date;
  *reversed.mutable_create_time() = ToTimestamp(now);
  line.clear_is_decided();
  line.clear_accepted();
  line.clear_ineligible();
  line.clear_reason();
  line.clear_decide_date();
  line.clear_decision_reference();
}

// Of the decisions that are left.
void SetLastDecision(Claim& claim) {
  claim.clear_decide_date();
  for (const ClaimLine& line : claim.lines()) {
    if (line.is_decided() &&
        (!claim.has_decide_date() ||
         IsBefore(claim.decide_date(), line.decide_date()))) {
      *claim.mutable_decide_date() = line.decide_date();
    }
  }
  if (!claim.has_decide_date()) claim.clear_decide_time();
}

}  // namespace

absl::StatusOr<ClaimReversal> ValidateReverseClaimDecision(
    const v1::ReverseClaimDecisionRequest& request) {
  ClaimReversal result;
  ENTENTE_ASSIGN_OR_RETURN(
      result.name,
      ParseNumberedName(NumberedKind::kClaim, request.name(), "name"));
  if (!request.has_reverse_date()) return Required("reverse_date");
  ENTENTE_RETURN_IF_ERROR(CheckDate(request.reverse_date(), "reverse_date"));
  ENTENTE_RETURN_IF_ERROR(CheckReason(request.reason(), "reason"));
  if (request.sources().empty()) return Required("sources");
  std::set<std::string> seen;
  for (const std::string& source : request.sources()) {
    if (source.empty()) return Required("sources");
    if (!seen.insert(source).second) {
      return ClaimLineTwice(source.substr(0, 300), "sources");
    }
    result.sources.push_back(source);
  }
  result.date = request.reverse_date();
  result.reason = request.reason();
  return result;
}

absl::StatusOr<DecidedByLine> ReverseDecisions(const ClaimReversal& wanted,
                                               const google::type::Date& today,
                                               absl::Time now, Claim& claim) {
  ENTENTE_ASSIGN_OR_RETURN(const Claim::State next,
                           NextState(claim, ClaimStep::kUndecide));
  if (IsBefore(today, wanted.date)) {
    return DateInFuture(wanted.date, today, "reverse_date");
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::set<int> lines, Match(wanted, claim));
  DecidedByLine sums;
  for (const int index : lines) {
    ClaimLine& line = *claim.mutable_lines(index);
    sums.accepted[line.line()] += Cents(line.accepted());
    sums.ineligible[line.line()] += Cents(line.ineligible());
    Reverse(wanted, now, line);
  }
  AddUp(claim);
  SetLastDecision(claim);
  claim.set_state(next);
  return sums;
}

google::type::Date LastClaimDay(const Claim& claim) {
  google::type::Date last = claim.submit_date();
  for (const ClaimLine& line : claim.lines()) {
    for (const v1::ReversedDecision& one : line.reversed_decisions()) {
      if (IsBefore(last, one.reverse_date())) last = one.reverse_date();
    }
  }
  return last;
}

absl::Status CheckNotReliedOn(const Balances& envelope,
                              const DecidedByLine& reversed) {
  int64_t accepted = 0;
  int64_t ineligible = 0;
  for (const auto& [line, cents] : reversed.accepted) accepted += cents;
  for (const auto& [line, cents] : reversed.ineligible) ineligible += cents;
  Balances after = envelope;
  after.accepted_cents -= accepted;
  after.ineligible_cents -= ineligible;
  const int64_t beyond = after.held_cents() - after.due_cents();
  if (accepted > 0 && after.balance_cents > 0 && beyond > 0) {
    return ReliedOn(envelope, std::min(beyond, after.balance_cents), false);
  }
  // All that can become due in the end.
  const int64_t most = std::min(after.claimed_cents - after.ineligible_cents,
                                after.usable_cents());
  const int64_t received = after.advance_cents + after.balance_cents;
  const int64_t wrong =
      after.demanded_cents - std::max<int64_t>(0, received - most);
  if (ineligible > 0 && after.demanded_cents > 0 && wrong > 0) {
    return ReliedOn(envelope, wrong, true);
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
