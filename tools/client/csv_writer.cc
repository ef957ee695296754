#include "tools/client/csv_writer.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace entente::client {
namespace {

// The signs that begin a formula, those of East Asian keyboards too.
bool BeginsFormula(absl::string_view text) {
  for (const absl::string_view sign :
       {"=", "+", "-", "@", "＝", "＋", "－", "＠"}) {
    if (absl::StartsWith(text, sign)) return true;
  }
  return false;
}

bool IsOneOf(char c, absl::string_view all) {
  return all.find(c) != absl::string_view::npos;
}

std::string Harmless(absl::string_view text) {
  std::string harmless;
  if (!text.empty() && IsOneOf(text.front(), "\t\r\n")) harmless += '\'';
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_begin = i == 0 || IsOneOf(text[i - 1], ";,\t\r\n");
    if (is_begin && BeginsFormula(text.substr(i))) harmless += '\'';
    harmless += text[i];
  }
  return harmless;
}

std::string Quoted(absl::string_view text) {
  if (text.find_first_of("\";,\t\r\n") == absl::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace

std::string CsvText(absl::string_view text) { return Quoted(Harmless(text)); }

std::string CsvTexts(const std::vector<std::string>& texts) {
  return Quoted(
      absl::StrJoin(texts, "; ", [](std::string* out, const auto& one) {
        absl::StrAppend(out, Harmless(one));
      }));
}

void AddCsvLine(const std::vector<std::string>& cells, std::string& csv) {
  absl::StrAppend(&csv, absl::StrJoin(cells, ";"), "\r\n");
}

}  // namespace entente::client
