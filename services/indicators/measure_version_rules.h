// Which definition of a measure is in force on a day. Pure.
//
// Title, unit, direction and feeds belong to the day of a figure: those of the
// convention that is in force on it (of several the newest, with the feeds of
// all that can be added to its own: person-hours are added to nothing else), as
// that convention defined them on that day. A period, a month or longer,
// belongs to its last day. On a day without convention they are those of the
// last one before, before the first those of the first. Kind, whether figures
// may be summed, sensitivity and what the measure is split by are the same on
// every day: figures of months are added and hidden alike. What people call it
// in a month (settings_rules.h) takes the place of what the convention says on
// its days.
#ifndef SERVICES_INDICATORS_MEASURE_VERSION_RULES_H_
#define SERVICES_INDICATORS_MEASURE_VERSION_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/indicators/settings_rules.h"

namespace entente::indicators {

// Versions of one convention, against a sender gone wrong.
inline constexpr int kEarlierMax = 200;

// OK when the earlier versions in `record` can be taken, each of at most
// `measures_max` measures. Errors, INVALID_ARGUMENT: DEFINITION_LIMIT,
// DATE_INVALID (last days that are no days, or not each after the one before).
absl::Status ValidateEarlier(
    const entente::indicators::v1::ConventionRecord& record, int measures_max);

// From `from`, a packed day, until the next version.
struct DatedDefinition {
  uint32_t from = 0;
  entente::conventions::v1::MeasureDefinition definition;
};

// The versions of the measure `newest`, merged over all conventions, oldest
// first; the first is from 0. `records`: oldest first, those that do not define
// the measure are left aside. Empty where `newest` is the only one.
std::vector<DatedDefinition> VersionsOf(
    const entente::conventions::v1::MeasureDefinition& newest,
    const std::vector<const entente::indicators::v1::ConventionRecord*>&
        records);

// `versions` of the measure `newest`, with the titles and units that `settings`
// give it in their months laid over them. Empty where every day is as `newest`.
std::vector<DatedDefinition> CalledByPeople(
    std::vector<DatedDefinition> versions,
    const entente::conventions::v1::MeasureDefinition& newest,
    const SettingsInForce& settings);

// Calls `definition` as `settings` say; null, or what they do not say, leaves
// what the convention says.
void CallAs(const entente::indicators::v1::MeasureSettings* settings,
            entente::conventions::v1::MeasureDefinition& definition);

// The version in force on the day, of a month as a whole on its last; null
// where there are none.
const entente::conventions::v1::MeasureDefinition* VersionOn(
    const std::vector<DatedDefinition>& versions, uint32_t packed_day);

// Adds to `all` the feeds of `more` that it does not have. Where one counts
// person-hours and the other anything else, `all` stays as it is.
void AddFeeds(const entente::conventions::v1::MeasureDefinition& more,
              entente::conventions::v1::MeasureDefinition& all);

// As the one convention defined the measure on the day; null where it defines
// none of that code.
const entente::conventions::v1::MeasureDefinition* DefinedOn(
    const entente::indicators::v1::ConventionRecord& record,
    const std::string& code, uint32_t packed_day);

// Whether the line stands in its convention on the day, of a month as a whole
// on its last.
bool IsOn(const entente::indicators::v1::Indicator& indicator,
          uint32_t packed_day);

// As people are shown them.
std::vector<entente::indicators::v1::MeasureVersion> ShownVersions(
    const std::vector<DatedDefinition>& versions);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_MEASURE_VERSION_RULES_H_
