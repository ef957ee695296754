// What an activity must say, and what it moves. Pure.
#ifndef SERVICES_INDICATORS_ACTIVITY_RULES_H_
#define SERVICES_INDICATORS_ACTIVITY_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/activity.pb.h"
#include "entente/indicators/v1/activity_service.pb.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_rules.h"

namespace entente::indicators {

inline constexpr int kSessionsMax = 10000;
inline constexpr int kPersonsMax = 1000000;
// A year of round-the-clock courses.
inline constexpr int kCourseMinutesMax = 366 * 24 * 60;
// Twenty million person-hours; sums of them stay far from what int64 holds.
inline constexpr int kPersonMinutesMax = 1200000000;
inline constexpr int kPartnersMax = 20;
inline constexpr int kOrganisationCharactersMax = 100;

// What an activity is checked against.
struct ActivityGround {
  const Definitions& definitions;
  const AreaList& areas;
  // "21004", whose activity it is.
  const std::string& municipality;
  // In Belgium.
  absl::CivilDay today;
  // What is edited; null: it is new. Its own type is taken on its own date, and
  // no figure is missing that it never had, whatever conventions and local
  // measures say since.
  const entente::indicators::v1::Activity* standing = nullptr;
};

// OK when `activity` can be recorded. Errors, INVALID_ARGUMENT with the field:
// UNKNOWN_ACTIVITY_TYPE with `types`, DATE_INVALID, DATE_OUTSIDE_TERM,
// DATE_IN_FUTURE (a day after today, a month that has not begun), AREA_UNKNOWN,
// AREA_OUTSIDE_MUNICIPALITY with `areas`, those that are right,
// FIGURE_OUT_OF_RANGE, FIGURE_MISSING (a measure that the type feeds needs the
// figure; person_minutes may stay unknown, and where a convention defines the
// type only what one feeds is needed), FIGURES_DISAGREE (person_minutes
// against participants and course_minutes), TOO_MANY_PARTNERS, those of
// ValidateBreakdown, and those of ValidateLine for organiser and partners.
absl::Status ValidateActivity(
    const ActivityGround& ground,
    const entente::indicators::v1::Activity& activity);

// `date`, or `today` where it is null. Errors: INVALID_ARGUMENT / DATE_INVALID
// at "date" where it is no day of the calendar.
absl::StatusOr<absl::CivilDay> DayAskedAbout(const google::type::Date* date,
                                             absl::CivilDay today);

// One of the types of `definitions` and what an activity of it counts for on
// `day`, by the conventions in force then; nothing where none of them defines a
// measure that it feeds. Titles are theirs; that of a type that none of them
// has, the newest convention's that has it.
entente::indicators::v1::DefinedActivityType DescribeType(
    const Definitions& definitions,
    const entente::conventions::v1::ActivityType& type, absl::CivilDay day);

// What a valid `activity` adds to each measure it feeds, in the order of the
// definitions, with the indicators that report it; each measure once as a
// whole, and behind it once for each split that the activity says and the
// measure has.
std::vector<entente::indicators::v1::MeasureEffect> EffectsOf(
    const Definitions& definitions,
    const entente::indicators::v1::Activity& activity);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_RULES_H_
