#include "services/conventions/dossier/dossier_standing.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/common/base/utf8.h"
#include "services/common/shapes/shapes.h"
#include "services/conventions/dossier/dossier_csv.h"
#include "services/conventions/dossier/dossier_errors.h"

namespace entente::conventions {
namespace {

// The reason in `cell` as people wrote it: its client puts "'" before each sign
// that begins a formula, at the start and after what parts cells.
std::string WithoutGuards(absl::string_view cell) {
  constexpr absl::string_view kSigns[] = {"=",  "+",  "-",  "@",
                                          "＝", "＋", "－", "＠"};
  std::string reason;
  for (size_t i = 0; i < cell.size(); ++i) {
    const bool is_begin = i == 0 || cell[i - 1] == ';' || cell[i - 1] == ',';
    const absl::string_view next = cell.substr(i + 1);
    const bool is_guard = is_begin && cell[i] == '\'' &&
                          std::any_of(std::begin(kSigns), std::end(kSigns),
                                      [&](absl::string_view sign) {
                                        return absl::StartsWith(next, sign);
                                      });
    if (!is_guard) reason += cell[i];
  }
  return reason;
}

// People may write "'" there too.
bool GivesReason(const std::string& cell) {
  return IsUnapprovedReason(cell) || IsUnapprovedReason(WithoutGuards(cell));
}

}  // namespace

bool IsUnapprovedReason(const std::string& reason) {
  return IsValidUtf8(reason) && !HasControlCharacters(reason) &&
         CountCharacters(absl::StripAsciiWhitespace(reason)) >=
             kUnapprovedReasonCharactersMin &&
         CountCharacters(reason) <= kUnapprovedReasonCharactersMax &&
         FindShapeInText(reason) == Shape::kPlain;
}

absl::StatusOr<std::set<absl::CivilMonth>> MonthsWithReason(
    absl::string_view csv) {
  std::set<absl::CivilMonth> explained;
  std::set<absl::CivilMonth> unexplained;
  size_t month_place = 0;
  size_t reason_place = 0;
  // Tables of earlier clients have no such column.
  bool has_reasons = false;
  const auto begin = [&](const CsvCells& titles) {
    month_place = ColumnOf(titles, kStandingMonthColumn);
    reason_place = ColumnOf(titles, kStandingReasonColumn);
    has_reasons = reason_place < titles.size();
    return month_place < titles.size();
  };
  const auto take = [&](const CsvCells& row) {
    absl::CivilMonth month;
    if (!absl::ParseCivilTime(row[month_place], &month)) return false;
    if (has_reasons && FindShapeInText(row[reason_place]) != Shape::kPlain) {
      return false;
    }
    const bool has_reason = has_reasons && GivesReason(row[reason_place]);
    (has_reason ? explained : unexplained).insert(month);
    return true;
  };
  if (!ForEachRow(csv, begin, take)) return ContentMalformed(kStandingPath);
  for (const absl::CivilMonth month : unexplained) explained.erase(month);
  return explained;
}

}  // namespace entente::conventions
