#include "tools/client/row_lines.h"

#include <algorithm>

namespace entente::client {

void RowLines::Add(int64_t row_index, int64_t line) {
  if (line == 0) return;
  if (!runs_.empty()) {
    Run& last = runs_.back();
    if (row_index == last.row_index + last.rows &&
        line == last.line + last.rows) {
      ++last.rows;
      return;
    }
  }
  if (runs_.size() >= runs_max_) return;
  runs_.push_back({row_index, line, 1});
}

int64_t RowLines::Of(int64_t row_index) const {
  const auto behind = std::upper_bound(
      runs_.begin(), runs_.end(), row_index,
      [](int64_t index, const Run& run) { return index < run.row_index; });
  if (behind == runs_.begin()) return 0;
  const Run& run = *(behind - 1);
  const int64_t place = row_index - run.row_index;
  return place < run.rows ? run.line + place : 0;
}

}  // namespace entente::client
