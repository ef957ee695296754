// Files of a drop folder that are taken whole or not at all.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/drop_worker_fixture_test.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class WholeDropTest : public DropWorkerTest {
 protected:
  void SetUp() override {
    DropWorkerTest::SetUp();
    rules_.is_atomic = true;
    service_.is_whole = true;
  }
};

// With a row that is refused here, and one that the service refuses.
constexpr char kFaulty[] =
    "event_id;measure;date;area;value\n"
    "event-01;nuisance;2024-03-05;DPI-1;2\n"
    "event-02;nuisance;never;DPI-1;1\n"
    "event-03;unknown;2024-03-05;DPI-1;1\n";

TEST_F(WholeDropTest, AWrongRowKeepsAllOfTheFileOutAndIsListed) {
  Put("a.csv", kFaulty);
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_TRUE(service_.events.empty());
  EXPECT_TRUE(Is(DropFolder::kQuarantine, "a.csv"));
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_TRUE(receipt.atomic());
  EXPECT_EQ(receipt.state(), DeliveryReceipt::STATE_QUARANTINED);
  EXPECT_EQ(receipt.reason(), "INGEST_REFUSED_WHOLE");
  EXPECT_EQ(receipt.rows(), 3);
  EXPECT_EQ(receipt.totals().sent(), 0);
  std::vector<std::string> listed;
  for (const v1::RowRejection& row : receipt.rejections()) {
    listed.push_back(
        absl::StrCat(row.line(), " ", row.column(), " ", row.reason()));
  }
  EXPECT_THAT(listed,
              ElementsAre("3 date DATE_INVALID", "4 measure UNKNOWN_MEASURE"));
  EXPECT_EQ(receipt.reasons_size(), 2);
  // Mended, it is another file.
  Put("a.csv", kGood);
  EXPECT_EQ(Run().done, 1);
  EXPECT_EQ(service_.events.size(), 2u);
}

TEST_F(WholeDropTest, ATrialSaysTheSame) {
  Put("a.csv", kFaulty);
  EXPECT_EQ(Run(/*is_dry_run=*/true).quarantined, 1);
  const DeliveryReceipt& receipt = outcomes_[0].receipt;
  EXPECT_EQ(receipt.state(), DeliveryReceipt::STATE_WOULD_BE_QUARANTINED);
  EXPECT_EQ(receipt.reason(), "INGEST_REFUSED_WHOLE");
  EXPECT_EQ(receipt.rejections_size(), 2);
}

TEST_F(WholeDropTest, ALargerFileIsRefusedWithTheLimitAndTheNextIsTaken) {
  service_.rows_max = 2;
  Put("a.csv", absl::StrCat(kGood, "event-03;nuisance;2024-03-06;DPI-1;1\n"));
  Put("b.csv", kGood);
  const DropRound round = Run();
  EXPECT_EQ(round.quarantined, 1);
  EXPECT_EQ(round.done, 1);
  EXPECT_EQ(Receipt("a.csv").reason(), "ATOMIC_TOO_LARGE");
  EXPECT_THAT(Receipt("a.csv").message(), HasSubstr("more than 2 rows"));
  EXPECT_EQ(service_.events.size(), 2u);
}

TEST_F(WholeDropTest, AFileThatWasBegunOtherwiseIsRefusedAndHoldsUpNobody) {
  service_.down = WholeBegun(1234);
  Put("a.csv", kGood);
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_EQ(Receipt("a.csv").reason(), "ATOMIC_BEGUN");
  // Of a file in quarantine so much may count.
  EXPECT_THAT(Receipt("a.csv").message(), HasSubstr("1234"));
  EXPECT_EQ(Receipt("a.csv").rows_known(), 1234);
}

