// Files of a drop folder from their arrival to their receipt, and crashes at
// every step.
#include "tools/client/delivery/drop_worker.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tools/client/delivery/drop_worker_fixture_test.h"
#include "tools/client/delivery/id_key.h"
#include "tools/client/delivery/mapping_file.h"

namespace entente::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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

// Of CSV files with versions.
class VersionedDropTest : public DropWorkerTest {
 protected:
  void SetUp() override {
    DropWorkerTest::SetUp();
    auto mapping = ParseDeliveryMapping(
        R"(id: "v-1" format: FORMAT_CSV
           event_id { from: "Id" is_hashed: true revision: "V" }
           date { from: "Jour" }
           area { from: "Lieu" if_empty: "DPI-1" left_to_others: "IXELLES" }
           figures { measure { constant: "nuisance" } value_from: "N" })",
        "v");
    ASSERT_TRUE(mapping.ok()) << mapping.status();
    rules_.inputs[0] = {.pattern = "*.csv", .mapping = *std::move(mapping)};
    rules_.id_key_file = absl::StrCat(temporary_.path(), "/id.key");
    ASSERT_TRUE(IdKey::Make(rules_.id_key_file).ok());
  }
};

TEST_F(VersionedDropTest, LaterVersionsElsewhereAreLeftOutAndNoRejection) {
  Put("a.csv",
      "Id;V;Jour;N;Lieu\nx;2;2024-03-05;1;IXELLES\n"
      "y;3;2024-03-05;1;IXELLES\n");
  EXPECT_EQ(Run().done, 1);
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_EQ(receipt.state(), DeliveryReceipt::STATE_DONE);
  EXPECT_EQ(receipt.records_left_out(), 2);
  EXPECT_EQ(receipt.rows(), 5);
  EXPECT_EQ(receipt.totals().created(), 2);
  EXPECT_EQ(receipt.totals().withdrawn(), 3);
  EXPECT_EQ(receipt.totals().rejected(), 0);
  EXPECT_TRUE(receipt.rejections().empty());
}

// A dry run, since the service here copies what it stores at each row.
TEST_F(VersionedDropTest, TheLimitOfAReceiptIsOneOfEventsNotOfRows) {
  std::string text = "Id;V;Jour;N;Lieu\n";
  for (int i = 0; i <= kReceiptRejectionsMax; ++i) {
    absl::StrAppend(&text, i, ";2;2020-03-05;1;\n");
  }
  Put("a.csv", text);
  Run(/*is_dry_run=*/true);
  ASSERT_EQ(outcomes_.size(), 1u);
  const DeliveryReceipt& receipt = outcomes_[0].receipt;
  ASSERT_EQ(receipt.rejections_size(), kReceiptRejectionsMax);
  EXPECT_EQ(receipt.rejections(kReceiptRejectionsMax - 1).row_index(),
            2 * (kReceiptRejectionsMax - 1));
  // Also of an event that is not listed its rows count as one reason.
  ASSERT_EQ(receipt.reasons_size(), 1);
  EXPECT_EQ(receipt.reasons(0).reason(), "PERIOD_LOCKED");
  EXPECT_EQ(receipt.reasons(0).rows(), 2 * (kReceiptRejectionsMax + 1));
}

