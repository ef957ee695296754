// The term prolonged by an amendment, with money of the new year: from the
// amendment to the claim and the dossier of that year.
#include <functional>
#include <string>
#include <vector>

#include "services/common/store/records.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/money/date.h"
#include "services/conventions/new_year_fixture_test.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {
namespace {

using testing::ElementsAre;
using v1::Amendment;
using Type = v1::BudgetChange;

TEST_F(NewYearTest, TheAmendmentOpensTheEnvelopeAndGrantsItsAmount) {
  const auto proposed = Propose(NewYear());
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(proposed->changes(1).envelope_opening().budget_change(), "");
  EXPECT_EQ(ErrorReason(LineOf2020().status()), "NOT_FOUND");
  ASSERT_TRUE(Approve(proposed->name()).ok());
  const std::string before = Everything();
  ASSERT_TRUE(ApplyAmendment(proposed->name(), true).ok());
  EXPECT_EQ(Everything(), before);
  const auto applied = ApplyAmendment(proposed->name());
  ASSERT_TRUE(applied.ok()) << applied.status();
  const std::string grant =
      FormatNumbered(NumberedKind::kBudgetChange, kConvention, 1);
  EXPECT_EQ(applied->changes(1).envelope_opening().budget_change(), grant);
  // With the position of what it opened, in this reply alone.
  ASSERT_EQ(applied->opened_envelopes_size(), 1);
  EXPECT_EQ(applied->opened_envelopes(0).name(), Envelope("general-2020"));
  EXPECT_EQ(applied->opened_envelopes(0).position().allocated().units(), 3'000);
  EXPECT_EQ(applied->opened_envelopes(0).position().unallotted().units(),
            3'000);
  EXPECT_FALSE(applied->opened_envelopes(0).is_outside_term());
  v1::ListAmendmentsRequest all;
  all.set_parent(Format(kConvention));
  const auto kept = Call(&Amendments::ListAmendments, all, {"coordinator"});
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->amendments(0).opened_envelopes_size(), 0);

  EXPECT_THAT(EnvelopeIds(), ElementsAre("general-2018", "general-2019",
                                         "general-2020", "supplementary-2018"));
  EXPECT_EQ(Envelopes()[2].position().allocated().units(), 3'000);
  EXPECT_FALSE(Envelopes()[2].is_outside_term());
  v1::ListBudgetChangesRequest list;
  list.set_parent(Format(kConvention));
  const auto changes = Call(&Changes::ListBudgetChanges, list);
  ASSERT_TRUE(changes.ok()) << changes.status();
  ASSERT_EQ(changes->budget_changes_size(), 1);
  const v1::BudgetChange& change = changes->budget_changes(0);
  EXPECT_EQ(change.name(), grant);
  EXPECT_EQ(change.type(), Type::TYPE_GRANT);
  EXPECT_EQ(change.to(), Envelope("general-2020"));
  EXPECT_EQ(change.reason(), "Invented amendment");
  EXPECT_EQ(change.decision_reference(), "a-000001");
  EXPECT_EQ(FormatIsoDate(change.effective_date()), "2019-12-01");
  ExpectRecountIsClean();
}

TEST_F(NewYearTest, ItHoldsFromTheDayOfTheAmendmentAndIsKnownFromItsRecording) {
  ASSERT_TRUE(Amend(NewYear()).ok());
  EXPECT_EQ(AllocatedOn("general-2020", MakeDate(2019, 11, 30)), -1);
  EXPECT_EQ(AllocatedOn("general-2020", MakeDate(2019, 12, 1)), 300'000);
  v1::DiffConventionVersionsRequest request;
  request.set_name(Format(kConvention));
  auto diff = Call(&Amendments::DiffConventionVersions, request);
  ASSERT_TRUE(diff.ok()) << diff.status();
  const v1::VersionDifference& last =
      diff->differences(diff->differences_size() - 1);
  EXPECT_EQ(last.field(), "envelopes.general-2020");
  EXPECT_EQ(last.before(), "");
  EXPECT_EQ(last.after(), "3.000,00 EUR");
  // The other way round it is gone.
  *request.mutable_from_effective_date() = MakeDate(2019, 12, 1);
  *request.mutable_to_effective_date() = MakeDate(2019, 11, 30);
  diff = Call(&Amendments::DiffConventionVersions, request);
  ASSERT_TRUE(diff.ok()) << diff.status();
  bool is_told = false;
  for (const v1::VersionDifference& one : diff->differences()) {
    is_told = is_told || (one.field() == "envelopes.general-2020" &&
                          one.before() == "3.000,00 EUR" && one.after() == "");
  }
  EXPECT_TRUE(is_told);
}

TEST_F(NewYearTest, AnOpeningThatCannotBeIsRefusedByName) {
  using Opening = v1::ConventionChange::EnvelopeOpening;
  struct Case {
    std::function<void(Opening&)> spoil;
    const char* reason;
    const char* field;
  };
  const std::vector<Case> cases = {
      {[](Opening& o) { o.set_year(2021); }, "YEAR_OUTSIDE_TERM", ".year"},
      {[](Opening& o) { o.set_year(2017); }, "YEAR_OUTSIDE_TERM", ".year"},
      {[](Opening& o) { o.set_year(2019); }, "ENVELOPE_EXISTS", ""},
      {[](Opening& o) { o.clear_allocation(); }, "FIELD_REQUIRED",
       ".allocation"},
      {[](Opening& o) { o.set_allocation(static_cast<v1::Allocation>(9)); },
       "FIELD_REQUIRED", ".allocation"},
      {[](Opening& o) { o.clear_amount(); }, "FIELD_REQUIRED", ".amount"},
      {[](Opening& o) { *o.mutable_amount() = MoneyFromCents(0); },
       "AMOUNT_NOT_POSITIVE", ".amount"},
      {[](Opening& o) { *o.mutable_amount() = MoneyFromCents(-1); },
       "AMOUNT_NOT_POSITIVE", ".amount"},
      {[](Opening& o) { o.mutable_amount()->set_currency_code("USD"); },
       "CURRENCY_NOT_EUR", ".amount"},
      {[](Opening& o) { o.mutable_amount()->set_nanos(1); },
       "AMOUNT_NOT_IN_CENTS", ".amount"},
      {[](Opening& o) { o.mutable_amount()->set_units(INT64_MAX); },
       "AMOUNT_OVERFLOW", ".amount"},
      {[](Opening& o) { o.mutable_amount()->set_units(100'000'000'001); },
       "AMOUNT_TOO_LARGE", ".amount"},
      {[](Opening& o) { o.set_budget_change("b-000009"); }, "FIELD_NOT_ALLOWED",
       ".budget_change"}};
  const std::string before = Everything();
  for (const Case& one : cases) {
    Amendment amendment = NewYear();
    one.spoil(*amendment.mutable_changes(1)->mutable_envelope_opening());
    ExpectRefused(
        Propose(amendment), one.reason,
        absl::StrCat("amendment.changes[1].envelope_opening", one.field));
  }
  // Before the term reaches it; twice; from after the year.
  Amendment early = NewYear();
  early.mutable_changes()->SwapElements(0, 1);
  ExpectRefused(Propose(early), "YEAR_OUTSIDE_TERM",
                "amendment.changes[0].envelope_opening.year");
  Amendment twice = NewYear();
  Open(twice, v1::ALLOCATION_GENERAL, 2020, 1);
  ExpectRefused(Propose(twice), "ENVELOPE_EXISTS",
                "amendment.changes[2].envelope_opening");
  Amendment late = NewYear();
  *late.mutable_effective_date() = MakeDate(2021, 1, 1);
  ExpectRefused(Propose(late), "AMENDED_AFTER_YEAR",
                "amendment.changes[1].envelope_opening.year");
  EXPECT_EQ(Everything(), before);
  // The last day of it will do; a year within the first term, too.
  *late.mutable_effective_date() = MakeDate(2020, 12, 31);
  EXPECT_TRUE(Propose(late).ok());
  Amendment second = NewAmendment(MakeDate(2019, 6, 1));
  Open(second, v1::ALLOCATION_SUPPLEMENTARY, 2019, 1);
  EXPECT_TRUE(Propose(second).ok());
}

TEST_F(NewYearTest, AnAllocationThatTheConventionHasNotIsNotOpened) {
  v1::Convention convention;
  *convention.mutable_valid_until() = MakeDate(2020, 12, 31);
  AddGrant(convention, v1::ALLOCATION_GENERAL, 2019, 1);
  v1::ConventionChange change;
  auto& opening = *change.mutable_envelope_opening();
  opening.set_allocation(v1::ALLOCATION_SUPPLEMENTARY);
  opening.set_year(2020);
  *opening.mutable_amount() = MoneyFromCents(1);
  const google::type::Date day = MakeDate(2020, 1, 1);
  EXPECT_EQ(ErrorReason(ApplyChange(change, day, convention)),
            "ALLOCATION_UNKNOWN");
  // A part without an envelope is one.
  AddNode(convention, "pt-02", "", v1::Node::KIND_PART,
          v1::ALLOCATION_SUPPLEMENTARY);
  v1::Convention open = convention;
  open.clear_valid_until();
  EXPECT_TRUE(ApplyChange(change, day, convention).ok());
  // In a term without an end any year would lie.
  EXPECT_EQ(ErrorReason(ApplyChange(change, day, open)), "YEAR_OUTSIDE_TERM");
}

TEST_F(NewYearTest, OfTwoAmendmentsThatOpenItTheSecondIsRefused) {
  const auto first = Propose(NewYear());
  const auto second = Propose(NewYear());
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_TRUE(Approve(first->name()).ok());
  ASSERT_TRUE(Approve(second->name()).ok());
  ASSERT_TRUE(ApplyAmendment(first->name()).ok());
  const std::string before = Everything();
  const absl::Status refused = ApplyAmendment(second->name()).status();
  EXPECT_EQ(ErrorReason(refused), "AMENDMENT_CONFLICT");
  EXPECT_EQ(Figure(refused, "reason"), "ENVELOPE_EXISTS");
  EXPECT_EQ(Everything(), before);
  ExpectRecountIsClean();
}

// The new year to its end: every step that one of the document's takes.
TEST_F(NewYearTest, TheYearIsPlayedToItsClaimAndItsDossier) {
  ASSERT_TRUE(Amend(NewYear()).ok());
  ASSERT_TRUE(LineOf2020().ok());
  EXPECT_EQ(ErrorReason(LineOf2020().status()), "LINE_EXISTS");
  EXPECT_EQ(
      ErrorReason(Call(&Budget::CreateLine, LineRequest("general-2020", "op-01",
                                                        "personnel", 200'001))
                      .status()),
      "ENVELOPE_EXCEEDED");
  evidence_ = MakeEvidence();
  const std::string line = LineNamed("general-2020", "so-01-operating");
  const auto held =
      Call(&Budget::CreateReservation, ReservationRequest(line, 20'000));
  ASSERT_TRUE(held.ok()) << held.status();
  v1::CreateExpenseRequest expense = ExpenseOf2020(15'000);
  expense.mutable_expense()->set_reservation(held->name());
  ASSERT_TRUE(Call(&Budget::CreateExpense, expense).ok());
  ASSERT_TRUE(Call(&Budget::CreateExpense, ExpenseOf2020(7'000)).ok());
  ASSERT_TRUE(Call(&Budget::OrderZonePayment,
                   PaymentRequest(line, 3'000, v1::ZonePayment::ROUTE_PROJECT))
                  .ok());
  ASSERT_TRUE(PayOf2020(1).ok());
  ExpectRecountIsClean();

  const auto claim = Call(&Claims::CreateClaim, CreateRequest("general-2020"));
  ASSERT_TRUE(claim.ok()) << claim.status();
  EXPECT_EQ(claim->year(), 2020);
  EXPECT_EQ(claim->amount().units(), 250);
  v1::SubmitClaimRequest submit = SubmitRequest();
  *submit.mutable_submit_date() = MakeDate(2021, 3, 29);
  const auto submitted = Call(&Claims::SubmitClaim, submit);
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_FALSE(submitted->is_late());

  const auto frozen = Submit(Built(2020));
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  const std::string dossier = Format(SubmissionName{kConvention, 2020, 1});
  EXPECT_EQ(frozen->name(), dossier);
  v1::SendSubmissionRequest send;
  send.set_name(dossier);
  ASSERT_TRUE(Call(&Dossiers::SendSubmission, send, {"coordinator"}).ok());
  v1::SubmissionDecision decision =
      state_.Decision(v1::SubmissionDecision::OUTCOME_ACCEPTED);
  *decision.mutable_decide_date() = MakeDate(2021, 6, 14);
  state_.Decide(decision);
  v1::FetchSubmissionAnswerRequest fetch;
  fetch.set_name(dossier);
  const auto fetched =
      Call(&Dossiers::FetchSubmissionAnswer, fetch, {"coordinator"});
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  v1::ApplySubmissionAnswerRequest apply;
  apply.set_name(dossier);
  const auto answered = Call(&Dossiers::ApplySubmissionAnswer, apply);
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(ClaimNow().state(), v1::Claim::STATE_DECIDED);

  v1::CreateFederalPaymentRequest balance =
      FederalRequest(v1::FederalPayment::KIND_BALANCE, 25'000);
  balance.mutable_federal_payment()->set_envelope(Envelope("general-2020"));
  *balance.mutable_federal_payment()->mutable_value_date() =
      MakeDate(2021, 9, 1);
  ASSERT_TRUE(Call(&Federals::CreateFederalPayment, balance).ok());
  EXPECT_EQ(ClaimNow().state(), v1::Claim::STATE_PAID);
  EXPECT_EQ(EnvelopeBalances("general-2020").accepted_cents, 25'000);
  ExpectRecountIsClean();
}

}  // namespace
}  // namespace entente::conventions
