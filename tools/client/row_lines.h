// On which line of its file each row begins, for a person who looks for it.
// Pure.
#ifndef TOOLS_CLIENT_ROW_LINES_H_
#define TOOLS_CLIENT_ROW_LINES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace entente::client {

// Runs of rows that are remembered: some 24 MB. A file of a line a row is one.
inline constexpr size_t kRowLineRunsMax = 1'000'000;

class RowLines {
 public:
  explicit RowLines(size_t runs_max = kRowLineRunsMax) : runs_max_(runs_max) {}

  // Rows come ascending, by index from 0; `line` is from 1, and 0 where the row
  // is no line of a file.
  void Add(int64_t row_index, int64_t line);

  // 0 where it is not known: the row was not added, or came after runs_max.
  int64_t Of(int64_t row_index) const;

 private:
  // So many rows from `row_index` on, each a line below the one before it.
  struct Run {
    int64_t row_index = 0;
    int64_t line = 0;
    int64_t rows = 0;
  };

  size_t runs_max_;
  // Ascending.
  std::vector<Run> runs_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ROW_LINES_H_
