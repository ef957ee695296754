// Files that are dropped again because of rows that were rejected, and files
// whose rows are in another order than their events.
#include "tools/client/delivery/file_delivery.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/drop_worker_fixture_test.h"
#include "tools/client/delivery/session_rules.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;

constexpr char kTitles[] = "event_id;measure;date;area;value;replaces\n";
constexpr char kCorrection[] =
    "fix-0001;nuisance;2024-03-05;DPI-1;5;event-01\n";
// The last correction first, and a row that nobody takes before it.
constexpr char kNewestFirst[] =
    "event_id;measure;date;area;value;replaces\n"
    "odd-0001;unknown;2024-03-05;DPI-1;1;\n"
    "fix-0002;nuisance;2024-03-05;DPI-1;7;fix-0001\n"
    "fix-0001;nuisance;2024-03-05;DPI-1;5;event-01\n"
    "event-01;nuisance;2024-03-05;DPI-1;2;\n";

class FileDeliveryTest : public DropWorkerTest {
 protected:
  DropRound Drop(const std::string& name, const std::string& text) {
    Put(name, text);
    return Run();
  }
  // The session of `text` that is its number `number`.
  bool IsSession(const std::string& name, int number) const {
    const std::string session = Receipt(name).session();
    return number == 1 ? session.size() == std::string("file-").size() + 24
                       : absl::EndsWith(session, absl::StrCat("-", number));
  }
};

TEST_F(FileDeliveryTest, ARowThatIsAllowedByNowIsTakenWhenItsFileComesAgain) {
  service_.denied_measures = {"nuisance"};
  EXPECT_EQ(Drop("a.csv", kGood).quarantined, 1);
  EXPECT_EQ(Receipt("a.csv").reason(), "INGEST_NOTHING_TAKEN");
  EXPECT_TRUE(IsSession("a.csv", 1));
  service_.denied_measures.clear();
  EXPECT_EQ(Drop("a.csv", kGood).done, 1);
  EXPECT_EQ(service_.events.size(), 2u);
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_TRUE(IsSession("a.csv", 2));
  EXPECT_EQ(receipt.totals().created(), 2);
  EXPECT_EQ(receipt.totals().rejected(), 0);
  EXPECT_EQ(receipt.rows_known(), 2);
  // Taken, it is known under that session.
  EXPECT_EQ(Drop("b.csv", kGood).done, 1);
  EXPECT_TRUE(IsSession("b.csv", 2));
  EXPECT_EQ(Receipt("b.csv").totals().created(), 2);
  EXPECT_EQ(service_.sessions_seen.size(), 2u);
}

TEST_F(FileDeliveryTest, ACorrectionThatCameFirstIsTakenWhenItComesAgain) {
  const std::string text =
      absl::StrCat(kTitles, kCorrection, "new-0001;nuisance;2024-03-07;X;1;\n");
  const DropRound round = Drop("fix.csv", text);
  EXPECT_EQ(round.done, 1);
  EXPECT_EQ(round.rejecting, 1);
  ASSERT_EQ(Receipt("fix.csv").reasons_size(), 1);
  EXPECT_EQ(Receipt("fix.csv").reasons(0).reason(), "UNKNOWN_EVENT");
  EXPECT_EQ(Drop("a.csv", kGood).rejecting, 0);
  EXPECT_EQ(Drop("fix.csv", text).rejecting, 0);
  const DeliveryReceipt receipt = Receipt("fix.csv");
  EXPECT_EQ(receipt.rows(), 2);
  EXPECT_EQ(receipt.totals().created(), 1);
  EXPECT_EQ(receipt.totals().updated(), 1);
  EXPECT_EQ(receipt.totals().duplicate(), 0);
  EXPECT_EQ(receipt.totals().rejected(), 0);
  EXPECT_TRUE(receipt.rejections().empty());
  EXPECT_EQ(service_.events.size(), 4u);
}

