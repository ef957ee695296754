// What a delivery comes to, for people.
#ifndef TOOLS_CLIENT_INGEST_OUTPUT_H_
#define TOOLS_CLIENT_INGEST_OUTPUT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "entente/indicators/v1/delivery_watch.pb.h"
#include "tools/client/cli.h"
#include "tools/client/ingest_sender.h"
#include "tools/client/known_rows_question.h"
#include "tools/client/row_lines.h"

namespace entente::client {

// A delivery that is to be shown.
struct ShownIngest {
  std::string source;
  std::string session_id;
  // The last one of the file: `session_id` or one behind it.
  std::string last_session_id;
  // As given by --municipality; may be empty.
  std::string municipality;
  bool is_dry_run = false;
  // Rows of the file.
  int64_t file_rows = 0;
  // Those of them that sessions behind `session_id` took.
  int64_t rows_taken_later = 0;
  // Whether the last session holds rows of which it is not known that they are
  // those of the file.
  bool has_unproved = false;
  // Why rows were left rejected that a later session might take.
  entente::indicators::v1::DeliveryReceipt::LeftRejected left =
      entente::indicators::v1::DeliveryReceipt::LEFT_REJECTED_UNSPECIFIED;
  // Its records that are no rows.
  int64_t records_left_out = 0;
  // Its rows that the service knew already, as they compare.
  KnownRowsAnswer known_rows = {};
  // Where its rows stand in it.
  RowLines lines = RowLines();
};

// How many records of a file were left out as those of other municipalities;
// nothing where none was.
void PrintLeftOut(Cli& cli, int64_t records);

// How many rows were rejected, why, and what would be right; below it the first
// ones by line. Nothing where none was.
void PrintRejections(Cli& cli, const IngestResult& result,
                     const RowLines& lines);

// Which known rows say something else than what counts now, by column and line,
// and how to correct them; nothing where there is none.
void PrintKnownRows(Cli& cli, const KnownRowsAnswer& known_rows,
                    const RowLines& lines);

// Totals of all sessions, reasons and, of a dry run, what it would change; that
// every row is accounted for only where that is known.
// Errors: INGEST_NOTHING_TAKEN, INGEST_KNOWN_ROWS_DIFFER,
// INGEST_DOES_NOT_RECONCILE, those of ListMeasures.
absl::Status PrintIngestResult(Cli& cli, const ShownIngest& shown,
                               const IngestResult& result);

// INGEST_REFUSED_WHOLE: --atomic, and so many rows cannot be taken.
absl::Status RefusedWhole(int64_t rejected);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_INGEST_OUTPUT_H_
