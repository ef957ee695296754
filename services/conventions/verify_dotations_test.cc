// The recount agrees with dotations that were recorded through the service,
// finds whatever was planted among them, and is stopped by none of it.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "services/conventions/dotation_fixture_test.h"

namespace entente::conventions {
namespace {

using store::Transaction;
using testing::Contains;
using testing::HasSubstr;

class VerifyDotationsTest : public DotationFixture {
 protected:
  // One key after another; a dotation that was corrected, one of the next year.
  void Record() {
    DotationKey first = Key(2018, 800'000, 200'000);
    *first.mutable_valid_until() = MakeDate(2018, 12, 31);
    ASSERT_TRUE(Add(first).ok());
    ASSERT_TRUE(Add(Key(2019, 700'000, 300'000)).ok());
    ASSERT_TRUE(Add(Owed(2018, 1'000)).ok());
    Dotation second = Owed(2018, 2'000);
    second.set_corrects("municipalities/21004/dotations/o-000001");
    ASSERT_TRUE(Add(second).ok());
    ASSERT_TRUE(Add(Owed(2019, 3'000)).ok());
  }
  // Their tables, as they stand.
  std::vector<std::pair<std::string, std::string>> Tables() {
    std::vector<std::pair<std::string, std::string>> records;
    for (const int table : {0x3B, 0x3C, 0x3D}) {
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
  template <class Message>
  static void Change(Transaction& transaction, const std::string& key,
                     const std::function<void(Message&)>& change) {
    auto record = store::GetRecord<Message>(transaction, key);
    ASSERT_TRUE(record.ok() && record->has_value());
    change(**record);
    store::PutRecord(transaction, key, **record);
  }
};

// Planted in the store, as no call would.
TEST_F(VerifyDotationsTest, TheRecountDividesAndSumsAgain) {
  ASSERT_TRUE(Add(Key(2018, 825'700, 174'300)).ok());
  const auto owed = Add(Owed(2018, 10'001));
  ASSERT_TRUE(owed.ok());
  ASSERT_TRUE(Deduct(MakeLine(200'000), 8'000).ok());
  EXPECT_THAT(Differences(), testing::IsEmpty());
  Dotation wrong = *owed;
  wrong.clear_deducted();
  wrong.clear_outstanding();
  *wrong.mutable_shares(1)->mutable_amount() = MoneyFromCents(1'744);
  const auto plant = [&] {
    Plant([&](store::Transaction& transaction) {
      store::PutRecord(transaction, keys::Dotation("21004", 1), wrong);
    });
  };
  plant();
  EXPECT_THAT(
      Differences(),
      testing::ElementsAre(testing::HasSubstr("is not divided by its key")));
  // Divided rightly, and less than is deducted.
  *wrong.mutable_zone_amount() = MoneyFromCents(1'000);
  *wrong.mutable_shares(0)->mutable_amount() = MoneyFromCents(826);
  *wrong.mutable_shares(1)->mutable_amount() = MoneyFromCents(174);
  *wrong.mutable_amount() = MoneyFromCents(826);
  plant();
  EXPECT_THAT(Differences(),
              testing::ElementsAre(testing::HasSubstr("beyond its amount")));
}

struct Fault {
  const char* what;
  // Part of a difference that must be told.
  const char* told;
  std::function<void(Transaction&)> change;
};

class PlantedDotations : public VerifyDotationsTest {
 public:
  static std::vector<Fault> AmongDotations() {
    return {
        {"an emptied dotation", "o-000003 stands under a wrong number or name",
         [](Transaction& t) {
           store::PutRecord(t, keys::Dotation("21004", 3), Dotation());
         }},
        {"a malformed key before them all", "stands under a malformed key",
         [](Transaction& t) {
           store::PutRecord(t, keys::DotationsOf("21004"), Dotation());
         }},
        {"a malformed key hides no fault after it",
         "o-000003 is not divided by its key",
         [](Transaction& t) {
           store::PutRecord(t, keys::DotationsOf("21004"), Dotation());
           Change<Dotation>(t, keys::Dotation("21004", 3), [](Dotation& d) {
             *d.mutable_zone_amount() = MoneyFromCents(3'001);
           });
         }},
        {"a number left out", "o-000005 stands under a wrong number or name",
         [](Transaction& t) {
           Change<Dotation>(t, keys::Dotation("21004", 3), [&](Dotation& d) {
             d.set_name("municipalities/21004/dotations/o-000005");
             d.set_year(2020);
             store::PutRecord(t, keys::Dotation("21004", 5), d);
             d.set_name("municipalities/21004/dotations/o-000003");
             d.set_year(2019);
           });
         }},
        {"two that stand of one year", "stands beside another of its year",
         [](Transaction& t) {
           Change<Dotation>(t, keys::Dotation("21004", 2),
                            [](Dotation& d) { d.clear_corrects(); });
         }},
        {"a correction of another year", "corrects nothing that stood",
         [](Transaction& t) {
           Change<Dotation>(t, keys::Dotation("21004", 3), [](Dotation& d) {
             d.set_corrects("municipalities/21004/dotations/o-000002");
           });
         }},
        {"a share moved by two cents", "is not divided by its key",
         [](Transaction& t) {
           Change<Dotation>(t, keys::Dotation("21004", 3), [](Dotation& d) {
             *d.mutable_shares(0)->mutable_amount() = MoneyFromCents(2'102);
             *d.mutable_shares(1)->mutable_amount() = MoneyFromCents(898);
             *d.mutable_amount() = MoneyFromCents(2'102);
           });
         }},
        {"a municipality that owes twice", "is not divided by its key",
         [](Transaction& t) {
           Change<Dotation>(t, keys::Dotation("21004", 3),
                            [](Dotation& d) { *d.add_shares() = d.shares(1); });
         }},
        {"more dotations counted than stored", "counts 4 dotations; 3",
         [](Transaction& t) {
           Change<v1::DotationHead>(
               t, keys::DotationHead("21004"),
               [](v1::DotationHead& head) { head.set_last_dotation(4); });
         }},
    };
  }
  static std::vector<Fault> AmongKeys() {
    return {
        {"an emptied key", "k-000002 stands under a wrong number or name",
         [](Transaction& t) {
           store::PutRecord(t, keys::DotationKey("21004", 2), DotationKey());
         }},
        {"a key that divides more than the whole", "divides no whole",
         [](Transaction& t) {
           Change<DotationKey>(
               t, keys::DotationKey("21004", 2), [](DotationKey& k) {
                 k.mutable_shares(0)->set_share_millionths(700'001);
               });
         }},
        {"keys that hold on the same day", "holds on days of another key",
         [](Transaction& t) {
           Change<DotationKey>(
               t, keys::DotationKey("21004", 2), [](DotationKey& k) {
                 *k.mutable_valid_from() = MakeDate(2018, 12, 31);
               });
         }},
        {"a key that ends before it begins", "ends before it begins",
         [](Transaction& t) {
           Change<DotationKey>(
               t, keys::DotationKey("21004", 1), [](DotationKey& k) {
                 *k.mutable_valid_until() = MakeDate(2017, 12, 31);
               });
         }},
        {"a key of another zone", "is not divided by its key",
         [](Transaction& t) {
           Change<DotationKey>(
               t, keys::DotationKey("21004", 2),
               [](DotationKey& k) { k.set_police_zone_code("5340"); });
         }},
        {"a dotation that a corrected key divided",
         "o-000003 is not divided by the keys that stand",
         [](Transaction& t) {
           Change<DotationKey>(
               t, keys::DotationKey("21004", 2), [&](DotationKey& k) {
                 const DotationKey before = k;
                 k.set_name("municipalities/21004/dotationKeys/k-000003");
                 k.set_corrects(before.name());
                 k.mutable_shares(0)->set_share_millionths(600'000);
                 k.mutable_shares(1)->set_share_millionths(400'000);
                 store::PutRecord(t, keys::DotationKey("21004", 3), k);
                 k = before;
               });
           Change<v1::DotationHead>(
               t, keys::DotationHead("21004"),
               [](v1::DotationHead& head) { head.set_last_dotation_key(3); });
         }},
    };
  }
  static std::vector<Fault> All() {
    std::vector<Fault> all = AmongDotations();
    const std::vector<Fault> more = AmongKeys();
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
};

TEST_F(PlantedDotations, WhatIsPlantedIsToldAndStopsNothing) {
  Record();
  EXPECT_THAT(Differences(), testing::IsEmpty());
  const auto clean = Tables();
  for (const Fault& fault : All()) {
    Plant(fault.change);
    EXPECT_THAT(Differences(), Contains(HasSubstr(fault.told))) << fault.what;
    Plant([&](Transaction& transaction) {
      for (const auto& [key, value] : Tables()) transaction.Delete(key);
      for (const auto& [key, value] : clean) transaction.Put(key, value);
    });
  }
  EXPECT_THAT(Differences(), testing::IsEmpty());
}

}  // namespace
}  // namespace entente::conventions
