// What is undone: payments to the zone that are given up or come back, and
// money of the State that was recorded by mistake. The recount agrees after
// each.
#include <string>
#include <vector>

#include "entente/conventions/v1/events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/outbox/outbox.h"
#include "services/common/store/records.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using v1::Claim;
using v1::FederalPayment;
using v1::ZonePayment;

class UndoTest : public ClaimFixture {
 protected:
  // The payments to the zone: p-000001 executed, p-000002 ordered.
  UndoTest() { SpendSome(); }

  void TearDown() override { EXPECT_THAT(Differences(), IsEmpty()); }

  std::vector<std::string> Differences() {
    const auto report = VerifyLedger(*store_->Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? report->differences : std::vector<std::string>();
  }

  static std::string Line() {
    return LineNamed("general-2018", "so-01-operating");
  }

  static v1::CancelZonePaymentRequest CancelRequest(int number) {
    v1::CancelZonePaymentRequest request;
    request.set_name(PaymentNamed(number));
    *request.mutable_cancel_date() = MakeDate(2018, 7, 3);
    request.set_reason("The account was closed");
    return request;
  }
  absl::StatusOr<ZonePayment> Cancel(int number) {
    return Call(&Budget::CancelZonePayment, CancelRequest(number));
  }

  absl::StatusOr<FederalPayment> Reverse(int number) {
    v1::ReverseFederalPaymentRequest request;
    request.set_name(FederalNamed(number));
    request.set_reason("Of another envelope");
    return Call(&Federals::ReverseFederalPayment, request);
  }

  Claim::State StateOfClaim(int number) {
    v1::GetClaimRequest get;
    get.set_name(ClaimNamed(number));
    const auto claim = Call(&Claims::GetClaim, get);
    EXPECT_TRUE(claim.ok()) << claim.status();
    return claim.ok() ? claim->state() : Claim::STATE_UNSPECIFIED;
  }
};

TEST_F(UndoTest, AnOrderedPaymentThatIsGivenUpHoldsNothing) {
  EXPECT_EQ(LineBalances(Line()).reserved_cents, 3'000);
  v1::CancelZonePaymentRequest early = CancelRequest(2);
  *early.mutable_cancel_date() = MakeDate(2017, 12, 31);
  EXPECT_EQ(ErrorReason(Call(&Budget::CancelZonePayment, early).status()),
            "UNDO_BEFORE_UNDONE");
  const auto cancelled = Cancel(2);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->state(), ZonePayment::STATE_CANCELLED);
  EXPECT_EQ(cancelled->cancel_reason(), "The account was closed");
  EXPECT_EQ(cancelled->line_position().reserved().units(), 0);
  EXPECT_EQ(LineBalances(Line()).reserved_cents, 0);
  const absl::Status twice = Cancel(2).status();
  EXPECT_EQ(ErrorReason(twice), "PAYMENT_STATE");
  EXPECT_THAT(GetErrorDetail(twice)->sentence.fr, HasSubstr("annulé"));
  v1::ExecuteZonePaymentRequest execute;
  execute.set_name(PaymentNamed(2));
  *execute.mutable_value_date() = MakeDate(2018, 7, 4);
  execute.set_bank_reference("B-2");
  EXPECT_EQ(ErrorReason(Call(&Budget::ExecuteZonePayment, execute).status()),
            "PAYMENT_STATE");
}

TEST_F(UndoTest, AnExecutedPaymentThatCameBackIsAvailableAgain) {
  const Balances before = LineBalances(Line());
  EXPECT_EQ(before.zone_project_cents, 3'000);
  const auto cancelled = Cancel(1);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  const Balances after = LineBalances(Line());
  EXPECT_EQ(after.spent_cents, before.spent_cents - 3'000);
  EXPECT_EQ(after.zone_project_cents, 0);
  EXPECT_EQ(EnvelopeBalances().zone_project_cents, 0);
  // It stands in no claim.
  const auto claim = Call(&Claims::CreateClaim, CreateRequest());
  ASSERT_TRUE(claim.ok()) << claim.status();
  for (const v1::ClaimLine& line : claim->lines()) {
    EXPECT_NE(line.source(), PaymentNamed(1));
  }
}

TEST_F(UndoTest, APaymentInASubmittedClaimStays) {
  Submitted();
  const std::string before = Everything();
  const absl::Status refused = Cancel(1).status();
  EXPECT_EQ(ErrorReason(refused), "EXPENSE_CLAIMED");
  EXPECT_EQ(Field(refused), "name");
  EXPECT_EQ(Figure(refused, "claim"), ClaimNamed(1));
  EXPECT_EQ(Everything(), before);
}

TEST_F(UndoTest, ADraftThatHoldsWhatCameBackIsOutdated) {
  ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_EQ(ErrorReason(Call(&Claims::SubmitClaim, SubmitRequest()).status()),
            "CLAIM_OUTDATED");
}

TEST_F(UndoTest, WhatTheZoneAcknowledgedStays) {
  v1::AcknowledgeZonePaymentRequest acknowledge;
  acknowledge.set_name(PaymentNamed(1));
  *acknowledge.mutable_acknowledge_date() = MakeDate(2018, 7, 2);
  ASSERT_TRUE(
      Call(&Budget::AcknowledgeZonePayment, acknowledge, {"zone"}).ok());
  const absl::Status refused = Cancel(1).status();
  EXPECT_EQ(ErrorReason(refused), "PAYMENT_STATE");
  EXPECT_EQ(Figure(refused, "state"), "STATE_ACKNOWLEDGED");
}

TEST_F(UndoTest, ACancellationIsCheckedAndRehearsed) {
  const std::string before = Everything();
  v1::CancelZonePaymentRequest request = CancelRequest(1);
  *request.mutable_cancel_date() = MakeDate(2018, 6, 30);
  EXPECT_EQ(ErrorReason(Call(&Budget::CancelZonePayment, request).status()),
            "UNDO_BEFORE_UNDONE");
  *request.mutable_cancel_date() = MakeDate(2199, 1, 1);
  EXPECT_EQ(ErrorReason(Call(&Budget::CancelZonePayment, request).status()),
            "DATE_IN_FUTURE");
  request = CancelRequest(1);
  request.set_reason(" ");
  EXPECT_EQ(ErrorReason(Call(&Budget::CancelZonePayment, request).status()),
            "FIELD_REQUIRED");
  request.set_reason("write to a.b@example.org");
  EXPECT_EQ(ErrorReason(Call(&Budget::CancelZonePayment, request).status()),
            "PERSONAL_DATA_SHAPE");
  EXPECT_EQ(Call(&Budget::CancelZonePayment, CancelRequest(1), {"zone"})
                .status()
                .code(),
            absl::StatusCode::kPermissionDenied);
  request = CancelRequest(1);
  request.set_validate_only(true);
  const auto shown = Call(&Budget::CancelZonePayment, request);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->state(), ZonePayment::STATE_CANCELLED);
  EXPECT_EQ(Everything(), before);
}

TEST_F(UndoTest, AReversedAdvanceCountsForNothingAndMayBeRecordedRight) {
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 900'000, "B-7").ok());
  const auto reversed = Reverse(1);
  ASSERT_TRUE(reversed.ok()) << reversed.status();
  EXPECT_EQ(reversed->reversal().reason(), "Of another envelope");
  EXPECT_EQ(reversed->envelope_position().paid_advance().units(), 0);
  EXPECT_EQ(EnvelopeBalances().advance_cents, 0);
  EXPECT_EQ(ErrorReason(Reverse(1).status()), "FEDERAL_PAYMENT_REVERSED");
  // The same money again, and all of the grant in advance.
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 900'000, "B-7").ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 100'000).ok());
  EXPECT_EQ(EnvelopeBalances().advance_cents, 1'000'000);
}

