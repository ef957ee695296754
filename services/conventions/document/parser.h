// From the text of a convention to its tree.
//
//   auto convention = ParseConvention(text, {.municipality_code = "21004",
//                                            .police_zone_code = "5339"});
//
// The tree is kept as irregular as it is printed. Every node gets a permanent
// id (kind and counter in document order: pt-01, se-01, go-01, so-01, op-01,
// er-01, in-01); a parent precedes its children; `line` is a line of `text`,
// from 1. Whatever looks wrong is a Finding (findings.h has the closed list),
// never a repair. What the document does not say stays empty. measure_codes are
// left empty: see services/conventions/profiles.
//
// Pure, offline, thread-safe; time and memory are linear in the text.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_PARSER_H_
#define SERVICES_CONVENTIONS_DOCUMENT_PARSER_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"

namespace entente::conventions {

struct ParseOptions {
  // Copied into the convention, unchecked (see money/identifiers.h). A
  // municipality code is compared with the name in the document
  // (municipalities.h): a difference is a finding.
  std::string municipality_code;
  std::string police_zone_code;
  // Longest text read. The longest convention seen has 25 kB.
  size_t bytes_max = 4 * 1024 * 1024;
};

// The most nodes and findings of one convention: two hundred is usual.
inline constexpr int kNodesMax = 5000;
inline constexpr int kFindingsMax = 5000;

// Reads a convention in French or Dutch from UTF-8 text as extracted from a
// PDF (pdf_text.h), with or without form feeds.
// Errors, all INVALID_ARGUMENT with an ErrorDetail in en, fr and nl, which says
// what is missing: DOCUMENT_EMPTY, DOCUMENT_TOO_LARGE (bytes or nodes),
// DOCUMENT_BINARY, INVALID_UTF8, NOT_A_CONVENTION.
absl::StatusOr<v1::Convention> ParseConvention(
    absl::string_view text, const ParseOptions& options = {});

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_PARSER_H_
