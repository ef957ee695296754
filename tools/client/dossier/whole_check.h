// Whether everything that a dossier holds was read. Pure.
#ifndef TOOLS_CLIENT_DOSSIER_WHOLE_CHECK_H_
#define TOOLS_CLIENT_DOSSIER_WHOLE_CHECK_H_

#include "absl/status/status.h"
#include "tools/client/report/report_data.h"

namespace entente::client {

// Errors: FAILED_PRECONDITION / DOSSIER_INCOMPLETE naming every missing part of
// `report`, its meetings aside.
absl::Status CheckWhole(const ReportData& report);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_WHOLE_CHECK_H_
