#include "services/common/audit/person_register.h"

#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "services/common/audit/person_log_fixture.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

class PersonRegisterTest : public PersonLogFixture {};

TEST_F(PersonRegisterTest, TheFirstEntryOfAPersonBringsTheSealedSubject) {
  ASSERT_TRUE(Append("p-1001", "things/1").ok());
  const std::string record = Record("p-1001");
  // Nonce, six letters, tag.
  EXPECT_EQ(record.size(), 12u + 6u + 16u);
  EXPECT_EQ(record.find("p-1001"), std::string::npos);
  EXPECT_EQ(*Resolve(Year(), PseudonymOf("p-1001")), "p-1001");
}

TEST_F(PersonRegisterTest, NoSubjectStandsInTheTree) {
  ASSERT_TRUE(Append("p-1001", "things/1").ok());
  ASSERT_TRUE(VisitEntries(*store_->Read(), 0, [&](const AuditEntry& entry) {
                EXPECT_EQ(entry.SerializeAsString().find("p-1001"),
                          std::string::npos);
                EXPECT_EQ(entry.SerializeAsString().find(Record("p-1001")),
                          std::string::npos);
                return true;
              }).ok());
}

TEST_F(PersonRegisterTest, ARecordIsWrittenOnceAndOutlivesARestart) {
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  const std::string first = Record("p-1");
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Append("p-1", "things/2").ok());
  EXPECT_EQ(Record("p-1"), first);
  Restart();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Append("p-1", "things/3").ok());
  EXPECT_EQ(Record("p-1"), first) << "sealed anew, it would have another nonce";
}

TEST_F(PersonRegisterTest, WhoIsForgottenIsStillNamedByTheStore) {
  PersonRegister small(log_->persons().pseudonymizer(), 3);
  const auto call = [&](const std::string& person) {
    const std::string pseudonym = PseudonymOf(person);
    ASSERT_TRUE(small.Prepare(Year(), pseudonym, person).ok());
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      return small.Put(transaction, Year(), pseudonym);
                    })
                    .ok());
    EXPECT_LE(small.size(), 3u);
  };
  const auto person = [](int i) { return absl::StrCat("p-", i); };
  for (int i = 0; i < 20; ++i) call(person(i));
  const std::string first = Record("p-0");
  for (int i = 0; i < 20; ++i) {
    call(person(i));
    EXPECT_EQ(*Resolve(Year(), PseudonymOf(person(i))), person(i));
  }
  EXPECT_EQ(Record("p-0"), first) << "sealed anew, but not written anew";
  EXPECT_EQ(small.size(), 3u);
}

TEST_F(PersonRegisterTest, WhoeverCalledLongestAgoIsForgottenFirst) {
  PersonRegister small(log_->persons().pseudonymizer(), 3);
  const auto prepare = [&](const std::string& person) {
    ASSERT_TRUE(small.Prepare(Year(), PseudonymOf(person), person).ok());
  };
  // p-1 waits for its transaction while others come and go.
  for (const char* person : {"p-1", "p-2", "p-3", "p-1", "p-4", "p-5"}) {
    prepare(person);
  }
  for (const char* person : {"p-1", "p-2"}) {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      return small.Put(transaction, Year(),
                                       PseudonymOf(person));
                    })
                    .ok());
  }
  EXPECT_NE(Record("p-1"), "");
  EXPECT_EQ(Record("p-2"), "");
}

TEST_F(PersonRegisterTest, AFailedTransactionLeavesTheRecordToTheNext) {
  EXPECT_FALSE(Append("p-1", "things/1", absl::AbortedError("no")).ok());
  EXPECT_EQ(Record("p-1"), "");
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  EXPECT_EQ(*Resolve(Year(), PseudonymOf("p-1")), "p-1");
}

TEST_F(PersonRegisterTest, EachYearHasARecordOfItsOwn) {
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  const std::string before = PseudonymOf("p-1");
  now_ += absl::Hours(24 * 365);
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  EXPECT_EQ(*Resolve(2019, before), "p-1");
  EXPECT_EQ(*Resolve(2020, PseudonymOf("p-1")), "p-1");
  EXPECT_EQ(ErrorReason(Resolve(2020, before).status()),
            "AUDIT_PERSON_UNKNOWN");
}

