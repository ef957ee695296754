#include "services/conventions/document/document_lines.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <unordered_set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/conventions/document/bullets.h"
#include "services/conventions/document/headings.h"
#include "services/conventions/document/text_fold.h"

namespace entente::conventions {
namespace {

// Heads and feet stand at most this many lines from a page boundary.
constexpr size_t kReach = 2;
// How often a line must stand in the document to be a head without a boundary
// beside it, and at boundaries.
constexpr int kRepeatsAnywhere = 3;
constexpr int kRepeatsAtBoundary = 2;

struct RawLine {
  Line line;
  bool is_page_number = false;
  bool is_near_boundary = false;
  // Whether the line may hold the text that a heading announced.
  bool is_after_heading = false;
  bool is_candidate = false;
};

void AppendSegments(absl::string_view physical, int number, bool* is_after_gap,
                    bool* is_after_break, std::vector<RawLine>* lines) {
  bool is_first = true;
  for (const absl::string_view segment : absl::StrSplit(physical, '\f')) {
    if (!is_first) *is_after_gap = *is_after_break = true;
    is_first = false;
    std::string clean = CleanText(segment);
    if (clean.empty()) {
      *is_after_gap = true;
      continue;
    }
    RawLine raw;
    raw.line.number = number;
    raw.line.folded = FoldText(clean);
    raw.line.text = std::move(clean);
    raw.line.is_after_gap = *is_after_gap;
    raw.line.is_after_page_break = *is_after_break;
    *is_after_gap = *is_after_break = false;
    lines->push_back(std::move(raw));
  }
}

std::vector<RawLine> SplitRaw(absl::string_view text) {
  std::vector<RawLine> lines;
  bool is_after_gap = false;
  bool is_after_break = false;
  int number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of("\r\n"), text.size());
    ++number;
    AppendSegments(text.substr(0, end), number, &is_after_gap, &is_after_break,
                   &lines);
    text.remove_prefix(end);
    if (absl::ConsumePrefix(&text, "\r\n")) continue;
    if (!text.empty()) text.remove_prefix(1);
  }
  return lines;
}

