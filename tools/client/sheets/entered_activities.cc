#include "tools/client/sheets/entered_activities.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "services/common/base/error.h"
#include "tools/client/measure_versions.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

using Feeds = google::protobuf::RepeatedPtrField<cv1::MeasureFeed>;

// Events feed as well: those have no type of activity.
bool HasActivityFeed(const Feeds& feeds) {
  return std::any_of(feeds.begin(), feeds.end(),
                     [](const cv1::MeasureFeed& feed) {
                       return !feed.activity_type().empty();
                     });
}

// Only what can be added is fed by activities.
bool MayBeFed(const v1::Measure& measure) {
  const cv1::MeasureKind kind = measure.definition().kind();
  return kind == cv1::MEASURE_KIND_COUNT || kind == cv1::MEASURE_KIND_HOURS;
}

bool IsEverFedByActivities(const v1::Measure& measure) {
  return MayBeFed(measure) &&
         (HasActivityFeed(measure.definition().feeds()) ||
          std::any_of(measure.versions().begin(), measure.versions().end(),
                      [](const v1::MeasureVersion& version) {
                        return HasActivityFeed(version.feeds());
                      }));
}

absl::CivilMonth MonthOf(const google::type::Date& date) {
  return absl::CivilMonth(date.year(), date.month());
}

// By months, as terms are told. Of a measure that has none a convention does
// not say when it begins and ends.
bool IsInTerm(const v1::Measure& measure, const google::type::Date& date) {
  const absl::CivilMonth month = MonthOf(date);
  return measure.terms().empty() ||
         std::any_of(measure.terms().begin(), measure.terms().end(),
                     [&](const v1::TermMonths& term) {
                       return MonthOf(term.first_month()) <= month &&
                              month <= MonthOf(term.last_month());
                     });
}

// As the service takes it.
int64_t Taken(const v1::Activity& activity, cv1::MeasureFeed::Figure figure) {
  switch (figure) {
    case cv1::MeasureFeed::FIGURE_SESSIONS:
      return activity.sessions() == 0 ? 1 : activity.sessions();
    case cv1::MeasureFeed::FIGURE_PARTICIPANTS:
      return activity.participants();
    case cv1::MeasureFeed::FIGURE_HOURS:
      return activity.course_minutes();
    case cv1::MeasureFeed::FIGURE_PERSONS_REACHED:
      return activity.persons_reached();
    case cv1::MeasureFeed::FIGURE_PERSON_HOURS:
      return activity.person_minutes();
    default:
      return 0;  // Fed by events, never by an activity.
  }
}

// What `activity` counts for `measure`.
int64_t CountedFor(const v1::Measure& measure, const v1::Activity& activity) {
  if (!MayBeFed(measure) || !IsInTerm(measure, activity.date())) return 0;
  int64_t value = 0;
  for (const cv1::MeasureFeed& feed : FeedsOn(measure, activity.date())) {
    if (feed.activity_type() == activity.type()) {
      value += Taken(activity, feed.figure());
    }
  }
  return value;
}

}  // namespace

std::vector<const v1::Measure*> FedMeasuresOfSheet(
    const std::vector<v1::Measure>& measures, const ReturnedSheet& sheet,
    const SheetPlan& plan) {
  std::set<std::string> counted;
  for (const SheetChange& change : plan.changes) {
    if (change.after > change.before.value_or(0)) {
      counted.insert(sheet.entries[change.entry].place.measure);
    }
  }
  std::vector<const v1::Measure*> fed;
  for (const v1::Measure& measure : measures) {
    if (counted.contains(measure.definition().code()) &&
        !measure.definition().is_sensitive() &&
        IsEverFedByActivities(measure)) {
      fed.push_back(&measure);
    }
  }
  return fed;
}

std::vector<EnteredFigure> EnteredFigures(
    const std::vector<const v1::Measure*>& measures,
    const google::protobuf::RepeatedPtrField<v1::Activity>& activities) {
  std::vector<EnteredFigure> entered;
  for (const v1::Measure* const measure : measures) {
    EnteredFigure figure = {.measure = measure->definition().code()};
    for (const v1::Activity& activity : activities) {
      const int64_t value = CountedFor(*measure, activity);
      if (value == 0) continue;
      ++figure.entries;
      figure.value += value;
    }
    if (figure.entries > 0) entered.push_back(figure);
  }
  return entered;
}

absl::Status SheetAddsToActivities(const SheetKey& key,
                                   const std::vector<EnteredFigure>& entered) {
  const std::string codes = absl::StrJoin(
      entered, ", ", [](std::string* out, const EnteredFigure& figure) {
        absl::StrAppend(out, figure.measure);
      });
  const std::string month = key.MonthText();
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "SHEET_ADDS_TO_ACTIVITIES",
       .sentence = {
           absl::StrCat("Nothing was stored: people entered activities of ",
                        month,
                        ", and this sheet would count on top of them: ", codes,
                        ". Leave those figures empty where they are the same "
                        "actions, or withdraw the activities (entente activity "
                        "list); say --adds where they are other actions."),
           absl::StrCat(
               "Rien n'a été enregistré : des activités de ", month,
               " ont été encodées, et ce relevé s'y ajouterait : ", codes,
               ". Laissez ces chiffres vides si ce sont les mêmes "
               "actions, ou retirez les activités (entente activity "
               "list) ; dites --adds si ce sont d'autres actions."),
           absl::StrCat(
               "Er is niets bewaard: er zijn activiteiten van ", month,
               " ingevoerd, en dit blad zou daarbovenop tellen: ", codes,
               ". Laat die cijfers leeg als het dezelfde acties zijn, "
               "of trek de activiteiten in (entente activity list); "
               "zeg --adds als het andere acties zijn.")}});
}

}  // namespace entente::client