TEST_F(PersonRegisterTest,
       ADestroyedKeyEndsAttributionAndTheTreeStillVerifies) {
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  const std::string pseudonym = PseudonymOf("p-1");
  DestroyKey(2019);
  // At once, though the program still has the key in memory.
  absl::Status ended = Resolve(2019, pseudonym).status();
  EXPECT_EQ(ended.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ErrorReason(ended), "AUDIT_ATTRIBUTION_ENDED");
  ASSERT_TRUE(Append("p-2", "things/1").ok()) << "the service works on";
  EXPECT_EQ(Record("p-2"), "");
  // A key that was made since is another one.
  Restart();
  ended = Resolve(2019, pseudonym).status();
  EXPECT_EQ(ErrorReason(ended), "AUDIT_ATTRIBUTION_ENDED");
  EXPECT_TRUE(VerifyLog(*store_->Read()).ok());
}

TEST_F(PersonRegisterTest, AKeyThatIsMissingAndUsedIsNotMadeAnew) {
  const IsYearUsed is_used = [&](int year) {
    return HasEntriesOf(*store_->Read(), year);
  };
  const auto open = [&](absl::Time now) {
    return Pseudonymizer::Open(dir_, now, is_used).status();
  };
  EXPECT_TRUE(open(now_).ok()) << "the key is there";
  DestroyKey(2019);
  EXPECT_TRUE(open(now_).ok()) << "the log is empty";
  for (const std::string person : {"", "p-1"}) {
    Restart();
    ASSERT_TRUE(Append(person, "things/1").ok());
    DestroyKey(2019);
    const absl::Status missing = open(now_);
    EXPECT_TRUE(absl::IsFailedPrecondition(missing)) << missing;
    EXPECT_EQ(ErrorReason(missing), "AUDIT_KEY_MISSING");
    EXPECT_EQ(GetErrorDetail(missing)->metadata.at("file"),
              absl::StrCat(dir_, "/2019.key"));
    EXPECT_FALSE(std::filesystem::exists(absl::StrCat(dir_, "/2019.key")));
  }
  // A later entry of a program in another year hides nothing.
  now_ += absl::Hours(24 * 365);
  ASSERT_TRUE(Append("", "things/1").ok());
  EXPECT_EQ(ErrorReason(open(now_ - absl::Hours(24 * 365))),
            "AUDIT_KEY_MISSING");
  EXPECT_TRUE(open(now_ + absl::Hours(24 * 365)).ok()) << "a new year";
}

TEST_F(PersonRegisterTest, ARecordInTheWrongPlaceOrChangedDoesNotOpen) {
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  ASSERT_TRUE(Append("p-2", "things/1").ok());
  const auto put = [&](const std::string& person, const std::string& record) {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      transaction.Put(PersonKey(Year(), PseudonymOf(person)),
                                      record);
                      return absl::OkStatus();
                    })
                    .ok());
  };
  const std::string good = Record("p-1");
  put("p-2", good);
  EXPECT_EQ(Resolve(Year(), PseudonymOf("p-2")).status().code(),
            absl::StatusCode::kDataLoss);
  for (size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    put("p-1", changed);
    EXPECT_FALSE(Resolve(Year(), PseudonymOf("p-1")).ok()) << i;
  }
  put("p-1", good.substr(0, 27));
  EXPECT_FALSE(Resolve(Year(), PseudonymOf("p-1")).ok());
  put("p-1", good);
  EXPECT_EQ(*Resolve(Year(), PseudonymOf("p-1")), "p-1");
}

TEST_F(PersonRegisterTest, AProgramHasNoRecord) {
  ASSERT_TRUE(Append("", "things/1").ok());
  EXPECT_EQ(Record(""), "");
}

// What `openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt key:kk…
// -kdfopt info:use HKDF` prints.
TEST_F(PersonRegisterTest, TheDerivedKeyIsThatOfHkdf) {
  {
    std::ofstream file(absl::StrCat(dir_, "/2018.key"), std::ios::binary);
    file << std::string(32, 'k');
  }
  EXPECT_EQ(absl::BytesToHexString(*keys_->DerivedKey(2018, "use")),
            "e780d601d9cd1a99c77ff2795deb72cc08851266190e869de681e663ea1be774");
  EXPECT_NE(*keys_->DerivedKey(2018, "use"), *keys_->DerivedKey(2018, "other"));
}

}  // namespace
}  // namespace entente::audit