TEST_F(VersionedDropTest, AnEventOfSeveralRowsIsListedOnce) {
  const auto listed = [this](const std::string& name) {
    std::vector<std::string> rows;
    const v1::DeliveryReceipt receipt = Receipt(name);
    for (const v1::RowRejection& row : receipt.rejections()) {
      rows.push_back(absl::StrCat(row.row_index(), " ", row.line(), " ",
                                  row.field(), " ", row.reason()));
    }
    return rows;
  };
  Put("a.csv",
      "Id;V;Jour;N;Lieu\nu;3;2020-03-05;1;\nv;2;2020-03-05;1;\n"
      "x;1;2024-03-05;1;\ny;2;2024-03-05;1;\nz;1;2020-03-05;1;\n");
  EXPECT_EQ(Run().done, 1);
  EXPECT_THAT(
      listed("a.csv"),
      ::testing::ElementsAre("0 2 Jour PERIOD_LOCKED", "3 3 Jour PERIOD_LOCKED",
                             "8 6 Jour PERIOD_LOCKED"));
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_EQ(receipt.rows(), 9);
  EXPECT_EQ(receipt.totals().rejected(), 6);
  // That a correction has no event follows from the row before it.
  ASSERT_EQ(receipt.reasons_size(), 1);
  EXPECT_EQ(receipt.reasons(0).reason(), "PERIOD_LOCKED");
  EXPECT_EQ(receipt.reasons(0).rows(), 6);
  Put("b.csv", "Id;V;Jour;N;Lieu\nx;3;2020-03-05;1;\n");
  EXPECT_EQ(Run().done, 1);
  EXPECT_THAT(listed("b.csv"),
              ::testing::ElementsAre("1 2 Jour PERIOD_LOCKED"));
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

// Dropping it again would not help: the configuration is wrong.
TEST_F(DropWorkerTest, ASessionThatIsNotOpenedIsNoFaultOfTheFile) {
  Put("a.csv", kGood);
  service_.down =
      MakeError(absl::StatusCode::kInvalidArgument,
                {.reason = "SOURCE_INVALID", .field = "open.source"});
  EXPECT_EQ(Run().waiting, 1);
  EXPECT_TRUE(Is(DropFolder::kProcessing, "a.csv"));
  service_.down = absl::OkStatus();
  EXPECT_EQ(Run().done, 1);
}

TEST_F(DropWorkerTest, AQuestionWithoutAnswerIsToldAndHoldsUpNothing) {
  service_.unanswered = absl::InvalidArgumentError("what rows?");
  Put("a.csv", kGood);
  Put("b.csv", "");
  const DropRound round = Run();
  EXPECT_EQ(round.done, 1);
  EXPECT_EQ(round.quarantined, 1);
  EXPECT_TRUE(Is(DropFolder::kDone, "a.csv"));
  ASSERT_EQ(outcomes_.size(), 2u);
  for (const DropOutcome& outcome : outcomes_) {
    // Of the other nothing was asked.
    EXPECT_EQ(outcome.unanswered,
              outcome.name == "a.csv" ? service_.unanswered : absl::OkStatus());
  }
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
  // To note the session, and to write the receipt.
  EXPECT_GE(broken, 9);
  EXPECT_EQ(service_.events.size(), 2u);
  EXPECT_EQ(Receipt("a.csv").state(), DeliveryReceipt::STATE_DONE);
}

TEST_F(DropWorkerTest, WhatWasLeftToOthersIsInTheReceiptAndNoRejection) {
  rules_.inputs[0].is_plain = false;
  rules_.inputs[0].mapping = *ParseDeliveryMapping(
      "id: 'a'\nformat: FORMAT_CSV\nevent_id { from: 'event_id' }\n"
      "date { from: 'date' }\n"
      "area { from: 'area' left_to_others: 'IXELLES' }\n"
      "figures { measure { from: 'measure' } value_from: 'value' }\n",
      "m");
  Put("a.csv", std::string(kGood) +
                   "event-03;nuisance;2024-03-06;IXELLES;1\n"
                   "event-04;nuisance;2024-03-06;IXELLES;1\n");
  // Nothing in it is for this municipality.
  Put("b.csv",
      "event_id;measure;date;area;value\n"
      "event-05;nuisance;2024-03-06;IXELLES;1\n");
  const DropRound round = Run();
  EXPECT_EQ(round.done, 2);
  EXPECT_EQ(service_.events.size(), 2u);
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_EQ(receipt.state(), DeliveryReceipt::STATE_DONE);
  EXPECT_EQ(receipt.rows(), 2);
  EXPECT_EQ(receipt.records_left_out(), 2);
  EXPECT_TRUE(receipt.rejections().empty());
  EXPECT_TRUE(receipt.reasons().empty());
  EXPECT_EQ(Receipt("b.csv").rows(), 0);
  EXPECT_EQ(Receipt("b.csv").records_left_out(), 1);
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

}  // namespace
}  // namespace entente::client
