// Files of a drop folder from their arrival to their receipt, with a service
// that remembers events as the real one does, and crashes at every step.
#include "tools/client/delivery/drop_worker.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/durable_file.h"
#include "services/common/store/temporary_folder.h"
#include "tools/client/delivery/batch_signature.h"

namespace entente::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;
namespace v1 = entente::indicators::v1;
using v1::DeliveryReceipt;

// Counts each event once and each session from where it ended.
class FakeService final : public Deliverer {
 public:
  absl::StatusOr<Delivered> Deliver(ObservationRows& rows,
                                    const std::string& session_id,
                                    bool is_dry_run) override {
    if (!down.ok()) return down;
    sessions_seen.insert(session_id);
    Delivered stored = sessions[session_id];
    Delivered made = stored;
    made.rows_known = stored.totals.sent();
    for (int64_t i = 0; i < made.rows_known; ++i) EXPECT_TRUE(rows.Skip());
    std::set<std::string> known = events;
    v1::ObservationBatch batch;
    while (rows.Next(batch)) {
      made.totals.set_sent(made.totals.sent() + 1);
      if (batch.unreadable_size() > 0) {
        Reject(batch.unreadable(0), made);
      } else if (batch.observations(0).measure_code() == "unknown") {
        v1::Rejection rejection;
        rejection.set_row_index(made.totals.sent() - 1);
        rejection.set_column("measure");
        rejection.set_reason("UNKNOWN_MEASURE");
        Reject(rejection, made);
      } else if (known.insert(batch.observations(0).event_id()).second) {
        made.totals.set_created(made.totals.created() + 1);
      } else {
        made.totals.set_duplicate(made.totals.duplicate() + 1);
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
    return made;
  }

  absl::Status down = absl::OkStatus();
  int rows_until_cut = 0;
  std::set<std::string> events;
  std::map<std::string, Delivered> sessions;
  std::set<std::string> sessions_seen;

 private:
  static void Reject(const v1::Rejection& rejection, Delivered& made) {
    made.totals.set_rejected(made.totals.rejected() + 1);
    made.rejections.push_back(rejection);
    ++made.reasons[{rejection.column(), rejection.reason()}];
  }
};

// The place of a step on disk at which the writing of a receipt fails.
class BrokenSteps final : public store::FileSteps {
 public:
  bool Do(const std::string&, absl::FunctionRef<bool()> whole,
          absl::FunctionRef<bool()> half) override {
    if (step_++ != broken) return whole();
    half();
    return false;
  }
  void NoteSynced(const std::string&, uint64_t) override {}
  void NoteRenamed(const std::string&, const std::string&) override {}
  int broken = -1;
  int steps() const { return step_; }

 private:
  int step_ = 0;
};

constexpr char kGood[] =
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

TEST_F(DropWorkerTest, AFileIsDeliveredReceiptedAndKept) {
  Put("a.csv", kGood);
  const DropRound round = Run();
  EXPECT_EQ(round.done, 1);
  EXPECT_EQ(service_.events.size(), 2u);
  EXPECT_TRUE(Is(DropFolder::kDone, "a.csv"));
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_EQ(receipt.state(), DeliveryReceipt::STATE_DONE);
  EXPECT_EQ(receipt.version(), 1);
  EXPECT_EQ(receipt.rows(), 2);
  EXPECT_EQ(receipt.totals().created(), 2);
  EXPECT_EQ(receipt.size_bytes(), static_cast<int64_t>(sizeof(kGood) - 1));
  EXPECT_EQ(receipt.sha256().size(), 64u);
  EXPECT_EQ(receipt.mapping_id(), "plain");
  EXPECT_EQ(receipt.source(), "zone5339");
  EXPECT_GE(receipt.end_time().seconds(), receipt.start_time().seconds());
  struct stat info {};
  stat(folder_->PathOf(DropFolder::kReceipts, "a.csv.json").c_str(), &info);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(DropWorkerTest, TheSameFileAgainCountsNothing) {
  Put("a.csv", kGood);
  Run();
  Put("b.csv", kGood);
  Put("a.csv", kGood);
  EXPECT_EQ(Run().done, 2);
  EXPECT_EQ(service_.events.size(), 2u);
  EXPECT_EQ(service_.sessions_seen.size(), 1u);
  EXPECT_EQ(Receipt("b.csv").rows_known(), 2);
  EXPECT_EQ(Receipt("b.csv").totals().created(), 2);
  EXPECT_EQ(Receipt("a.csv").kept_as().substr(0, 6), "a.csv.");
  EXPECT_TRUE(Is(DropFolder::kDone, Receipt("a.csv").kept_as()));
}

TEST_F(DropWorkerTest, AnotherFileOfTheSameNameKeepsBothReceipts) {
  Put("a.csv", kGood);
  Run();
  const std::string first = Receipt("a.csv").sha256();
  Put("a.csv", "event_id;measure;date;area;value\nevent-09;n;2024-03;X;1\n");
  EXPECT_EQ(Run().done, 1);
  EXPECT_NE(Receipt("a.csv").sha256(), first);
  EXPECT_EQ(Receipt("a.csv." + first.substr(0, 12)).sha256(), first);
}

TEST_F(DropWorkerTest, RejectedRowsAreNamedByLineColumnAndReasonOnly) {
  const std::string secret = "Jeanne Exemple 85.07.30-033.28";
  Put("a.csv", absl::StrCat("event_id;measure;date;area;value\n\n",
                            "event-01;nuisance;2024-03-05;DPI-1;2\n",
                            "event-02;nuisance;", secret, ";DPI-1;2\n", secret,
                            "\n", "event-03;unknown;2024-03-05;DPI-1;2\n",
                            "event-04;nuisance;2024-03-05;", secret, ";2\n",
                            "event-05;nuisance;2024-03-05;DPI-1;", secret, "\n",
                            secret, ";nuisance;2024-03-05;DPI-1;2\n"));
  EXPECT_EQ(Run().done, 1);
  const DeliveryReceipt receipt = Receipt("a.csv");
  std::vector<std::string> listed;
  for (const v1::RowRejection& row : receipt.rejections()) {
    listed.push_back(absl::StrCat(row.row_index(), " ", row.line(), " ",
                                  row.column(), " ", row.field(), " ",
                                  row.reason()));
  }
  EXPECT_THAT(listed, ::testing::ElementsAre(
                          "1 4 date date DATE_INVALID", "2 5   ROW_MALFORMED",
                          "3 6 measure measure UNKNOWN_MEASURE",
                          "4 7 area area PERSONAL_DATA_SHAPE",
                          "5 8 value value VALUE_INVALID",
                          "6 9 event_id event_id PERSONAL_DATA_SHAPE"));
  EXPECT_EQ(receipt.totals().rejected(), 6);
  EXPECT_EQ(receipt.reasons_size(), 6);
  for (const char* part : {"Jeanne", "Exemple", "85.07"}) {
    EXPECT_THAT(ReceiptText("a.csv"), Not(HasSubstr(part)));
  }
}

TEST_F(DropWorkerTest, WhatIsRefusedWholeIsQuarantinedUnsent) {
  const std::string whole(kGood);
  struct Case {
    const char* name;
    std::string text;
    const char* reason;
  };
  const std::vector<Case> cases = {
      {"empty.csv", "", "FILE_EMPTY"},
      {"zero.csv", whole + std::string(1, '\0'), "FILE_NOT_TEXT"},
      {"latin.csv", whole + "\xE9", "DELIVERY_ENCODING"},
      {"title.csv", "Jeanne;Exemple\nx;y\n", "CSV_COLUMN_UNKNOWN"},
      {"twice.csv", "event_id;EVENT_ID\nx;y\n", "CSV_COLUMN_TWICE"},
      {"less.csv", "event_id\nx\n", "CSV_COLUMN_MISSING"},
      {"other.xml", "<a/>", "INPUT_UNKNOWN"},
      {"none.csv", "event_id;measure;date;area;value\nx\ny\n",
       "INGEST_NOTHING_TAKEN"}};
  for (const Case& one : cases) Put(one.name, one.text);
  EXPECT_EQ(Run().quarantined, static_cast<int64_t>(cases.size()));
  for (const Case& one : cases) {
    EXPECT_TRUE(Is(DropFolder::kQuarantine, one.name)) << one.name;
    EXPECT_EQ(Receipt(one.name).reason(), one.reason);
    EXPECT_THAT(ReceiptText(one.name), Not(HasSubstr("Exemple")));
  }
  EXPECT_TRUE(service_.events.empty());
  EXPECT_EQ(service_.sessions_seen.size(), 1u);  // That of none.csv.
}

TEST_F(DropWorkerTest, WhatIsNoFileIsQuarantinedUnopened) {
  fs::create_symlink("/etc/passwd",
                     folder_->PathOf(DropFolder::kIncoming, "link.csv"));
  ASSERT_EQ(
      mkfifo(folder_->PathOf(DropFolder::kIncoming, "pipe.csv").c_str(), 0600),
      0);
  Put("85073003328.csv", kGood);
  EXPECT_EQ(Run().quarantined, 3);
  EXPECT_EQ(Receipt("link.csv").reason(), "NOT_A_FILE");
  EXPECT_EQ(Receipt("pipe.csv").reason(), "NOT_A_FILE");
  EXPECT_TRUE(
      fs::is_symlink(folder_->PathOf(DropFolder::kQuarantine, "link.csv")));
  // Its name is told to nobody.
  for (const auto& entry :
       fs::recursive_directory_iterator(temporary_.path())) {
    EXPECT_THAT(entry.path().string(), Not(HasSubstr("85073003328")));
  }
  EXPECT_EQ(outcomes_.size(), 3u);
  EXPECT_TRUE(service_.sessions_seen.empty());
}

TEST_F(DropWorkerTest, AFileAboveTheLimitIsRefused) {
  rules_.file_bytes_max = 50;
  Put("a.csv", kGood);
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_EQ(Receipt("a.csv").reason(), "FILE_TOO_LARGE");
}

TEST_F(DropWorkerTest, WhileTheServiceIsDownFilesWaitAndAreTriedAgain) {
  service_.down = absl::UnavailableError("nobody answers");
  Put("a.csv", kGood);
  Put("b.csv", kGood);
  EXPECT_EQ(Run().waiting, 1);
  EXPECT_TRUE(Is(DropFolder::kProcessing, "a.csv"));
  EXPECT_TRUE(Is(DropFolder::kIncoming, "b.csv"));
  EXPECT_FALSE(Is(DropFolder::kReceipts, "a.csv.json"));
  EXPECT_FALSE(outcomes_[0].waits_for.ok());
  service_.down = absl::PermissionDeniedError("not yet");
  EXPECT_EQ(Run().waiting, 1);
  service_.down = absl::OkStatus();
  Reopen();
  EXPECT_EQ(Run().done, 2);
  EXPECT_EQ(service_.events.size(), 2u);
}

TEST_F(DropWorkerTest, ADeliveryThatIsCutAnywhereCountsEachEventOnce) {
  std::string text = "event_id;measure;date;area;value\n";
  for (int i = 10; i < 30; ++i) {
    absl::StrAppend(&text, "event-", i, ";nuisance;2024-03-05;DPI-1;1\n");
  }
  Put("a.csv", text);
  int rounds = 0;
  do {
    service_.rows_until_cut = 3;
    Reopen();
    ++rounds;
  } while (Run().waiting > 0 && rounds < 20);
  EXPECT_EQ(rounds, 7);
  EXPECT_EQ(service_.events.size(), 20u);
  EXPECT_EQ(Receipt("a.csv").totals().created(), 20);
  EXPECT_EQ(Receipt("a.csv").totals().duplicate(), 0);
}

TEST_F(DropWorkerTest, ADiskThatTakesNoReceiptKeepsTheFile) {
  int broken = 0;
  for (;; ++broken) {
    BrokenSteps once;
    once.broken = broken;
    store::SetFileSteps(&once);
    if (!Is(DropFolder::kProcessing, "a.csv")) Put("a.csv", kGood);
    const DropRound round = Run();
    store::SetFileSteps(nullptr);
    if (round.done == 1) break;
    EXPECT_EQ(round.waiting, 1);
    EXPECT_EQ(ErrorReason(outcomes_[0].waits_for), "FILE_UNWRITABLE");
    EXPECT_TRUE(Is(DropFolder::kProcessing, "a.csv")) << broken;
    EXPECT_FALSE(Is(DropFolder::kDone, "a.csv")) << broken;
    ASSERT_LT(broken, 20);
  }
  EXPECT_GE(broken, 4);
  EXPECT_EQ(service_.events.size(), 2u);
  EXPECT_EQ(Receipt("a.csv").state(), DeliveryReceipt::STATE_DONE);
}

TEST_F(DropWorkerTest, ADryRunMovesWritesAndStoresNothing) {
  Put("a.csv", kGood);
  Put("b.csv", "");
  const DropRound round = Run(/*is_dry_run=*/true);
  EXPECT_EQ(round.done, 1);
  EXPECT_EQ(round.quarantined, 1);
  EXPECT_TRUE(Is(DropFolder::kIncoming, "a.csv"));
  EXPECT_TRUE(Is(DropFolder::kIncoming, "b.csv"));
  EXPECT_TRUE(fs::is_empty(folder_->PathOf(DropFolder::kReceipts)));
  EXPECT_TRUE(service_.events.empty());
  EXPECT_EQ(outcomes_[0].receipt.state(), DeliveryReceipt::STATE_WOULD_BE_DONE);
  EXPECT_EQ(outcomes_[1].receipt.state(),
            DeliveryReceipt::STATE_WOULD_BE_QUARANTINED);
}

class SignedDropTest : public DropWorkerTest {
 protected:
  void SetUp() override {
    DropWorkerTest::SetUp();
    ASSERT_TRUE(MakeSigningKey(keys_.path() + "/k").ok());
    seed_ = *LoadSigningKey(keys_.path() + "/k");
    rules_.public_keys = {*LoadPublicKey(keys_.path() + "/k.pub")};
    rules_.is_signature_required = true;
  }
  std::string Reason(const std::string& name) const {
    return Receipt(name).reason();
  }

  const store::TemporaryFolder keys_;
  std::string seed_;
};

TEST_F(SignedDropTest, OnlyWhatTheSourceSignedIsTaken) {
  Put("good.csv.sig", *SignBatch(seed_, kGood));
  Put("good.csv", kGood);
  Put("changed.csv.sig", *SignBatch(seed_, kGood));
  Put("changed.csv", std::string(kGood) + "event-03;n;2024-03;X;9\n");
  Put("unsigned.csv", kGood);
  Put("odd.csv.sig", "x");
  Put("odd.csv", kGood);
  Put("huge.csv.sig", std::string(1 << 20, 'A'));
  Put("huge.csv", kGood);
  const DropRound round = Run();
  EXPECT_EQ(round.done, 1);
  EXPECT_EQ(round.quarantined, 4);
  EXPECT_EQ(Reason("changed.csv"), "SIGNATURE_WRONG");
  EXPECT_EQ(Reason("unsigned.csv"), "SIGNATURE_MISSING");
  EXPECT_EQ(Reason("odd.csv"), "SIGNATURE_MALFORMED");
  EXPECT_EQ(Reason("huge.csv"), "SIGNATURE_MALFORMED");
  EXPECT_EQ(Receipt("good.csv").signed_by().size(), 64u);
  EXPECT_EQ(Receipt("changed.csv").signed_by(), "");
  EXPECT_TRUE(Is(DropFolder::kDone, "good.csv.sig"));
  EXPECT_TRUE(Is(DropFolder::kQuarantine, "changed.csv.sig"));
  EXPECT_EQ(service_.events.size(), 2u);
}

TEST_F(SignedDropTest, ASignatureThatNobodyCanCheckIsNotPassedOver) {
  rules_.is_signature_required = false;
  Put("a.csv", kGood);
  Put("b.csv.sig", *SignBatch(std::string(32, 's'), kGood));
  Put("b.csv", kGood);
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_EQ(Reason("b.csv"), "SIGNATURE_WRONG");
  rules_.public_keys.clear();
  Put("c.csv.sig", *SignBatch(seed_, kGood));
  Put("c.csv", kGood);
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_EQ(Reason("c.csv"), "SIGNATURE_UNEXPECTED");
}

TEST(WatchConfigTest, WhatIsMissingIsSaid) {
  const auto reason = [](const std::string& text) {
    v1::WatchConfig config;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config));
    return ErrorReason(MakeWatchRules(config, "deploy/deliveries").status());
  };
  EXPECT_EQ(reason("source: 's' inputs { pattern: '*' }"), "");
  EXPECT_EQ(reason("inputs { pattern: '*' }"), "WATCH_CONFIG");
  EXPECT_EQ(reason("source: 's'"), "WATCH_CONFIG");
  EXPECT_EQ(reason("source: 's' inputs {}"), "WATCH_CONFIG");
  EXPECT_EQ(reason("source: 's' inputs { pattern: '*' } "
                   "is_signature_required: true"),
            "WATCH_CONFIG");
  EXPECT_EQ(reason("source: 's' inputs { pattern: '*' mapping_file: 'none' }"),
            "FILE_UNREADABLE");
  EXPECT_EQ(reason("source: 's' inputs { pattern: '*' "
                   "mapping_file: 'police-actions.textproto' }"),
            "ID_KEY");
  EXPECT_EQ(reason("source: 's' inputs { pattern: '*' } "
                   "public_key_files: 'README.md'"),
            "SIGNING_KEY");
}

}  // namespace
}  // namespace entente::client
