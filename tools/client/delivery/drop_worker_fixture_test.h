// A drop folder, and a service that remembers events as the real one does.
#ifndef TOOLS_CLIENT_DELIVERY_DROP_WORKER_FIXTURE_TEST_H_
#define TOOLS_CLIENT_DELIVERY_DROP_WORKER_FIXTURE_TEST_H_

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/durable_file.h"
#include "services/common/store/temporary_folder.h"
#include "tools/client/delivery/drop_refusals.h"
#include "tools/client/delivery/drop_worker.h"

namespace entente::client {

namespace fs = std::filesystem;
namespace v1 = entente::indicators::v1;
using v1::DeliveryReceipt;

// Counts each event once and each session from where it ended.
class FakeService final : public Deliverer {
 public:
  absl::StatusOr<bool> CheckSheets(ObservationRows& rows,
                                   std::optional<int64_t> rows_held) override {
    while (rows.Skip()) ++rows_checked;
    rows_held_seen = rows_held;
    if (!sheets.ok()) return sheets;
    return is_telling_of_sheets;
  }

  absl::StatusOr<std::optional<v1::IngestTotals>> AskTotals(
      const std::string& session_id) override {
    if (absl::IsUnavailable(down)) return down;
    if (!asked_sessions.ok()) return asked_sessions;
    if (!is_telling || !down.ok()) return std::optional<v1::IngestTotals>();
    const auto held = sessions.find(session_id);
    return std::optional<v1::IngestTotals>(
        held == sessions.end() ? v1::IngestTotals() : held->second.totals);
  }
  absl::StatusOr<std::optional<std::vector<v1::Rejection>>> ListRejected(
      const std::string& session_id) override {
    using Told = std::optional<std::vector<v1::Rejection>>;
    if (absl::IsUnavailable(down)) return down;
    if (!is_telling || !down.ok()) return Told();
    return Told(sessions[session_id].rejections);
  }
  absl::StatusOr<Delivered> Deliver(ObservationRows& rows,
                                    const std::string& session_id,
                                    bool is_dry_run) override {
    if (!down.ok()) return down;
    sessions_seen.insert(session_id);
    if (is_whole) return DeliverWhole(rows, session_id, is_dry_run);
    Delivered stored = sessions[session_id];
    Delivered made = stored;
    made.rows_known = stored.totals.sent();
    for (int64_t i = 0; i < made.rows_known; ++i) EXPECT_TRUE(rows.Skip());
    std::set<std::string> known = events;
    v1::ObservationBatch batch;
    while (rows.Next(batch)) {
      Judge(batch, known, made);
      if (!is_dry_run && known.size() > events.size()) {
        Count(batch.observations(0));
      }
      batch.Clear();
      if (!is_dry_run) {
        sessions[session_id] = made;
        events = known;
      }
      if (rows_until_cut > 0 && --rows_until_cut == 0) {
        return absl::UnavailableError("cut");
      }
    }
    made.known_rows = known_rows;
    made.known_rows_not_compared = known_rows_not_compared;
    made.unanswered = unanswered;
    return made;
  }

  absl::Status down = absl::OkStatus();
  // What it says of sheets, and rows that it was asked about.
  absl::Status sheets = absl::OkStatus();
  bool is_telling_of_sheets = true;
  int64_t rows_checked = 0;
  // What it was told of earlier runs.
  std::optional<int64_t> rows_held_seen = std::nullopt;
  int rows_until_cut = 0;
  std::set<std::string> events;
  // How events count that were delivered row by row, by their first id.
  std::map<std::string, int64_t> values;
  std::map<std::string, Delivered> sessions;
  std::set<std::string> sessions_seen;
  // What it finds of known rows.
  std::vector<KnownRowDifference> known_rows;
  int64_t known_rows_not_compared = 0;
  // Whether it tells what sessions hold, and what it says when it is asked.
  bool is_telling = true;
  absl::Status asked_sessions = absl::OkStatus();
  // What it does not tell of rows.
  absl::Status unanswered = absl::OkStatus();
  // Measures that the source may not deliver.
  std::set<std::string> denied_measures;
  // Takes files whole, of at most so many rows.
  bool is_whole = false;
  int rows_max = 20;
  // Of a whole file: breaks once before it is stored, or once it is.
  bool is_cut_before = false;
  bool is_cut_behind = false;

