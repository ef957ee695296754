// Reservations with a last day: they end by themselves, once.
#include <string>

#include "gmock/gmock.h"
#include "services/conventions/budget_fixture_test.h"
#include "services/conventions/local_day.h"

namespace entente::conventions {
namespace {

using Stub = v1::BudgetService::Stub;
using testing::HasSubstr;

// Made before the fixture, which reads it.
struct Clocked {
  FakeClock fake{absl::Now()};
};

class ExpiryTest : public Clocked, public BudgetFixture {
 protected:
  ExpiryTest() : BudgetFixture({}, &fake) { Serve({}); }

  // The Belgian day that many days from now.
  google::type::Date DayIn(int days) {
    return LocalDay(fake.Now() + absl::Hours(24 * days));
  }

  void Pass(int days) {
    fake.Advance(absl::Hours(24 * days));
    // Keys and policy are confirmed by the same clock.
    harness_.gate().ReloadIfChanged();
  }

  absl::StatusOr<v1::Reservation> HoldUntil(const std::string& line,
                                            int64_t cents, int days) {
    v1::CreateReservationRequest request = ReservationRequest(line, cents);
    *request.mutable_reservation()->mutable_expire_date() = DayIn(days);
    return Call(&Stub::CreateReservation, request);
  }

  absl::StatusOr<v1::ExpireReservationsResponse> Expire(
      bool is_rehearsal = false) {
    v1::ExpireReservationsRequest request;
    request.set_parent(Format(kConvention));
    request.set_validate_only(is_rehearsal);
    return Call(&Stub::ExpireReservations, request);
  }
};

TEST_F(ExpiryTest, AReservationHoldsThroughItsLastDayAndThenExpiresOnce) {
  const std::string line = MakeLine(100'000);
  auto held = HoldUntil(line, 40'000, 2);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->expire_date().day(), DayIn(2).day());
  ASSERT_TRUE(HoldUntil(line, 10'000, 30).ok());
  ASSERT_TRUE(
      Call(&Stub::CreateReservation, ReservationRequest(line, 5'000)).ok());
  Pass(2);
  auto none = Expire();
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_EQ(none->reservations_size(), 0);
  Pass(1);
  auto rehearsed = Expire(/*is_rehearsal=*/true);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->reservations_size(), 1);
  EXPECT_EQ(LineBalances(line).reserved_cents, 55'000);
  auto expired = Expire();
  ASSERT_TRUE(expired.ok()) << expired.status();
  ASSERT_EQ(expired->reservations_size(), 1);
  EXPECT_EQ(expired->reservations(0).name(), held->name());
  EXPECT_EQ(expired->reservations(0).state(), v1::Reservation::STATE_EXPIRED);
  EXPECT_EQ(expired->reservations(0).line_position().reserved().units(), 150);
  EXPECT_FALSE(expired->has_more());
  auto again = Expire();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->reservations_size(), 0);
  EXPECT_EQ(LineBalances(line).reserved_cents, 15'000);
}

TEST_F(ExpiryTest, APostingEndsWhatIsDueWhateverWasHeldFirst) {
  const std::string line = MakeLine(100'000);
  for (const int days : {9, 1, 5, 0, 3}) {
    ASSERT_TRUE(HoldUntil(line, 20'000, days).ok());
  }
  EXPECT_FALSE(
      Call(&Stub::CreateReservation, ReservationRequest(line, 1)).ok());
  Pass(4);
  // Those of 1, 0 and 3 days ended: 60.000 are free again, to the cent.
  EXPECT_FALSE(
      Call(&Stub::CreateReservation, ReservationRequest(line, 60'001)).ok());
  EXPECT_TRUE(
      Call(&Stub::CreateReservation, ReservationRequest(line, 60'000)).ok());
  EXPECT_EQ(LineBalances(line).reserved_cents, 100'000);
}

TEST_F(ExpiryTest, ABatchTellsALineAsARefusalThatReleasedWhatWasDueLeftIt) {
  const std::string line = MakeLine(100'000);
  ASSERT_TRUE(HoldUntil(line, 40'000, 1).ok());
  const auto voided =
      Call(&Stub::CreateReservation, ReservationRequest(line, 5'000));
  ASSERT_TRUE(voided.ok()) << voided.status();
  Pass(2);
  v1::BatchPostRequest request;
  request.set_parent(Format(kConvention));
  request.set_failure_mode(v1::BatchPostRequest::FAILURE_MODE_INDEPENDENT);
  request.add_postings()->set_void_reservation(voided->name());
  *request.add_postings()->mutable_reservation() =
      ReservationRequest(line, 100'001).reservation();
  auto context = harness_.Context("p-1001", {"finance"});
  v1::BatchPostResponse response;
  ASSERT_TRUE(posting_->BatchPost(context.get(), request, &response).ok());
  ASSERT_EQ(response.refused_count(), 1);
  EXPECT_EQ(LineBalances(line).reserved_cents, 0);
  ASSERT_EQ(response.lines_size(), 1);
  EXPECT_EQ(response.lines(0).position().reserved().units(), 0);
}

TEST_F(ExpiryTest, NothingIsPostedFromOrVoidedAfterTheLastDay) {
  const std::string line = MakeLine(100'000);
  auto held = HoldUntil(line, 40'000, 0);
  ASSERT_TRUE(held.ok()) << held.status();
  v1::CreateExpenseRequest expense =
      ExpenseRequest(line, 10'000, MakeEvidence());
  expense.mutable_expense()->set_reservation(held->name());
  v1::VoidReservationRequest end;
  end.set_name(held->name());
  Pass(1);
  // Before any entry says so, and after.
  for (int round = 0; round < 2; ++round) {
    absl::Status status = Call(&Stub::CreateExpense, expense).status();
    EXPECT_EQ(ErrorReason(status), "RESERVATION_ENDED");
    EXPECT_EQ(Figure(status, "state"), "STATE_EXPIRED");
    EXPECT_THAT(GetErrorDetail(status)->sentence.fr, HasSubstr("a expiré"));
    EXPECT_THAT(GetErrorDetail(status)->sentence.nl, HasSubstr("vervallen"));
    status = Call(&Stub::VoidReservation, end).status();
    EXPECT_EQ(ErrorReason(status), "RESERVATION_ENDED");
    EXPECT_EQ(Figure(status, "state"), "STATE_EXPIRED");
    ASSERT_TRUE(Expire().ok());
  }
}

TEST_F(ExpiryTest, APostingOnTheLineGetsWhatHasExpired) {
  const std::string line = MakeLine(100'000);
  auto held = HoldUntil(line, 100'000, 0);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(
      ErrorReason(
          Call(&Stub::CreateReservation, ReservationRequest(line, 1)).status()),
      "ALLOTMENT_EXCEEDED");
  Pass(1);
  auto next = Call(&Stub::CreateReservation, ReservationRequest(line, 70'000));
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->line_position().reserved().units(), 700);
  auto expired = Expire();
  ASSERT_TRUE(expired.ok()) << expired.status();
  EXPECT_EQ(expired->reservations_size(), 0);
}

TEST_F(ExpiryTest, WhatEndedBeforeItsLastDayDoesNotExpire) {
  const std::string line = MakeLine(100'000);
  auto posted = HoldUntil(line, 10'000, 1);
  auto voided = HoldUntil(line, 20'000, 1);
  ASSERT_TRUE(posted.ok() && voided.ok());
  v1::CreateExpenseRequest expense =
      ExpenseRequest(line, 10'000, MakeEvidence());
  expense.mutable_expense()->set_reservation(posted->name());
  ASSERT_TRUE(Call(&Stub::CreateExpense, expense).ok());
  v1::VoidReservationRequest end;
  end.set_name(voided->name());
  ASSERT_TRUE(Call(&Stub::VoidReservation, end).ok());
  Pass(5);
  auto expired = Expire();
  ASSERT_TRUE(expired.ok()) << expired.status();
  EXPECT_EQ(expired->reservations_size(), 0);
  EXPECT_EQ(LineBalances(line).spent_cents, 10'000);
}

TEST_F(ExpiryTest, ALastDayIsTodayOrLater) {
  const std::string line = MakeLine(100'000);
  const absl::Status status = HoldUntil(line, 100, -1).status();
  EXPECT_EQ(ErrorReason(status), "EXPIRE_DATE_PASSED");
  EXPECT_EQ(Field(status), "reservation.expire_date");
  v1::CreateReservationRequest request = ReservationRequest(line, 100);
  *request.mutable_reservation()->mutable_expire_date() = MakeDate(2030, 2, 30);
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateReservation, request).status()),
            "MALFORMED_DATE");
}

}  // namespace
}  // namespace entente::conventions
