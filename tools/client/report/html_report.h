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

// What the figures of a report are worth. Invented ones are said to be so at
// the top and the foot of the page and on every sheet of paper.
enum class Figures { kReal, kInvented };

// The page, UTF-8. The same model gives the same bytes.
std::string RenderHtml(const ReportModel& model,
                       Figures figures = Figures::kReal);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_HTML_REPORT_H_
