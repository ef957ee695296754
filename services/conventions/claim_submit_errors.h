// Why a claim cannot be submitted, by name. Each refusal carries the figures of
// the claim and a sentence in English, French and Dutch. Pure.
#ifndef SERVICES_CONVENTIONS_CLAIM_SUBMIT_ERRORS_H_
#define SERVICES_CONVENTIONS_CLAIM_SUBMIT_ERRORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "entente/conventions/v1/claim.pb.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

// FAILED_PRECONDITION / CLAIM_OUTDATED: the claim holds `claimed` of `source`,
// of which `spent` is left.
absl::Status ClaimOutdated(const std::string& source, int64_t claimed,
                           int64_t spent);

// FAILED_PRECONDITION / CLAIM_LATE, with both dates; says whether the rule was
// verified in the decree.
absl::Status ClaimLate(const v1::Claim& claim,
                       const google::type::Date& submit_date, bool is_verified);

// FAILED_PRECONDITION / PERIODS_NOT_APPROVED: the figures of `months`
// ("2018-03", at least one) are not approved.
absl::Status PeriodsNotApproved(const v1::Claim& claim,
                                const std::vector<std::string>& months);

// ABORTED / CLAIM_JUST_COMPOSED: it was no draft when the figures were asked
// for.
absl::Status ClaimJustComposed(const v1::Claim& claim);

// UNAVAILABLE / APPROVALS_UNKNOWN: the service of indicators could not be
// asked, for `cause`; where it refused to answer the sentence names the
// permission.
absl::Status ApprovalsUnknown(const v1::Claim& claim,
                              const absl::Status& cause);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_SUBMIT_ERRORS_H_