bool AllDigits(absl::string_view text) {
  return !text.empty() && text.size() <= 4 &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// "12", "- 12 -", "12/40", "12 / 40", "Page 12", "p. 12 sur 40", "Pagina 3 van
// 12", "[12]".
bool IsPageNumber(absl::string_view folded) {
  if (folded.size() > 24) return false;
  const bool has_dashes =
      absl::ConsumePrefix(&folded, "- ") && absl::ConsumeSuffix(&folded, " -");
  bool has_word = false;
  for (const absl::string_view word :
       {"pagina", "page", "pag.", "blz.", "p."}) {
    if (absl::ConsumePrefix(&folded, word)) {
      has_word = true;
      break;
    }
  }
  std::vector<std::string> parts;
  std::string current;
  for (const char c : folded) {
    if (absl::ascii_isalnum(c)) {
      current.push_back(c);
      continue;
    }
    if (c != ' ' && c != '/' && c != '[' && c != ']' && c != ':') return false;
    if (!current.empty()) parts.push_back(std::move(current));
    current.clear();
  }
  if (!current.empty()) parts.push_back(std::move(current));
  if (parts.size() == 3 && (parts[1] == "sur" || parts[1] == "van" ||
                            parts[1] == "de" || parts[1] == "of")) {
    parts.erase(parts.begin() + 1);
  }
  if (parts.empty() || parts.size() > 2) return false;
  for (const std::string& part : parts) {
    if (!AllDigits(part)) return false;
  }
  const bool has_slash = absl::StrContains(folded, "/");
  // A year alone on its line belongs to a table of amounts.
  const bool is_year = parts.size() == 1 && parts[0].size() == 4 &&
                       absl::StartsWith(parts[0], "20");
  if (is_year && !has_word && !has_dashes) return false;
  return parts.size() == 1 || has_word || has_dashes || has_slash;
}

// Digits differ from page to page; the rest of a head does not.
std::string FurnitureKey(absl::string_view folded) {
  std::string key;
  for (const char c : folded) {
    if (!absl::ascii_isdigit(c)) {
      key.push_back(c);
    } else if (key.empty() || key.back() != '#') {
      key.push_back('#');
    }
  }
  return key;
}

void MarkContext(std::vector<RawLine>* lines) {
  bool is_after_heading = false;
  for (RawLine& raw : *lines) {
    raw.is_page_number = IsPageNumber(raw.line.folded);
    if (raw.is_page_number) continue;
    const bool is_bullet = ReadBullet(raw.line.text).has_value();
    const Heading heading = ReadHeading(raw.line);
    raw.is_after_heading = is_after_heading;
    raw.is_candidate = !is_bullet && heading.kind == HeadingKind::kNone &&
                       raw.line.folded.size() <= 160 &&
                       raw.line.folded.size() >= 4;
    is_after_heading = HoldsText(heading.kind);
  }
  for (size_t i = 0; i < lines->size(); ++i) {
    const RawLine& raw = (*lines)[i];
    if (!raw.is_page_number && !raw.line.is_after_page_break) continue;
    const size_t first = i < kReach ? 0 : i - kReach;
    const size_t last = std::min(lines->size(), i + kReach + 1);
    for (size_t j = first; j < last; ++j) (*lines)[j].is_near_boundary = true;
  }
}

absl::string_view TitleOf(const std::vector<RawLine>& lines) {
  return lines.empty() ? absl::string_view() : lines.front().line.folded;
}

// A head that stands only once still shows as one when it says nothing but the
// title, right at a page boundary.
bool SaysTheTitle(absl::string_view folded,
                  const std::unordered_set<std::string>& title_words) {
  int known = 0;
  for (const absl::string_view word :
       absl::StrSplit(folded, absl::ByAnyChar(" -,.:|/"), absl::SkipEmpty())) {
    if (title_words.count(std::string(word)) > 0) {
      known += word.size() >= 4 ? 1 : 0;
      continue;
    }
    const bool is_filler = AllDigits(word) || word == "ville" ||
                           word == "stad" || word == "page" ||
                           word == "pagina" || word == "convention" ||
                           word == "overeenkomst";
    if (!is_filler) return false;
  }
  return known >= 2;
}

}  // namespace

DocumentLines SplitLines(absl::string_view text) {
  std::vector<RawLine> lines = SplitRaw(text);
  MarkContext(&lines);
  std::unordered_map<std::string, int> anywhere;
  std::unordered_map<std::string, int> at_boundary;
  for (const RawLine& raw : lines) {
    if (!raw.is_candidate || raw.is_after_heading) continue;
    const std::string key = FurnitureKey(raw.line.folded);
    ++anywhere[key];
    if (raw.is_near_boundary) ++at_boundary[key];
  }
  const std::unordered_set<std::string> title_words = [&] {
    std::unordered_set<std::string> words;
    for (const absl::string_view word : absl::StrSplit(
             TitleOf(lines), absl::ByAnyChar(" -,.:|/"), absl::SkipEmpty())) {
      words.insert(std::string(word));
    }
    return words;
  }();

  DocumentLines result;
  bool is_gap_due = false;
  bool is_break_due = false;
  for (RawLine& raw : lines) {
    bool is_furniture = raw.is_page_number;
    if (raw.is_candidate && !result.lines.empty()) {
      const std::string key = FurnitureKey(raw.line.folded);
      is_furniture =
          (!raw.is_after_heading && anywhere[key] >= kRepeatsAnywhere) ||
          (raw.is_near_boundary && at_boundary[key] >= kRepeatsAtBoundary) ||
          (raw.is_near_boundary && SaysTheTitle(raw.line.folded, title_words));
    }
    if (is_furniture) {
      result.furniture.push_back(raw.line.number);
      is_gap_due = true;
      is_break_due = is_break_due || raw.line.is_after_page_break;
      continue;
    }
    raw.line.is_after_gap = raw.line.is_after_gap || is_gap_due;
    raw.line.is_after_page_break = raw.line.is_after_page_break || is_break_due;
    is_gap_due = is_break_due = false;
    result.lines.push_back(std::move(raw.line));
  }
  return result;
}

}  // namespace entente::conventions
