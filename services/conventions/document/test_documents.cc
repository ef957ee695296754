#include "services/conventions/document/test_documents.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace entente::conventions {

std::string ReadTestFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream),
          std::istreambuf_iterator<char>()};
}

std::string Wrap(const std::string& tree) {
  return absl::StrCat(
      "CONVENTION DE SECURITE 2024 DE LA VILLE DE VALMEUSE\n\n"
      "Entre d'une part :\n\n"
      "l'Etat représenté par le Ministre de l'Intérieur, ci-après l'Etat\n\n"
      "Et d'autre part :\n\n"
      "la Ville de Valmeuse représentée par Madame Aline Bovy, Bourgmestre, "
      "par décision du conseil communal du 4 décembre 2023. Elle entre en "
      "vigueur le 1er janvier 2024 et se termine le 31 décembre 2024.\n\n"
      "Un montant de 10.000,00 EUR pour l'allocation générale est octroyé "
      "pour 2024.\n\n",
      tree,
      "\nFait à Valmeuse, le 20 décembre 2023\n\nPour l'Etat,\n\n"
      "Le Ministre de l'Intérieur\n\nPour la Ville de Valmeuse,\n\n"
      "Madame Aline Bovy, Bourgmestre\n");
}

std::vector<int> LinesOf(const v1::Convention& convention,
                         const std::string& code) {
  std::vector<int> lines;
  for (const v1::Finding& finding : convention.findings()) {
    if (finding.code() == code) lines.push_back(finding.line());
  }
  return lines;
}

std::string ReplaceAll(
    std::string text,
    const std::vector<std::pair<std::string, std::string>>& replacements) {
  absl::StrReplaceAll(replacements, &text);
  return text;
}

}  // namespace entente::conventions
