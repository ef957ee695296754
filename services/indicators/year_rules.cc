#include "services/indicators/year_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr int32_t kMonthsOfAYear = 12;

}  // namespace

bool IsYearSettled(const PeriodBook& book, int64_t year, absl::CivilDay today) {
  if (today.year() <= year) return false;
  const int32_t first = static_cast<int32_t>(year) * kMonthsOfAYear;
  int32_t free = 0;
  for (int32_t month = first; month < first + kMonthsOfAYear; ++month) {
    const PeriodState state = book.StateOf(month, today);
    if (!IsSettled(state)) return false;
    if (state.stage == v1::Period::STAGE_NO_CALENDAR) ++free;
  }
  return free == 0 || free == kMonthsOfAYear;
}

bool AreYearsSettled(const PeriodBook& book, int32_t from, int32_t until,
                     absl::CivilDay today) {
  for (int32_t year = from / kMonthsOfAYear; year <= until / kMonthsOfAYear;
       ++year) {
    if (!IsYearSettled(book, year, today)) return false;
  }
  return true;
}

}  // namespace entente::indicators
