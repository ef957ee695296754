// Asks the service whether a file would count on top of a sheet of its source.
#ifndef TOOLS_CLIENT_SHEETS_FILE_ADDS_QUESTION_H_
#define TOOLS_CLIENT_SHEETS_FILE_ADDS_QUESTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/observation_rows.h"
#include "tools/client/session.h"
#include "tools/client/sheets/sheet_guard.h"

namespace entente::client {

// Of the files of one source, one after another: of one command, or of a round
// of a drop folder. Not thread-safe.
class FileAddsQuestion {
 public:
  struct Options {
    // "municipalities/21004".
    std::string parent = {};
    std::string source = {};
    // The account is not the source, and delivers for it.
    bool is_on_behalf = false;
    // What is right is told for a drop folder.
    bool is_dropped = false;
  };

  // `session` outlives it.
  FileAddsQuestion(Session& session, Options options);
  // The guard calls back.
  FileAddsQuestion(const FileAddsQuestion&) = delete;
  FileAddsQuestion& operator=(const FileAddsQuestion&) = delete;

  // Reads `rows` to their end, and asks in portions of what the service takes
  // at once; nothing where no row counts anything. An account that is not told
  // of months is asked about as if each took rows and had events. `rows_held`:
  // see FileAddsToSheet. Errors: FAILED_PRECONDITION / FILE_ADDS_TO_SHEET;
  // those of ListMeasures, GetPeriod, GetPeriodOnBehalf and
  // BatchGetEventCounts.
  absl::Status Check(ObservationRows& rows, std::optional<int64_t> rows_held);

 private:
  absl::StatusOr<std::vector<SheetPlace>> PlacesOf(const std::string& measure);
  absl::StatusOr<GuardedMonth> ReadMonth(int month);
  absl::StatusOr<std::vector<entente::indicators::v1::EventCount>> AskCounts(
      const std::vector<std::string>& event_ids);

  Session& session_;
  const Options options_;
  SheetGuard guard_;
  // Read when they are first needed.
  std::optional<MeasureLookup> measures_;
  // False once it was said that they are not told.
  bool are_months_told_ = true;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_FILE_ADDS_QUESTION_H_
