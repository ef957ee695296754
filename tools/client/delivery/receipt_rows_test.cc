// Known rows that count otherwise now, as a receipt names them.
#include "tools/client/delivery/receipt_rows.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/drop_worker_fixture_test.h"
#include "tools/client/delivery/mapping_file.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;

class ReceiptRowsTest : public DropWorkerTest {
 protected:
  std::vector<std::string> Listed(const std::string& name) const {
    std::vector<std::string> listed;
    const DeliveryReceipt receipt = Receipt(name);
    for (const v1::KnownRowThatDiffers& row :
         receipt.known_rows_that_differ()) {
      listed.push_back(absl::StrCat(row.row_index(), " ", row.line(), " ",
                                    absl::StrJoin(row.columns(), ","), " ",
                                    absl::StrJoin(row.fields(), ",")));
    }
    return listed;
  }
};

TEST_F(ReceiptRowsTest, KnownRowsAreNamedByLineAndColumn) {
  service_.known_rows.push_back({0, {"area", "value"}});
  service_.known_rows.push_back({2, {"withdraws_event_id"}});
  Put("a.csv",
      "event_id;measure;date;area;value\n\n"
      "event-01;nuisance;2024-03-05;DPI-1;2\n"
      "event-02;nuisance;2024-03-06;DPI-1;1\n\n"
      "event-03;nuisance;2024-03-06;DPI-1;1\n");
  const DropRound round = Run();
  // It was delivered, and somebody should look at it.
  EXPECT_EQ(round.done, 1);
  EXPECT_EQ(round.differing, 1);
  EXPECT_TRUE(Is(DropFolder::kDone, "a.csv"));
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_EQ(receipt.state(), DeliveryReceipt::STATE_DONE);
  ASSERT_EQ(receipt.known_rows_that_differ_size(), 2);
  EXPECT_EQ(receipt.known_rows_that_differ(0).line(), 3);
  EXPECT_THAT(receipt.known_rows_that_differ(0).columns(),
              ElementsAre("area", "value"));
  EXPECT_EQ(receipt.known_rows_that_differ(1).row_index(), 2);
  EXPECT_EQ(receipt.known_rows_that_differ(1).line(), 6);
}

TEST_F(ReceiptRowsTest, TheFieldOfTheMappingIsNamedBeside) {
  rules_.inputs[0].is_plain = false;
  rules_.inputs[0].mapping = *ParseDeliveryMapping(
      "id: 'a'\nformat: FORMAT_CSV\nevent_id { from: 'Id' }\n"
      "date { from: 'Jour' }\narea { constant: 'DPI-1' }\n"
      "figures { measure { constant: 'nuisance' } value_from: 'N' }\n",
      "m");
  service_.known_rows.push_back({1, {"date", "area", "value"}});
  Put("a.csv", "Id;Jour;N\nevent-01;2024-03-05;1\nevent-02;2024-03-06;2\n");
  Run();
  EXPECT_THAT(Listed("a.csv"), ElementsAre("1 3 date,area,value Jour,,N"));
}

TEST_F(ReceiptRowsTest, WithoutSuchRowsNothingIsToBeLookedAt) {
  Put("a.csv", kGood);
  const DropRound round = Run();
  EXPECT_EQ(round.differing, 0);
  EXPECT_THAT(Listed("a.csv"), ElementsAre());
  EXPECT_EQ(Receipt("a.csv").known_rows_not_compared(), 0);
}

TEST_F(ReceiptRowsTest, RejectedAndKnownRowsAreListedBesideEachOther) {
  service_.known_rows.push_back({0, {"value"}});
  service_.known_rows.push_back({2, {"area"}});
  Put("a.csv",
      "event_id;measure;date;area;value\n"
      "event-01;nuisance;2024-03-05;DPI-1;2\n\n"
      "event-02;unknown;2024-03-06;DPI-1;1\n"
      "event-03;nuisance;2024-03-06;DPI-1;1\n"
      "event-04;unknown;2024-03-06;DPI-1;1\n");
  Run();
  EXPECT_THAT(Listed("a.csv"), ElementsAre("0 2 value value", "2 5 area area"));
  const DeliveryReceipt receipt = Receipt("a.csv");
  ASSERT_EQ(receipt.rejections_size(), 2);
  EXPECT_EQ(receipt.rejections(0).line(), 4);
  EXPECT_EQ(receipt.rejections(1).row_index(), 3);
  EXPECT_EQ(receipt.rejections(1).line(), 6);
}

// Nobody said that they count as the file says.
TEST_F(ReceiptRowsTest, AFileOfWhichRowsWereNotComparedIsToBeLookedAt) {
  service_.known_rows_not_compared = 3;
  Put("a.csv", kGood);
  const DropRound round = Run();
  EXPECT_EQ(round.done, 1);
  EXPECT_EQ(round.differing, 1);
  EXPECT_EQ(Receipt("a.csv").known_rows_not_compared(), 3);
}

}  // namespace
}  // namespace entente::client
