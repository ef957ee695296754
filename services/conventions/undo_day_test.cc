// No undo is dated before what it undoes: one error, in every place.
#include <string>

#include "services/conventions/amended_fixture_test.h"
#include "services/conventions/local_day.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

using Type = v1::BudgetChange;

class UndoDayTest : public AmendedFixture {
 protected:
  void TearDown() override { ExpectRecountIsClean(); }

  // Refused because of a day, and nothing stored.
  template <class Ask>
  void ExpectTooEarly(Ask ask, const std::string& field,
                      const std::string& earliest) {
    const std::string before = Everything();
    const absl::Status refused = ask();
    EXPECT_EQ(ErrorReason(refused), "UNDO_BEFORE_UNDONE") << refused;
    EXPECT_EQ(Field(refused), field);
    EXPECT_EQ(Figure(refused, "earliest"), earliest);
    EXPECT_EQ(Everything(), before);
  }

  // With the clock two days back, and again with it where it was.
  template <class Ask>
  void ExpectTooEarlyWhenTheClockIsBack(Ask ask) {
    const std::string today = FormatIsoDate(LocalDay(fake.Now()));
    Pass(-2);
    ExpectTooEarly(ask, "name", today);
    Pass(2);
    const absl::Status made = ask();
    EXPECT_TRUE(made.ok()) << made;
  }

  absl::Status Reversed(Type::Type type, const std::string& from,
                        const std::string& to, int64_t cents,
                        google::type::Date day) {
    return Grant(type, from, to, cents, day).status();
  }
};

constexpr char kEffective[] = "budget_change.effective_date";

