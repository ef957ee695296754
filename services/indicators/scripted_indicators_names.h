// What the script of scripted_indicators_fixture.h speaks of.
#ifndef SERVICES_INDICATORS_SCRIPTED_INDICATORS_NAMES_H_
#define SERVICES_INDICATORS_SCRIPTED_INDICATORS_NAMES_H_

#include <cstdint>

namespace entente::indicators {

// 14 March 2019, noon in Brussels.
inline constexpr int64_t kNow = 1552561200;
inline constexpr char kSource[] = "zone5339";
inline constexpr char kDelivered[] = "nuisance_actions";
inline constexpr char kSensitive[] = "distinct_persons";
// The month of what is delivered.
inline constexpr int kMonth = 4;
inline constexpr char kPeriod[] = "municipalities/21004/periods/2018-04";
// One that is confirmed only, and one that nobody confirms.
inline constexpr char kConfirmedPeriod[] =
    "municipalities/21004/periods/2018-05";
inline constexpr char kSilentPeriod[] = "municipalities/21004/periods/2018-06";
inline constexpr char kFirstActivity[] =
    "municipalities/21004/activities/a-000001";
inline constexpr char kSecondActivity[] =
    "municipalities/21004/activities/a-000002";
inline constexpr char kReason[] = "as the council decided";
inline constexpr char kRule[] = "warning few-actions: nuisance_actions >= 1000";
inline constexpr char kChangedRule[] =
    "warning few-actions: nuisance_actions >= 2000";
inline constexpr char kRuleName[] =
    "municipalities/21004/measureRules/few-actions";

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SCRIPTED_INDICATORS_NAMES_H_
