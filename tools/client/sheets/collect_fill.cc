#include "tools/client/sheets/collect_fill.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "tools/client/area_question.h"
#include "tools/client/format.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/measure_versions.h"
#include "tools/client/series_groups.h"
#include "tools/client/sheets/collect_areas.h"
#include "tools/client/sheets/collect_commands.h"
#include "tools/client/sheets/collect_parts.h"
#include "tools/client/statement_text.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

bool IsCounted(const cv1::MeasureDefinition& definition) {
  return definition.kind() == cv1::MEASURE_KIND_COUNT ||
         definition.kind() == cv1::MEASURE_KIND_HOURS;
}

absl::Status NotCounted(const std::string& code, bool is_stated) {
  if (is_stated) {
    return ClientError(
        absl::StatusCode::kInvalidArgument, "MEASURE_NOT_COUNTED",
        {absl::StrCat("Nobody counts ", code,
                      ", it is stated: entente indicators state ", code, "."),
         absl::StrCat("Personne ne compte ", code,
                      ", il se déclare : entente indicators state ", code, "."),
         absl::StrCat("Niemand telt ", code,
                      ", het wordt verklaard: entente indicators state ", code,
                      ".")});
  }
  return ClientError(
      absl::StatusCode::kInvalidArgument, "MEASURE_NOT_COUNTED",
      {absl::StrCat("No measure ", code,
                    " is counted here; see entente indicators measures."),
       absl::StrCat("Aucune mesure ", code,
                    " n'est comptée ici ; voir entente indicators measures."),
       absl::StrCat("Er wordt hier geen meting ", code,
                    " geteld; zie entente indicators measures.")});
}

// Those of `codes`; where none is named, all that are counted and that rows of
// `month` may still be delivered for: not a local one that has ended.
absl::StatusOr<std::vector<const v1::Measure*>> Choose(
    const MeasureLookup& lookup, const std::vector<std::string>& codes,
    const google::type::Date& month) {
  std::vector<const v1::Measure*> chosen;
  std::set<std::string> seen;
  for (const std::string& code : codes) {
    const v1::Measure* measure = lookup.Find(code);
    if (measure == nullptr || !IsCounted(measure->definition())) {
      return NotCounted(code,
                        measure != nullptr && IsStated(measure->definition()));
    }
    if (seen.insert(code).second) chosen.push_back(measure);
  }
  if (codes.empty()) {
    for (const v1::Measure& measure : lookup.measures()) {
      if (IsCounted(measure.definition()) && IsInTermIn(measure, month)) {
        chosen.push_back(&measure);
      }
    }
  }
  if (!chosen.empty()) return chosen;
  return ClientError(absl::StatusCode::kFailedPrecondition, "NO_MEASURES",
                     {"The municipality has no measure that is counted in that "
                      "month; definitions may still be on their way.",
                      "La commune n'a pas de mesure comptée ce mois-là ; les "
                      "définitions sont peut-être en route.",
                      "De gemeente heeft geen meting die in die maand geteld "
                      "wordt; de definities zijn misschien onderweg."});
}

// By what FormatRowCode makes of measure and part.
using KnownFigures = std::map<std::string, int64_t>;

// Adds what the municipality knows of the month, in one area. Nothing where the
// caller may not read series: a source sees its own figures only.
absl::Status AddKnown(Cli& cli, const v1::QuerySeriesRequest& request,
                      KnownFigures& known) {
  const absl::StatusOr<v1::QuerySeriesResponse> response =
      cli.session().Call(&v1::SeriesService::Stub::QuerySeries, request);
  if (absl::IsPermissionDenied(response.status())) return absl::OkStatus();
  if (!response.ok()) return response.status();
  for (const v1::Series& series : response->series()) {
    const std::string split =
        series.split_by().empty()
            ? ""
            : absl::StrCat(series.split_by(), "=", series.split_code());
    for (const v1::MonthFigure& month : series.months()) {
      known[FormatRowCode(series.measure_code(), split)] = month.value();
    }
  }
  return absl::OkStatus();
}

