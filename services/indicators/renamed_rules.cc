#include "services/indicators/renamed_rules.h"

#include <set>
#include <utility>

#include "services/common/base/timestamp.h"
#include "services/indicators/local_measure_rules.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Of settings or of a local measure.
template <class Written>
bool IsWrittenSince(const Written& written, const v1::PeriodVersion& version) {
  return IsBefore(version.approve_time(), written.update_time());
}

}  // namespace

std::vector<std::string> LocalIn(const Definitions& definitions,
                                 const v1::PeriodVersion& version) {
  std::set<std::string> counted;
  for (const v1::PeriodFigure& figure : version.figures()) {
    counted.insert(figure.measure_code());
  }
  std::vector<std::string> codes;
  for (const v1::ConventionRecord& record : definitions.local_measures()) {
    for (const auto& measure : record.measures()) {
      if (counted.contains(measure.code())) codes.push_back(measure.code());
    }
  }
  return codes;
}

std::vector<std::string> AddedToSince(const Definitions& definitions,
                                      const LocalVersions& local, int32_t month,
                                      const v1::PeriodVersion& version) {
  std::set<std::string> codes;
  for (const auto& versions : local) {
    if (!versions.empty() && IsWrittenSince(versions.back(), version)) {
      codes.insert(versions.back().definition().code());
    }
  }
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
                const std::vector<v1::MeasureSettings>& settings,
                const LocalVersions& local, int32_t month,
                v1::PeriodVersion& version) {
  std::vector<v1::MeasureSettings> known;
  for (const v1::MeasureSettings& one : settings) {
    if (!IsWrittenSince(one, version)) known.push_back(one);
  }
  LocalVersions known_local;
  for (const auto& versions : local) {
    std::vector<v1::LocalMeasure> before;
    for (const v1::LocalMeasure& one : versions) {
      if (!IsWrittenSince(one, version)) before.push_back(one);
    }
    if (!before.empty()) known_local.push_back(std::move(before));
  }
  const Definitions then(definitions.version(), definitions.conventions(),
                         known, ToRecords(std::move(known_local)));
  for (const std::string& code : codes) {
    // Defined by a convention then that is there no more.
    if (then.Find(code) < 0) continue;
    const auto& called_now =
        definitions.measures()[definitions.Find(code)].InMonth(month);
    const auto& called_then = then.measures()[then.Find(code)].InMonth(month);
    v1::RenamedMeasure renamed;
    renamed.set_measure_code(code);
    if (!IsTheSameText(called_then.title(), called_now.title())) {
      *renamed.mutable_title() = called_then.title();
    }
    if (!IsTheSameText(called_then.unit(), called_now.unit())) {
      *renamed.mutable_unit() = called_then.unit();
    }
    if (!renamed.has_title() && !renamed.has_unit()) continue;
    *version.add_renamed_measures() = std::move(renamed);
  }
}

}  // namespace entente::indicators
