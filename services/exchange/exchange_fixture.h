// The exchange service behind a real gate on loopback, with a real store, for
// its tests: mutual TLS, tokens, a clock that stands still.
#ifndef SERVICES_EXCHANGE_EXCHANGE_FIXTURE_H_
#define SERVICES_EXCHANGE_EXCHANGE_FIXTURE_H_

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "entente/common/v1/audit.pb.h"
#include "entente/exchange/v1/case_service.grpc.pb.h"
#include "entente/exchange/v1/meeting_service.grpc.pb.h"
#include "entente/exchange/v1/office_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/common/audit/audit_service.h"
#include "services/common/audit/service_log.h"
#include "services/common/base/change_signal.h"
#include "services/common/base/clock.h"
#include "services/common/channel/channel.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/rocksdb_store.h"
#include "services/exchange/case_service.h"
#include "services/exchange/meeting_service.h"
#include "services/exchange/office_service.h"

namespace entente::exchange {

inline constexpr char kMunicipality[] = "municipalities/21004";

class ExchangeFixture : public testing::Test {
 protected:
  ExchangeFixture() {
    data_ = (std::filesystem::temp_directory_path() / "exch-XXXXXX").string();
    EXPECT_NE(mkdtemp(data_.data()), nullptr);
    auto store = store::OpenRocksdbStore(data_ + "/store");
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    log_ =
        *audit::ServiceLog::Open(*store_, data_ + "/keys",
                                 "spiffe://entente.local/svc/exchange", clock_);
    server::HarnessOptions options;
    options.clock = &clock_;
    options.audit = &log_->recorder();
    harness_ = std::make_unique<server::TestHarness>(
        "exchange",
        std::vector<std::string>{v1::MeetingService::service_full_name(),
                                 v1::CaseService::service_full_name(),
                                 v1::OfficeService::service_full_name(),
                                 common::v1::AuditService::service_full_name()},
        options);
    meeting_service_ = std::make_unique<MeetingService>(
        harness_->gate(), *store_, log_->log(),
        outbox::Source{"spiffe://entente.local/svc/exchange"}, nullptr);
    case_service_ = std::make_unique<CaseService>(
        harness_->gate(), *store_, log_->log(), clock_, changes_);
    office_service_ = std::make_unique<OfficeService>(harness_->gate(), *store_,
                                                      log_->log(), changes_);
    audit_service_ = std::make_unique<audit::AuditService>(
        harness_->gate(), *store_, log_->log(), log_->signer());
    harness_->Start({meeting_service_.get(), case_service_.get(),
                     office_service_.get(), audit_service_.get()});
    audits_ = common::v1::AuditService::NewStub(harness_->Channel());
    meetings_ = v1::MeetingService::NewStub(harness_->Channel());
    cases_ = v1::CaseService::NewStub(harness_->Channel());
    offices_ = v1::OfficeService::NewStub(harness_->Channel());
  }
  ~ExchangeFixture() override {
    harness_->Stop();
    log_.reset();
    store_.reset();
    std::filesystem::remove_all(data_);
  }

  // Every entry of the access log.
  std::vector<audit::AuditEntry> Log() const {
    std::vector<audit::AuditEntry> entries;
    EXPECT_TRUE(audit::VisitEntries(*store_->Read(), 0,
                                    [&](const audit::AuditEntry& entry) {
                                      entries.push_back(entry);
                                      return true;
                                    })
                    .ok());
    return entries;
  }

  // 14 March 2019, noon in Brussels.
  FakeClock clock_{absl::FromUnixSeconds(1552561200)};
  std::string data_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<audit::ServiceLog> log_;
  std::unique_ptr<server::TestHarness> harness_;
  std::unique_ptr<MeetingService> meeting_service_;
  ChangeSignal changes_;
  std::unique_ptr<CaseService> case_service_;
  std::unique_ptr<OfficeService> office_service_;
  std::unique_ptr<audit::AuditService> audit_service_;
  std::unique_ptr<v1::MeetingService::Stub> meetings_;
  std::unique_ptr<v1::CaseService::Stub> cases_;
  std::unique_ptr<v1::OfficeService::Stub> offices_;
  std::unique_ptr<common::v1::AuditService::Stub> audits_;
};

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_EXCHANGE_FIXTURE_H_