// Adds it of the measures of `places` in the area of `request`: of those that
// are split, or of those that are not.
absl::Status AddKnownOf(Cli& cli, const std::vector<SheetPlace>& places,
                        bool is_split, v1::QuerySeriesRequest request,
                        KnownFigures& known) {
  std::set<std::string> codes;
  for (const SheetPlace& place : places) {
    if (place.area == request.area() && place.split.empty() != is_split) {
      codes.insert(place.measure);
    }
  }
  for (const auto& group : SeriesGroups({codes.begin(), codes.end()})) {
    request.mutable_measure_codes()->Assign(group.begin(), group.end());
    ENTENTE_RETURN_IF_ERROR(AddKnown(cli, request, known));
  }
  return absl::OkStatus();
}

// What is known of `places` in `area`.
absl::StatusOr<KnownFigures> Known(Cli& cli, const std::string& parent,
                                   const SheetKey& key, const std::string& area,
                                   const std::string& by,
                                   const std::vector<SheetPlace>& places) {
  v1::QuerySeriesRequest request;
  request.set_parent(parent);
  *request.mutable_from() = key.month;
  request.mutable_from()->set_day(1);
  *request.mutable_until() = request.from();
  request.set_area(area);
  KnownFigures known;
  ENTENTE_RETURN_IF_ERROR(
      AddKnownOf(cli, places, /*is_split=*/false, request, known));
  request.set_split_by(by);
  ENTENTE_RETURN_IF_ERROR(
      AddKnownOf(cli, places, /*is_split=*/true, request, known));
  return known;
}

absl::Status ListUnknown(const MeasureLookup& lookup) {
  std::string lists;
  for (const auto& [code, list] : lookup.lists()) {
    absl::StrAppend(&lists, lists.empty() ? "" : ", ", code);
  }
  if (lists.empty()) lists = "-";
  return ClientError(
      absl::StatusCode::kInvalidArgument, "CODE_LIST_UNKNOWN",
      {absl::StrCat("--by is a code list that measures are split by: ", lists,
                    "."),
       absl::StrCat("--by est une liste de codes par laquelle des mesures sont "
                    "ventilées : ",
                    lists, "."),
       absl::StrCat("--by is een codelijst waardoor metingen opgesplitst "
                    "worden: ",
                    lists, ".")});
}

// The parts of a measure that have a row each; one, all of it, where it is not
// split by the list.
std::vector<std::string> PartsOf(const cv1::MeasureDefinition& definition,
                                 const cv1::CodeList* list) {
  const auto& lists = definition.breakdowns();
  if (list == nullptr ||
      std::find(lists.begin(), lists.end(), list->code()) == lists.end()) {
    return {""};
  }
  std::vector<std::string> parts;
  for (const cv1::ListedCode& one : list->codes()) {
    parts.push_back(absl::StrCat(list->code(), "=", one.code()));
  }
  parts.push_back(absl::StrCat(list->code(), "=unknown"));
  return parts;
}

absl::Status NothingSplit(const std::string& list) {
  return ClientError(
      absl::StatusCode::kInvalidArgument, "MEASURE_NOT_SPLIT",
      {absl::StrCat("None of the measures of the sheet is split by ", list,
                    ". Leave out --by, or name one that is: entente indicators "
                    "measures."),
       absl::StrCat("Aucune des mesures du relevé n'est ventilée par ", list,
                    ". Omettez --by, ou nommez-en une qui l'est : entente "
                    "indicators measures."),
       absl::StrCat("Geen van de metingen van het blad is opgesplitst door ",
                    list,
                    ". Laat --by weg, of noem er een die het is: entente "
                    "indicators measures.")});
}

absl::Status TooLarge(size_t count) {
  const std::string rows = absl::StrCat(count);
  const std::string max = absl::StrCat(kSheetRowsMax);
  return ClientError(
      absl::StatusCode::kInvalidArgument, "SHEET_TOO_LARGE",
      {absl::StrCat("The sheet would have ", rows, " rows, at most ", max,
                    " are possible; name --measure or fewer --area."),
       absl::StrCat("Le relevé aurait ", rows, " lignes, au plus ", max,
                    " sont possibles ; indiquez --measure ou moins de "
                    "--area."),
       absl::StrCat("Het blad zou ", rows, " rijen tellen, hoogstens ", max,
                    " is mogelijk; geef --measure of minder --area.")});
}

}  // namespace

