// Documents and credit notes that were registered by mistake.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/undo_fixture_test.h"

namespace entente::conventions {
namespace {

using testing::IsEmpty;

v1::WithdrawEvidenceRequest WithdrawRequestOf(const std::string& evidence) {
  v1::WithdrawEvidenceRequest request;
  request.set_name(evidence);
  request.set_reason("The amount was misread");
  return request;
}

TEST_F(UndoTest, AWithdrawnDocumentIsRegisteredRightUnderANewName) {
  using Stub = v1::EvidenceService::Stub;
  v1::CreateEvidenceRequest wrong = EvidenceRequest("L-1", 'e', 120'000);
  v1::PersonMonth& month = *wrong.mutable_evidence()->mutable_person_month();
  month.set_staff_number("M-0042");
  month.set_year(2018);
  month.set_month(5);
  month.set_share_basis_points(10'000);
  const auto registered = Call(&Budget::CreateEvidence, wrong);
  ASSERT_TRUE(registered.ok()) << registered.status();
  EXPECT_EQ(ErrorReason(Call(&Budget::CreateEvidence, wrong).status()),
            "EVIDENCE_EXISTS");
  const auto withdrawn =
      Call(&Stub::WithdrawEvidence, WithdrawRequestOf(registered->name()));
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->withdrawal().reason(), "The amount was misread");
  EXPECT_THAT(Differences(), IsEmpty());
  const absl::Status charged =
      Call(&Budget::CreateExpense,
           ExpenseRequest(Line(), 100, registered->name()))
          .status();
  EXPECT_EQ(ErrorReason(charged), "EVIDENCE_WITHDRAWN");
  EXPECT_EQ(Field(charged), "expense.evidence");
  EXPECT_EQ(ErrorReason(Call(&Stub::WithdrawEvidence,
                             WithdrawRequestOf(registered->name()))
                            .status()),
            "EVIDENCE_WITHDRAWN");
  EXPECT_EQ(
      ErrorReason(Call(&v1::CreditNoteService::Stub::CreateCreditNote,
                       CreditNoteRequest(registered->name(), "NC-9", 'f', 100))
                      .status()),
      "EVIDENCE_WITHDRAWN");
  // File, number and the whole of the month are free again.
  const auto right = Call(&Budget::CreateEvidence, wrong);
  ASSERT_TRUE(right.ok()) << right.status();
  EXPECT_NE(right->name(), registered->name());
  EXPECT_TRUE(
      Call(&Budget::CreateExpense, ExpenseRequest(Line(), 100, right->name()))
          .ok());
}

TEST_F(UndoTest, WhatIsChargedOrCreditedIsNotWithdrawn) {
  using Stub = v1::EvidenceService::Stub;
  using Notes = v1::CreditNoteService::Stub;
  const std::string before = Everything();
  const absl::Status charged =
      Call(&Stub::WithdrawEvidence, WithdrawRequestOf(evidence_)).status();
  EXPECT_EQ(ErrorReason(charged), "EVIDENCE_CHARGED");
  // 150,00, 70,00 and 40,00.
  EXPECT_EQ(Figure(charged, "charged_cents"), "26000");
  EXPECT_EQ(Everything(), before);
  const std::string fresh = MakeEvidence("F-9", 'e', 50'000);
  const auto note = Call(&Notes::CreateCreditNote,
                         CreditNoteRequest(fresh, "NC-1", 'f', 20'000));
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(
      ErrorReason(
          Call(&Stub::WithdrawEvidence, WithdrawRequestOf(fresh)).status()),
      "EVIDENCE_CREDITED");
  v1::WithdrawCreditNoteRequest request;
  request.set_name(note->name());
  request.set_reason("Of another document");
  const auto withdrawn = Call(&Notes::WithdrawCreditNote, request);
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->remaining().units(), 500);
  EXPECT_EQ(ErrorReason(Call(&Notes::WithdrawCreditNote, request).status()),
            "CREDIT_NOTE_WITHDRAWN");
  EXPECT_THAT(Differences(), IsEmpty());
  // The note can be registered on what it is about.
  EXPECT_TRUE(Call(&Notes::CreateCreditNote,
                   CreditNoteRequest(evidence_, "NC-1", 'f', 20'000))
                  .ok());
  EXPECT_TRUE(Call(&Stub::WithdrawEvidence, WithdrawRequestOf(fresh)).ok());
}

TEST_F(UndoTest, WhatIsPlantedInWithdrawnDocumentsIsTold) {
  const std::string fresh = MakeEvidence("F-9", 'e', 50'000);
  const auto note = Call(&v1::CreditNoteService::Stub::CreateCreditNote,
                         CreditNoteRequest(fresh, "NC-1", 'f', 20'000));
  ASSERT_TRUE(note.ok()) << note.status();
  v1::WithdrawCreditNoteRequest request;
  request.set_name(note->name());
  request.set_reason("Of another document");
  ASSERT_TRUE(
      Call(&v1::CreditNoteService::Stub::WithdrawCreditNote, request).ok());
  ASSERT_TRUE(Call(&v1::EvidenceService::Stub::WithdrawEvidence,
                   WithdrawRequestOf(fresh))
                  .ok());
  const std::string piece = keys::Evidence({"21004", 2});
  ExpectTold<v1::Evidence>(
      *store_, piece, [](v1::Evidence& e) { e.clear_withdrawal(); },
      "is not found by both of its keys");
  ExpectTold<v1::Evidence>(
      *store_, piece,
      [](v1::Evidence& e) { e.mutable_withdrawal()->clear_reason(); },
      "has no reason");
  ExpectTold<v1::Evidence>(
      *store_, piece,
      [](v1::Evidence& e) { *e.mutable_credited() = MoneyFromCents(20'000); },
      "its credit notes make 0");
  ExpectTold<v1::CreditNote>(
      *store_, keys::CreditNote("21004", 1),
      [](v1::CreditNote& n) { n.clear_withdrawal(); },
      "its credit notes make 20000");
}

}  // namespace
}  // namespace entente::conventions
