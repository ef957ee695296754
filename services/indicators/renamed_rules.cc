#include "services/indicators/renamed_rules.h"

#include <set>
#include <utility>

#include "entente/common/v1/text.pb.h"
#include "services/common/base/timestamp.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using entente::common::v1::LocalizedText;

bool IsWrittenSince(const v1::MeasureSettings& settings,
                    const v1::PeriodVersion& version) {
  return IsBefore(version.approve_time(), settings.update_time());
}

bool IsTheSame(const LocalizedText& a, const LocalizedText& b) {
  return a.fr() == b.fr() && a.nl() == b.nl() && a.de() == b.de() &&
         a.en() == b.en();
}

}  // namespace

std::vector<std::string> AddedToSince(const Definitions& definitions,
                                      int32_t month,
                                      const v1::PeriodVersion& version) {
  std::set<std::string> codes;
  for (const v1::PeriodFigure& figure : version.figures()) {
    const int place = definitions.Find(figure.measure_code());
    if (place < 0) continue;
    const v1::MeasureSettings* in_force =
        definitions.measures()[place].settings.At(month);
    if (in_force != nullptr && IsWrittenSince(*in_force, version)) {
      codes.insert(figure.measure_code());
    }
  }
  return {codes.begin(), codes.end()};
}

void SetRenamed(const Definitions& definitions,
                const std::vector<std::string>& codes,
                const std::vector<v1::MeasureSettings>& settings, int32_t month,
                v1::PeriodVersion& version) {
  std::vector<v1::MeasureSettings> known;
  for (const v1::MeasureSettings& one : settings) {
    if (!IsWrittenSince(one, version)) known.push_back(one);
  }
  const Definitions then(definitions.version(), definitions.conventions(),
                         known);
  for (const std::string& code : codes) {
    const auto& called_now =
        definitions.measures()[definitions.Find(code)].InMonth(month);
    const auto& called_then = then.measures()[then.Find(code)].InMonth(month);
    v1::RenamedMeasure renamed;
    renamed.set_measure_code(code);
    if (!IsTheSame(called_then.title(), called_now.title())) {
      *renamed.mutable_title() = called_then.title();
    }
    if (!IsTheSame(called_then.unit(), called_now.unit())) {
      *renamed.mutable_unit() = called_then.unit();
    }
    if (!renamed.has_title() && !renamed.has_unit()) continue;
    *version.add_renamed_measures() = std::move(renamed);
  }
}

}  // namespace entente::indicators
