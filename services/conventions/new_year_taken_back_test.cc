// A year that an amendment opened and a later one reduces, or takes out of the
// term again.
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

using testing::Contains;
using testing::HasSubstr;
using v1::Amendment;
using Type = v1::BudgetChange;

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