absl::StatusOr<SheetKey> SheetKeyOf(const SheetRequest& request,
                                    const std::string& parent) {
  SheetKey key;
  key.municipality = std::string(absl::StripPrefix(parent, "municipalities/"));
  key.source = request.source;
  ENTENTE_ASSIGN_OR_RETURN(key.month,
                           ParseDateOrMonthFlag("--month", request.month));
  if (key.month.day() == 0) return key;
  return UsageError({"--month is a month, as in 2018-03.",
                     "--month est un mois, comme 2018-03.",
                     "--month is een maand, zoals 2018-03."});
}

absl::StatusOr<Sheet> FillSheet(Cli& cli, const SheetRequest& request,
                                const std::string& parent, Language language) {
  Sheet sheet;
  ENTENTE_ASSIGN_OR_RETURN(sheet.key, SheetKeyOf(request, parent));
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup newest,
                           MeasureLookup::Read(cli, parent));
  const MeasureLookup lookup = newest.On(sheet.key.month).In(language);
  const cv1::CodeList* const list = lookup.FindList(request.by);
  if (!request.by.empty() && list == nullptr) return ListUnknown(lookup);
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<const v1::Measure*> measures,
                           Choose(lookup, request.measures, sheet.key.month));
  ENTENTE_ASSIGN_OR_RETURN(const AreaTree tree,
                           ReadAreas(cli.session(), parent));
  std::vector<std::string> areas = request.areas;
  if (areas.empty()) areas.push_back(sheet.key.municipality);
  std::sort(areas.begin(), areas.end());
  areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
  sheet.outer_areas = OuterAreas(tree, sheet.key.municipality, areas);
  std::vector<SheetPlace> places;
  for (const v1::Measure* measure : measures) {
    const std::string& code = measure->definition().code();
    for (const std::string& area : areas) {
      for (const std::string& part : PartsOf(measure->definition(), list)) {
        places.push_back({.measure = code, .split = part, .area = area});
      }
    }
  }
  const bool is_split =
      std::any_of(places.begin(), places.end(),
                  [](const SheetPlace& place) { return !place.split.empty(); });
  if (list != nullptr && !is_split) return NothingSplit(request.by);
  if (places.size() > kSheetRowsMax) return TooLarge(places.size());
  std::map<std::string, KnownFigures> known;
  for (const std::string& area : areas) {
    ENTENTE_ASSIGN_OR_RETURN(
        known[area], Known(cli, parent, sheet.key, area, request.by, places));
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckPartsElsewhere(cli, lookup, sheet.key, places, places));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<RowStanding> standings,
                           ReadStandings(cli, sheet.key, places));
  for (size_t i = 0; i < places.size(); ++i) {
    const SheetPlace& place = places[i];
    const cv1::MeasureDefinition& definition =
        lookup.Find(place.measure)->definition();
    SheetRow& row = sheet.rows.emplace_back();
    row.measure = place.measure;
    row.split = place.split;
    row.area = place.area;
    row.area_title = tree.Title(place.area, language);
    row.title = lookup.Title(place.measure, place.split);
    row.is_hours = definition.kind() == cv1::MEASURE_KIND_HOURS;
    row.unit = Pick(definition.unit(), language);
    row.is_confidential = definition.is_sensitive();
    const KnownFigures& figures = known[place.area];
    const auto figure = figures.find(FormatRowCode(place.measure, place.split));
    if (figure != figures.end()) row.known = figure->second;
    if (!standings[i].is_withdrawn) row.delivered = standings[i].value;
  }
  std::vector<PlacedFigure> rows;
  for (size_t i = 0; i < places.size(); ++i) {
    rows.push_back({.place = places[i], .is_hours = sheet.rows[i].is_hours});
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const std::vector<PlacedFigure> elsewhere,
      ReadFiguresElsewhere(cli, lookup, tree, sheet.key, places, rows));
  sheet.elsewhere = FiguresAgain(tree, sheet.key.municipality, rows, elsewhere);
  return sheet;
}

}  // namespace entente::client
