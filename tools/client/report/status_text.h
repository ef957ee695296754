// `entente status`: the same model as the page, for a terminal of 100 columns
// and for programs.
#ifndef TOOLS_CLIENT_REPORT_STATUS_TEXT_H_
#define TOOLS_CLIENT_REPORT_STATUS_TEXT_H_

#include <string>

#include "tools/client/report/format.h"
#include "tools/client/report/report_model.h"

namespace entente::client {

// Plain UTF-8 without escape codes, at most 100 columns a line.
std::string StatusText(const ReportModel& model, Language language);

// One JSON object: convention, envelopes, objectives, measures, apart from them
// those of the municipality's own (local_measures), findings, missing. Money in
// cents, figures as the services hold them (minutes for hours), months as
// "2018-03". Targets of years that were not agreed are null, with
// "target_note": "no target agreed" where none of the term is either; that of
// the term stands in "term_target", where there is one. Measures that are
// confidential carry their total and no months.
std::string StatusJson(const ReportModel& model);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_STATUS_TEXT_H_
