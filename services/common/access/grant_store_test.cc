#include "services/common/access/grant_store.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"

namespace entente::access {
namespace {

constexpr char kObject[] = "folders/1/records/a";
constexpr char kLonger[] = "folders/1/records/ab";
constexpr char kHead[] = "folders/1/offices/head";

class GrantStoreTest : public testing::Test {
 protected:
  GrantStoreTest() { Reopen(); }

  void Reopen() {
    store_.reset();
    store_ = store::OpenRocksdbStore(folder_.path() + "/db").value();
  }

  template <class Body>
  absl::Status Do(Body body) {
    return store_->Transact([&](store::Transaction& transaction) {
      return body(transaction).status();
    });
  }

  absl::Status Give(const std::string& object, const std::string& name,
                    const std::string& person, const std::string& office = "") {
    Grant grant;
    grant.set_name(name);
    grant.set_object(object);
    grant.set_relation("reader");
    if (office.empty()) {
      grant.set_person(person);
    } else {
      grant.set_office(office);
    }
    return Do([&](store::Transaction& t) { return AddGrant(t, grant); });
  }

  absl::Status Appoint(const std::string& office, const std::string& name,
                       const std::string& person) {
    OfficeHolder holder;
    holder.set_name(name);
    holder.set_office(office);
    holder.set_person(person);
    return Do([&](store::Transaction& t) { return AddHolder(t, holder); });
  }

  absl::Status Withdraw(const std::string& object, const std::string& name,
                        const std::string& revoker) {
    Revocation revocation;
    revocation.set_revoker(revoker);
    revocation.set_reason("No longer takes part");
    return Do([&](store::Transaction& t) {
      return RevokeGrant(t, object, name, revocation);
    });
  }

  store::TemporaryFolder folder_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(GrantStoreTest, FactsAreTuplesOfTheObjectForThePersonOrAnOffice) {
  ASSERT_TRUE(Give(kObject, "g1", "p-1").ok());
  ASSERT_TRUE(Give(kObject, "g2", "p-2").ok());
  ASSERT_TRUE(Give(kObject, "g3", "", kHead).ok());
  ASSERT_TRUE(Give(kLonger, "g4", "p-1").ok());
  ASSERT_TRUE(Appoint(kHead, "h1", "p-1").ok());
  ASSERT_TRUE(Appoint(kHead, "h2", "p-2").ok());
  ASSERT_TRUE(Appoint("folders/2/offices/head", "h3", "p-1").ok());
  const Facts facts = ReadFacts(*store_->Read(), kObject, "p-1").value();
  EXPECT_FALSE(facts.is_existing);
  ASSERT_EQ(facts.grants.size(), 2u);
  EXPECT_EQ(facts.grants[0].name(), "g1");
  EXPECT_EQ(facts.grants[1].name(), "g3");
  ASSERT_EQ(facts.holders.size(), 1u);
  EXPECT_EQ(facts.holders[0].name(), "h1");
}

TEST_F(GrantStoreTest, APrefixOfAnObjectIsAnotherObject) {
  ASSERT_TRUE(Give(kLonger, "g1", "p-1").ok());
  EXPECT_TRUE(ReadGrants(*store_->Read(), kObject)->empty());
  EXPECT_TRUE(ReadFacts(*store_->Read(), kObject, "p-1")->grants.empty());
}

TEST_F(GrantStoreTest, OfficeFactsAreTheHoldingsOfThatOffice) {
  ASSERT_TRUE(Appoint(kHead, "h1", "p-1").ok());
  ASSERT_TRUE(Appoint(kHead, "h2", "p-2").ok());
  const auto snapshot = store_->Read();
  EXPECT_EQ(ReadOfficeFacts(*snapshot, kHead, "p-2")->holders.size(), 1u);
  EXPECT_TRUE(ReadOfficeFacts(*snapshot, kHead, "p-3")->holders.empty());
  EXPECT_EQ(ReadHolders(*snapshot, kHead)->size(), 2u);
}

TEST_F(GrantStoreTest, ARevokedGrantKeepsItsHistory) {
  ASSERT_TRUE(Give(kObject, "g1", "p-1").ok());
  ASSERT_TRUE(Give(kObject, "g2", "p-2").ok());
  ASSERT_TRUE(Withdraw(kObject, "g1", "p-9").ok());
  Reopen();
  const auto grants = ReadGrants(*store_->Read(), kObject).value();
  ASSERT_EQ(grants.size(), 2u);
  EXPECT_EQ(grants[0].person(), "p-1");
  EXPECT_EQ(grants[0].revocation().revoker(), "p-9");
  EXPECT_EQ(grants[0].revocation().reason(), "No longer takes part");
  EXPECT_FALSE(grants[1].has_revocation());
}

TEST_F(GrantStoreTest, TheFirstWithdrawalStands) {
  ASSERT_TRUE(Give(kObject, "g1", "p-1").ok());
  ASSERT_TRUE(Withdraw(kObject, "g1", "p-8").ok());
  EXPECT_EQ(ErrorReason(Withdraw(kObject, "g1", "p-9")), "REVOKED_ALREADY");
  EXPECT_EQ(
      ReadGrants(*store_->Read(), kObject)->front().revocation().revoker(),
      "p-8");
}

TEST_F(GrantStoreTest, B29AGrantIsWithdrawnOnlyUnderItsOwnObject) {
  ASSERT_TRUE(Give(kLonger, "g1", "p-1").ok());
  const absl::Status status = Withdraw(kObject, "g1", "p-9");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ErrorReason(status), "GRANT_NOT_FOUND");
  EXPECT_FALSE(ReadGrants(*store_->Read(), kLonger)->front().has_revocation());
}

TEST_F(GrantStoreTest, AHoldingIsWithdrawnLikeAGrant) {
  ASSERT_TRUE(Appoint(kHead, "h1", "p-1").ok());
  Revocation revocation;
  revocation.set_revoker("p-9");
  const auto end = [&](const std::string& name) {
    return Do([&](store::Transaction& t) {
      return RevokeHolder(t, kHead, name, revocation);
    });
  };
  EXPECT_EQ(ErrorReason(end("h2")), "HOLDER_NOT_FOUND");
  EXPECT_TRUE(end("h1").ok());
  EXPECT_EQ(ErrorReason(end("h1")), "REVOKED_ALREADY");
  EXPECT_EQ(ReadHolders(*store_->Read(), kHead)->front().revocation().revoker(),
            "p-9");
}

TEST_F(GrantStoreTest, AnObjectHoldsABoundedNumberOfTuples) {
  const absl::Status filled = store_->Transact([&](store::Transaction& t) {
    Grant grant;
    grant.set_object(kObject);
    for (int i = 0; i < kGrantsPerObjectMax; ++i) {
      grant.set_name(absl::StrCat("g", i));
      const auto number = AddGrant(t, grant);
      if (!number.ok()) return number.status();
      if (*number != i + 1) return absl::InternalError("numbers skip");
    }
    return absl::OkStatus();
  });
  ASSERT_TRUE(filled.ok()) << filled;
  EXPECT_EQ(ErrorReason(Give(kObject, "more", "p-1")), "GRANTS_FULL");
  EXPECT_TRUE(Give(kLonger, "g1", "p-1").ok());
}

TEST_F(GrantStoreTest, AGrantWithoutAnObjectIsRefused) {
  EXPECT_FALSE(Give("", "g1", "p-1").ok());
}

}  // namespace
}  // namespace entente::access
