// Delivers one file in the session that it belongs to, and in the ones after it
// as long as those take more (session_rules.h).
//
// Of a file of a drop folder the service is asked which session that is, when
// the file comes: the first that it does not hold, that does not hold all rows,
// or of which no row was rejected. It is noted beside the file before a row
// leaves: after a crash the file goes on in the session that is noted, so that
// it is delivered once for each time it was dropped. An account that is not
// told of sessions delivers in the first one, always; a file that is taken
// whole goes to the last one that the service holds, and begins none but the
// first. Nor does one whose order does not say which correction came last
// (correction_order.h).
//
// A file that is delivered by hand belongs to its first session, however often
// it is delivered: what was rejected for another cause is not judged anew. The
// sessions behind it have names that nobody gives to another file.
//
// Before the first row of a session leaves it is asked whether the file comes
// on top of a sheet. One that was half delivered goes on: what it would say,
// that nothing was sent, is not so. By hand the first session is asked about by
// who opens the file, and here the one that is begun in a later run than those
// before it.
#ifndef TOOLS_CLIENT_DELIVERY_FILE_DELIVERY_H_
#define TOOLS_CLIENT_DELIVERY_FILE_DELIVERY_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/delivery_watch.pb.h"
#include "entente/indicators/v1/observation.pb.h"
#include "tools/client/delivery/correction_order.h"
#include "tools/client/delivery/deliverer.h"
#include "tools/client/delivery/drop_folder.h"
#include "tools/client/delivery/session_rules.h"
#include "tools/client/observation_rows.h"

namespace entente::client {

struct FileDelivered {
  // Of the last session: also its totals, which account for every row. Of its
  // rejections those that no session before it took.
  Delivered last = {};
  // Of all sessions.
  entente::indicators::v1::IngestTotals totals = {};
  int64_t rows_known = 0;
  int64_t rows = 0;
  // Those of `totals` that sessions behind the first one of this run took.
  int64_t rows_taken_later = 0;
  int64_t records_left_out = 0;
  // Why rejected rows were left that the next session might take.
  entente::indicators::v1::DeliveryReceipt::LeftRejected left =
      entente::indicators::v1::DeliveryReceipt::LEFT_REJECTED_UNSPECIFIED;
};

// One file, once. Not thread-safe.
class FileDelivery {
 public:
  // Opens the rows of the file from its beginning; what it opened before is
  // read no more.
  using Open =
      std::function<absl::StatusOr<std::unique_ptr<ObservationRows>>()>;
  struct Options {
    // The file, in processing of a folder that outlives this; null and empty of
    // one that is delivered by hand.
    DropFolder* folder = nullptr;
    std::string name = {};
    std::string first_session = {};
    bool is_whole = false;
    bool is_dry_run = false;
    // Nobody asks whether it comes on top of a sheet.
    bool adds_to_sheets = false;
    // Whether no other session is to be begun in this run.
    std::function<bool()> is_stopping = nullptr;
  };

  // `deliverer` outlives it.
  FileDelivery(Deliverer& deliverer, Options options, Open open)
      : deliverer_(deliverer),
        options_(std::move(options)),
        open_(std::move(open)) {}

  // Errors: those of `open`, of the deliverer and of NoteSession; UNAVAILABLE /
  // WATCH_STOPPING between two sessions.
  absl::StatusOr<FileDelivered> Run();

  // The session in hand; the last one after Run.
  std::string session() const;
  // Whether it was, or would have been, delivered although nobody said whether
  // it comes on top of a sheet.
  bool sheets_not_asked() const { return sheets_not_asked_; }
  // Whether Run ended with an error of the service to that question, or to one
  // about sessions, so that nothing is known against the file.
  bool is_question_open() const { return is_question_open_; }

 private:
  // Id of session `number`, from 1, of the file.
  std::string SessionId(int number) const;
  // Sets `number_`, and `earlier_` to what came before it.
  absl::Status FindSession();
  // What the noted session follows on.
  absl::Status AskEarlier();
  // The deliverer's answers of that name.
  absl::StatusOr<std::optional<entente::indicators::v1::IngestTotals>>
  AskTotals(const std::string& session_id);
  absl::StatusOr<std::optional<std::vector<entente::indicators::v1::Rejection>>>
  ListRejected(const std::string& session_id);
  // Adds the session in hand to the earlier ones.
  void AddEarlier(
      const entente::indicators::v1::IngestTotals& totals,
      const std::optional<std::vector<entente::indicators::v1::Rejection>>&
          rejections);
  // Reads the file beside the rows of it that a session rejected, by row.
  absl::StatusOr<CorrectionOrder> ReadOrder(
      const std::vector<entente::indicators::v1::Rejection>& rejections);
  // Refuses a file that comes on top of a sheet, unless the session in hand
  // holds rows of it: it was asked about when that was begun.
  absl::Status CheckSheets();
  // Reads the file when it is first asked.
  absl::StatusOr<int64_t> CountRows();
  absl::Status DeliverOnce(FileDelivered& made);
  // Goes to the next session when that takes more, after so many in this run;
  // says why not where it might.
  absl::StatusOr<bool> GoOn(int sessions, FileDelivered& made);
  // Totals and rejections of all sessions.
  void SumUp(FileDelivered& made) const;

  Deliverer& deliverer_;
  const Options options_;
  const Open open_;
  int number_ = 1;
  // Of the sessions before that one.
  entente::indicators::v1::IngestTotals earlier_;
  RejectedRows rejected_;
  std::optional<int64_t> rows_;
  bool sheets_not_asked_ = false;
  bool is_question_open_ = false;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_FILE_DELIVERY_H_
