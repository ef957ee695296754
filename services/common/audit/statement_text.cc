#include "services/common/audit/statement_text.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

constexpr size_t kLogLine = 1;
constexpr size_t kTreeLine = 9;
constexpr size_t kCountLine = 10;
constexpr size_t kHeadLines = 11;

bool IsPlain(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::StrContains("._~/:@-", absl::string_view(&c, 1));
}

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("This is not a statement of accesses: ", what, "."));
}

}  // namespace

bool IsStatementWord(absl::string_view text) {
  for (const char c : text) {
    if (!IsPlain(c)) return false;
  }
  return !text.empty();
}

std::string StatementWord(absl::string_view text) {
  if (text.empty()) return "-";
  std::string word;
  for (const char c : text) {
    if (IsPlain(c)) {
      word.push_back(c);
    } else {
      absl::StrAppendFormat(&word, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return word;
}

absl::StatusOr<StatementSummary> OpenStatement(absl::string_view note,
                                               const NoteVerifier& key) {
  StatementSummary summary;
  ENTENTE_ASSIGN_OR_RETURN(summary.text, key.Open(note, kStatementBytesMax));
  const std::vector<absl::string_view> lines =
      absl::StrSplit(absl::StripSuffix(summary.text, "\n"), '\n');
  if (lines.size() < kHeadLines || lines[0] != kStatementTitle) {
    return Malformed("its first line is another");
  }
  summary.log = std::string(absl::StripPrefix(lines[kLogLine], "log "));
  if (summary.log != key.name()) return Malformed("it speaks of another log");
  const std::vector<absl::string_view> tree =
      absl::StrSplit(lines[kTreeLine], ' ');
  if (tree.size() != 3 || !absl::SimpleAtoi(tree[1], &summary.tree_size) ||
      !absl::SimpleAtoi(absl::StripPrefix(lines[kCountLine], "entries "),
                        &summary.entries) ||
      summary.entries != static_cast<int64_t>(lines.size() - kHeadLines)) {
    return Malformed("it does not have the entries that it counts");
  }
  return summary;
}

}  // namespace entente::audit
