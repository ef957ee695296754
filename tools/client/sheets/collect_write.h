// Writes sheets: of one source, or of all that a month waits for.
#ifndef TOOLS_CLIENT_SHEETS_COLLECT_WRITE_H_
#define TOOLS_CLIENT_SHEETS_COLLECT_WRITE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/period.pb.h"
#include "tools/client/cli.h"
#include "tools/client/sheets/collect_fill.h"

namespace entente::client {

struct SheetFlags {
  std::string municipality = {};
  // "csv" or "xlsx"; empty: by the ending of `out`.
  std::string form = {};
  // A file, or for all sources of a month a folder; empty: a name made of
  // source and month, in this folder.
  std::string out = {};
  std::string language = {};
  SheetRequest asked = {};
};

struct WrittenSheet {
  std::string path = {};
  size_t rows = 0;
};

// The usage error of a source that is no code.
absl::Status SourceMalformed();

// The sheet of `flags.asked.source`, due when figures of `month` are asked of
// it (AskedUntil). Errors: UsageError for a malformed source, FILE_THERE,
// DRAFT_THERE, FILE_UNWRITABLE, those of FillSheet.
absl::StatusOr<WrittenSheet> WriteSheetOf(
    Cli& cli, const std::string& parent,
    const entente::indicators::v1::Period& month, SheetFlags flags);

// One for every source that the calendar expects and that has not confirmed,
// and a table of what was written and who was left out. A source whose sheet
// cannot be written keeps no other from its own; where no service answers the
// table is of what was written before. Errors: FAILED_PRECONDITION /
// NO_SOURCE_EXPECTED; AlreadyReported where a sheet is lacking.
absl::Status WriteSheetsOfMonth(Cli& cli, const std::string& parent,
                                const entente::indicators::v1::Period& month,
                                const SheetFlags& flags);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_COLLECT_WRITE_H_
