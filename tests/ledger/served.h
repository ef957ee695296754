// What is judged: the services over a real store, behind the whole door.
#ifndef TESTS_LEDGER_SERVED_H_
#define TESTS_LEDGER_SERVED_H_

#include <memory>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/budget_change_service.grpc.pb.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/claim_service.grpc.pb.h"
#include "entente/conventions/v1/credit_note_service.grpc.pb.h"
#include "entente/conventions/v1/dotation_service.grpc.pb.h"
#include "entente/conventions/v1/evidence_service.grpc.pb.h"
#include "entente/conventions/v1/expense_correction_service.grpc.pb.h"
#include "entente/conventions/v1/federal_payment_service.grpc.pb.h"
#include "entente/conventions/v1/posting_service.grpc.pb.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/clock.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/store.h"
#include "services/conventions/budget_change_service.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/claim_service.h"
#include "services/conventions/correction_service.h"
#include "services/conventions/credit_note_service.h"
#include "services/conventions/dotation_service.h"
#include "services/conventions/evidence_service.h"
#include "services/conventions/federal_payment_service.h"
#include "services/conventions/posting_service.h"
#include "services/conventions/regulation_files.h"
#include "services/conventions/service_context.h"

namespace entente::ledger {

// A busy machine is none of what is judged: no answer is left open for it.
inline store::StoreOptions Patient() {
  store::StoreOptions options;
  options.write_patience = absl::Minutes(1);
  return options;
}

// One of each service.
struct Stubs {
  std::unique_ptr<conventions::v1::BudgetService::Stub> budget;
  std::unique_ptr<conventions::v1::BudgetChangeService::Stub> changes;
  std::unique_ptr<conventions::v1::PostingService::Stub> posting;
  std::unique_ptr<conventions::v1::ExpenseCorrectionService::Stub> corrections;
  std::unique_ptr<conventions::v1::EvidenceService::Stub> evidence;
  std::unique_ptr<conventions::v1::CreditNoteService::Stub> notes;
  std::unique_ptr<conventions::v1::ClaimService::Stub> claims;
  std::unique_ptr<conventions::v1::FederalPaymentService::Stub> federal;
  std::unique_ptr<conventions::v1::DotationService::Stub> dotations;
};

// Called by one thread, over a store that no other process has open.
class Served {
 public:
  // Over the store in `folder`, which is made when there is none.
  explicit Served(const std::string& folder) : folder_(folder) {
    harness_.Start({&budget_, &changes_, &posting_, &corrections_, &evidence_,
                    &notes_, &claims_, &federal_, &dotations_});
    const auto channel = harness_.Channel();
    stubs_.budget = conventions::v1::BudgetService::NewStub(channel);
    stubs_.changes = conventions::v1::BudgetChangeService::NewStub(channel);
    stubs_.posting = conventions::v1::PostingService::NewStub(channel);
    stubs_.corrections =
        conventions::v1::ExpenseCorrectionService::NewStub(channel);
    stubs_.evidence = conventions::v1::EvidenceService::NewStub(channel);
    stubs_.notes = conventions::v1::CreditNoteService::NewStub(channel);
    stubs_.claims = conventions::v1::ClaimService::NewStub(channel);
    stubs_.federal = conventions::v1::FederalPaymentService::NewStub(channel);
    stubs_.dotations = conventions::v1::DotationService::NewStub(channel);
  }

  // Moved to the day of each call.
  FakeClock& clock() { return clock_; }
  server::TestHarness& harness() { return harness_; }
  store::Store& store() { return *store_; }
  const Stubs& stubs() const { return stubs_; }

 private:
  const std::string folder_;
  FakeClock clock_{
      absl::FromCivil(absl::CivilDay(2023, 6, 1), absl::UTCTimeZone())};
  audit::TestLog log_;
  server::TestHarness harness_{
      "conventions",
      {conventions::v1::BudgetService::service_full_name(),
       conventions::v1::BudgetChangeService::service_full_name(),
       conventions::v1::PostingService::service_full_name(),
       conventions::v1::ExpenseCorrectionService::service_full_name(),
       conventions::v1::EvidenceService::service_full_name(),
       conventions::v1::CreditNoteService::service_full_name(),
       conventions::v1::ClaimService::service_full_name(),
       conventions::v1::FederalPaymentService::service_full_name(),
       conventions::v1::DotationService::service_full_name()},
      {.clock = &clock_, .audit = &log_}};
  std::unique_ptr<store::Store> store_ =
      store::OpenRocksdbStore(folder_ + "/db", Patient()).value();
  conventions::ServiceContext context_{
      .gate = harness_.gate(),
      .store = *store_,
      .log = log_.Open(*store_, folder_ + "/keys", clock_).log(),
      .source = {"spiffe://entente.local/svc/conventions"},
      .contract_profiles = {},
      .regulation_profiles =
          conventions::LoadRegulationProfiles("tests/ledger/regulation")
              .value(),
      .notify = nullptr,
      .page_tokens = {}};
  conventions::BudgetService budget_{context_};
  conventions::BudgetChangeService changes_{context_};
  conventions::PostingService posting_{context_};
  conventions::ExpenseCorrectionService corrections_{context_};
  conventions::EvidenceService evidence_{context_};
  conventions::CreditNoteService notes_{context_};
  conventions::ClaimService claims_{context_};
  conventions::FederalPaymentService federal_{context_};
  conventions::DotationService dotations_{context_};
  Stubs stubs_;
};

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_SERVED_H_
