// The result page: one self-contained HTML file that reads well in a browser,
// on a telephone and on A4 paper. No network, no script; a content security
// policy in the page forbids both. Labels in French and Dutch, the convention's
// text in its own language.
//
// Audience: the municipal coordinator. Measures whose small figures can point
// at a person are shown as a total only and marked confidential.
#ifndef TOOLS_CLIENT_REPORT_HTML_REPORT_H_
#define TOOLS_CLIENT_REPORT_HTML_REPORT_H_

#include <string>

#include "tools/client/report/report_model.h"

namespace entente::client {

// The page, UTF-8. The same model gives the same bytes.
std::string RenderHtml(const ReportModel& model);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_HTML_REPORT_H_
