// Whether an activity looks like one that was entered already. Pure.
//
//   field              is alike when
//   type               equal
//   date               the same day; the same month where either is a month as
//                      a whole
//   area               equal; none is the municipality
//   organiser          equal but for blanks around it, case and accents, be
//                      they of the letter or a character behind it; or none in
//                      either
//   sessions           equal; 0 is 1
//   participants, course_minutes, persons_reached
//                      equal
//   person_minutes     equal; or not known in either
//   partners, breakdown
//                      always
#ifndef SERVICES_INDICATORS_ACTIVITY_LIKENESS_RULES_H_
#define SERVICES_INDICATORS_ACTIVITY_LIKENESS_RULES_H_

#include <cstdint>
#include <vector>

#include "entente/indicators/v1/records.pb.h"

namespace entente::indicators {

// The packed days (see date_rules.h) that are alike to `packed_day`: under
// these lies whatever can look like an activity of that day.
std::vector<uint32_t> DaysAlike(uint32_t packed_day);

// Whether two activities of one municipality are alike in every field.
bool LooksAlike(const entente::indicators::v1::ActivityRecord& a,
                const entente::indicators::v1::ActivityRecord& b);

// Whether `next` looks like `other`, which counts, and what it is the next
// version of (`standing`; nullptr: it is new) did not. So no version looks
// entered because of its own activity.
bool LooksEntered(const entente::indicators::v1::ActivityRecord& next,
                  const entente::indicators::v1::ActivityRecord* standing,
                  const entente::indicators::v1::ActivityRecord& other);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_LIKENESS_RULES_H_
