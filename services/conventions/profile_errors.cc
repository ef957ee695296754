#include "services/conventions/profile_errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/conventions/money/date.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;

// "brussels-2018-2019, version 2".
std::string Named(const v1::ContractProfile& profile) {
  return absl::StrCat(profile.id(), ", version ", profile.version());
}

std::string NamedNl(const v1::ContractProfile& profile) {
  return absl::StrCat(profile.id(), ", versie ", profile.version());
}

Figures FiguresOf(const v1::ContractProfile& profile) {
  return {{"contract_profile", profile.id()},
          {"profile_version", absl::StrCat(profile.version())}};
}

}  // namespace

absl::Status ProfileUnknown(
    int version, const std::vector<const v1::ContractProfile*>& known) {
  std::vector<std::string> versions;
  for (const v1::ContractProfile* profile : known) {
    versions.push_back(absl::StrCat(profile->id(), "/", profile->version()));
  }
  const std::string list = absl::StrJoin(versions, ", ");
  const std::string there = list.empty() ? "-" : list;
  return Refuse(
      StatusCode::kNotFound, "PROFILE_UNKNOWN", "profile_version",
      {{"profile_version", absl::StrCat(version)}, {"versions", list}},
      {.en = absl::StrCat(
           "The service has no version ", version,
           " of a contract profile for this convention; it has: ", there,
           ". A new file is read when the service starts."),
       .fr = absl::StrCat("Le service n'a pas de version ", version,
                          " d'un profil de contrat pour cette convention ; il "
                          "a : ",
                          there, ". Un nouveau fichier est lu au démarrage."),
       .nl =
           absl::StrCat("De dienst heeft geen versie ", version,
                        " van een contractprofiel voor deze overeenkomst; hij "
                        "heeft: ",
                        there,
                        ". Een nieuw bestand wordt bij het starten "
                        "gelezen.")});
}

absl::Status ProfileNotNewer(const v1::ContractProfile& profile,
                             const v1::Convention& convention) {
  Figures figures = FiguresOf(profile);
  const int has = convention.contract_profile_version();
  figures["applied_version"] = absl::StrCat(has);
  return Refuse(StatusCode::kFailedPrecondition, "PROFILE_NOT_NEWER",
                "profile_version", std::move(figures),
                {.en = absl::StrCat("The convention has version ", has, " of ",
                                    profile.id(),
                                    ". Adopt a higher one; what was wrong "
                                    "in it is set right by the next."),
                 .fr = absl::StrCat("La convention a la version ", has, " de ",
                                    profile.id(),
                                    ". Adoptez une version supérieure ; la "
                                    "suivante corrige les erreurs."),
                 .nl = absl::StrCat("De overeenkomst heeft versie ", has,
                                    " van ", profile.id(),
                                    ". Neem een hogere aan; de volgende "
                                    "zet fouten recht.")});
}

absl::Status ProfileNotReviewed(const v1::ContractProfile& profile) {
  return Refuse(
      StatusCode::kFailedPrecondition, "PROFILE_NOT_REVIEWED",
      "profile_version", FiguresOf(profile),
      {.en = absl::StrCat("Nobody is said to have reviewed ", Named(profile),
                          ". Write `review` (function and day) in its file "
                          "once somebody has."),
       .fr = absl::StrCat("Personne n'est dit avoir revu ", Named(profile),
                          ". Inscrivez `review` (fonction et jour) dans son "
                          "fichier une fois la revue faite."),
       .nl = absl::StrCat("Van ", NamedNl(profile),
                          " staat niet dat iemand het nalas. Schrijf `review` "
                          "(functie en dag) in het bestand zodra dat gebeurd "
                          "is.")});
}

absl::Status ProfileIncomplete(const v1::ContractProfile& profile,
                               const v1::Node& node) {
  Figures figures = FiguresOf(profile);
  figures["node_id"] = node.id();
  figures["path"] = node.path();
  return Refuse(StatusCode::kFailedPrecondition, "PROFILE_INCOMPLETE",
                "profile_version", std::move(figures),
                {.en = absl::StrCat("By ", Named(profile), ", ", node.id(),
                                    " (", node.path(),
                                    ") would be counted no more. Map its "
                                    "label in the profile."),
                 .fr = absl::StrCat("Avec ", Named(profile), ", ", node.id(),
                                    " (", node.path(),
                                    ") ne serait plus compté. Reprenez son "
                                    "libellé dans le profil."),
                 .nl = absl::StrCat("Met ", NamedNl(profile), " zou ",
                                    node.id(), " (", node.path(),
                                    ") niet meer geteld worden. Neem het "
                                    "label op in het profiel.")});
}

