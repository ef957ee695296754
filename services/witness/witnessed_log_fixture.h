// A service's access log with real witnesses behind a transport that can fail
// and lie: no network, no threads, a clock that tests move.
#ifndef SERVICES_WITNESS_WITNESSED_LOG_FIXTURE_H_
#define SERVICES_WITNESS_WITNESSED_LOG_FIXTURE_H_

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/audit/cosignature_records.h"
#include "services/common/audit/service_log.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/log_fixture.h"
#include "services/common/store/memory_store.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"
#include "services/witness/witness.h"

namespace entente::witness {

inline audit::CosignatureSigner WitnessKeyOf(int number) {
  return *audit::CosignatureSigner::Make(
      absl::StrCat("oversight.example/w", number),
      std::string(32, static_cast<char>('0' + number)));
}

// Answers instead of a witness.
using Behaviour = std::function<absl::StatusOr<audit::WitnessAnswer>(
    const std::string& body)>;

inline Behaviour Says(int status, const std::string& body,
                      const std::string& type = "text/plain") {
  return [=](const std::string&) -> absl::StatusOr<audit::WitnessAnswer> {
    return audit::WitnessAnswer{status, type, body};
  };
}
inline Behaviour Silent() {
  return [](const std::string&) -> absl::StatusOr<audit::WitnessAnswer> {
    return absl::UnavailableError("Couldn't connect to server");
  };
}

class FakeTransport final : public audit::WitnessTransport {
 public:
  absl::StatusOr<audit::WitnessAnswer> Post(const audit::Witness& witness,
                                            const std::string& body) override {
    bodies.push_back(body);
    ++asked[witness.key.name()];
    return behaviours.at(witness.key.name())(body);
  }
  // By name of the witness.
  std::map<std::string, Behaviour> behaviours;
  std::vector<std::string> bodies;
  // How often, by name.
  std::map<std::string, int> asked;
};

class WitnessedLogFixture : public ::testing::Test {
 protected:
  static constexpr int kWitnesses = 3;
  static constexpr char kSourceId[] = "spiffe://entente.local/svc/x";

  WitnessedLogFixture() {
    Reopen();
    for (int i = 1; i <= kWitnesses; ++i) {
      const KnownLogs logs = {
          {log_->signer().verifier().name(), {log_->signer().verifier()}}};
      stores_.push_back(store::NewMemoryStore());
      witnesses_.push_back(std::make_unique<Witness>(*stores_.back(), clock_,
                                                     logs, WitnessKeyOf(i)));
      Honest(i);
    }
  }
  ~WitnessedLogFixture() override { Close(); }

  std::string data() const { return folder_.path() + "/data"; }
  static std::string NameOf(int number) {
    return WitnessKeyOf(number).verifier().name();
  }
  void Set(int number, Behaviour behaviour) {
    transport_->behaviours[NameOf(number)] = std::move(behaviour);
  }
  void Honest(int number) {
    Set(number,
        [witness = witnesses_[static_cast<size_t>(number - 1)].get()](
            const std::string& body) -> absl::StatusOr<audit::WitnessAnswer> {
          const Answer answer = witness->AddCheckpoint(body);
          return audit::WitnessAnswer{answer.status, answer.content_type,
                                      answer.body};
        });
  }

  void Close() {
    log_.reset();
    store_.reset();
  }
  // As a program does that starts; nobody was asked yet.
  void Reopen(int quorum = 2) {
    Close();
    std::filesystem::create_directory(data());
    auto store = store::OpenRocksdbStore(data() + "/store");
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    audit::WitnessSetup setup;
    setup.quorum = quorum;
    setup.transport = transport_;
    for (int i = 1; i <= kWitnesses; ++i) {
      setup.witnesses.push_back(
          {absl::StrCat("https://w", i), WitnessKeyOf(i).verifier(), ""});
    }
    auto log = audit::ServiceLog::Open(*store_, data() + "/audit-keys",
                                       kSourceId, clock_, std::move(setup));
    ASSERT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
  }

