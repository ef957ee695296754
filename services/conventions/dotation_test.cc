// What a municipality owes its police zone, the key that divides it, and the
// deductions from it: through real stubs.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_fixture_test.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/dotation_service.h"
#include "services/conventions/local_day.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using Stub = v1::DotationService::Stub;
using Budget = v1::BudgetService::Stub;
using v1::Dotation;
using v1::DotationKey;

constexpr char kTown[] = "municipalities/21004";

class DotationTest : public BudgetFixture {
 protected:
  DotationTest() : BudgetFixture({v1::DotationService::service_full_name()}) {
    // The convention is of zone 5339.
    EXPECT_TRUE(store_
                    ->Transact([](store::Transaction& transaction) {
                      auto whole =
                          GetWholeConvention(transaction, kConvention, "name");
                      whole->set_police_zone_code("5339");
                      PutConvention(transaction, kConvention, *whole);
                      return absl::OkStatus();
                    })
                    .ok());
    Serve({&dotations_});
  }

  // From a year on: 21004 and 21009 by these millionths.
  static DotationKey Key(int year, int brussels, int ixelles) {
    DotationKey key;
    key.set_police_zone_code("5339");
    *key.mutable_valid_from() = MakeDate(year, 1, 1);
    key.set_decision_reference("D-1");
    Share("21004", brussels, key);
    Share("21009", ixelles, key);
    return key;
  }
  static void Share(const std::string& code, int millionths, DotationKey& key) {
    DotationKey::Share& share = *key.add_shares();
    share.set_municipality_code(code);
    share.set_share_millionths(millionths);
  }
  absl::StatusOr<DotationKey> Add(const DotationKey& key,
                                  const std::string& role = "finance") {
    v1::CreateDotationKeyRequest request;
    request.set_parent(kTown);
    *request.mutable_dotation_key() = key;
    return Call(&Stub::CreateDotationKey, request, {role});
  }
  static Dotation Owed(int year, int64_t cents) {
    Dotation dotation;
    dotation.set_police_zone_code("5339");
    dotation.set_year(year);
    *dotation.mutable_zone_amount() = MoneyFromCents(cents);
    dotation.set_decision_reference("D-2");
    *dotation.mutable_decision_date() = MakeDate(2017, 12, 18);
    return dotation;
  }
  absl::StatusOr<Dotation> Add(const Dotation& dotation) {
    v1::CreateDotationRequest request;
    request.set_parent(kTown);
    *request.mutable_dotation() = dotation;
    return Call(&Stub::CreateDotation, request);
  }
  std::vector<Dotation> List(const std::string& filter = "") {
    v1::ListDotationsRequest request;
    request.set_parent(kTown);
    request.set_filter(filter);
    const auto list = Call(&Stub::ListDotations, request, {"zone"});
    EXPECT_TRUE(list.ok()) << list.status();
    if (!list.ok()) return {};
    return {list->dotations().begin(), list->dotations().end()};
  }
  absl::Status Deduct(const std::string& line, int64_t cents) {
    return Call(&Budget::OrderZonePayment,
                PaymentRequest(line, cents, v1::ZonePayment::ROUTE_DEDUCTION))
        .status();
  }
  std::vector<std::string> Differences() {
    const auto report = VerifyLedger(*store_->Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? report->differences : std::vector<std::string>();
  }
  static int64_t CentsIn(const google::type::Money& money) {
    return CentsFromMoney(money, "").value_or(-1);
  }

  DotationService dotations_{context_};
};

TEST_F(DotationTest, TheKeyDividesTheDotationToTheCent) {
  ASSERT_TRUE(Add(Key(2018, 825'700, 174'300)).ok());
  const auto owed = Add(Owed(2018, 10'001));
  ASSERT_TRUE(owed.ok()) << owed.status();
  EXPECT_EQ(owed->name(), "municipalities/21004/dotations/o-000001");
  EXPECT_EQ(owed->dotation_key(), "municipalities/21004/dotationKeys/k-000001");
  ASSERT_EQ(owed->shares_size(), 2);
  // 8257,8257 and 1743,1743: the cent goes to the larger remainder.
  EXPECT_EQ(CentsIn(owed->amount()), 8'258);
  EXPECT_EQ(CentsIn(owed->shares(0).amount()), 8'258);
  EXPECT_EQ(CentsIn(owed->shares(1).amount()), 1'743);
  EXPECT_EQ(CentsIn(owed->outstanding()), 8'258);
  // The grant of the convention is divided by nothing.
  v1::ListEnvelopesRequest envelopes;
  envelopes.set_parent(Format(kConvention));
  const auto list = Call(&Budget::ListEnvelopes, envelopes);
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(CentsIn(list->envelopes(0).position().allocated()), 1'000'000);
}

TEST_F(DotationTest, ADeductionIsOffsetAgainstTheDotationOfItsYear) {
  ASSERT_TRUE(Add(Key(2018, 800'000, 200'000)).ok());
  ASSERT_TRUE(Add(Owed(2018, 100'000)).ok());
  const std::string line = MakeLine(200'000);
  ASSERT_TRUE(Deduct(line, 50'000).ok());
  EXPECT_EQ(CentsIn(List()[0].deducted()), 50'000);
  EXPECT_EQ(CentsIn(List()[0].outstanding()), 30'000);
  const std::string before = Everything();
  const absl::Status more = Deduct(line, 30'001);
  EXPECT_EQ(ErrorReason(more), "DEDUCTION_EXCEEDED");
  EXPECT_EQ(Field(more), "zone_payment.amount");
  EXPECT_EQ(Figure(more, "owed_cents"), "80000");
  EXPECT_EQ(Figure(more, "deducted_cents"), "50000");
  EXPECT_EQ(Figure(more, "available_cents"), "30000");
  EXPECT_EQ(Figure(more, "requested_cents"), "30001");
  const auto detail = GetErrorDetail(more);
  for (const std::string& said :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_THAT(said, testing::HasSubstr("300,00 EUR"));
  }
  EXPECT_EQ(Everything(), before);
  // By the other route nothing is offset.
  ASSERT_TRUE(Call(&Budget::OrderZonePayment,
                   PaymentRequest(line, 30'001, v1::ZonePayment::ROUTE_PROJECT))
                  .ok());
  EXPECT_TRUE(Deduct(line, 30'000).ok());
  EXPECT_EQ(CentsIn(List()[0].outstanding()), 0);
  v1::CancelZonePaymentRequest cancel;
  cancel.set_name(Format(kConvention) + "/zonePayments/p-000001");
  cancel.set_reason("by mistake");
  *cancel.mutable_cancel_date() = LocalDay(clock_.Now());
  ASSERT_TRUE(Call(&Budget::CancelZonePayment, cancel).ok());
  EXPECT_EQ(CentsIn(List()[0].outstanding()), 50'000);
}

TEST_F(DotationTest, WhatNobodyRecordedBoundsNothing) {
  ASSERT_TRUE(Add(Key(2018, 800'000, 200'000)).ok());
  ASSERT_TRUE(Add(Owed(2019, 100)).ok());
  EXPECT_TRUE(Deduct(MakeLine(200'000), 150'000).ok());
  EXPECT_EQ(CentsIn(List()[0].deducted()), 0);
}

TEST_F(DotationTest, ADotationIsCorrectedAndNeverBelowWhatIsDeducted) {
  ASSERT_TRUE(Add(Key(2018, 1'000'000 - 1, 1)).ok());
  const auto first = Add(Owed(2018, 100'000));
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(Deduct(MakeLine(200'000), 60'000).ok());
  EXPECT_EQ(ErrorReason(Add(Owed(2018, 90'000)).status()), "DOTATION_EXISTS");
  Dotation second = Owed(2018, 59'999);
  second.set_corrects(first->name());
  const absl::Status low = Add(second).status();
  EXPECT_EQ(ErrorReason(low), "DOTATION_OFFSET");
  EXPECT_EQ(Figure(low, "deducted_cents"), "60000");
  *second.mutable_zone_amount() = MoneyFromCents(70'000);
  second.set_year(2019);
  EXPECT_EQ(ErrorReason(Add(second).status()), "DOTATION_OTHER");
  second.set_year(2018);
  ASSERT_TRUE(Add(second).ok());
  EXPECT_EQ(ErrorReason(Add(second).status()), "RECORD_CORRECTED");
  EXPECT_EQ(List()[0].corrected_by(),
            "municipalities/21004/dotations/o-000002");
  EXPECT_EQ(List("outstanding > 0").size(), 1u);
  EXPECT_EQ(List("year = 2019").size(), 0u);
  EXPECT_EQ(List("corrected_by : *").size(), 1u);
}

// Planted in the store, as no call would.
TEST_F(DotationTest, TheRecountDividesAndSumsAgain) {
  ASSERT_TRUE(Add(Key(2018, 825'700, 174'300)).ok());
  const auto owed = Add(Owed(2018, 10'001));
  ASSERT_TRUE(owed.ok());
  ASSERT_TRUE(Deduct(MakeLine(200'000), 8'000).ok());
  EXPECT_THAT(Differences(), testing::IsEmpty());
  Dotation wrong = *owed;
  wrong.clear_deducted();
  wrong.clear_outstanding();
  *wrong.mutable_shares(1)->mutable_amount() = MoneyFromCents(1'744);
  const auto plant = [&] {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      store::PutRecord(transaction, keys::Dotation("21004", 1),
                                       wrong);
                      return absl::OkStatus();
                    })
                    .ok());
  };
  plant();
  EXPECT_THAT(
      Differences(),
      testing::ElementsAre(testing::HasSubstr("is not divided by its key")));
  // Divided rightly, and less than is deducted.
  *wrong.mutable_zone_amount() = MoneyFromCents(1'000);
  *wrong.mutable_shares(0)->mutable_amount() = MoneyFromCents(826);
  *wrong.mutable_shares(1)->mutable_amount() = MoneyFromCents(174);
  *wrong.mutable_amount() = MoneyFromCents(826);
  plant();
  EXPECT_THAT(Differences(),
              testing::ElementsAre(testing::HasSubstr("beyond its amount")));
}

TEST_F(DotationTest, KeysHoldOneAfterTheOther) {
  const auto first = Add(Key(2018, 800'000, 200'000));
  ASSERT_TRUE(first.ok());
  const absl::Status overlap = Add(Key(2020, 700'000, 300'000)).status();
  EXPECT_EQ(ErrorReason(overlap), "KEY_OVERLAPS");
  EXPECT_EQ(Figure(overlap, "name"), first->name());
  DotationKey ended = Key(2018, 800'000, 200'000);
  *ended.mutable_valid_until() = MakeDate(2019, 6, 30);
  ended.set_corrects(first->name());
  ASSERT_TRUE(Add(ended).ok());
  DotationKey next = Key(2019, 700'000, 300'000);
  *next.mutable_valid_from() = MakeDate(2019, 7, 1);
  ASSERT_TRUE(Add(next).ok());
  EXPECT_EQ(CentsIn(Add(Owed(2018, 1'000))->amount()), 800);
  // Half of 2019 by one, half by the other: by neither.
  EXPECT_EQ(ErrorReason(Add(Owed(2019, 1'000)).status()),
            "DOTATION_KEY_MISSING");
  EXPECT_EQ(CentsIn(Add(Owed(2020, 1'000))->amount()), 700);
  v1::ListDotationKeysRequest list;
  list.set_parent(kTown);
  list.set_filter("valid_until : *");
  const auto keys = Call(&Stub::ListDotationKeys, list, {"zone"});
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(keys->dotation_keys_size(), 1);
}

TEST_F(DotationTest, WhatIsNoKeyOrDotationIsRefusedByName) {
  const std::vector<std::pair<std::string, void (*)(DotationKey&)>> keys = {
      {"MALFORMED_POLICE_ZONE_CODE",
       [](DotationKey& k) { k.set_police_zone_code("53"); }},
      {"FIELD_REQUIRED", [](DotationKey& k) { k.clear_valid_from(); }},
      {"TERM_REVERSED",
       [](DotationKey& k) { *k.mutable_valid_until() = MakeDate(2017, 1, 1); }},
      {"KEY_SHARES", [](DotationKey& k) { k.clear_shares(); }},
      {"KEY_SHARES",
       [](DotationKey& k) {
         k.mutable_shares(0)->set_share_millionths(800'001);
       }},
      {"KEY_SHARES",
       [](DotationKey& k) {
         k.mutable_shares(0)->set_share_millionths(1'200'000);
         k.mutable_shares(1)->set_share_millionths(-200'000);
       }},
      {"KEY_SHARES",
       [](DotationKey& k) {
         k.mutable_shares(1)->set_municipality_code("21004");
       }},
      {"KEY_SHARES",
       [](DotationKey& k) {
         k.mutable_shares(0)->set_municipality_code("21001");
       }},
      {"MUNICIPALITY_CODE_UNKNOWN",
       [](DotationKey& k) {
         k.mutable_shares(1)->set_municipality_code("21020");
       }},
      {"FIELD_REQUIRED", [](DotationKey& k) { k.clear_decision_reference(); }},
      {"PERSONAL_DATA_SHAPE",
       [](DotationKey& k) { k.set_decision_reference("85.07.30-033.28"); }},
      {"NOT_FOUND", [](DotationKey& k) { k.set_corrects("x"); }}};
  for (const auto& [reason, plant] : keys) {
    DotationKey wrong = Key(2018, 800'000, 200'000);
    plant(wrong);
    EXPECT_EQ(ErrorReason(Add(wrong).status()), reason) << wrong.DebugString();
  }
  EXPECT_FALSE(Add(Key(2018, 800'000, 200'000), "coordinator").ok());
  EXPECT_EQ(ErrorReason(Add(Owed(2018, 1'000)).status()),
            "DOTATION_KEY_MISSING");
  ASSERT_TRUE(Add(Key(2018, 800'000, 200'000)).ok());
  const std::vector<std::pair<std::string, void (*)(Dotation&)>> dotations = {
      {"AMOUNT_NOT_POSITIVE",
       [](Dotation& d) { *d.mutable_zone_amount() = MoneyFromCents(0); }},
      {"MALFORMED_DATE", [](Dotation& d) { d.set_year(0); }},
      {"FIELD_REQUIRED", [](Dotation& d) { d.clear_decision_date(); }},
      {"FACT_IN_FUTURE",
       [](Dotation& d) { *d.mutable_decision_date() = MakeDate(2190, 1, 1); }},
      {"FIELD_REQUIRED", [](Dotation& d) { d.clear_decision_reference(); }}};
  for (const auto& [reason, plant] : dotations) {
    Dotation wrong = Owed(2018, 1'000);
    plant(wrong);
    EXPECT_EQ(ErrorReason(Add(wrong).status()), reason) << wrong.DebugString();
  }
  EXPECT_TRUE(List().empty());
}

}  // namespace
}  // namespace entente::conventions
