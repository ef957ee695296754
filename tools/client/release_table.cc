// Tables of releases for a terminal.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/client/format.h"
#include "tools/client/release_export.h"
#include "tools/client/release_parts.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ReleaseCell;

// What the names of areas may take of a line, and what lies between columns.
constexpr int kNameColumns = 26;
constexpr int kGapColumns = 2;

std::string CellText(const v1::ReleaseTable& table, const ReleaseCell& cell,
                     Language language) {
  // Yes or no of which nobody said anything.
  if (!cell.has_value() && cell.status() == ReleaseCell::STATUS_FREE) {
    return "–";
  }
  if (!cell.has_value()) {
    return absl::StrCat("(", ConfidentialityLetter(cell.status()), ")");
  }
  return FormatFigure(table.kind(), cell.value(), cell.denominator(),
                      Pick({"yes", "oui", "ja"}, language),
                      Pick({"no", "non", "nee"}, language));
}

// What the list says that the release is split by.
std::string SplitTitle(const v1::Release& release, Language language) {
  const std::string title = Pick(release.split_title(), language);
  return title.empty() ? release.split_by() : title;
}

// Of a table that is split by a code list.
std::string CodeText(const v1::ReleaseArea& row, Language language) {
  if (row.is_remainder()) {
    return Pick({"unknown", "inconnu", "onbekend"}, language);
  }
  if (row.code().empty()) {
    return Pick({"total", "total", "totaal"}, language);
  }
  return Pick(row.title(), language);
}

std::string RowText(const v1::ReleaseArea& row, Language language) {
  const std::string all =
      Pick({"all areas", "tous les lieux", "alle gebieden"}, language);
  const std::string rest = Pick({"elsewhere", "ailleurs", "elders"}, language);
  if (row.code().empty()) return row.is_remainder() ? rest : all;
  const std::string name =
      absl::StrCat(row.code(), " ", Pick(row.title(), language));
  return row.is_remainder() ? absl::StrCat(row.code(), ", ", rest) : name;
}

}  // namespace

std::string RenderReleaseTable(const v1::Release& release,
                               const v1::ReleaseTable& table, Language language,
                               int columns) {
  const bool is_split = !release.split_by().empty();
  std::vector<std::string> titles;
  // By row and title.
  std::map<std::tuple<std::string, bool, std::string>, std::string> texts;
  int widest = 0;
  for (const ReleaseCell& cell : table.cells()) {
    const std::string title = SpanText(cell.first_month(), cell.last_month());
    if (std::find(titles.begin(), titles.end(), title) == titles.end()) {
      titles.push_back(title);
    }
    const std::string text = CellText(table, cell, language);
    widest = std::max({widest, DisplayWidth(title), DisplayWidth(text)});
    texts[{cell.area(), cell.is_remainder(), title}] = text;
  }
  const int room = std::max(0, columns - kNameColumns);
  const size_t step = std::max(1, room / (widest + kGapColumns));
  std::string out;
  for (size_t first = 0; first < titles.size(); first += step) {
    const size_t end = std::min(titles.size(), first + step);
    std::vector<Column> heads = {
        {is_split ? SplitTitle(release, language)
                  : Pick({"area", "lieu", "gebied"}, language),
         Align::kLeft, true}};
    for (size_t i = first; i < end; ++i) {
      heads.push_back({titles[i], Align::kRight});
    }
    Table rows(heads);
    for (const v1::ReleaseArea& row : release.areas()) {
      std::vector<std::string> cells = {is_split ? CodeText(row, language)
                                                 : RowText(row, language)};
      for (size_t i = first; i < end; ++i) {
        cells.push_back(texts[{row.code(), row.is_remainder(), titles[i]}]);
      }
      rows.AddRow(std::move(cells));
    }
    absl::StrAppend(&out, first == 0 ? "" : "\n", rows.Render(columns));
  }
  return out;
}

}  // namespace entente::client
