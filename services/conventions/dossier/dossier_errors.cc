#include "services/conventions/dossier/dossier_errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/limits.h"
#include "services/common/base/utf8.h"
#include "services/conventions/dossier/dossier_limits.h"

namespace entente::conventions {
namespace {

absl::Status Invalid(const char* reason, const char* field,
                     std::map<std::string, std::string> metadata,
                     Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .field = field,
                    .metadata = std::move(metadata),
                    .sentence = std::move(sentence)});
}

std::string Shown(absl::string_view path) {
  return SanitizeForMessage(path, limits::kExcerptCharactersMax);
}

absl::Status AboutFile(const char* reason, absl::string_view path,
                       const Sentence& what) {
  const std::string shown = Shown(path);
  return Invalid(reason, "chunk", {{"path", shown}},
                 {.en = absl::StrCat(shown, " ", what.en),
                  .fr = absl::StrCat(shown, " ", what.fr),
                  .nl = absl::StrCat(shown, " ", what.nl)});
}

// `count` of what `counted` and `what` name, of at most `count_max`.
absl::Status TooMany(absl::string_view path, const std::string& counted,
                     const Sentence& what, int64_t count, int64_t count_max) {
  const std::string shown = Shown(path);
  return Invalid(
      "DOSSIER_TOO_LARGE", "chunk",
      {{"path", shown},
       {counted, absl::StrCat(count)},
       {absl::StrCat(counted, "_max"), absl::StrCat(count_max)}},
      {.en = absl::StrCat(shown, " has ", count, " ", what.en, "; at most ",
                          count_max, " are taken."),
       .fr = absl::StrCat(shown, " compte ", count, " ", what.fr, " ; au plus ",
                          count_max, " sont admis."),
       .nl = absl::StrCat(shown, " telt ", count, " ", what.nl, "; hoogstens ",
                          count_max, " worden aanvaard.")});
}

}  // namespace

absl::Status ManifestMalformed() {
  return Invalid(
      "DOSSIER_MANIFEST", "opening.manifest", {},
      {.en = "This is no manifest.json as `entente dossier build` writes it. "
             "Build the dossier again.",
       .fr = "Ce n'est pas un manifest.json tel que « entente dossier build » "
             "l'écrit. Reconstituez le dossier.",
       .nl = "Dit is geen manifest.json zoals \"entente dossier build\" het "
             "schrijft. Maak het dossier opnieuw."});
}

absl::Status PathMalformed(absl::string_view path) {
  const std::string shown = Shown(path);
  return Invalid(
      "DOSSIER_PATH", "opening.manifest", {{"path", shown}},
      {.en = absl::StrCat("\"", shown,
                          "\" is no file of a dossier: lower-case "
                          "names inside its folder, as data/claims.csv."),
       .fr = absl::StrCat("« ", shown,
                          " » n'est pas un fichier de dossier : "
                          "des noms en minuscules dans son répertoire, comme "
                          "data/claims.csv."),
       .nl = absl::StrCat("\"", shown,
                          "\" is geen bestand van een dossier: "
                          "namen in kleine letters binnen zijn map, zoals "
                          "data/claims.csv.")});
}

absl::Status DossierTooLarge(absl::string_view what, int64_t bytes,
                             int64_t bytes_max) {
  const std::string shown = Shown(what);
  const bool is_all = what.empty();
  return Invalid(
      "DOSSIER_TOO_LARGE", "opening.manifest",
      {{"path", shown},
       {"bytes", absl::StrCat(bytes)},
       {"bytes_max", absl::StrCat(bytes_max)}},
      {.en = absl::StrCat(is_all ? "The dossier" : shown, " has ", bytes,
                          " bytes; at most ", bytes_max, " are taken."),
       .fr = absl::StrCat(is_all ? "Le dossier" : shown, " compte ", bytes,
                          " octets ; au plus ", bytes_max, " sont admis."),
       .nl =
           absl::StrCat(is_all ? "Het dossier" : shown, " telt ", bytes,
                        " bytes; hoogstens ", bytes_max, " worden aanvaard.")});
}

absl::Status TooManyFiles(int64_t files) {
  return Invalid(
      "DOSSIER_TOO_LARGE", "opening.manifest",
      {{"files", absl::StrCat(files)},
       {"files_max", absl::StrCat(kDossierFilesMax)}},
      {.en = absl::StrCat("A dossier has 1 to ", kDossierFilesMax,
                          " files; this one lists ", files, "."),
       .fr = absl::StrCat("Un dossier compte de 1 à ", kDossierFilesMax,
                          " fichiers ; celui-ci en liste ", files, "."),
       .nl = absl::StrCat("Een dossier telt 1 tot ", kDossierFilesMax,
                          " bestanden; dit somt er ", files, " op.")});
}

