// Rows of a file behind a session that holds the first ones already: whether
// those are the rows that were delivered in it. A session that somebody named
// says nothing of its file; of another one, whatever stands in their place
// would be passed over and never sent. Pure: what the service says comes in
// through functions.
//
// Each row that is passed over has an event that the service knows, unless the
// session rejected it or the service withholds it; where one has none, the rows
// end there. Of a row that was rejected or is withheld, or counts otherwise
// now, nobody can tell whether it is the same: it may have been mended since.
#ifndef TOOLS_CLIENT_PASSED_ROWS_H_
#define TOOLS_CLIENT_PASSED_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "tools/client/known_row_rules.h"
#include "tools/client/observation_rows.h"
#include "tools/client/row_lines.h"

namespace entente::client {

// Rows that are asked about at once, as the service takes at most.
inline constexpr size_t kPassedIdsMax = 1000;

// Passes on the rows of another reader. Not thread-safe.
class PassedRows final : public ObservationRows {
 public:
  // What the service says; nullopt where nobody tells this account.
  struct Asks {
    using Counts =
        std::optional<std::vector<entente::indicators::v1::EventCount>>;
    using Page = std::optional<entente::indicators::v1::ListRejectionsResponse>;
    // How the events of 1 to kPassedIdsMax ids count now: one for each, in
    // their order.
    std::function<absl::StatusOr<Counts>(
        const std::vector<std::string>& event_ids)>
        counts;
    // A page of the rows that the session rejected, by row.
    std::function<absl::StatusOr<Page>(const std::string& page_token)>
        rejections;
    // Whether the service knows of no event of this measure when this account
    // asks; null where it knows all that it has.
    std::function<bool(const std::string& measure_code)> is_withheld = nullptr;
  };

  // The first `rows_held` rows are those that `session_id` holds; where it is 0
  // nothing is asked. `rows`, at its beginning, outlives it.
  PassedRows(ObservationRows& rows, std::string session_id, int64_t rows_held,
             Asks asks)
      : rows_(rows),
        session_id_(std::move(session_id)),
        rows_held_(rows_held),
        asks_(std::move(asks)) {}

  // False also where `status` is an error.
  bool Next(entente::indicators::v1::ObservationBatch& batch) override;
  bool Skip() override;

  int64_t row_index() const override { return rows_.row_index(); }
  int64_t line() const override { return rows_.line(); }
  int64_t records_left_out() const override { return rows_.records_left_out(); }
  int64_t bytes() const override { return rows_.bytes(); }
  bool is_cut_short() const override { return rows_.is_cut_short(); }
  bool has_loose_rows() const override { return rows_.has_loose_rows(); }

  // Why the rows ended before the file did. FAILED_PRECONDITION /
  // INGEST_FILE_CHANGED: it is another file; those of the functions.
  const absl::Status& status() const { return status_; }
  // Rows that the session holds of which it is not known whether they still say
  // what was delivered.
  int64_t unproved() const { return unproved_; }
  // Adds to `known`, those of the delivery that ended, the rows that the
  // session holds and that may count otherwise now, and what settles them.
  void AddDiffering(KnownRows& known) const;
  // Where all rows so far stand in the file.
  const RowLines& lines() const { return lines_; }

 private:
  struct HeldRow {
    int64_t row_index = 0;
    // Empty where it could not be read.
    entente::indicators::v1::Observation row = {};
  };

  // Finds out about the rows that wait, and lets them go.
  absl::Status Settle();
  absl::Status Judge(const HeldRow& held,
                     const entente::indicators::v1::EventCount& now);
  // Whether the service may know the event of `row` and not say so: it
  // withholds it, or took its id when ids were judged less strictly.
  bool MayBeUntold(const entente::indicators::v1::Observation& row) const;
  // For AddDiffering: `rows` is differing_ or links_.
  void Keep(const HeldRow& held, std::deque<KnownRow>& rows);
  // Of rows that ascend.
  absl::StatusOr<bool> WasRejected(int64_t row_index);
  absl::Status FileChanged(int64_t row_index) const;

  ObservationRows& rows_;
  const std::string session_id_;
  const int64_t rows_held_;
  const Asks asks_;
  absl::Status status_ = absl::OkStatus();
  RowLines lines_;
  // Not asked about yet.
  std::vector<HeldRow> waiting_;
  // False once nobody told.
  bool is_told_ = true;
  int64_t unproved_ = 0;
  // Known rows that count otherwise now.
  std::deque<KnownRow> differing_;
  // Those that are the same and name another event: they may settle what
  // differs, and make room for it.
  std::deque<KnownRow> links_;
  // Of the session, from the row in hand on, as far as they were listed.
  std::deque<int64_t> rejected_;
  std::string page_token_;
  bool is_last_page_ = false;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PASSED_ROWS_H_
