// Files that are delivered by hand: what became of a row is told once, and rows
// in front of their event are taken behind it.
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/drop_worker_fixture_test.h"
#include "tools/client/delivery/file_delivery.h"
#include "tools/client/delivery/left_words.h"
#include "tools/client/delivery/session_rules.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kTitles[] = "event_id;measure;date;area;value;replaces\n";
constexpr char kEvent[] = "event-01;nuisance;2024-03-05;DPI-1;2;\n";
constexpr char kOlder[] = "fix-000a;nuisance;2024-03-05;DPI-1;5;event-01\n";
constexpr char kNewer[] = "fix-000b;nuisance;2024-03-05;DPI-1;7;event-01\n";

class HandDeliveryTest : public ::testing::Test {
 protected:
  // Delivers `text`, of our own columns, in `hand` or what `options` say, and
  // the sessions behind it.
  absl::StatusOr<FileDelivered> Try(const std::string& text,
                                    FileDelivery::Options options = {}) {
    if (options.first_session.empty()) options.first_session = "hand";
    FileDelivery delivery(
        service_, std::move(options),
        [&]() -> absl::StatusOr<std::unique_ptr<ObservationRows>> {
          in_ = std::istringstream(text);
          ENTENTE_ASSIGN_OR_RETURN(PlainRows rows,
                                   PlainRows::Open(in_, "a.csv"));
          return std::make_unique<PlainRows>(std::move(rows));
        });
    absl::StatusOr<FileDelivered> made = delivery.Run();
    session_ = delivery.session();
    return made;
  }
  FileDelivered Deliver(const std::string& text,
                        FileDelivery::Options options = {}) {
    absl::StatusOr<FileDelivered> made = Try(text, std::move(options));
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? *std::move(made) : FileDelivered();
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

  FakeService service_;
  std::istringstream in_;
  // The last one.
  std::string session_;
};

TEST_F(HandDeliveryTest, RowsInFrontOfTheirEventAreTakenBehindIt) {
  const std::string text = absl::StrCat(
      kTitles, "odd-0001;unknown;2024-03-05;DPI-1;1;\n", kOlder, kEvent);
  // Again it finds all of it delivered, and comes to the same.
  for (const int64_t rows_known : {0, 3}) {
    const FileDelivered made = Deliver(text);
    EXPECT_EQ(session_, "hand-pass-2");
    EXPECT_EQ(made.rows, 3);
    EXPECT_EQ(made.rows_known, rows_known);
    EXPECT_EQ(made.rows_taken_later, 1);
    EXPECT_EQ(made.totals.sent(), 3);
    EXPECT_EQ(made.totals.created(), 1);
    EXPECT_EQ(made.totals.updated(), 1);
    EXPECT_EQ(made.totals.duplicate(), 0);
    EXPECT_EQ(made.totals.rejected(), 1);
    ASSERT_EQ(made.last.rejections.size(), 1u);
    EXPECT_EQ(made.last.rejections[0].reason(), "UNKNOWN_MEASURE");
    EXPECT_EQ(made.left, DeliveryReceipt::LEFT_REJECTED_UNSPECIFIED);
    EXPECT_EQ(service_.values["event-01"], 5);
    EXPECT_THAT(service_.sessions_seen, ElementsAre("hand", "hand-pass-2"));
  }
}

TEST_F(HandDeliveryTest, CutInItsSecondPassItComesToTheSame) {
  const std::string text = absl::StrCat(
      kTitles, "odd-0001;unknown;2024-03-05;DPI-1;1;\n", kOlder, kEvent);
  // Behind the correction, which is taken and not answered.
  service_.rows_until_cut = 5;
  EXPECT_TRUE(absl::IsUnavailable(Try(text).status()));
  EXPECT_EQ(service_.sessions["hand-pass-2"].totals.sent(), 2);
  for (int i = 0; i < 2; ++i) {
    const FileDelivered made = Deliver(text);
    EXPECT_EQ(session_, "hand-pass-2");
    EXPECT_EQ(made.totals.sent(), 3);
    EXPECT_EQ(made.totals.created(), 1);
    EXPECT_EQ(made.totals.updated(), 1);
    EXPECT_EQ(made.totals.duplicate(), 0);
    EXPECT_EQ(made.totals.rejected(), 1);
    EXPECT_EQ(made.rows_taken_later, 1);
    EXPECT_EQ(service_.events.size(), 2u);
    EXPECT_EQ(service_.values["event-01"], 5);
    EXPECT_EQ(service_.sessions_seen.size(), 2u);
  }
}

// Its rows would pass for those of this one, and be left unsent.
TEST_F(HandDeliveryTest, ASessionThatSomebodyNamedIsNoSecondPass) {
  Deliver(absl::StrCat(kTitles, "other-01;nuisance;2024-04-05;DPI-1;3;\n",
                       "other-02;nuisance;2024-04-06;DPI-1;3;\n"),
          {.first_session = "mars-2"});
  const std::string text = absl::StrCat(kTitles, kOlder, kEvent);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Deliver(text, {.first_session = "mars"}).totals.updated(), 1);
    EXPECT_EQ(session_, "mars-pass-2");
    EXPECT_EQ(service_.values["event-01"], 5);
    EXPECT_EQ(service_.sessions["mars-2"].totals.sent(), 2);
  }
}