TEST_F(UndoDayTest, ALapseIsUndoneFromItsDayOn) {
  ASSERT_TRUE(
      Grant(Type::TYPE_LAPSE, "general-2018", "", 0, MakeDate(2019, 2, 1))
          .ok());
  const auto undo = [&](int64_t cents, google::type::Date day) {
    return Reversed(Type::TYPE_LAPSE_REVERSAL, "general-2018", "", cents, day);
  };
  ExpectTooEarly([&] { return undo(100, MakeDate(2019, 1, 31)); }, kEffective,
                 "2019-02-01");
  EXPECT_TRUE(undo(400'000, MakeDate(2019, 2, 1)).ok());
  // What came back lapses again, later: 600.000 from February, 1.000.000 from
  // May on.
  ASSERT_TRUE(
      Grant(Type::TYPE_LAPSE, "general-2018", "", 0, MakeDate(2019, 5, 1))
          .ok());
  ExpectTooEarly([&] { return undo(600'001, MakeDate(2019, 4, 30)); },
                 kEffective, "2019-05-01");
  EXPECT_TRUE(undo(600'000, MakeDate(2019, 4, 30)).ok());
  // An envelope's own: another's lapse lets nothing in.
  ASSERT_TRUE(
      Grant(Type::TYPE_LAPSE, "general-2019", "", 0, MakeDate(2020, 2, 1))
          .ok());
  ExpectTooEarly(
      [&] {
        return Reversed(Type::TYPE_LAPSE_REVERSAL, "general-2019", "", 1,
                        MakeDate(2019, 12, 31));
      },
      kEffective, "2020-02-01");
}

TEST_F(UndoDayTest, ACarryOverIsUndoneFromItsDayOn) {
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    profile.mutable_transfer_rules()->mutable_carry_over()->set_is_allowed(
        true);
  }
  ASSERT_TRUE(Grant(Type::TYPE_CARRY_OVER, "general-2018", "general-2019",
                    10'000, MakeDate(2019, 1, 15))
                  .ok());
  const auto undo = [&](int64_t cents, google::type::Date day) {
    return Reversed(Type::TYPE_CARRY_OVER_REVERSAL, "general-2019",
                    "general-2018", cents, day);
  };
  ExpectTooEarly([&] { return undo(1, MakeDate(2019, 1, 14)); }, kEffective,
                 "2019-01-15");
  EXPECT_TRUE(undo(10'000, MakeDate(2019, 1, 15)).ok());
  EXPECT_EQ(ErrorReason(undo(1, MakeDate(2019, 1, 14))), "REVERSAL_EXCEEDED");
}

TEST_F(UndoDayTest, APaymentToTheZoneIsCancelledFromItsDayOfValueOn) {
  SpendSome();
  v1::CancelZonePaymentRequest cancel;
  cancel.set_reason("The account was closed");
  const auto ask = [&](int number, google::type::Date day) {
    cancel.set_name(PaymentNamed(number));
    *cancel.mutable_cancel_date() = day;
    return Call(&Budget::CancelZonePayment, cancel).status();
  };
  // Executed on 1 July; ordered for a line of 2018.
  ExpectTooEarly([&] { return ask(1, MakeDate(2018, 6, 30)); }, "cancel_date",
                 "2018-07-01");
  ExpectTooEarly([&] { return ask(2, MakeDate(2017, 12, 31)); }, "cancel_date",
                 "2018-01-01");
  EXPECT_TRUE(ask(1, MakeDate(2018, 7, 1)).ok());
  ExpectTooEarlyWhenTheClockIsBack(
      [&] { return ask(2, MakeDate(2018, 7, 1)); });
}

TEST_F(UndoDayTest, AReservationIsVoidedNotBeforeItWasMade) {
  const std::string line = MakeLine();
  const auto made =
      Call(&Budget::CreateReservation, ReservationRequest(line, 1'000));
  ASSERT_TRUE(made.ok()) << made.status();
  v1::VoidReservationRequest request;
  request.set_name(made->name());
  ExpectTooEarlyWhenTheClockIsBack(
      [&] { return Call(&Budget::VoidReservation, request).status(); });
}

TEST_F(UndoDayTest, AnExpenseIsCorrectedForItsOwnDayAndRecordedNotBefore) {
  SpendSome();
  ExpectTooEarlyWhenTheClockIsBack([&] {
    return Call(&v1::ExpenseCorrectionService::Stub::CorrectExpense,
                CorrectionRequest(ExpenseNamed(1), 1'000))
        .status();
  });
  v1::ListLedgerEntriesRequest list;
  list.set_parent(Format(kConvention));
  list.set_page_size(1'000);
  const auto entries = Call(&Budget::ListLedgerEntries, list);
  ASSERT_TRUE(entries.ok()) << entries.status();
  const v1::LedgerEntry& last = *entries->entries().rbegin();
  EXPECT_EQ(last.type(), v1::LedgerEntry::TYPE_UNSPEND);
  EXPECT_EQ(FormatIsoDate(last.effective_date()), "2018-05-17");
}

TEST_F(UndoDayTest, MoneyOfTheStateIsReversedForItsOwnDayAndRecordedNotBefore) {
  ASSERT_TRUE(Federal(v1::FederalPayment::KIND_ADVANCE, 1'000).ok());
  v1::ReverseFederalPaymentRequest request;
  request.set_name(FederalNamed(1));
  request.set_reason("Of another envelope");
  ExpectTooEarlyWhenTheClockIsBack(
      [&] { return Call(&Federals::ReverseFederalPayment, request).status(); });
  v1::ListLedgerEntriesRequest list;
  list.set_parent(Format(kConvention));
  list.set_page_size(1'000);
  const auto entries = Call(&Budget::ListLedgerEntries, list);
  ASSERT_TRUE(entries.ok()) << entries.status();
  const v1::LedgerEntry& last = *entries->entries().rbegin();
  EXPECT_EQ(last.type(), v1::LedgerEntry::TYPE_UNPAY_ADVANCE);
  EXPECT_EQ(FormatIsoDate(last.effective_date()), "2018-09-14");
}

TEST_F(UndoDayTest, DocumentsAreWithdrawnNotBeforeTheyWereRegistered) {
  const std::string fresh = MakeEvidence("F-9", 'e', 50'000);
  const auto note = Call(&v1::CreditNoteService::Stub::CreateCreditNote,
                         CreditNoteRequest(fresh, "NC-1", 'f', 20'000));
  ASSERT_TRUE(note.ok()) << note.status();
  v1::WithdrawCreditNoteRequest of_note;
  of_note.set_name(note->name());
  of_note.set_reason("Of another document");
  ExpectTooEarlyWhenTheClockIsBack([&] {
    return Call(&v1::CreditNoteService::Stub::WithdrawCreditNote, of_note)
        .status();
  });
  v1::WithdrawEvidenceRequest of_evidence;
  of_evidence.set_name(fresh);
  of_evidence.set_reason("The amount was misread");
  ExpectTooEarlyWhenTheClockIsBack([&] {
    return Call(&v1::EvidenceService::Stub::WithdrawEvidence, of_evidence)
        .status();
  });
}

TEST_F(UndoDayTest, AClaimIsWithdrawnNotBeforeItWasSubmitted) {
  SpendSome();
  ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  v1::SubmitClaimRequest submit = SubmitRequest();
  *submit.mutable_submit_date() = LocalDay(fake.Now());
  ASSERT_TRUE(Call(&Claims::SubmitClaim, submit).ok());
  ExpectTooEarlyWhenTheClockIsBack(
      [&] { return Call(&Claims::WithdrawClaim, WithdrawRequest()).status(); });
}

TEST_F(UndoDayTest, ADossierIsWithdrawnNotBeforeItWasFrozen) {
  SpendSome();
  Submitted();
  ASSERT_TRUE(Submit(Built()).ok());
  ExpectTooEarlyWhenTheClockIsBack([&] { return WithdrawDossier().status(); });
}

TEST_F(UndoDayTest, AnAmendmentIsWithdrawnNotBeforeItWasProposed) {
  const auto made = Propose(NewYear());
  ASSERT_TRUE(made.ok()) << made.status();
  v1::WithdrawAmendmentRequest request;
  request.set_name(made->name());
  request.set_reason("The council said no");
  ExpectTooEarlyWhenTheClockIsBack([&] {
    return Call(&Amendments::WithdrawAmendment, request, {"coordinator"})
        .status();
  });
}

}  // namespace
}  // namespace entente::conventions
