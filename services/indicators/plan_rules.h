// What becomes of the rows of batches that are stored together: decided in
// order against what was stored before, without storing anything. How rows were
// batched, and batches joined, makes no difference to any of them. Pure.
//
//   new event id                        CREATED   counted
//   event id stored before              DUPLICATE nothing moves; see below
//   correction, event it names unknown  REJECTED  UNKNOWN_EVENT, not remembered
//   correction or withdrawal on behalf  REJECTED  UNKNOWN_EVENT, likewise:
//     of the source, withheld event               nothing is told of it
//   correction, event was withdrawn     REJECTED  EVENT_WITHDRAWN, likewise
//   month that takes no row             REJECTED  see RejectionOf; a correction
//                                                 obeys the month of its event
//                                                 and its own
//   correction with the same figures    UNCHANGED its id is remembered
//     and breakdown
//   correction with other ones          UPDATED   old ones out, new ones in
//   withdrawal                          WITHDRAWN old figures out; unknown
//   events
//                                                 and months as for a
//                                                 correction
//   withdrawal, event was withdrawn     UNCHANGED its id is remembered
//
// A withdrawal is a correction to nothing, and the last one: what is to count
// again is delivered as a new event. A correction has an event id of its own.
// It may name the first row of an event or any earlier correction of it: they
// are one event. Its id is remembered also when it changed nothing, so that a
// late copy of it cannot undo a correction that came after.
//
// A DUPLICATE row differs where it says neither what the row stored under its
// id said (row_digest_rules.h) nor what its event counts as by now: then
// something was sent that moved nothing. A row stored before digests were kept
// is not compared. What an event counts as takes reading its block while nobody
// else delivers: of a batch the first kLookUpsMax rows that say something else
// than the row stored under their id are looked up, those behind them are not
// compared either, nor is on behalf of the source one of them whose event is
// withheld (Definitions::IsWithheld).
#ifndef SERVICES_INDICATORS_PLAN_RULES_H_
#define SERVICES_INDICATORS_PLAN_RULES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "services/indicators/event_id.h"
#include "services/indicators/ingest_rules.h"
#include "services/indicators/month_deltas.h"
#include "services/indicators/period_rules.h"
#include "services/indicators/row_digest_rules.h"

namespace entente::indicators {

// Known rows of one batch of which is looked up how their event counts.
inline constexpr int kLookUpsMax = 32;

// How an event counts.
struct CountedAs {
  std::string measure;
  std::string area;
  uint32_t day = 0;
  int64_t value = 0;
  // It counts no more: the rest is what it counted for last.
  bool is_withdrawn = false;
  // In canonical form (breakdown_rules.h); empty where nothing is known.
  std::string breakdown = {};

  friend bool operator==(const CountedAs& a, const CountedAs& b) {
    return a.day == b.day && a.value == b.value && a.measure == b.measure &&
           a.area == b.area && a.is_withdrawn == b.is_withdrawn &&
           a.breakdown == b.breakdown;
  }
};

// An event that was stored.
struct PastEvent {
  // Its first row.
  RowPlace root;
  // How it counts now.
  CountedAs counted;
};

// A row that was stored.
struct StoredRow {
  RowPlace place;
  // nullopt: it was stored before digests were kept.
  std::optional<RowDigest> digest;
};

// What was stored before.
class EventBook {
 public:
  virtual ~EventBook() = default;
  // A hint that `id` is asked for soon.
  virtual void Prefetch(const EventId&) const {}
  // The row under `id`; nullopt when it was not stored.
  virtual absl::StatusOr<std::optional<StoredRow>> Locate(
      const EventId& id) const = 0;
  // The event that the row under `id` belongs to.
  virtual absl::StatusOr<std::optional<PastEvent>> Find(
      const EventId& id) const = 0;
};

// A batch after validation and hashing, before the decision.
struct PreparedBatch {
  const entente::indicators::v1::ObservationBatch* batch = nullptr;
  // One per observation.
  std::vector<CheckedRow> rows;
  // Of good rows; unset otherwise.
  std::vector<EventId> ids;
  // Likewise: what the row says.
  std::vector<RowDigest> digests;
  // By place of the row: the event a good correction or withdrawal names.
  absl::flat_hash_map<size_t, EventId> corrected_ids;
  // By place of the row: in canonical form, of good rows that have one.
  absl::flat_hash_map<size_t, std::string> breakdowns;
  EventId fingerprint;
};

// A row to be stored.
struct NewRow {
  EventId id;
  // Numbers of the plan's dictionaries.
  uint32_t measure;
  uint32_t area;
  uint32_t day;
  int64_t value;
  bool is_correction = false;
  bool is_unchanged = false;
  // A correction that withdraws; measure, area, day, value and breakdown are
  // those withdrawn.
  bool is_withdrawal = false;
  // One more than its number in `breakdowns` of the plan; 0: none.
  uint32_t breakdown = 0;
  // Of the row as it was delivered.
  RowDigest digest = 0;
  // Corrections only: the event it names, and that event's first row.
  EventId corrected = {};
  RowPlace root = {};
};

// What is answered to one batch.
struct BatchOutcome {
  // One per observation.
  std::vector<entente::indicators::v1::RowState> states;
  // By row, the unreadable ones included.
  std::vector<entente::indicators::v1::Rejection> rejections;
  // Of this batch alone.
  entente::indicators::v1::IngestTotals totals;
  // By row, those of which totals count as differing.
  std::vector<int64_t> known_rows_that_differ;
  // DUPLICATE rows that were compared.
  int64_t known_rows_compared = 0;
  // By row, those that were not.
  std::vector<int64_t> known_rows_not_compared;
};

// What batches that are stored together come to.
struct BlockPlan {
  // One per batch, of as many as were decided; at least one.
  std::vector<BatchOutcome> outcomes;
  // In order; row i lies at (block, i).
  std::vector<NewRow> rows;
  Dictionary measures;
  Dictionary areas;
  // In canonical form; empty where no row has any.
  Dictionary breakdowns;
  MonthDeltas deltas;
  // Of splits, beside `deltas`: the measure of a cell is a number in `series`.
  Dictionary series;
  MonthDeltas split_deltas;
  // How corrected events count after the batches, by first row.
  std::map<RowPlace, CountedAs> corrected;
  // Newest month the source has delivered after them; see SourceRecord.
  int32_t newest_month = 0;

  // How `row`, one of `rows`, counts.
  CountedAs CountedAt(const NewRow& row) const;
};

// Decides `batches` in order; the rows of all of them, at most
// RowPlace::kRowsMax, will lie in `block`. Ends behind the batch with which
// kLookUpsMax known rows of all of them were looked up: the others are planned
// by themselves. Errors: those of `book`.
absl::StatusOr<BlockPlan> PlanBlock(const Ground& ground,
                                    absl::Span<const PreparedBatch> batches,
                                    const EventBook& book, int64_t block,
                                    int32_t newest_month);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PLAN_RULES_H_
