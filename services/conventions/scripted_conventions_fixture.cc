#include "services/conventions/scripted_conventions_fixture.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/claim_service.grpc.pb.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "entente/conventions/v1/evidence_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/common/faults/fault_fixture.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/claim_service.h"
#include "services/conventions/convention_service.h"
#include "services/conventions/evidence_service.h"
#include "services/conventions/money/money.h"
#include "services/conventions/profiles/profile_loader.h"
#include "services/conventions/regulation_files.h"
#include "services/conventions/review_service.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using Budget = v1::BudgetService::Stub;
using faults::Answer;

// 14 March 2025, noon in Brussels: the first year can be claimed.
constexpr int64_t kNow = 1741950000;
// An invented town with an invented code.
constexpr char kDocument[] = "tools/samples/montclair.fr.txt";
constexpr char kParent[] = "municipalities/99001";
constexpr char kLine[] =
    "municipalities/99001/conventions/css-2024-2025/envelopes/general-2024/"
    "lines/so-01-operating";
// What the document grants: 412.500,00 + 398.250,75 + twice 35.000,00.
constexpr int64_t kGrantedCents = 88'075'075;
constexpr int64_t kLineCents = 1'000'000;
constexpr int64_t kWholeCents = 200'000;
constexpr int64_t kPartCents = 150'000;
constexpr int64_t kSpentPartCents = 90'000;
constexpr int64_t kOpenCents = 50'000;
constexpr int64_t kPaymentCents = 30'000;

google::type::Date MakeDate(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

}  // namespace

std::string Named(const std::string& collection) {
  return absl::StrCat(kConvention, "/", collection, "/999999");
}

struct ScriptedConventions::Services {
  explicit Services(ServiceContext made) : context(std::move(made)) {}

  ServiceContext context;
  ConventionService conventions{context};
  BudgetService budget{context};
  EvidenceService evidence{context};
  ClaimService claims{context};
  ReviewService reviews{context};
};

ScriptedConventions::ScriptedConventions()
    : ScriptedService("conventions",
                      {v1::ConventionService::service_full_name(),
                       v1::BudgetService::service_full_name(),
                       v1::EvidenceService::service_full_name(),
                       v1::ClaimService::service_full_name(),
                       v1::ReviewService::service_full_name()},
                      absl::FromUnixSeconds(kNow)) {}

ScriptedConventions::~ScriptedConventions() { Close(); }

absl::StatusOr<std::vector<grpc::Service*>>
ScriptedConventions::MakeServices() {
  ENTENTE_ASSIGN_OR_RETURN(auto contracts,
                           LoadProfiles("services/conventions/profiles"));
  ENTENTE_ASSIGN_OR_RETURN(
      auto regulations, LoadRegulationProfiles("deploy/profiles/regulation"));
  services_ = std::make_unique<Services>(
      ServiceContext{.gate = harness().gate(),
                     .store = store(),
                     .log = log()->log(),
                     .source = {"spiffe://entente.local/svc/conventions"},
                     .contract_profiles = std::move(contracts),
                     .regulation_profiles = std::move(regulations),
                     .notify = nullptr,
                     .page_tokens = {},
                     .municipality = "99001"});
  return std::vector<grpc::Service*>{&services_->conventions,
                                     &services_->budget, &services_->evidence,
                                     &services_->claims, &services_->reviews};
}

void ScriptedConventions::Dismiss() { services_.reset(); }

const std::vector<Answer>& ScriptedConventions::script() const {
  static const auto* const kScript = new std::vector<Answer>{
      {"import"},
      {"resolve-finding"},
      {"promote-result"},
      {"create-line"},
      {"bad-line", grpc::INVALID_ARGUMENT, "UNKNOWN_CATEGORY"},
      {"reserve-whole"},
      {"reserve-part"},
      {"reserve-open"},
      {"reserve-too-much", grpc::FAILED_PRECONDITION, "ALLOTMENT_EXCEEDED"},
      {"evidence"},
      {"spend-whole"},
      {"spend-part"},
      {"read-evidence-1"},
      {"read-without-role", grpc::PERMISSION_DENIED, "PERMISSION_MISSING"},
      {"checkpoint-1"},
      {"read-evidence-2"},
      {"reopen-finding"},
      {"reverse-promotion"},
      {"void-open"},
      {"order-payment"},
      {"execute-payment"},
      {"acknowledge-payment"},
      {"reverse-acknowledgement"},
      {"acknowledge-again"},
      {"create-claim"},
      {"submit-claim"},
      {"decide-claim"},
      {"reverse-decision"},
      {"decide-again"},
      {"list-entries"},
      {"checkpoint-2"},
  };
  return *kScript;
}

