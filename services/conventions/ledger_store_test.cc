// The ledger against a naive model: thousands of random operations, then every
// balance computed anew from the entries.
#include "services/conventions/ledger_store.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/common/store/rocksdb_store.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_replay.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

const ConventionName kConvention{"21004", "css-2018-2019"};

// What a line is in the model: four plain numbers.
struct ModelLine {
  int64_t allotted = 0;
  int64_t reserved = 0;
  int64_t spent = 0;
  int64_t to_zone = 0;
  std::vector<int64_t> open;
};

class LedgerStoreTest : public testing::Test {
 protected:
  LedgerStoreTest() {
    std::string pattern = testing::TempDir() + "ledger-XXXXXX";
    dir_ = mkdtemp(pattern.data());
    Reopen();
  }
  ~LedgerStoreTest() override {
    store_.reset();
    std::filesystem::remove_all(dir_);
  }

  void Reopen() {
    store_.reset();
    auto opened = store::OpenRocksdbStore(dir_ + "/db");
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }

  static EnvelopeName Envelope(int year) {
    return {kConvention, EnvelopeId(v1::ALLOCATION_GENERAL, year)};
  }

  absl::Status PostOn(const LineName& line, const Movements& movements,
                      const std::string& cause) {
    return store_->Transact([&](store::Transaction& transaction) {
      return Post(transaction, {.line = line,
                                .movements = movements,
                                .cause = cause,
                                .effective_date = {},
                                .record_time = absl::UnixEpoch()})
          .status();
    });
  }

  // Decides on the stored balances and posts, as a handler does.
  template <class Decide>
  absl::Status DecideAndPost(const LineName& line, const std::string& cause,
                             Decide decide) {
    return store_->Transact(
        [&](store::Transaction& transaction) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(const v1::LineRecord record,
                                   GetLine(transaction, line, "line"));
          ENTENTE_ASSIGN_OR_RETURN(
              Movements movements,
              decide(transaction, FromRecord(record.account())));
          return Post(transaction, {.line = line,
                                    .movements = std::move(movements),
                                    .cause = cause,
                                    .effective_date = {},
                                    .record_time = absl::UnixEpoch()})
              .status();
        });
  }

  // One payment that the ledger can name as cause of money to the zone.
  void PutPayment() {
    v1::ZonePayment payment;
    payment.set_route(v1::ZonePayment::ROUTE_PROJECT);
    ASSERT_TRUE(
        store_
            ->Transact([&](store::Transaction& transaction) {
              store::PutRecord(
                  transaction,
                  keys::Numbered(NumberedKind::kZonePayment, kConvention, 1),
                  payment);
              return absl::OkStatus();
            })
            .ok());
  }

  std::string dir_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(LedgerStoreTest, AMovementThatBreaksAnInvariantStoresNothing) {
  const LineName line{Envelope(2018), "so-01-operating"};
  ASSERT_TRUE(
      store_
          ->Transact([&](store::Transaction& transaction) -> absl::Status {
            ENTENTE_RETURN_IF_ERROR(OpenEnvelope(transaction, Envelope(2018),
                                                 100, {}, absl::UnixEpoch()));
            return OpenLine(transaction, line, "so-01", "operating");
          })
          .ok());
  const Movements allot = {{v1::LedgerEntry::TYPE_ALLOT, 100}};
  ASSERT_TRUE(PostOn(line, allot, "").ok());
  // One cent more than the grant, a spend beyond the allotment, a release of
  // what is not held: a handler would refuse them, the ledger does too.
  for (const Movement& wrong :
       {Movement{v1::LedgerEntry::TYPE_ALLOT, 1},
        Movement{v1::LedgerEntry::TYPE_SPEND, 101},
        Movement{v1::LedgerEntry::TYPE_RESERVE, 101},
        Movement{v1::LedgerEntry::TYPE_RELEASE, 2},
        Movement{v1::LedgerEntry::TYPE_SPEND, 0},
        Movement{v1::LedgerEntry::TYPE_SPEND, -1},
        Movement{v1::LedgerEntry::TYPE_GRANT, 1},
        Movement{v1::LedgerEntry::TYPE_UNSPECIFIED, 1}}) {
    // The first movement is fine: it must not remain either.
    absl::Status status =
        PostOn(line, {{v1::LedgerEntry::TYPE_RESERVE, 1}, wrong}, "");
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
    EXPECT_EQ(ErrorReason(status), "LEDGER_INVARIANT");
  }
  auto envelope = GetEnvelope(*store_->Read(), Envelope(2018), "name");
  ASSERT_TRUE(envelope.ok());
  EXPECT_EQ(envelope->reserved_cents, 0);
  EXPECT_FALSE(*HasMovement(*store_->Read(), kConvention));
}

