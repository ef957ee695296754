// Evidence, expenses and payments to the zone: through real stubs.
#include "entente/conventions/v1/events.pb.h"
#include "gmock/gmock.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_fixture_test.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_replay.h"

namespace entente::conventions {
namespace {

using Stub = v1::BudgetService::Stub;

class ExpenseTest : public BudgetFixture {};

TEST_F(ExpenseTest, AnExpenseEndsItsReservationAndReleasesTheRest) {
  const std::string line = MakeLine();
  const std::string evidence = MakeEvidence();
  auto held = Call(&Stub::CreateReservation, ReservationRequest(line, 40'000));
  ASSERT_TRUE(held.ok());
  v1::CreateExpenseRequest request = ExpenseRequest(line, 30'000, evidence);
  request.mutable_expense()->set_reservation(held->name());
  auto expense = Call(&Stub::CreateExpense, request);
  ASSERT_TRUE(expense.ok()) << expense.status();
  EXPECT_EQ(expense->line_position().spent().units(), 300);
  EXPECT_EQ(expense->line_position().reserved().units(), 0);
  EXPECT_EQ(expense->line_position().available().units(), 700);
  v1::VoidReservationRequest end;
  end.set_name(held->name());
  const absl::Status spent_again = Call(&Stub::CreateExpense, request).status();
  for (const absl::Status& ended :
       {spent_again, Call(&Stub::VoidReservation, end).status()}) {
    EXPECT_EQ(ErrorReason(ended), "RESERVATION_ENDED");
    EXPECT_EQ(Figure(ended, "allotted_cents"), "100000");
    EXPECT_EQ(Figure(ended, "spent_cents"), "30000");
    EXPECT_EQ(Figure(ended, "available_cents"), "70000");
  }
  EXPECT_EQ(Figure(spent_again, "requested_cents"), "40000");
  v1::ListExpensesRequest all;
  all.set_parent(Format(kConvention));
  auto list = Call(&Stub::ListExpenses, all);
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->expenses_size(), 1);
  EXPECT_EQ(list->expenses(0).name(), expense->name());
  EXPECT_FALSE(list->expenses(0).has_line_position());
}

TEST_F(ExpenseTest, AnExpenseNeverExceedsItsReservation) {
  const std::string line = MakeLine();
  const std::string evidence = MakeEvidence();
  auto held = Call(&Stub::CreateReservation, ReservationRequest(line, 40'000));
  v1::CreateExpenseRequest request = ExpenseRequest(line, 40'001, evidence);
  request.mutable_expense()->set_reservation(held->name());
  absl::Status status = Call(&Stub::CreateExpense, request).status();
  EXPECT_EQ(ErrorReason(status), "RESERVATION_EXCEEDED");
  EXPECT_EQ(Figure(status, "reservation_cents"), "40000");
  // The refusal left the reservation open.
  *request.mutable_expense()->mutable_amount() = MoneyFromCents(40'000);
  EXPECT_TRUE(Call(&Stub::CreateExpense, request).ok());
}

TEST_F(ExpenseTest, AnExpensePostsOnTheLineOfItsReservationOnly) {
  const std::string line = MakeLine();
  auto other = Call(&Stub::CreateLine,
                    LineRequest("general-2018", "so-01", "personnel", 50'000));
  auto held = Call(&Stub::CreateReservation, ReservationRequest(line, 100));
  v1::CreateExpenseRequest request =
      ExpenseRequest(other->name(), 100, MakeEvidence());
  request.mutable_expense()->set_reservation(held->name());
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateExpense, request).status()),
            "RESERVATION_LINE");
}

TEST_F(ExpenseTest, ADirectExpenseLeavesWhatIsReservedAlone) {
  const std::string line = MakeLine(100'000);
  const std::string evidence = MakeEvidence();
  ASSERT_TRUE(
      Call(&Stub::CreateReservation, ReservationRequest(line, 90'000)).ok());
  absl::Status status =
      Call(&Stub::CreateExpense, ExpenseRequest(line, 10'001, evidence))
          .status();
  EXPECT_EQ(ErrorReason(status), "ALLOTMENT_EXCEEDED");
  EXPECT_EQ(Figure(status, "available_cents"), "10000");
  EXPECT_TRUE(
      Call(&Stub::CreateExpense, ExpenseRequest(line, 10'000, evidence)).ok());
}

TEST_F(ExpenseTest, TheDayOfServiceDecidesTheYear) {
  const std::string line = MakeLine();
  v1::CreateExpenseRequest request = ExpenseRequest(line, 100, MakeEvidence());
  *request.mutable_expense()->mutable_service_date() = MakeDate(2019, 1, 1);
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateExpense, request).status()),
            "SERVICE_DATE_OUTSIDE_YEAR");
  *request.mutable_expense()->mutable_service_date() = MakeDate(2018, 2, 30);
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateExpense, request).status()),
            "MALFORMED_DATE");
}

TEST_F(ExpenseTest, EvidenceIsNeverChargedAboveItsAmountOverAllLines) {
  const std::string line = MakeLine();
  auto other = Call(&Stub::CreateLine,
                    LineRequest("general-2018", "op-01", "personnel", 50'000));
  const std::string evidence = MakeEvidence("F-9", 'c', 30'000);
  auto first =
      Call(&Stub::CreateExpense, ExpenseRequest(line, 20'000, evidence));
  ASSERT_TRUE(first.ok()) << first.status();
  absl::Status status = Call(&Stub::CreateExpense,
                             ExpenseRequest(other->name(), 10'001, evidence))
                            .status();
  EXPECT_EQ(ErrorReason(status), "EVIDENCE_EXCEEDED");
  EXPECT_EQ(Figure(status, "charged_cents"), "20000");
  EXPECT_EQ(Figure(status, "requested_cents"), "10001");
  EXPECT_EQ(Figure(status, "remaining_cents"), "10000");
  EXPECT_EQ(Figure(status, "charges"), first->name());
  EXPECT_EQ(LineBalances(other->name()).spent_cents, 0);
  EXPECT_TRUE(Call(&Stub::CreateExpense,
                   ExpenseRequest(other->name(), 10'000, evidence))
                  .ok());
}

// Two colleagues import the same export of the accounts at once.
TEST_F(ExpenseTest, AMandateIsNotPostedTwiceByTheSameDocument) {
  const std::string line = MakeLine();
  v1::CreateExpenseRequest request =
      ExpenseRequest(line, 20'000, MakeEvidence());
  v1::MunicipalReference& reference =
      *request.mutable_expense()->mutable_municipal_reference();
  reference.set_fiscal_year(2018);
  reference.set_mandate("4712");
  const auto first = Call(&Stub::CreateExpense, request);
  ASSERT_TRUE(first.ok()) << first.status();
  const absl::Status again = Call(&Stub::CreateExpense, request).status();
  EXPECT_EQ(again.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ErrorReason(again), "EXPENSE_EXISTS");
  EXPECT_EQ(Figure(again, "expense"), first->name());
  EXPECT_EQ(Figure(again, "spent_cents"), "20000");
  // Another part of it, another mandate, and one of which nothing is left.
  v1::CreateExpenseRequest part = request;
  part.mutable_expense()->set_description("deuxième partie");
  EXPECT_TRUE(Call(&Stub::CreateExpense, part).ok());
  v1::CreateExpenseRequest other = request;
  other.mutable_expense()->mutable_municipal_reference()->set_mandate("4713");
  EXPECT_TRUE(Call(&Stub::CreateExpense, other).ok());
  const auto corrected =
      Call(&v1::ExpenseCorrectionService::Stub::CorrectExpense,
           CorrectionRequest(first->name(), 20'000));
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_TRUE(Call(&Stub::CreateExpense, request).ok());
}

TEST_F(ExpenseTest, ARefusalForEvidenceCarriesTheFiguresOfTheLine) {
  const std::string line = MakeLine(100'000);
  ASSERT_TRUE(
      Call(&Stub::CreateReservation, ReservationRequest(line, 30'000)).ok());
  const std::string evidence = MakeEvidence("F-9", 'c', 5'000);
  ASSERT_TRUE(
      Call(&Stub::CreateExpense, ExpenseRequest(line, 4'000, evidence)).ok());
  const absl::Status status =
      Call(&Stub::CreateExpense, ExpenseRequest(line, 1'001, evidence))
          .status();
  EXPECT_EQ(ErrorReason(status), "EVIDENCE_EXCEEDED");
  EXPECT_EQ(Figure(status, "remaining_cents"), "1000");
  EXPECT_EQ(Figure(status, "allotted_cents"), "100000");
  EXPECT_EQ(Figure(status, "reserved_cents"), "30000");
  EXPECT_EQ(Figure(status, "spent_cents"), "4000");
  EXPECT_EQ(Figure(status, "requested_cents"), "1001");
  EXPECT_EQ(Figure(status, "available_cents"), "66000");
}

TEST_F(ExpenseTest, ADocumentIsRegisteredOnceByFileAndByWhatIsPrinted) {
  const std::string name = MakeEvidence("F-1", 'b', 10'000);
  absl::Status same_file =
      Call(&Stub::CreateEvidence, EvidenceRequest("F-2", 'b', 20'000)).status();
  EXPECT_EQ(ErrorReason(same_file), "EVIDENCE_EXISTS");
  EXPECT_EQ(Field(same_file), "evidence.file_sha256");
  EXPECT_EQ(Figure(same_file, "evidence"), name);
  // A rescan: another file of the same document.
  absl::Status rescan =
      Call(&Stub::CreateEvidence, EvidenceRequest("F-1", 'd', 10'000)).status();
  EXPECT_EQ(ErrorReason(rescan), "EVIDENCE_EXISTS");
  EXPECT_EQ(Field(rescan), "evidence.document_number");
  EXPECT_TRUE(
      Call(&Stub::CreateEvidence, EvidenceRequest("F-1", 'e', 10'001)).ok());
}

TEST_F(ExpenseTest, EvidenceNeedsAnIssuerWhoseNumberAddsUp) {
  v1::CreateEvidenceRequest request = EvidenceRequest("F-1", 'b', 100);
  request.mutable_evidence()->set_issuer_enterprise_number("0207373428");
  EXPECT_EQ(Field(Call(&Stub::CreateEvidence, request).status()),
            "evidence.issuer_enterprise_number");
  request = EvidenceRequest("F-1", 'b', 100);
  request.mutable_evidence()->set_file_sha256("abc");
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateEvidence, request).status()),
            "MALFORMED_HASH");
}

TEST_F(ExpenseTest, APaymentIsOrderedExecutedAndAcknowledgedInThatOrder) {
  auto line = Call(&Stub::CreateLine,
                   LineRequest("general-2018", "op-01", "operating", 100'000));
  auto ordered = Call(
      &Stub::OrderZonePayment,
      PaymentRequest(line->name(), 60'000, v1::ZonePayment::ROUTE_PROJECT));
  ASSERT_TRUE(ordered.ok()) << ordered.status();
  EXPECT_EQ(ordered->line_position().reserved().units(), 600);

  v1::AcknowledgeZonePaymentRequest acknowledge;
  acknowledge.set_name(ordered->name());
  *acknowledge.mutable_acknowledge_date() = MakeDate(2018, 7, 2);
  EXPECT_EQ(
      ErrorReason(
          Call(&Stub::AcknowledgeZonePayment, acknowledge, {"zone"}).status()),
      "PAYMENT_STATE");

  v1::ExecuteZonePaymentRequest execute;
  execute.set_name(ordered->name());
  *execute.mutable_value_date() = MakeDate(2017, 12, 31);
  execute.set_bank_reference("2018/000123");
  EXPECT_EQ(ErrorReason(Call(&Stub::ExecuteZonePayment, execute).status()),
            "VALUE_DATE_BEFORE_YEAR");
  *execute.mutable_value_date() = MakeDate(2018, 6, 30);
  auto executed = Call(&Stub::ExecuteZonePayment, execute);
  ASSERT_TRUE(executed.ok()) << executed.status();
  EXPECT_EQ(executed->line_position().spent().units(), 600);
  EXPECT_EQ(executed->line_position().zone_project().units(), 600);
  EXPECT_EQ(executed->line_position().reserved().units(), 0);
  const absl::Status again = Call(&Stub::ExecuteZonePayment, execute).status();
  EXPECT_EQ(ErrorReason(again), "PAYMENT_STATE");
  EXPECT_EQ(Figure(again, "requested_cents"), "60000");
  EXPECT_EQ(Figure(again, "spent_cents"), "60000");
  EXPECT_EQ(Figure(again, "available_cents"), "40000");

  // The payer may not say that the zone got it.
  EXPECT_EQ(Call(&Stub::AcknowledgeZonePayment, acknowledge).status().code(),
            absl::StatusCode::kPermissionDenied);
  auto done = Call(&Stub::AcknowledgeZonePayment, acknowledge, {"zone"});
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->state(), v1::ZonePayment::STATE_ACKNOWLEDGED);
}

TEST_F(ExpenseTest, AnAcknowledgementTellsIndicatorsOnceAndWithoutAmount) {
  auto line = Call(&Stub::CreateLine,
                   LineRequest("general-2018", "op-01", "operating", 100'000));
  auto ordered = Call(
      &Stub::OrderZonePayment,
      PaymentRequest(line->name(), 60'000, v1::ZonePayment::ROUTE_DEDUCTION));
  v1::ExecuteZonePaymentRequest execute;
  execute.set_name(ordered->name());
  *execute.mutable_value_date() = MakeDate(2018, 6, 30);
  execute.set_bank_reference("2018/000123");
  auto executed = Call(&Stub::ExecuteZonePayment, execute);
  ASSERT_TRUE(executed.ok());
  EXPECT_EQ(executed->line_position().zone_deduction().units(), 600);
  EXPECT_EQ(executed->line_position().zone_project().units(), 0);
  v1::AcknowledgeZonePaymentRequest acknowledge;
  acknowledge.set_name(ordered->name());
  *acknowledge.mutable_acknowledge_date() = MakeDate(2018, 7, 2);
  acknowledge.set_request_id("ack-1");
  ASSERT_TRUE(Call(&Stub::AcknowledgeZonePayment, acknowledge, {"zone"}).ok());
  ASSERT_TRUE(Call(&Stub::AcknowledgeZonePayment, acknowledge, {"zone"}).ok());

  auto pending = outbox::ReadPending(*store_->Read(), kIndicators, 10);
  ASSERT_TRUE(pending.ok());
  ASSERT_EQ(pending->size(), 1u);
  v1::ZonePaymentAcknowledged event;
  ASSERT_TRUE((*pending)[0].event.data().UnpackTo(&event));
  EXPECT_EQ((*pending)[0].event.source(),
            "spiffe://entente.local/svc/conventions");
  EXPECT_EQ(event.convention(), Format(kConvention));
  EXPECT_EQ(event.payment(), ordered->name());
  // The operational objective of the line belongs to so-01.
  EXPECT_EQ(event.objective_id(), "so-01");
  EXPECT_EQ(event.date().day(), 2);
}

TEST_F(ExpenseTest, APaymentNeedsARouteAndRoomOnItsLine) {
  const std::string line = MakeLine(1'000);
  EXPECT_EQ(
      Field(Call(&Stub::OrderZonePayment,
                 PaymentRequest(line, 100, v1::ZonePayment::ROUTE_UNSPECIFIED))
                .status()),
      "zone_payment.route");
  absl::Status status =
      Call(&Stub::OrderZonePayment,
           PaymentRequest(line, 1'001, v1::ZonePayment::ROUTE_DEDUCTION))
          .status();
  EXPECT_EQ(ErrorReason(status), "ALLOTMENT_EXCEEDED");
  EXPECT_EQ(Field(status), "zone_payment.amount");
}

TEST_F(ExpenseTest, AServiceCountsWithinTheTermOnly) {
  const std::string line = MakeLine();
  const std::string evidence = MakeEvidence();
  ASSERT_TRUE(
      store_
          ->Transact([&](store::Transaction& transaction) -> absl::Status {
            auto head = GetConventionHead(transaction, kConvention, "name");
            *head->mutable_valid_from() = MakeDate(2018, 3, 1);
            *head->mutable_valid_until() = MakeDate(2018, 10, 31);
            store::PutRecord(transaction, keys::Convention(kConvention), *head);
            return absl::OkStatus();
          })
          .ok());
  v1::CreateExpenseRequest request = ExpenseRequest(line, 100, evidence);
  v1::Expense& expense = *request.mutable_expense();
  for (const auto& [day, is_within] : {std::pair(MakeDate(2018, 2, 28), false),
                                       {MakeDate(2018, 3, 1), true},
                                       {MakeDate(2018, 10, 31), true},
                                       {MakeDate(2018, 11, 1), false}}) {
    *expense.mutable_service_date() = day;
    const absl::Status status = Call(&Stub::CreateExpense, request).status();
    EXPECT_EQ(ErrorReason(status), is_within ? "" : "SERVICE_DATE_OUTSIDE_TERM")
        << status;
  }
  EXPECT_EQ(LineBalances(line).spent_cents, 200);
}

TEST_F(ExpenseTest, AnExecutedPaymentKeepsItsMandate) {
  auto ordered =
      Call(&Stub::OrderZonePayment,
           PaymentRequest(MakeLine(), 100, v1::ZonePayment::ROUTE_PROJECT));
  ASSERT_TRUE(ordered.ok()) << ordered.status();
  v1::ExecuteZonePaymentRequest execute;
  execute.set_name(ordered->name());
  *execute.mutable_value_date() = MakeDate(2018, 6, 30);
  execute.set_bank_reference("2018/000123");
  execute.mutable_municipal_reference()->set_fiscal_year(2018);
  execute.mutable_municipal_reference()->set_mandate("4711");
  const auto executed = Call(&Stub::ExecuteZonePayment, execute);
  ASSERT_TRUE(executed.ok()) << executed.status();
  EXPECT_EQ(executed->municipal_reference().mandate(), "4711");
}

TEST_F(ExpenseTest, AProjectIsPaidOnAnAccountAndAnOffsetOnNone) {
  const std::string line = MakeLine();
  v1::OrderZonePaymentRequest request =
      PaymentRequest(line, 100, v1::ZonePayment::ROUTE_PROJECT);
  v1::ZonePayment& payment = *request.mutable_zone_payment();
  payment.set_iban("BE68 5390 0754 7035");
  absl::Status refused = Call(&Stub::OrderZonePayment, request).status();
  EXPECT_EQ(ErrorReason(refused), "IBAN_INVALID");
  EXPECT_EQ(Field(refused), "zone_payment.iban");
  payment.set_iban("BE68 5390 0754 7034");
  payment.set_route(v1::ZonePayment::ROUTE_DEDUCTION);
  refused = Call(&Stub::OrderZonePayment, request).status();
  EXPECT_EQ(ErrorReason(refused), "IBAN_OF_DEDUCTION");
  EXPECT_EQ(LineBalances(line).reserved_cents, 0);
  payment.set_route(v1::ZonePayment::ROUTE_PROJECT);
  const auto ordered = Call(&Stub::OrderZonePayment, request);
  ASSERT_TRUE(ordered.ok()) << ordered.status();
  EXPECT_EQ(ordered->iban(), "BE68539007547034");
}

TEST_F(ExpenseTest, WhatIsStoredFollowsFromTheEntries) {
  const std::string line = MakeLine();
  ASSERT_TRUE(
      Call(&Stub::CreateExpense, ExpenseRequest(line, 12'345, MakeEvidence()))
          .ok());
  auto computed = Recompute(*store_->Read(), kConvention);
  ASSERT_TRUE(computed.ok()) << computed.status();
  EXPECT_EQ((*computed)[line], LineBalances(line));
}

}  // namespace
}  // namespace entente::conventions
