#include "tools/client/resource_names.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/client/cli.h"

namespace entente::client {

absl::StatusOr<std::string> MunicipalityName(const ClientConfig& config,
                                             const std::string& text) {
  const std::string& code = text.empty() ? config.municipality : text;
  if (code.empty()) {
    return UsageError(
        {"Which municipality? Give --municipality 21004 (its NIS code); after "
         "an import it is remembered.",
         "Quelle commune ? Donnez --municipality 21004 (son code INS) ; après "
         "un import, il est retenu.",
         "Welke gemeente? Geef --municipality 21004 (haar NIS-code); na een "
         "import wordt ze onthouden."});
  }
  if (absl::StartsWith(code, "municipalities/")) return code;
  return absl::StrCat("municipalities/", code);
}

absl::StatusOr<std::string> ConventionName(const ClientConfig& config,
                                           const std::string& text) {
  const std::string& name = text.empty() ? config.convention : text;
  if (name.empty()) {
    return UsageError(
        {"Which convention? Name it, as in css-2018-2019; entente convention "
         "list shows them.",
         "Quelle convention ? Nommez-la, comme css-2018-2019 ; entente "
         "convention list les montre.",
         "Welke overeenkomst? Noem ze, zoals css-2018-2019; entente "
         "convention list toont ze."});
  }
  if (absl::StrContains(name, '/')) return name;
  if (config.municipality.empty()) {
    // Not every command that takes a convention has --municipality.
    const std::string whole =
        absl::StrCat("municipalities/21004/conventions/", name);
    return UsageError(
        {absl::StrCat("Of which municipality? Name the convention in full, as "
                      "in ",
                      whole, "."),
         absl::StrCat("De quelle commune ? Nommez la convention en entier, "
                      "comme ",
                      whole, "."),
         absl::StrCat("Van welke gemeente? Noem de overeenkomst voluit, zoals ",
                      whole, ".")});
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           MunicipalityName(config, ""));
  return absl::StrCat(municipality, "/conventions/", name);
}

std::string Under(const std::string& parent, const std::string& collection,
                  const std::string& text) {
  if (text.empty() || absl::StrContains(text, '/')) return text;
  return absl::StrCat(parent, "/", collection, "/", text);
}

absl::StatusOr<std::string> LineName(const std::string& convention,
                                     const std::string& text) {
  if (absl::StartsWith(text, "municipalities/")) return text;
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  if (parts.size() == 2 && !parts[0].empty() && !parts[1].empty()) {
    return absl::StrCat(convention, "/envelopes/", parts[0], "/lines/",
                        parts[1]);
  }
  return UsageError(
      {absl::StrCat("--line ", text,
                    ": a line is ENVELOPE/OBJECTIVE-CATEGORY, as in "
                    "general-2018/so-01-personnel."),
       absl::StrCat("--line ", text,
                    " : une ligne est ENVELOPPE/OBJECTIF-CATÉGORIE, comme "
                    "general-2018/so-01-personnel."),
       absl::StrCat("--line ", text,
                    ": een lijn is ENVELOPPE/DOELSTELLING-CATEGORIE, zoals "
                    "general-2018/so-01-personnel.")});
}

std::string MunicipalityOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() < 2) return "";
  return absl::StrCat(parts[0], "/", parts[1]);
}

std::string ShortName(const std::string& name) {
  std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() < 2 || parts[0] != "municipalities") return name;
  // The ids only: collections are known from where the name stands.
  const size_t begin = parts.size() > 4 && parts[2] == "conventions" ? 5 : 3;
  if (parts.size() <= begin) return parts.back();
  std::vector<std::string> ids;
  for (size_t i = begin; i < parts.size(); i += 2) ids.push_back(parts[i]);
  return absl::StrJoin(ids, "/");
}

}  // namespace entente::client
