// What requests of ReleaseService must say. Pure.
#ifndef SERVICES_INDICATORS_RELEASE_REQUEST_RULES_H_
#define SERVICES_INDICATORS_RELEASE_REQUEST_RULES_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/release_service.pb.h"
#include "services/indicators/disclosure_rules.h"
#include "services/indicators/release_span_rules.h"

namespace entente::indicators {

inline constexpr int kReleasedMeasuresMax = 12;
inline constexpr int kRecipientsMax = 64;
inline constexpr size_t kRecipientBytesMax = 255;
inline constexpr size_t kReleaseTitleCharactersMax = 200;
// Cells of one table, before earlier releases join it.
inline constexpr int kReleaseCellsMax = kDisclosureCellsMax;

// The span of a release that says all it must. Whether the measures are defined
// is not asked here. Errors, INVALID_ARGUMENT: those of CreateRelease that need
// neither definitions nor areas.
absl::StatusOr<MonthSpan> ValidateRelease(
    const entente::indicators::v1::Release& release);

// OK when the table fits. Errors: RELEASE_NO_AREAS, RELEASE_TOO_LARGE.
absl::Status ValidateReleaseSize(
    const entente::indicators::v1::Release& release, const MonthSpan& span,
    const std::vector<entente::indicators::v1::ReleaseArea>& rows);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_REQUEST_RULES_H_
