// What an approved month amounted to: its hash, what of it is shown, and where
// another state differs. Pure.
#ifndef SERVICES_INDICATORS_FROZEN_RULES_H_
#define SERVICES_INDICATORS_FROZEN_RULES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "entente/indicators/v1/period.pb.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "services/indicators/definition_rules.h"

namespace entente::indicators {

using PeriodFigures = std::vector<entente::indicators::v1::PeriodFigure>;

// Differences that are shown.
inline constexpr size_t kChangesShown = 1000;

// What of `measures` may be shown: events of measures that are not sensitive,
// and when the last of them came.
struct OpenDelivery {
  int64_t contributions = 0;
  std::optional<google::protobuf::Timestamp> last_delivery_time = {};
};
OpenDelivery OpenPartOf(
    const Definitions& definitions,
    const google::protobuf::RepeatedPtrField<
        entente::indicators::v1::SourceMeasureRecord>& measures);

// By measure, split and area, each once.
void SortFigures(PeriodFigures& figures);

// PeriodVersion.sha256 of what `version` holds, in the order it holds it.
std::string HashOf(const entente::indicators::v1::PeriodVersion& version);

// Whether the measure is sensitive by `definitions`, or was when frozen, or is
// not defined any more.
bool IsSensitive(const Definitions& definitions,
                 const entente::indicators::v1::PeriodFigure& figure);

// Whether the figure may be read as one of a measure of `kind`: it was frozen
// as such. One without a kind, frozen when its measure was not defined, comes
// from rows or activities.
bool IsOfKind(const entente::indicators::v1::PeriodFigure& figure,
              entente::conventions::v1::MeasureKind kind);

// The same of its measure as it is defined; one that is not reads as it was.
bool IsOfDefinedKind(const Definitions& definitions,
                     const entente::indicators::v1::PeriodFigure& figure);

// Leaves of `record` what may be shown of its version. Of each sensitive
// measure that is defined one entry without split, area and figures, whether it
// has any or none: that there are any could point at a person as well. Of its
// sources what they delivered of other measures; of its rules those that name
// no such measure. No hash, from which figures
// could be found by trying. Sources are judged by what is shown of them; `due`
// is the due day of the month. True when a sensitive measure is or was defined.
bool Withhold(const Definitions& definitions, absl::CivilDay due,
              entente::indicators::v1::PeriodVersionRecord& record);

// Sets `changes` and `is_outdated` of `version`, which holds exact figures, for
// `present` (sorted). Sensitive measures are left out of both.
void CompareFigures(const Definitions& definitions,
                    const PeriodFigures& present,
                    entente::indicators::v1::PeriodVersion& version);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_FROZEN_RULES_H_
