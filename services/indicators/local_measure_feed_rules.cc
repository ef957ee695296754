#include "services/indicators/local_measure_feed_rules.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/local_measure_errors.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// Codes of the types that may feed the measure, its own first, then those of
// conventions and of other local measures.
std::vector<std::string> TypesFor(const v1::LocalMeasure& said,
                                  const std::string& code,
                                  const Definitions& definitions) {
  std::vector<std::string> codes;
  const auto add = [&](const auto& types) {
    for (const cv1::ActivityType& type : types) {
      if (std::find(codes.begin(), codes.end(), type.code()) == codes.end()) {
        codes.push_back(type.code());
      }
    }
  };
  add(said.activity_types());
  const auto& conventions = definitions.conventions();
  for (auto record = conventions.rbegin(); record != conventions.rend();
       ++record) {
    add(record->activity_types());
  }
  for (const v1::ConventionRecord& record : definitions.local_measures()) {
    // What the version before defined may be left out now.
    const auto& measures = record.measures();
    if (std::none_of(measures.begin(), measures.end(),
                     [&](const auto& other) { return other.code() == code; })) {
      add(record.activity_types());
    }
  }
  return codes;
}

// A figure of an activity, its word for people and the kind that it moves.
struct FigureOfKind {
  cv1::MeasureFeed::Figure figure;
  const char* word;
  cv1::MeasureKind kind;
};

// Of payments and meetings no activity tells.
constexpr FigureOfKind kFigures[] = {
    {cv1::MeasureFeed::FIGURE_SESSIONS, "SESSIONS", cv1::MEASURE_KIND_COUNT},
    {cv1::MeasureFeed::FIGURE_PARTICIPANTS, "PARTICIPANTS",
     cv1::MEASURE_KIND_COUNT},
    {cv1::MeasureFeed::FIGURE_PERSONS_REACHED, "PERSONS_REACHED",
     cv1::MEASURE_KIND_COUNT},
    {cv1::MeasureFeed::FIGURE_HOURS, "HOURS", cv1::MEASURE_KIND_HOURS},
    {cv1::MeasureFeed::FIGURE_PERSON_HOURS, "PERSON_HOURS",
     cv1::MEASURE_KIND_HOURS},
};

// Those that move a measure of the kind, for people; empty: none does.
std::string FiguresOf(cv1::MeasureKind kind) {
  std::vector<std::string> words;
  for (const FigureOfKind& one : kFigures) {
    if (one.kind == kind) words.push_back(one.word);
  }
  return absl::StrJoin(words, ", ");
}

bool FitsKind(cv1::MeasureFeed::Figure figure, cv1::MeasureKind kind) {
  return std::any_of(std::begin(kFigures), std::end(kFigures),
                     [&](const FigureOfKind& one) {
                       return one.figure == figure && one.kind == kind;
                     });
}

bool IsOfPersons(cv1::MeasureFeed::Figure figure) {
  return figure == cv1::MeasureFeed::FIGURE_PARTICIPANTS ||
         figure == cv1::MeasureFeed::FIGURE_PERSONS_REACHED;
}

absl::Status FeedInvalid(Sentence sentence) {
  return Invalid("FEED_INVALID", "local_measure.definition.feeds.figure",
                 std::move(sentence));
}

absl::Status ValidateFigure(const cv1::MeasureFeed& feed,
                            cv1::MeasureKind kind) {
  if (FitsKind(feed.figure(), kind)) return absl::OkStatus();
  const std::string figures = FiguresOf(kind);
  if (figures.empty()) {
    return FeedInvalid(
        {"Activities feed measures of COUNT and HOURS only: "
         "leave feeds out.",
         "Les activités n'alimentent que des mesures COUNT et "
         "HOURS : ne donnez pas de feeds.",
         "Activiteiten voeden alleen metingen COUNT en HOURS: "
         "laat feeds weg."});
  }
  return FeedInvalid(
      {absl::StrCat("This figure does not move a measure of this kind; there "
                    "are ",
                    figures, "."),
       absl::StrCat("Ce chiffre n'alimente pas une mesure de cette nature ; il "
                    "y a ",
                    figures, "."),
       absl::StrCat("Dit cijfer voedt geen meting van deze aard; er zijn ",
                    figures, ".")});
}

// What each type adds to the measure is one figure of it, and no person twice.
absl::Status ValidateTogether(const cv1::MeasureDefinition& measure) {
  std::set<std::string> types;
  for (const cv1::MeasureFeed& feed : measure.feeds()) {
    if (!types.insert(feed.activity_type()).second) {
      return FeedInvalid(
          {"One figure of a type of activity feeds a measure: leave out the "
           "others, which count the same once more.",
           "Un seul chiffre d'un type d'activité alimente une mesure : ne "
           "donnez pas les autres, qui comptent la même chose encore une fois.",
           "Eén cijfer van een soort activiteit voedt een meting: laat de "
           "andere weg, die hetzelfde nog eens tellen."});
    }
    if (!measure.is_summable() && IsOfPersons(feed.figure())) {
      return FeedInvalid(
          {"Two activities of a month would add the same persons, and figures "
           "of this measure may not be summed: feed it by SESSIONS, say that "
           "it is_summable, or leave feeds out and have a source deliver its "
           "figures.",
           "Deux activités d'un mois additionneraient les mêmes personnes, et "
           "les chiffres de cette mesure ne s'additionnent pas : alimentez-la "
           "par SESSIONS, dites is_summable, ou ne donnez pas de feeds et "
           "faites livrer ses chiffres par une source.",
           "Twee activiteiten van een maand zouden dezelfde personen optellen, "
           "en cijfers van deze meting zijn niet op te tellen: voed ze met "
           "SESSIONS, zeg is_summable, of laat feeds weg en laat een bron haar "
           "cijfers leveren."});
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool CountsPersonHours(const cv1::MeasureDefinition& measure) {
  return std::any_of(
      measure.feeds().begin(), measure.feeds().end(), [](const auto& feed) {
        return feed.figure() == cv1::MeasureFeed::FIGURE_PERSON_HOURS;
      });
}

absl::Status ValidateFeeds(const v1::LocalMeasure& said,
                           const std::string& code,
                           const Definitions& definitions) {
  const cv1::MeasureDefinition& measure = said.definition();
  const std::vector<std::string> types = TypesFor(said, code, definitions);
  int person_hours = 0;
  for (const cv1::MeasureFeed& feed : measure.feeds()) {
    ENTENTE_RETURN_IF_ERROR(ValidateFigure(feed, measure.kind()));
    if (std::find(types.begin(), types.end(), feed.activity_type()) ==
        types.end()) {
      return LocalFeedTypeUnknown(types);
    }
    if (feed.figure() == cv1::MeasureFeed::FIGURE_PERSON_HOURS) ++person_hours;
  }
  if (person_hours > 0 && person_hours < measure.feeds_size()) {
    return FeedInvalid(
        {"Person-hours feed a measure of their own, with no "
         "other figure.",
         "Les heures-participants alimentent une mesure à "
         "elles, sans autre chiffre.",
         "Deelnemersuren voeden een eigen meting, zonder ander "
         "cijfer."});
  }
  return ValidateTogether(measure);
}

}  // namespace entente::indicators
