// What one delivered row, and one batch, must look like. Pure.
#ifndef SERVICES_INDICATORS_INGEST_RULES_H_
#define SERVICES_INDICATORS_INGEST_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "entente/indicators/v1/observation.pb.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/period_rules.h"

namespace entente::indicators {

// Rows of one batch, unreadable ones included.
inline constexpr int kBatchRowsMax = 8192;
inline constexpr int64_t kValueMax = 1000000000;
// Events asked for at once.
inline constexpr int kEventIdsMax = 1000;
inline constexpr size_t kEventIdBytesMin = 8;
inline constexpr size_t kEventIdBytesMax = 64;

// What rows are checked and decided against.
struct Ground {
  const Definitions* definitions = nullptr;
  const AreaList* areas = nullptr;
  // Place in `areas` of the municipality that the rows are of; -1 where the
  // list does not hold it.
  int municipality = -1;
  // What months admit on `today` for `source`; null: everything.
  const PeriodBook* periods = nullptr;
  // In Belgium. Nothing has happened on a later one.
  absl::CivilDay today;
  std::string source;
  // Somebody else delivers for the source.
  bool is_on_behalf = false;
  // Subject of who does, once it is known; empty: the source itself.
  std::string deliverer = {};
};

// Why a row is not taken: a column and a reason, both constants or names of
// definitions, so that no cell can slip in.
struct RowFault {
  const char* column = nullptr;
  const char* reason = nullptr;
};

// A row that passed, or its fault.
struct CheckedRow {
  // Null reason: the row is good.
  RowFault fault;
  // Place in Definitions::measures().
  uint32_t measure = 0;
  // Place in AreaList::areas().
  uint32_t area = 0;
  // See date_rules.h.
  uint32_t day = 0;
  int64_t value = 0;
  // Takes an event back; the rest is unset then.
  bool is_withdrawal = false;
  // Something is known of the code lists of its measure.
  bool has_breakdown = false;

  bool is_good() const { return fault.reason == nullptr; }
};

// Faults by column: none, or date FIELD_UNKNOWN (a field of another number than
// ours: what it says would be lost); event_id EVENT_ID_MALFORMED,
// EVENT_ID_LIKE_REPORT_NUMBER, PERSONAL_DATA_SHAPE; replaces_event_id and
// withdraws_event_id the same and REPLACES_ITSELF; any other column of a
// withdrawal WITHDRAWAL_NOT_EMPTY; measure UNKNOWN_MEASURE, MEASURE_NOT_COUNTED
// (yes/no, ratio and qualitative measures follow from events and words),
// SOURCE_NOT_ALLOWED (what people added to the measure in force in the month of
// the row names others), MEASURE_SENSITIVE_ON_BEHALF (only the source itself
// delivers counts of it); date DATE_INVALID, DATE_OUTSIDE_TERM, DATE_IN_FUTURE
// (a day after today, a month that has not begun); area AREA_UNKNOWN,
// AREA_OUTSIDE_MUNICIPALITY (see AreaList::IsOf: what happens in another
// municipality is no result of this one); value VALUE_NEGATIVE,
// VALUE_TOO_LARGE; breakdown those of CheckBreakdown. A column of the answer
// lives as long as the definitions of `ground`.
CheckedRow CheckRow(const entente::indicators::v1::Observation& row,
                    const Ground& ground);

// Fault of the row that corrects, or withdraws, an event nobody stored; on
// behalf of its source also one that is withheld: nothing is told of it.
constexpr RowFault UnknownEvent(bool is_withdrawal) {
  return {is_withdrawal ? "withdraws_event_id" : "replaces_event_id",
          "UNKNOWN_EVENT"};
}

// Fault of the row that corrects an event that was withdrawn.
inline constexpr RowFault kEventWithdrawn = {"replaces_event_id",
                                             "EVENT_WITHDRAWN"};

// OK when the batch is well formed. Errors, INVALID_ARGUMENT: BATCH_EMPTY,
// BATCH_TOO_LARGE, ROW_INDEX_INVALID, UNREADABLE_ROW_INVALID (indexes must
// ascend inside the batch; column and reason are words of closed lists: an
// adapter cannot put a cell there. A column "breakdown.<list>" is kept only
// where the list is defined, see ColumnOf), FIELD_UNKNOWN. Sequence and row
// index are judged against the session, see ingest_store.h.
absl::Status ValidateBatch(
    const entente::indicators::v1::ObservationBatch& batch);

// `column` of an unreadable row as it is kept: "breakdown" alone where what
// follows is no list that is defined.
std::string ColumnOf(const std::string& column, const Definitions& definitions);

// Index in the session of each row of `observations`: they take, in order, the
// indexes of the batch that no unreadable row names.
std::vector<int64_t> RowIndexes(
    const entente::indicators::v1::ObservationBatch& batch);

// OK when these events can be asked for. Errors, INVALID_ARGUMENT:
// EVENT_IDS_MISSING, EVENT_IDS_TOO_MANY with the most, EVENT_ID_MALFORMED: an
// id that no event can have is no question, and what looks like one of a person
// or a report is not compared with anything.
absl::Status ValidateEventIds(
    const entente::indicators::v1::BatchGetEventCountsRequest& request);

// OK when a session may be opened so. Errors, INVALID_ARGUMENT: FIELD_UNKNOWN,
// NAME_INVALID, SOURCE_INVALID, SESSION_ID_INVALID, FAILURE_MODE_INVALID;
// PERSONAL_DATA_SHAPE where the id of the session looks like the number of a
// person or of a police report: it is kept in clear.
absl::Status ValidateOpen(const entente::indicators::v1::OpenSession& open);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_RULES_H_
