// That a file is not counted on top of a sheet: where rows of it would count
// anew in a measure and month of which a figure of a sheet of the same source
// counts. What the service says comes in through functions. Pure.
//
// A sheet is found by the ids of its places, as the measures are defined and
// divided today: events of one that had other areas or codes are told apart
// from no other event of the month, and guard nothing.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_GUARD_H_
#define TOOLS_CLIENT_SHEETS_SHEET_GUARD_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "tools/client/observation_rows.h"
#include "tools/client/sheets/guarded_month.h"
#include "tools/client/sheets/sheet.h"

namespace entente::client {

// Ids asked for at once, as the service takes at most.
inline constexpr size_t kGuardIdsMax = 1000;

// Code of a measure, and a month as year * 12 + month - 1.
using MeasureMonth = std::pair<std::string, int>;

// A row that counts something, until it is known whether it does so anew.
struct GuardedRow {
  MeasureMonth place = {};
  std::string event_id = {};
  // The event that it corrects; empty for a new one.
  std::string replaces = {};
  // Whether an earlier row of the file may be that event.
  bool is_replaced_of_file = false;
};

// Whether `row` adds to its measure and month, where `own` is how its own event
// counts and `replaced` the one that it corrects. A known row moves nothing;
// nor does one that corrects what the service would not find, or what counts
// there already. What counts 0 does not: who corrects it brings it anew.
bool AddsToPlace(const GuardedRow& row,
                 const entente::indicators::v1::EventCount& own,
                 const entente::indicators::v1::EventCount& replaced);

// Walks over files, one after another. Places that no sheet counts in are
// remembered from one to the next: of a sheet that comes between them only
// another guard knows. Not thread-safe.
class SheetGuard {
 public:
  // Every place of a measure that a sheet may have; none of an unknown measure.
  using PlacesOf = std::function<absl::StatusOr<std::vector<SheetPlace>>(
      const std::string& measure)>;
  // A month, as year * 12 + month - 1.
  using ReadMonth = std::function<absl::StatusOr<GuardedMonth>(int month)>;
  // How the events of 1 to kGuardIdsMax ids count now: one for each, in their
  // order.
  using Ask = std::function<
      absl::StatusOr<std::vector<entente::indicators::v1::EventCount>>(
          const std::vector<std::string>& event_ids)>;

  // `source` says whose sheets; its month is not read.
  SheetGuard(SheetKey source, PlacesOf places_of, ReadMonth read_month, Ask ask)
      : source_(std::move(source)),
        places_of_(std::move(places_of)),
        read_month_(std::move(read_month)),
        ask_(std::move(ask)) {}

  // Reads `rows` to their end; asks nothing where none of them counts anything,
  // of each month once, and of ids only where the source has events of the
  // measure in a month that takes rows. Rows that the service rejects whatever
  // it knows are passed over, as far as this is seen without it. Errors: those
  // of the functions.
  absl::Status Walk(ObservationRows& rows);

  // Where rows of the file add to a sheet, ascending.
  std::vector<MeasureMonth> added() const;

 private:
  enum class State {
    // Not asked about yet.
    kOpen,
    // No sheet counts there.
    kFree,
    // The month takes no row.
    kShut,
    kGuarded,
    // Guarded, and a row adds.
    kAdded,
  };

  // Forgets the file before, and what was found of it alone.
  void Begin();
  void Take(const entente::indicators::v1::Observation& row);
  // Whether `event_id` may be of an earlier row.
  bool IsOfFile(const std::string& event_id) const;
  // Finds out about the rows that are held, and lets them go.
  absl::Status Settle();
  absl::Status AskSheets();
  absl::Status AskRows();
  // Fills `months_` in, once for this file.
  absl::Status AskMonth(int month);

  const SheetKey source_;
  const PlacesOf places_of_;
  const ReadMonth read_month_;
  const Ask ask_;
  std::map<MeasureMonth, State> places_;
  // Those that were asked for this file.
  std::map<int, GuardedMonth> months_;
  std::vector<GuardedRow> held_;
  // Of the ids of the file so far.
  std::unordered_set<size_t> hashes_;
};

// FAILED_PRECONDITION / FILE_ADDS_TO_SHEET naming measures and months, and what
// is right: in a drop folder, or by command. `rows_held`: rows of the file that
// earlier runs delivered and that were not rejected, also as metadata
// rows_known; nullopt: nobody tells.
absl::Status FileAddsToSheet(const std::string& source,
                             const std::vector<MeasureMonth>& added,
                             bool is_dropped, std::optional<int64_t> rows_held);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_GUARD_H_