// A sheet may have come since the run that began the first session.
TEST_F(HandDeliveryTest, ASecondPassOfALaterRunIsAskedAboutSheets) {
  const std::string text = absl::StrCat(kTitles, kOlder, kEvent);
  service_.is_telling = false;
  Deliver(text);
  service_.is_telling = true;
  service_.sheets =
      MakeError(absl::StatusCode::kFailedPrecondition,
                {.reason = "FILE_ADDS_TO_SHEET",
                 .sentence = {"It adds.", "Il s'ajoute.", "Het komt erbij."}});
  EXPECT_EQ(ErrorReason(Try(text).status()), "FILE_ADDS_TO_SHEET");
  EXPECT_EQ(service_.rows_checked, 2);
  EXPECT_EQ(service_.rows_held_seen, 1);
  EXPECT_EQ(service_.values["event-01"], 2);
  // Not where somebody says that it adds.
  EXPECT_EQ(Deliver(text, {.adds_to_sheets = true}).rows_taken_later, 1);
  // Nor where the run that asked of the first session goes on.
  service_.events.clear();
  EXPECT_EQ(Deliver(text, {.first_session = "again-1"}).rows_taken_later, 1);
  EXPECT_EQ(service_.rows_checked, 2);
}

TEST_F(HandDeliveryTest, AnOlderCorrectionNeverCountsForANewerOne) {
  const std::string text = absl::StrCat(kTitles, kNewer, kOlder, kEvent);
  for (int i = 0; i < 2; ++i) {
    const FileDelivered made = Deliver(text);
    EXPECT_EQ(session_, "hand");
    EXPECT_EQ(made.left, DeliveryReceipt::LEFT_REJECTED_ORDER);
    EXPECT_EQ(made.rows_taken_later, 0);
    EXPECT_EQ(made.totals.rejected(), 2);
    EXPECT_EQ(service_.values["event-01"], 2);
  }
}

// That takes a session of one's own.
TEST_F(HandDeliveryTest, WhatWasRejectedOtherwiseIsNotJudgedAnew) {
  service_.denied_measures = {"nuisance"};
  const std::string text = absl::StrCat(kTitles, kEvent);
  EXPECT_EQ(Deliver(text).totals.rejected(), 1);
  service_.denied_measures.clear();
  EXPECT_EQ(Deliver(text).totals.rejected(), 1);
  EXPECT_THAT(service_.sessions_seen, ElementsAre("hand"));
  EXPECT_EQ(Deliver(text, {.first_session = "again-1"}).totals.created(), 1);
}

