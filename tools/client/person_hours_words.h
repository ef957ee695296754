// What is said when person-hours are left out of an activity: they are never
// worked out, so that a measure may get nothing of it. Pure.
#ifndef TOOLS_CLIENT_PERSON_HOURS_WORDS_H_
#define TOOLS_CLIENT_PERSON_HOURS_WORDS_H_

#include <optional>
#include <vector>

#include "entente/indicators/v1/activity.pb.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// That person-hours of `activity` were not said, with the measures that get
// nothing of it, called as on its day; none where they were said, or feed no
// measure on that day.
std::optional<Sentence> PersonHoursUnsaid(
    const std::vector<entente::indicators::v1::Measure>& measures,
    const entente::indicators::v1::Activity& activity);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PERSON_HOURS_WORDS_H_