TEST_F(FileDeliveryTest, AFileWithItsNewestRowsFirstIsTakenInOneRun) {
  EXPECT_EQ(Drop("a.csv", kNewestFirst).done, 1);
  EXPECT_THAT(service_.events, ElementsAre("event-01", "fix-0001", "fix-0002"));
  EXPECT_EQ(service_.values["event-01"], 7);
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_TRUE(IsSession("a.csv", 3));
  EXPECT_EQ(receipt.rows(), 4);
  EXPECT_EQ(receipt.rows_known(), 0);
  EXPECT_EQ(receipt.totals().sent(), 4);
  EXPECT_EQ(receipt.totals().created(), 1);
  EXPECT_EQ(receipt.totals().updated(), 2);
  EXPECT_EQ(receipt.totals().duplicate(), 0);
  EXPECT_EQ(receipt.totals().rejected(), 1);
  // By the rows and lines of the file.
  ASSERT_EQ(receipt.rejections_size(), 1);
  EXPECT_EQ(receipt.rejections(0).row_index(), 0);
  EXPECT_EQ(receipt.rejections(0).line(), 2);
  EXPECT_EQ(receipt.rejections(0).reason(), "UNKNOWN_MEASURE");
  ASSERT_EQ(receipt.reasons_size(), 1);
}

TEST_F(FileDeliveryTest, AFileWithoutTheEventOfACorrectionIsSentOnce) {
  const std::string text = absl::StrCat(
      kTitles, kCorrection, "event-09;nuisance;2024-03-05;DPI-1;2;\n");
  EXPECT_EQ(Drop("a.csv", text).rejecting, 1);
  EXPECT_TRUE(IsSession("a.csv", 1));
  EXPECT_EQ(Receipt("a.csv").totals().created(), 1);
  EXPECT_EQ(Receipt("a.csv").totals().rejected(), 1);
  EXPECT_EQ(Receipt("a.csv").left_rejected(),
            DeliveryReceipt::LEFT_REJECTED_UNSPECIFIED);
  EXPECT_EQ(service_.sessions_seen.size(), 1u);
}

TEST_F(FileDeliveryTest, WhatCountsIsNotListedWhereItWouldBeRejectedByNow) {
  Drop("known.csv",
       "event_id;measure;date;area;value\n"
       "event-00;nuisance;2024-03-04;DPI-1;1\n");
  const std::string text =
      absl::StrCat(kGood, "event-00;nuisance;2024-03-04;DPI-1;1\n",
                   "event-03;unknown;2024-03-06;DPI-1;1\n");
  EXPECT_EQ(Drop("a.csv", text).rejecting, 1);
  service_.denied_measures = {"nuisance"};
  EXPECT_EQ(Drop("a.csv", text).rejecting, 1);
  EXPECT_TRUE(IsSession("a.csv", 2));
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_EQ(receipt.totals().sent(), 4);
  EXPECT_EQ(receipt.totals().created(), 2);
  EXPECT_EQ(receipt.totals().duplicate(), 1);
  EXPECT_EQ(receipt.totals().rejected(), 1);
  ASSERT_EQ(receipt.rejections_size(), 1);
  EXPECT_EQ(receipt.rejections(0).row_index(), 3);
  ASSERT_EQ(receipt.reasons_size(), 1);
  EXPECT_EQ(receipt.reasons(0).reason(), "UNKNOWN_MEASURE");
  EXPECT_EQ(receipt.reasons(0).rows(), 1);
}

// Noted, its first session would be that of the file until it is done.
TEST_F(FileDeliveryTest, AQuestionAboutSessionsInVainNotesNothing) {
  service_.denied_measures = {"nuisance"};
  Drop("a.csv", kGood);
  service_.denied_measures.clear();
  for (const absl::Status& answer :
       {absl::InternalError("a fault"), absl::InvalidArgumentError("parent")}) {
    service_.asked_sessions = answer;
    Put("a.csv", kGood);
    EXPECT_EQ(Run().waiting, 1);
    EXPECT_TRUE(Is(DropFolder::kProcessing, "a.csv"));
    EXPECT_EQ(folder_->SessionOf("a.csv"), "");
    fs::remove(folder_->PathOf(DropFolder::kIncoming, "a.csv"));
  }
  service_.asked_sessions = absl::OkStatus();
  EXPECT_EQ(Run().done, 1);
  EXPECT_TRUE(IsSession("a.csv", 2));
  EXPECT_EQ(service_.events.size(), 2u);
}