void ScriptedConventions::RunFirst(const Saw& saw) {
  whole_ = part_ = open_ = Named("reservations");
  evidence_ = absl::StrCat(kParent, "/evidence/999999");
  const auto tell = [&](const Seen& seen, std::string* kept) {
    if (seen.code == grpc::OK) *kept = seen.name;
    saw(seen);
  };
  saw(Import());
  saw(Resolve());
  saw(Promote());
  saw(AddLine("create-line", "operating"));
  saw(AddLine("bad-line", "entertainment"));
  tell(Reserve("reserve-whole", kWholeCents), &whole_);
  tell(Reserve("reserve-part", kPartCents), &part_);
  tell(Reserve("reserve-open", kOpenCents), &open_);
  saw(Reserve("reserve-too-much", kLineCents));
  tell(AddEvidence(), &evidence_);
  saw(Spend("spend-whole", kWholeCents, whole_));
  saw(Spend("spend-part", kSpentPartCents, part_));
  saw(Read("read-evidence-1", true));
  saw(Read("read-without-role", false));
  saw(SignCheckpoint("checkpoint-1"));
}

void ScriptedConventions::RunSecond(const Saw& saw) {
  saw(Read("read-evidence-2", true));
  saw(Reopen());
  saw(Demote());
  saw(Void("void-open"));
  PayZone(saw);
  Claim(saw);
  saw(ListEntries("list-entries"));
  saw(SignCheckpoint("checkpoint-2"));
}

// The list of evidence names issuers: whoever reads it is recorded.
Seen ScriptedConventions::Read(const std::string& call, bool is_permitted) {
  v1::ListEvidenceRequest request;
  request.set_parent(kParent);
  return As(is_permitted ? "finance" : "zone", call,
            &v1::EvidenceService::Stub::ListEvidence, request);
}

void ScriptedConventions::JudgeState(const store::Reader& reader,
                                     const Done& done) {
  const absl::StatusOr<VerifyReport> report = VerifyLedger(reader);
  ASSERT_TRUE(report.ok()) << report.status();
  for (const std::string& difference : report->differences) {
    ADD_FAILURE() << difference;
  }
  EXPECT_EQ(report->conventions, done("import"));
  EXPECT_EQ(report->granted_cents, kGrantedCents * done("import"));
  EXPECT_EQ(report->unallotted_cents,
            report->granted_cents - kLineCents * done("create-line"));
  EXPECT_EQ(report->lines, done("create-line"));
  EXPECT_EQ(report->reservations, done("reserve-whole") + done("reserve-part") +
                                      done("reserve-open"));
  EXPECT_EQ(report->evidence, done("evidence"));
  EXPECT_EQ(report->expenses, done("spend-whole") + done("spend-part"));
  EXPECT_EQ(report->charges, report->expenses);
  EXPECT_EQ(report->payments, done("order-payment"));
  EXPECT_EQ(report->spent_cents, kWholeCents * done("spend-whole") +
                                     kSpentPartCents * done("spend-part") +
                                     kPaymentCents * done("execute-payment"));
  EXPECT_EQ(
      report->reserved_cents,
      kWholeCents * (done("reserve-whole") - done("spend-whole")) +
          kPartCents * (done("reserve-part") - done("spend-part")) +
          kOpenCents * (done("reserve-open") - done("void-open")) +
          kPaymentCents * (done("order-payment") - done("execute-payment")));
  EXPECT_EQ(report->claims, done("create-claim"));
  JudgeDecisions(reader, done);
  JudgeReviews(reader, done);
  EXPECT_EQ(outbox::CountPending(reader, kIndicators, 9).value(),
            done("import") + done("promote-result") +
                done("reverse-promotion") + done("acknowledge-payment") +
                done("reverse-acknowledgement") + done("acknowledge-again"));
}

Seen ScriptedConventions::Import() {
  std::ifstream file(kDocument, std::ios::binary);
  v1::ImportConventionRequest request;
  request.set_parent(kParent);
  request.set_police_zone_code("5339");
  request.set_document_text(
      std::string(std::istreambuf_iterator<char>(file), {}));
  request.set_request_id(RequestId("import"));
  return As("coordinator", "import",
            &v1::ConventionService::Stub::ImportConvention, request);
}

