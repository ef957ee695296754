// How dotations, the keys that divide them and deductions from them are
// refused: one reason each, with the figures. Pure.
#ifndef SERVICES_CONVENTIONS_DOTATION_ERRORS_H_
#define SERVICES_CONVENTIONS_DOTATION_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/dotation_service.pb.h"

namespace entente::conventions {

// INVALID_ARGUMENT / KEY_SHARES.
absl::Status KeyShares(int64_t sum_millionths, absl::string_view municipality);

// ALREADY_EXISTS / KEY_OVERLAPS with `other`.
absl::Status KeyOverlaps(const v1::DotationKey& other);

// INVALID_ARGUMENT / KEY_OTHER: `corrected` is of another zone.
absl::Status KeyOfOtherZone(const v1::DotationKey& corrected,
                            const v1::DotationKey& key);

// FAILED_PRECONDITION / RECORD_CORRECTED.
absl::Status RecordCorrected(const std::string& name, const std::string& by,
                             const char* field);

// INVALID_ARGUMENT / DOTATION_OTHER: `corrected` is of another zone or year.
absl::Status DotationOfOtherYear();

// ALREADY_EXISTS / DOTATION_EXISTS.
absl::Status DotationExists(const v1::Dotation& standing);

// FAILED_PRECONDITION / DOTATION_KEY_MISSING.
absl::Status DotationKeyMissing(const v1::Dotation& dotation);

// FAILED_PRECONDITION / DOTATION_OFFSET and DEDUCTION_EXCEEDED, with the
// figures of the dotation under names of their own, in cents:
// dotation_owed_cents, dotation_deducted_cents, dotation_requested_cents (the
// zone's amount; the deduction asked for), dotation_available_cents (owed less
// deducted). Those of a line that something was ordered on stand beside them.
absl::Status DotationOffset(const v1::Dotation& dotation,
                            int64_t deducted_cents, const char* field);
absl::Status DeductionExceeded(const v1::Dotation& dotation,
                               int64_t deducted_cents, int64_t cents);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOTATION_ERRORS_H_
