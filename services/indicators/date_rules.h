// Days and months as the service counts them. Pure.
//
// A packed day is (year * 12 + month - 1) * 32 + day, where day 0 stands for
// the month as a whole; packed days sort by time. A month is year * 12 + month
// - 1. Both are written to disk and never change.
#ifndef SERVICES_INDICATORS_DATE_RULES_H_
#define SERVICES_INDICATORS_DATE_RULES_H_

#include <cstdint>
#include <string>
#include <tuple>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace entente::indicators {

inline constexpr int kYearMin = 1900;
inline constexpr int kYearMax = 2199;

// The packed day of `date`; 0 when it is no day and no month of the Gregorian
// calendar, or its year is not kYearMin to kYearMax.
uint32_t PackDate(const google::type::Date& date);

// The reverse; `packed` came from PackDate.
google::type::Date UnpackDate(uint32_t packed);

// The packed day of `day`, of kYearMin to kYearMax.
inline uint32_t PackDay(absl::CivilDay day) {
  const auto month = static_cast<uint32_t>(day.year() * 12 + day.month() - 1);
  return month * 32 + static_cast<uint32_t>(day.day());
}

inline int32_t MonthOf(uint32_t packed) {
  return static_cast<int32_t>(packed / 32);
}
inline uint32_t DayOf(uint32_t packed) { return packed % 32; }

// The reverse of PackDay.
inline absl::CivilDay UnpackDay(uint32_t packed) {
  const int32_t month = MonthOf(packed);
  return absl::CivilDay(month / 12, month % 12 + 1, DayOf(packed));
}

// The day that `date` of a request says. Errors: INVALID_ARGUMENT /
// DATE_INVALID at `field`, also where it is a month as a whole.
absl::StatusOr<absl::CivilDay> ParseDay(const google::type::Date& date,
                                        const std::string& field);

// The first day of `month`.
google::type::Date FirstDayOf(int32_t month);

// Months, inclusive.
struct MonthSpan {
  int32_t first = 0;
  int32_t last = 0;

  bool Overlaps(const MonthSpan& other) const {
    return first <= other.last && other.first <= last;
  }
  // Whether it is of whole calendar years.
  bool IsOfYears() const { return first % 12 == 0 && last % 12 == 11; }
  friend bool operator==(const MonthSpan& a, const MonthSpan& b) {
    return a.first == b.first && a.last == b.last;
  }
  friend bool operator<(const MonthSpan& a, const MonthSpan& b) {
    return std::tie(a.first, a.last) < std::tie(b.first, b.last);
  }
};

// A stretch of days with inclusive ends; 0 leaves an end open.
struct Term {
  uint32_t from = 0;
  uint32_t until = 0;

  // Whether `packed` lies inside; a month as a whole, when any day of it does.
  bool Contains(uint32_t packed) const;
};

// Ends that are not set, or no dates, are left open.
Term MakeTerm(const google::type::Date& from, const google::type::Date& until);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DATE_RULES_H_