TEST_F(LedgerStoreTest, AnEntryIsNeverReplacedWhateverTheHeadSays) {
  const LineName line{Envelope(2018), "so-01-operating"};
  ASSERT_TRUE(
      store_
          ->Transact([&](store::Transaction& transaction) -> absl::Status {
            ENTENTE_RETURN_IF_ERROR(OpenEnvelope(transaction, Envelope(2018),
                                                 100, {}, absl::UnixEpoch()));
            return OpenLine(transaction, line, "so-01", "operating");
          })
          .ok());
  ASSERT_TRUE(PostOn(line, {{v1::LedgerEntry::TYPE_ALLOT, 100}}, "").ok());
  ASSERT_TRUE(PostOn(line, {{v1::LedgerEntry::TYPE_RESERVE, 40}}, "").ok());
  // As a restored backup, or a fault of the disk, could leave it.
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    v1::LedgerHead head = **store::GetRecord<v1::LedgerHead>(
                        transaction, keys::Head(kConvention));
                    head.set_last_sequence(head.last_sequence() - 1);
                    store::PutRecord(transaction, keys::Head(kConvention),
                                     head);
                    return absl::OkStatus();
                  })
                  .ok());
  const std::string key = keys::Entry(kConvention, 3);
  const auto before = *store_->Read()->Get(key);
  ASSERT_TRUE(before.has_value());
  for (const absl::Status& status :
       {PostOn(line, {{v1::LedgerEntry::TYPE_RESERVE, 5}}, ""),
        store_->Transact([&](store::Transaction& transaction) {
          return PostOnEnvelope(
                     transaction,
                     {.envelope = Envelope(2018),
                      .movements = {{v1::LedgerEntry::TYPE_REDUCE, 1}},
                      .cause = "",
                      .effective_date = {},
                      .record_time = absl::UnixEpoch()})
              .status();
        })}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
    EXPECT_EQ(ErrorReason(status), "LEDGER_INVARIANT") << status;
  }
  EXPECT_EQ(*store_->Read()->Get(key), before);
  auto account = GetLineAccount(*store_->Read(), line, "line");
  ASSERT_TRUE(account.ok());
  EXPECT_EQ(account->line.reserved_cents, 40);
}

