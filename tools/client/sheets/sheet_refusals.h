// Why a sheet that came back is not taken, and what helps.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_REFUSALS_H_
#define TOOLS_CLIENT_SHEETS_SHEET_REFUSALS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace entente::client {

// INVALID_ARGUMENT / SHEET_OTHER_SOURCE: it is of `source`, not of `meant`.
absl::Status SheetOfOtherSource(const std::string& source,
                                const std::string& meant);

// INVALID_ARGUMENT / `reason`: `cells` of the sheet of `month` ("2018-03")
// cannot be taken. Of a month that takes no figures it says the command that
// changes that, since reading again does not.
absl::Status SheetRefused(const std::string& reason, int64_t cells,
                          const std::string& month);

// ABORTED / SHEET_OVERTAKEN: others stand at `cells`.
absl::Status SheetOvertaken(const std::string& cells);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_REFUSALS_H_
