// What is done with the files of a drop folder, one after another: taken,
// checked, delivered, receipted, put away.
//
//   incoming ─take─► processing ─deliver─► receipt on disk ─► done | quarantine
//
// A crash anywhere leaves the file in processing, and the next round does all
// of it again: the session is made of the content and noted beside the file
// (file_delivery.h), so the service answers for rows it has without counting
// them, and the receipt comes out the same.
#ifndef TOOLS_CLIENT_DELIVERY_DROP_WORKER_H_
#define TOOLS_CLIENT_DELIVERY_DROP_WORKER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/delivery_watch.pb.h"
#include "entente/indicators/v1/observation.pb.h"
#include "tools/client/delivery/drop_folder.h"
#include "tools/client/delivery/revision_rules.h"
#include "tools/client/delivery/watch_config.h"
#include "tools/client/known_row_rules.h"
#include "tools/client/observation_rows.h"

namespace entente::client {

// Rejections that a receipt lists, one for each event.
inline constexpr int kReceiptRejectionsMax = 10'000;
// Rejected rows that those may be.
inline constexpr size_t kRejectedRowsMax =
    size_t{kReceiptRejectionsMax} * kRevisionsMax;

// Rows that were rejected, by (column, reason).
using RejectionCounts = std::map<std::pair<std::string, std::string>, int64_t>;

// What the service says of a whole session.
struct Delivered {
  entente::indicators::v1::IngestTotals totals = {};
  // Rows it held before.
  int64_t rows_known = 0;
  // By row, ascending; at most kRejectedRowsMax.
  std::vector<entente::indicators::v1::Rejection> rejections = {};
  // Of all rows.
  RejectionCounts reasons = {};
  // Atomic only: a row was rejected, so none was stored and the totals are
  // those of before.
  bool is_refused = false;
  // Known rows that count otherwise now, by row; at most
  // kKnownDifferencesMax.
  std::vector<KnownRowDifference> known_rows = {};
  // Known rows of which that is not said.
  int64_t known_rows_not_compared = 0;
  // Why a question about its rows found no answer: what is said of them here
  // is not all.
  absl::Status unanswered = absl::OkStatus();
};

// The service, or what a test puts in its place.
class Deliverer {
 public:
  virtual ~Deliverer() = default;
  // Whether it was found out that `rows`, which are read to their end before
  // they are delivered, do not come on top of a sheet; false where nobody tells
  // this account. `rows_held`: of the file, by earlier runs and not rejected;
  // nullopt where nobody tells. Errors: FAILED_PRECONDITION /
  // FILE_ADDS_TO_SHEET where they do; those of the service, for which the file
  // waits.
  virtual absl::StatusOr<bool> CheckSheets(
      ObservationRows& rows, std::optional<int64_t> rows_held) = 0;
  // Totals of session `session_id` so far, none sent where there is no such
  // session; nullopt where this account is not told. Errors: why the file
  // waits.
  virtual absl::StatusOr<std::optional<entente::indicators::v1::IngestTotals>>
  AskTotals(const std::string& session_id) = 0;
  // Rows of session `session_id`, which is there, that were rejected, by row;
  // at most kRejectedRowsMax. nullopt and errors as of AskTotals.
  virtual absl::StatusOr<
      std::optional<std::vector<entente::indicators::v1::Rejection>>>
  ListRejected(const std::string& session_id) = 0;
  // Delivers every row in session `session_id`, from where it ended. Errors:
  // those of the service; where files are taken whole also INVALID_ARGUMENT /
  // ATOMIC_TOO_LARGE and ATOMIC_BEGUN.
  virtual absl::StatusOr<Delivered> Deliver(ObservationRows& rows,
                                            const std::string& session_id,
                                            bool is_dry_run) = 0;
};

struct DropOutcome {
  std::string name = {};
  // OK: `receipt` says what became of the file. Otherwise it waits, in
  // processing, for this to be put right.
  absl::Status waits_for = absl::OkStatus();
  entente::indicators::v1::DeliveryReceipt receipt = {};
  // See Delivered.
  absl::Status unanswered = absl::OkStatus();
};

struct DropRound {
  int64_t done = 0;
  int64_t quarantined = 0;
  int64_t waiting = 0;
  // Of those done: files of which known rows count otherwise now, or were not
  // compared.
  int64_t differing = 0;
  // Of those done: files of which rows were rejected.
  int64_t rejecting = 0;
};

// Not thread-safe.
class DropWorker {
 public:
  using Report = std::function<void(const DropOutcome&)>;

  // All outlive the worker. A dry run moves and writes nothing.
  DropWorker(DropFolder& folder, const WatchRules& rules, Deliverer& deliverer,
             bool is_dry_run, Report report)
      : folder_(folder),
        rules_(rules),
        deliverer_(deliverer),
        is_dry_run_(is_dry_run),
        report_(std::move(report)) {}

  // Every file that lies in processing and then in incoming, oldest first;
  // ends early when `is_stopping` says so, and at a file that has to wait: what
  // keeps it would keep the others. Errors: UNAVAILABLE / DROP_FOLDER.
  absl::StatusOr<DropRound> Run(const std::function<bool()>& is_stopping);

 private:
  // Takes, or refuses unopened, `name` of incoming; false when it stays there.
  absl::StatusOr<bool> TakeUp(const std::string& name, DropRound& round);
  // All that is done with a file in `place`; false when it has to wait.
  bool Handle(DropFolder::Place place, const std::string& name,
              DropRound& round);
  // Fills the receipt. Errors are why the file waits.
  absl::Status Process(DropFolder::Place place, const std::string& name,
                       entente::indicators::v1::DeliveryReceipt& receipt);
  absl::Status Send(std::istream& in, const std::string& name,
                    const DeliveryMappingFile& mapping,
                    entente::indicators::v1::DeliveryReceipt& receipt);
  // Fills in what the file holds, where that is not known and it can be opened:
  // also what is refused for its name or signature is told apart by it.
  void NoteContent(DropFolder::Place place, const std::string& name,
                   entente::indicators::v1::DeliveryReceipt& receipt) const;
  // Writes the receipt and moves the file.
  absl::Status PutAway(DropFolder::Place place, const std::string& name,
                       entente::indicators::v1::DeliveryReceipt& receipt);
  bool Finish(DropFolder::Place place, const std::string& name,
              absl::Status status,
              entente::indicators::v1::DeliveryReceipt& receipt,
              DropRound& round);
  entente::indicators::v1::DeliveryReceipt NewReceipt(
      const std::string& name) const;

  DropFolder& folder_;
  const WatchRules& rules_;
  Deliverer& deliverer_;
  const bool is_dry_run_;
  const Report report_;
  // Of the file in hand.
  absl::Status unanswered_ = absl::OkStatus();
  // Of the file in hand: what keeps it is a question in vain, not the file.
  bool is_question_open_ = false;
  // Of the round in hand.
  std::function<bool()> is_stopping_ = nullptr;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_DROP_WORKER_H_
