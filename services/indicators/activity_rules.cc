#include "services/indicators/activity_rules.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "entente/common/v1/text.pb.h"
#include "services/common/base/error.h"
#include "services/indicators/activity_errors.h"
#include "services/indicators/activity_type_rules.h"
#include "services/indicators/breakdown_check_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// The field of the activity that a feed takes, and what it holds.
struct Taken {
  const char* field;
  int64_t value;
};

Taken Take(const v1::Activity& activity, cv1::MeasureFeed::Figure figure) {
  switch (figure) {
    case cv1::MeasureFeed::FIGURE_SESSIONS:
      return {"sessions", activity.sessions() == 0 ? 1 : activity.sessions()};
    case cv1::MeasureFeed::FIGURE_PARTICIPANTS:
      return {"participants", activity.participants()};
    case cv1::MeasureFeed::FIGURE_HOURS:
      return {"course_minutes", activity.course_minutes()};
    case cv1::MeasureFeed::FIGURE_PERSONS_REACHED:
      return {"persons_reached", activity.persons_reached()};
    case cv1::MeasureFeed::FIGURE_PERSON_HOURS:
      return {"person_minutes", activity.person_minutes()};
    default:
      return {nullptr, 0};  // Fed by events, never by an activity.
  }
}

// What only the lists of presence of each session tell is not known of every
// activity.
bool MayBeUnknown(cv1::MeasureFeed::Figure figure) {
  return figure == cv1::MeasureFeed::FIGURE_PERSON_HOURS;
}

// Only what can be added is fed by activities.
bool IsFedByType(const MeasureInfo& info, const cv1::MeasureFeed& feed,
                 const std::string& type) {
  return feed.activity_type() == type && IsCounted(info.definition.kind());
}

bool IsFedBy(const MeasureInfo& info, const cv1::MeasureFeed& feed,
             const v1::Activity& activity) {
  return IsFedByType(info, feed, activity.type()) &&
         info.IsInTerm(PackDate(activity.date()));
}

// Whether the figure must be told of an activity of the type on the day. What
// only the municipality itself counts of a convention's type is told by who
// knows it.
bool IsNeeded(const Definitions& definitions, const MeasureInfo& info,
              const cv1::MeasureFeed& feed, uint32_t packed_day) {
  const std::string& type = feed.activity_type();
  const auto& conventions = definitions.conventions();
  const bool is_of_convention = std::any_of(
      conventions.begin(), conventions.end(),
      [&](const auto& record) { return FindType(record, type) != nullptr; });
  if (!is_of_convention) return true;
  const auto feeds = [&](const v1::ConventionRecord& record) {
    const cv1::MeasureDefinition* measure =
        DefinedOn(record, info.code(), packed_day);
    return measure != nullptr &&
           std::any_of(measure->feeds().begin(), measure->feeds().end(),
                       [&](const auto& other) {
                         return other.activity_type() == type &&
                                other.figure() == feed.figure();
                       });
  };
  return std::any_of(conventions.begin(), conventions.end(), feeds);
}

// The measures that a valid date and type feed.
std::vector<const MeasureInfo*> FedBy(const Definitions& definitions,
                                      const v1::Activity& activity) {
  std::vector<const MeasureInfo*> fed;
  for (const MeasureInfo& info : definitions.measures()) {
    const auto& feeds = info.On(PackDate(activity.date())).feeds();
    if (std::any_of(feeds.begin(), feeds.end(), [&](const auto& feed) {
          return IsFedBy(info, feed, activity);
        })) {
      fed.push_back(&info);
    }
  }
  return fed;
}

absl::Status CheckRange(const char* field, int64_t value, int64_t max) {
  if (value >= 0 && value <= max) return absl::OkStatus();
  return Invalid("FIGURE_OUT_OF_RANGE", absl::StrCat("activity.", field),
                 {absl::StrCat(field, " must be 0 to ", max, "."),
                  absl::StrCat(field, " doit être de 0 à ", max, "."),
                  absl::StrCat(field, " moet 0 tot ", max, " zijn.")});
}

// Whether `activity` is what is edited, of the same type and day.
bool Stands(const v1::Activity* standing, const v1::Activity& activity) {
  return standing != nullptr && standing->type() == activity.type() &&
         PackDate(standing->date()) == PackDate(activity.date());
}