TEST_F(UndoTest, ClaimsThatAReversedPaymentHadPaidWaitAgain) {
  Decided(1);
  Spend(Line(), 5'000);
  Submitted(2);
  v1::DecideClaimRequest rest = DecideRequest(2);
  rest.set_accept_rest(true);
  ASSERT_TRUE(Call(&Claims::DecideClaim, rest, {"federal"}).ok());
  // 270,00 and 50,00 accepted.
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 27'000).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 5'000).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_PAID);
  EXPECT_EQ(StateOfClaim(2), Claim::STATE_PAID);
  ASSERT_TRUE(Reverse(2).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_PAID);
  EXPECT_EQ(StateOfClaim(2), Claim::STATE_DECIDED);
  ASSERT_TRUE(Reverse(1).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_DECIDED);
  EXPECT_EQ(EnvelopeBalances().balance_cents, 0);
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 32'000).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_PAID);
  EXPECT_EQ(StateOfClaim(2), Claim::STATE_PAID);
}

TEST_F(UndoTest, ADemandAndARefundAreUndoneBackwards) {
  Decided(1);
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 40'000).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_DEMAND, 13'000).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_REFUND, 13'000).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_PAID);
  const std::string before = Everything();
  absl::Status refused = Reverse(1).status();
  EXPECT_EQ(ErrorReason(refused), "REVERSAL_OUT_OF_ORDER");
  EXPECT_EQ(Figure(refused, "demanded_cents"), "13000");
  EXPECT_THAT(GetErrorDetail(refused)->sentence.nl, HasSubstr("130,00 EUR"));
  refused = Reverse(2).status();
  EXPECT_EQ(ErrorReason(refused), "REVERSAL_OUT_OF_ORDER");
  EXPECT_EQ(Figure(refused, "recovered_cents"), "13000");
  EXPECT_EQ(Everything(), before);
  ASSERT_TRUE(Reverse(3).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_RECOVERY);
  ASSERT_TRUE(Reverse(2).ok());
  ASSERT_TRUE(Reverse(1).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_DECIDED);
  const Balances envelope = EnvelopeBalances();
  EXPECT_EQ(envelope.advance_cents, 0);
  EXPECT_EQ(envelope.demanded_cents, 0);
  EXPECT_EQ(envelope.recovered_cents, 0);
}

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

