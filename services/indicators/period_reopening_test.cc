// Months that are opened again: asked by one person, approved by another.
#include <string>

#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {
namespace {

using v1::Period;
using v1::PeriodDecision;

class PeriodReopeningTest : public PeriodTest {
 protected:
  // April is closed and nobody decided about it.
  void SetUp() override {
    PeriodTest::SetUp();
    ASSERT_TRUE(Adopt().ok());
    MoveTo(2018, 9, 1);
  }
  void TearDown() override { ExpectVerified(); }

  const google::type::Date until_ = MakeDate(2018, 9, 9);
};

TEST_F(PeriodReopeningTest, NobodyOpensAClosedMonthAlone) {
  const auto asked = AskReopening(4, until_, "p-1001");
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->standing(), Period::STANDING_UNDECIDED);
  EXPECT_EQ(asked->reopening_asked_until().day(), 9);
  EXPECT_FALSE(asked->has_reopen_until());
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "PERIOD_CLOSED");
  EXPECT_EQ(ErrorReason(AddActivity(4)), "PERIOD_CLOSED");
  EXPECT_EQ(ErrorReason(GrantReopening(4, "p-1001").status()), "SAME_PERSON");
  service_.Reopen();
  EXPECT_EQ(Get(4)->standing(), Period::STANDING_UNDECIDED);
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "PERIOD_CLOSED");

  const auto reopened = GrantReopening(4);
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ(reopened->standing(), Period::STANDING_REOPENED);
  EXPECT_EQ(reopened->reopen_until().day(), 9);
  EXPECT_FALSE(reopened->has_reopening_asked_until());
  ASSERT_EQ(reopened->decisions_size(), 2);
  EXPECT_EQ(reopened->decisions(0).kind(),
            PeriodDecision::KIND_REOPENING_ASKED);
  EXPECT_EQ(reopened->decisions(1).kind(), PeriodDecision::KIND_REOPENED);
  EXPECT_EQ(reopened->decisions(1).reason(), kReason);
  EXPECT_EQ(reopened->decisions(1).office(), "coordinator");
  for (const char* person : {"p-1001", "p-1009"}) {
    EXPECT_EQ(reopened->DebugString().find(person), std::string::npos);
  }
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "");
  // It is approved once.
  EXPECT_EQ(ErrorReason(GrantReopening(4, "p-1003").status()),
            "REOPENING_NOT_ASKED");
}

TEST_F(PeriodReopeningTest, AnApprovedMonthStandsUntilAnotherApproves) {
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  const auto asked = AskReopening(4, until_);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->standing(), Period::STANDING_APPROVED);
  EXPECT_EQ(asked->latest_version(), 1);
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "PERIOD_APPROVED");
  // Its approver may agree; then somebody else approves it next.
  ASSERT_TRUE(GrantReopening(4, "p-1004").ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  ASSERT_TRUE(Confirm(4).ok());
  for (const char* person : {"p-1002", "p-1004"}) {
    EXPECT_EQ(ErrorReason(Approve(4, {}, person).status()), "SAME_PERSON");
  }
  EXPECT_TRUE(Approve(4, {}, "p-1003").ok());
}

TEST_F(PeriodReopeningTest, WhatIsAskedLapsesOrIsOvertaken) {
  EXPECT_EQ(ErrorReason(GrantReopening(4).status()), "REOPENING_NOT_ASKED");
  ASSERT_TRUE(AskReopening(4, until_).ok());
  MoveTo(2018, 9, 10);
  EXPECT_FALSE(Get(4)->has_reopening_asked_until());
  EXPECT_EQ(ErrorReason(GrantReopening(4).status()), "REOPENING_NOT_ASKED");
  ASSERT_TRUE(AskReopening(4, MakeDate(2018, 9, 20)).ok());
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  EXPECT_EQ(ErrorReason(GrantReopening(4).status()), "REOPENING_NOT_ASKED");
  EXPECT_EQ(Get(4)->standing(), Period::STANDING_APPROVED);
}

