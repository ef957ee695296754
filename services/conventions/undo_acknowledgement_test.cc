// An acknowledgement of the zone that was entered by mistake.
#include <string>
#include <vector>

#include "entente/conventions/v1/events.pb.h"
#include "gmock/gmock.h"
#include "services/common/outbox/outbox.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/undo_fixture_test.h"

namespace entente::conventions {
namespace {

using v1::ZonePayment;

// p-000001 as the zone acknowledged it, by mistake.
class ReversedAcknowledgementTest : public UndoTest {
 protected:
  ReversedAcknowledgementTest() { Acknowledge(MakeDate(2018, 7, 2)); }

  void Acknowledge(google::type::Date day) {
    v1::AcknowledgeZonePaymentRequest request;
    request.set_name(PaymentNamed(1));
    *request.mutable_acknowledge_date() = day;
    const auto made = Call(&Budget::AcknowledgeZonePayment, request, {"zone"});
    ASSERT_TRUE(made.ok()) << made.status();
  }
  static v1::ReverseZoneAcknowledgementRequest Request(
      google::type::Date day = MakeDate(2018, 7, 5)) {
    v1::ReverseZoneAcknowledgementRequest request;
    request.set_name(PaymentNamed(1));
    *request.mutable_reverse_date() = day;
    request.set_reason("Of another payment");
    return request;
  }
  absl::StatusOr<ZonePayment> Reverse(
      const v1::ReverseZoneAcknowledgementRequest& request) {
    return Call(&Budget::ReverseZoneAcknowledgement, request, {"zone"});
  }
};

TEST_F(ReversedAcknowledgementTest,
       ThePaymentIsExecutedAgainAndIndicatorsTold) {
  const std::string ordered = Everything();
  v1::ReverseZoneAcknowledgementRequest rehearsal = Request();
  rehearsal.set_validate_only(true);
  ASSERT_TRUE(Reverse(rehearsal).ok());
  EXPECT_EQ(Everything(), ordered);
  const Balances before = LineBalances(Line());
  const auto reversed = Reverse(Request());
  ASSERT_TRUE(reversed.ok()) << reversed.status();
  EXPECT_EQ(reversed->state(), ZonePayment::STATE_EXECUTED);
  EXPECT_FALSE(reversed->has_acknowledge_date());
  ASSERT_EQ(reversed->reversed_acknowledgements_size(), 1);
  EXPECT_EQ(reversed->reversed_acknowledgements(0).reason(),
            "Of another payment");
  EXPECT_EQ(reversed->reversed_acknowledgements(0).acknowledge_date().day(), 2);
  // It moves no money.
  EXPECT_EQ(LineBalances(Line()), before);
  auto pending = outbox::ReadPending(*store_->Read(), kIndicators, 10);
  ASSERT_TRUE(pending.ok());
  ASSERT_EQ(pending->size(), 2u);
  v1::ZoneAcknowledgementReversed event;
  ASSERT_TRUE((*pending)[1].event.data().UnpackTo(&event));
  EXPECT_EQ(event.convention(), Format(kConvention));
  EXPECT_EQ(event.payment(), PaymentNamed(1));
  // What came back after all is cancelled, what arrived acknowledged again.
  Acknowledge(MakeDate(2018, 7, 4));
  ASSERT_TRUE(Reverse(Request()).ok());
  ASSERT_TRUE(Cancel(1).ok());
}

TEST_F(ReversedAcknowledgementTest, WhatCannotBeTakenBackIsRefusedByName) {
  const auto refused = [&](const v1::ReverseZoneAcknowledgementRequest& request,
                           const std::string& field) {
    const std::string before = Everything();
    const absl::Status status = Reverse(request).status();
    EXPECT_EQ(Field(status), field) << status;
    EXPECT_EQ(Everything(), before);
    return ErrorReason(status);
  };
  EXPECT_EQ(refused(Request(MakeDate(2018, 7, 1)), "reverse_date"),
            "UNDO_BEFORE_UNDONE");
  EXPECT_EQ(refused(Request(MakeDate(2199, 7, 1)), "reverse_date"),
            "DATE_IN_FUTURE");
  EXPECT_EQ(refused(Request(MakeDate(2018, 2, 30)), "reverse_date"),
            "MALFORMED_DATE");
  v1::ReverseZoneAcknowledgementRequest request = Request();
  request.clear_reason();
  EXPECT_EQ(refused(request, "reason"), "FIELD_REQUIRED");
  request.set_reason("ask 85.07.30-033.28");
  EXPECT_EQ(refused(request, "reason"), "PERSONAL_DATA_SHAPE");
  request = Request();
  request.set_name(PaymentNamed(2));
  EXPECT_EQ(refused(request, "name"), "PAYMENT_STATE");
  request.set_name(PaymentNamed(9));
  EXPECT_EQ(refused(request, "name"), "NOT_FOUND");
  // Who pays does not say what arrived, nor that it did not.
  EXPECT_EQ(
      Call(&Budget::ReverseZoneAcknowledgement, Request()).status().code(),
      absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace entente::conventions
