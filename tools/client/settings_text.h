// What people add to a measure, as they read it. Pure.
#ifndef TOOLS_CLIENT_SETTINGS_TEXT_H_
#define TOOLS_CLIENT_SETTINGS_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "entente/conventions/v1/measure.pb.h"
#include "entente/indicators/v1/measure_settings.pb.h"
#include "services/common/base/error.h"
#include "tools/client/language.h"

namespace entente::client {

// "the State too", "chacun".
Sentence AudienceWord(
    entente::indicators::v1::MeasureSettings::Audience audience);

// The versions in the order given, no wider than `columns`.
std::string SettingsText(
    const std::vector<entente::indicators::v1::MeasureSettings>& versions,
    Language language, int columns);

// A figure with the decimals that its measure is to be shown with: "6,50 h" of
// HOURS, "66,7 % (2/3)" of RATIO, where there is something to divide by.
// Rounded half away from zero. Empty for a figure that `decimals` says nothing
// of: it is shown as its kind is.
std::string ScaledFigure(entente::conventions::v1::MeasureKind kind,
                         int64_t value, int64_t denominator, int decimals);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SETTINGS_TEXT_H_