// `stands`: see Stands.
absl::Status ValidateDate(const ActivityGround& ground,
                          const v1::Activity& activity, bool stands) {
  const uint32_t day = PackDate(activity.date());
  if (day == 0) {
    return Invalid("DATE_INVALID", "activity.date",
                   {"The date is not a day or a month of the calendar.",
                    "La date n'est pas un jour ou un mois du calendrier.",
                    "De datum is geen dag of maand van de kalender."});
  }
  if (!stands && !ground.definitions.TakesActivityOn(activity.type(), day)) {
    return Invalid("DATE_OUTSIDE_TERM", "activity.date",
                   {"On that date no convention is in force that has this type "
                    "of activity, and no measure of the municipality's own.",
                    "À cette date n'est en vigueur ni convention qui connaît "
                    "ce type d'activité, ni mesure propre à la commune.",
                    "Op die datum is geen overeenkomst van kracht die dit "
                    "soort activiteit kent, en geen eigen meting van de "
                    "gemeente."});
  }
  if (day > PackDay(ground.today)) {
    const std::string latest = absl::FormatCivilTime(ground.today);
    return Invalid(
        "DATE_IN_FUTURE", "activity.date",
        {absl::StrCat("An activity took place on ", latest, " at the latest."),
         absl::StrCat("Une activité a eu lieu le ", latest, " au plus tard."),
         absl::StrCat("Een activiteit vond ten laatste op ", latest,
                      " plaats.")});
  }
  return absl::OkStatus();
}

absl::Status ValidateArea(const AreaList& areas,
                          const std::string& municipality,
                          const std::string& area) {
  if (area.empty()) return absl::OkStatus();
  const int place = areas.Find(area);
  if (place < 0) return AreaUnknown("activity.area");
  if (areas.IsOf(place, areas.Find(municipality))) return absl::OkStatus();
  return AreaOutside("activity.area", municipality,
                     areas.WithDescendants(municipality));
}

// What `standing` does not have either, null where there is none, is not
// missing.
absl::Status ValidateFigures(const Definitions& definitions,
                             const v1::Activity& activity,
                             const v1::Activity* standing) {
  ENTENTE_RETURN_IF_ERROR(
      CheckRange("sessions", activity.sessions(), kSessionsMax));
  ENTENTE_RETURN_IF_ERROR(
      CheckRange("participants", activity.participants(), kPersonsMax));
  ENTENTE_RETURN_IF_ERROR(CheckRange(
      "course_minutes", activity.course_minutes(), kCourseMinutesMax));
  ENTENTE_RETURN_IF_ERROR(
      CheckRange("persons_reached", activity.persons_reached(), kPersonsMax));
  ENTENTE_RETURN_IF_ERROR(CheckRange(
      "person_minutes", activity.person_minutes(), kPersonMinutesMax));
  for (const MeasureInfo& info : definitions.measures()) {
    for (const cv1::MeasureFeed& feed :
         info.On(PackDate(activity.date())).feeds()) {
      if (!IsFedBy(info, feed, activity) || MayBeUnknown(feed.figure())) {
        continue;
      }
      const Taken taken = Take(activity, feed.figure());
      const bool was_missing =
          standing != nullptr && Take(*standing, feed.figure()).value == 0;
      if (taken.field == nullptr || taken.value > 0 || was_missing ||
          !IsNeeded(definitions, info, feed, PackDate(activity.date()))) {
        continue;
      }
      const std::string field = absl::StrCat("activity.", taken.field);
      return Invalid(
          "FIGURE_MISSING", field,
          {absl::StrCat(taken.field, " is needed: the measure ", info.code(),
                        " counts it for this type of activity."),
           absl::StrCat(taken.field, " est requis : la mesure ", info.code(),
                        " le compte pour ce type d'activité."),
           absl::StrCat(taken.field, " is nodig: de meting ", info.code(),
                        " telt het voor dit soort activiteit.")});
    }
  }
  return absl::OkStatus();
}

// "84 h 00".
std::string HoursOf(int64_t minutes) {
  return absl::StrFormat("%d h %02d", minutes / 60, minutes % 60);
}

// Whoever took part in a session is among the participants, and each session is
// part of the course time: their product is what all of one session make, and
// the most that several can make.
absl::Status ValidatePersonHours(const v1::Activity& activity) {
  const int64_t said = activity.person_minutes();
  const int64_t most =
      int64_t{activity.participants()} * activity.course_minutes();
  const bool is_one = activity.sessions() <= 1;
  // What is 0 was not said.
  if (said == 0 || most == 0 || said == most || (!is_one && said < most)) {
    return absl::OkStatus();
  }
  const std::string figures = absl::StrCat(most, " (", HoursOf(most), ")");
  if (is_one) {
    return Invalid(
        "FIGURES_DISAGREE", "activity.person_minutes",
        {absl::StrCat("person_minutes of one session must be ", figures,
                      ": participants times course_minutes. Correct one of "
                      "the three, or say how many sessions there were."),
         absl::StrCat("person_minutes d'une seule séance doit être ", figures,
                      " : participants fois course_minutes. Corrigez l'un "
                      "des trois, ou indiquez le nombre de séances."),
         absl::StrCat("person_minutes van één sessie moet ", figures,
                      " zijn: participants maal course_minutes. Verbeter een "
                      "van de drie, of vermeld het aantal sessies.")});
  }
  return Invalid(
      "FIGURES_DISAGREE", "activity.person_minutes",
      {absl::StrCat("person_minutes must be at most ", figures,
                    ": what all participants make who follow every session. "
                    "Correct it, participants or course_minutes."),
       absl::StrCat("person_minutes doit être au plus ", figures,
                    " : ce que font tous les participants qui suivent chaque "
                    "séance. Corrigez-le, ou participants ou course_minutes."),
       absl::StrCat("person_minutes mag hoogstens ", figures,
                    " zijn: wat alle deelnemers samen halen die elke sessie "
                    "volgen. Verbeter het, of participants of "
                    "course_minutes.")});
}

