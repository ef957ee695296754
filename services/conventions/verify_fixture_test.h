// A ledger with something of everything, for tests that plant faults in it.
#ifndef SERVICES_CONVENTIONS_VERIFY_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_VERIFY_FIXTURE_TEST_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "entente/conventions/v1/organisation_service.pb.h"
#include "gtest/gtest.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_fixture_test.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/dotation_service.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {

using store::Transaction;

inline const EnvelopeName kEnvelope{kConvention, "general-2018"};
inline const LineName kLine{kEnvelope, "so-01-operating"};
inline const EvidenceName kEvidence{"21004", 1};

// Changes the record under `key`, which is there.
template <class Message>
void Change(Transaction& transaction, const std::string& key,
            const std::function<void(Message&)>& change) {
  auto record = store::GetRecord<Message>(transaction, key);
  ASSERT_TRUE(record.ok() && record->has_value());
  change(**record);
  store::PutRecord(transaction, key, **record);
}

inline std::string Numbered(NumberedKind kind, int64_t number) {
  return keys::Numbered(kind, kConvention, number);
}

class VerifyTest : public BudgetFixture {
 protected:
  VerifyTest() : BudgetFixture({v1::DotationService::service_full_name()}) {
    Serve({&dotations_});
  }

  // Something of everything: reservations posted in part, voided and open, an
  // expense without reservation, payments ordered, executed and acknowledged.
  void SetUp() override {
    using Stub = v1::BudgetService::Stub;
    const std::string line = MakeLine();
    const std::string evidence = MakeEvidence("F-1", 'b', 40'000);
    MakeEvidence("F-2", 'c', 5'000);
    for (int i = 0; i < 3; ++i) {
      Expect(Call(&Stub::CreateReservation, ReservationRequest(line, 20'000)));
    }
    v1::CreateExpenseRequest of_reservation =
        ExpenseRequest(line, 15'000, evidence);
    of_reservation.mutable_expense()->set_reservation(
        FormatNumbered(NumberedKind::kReservation, kConvention, 1));
    Expect(Call(&Stub::CreateExpense, of_reservation));
    v1::VoidReservationRequest void_second;
    void_second.set_name(
        FormatNumbered(NumberedKind::kReservation, kConvention, 2));
    Expect(Call(&Stub::VoidReservation, void_second));
    Expect(Call(&Stub::CreateExpense, ExpenseRequest(line, 7'000, evidence)));
    Pay(line, v1::ZonePayment::ROUTE_PROJECT, 2);
    Pay(line, v1::ZonePayment::ROUTE_DEDUCTION, 1);
    Pay(line, v1::ZonePayment::ROUTE_DEDUCTION, 0);
  }

  // Every type of change, on envelopes and lines of their own.
  void ChangeTheBudget() {
    for (v1::RegulationProfile& profile : context_.regulation_profiles) {
      profile.mutable_transfer_rules()->mutable_carry_over()->set_is_allowed(
          true);
    }
    using Type = v1::BudgetChange;
    const std::string other =
        Call(&v1::BudgetService::Stub::CreateLine,
             LineRequest("general-2018", "so-01", "personnel", 9'000))
            ->name();
    const std::string line = Format(kLine);
    Decide(Type::TYPE_REDUCTION, Envelope("general-2018"), "", 50'000);
    Decide(Type::TYPE_INCREASE, "", Envelope("general-2018"), 20'000);
    Decide(Type::TYPE_ALLOTMENT_INCREASE, "", other, 4'000);
    Decide(Type::TYPE_ALLOTMENT_DECREASE, other, "", 3'000);
    Decide(Type::TYPE_REALLOCATION, line, other, 2'000);
    Decide(Type::TYPE_CARRY_OVER, Envelope("general-2018"),
           Envelope("general-2019"), 7'000);
    Decide(Type::TYPE_LAPSE, Envelope("supplementary-2018"), "", 0);
  }

  // Corrections, a credit note, a person's month, reservations with a last day.
  void CorrectAndCredit() {
    using Stub = v1::BudgetService::Stub;
    for (const int64_t cents : {1'000, 500}) {
      Expect(Call(
          &v1::ExpenseCorrectionService::Stub::CorrectExpense,
          CorrectionRequest(
              FormatNumbered(NumberedKind::kExpense, kConvention, 2), cents)));
    }
    Expect(Call(
        &v1::CreditNoteService::Stub::CreateCreditNote,
        CreditNoteRequest(Format(EvidenceName{"21004", 2}), "NC-1", 'd', 700)));
    v1::CreateEvidenceRequest of_month = EvidenceRequest("P-1", 'e', 400'000);
    v1::PersonMonth& month =
        *of_month.mutable_evidence()->mutable_person_month();
    month.set_staff_number("M-0042");
    month.set_year(2018);
    month.set_month(5);
    month.set_share_basis_points(3'333);
    v1::OtherFunder& funder = *of_month.mutable_evidence()->add_other_funders();
    funder.set_enterprise_number("0207373429");
    funder.set_share_basis_points(3'333);
    Expect(Call(&Stub::CreateEvidence, of_month));
    for (const int64_t cents : {100, 200}) {
      v1::CreateReservationRequest request =
          ReservationRequest(Format(kLine), cents);
      *request.mutable_reservation()->mutable_expire_date() =
          MakeDate(2199, 12, 31);
      Expect(Call(&Stub::CreateReservation, request));
    }
    // One of them expired.
    Plant([](Transaction& t) {
      Change<v1::ExpiryRef>(t, keys::Expiry(kLine, "2199-12-31", 5),
                            [](v1::ExpiryRef& r) {
                              *r.mutable_expire_date() = MakeDate(2018, 1, 1);
                            });
    });
    v1::ExpireReservationsRequest expire;
    expire.set_parent(Format(kConvention));
    Expect(Call(&Stub::ExpireReservations, expire));
  }

  // Two keys, one after the other, the dotations that they divide, one of them
  // corrected; an organisation, and what was said of it before.
  void OweAndIntroduce() {
    using Dotations = v1::DotationService::Stub;
    for (const int year : {2018, 2019}) {
      v1::CreateDotationKeyRequest request;
      request.set_parent("municipalities/21004");
      v1::DotationKey& key = *request.mutable_dotation_key();
      key.set_police_zone_code("5339");
      *key.mutable_valid_from() = MakeDate(year, 1, 1);
      *key.mutable_valid_until() = MakeDate(year, 12, 31);
      key.set_decision_reference("D-1");
      v1::DotationKey::Share& share = *key.add_shares();
      share.set_municipality_code("21004");
      share.set_share_millionths(1'000'000);
      Expect(Call(&Dotations::CreateDotationKey, request));
    }
    const std::vector<std::pair<int, std::string>> owed = {
        {2018, ""},
        {2018, "municipalities/21004/dotations/o-000001"},
        {2019, ""}};
    for (const auto& [year, corrects] : owed) {
      v1::CreateDotationRequest request;
      request.set_parent("municipalities/21004");
      v1::Dotation& dotation = *request.mutable_dotation();
      dotation.set_police_zone_code("5339");
      dotation.set_year(year);
      *dotation.mutable_zone_amount() = MoneyFromCents(90'000);
      dotation.set_decision_reference("D-2");
      *dotation.mutable_decision_date() = MakeDate(2017, 12, 18);
      dotation.set_corrects(corrects);
      Expect(Call(&Dotations::CreateDotation, request));
    }
    Plant([](Transaction& transaction) {
      v1::Organisation organisation;
      organisation.set_name("municipalities/21004/organisations/0207373429");
      organisation.set_enterprise_number("0207373429");
      for (int version = 1; version <= 2; ++version) {
        organisation.set_version(version);
        store::PutRecord(
            transaction,
            keys::OrganisationVersion("21004", "0207373429", version),
            organisation);
      }
      store::PutRecord(transaction, keys::Organisation("21004", "0207373429"),
                       organisation);
    });
  }

  void Decide(v1::BudgetChange::Type type, const std::string& from,
              const std::string& to, int64_t cents) {
    v1::BudgetChange change;
    change.set_type(type);
    change.set_from(from);
    change.set_to(to);
    if (cents != 0) *change.mutable_amount() = MoneyFromCents(cents);
    change.set_reason("Invented");
    change.set_decision_reference("D-1");
    *change.mutable_effective_date() = MakeDate(2018, 9, 1);
    const bool is_grant = type != v1::BudgetChange::TYPE_ALLOTMENT_INCREASE &&
                          type != v1::BudgetChange::TYPE_ALLOTMENT_DECREASE &&
                          type != v1::BudgetChange::TYPE_REALLOCATION;
    if (is_grant) {
      v1::CreateGrantChangeRequest request;
      request.set_parent(Format(kConvention));
      *request.mutable_budget_change() = change;
      Expect(Call(&v1::BudgetChangeService::Stub::CreateGrantChange, request,
                  {"coordinator"}));
      return;
    }
    v1::CreateBudgetChangeRequest request;
    request.set_parent(Format(kConvention));
    *request.mutable_budget_change() = change;
    Expect(Call(&v1::BudgetChangeService::Stub::CreateBudgetChange, request));
  }

  template <class Response>
  static void Expect(const absl::StatusOr<Response>& response) {
    ASSERT_TRUE(response.ok()) << response.status();
  }

  // Orders, and takes as many further steps.
  void Pay(const std::string& line, v1::ZonePayment::Route route, int steps) {
    using Stub = v1::BudgetService::Stub;
    const auto payment =
        Call(&Stub::OrderZonePayment, PaymentRequest(line, 3'000, route));
    Expect(payment);
    if (steps == 0) return;
    v1::ExecuteZonePaymentRequest execute;
    execute.set_name(payment->name());
    *execute.mutable_value_date() = MakeDate(2018, 7, 1);
    execute.set_bank_reference("B-1");
    Expect(Call(&Stub::ExecuteZonePayment, execute));
    if (steps == 1) return;
    v1::AcknowledgeZonePaymentRequest acknowledge;
    acknowledge.set_name(payment->name());
    *acknowledge.mutable_acknowledge_date() = MakeDate(2018, 7, 3);
    Expect(
        Call(&Stub::AcknowledgeZonePayment, acknowledge, {"zone", "finance"}));
  }

  VerifyReport Verify() {
    const auto report = VerifyLedger(*store_->Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report.value_or(VerifyReport());
  }

  void Plant(const std::function<void(Transaction&)>& change) {
    ASSERT_TRUE(store_
                    ->Transact([&](Transaction& transaction) {
                      change(transaction);
                      return absl::OkStatus();
                    })
                    .ok());
  }

  // Plants, verifies and puts everything back.
  std::vector<std::string> DifferencesAfter(
      const std::function<void(Transaction&)>& change) {
    const auto before = Records();
    Plant(change);
    const VerifyReport report = Verify();
    EXPECT_EQ(report.differences.size(),
              static_cast<size_t>(report.difference_count));
    Plant([&](Transaction& transaction) {
      for (const auto& [key, value] : Records()) transaction.Delete(key);
      for (const auto& [key, value] : before) transaction.Put(key, value);
    });
    return report.differences;
  }

  std::vector<std::pair<std::string, std::string>> Records() {
    std::vector<std::pair<std::string, std::string>> records;
    for (int table = 0x10; table < 0xE0; ++table) {
      EXPECT_TRUE(
          store_->Read()
              ->Scan(std::string(1, static_cast<char>(table)), "",
                     [&](absl::string_view key, absl::string_view value) {
                       records.emplace_back(key, value);
                       return true;
                     })
              .ok());
    }
    return records;
  }

  DotationService dotations_{context_};
};

struct Planted {
  const char* what;
  // Part of a difference that must be told.
  const char* told;
  std::function<void(Transaction&)> change;
};

// Adds `cents` to a figure of the line and of its envelope alike, as a program
// that posts wrongly would.
inline void AddToBoth(Transaction& transaction,
                      void (v1::AccountRecord::*set)(int64_t),
                      int64_t (v1::AccountRecord::*get)() const,
                      int64_t cents) {
  const auto add = [&](v1::AccountRecord& account) {
    (account.*set)((account.*get)() + cents);
  };
  Change<v1::AccountRecord>(transaction, keys::Envelope(kEnvelope), add);
  Change<v1::LineRecord>(
      transaction, keys::Line(kLine),
      [&](v1::LineRecord& line) { add(*line.mutable_account()); });
}

// Appends an entry and counts it, as posting does.
inline void AppendEntry(Transaction& transaction, v1::LedgerEntry::Type type,
                        const std::string& cause, int64_t cents) {
  Change<v1::LedgerHead>(
      transaction, keys::Head(kConvention), [&](v1::LedgerHead& head) {
        head.set_last_sequence(head.last_sequence() + 1);
        head.set_movements(head.movements() + 1);
        v1::LedgerEntry entry;
        entry.set_sequence(head.last_sequence());
        entry.set_type(type);
        entry.set_account(Format(kLine));
        entry.set_cause(cause);
        *entry.mutable_amount() = MoneyFromCents(cents);
        store::PutRecord(transaction,
                         keys::Entry(kConvention, entry.sequence()), entry);
      });
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_VERIFY_FIXTURE_TEST_H_
