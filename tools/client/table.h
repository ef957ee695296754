// Tables for a terminal.
//
//   Table table({{"enveloppe"}, {"alloué", Align::kRight}});
//   table.AddRow({"general-2018", "1.896.439,60"});
//   out << table.Render(100);
#ifndef TOOLS_CLIENT_TABLE_H_
#define TOOLS_CLIENT_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace entente::client {

// Columns a terminal needs for UTF-8 `text`; combining marks need none.
int DisplayWidth(absl::string_view text);
// The first `columns` columns of `text`, with "…" where something was cut.
std::string Shorten(absl::string_view text, int columns);
// `text` broken at spaces into lines of at most `columns`.
std::vector<std::string> Wrap(absl::string_view text, int columns);

enum class Align { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
  // Gives way when the table is too wide: its cells are wrapped.
  bool is_flexible = false;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns);

  // One cell per column.
  void AddRow(std::vector<std::string> cells);
  // A line across before the next row: above totals.
  void AddRule();
  bool is_empty() const { return rows_.empty(); }

  // Title, rule and rows, no wider than `columns` as long as the flexible
  // columns can give (at least 8 columns each). Ends with a newline.
  std::string Render(int columns) const;

 private:
  std::vector<int> Widths(int columns) const;

  std::vector<Column> columns_;
  // An empty row is a rule.
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_TABLE_H_
