// How a person's month is divided, and how much of evidence may be charged.
#include "services/conventions/evidence_rules.h"

#include <cstdint>
#include <numeric>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

using Parts = std::vector<int64_t>;

TEST(SplitMonthTest, PartsAddUpToTheCent) {
  EXPECT_EQ(*SplitMonth(400'000, 5'000, {3'000}),
            (Parts{200'000, 120'000, 80'000}));
  // Three thirds of a euro and a hundredth of a per cent: the first remainder
  // among the greatest gets the cent.
  EXPECT_EQ(*SplitMonth(100, 3'333, {3'333, 3'334}), (Parts{33, 33, 34, 0}));
  EXPECT_EQ(*SplitMonth(101, 5'000, {5'000}), (Parts{51, 50, 0}));
  EXPECT_EQ(*SplitMonth(1, 10'000, {}), (Parts{1, 0}));
  for (const int64_t cents : {1, 7, 99'999, 123'456'789}) {
    for (const int32_t own : {1, 1'250, 3'333, 9'999}) {
      const auto parts = SplitMonth(cents, own, {(10'000 - own) / 2});
      ASSERT_TRUE(parts.ok());
      EXPECT_EQ(std::accumulate(parts->begin(), parts->end(), int64_t{0}),
                cents);
      EXPECT_LT(std::abs((*parts)[0] * 10'000 - cents * own), 10'000);
    }
  }
}

v1::Evidence Month(int32_t own, const std::vector<int32_t>& others) {
  v1::Evidence evidence;
  *evidence.mutable_amount() = MoneyFromCents(400'000);
  *evidence.mutable_charged() = MoneyFromCents(0);
  v1::PersonMonth& month = *evidence.mutable_person_month();
  month.set_staff_number("M-0042");
  month.set_year(2018);
  month.set_month(5);
  month.set_share_basis_points(own);
  // Invented; their check digits are right.
  const char* numbers[] = {"0207373429", "0200000043", "0200000142"};
  for (size_t i = 0; i < others.size(); ++i) {
    v1::OtherFunder& funder = *evidence.add_other_funders();
    funder.set_enterprise_number(numbers[i]);
    funder.set_share_basis_points(others[i]);
  }
  return evidence;
}

std::string Refusal(v1::Evidence evidence) {
  const auto detail = GetErrorDetail(NormaliseFunding(400'000, evidence));
  if (!detail) return "";
  EXPECT_FALSE(detail->sentence.fr.empty() || detail->sentence.nl.empty());
  return detail->reason + " " + detail->field;
}

TEST(FundingTest, SharesOfAMonthAreWholeWithoutAnAmount) {
  EXPECT_EQ(Refusal(Month(5'000, {3'000, 2'000})), "");
  EXPECT_EQ(Refusal(Month(5'000, {3'000, 2'001})),
            "PERSON_MONTH_EXCEEDED evidence.person_month");
  for (const int32_t wrong : {0, -1, 10'001}) {
    EXPECT_EQ(Refusal(Month(wrong, {})),
              "SHARE_OUT_OF_RANGE evidence.person_month.share_basis_points");
    EXPECT_EQ(Refusal(Month(1, {wrong})),
              "SHARE_OUT_OF_RANGE evidence.other_funders.share_basis_points");
  }
  v1::Evidence evidence = Month(5'000, {1});
  *evidence.mutable_other_funders(0)->mutable_amount() = MoneyFromCents(1);
  EXPECT_EQ(Refusal(evidence), "FUNDER_SHARE evidence.other_funders.amount");
  evidence = Month(5'000, {1});
  evidence.clear_person_month();
  EXPECT_EQ(Refusal(evidence),
            "FUNDER_SHARE evidence.other_funders.share_basis_points");
}

TEST(FundingTest, StaffHaveAPseudonymAndAMonth) {
  for (const char* wrong : {"", "Jan Peeters", "m-0042", "85.07.30-033.28",
                            "M-00000000000000000000000000000000"}) {
    v1::Evidence evidence = Month(5'000, {});
    evidence.mutable_person_month()->set_staff_number(wrong);
    EXPECT_EQ(Refusal(evidence),
              "MALFORMED_STAFF_NUMBER evidence.person_month.staff_number")
        << wrong;
  }
  // A national number in digits alone has the form and is still refused.
  v1::Evidence evidence = Month(5'000, {});
  evidence.mutable_person_month()->set_staff_number("85073003328");
  EXPECT_EQ(Refusal(evidence),
            "PERSONAL_DATA_SHAPE evidence.person_month.staff_number");
  for (const int wrong : {0, 13, -1}) {
    evidence = Month(5'000, {});
    evidence.mutable_person_month()->set_month(wrong);
    EXPECT_EQ(Refusal(evidence), "MALFORMED_MONTH evidence.person_month.month");
  }
}

TEST(FundingTest, OthersPayAtMostTheDocumentEachOnce) {
  v1::Evidence evidence;
  v1::OtherFunder& first = *evidence.add_other_funders();
  first.set_enterprise_number("BE 0207.373.429");
  EXPECT_EQ(Refusal(evidence), "FIELD_REQUIRED evidence.other_funders.amount");
  *first.mutable_amount() = MoneyFromCents(400'000);
  EXPECT_EQ(Refusal(evidence), "");
  *first.mutable_amount() = MoneyFromCents(400'001);
  EXPECT_EQ(Refusal(evidence), "OTHER_FUNDERS_EXCEED evidence.other_funders");
  *first.mutable_amount() = MoneyFromCents(1);
  *evidence.add_other_funders() = first;
  evidence.mutable_other_funders(1)->set_enterprise_number("0207373429");
  EXPECT_EQ(Refusal(evidence),
            "FUNDER_TWICE evidence.other_funders.enterprise_number");
  evidence.mutable_other_funders(1)->set_enterprise_number("0207373428");
  EXPECT_EQ(
      Refusal(evidence),
      "ENTERPRISE_NUMBER_INVALID evidence.other_funders.enterprise_number");
  for (int i = 0; i < 21; ++i) *evidence.add_other_funders() = first;
  EXPECT_EQ(Refusal(evidence), "TOO_MANY_FUNDERS evidence.other_funders");
}

TEST(ChargeTest, WhatOthersPayAndCreditNotesTakeCountsAsCharged) {
  const EvidenceState state{.total_cents = 10'000,
                            .others_cents = 3'000,
                            .credited_cents = 2'000,
                            .charged_cents = 1'000};
  EXPECT_EQ(*Charge(state, 4'000, {}), 5'000);
  EXPECT_EQ(*Credit(state, 4'000, {}), 6'000);
  const EarlierCharges earlier = {{{"x/expenses/e-000001", 1'000}}, true};
  absl::Status status = Charge(state, 4'001, earlier).status();
  EXPECT_EQ(ErrorReason(status), "EVIDENCE_EXCEEDED");
  auto detail = GetErrorDetail(status);
  EXPECT_EQ(detail->metadata["remaining_cents"], "4000");
  EXPECT_EQ(detail->metadata["other_funders_cents"], "3000");
  EXPECT_EQ(detail->metadata["credited_cents"], "2000");
  EXPECT_EQ(detail->metadata["charges"], "x/expenses/e-000001");
  EXPECT_NE(detail->sentence.fr.find("e-000001 10,00 EUR"), std::string::npos);
  status =
      Credit(state, 4'001, {{{"x/expenses/e-000001", 1'000}}, false}).status();
  EXPECT_EQ(ErrorReason(status), "CREDIT_EXCEEDS_REST");
  detail = GetErrorDetail(status);
  EXPECT_EQ(detail->metadata.count("charges"), 0u);
  EXPECT_EQ(detail->metadata["charge_count"], "1");
  EXPECT_EQ(detail->sentence.en.find("e-000001"), std::string::npos);
}

TEST(ChargeTest, OfAMonthOnlyTheOwnShareMayBeCharged) {
  const auto state = StateOf(Month(5'000, {3'000}));
  ASSERT_TRUE(state.ok()) << state.status();
  EXPECT_EQ(state->chargeable_cents(), 200'000);
}

}  // namespace
}  // namespace entente::conventions