TEST_F(LedgerStoreTest, RandomOperationsAgreeWithANaiveModel) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  std::mt19937 random(seed);
  auto pick = [&](int64_t bound) {
    return std::uniform_int_distribution<int64_t>(0, bound - 1)(random);
  };
  PutPayment();
  const std::string payment =
      FormatNumbered(NumberedKind::kZonePayment, kConvention, 1);

  std::map<int, int64_t> granted = {{2018, 1'000'000}, {2019, 70'000}};
  std::vector<LineName> names;
  std::map<std::string, ModelLine> model;
  for (const auto& [year, cents] : granted) {
    const int of_year = year;
    const int64_t amount = cents;
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      return OpenEnvelope(transaction, Envelope(of_year),
                                          amount, {}, absl::UnixEpoch());
                    })
                    .ok());
    for (int i = 1; i <= 4; ++i) {
      const LineName line{Envelope(year), absl::StrCat("so-0", i, "-x")};
      ASSERT_TRUE(store_
                      ->Transact([&](store::Transaction& transaction) {
                        return OpenLine(transaction, line, "so-01", "x");
                      })
                      .ok());
      names.push_back(line);
      model[Format(line)] = {};
    }
  }

  for (int step = 0; step < 4000; ++step) {
    const LineName& line = names[pick(names.size())];
    ModelLine& expected = model[Format(line)];
    const int year = ParseEnvelopeId(line.parent.envelope).year;
    const int64_t amount = 1 + pick(9'000);
    const int64_t free = expected.allotted - expected.reserved - expected.spent;
    absl::Status status;
    bool should_pass = false;
    switch (pick(5)) {
      case 0: {
        int64_t allotted = 0;
        for (const LineName& other : names) {
          if (other.parent == line.parent) {
            allotted += model[Format(other)].allotted;
          }
        }
        should_pass = allotted + amount <= granted[year];
        status = DecideAndPost(
            line, "", [&](const store::Reader& reader, const Balances&) {
              return Allot(*GetEnvelope(reader, line.parent, "x"), amount, "x");
            });
        if (should_pass) expected.allotted += amount;
        break;
      }
      case 1:
        should_pass = amount <= free;
        status = DecideAndPost(
            line, "r",
            [&](const store::Reader& reader, const Balances& balances) {
              return Reserve(balances, *GetEnvelope(reader, line.parent, "x"),
                             amount, "amount");
            });
        if (should_pass) {
          expected.reserved += amount;
          expected.open.push_back(amount);
        }
        break;
      case 2: {
        if (expected.open.empty()) continue;
        const int64_t held = expected.open.back();
        should_pass = true;
        status = PostOn(line, Release(held), "r");
        expected.open.pop_back();
        expected.reserved -= held;
        break;
      }
      case 3: {
        if (expected.open.empty()) continue;
        const int64_t held = expected.open.back();
        should_pass = amount <= held;
        status = DecideAndPost(
            line, "e", [&](const store::Reader&, const Balances& balances) {
              return SpendReserved(balances, held, amount,
                                   SpendRoute::kExpense);
            });
        if (should_pass) {
          expected.open.pop_back();
          expected.reserved -= held;
          expected.spent += amount;
        }
        break;
      }
      default:
        should_pass = amount <= free;
        status = DecideAndPost(
            line, payment,
            [&](const store::Reader& reader, const Balances& balances) {
              return Spend(balances, *GetEnvelope(reader, line.parent, "x"),
                           amount, SpendRoute::kZoneProject);
            });
        if (should_pass) {
          expected.spent += amount;
          expected.to_zone += amount;
        }
    }
    ASSERT_EQ(status.ok(), should_pass)
        << "seed " << seed << " step " << step << ": " << status;
  }

  Reopen();
  auto computed = Recompute(*store_->Read(), kConvention);
  ASSERT_TRUE(computed.ok()) << computed.status();
  for (const LineName& line : names) {
    auto stored = GetLine(*store_->Read(), line, "line");
    ASSERT_TRUE(stored.ok());
    const Balances balances = FromRecord(stored->account());
    const ModelLine& expected = model[Format(line)];
    EXPECT_EQ(balances.allotted_cents, expected.allotted) << "seed " << seed;
    EXPECT_EQ(balances.reserved_cents, expected.reserved) << "seed " << seed;
    EXPECT_EQ(balances.spent_cents, expected.spent) << "seed " << seed;
    EXPECT_EQ(balances.zone_project_cents, expected.to_zone) << "seed " << seed;
    EXPECT_EQ((*computed)[Format(line)], balances) << "seed " << seed;
  }
  for (const auto& [year, cents] : granted) {
    auto stored = GetEnvelope(*store_->Read(), Envelope(year), "name");
    ASSERT_TRUE(stored.ok());
    EXPECT_EQ((*computed)[Format(Envelope(year))], *stored) << "seed " << seed;
    EXPECT_EQ(stored->allocated_cents, cents);
  }
}

}  // namespace
}  // namespace entente::conventions
