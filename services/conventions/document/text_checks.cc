#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/item_text.h"
#include "services/conventions/document/text_fold.h"
#include "services/conventions/document/tree_checks.h"

namespace entente::conventions {
namespace {

using v1::Node;

// Texts shorter than this differ by a letter or two without being the same.
constexpr size_t kTypoBytesMin = 20;
// Different texts compared with each other; a convention has some eighty.
constexpr size_t kTypoTextsMax = 400;
constexpr int kTypoEditsMax = 2;

bool IsItem(const Node& node) {
  return node.kind() >= Node::KIND_OPERATIONAL_OBJECTIVE;
}

// Whether at most kTypoEditsMax letters differ. Only a band around the diagonal
// is computed, so the time is linear in the length.
bool DiffersByTypo(const std::string& a, const std::string& b) {
  const int n = static_cast<int>(a.size());
  const int m = static_cast<int>(b.size());
  if (std::abs(n - m) > kTypoEditsMax) return false;
  constexpr int kBand = 2 * kTypoEditsMax + 1;
  constexpr int kFar = kTypoEditsMax + 1;
  std::vector<int> row(kBand, kFar);
  for (int k = 0; k < kBand; ++k) {
    if (k >= kTypoEditsMax) row[k] = k - kTypoEditsMax;
  }
  for (int i = 1; i <= n; ++i) {
    std::vector<int> next(kBand, kFar);
    for (int k = 0; k < kBand; ++k) {
      const int j = i + k - kTypoEditsMax;
      if (j < 0 || j > m) continue;
      int best = k + 1 < kBand ? row[k + 1] + 1 : kFar;
      if (j > 0) {
        best = std::min(best, row[k] + (a[i - 1] == b[j - 1] ? 0 : 1));
        if (k > 0) best = std::min(best, next[k - 1] + 1);
      }
      next[k] = std::min(best, kFar);
    }
    row = std::move(next);
    if (*std::min_element(row.begin(), row.end()) >= kFar) return false;
  }
  return row[m - n + kTypoEditsMax] <= kTypoEditsMax;
}

// A figure or roman numeral that differs is no typing error.
bool HasSameDigits(const std::string& a, const std::string& b) {
  const auto digits = [](const std::string& text) {
    std::string found;
    for (const char c : text) {
      if (c >= '0' && c <= '9') found.push_back(c);
    }
    return found;
  };
  return digits(a) == digits(b);
}

void CheckTypos(v1::Convention& convention) {
  struct Text {
    std::string folded;
    int line;
    std::string id;
  };
  std::map<Node::Kind, std::vector<Text>> texts;
  std::map<Node::Kind, std::unordered_map<std::string, int>> seen;
  for (const Node& node : convention.nodes()) {
    std::string folded = FoldLabel(node.text());
    if (folded.size() < kTypoBytesMin) continue;
    if (!seen[node.kind()].emplace(folded, node.line()).second) continue;
    std::vector<Text>& others = texts[node.kind()];
    if (others.size() >= kTypoTextsMax) continue;
    for (const Text& other : others) {
      if (DiffersByTypo(other.folded, folded) &&
          HasSameDigits(other.folded, folded)) {
        AddFinding(convention, "POSSIBLE_TYPO", node.line(),
                   {absl::StrCat(other.line)}, node.id());
        break;
      }
    }
    others.push_back({std::move(folded), node.line(), node.id()});
  }
}

// Indicators and countable results that say the same are counted once, wherever
// they stand; other texts are compared within their sector only, since both
// allocations pay for the same work.
void CheckRepetitions(v1::Convention& convention) {
  std::unordered_map<std::string, int> labels;
  std::unordered_map<std::string, int> texts;
  for (const Node& node : convention.nodes()) {
    if (node.kind() == Node::KIND_SECTOR || node.kind() == Node::KIND_PART) {
      texts.clear();
    }
    if (!IsItem(node)) continue;
    const std::string folded = FoldLabel(node.text());
    const bool is_label =
        node.kind() == Node::KIND_INDICATOR || IsCountable(folded);
    const std::string key = absl::StrCat(node.kind(), ":", folded);
    auto [first, is_new] =
        (is_label ? labels : texts).emplace(key, node.line());
    if (is_new) continue;
    AddFinding(convention, is_label ? "REPEATED_LABEL" : "REPEATED_TEXT",
               node.line(), {absl::StrCat(first->second)}, node.id());
  }
}

// The last item of a document is cut when another begins with all of its words
// and goes on.
bool IsBeginningOfAnother(const Node& last, const v1::Convention& convention) {
  const std::string folded = FoldLabel(last.text());
  if (folded.empty()) return false;
  for (const Node& node : convention.nodes()) {
    if (node.kind() != last.kind() || node.id() == last.id()) continue;
    const std::string other = FoldLabel(node.text());
    if (other.size() > folded.size() && absl::StartsWith(other, folded)) {
      return true;
    }
  }
  return false;
}

void CheckEnds(v1::Convention& convention) {
  const int count = convention.nodes_size();
  for (int i = 0; i < count; ++i) {
    const Node node = convention.nodes(i);
    if (!IsItem(node)) continue;
    const bool is_last = i + 1 == count;
    if (EndsOpen(node.text()) ||
        (is_last && IsBeginningOfAnother(node, convention))) {
      AddFinding(convention, "BULLET_CUT", node.line(), {Quoted(node.text())},
                 node.id());
    }
    if (EndsWithEllipsis(node.text())) {
      AddFinding(convention, "LIST_LEFT_OPEN", node.line(), {}, node.id());
    }
  }
}

}  // namespace

void CheckTexts(v1::Convention& convention) {
  CheckTypos(convention);
  CheckRepetitions(convention);
  CheckEnds(convention);
}

}  // namespace entente::conventions
