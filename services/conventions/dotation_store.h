// Dotations of a municipality to its police zone, as stored, and what is
// deducted from them.
#ifndef SERVICES_CONVENTIONS_DOTATION_STORE_H_
#define SERVICES_CONVENTIONS_DOTATION_STORE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/dotation_service.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/dotation_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// All of a municipality, those that were corrected marked.
absl::StatusOr<DotationKeys> ReadDotationKeys(const store::Reader& reader,
                                              absl::string_view municipality);
absl::StatusOr<Dotations> ReadDotations(const store::Reader& reader,
                                        absl::string_view municipality);

// The number of the next dotation, or key, of a municipality: one above the
// last that was given or stands, so that none takes the place of another.
// Counts it.
absl::StatusOr<int64_t> TakeDotationNumber(store::Transaction& transaction,
                                           absl::string_view municipality);
absl::StatusOr<int64_t> TakeDotationKeyNumber(store::Transaction& transaction,
                                              absl::string_view municipality);

// Payments by route DEDUCTION on envelopes of `year`, of every convention of
// the municipality with this zone, not cancelled; in cents.
absl::StatusOr<int64_t> DeductedCents(const store::Reader& reader,
                                      absl::string_view municipality,
                                      absl::string_view police_zone_code,
                                      int year);

// Whether `cents` more may be deducted from the dotation of the line's year.
// Where none is recorded nobody knows what is owed, and it may.
// FAILED_PRECONDITION / DEDUCTION_EXCEEDED.
absl::Status CheckMayDeduct(const store::Reader& reader, const LineName& line,
                            int64_t cents);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOTATION_STORE_H_
