#include "services/conventions/document/municipalities.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/text_fold.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

using Rows = std::vector<const RefnisMunicipality*>;

// Words of a name for comparison: "SINT-GILLIS" and "St Gillis" are the same.
std::string Comparable(absl::string_view name) {
  std::string words;
  for (absl::string_view word : absl::StrSplit(
           FoldText(name), absl::ByAnyChar(" -.'"), absl::SkipEmpty())) {
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

// Folding a thousand names costs more than reading a short document: once.
const std::map<std::string, Rows>& RowsByName() {
  static const auto& rows = *[] {
    auto* by_name = new std::map<std::string, Rows>;
    for (const RefnisMunicipality& row : RefnisMunicipalities()) {
      const std::string french = Comparable(row.fr);
      const std::string dutch = Comparable(row.nl);
      (*by_name)[french].push_back(&row);
      if (dutch != french) (*by_name)[dutch].push_back(&row);
    }
    return by_name;
  }();
  return rows;
}

}  // namespace

Rows MunicipalitiesNamed(absl::string_view name) {
  const auto found = RowsByName().find(Comparable(name));
  return found == RowsByName().end() ? Rows() : found->second;
}

const RefnisMunicipality* ContradictsCode(const v1::Convention& convention) {
  const std::string& code = convention.municipality_code();
  if (code.empty()) return nullptr;
  const Rows named = MunicipalitiesNamed(convention.municipality());
  if (named.empty()) return nullptr;
  for (const RefnisMunicipality* row : named) {
    if (row->code == code) return nullptr;
  }
  const auto first = DayFromDate(convention.valid_from(), "valid_from");
  if (!first.ok()) return named.front();
  const auto then = std::find_if(
      named.begin(), named.end(),
      [&](const RefnisMunicipality* row) { return row->IsValidOn(*first); });
  return then == named.end() ? named.front() : *then;
}

void CheckMunicipalityName(int line, v1::Convention& convention) {
  const std::string& name = convention.municipality();
  const std::string& code = convention.municipality_code();
  if (name.empty() || code.empty()) return;
  if (const RefnisMunicipality* other = ContradictsCode(convention)) {
    AddFinding(convention, "MUNICIPALITY_DIFFERS", line,
               {Quoted(name), std::string(other->code), CodeWithName(code)});
  } else if (MunicipalitiesNamed(name).empty()) {
    AddFinding(convention, "MUNICIPALITY_UNCONFIRMED", line,
               {Quoted(name), CodeWithName(code)});
  }
}

}  // namespace entente::conventions