TEST_F(WholeDropTest, AFileThatWasTakenRowByRowIsNotSaidToBeTakenWhole) {
  service_.is_whole = false;
  rules_.is_atomic = false;
  const std::string with_a_wrong_row =
      absl::StrCat(kGood, "event-03;unknown;2024-03-06;DPI-1;1\n");
  const auto put = [&] {
    Put("a.csv", with_a_wrong_row);
    Put("b.csv", kGood);
  };
  put();
  EXPECT_EQ(Run().done, 2);
  // As after a crash before their receipts.
  for (const char* receipt : {"a.csv.json", "b.csv.json"}) {
    EXPECT_TRUE(fs::remove(folder_->PathOf(DropFolder::kReceipts, receipt)));
  }
  put();
  service_.is_whole = true;
  rules_.is_atomic = true;
  EXPECT_EQ(Run().done, 2);
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_EQ(receipt.state(), DeliveryReceipt::STATE_DONE);
  EXPECT_EQ(receipt.totals().rejected(), 1);
  EXPECT_EQ(receipt.rows_known(), 3);
  EXPECT_FALSE(receipt.atomic());
  EXPECT_TRUE(Receipt("b.csv").atomic());
}

TEST_F(WholeDropTest, OfAFileThatWasTakenInSeveralSessionsAllAreTold) {
  const std::string text =
      absl::StrCat(kGood, "event-03;denied;2024-03-06;DPI-1;1\n",
                   "event-04;unknown;2024-03-06;DPI-1;1\n");
  service_.is_whole = false;
  rules_.is_atomic = false;
  service_.denied_measures = {"denied"};
  Put("a.csv", text);
  EXPECT_EQ(Run().done, 1);
  service_.denied_measures.clear();
  Put("a.csv", text);
  EXPECT_EQ(Run().done, 1);
  const std::string second = Receipt("a.csv").session();
  service_.is_whole = true;
  rules_.is_atomic = true;
  Put("a.csv", text);
  EXPECT_EQ(Run().done, 1);
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_EQ(receipt.session(), second);
  EXPECT_EQ(receipt.totals().created(), 3);
  EXPECT_EQ(receipt.totals().duplicate(), 0);
  EXPECT_EQ(receipt.totals().rejected(), 1);
  ASSERT_EQ(receipt.rejections_size(), 1);
  EXPECT_EQ(receipt.rejections(0).row_index(), 3);
  EXPECT_EQ(receipt.rows_known(), 4);
  EXPECT_FALSE(receipt.atomic());
  EXPECT_EQ(service_.sessions.size(), 2u);
}

TEST_F(WholeDropTest, ADeliveryThatIsCutCountsAllOfTheFileOnce) {
  for (const bool is_before : {true, false}) {
    const std::string name = is_before ? "a.csv" : "b.csv";
    const std::string event = is_before ? "before-" : "behind-";
    (is_before ? service_.is_cut_before : service_.is_cut_behind) = true;
    const size_t events = service_.events.size();
    Put(name, absl::StrCat("event_id;measure;date;area;value\n", event,
                           "1;nuisance;2024-03-05;DPI-1;2\n", event,
                           "2;nuisance;2024-03-06;DPI-1;1\n"));
    EXPECT_EQ(Run().waiting, 1);
    EXPECT_TRUE(Is(DropFolder::kProcessing, name));
    EXPECT_EQ(service_.events.size(), events + (is_before ? 0 : 2));
    Reopen();
    EXPECT_EQ(Run().done, 1);
    EXPECT_EQ(service_.events.size(), events + 2);
    EXPECT_EQ(Receipt(name).totals().created(), 2);
    EXPECT_EQ(Receipt(name).rows_known(), is_before ? 0 : 2);
  }
}

TEST_F(DropWorkerTest, AReceiptSaysThatItsFileWasTakenRowByRow) {
  Put("a.csv", kGood);
  Run();
  EXPECT_FALSE(Receipt("a.csv").atomic());
}

TEST(WatchConfigTest, FilesAreTakenWholeWhereItSaysSo) {
  v1::WatchConfig config;
  config.set_source("zone5339");
  config.add_inputs()->set_pattern("*");
  EXPECT_FALSE(MakeWatchRules(config, "")->is_atomic);
  config.set_atomic(true);
  EXPECT_TRUE(MakeWatchRules(config, "")->is_atomic);
}

}  // namespace
}  // namespace entente::client
