#include "services/conventions/document/municipalities.h"

#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/text_fold.h"

namespace entente::conventions {
namespace {

constexpr std::array<Municipality, 19> kMunicipalities = {{
    {"21001", "Anderlecht", "Anderlecht"},
    {"21002", "Auderghem", "Oudergem"},
    {"21003", "Berchem-Sainte-Agathe", "Sint-Agatha-Berchem"},
    {"21004", "Bruxelles", "Brussel"},
    {"21005", "Etterbeek", "Etterbeek"},
    {"21006", "Evere", "Evere"},
    {"21007", "Forest", "Vorst"},
    {"21008", "Ganshoren", "Ganshoren"},
    {"21009", "Ixelles", "Elsene"},
    {"21010", "Jette", "Jette"},
    {"21011", "Koekelberg", "Koekelberg"},
    {"21012", "Molenbeek-Saint-Jean", "Sint-Jans-Molenbeek"},
    {"21013", "Saint-Gilles", "Sint-Gillis"},
    {"21014", "Saint-Josse-ten-Noode", "Sint-Joost-ten-Node"},
    {"21015", "Schaerbeek", "Schaarbeek"},
    {"21016", "Uccle", "Ukkel"},
    {"21017", "Watermael-Boitsfort", "Watermaal-Bosvoorde"},
    {"21018", "Woluwe-Saint-Lambert", "Sint-Lambrechts-Woluwe"},
    {"21019", "Woluwe-Saint-Pierre", "Sint-Pieters-Woluwe"},
}};

// Words of a name for comparison: "SINT-GILLIS" and "St Gillis" are the same.
std::string Comparable(absl::string_view name) {
  std::string words;
  for (absl::string_view word : absl::StrSplit(
           FoldText(name), absl::ByAnyChar(" -."), absl::SkipEmpty())) {
    if (word == "saint" || word == "sainte" || word == "sint" ||
        word == "ste") {
      word = "st";
    }
    absl::StrAppend(&words, words.empty() ? "" : " ", word);
  }
  // As the city calls itself beside the region.
  if (words == "bruxelles ville") return "bruxelles";
  if (words == "brussel stad") return "brussel";
  return words;
}

}  // namespace

const Municipality* MunicipalityOfCode(absl::string_view code) {
  for (const Municipality& municipality : kMunicipalities) {
    if (municipality.code == code) return &municipality;
  }
  return nullptr;
}

const Municipality* MunicipalityNamed(absl::string_view name) {
  const std::string wanted = Comparable(name);
  for (const Municipality& municipality : kMunicipalities) {
    if (Comparable(municipality.fr) == wanted ||
        Comparable(municipality.nl) == wanted) {
      return &municipality;
    }
  }
  return nullptr;
}

std::string CodeWithName(absl::string_view code) {
  const Municipality* known = MunicipalityOfCode(code);
  if (known == nullptr) return std::string(code);
  if (known->fr == known->nl) return absl::StrCat(code, " (", known->fr, ")");
  return absl::StrCat(code, " (", known->fr, " / ", known->nl, ")");
}

const Municipality* ContradictsCode(const v1::Convention& convention) {
  if (convention.municipality_code().empty()) return nullptr;
  const Municipality* named = MunicipalityNamed(convention.municipality());
  const bool is_other =
      named != nullptr && named->code != convention.municipality_code();
  return is_other ? named : nullptr;
}

void CheckMunicipalityName(int line, v1::Convention& convention) {
  const std::string& name = convention.municipality();
  const std::string& code = convention.municipality_code();
  if (name.empty() || code.empty()) return;
  if (const Municipality* other = ContradictsCode(convention)) {
    AddFinding(convention, "MUNICIPALITY_DIFFERS", line,
               {Quoted(name), std::string(other->code), CodeWithName(code)});
  } else if (MunicipalityNamed(name) == nullptr) {
    AddFinding(convention, "MUNICIPALITY_UNCONFIRMED", line,
               {Quoted(name), CodeWithName(code)});
  }
}

}  // namespace entente::conventions
