#include "services/indicators/local_measure_errors.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/local_measure_check_rules.h"

namespace entente::indicators {

absl::Status LocalMeasureUnknown(const std::string& field) {
  return Refuse(absl::StatusCode::kNotFound, "LOCAL_MEASURE_UNKNOWN", field,
                {"The municipality has no measure of its own of that name.",
                 "La commune n'a pas de mesure propre de ce nom.",
                 "De gemeente heeft geen eigen meting met die naam."});
}

absl::Status MeasureDefined() {
  return Refuse(absl::StatusCode::kAlreadyExists, "MEASURE_DEFINED",
                "local_measure.definition.code",
                {"A measure of that code is defined: choose another code, or "
                 "write the next version of it if it is the municipality's "
                 "own.",
                 "Une mesure de ce code est définie : choisissez un autre "
                 "code, ou écrivez-en la version suivante si elle est propre à "
                 "la commune.",
                 "Een meting met die code is gedefinieerd: kies een andere "
                 "code, of schrijf haar volgende versie als ze van de gemeente "
                 "zelf is."});
}

absl::Status LocalMeasureElsewhere(const std::string& municipality) {
  const std::string pattern =
      absl::StrCat("municipalities/", municipality, "/localMeasures/{code}");
  return Refuse(
      absl::StatusCode::kInvalidArgument, "NAME_INVALID", "local_measure.name",
      {absl::StrCat("The name is of another municipality than the parent: it "
                    "is ",
                    pattern, ", or left out."),
       absl::StrCat("Le nom est d'une autre commune que le parent : il est ",
                    pattern, ", ou n'est pas donné."),
       absl::StrCat("De naam is van een andere gemeente dan de parent: hij is ",
                    pattern, ", of blijft weg.")},
      {{"pattern", pattern}});
}

absl::Status LocalCodeInvalid() {
  return Invalid("LOCAL_CODE_INVALID", "local_measure.definition.code",
                 {"The code is that of the name: at most 64 lower-case "
                  "letters, digits and \"_\", the first of them \"local_\".",
                  "Le code est celui du nom : au plus 64 minuscules, chiffres "
                  "et « _ », dont les premiers sont « local_ ».",
                  "De code is die van de naam: hoogstens 64 kleine letters, "
                  "cijfers en \"_\", waarvan de eerste \"local_\" zijn."});
}

absl::Status LocalFeedTypeUnknown(const std::vector<std::string>& types) {
  constexpr size_t kNamedMax = 20;
  std::vector<std::string> named = types;
  if (named.size() > kNamedMax) named.resize(kNamedMax);
  const std::string codes = absl::StrJoin(named, ", ");
  const std::string shown =
      types.empty()
          ? "-"
          : absl::StrCat(codes, named.size() < types.size() ? ", …" : "");
  return Refuse(
      absl::StatusCode::kInvalidArgument, "UNKNOWN_ACTIVITY_TYPE",
      "local_measure.definition.feeds.activity_type",
      {absl::StrCat("Neither the municipality nor a convention defines this "
                    "type of activity; there are ",
                    shown,
                    ". Define one of the municipality's own in "
                    "activity_types."),
       absl::StrCat("Ni la commune ni une convention ne définit ce type "
                    "d'activité ; il y a ",
                    shown,
                    ". Définissez-en un propre à la commune dans "
                    "activity_types."),
       absl::StrCat("Noch de gemeente noch een overeenkomst definieert dit "
                    "soort activiteit; er zijn ",
                    shown,
                    ". Definieer een eigen soort van de gemeente in "
                    "activity_types.")},
      {{"types", codes}});
}

absl::Status LocalMeasureMonthApproved(int32_t month, absl::CivilDay earliest) {
  const std::string period =
      absl::StrFormat("%04d-%02d", month / 12, month % 12 + 1);
  const std::string day = absl::FormatCivilTime(earliest);
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "LOCAL_MEASURE_MONTH_APPROVED",
      "local_measure.effective_date",
      {absl::StrCat(period,
                    " is approved or closed: direction and feeds stay there "
                    "what they are. Let others be in force from ",
                    day, " on, or later."),
       absl::StrCat(period,
                    " est approuvé ou clos : direction et feeds y restent ce "
                    "qu'ils sont. Faites-en valoir d'autres à partir du ",
                    day, ", ou plus tard."),
       absl::StrCat(period,
                    " is goedgekeurd of gesloten: direction en feeds blijven "
                    "er wat ze zijn. Laat andere gelden vanaf ",
                    day, ", of later.")},
      {{"period", period}, {"earliest", day}});
}

absl::Status TooManyLocalMeasures() {
  const std::string most = absl::StrCat(kLocalMeasuresMax);
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "TOO_MANY_LOCAL_MEASURES",
      "parent",
      {absl::StrCat("A municipality has at most ", most,
                    " measures of its own."),
       absl::StrCat("Une commune a au plus ", most, " mesures propres."),
       absl::StrCat("Een gemeente heeft hoogstens ", most, " eigen metingen.")},
      {{"most", most}});
}

absl::Status TooManyLocalMeasureVersions() {
  const std::string most = absl::StrCat(kLocalMeasureVersionsMax);
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "TOO_MANY_LOCAL_MEASURE_VERSIONS",
      "local_measure.name",
      {absl::StrCat("A measure of the municipality's own has at most ", most,
                    " versions."),
       absl::StrCat("Une mesure propre à la commune compte au plus ", most,
                    " versions."),
       absl::StrCat("Een eigen meting van de gemeente telt hoogstens ", most,
                    " versies.")},
      {{"most", most}});
}

}  // namespace entente::indicators
