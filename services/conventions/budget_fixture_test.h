// A budget to test with: an invented convention of two parts in a real store,
// behind a real gate, called through real stubs.
#ifndef SERVICES_CONVENTIONS_BUDGET_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_BUDGET_FIXTURE_TEST_H_

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_change_service.grpc.pb.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/credit_note_service.grpc.pb.h"
#include "entente/conventions/v1/expense_correction_service.grpc.pb.h"
#include "entente/conventions/v1/posting_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/channel/channel.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/rocksdb_store.h"
#include "services/conventions/budget_change_service.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/correction_service.h"
#include "services/conventions/credit_note_service.h"
#include "services/conventions/evidence_service.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/posting_service.h"
#include "services/conventions/regulation_files.h"

namespace entente::conventions {

inline const ConventionName kConvention{"21004", "css-2018-2019"};

inline google::type::Date MakeDate(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

inline void AddNode(v1::Convention& convention, const std::string& id,
                    const std::string& parent, v1::Node::Kind kind,
                    v1::Allocation allocation) {
  v1::Node& node = *convention.add_nodes();
  node.set_id(id);
  node.set_parent_id(parent);
  node.set_kind(kind);
  node.set_allocation(allocation);
  node.set_text("Invented " + id);
}

inline void AddGrant(v1::Convention& convention, v1::Allocation allocation,
                     int year, int64_t cents) {
  v1::EnvelopeGrant& grant = *convention.add_envelopes();
  grant.set_allocation(allocation);
  grant.set_year(year);
  *grant.mutable_amount() = MoneyFromCents(cents);
}

// Envelopes: general 2018 of 10.000,00, general 2019 of 5.000,00,
// supplementary 2018 of 600,00. Objectives so-01 > op-01 in part I, so-02 in
// part II.
inline v1::Convention InventedConvention() {
  v1::Convention convention;
  convention.set_name(Format(kConvention));
  convention.set_title("Invented convention");
  convention.set_text_sha256(std::string(64, 'a'));
  convention.set_etag("e1");
  *convention.mutable_valid_from() = MakeDate(2018, 1, 1);
  *convention.mutable_valid_until() = MakeDate(2019, 12, 31);
  AddGrant(convention, v1::ALLOCATION_GENERAL, 2018, 1'000'000);
  AddGrant(convention, v1::ALLOCATION_GENERAL, 2019, 500'000);
  AddGrant(convention, v1::ALLOCATION_SUPPLEMENTARY, 2018, 60'000);
  const v1::Allocation general = v1::ALLOCATION_GENERAL;
  const v1::Allocation supplementary = v1::ALLOCATION_SUPPLEMENTARY;
  AddNode(convention, "pt-01", "", v1::Node::KIND_PART, general);
  AddNode(convention, "so-01", "pt-01", v1::Node::KIND_STRATEGIC_OBJECTIVE,
          general);
  AddNode(convention, "op-01", "so-01", v1::Node::KIND_OPERATIONAL_OBJECTIVE,
          general);
  AddNode(convention, "in-01", "so-01", v1::Node::KIND_INDICATOR, general);
  AddNode(convention, "pt-02", "", v1::Node::KIND_PART, supplementary);
  AddNode(convention, "so-02", "pt-02", v1::Node::KIND_STRATEGIC_OBJECTIVE,
          supplementary);
  return convention;
}

class BudgetFixture : public testing::Test {
 protected:
  BudgetFixture() : BudgetFixture({}, nullptr) { Serve({}); }

  // For fixtures of further services: full names of them here, the services
  // themselves, made from context_, with Serve() in the derived constructor.
  // `clock`: of the gate, and so of every decision; null for the machine's.
  explicit BudgetFixture(std::vector<std::string> more,
                         const Clock* clock = nullptr)
      : harness_("conventions", WithBudget(std::move(more)),
                 {.clock = clock, .audit = &log_}) {
    auto added = store_->Transact([](store::Transaction& transaction) {
      return AddConvention(transaction, kConvention, InventedConvention(), {},
                           absl::UnixEpoch());
    });
    EXPECT_TRUE(added.ok()) << added;
  }

  static std::vector<std::string> WithBudget(std::vector<std::string> more) {
    more.emplace_back(v1::BudgetService::service_full_name());
    more.emplace_back(v1::PostingService::service_full_name());
    more.emplace_back(v1::BudgetChangeService::service_full_name());
    more.emplace_back(v1::ExpenseCorrectionService::service_full_name());
    more.emplace_back(v1::CreditNoteService::service_full_name());
    more.emplace_back(v1::EvidenceService::service_full_name());
    return more;
  }

  void Serve(std::vector<grpc::Service*> more) {
    more.insert(more.end(), {&service_, &posting_service_, &changes_,
                             &corrections_, &credit_notes_, &evidence_});
    harness_.Start(more);
    channel_ = harness_.Channel();
    stub_ = v1::BudgetService::NewStub(channel_);
    posting_ = v1::PostingService::NewStub(channel_);
  }

  // Calls `method` of a stub as a person with `roles`.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request,
      const std::vector<std::string>& roles = {"finance"}) {
    auto context = harness_.Context("p-1001", roles);
    Response response;
    Stub stub(channel_);
    absl::Status status =
        channel::FromWire((stub.*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  static std::string Envelope(const std::string& id) {
    return absl::StrCat(Format(kConvention), "/envelopes/", id);
  }
  static std::string LineNamed(const std::string& envelope,
                               const std::string& line) {
    return absl::StrCat(Envelope(envelope), "/lines/", line);
  }

  static v1::CreateLineRequest LineRequest(const std::string& envelope,
                                           const std::string& objective,
                                           const std::string& category,
                                           int64_t cents) {
    v1::CreateLineRequest request;
    request.set_parent(Envelope(envelope));
    request.mutable_line()->set_objective_id(objective);
    request.mutable_line()->set_category(category);
    *request.mutable_line()->mutable_amount() = MoneyFromCents(cents);
    return request;
  }

  static v1::CreateReservationRequest ReservationRequest(
      const std::string& line, int64_t cents) {
    v1::CreateReservationRequest request;
    request.set_parent(Format(kConvention));
    request.mutable_reservation()->set_line(line);
    *request.mutable_reservation()->mutable_amount() = MoneyFromCents(cents);
    return request;
  }

  static v1::CreateEvidenceRequest EvidenceRequest(const std::string& number,
                                                   char hash, int64_t cents) {
    v1::CreateEvidenceRequest request;
    request.set_parent("municipalities/21004");
    v1::Evidence& evidence = *request.mutable_evidence();
    evidence.set_issuer_enterprise_number("0207.373.429");
    evidence.set_document_number(number);
    *evidence.mutable_document_date() = MakeDate(2018, 6, 1);
    *evidence.mutable_amount() = MoneyFromCents(cents);
    evidence.set_file_sha256(std::string(64, hash));
    return request;
  }

  static v1::CreateExpenseRequest ExpenseRequest(const std::string& line,
                                                 int64_t cents,
                                                 const std::string& evidence) {
    v1::CreateExpenseRequest request;
    request.set_parent(Format(kConvention));
    v1::Expense& expense = *request.mutable_expense();
    expense.set_line(line);
    *expense.mutable_amount() = MoneyFromCents(cents);
    expense.set_evidence(evidence);
    *expense.mutable_service_date() = MakeDate(2018, 5, 17);
    return request;
  }

  static v1::OrderZonePaymentRequest PaymentRequest(
      const std::string& line, int64_t cents, v1::ZonePayment::Route route) {
    v1::OrderZonePaymentRequest request;
    request.set_parent(Format(kConvention));
    request.mutable_zone_payment()->set_line(line);
    *request.mutable_zone_payment()->mutable_amount() = MoneyFromCents(cents);
    request.mutable_zone_payment()->set_route(route);
    return request;
  }

  // The usual line: so-01-operating of general-2018 with 1.000,00.
  std::string MakeLine(int64_t cents = 100'000) {
    auto line = Call(&v1::BudgetService::Stub::CreateLine,
                     LineRequest("general-2018", "so-01", "operating", cents));
    EXPECT_TRUE(line.ok()) << line.status();
    return line.ok() ? line->name() : "";
  }

  std::string MakeEvidence(const std::string& number = "F-1", char hash = 'b',
                           int64_t cents = 1'000'000) {
    auto evidence = Call(&v1::BudgetService::Stub::CreateEvidence,
                         EvidenceRequest(number, hash, cents));
    EXPECT_TRUE(evidence.ok()) << evidence.status();
    return evidence.ok() ? evidence->name() : "";
  }

  static v1::CorrectExpenseRequest CorrectionRequest(const std::string& expense,
                                                     int64_t cents) {
    v1::CorrectExpenseRequest request;
    request.set_parent(Format(kConvention));
    request.mutable_expense_correction()->set_expense(expense);
    *request.mutable_expense_correction()->mutable_amount() =
        MoneyFromCents(cents);
    request.mutable_expense_correction()->set_reason("Invoiced twice");
    return request;
  }

  static v1::CreateCreditNoteRequest CreditNoteRequest(
      const std::string& evidence, const std::string& number, char hash,
      int64_t cents) {
    v1::CreateCreditNoteRequest request;
    request.set_parent("municipalities/21004");
    v1::CreditNote& note = *request.mutable_credit_note();
    note.set_evidence(evidence);
    note.set_document_number(number);
    *note.mutable_document_date() = MakeDate(2018, 6, 15);
    *note.mutable_amount() = MoneyFromCents(cents);
    note.set_file_sha256(std::string(64, hash));
    return request;
  }

  // Stored balances of a line of the convention.
  Balances LineBalances(const std::string& name) {
    auto parsed = ParseLineName(name, "line");
    auto line = GetLine(*store_->Read(), *parsed, "line");
    EXPECT_TRUE(line.ok()) << line.status();
    return line.ok() ? FromRecord(line->account()) : Balances();
  }

  // Every byte of the store that the conventions service wrote.
  std::string Everything() {
    std::string all;
    for (int table = 0x10; table < 0xE0; ++table) {
      const std::string prefix(1, static_cast<char>(table));
      EXPECT_TRUE(
          store_->Read()
              ->Scan(prefix, "",
                     [&](absl::string_view key, absl::string_view value) {
                       absl::StrAppend(&all, key, "=", value, ";");
                       return true;
                     })
              .ok());
    }
    return all;
  }

  SystemClock clock_;
  audit::TestLog log_;
  server::TestHarness harness_;
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
  BudgetService service_{context_};
  PostingService posting_service_{context_};
  BudgetChangeService changes_{context_};
  ExpenseCorrectionService corrections_{context_};
  CreditNoteService credit_notes_{context_};
  EvidenceService evidence_{context_};
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::BudgetService::Stub> stub_;
  std::unique_ptr<v1::PostingService::Stub> posting_;
};

// That `text` is the shipped one of the profile `id`, whose file is hashed
// here.
inline void ExpectTextOf(const std::string& id,
                         const v1::RegulationText& text) {
  std::ifstream file(
      absl::StrCat("deploy/profiles/regulation/", id, ".textproto"),
      std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  EXPECT_EQ(text.regulation_profile(), id);
  EXPECT_EQ(text.version(), 1);
  EXPECT_EQ(text.text_sha256(), Sha256Hex(bytes.str()));
}

// The figure `key` of a refusal, or "".
inline std::string Figure(const absl::Status& status, const std::string& key) {
  const auto detail = GetErrorDetail(status);
  if (!detail) return "";
  const auto found = detail->metadata.find(key);
  return found == detail->metadata.end() ? "" : found->second;
}

inline std::string Field(const absl::Status& status) {
  const auto detail = GetErrorDetail(status);
  return detail ? detail->field : "";
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_BUDGET_FIXTURE_TEST_H_
