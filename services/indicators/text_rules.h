// Checks of the short texts people enter: bounded, one line, naming nobody.
// Pure.
#ifndef SERVICES_INDICATORS_TEXT_RULES_H_
#define SERVICES_INDICATORS_TEXT_RULES_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/common/v1/text.pb.h"

namespace entente::indicators {

// OK when `text` is at most `characters_max` Unicode characters without control
// characters and has no shape that identifies a person; empty is OK. Errors,
// INVALID_ARGUMENT at `field`, never with the text: TEXT_TOO_LONG,
// TEXT_NOT_ONE_LINE, PERSONAL_DATA_SHAPE.
absl::Status ValidateLine(absl::string_view text, const std::string& field,
                          size_t characters_max);

// The same of a text in each of its languages.
absl::Status ValidateLines(const entente::common::v1::LocalizedText& text,
                           const std::string& field, size_t characters_max);

// Whether all can read `words`: in French and in Dutch, and in no language a
// blank that hides those.
bool AreReadByAll(const entente::common::v1::LocalizedText& words);

// Whether both say the same in every language.
bool IsTheSameText(const entente::common::v1::LocalizedText& a,
                   const entente::common::v1::LocalizedText& b);

// `text` for comparing: lower case, without the accents of French, Dutch and
// German.
std::string FoldLine(absl::string_view text);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_TEXT_RULES_H_
