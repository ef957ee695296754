// A file of figures of a context series:
//
//   period;area;value;published
//   2018;21004;1234,5;2019-06-01
//
// The separator is found in the header (csv.h). Pure; the command does the
// calls.
#ifndef TOOLS_CLIENT_CONTEXT_FILE_H_
#define TOOLS_CLIENT_CONTEXT_FILE_H_

#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/context.pb.h"

namespace entente::client {

// As many as a series may have.
inline constexpr size_t kContextRowsMax = 20000;

// Every row of `in`, values in the smallest step of `series`. What periods and
// areas are is for the service to say. Errors, INVALID_ARGUMENT naming line and
// column, never with the cell: CONTEXT_ROW, CONTEXT_FILE_EMPTY,
// CONTEXT_FILE_TOO_LONG, those of CsvReader.
absl::StatusOr<std::vector<entente::indicators::v1::ContextFigure>>
ReadContextFile(std::istream& in, const std::string& name,
                const entente::indicators::v1::ContextSeries& series);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CONTEXT_FILE_H_
