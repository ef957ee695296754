// The recount agrees with a ledger that was kept through the service, and finds
// whatever was planted in it.
#include "services/conventions/verify_store.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/verify_fixture_test.h"

namespace entente::conventions {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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
  CorrectAndCredit();
  OweAndIntroduce();
  EXPECT_THAT(Verify().differences, IsEmpty());
  const auto records = Records();
  ASSERT_GT(records.size(), 30u);
  std::set<int> tables;
  for (const auto& [key, value] : records) {
    tables.insert(static_cast<unsigned char>(key[0]));
  }
  for (const int table : {0x35, 0x3A, 0x3B, 0x3C, 0x3D}) {
    EXPECT_TRUE(tables.contains(table)) << table;
  }
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
         Change<v1::Evidence>(
             t, keys::Evidence(kEvidence), [](v1::Evidence& e) {
               *e.mutable_amount() = MoneyFromCents(20'000);
               *e.mutable_chargeable() = MoneyFromCents(20'000);
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
