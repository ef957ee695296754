// What municipalities owe their police zone, and the key by which they divide
// it: what a record must be, how an amount is divided, what may be deducted.
// Pure.
#ifndef SERVICES_CONVENTIONS_DOTATION_RULES_H_
#define SERVICES_CONVENTIONS_DOTATION_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/dotation_service.pb.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

using DotationKeys = std::vector<v1::DotationKey>;
using Dotations = std::vector<v1::Dotation>;

std::string FormatDotation(absl::string_view municipality, int64_t number);
std::string FormatDotationKey(absl::string_view municipality, int64_t number);

// A key as it may be recorded for `municipality`. Errors: INVALID_ARGUMENT as
// in dotation_service.proto.
absl::Status ValidateDotationKey(const v1::DotationKey& key,
                                 absl::string_view municipality);

// A dotation as it may be recorded; answers what the zone is owed, in cents.
absl::StatusOr<int64_t> ValidateDotation(const v1::Dotation& dotation,
                                         const google::type::Date& today);

// Records with corrected_by set where another of them corrects one.
template <class Record>
std::vector<Record> MarkCorrected(std::vector<Record> records) {
  for (const Record& record : records) {
    for (Record& other : records) {
      if (!record.corrects().empty() && other.name() == record.corrects()) {
        other.set_corrected_by(record.name());
      }
    }
  }
  return records;
}

// Whether `key` may stand beside `marked` ones. NOT_FOUND, FAILED_PRECONDITION
// / RECORD_CORRECTED of what it corrects, KEY_OTHER when that is of another
// zone; ALREADY_EXISTS / KEY_OVERLAPS.
absl::Status CheckNewKey(const DotationKeys& marked,
                         const v1::DotationKey& key);

// The same of a dotation: DOTATION_EXISTS; DOTATION_OTHER when it corrects one
// of another zone or year.
absl::Status CheckNewDotation(const Dotations& marked,
                              const v1::Dotation& dotation);

// A key, and on how many days of a year it holds.
struct KeyDays {
  const v1::DotationKey* key;
  int64_t days;
};

// The keys of `marked` that stand and hold in a year, in the order of their
// days; none when no key holds on some day of it.
std::vector<KeyDays> KeysOfYear(const DotationKeys& marked,
                                absl::string_view police_zone_code, int year);

// Divides by the keys of the year: sets keys, shares and the municipality's own
// amount. Each key divides the days on which it holds: shares are in proportion
// to the sum of days by millionths, split once, by largest remainder.
// FAILED_PRECONDITION / DOTATION_KEY_MISSING.
absl::Status Divide(const DotationKeys& marked, int64_t zone_cents,
                    absl::string_view municipality, v1::Dotation& dotation);

// Whether every municipality owes the same by both.
bool IsDividedAlike(const v1::Dotation& left, const v1::Dotation& right);

// The dotation of a zone and year that stands; nullptr when there is none.
const v1::Dotation* FindDotation(const Dotations& marked,
                                 absl::string_view police_zone_code, int year);

// FAILED_PRECONDITION / DOTATION_OFFSET, of `field`, when the municipality
// would owe less than is deducted already.
absl::Status CheckCoversDeducted(const v1::Dotation& dotation,
                                 int64_t deducted_cents, const char* field);

// FAILED_PRECONDITION / DEDUCTION_EXCEEDED when `cents` more would be deducted
// than the municipality owes.
absl::Status CheckDeduction(const v1::Dotation& dotation,
                            int64_t deducted_cents, int64_t cents);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOTATION_RULES_H_
