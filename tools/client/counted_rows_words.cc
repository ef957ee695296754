#include "tools/client/counted_rows_words.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/client/format.h"
#include "tools/client/language.h"
#include "tools/client/local_words.h"
#include "tools/client/measure_versions.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// "bravvo: 12 rows, zone5339: 1 row"; empty where none has any.
Sentence NameSources(const v1::Period& month, const std::string& measure) {
  std::vector<std::string> en;
  std::vector<std::string> fr;
  std::vector<std::string> nl;
  for (const v1::PeriodSource& source : month.sources()) {
    for (const v1::SourceMeasure& one : source.measures()) {
      if (one.measure_code() != measure) continue;
      const Sentence rows =
          Plural(one.contributions(), {"{n} row", "{n} ligne", "{n} rij"},
                 {"{n} rows", "{n} lignes", "{n} rijen"});
      en.push_back(absl::StrCat(source.source(), ": ", rows.en));
      fr.push_back(absl::StrCat(source.source(), " : ", rows.fr));
      nl.push_back(absl::StrCat(source.source(), ": ", rows.nl));
    }
  }
  return {absl::StrJoin(en, ", "), absl::StrJoin(fr, ", "),
          absl::StrJoin(nl, ", ")};
}

// What the measure was called on the day.
Sentence TitleOn(const std::vector<v1::Measure>& measures,
                 const std::string& code, const google::type::Date& day) {
  for (const v1::Measure& measure : measures) {
    if (measure.definition().code() != code) continue;
    const auto title = DefinitionOn(measure, day).title();
    const auto in = [&](Language language) {
      const std::string& text = Pick(title, language);
      return MarkLocal(text.empty() ? code : text, measure.is_local(),
                       language);
    };
    return {in(Language::kEn), in(Language::kFr), in(Language::kNl)};
  }
  return {code, code, code};
}

// A part is of the whole that is another effect.
bool IsWhole(const v1::MeasureEffect& effect) { return effect.split().empty(); }

bool IsSameFigure(const v1::MeasureEffect& a, const v1::MeasureEffect& b) {
  return a.measure_code() == b.measure_code() && a.area() == b.area() &&
         a.date().year() == b.date().year() &&
         a.date().month() == b.date().month();
}

// Another day of the month is another place of the service's, where it counts
// anew.
bool IsNew(const v1::MeasureEffect& effect, const v1::Activity& activity) {
  if (!IsWhole(effect) || effect.contributions() != 1 || effect.delta() <= 0) {
    return false;
  }
  return std::none_of(activity.effects().begin(), activity.effects().end(),
                      [&](const v1::MeasureEffect& other) {
                        return IsWhole(other) && other.contributions() == -1 &&
                               IsSameFigure(other, effect);
                      });
}

}  // namespace

bool CountsAnew(const v1::Activity& activity) {
  return std::any_of(
      activity.effects().begin(), activity.effects().end(),
      [&](const v1::MeasureEffect& one) { return IsNew(one, activity); });
}

std::optional<Sentence> CountedRows(const std::vector<v1::Measure>& measures,
                                    const v1::Period& month,
                                    const v1::Activity& activity) {
  std::vector<std::string> en;
  std::vector<std::string> fr;
  std::vector<std::string> nl;
  for (const v1::MeasureEffect& effect : activity.effects()) {
    if (!IsNew(effect, activity)) continue;
    const Sentence sources = NameSources(month, effect.measure_code());
    if (sources.en.empty()) continue;
    const Sentence title =
        TitleOn(measures, effect.measure_code(), activity.date());
    en.push_back(absl::StrCat("\"", title.en, "\" (", sources.en, ")"));
    fr.push_back(absl::StrCat("« ", title.fr, " » (", sources.fr, ")"));
    nl.push_back(absl::StrCat("\"", title.nl, "\" (", sources.nl, ")"));
  }
  if (en.empty()) return std::nullopt;
  const std::string name = ShortName(month.name());
  return Sentence{absl::StrCat("Rows of sources also count in ", name, ", for ",
                               absl::StrJoin(en, ", "),
                               ": the same actions would count twice."),
                  absl::StrCat("Des lignes de sources comptent aussi en ", name,
                               ", pour ", absl::StrJoin(fr, ", "),
                               " : les mêmes actions compteraient deux fois."),
                  absl::StrCat("Rijen van bronnen tellen ook in ", name,
                               ", voor ", absl::StrJoin(nl, ", "),
                               ": dezelfde acties zouden dubbel tellen.")};
}

}  // namespace entente::client
