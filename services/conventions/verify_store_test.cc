// The recount agrees with a ledger that was kept through the service, and finds
// whatever was planted in it.
#include "services/conventions/verify_store.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_fixture_test.h"
#include "services/conventions/conventions_keys.h"

namespace entente::conventions {
namespace {

using store::Transaction;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const EnvelopeName kEnvelope{kConvention, "general-2018"};
const LineName kLine{kEnvelope, "so-01-operating"};
const EvidenceName kEvidence{"21004", 1};

// Changes the record under `key`, which is there.
template <class Message>
void Change(Transaction& transaction, const std::string& key,
            const std::function<void(Message&)>& change) {
  auto record = store::GetRecord<Message>(transaction, key);
  ASSERT_TRUE(record.ok() && record->has_value());
  change(**record);
  store::PutRecord(transaction, key, **record);
}

std::string Numbered(NumberedKind kind, int64_t number) {
  return keys::Numbered(kind, kConvention, number);
}

class VerifyTest : public BudgetFixture {
 protected:
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
};

TEST_F(VerifyTest, ALedgerKeptThroughTheServiceIsClean) {
  const VerifyReport report = Verify();
  EXPECT_THAT(report.differences, IsEmpty());
  EXPECT_EQ(report.conventions, 1);
  EXPECT_EQ(report.envelopes, 3);
  EXPECT_EQ(report.lines, 1);
  EXPECT_EQ(report.reservations, 3);
  EXPECT_EQ(report.expenses, 2);
  EXPECT_EQ(report.payments, 3);
  EXPECT_EQ(report.evidence, 2);
  EXPECT_EQ(report.charges, 2);
  // 3 grants, an allotment, 3 + 3 held, 1 + 1 + 2 released, 2 + 2 spent.
  EXPECT_EQ(report.entries, 18);
  EXPECT_EQ(report.granted_cents, 1'560'000);
  EXPECT_EQ(report.unallotted_cents, 1'460'000);
  EXPECT_EQ(report.reserved_cents, 23'000);
  EXPECT_EQ(report.spent_cents, 28'000);
  EXPECT_EQ(report.available_cents, 49'000);
}

TEST_F(VerifyTest, AnEmptyStoreIsClean) {
  Plant([&](Transaction& transaction) {
    for (const auto& [key, value] : Records()) transaction.Delete(key);
  });
  EXPECT_THAT(Verify().differences, IsEmpty());
}

TEST_F(VerifyTest, EveryMissingRecordIsNoticed) {
  ChangeTheBudget();
  const auto records = Records();
  ASSERT_GT(records.size(), 30u);
  for (const auto& [key, value] : records) {
    const std::string missing = key;
    EXPECT_FALSE(DifferencesAfter([&](Transaction& transaction) {
                   transaction.Delete(missing);
                 }).empty())
        << "table " << static_cast<int>(key[0]);
  }
  EXPECT_TRUE(Verify().is_clean());
}

TEST_F(VerifyTest, ARecordThatCannotBeReadIsDataLoss) {
  Plant([](Transaction& transaction) {
    transaction.Put(keys::Line(kLine), "\xff\xff\xff");
  });
  EXPECT_EQ(VerifyLedger(*store_->Read()).status().code(),
            absl::StatusCode::kDataLoss);
}

struct Planted {
  const char* what;
  // Part of a difference that must be told.
  const char* told;
  std::function<void(Transaction&)> change;
};

// Adds `cents` to a figure of the line and of its envelope alike, as a program
// that posts wrongly would.
void AddToBoth(Transaction& transaction,
               void (v1::AccountRecord::*set)(int64_t),
               int64_t (v1::AccountRecord::*get)() const, int64_t cents) {
  const auto add = [&](v1::AccountRecord& account) {
    (account.*set)((account.*get)() + cents);
  };
  Change<v1::AccountRecord>(transaction, keys::Envelope(kEnvelope), add);
  Change<v1::LineRecord>(
      transaction, keys::Line(kLine),
      [&](v1::LineRecord& line) { add(*line.mutable_account()); });
}

// Appends an entry and counts it, as posting does.
void AppendEntry(Transaction& transaction, v1::LedgerEntry::Type type,
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

std::vector<Planted> PlantedInAccounts() {
  using Account = v1::AccountRecord;
  return {
      {"a cent more spent in the envelope", "stores spent 28001 cents",
       [](Transaction& t) {
         Change<Account>(t, keys::Envelope(kEnvelope),
                         [](Account& a) { a.set_spent_cents(28'001); });
       }},
      {"a cent less allotted in line and envelope", "stores allotted",
       [](Transaction& t) {
         AddToBoth(t, &Account::set_allotted_cents, &Account::allotted_cents,
                   -1);
       }},
      {"held money that no entry holds", "stores reserved",
       [](Transaction& t) {
         AddToBoth(t, &Account::set_reserved_cents, &Account::reserved_cents,
                   500);
       }},
      {"money to the zone by the other route",
       "goes another way than its payment",
       [](Transaction& t) {
         Change<v1::ZonePayment>(
             t, Numbered(NumberedKind::kZonePayment, 1),
             [](v1::ZonePayment& p) {
               p.set_route(v1::ZonePayment::ROUTE_DEDUCTION);
             });
       }},
      {"entries that went to the zone by another route", "stores zone_project",
       [](Transaction& t) {
         for (int64_t sequence = 1; sequence <= 14; ++sequence) {
           Change<v1::LedgerEntry>(
               t, keys::Entry(kConvention, sequence), [](v1::LedgerEntry& e) {
                 if (e.zone_route() == v1::ZonePayment::ROUTE_PROJECT) {
                   e.set_zone_route(v1::ZonePayment::ROUTE_DEDUCTION);
                 }
               });
         }
       }},
      {"a grant of another amount", "does not hold what the convention grants",
       [](Transaction& t) {
         Change<v1::Convention>(t, keys::Convention(kConvention),
                                [](v1::Convention& c) {
                                  *c.mutable_envelopes(0)->mutable_amount() =
                                      MoneyFromCents(999'999);
                                });
       }},
      {"an entry of another amount", "its entries make",
       [](Transaction& t) {
         Change<v1::LedgerEntry>(
             t, keys::Entry(kConvention, 4), [](v1::LedgerEntry& e) {
               *e.mutable_amount() = MoneyFromCents(100'001);
             });
       }},
      {"an entry of half a cent", "no amount above zero",
       [](Transaction& t) {
         Change<v1::LedgerEntry>(
             t, keys::Entry(kConvention, 5),
             [](v1::LedgerEntry& e) { e.mutable_amount()->set_nanos(1); });
       }},
      {"more spent than was ever free", "below zero",
       [](Transaction& t) {
         AppendEntry(t, v1::LedgerEntry::TYPE_SPEND, "nobody", 60'000);
       }},
      {"a line of another part", "is not of its envelope's part",
       [](Transaction& t) {
         Change<v1::LineRecord>(t, keys::Line(kLine), [](v1::LineRecord& l) {
           l.set_objective_id("so-02");
         });
       }},
      {"a node that differs from its tree", "the nodes differ from the tree",
       [](Transaction& t) {
         Change<v1::Node>(t, keys::Node(kConvention, "so-01"),
                          [](v1::Node& n) { n.set_text("Other"); });
       }},
      {"a counter that runs ahead", "the ledger's head counts",
       [](Transaction& t) {
         Change<v1::LedgerHead>(
             t, keys::Head(kConvention),
             [](v1::LedgerHead& h) { h.set_last_expense(7); });
       }},
  };
}

std::vector<Planted> PlantedInCauses() {
  return {
      {"a posted reservation that is open again", "is STATE_OPEN",
       [](Transaction& t) {
         Change<v1::Reservation>(t, Numbered(NumberedKind::kReservation, 1),
                                 [](v1::Reservation& r) {
                                   r.set_state(v1::Reservation::STATE_OPEN);
                                 });
       }},
      {"a reservation released a second time", "is STATE_VOIDED",
       [](Transaction& t) {
         AppendEntry(t, v1::LedgerEntry::TYPE_RELEASE,
                     FormatNumbered(NumberedKind::kReservation, kConvention, 2),
                     20'000);
         AddToBoth(t, &v1::AccountRecord::set_reserved_cents,
                   &v1::AccountRecord::reserved_cents, -20'000);
       }},
      {"a reservation that two expenses end", "2 expense(s)",
       [](Transaction& t) {
         Change<v1::Expense>(
             t, Numbered(NumberedKind::kExpense, 2), [](v1::Expense& e) {
               e.set_reservation(
                   FormatNumbered(NumberedKind::kReservation, kConvention, 1));
             });
       }},
      {"an expense posted twice", "does not spend its amount exactly once",
       [](Transaction& t) {
         AppendEntry(t, v1::LedgerEntry::TYPE_SPEND,
                     FormatNumbered(NumberedKind::kExpense, kConvention, 2),
                     7'000);
         AddToBoth(t, &v1::AccountRecord::set_spent_cents,
                   &v1::AccountRecord::spent_cents, 7'000);
       }},
      {"an expense of another year", "another year than its envelope's",
       [](Transaction& t) {
         Change<v1::Expense>(
             t, Numbered(NumberedKind::kExpense, 1), [](v1::Expense& e) {
               *e.mutable_service_date() = MakeDate(2019, 5, 17);
             });
       }},
      {"a payment that is ordered again", "is STATE_ORDERED",
       [](Transaction& t) {
         Change<v1::ZonePayment>(t, Numbered(NumberedKind::kZonePayment, 2),
                                 [](v1::ZonePayment& p) {
                                   p.set_state(v1::ZonePayment::STATE_ORDERED);
                                 });
       }},
      {"an entry without a cause that is stored", "which is not stored",
       [](Transaction& t) {
         Change<v1::LedgerEntry>(
             t, keys::Entry(kConvention, 5),
             [](v1::LedgerEntry& e) { e.set_cause("elsewhere"); });
       }},
      {"less charged than the charges make", "is charged 21999 cents",
       [](Transaction& t) {
         Change<v1::Evidence>(t, keys::Evidence(kEvidence),
                              [](v1::Evidence& e) {
                                *e.mutable_charged() = MoneyFromCents(21'999);
                              });
       }},
      {"a charge of another amount", "is not what its expense says",
       [](Transaction& t) {
         Change<v1::ChargeRecord>(
             t, keys::Charge(kEvidence, 1),
             [](v1::ChargeRecord& c) { c.set_amount_cents(14'000); });
         Change<v1::Evidence>(t, keys::Evidence(kEvidence),
                              [](v1::Evidence& e) {
                                *e.mutable_charged() = MoneyFromCents(21'000);
                              });
       }},
      {"evidence charged above its amount", "its charges make 22000",
       [](Transaction& t) {
         Change<v1::Evidence>(t, keys::Evidence(kEvidence),
                              [](v1::Evidence& e) {
                                *e.mutable_amount() = MoneyFromCents(20'000);
                              });
       }},
      {"an expense on other evidence", "is not what its expense says",
       [](Transaction& t) {
         Change<v1::Expense>(t, Numbered(NumberedKind::kExpense, 1),
                             [](v1::Expense& e) {
                               e.set_evidence(Format(EvidenceName{"21004", 2}));
                             });
       }},
      {"a hash that leads to other evidence", "not found by both of its keys",
       [](Transaction& t) {
         Change<v1::EvidenceRef>(
             t, keys::EvidenceByHash("21004", std::string(64, 'c')),
             [](v1::EvidenceRef& r) { r.set_number(1); });
       }},
  };
}

std::vector<Planted> PlantedInChanges() {
  const auto change = [](Transaction& t, int64_t number,
                         const std::function<void(v1::BudgetChange&)>& by) {
    Change<v1::BudgetChange>(t, Numbered(NumberedKind::kBudgetChange, number),
                             by);
  };
  return {
      {"a reduction of another amount", "does not hold what the convention",
       [=](Transaction& t) {
         change(t, 1, [](v1::BudgetChange& c) {
           *c.mutable_amount() = MoneyFromCents(49'999);
         });
       }},
      {"an increase that was a reduction", "b-000002 is a TYPE_REDUCTION",
       [=](Transaction& t) {
         change(t, 2, [](v1::BudgetChange& c) {
           c.set_type(v1::BudgetChange::TYPE_REDUCTION);
         });
       }},
      {"an allotment of another line", "b-000003 is a",
       [=](Transaction& t) {
         change(t, 3, [](v1::BudgetChange& c) { c.set_to(Format(kLine)); });
       }},
      {"a reallocation to another envelope", "b-000005 is a",
       [=](Transaction& t) {
         change(t, 5, [](v1::BudgetChange& c) {
           c.set_to(Format(kConvention) +
                    "/envelopes/general-2019/lines/so-01-personnel");
         });
       }},
      {"a carry-over to another allocation", "b-000006 is a",
       [=](Transaction& t) {
         change(t, 6, [](v1::BudgetChange& c) {
           c.set_to(Format(kConvention) + "/envelopes/supplementary-2019");
         });
       }},
      {"a lapse of less than was left", "b-000007 is a TYPE_LAPSE",
       [=](Transaction& t) {
         change(t, 7, [](v1::BudgetChange& c) {
           *c.mutable_amount() = MoneyFromCents(1);
         });
       }},
      {"a change that nobody recorded", "b-000099\", which is not stored",
       [](Transaction& t) {
         AppendEntry(t, v1::LedgerEntry::TYPE_DEALLOT,
                     Format(kConvention) + "/budgetChanges/b-000099", 1);
       }},
      {"a line that is opened twice", "a second time",
       [](Transaction& t) {
         AppendEntry(t, v1::LedgerEntry::TYPE_ALLOT, "", 1);
       }},
      {"changes that the head does not count", "counts 6 budgetChanges",
       [](Transaction& t) {
         Change<v1::LedgerHead>(
             t, keys::Head(kConvention),
             [](v1::LedgerHead& h) { h.set_last_change(6); });
       }},
  };
}

TEST_F(VerifyTest, WhatIsPlantedInBudgetChangesIsTold) {
  ChangeTheBudget();
  EXPECT_THAT(Verify().differences, IsEmpty());
  EXPECT_EQ(Verify().changes, 7);
  EXPECT_EQ(Verify().lapsed_cents, 60'000);
  for (const Planted& planted : PlantedInChanges()) {
    EXPECT_THAT(DifferencesAfter(planted.change),
                Contains(HasSubstr(planted.told)))
        << planted.what;
  }
}

TEST_F(VerifyTest, WhatIsPlantedInTheAccountsIsTold) {
  for (const Planted& planted : PlantedInAccounts()) {
    EXPECT_THAT(DifferencesAfter(planted.change),
                Contains(HasSubstr(planted.told)))
        << planted.what;
  }
}

TEST_F(VerifyTest, WhatIsPlantedInReservationsExpensesAndEvidenceIsTold) {
  for (const Planted& planted : PlantedInCauses()) {
    EXPECT_THAT(DifferencesAfter(planted.change),
                Contains(HasSubstr(planted.told)))
        << planted.what;
  }
}

}  // namespace
}  // namespace entente::conventions
