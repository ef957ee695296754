// Text for comparison: what a reader takes for the same reads the same.
//
// Pure and thread-safe. Input is valid UTF-8; time is linear.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_TEXT_FOLD_H_
#define SERVICES_CONVENTIONS_DOCUMENT_TEXT_FOLD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace entente::conventions {

// Text of one line as it is kept: tabs and spaces of every width become one
// plain space, invisible characters (byte-order mark, zero width, soft hyphen)
// go, ends are trimmed. Quotes, dashes and accents stay as printed. '\n' stays.
std::string CleanText(absl::string_view text);

// Lower case without accents, quotes and repeated spaces; one apostrophe, one
// dash; ligatures spelt out; "°" as "o" and "€" as "eur". "Dites « Nuisances »"
// and `dites "nuisances"` fold to the same.
std::string FoldText(absl::string_view text);

// FoldText of a label, without the punctuation that ends a list item.
std::string FoldLabel(absl::string_view text);

// A folded text that remembers where each of its bytes comes from.
struct FoldedText {
  std::string text;
  // For each byte of `text`, the byte of the original it was made from; one
  // more entry holds the length of the original.
  std::vector<uint32_t> origin;
};
FoldedText FoldWithOrigin(absl::string_view text);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_TEXT_FOLD_H_
