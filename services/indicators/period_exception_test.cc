// Exceptions that are refused, ended or overtaken, and what they make of
// whether a source was in time.
#include <string>

#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {
namespace {

using v1::PeriodException;

class PeriodExceptionTest : public PeriodTest {
 protected:
  void SetUp() override {
    PeriodTest::SetUp();
    ASSERT_TRUE(Adopt().ok());
    MoveTo(2018, 5, 22);
    const auto asked = Ask(4, MakeDate(2018, 5, 30));
    ASSERT_TRUE(asked.ok()) << asked.status();
    name_ = asked->name();
  }
  void TearDown() override { ExpectVerified(); }

  std::string name_;
};

TEST_F(PeriodExceptionTest, WhatNobodyApprovedIsRefusedAndStaysRefused) {
  const auto refused = End(name_);
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(refused->state(), PeriodException::STATE_REFUSED);
  EXPECT_EQ(refused->end_reason(), kReason);
  EXPECT_TRUE(refused->has_end_time());
  EXPECT_EQ(ErrorReason(Grant(name_).status()), "EXCEPTION_OVER");
  EXPECT_EQ(ErrorReason(End(name_).status()), "EXCEPTION_OVER");
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "PERIOD_LOCKED");
  service_.Reopen();
  EXPECT_EQ(Get(4)->exceptions(0).state(), PeriodException::STATE_REFUSED);
}

TEST_F(PeriodExceptionTest, WhatIsInForceIsEndedByOnePersonAtOnce) {
  ASSERT_TRUE(Grant(name_).ok());
  Client client(service_);
  ASSERT_TRUE(client.is_open());
  ASSERT_EQ(Refused(client.Send(1, 0, {Row("event-0001")})), "");
  // Whoever asked may as well.
  const auto ended = End(name_, "p-1001");
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->state(), PeriodException::STATE_ENDED);
  // The stream was open while it was in force; what it delivered stays.
  EXPECT_EQ(Refused(client.Send(2, 1, {Row("event-0002")})), "PERIOD_LOCKED");
  EXPECT_EQ(Get(4)->sources(0).contributions(), 1);
  // Another can be asked for.
  EXPECT_TRUE(Ask(4, MakeDate(2018, 5, 30)).ok());
}

TEST_F(PeriodExceptionTest, InADecidedOrClosedMonthNoneIsInForce) {
  ASSERT_TRUE(Grant(name_).ok());
  ASSERT_TRUE(Confirm(4).ok());
  EXPECT_EQ(Get(4)->exceptions(0).state(), PeriodException::STATE_IN_FORCE);
  ASSERT_TRUE(Approve(4).ok());
  EXPECT_EQ(Get(4)->exceptions(0).state(), PeriodException::STATE_OVERTAKEN);
  EXPECT_EQ(ErrorReason(End(name_).status()), "EXCEPTION_OVER");
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 24)).ok());
  EXPECT_EQ(Get(4)->exceptions(0).state(), PeriodException::STATE_OVERTAKEN);
  // Its last day is still to come, and it lets nobody in.
  MoveTo(2018, 5, 25);
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "PERIOD_REOPENING_ENDED");
  MoveTo(2018, 5, 31);
  EXPECT_EQ(Get(4)->exceptions(0).state(), PeriodException::STATE_EXPIRED);
}

TEST_F(PeriodExceptionTest, EndingNeedsAReasonAndAnExceptionAndStoresNothing) {
  const std::string before = Get(4)->SerializeAsString();
  v1::EndPeriodExceptionRequest request;
  request.set_name(name_);
  const auto end = [&](const std::string& role = "coordinator") {
    return ErrorReason(Call(&v1::PeriodService::Stub::EndPeriodException,
                            request, "p-1002", role)
                           .status());
  };
  EXPECT_EQ(end(), "REASON_TOO_SHORT");
  request.set_reason("asked by someone@example.be himself");
  EXPECT_EQ(end(), "PERSONAL_DATA_SHAPE");
  request.set_reason(kReason);
  for (const char* role : {"zone", "federal", "oversight", "finance"}) {
    EXPECT_EQ(end(role), "PERMISSION_MISSING") << role;
  }
  for (const char* number : {"0", "-1", "01", "", "99999999999"}) {
    request.set_name(Name(4) + "/exceptions/" + number);
    EXPECT_EQ(end(), "NAME_INVALID") << number;
  }
  request.set_name(Name(4) + "/exceptions/2");
  EXPECT_EQ(end(), "EXCEPTION_UNKNOWN");
  request.set_name(name_);
  request.set_validate_only(true);
  EXPECT_EQ(end(), "");
  EXPECT_EQ(Get(4)->SerializeAsString(), before);
}

TEST_F(PeriodTest, ACorrectionUnderAnExceptionMakesNoSourceLate) {
  const auto source = [&] { return Get(4)->sources(0); };
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  EXPECT_EQ(source().timeliness(), v1::PeriodSource::TIMELINESS_AWAITED);
  EXPECT_EQ(Get(4)->expected_source_count(), 1);
  EXPECT_EQ(Get(4)->confirmed_source_count(), 0);
  ASSERT_TRUE(Confirm(4).ok());
  EXPECT_EQ(source().timeliness(), v1::PeriodSource::TIMELINESS_ON_TIME);
  EXPECT_EQ(Get(4)->confirmed_source_count(), 1);
  MoveTo(2018, 5, 22);
  // Said again, it is as old as it was.
  ASSERT_TRUE(Confirm(4).ok());
  EXPECT_EQ(source().timeliness(), v1::PeriodSource::TIMELINESS_ON_TIME);
  EXPECT_FALSE(source().is_corrected_later());

  const auto asked = Ask(4, MakeDate(2018, 5, 30));
  ASSERT_TRUE(asked.ok()) << asked.status();
  ASSERT_TRUE(Grant(asked->name()).ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0002")})), "");
  EXPECT_EQ(source().timeliness(), v1::PeriodSource::TIMELINESS_ON_TIME);
  EXPECT_TRUE(source().is_corrected_later());
  EXPECT_FALSE(source().is_confirmed());
  EXPECT_EQ(Get(4)->confirmed_source_count(), 0);
  // It must still confirm what it corrected, and may be sent back.
  MoveTo(2018, 5, 24);
  ASSERT_TRUE(Confirm(4).ok());
  MoveTo(2018, 5, 25);
  ASSERT_TRUE(Reject(4).ok());
  EXPECT_EQ(source().timeliness(), v1::PeriodSource::TIMELINESS_ON_TIME);
  service_.Reopen();
  EXPECT_EQ(source().timeliness(), v1::PeriodSource::TIMELINESS_ON_TIME);
  ExpectVerified();
}

TEST_F(PeriodTest, AConfirmationAMonthLateIsLateWhateverCameInTime) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  MoveTo(2018, 5, 11);
  EXPECT_EQ(Get(4)->sources(0).timeliness(),
            v1::PeriodSource::TIMELINESS_INCOMPLETE);
  MoveTo(2018, 6, 9);
  ASSERT_TRUE(Confirm(4).ok());
  EXPECT_EQ(Get(4)->sources(0).timeliness(), v1::PeriodSource::TIMELINESS_LATE);
}

}  // namespace
}  // namespace entente::indicators
