// Stores of before, opened by this version.
#include "services/conventions/schema_store.h"

#include <memory>
#include <string>

#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/dotation_service.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/common/store/temporary_folder.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/evidence_store.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

const EvidenceName kOld{"21004", 1};
const EvidenceName kFresh{"21009", 1};

class SchemaStoreTest : public testing::Test {
 protected:
  absl::Status Open(const store::StoreOptions& options) {
    store_.reset();
    auto opened = store::OpenRocksdbStore(folder_.path() + "/db", options);
    if (opened.ok()) store_ = *std::move(opened);
    return opened.status();
  }

  // Evidence of 100,00 as version 1 wrote it: charges, and no count of them.
  static void PutOld(store::Transaction& transaction, const EvidenceName& name,
                     int charges) {
    v1::Evidence evidence;
    evidence.set_name(Format(name));
    *evidence.mutable_amount() = MoneyFromCents(10'000);
    *evidence.mutable_chargeable() = MoneyFromCents(10'000);
    *evidence.mutable_credited() = MoneyFromCents(0);
    *evidence.mutable_charged() = MoneyFromCents(1'000 * charges);
    store::PutRecord(transaction, keys::Evidence(name), evidence);
    for (int n = 1; n <= charges; ++n) {
      v1::ChargeRecord charge;
      charge.set_expense(ExpenseNamed(n));
      charge.set_amount_cents(1'000);
      store::PutRecord(transaction, keys::Charge(name, n), charge);
    }
  }

  static std::string ExpenseNamed(int number) {
    return "municipalities/21004/conventions/css-2018-2019/expenses/x-" +
           std::to_string(number);
  }

  std::string ExpenseOfCharge(int64_t n) {
    const auto charge = store::GetRecord<v1::ChargeRecord>(
        *store_->Read(), keys::Charge(kOld, n));
    EXPECT_TRUE(charge.ok()) << charge.status();
    return charge.ok() && charge->has_value() ? (*charge)->expense() : "";
  }

  store::TemporaryFolder folder_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(SchemaStoreTest, TheNextChargeOfAnOldStoreTakesThePlaceOfNone) {
  ASSERT_TRUE(Open({.schema_version = 1}).ok());
  ASSERT_TRUE(store_
                  ->Transact([](store::Transaction& transaction) {
                    PutOld(transaction, kOld, 2);
                    PutOld(transaction, kFresh, 0);
                    return absl::OkStatus();
                  })
                  .ok());
  const absl::Status opened = Open(StoreOptions());
  ASSERT_TRUE(opened.ok()) << opened;
  ASSERT_TRUE(store_
                  ->Transact([](store::Transaction& transaction) {
                    const auto charge =
                        DecideCharge(transaction, kOld, 1'000, true);
                    if (!charge.ok()) return charge.status();
                    PutCharge(transaction, *charge, ExpenseNamed(3));
                    return absl::OkStatus();
                  })
                  .ok());
  for (int n = 1; n <= 3; ++n) EXPECT_EQ(ExpenseOfCharge(n), ExpenseNamed(n));
  const auto fresh =
      store::GetRecord<v1::Evidence>(*store_->Read(), keys::Evidence(kFresh));
  ASSERT_TRUE(fresh.ok() && fresh->has_value());
  EXPECT_EQ((*fresh)->charge_count(), 0);
}

// Version 2 left claims as they were when the grant was cut.
TEST_F(SchemaStoreTest, AClaimThatWasPaidBeforeACutIsSettledOnce) {
  ASSERT_TRUE(Open({.schema_version = 2}).ok());
  const ConventionName convention{"21004", "css-2018-2019"};
  const auto claim_of = [&](int number) {
    const auto claim = store::GetRecord<v1::Claim>(
        *store_->Read(),
        keys::Numbered(NumberedKind::kClaim, convention, number));
    EXPECT_TRUE(claim.ok() && claim->has_value()) << claim.status();
    return claim.ok() && claim->has_value() ? **claim : v1::Claim();
  };
  struct Old {
    const char* envelope;
    // Granted now, accepted, received.
    int64_t granted, accepted, held;
    v1::Claim::State before, after;
  };
  const Old kOlds[] = {// Paid, then cut below what was received.
                       {"general-2018", 20'000, 27'000, 27'000,
                        v1::Claim::STATE_PAID, v1::Claim::STATE_RECOVERY},
                       // Paid up to a cut, then granted again.
                       {"general-2019", 30'000, 27'000, 20'000,
                        v1::Claim::STATE_PAID, v1::Claim::STATE_DECIDED},
                       // Right already.
                       {"supplementary-2018", 30'000, 27'000, 27'000,
                        v1::Claim::STATE_PAID, v1::Claim::STATE_PAID}};
  const auto put = [&](store::Transaction& transaction) {
    v1::Convention head;
    head.set_name(Format(convention));
    store::PutRecord(transaction, keys::Convention(convention), head);
    int number = 0;
    for (const Old& old : kOlds) {
      const EnvelopeName envelope{convention, old.envelope};
      v1::AccountRecord account;
      account.set_allocated_cents(old.granted);
      account.set_spent_cents(old.accepted);
      account.set_claimed_cents(old.accepted);
      account.set_accepted_cents(old.accepted);
      account.set_advance_cents(old.held);
      store::PutRecord(transaction, keys::Envelope(envelope), account);
      v1::Claim claim;
      claim.set_name(
          FormatNumbered(NumberedKind::kClaim, convention, ++number));
      claim.set_envelope(Format(envelope));
      claim.set_state(old.before);
      *claim.mutable_accepted() = MoneyFromCents(old.accepted);
      claim.set_etag("7");
      store::PutRecord(transaction,
                       keys::Numbered(NumberedKind::kClaim, convention, number),
                       claim);
    }
    return absl::OkStatus();
  };
  ASSERT_TRUE(store_->Transact(put).ok());
  for (int opened = 1; opened <= 2; ++opened) {
    const absl::Status status = Open(StoreOptions());
    ASSERT_TRUE(status.ok()) << status;
    int number = 0;
    for (const Old& old : kOlds) {
      const v1::Claim claim = claim_of(++number);
      EXPECT_EQ(claim.state(), old.after) << old.envelope;
      // Once, however often it is opened.
      EXPECT_EQ(claim.etag(), old.after == old.before ? "7" : "8");
    }
  }
}

TEST_F(SchemaStoreTest, AnOlderProgramRefusesTheStore) {
  ASSERT_TRUE(Open(StoreOptions()).ok());
  EXPECT_EQ(ErrorReason(Open({.schema_version = 1})), "STORE_NEWER");
  EXPECT_EQ(ErrorReason(Open({.schema_version = 2})), "STORE_NEWER");
  // Of before dotations and translations: it would read past them.
  EXPECT_EQ(ErrorReason(Open({.schema_version = 3})), "STORE_NEWER");
}

// Version 3 numbered dotations by counting them.
TEST_F(SchemaStoreTest, DotationsOfAnOldStoreAreCountedAndNothingElseChanges) {
  ASSERT_TRUE(Open({.schema_version = 3}).ok());
  ASSERT_TRUE(store_
                  ->Transact([](store::Transaction& transaction) {
                    for (int n = 1; n <= 2; ++n) {
                      store::PutRecord(transaction, keys::Dotation("21004", n),
                                       v1::Dotation());
                    }
                    for (const char* municipality : {"21004", "21009"}) {
                      store::PutRecord(transaction,
                                       keys::DotationKey(municipality, 1),
                                       v1::DotationKey());
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  const auto records = [&] {
    int count = 0;
    for (int table = 0x10; table < 0xE0; ++table) {
      EXPECT_TRUE(store_->Read()
                      ->Scan(std::string(1, static_cast<char>(table)), "",
                             [&](absl::string_view, absl::string_view) {
                               ++count;
                               return true;
                             })
                      .ok());
    }
    return count;
  };
  const int before = records();
  const absl::Status opened = Open(StoreOptions());
  ASSERT_TRUE(opened.ok()) << opened;
  EXPECT_EQ(records(), before + 2);
  const auto head_of = [&](const char* municipality) {
    const auto head = store::GetRecord<v1::DotationHead>(
        *store_->Read(), keys::DotationHead(municipality));
    EXPECT_TRUE(head.ok() && head->has_value()) << municipality;
    return head.ok() && head->has_value() ? **head : v1::DotationHead();
  };
  EXPECT_EQ(head_of("21004").last_dotation(), 2);
  EXPECT_EQ(head_of("21004").last_dotation_key(), 1);
  EXPECT_EQ(head_of("21009").last_dotation(), 0);
  EXPECT_EQ(head_of("21009").last_dotation_key(), 1);
}

}  // namespace
}  // namespace entente::conventions
