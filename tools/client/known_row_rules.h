// Rows of a delivery whose event ids the service knew already: they moved
// nothing, so what such a row says may not be how its event counts now. Which
// of them say something else than before the service tells with its answer; of
// rows that it did not compare, or answered to an earlier run, it is found out
// here. Pure.
#ifndef TOOLS_CLIENT_KNOWN_ROW_RULES_H_
#define TOOLS_CLIENT_KNOWN_ROW_RULES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "entente/indicators/v1/ingest_service.pb.h"

namespace entente::client {

// Known rows of a delivery that are compared: in memory they are some 150 MB.
inline constexpr size_t kKnownRowsMax = 1'000'000;
// Of those that count otherwise, how many are named.
inline constexpr size_t kKnownDifferencesMax = 10'000;

// A known row, and how its event counts otherwise now.
struct KnownRowDifference {
  // Row of the session, from 0.
  int64_t row_index = 0;
  // Our columns that differ, as a Rejection names them: "value",
  // "breakdown.audience"; "withdraws_event_id" where it counts on one side
  // alone, or the event that the row withdraws still counts;
  // "replaces_event_id" where the row never replaced that event; "event_id"
  // where only the service can tell what differs. Never empty.
  std::vector<std::string> columns = {};
};

// Columns in which `row` says something else than `now`; empty where nothing
// is told of its event.
std::vector<std::string> DifferingColumns(
    const entente::indicators::v1::Observation& row,
    const entente::indicators::v1::EventCount& now);

// The event that `row` corrects or withdraws; empty where it is a new one.
const std::string& NamedBy(const entente::indicators::v1::Observation& row);

// Whether both are told as one and the same event is; of two events that count
// alike this cannot be told.
bool IsSameCount(const entente::indicators::v1::EventCount& a,
                 const entente::indicators::v1::EventCount& b);

// What the service said of a known row when it answered it.
enum class Compared {
  // It did not compare it, or its answer went to nobody.
  kNot,
  // The row says what was stored under its id, or what counts by now.
  kSame,
  kDiffers,
};

struct KnownRow {
  // Of the session, from 0.
  int64_t row_index = 0;
  Compared compared = Compared::kNot;
  // An Observation, which takes a third of the room so.
  std::string bytes = {};
};

// The known rows of one delivery, and what its other rows settled.
class KnownRows {
 public:
  explicit KnownRows(size_t rows_max = kKnownRowsMax) : rows_max_(rows_max) {}

  // Adds the rows of `batch` that were answered as DUPLICATE; of the others
  // that were taken, the events that they corrected or withdrew. A copy of a
  // new event is left out where the service says so.
  void Add(const entente::indicators::v1::ObservationBatch& batch,
           const entente::indicators::v1::IngestResponse& answer);
  // Adds all rows of `batch`, which are durable without anybody having said
  // what became of them: some may be known ones, or rejected.
  void AddUnanswered(const entente::indicators::v1::ObservationBatch& batch);

  // Those that may differ: by row, ascending.
  const std::deque<KnownRow>& rows() const { return rows_; }
  bool has_open() const { return !rows_.empty(); }
  // Those that are the same and correct or withdraw: for what they settle. They
  // make room for rows().
  const std::deque<KnownRow>& links() const { return links_; }
  // Of links(), those that lead to one of rows() by the events that they name,
  // also over each other: the others settle nothing.
  std::vector<KnownRow> LinksToRows() const;
  // Rows that may differ, for which there was no room.
  int64_t left_out() const { return left_out_; }
  bool has_unanswered() const { return has_unanswered_; }
  // Own and named event of rows that corrected or withdrew; the latest ones.
  const std::deque<std::string>& settled() const { return settled_; }

 private:
  void Keep(int64_t row_index, const entente::indicators::v1::Observation& row,
            Compared compared);

  size_t rows_max_;
  std::deque<KnownRow> rows_;
  std::deque<KnownRow> links_;
  std::deque<std::string> settled_;
  int64_t left_out_ = 0;
  bool has_unanswered_ = false;
};

// Compares known rows, one after the other. The versions of a record belong
// together, in whatever order the file has them: where one of them that
// corrects or withdraws says what counts now, none of them is told.
class KnownRowComparison {
 public:
  // `settled`: see KnownRows.
  explicit KnownRowComparison(const std::deque<std::string>& settled)
      : settled_(settled.begin(), settled.end()) {}

  // `now` is of the row's own event, `named` of the one that it names. An id
  // that was used before for another event moved nothing: a withdrawal needs
  // `named` withdrawn, a correction both counted as one. One that `compared`
  // says to differ is told also where this does not show, or nothing is told of
  // its event: then no other row settles what it names. One that is the same is
  // not told: it settles, or links the versions that it names.
  void Add(int64_t row_index, const entente::indicators::v1::Observation& row,
           const entente::indicators::v1::EventCount& now,
           const entente::indicators::v1::EventCount& named,
           Compared compared = Compared::kNot);

  // Rows that nobody compared: nothing is told of their event either.
  int64_t not_compared() const { return not_compared_; }
  // In the order in which they were added. Ends the comparison.
  std::vector<KnownRowDifference> Take();

 private:
  struct Candidate {
    KnownRowDifference difference = {};
    // It is here for its events alone.
    bool is_link = false;
    // Its own one, and the one that it corrects; none where its id is used for
    // another event than it names.
    std::vector<std::string> events = {};
  };

  std::vector<Candidate> candidates_;
  std::vector<std::string> settled_;
  int64_t not_compared_ = 0;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_KNOWN_ROW_RULES_H_
