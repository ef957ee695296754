#include "services/conventions/document/findings.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/common/base/utf8.h"
#include "services/conventions/document/finding_table.h"
#include "services/conventions/document/parser.h"

namespace entente::conventions {
namespace {

constexpr size_t kQuotedBytesMax = 60;

const std::map<absl::string_view, size_t>& IndexByCode() {
  static const auto* const kIndex = [] {
    auto* index = new std::map<absl::string_view, size_t>;
    for (size_t i = 0; i < FindingTable().size(); ++i) {
      index->emplace(FindingTable()[i].kind.code, i);
    }
    return index;
  }();
  return *kIndex;
}

std::string Fill(absl::string_view sentence,
                 const std::vector<std::string>& arguments) {
  std::string filled;
  for (size_t i = 0; i < sentence.size(); ++i) {
    const bool is_place = sentence[i] == '$' && i + 1 < sentence.size() &&
                          sentence[i + 1] >= '0' && sentence[i + 1] <= '3';
    if (!is_place) {
      filled.push_back(sentence[i]);
      continue;
    }
    const size_t which = static_cast<size_t>(sentence[++i] - '0');
    if (which < arguments.size()) filled += arguments[which];
  }
  return filled;
}

}  // namespace

absl::string_view FindingTitle(absl::string_view code,
                               absl::string_view language_code) {
  const auto found = IndexByCode().find(code);
  if (found == IndexByCode().end()) return code;
  const auto& title = FindingTable()[found->second].title;
  if (language_code == "fr") return title.fr;
  if (language_code == "nl") return title.nl;
  return title.en;
}

void AddFinding(v1::Convention& convention, absl::string_view code, int line,
                const std::vector<std::string>& arguments,
                absl::string_view node_id) {
  if (convention.findings_size() >= kFindingsMax) return;
  v1::Finding& finding = *convention.add_findings();
  finding.set_line(line);
  finding.set_code(std::string(code));
  finding.set_node_id(std::string(node_id));
  const auto found = IndexByCode().find(code);
  if (found == IndexByCode().end()) {
    finding.set_message(std::string(code));
    return;
  }
  const FindingKind& kind = FindingTable()[found->second].kind;
  finding.set_message(Fill(kind.en, arguments));
  finding.set_message_fr(Fill(kind.fr, arguments));
  finding.set_message_nl(Fill(kind.nl, arguments));
}

void SortFindings(v1::Convention& convention) {
  const auto rank = [](const v1::Finding& finding) {
    const auto found = IndexByCode().find(finding.code());
    return found == IndexByCode().end() ? FindingTable().size() : found->second;
  };
  std::stable_sort(convention.mutable_findings()->begin(),
                   convention.mutable_findings()->end(),
                   [&](const v1::Finding& a, const v1::Finding& b) {
                     if (a.line() != b.line()) return a.line() < b.line();
                     return rank(a) < rank(b);
                   });
}

std::string Quoted(absl::string_view text) {
  if (text.size() <= kQuotedBytesMax) return std::string(text);
  absl::string_view head = text.substr(0, kQuotedBytesMax);
  // A cut inside a character would not be UTF-8.
  head = head.substr(0, ValidUtf8Prefix(head));
  const size_t space = head.rfind(' ');
  if (space != absl::string_view::npos && space > kQuotedBytesMax / 2) {
    head = head.substr(0, space);
  }
  return absl::StrCat(head, "…");
}

}  // namespace entente::conventions