TEST_F(FileDeliveryTest, CutAnywhereItEndsInTheSameSessionAndTotals) {
  Put("a.csv", kNewestFirst);
  int rounds = 0;
  do {
    service_.rows_until_cut = 3;
    Reopen();
    ++rounds;
  } while (Run().waiting > 0 && rounds < 20);
  EXPECT_GT(rounds, 3);
  EXPECT_TRUE(IsSession("a.csv", 3));
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_EQ(receipt.totals().created(), 1);
  EXPECT_EQ(receipt.totals().updated(), 2);
  EXPECT_EQ(receipt.totals().duplicate(), 0);
  EXPECT_EQ(receipt.totals().rejected(), 1);
  EXPECT_EQ(service_.events.size(), 3u);
  EXPECT_EQ(service_.sessions_seen.size(), 3u);
  EXPECT_TRUE(fs::is_empty(folder_->PathOf(DropFolder::kProcessing)));
}

// Each round would otherwise be a session more.
TEST_F(FileDeliveryTest, AFileWithoutItsReceiptStaysInItsSession) {
  const std::string in_the_way =
      folder_->PathOf(DropFolder::kReceipts, "a.csv.json");
  fs::create_directory(in_the_way);
  Put("a.csv", absl::StrCat(kGood, "event-03;unknown;2024-03-06;DPI-1;1\n"));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Run().waiting, 1);
    Reopen();
  }
  fs::remove(in_the_way);
  EXPECT_EQ(Run().done, 1);
  EXPECT_TRUE(IsSession("a.csv", 1));
  EXPECT_EQ(Receipt("a.csv").totals().created(), 2);
  EXPECT_EQ(Receipt("a.csv").rows_known(), 3);
  EXPECT_EQ(service_.sessions_seen.size(), 1u);
}

TEST_F(FileDeliveryTest, AFileThatComesAgainWhileTheServiceIsDownIsJudgedAnew) {
  service_.denied_measures = {"nuisance"};
  Drop("a.csv", kGood);
  service_.denied_measures.clear();
  service_.down = absl::UnavailableError("nobody answers");
  EXPECT_EQ(Drop("a.csv", kGood).waiting, 1);
  service_.down = absl::OkStatus();
  Reopen();
  EXPECT_EQ(Run().done, 1);
  EXPECT_EQ(service_.events.size(), 2u);
  EXPECT_TRUE(IsSession("a.csv", 2));
}

TEST_F(FileDeliveryTest, AnAccountThatIsNotToldDeliversInTheFirstSession) {
  service_.is_telling = false;
  service_.denied_measures = {"nuisance"};
  Drop("a.csv", kGood);
  service_.denied_measures.clear();
  EXPECT_EQ(Drop("a.csv", kGood).quarantined, 1);
  EXPECT_EQ(Receipt("a.csv").reason(), "INGEST_NOTHING_TAKEN");
  EXPECT_EQ(Drop("b.csv", kNewestFirst).rejecting, 1);
  EXPECT_TRUE(IsSession("b.csv", 1));
  EXPECT_EQ(Receipt("b.csv").totals().rejected(), 3);
  EXPECT_EQ(service_.sessions_seen.size(), 2u);
}

TEST_F(FileDeliveryTest, ATrialSaysWhatTheFileAgainComesToAndNotesNothing) {
  service_.denied_measures = {"nuisance"};
  Drop("a.csv", kGood);
  service_.denied_measures.clear();
  Put("a.csv", kGood);
  EXPECT_EQ(Run(/*is_dry_run=*/true).done, 1);
  EXPECT_EQ(outcomes_[0].receipt.totals().created(), 2);
  EXPECT_TRUE(service_.events.empty());
  EXPECT_TRUE(fs::is_empty(folder_->PathOf(DropFolder::kProcessing)));
}

TEST_F(FileDeliveryTest, TheLastSessionOfAFileIsNotFollowedByAnother) {
  const std::string text =
      absl::StrCat(kGood, "event-03;unknown;2024-03-06;DPI-1;1\n");
  Drop("a.csv", text);
  const std::string first = Receipt("a.csv").session();
  for (int number = 2; number <= kFileSessionsMax; ++number) {
    service_.sessions[FileSessionId(first, number)] = service_.sessions[first];
  }
  EXPECT_EQ(Drop("a.csv", text).done, 1);
  EXPECT_TRUE(IsSession("a.csv", kFileSessionsMax));
  EXPECT_EQ(Receipt("a.csv").left_rejected(),
            DeliveryReceipt::LEFT_REJECTED_LAST_SESSION);
  EXPECT_EQ(service_.sessions.size(), static_cast<size_t>(kFileSessionsMax));
}

}  // namespace
}  // namespace entente::client
