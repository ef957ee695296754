// Breaks sentences into lines of a terminal.
#ifndef TOOLS_CLIENT_REPORT_WRAP_H_
#define TOOLS_CLIENT_REPORT_WRAP_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace entente::client {

// `text` broken at spaces into lines of at most `columns`, every line but the
// first indented by `indent` spaces, each ended by '\n'. A word longer than a
// line is broken.
std::string WrapIndented(absl::string_view text, size_t columns, size_t indent);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_WRAP_H_
