// When the total of a calendar year may be shown of a sensitive measure. Pure.
//
// A total that still moves tells months to whoever asks twice: what it was on
// two days differs by what was counted between them. So a year has one only
// once it is settled: over, and, where a calendar governs any of its months,
// with every month approved or past its close and not opened again. A month of
// such a year that no calendar governs takes rows for ever, so it leaves the
// year unsettled; adopting a calendar from January on settles it.
//
// What still moves a settled year is a re-opening, which takes two persons and
// unsettles it while it lasts, and payments and meetings, which come at any
// time.
#ifndef SERVICES_INDICATORS_YEAR_RULES_H_
#define SERVICES_INDICATORS_YEAR_RULES_H_

#include <cstdint>

#include "absl/time/civil_time.h"
#include "services/indicators/period_rules.h"

namespace entente::indicators {

// `today` is the day in Belgium.
bool IsYearSettled(const PeriodBook& book, int64_t year, absl::CivilDay today);

// Whether every calendar year is settled that has a month from `from` to
// `until`, inclusive; months as in date_rules.h.
bool AreYearsSettled(const PeriodBook& book, int32_t from, int32_t until,
                     absl::CivilDay today);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_YEAR_RULES_H_
