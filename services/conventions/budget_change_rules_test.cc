// Which changes there are, and what the regulation profile makes of transfers.
#include "services/conventions/budget_change_rules.h"

#include <cstdint>
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/regulation_files.h"
#include "services/conventions/regulation_rules.h"

namespace entente::conventions {
namespace {

using v1::BudgetChange;

const std::string kParent = "municipalities/21004/conventions/a";
const std::string kEnvelope = kParent + "/envelopes/general-2018";
const std::string kNext = kParent + "/envelopes/general-2019";
const std::string kLine = kEnvelope + "/lines/so-01-personnel";
const std::string kOther = kEnvelope + "/lines/so-01-operating";

BudgetChange Change(BudgetChange::Type type, const std::string& from,
                    const std::string& to) {
  BudgetChange change;
  change.set_type(type);
  change.set_from(from);
  change.set_to(to);
  if (type != BudgetChange::TYPE_LAPSE) {
    *change.mutable_amount() = MoneyFromCents(10'000);
  }
  change.set_reason("Credits cut");
  change.set_decision_reference("MB 2018-12");
  *change.mutable_effective_date() = DateFromDay(absl::CivilDay(2018, 12, 1));
  return change;
}

absl::StatusOr<NewChange> Validate(const BudgetChange& change, bool is_grant) {
  if (is_grant) {
    v1::CreateGrantChangeRequest request;
    request.set_parent(kParent);
    *request.mutable_budget_change() = change;
    return ValidateCreateGrantChange(request);
  }
  v1::CreateBudgetChangeRequest request;
  request.set_parent(kParent);
  *request.mutable_budget_change() = change;
  return ValidateCreateBudgetChange(request);
}

std::string Refusal(const BudgetChange& change, bool is_grant) {
  const auto detail = GetErrorDetail(Validate(change, is_grant).status());
  if (!detail) return "";
  EXPECT_FALSE(detail->sentence.fr.empty() || detail->sentence.nl.empty());
  return detail->reason + " " + detail->field;
}

TEST(BudgetChangeRulesTest, EachTypeHasOneMethodAndItsOwnAccounts) {
  const struct {
    BudgetChange::Type type;
    std::string from;
    std::string to;
    bool is_grant;
  } right[] = {
      {BudgetChange::TYPE_REDUCTION, kEnvelope, "", true},
      {BudgetChange::TYPE_INCREASE, "", kEnvelope, true},
      {BudgetChange::TYPE_CARRY_OVER, kEnvelope, kNext, true},
      {BudgetChange::TYPE_LAPSE, kEnvelope, "", true},
      {BudgetChange::TYPE_ALLOTMENT_INCREASE, "", kLine, false},
      {BudgetChange::TYPE_ALLOTMENT_DECREASE, kLine, "", false},
      {BudgetChange::TYPE_REALLOCATION, kLine, kOther, false},
  };
  for (const auto& row : right) {
    const std::string& type = BudgetChange::Type_Name(row.type);
    EXPECT_EQ(Refusal(Change(row.type, row.from, row.to), row.is_grant), "")
        << type;
    EXPECT_EQ(Refusal(Change(row.type, row.from, row.to), !row.is_grant),
              "CHANGE_TYPE budget_change.type")
        << type;
    // Each side exchanged for whatever is not its own.
    for (const std::string& wrong : {std::string(), kEnvelope, kLine}) {
      const bool is_line = wrong == kLine;
      const auto same = [&](const std::string& name) {
        return name.empty() == wrong.empty() &&
               (name.find("/lines/") != std::string::npos) == is_line;
      };
      if (!same(row.from)) {
        EXPECT_NE(Refusal(Change(row.type, wrong, row.to), row.is_grant), "")
            << type << " from " << wrong;
      }
      if (!same(row.to)) {
        EXPECT_NE(Refusal(Change(row.type, row.from, wrong), row.is_grant), "")
            << type << " to " << wrong;
      }
    }
  }
  EXPECT_EQ(Refusal(Change(BudgetChange::TYPE_UNSPECIFIED, kLine, ""), false),
            "CHANGE_TYPE budget_change.type");
}

TEST(BudgetChangeRulesTest, MoneyGoesToAnotherEnvelopeByCarryOverOnly) {
  const std::string elsewhere = kNext + "/lines/so-01-personnel";
  EXPECT_EQ(
      Refusal(Change(BudgetChange::TYPE_REALLOCATION, kLine, elsewhere), false),
      "OTHER_ENVELOPE budget_change.to");
  EXPECT_EQ(
      Refusal(Change(BudgetChange::TYPE_REALLOCATION, kLine, kLine), false),
      "SAME_ACCOUNT budget_change.to");
  for (const char* wrong :
       {"/envelopes/supplementary-2019", "/envelopes/general-2020",
        "/envelopes/general-2018", "/envelopes/general-2017"}) {
    EXPECT_EQ(Refusal(Change(BudgetChange::TYPE_CARRY_OVER, kEnvelope,
                             kParent + wrong),
                      true),
              "NOT_NEXT_YEAR budget_change.to")
        << wrong;
  }
  EXPECT_EQ(Refusal(Change(BudgetChange::TYPE_REDUCTION,
                           "municipalities/21004/conventions/b/envelopes/"
                           "general-2018",
                           ""),
                    true),
            "OTHER_CONVENTION budget_change.from");
}

TEST(BudgetChangeRulesTest, AChangeHasAReasonAnAmountADayAndADecision) {
  const BudgetChange right =
      Change(BudgetChange::TYPE_REDUCTION, kEnvelope, "");
  BudgetChange change = right;
  change.set_reason(" ");
  EXPECT_EQ(Refusal(change, true), "FIELD_REQUIRED budget_change.reason");
  change.set_reason("voir 85.07.30-033.28");
  EXPECT_EQ(Refusal(change, true), "PERSONAL_DATA_SHAPE budget_change.reason");
  change.set_reason(std::string(201, 'x'));
  EXPECT_EQ(Refusal(change, true), "TEXT_TOO_LONG budget_change.reason");
  change = right;
  change.clear_decision_reference();
  EXPECT_EQ(Refusal(change, true),
            "FIELD_REQUIRED budget_change.decision_reference");
  change = right;
  change.clear_effective_date();
  EXPECT_EQ(Refusal(change, true),
            "MALFORMED_DATE budget_change.effective_date");
  change = right;
  change.clear_amount();
  EXPECT_EQ(Refusal(change, true), "FIELD_REQUIRED budget_change.amount");
  for (const int64_t cents : {0, -1}) {
    *change.mutable_amount() = MoneyFromCents(cents);
    EXPECT_EQ(Refusal(change, true),
              "AMOUNT_NOT_POSITIVE budget_change.amount");
  }
  *change.mutable_amount() = MoneyFromCents(100);
  change.mutable_amount()->set_nanos(1);
  EXPECT_EQ(Refusal(change, true), "AMOUNT_NOT_IN_CENTS budget_change.amount");
  *change.mutable_amount() = MoneyFromCents(100);
  change.mutable_amount()->set_currency_code("USD");
  EXPECT_EQ(Refusal(change, true), "CURRENCY_NOT_EUR budget_change.amount");
  change.mutable_amount()->set_currency_code("EUR");
  change.mutable_amount()->set_units(std::numeric_limits<int64_t>::max());
  EXPECT_EQ(Refusal(change, true), "AMOUNT_OVERFLOW budget_change.amount");
  // What lapses is what is left, not what somebody says.
  change = Change(BudgetChange::TYPE_LAPSE, kEnvelope, "");
  *change.mutable_amount() = MoneyFromCents(100);
  EXPECT_EQ(Refusal(change, true), "CHANGE_ACCOUNT budget_change.amount");
}

TEST(BudgetChangeRulesTest,
     TheShippedProfilesAllowNoCarryOverAndVerifyNothing) {
  const auto profiles = LoadRegulationProfiles("deploy/profiles/regulation");
  ASSERT_TRUE(profiles.ok()) << profiles.status();
  ASSERT_GE(profiles->size(), 2u);
  for (const v1::RegulationProfile& profile : *profiles) {
    const v1::TransferRules& rules = profile.transfer_rules();
    EXPECT_FALSE(rules.carry_over().is_allowed()) << profile.id();
    EXPECT_FALSE(rules.carry_over().is_verified()) << profile.id();
    EXPECT_TRUE(rules.within_envelope().is_allowed()) << profile.id();
    EXPECT_FALSE(rules.within_envelope().is_verified()) << profile.id();
  }
}

TEST(BudgetChangeRulesTest, AProfileThatSaysNothingForbidsEveryTransfer) {
  v1::RegulationProfile silent;
  silent.set_id("silent");
  Balances envelope{.allocated_cents = 100'000, .allotted_cents = 60'000};
  const struct {
    BudgetChange::Type type;
    std::string from;
    std::string to;
    bool is_grant;
  } transfers[] = {
      {BudgetChange::TYPE_CARRY_OVER, kEnvelope, kNext, true},
      {BudgetChange::TYPE_ALLOTMENT_DECREASE, kLine, "", false},
      {BudgetChange::TYPE_REALLOCATION, kLine, kOther, false},
  };
  for (const auto& row : transfers) {
    const auto change =
        Validate(Change(row.type, row.from, row.to), row.is_grant);
    ASSERT_TRUE(change.ok());
    const absl::Status status = AllowedBy(*change, silent, envelope).status();
    EXPECT_EQ(ErrorReason(status), "TRANSFER_FORBIDDEN");
    const auto detail = GetErrorDetail(status);
    EXPECT_EQ(detail->metadata.at("regulation_profile"), "silent");
    EXPECT_EQ(detail->metadata.at("is_verified"), "false");
    EXPECT_EQ(detail->metadata.at("requested_cents"), "10000");
    EXPECT_NE(detail->sentence.en.find("not verified"), std::string::npos);
    EXPECT_NE(detail->sentence.fr.find("non vérifiée"), std::string::npos);
    EXPECT_NE(detail->sentence.nl.find("niet nagezien"), std::string::npos);
  }
}

TEST(BudgetChangeRulesTest, WhatAReductionLeftOverAllottedNeedsNoRule) {
  v1::RegulationProfile silent;
  // 100,00 too much is allotted.
  const Balances envelope{.allocated_cents = 50'000,
                          .allotted_cents = 60'000,
                          .reduced_cents = 50'000};
  auto change =
      Validate(Change(BudgetChange::TYPE_ALLOTMENT_DECREASE, kLine, ""), false);
  ASSERT_TRUE(change.ok());
  const auto rule = AllowedBy(*change, silent, envelope);
  ASSERT_TRUE(rule.ok()) << rule.status();
  EXPECT_EQ(*rule, nullptr);
  change->amount_cents = 10'001;
  const absl::Status status = AllowedBy(*change, silent, envelope).status();
  EXPECT_EQ(ErrorReason(status), "TRANSFER_FORBIDDEN");
  EXPECT_EQ(GetErrorDetail(status)->metadata.at("over_allotted_cents"),
            "10000");
  // Moving to another line makes nothing good.
  change =
      Validate(Change(BudgetChange::TYPE_REALLOCATION, kLine, kOther), false);
  EXPECT_EQ(ErrorReason(AllowedBy(*change, silent, envelope).status()),
            "TRANSFER_FORBIDDEN");
}

TEST(BudgetChangeRulesTest, TheCapOnCarryOverCountsWhatWasCarriedBefore) {
  v1::RegulationProfile profile;
  v1::TransferRule& rule =
      *profile.mutable_transfer_rules()->mutable_carry_over();
  rule.set_is_allowed(true);
  rule.set_cap_basis_points(1'250);
  auto change =
      Validate(Change(BudgetChange::TYPE_CARRY_OVER, kEnvelope, kNext), true);
  ASSERT_TRUE(change.ok());
  // 12,5 % of 1.000,01 is 125,00 and a bit.
  const Balances envelope{.allocated_cents = 100'001,
                          .carried_out_cents = 2'500};
  change->amount_cents = 10'000;
  EXPECT_TRUE(AllowedBy(*change, profile, envelope).ok());
  change->amount_cents = 10'001;
  const absl::Status status = AllowedBy(*change, profile, envelope).status();
  EXPECT_EQ(ErrorReason(status), "CARRY_OVER_CAPPED");
  EXPECT_EQ(GetErrorDetail(status)->metadata.at("available_cents"), "10000");
  EXPECT_EQ(GetErrorDetail(status)->metadata.at("cap_basis_points"), "1250");
}

TEST(BudgetChangeRulesTest, AProfileWithACapThatIsNoneIsRefused) {
  auto profiles = LoadRegulationProfiles("deploy/profiles/regulation");
  ASSERT_TRUE(profiles.ok());
  using Rules = v1::TransferRules;
  for (const auto rule :
       {&Rules::mutable_carry_over, &Rules::mutable_within_envelope}) {
    v1::RegulationProfile profile = (*profiles)[0];
    EXPECT_TRUE(ValidateRegulationProfile(profile).ok());
    for (const auto& [cap, is_one] :
         {std::pair(-1, false), {0, true}, {10'000, true}, {10'001, false}}) {
      (profile.mutable_transfer_rules()->*rule)()->set_cap_basis_points(cap);
      EXPECT_EQ(ValidateRegulationProfile(profile).ok(), is_one) << cap;
    }
  }
}

// What is moved back is not shifted any more; what a line got again neither.
TEST(BudgetChangeRulesTest, WhatLinesGaveUpIsCountedNet) {
  auto change =
      Validate(Change(BudgetChange::TYPE_REALLOCATION, kLine, kOther), false);
  ASSERT_TRUE(change.ok());
  change->amount_cents = 100;
  const auto earlier = [](BudgetChange::Type type, const std::string& from,
                          const std::string& to, int64_t cents,
                          bool is_by_rule = true) {
    BudgetChange one;
    one.set_type(type);
    one.set_from(from);
    one.set_to(to);
    *one.mutable_amount() = MoneyFromCents(cents);
    if (is_by_rule) one.set_regulation_profile("p");
    return one;
  };
  const auto shifted = [&](const std::vector<BudgetChange>& before) {
    const ShiftedCents sums = ShiftedBy(*change, before);
    return std::pair(sums.before, sums.after);
  };
  using Sums = std::pair<int64_t, int64_t>;
  EXPECT_EQ(shifted({}), Sums(0, 100));
  EXPECT_EQ(
      shifted({earlier(BudgetChange::TYPE_REALLOCATION, kLine, kOther, 50)}),
      Sums(50, 150));
  EXPECT_EQ(
      shifted({earlier(BudgetChange::TYPE_REALLOCATION, kOther, kLine, 100)}),
      Sums(100, 0));
  // Back to the envelope, and from it to another line.
  EXPECT_EQ(
      shifted({earlier(BudgetChange::TYPE_ALLOTMENT_DECREASE, kLine, "", 30),
               earlier(BudgetChange::TYPE_ALLOTMENT_INCREASE, "", kOther, 30)}),
      Sums(30, 130));
  EXPECT_EQ(
      shifted({earlier(BudgetChange::TYPE_ALLOTMENT_DECREASE, kLine, "", 30),
               earlier(BudgetChange::TYPE_ALLOTMENT_INCREASE, "", kLine, 30)}),
      Sums(0, 100));
  // What a reduction made necessary is no shift.
  EXPECT_EQ(shifted({earlier(BudgetChange::TYPE_ALLOTMENT_DECREASE, kLine, "",
                             30, false)}),
            Sums(0, 100));
}

}  // namespace
}  // namespace entente::conventions
