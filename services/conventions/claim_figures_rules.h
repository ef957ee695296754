// Which months a claim covers, and whether their figures let it be submitted:
// a month that a calendar of the municipality governs must be approved. Pure.
#ifndef SERVICES_CONVENTIONS_CLAIM_FIGURES_RULES_H_
#define SERVICES_CONVENTIONS_CLAIM_FIGURES_RULES_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "google/type/date.pb.h"
#include "services/conventions/figure_approvals.h"

namespace entente::conventions {

// The months of `year` that the term touches; nullopt when there is none. A
// document may be silent about its term.
std::optional<MonthSpan> TermMonths(int year, const v1::Convention& convention);

// Whether a version of the month's figures was approved and stands.
bool IsApproved(const MonthStanding& standing);

// INTERNAL without detail where `standings` does not hold each month of `span`
// once, in order.
absl::Status CheckEachMonthOnce(const MonthSpan& span,
                                const std::vector<MonthStanding>& standings);

// The months of `claim`'s year that the term touches and that have ended before
// `today`, the day on which its submission is recorded: whatever day it is said
// to have been sent on, so that nobody goes round the question by a date.
// nullopt when there is none.
std::optional<MonthSpan> CoveredMonths(const v1::Claim& claim,
                                       const v1::Convention& convention,
                                       const google::type::Date& today);

// What `claim` is submitted by. FAILED_PRECONDITION / PERIODS_NOT_APPROVED
// naming every month of `span` that is governed and not approved. INTERNAL
// without detail where `standings` does not hold each month once: see
// ApprovalsUnknown.
absl::StatusOr<v1::ClaimFigures> JudgeFigures(
    const v1::Claim& claim, const MonthSpan& span,
    const std::vector<MonthStanding>& standings);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_FIGURES_RULES_H_
