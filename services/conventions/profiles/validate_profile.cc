#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/conventions/document/text_fold.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/profiles/code_lists.h"
#include "services/conventions/profiles/profile.h"
#include "services/conventions/profiles/profile_faults.h"

namespace entente::conventions {
namespace {

void Add(std::vector<ProfileStep> place, absl::Status status,
         ProfileFaults& faults) {
  faults.push_back({std::move(place), std::move(status)});
}

// Adds a fault where `text`, which stands at `place`, lacks a language.
template <typename Text>
void AddTextFault(const Text& text, absl::string_view field,
                  std::vector<ProfileStep> place, ProfileFaults& faults) {
  if (IsBilingual(text)) return;
  place.push_back({text.fr().empty() ? "fr" : "nl"});
  Add(std::move(place), ProfileTextMissing(field), faults);
}

absl::Status BadCode(absl::string_view field) {
  return InvalidProfile(
      field, "use 1 to 64 lower-case letters, digits and \"_\", once only.",
      "utilisez 1 à 64 minuscules, chiffres et « _ », une seule "
      "fois.",
      "gebruik 1 tot 64 kleine letters, cijfers en \"_\", slechts "
      "één keer.");
}

void AddHeadFaults(const v1::ContractProfile& profile, ProfileFaults& faults) {
  if (profile.id().empty() || profile.id().size() > kProfileCodeBytesMax) {
    Add({{"id"}},
        InvalidProfile("id", "give the profile an id.",
                       "donnez un id au profil.", "geef het profiel een id."),
        faults);
  }
  if (!profile.municipality_code().empty() &&
      !CheckMunicipalityCode(profile.municipality_code(), "").ok()) {
    Add({{"municipality_code"}},
        InvalidProfile("municipality_code", "a REFNIS code has five digits.",
                       "un code REFNIS a cinq chiffres.",
                       "een REFNIS-code heeft vijf cijfers."),
        faults);
  }
  const auto from = DayFromDate(profile.valid_from(), "valid_from");
  const auto until = DayFromDate(profile.valid_until(), "valid_until");
  if (!from.ok() || !until.ok() || *until < *from) {
    Add({{from.ok() ? "valid_until" : "valid_from"}},
        InvalidProfile(
            "valid_from", "the term needs a first and a last day.",
            "la durée demande un premier et un dernier jour.",
            "de looptijd heeft een eerste en een laatste dag nodig."),
        faults);
  }
  if (profile.version() < 0) {
    Add({{"version"}},
        InvalidProfile("version", "count versions from 1.",
                       "numérotez les versions à partir de 1.",
                       "nummer de versies vanaf 1."),
        faults);
  }
  if (!profile.text_sha256().empty()) {
    Add({{"text_sha256"}},
        InvalidProfile("text_sha256",
                       "leave it out: whoever reads the file sets it.",
                       "omettez-le : la lecture du fichier l'établit.",
                       "laat het weg: wie het bestand leest vult het in."),
        faults);
  }
}

void AddReviewFaults(const v1::ContractProfile& profile,
                     ProfileFaults& faults) {
  if (!profile.has_review()) return;
  const v1::ProfileReview& review = profile.review();
  if (profile.version() == 0) {
    Add({{"review"}},
        InvalidProfile("review", "number the version that was reviewed.",
                       "numérotez la version qui a été revue.",
                       "nummer de versie die nagelezen werd."),
        faults);
  }
  if (review.by_function().empty() ||
      review.by_function().size() > kProfileCodeBytesMax ||
      !DayFromDate(review.date(), "review.date").ok()) {
    Add({{"review"}},
        InvalidProfile("review",
                       "say by which function, in 64 bytes, and the day.",
                       "indiquez la fonction, en 64 octets, et le jour.",
                       "vermeld de functie, in 64 bytes, en de dag."),
        faults);
  }
}

// A figure says which kind of measure it can move.
bool FitsKind(v1::MeasureFeed::Figure figure, v1::MeasureKind kind) {
  switch (figure) {
    case v1::MeasureFeed::FIGURE_HOURS:
    case v1::MeasureFeed::FIGURE_PERSON_HOURS:
      return kind == v1::MEASURE_KIND_HOURS;
    case v1::MeasureFeed::FIGURE_MEETINGS:
      return kind == v1::MEASURE_KIND_RATIO;
    case v1::MeasureFeed::FIGURE_ZONE_PAYMENT:
      return kind == v1::MEASURE_KIND_YES_NO;
    case v1::MeasureFeed::FIGURE_SESSIONS:
    case v1::MeasureFeed::FIGURE_PARTICIPANTS:
    case v1::MeasureFeed::FIGURE_PERSONS_REACHED:
      return kind == v1::MEASURE_KIND_COUNT;
    default:
      return false;
  }
}

void AddFeedFaults(const v1::MeasureDefinition& measure,
                   const v1::MeasureFeed& feed,
                   const std::set<std::string>& types,
                   const std::vector<ProfileStep>& place,
                   ProfileFaults& faults) {
  const std::string field =
      absl::StrCat("measures[", measure.code(), "].feeds");
  const bool is_event = feed.figure() == v1::MeasureFeed::FIGURE_MEETINGS ||
                        feed.figure() == v1::MeasureFeed::FIGURE_ZONE_PAYMENT;
  if (is_event ? !feed.activity_type().empty()
               : types.count(feed.activity_type()) == 0) {
    Add(place,
        InvalidProfile(field, "the activity type is not one of the profile's.",
                       "le type d'activité n'est pas du profil.",
                       "het activiteitstype is niet van het profiel."),
        faults);
  }
  if (measure.kind() != v1::MEASURE_KIND_UNSPECIFIED &&
      !FitsKind(feed.figure(), measure.kind())) {
    Add(place,
        InvalidProfile(
            field, "this figure cannot move a measure of this kind.",
            "ce chiffre ne peut alimenter une mesure de cette nature.",
            "dit cijfer kan een meting van deze aard niet voeden."),
        faults);
  }
}

// Course hours and person-hours are both hours, and no sum of them means
// anything.
bool MixesPersonHours(const v1::MeasureDefinition& measure) {
  bool has_them = false;
  bool has_others = false;
  for (const v1::MeasureFeed& feed : measure.feeds()) {
    const bool is_them = feed.figure() == v1::MeasureFeed::FIGURE_PERSON_HOURS;
    has_them = has_them || is_them;
    has_others = has_others || !is_them;
  }
  return has_them && has_others;
}

// What is said of the kind: that it is, which way is better, and that no guess
// stands for a person's word.
void AddKindFaults(const v1::MeasureDefinition& measure,
                   const std::string& field, const ProfileStep& at,
                   ProfileFaults& faults) {
  const bool has_kind = measure.kind() != v1::MEASURE_KIND_UNSPECIFIED;
  if (!has_kind || measure.direction() == v1::DIRECTION_UNSPECIFIED) {
    Add({at, {has_kind ? "direction" : "kind"}},
        InvalidProfile(field, "say the kind and which way is better.",
                       "indiquez la nature et le sens souhaité.",
                       "vermeld de aard en welke richting beter is."),
        faults);
  }
  if (measure.is_kind_guessed()) {
    Add({at, {"is_kind_guessed"}},
        InvalidProfile(field,
                       "the kind is still a guess: say which one is right and "
                       "leave is_kind_guessed out.",
                       "la nature est encore devinée : indiquez la bonne et "
                       "omettez is_kind_guessed.",
                       "de aard is nog een gok: vermeld de juiste en laat "
                       "is_kind_guessed weg."),
        faults);
  }
  const bool may_sum = !has_kind || measure.kind() == v1::MEASURE_KIND_COUNT ||
                       measure.kind() == v1::MEASURE_KIND_HOURS;
  if (measure.is_summable() && !may_sum) {
    Add({at, {"is_summable"}},
        InvalidProfile(field, "only counts and hours can be added up.",
                       "seuls les nombres et les heures s'additionnent.",
                       "alleen aantallen en uren zijn op te tellen."),
        faults);
  }
}

void AddMeasureFaults(const v1::MeasureDefinition& measure,
                      const std::set<std::string>& types, const ProfileStep& at,
                      ProfileFaults& faults) {
  const std::string field = absl::StrCat("measures[", measure.code(), "]");
  AddTextFault(measure.title(), field, {at, {"title"}}, faults);
  AddTextFault(measure.unit(), field, {at, {"unit"}}, faults);
  AddKindFaults(measure, field, at, faults);
  for (int i = 0; i < measure.feeds_size(); ++i) {
    AddFeedFaults(measure, measure.feeds(i), types, {at, {"feeds", i}}, faults);
  }
  if (MixesPersonHours(measure)) {
    Add({at, {"feeds", 0}},
        InvalidProfile(
            absl::StrCat(field, ".feeds"),
            "person-hours feed a measure of their own, with no other figure.",
            "les heures-participants alimentent une mesure à elles, sans autre "
            "chiffre.",
            "deelnemersuren voeden een eigen meting, zonder ander cijfer."),
        faults);
  }
}

void AddLabelFaults(const v1::LabelMapping& mapping,
                    const std::set<std::string>& measures,
                    const ProfileStep& at, std::set<std::string>& seen,
                    ProfileFaults& faults) {
  const std::string folded = FoldLabel(mapping.label());
  const std::string key =
      absl::StrCat(mapping.is_expected_result() ? "r:" : "i:", folded);
  if (folded.empty() || !seen.insert(key).second) {
    Add({at, {"label"}},
        InvalidProfile("labels", "a label is empty or stands twice.",
                       "un libellé est vide ou figure deux fois.",
                       "een label is leeg of staat er twee keer."),
        faults);
  }
  if (mapping.measure_codes().empty()) {
    Add({at},
        InvalidProfile("labels", "a label reports no measure.",
                       "un libellé ne rapporte aucune mesure.",
                       "een label rapporteert geen meting."),
        faults);
  }
  for (int i = 0; i < mapping.measure_codes_size(); ++i) {
    if (measures.count(mapping.measure_codes(i)) > 0) continue;
    Add({at, {"measure_codes", i}},
        InvalidProfile("labels",
                       "a label reports a measure that is not defined.",
                       "un libellé rapporte une mesure non définie.",
                       "een label rapporteert een onbekende meting."),
        faults);
  }
}

}  // namespace

ProfileFaults FindProfileFaults(const v1::ContractProfile& profile) {
  ProfileFaults faults;
  AddHeadFaults(profile, faults);
  AddReviewFaults(profile, faults);
  std::set<std::string> types;
  for (int i = 0; i < profile.activity_types_size(); ++i) {
    const v1::ActivityType& type = profile.activity_types(i);
    const ProfileStep at = {"activity_types", i};
    const std::string field = absl::StrCat("activity_types[", type.code(), "]");
    if (!IsProfileCode(type.code()) || !types.insert(type.code()).second) {
      Add({at, {"code"}}, BadCode(field), faults);
    }
    AddTextFault(type.title(), field, {at, {"title"}}, faults);
  }
  std::set<std::string> measures;
  for (int i = 0; i < profile.measures_size(); ++i) {
    const v1::MeasureDefinition& measure = profile.measures(i);
    const ProfileStep at = {"measures", i};
    if (!IsProfileCode(measure.code()) ||
        !measures.insert(measure.code()).second) {
      Add({at, {"code"}},
          BadCode(absl::StrCat("measures[", measure.code(), "]")), faults);
    }
    AddMeasureFaults(measure, types, at, faults);
  }
  AddCodeListFaults(profile, faults);
  std::set<std::string> seen;
  for (int i = 0; i < profile.labels_size(); ++i) {
    AddLabelFaults(profile.labels(i), measures, {"labels", i}, seen, faults);
  }
  return faults;
}

absl::Status ValidateProfile(const v1::ContractProfile& profile) {
  const ProfileFaults faults = FindProfileFaults(profile);
  return faults.empty() ? absl::OkStatus() : faults.front().status;
}

}  // namespace entente::conventions