// The record under `key`, changed, is told by the recount, and put back.
template <class Message, class Change>
void ExpectTold(store::Store& store, const std::string& key, Change change,
                const std::string& told) {
  const auto record = store::GetRecord<Message>(*store.Read(), key);
  ASSERT_TRUE(record.ok() && record->has_value());
  const auto put = [&](const Message& value) {
    const absl::Status status =
        store.Transact([&](store::Transaction& transaction) {
          store::PutRecord(transaction, key, value);
          return absl::OkStatus();
        });
    ASSERT_TRUE(status.ok()) << status;
  };
  Message wrong = **record;
  change(wrong);
  put(wrong);
  const auto report = VerifyLedger(*store.Read());
  put(**record);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->differences, Contains(HasSubstr(told)));
}

TEST_F(UndoTest, WhatIsPlantedInWhatWasUndoneIsTold) {
  ASSERT_TRUE(Cancel(1).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 40'000).ok());
  ASSERT_TRUE(Reverse(1).ok());
  const std::string payment =
      keys::Numbered(NumberedKind::kZonePayment, kConvention, 1);
  ExpectTold<ZonePayment>(
      *store_, payment,
      [](ZonePayment& p) { p.set_state(ZonePayment::STATE_EXECUTED); },
      "which its entries do not make of it");
  ExpectTold<ZonePayment>(
      *store_, payment, [](ZonePayment& p) { p.clear_cancel_reason(); },
      "which its dates and reason do not make of it");
  ExpectTold<ZonePayment>(
      *store_, payment,
      [](ZonePayment& p) { p.set_route(ZonePayment::ROUTE_DEDUCTION); },
      "goes another way than its payment");
  ExpectTold<FederalPayment>(
      *store_, keys::Numbered(NumberedKind::kFederalPayment, kConvention, 1),
      [](FederalPayment& p) { p.clear_reversal(); },
      "does not move its amount exactly once");
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

TEST_F(UndoTest, AClaimThatIsPaidByNothingIsTold) {
  Decided(1);
  Spend(Line(), 5'000);
  Submitted(2);
  v1::DecideClaimRequest rest = DecideRequest(2);
  rest.set_accept_rest(true);
  ASSERT_TRUE(Call(&Claims::DecideClaim, rest, {"federal"}).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 32'000).ok());
  ASSERT_TRUE(Reverse(1).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 27'000).ok());
  // 270,00 and 50,00 accepted, 270,00 received: the second still waits.
  ExpectTold<Claim>(
      *store_, keys::Numbered(NumberedKind::kClaim, kConvention, 2),
      [](Claim& c) { c.set_state(Claim::STATE_PAID); },
      "which the money received does not make of it");
}

// p-000001 as the zone acknowledged it, by mistake.
class ReversedAcknowledgementTest : public UndoTest {
 protected:
  ReversedAcknowledgementTest() { Acknowledge(MakeDate(2018, 7, 2)); }

  void Acknowledge(google::type::Date day) {
    v1::AcknowledgeZonePaymentRequest request;
    request.set_name(PaymentNamed(1));
    *request.mutable_acknowledge_date() = day;
    const auto made = Call(&Budget::AcknowledgeZonePayment, request, {"zone"});
    ASSERT_TRUE(made.ok()) << made.status();
  }
  static v1::ReverseZoneAcknowledgementRequest Request(
      google::type::Date day = MakeDate(2018, 7, 5)) {
    v1::ReverseZoneAcknowledgementRequest request;
    request.set_name(PaymentNamed(1));
    *request.mutable_reverse_date() = day;
    request.set_reason("Of another payment");
    return request;
  }
  absl::StatusOr<ZonePayment> Reverse(
      const v1::ReverseZoneAcknowledgementRequest& request) {
    return Call(&Budget::ReverseZoneAcknowledgement, request, {"zone"});
  }
};

TEST_F(ReversedAcknowledgementTest,
       ThePaymentIsExecutedAgainAndIndicatorsTold) {
  const std::string ordered = Everything();
  v1::ReverseZoneAcknowledgementRequest rehearsal = Request();
  rehearsal.set_validate_only(true);
  ASSERT_TRUE(Reverse(rehearsal).ok());
  EXPECT_EQ(Everything(), ordered);
  const Balances before = LineBalances(Line());
  const auto reversed = Reverse(Request());
  ASSERT_TRUE(reversed.ok()) << reversed.status();
  EXPECT_EQ(reversed->state(), ZonePayment::STATE_EXECUTED);
  EXPECT_FALSE(reversed->has_acknowledge_date());
  ASSERT_EQ(reversed->reversed_acknowledgements_size(), 1);
  EXPECT_EQ(reversed->reversed_acknowledgements(0).reason(),
            "Of another payment");
  EXPECT_EQ(reversed->reversed_acknowledgements(0).acknowledge_date().day(), 2);
  // It moves no money.
  EXPECT_EQ(LineBalances(Line()), before);
  auto pending = outbox::ReadPending(*store_->Read(), kIndicators, 10);
  ASSERT_TRUE(pending.ok());
  ASSERT_EQ(pending->size(), 2u);
  v1::ZoneAcknowledgementReversed event;
  ASSERT_TRUE((*pending)[1].event.data().UnpackTo(&event));
  EXPECT_EQ(event.convention(), Format(kConvention));
  EXPECT_EQ(event.payment(), PaymentNamed(1));
  // What came back after all is cancelled, what arrived acknowledged again.
  Acknowledge(MakeDate(2018, 7, 4));
  ASSERT_TRUE(Reverse(Request()).ok());
  ASSERT_TRUE(Cancel(1).ok());
}

TEST_F(ReversedAcknowledgementTest, WhatCannotBeTakenBackIsRefusedByName) {
  const auto refused = [&](const v1::ReverseZoneAcknowledgementRequest& request,
                           const std::string& field) {
    const std::string before = Everything();
    const absl::Status status = Reverse(request).status();
    EXPECT_EQ(Field(status), field) << status;
    EXPECT_EQ(Everything(), before);
    return ErrorReason(status);
  };
  EXPECT_EQ(refused(Request(MakeDate(2018, 7, 1)), "reverse_date"),
            "UNDO_BEFORE_UNDONE");
  EXPECT_EQ(refused(Request(MakeDate(2199, 7, 1)), "reverse_date"),
            "DATE_IN_FUTURE");
  EXPECT_EQ(refused(Request(MakeDate(2018, 2, 30)), "reverse_date"),
            "MALFORMED_DATE");
  v1::ReverseZoneAcknowledgementRequest request = Request();
  request.clear_reason();
  EXPECT_EQ(refused(request, "reason"), "FIELD_REQUIRED");
  request.set_reason("ask 85.07.30-033.28");
  EXPECT_EQ(refused(request, "reason"), "PERSONAL_DATA_SHAPE");
  request = Request();
  request.set_name(PaymentNamed(2));
  EXPECT_EQ(refused(request, "name"), "PAYMENT_STATE");
  request.set_name(PaymentNamed(9));
  EXPECT_EQ(refused(request, "name"), "NOT_FOUND");
  // Who pays does not say what arrived, nor that it did not.
  EXPECT_EQ(
      Call(&Budget::ReverseZoneAcknowledgement, Request()).status().code(),
      absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace entente::conventions
