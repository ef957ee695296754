#include "tools/client/report/source_months.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace entente::client {
namespace {

using indicators::v1::Period;
using indicators::v1::PeriodSource;

// Who is a source itself is told of sensitive measures too; whoever reads the
// table is not.
std::set<std::string> SensitiveCodes(const ReportData& data) {
  std::set<std::string> codes;
  for (const auto& definition : data.definitions) {
    if (definition.is_sensitive()) codes.insert(definition.code());
  }
  for (const auto& measure : data.measures) {
    if (measure.definition().is_sensitive()) {
      codes.insert(measure.definition().code());
    }
  }
  for (const auto& series : data.series) {
    if (series.is_confidential()) codes.insert(series.measure_code());
  }
  return codes;
}

SourceMonth MonthOf(const Period& period, absl::CivilMonth month,
                    const PeriodSource& source,
                    const std::set<std::string>& sensitive) {
  SourceMonth one{.month = month,
                  .source = source.source(),
                  .is_expected = source.is_expected(),
                  .is_confirmed = source.is_confirmed(),
                  .timeliness = source.timeliness(),
                  .is_corrected_later = source.is_corrected_later(),
                  .is_due = period.stage() >= Period::STAGE_DUE_PASSED ||
                            source.is_confirmed()};
  if (one.is_due) {
    one.missing_measures = static_cast<int>(std::count_if(
        source.missing_measures().begin(), source.missing_measures().end(),
        [&](const std::string& code) { return !sensitive.contains(code); }));
  }
  return one;
}

void Add(const SourceMonth& month, SourceTotal& total) {
  total.missing_measures += month.missing_measures;
  if (!month.is_expected) return;
  switch (month.timeliness) {
    case PeriodSource::TIMELINESS_ON_TIME:
      ++total.on_time;
      break;
    case PeriodSource::TIMELINESS_LATE:
      ++total.late;
      break;
    case PeriodSource::TIMELINESS_MISSING:
    case PeriodSource::TIMELINESS_INCOMPLETE:
      ++total.unconfirmed;
      break;
    default:
      // Not yet due.
      return;
  }
  ++total.due;
}

}  // namespace

std::vector<SourceMonth> SourceMonthsOf(const ReportData& data) {
  const std::set<std::string> sensitive = SensitiveCodes(data);
  std::vector<SourceMonth> months;
  for (const Period& period : data.periods) {
    absl::CivilMonth month;
    if (!absl::ParseCivilTime(
            period.name().substr(period.name().rfind('/') + 1), &month)) {
      continue;
    }
    for (const PeriodSource& source : period.sources()) {
      months.push_back(MonthOf(period, month, source, sensitive));
    }
  }
  return months;
}

std::vector<SourceTotal> SourceTotalsOf(
    const std::vector<SourceMonth>& months) {
  std::map<std::string, SourceTotal> by_code;
  for (const SourceMonth& month : months) {
    if (!month.is_expected && month.missing_measures == 0) continue;
    SourceTotal& total = by_code[month.source];
    total.source = month.source;
    Add(month, total);
  }
  std::vector<SourceTotal> totals;
  for (auto& [code, total] : by_code) totals.push_back(std::move(total));
  return totals;
}

Sentence TimelinessWord(PeriodSource::Timeliness timeliness) {
  switch (timeliness) {
    case PeriodSource::TIMELINESS_AWAITED:
      return {"awaited", "attendue", "verwacht"};
    case PeriodSource::TIMELINESS_ON_TIME:
      return {"in time", "à temps", "op tijd"};
    case PeriodSource::TIMELINESS_LATE:
      return {"late", "en retard", "te laat"};
    case PeriodSource::TIMELINESS_MISSING:
      return {"nothing delivered", "rien livré", "niets geleverd"};
    case PeriodSource::TIMELINESS_INCOMPLETE:
      return {"not confirmed", "non confirmée", "niet bevestigd"};
    default:
      return {"", "", ""};
  }
}

const Sentence kSourcesTitle{"Sources of the figures", "Sources des chiffres",
                             "Bronnen van de cijfers"};
const Sentence kSourcesRemark{
    "In time is a source that confirmed a month by its due day. A measure is "
    "missing where a source that should report it sent nothing of it, not even "
    "a zero. It is about sources, never about persons.",
    "À temps : la source a confirmé le mois au plus tard à l'échéance. Une "
    "mesure manque quand la source qui devait la communiquer n'en a rien "
    "envoyé, pas même un zéro. Il s'agit de sources, jamais de personnes.",
    "Op tijd is een bron die de maand ten laatste op de vervaldag bevestigde. "
    "Een meting ontbreekt als de bron die ze moest melden er niets van "
    "stuurde, zelfs geen nul. Het gaat over bronnen, nooit over personen."};

}  // namespace entente::client
