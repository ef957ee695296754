#include "tools/client/person_hours_words.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/client/language.h"
#include "tools/client/local_words.h"
#include "tools/client/measure_versions.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

bool WantsPersonHours(const v1::Measure& measure,
                      const v1::Activity& activity) {
  const auto& feeds = FeedsOn(measure, activity.date());
  return std::any_of(
      feeds.begin(), feeds.end(), [&](const cv1::MeasureFeed& feed) {
        return feed.activity_type() == activity.type() &&
               feed.figure() == cv1::MeasureFeed::FIGURE_PERSON_HOURS;
      });
}

std::string TitleIn(Language language, const cv1::MeasureDefinition& named,
                    bool is_local) {
  const std::string& title = Pick(named.title(), language);
  return MarkLocal(title.empty() ? named.code() : title, is_local, language);
}

}  // namespace

std::optional<Sentence> PersonHoursUnsaid(
    const std::vector<v1::Measure>& measures, const v1::Activity& activity) {
  if (activity.person_minutes() != 0) return std::nullopt;
  std::vector<std::string> en;
  std::vector<std::string> fr;
  std::vector<std::string> nl;
  for (const v1::Measure& measure : measures) {
    if (!WantsPersonHours(measure, activity)) continue;
    const cv1::MeasureDefinition named = DefinitionOn(measure, activity.date());
    const auto in = [&](Language language) {
      return TitleIn(language, named, measure.is_local());
    };
    en.push_back(absl::StrCat("\"", in(Language::kEn), "\""));
    fr.push_back(absl::StrCat("« ", in(Language::kFr), " »"));
    nl.push_back(absl::StrCat("\"", in(Language::kNl), "\""));
  }
  if (en.empty()) return std::nullopt;
  return Sentence{absl::StrCat("No --person-hours were said: nothing counts "
                               "under ",
                               absl::StrJoin(en, ", "), "."),
                  absl::StrCat("Sans --person-hours, rien n'est compté sous ",
                               absl::StrJoin(fr, ", "), "."),
                  absl::StrCat("Zonder --person-hours telt er niets onder ",
                               absl::StrJoin(nl, ", "), ".")};
}

}  // namespace entente::client