TEST_F(HandDeliveryTest, ALongChainGoesOnWithTheSameCommand) {
  const std::string text = Chain(kSessionsAtOnceMax + 1);
  EXPECT_EQ(Deliver(text).left, DeliveryReceipt::LEFT_REJECTED_SESSIONS);
  EXPECT_EQ(session_, PassSessionId("hand", kSessionsAtOnceMax));
  const FileDelivered made = Deliver(text);
  EXPECT_EQ(made.left, DeliveryReceipt::LEFT_REJECTED_UNSPECIFIED);
  EXPECT_EQ(session_, PassSessionId("hand", kSessionsAtOnceMax + 2));
  EXPECT_EQ(made.rows_taken_later, kSessionsAtOnceMax + 1);
  EXPECT_EQ(made.totals.rejected(), 0);
  EXPECT_EQ(service_.values["event-01"], 10 + kSessionsAtOnceMax + 1);
}

TEST_F(HandDeliveryTest, ATrialOrAnAccountThatIsNotToldDeliversOnce) {
  const std::string text = absl::StrCat(kTitles, kOlder, kEvent);
  EXPECT_EQ(Deliver(text, {.is_dry_run = true}).totals.rejected(), 1);
  EXPECT_EQ(session_, "hand");
  EXPECT_TRUE(service_.events.empty());
  service_.is_telling = false;
  EXPECT_EQ(Deliver(text).totals.rejected(), 1);
  EXPECT_EQ(session_, "hand");
}

// The service would not open it, behind what was taken.
TEST_F(HandDeliveryTest, ASessionWithoutRoomForANumberIsTheLastOne) {
  const std::string text = absl::StrCat(kTitles, kOlder, kEvent);
  const std::string longest(kSessionIdBytesMax - std::string("-pass-2").size(),
                            's');
  EXPECT_EQ(Deliver(text, {.first_session = longest + "s"}).left,
            DeliveryReceipt::LEFT_REJECTED_LAST_SESSION);
  EXPECT_EQ(session_, longest + "s");
  service_.events.clear();
  EXPECT_EQ(Deliver(text, {.first_session = longest}).rows_taken_later, 1);
  EXPECT_EQ(session_, longest + "-pass-2");
}

TEST_F(HandDeliveryTest, WhatIsToBeDoneDependsOnHowItWasDelivered) {
  EXPECT_EQ(LeftWordsByHand(DeliveryReceipt::LEFT_REJECTED_UNSPECIFIED, "").en,
            "");
  EXPECT_EQ(LeftWordsByHand(DeliveryReceipt::LEFT_REJECTED_ORDER, "").nl,
            LeftWordsOfDrop(DeliveryReceipt::LEFT_REJECTED_ORDER).nl);
  for (const auto left : {DeliveryReceipt::LEFT_REJECTED_SESSIONS,
                          DeliveryReceipt::LEFT_REJECTED_LAST_SESSION}) {
    EXPECT_NE(LeftWordsOfDrop(left).fr, LeftWordsByHand(left, "").fr);
    EXPECT_THAT(LeftWordsByHand(left, "").en, Not(HasSubstr("drop")));
  }
}

// A mended file would be passed over in the session that it had.
TEST_F(HandDeliveryTest, WhoNamedTheSessionIsToldToNameAnother) {
  const auto order = DeliveryReceipt::LEFT_REJECTED_ORDER;
  EXPECT_THAT(LeftWordsByHand(order, "").en, Not(HasSubstr("--session")));
  const Sentence words = LeftWordsByHand(order, "mars");
  EXPECT_THAT(words.en, HasSubstr("and give another --session"));
  EXPECT_THAT(words.fr, HasSubstr("et donnez une autre --session"));
  EXPECT_THAT(words.nl, HasSubstr("en geef een andere --session"));
}

TEST_F(HandDeliveryTest, OnlyALongNameIsToldThatItIsTooLong) {
  const auto last = DeliveryReceipt::LEFT_REJECTED_LAST_SESSION;
  const std::string longest(kSessionIdBytesMax, 's');
  EXPECT_THAT(LeftWordsByHand(last, longest).en, HasSubstr("shorter"));
  for (const char* session : {"", "mars"}) {
    EXPECT_THAT(LeftWordsByHand(last, session).en, Not(HasSubstr("shorter")));
    EXPECT_THAT(LeftWordsByHand(last, session).en, HasSubstr("another file"));
  }
}

}  // namespace
}  // namespace entente::client
