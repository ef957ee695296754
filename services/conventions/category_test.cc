// Caps and evidence of cost categories, as a regulation profile may ask for
// them, through real stubs. The profile is the shipped one with an invented cap
// and an invented rule.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/category_rules.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/regulation_rules.h"

namespace entente::conventions {
namespace {

using testing::Contains;
using testing::HasSubstr;
using v1::BudgetChange;
using v1::Evidence;

class CategoryTest : public ClaimFixture {
 protected:
  v1::CostCategory& Category(const std::string& code) {
    for (v1::RegulationProfile& profile : context_.regulation_profiles) {
      for (v1::CostCategory& category : *profile.mutable_categories()) {
        if (category.code() == code) return category;
      }
    }
    ADD_FAILURE() << "no category " << code;
    return *context_.regulation_profiles[0].add_categories();
  }

  // Of 10.000,00 granted in 2018.
  void CapAt(const std::string& code, int32_t basis_points) {
    Category(code).mutable_cap()->set_share_basis_points(basis_points);
  }

  absl::StatusOr<v1::Line> Allot(const std::string& objective,
                                 const std::string& category, int64_t cents) {
    return Call(&Budget::CreateLine,
                LineRequest("general-2018", objective, category, cents));
  }

  absl::StatusOr<BudgetChange> Change(BudgetChange::Type type,
                                      const std::string& from,
                                      const std::string& to, int64_t cents) {
    v1::CreateBudgetChangeRequest request;
    request.set_parent(Format(kConvention));
    BudgetChange& change = *request.mutable_budget_change();
    change.set_type(type);
    change.set_from(from);
    change.set_to(to);
    *change.mutable_amount() = MoneyFromCents(cents);
    change.set_reason("Invented reason");
    *change.mutable_effective_date() = MakeDate(2018, 6, 1);
    return Call(&v1::BudgetChangeService::Stub::CreateBudgetChange, request,
                {"finance"});
  }

