// What a municipality owes its police zone, and the deductions from it.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "services/conventions/dotation_fixture_test.h"

namespace entente::conventions {
namespace {

using DotationTest = DotationFixture;
using v1::Dotation;
using v1::DotationKey;

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
  EXPECT_EQ(Figure(more, "dotation_owed_cents"), "80000");
  EXPECT_EQ(Figure(more, "dotation_deducted_cents"), "50000");
  EXPECT_EQ(Figure(more, "dotation_available_cents"), "30000");
  EXPECT_EQ(Figure(more, "dotation_requested_cents"), "30001");
  // And those of the line, which are others.
  EXPECT_EQ(Figure(more, "allotted_cents"), "200000");
  EXPECT_EQ(Figure(more, "reserved_cents"), "50000");
  EXPECT_EQ(Figure(more, "spent_cents"), "0");
  EXPECT_EQ(Figure(more, "requested_cents"), "30001");
  EXPECT_EQ(Figure(more, "available_cents"), "150000");
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
  EXPECT_EQ(Field(low), "dotation.zone_amount");
  EXPECT_EQ(Figure(low, "dotation_owed_cents"), "59999");
  EXPECT_EQ(Figure(low, "dotation_deducted_cents"), "60000");
  EXPECT_EQ(Figure(low, "dotation_requested_cents"), "59999");
  EXPECT_EQ(Figure(low, "dotation_available_cents"), "-1");
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
      {"FIELD_REQUIRED", [](Dotation& d) { d.clear_zone_amount(); }},
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

TEST_F(DotationTest, APageOfOneMunicipalityContinuesInNoOther) {
  DotationKey key = Key(2018, 800'000, 200'000);
  *key.mutable_valid_until() = MakeDate(2018, 12, 31);
  ASSERT_TRUE(Add(key).ok());
  ASSERT_TRUE(Add(Key(2019, 800'000, 200'000)).ok());
  ASSERT_TRUE(Add(Owed(2018, 1'000)).ok());
  ASSERT_TRUE(Add(Owed(2019, 1'000)).ok());
  v1::ListDotationsRequest list;
  list.set_parent(kTown);
  list.set_page_size(1);
  v1::ListDotationKeysRequest list_keys;
  list_keys.set_parent(kTown);
  list_keys.set_page_size(1);
  const auto page = Call(&Stub::ListDotations, list);
  const auto page_of_keys = Call(&Stub::ListDotationKeys, list_keys);
  ASSERT_TRUE(page.ok() && page_of_keys.ok());
  ASSERT_NE(page->next_page_token(), "");
  ASSERT_NE(page_of_keys->next_page_token(), "");
  list.set_page_token(page->next_page_token());
  list_keys.set_page_token(page_of_keys->next_page_token());
  EXPECT_TRUE(Call(&Stub::ListDotations, list).ok());
  EXPECT_TRUE(Call(&Stub::ListDotationKeys, list_keys).ok());
  list.set_parent("municipalities/21009");
  list_keys.set_parent("municipalities/21009");
  EXPECT_EQ(ErrorReason(Call(&Stub::ListDotations, list).status()),
            "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ErrorReason(Call(&Stub::ListDotationKeys, list_keys).status()),
            "PAGE_TOKEN_INVALID");
}

// Records lost, as no call loses them.
TEST_F(DotationTest, ANumberThatWasGivenIsNotGivenAgain) {
  for (const int year : {2018, 2019}) {
    DotationKey key = Key(year, 800'000, 200'000);
    *key.mutable_valid_until() = MakeDate(year, 12, 31);
    ASSERT_TRUE(Add(key).ok());
    ASSERT_TRUE(Add(Owed(year, 1'000)).ok());
  }
  // The first key, the last dotation.
  Plant([](store::Transaction& transaction) {
    transaction.Delete(keys::DotationKey("21004", 1));
    transaction.Delete(keys::Dotation("21004", 2));
  });
  EXPECT_EQ(Add(Key(2020, 800'000, 200'000))->name(),
            "municipalities/21004/dotationKeys/k-000003");
  EXPECT_EQ(Add(Owed(2019, 2'000))->name(),
            "municipalities/21004/dotations/o-000003");
}

}  // namespace
}  // namespace entente::conventions
