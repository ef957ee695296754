// A filter cut into its smallest parts. Pure.
#ifndef SERVICES_COMMON_FILTER_TOKENS_H_
#define SERVICES_COMMON_FILTER_TOKENS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace entente::filter {

struct Token {
  enum class Kind { kWord, kQuoted, kComparator, kOpen, kClose, kMinus, kEnd };
  Kind kind = Kind::kEnd;
  // Of a word and of a quoted text without its quotes and escapes.
  std::string text;
  // Of its first character, from 1.
  size_t position = 0;
};

// Ends with a kEnd. A word goes up to a space, a bracket, a quote or a
// comparator; a quoted text takes \" and \\. nullopt when a quoted text has no
// end; `position` is then where it began.
std::optional<std::vector<Token>> Cut(absl::string_view text, size_t& position);

}  // namespace entente::filter

#endif  // SERVICES_COMMON_FILTER_TOKENS_H_
