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

#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/delivery_watch.pb.h"
#include "tools/client/delivery/deliverer.h"
#include "tools/client/delivery/drop_folder.h"
#include "tools/client/delivery/watch_config.h"

namespace entente::client {

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