  std::string EvidenceOf(Evidence::Kind kind, const std::string& number,
                         char hash) {
    v1::CreateEvidenceRequest request = EvidenceRequest(number, hash, 400'000);
    request.mutable_evidence()->set_kind(kind);
    const auto made = Call(&Budget::CreateEvidence, request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->name() : "";
  }
};

TEST_F(CategoryTest, ACategoryIsAllottedUpToItsCap) {
  CapAt("operating", 2'000);
  ASSERT_TRUE(Allot("so-01", "operating", 150'000).ok());
  const std::string before = Everything();
  const absl::Status refused = Allot("op-01", "operating", 50'001).status();
  ASSERT_EQ(ErrorReason(refused), "CATEGORY_CAP_EXCEEDED") << refused;
  EXPECT_EQ(Field(refused), "line.amount");
  EXPECT_EQ(Figure(refused, "category"), "operating");
  EXPECT_EQ(Figure(refused, "cap_cents"), "200000");
  EXPECT_EQ(Figure(refused, "taken_cents"), "150000");
  EXPECT_EQ(Figure(refused, "requested_cents"), "50001");
  EXPECT_EQ(Figure(refused, "available_cents"), "50000");
  EXPECT_EQ(Figure(refused, "allotted_cents"), "150000");
  EXPECT_EQ(Figure(refused, "is_verified"), "false");
  const Sentence sentence = GetErrorDetail(refused)->sentence;
  EXPECT_THAT(sentence.en, HasSubstr("not verified in the decree"));
  EXPECT_THAT(sentence.fr, HasSubstr("encore 500,00 EUR au plus"));
  EXPECT_THAT(sentence.nl, HasSubstr("nog hoogstens 500,00 EUR"));
  EXPECT_EQ(Everything(), before);
  EXPECT_TRUE(Allot("op-01", "operating", 50'000).ok());
  // Others, and other envelopes, have their own.
  EXPECT_TRUE(Allot("so-01", "personnel", 300'000).ok());
  EXPECT_TRUE(Call(&Budget::CreateLine,
                   LineRequest("general-2019", "so-01", "operating", 100'000))
                  .ok());
}

TEST_F(CategoryTest, ATransferRespectsTheCapOfTheLineThatGets) {
  CapAt("operating", 2'000);
  const std::string one = Allot("so-01", "operating", 150'000)->name();
  const std::string two = Allot("op-01", "operating", 50'000)->name();
  const std::string staff = Allot("so-01", "personnel", 100'000)->name();
  const auto over =
      Change(BudgetChange::TYPE_REALLOCATION, staff, two, 1).status();
  EXPECT_EQ(ErrorReason(over), "CATEGORY_CAP_EXCEEDED") << over;
  EXPECT_EQ(Field(over), "budget_change.amount");
  EXPECT_EQ(
      ErrorReason(
          Change(BudgetChange::TYPE_ALLOTMENT_INCREASE, "", two, 1).status()),
      "CATEGORY_CAP_EXCEEDED");
  // Within the category nothing is added.
  const auto within = Change(BudgetChange::TYPE_REALLOCATION, one, two, 40'000);
  EXPECT_TRUE(within.ok()) << within.status();
  EXPECT_EQ(LineBalances(two).allotted_cents, 90'000);
}

TEST_F(CategoryTest, AClaimLeavesOutWhatACategoryCannotTake) {
  SpendSome();
  // Of operating costs 150,00 and 70,00 and, to the zone, 30,00 are spent; the
  // State cuts the envelope to 9.600,00.
  ASSERT_TRUE(Call(&v1::BudgetChangeService::Stub::CreateGrantChange,
                   [&] {
                     v1::CreateGrantChangeRequest cut;
                     cut.set_parent(Format(kConvention));
                     BudgetChange& change = *cut.mutable_budget_change();
                     change.set_type(BudgetChange::TYPE_REDUCTION);
                     change.set_from(Envelope("general-2018"));
                     *change.mutable_amount() = MoneyFromCents(40'000);
                     change.set_reason("Credits cut");
                     change.set_decision_reference("KB 2018-12-03");
                     *change.mutable_effective_date() = MakeDate(2018, 12, 3);
                     return cut;
                   }(),
                   {"coordinator"})
                  .ok());
  CapAt("operating", 250);
  const auto draft = Call(&Claims::CreateClaim, CreateRequest());
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_THAT(draft->left_out(), testing::ElementsAre(PaymentNamed(1)));
  EXPECT_EQ(draft->lines_size(), 3);
  EXPECT_EQ(Cents(draft->amount()), 26'000);
  const auto submitted = Call(&Claims::SubmitClaim, SubmitRequest());
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_THAT(submitted->unverified_values(),
              Contains("categories.operating.cap"));
  // Once decided, what was left out is still there, and still too much.
  v1::DecideClaimRequest decide = DecideRequest();
  decide.set_accept_rest(true);
  ASSERT_TRUE(Call(&Claims::DecideClaim, decide, {"federal"}).ok());
  EXPECT_EQ(ErrorReason(Call(&Claims::CreateClaim, CreateRequest()).status()),
            "CATEGORY_CAP_EXCEEDED");
}

TEST_F(CategoryTest, ADraftIsHeldToTheCapThatHoldsWhenItIsSubmitted) {
  SpendSome();
  ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  CapAt("operating", 240);
  const absl::Status refused =
      Call(&Claims::SubmitClaim, SubmitRequest()).status();
  ASSERT_EQ(ErrorReason(refused), "CATEGORY_CAP_EXCEEDED") << refused;
  EXPECT_EQ(Figure(refused, "cap_cents"), "24000");
  EXPECT_EQ(Figure(refused, "requested_cents"), "25000");
  EXPECT_EQ(EnvelopeBalances().claimed_cents, 0);
}

TEST_F(CategoryTest, WhatTheStateRefusedIsNoLongerTaken) {
  SpendSome();
  CapAt("operating", 250);
  // 230,00 of the 250,00 stand after the decision.
  Decided();
  Spend(LineNamed("general-2018", "so-01-operating"), 2'001);
  const absl::Status refused =
      Call(&Claims::CreateClaim, CreateRequest()).status();
  ASSERT_EQ(ErrorReason(refused), "CATEGORY_CAP_EXCEEDED") << refused;
  EXPECT_EQ(Figure(refused, "taken_cents"), "23000");
  EXPECT_EQ(Figure(refused, "available_cents"), "2000");
  Spend(LineNamed("general-2018", "so-01-operating"), 2'000);
  const auto fits = Call(&Claims::CreateClaim, CreateRequest());
  ASSERT_TRUE(fits.ok()) << fits.status();
  EXPECT_EQ(fits->lines_size(), 1);
  EXPECT_EQ(fits->left_out_size(), 1);
}

TEST_F(CategoryTest, AnExpenseIsProvedByADocumentOfItsCategory) {
  Category("operating").mutable_evidence()->add_kinds(Evidence::KIND_INVOICE);
  const std::string line = MakeLine();
  const std::string note = EvidenceOf(Evidence::KIND_EXPENSE_NOTE, "N-1", 'c');
  const std::string unknown = MakeEvidence("N-2", 'd');
  for (const std::string& wrong : {note, unknown}) {
    const std::string before = Everything();
    const absl::Status refused =
        Call(&Budget::CreateExpense, ExpenseRequest(line, 100, wrong)).status();
    ASSERT_EQ(ErrorReason(refused), "EVIDENCE_KIND") << refused;
    EXPECT_EQ(Field(refused), "expense.evidence");
    EXPECT_EQ(Figure(refused, "category"), "operating");
    EXPECT_THAT(GetErrorDetail(refused)->sentence.fr, HasSubstr("facture"));
    EXPECT_THAT(GetErrorDetail(refused)->sentence.nl, HasSubstr("factuur"));
    EXPECT_EQ(Everything(), before);
  }
  const auto posted =
      Call(&Budget::CreateExpense,
           ExpenseRequest(line, 100,
                          EvidenceOf(Evidence::KIND_INVOICE, "F-3", 'e')));
  ASSERT_TRUE(posted.ok()) << posted.status();
  EXPECT_TRUE(posted->name().ends_with("/e-000001")) << posted->name();
}

TEST_F(CategoryTest, ABatchAsksForTheSameDocuments) {
  Category("operating").mutable_evidence()->add_kinds(Evidence::KIND_INVOICE);
  const std::string line = MakeLine();
  v1::BatchPostRequest request;
  request.set_parent(Format(kConvention));
  request.set_failure_mode(v1::BatchPostRequest::FAILURE_MODE_INDEPENDENT);
  *request.add_postings()->mutable_expense() =
      ExpenseRequest(line, 100, EvidenceOf(Evidence::KIND_OTHER, "A-1", 'c'))
          .expense();
  *request.add_postings()->mutable_expense() =
      ExpenseRequest(line, 100, EvidenceOf(Evidence::KIND_INVOICE, "F-1", 'd'))
          .expense();
  const auto posted = Call(&v1::PostingService::Stub::BatchPost, request);
  ASSERT_TRUE(posted.ok()) << posted.status();
  EXPECT_EQ(posted->posted_count(), 1);
  EXPECT_THAT(posted->results(0).error().ShortDebugString(),
              HasSubstr("EVIDENCE_KIND"));
}

TEST(CategoryProfileTest, AMalformedCapOrRuleIsRefused) {
  const auto loaded = LoadRegulationProfiles("deploy/profiles/regulation");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const v1::RegulationProfile shipped = loaded->front();
  ASSERT_TRUE(ValidateRegulationProfile(shipped).ok());
  for (const int32_t share : {-1, 0, 10'001}) {
    v1::RegulationProfile profile = shipped;
    profile.mutable_categories(0)->mutable_cap()->set_share_basis_points(share);
    EXPECT_FALSE(ValidateRegulationProfile(profile).ok()) << share;
  }
  v1::RegulationProfile profile = shipped;
  v1::EvidenceRule& rule = *profile.mutable_categories(0)->mutable_evidence();
  EXPECT_FALSE(ValidateRegulationProfile(profile).ok());
  rule.add_kinds(Evidence::KIND_INVOICE);
  EXPECT_TRUE(ValidateRegulationProfile(profile).ok());
  rule.add_kinds(Evidence::KIND_INVOICE);
  EXPECT_FALSE(ValidateRegulationProfile(profile).ok());
  rule.set_kinds(1, Evidence::KIND_UNSPECIFIED);
  EXPECT_FALSE(ValidateRegulationProfile(profile).ok());
}

}  // namespace
}  // namespace entente::conventions