Seen ScriptedConventions::AddLine(const std::string& call,
                                  const std::string& category) {
  v1::CreateLineRequest request;
  request.set_parent(kEnvelope);
  request.mutable_line()->set_objective_id("so-01");
  request.mutable_line()->set_category(category);
  *request.mutable_line()->mutable_amount() = MoneyFromCents(kLineCents);
  request.set_request_id(RequestId(call));
  return As("finance", call, &Budget::CreateLine, request);
}

Seen ScriptedConventions::Reserve(const std::string& call, int64_t cents) {
  v1::CreateReservationRequest request;
  request.set_parent(kConvention);
  request.mutable_reservation()->set_line(kLine);
  *request.mutable_reservation()->mutable_amount() = MoneyFromCents(cents);
  request.set_request_id(RequestId(call));
  return As("finance", call, &Budget::CreateReservation, request);
}

Seen ScriptedConventions::Void(const std::string& call) {
  v1::VoidReservationRequest request;
  request.set_name(open_);
  request.set_request_id(RequestId(call));
  return As("finance", call, &Budget::VoidReservation, request);
}

Seen ScriptedConventions::AddEvidence() {
  v1::CreateEvidenceRequest request;
  request.set_parent(kParent);
  v1::Evidence& evidence = *request.mutable_evidence();
  evidence.set_issuer_enterprise_number("0207.373.429");
  evidence.set_document_number("F-1");
  *evidence.mutable_document_date() = MakeDate(2024, 6, 1);
  *evidence.mutable_amount() = MoneyFromCents(kWholeCents + kPartCents);
  evidence.set_file_sha256(std::string(64, 'b'));
  request.set_request_id(RequestId("evidence"));
  return As("finance", "evidence", &Budget::CreateEvidence, request);
}

Seen ScriptedConventions::Spend(const std::string& call, int64_t cents,
                                const std::string& reservation) {
  v1::CreateExpenseRequest request;
  request.set_parent(kConvention);
  v1::Expense& expense = *request.mutable_expense();
  expense.set_line(kLine);
  *expense.mutable_amount() = MoneyFromCents(cents);
  expense.set_evidence(evidence_);
  expense.set_reservation(reservation);
  *expense.mutable_service_date() = MakeDate(2024, 5, 17);
  request.set_request_id(RequestId(call));
  return As("finance", call, &Budget::CreateExpense, request);
}

void ScriptedConventions::PayZone(const Saw& saw) {
  v1::OrderZonePaymentRequest order;
  order.set_parent(kConvention);
  order.mutable_zone_payment()->set_line(kLine);
  *order.mutable_zone_payment()->mutable_amount() =
      MoneyFromCents(kPaymentCents);
  order.mutable_zone_payment()->set_route(v1::ZonePayment::ROUTE_PROJECT);
  order.set_request_id(RequestId("order-payment"));
  const Seen ordered =
      As("finance", "order-payment", &Budget::OrderZonePayment, order);
  saw(ordered);
  const std::string payment =
      ordered.code == grpc::OK ? ordered.name : Named("zonePayments");

  v1::ExecuteZonePaymentRequest execute;
  execute.set_name(payment);
  *execute.mutable_value_date() = MakeDate(2024, 7, 1);
  execute.set_bank_reference("B-1");
  execute.set_request_id(RequestId("execute-payment"));
  saw(As("finance", "execute-payment", &Budget::ExecuteZonePayment, execute));

  v1::AcknowledgeZonePaymentRequest acknowledge;
  acknowledge.set_name(payment);
  *acknowledge.mutable_acknowledge_date() = MakeDate(2024, 7, 3);
  acknowledge.set_request_id(RequestId("acknowledge-payment"));
  saw(As("zone", "acknowledge-payment", &Budget::AcknowledgeZonePayment,
         acknowledge));

  v1::ReverseZoneAcknowledgementRequest reverse;
  reverse.set_name(payment);
  *reverse.mutable_reverse_date() = MakeDate(2024, 7, 3);
  reverse.set_reason("Of another payment");
  reverse.set_request_id(RequestId("reverse-acknowledgement"));
  saw(As("zone", "reverse-acknowledgement", &Budget::ReverseZoneAcknowledgement,
         reverse));
  acknowledge.set_request_id(RequestId("acknowledge-again"));
  saw(As("zone", "acknowledge-again", &Budget::AcknowledgeZonePayment,
         acknowledge));
}

}  // namespace entente::conventions