  // What the ticker and the keeper's thread do once an hour.
  void Tick() {
    const auto checkpoint = log_->signer().Sign(clock_.Now());
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
    log_->witnesses()->RunRound();
  }
  absl::Status AddEntry(const std::string& person = "p-1") {
    audit::Access access;
    access.time = clock_.Now();
    access.method = "a.v1.S/Read";
    access.person = person;
    ENTENTE_ASSIGN_OR_RETURN(audit::AuditEntry entry,
                             log_->log().Prepare(access));
    entry.set_outcome(audit::AuditEntry::OUTCOME_PERMITTED);
    return store_->Transact([&](store::Transaction& transaction) {
      return log_->log().Append(transaction, entry);
    });
  }
  void AddEntries(int count, const std::string& person = "p-1") {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(AddEntry(person).ok());
  }

  // Of the whole folder, keys and last checkpoint included.
  void CopyAll(const std::string& to) {
    Close();
    std::filesystem::copy(data(), folder_.path() + "/" + to,
                          std::filesystem::copy_options::recursive);
    Reopen();
  }
  void PutBack(const std::string& from) {
    Close();
    std::filesystem::remove_all(data());
    std::filesystem::copy(folder_.path() + "/" + from, data(),
                          std::filesystem::copy_options::recursive);
    Reopen();
  }

  // Three cosignatures of six entries.
  void StartWithSix() {
    Tick();
    AddEntries(6);
    Tick();
    ASSERT_EQ(CosignaturesOfNewest(), 3);
    ASSERT_TRUE(log_->IsReady());
  }
  // The witness `number` changes what it would have answered.
  void Lies(int number, std::function<void(audit::WitnessAnswer&)> change) {
    Witness* const witness = witnesses_[static_cast<size_t>(number - 1)].get();
    Set(number,
        [=](const std::string& body) -> absl::StatusOr<audit::WitnessAnswer> {
          const Answer honest = witness->AddCheckpoint(body);
          audit::WitnessAnswer answer{honest.status, honest.content_type,
                                      honest.body};
          change(answer);
          return answer;
        });
  }
  // The one alarm about a witness says `reason`; the others still count.
  void ExpectRefused(const std::string& reason) {
    const std::vector<std::string> lines =
        lines_.Lines("audit_witness_refused");
    ASSERT_EQ(lines.size(), 1u) << reason;
    EXPECT_NE(lines[0].find(absl::StrCat("\"reason\":\"", reason, "\"")),
              std::string::npos)
        << lines[0];
    EXPECT_EQ(CosignaturesOfNewest(), 2) << reason;
    EXPECT_TRUE(log_->IsReady());
  }

  std::string ClosedReason() {
    return ErrorReason(log_->witnesses()->CheckOpen());
  }
  size_t Alarms(const std::string& event) { return lines_.Lines(event).size(); }
  // Those among the stored signatures of the newest checkpoint that verify.
  int CosignaturesOfNewest() {
    std::string note;
    uint64_t size = 0;
    EXPECT_TRUE(
        audit::VisitCheckpoints(*store_->Read(), std::nullopt,
                                [&](const audit::AuditCheckpoint& found) {
                                  note = found.note();
                                  size = found.size();
                                  return true;
                                })
            .ok());
    note = *audit::WithCosignatures(*store_->Read(), size, note);
    int count = 0;
    for (int i = 1; i <= kWitnesses; ++i) {
      const auto found = WitnessKeyOf(i).verifier().Find(note);
      EXPECT_TRUE(found.ok()) << found.status();
      count += found.ok() && found->has_value();
    }
    return count;
  }

  const store::TemporaryFolder folder_;
  LogFixture lines_;
  FakeClock clock_{absl::FromUnixSeconds(1552521600)};
  const std::shared_ptr<FakeTransport> transport_ =
      std::make_shared<FakeTransport>();
  std::vector<std::unique_ptr<store::Store>> stores_;
  std::vector<std::unique_ptr<Witness>> witnesses_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<audit::ServiceLog> log_;
};

}  // namespace entente::witness

#endif  // SERVICES_WITNESS_WITNESSED_LOG_FIXTURE_H_
