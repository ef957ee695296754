// What a delivery comes to, for people.
#ifndef TOOLS_CLIENT_INGEST_OUTPUT_H_
#define TOOLS_CLIENT_INGEST_OUTPUT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "tools/client/cli.h"
#include "tools/client/ingest_sender.h"

namespace entente::client {

// A delivery that is to be shown.
struct ShownIngest {
  std::string session_id;
  // As given by --municipality; may be empty.
  std::string municipality;
  bool is_dry_run = false;
  // Rows of the file.
  int64_t file_rows = 0;
};

// How many rows were rejected, why, and what would be right.
void PrintRejectionReasons(Cli& cli, const IngestResult& result);

// Totals, reasons and, of a dry run, what it would change. Errors:
// INGEST_NOTHING_TAKEN, INGEST_DOES_NOT_RECONCILE, those of ListMeasures.
absl::Status PrintIngestResult(Cli& cli, const ShownIngest& shown,
                               const IngestResult& result);

// INGEST_REFUSED_WHOLE: --atomic, and so many rows cannot be taken.
absl::Status RefusedWhole(int64_t rejected);

// INGEST_STOPPED: rows before `row` are stored, the others are not.
absl::Status StoppedAt(int64_t row);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_INGEST_OUTPUT_H_
