#include "tools/client/sheets/collect_parts.h"

#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/client/sheets/collect_commands.h"

namespace entente::client {
namespace {

std::string ListOf(const std::string& split) {
  return split.substr(0, split.find('='));
}

absl::Status SplitOtherwise(const SheetPlace& place, const std::string& month) {
  const std::string list = ListOf(place.split);
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "SHEET_SPLIT_OTHERWISE",
      {absl::StrCat(
           "Figures of ", place.measure, " for ", month,
           " are delivered split by ", list,
           " and count twice beside this sheet. Use a sheet with --by ", list,
           ", or bring this one to 0 there."),
       absl::StrCat("Des chiffres de ", place.measure, " pour ", month,
                    " sont livrés ventilés par ", list,
                    " et comptent deux fois avec ce relevé. Prenez un relevé "
                    "avec --by ",
                    list, ", ou mettez-y celui-ci à 0."),
       absl::StrCat("Cijfers van ", place.measure, " voor ", month,
                    " zijn opgesplitst geleverd door ", list,
                    " en tellen dubbel naast dit blad. Neem een blad met --by ",
                    list, ", of zet dit er op 0.")});
}

// Parts of the measures of `counted` that are none of `places`.
std::vector<SheetPlace> OtherParts(const MeasureLookup& measures,
                                   const std::vector<SheetPlace>& places,
                                   const std::vector<SheetPlace>& counted) {
  const auto key = [](const SheetPlace& place) {
    return std::make_tuple(place.measure, place.split, place.area);
  };
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (const SheetPlace& place : places) seen.insert(key(place));
  std::vector<SheetPlace> others;
  for (const SheetPlace& place : counted) {
    const auto* const measure = measures.Find(place.measure);
    if (measure == nullptr) continue;
    for (const std::string& code : measure->definition().breakdowns()) {
      const auto* const list = measures.FindList(code);
      if (list == nullptr) continue;
      for (const auto& one : list->codes()) {
        SheetPlace other{.measure = place.measure,
                         .split = absl::StrCat(code, "=", one.code()),
                         .area = place.area};
        if (seen.insert(key(other)).second) others.push_back(std::move(other));
      }
    }
  }
  return others;
}

}  // namespace

absl::Status CheckPartsElsewhere(Cli& cli, const MeasureLookup& measures,
                                 const SheetKey& key,
                                 const std::vector<SheetPlace>& places,
                                 const std::vector<SheetPlace>& counted) {
  const std::vector<SheetPlace> others = OtherParts(measures, places, counted);
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<RowStanding> standings,
                           ReadStandings(cli, key, others));
  for (size_t i = 0; i < others.size(); ++i) {
    const RowStanding& standing = standings[i];
    if (!standing.is_withdrawn && standing.value.value_or(0) != 0) {
      return SplitOtherwise(others[i], key.MonthText());
    }
  }
  return absl::OkStatus();
}

}  // namespace entente::client
