#include "services/conventions/dossier/dossier_figure_tables.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/time/civil_time.h"
#include "services/conventions/dossier/dossier_csv.h"
#include "services/conventions/dossier/dossier_errors.h"

namespace entente::conventions {
namespace {

// Of a count that a dossier may hold: digits enough for any.
constexpr size_t kCountDigitsMax = 9;
constexpr size_t kCodeBytesMax = 64;

// A column that says who did something.
constexpr char kConfirmedBy[] = "confirmed_by";

using IsCell = bool (*)(const std::string& cell);

bool IsTruth(const std::string& cell) {
  return cell == "true" || cell == "false";
}

bool IsCode(const std::string& cell) {
  return !cell.empty() && cell.size() <= kCodeBytesMax &&
         std::all_of(cell.begin(), cell.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '-' || c == '.';
         });
}

bool IsCount(const std::string& cell) {
  return !cell.empty() && cell.size() <= kCountDigitsMax &&
         std::all_of(cell.begin(), cell.end(), absl::ascii_isdigit);
}

// Before a month is due nothing is missing.
bool IsCountOrEmpty(const std::string& cell) {
  return cell.empty() || IsCount(cell);
}

// Which ones there are is the service of indicators'.
bool IsTimeliness(const std::string& cell) {
  return absl::StartsWith(cell, "TIMELINESS_") &&
         cell.size() <= kCodeBytesMax &&
         std::all_of(cell.begin(), cell.end(),
                     [](char c) { return absl::ascii_isupper(c) || c == '_'; });
}

bool IsMonthOf(const std::string& cell, int year) {
  absl::CivilMonth month;
  return absl::ParseCivilTime(cell, &month) && month.year() == year &&
         absl::FormatCivilTime(month) == cell;
}

using Columns = std::vector<std::pair<const char*, IsCell>>;

// Errors: DOSSIER_CONTENT, and DOSSIER_AUTHOR for a column of who did
// something.
absl::Status CheckTable(absl::string_view path, absl::string_view csv, int year,
                        const Columns& columns) {
  size_t month = 0;
  std::vector<size_t> places;
  bool names_somebody = false;
  const auto begin = [&](const CsvCells& titles) {
    names_somebody = ColumnOf(titles, kConfirmedBy) < titles.size();
    month = ColumnOf(titles, "month");
    for (const auto& column : columns) {
      places.push_back(ColumnOf(titles, column.first));
    }
    return !names_somebody && month < titles.size() &&
           std::all_of(places.begin(), places.end(),
                       [&](size_t place) { return place < titles.size(); });
  };
  const auto take = [&](const CsvCells& row) {
    if (!IsMonthOf(row[month], year)) return false;
    for (size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i].second(row[places[i]])) return false;
    }
    return true;
  };
  if (ForEachRow(csv, begin, take)) return absl::OkStatus();
  return names_somebody ? AuthorNamed(path, kConfirmedBy)
                        : ContentMalformed(path);
}

}  // namespace

absl::Status CheckSourcesTable(absl::string_view csv, int year) {
  return CheckTable(kSourcesPath, csv, year,
                    {{"source", IsCode},
                     {"timeliness", IsTimeliness},
                     {"is_expected", IsTruth},
                     {"is_confirmed", IsTruth},
                     {"is_corrected_later", IsTruth},
                     {"missing_measures", IsCountOrEmpty}});
}

absl::Status CheckUnusualTable(absl::string_view csv, int year) {
  return CheckTable(kUnusualPath, csv, year,
                    {{"measure", IsCode}, {"is_silent", IsTruth}});
}

}  // namespace entente::conventions
