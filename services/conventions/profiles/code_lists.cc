#include "services/conventions/profiles/code_lists.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"
#include "services/conventions/profiles/profile_faults.h"

namespace entente::conventions {
namespace {

// What is left out of a list counts under it; see CodeList.
constexpr absl::string_view kUnknown = "unknown";

// Begins with a letter: no number of a person is a code.
bool IsListCode(absl::string_view code) {
  return IsProfileCode(code) && absl::ascii_islower(code.front()) &&
         code != kUnknown;
}

absl::Status BadListCode(const std::string& field) {
  return InvalidProfile(
      field,
      "use 1 to 64 lower-case letters, digits and \"_\", a letter first, once "
      "only, and not \"unknown\".",
      "utilisez 1 à 64 minuscules, chiffres et « _ », d'abord une lettre, une "
      "seule fois, et pas « unknown ».",
      "gebruik 1 tot 64 kleine letters, cijfers en \"_\", eerst een letter, "
      "slechts één keer, en niet \"unknown\".");
}

absl::Status TooMany(const std::string& field, int most) {
  return InvalidProfile(field, absl::StrCat("1 to ", most, " are accepted."),
                        absl::StrCat("de 1 à ", most, " sont acceptés."),
                        absl::StrCat("1 tot ", most, " worden aanvaard."));
}

absl::Status ValidateList(const v1::CodeList& list) {
  const std::string field = absl::StrCat("code_lists[", list.code(), "]");
  if (!IsBilingual(list.title())) return ProfileTextMissing(field);
  if (list.codes().empty() || list.codes_size() > kCodesMax) {
    return TooMany(absl::StrCat(field, ".codes"), kCodesMax);
  }
  std::set<std::string> codes;
  for (const v1::ListedCode& code : list.codes()) {
    const std::string at = absl::StrCat(field, ".codes[", code.code(), "]");
    if (!IsListCode(code.code()) || !codes.insert(code.code()).second) {
      return BadListCode(at);
    }
    if (!IsBilingual(code.title())) return ProfileTextMissing(at);
  }
  return absl::OkStatus();
}

// Adds the lists that `measure` is split by to `used`.
absl::Status ValidateBreakdowns(const v1::MeasureDefinition& measure,
                                const std::set<std::string>& lists,
                                std::set<std::string>& used) {
  if (measure.breakdowns().empty()) return absl::OkStatus();
  const std::string field =
      absl::StrCat("measures[", measure.code(), "].breakdowns");
  if (measure.kind() != v1::MEASURE_KIND_COUNT &&
      measure.kind() != v1::MEASURE_KIND_HOURS) {
    return InvalidProfile(field, "only counts and hours can be split.",
                          "seuls les nombres et les heures se ventilent.",
                          "alleen aantallen en uren zijn op te splitsen.");
  }
  if (measure.breakdowns_size() > kBreakdownsMax) {
    return TooMany(field, kBreakdownsMax);
  }
  std::set<std::string> seen;
  for (const std::string& code : measure.breakdowns()) {
    if (lists.count(code) == 0 || !seen.insert(code).second) {
      return InvalidProfile(
          field, "a code list stands twice or is not one of the profile's.",
          "une liste de codes figure deux fois ou n'est pas du profil.",
          "een codelijst staat er twee keer of is niet van het profiel.");
    }
  }
  used.insert(seen.begin(), seen.end());
  return absl::OkStatus();
}

v1::CodeList* FindList(const std::string& code, CodeLists& lists) {
  const auto found = std::find_if(
      lists.begin(), lists.end(),
      [&](const v1::CodeList& list) { return list.code() == code; });
  return found == lists.end() ? nullptr : &*found;
}

bool HasCode(const v1::CodeList& list, const std::string& code) {
  return std::any_of(
      list.codes().begin(), list.codes().end(),
      [&](const v1::ListedCode& one) { return one.code() == code; });
}

}  // namespace

absl::Status ValidateCodeLists(const v1::ContractProfile& profile) {
  if (profile.code_lists_size() > kCodeListsMax) {
    return TooMany("code_lists", kCodeListsMax);
  }
  std::set<std::string> lists;
  for (const v1::CodeList& list : profile.code_lists()) {
    if (!IsListCode(list.code()) || !lists.insert(list.code()).second) {
      return BadListCode(absl::StrCat("code_lists[", list.code(), "]"));
    }
    ENTENTE_RETURN_IF_ERROR(ValidateList(list));
  }
  std::set<std::string> used;
  for (const v1::MeasureDefinition& measure : profile.measures()) {
    ENTENTE_RETURN_IF_ERROR(ValidateBreakdowns(measure, lists, used));
  }
  for (const std::string& code : lists) {
    if (used.count(code) > 0) continue;
    return InvalidProfile(absl::StrCat("code_lists[", code, "]"),
                          "no measure is split by this list.",
                          "aucune mesure n'est ventilée par cette liste.",
                          "geen meting wordt door deze lijst opgesplitst.");
  }
  return absl::OkStatus();
}

void KeepCodes(const CodeLists& before, CodeLists& lists) {
  for (const v1::CodeList& old : before) {
    v1::CodeList* const list = FindList(old.code(), lists);
    if (list == nullptr) {
      *lists.Add() = old;
      continue;
    }
    for (const v1::ListedCode& code : old.codes()) {
      if (!HasCode(*list, code.code())) *list->add_codes() = code;
    }
  }
}

}  // namespace entente::conventions
