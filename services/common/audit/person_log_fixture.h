// A log of accesses by persons in a store in memory, with keys in a folder that
// a test may damage.
#ifndef SERVICES_COMMON_AUDIT_PERSON_LOG_FIXTURE_H_
#define SERVICES_COMMON_AUDIT_PERSON_LOG_FIXTURE_H_

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/common/audit/access_log.h"
#include "services/common/store/memory_store.h"

namespace entente::audit {

class PersonLogFixture : public testing::Test {
 protected:
  PersonLogFixture() {
    dir_ = (std::filesystem::temp_directory_path() / "persons-XXXXXX").string();
    EXPECT_NE(mkdtemp(dir_.data()), nullptr);
    Restart();
  }
  ~PersonLogFixture() override { std::filesystem::remove_all(dir_); }

  // The keys and what was known of the store are read anew.
  void Restart() {
    log_.reset();
    keys_ = *Pseudonymizer::Open(dir_, now_);
    log_ = std::make_unique<AccessLog>(*keys_);
  }

  // `outcome` is what the transaction comes to after the entry.
  absl::Status Append(const std::string& person, const std::string& object,
                      absl::Status outcome = absl::OkStatus(),
                      int64_t version = 0) {
    auto entry = log_->Prepare({.time = now_,
                                .method = "a.v1.S/Read",
                                .person = person,
                                .peer = "spiffe://entente.local/x",
                                .permission = "a.b.read",
                                .purpose = 1,
                                .legal_basis = "a law",
                                .reference = "",
                                .object = object,
                                .trace_id = "t"});
    if (!entry.ok()) return entry.status();
    entry->set_outcome(AuditEntry::OUTCOME_PERMITTED);
    entry->set_object_version(version);
    return store_->Transact([&](store::Transaction& transaction) {
      const absl::Status appended = log_->Append(transaction, *entry);
      return appended.ok() ? outcome : appended;
    });
  }

  int Year() const { return Pseudonymizer::YearOf(now_); }
  std::string PseudonymOf(const std::string& person) {
    return *keys_->Pseudonym(PseudonymKind::kPerson, person, now_);
  }
  std::string Record(const std::string& person) {
    return store_->Read()
        ->Get(PersonKey(Year(), PseudonymOf(person)))
        ->value_or("");
  }
  absl::StatusOr<std::string> Resolve(int year, const std::string& pseudonym) {
    return log_->persons().Resolve(*store_->Read(), year, pseudonym);
  }
  void DestroyKey(int year) {
    ASSERT_TRUE(std::filesystem::remove(absl::StrCat(dir_, "/", year, ".key")));
  }

  std::string dir_;
  // 14 March 2019, 11:00 UTC.
  absl::Time now_ = absl::FromUnixSeconds(1552561200);
  const std::unique_ptr<store::Store> store_ = store::NewMemoryStore();
  std::unique_ptr<Pseudonymizer> keys_;
  std::unique_ptr<AccessLog> log_;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_PERSON_LOG_FIXTURE_H_