TEST_F(PeriodReopeningTest, WhatIsAskedIsEndedByOnePerson) {
  ASSERT_TRUE(AskReopening(4, until_).ok());
  for (const char* role : {"zone", "federal", "oversight", "finance"}) {
    EXPECT_EQ(ErrorReason(EndReopening(4, "p-1003", role).status()),
              "PERMISSION_MISSING")
        << role;
  }
  v1::EndPeriodReopeningRequest silent;
  silent.set_name(Name(4));
  EXPECT_EQ(
      ErrorReason(
          Call(&v1::PeriodService::Stub::EndPeriodReopening, silent).status()),
      "REASON_TOO_SHORT");
  EXPECT_TRUE(Get(4)->has_reopening_asked_until());
  // Whoever asked may as well.
  const auto ended = EndReopening(4, "p-1002");
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_FALSE(ended->has_reopening_asked_until());
  EXPECT_EQ(ended->standing(), Period::STANDING_UNDECIDED);
  EXPECT_EQ(ended->decisions(1).kind(), PeriodDecision::KIND_REOPENING_ENDED);
  EXPECT_EQ(ErrorReason(GrantReopening(4).status()), "REOPENING_NOT_ASKED");
  EXPECT_EQ(ErrorReason(EndReopening(4).status()), "REOPENING_NOT_ASKED");
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "PERIOD_CLOSED");
}

TEST_F(PeriodReopeningTest, WhoAsksAgainReplacesWhatWasAsked) {
  ASSERT_TRUE(AskReopening(4, until_, "p-1002").ok());
  const std::string read = Get(4)->etag();
  ASSERT_TRUE(AskReopening(4, MakeDate(2018, 9, 12), "p-1003").ok());
  EXPECT_EQ(ErrorReason(GrantReopening(4, "p-1003").status()), "SAME_PERSON");
  // Whoever read the first does not approve the second.
  EXPECT_EQ(ErrorReason(GrantReopening(4, "p-1002", read).status()),
            "ETAG_MISMATCH");
  const auto reopened = GrantReopening(4, "p-1002", Get(4)->etag());
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ(reopened->reopen_until().day(), 12);
  ASSERT_TRUE(Confirm(4).ok());
  for (const char* person : {"p-1002", "p-1003"}) {
    EXPECT_EQ(ErrorReason(Approve(4, {}, person).status()), "SAME_PERSON");
  }
  EXPECT_TRUE(Approve(4).ok());
}

TEST_F(PeriodReopeningTest, HoweverOftenItIsAskedItCanBeAnswered) {
  for (int i = 0; i < 150; ++i) {
    ASSERT_TRUE(AskReopening(4, until_, "p-1002").ok()) << i;
  }
  EXPECT_EQ(Get(4)->decisions_size(), 1);
  int ended = 0;
  absl::Status last;
  while (last.ok() && ended <= 100) {
    last = EndReopening(4).status();
    if (!last.ok()) break;
    ++ended;
    last = AskReopening(4, until_, "p-1002").status();
  }
  EXPECT_EQ(ErrorReason(last), "TOO_MANY_DECISIONS");
  EXPECT_EQ(ended, 50);
}

TEST_F(PeriodReopeningTest, NobodyMakesAReopeningLongerAlone) {
  ASSERT_TRUE(Reopen(4, until_).ok());
  const auto asked = AskReopening(4, MakeDate(2018, 9, 20));
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->standing(), Period::STANDING_REOPENED);
  EXPECT_EQ(asked->reopen_until().day(), 9);
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "");
  MoveTo(2018, 9, 10);
  EXPECT_EQ(Get(4)->standing(), Period::STANDING_REOPENING_ENDED);
  EXPECT_EQ(Refused(Deliver({Row("event-0002")})), "PERIOD_CLOSED");
  ASSERT_TRUE(GrantReopening(4).ok());
  EXPECT_EQ(Refused(Deliver({Row("event-0002")})), "");
}

}  // namespace
}  // namespace entente::indicators
