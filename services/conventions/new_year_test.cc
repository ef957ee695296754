// The term prolonged by an amendment, with money of the new year: from the
// amendment to the claim and the dossier of that year; and a year that a later
// amendment takes out of the term again.
#include <functional>
#include <string>
#include <vector>

#include "services/common/store/records.h"
#include "services/conventions/amended_fixture_test.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/money/date.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using v1::Amendment;
using Type = v1::BudgetChange;

class NewYearTest : public AmendedFixture {
 protected:
  std::vector<v1::Envelope> Envelopes() {
    v1::ListEnvelopesRequest request;
    request.set_parent(Format(kConvention));
    const auto list = Call(&Budget::ListEnvelopes, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return {list->envelopes().begin(), list->envelopes().end()};
  }
  std::vector<std::string> EnvelopeIds() {
    std::vector<std::string> ids;
    for (const v1::Envelope& envelope : Envelopes()) {
      ids.push_back(envelope.name().substr(envelope.name().rfind('/') + 1));
    }
    return ids;
  }

  // What stood on an envelope on a day; -1 where it was not there.
  int64_t AllocatedOn(const std::string& id, google::type::Date day) {
    int64_t count = 0;
    const auto sums =
        SumsAsOf(*store_->Read(), kConvention, {.effective_date = day}, count);
    EXPECT_TRUE(sums.ok()) << sums.status();
    const auto found = sums->find(Envelope(id));
    return found == sums->end() ? -1 : found->second.allocated_cents;
  }

  absl::StatusOr<v1::Line> LineOf2020(int64_t cents = 100'000) {
    return Call(&Budget::CreateLine,
                LineRequest("general-2020", "so-01", "operating", cents));
  }
  v1::CreateExpenseRequest ExpenseOf2020(int64_t cents) {
    v1::CreateExpenseRequest request = ExpenseRequest(
        LineNamed("general-2020", "so-01-operating"), cents, evidence_);
    *request.mutable_expense()->mutable_service_date() = MakeDate(2020, 5, 17);
    return request;
  }
  absl::Status PayOf2020(int number) {
    v1::ExecuteZonePaymentRequest execute;
    execute.set_name(PaymentNamed(number));
    *execute.mutable_value_date() = MakeDate(2020, 7, 1);
    execute.set_bank_reference("B-1");
    return Call(&Budget::ExecuteZonePayment, execute).status();
  }

  // Refused by name, and nothing stored.
  void ExpectRefused(const absl::StatusOr<Amendment>& made,
                     const std::string& reason, const std::string& field) {
    EXPECT_EQ(ErrorReason(made.status()), reason) << made.status();
    EXPECT_EQ(Field(made.status()), field);
  }
};

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

TEST_F(NewYearTest, ALaterAmendmentReducesWhatItGranted) {
  ASSERT_TRUE(Amend(NewYear()).ok());
  // Not before it was granted.
  const absl::Status early = Grant(Type::TYPE_REDUCTION, "general-2020", "",
                                   50'000, MakeDate(2019, 11, 30))
                                 .status();
  EXPECT_EQ(ErrorReason(early), "EFFECTIVE_DATE_BEFORE_GRANT");
  EXPECT_EQ(Figure(early, "earliest"), "2019-12-01");
  const auto cut = Grant(Type::TYPE_REDUCTION, "general-2020", "", 50'000,
                         MakeDate(2020, 3, 1));
  ASSERT_TRUE(cut.ok()) << cut.status();
  Amendment less = NewAmendment(MakeDate(2020, 3, 1));
  auto& envelope = *less.add_changes()->mutable_envelope();
  envelope.set_allocation(v1::ALLOCATION_GENERAL);
  envelope.set_year(2020);
  *envelope.mutable_amount() = MoneyFromCents(250'000);
  envelope.set_budget_change(cut->name());
  ASSERT_TRUE(Amend(less).ok());
  EXPECT_EQ(AllocatedOn("general-2020", MakeDate(2020, 2, 29)), 300'000);
  EXPECT_EQ(AllocatedOn("general-2020", MakeDate(2020, 3, 1)), 250'000);
  // Nobody grants by hand what an amendment grants.
  EXPECT_EQ(ErrorReason(Grant(Type::TYPE_GRANT, "", "general-2020", 1,
                              MakeDate(2020, 3, 1))
                            .status()),
            "CHANGE_TYPE");
  ExpectRecountIsClean();
}

TEST_F(NewYearTest, AYearTakenOutOfTheTermGetsNothingNewAndRunsItsCourse) {
  ASSERT_TRUE(Amend(NewYear()).ok());
  ASSERT_TRUE(LineOf2020().ok());
  evidence_ = MakeEvidence();
  const std::string line = LineNamed("general-2020", "so-01-operating");
  ASSERT_TRUE(Call(&Budget::CreateExpense, ExpenseOf2020(15'000)).ok());
  for (const int64_t cents : {2'000, 1'000}) {
    ASSERT_TRUE(
        Call(&Budget::CreateReservation, ReservationRequest(line, cents)).ok());
  }
  ASSERT_TRUE(Call(&Budget::OrderZonePayment,
                   PaymentRequest(line, 3'000, v1::ZonePayment::ROUTE_PROJECT))
                  .ok());
  Amendment back = NewAmendment(MakeDate(2020, 6, 1));
  SetTerm(back, MakeDate(2019, 12, 31));
  ASSERT_TRUE(Amend(back).ok());
  EXPECT_TRUE(Envelopes()[2].is_outside_term());
  EXPECT_FALSE(Envelopes()[1].is_outside_term());

  const std::string before = Everything();
  const auto told = [](const absl::Status& refused) {
    EXPECT_EQ(Figure(refused, "envelope"), "general-2020");
    EXPECT_EQ(Figure(refused, "valid_until"), "2019-12-31");
    return ErrorReason(refused);
  };
  EXPECT_EQ(told(Call(&Budget::CreateLine,
                      LineRequest("general-2020", "op-01", "personnel", 1))
                     .status()),
            "ENVELOPE_OUTSIDE_TERM");
  EXPECT_EQ(told(Call(&Budget::CreateReservation, ReservationRequest(line, 1))
                     .status()),
            "ENVELOPE_OUTSIDE_TERM");
  EXPECT_EQ(told(Call(&Budget::OrderZonePayment,
                      PaymentRequest(line, 1, v1::ZonePayment::ROUTE_PROJECT))
                     .status()),
            "ENVELOPE_OUTSIDE_TERM");
  EXPECT_EQ(told(Grant(Type::TYPE_INCREASE, "", "general-2020", 1,
                       MakeDate(2020, 6, 2))
                     .status()),
            "ENVELOPE_OUTSIDE_TERM");
  EXPECT_EQ(
      ErrorReason(Call(&Budget::CreateExpense, ExpenseOf2020(1)).status()),
      "SERVICE_DATE_OUTSIDE_TERM");
  EXPECT_EQ(Everything(), before);

  // Nothing lapses while something is held.
  EXPECT_EQ(ErrorReason(Grant(Type::TYPE_LAPSE, "general-2020", "", 0,
                              MakeDate(2021, 4, 1))
                            .status()),
            "ENVELOPE_IN_USE");
  EXPECT_EQ(Everything(), before);

  // What was held is posted, let go or paid; what was spent is corrected and
  // claimed.
  v1::CreateExpenseRequest posted = ExpenseOf2020(1'500);
  posted.mutable_expense()->set_reservation(
      FormatNumbered(NumberedKind::kReservation, kConvention, 1));
  *posted.mutable_expense()->mutable_service_date() = MakeDate(2019, 12, 31);
  EXPECT_EQ(ErrorReason(Call(&Budget::CreateExpense, posted).status()),
            "SERVICE_DATE_OUTSIDE_YEAR");
  *posted.mutable_expense()->mutable_service_date() = MakeDate(2020, 9, 1);
  const auto ended = Call(&Budget::CreateExpense, posted);
  EXPECT_TRUE(ended.ok()) << ended.status();
  v1::VoidReservationRequest release;
  release.set_name(FormatNumbered(NumberedKind::kReservation, kConvention, 2));
  EXPECT_TRUE(Call(&Budget::VoidReservation, release).ok());
  EXPECT_TRUE(PayOf2020(1).ok());
  EXPECT_TRUE(Call(&v1::ExpenseCorrectionService::Stub::CorrectExpense,
                   CorrectionRequest(ExpenseNamed(1), 1'000))
                  .ok());
  const auto claim = Call(&Claims::CreateClaim, CreateRequest("general-2020"));
  ASSERT_TRUE(claim.ok()) << claim.status();
  EXPECT_EQ(claim->amount().units(), 185);
  v1::SubmitClaimRequest submit = SubmitRequest();
  *submit.mutable_submit_date() = MakeDate(2021, 3, 29);
  EXPECT_TRUE(Call(&Claims::SubmitClaim, submit).ok());
  const auto lapsed =
      Grant(Type::TYPE_LAPSE, "general-2020", "", 0, MakeDate(2021, 4, 1));
  ASSERT_TRUE(lapsed.ok()) << lapsed.status();
  EXPECT_EQ(lapsed->amount().units(), 2'815);
  ExpectRecountIsClean();
}

TEST_F(NewYearTest, ADraftWhoseAmendmentOpenedAnEnvelopeIsDiscarded) {
  ASSERT_TRUE(Amend(NewYear()).ok());
  EXPECT_FALSE(*HasMovement(*store_->Read(), kConvention));
  ASSERT_TRUE(LineOf2020().ok());
  EXPECT_FALSE(*HasMovement(*store_->Read(), kConvention));
  ASSERT_TRUE(store_
                  ->Transact([](store::Transaction& transaction) {
                    return RemoveConvention(transaction, kConvention, "");
                  })
                  .ok());
  ExpectRecountIsClean();
  EXPECT_TRUE(absl::IsNotFound(
      GetEnvelope(*store_->Read(), {kConvention, "general-2020"}, "envelope")
          .status()));
}

TEST_F(NewYearTest, ACutOfWhatAnAmendmentOpenedIsAMovement) {
  ASSERT_TRUE(Amend(NewYear()).ok());
  ASSERT_TRUE(
      Grant(Type::TYPE_REDUCTION, "general-2020", "", 1, MakeDate(2020, 3, 1))
          .ok());
  EXPECT_TRUE(*HasMovement(*store_->Read(), kConvention));
}

TEST_F(NewYearTest, AGrantThatIsNotTheAmendmentsIsTold) {
  ASSERT_TRUE(Amend(NewYear()).ok());
  const auto plant = [&](const std::string& key, auto change) {
    EXPECT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      return change(transaction, key);
                    })
                    .ok());
  };
  const std::string grant =
      keys::Numbered(NumberedKind::kBudgetChange, kConvention, 1);
  const auto record =
      store::GetRecord<v1::BudgetChange>(*store_->Read(), grant);
  ASSERT_TRUE(record.ok() && record->has_value());
  for (const auto& spoil : std::vector<std::function<void(v1::BudgetChange&)>>{
           [](v1::BudgetChange& c) { c.set_type(Type::TYPE_INCREASE); },
           [](v1::BudgetChange& c) { *c.mutable_amount() = MoneyFromCents(1); },
           [](v1::BudgetChange& c) { c.set_to(Envelope("general-2019")); }}) {
    v1::BudgetChange wrong = **record;
    spoil(wrong);
    plant(grant, [&](store::Transaction& transaction, const std::string& key) {
      store::PutRecord(transaction, key, wrong);
      return absl::OkStatus();
    });
    const auto report = VerifyLedger(*store_->Read());
    ASSERT_TRUE(report.ok());
    EXPECT_THAT(report->differences,
                Contains(HasSubstr("does not hold what the convention grants")))
        << wrong.ShortDebugString();
  }
}

}  // namespace
}  // namespace entente::conventions
