#include "services/indicators/date_rules.h"

#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

int DaysIn(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
  const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[month - 1] + (month == 2 && is_leap ? 1 : 0);
}

}  // namespace

uint32_t PackDate(const google::type::Date& date) {
  if (date.year() < kYearMin || date.year() > kYearMax) return 0;
  if (date.month() < 1 || date.month() > 12) return 0;
  if (date.day() < 0 || date.day() > DaysIn(date.year(), date.month())) {
    return 0;
  }
  const uint32_t month =
      static_cast<uint32_t>(date.year() * 12 + date.month() - 1);
  return month * 32 + static_cast<uint32_t>(date.day());
}

google::type::Date UnpackDate(uint32_t packed) {
  google::type::Date date = FirstDayOf(MonthOf(packed));
  date.set_day(static_cast<int32_t>(DayOf(packed)));
  return date;
}

absl::StatusOr<absl::CivilDay> ParseDay(const google::type::Date& date,
                                        const std::string& field) {
  const uint32_t packed = PackDate(date);
  if (packed == 0 || DayOf(packed) == 0) {
    return Invalid("DATE_INVALID", field,
                   {"The date is not a day of the calendar.",
                    "La date n'est pas un jour du calendrier.",
                    "De datum is geen dag van de kalender."});
  }
  return UnpackDay(packed);
}

google::type::Date FirstDayOf(int32_t month) {
  google::type::Date date;
  date.set_year(month / 12);
  date.set_month(month % 12 + 1);
  date.set_day(1);
  return date;
}

bool Term::Contains(uint32_t packed) const {
  if (DayOf(packed) == 0) {
    return (from == 0 || MonthOf(packed) >= MonthOf(from)) &&
           (until == 0 || MonthOf(packed) <= MonthOf(until));
  }
  return (from == 0 || packed >= from) && (until == 0 || packed <= until);
}

Term MakeTerm(const google::type::Date& from, const google::type::Date& until) {
  return Term{PackDate(from), PackDate(until)};
}

}  // namespace entente::indicators
