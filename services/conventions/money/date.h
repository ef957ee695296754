// Days of the calendar: google.type.Date at the edge, absl::CivilDay inside,
// ISO 8601 between programs, phrases in documents.
//
// Pure and thread-safe. Errors are INVALID_ARGUMENT with an ErrorDetail.
#ifndef SERVICES_CONVENTIONS_MONEY_DATE_H_
#define SERVICES_CONVENTIONS_MONEY_DATE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

// `day` as google.type.Date.
google::type::Date DateFromDay(absl::CivilDay day);

// The day of `date`. MALFORMED_DATE, naming `field`, unless it is a whole day
// that the calendar has, in the years 1900 to 2200.
absl::StatusOr<absl::CivilDay> DayFromDate(const google::type::Date& date,
                                           absl::string_view field);

// True when year, month and day are all zero: nobody said.
bool IsUnset(const google::type::Date& date);

// "2018-01-31"; "" for an unset date.
std::string FormatIsoDate(const google::type::Date& date);
std::string FormatIsoDay(absl::CivilDay day);

// Reads "2018-01-31" exactly. MALFORMED_DATE.
absl::StatusOr<absl::CivilDay> ParseIsoDay(absl::string_view text);

// A date found in running text, with its bytes there.
struct DatePhrase {
  absl::CivilDay day;
  size_t begin = 0;
  size_t end = 0;
};

// Dates in `folded` (lower case without accents, see FoldText): "1er janvier
// 2018", "31 december 2019", "16/04/2007", "16.4.2007", "2018-01-31", in order.
// Days that the calendar does not have are left out. Linear in the length.
std::vector<DatePhrase> FindDates(absl::string_view folded);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_MONEY_DATE_H_
