#include "services/conventions/document/parser.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/utf8.h"
#include "services/conventions/document/document_errors.h"
#include "services/conventions/document/document_lines.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/head.h"
#include "services/conventions/document/heading_checks.h"
#include "services/conventions/document/headings.h"
#include "services/conventions/document/money_clause.h"
#include "services/conventions/document/municipalities.h"
#include "services/conventions/document/signature.h"
#include "services/conventions/document/tree_builder.h"
#include "services/conventions/document/tree_checks.h"
#include "services/conventions/document/tree_extent.h"

namespace entente::conventions {
namespace {

bool IsBinary(absl::string_view text) {
  if (absl::StartsWith(text, "%PDF-") || absl::StartsWith(text, "PK\x03\x04")) {
    return true;
  }
  size_t controls = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0) return true;
    const bool is_text = byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d);
    if (!is_text) ++controls;
  }
  // A stray control character happens in extracted text; many are no text.
  return controls > 8 && controls > text.size() / 200;
}

bool IsBlank(absl::string_view text) {
  absl::ConsumePrefix(&text, "\ufeff");
  return text.find_first_not_of(" \t\r\n\f\v") == absl::string_view::npos;
}

absl::Status CheckText(absl::string_view text, size_t bytes_max) {
  if (text.size() > bytes_max) return DocumentTooLarge(text.size(), bytes_max);
  if (IsBlank(text)) return DocumentEmpty();
  if (IsBinary(text)) return DocumentBinary();
  if (!IsValidUtf8(text)) {
    const size_t valid = ValidUtf8Prefix(text);
    const auto line =
        1 + std::count(text.begin(),
                       text.begin() + static_cast<std::ptrdiff_t>(valid), '\n');
    return InvalidUtf8(static_cast<int>(line));
  }
  return absl::OkStatus();
}

// A strategic objective with something under it, in a document that is called a
// convention or names its sectors.
absl::Status CheckIsConvention(const v1::Convention& convention) {
  ConventionSigns signs;
  signs.has_title = !convention.title().empty();
  for (const v1::Node& node : convention.nodes()) {
    signs.has_sector = signs.has_sector || node.kind() == v1::Node::KIND_SECTOR;
    signs.has_strategic_objective =
        signs.has_strategic_objective ||
        node.kind() == v1::Node::KIND_STRATEGIC_OBJECTIVE;
    signs.has_item =
        signs.has_item || node.kind() >= v1::Node::KIND_OPERATIONAL_OBJECTIVE;
  }
  const bool is_convention = signs.has_strategic_objective && signs.has_item &&
                             (signs.has_title || signs.has_sector);
  return is_convention ? absl::OkStatus() : NotAConvention(signs);
}

}  // namespace

absl::StatusOr<v1::Convention> ParseConvention(absl::string_view text,
                                               const ParseOptions& options) {
  ENTENTE_RETURN_IF_ERROR(CheckText(text, options.bytes_max));
  const DocumentLines document = SplitLines(text);
  const std::vector<Line>& lines = document.lines;
  std::vector<Heading> headings;
  headings.reserve(lines.size());
  for (const Line& line : lines) headings.push_back(ReadHeading(line));

  v1::Convention convention;
  convention.set_municipality_code(options.municipality_code);
  convention.set_police_zone_code(options.police_zone_code);
  convention.set_text_sha256(Sha256Hex(text));
  const TreeExtent extent = FindTree(lines, headings);
  ENTENTE_RETURN_IF_ERROR(BuildTree(lines, headings, extent, convention));

  const HeadText head(lines, extent.begin);
  const HeadLines where = ReadHead(lines, extent.begin, head, convention);
  ENTENTE_RETURN_IF_ERROR(CheckIsConvention(convention));
  CheckMunicipalityName(where.municipality_name, convention);
  ReadEnvelopes(head, convention);
  CheckHeadings(lines, headings, extent, convention);
  CheckStructure(convention);
  CheckTexts(convention);
  CheckEnvelopes(convention);
  ReadSignatures(lines, extent.end, where, convention);
  if (!document.furniture.empty()) {
    AddFinding(convention, "PAGE_FURNITURE", document.furniture.front(),
               {absl::StrCat(document.furniture.size())});
  }
  SortFindings(convention);
  return convention;
}

}  // namespace entente::conventions