absl::Status StreamMalformed() {
  return Invalid(
      "DOSSIER_STREAM", "part", {},
      {.en = absl::StrCat("The first message opens the delivery, once; the "
                          "others bring parts of 1 to ",
                          kChunkBytesMax, " bytes."),
       .fr = absl::StrCat("Le premier message ouvre la remise, une fois ; les "
                          "autres apportent des parties de 1 à ",
                          kChunkBytesMax, " octets."),
       .nl = absl::StrCat("Het eerste bericht opent de indiening, eenmaal; de "
                          "andere brengen delen van 1 tot ",
                          kChunkBytesMax, " bytes.")});
}

absl::Status FileMissing(absl::string_view path) {
  return AboutFile("DOSSIER_FILE_MISSING", path,
                   {"stands in the manifest and did not come whole.",
                    "figure au manifeste et n'est pas arrivé en entier.",
                    "staat in het manifest en kwam niet geheel aan."});
}

absl::Status FileExtra(absl::string_view path) {
  return AboutFile("DOSSIER_FILE_EXTRA", path,
                   {"is not the file that the manifest names next.",
                    "n'est pas le fichier que le manifeste nomme ensuite.",
                    "is niet het bestand dat het manifest hierna noemt."});
}

absl::Status FileAltered(absl::string_view path) {
  return AboutFile("DOSSIER_FILE_ALTERED", path,
                   {"is not what the manifest says: size or hash differ.",
                    "n'est pas ce que dit le manifeste : la taille ou "
                    "l'empreinte diffère.",
                    "is niet wat het manifest zegt: grootte of hash "
                    "verschilt."});
}

absl::Status NoteMalformed() {
  return Invalid(
      "SUBMISSION_NOTE", "note", {},
      {.en = "This is no note about a dossier as this suite signs it.",
       .fr = "Ce n'est pas une note sur un dossier telle que cette suite la "
             "signe.",
       .nl = "Dit is geen nota over een dossier zoals deze suite ze "
             "ondertekent."});
}

absl::Status ContentMalformed(absl::string_view path) {
  return AboutFile("DOSSIER_CONTENT", path,
                   {"is missing or does not hold what it must for this "
                    "convention and year. Build the dossier again.",
                    "manque ou ne contient pas ce qu'il faut pour cette "
                    "convention et cette année. Reconstituez le dossier.",
                    "ontbreekt of bevat niet wat nodig is voor deze "
                    "overeenkomst en dit jaar. Maak het dossier opnieuw."});
}

absl::Status TooManyNodes(absl::string_view path, int64_t nodes) {
  return TooMany(path, "nodes",
                 {"objectives, results and indicators",
                  "objectifs, résultats et indicateurs",
                  "doelstellingen, resultaten en indicatoren"},
                 nodes, kDossierNodesMax);
}

absl::Status TooManyEntries(absl::string_view path, int64_t entries) {
  return TooMany(path, "entries",
                 {"translations, measures and numbers in one place",
                  "éléments (traductions, mesures, numéros) à un seul endroit",
                  "vertalingen, metingen en nummers op één plaats"},
                 entries, kNodeEntriesMax);
}

absl::Status TooManyMeasures(absl::string_view path, int64_t measures) {
  return TooMany(path, "measures",
                 {"measures", "éléments de mesure", "metingen"}, measures,
                 kDossierMeasuresMax);
}

absl::Status AuthorNamed(absl::string_view path, absl::string_view field) {
  const std::string shown = Shown(path);
  const std::string named = Shown(field);
  return Invalid(
      "DOSSIER_AUTHOR", "chunk", {{"path", shown}, {"author_field", named}},
      {.en = absl::StrCat(shown, " says who did something (", named,
                          "). A dossier names nobody by an identifier: build "
                          "it again with this version; one that is frozen and "
                          "not sent is withdrawn first."),
       .fr = absl::StrCat(shown, " dit qui a fait quelque chose (", named,
                          "). Un dossier ne nomme personne par un identifiant "
                          ": reconstituez-le avec cette version ; un dossier "
                          "figé et non envoyé est d'abord retiré."),
       .nl = absl::StrCat(shown, " zegt wie iets deed (", named,
                          "). Een dossier noemt niemand met een kenmerk: maak "
                          "het opnieuw met deze versie; een vastgelegd en niet "
                          "verstuurd dossier wordt eerst ingetrokken.")});
}

}  // namespace entente::conventions
