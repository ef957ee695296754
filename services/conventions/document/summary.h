// A convention as one JSON object of figures.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_SUMMARY_H_
#define SERVICES_CONVENTIONS_DOCUMENT_SUMMARY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"

namespace entente::conventions {

// Figures of a tree. Counts are of nodes; `strategic_numbers` counts printed
// numbers, of which a block may carry two.
struct ConventionCounts {
  int parts = 0;
  int sectors = 0;
  int general_objectives = 0;
  int strategic_objectives = 0;
  int strategic_numbers = 0;
  int operational_objectives = 0;
  int expected_results = 0;
  int indicators = 0;
  int objectives_without_indicator = 0;

  bool operator==(const ConventionCounts&) const = default;
};

ConventionCounts CountNodes(const v1::Convention& convention);

// Indented JSON with exactly these keys, in this order: title, municipality,
// valid_from, valid_until (ISO 8601, "" where the document is silent),
// envelopes [{allocation: "GENERAL"|"SUPPLEMENTARY", year, amount_cents}],
// total_cents, parts, sectors, general_objectives, strategic_objectives,
// strategic_numbers, operational_objectives, expected_results, indicators,
// objectives_without_indicator, findings [{line, code, message}]. Messages are
// in `language_code`: "en", "fr" or "nl". Pure; ends with a newline.
std::string SummaryJson(const v1::Convention& convention,
                        absl::string_view language_code = "en");

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_SUMMARY_H_
