#include "services/conventions/profiles/code_lists.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

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

void AddListFaults(const v1::CodeList& list, const ProfileStep& at,
                   ProfileFaults& faults) {
  const std::string field = absl::StrCat("code_lists[", list.code(), "]");
  if (!IsBilingual(list.title())) {
    faults.push_back({{at, {"title"}}, ProfileTextMissing(field)});
  }
  if (list.codes().empty() || list.codes_size() > kCodesMax) {
    faults.push_back({{at}, TooMany(absl::StrCat(field, ".codes"), kCodesMax)});
  }
  std::set<std::string> codes;
  for (int i = 0; i < list.codes_size(); ++i) {
    const v1::ListedCode& code = list.codes(i);
    const std::string of = absl::StrCat(field, ".codes[", code.code(), "]");
    if (!IsListCode(code.code()) || !codes.insert(code.code()).second) {
      faults.push_back({{at, {"codes", i}, {"code"}}, BadListCode(of)});
    }
    if (!IsBilingual(code.title())) {
      faults.push_back({{at, {"codes", i}, {"title"}}, ProfileTextMissing(of)});
    }
  }
}

// Adds the lists that `measure` is split by to `used`.
void AddBreakdownFaults(const v1::MeasureDefinition& measure,
                        const std::set<std::string>& lists,
                        const ProfileStep& at, std::set<std::string>& used,
                        ProfileFaults& faults) {
  if (measure.breakdowns().empty()) return;
  const std::string field =
      absl::StrCat("measures[", measure.code(), "].breakdowns");
  if (measure.kind() != v1::MEASURE_KIND_COUNT &&
      measure.kind() != v1::MEASURE_KIND_HOURS) {
    faults.push_back(
        {{at, {"breakdowns", 0}},
         InvalidProfile(field, "only counts and hours can be split.",
                        "seuls les nombres et les heures se ventilent.",
                        "alleen aantallen en uren zijn op te splitsen.")});
  }
  if (measure.breakdowns_size() > kBreakdownsMax) {
    faults.push_back({{at, {"breakdowns", 0}}, TooMany(field, kBreakdownsMax)});
  }
  std::set<std::string> seen;
  for (int i = 0; i < measure.breakdowns_size(); ++i) {
    const std::string& code = measure.breakdowns(i);
    if (lists.count(code) > 0 && seen.insert(code).second) continue;
    faults.push_back(
        {{at, {"breakdowns", i}},
         InvalidProfile(
             field, "a code list stands twice or is not one of the profile's.",
             "une liste de codes figure deux fois ou n'est pas du profil.",
             "een codelijst staat er twee keer of is niet van het profiel.")});
  }
  used.insert(seen.begin(), seen.end());
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

void AddCodeListFaults(const v1::ContractProfile& profile,
                       ProfileFaults& faults) {
  if (profile.code_lists_size() > kCodeListsMax) {
    faults.push_back(
        {{{"code_lists", 0}}, TooMany("code_lists", kCodeListsMax)});
  }
  std::set<std::string> lists;
  for (int i = 0; i < profile.code_lists_size(); ++i) {
    const v1::CodeList& list = profile.code_lists(i);
    const ProfileStep at = {"code_lists", i};
    if (!IsListCode(list.code()) || !lists.insert(list.code()).second) {
      faults.push_back(
          {{at, {"code"}},
           BadListCode(absl::StrCat("code_lists[", list.code(), "]"))});
    }
    AddListFaults(list, at, faults);
  }
  std::set<std::string> used;
  for (int i = 0; i < profile.measures_size(); ++i) {
    AddBreakdownFaults(profile.measures(i), lists, {"measures", i}, used,
                       faults);
  }
  for (int i = 0; i < profile.code_lists_size(); ++i) {
    const std::string& code = profile.code_lists(i).code();
    if (used.count(code) > 0) continue;
    faults.push_back(
        {{{"code_lists", i}},
         InvalidProfile(absl::StrCat("code_lists[", code, "]"),
                        "no measure is split by this list.",
                        "aucune mesure n'est ventilée par cette liste.",
                        "geen meting wordt door deze lijst opgesplitst.")});
  }
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
