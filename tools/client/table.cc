#include "tools/client/table.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

namespace entente::client {
namespace {

constexpr char kGap[] = "  ";
constexpr int kGapColumns = 2;
constexpr int kFlexibleColumnsMin = 8;

// Bytes of the character at the start of `text`; 1 for a stray byte.
size_t CharacterBytes(absl::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(bytes, text.size());
}

// Columns of one character: combining marks take none. The suite's languages
// need no double width.
int CharacterColumns(absl::string_view character) {
  if (character.size() != 2) return 1;
  const uint32_t code = (static_cast<unsigned char>(character[0]) & 0x1F) << 6 |
                        (static_cast<unsigned char>(character[1]) & 0x3F);
  return code >= 0x300 && code < 0x370 ? 0 : 1;
}

// Splits off the longest start of `text` that fits; at least one character.
absl::string_view TakeColumns(absl::string_view& text, int columns) {
  size_t bytes = 0;
  int used = 0;
  while (bytes < text.size()) {
    const size_t next = CharacterBytes(text.substr(bytes));
    used += CharacterColumns(text.substr(bytes, next));
    if (used > columns && bytes > 0) break;
    bytes += next;
  }
  const absl::string_view taken = text.substr(0, bytes);
  text.remove_prefix(bytes);
  return taken;
}

std::string Pad(const std::string& text, int columns, Align align) {
  const int missing = std::max(0, columns - DisplayWidth(text));
  const std::string space(missing, ' ');
  return align == Align::kRight ? space + text : text + space;
}

std::string Rule(int columns) {
  std::string rule;
  for (int i = 0; i < columns; ++i) rule += "─";
  return rule;
}

void StripRight(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    const size_t bytes = CharacterBytes(text);
    columns += CharacterColumns(text.substr(0, bytes));
    text.remove_prefix(bytes);
  }
  return columns;
}

std::string Shorten(absl::string_view text, int columns) {
  if (DisplayWidth(text) <= columns) return std::string(text);
  std::string kept(TakeColumns(text, std::max(1, columns - 1)));
  StripRight(kept);
  return kept + "…";
}

std::vector<std::string> Wrap(absl::string_view text, int columns) {
  std::vector<std::string> lines = {""};
  int used = 0;
  while (!text.empty()) {
    const size_t space = text.find(' ');
    absl::string_view word = text.substr(0, space);
    text.remove_prefix(space == absl::string_view::npos ? text.size()
                                                        : space + 1);
    if (word.empty()) continue;
    const int width = DisplayWidth(word);
    if (used > 0 && used + 1 + width > columns) {
      lines.emplace_back();
      used = 0;
    }
    if (used > 0) {
      lines.back() += ' ';
      ++used;
    }
    while (DisplayWidth(word) > columns) {
      lines.back() += std::string(TakeColumns(word, columns));
      lines.emplace_back();
    }
    lines.back() += std::string(word);
    used += DisplayWidth(word);
  }
  return lines;
}

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::AddRow(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

void Table::AddRule() { rows_.emplace_back(); }

std::vector<int> Table::Widths(int columns) const {
  std::vector<int> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    int width = DisplayWidth(columns_[i].title);
    for (const auto& row : rows_) {
      if (!row.empty()) width = std::max(width, DisplayWidth(row[i]));
    }
    widths.push_back(width);
  }
  const int gaps = kGapColumns * (static_cast<int>(columns_.size()) - 1);
  int excess = std::accumulate(widths.begin(), widths.end(), gaps) - columns;
  // The widest flexible column gives first, so that narrow ones stay whole.
  while (excess > 0) {
    int widest = -1;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!columns_[i].is_flexible || widths[i] <= kFlexibleColumnsMin) {
        continue;
      }
      if (widest < 0 || widths[i] > widths[widest]) {
        widest = static_cast<int>(i);
      }
    }
    if (widest < 0) break;
    --widths[widest];
    --excess;
  }
  return widths;
}

std::string Table::Render(int columns) const {
  const std::vector<int> widths = Widths(columns);
  std::string text;
  const auto add_line = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line += kGap;
      line += Pad(cells[i], widths[i], columns_[i].align);
    }
    StripRight(line);
    text += line + "\n";
  };
  const auto add_rule = [&] {
    std::vector<std::string> rules;
    for (const int width : widths) rules.push_back(Rule(width));
    add_line(rules);
  };
  const auto add_cells = [&](const std::vector<std::string>& cells) {
    std::vector<std::vector<std::string>> wrapped;
    size_t height = 1;
    for (size_t i = 0; i < cells.size(); ++i) {
      wrapped.push_back(columns_[i].is_flexible
                            ? Wrap(cells[i], widths[i])
                            : std::vector<std::string>{cells[i]});
      height = std::max(height, wrapped.back().size());
    }
    for (size_t row = 0; row < height; ++row) {
      std::vector<std::string> line;
      for (const auto& cell : wrapped) {
        line.push_back(row < cell.size() ? cell[row] : "");
      }
      add_line(line);
    }
  };
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  add_cells(titles);
  add_rule();
  for (const auto& row : rows_) {
    if (row.empty()) {
      add_rule();
    } else {
      add_cells(row);
    }
  }
  return text;
}

}  // namespace entente::client
