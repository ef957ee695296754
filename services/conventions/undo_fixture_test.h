// A budget with claims of which something is undone; the recount agrees after
// each test.
#ifndef SERVICES_CONVENTIONS_UNDO_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_UNDO_FIXTURE_TEST_H_

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/store/records.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {

class UndoTest : public ClaimFixture {
 protected:
  // The payments to the zone: p-000001 executed, p-000002 ordered.
  UndoTest() { SpendSome(); }

  void TearDown() override { EXPECT_THAT(Differences(), testing::IsEmpty()); }

  std::vector<std::string> Differences() {
    const auto report = VerifyLedger(*store_->Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? report->differences : std::vector<std::string>();
  }

  static std::string Line() {
    return LineNamed("general-2018", "so-01-operating");
  }

  static v1::CancelZonePaymentRequest CancelRequest(int number) {
    v1::CancelZonePaymentRequest request;
    request.set_name(PaymentNamed(number));
    *request.mutable_cancel_date() = MakeDate(2018, 7, 3);
    request.set_reason("The account was closed");
    return request;
  }
  absl::StatusOr<v1::ZonePayment> Cancel(int number) {
    return Call(&Budget::CancelZonePayment, CancelRequest(number));
  }

  absl::StatusOr<v1::FederalPayment> Reverse(int number) {
    v1::ReverseFederalPaymentRequest request;
    request.set_name(FederalNamed(number));
    request.set_reason("Of another envelope");
    return Call(&Federals::ReverseFederalPayment, request);
  }

  v1::Claim::State StateOfClaim(int number) {
    v1::GetClaimRequest get;
    get.set_name(ClaimNamed(number));
    const auto claim = Call(&Claims::GetClaim, get);
    EXPECT_TRUE(claim.ok()) << claim.status();
    return claim.ok() ? claim->state() : v1::Claim::STATE_UNSPECIFIED;
  }
};

// The record under `key`, changed, is told by the recount, and put back.
template <class Message, class Change>
void ExpectTold(store::Store& store, const std::string& key, Change change,
                const std::string& told) {
  const auto record = store::GetRecord<Message>(*store.Read(), key);
  ASSERT_TRUE(record.ok() && record->has_value());
  const auto put = [&](const Message& value) {
    const absl::Status status =
        store.Transact([&](store::Transaction& transaction) {
          store::PutRecord(transaction, key, value);
          return absl::OkStatus();
        });
    ASSERT_TRUE(status.ok()) << status;
  };
  Message wrong = **record;
  change(wrong);
  put(wrong);
  const auto report = VerifyLedger(*store.Read());
  put(**record);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->differences, testing::Contains(testing::HasSubstr(told)));
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_UNDO_FIXTURE_TEST_H_