absl::Status MeasureInUse(const v1::ContractProfile& profile,
                          const std::string& code, const std::string& user) {
  Figures figures = FiguresOf(profile);
  figures["measure_code"] = code;
  figures["user"] = user;
  return Refuse(StatusCode::kFailedPrecondition, "MEASURE_IN_USE",
                "profile_version", std::move(figures),
                {.en = absl::StrCat(user, " counts by the measure ", code,
                                    ", which ", Named(profile),
                                    " does not define. Keep the measure "
                                    "in the profile, or withdraw that "
                                    "first."),
                 .fr = absl::StrCat(user, " compte par la mesure ", code,
                                    ", que ", Named(profile),
                                    " ne définit pas. Gardez la mesure "
                                    "dans le profil, ou retirez cela "
                                    "d'abord."),
                 .nl = absl::StrCat(user, " telt met de meting ", code,
                                    ", die ", NamedNl(profile),
                                    " niet bepaalt. Behoud de meting in "
                                    "het profiel, of trek dat eerst "
                                    "in.")});
}

absl::Status MeasureChanged(const v1::ContractProfile& profile,
                            const std::string& code) {
  Figures figures = FiguresOf(profile);
  figures["measure_code"] = code;
  return Refuse(
      StatusCode::kFailedPrecondition, "MEASURE_CHANGED", "profile_version",
      std::move(figures),
      {.en = absl::StrCat(Named(profile), " reads the measure ", code,
                          " otherwise than it was counted (kind, or whether "
                          "it adds up). Give what is counted anew a code of "
                          "its own."),
       .fr = absl::StrCat(Named(profile), " lit la mesure ", code,
                          " autrement qu'elle n'a été comptée (type, ou si "
                          "elle s'additionne). Donnez un code propre à ce qui "
                          "est compté autrement."),
       .nl = absl::StrCat(NamedNl(profile), " leest de meting ", code,
                          " anders dan ze geteld werd (soort, of ze optelt). "
                          "Geef wat anders geteld wordt een eigen code.")});
}

absl::Status AdoptedFromLaterDay(const google::type::Date& adopted,
                                 const google::type::Date& asked) {
  const std::string day = FormatIsoDate(adopted);
  return Refuse(
      StatusCode::kFailedPrecondition, "ADOPTED_FROM_LATER_DAY",
      "effective_date",
      {{"adopted_from", day}, {"effective_date", FormatIsoDate(asked)}},
      {.en = absl::StrCat("A profile was adopted from ", day,
                          " on; another one can only follow it. Give ", day,
                          " or a later day."),
       .fr = absl::StrCat("Un profil a été adopté à partir du ", day,
                          " ; un autre ne peut que le suivre. Donnez le ", day,
                          " ou un jour ultérieur."),
       .nl = absl::StrCat("Vanaf ", day,
                          " is een profiel aangenomen; een "
                          "ander kan er enkel op volgen. Geef ",
                          day, " of een latere dag.")});
}

absl::Status AdoptedBeforeTerm(const google::type::Date& asked,
                               const google::type::Date& first_of_term) {
  const std::string first = FormatIsoDate(first_of_term);
  const std::string day = FormatIsoDate(asked);
  return Refuse(
      StatusCode::kInvalidArgument, "EFFECTIVE_DATE_BEFORE_TERM",
      "effective_date", {{"effective_date", day}, {"valid_from", first}},
      {.en = absl::StrCat(day, " lies before the term, which begins on ", first,
                          ". Give that day or a later one."),
       .fr = absl::StrCat("Le ", day, " précède le terme, qui commence le ",
                          first, ". Donnez ce jour ou un jour ultérieur."),
       .nl = absl::StrCat(day, " ligt vóór de looptijd, die begint op ", first,
                          ". Geef die dag of een latere.")});
}

absl::Status UnknownLanguage(absl::string_view field) {
  return Refuse(StatusCode::kInvalidArgument, "UNKNOWN_LANGUAGE", field, {},
                {.en = "Give fr, nl, de or en.",
                 .fr = "Indiquez fr, nl, de ou en.",
                 .nl = "Geef fr, nl, de of en."});
}

absl::Status TranslationOfDocument(const std::string& language) {
  return Refuse(
      StatusCode::kInvalidArgument, "TRANSLATION_OF_DOCUMENT", "language_code",
      {{"language_code", language}},
      {.en = absl::StrCat("The document is in \"", language,
                          "\": its own words stand and are changed by an "
                          "amendment. Give another language."),
       .fr =
           absl::StrCat("Le document est en « ", language,
                        " » : ses propres mots font foi et se changent par un "
                        "avenant. Indiquez une autre langue."),
       .nl = absl::StrCat("Het document is in \"", language,
                          "\": zijn eigen woorden gelden en wijzigen door een "
                          "avenant. Geef een andere taal.")});
}

}  // namespace entente::conventions
