// Files with corrections in front of the events that they correct.
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/drop_worker_fixture_test.h"
#include "tools/client/delivery/session_rules.h"

namespace entente::client {
namespace {

constexpr char kTitles[] = "event_id;measure;date;area;value;replaces\n";
constexpr char kEvent[] = "event-01;nuisance;2024-03-05;DPI-1;2;\n";
constexpr char kOlder[] = "fix-000a;nuisance;2024-03-05;DPI-1;5;event-01\n";
constexpr char kNewer[] = "fix-000b;nuisance;2024-03-05;DPI-1;7;event-01\n";

class NewestFirstDropTest : public DropWorkerTest {
 protected:
  DropRound Drop(const std::string& name, const std::string& text) {
    Put(name, text);
    return Run();
  }
  // `count` corrections of one another and then their event, newest first.
  static std::string Chain(int count) {
    std::string text = kTitles;
    for (int i = count; i > 0; --i) {
      absl::StrAppend(
          &text, "fix-000", i, ";nuisance;2024-03-05;DPI-1;", 10 + i, ";",
          i == 1 ? "event-01" : absl::StrCat("fix-000", i - 1), "\n");
    }
    return text + kEvent;
  }
};

TEST_F(NewestFirstDropTest, AnOlderCorrectionNeverCountsForANewerOne) {
  const std::string text = absl::StrCat(kTitles, kNewer, kOlder, kEvent);
  // It is the same when it is dropped again.
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Drop("a.csv", text).rejecting, 1);
    EXPECT_EQ(service_.values["event-01"], 2);
    const DeliveryReceipt receipt = Receipt("a.csv");
    EXPECT_EQ(receipt.left_rejected(), DeliveryReceipt::LEFT_REJECTED_ORDER);
    EXPECT_EQ(receipt.totals().created(), 1);
    EXPECT_EQ(receipt.totals().rejected(), 2);
    EXPECT_EQ(receipt.rejections_size(), 2);
    EXPECT_EQ(service_.sessions_seen.size(), 1u);
  }
  EXPECT_EQ(
      Drop("a.csv", absl::StrCat(kTitles, kEvent, kOlder, kNewer)).rejecting,
      0);
  EXPECT_EQ(service_.values["event-01"], 7);
  EXPECT_EQ(Receipt("a.csv").left_rejected(),
            DeliveryReceipt::LEFT_REJECTED_UNSPECIFIED);
}

TEST_F(NewestFirstDropTest, ACorrectionOnEachSideOfItsEventIsLeftToo) {
  const std::string text = absl::StrCat(kTitles, kNewer, kEvent, kOlder);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Drop("a.csv", text).rejecting, 1);
    EXPECT_EQ(service_.values["event-01"], 5);
    EXPECT_EQ(Receipt("a.csv").left_rejected(),
              DeliveryReceipt::LEFT_REJECTED_ORDER);
  }
}

// As the versions of a record, which all correct the first one.
TEST_F(NewestFirstDropTest, CorrectionsBehindARejectedEventAreTakenWithIt) {
  const std::string text =
      absl::StrCat(kTitles, "event-01;denied;2024-03-05;DPI-1;2;\n", kOlder,
                   kNewer, "event-02;nuisance;2024-03-05;DPI-1;1;\n");
  service_.denied_measures = {"denied"};
  EXPECT_EQ(Drop("a.csv", text).rejecting, 1);
  EXPECT_EQ(Receipt("a.csv").totals().rejected(), 3);
  EXPECT_EQ(Receipt("a.csv").left_rejected(),
            DeliveryReceipt::LEFT_REJECTED_UNSPECIFIED);
  service_.denied_measures.clear();
  EXPECT_EQ(Drop("a.csv", text).rejecting, 0);
  EXPECT_TRUE(absl::EndsWith(Receipt("a.csv").session(), "-2"));
  EXPECT_EQ(service_.values["event-01"], 7);
}

TEST_F(NewestFirstDropTest, AFileIsDeliveredInAFewSessionsAtOnce) {
  const std::string text = Chain(kSessionsAtOnceMax + 2);
  EXPECT_EQ(Drop("a.csv", text).rejecting, 1);
  EXPECT_EQ(service_.sessions_seen.size(),
            static_cast<size_t>(kSessionsAtOnceMax));
  EXPECT_EQ(service_.values["event-01"], 10 + kSessionsAtOnceMax - 1);
  EXPECT_EQ(Receipt("a.csv").left_rejected(),
            DeliveryReceipt::LEFT_REJECTED_SESSIONS);
  EXPECT_EQ(Receipt("a.csv").totals().rejected(), 3);
  // Dropped again it goes on.
  EXPECT_EQ(Drop("a.csv", text).rejecting, 0);
  EXPECT_EQ(service_.values["event-01"], 10 + kSessionsAtOnceMax + 2);
  const DeliveryReceipt receipt = Receipt("a.csv");
  EXPECT_EQ(receipt.left_rejected(),
            DeliveryReceipt::LEFT_REJECTED_UNSPECIFIED);
  EXPECT_EQ(receipt.totals().created(), 1);
  EXPECT_EQ(receipt.totals().updated(), kSessionsAtOnceMax + 2);
  EXPECT_EQ(receipt.totals().duplicate(), 0);
  EXPECT_EQ(receipt.totals().rejected(), 0);
}

TEST_F(NewestFirstDropTest, AProgramThatIsToldToEndEndsBetweenSessions) {
  Put("a.csv", Chain(2));
  DropWorker worker(*folder_, rules_, service_, /*is_dry_run=*/false,
                    [&](const DropOutcome& one) { outcomes_.push_back(one); });
  const auto round = worker.Run([this] { return !service_.sessions.empty(); });
  ASSERT_TRUE(round.ok()) << round.status();
  EXPECT_EQ(round->waiting, 1);
  ASSERT_EQ(outcomes_.size(), 1u);
  EXPECT_EQ(ErrorReason(outcomes_[0].waits_for), "WATCH_STOPPING");
  EXPECT_TRUE(Is(DropFolder::kProcessing, "a.csv"));
  EXPECT_EQ(service_.sessions.size(), 1u);
  Reopen();
  EXPECT_EQ(Run().rejecting, 0);
  EXPECT_EQ(service_.values["event-01"], 12);
  EXPECT_TRUE(absl::EndsWith(Receipt("a.csv").session(), "-3"));
}

}  // namespace
}  // namespace entente::client
