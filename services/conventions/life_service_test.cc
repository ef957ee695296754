// The life of a convention from draft to settled, through real stubs.
#include "services/conventions/life_service.h"

#include <string>

#include "entente/conventions/v1/life_records.pb.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/life_fixture_test.h"

namespace entente::conventions {
namespace {

using v1::Convention;
using v1::ConventionFact;

using LifeServiceTest = LifeFixture;

TEST_F(LifeServiceTest, MoneyAndFactsDoNotWaitForASignature) {
  // Before the term, unsigned.
  ASSERT_EQ(State(), Convention::STATE_DRAFT);
  ASSERT_TRUE(MakeLine(50'000).ok());
  EXPECT_TRUE(Reserve(10'000).ok());
  MoveTo(2018, 6, 1);
  EXPECT_EQ(State(), Convention::STATE_DRAFT);
  EXPECT_TRUE(Reserve(10'000).ok());
}

TEST_F(LifeServiceTest, SigningAfterTheTermWorks) {
  MoveTo(2020, 2, 3);
  Sign(MakeDate(2020, 2, 3));
  EXPECT_EQ(State(), Convention::STATE_IN_FORCE);
  // What was answered before stays so, asked as of before.
  const google::type::Date before = MakeDate(2019, 12, 31);
  EXPECT_EQ(Get(&before)->state(), Convention::STATE_DRAFT);
  MustRecord(Receipt(1, MakeDate(2020, 2, 3)));
  const ConventionFact second = MustRecord(Receipt(2, MakeDate(2020, 2, 3)));
  EXPECT_EQ(second.life().received_copies(), 2);
  EXPECT_EQ(ErrorReason(Record(Receipt(2, MakeDate(2020, 2, 1))).status()),
            "FACT_EXISTS");
  EXPECT_TRUE(Close(MakeDate(2020, 2, 3)).ok());
  EXPECT_EQ(State(), Convention::STATE_CLOSED);
}

TEST_F(LifeServiceTest, EachFactSaysWhoRecordedItWhenAndWhatFollows) {
  MoveTo(2018, 3, 13);
  ConventionFact approval =
      Fact(ConventionFact::KIND_COUNCIL_APPROVAL, MakeDate(2018, 3, 12));
  approval.set_reference("CM-2018-114");
  // Whatever a caller claims of it.
  approval.set_author("p-9999");
  approval.set_corrected_by("x");
  const ConventionFact made = MustRecord(approval);
  EXPECT_EQ(made.name(), Format(kConvention) + "/facts/d-000001");
  EXPECT_EQ(made.author(), kCoordinator.subject);
  EXPECT_EQ(ToTime(made.create_time()), clock_.Now());
  EXPECT_EQ(made.corrected_by(), "");
  EXPECT_EQ(made.life().missing_size(), 3);
  ConventionFact decree =
      Fact(ConventionFact::KIND_ROYAL_DECREE, MakeDate(2018, 3, 1));
  decree.set_reference("2018031896");
  MustRecord(decree);
  decree.set_reference("2018031897");
  MustRecord(decree);
  ExpectRecountIsClean();
}

TEST_F(LifeServiceTest, ACorrectionRefersToTheOldFactAndBothStayReadable) {
  MoveTo(2018, 3, 20);
  const ConventionFact first = MustRecord(
      Fact(ConventionFact::KIND_COUNCIL_APPROVAL, MakeDate(2018, 3, 12)));
  const auto known_first = ToTimestamp(clock_.Now());
  MoveTo(2018, 3, 21);
  ConventionFact correction =
      Fact(ConventionFact::KIND_COUNCIL_APPROVAL, MakeDate(2018, 3, 19));
  correction.set_corrects(first.name());
  correction.set_reason("the date of the other session");
  MustRecord(correction);
  v1::ListConventionFactsRequest request;
  request.set_parent(Format(kConvention));
  using Stub = v1::LifeService::Stub;
  auto now = Call(life_, &Stub::ListConventionFacts, request, kFederal);
  ASSERT_TRUE(now.ok()) << now.status();
  ASSERT_EQ(now->convention_facts_size(), 2);
  EXPECT_EQ(now->convention_facts(0).corrected_by(),
            now->convention_facts(1).name());
  EXPECT_EQ(now->life().council_approval_date().day(), 19);
  *request.mutable_as_of_record_time() = known_first;
  auto then = Call(life_, &Stub::ListConventionFacts, request, kFederal);
  ASSERT_EQ(then->convention_facts_size(), 1);
  EXPECT_EQ(then->convention_facts(0).corrected_by(), "");
  EXPECT_EQ(then->life().council_approval_date().day(), 12);
}

TEST_F(LifeServiceTest, APageOfFactsServesTheMomentThatWasAskedFor) {
  MoveTo(2018, 3, 20);
  const google::type::Date day = MakeDate(2018, 3, 12);
  MustRecord(Fact(ConventionFact::KIND_COUNCIL_APPROVAL, day));
  MustRecord(Signature(ConventionFact::FUNCTION_MAYOR, day));
  const auto then = ToTimestamp(clock_.Now());
  MoveTo(2018, 3, 21);
  MustRecord(Signature(ConventionFact::FUNCTION_SECRETARY, day));
  v1::ListConventionFactsRequest request;
  request.set_parent(Format(kConvention));
  request.set_page_size(1);
  *request.mutable_as_of_record_time() = then;
  using Stub = v1::LifeService::Stub;
  const auto first = Call(life_, &Stub::ListConventionFacts, request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->convention_facts_size(), 1);
  request.set_page_token(first->next_page_token());
  request.set_page_size(100);
  const auto second = Call(life_, &Stub::ListConventionFacts, request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->convention_facts_size(), 1);
  EXPECT_EQ(second->convention_facts(0).function(),
            ConventionFact::FUNCTION_MAYOR);
  EXPECT_EQ(second->next_page_token(), "");
  request.clear_as_of_record_time();
  EXPECT_EQ(
      ErrorReason(Call(life_, &Stub::ListConventionFacts, request).status()),
      "PAGE_TOKEN_INVALID");
}

TEST_F(LifeServiceTest, ClosedRefusesNewMoneyWithTheFigures) {
  ASSERT_TRUE(MakeLine(50'000).ok());
  const auto held = Reserve(20'000);
  ASSERT_TRUE(held.ok());
  MoveTo(2020, 1, 15);
  Sign(MakeDate(2018, 5, 1));
  const absl::Status open = Close(MakeDate(2020, 1, 15)).status();
  EXPECT_EQ(ErrorReason(open), "RESERVATIONS_OPEN");
  EXPECT_EQ(Figure(open, "reserved_cents"), "20000");
  EXPECT_EQ(Figure(open, "available_cents"), "30000");
  // Nobody asked for an amount.
  EXPECT_FALSE(GetErrorDetail(open)->metadata.contains("requested_cents"));
  v1::VoidReservationRequest release;
  release.set_name(held->name());
  ASSERT_TRUE(Call(budget_, &v1::BudgetService::Stub::VoidReservation, release,
                   kFinance)
                  .ok());
  ASSERT_TRUE(Close(MakeDate(2020, 1, 15)).ok());

  const absl::Status refused = Reserve(10'000).status();
  EXPECT_EQ(ErrorReason(refused), "CONVENTION_CLOSED");
  EXPECT_EQ(Figure(refused, "allotted_cents"), "50000");
  EXPECT_EQ(Figure(refused, "reserved_cents"), "0");
  EXPECT_EQ(Figure(refused, "spent_cents"), "0");
  EXPECT_EQ(Figure(refused, "requested_cents"), "10000");
  EXPECT_EQ(Figure(refused, "available_cents"), "50000");
  v1::CreateEvidenceRequest evidence;
  evidence.set_parent("municipalities/21004");
  evidence.mutable_evidence()->set_issuer_enterprise_number("0207373429");
  evidence.mutable_evidence()->set_document_number("F-1");
  *evidence.mutable_evidence()->mutable_document_date() = MakeDate(2018, 6, 1);
  *evidence.mutable_evidence()->mutable_amount() = MoneyFromCents(5'000);
  evidence.mutable_evidence()->set_file_sha256(std::string(64, 'b'));
  const auto piece = Call(budget_, &v1::BudgetService::Stub::CreateEvidence,
                          evidence, kFinance);
  ASSERT_TRUE(piece.ok()) << piece.status();
  v1::CreateExpenseRequest expense;
  expense.set_parent(Format(kConvention));
  expense.mutable_expense()->set_line(
      Format(kConvention) + "/envelopes/general-2018/lines/so-01-operating");
  *expense.mutable_expense()->mutable_amount() = MoneyFromCents(5'000);
  expense.mutable_expense()->set_evidence(piece->name());
  *expense.mutable_expense()->mutable_service_date() = MakeDate(2018, 5, 17);
  EXPECT_EQ(ErrorReason(Call(budget_, &v1::BudgetService::Stub::CreateExpense,
                             expense, kFinance)
                            .status()),
            "CONVENTION_CLOSED");
  // A fact may still become known.
  EXPECT_TRUE(Record(Receipt(1, MakeDate(2018, 6, 1))).ok());
  ExpectRecountIsClean();
}

TEST_F(LifeServiceTest, SettledRefusesAllButControls) {
  ASSERT_TRUE(MakeLine(50'000).ok());
  MoveTo(2020, 1, 15);
  Sign(MakeDate(2018, 5, 1));
  EXPECT_EQ(ErrorReason(Settle(MakeDate(2020, 1, 15)).status()),
            "CONVENTION_STATE");
  ASSERT_TRUE(Close(MakeDate(2020, 1, 14)).ok());
  EXPECT_EQ(ErrorReason(Settle(MakeDate(2020, 1, 13)).status()),
            "ENDING_BEFORE");
  LapseAll(MakeDate(2020, 1, 15));
  ASSERT_TRUE(Settle(MakeDate(2020, 1, 15)).ok());
  EXPECT_EQ(State(), Convention::STATE_SETTLED);
  EXPECT_EQ(ErrorReason(Reserve(1'000).status()), "CONVENTION_SETTLED");
  EXPECT_EQ(ErrorReason(Record(Receipt(1, MakeDate(2018, 6, 1))).status()),
            "CONVENTION_SETTLED");
  EXPECT_EQ(ErrorReason(Settle(MakeDate(2020, 1, 15)).status()),
            "CONVENTION_STATE");
  EXPECT_EQ(ErrorReason(Close(MakeDate(2020, 1, 15)).status()),
            "CONVENTION_STATE");
  v1::DeleteConventionRequest discard;
  discard.set_name(Format(kConvention));
  discard.set_force(true);
  EXPECT_EQ(
      ErrorReason(Call(conventions_,
                       &v1::ConventionService::Stub::DeleteConvention, discard)
                      .status()),
      "CONVENTION_STATE");
  // It was closed on the 14th, in force before.
  const google::type::Date closed = MakeDate(2020, 1, 14);
  EXPECT_EQ(Get(&closed)->state(), Convention::STATE_CLOSED);
  const google::type::Date earlier = MakeDate(2020, 1, 13);
  EXPECT_EQ(Get(&earlier)->state(), Convention::STATE_IN_FORCE);
  ExpectRecountIsClean();
}

TEST_F(LifeServiceTest, WhatTheStateStillOwesOrWantsBackKeepsItClosed) {
  MoveTo(2020, 1, 15);
  Sign(MakeDate(2018, 5, 1));
  ASSERT_TRUE(Close(MakeDate(2020, 1, 14)).ok());
  const EnvelopeName envelope{kConvention, "general-2018"};
  const auto pay = [&](v1::LedgerEntry::Type type, int64_t cents) {
    const absl::Status posted =
        store_->Transact([&](store::Transaction& transaction) {
          return PostOnEnvelope(transaction,
                                {.envelope = envelope,
                                 .movements = {{type, cents}},
                                 .cause = "",
                                 .effective_date = MakeDate(2020, 1, 14),
                                 .record_time = clock_.Now()})
              .status();
        });
    EXPECT_TRUE(posted.ok()) << posted;
  };
  pay(v1::LedgerEntry::TYPE_PAY_ADVANCE, 30'000);
  absl::Status open = Settle(MakeDate(2020, 1, 15)).status();
  EXPECT_EQ(ErrorReason(open), "SETTLEMENT_OPEN");
  EXPECT_EQ(Figure(open, "received_cents"), "30000");
  EXPECT_EQ(Figure(open, "accepted_cents"), "0");
  EXPECT_EQ(Figure(open, "owed_cents"), "0");
  EXPECT_FALSE(GetErrorDetail(open)->metadata.contains("requested_cents"));
  pay(v1::LedgerEntry::TYPE_DEMAND, 30'000);
  open = Settle(MakeDate(2020, 1, 15)).status();
  EXPECT_EQ(Figure(open, "recoverable_cents"), "30000");
  pay(v1::LedgerEntry::TYPE_RECOVER, 30'000);
  LapseAll(MakeDate(2020, 1, 15));
  EXPECT_TRUE(Settle(MakeDate(2020, 1, 15)).ok());
}

TEST_F(LifeServiceTest, WhatNobodySpentLapsesBeforeTheSettlement) {
  ASSERT_TRUE(MakeLine(50'000).ok());
  MoveTo(2020, 1, 15);
  Sign(MakeDate(2018, 5, 1));
  ASSERT_TRUE(Close(MakeDate(2020, 1, 14)).ok());
  const google::type::Date today = MakeDate(2020, 1, 15);
  const absl::Status open = Settle(today).status();
  EXPECT_EQ(ErrorReason(open), "REST_NOT_LAPSED") << open;
  EXPECT_EQ(Figure(open, "envelope"), "general-2018");
  // What the line has, and what no line has.
  EXPECT_EQ(Figure(open, "rest_cents"), "1000000");
  EXPECT_EQ(Figure(open, "allotted_cents"), "50000");
  EXPECT_EQ(Figure(open, "available_cents"), "50000");
  EXPECT_FALSE(GetErrorDetail(open)->metadata.contains("requested_cents"));
  const Sentence said = GetErrorDetail(open)->sentence;
  for (const std::string& text : {said.en, said.fr, said.nl}) {
    EXPECT_THAT(text, testing::HasSubstr("10.000,00 EUR"));
    EXPECT_THAT(text, testing::HasSubstr("lapse --envelope general-2018"));
  }
  EXPECT_EQ(State(), Convention::STATE_CLOSED);
  ASSERT_TRUE(Lapse("general-2018", today).ok());
  EXPECT_EQ(Figure(Settle(today).status(), "envelope"), "general-2019");
  ASSERT_TRUE(Lapse("general-2019", today).ok());
  ASSERT_TRUE(Lapse("supplementary-2018", today).ok());
  ASSERT_TRUE(Settle(today).ok());
  ExpectRecountIsClean();
}

TEST_F(LifeServiceTest, ATermThatRunsCannotBeClosed) {
  MoveTo(2019, 12, 31);
  EXPECT_EQ(ErrorReason(Close(MakeDate(2019, 12, 31)).status()),
            "CONVENTION_STATE");
  Sign(MakeDate(2018, 5, 1));
  EXPECT_EQ(ErrorReason(Close(MakeDate(2019, 12, 31)).status()),
            "TERM_RUNNING");
  EXPECT_EQ(ErrorReason(Close(MakeDate(2017, 12, 31)).status()),
            "ENDING_BEFORE");
}

TEST_F(LifeServiceTest, ADraftWithFactsIsNotDiscardedSilently) {
  MoveTo(2018, 3, 13);
  MustRecord(
      Fact(ConventionFact::KIND_COUNCIL_APPROVAL, MakeDate(2018, 3, 12)));
  v1::DeleteConventionRequest discard;
  discard.set_name(Format(kConvention));
  using Stub = v1::ConventionService::Stub;
  const absl::Status refused =
      Call(conventions_, &Stub::DeleteConvention, discard).status();
  EXPECT_EQ(ErrorReason(refused), "CONVENTION_HAS_RECORDS");
  EXPECT_EQ(Figure(refused, "records"), "1");
  discard.set_force(true);
  ASSERT_TRUE(Call(conventions_, &Stub::DeleteConvention, discard).ok());
  EXPECT_EQ(ErrorReason(Get().status()), "NOT_FOUND");
  auto left = store::GetRecord<v1::LifeHead>(*store_->Read(),
                                             keys::LifeHead(kConvention));
  EXPECT_FALSE(left->has_value());
  ExpectRecountIsClean();
}

TEST_F(LifeServiceTest, ADryRunRecordsNothingAndARetryRecordsOnce) {
  MoveTo(2018, 3, 13);
  v1::CreateConventionFactRequest request;
  request.set_parent(Format(kConvention));
  *request.mutable_convention_fact() =
      Fact(ConventionFact::KIND_COUNCIL_APPROVAL, MakeDate(2018, 3, 12));
  request.set_validate_only(true);
  using Stub = v1::LifeService::Stub;
  EXPECT_TRUE(Call(life_, &Stub::CreateConventionFact, request).ok());
  request.set_validate_only(false);
  request.set_request_id("once");
  const auto first = Call(life_, &Stub::CreateConventionFact, request);
  const auto again = Call(life_, &Stub::CreateConventionFact, request);
  ASSERT_TRUE(first.ok() && again.ok()) << first.status() << again.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  v1::ListConventionFactsRequest list;
  list.set_parent(Format(kConvention));
  EXPECT_EQ(
      Call(life_, &Stub::ListConventionFacts, list)->convention_facts_size(),
      1);
}

TEST_F(LifeServiceTest, NobodyReadsAConventionBeforeItWasRecorded) {
  const auto before = ToTimestamp(clock_.Now() - absl::Seconds(1));
  EXPECT_EQ(ErrorReason(Get(nullptr, &before).status()), "NOT_RECORDED_YET");
}

}  // namespace
}  // namespace entente::conventions
