#include "tools/client/ingest_row_text.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/client/format.h"
#include "tools/client/ingest_rejections.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

// The line, or where none is known the row as `indicators rejections` counts
// it, which is another number than that of its line.
std::string PlaceText(Language language, int64_t row_index, int64_t line) {
  if (line != 0) return absl::StrCat(line);
  const int64_t row = row_index + 1;
  return Pick({absl::StrCat("row ", row, " of the delivery"),
               absl::StrCat("ligne ", row, " de la livraison"),
               absl::StrCat("rij ", row, " van de levering")},
              language);
}

}  // namespace

std::string RejectedRowsText(Language language, int columns,
                             const IngestResult& result,
                             const RowLines& lines) {
  if (result.rejected_rows.empty()) return "";
  Table table(
      {{Pick({"line of the file", "ligne du fichier", "regel van het bestand"},
             language),
        Align::kRight},
       {Pick({"column", "colonne", "kolom"}, language)},
       {Pick({"reason", "motif", "reden"}, language)}});
  int64_t last_line = 0;
  for (const RejectedRow& row : result.rejected_rows) {
    const int64_t line = lines.Of(row.row_index);
    if (row.is_consequence && line != 0 && line == last_line) continue;
    table.AddRow(
        {PlaceText(language, row.row_index, line), row.column, row.reason});
    last_line = line;
  }
  int64_t more = -static_cast<int64_t>(result.rejected_rows.size());
  for (const auto& [why, rows] : result.rejections) more += rows;
  std::string text = table.Render(columns);
  if (more > 0) {
    absl::StrAppend(
        &text,
        Pick(Plural(more,
                    {"… and {n} row more.", "… et {n} autre ligne.",
                     "… en nog {n} rij."},
                    {"… and {n} rows more.", "… et {n} autres lignes.",
                     "… en nog {n} rijen."}),
             language),
        "\n");
  }
  return text;
}

std::string LinesText(Language language, const std::vector<int64_t>& rows,
                      const RowLines& lines) {
  constexpr size_t kShownMax = 20;
  std::vector<int64_t> known;
  int64_t more = 0;
  for (const int64_t row : rows) {
    const int64_t line = lines.Of(row);
    if (line == 0) {
      ++more;
    } else if (known.empty() || known.back() != line) {
      known.push_back(line);
    }
  }
  std::vector<std::string> shown;
  size_t next = 0;
  while (next < known.size() && shown.size() < kShownMax) {
    const int64_t first = known[next];
    while (next + 1 < known.size() && known[next + 1] == known[next] + 1) {
      ++next;
    }
    shown.push_back(known[next] == first
                        ? absl::StrCat(first)
                        : absl::StrCat(first, "-", known[next]));
    ++next;
  }
  more += static_cast<int64_t>(known.size() - next);
  const std::string text = absl::StrJoin(shown, ", ");
  if (more == 0) return text;
  return absl::StrCat(
      text, text.empty() ? "" : " ",
      Pick(Plural(more, {"… and {n} more", "… et {n} autre", "… en nog {n}"},
                  {"… and {n} more", "… et {n} autres", "… en nog {n}"}),
           language));
}

}  // namespace entente::client
