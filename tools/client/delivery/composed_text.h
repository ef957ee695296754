// Names of files for comparing: macOS writes a letter and its accent as two
// characters, whoever types a pattern as one. Pure and thread-safe.
#ifndef TOOLS_CLIENT_DELIVERY_COMPOSED_TEXT_H_
#define TOOLS_CLIENT_DELIVERY_COMPOSED_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace entente::client {

// `text` in Unicode's normalization form C (UAX #15): an accent that follows
// its letter is one character with it. What is no well-formed UTF-8 stays as it
// is.
std::string ComposedText(absl::string_view text);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_COMPOSED_TEXT_H_
