// Evidence beyond its expenses: credit notes, other funders, persons' months.
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "services/conventions/budget_fixture_test.h"

namespace entente::conventions {
namespace {

using Budget = v1::BudgetService::Stub;
using Stub = v1::CreditNoteService::Stub;
using testing::HasSubstr;
using testing::Not;

class EvidenceTest : public BudgetFixture {
 protected:
  static v1::CreateEvidenceRequest MonthRequest(const std::string& number,
                                                char hash, int32_t own,
                                                int32_t other) {
    v1::CreateEvidenceRequest request = EvidenceRequest(number, hash, 400'000);
    v1::PersonMonth& month =
        *request.mutable_evidence()->mutable_person_month();
    month.set_staff_number("M-0042");
    month.set_year(2018);
    month.set_month(5);
    month.set_share_basis_points(own);
    if (other == 0) return request;
    v1::OtherFunder& funder = *request.mutable_evidence()->add_other_funders();
    funder.set_enterprise_number("0207.373.429");
    funder.set_share_basis_points(other);
    return request;
  }
};

TEST_F(EvidenceTest, ACreditNoteReducesWhatMayBeCharged) {
  const std::string line = MakeLine();
  const std::string evidence = MakeEvidence("F-1", 'b', 50'000);
  auto note = Call(&Stub::CreateCreditNote,
                   CreditNoteRequest(evidence, "NC-1", 'd', 20'000));
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->name(), "municipalities/21004/creditNotes/n-000001");
  EXPECT_EQ(note->remaining().units(), 300);
  const absl::Status status =
      Call(&Budget::CreateExpense, ExpenseRequest(line, 30'001, evidence))
          .status();
  EXPECT_EQ(ErrorReason(status), "EVIDENCE_EXCEEDED");
  EXPECT_EQ(Figure(status, "credited_cents"), "20000");
  EXPECT_EQ(Figure(status, "remaining_cents"), "30000");
  EXPECT_TRUE(
      Call(&Budget::CreateExpense, ExpenseRequest(line, 30'000, evidence))
          .ok());
  v1::ListCreditNotesRequest request;
  request.set_parent("municipalities/21004");
  auto list = Call(&Stub::ListCreditNotes, request);
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->credit_notes_size(), 1);
  EXPECT_EQ(list->credit_notes(0).evidence(), evidence);
  EXPECT_FALSE(list->credit_notes(0).has_remaining());
}

TEST_F(EvidenceTest, ACreditNoteOnWhatIsChargedNamesTheCharges) {
  const std::string line = MakeLine();
  const std::string evidence = MakeEvidence("F-1", 'b', 50'000);
  auto expense =
      Call(&Budget::CreateExpense, ExpenseRequest(line, 40'000, evidence));
  ASSERT_TRUE(expense.ok()) << expense.status();
  const v1::CreateCreditNoteRequest request =
      CreditNoteRequest(evidence, "NC-1", 'd', 10'001);
  const absl::Status status = Call(&Stub::CreateCreditNote, request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(status), "CREDIT_EXCEEDS_REST");
  EXPECT_EQ(Field(status), "credit_note.amount");
  EXPECT_EQ(Figure(status, "charges"), expense->name());
  EXPECT_EQ(Figure(status, "remaining_cents"), "10000");
  for (const std::string& sentence : {GetErrorDetail(status)->sentence.en,
                                      GetErrorDetail(status)->sentence.fr,
                                      GetErrorDetail(status)->sentence.nl}) {
    EXPECT_THAT(sentence, HasSubstr("e-000001 400,00 EUR"));
  }
  // After a correction it fits.
  ASSERT_TRUE(Call(&v1::ExpenseCorrectionService::Stub::CorrectExpense,
                   CorrectionRequest(expense->name(), 1))
                  .ok());
  EXPECT_TRUE(Call(&Stub::CreateCreditNote, request).ok());
}

TEST_F(EvidenceTest, ACreditNoteTooLargeShowsTheLinesThatBearTheCharges) {
  const std::string line = MakeLine();
  auto other = Call(&Budget::CreateLine,
                    LineRequest("general-2018", "so-01", "personnel", 30'000));
  ASSERT_TRUE(other.ok()) << other.status();
  const std::string evidence = MakeEvidence("F-1", 'b', 50'000);
  for (const auto& [on, cents] :
       {std::pair(line, 10'000), {line, 5'000}, {other->name(), 20'000}}) {
    ASSERT_TRUE(
        Call(&Budget::CreateExpense, ExpenseRequest(on, cents, evidence)).ok());
  }
  const absl::Status status =
      Call(&Stub::CreateCreditNote,
           CreditNoteRequest(evidence, "NC-1", 'd', 15'001))
          .status();
  EXPECT_EQ(ErrorReason(status), "CREDIT_EXCEEDS_REST");
  // Each line once.
  EXPECT_EQ(Figure(status, "allotted_cents"), "130000");
  EXPECT_EQ(Figure(status, "reserved_cents"), "0");
  EXPECT_EQ(Figure(status, "spent_cents"), "35000");
  EXPECT_EQ(Figure(status, "requested_cents"), "15001");
  EXPECT_EQ(Figure(status, "available_cents"), "95000");
}

TEST_F(EvidenceTest, ACreditNoteIsFoundByBothOfItsKeys) {
  const std::string evidence = MakeEvidence("F-1", 'b', 50'000);
  ASSERT_TRUE(Call(&Stub::CreateCreditNote,
                   CreditNoteRequest(evidence, "NC-1", 'd', 100))
                  .ok());
  absl::Status status = Call(&Stub::CreateCreditNote,
                             CreditNoteRequest(evidence, "NC-2", 'd', 200))
                            .status();
  EXPECT_EQ(ErrorReason(status), "CREDIT_NOTE_EXISTS");
  EXPECT_EQ(Field(status), "credit_note.file_sha256");
  status = Call(&Stub::CreateCreditNote,
                CreditNoteRequest(evidence, "nc -1", 'e', 100))
               .status();
  EXPECT_EQ(ErrorReason(status), "CREDIT_NOTE_EXISTS");
  EXPECT_EQ(Field(status), "credit_note.document_number");
  // A file is an invoice or a credit note, never both.
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateCreditNote,
                             CreditNoteRequest(evidence, "NC-3", 'b', 100))
                            .status()),
            "EVIDENCE_EXISTS");
  EXPECT_EQ(ErrorReason(
                Call(&Budget::CreateEvidence, EvidenceRequest("F-7", 'd', 100))
                    .status()),
            "CREDIT_NOTE_EXISTS");
}

TEST_F(EvidenceTest, ACreditNoteIsOfAKnownDocumentAndNotOlder) {
  const std::string evidence = MakeEvidence("F-1", 'b', 50'000);
  v1::CreateCreditNoteRequest request =
      CreditNoteRequest(evidence, "NC-1", 'd', 100);
  *request.mutable_credit_note()->mutable_document_date() =
      MakeDate(2018, 5, 31);
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateCreditNote, request).status()),
            "CREDIT_NOTE_BEFORE_EVIDENCE");
  EXPECT_EQ(ErrorReason(
                Call(&Stub::CreateCreditNote,
                     CreditNoteRequest("municipalities/21004/evidence/v-000009",
                                       "NC-1", 'd', 100))
                    .status()),
            "NOT_FOUND");
  EXPECT_EQ(ErrorReason(
                Call(&Stub::CreateCreditNote,
                     CreditNoteRequest("municipalities/21009/evidence/v-000001",
                                       "NC-1", 'd', 100))
                    .status()),
            "OTHER_MUNICIPALITY");
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateCreditNote,
                             CreditNoteRequest(evidence, "NC-1", 'd', 50'001))
                            .status()),
            "CREDIT_EXCEEDS_REST");
}

TEST_F(EvidenceTest, WhatOthersPayIsNotChargedAgain) {
  const std::string line = MakeLine();
  v1::CreateEvidenceRequest request = EvidenceRequest("F-1", 'b', 50'000);
  v1::OtherFunder& funder = *request.mutable_evidence()->add_other_funders();
  funder.set_enterprise_number("0207.373.429");
  *funder.mutable_amount() = MoneyFromCents(20'000);
  auto evidence = Call(&Budget::CreateEvidence, request);
  ASSERT_TRUE(evidence.ok()) << evidence.status();
  EXPECT_EQ(evidence->chargeable().units(), 300);
  EXPECT_EQ(evidence->other_funders(0).enterprise_number(), "0207373429");
  const absl::Status status =
      Call(&Budget::CreateExpense,
           ExpenseRequest(line, 30'001, evidence->name()))
          .status();
  EXPECT_EQ(ErrorReason(status), "EVIDENCE_EXCEEDED");
  EXPECT_EQ(Figure(status, "other_funders_cents"), "20000");
  EXPECT_TRUE(Call(&Budget::CreateExpense,
                   ExpenseRequest(line, 30'000, evidence->name()))
                  .ok());
}

TEST_F(EvidenceTest, TheSharesOfAPersonsMonthAreNeverAboveAHundredPerCent) {
  const std::string line = MakeLine(400'000);
  auto half =
      Call(&Budget::CreateEvidence, MonthRequest("P-1", 'b', 5'000, 3'000));
  ASSERT_TRUE(half.ok()) << half.status();
  EXPECT_EQ(half->chargeable().units(), 2'000);
  const absl::Status status =
      Call(&Budget::CreateEvidence, MonthRequest("P-2", 'c', 2'001, 0))
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(status), "PERSON_MONTH_EXCEEDED");
  EXPECT_EQ(Figure(status, "taken_basis_points"), "8000");
  EXPECT_EQ(Figure(status, "available_basis_points"), "2000");
  EXPECT_EQ(Figure(status, "evidence"), half->name());
  EXPECT_THAT(GetErrorDetail(status)->sentence.fr, HasSubstr("20,01 %"));
  EXPECT_TRUE(
      Call(&Budget::CreateEvidence, MonthRequest("P-2", 'c', 2'000, 0)).ok());
  // Another month of the same person, another person of the same month.
  v1::CreateEvidenceRequest other = MonthRequest("P-3", 'd', 10'000, 0);
  other.mutable_evidence()->mutable_person_month()->set_month(6);
  EXPECT_TRUE(Call(&Budget::CreateEvidence, other).ok());
  other = MonthRequest("P-4", 'e', 10'000, 0);
  other.mutable_evidence()->mutable_person_month()->set_staff_number("M-004");
  EXPECT_TRUE(Call(&Budget::CreateEvidence, other).ok());
  EXPECT_EQ(ErrorReason(Call(&Budget::CreateExpense,
                             ExpenseRequest(line, 200'001, half->name()))
                            .status()),
            "EVIDENCE_EXCEEDED");
}

TEST_F(EvidenceTest, ChargesAreNamedToThoseOnlyWhoMayReadThem) {
  const std::string line = MakeLine();
  const std::string evidence = MakeEvidence("F-1", 'b', 10'000);
  auto expense =
      Call(&Budget::CreateExpense, ExpenseRequest(line, 10'000, evidence));
  ASSERT_TRUE(expense.ok()) << expense.status();
  const v1::CreateExpenseRequest more = ExpenseRequest(line, 1, evidence);
  absl::Status status = Call(&Budget::CreateExpense, more).status();
  EXPECT_EQ(Figure(status, "charges"), expense->name());
  EXPECT_THAT(GetErrorDetail(status)->sentence.nl,
              HasSubstr("e-000001 100,00 EUR"));
  // Who spends without reading is told how many, not which.
  auto policy = gate::Policy::Parse(
      "trust_domain: \"entente.local\"\n"
      "roles { name: \"finance\" permissions: \"conventions.budget.spend\" }",
      "policy");
  ASSERT_TRUE(policy.ok()) << policy.status();
  harness_.gate().SetPolicy(*policy);
  status = Call(&Budget::CreateExpense, more).status();
  EXPECT_EQ(ErrorReason(status), "EVIDENCE_EXCEEDED");
  EXPECT_EQ(Figure(status, "charges"), "");
  EXPECT_EQ(Figure(status, "charge_count"), "1");
  EXPECT_THAT(GetErrorDetail(status)->sentence.nl, Not(HasSubstr("e-000001")));
}

TEST_F(EvidenceTest, AMonthOfWorkIsAPayStatementAndNothingElseIs) {
  const auto month =
      Call(&Budget::CreateEvidence, MonthRequest("L-1", 'c', 5'000, 0));
  ASSERT_TRUE(month.ok()) << month.status();
  EXPECT_EQ(month->kind(), v1::Evidence::KIND_PAY_STATEMENT);
  v1::CreateEvidenceRequest invoice = MonthRequest("L-2", 'd', 5'000, 0);
  invoice.mutable_evidence()->set_kind(v1::Evidence::KIND_INVOICE);
  absl::Status refused = Call(&Budget::CreateEvidence, invoice).status();
  EXPECT_EQ(ErrorReason(refused), "PAY_STATEMENT_MONTH");
  EXPECT_EQ(Field(refused), "evidence.kind");
  v1::CreateEvidenceRequest whose = EvidenceRequest("L-3", 'e', 100);
  whose.mutable_evidence()->set_kind(v1::Evidence::KIND_PAY_STATEMENT);
  refused = Call(&Budget::CreateEvidence, whose).status();
  EXPECT_EQ(ErrorReason(refused), "PAY_STATEMENT_MONTH");
  EXPECT_EQ(Field(refused), "evidence.person_month");
  v1::CreateEvidenceRequest unknown = EvidenceRequest("L-4", 'f', 100);
  unknown.mutable_evidence()->set_kind(static_cast<v1::Evidence::Kind>(99));
  EXPECT_EQ(ErrorReason(Call(&Budget::CreateEvidence, unknown).status()),
            "UNKNOWN_EVIDENCE_KIND");
}

}  // namespace
}  // namespace entente::conventions
