#include "tools/client/report/wrap.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/client/report/format.h"

namespace entente::client {
namespace {

// Bytes of the first `columns` code points of `text`.
size_t BytesOf(absl::string_view text, size_t columns) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_head = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (is_head && count++ == columns) return i;
  }
  return text.size();
}

}  // namespace

std::string WrapIndented(absl::string_view text, size_t columns,
                         size_t indent) {
  std::vector<std::string> lines;
  std::string line;
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, ' ', absl::SkipEmpty());
  for (absl::string_view word : words) {
    if (!line.empty() && Columns(line) + 1 + Columns(word) > columns) {
      lines.push_back(std::move(line));
      line.clear();
    }
    while (Columns(word) > columns) {
      const size_t bytes = BytesOf(word, columns);
      lines.emplace_back(word.substr(0, bytes));
      word.remove_prefix(bytes);
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", word);
  }
  lines.push_back(std::move(line));
  return absl::StrCat(
      absl::StrJoin(lines, absl::StrCat("\n", std::string(indent, ' '))), "\n");
}

}  // namespace entente::client
