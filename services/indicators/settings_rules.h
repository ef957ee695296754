// What people add to a measure (measure_settings.proto): what may be said, and
// which version is in force in a month. Pure.
#ifndef SERVICES_INDICATORS_SETTINGS_RULES_H_
#define SERVICES_INDICATORS_SETTINGS_RULES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "entente/indicators/v1/measure_settings.pb.h"

namespace entente::indicators {

inline constexpr int kAllowedSourcesMax = 64;
inline constexpr size_t kSettingsNoteCharactersMax = 300;
inline constexpr size_t kSettingsTitleCharactersMax = 300;
inline constexpr size_t kSettingsUnitCharactersMax = 60;
inline constexpr size_t kSettingsVersionsMax = 200;
inline constexpr char kPersonsMeasureField[] =
    "measure_settings.persons_measure_code";

// The month from which a stored version is in force.
int32_t FirstMonthOf(const entente::indicators::v1::MeasureSettings& settings);

// The versions of one measure that are in force in some month: from its first
// month to that of the next one. A later one takes the place of that of the
// same month, and of no other: what is written for April takes nothing from
// June.
class SettingsInForce {
 public:
  SettingsInForce() = default;
  // `versions` of one measure in the order they were written.
  explicit SettingsInForce(
      std::vector<entente::indicators::v1::MeasureSettings> versions);

  bool is_empty() const { return versions_.empty(); }
  // Null before the first month of any.
  const entente::indicators::v1::MeasureSettings* At(int32_t month) const;
  // The months that versions begin with, earliest first.
  std::vector<int32_t> FirstMonths() const;
  // Whether rows of `source` are taken in `month`.
  bool Allows(absl::string_view source, int32_t month) const;
  // Whether any of them says that the measure is sensitive: it is so in every
  // month then, or the months beside would tell what those hide.
  bool HasSensitive() const;

 private:
  struct Version {
    int32_t first_month = 0;
    entente::indicators::v1::MeasureSettings settings;
  };

  // By first month, each its own.
  std::vector<Version> versions_;
};

// OK when `settings` may be written for a measure of `kind`. Errors,
// INVALID_ARGUMENT: MONTH_INVALID, SOURCE_INVALID, SOURCE_TWICE,
// TOO_MANY_SOURCES, AUDIENCE_INVALID, SCALE_INVALID with `most`,
// PERSONS_MEASURE_NEEDLESS, PERSONS_MEASURE_INVALID (no code of a measure),
// TEXT_MISSING, and those of ValidateReason and ValidateLine.
absl::Status ValidateSettings(
    const entente::indicators::v1::MeasureSettings& settings,
    entente::conventions::v1::MeasureKind kind);

// OK when `persons` may say how many distinct persons are behind the figures of
// `measure`; both as they are merged, and they may be one. Errors,
// INVALID_ARGUMENT: PERSONS_MEASURE_INVALID.
absl::Status ValidatePersonsMeasure(
    const entente::conventions::v1::MeasureDefinition& measure,
    const entente::conventions::v1::MeasureDefinition& persons);

// Whether both add the same, whoever wrote them and why.
bool AddTheSame(const entente::indicators::v1::MeasureSettings& a,
                const entente::indicators::v1::MeasureSettings& b);

// NOT_FOUND / SETTINGS_UNKNOWN.
absl::Status SettingsUnknown();
// FAILED_PRECONDITION / TOO_MANY_SETTINGS_VERSIONS with `most`.
absl::Status TooManySettingsVersions();

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SETTINGS_RULES_H_
