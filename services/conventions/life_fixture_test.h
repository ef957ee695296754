// A convention to live with: invented, in a real store behind a real gate whose
// clock the test moves, called through real stubs.
#ifndef SERVICES_CONVENTIONS_LIFE_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_LIFE_FIXTURE_TEST_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "entente/conventions/v1/amendment_service.grpc.pb.h"
#include "entente/conventions/v1/budget_change_service.grpc.pb.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/control_service.grpc.pb.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "entente/conventions/v1/events.pb.h"
#include "entente/conventions/v1/life_service.grpc.pb.h"
#include "entente/conventions/v1/organisation_service.grpc.pb.h"
#include "entente/conventions/v1/progress_service.grpc.pb.h"
#include "entente/conventions/v1/review_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/channel/channel.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/rocksdb_store.h"
#include "services/conventions/amendment_service.h"
#include "services/conventions/budget_change_service.h"
#include "services/conventions/budget_fixture_test.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/control_service.h"
#include "services/conventions/convention_service.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_service.h"
#include "services/conventions/living_convention_fixture_test.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/organisation_service.h"
#include "services/conventions/progress_service.h"
#include "services/conventions/regulation_files.h"
#include "services/conventions/review_service.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {

// Who calls.
struct Person {
  std::string subject;
  std::vector<std::string> roles;
};
inline const Person kCoordinator{"p-1001", {"coordinator"}};
inline const Person kDeputy{"p-1002", {"coordinator"}};
inline const Person kFinance{"p-2001", {"finance"}};
inline const Person kFederal{"p-3001", {"federal"}};

class LifeFixture : public testing::Test {
 protected:
  LifeFixture() {
    auto added = store_->Transact([&](store::Transaction& transaction) {
      v1::Convention convention = LivingConvention();
      *convention.mutable_create_time() = ToTimestamp(clock_.Now());
      return AddConvention(transaction, kConvention, convention,
                           LivingDefinitions(), clock_.Now());
    });
    EXPECT_TRUE(added.ok()) << added;
  }

