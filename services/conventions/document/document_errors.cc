#include "services/conventions/document/document_errors.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

absl::Status Refuse(absl::string_view reason, Sentence sentence,
                    std::map<std::string, std::string> metadata = {}) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = std::string(reason),
                    .field = "document_text",
                    .metadata = std::move(metadata),
                    .sentence = std::move(sentence)});
}

}  // namespace

absl::Status DocumentEmpty() {
  return Refuse(
      "DOCUMENT_EMPTY",
      {.en = "The document is empty. Give the text of a convention.",
       .fr = "Le document est vide. Donnez le texte d'une convention.",
       .nl = "Het document is leeg. Geef de tekst van een overeenkomst."});
}

absl::Status DocumentTooLarge(size_t bytes, size_t bytes_max) {
  // Whoever reads a file stops at the limit: how much more there is, is not
  // known.
  const std::string most = absl::StrCat(bytes_max);
  return Refuse(
      "DOCUMENT_TOO_LARGE",
      {.en = absl::StrCat("The document has more than ", most,
                          " bytes; no convention has."),
       .fr = absl::StrCat("Le document dépasse ", most,
                          " octets ; aucune convention n'est aussi longue."),
       .nl = absl::StrCat("Het document telt meer dan ", most,
                          " bytes; geen enkele overeenkomst is zo lang.")},
      {{"bytes", absl::StrCat(bytes)}, {"bytes_max", most}});
}

absl::Status TooManyNodes(int nodes_max) {
  const std::string most = absl::StrCat(nodes_max);
  return Refuse(
      "DOCUMENT_TOO_LARGE",
      {.en = absl::StrCat("The document holds more than ", most,
                          " objectives, results and indicators: this is not "
                          "one convention."),
       .fr = absl::StrCat("Le document contient plus de ", most,
                          " objectifs, résultats et indicateurs : ce n'est "
                          "pas une seule convention."),
       .nl = absl::StrCat("Het document bevat meer dan ", most,
                          " doelstellingen, resultaten en indicatoren: dit is "
                          "niet één overeenkomst.")},
      {{"nodes_max", most}});
}

absl::Status DocumentBinary() {
  return Refuse(
      "DOCUMENT_BINARY",
      {.en = "The document is not text. Give UTF-8 text, or a PDF to the "
             "client.",
       .fr = "Le document n'est pas du texte. Donnez du texte UTF-8, ou un PDF "
             "au client.",
       .nl = "Het document is geen tekst. Geef UTF-8-tekst, of een pdf aan de "
             "client."});
}

absl::Status InvalidUtf8(int line) {
  const std::string where = absl::StrCat(line);
  return Refuse("INVALID_UTF8",
                {.en = absl::StrCat("The text is not UTF-8 on line ", where,
                                    ". Save it as UTF-8."),
                 .fr = absl::StrCat("Le texte n'est pas en UTF-8 à la ligne ",
                                    where, ". Enregistrez-le en UTF-8."),
                 .nl = absl::StrCat("De tekst is geen UTF-8 op regel ", where,
                                    ". Bewaar hem als UTF-8.")},
                {{"line", where}});
}

absl::Status NotAConvention(const ConventionSigns& signs) {
  std::vector<std::string> en;
  std::vector<std::string> fr;
  std::vector<std::string> nl;
  if (!signs.has_title) {
    en.push_back("a title that names a convention");
    fr.push_back("un titre qui nomme une convention");
    nl.push_back("een titel die een overeenkomst noemt");
  }
  if (!signs.has_sector) {
    en.push_back("an activity sector");
    fr.push_back("un secteur d'activité");
    nl.push_back("een activiteitensector");
  }
  if (!signs.has_strategic_objective) {
    en.push_back("a strategic objective");
    fr.push_back("un objectif stratégique");
    nl.push_back("een strategische doelstelling");
  }
  if (!signs.has_item) {
    en.push_back("operational objectives, expected results or indicators");
    fr.push_back(
        "des objectifs opérationnels, résultats attendus ou "
        "indicateurs");
    nl.push_back(
        "operationele doelstellingen, verwachte resultaten of "
        "indicatoren");
  }
  return Refuse("NOT_A_CONVENTION",
                {.en = absl::StrCat("This is not a convention. Missing: ",
                                    absl::StrJoin(en, "; "), "."),
                 .fr = absl::StrCat("Ce n'est pas une convention. Il manque : ",
                                    absl::StrJoin(fr, " ; "), "."),
                 .nl = absl::StrCat("Dit is geen overeenkomst. Er ontbreekt: ",
                                    absl::StrJoin(nl, "; "), ".")});
}

}  // namespace entente::conventions