 private:
  absl::StatusOr<Delivered> DeliverWhole(ObservationRows& rows,
                                         const std::string& session_id,
                                         bool is_dry_run) {
    std::set<std::string> known = events;
    Delivered made;
    v1::ObservationBatch batch;
    while (rows.Next(batch)) {
      Judge(batch, known, made);
      batch.Clear();
    }
    if (made.totals.sent() > rows_max) return WholeTooLarge(rows_max);
    const auto stored = sessions.find(session_id);
    if (stored != sessions.end()) {
      made = stored->second;
      made.rows_known = made.totals.sent();
      return made;
    }
    if (made.totals.rejected() > 0) {
      made.totals.Clear();
      made.is_refused = true;
      return made;
    }
    if (std::exchange(is_cut_before, false)) {
      return absl::UnavailableError("cut");
    }
    if (!is_dry_run) {
      sessions[session_id] = made;
      events = known;
    }
    if (std::exchange(is_cut_behind, false)) {
      return absl::UnavailableError("cut");
    }
    return made;
  }
  // Its event counts as `row` says.
  void Count(const v1::Observation& row) {
    const std::string& named = row.replaces_event_id().empty()
                                   ? row.withdraws_event_id()
                                   : row.replaces_event_id();
    const std::string first =
        named.empty() ? row.event_id() : first_ids_[named];
    first_ids_[row.event_id()] = first;
    values[first] = row.value();
  }
  // What becomes of the one row of `batch`.
  void Judge(const v1::ObservationBatch& batch, std::set<std::string>& known,
             Delivered& made) const {
    made.totals.set_sent(made.totals.sent() + 1);
    v1::Rejection rejection;
    if (batch.unreadable_size() > 0) {
      Reject(batch.unreadable(0), made);
    } else if (IsRejected(batch.observations(0), known, rejection)) {
      rejection.set_row_index(made.totals.sent() - 1);
      Reject(rejection, made);
    } else if (!known.insert(batch.observations(0).event_id()).second) {
      made.totals.set_duplicate(made.totals.duplicate() + 1);
    } else if (!batch.observations(0).withdraws_event_id().empty()) {
      made.totals.set_withdrawn(made.totals.withdrawn() + 1);
    } else if (!batch.observations(0).replaces_event_id().empty()) {
      made.totals.set_updated(made.totals.updated() + 1);
    } else {
      made.totals.set_created(made.totals.created() + 1);
    }
  }
  // Of 2020 the months are locked.
  bool IsRejected(const v1::Observation& row,
                  const std::set<std::string>& known,
                  v1::Rejection& why) const {
    const std::string& replaced = row.replaces_event_id();
    const std::string& withdrawn = row.withdraws_event_id();
    if (row.measure_code() == "unknown") {
      why.set_column("measure");
      why.set_reason("UNKNOWN_MEASURE");
    } else if (denied_measures.contains(row.measure_code())) {
      why.set_column("measure");
      why.set_reason("SOURCE_NOT_ALLOWED");
    } else if (known.contains(row.event_id())) {
      return false;
    } else if (!replaced.empty() && !known.contains(replaced)) {
      why.set_column("replaces_event_id");
      why.set_reason("UNKNOWN_EVENT");
    } else if (!withdrawn.empty() && !known.contains(withdrawn)) {
      why.set_column("withdraws_event_id");
      why.set_reason("UNKNOWN_EVENT");
    } else if (row.date().year() == 2020) {
      why.set_column("date");
      why.set_reason("PERIOD_LOCKED");
    }
    return !why.reason().empty();
  }
  static void Reject(const v1::Rejection& rejection, Delivered& made) {
    made.totals.set_rejected(made.totals.rejected() + 1);
    made.rejections.push_back(rejection);
    ++made.reasons[{rejection.column(), rejection.reason()}];
  }

  // By id: the first one of its event.
  std::map<std::string, std::string> first_ids_;
};

inline constexpr char kGood[] =
    "event_id;measure;date;area;value\n"
    "event-01;nuisance;2024-03-05;DPI-1;2\n"
    "event-02;nuisance;2024-03-06;DPI-1;1\n";

class DropWorkerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    v1::WatchConfig config;
    config.set_source("zone5339");
    config.add_inputs()->set_pattern("*.csv");
    config.add_inputs()->set_pattern("*.ndjson");
    rules_ = *MakeWatchRules(config, "");
    rules_.settle = absl::ZeroDuration();
    Reopen();
  }
  void TearDown() override { store::SetFileSteps(nullptr); }

  void Reopen() {
    folder_.reset();
    auto opened = DropFolder::Open(temporary_.path());
    ASSERT_TRUE(opened.ok()) << opened.status();
    folder_ = *std::move(opened);
  }

  void Put(const std::string& name, const std::string& text) {
    std::ofstream(folder_->PathOf(DropFolder::kIncoming, name),
                  std::ios::binary)
        << text;
  }

  DropRound Run(bool is_dry_run = false) {
    outcomes_.clear();
    DropWorker worker(
        *folder_, rules_, service_, is_dry_run,
        [&](const DropOutcome& one) { outcomes_.push_back(one); });
    const auto round = worker.Run([] { return false; });
    EXPECT_TRUE(round.ok()) << round.status();
    return round.value_or(DropRound());
  }

  bool Is(DropFolder::Place place, const std::string& name) const {
    return fs::exists(folder_->PathOf(place, name));
  }

  static std::string ReadAll(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
  }
  std::string ReceiptText(const std::string& name) const {
    return ReadAll(
        folder_->PathOf(DropFolder::kReceipts, absl::StrCat(name, ".json")));
  }
  DeliveryReceipt Receipt(const std::string& name) const {
    DeliveryReceipt receipt;
    EXPECT_TRUE(
        google::protobuf::util::JsonStringToMessage(ReceiptText(name), &receipt)
            .ok())
        << name;
    return receipt;
  }

  const store::TemporaryFolder temporary_;
  std::unique_ptr<DropFolder> folder_;
  WatchRules rules_;
  FakeService service_;
  std::vector<DropOutcome> outcomes_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_DROP_WORKER_FIXTURE_TEST_H_