  // Calls `method` of `stub` as `person`.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(
      const std::unique_ptr<Stub>& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, const Person& person = kCoordinator) {
    auto context = harness_.Context(person.subject, person.roles);
    Response response;
    absl::Status status =
        channel::FromWire((*stub.*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  static absl::Time Noon(int year, int month, int day) {
    return absl::FromCivil(absl::CivilHour(year, month, day, 12),
                           absl::UTCTimeZone());
  }
  // Never back.
  void MoveTo(int year, int month, int day) {
    const absl::Duration by = Noon(year, month, day) - clock_.Now();
    ASSERT_GE(by, absl::ZeroDuration());
    clock_.Advance(by);
  }

  static v1::ConventionFact Fact(v1::ConventionFact::Kind kind,
                                 google::type::Date date) {
    v1::ConventionFact fact;
    fact.set_kind(kind);
    *fact.mutable_date() = date;
    return fact;
  }
  static v1::ConventionFact Signature(v1::ConventionFact::Function function,
                                      google::type::Date date) {
    v1::ConventionFact fact = Fact(v1::ConventionFact::KIND_SIGNATURE, date);
    fact.set_function(function);
    fact.set_party(function == v1::ConventionFact::FUNCTION_MINISTER
                       ? v1::ConventionFact::PARTY_STATE
                       : v1::ConventionFact::PARTY_MUNICIPALITY);
    return fact;
  }
  static v1::ConventionFact Receipt(int copy, google::type::Date date) {
    v1::ConventionFact fact = Fact(v1::ConventionFact::KIND_COPY_RECEIPT, date);
    fact.set_copy_number(copy);
    fact.set_party(v1::ConventionFact::PARTY_MUNICIPALITY);
    fact.set_place("archives, cabinet 4");
    fact.set_scan_sha256(std::string(64, static_cast<char>('0' + copy)));
    return fact;
  }

  absl::StatusOr<v1::ConventionFact> Record(
      const v1::ConventionFact& fact, const Person& person = kCoordinator) {
    v1::CreateConventionFactRequest request;
    request.set_parent(Format(kConvention));
    *request.mutable_convention_fact() = fact;
    return Call(life_, &v1::LifeService::Stub::CreateConventionFact, request,
                person);
  }
  v1::ConventionFact MustRecord(const v1::ConventionFact& fact) {
    auto made = Record(fact);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.value_or(v1::ConventionFact());
  }
  // Approval and all three signatures on `date`.
  void Sign(google::type::Date date) {
    MustRecord(Fact(v1::ConventionFact::KIND_COUNCIL_APPROVAL, date));
    MustRecord(Signature(v1::ConventionFact::FUNCTION_MINISTER, date));
    MustRecord(Signature(v1::ConventionFact::FUNCTION_MAYOR, date));
    MustRecord(Signature(v1::ConventionFact::FUNCTION_SECRETARY, date));
  }

  absl::StatusOr<v1::ConventionFact> Close(google::type::Date date) {
    v1::CloseConventionRequest request;
    request.set_name(Format(kConvention));
    *request.mutable_date() = date;
    request.set_reason("the term is over");
    return Call(life_, &v1::LifeService::Stub::CloseConvention, request,
                kFinance);
  }
  absl::StatusOr<v1::BudgetChange> Lapse(const std::string& envelope,
                                         google::type::Date date) {
    v1::CreateGrantChangeRequest request;
    request.set_parent(Format(kConvention));
    v1::BudgetChange& change = *request.mutable_budget_change();
    change.set_type(v1::BudgetChange::TYPE_LAPSE);
    change.set_from(absl::StrCat(Format(kConvention), "/envelopes/", envelope));
    change.set_reason("the term is over");
    *change.mutable_effective_date() = date;
    return Call(changes_, &v1::BudgetChangeService::Stub::CreateGrantChange,
                request);
  }
  // What nobody spent of any of the three.
  void LapseAll(google::type::Date date) {
    for (const char* envelope :
         {"general-2018", "general-2019", "supplementary-2018"}) {
      const auto lapsed = Lapse(envelope, date);
      EXPECT_TRUE(lapsed.ok()) << envelope << " " << lapsed.status();
    }
  }
  absl::StatusOr<v1::ConventionFact> Settle(google::type::Date date) {
    v1::SettleConventionRequest request;
    request.set_name(Format(kConvention));
    *request.mutable_date() = date;
    request.set_reason("everything is paid");
    return Call(life_, &v1::LifeService::Stub::SettleConvention, request,
                kFinance);
  }

  absl::StatusOr<v1::Convention> Get(
      const google::type::Date* effective = nullptr,
      const google::protobuf::Timestamp* recorded = nullptr) {
    v1::GetConventionRequest request;
    request.set_name(Format(kConvention));
    if (effective != nullptr) {
      *request.mutable_as_of_effective_date() = *effective;
    }
    if (recorded != nullptr) *request.mutable_as_of_record_time() = *recorded;
    return Call(conventions_, &v1::ConventionService::Stub::GetConvention,
                request);
  }
  v1::Convention::State State() {
    auto convention = Get();
    EXPECT_TRUE(convention.ok()) << convention.status();
    return convention.ok() ? convention->state()
                           : v1::Convention::STATE_UNSPECIFIED;
  }

  absl::StatusOr<v1::Line> MakeLine(int64_t cents) {
    v1::CreateLineRequest request;
    request.set_parent(
        absl::StrCat(Format(kConvention), "/envelopes/general-2018"));
    request.mutable_line()->set_objective_id("so-01");
    request.mutable_line()->set_category("operating");
    *request.mutable_line()->mutable_amount() = MoneyFromCents(cents);
    return Call(budget_, &v1::BudgetService::Stub::CreateLine, request,
                kFinance);
  }
  absl::StatusOr<v1::Reservation> Reserve(int64_t cents) {
    v1::CreateReservationRequest request;
    request.set_parent(Format(kConvention));
    request.mutable_reservation()->set_line(absl::StrCat(
        Format(kConvention), "/envelopes/general-2018/lines/so-01-operating"));
    *request.mutable_reservation()->mutable_amount() = MoneyFromCents(cents);
    return Call(budget_, &v1::BudgetService::Stub::CreateReservation, request,
                kFinance);
  }

  static v1::Amendment NewAmendment(google::type::Date effective) {
    v1::Amendment amendment;
    amendment.set_title("Invented amendment");
    *amendment.mutable_effective_date() = effective;
    return amendment;
  }
  static void SetText(v1::Amendment& amendment, const std::string& node,
                      const std::string& text) {
    auto& change = *amendment.add_changes()->mutable_node();
    change.set_node_id(node);
    change.set_text(text);
  }
  static void AddUnder(v1::Amendment& amendment, const std::string& parent,
                       v1::Node::Kind kind, const std::string& text) {
    auto& addition = *amendment.add_changes()->mutable_node_addition();
    addition.set_parent_id(parent);
    addition.set_kind(kind);
    addition.set_text(text);
  }
  static void EndNode(v1::Amendment& amendment, const std::string& node) {
    amendment.add_changes()->mutable_node_end()->set_node_id(node);
  }

  absl::StatusOr<v1::Amendment> Propose(const v1::Amendment& amendment) {
    v1::CreateAmendmentRequest request;
    request.set_parent(Format(kConvention));
    *request.mutable_amendment() = amendment;
    return Call(amendments_, &v1::AmendmentService::Stub::CreateAmendment,
                request);
  }
  absl::StatusOr<v1::Amendment> Approve(const std::string& name,
                                        const Person& person = kDeputy) {
    v1::ApproveAmendmentRequest request;
    request.set_name(name);
    return Call(amendments_, &v1::AmendmentService::Stub::ApproveAmendment,
                request, person);
  }
  absl::StatusOr<v1::Amendment> Apply(const std::string& name) {
    v1::ApplyAmendmentRequest request;
    request.set_name(name);
    return Call(amendments_, &v1::AmendmentService::Stub::ApplyAmendment,
                request);
  }
  // Proposed, approved by another and applied.
  absl::StatusOr<v1::Amendment> Amend(const v1::Amendment& amendment) {
    ENTENTE_ASSIGN_OR_RETURN(const v1::Amendment made, Propose(amendment));
    ENTENTE_RETURN_IF_ERROR(Approve(made.name()).status());
    return Apply(made.name());
  }

  // Definitions that wait to be sent to indicators, oldest first.
  std::vector<v1::DefinitionsPublished> WaitingDefinitions() {
    std::vector<v1::DefinitionsPublished> found;
    const auto pending = outbox::ReadPending(*store_->Read(), kIndicators, 100);
    EXPECT_TRUE(pending.ok()) << pending.status();
    for (const outbox::PendingEvent& waiting : *pending) {
      v1::DefinitionsPublished published;
      if (waiting.event.data().UnpackTo(&published)) {
        found.push_back(published);
      }
    }
    return found;
  }

  void ExpectRecountIsClean() {
    const auto report = VerifyLedger(*store_->Read());
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(report->differences, testing::IsEmpty());
  }

  // A Friday before the term is over.
  FakeClock clock_{Noon(2017, 12, 1)};
  audit::TestLog log_;
  server::TestHarness harness_{"conventions",
                               {v1::AmendmentService::service_full_name(),
                                v1::BudgetChangeService::service_full_name(),
                                v1::BudgetService::service_full_name(),
                                v1::ControlService::service_full_name(),
                                v1::ConventionService::service_full_name(),
                                v1::LifeService::service_full_name(),
                                v1::OrganisationService::service_full_name(),
                                v1::ProgressService::service_full_name(),
                                v1::ReviewService::service_full_name()},
                               {.clock = &clock_, .audit = &log_}};
  std::unique_ptr<store::Store> store_ =
      *store::OpenRocksdbStore(harness_.dir() + "/db");
  ServiceContext context_{
      .gate = harness_.gate(),
      .store = *store_,
      .log = log_.Open(*store_, harness_.dir() + "/keys", clock_).log(),
      .source = {"spiffe://entente.local/svc/conventions"},
      .contract_profiles = {},
      .regulation_profiles =
          *LoadRegulationProfiles("deploy/profiles/regulation"),
      .notify = nullptr,
      .page_tokens = {}};
  AmendmentService amendment_service_{context_};
  BudgetChangeService change_service_{context_};
  BudgetService budget_service_{context_};
  ControlService control_service_{context_};
  ConventionService convention_service_{context_};
  LifeService life_service_{context_};
  OrganisationService organisation_service_{context_};
  ProgressService progress_service_{context_};
  ReviewService review_service_{context_};
  std::shared_ptr<grpc::Channel> channel_ = Serve();
  std::unique_ptr<v1::AmendmentService::Stub> amendments_ =
      v1::AmendmentService::NewStub(channel_);
  std::unique_ptr<v1::BudgetChangeService::Stub> changes_ =
      v1::BudgetChangeService::NewStub(channel_);
  std::unique_ptr<v1::BudgetService::Stub> budget_ =
      v1::BudgetService::NewStub(channel_);
  std::unique_ptr<v1::ControlService::Stub> controls_ =
      v1::ControlService::NewStub(channel_);
  std::unique_ptr<v1::ConventionService::Stub> conventions_ =
      v1::ConventionService::NewStub(channel_);
  std::unique_ptr<v1::LifeService::Stub> life_ =
      v1::LifeService::NewStub(channel_);
  std::unique_ptr<v1::OrganisationService::Stub> organisations_ =
      v1::OrganisationService::NewStub(channel_);
  std::unique_ptr<v1::ProgressService::Stub> progress_ =
      v1::ProgressService::NewStub(channel_);
  std::unique_ptr<v1::ReviewService::Stub> reviews_ =
      v1::ReviewService::NewStub(channel_);

 private:
  std::shared_ptr<grpc::Channel> Serve() {
    harness_.Start({&amendment_service_, &change_service_, &budget_service_,
                    &control_service_, &convention_service_, &life_service_,
                    &organisation_service_, &progress_service_,
                    &review_service_});
    return harness_.Channel();
  }
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LIFE_FIXTURE_TEST_H_
