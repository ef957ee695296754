// The look of the page: one constant style sheet for screen, telephone and A4
// paper. System fonts only; nothing is loaded from anywhere.
#ifndef TOOLS_CLIENT_REPORT_HTML_STYLE_H_
#define TOOLS_CLIENT_REPORT_HTML_STYLE_H_

#include "absl/strings/string_view.h"

namespace entente::client {

// For HtmlWriter::Style. Text colours keep a contrast of at least 4.5 to 1 on
// white (WCAG 2.1 AA).
absl::string_view ReportStyle();

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_HTML_STYLE_H_
