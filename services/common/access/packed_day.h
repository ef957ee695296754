// Days of the calendar as numbers that compare like them. Inline: a decision
// packs two days of every tuple that it reads.
#ifndef SERVICES_COMMON_ACCESS_PACKED_DAY_H_
#define SERVICES_COMMON_ACCESS_PACKED_DAY_H_

#include <limits>

#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace entente::access {

// A day as 10000 * year + 100 * month + day: compared a hundred times in one
// decision, where a civil day would be normalised a hundred times. 0: no day.
using Day = int;
inline constexpr Day kNoDay = 0;
inline constexpr Day kLastDay = std::numeric_limits<Day>::max();

inline bool IsLeap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

inline int DaysOf(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
  return kDays[month - 1] + (month == 2 && IsLeap(year) ? 1 : 0);
}

// kNoDay unless it is a full day of the calendar between the years 1900 and
// 2200.
inline Day PackDate(const google::type::Date& date) {
  const int year = date.year(), month = date.month(), day = date.day();
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1) {
    return kNoDay;
  }
  // What every month has needs no calendar.
  if (day > 28 && day > DaysOf(year, month)) return kNoDay;
  return year * 10000 + month * 100 + day;
}

inline Day PackCivil(absl::CivilDay day) {
  return static_cast<Day>(day.year() * 10000 + day.month() * 100 + day.day());
}

inline absl::CivilDay Unpack(Day day) {
  return absl::CivilDay(day / 10000, day / 100 % 100, day % 100);
}

// 29 February plus years is 28 February.
inline Day PlusYears(Day day, int years) {
  const Day later = day + years * 10000;
  const bool is_lost = later % 10000 == 229 && !IsLeap(later / 10000);
  return is_lost ? later - 1 : later;
}

}  // namespace entente::access

#endif  // SERVICES_COMMON_ACCESS_PACKED_DAY_H_
