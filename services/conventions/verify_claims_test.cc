// The recount of claims agrees with what the service kept, and finds whatever
// was planted in it.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/store/records.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using store::Transaction;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1::Claim;

std::string KeyOf(int number) {
  return keys::Numbered(NumberedKind::kClaim, kConvention, number);
}

template <class Message>
void Change(Transaction& transaction, const std::string& key,
            const std::function<void(Message&)>& change) {
  auto record = store::GetRecord<Message>(transaction, key);
  ASSERT_TRUE(record.ok() && record->has_value());
  change(**record);
  store::PutRecord(transaction, key, **record);
}

void ChangeClaim(Transaction& transaction, int number,
                 const std::function<void(Claim&)>& change) {
  Change<Claim>(transaction, KeyOf(number), change);
}

class VerifyClaimsTest : public ClaimFixture {
 protected:
  // A claim withdrawn after submission, one decided, one in draft.
  void SetUp() override {
    SpendSome();
    Submitted(1);
    ASSERT_TRUE(Call(&Claims::WithdrawClaim, WithdrawRequest(1)).ok());
    Decided(2);
    Spend(LineNamed("general-2018", "so-01-operating"), 500);
    ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
    // 400,00 received in advance, 270,00 accepted: 130,00 back, all but a cent.
    for (const auto& [kind, cents] :
         {std::pair(v1::FederalPayment::KIND_ADVANCE, 40'000),
          {v1::FederalPayment::KIND_DEMAND, 13'000},
          {v1::FederalPayment::KIND_REFUND, 12'999}}) {
      const auto payment = Federal(kind, cents);
      ASSERT_TRUE(payment.ok()) << payment.status();
    }
  }

  VerifyReport Verify() {
    const auto report = VerifyLedger(*store_->Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report.value_or(VerifyReport());
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
    Plant([&](Transaction& transaction) {
      for (const auto& [key, value] : Records()) transaction.Delete(key);
      for (const auto& [key, value] : before) transaction.Put(key, value);
    });
    return report.differences;
  }
};

TEST_F(VerifyClaimsTest, ClaimsKeptThroughTheServiceAreClean) {
  const VerifyReport report = Verify();
  EXPECT_THAT(report.differences, IsEmpty());
  EXPECT_EQ(report.claims, 3);
  EXPECT_EQ(report.federal_payments, 3);
}

TEST_F(VerifyClaimsTest, EveryMissingRecordIsNoticed) {
  for (const auto& [key, value] : Records()) {
    const std::string missing = key;
    EXPECT_FALSE(DifferencesAfter([&](Transaction& transaction) {
                   transaction.Delete(missing);
                 }).empty())
        << "table " << static_cast<int>(key[0]);
  }
}

struct Planted {
  const char* what;
  // Part of a difference that must be told.
  const char* told;
  std::function<void(Transaction&)> change;
};

std::vector<Planted> PlantedInClaims() {
  return {
      {"a cent more claimed of an expense", "which spent 15000",
       [](Transaction& t) {
         ChangeClaim(t, 2, [](Claim& c) {
           *c.mutable_lines(0)->mutable_amount() = MoneyFromCents(15'001);
         });
       }},
      {"a sum that its lines do not make", "is not the sum of its lines",
       [](Transaction& t) {
         ChangeClaim(t, 2, [](Claim& c) {
           *c.mutable_accepted() = MoneyFromCents(27'001);
         });
       }},
      {"an expense in two claims", "is claimed twice",
       [](Transaction& t) {
         ChangeClaim(t, 3, [](Claim& c) {
           Claim wanted = c;
           *wanted.add_lines() = wanted.lines(0);
           c = wanted;
         });
       }},
      {"a payment that was never executed", "which was not spent there",
       [](Transaction& t) {
         ChangeClaim(t, 3, [](Claim& c) {
           c.mutable_lines(0)->set_source(
               FormatNumbered(NumberedKind::kZonePayment, kConvention, 2));
         });
       }},
      {"an expense of another line", "which was not spent there",
       [](Transaction& t) {
         ChangeClaim(t, 2, [](Claim& c) {
           c.mutable_lines(2)->set_line(c.lines(0).line());
         });
       }},
      {"a decision that leaves a cent", "decides of",
       [](Transaction& t) {
         ChangeClaim(t, 2, [](Claim& c) {
           *c.mutable_lines(0)->mutable_ineligible() = MoneyFromCents(1'999);
         });
       }},
      {"an ineligible amount without a reason", "decides of",
       [](Transaction& t) {
         ChangeClaim(t, 2,
                     [](Claim& c) { c.mutable_lines(0)->clear_reason(); });
       }},
      {"another decision than the entries made", "is STATE_RECOVERY",
       [](Transaction& t) {
         ChangeClaim(t, 2, [](Claim& c) {
           v1::ClaimLine& line = *c.mutable_lines(0);
           *line.mutable_accepted() = MoneyFromCents(15'000);
           *line.mutable_ineligible() = MoneyFromCents(0);
           *c.mutable_accepted() = MoneyFromCents(29'000);
           *c.mutable_ineligible() = MoneyFromCents(0);
         });
       }},
      {"a withdrawn claim that is submitted again", "is STATE_SUBMITTED",
       [](Transaction& t) {
         ChangeClaim(t, 1,
                     [](Claim& c) { c.set_state(Claim::STATE_SUBMITTED); });
       }},
      {"a decided claim that is a draft again", "is STATE_DRAFT",
       [](Transaction& t) {
         ChangeClaim(t, 2, [](Claim& c) { c.set_state(Claim::STATE_DRAFT); });
       }},
      {"a draft that is decided", "is STATE_PAID",
       [](Transaction& t) {
         ChangeClaim(t, 3, [](Claim& c) { c.set_state(Claim::STATE_PAID); });
       }},
      {"a mark of lateness without cause", "is marked late wrongly",
       [](Transaction& t) {
         ChangeClaim(t, 2, [](Claim& c) { c.set_is_late(true); });
       }},
      {"a claim under another number", "stands under a wrong number or name",
       [](Transaction& t) {
         ChangeClaim(t, 3, [](Claim& c) { c.set_name("elsewhere"); });
       }},
      {"a counter that runs ahead", "9 claims; the last is 3",
       [](Transaction& t) {
         Change<v1::LedgerHead>(t, keys::Head(kConvention),
                                [](v1::LedgerHead& h) { h.set_last_claim(9); });
       }},
      {"an entry of a claim that moves something else",
       "is none that a claim causes",
       [](Transaction& t) {
         Change<v1::LedgerEntry>(
             t, keys::Entry(kConvention, 6), [](v1::LedgerEntry& e) {
               e.set_cause(
                   FormatNumbered(NumberedKind::kClaim, kConvention, 2));
             });
       }},
      {"a claim that rests on a month of another year",
       "rests on months that it cannot",
       [](Transaction& t) {
         ChangeClaim(t, 2, [](Claim& c) {
           c.mutable_figures()->set_basis(v1::ClaimFigures::BASIS_APPROVED);
           v1::ClaimFigures::Month& month = *c.mutable_figures()->add_months();
           month.set_month("2017-12");
           month.set_version(1);
         });
       }},
      {"an entry of a claim that is not stored", "which is not stored",
       [](Transaction& t) {
         Change<v1::LedgerEntry>(
             t, keys::Entry(kConvention, 6), [](v1::LedgerEntry& e) {
               e.set_cause(
                   FormatNumbered(NumberedKind::kClaim, kConvention, 8));
             });
       }},
  };
}

void ChangePayment(Transaction& transaction, int number,
                   const std::function<void(v1::FederalPayment&)>& change) {
  Change<v1::FederalPayment>(
      transaction,
      keys::Numbered(NumberedKind::kFederalPayment, kConvention, number),
      change);
}

std::vector<Planted> PlantedInFederalPayments() {
  using v1::FederalPayment;
  return {
      {"a cent more received", "does not move its amount exactly once",
       [](Transaction& t) {
         ChangePayment(t, 1, [](FederalPayment& p) {
           *p.mutable_amount() = MoneyFromCents(40'001);
         });
       }},
      {"an advance that is a balance", "does not move its amount exactly once",
       [](Transaction& t) {
         ChangePayment(t, 1, [](FederalPayment& p) {
           p.set_kind(FederalPayment::KIND_BALANCE);
         });
       }},
      {"money of another envelope", "does not move its amount exactly once",
       [](Transaction& t) {
         ChangePayment(t, 1, [](FederalPayment& p) {
           p.set_envelope(Format(EnvelopeName{kConvention, "general-2019"}));
         });
       }},
      {"a payment without budget article",
       "does not move its amount exactly once",
       [](Transaction& t) {
         ChangePayment(t, 1,
                       [](FederalPayment& p) { p.clear_budget_article(); });
       }},
      {"an entry of a payment that is not stored", "which is not stored",
       [](Transaction& t) {
         Change<v1::LedgerEntry>(
             t, keys::Entry(kConvention, 6), [](v1::LedgerEntry& e) {
               e.set_cause(FormatNumbered(NumberedKind::kFederalPayment,
                                          kConvention, 8));
             });
       }},
      {"a payment under another number", "stands under a wrong number or name",
       [](Transaction& t) {
         ChangePayment(t, 2, [](FederalPayment& p) { p.set_name("else"); });
       }},
      {"a counter that runs ahead", "9 federalPayments; the last is 3",
       [](Transaction& t) {
         Change<v1::LedgerHead>(
             t, keys::Head(kConvention),
             [](v1::LedgerHead& h) { h.set_last_federal_payment(9); });
       }},
      {"a claim that is paid although a cent is owed",
       "which the money received does not make of it",
       [](Transaction& t) {
         ChangeClaim(t, 2, [](Claim& c) { c.set_state(Claim::STATE_PAID); });
       }},
      {"a claim that waits although it received too much",
       "which the money received does not make of it",
       [](Transaction& t) {
         ChangeClaim(t, 2, [](Claim& c) { c.set_state(Claim::STATE_DECIDED); });
       }},
  };
}

TEST_F(VerifyClaimsTest, WhatIsPlantedInMoneyOfTheStateIsTold) {
  for (const Planted& planted : PlantedInFederalPayments()) {
    EXPECT_THAT(DifferencesAfter(planted.change),
                Contains(HasSubstr(planted.told)))
        << planted.what;
  }
}

TEST_F(VerifyClaimsTest, WhatIsPlantedInClaimsIsTold) {
  for (const Planted& planted : PlantedInClaims()) {
    EXPECT_THAT(DifferencesAfter(planted.change),
                Contains(HasSubstr(planted.told)))
        << planted.what;
  }
}

}  // namespace
}  // namespace entente::conventions
