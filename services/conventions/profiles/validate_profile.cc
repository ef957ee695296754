#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/document/text_fold.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/profiles/code_lists.h"
#include "services/conventions/profiles/profile.h"
#include "services/conventions/profiles/profile_faults.h"

namespace entente::conventions {
namespace {

absl::Status BadCode(absl::string_view field) {
  return InvalidProfile(
      field, "use 1 to 64 lower-case letters, digits and \"_\", once only.",
      "utilisez 1 à 64 minuscules, chiffres et « _ », une seule "
      "fois.",
      "gebruik 1 tot 64 kleine letters, cijfers en \"_\", slechts "
      "één keer.");
}

absl::Status ValidateHead(const v1::ContractProfile& profile) {
  if (profile.id().empty() || profile.id().size() > kProfileCodeBytesMax) {
    return InvalidProfile("id", "give the profile an id.",
                          "donnez un id au profil.",
                          "geef het profiel een id.");
  }
  if (!profile.municipality_code().empty() &&
      !CheckMunicipalityCode(profile.municipality_code(), "").ok()) {
    return InvalidProfile("municipality_code", "a REFNIS code has five digits.",
                          "un code REFNIS a cinq chiffres.",
                          "een REFNIS-code heeft vijf cijfers.");
  }
  const auto from = DayFromDate(profile.valid_from(), "valid_from");
  const auto until = DayFromDate(profile.valid_until(), "valid_until");
  if (!from.ok() || !until.ok() || *until < *from) {
    return InvalidProfile(
        "valid_from", "the term needs a first and a last day.",
        "la durée demande un premier et un dernier jour.",
        "de looptijd heeft een eerste en een laatste dag nodig.");
  }
  if (profile.version() < 0) {
    return InvalidProfile("version", "count versions from 1.",
                          "numérotez les versions à partir de 1.",
                          "nummer de versies vanaf 1.");
  }
  if (!profile.text_sha256().empty()) {
    return InvalidProfile("text_sha256",
                          "leave it out: whoever reads the file sets it.",
                          "omettez-le : la lecture du fichier l'établit.",
                          "laat het weg: wie het bestand leest vult het in.");
  }
  return absl::OkStatus();
}

absl::Status ValidateReview(const v1::ContractProfile& profile) {
  if (!profile.has_review()) return absl::OkStatus();
  const v1::ProfileReview& review = profile.review();
  if (profile.version() == 0) {
    return InvalidProfile("review", "number the version that was reviewed.",
                          "numérotez la version qui a été revue.",
                          "nummer de versie die nagelezen werd.");
  }
  if (review.by_function().empty() ||
      review.by_function().size() > kProfileCodeBytesMax ||
      !DayFromDate(review.date(), "review.date").ok()) {
    return InvalidProfile("review",
                          "say by which function, in 64 bytes, and the day.",
                          "indiquez la fonction, en 64 octets, et le jour.",
                          "vermeld de functie, in 64 bytes, en de dag.");
  }
  return absl::OkStatus();
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

absl::Status ValidateFeed(const v1::MeasureDefinition& measure,
                          const v1::MeasureFeed& feed,
                          const std::set<std::string>& types) {
  const std::string field =
      absl::StrCat("measures[", measure.code(), "].feeds");
  const bool is_event = feed.figure() == v1::MeasureFeed::FIGURE_MEETINGS ||
                        feed.figure() == v1::MeasureFeed::FIGURE_ZONE_PAYMENT;
  if (is_event ? !feed.activity_type().empty()
               : types.count(feed.activity_type()) == 0) {
    return InvalidProfile(field,
                          "the activity type is not one of the profile's.",
                          "le type d'activité n'est pas du profil.",
                          "het activiteitstype is niet van het profiel.");
  }
  if (!FitsKind(feed.figure(), measure.kind())) {
    return InvalidProfile(
        field, "this figure cannot move a measure of this kind.",
        "ce chiffre ne peut alimenter une mesure de cette nature.",
        "dit cijfer kan een meting van deze aard niet voeden.");
  }
  return absl::OkStatus();
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

absl::Status ValidateMeasure(const v1::MeasureDefinition& measure,
                             const std::set<std::string>& types) {
  const std::string field = absl::StrCat("measures[", measure.code(), "]");
  if (!IsBilingual(measure.title()) || !IsBilingual(measure.unit())) {
    return ProfileTextMissing(field);
  }
  if (measure.kind() == v1::MEASURE_KIND_UNSPECIFIED ||
      measure.direction() == v1::DIRECTION_UNSPECIFIED) {
    return InvalidProfile(field, "say the kind and which way is better.",
                          "indiquez la nature et le sens souhaité.",
                          "vermeld de aard en welke richting beter is.");
  }
  const bool may_sum = measure.kind() == v1::MEASURE_KIND_COUNT ||
                       measure.kind() == v1::MEASURE_KIND_HOURS;
  if (measure.is_summable() && !may_sum) {
    return InvalidProfile(field, "only counts and hours can be added up.",
                          "seuls les nombres et les heures s'additionnent.",
                          "alleen aantallen en uren zijn op te tellen.");
  }
  for (const v1::MeasureFeed& feed : measure.feeds()) {
    absl::Status status = ValidateFeed(measure, feed, types);
    if (!status.ok()) return status;
  }
  if (MixesPersonHours(measure)) {
    return InvalidProfile(
        absl::StrCat(field, ".feeds"),
        "person-hours feed a measure of their own, with no other figure.",
        "les heures-participants alimentent une mesure à elles, sans autre "
        "chiffre.",
        "deelnemersuren voeden een eigen meting, zonder ander cijfer.");
  }
  return absl::OkStatus();
}

absl::Status ValidateLabels(const v1::ContractProfile& profile,
                            const std::set<std::string>& measures) {
  std::set<std::string> seen;
  for (const v1::LabelMapping& mapping : profile.labels()) {
    const std::string folded = FoldLabel(mapping.label());
    const std::string key =
        absl::StrCat(mapping.is_expected_result() ? "r:" : "i:", folded);
    if (folded.empty() || !seen.insert(key).second) {
      return InvalidProfile("labels", "a label is empty or stands twice.",
                            "un libellé est vide ou figure deux fois.",
                            "een label is leeg of staat er twee keer.");
    }
    if (mapping.measure_codes().empty()) {
      return InvalidProfile("labels", "a label reports no measure.",
                            "un libellé ne rapporte aucune mesure.",
                            "een label rapporteert geen meting.");
    }
    for (const std::string& code : mapping.measure_codes()) {
      if (measures.count(code) > 0) continue;
      return InvalidProfile("labels",
                            "a label reports a measure that is not defined.",
                            "un libellé rapporte une mesure non définie.",
                            "een label rapporteert een onbekende meting.");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateProfile(const v1::ContractProfile& profile) {
  ENTENTE_RETURN_IF_ERROR(ValidateHead(profile));
  ENTENTE_RETURN_IF_ERROR(ValidateReview(profile));
  std::set<std::string> types;
  for (const v1::ActivityType& type : profile.activity_types()) {
    const std::string field = absl::StrCat("activity_types[", type.code(), "]");
    if (!IsProfileCode(type.code()) || !types.insert(type.code()).second) {
      return BadCode(field);
    }
    if (!IsBilingual(type.title())) return ProfileTextMissing(field);
  }
  std::set<std::string> measures;
  for (const v1::MeasureDefinition& measure : profile.measures()) {
    if (!IsProfileCode(measure.code()) ||
        !measures.insert(measure.code()).second) {
      return BadCode(absl::StrCat("measures[", measure.code(), "]"));
    }
    ENTENTE_RETURN_IF_ERROR(ValidateMeasure(measure, types));
  }
  ENTENTE_RETURN_IF_ERROR(ValidateCodeLists(profile));
  return ValidateLabels(profile, measures);
}

}  // namespace entente::conventions
