// What a claim may be, which step it may take and what is decided about it.
// Pure: no clock, no store.
//
//   state       step                   next
//   DRAFT       submit                 SUBMITTED
//   DRAFT       withdraw               WITHDRAWN
//   SUBMITTED   withdraw               WITHDRAWN (no line decided)
//   SUBMITTED   decide, some lines     SUBMITTED
//   SUBMITTED   decide, the last line  DECIDED
//   DECIDED     settled                PAID
//   DECIDED     overpaid               RECOVERY
//   PAID        overpaid               RECOVERY
//   RECOVERY    settled                PAID
//   RECOVERY    underpaid              DECIDED
//   PAID        reopen                 DECIDED
//   decided in part or whole, a
//   decision taken back                SUBMITTED
//
// Whatever the table does not hold is refused.
#ifndef SERVICES_CONVENTIONS_CLAIM_RULES_H_
#define SERVICES_CONVENTIONS_CLAIM_RULES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

enum class ClaimStep {
  kSubmit,
  kWithdraw,
  kDecideSome,
  kDecideLast,
  kSettled,
  kOverpaid,
  kUnderpaid,
  // A payment that it was paid by was a mistake.
  kReopen,
  // A decision on one of its lines was a mistake.
  kUndecide
};

// The state after `step`. FAILED_PRECONDITION / CLAIM_STATE,
// CLAIM_PARTLY_DECIDED.
absl::StatusOr<v1::Claim::State> NextState(const v1::Claim& claim,
                                           ClaimStep step);

struct LineVerdict {
  std::string source;
  int64_t accepted_cents = 0;
  int64_t ineligible_cents = 0;
  std::string reason;
};

struct ClaimVerdict {
  NumberedName name;
  std::vector<LineVerdict> lines;
  bool accepts_rest = false;
  google::type::Date decide_date;
  std::string reference;
};

struct SubmittedClaim {
  NumberedName name;
  // Without spaces; empty where none was given.
  std::string iban;
};

// Errors of every Validate: INVALID_ARGUMENT, as in budget_rules.h.
absl::StatusOr<EnvelopeName> ValidateCreateClaim(
    const v1::CreateClaimRequest& request);
// Also IBAN_INVALID.
absl::StatusOr<SubmittedClaim> ValidateSubmitClaim(
    const v1::SubmitClaimRequest& request);
absl::StatusOr<NumberedName> ValidateWithdrawClaim(
    const v1::WithdrawClaimRequest& request);
// Also DECISION_REASON_REQUIRED, CLAIM_LINE_TWICE.
absl::StatusOr<ClaimVerdict> ValidateDecideClaim(
    const v1::DecideClaimRequest& request);

// ABORTED / ETAG_MISMATCH; an empty `etag` passes.
absl::Status CheckClaimEtag(const v1::Claim& claim, const std::string& etag);

// Fills deadline, profile and unverified values of a claim of `year`; among
// these the caps and evidence rules of categories.
void ApplyProfile(const v1::RegulationProfile& profile, v1::Claim& claim);

// Whether a claim is late on `submit_date`. `today` is the day it is.
// INVALID_ARGUMENT / DATE_IN_FUTURE, DATE_TOO_EARLY; FAILED_PRECONDITION /
// CLAIM_LATE where the profile refuses late claims.
absl::StatusOr<bool> CheckSubmitDate(const v1::Claim& claim,
                                     const v1::RegulationProfile& profile,
                                     const google::type::Date& submit_date,
                                     const google::type::Date& today);

// Cents by budget line. Accepted and ineligible of one decision.
using CentsByLine = std::map<std::string, int64_t>;
struct DecidedByLine {
  CentsByLine accepted;
  CentsByLine ineligible;
};

// What the lines of a claim add up to.
CentsByLine ClaimedByLine(const v1::Claim& claim);

// Sets amount, counts and sums of a claim from its lines.
void AddUp(v1::Claim& claim);

// Decides the lines that `verdict` names, moves the state on and answers what
// was decided now; `claim` is unchanged on error. Errors: those of NextState,
// CLAIM_LINE_UNKNOWN, CLAIM_LINE_DECIDED, DECISION_AMOUNT, DATE_IN_FUTURE,
// DATE_TOO_EARLY.
absl::StatusOr<DecidedByLine> Decide(const ClaimVerdict& verdict,
                                     const google::type::Date& today,
                                     v1::Claim& claim);

// Received beyond what was accepted and not paid back, asked back or not.
int64_t RecoverableCents(const Balances& envelope);

// How what the envelope received stands to what was accepted, for a claim whose
// lines are all decided; nullopt when that changes nothing. `is_pending`: a
// further claim of the envelope waits for its decision, so that nothing is
// overpaid before it but what the State asked back, or what is held beyond the
// grant: nothing of that can become due.
std::optional<ClaimStep> SettlementOf(v1::Claim::State state,
                                      const Balances& envelope,
                                      bool is_pending);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_RULES_H_
