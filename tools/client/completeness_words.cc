#include "tools/client/completeness_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace entente::client {

using indicators::v1::PeriodSource;
using indicators::v1::SourceMeasure;

int ReportedMeasures(const PeriodSource& source) {
  return source.expected_measures() - source.missing_measures_size();
}

std::string ReportedText(const PeriodSource& source) {
  if (source.expected_measures() == 0) return "";
  return absl::StrCat(ReportedMeasures(source), "/",
                      source.expected_measures());
}

Sentence MissingMeasuresSentence(const PeriodSource& source) {
  if (source.missing_measures().empty()) return {};
  const std::string codes = absl::StrJoin(source.missing_measures(), ", ");
  return {absl::StrCat(source.source(), " reported nothing of: ", codes),
          absl::StrCat(source.source(), " n'a rien communiqué de : ", codes),
          absl::StrCat(source.source(), " meldde niets van: ", codes)};
}

Sentence EventsByMeasureSentence(const PeriodSource& source) {
  if (source.measures().empty()) return {};
  const std::string events = absl::StrJoin(
      source.measures(), ", ", [](std::string* out, const SourceMeasure& one) {
        absl::StrAppend(out, one.measure_code(), " ", one.contributions());
      });
  return {
      absl::StrCat(source.source(), ", events by measure: ", events),
      absl::StrCat(source.source(), ", événements par mesure : ", events),
      absl::StrCat(source.source(), ", gebeurtenissen per meting: ", events)};
}

Sentence ZeroSentence() {
  return {
      "Not reported is not zero: where there was nothing, a row of the month "
      "with the value 0, or a 0 in its sheet, says so.",
      "Non communiqué n'est pas zéro : là où il n'y a rien eu, une ligne du "
      "mois avec la valeur 0, ou un 0 dans son relevé, le dit.",
      "Niet gemeld is niet nul: waar er niets was, zegt een rij van de maand "
      "met de waarde 0, of een 0 in haar blad, dat."};
}

}  // namespace entente::client
