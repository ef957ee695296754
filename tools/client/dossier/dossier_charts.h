// The months of the year as drawings, below the table of indicators: inline SVG
// with a title and a description, the same figures in a table beside it, so
// that nothing is told by the drawing alone and a print in black and white
// loses nothing. Pure.
#ifndef TOOLS_CLIENT_DOSSIER_DOSSIER_CHARTS_H_
#define TOOLS_CLIENT_DOSSIER_DOSSIER_CHARTS_H_

#include "tools/client/report/html_writer.h"
#include "tools/client/report/report_model.h"

namespace entente::client {

// A section with each measure once that has figures in `year`; nothing where
// none has. Of a measure that is shown as a total only, nothing.
void WriteMonthCharts(const ReportModel& model, int year, HtmlWriter& html);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_DOSSIER_CHARTS_H_