// As the newest convention in force on the day says it, or where none has the
// type, as the newest of all.
const entente::common::v1::LocalizedText& TypeTitleOn(
    const Definitions& definitions, const cv1::ActivityType& type,
    uint32_t packed_day) {
  const auto& conventions = definitions.conventions();
  for (auto record = conventions.rbegin(); record != conventions.rend();
       ++record) {
    if (!MakeTerm(record->valid_from(), record->valid_until())
             .Contains(packed_day)) {
      continue;
    }
    const cv1::ActivityType* named = FindType(*record, type.code());
    if (named != nullptr) return named->title();
  }
  return type.title();
}

}  // namespace

absl::Status ValidateActivity(const ActivityGround& ground,
                              const v1::Activity& activity) {
  const Definitions& definitions = ground.definitions;
  const bool stands = Stands(ground.standing, activity);
  if (!definitions.HasActivityType(activity.type())) {
    return UnknownActivityType("activity.type", definitions);
  }
  ENTENTE_RETURN_IF_ERROR(ValidateDate(ground, activity, stands));
  ENTENTE_RETURN_IF_ERROR(
      ValidateArea(ground.areas, ground.municipality, activity.area()));
  ENTENTE_RETURN_IF_ERROR(ValidateFigures(definitions, activity,
                                          stands ? ground.standing : nullptr));
  ENTENTE_RETURN_IF_ERROR(ValidatePersonHours(activity));
  ENTENTE_RETURN_IF_ERROR(ValidateBreakdown(
      activity.breakdown(), FedBy(definitions, activity), definitions));
  ENTENTE_RETURN_IF_ERROR(ValidateLine(
      activity.organiser(), "activity.organiser", kOrganisationCharactersMax));
  if (activity.partners_size() > kPartnersMax) {
    return Invalid("TOO_MANY_PARTNERS", "activity.partners",
                   {absl::StrCat("At most ", kPartnersMax, " partners."),
                    absl::StrCat("Au plus ", kPartnersMax, " partenaires."),
                    absl::StrCat("Hoogstens ", kPartnersMax, " partners.")});
  }
  for (const std::string& partner : activity.partners()) {
    ENTENTE_RETURN_IF_ERROR(
        ValidateLine(partner, "activity.partners", kOrganisationCharactersMax));
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::CivilDay> DayAskedAbout(const google::type::Date* date,
                                             absl::CivilDay today) {
  if (date == nullptr) return today;
  return ParseDay(*date, "date");
}

v1::DefinedActivityType DescribeType(const Definitions& definitions,
                                     const cv1::ActivityType& type,
                                     absl::CivilDay day) {
  const uint32_t packed_day = PackDay(day);
  v1::DefinedActivityType described;
  described.set_code(type.code());
  *described.mutable_title() = TypeTitleOn(definitions, type, packed_day);
  for (const MeasureInfo& info : definitions.measures()) {
    if (!info.IsInTerm(packed_day)) continue;
    const cv1::MeasureDefinition& measure = info.On(packed_day);
    for (const cv1::MeasureFeed& feed : measure.feeds()) {
      if (!IsFedByType(info, feed, type.code())) continue;
      v1::ActivityTypeFeed& fed = *described.add_feeds();
      fed.set_measure_code(info.code());
      *fed.mutable_measure_title() = measure.title();
      fed.set_figure(feed.figure());
    }
  }
  return described;
}

std::vector<v1::MeasureEffect> EffectsOf(const Definitions& definitions,
                                         const v1::Activity& activity) {
  const std::string breakdown = CanonicalBreakdown(activity.breakdown());
  std::vector<v1::MeasureEffect> effects;
  for (const MeasureInfo& info : definitions.measures()) {
    int64_t delta = 0;
    for (const cv1::MeasureFeed& feed :
         info.On(PackDate(activity.date())).feeds()) {
      if (IsFedBy(info, feed, activity)) {
        delta += Take(activity, feed.figure()).value;
      }
    }
    if (delta == 0) continue;
    v1::MeasureEffect& effect = effects.emplace_back();
    effect.set_measure_code(info.code());
    effect.set_delta(delta);
    for (std::string& name :
         definitions.IndicatorsOf(info.code(), PackDate(activity.date()))) {
      effect.add_indicators(std::move(name));
    }
    for (const absl::string_view split : SplitsOf(breakdown)) {
      if (!IsSplitBy(info.definition, split.substr(0, split.find('=')))) {
        continue;
      }
      v1::MeasureEffect& part = effects.emplace_back();
      part.set_measure_code(info.code());
      part.set_delta(delta);
      part.set_split(std::string(split));
    }
  }
  return effects;
}

}  // namespace entente::indicators
