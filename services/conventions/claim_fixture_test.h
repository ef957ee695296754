// The budget of budget_fixture_test.h with the services of claims beside it.
#ifndef SERVICES_CONVENTIONS_CLAIM_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_CLAIM_FIXTURE_TEST_H_

#include <string>
#include <utility>
#include <vector>

#include "entente/conventions/v1/claim_service.grpc.pb.h"
#include "entente/conventions/v1/federal_payment_service.grpc.pb.h"
#include "services/conventions/budget_fixture_test.h"
#include "services/conventions/claim_service.h"
#include "services/conventions/federal_payment_service.h"

namespace entente::conventions {

class ClaimFixture : public BudgetFixture {
 protected:
  using Budget = v1::BudgetService::Stub;
  using Claims = v1::ClaimService::Stub;
  using Federals = v1::FederalPaymentService::Stub;

  ClaimFixture() : ClaimFixture(std::vector<std::string>()) { ServeClaims({}); }

  // For fixtures of further services, as that of BudgetFixture: full names
  // here, the services with ServeClaims().
  // `approvals` is asked by claims and may be made after the fixture.
  explicit ClaimFixture(std::vector<std::string> more,
                        const Clock* clock = nullptr,
                        const FigureApprovals* approvals = nullptr)
      : BudgetFixture(WithClaims(std::move(more)), clock),
        claims_(context_, approvals) {}

  static std::vector<std::string> WithClaims(std::vector<std::string> more) {
    more.emplace_back(v1::ClaimService::service_full_name());
    more.emplace_back(v1::FederalPaymentService::service_full_name());
    return more;
  }

  void ServeClaims(std::vector<grpc::Service*> more) {
    more.insert(more.end(), {&claims_, &federals_});
    Serve(std::move(more));
  }

  // 1.000,00 on the usual line and 500,00 on another: expenses of 150,00 and
  // 70,00 on the first, 40,00 on the second, payments to the zone of 30,00,
  // executed and only ordered. 290,00 to claim in four lines.
  void SpendSome() {
    const std::string line = MakeLine();
    auto other = Call(&Budget::CreateLine, LineRequest("general-2018", "op-01",
                                                       "personnel", 50'000));
    ASSERT_TRUE(other.ok()) << other.status();
    evidence_ = MakeEvidence();
    Spend(line, 15'000);
    Spend(line, 7'000);
    Spend(other->name(), 4'000);
    Pay(line, true);
    Pay(line, false);
  }

  void Spend(const std::string& line, int64_t cents) {
    auto made =
        Call(&Budget::CreateExpense, ExpenseRequest(line, cents, evidence_));
    ASSERT_TRUE(made.ok()) << made.status();
  }

  void Pay(const std::string& line, bool is_executed) {
    auto payment =
        Call(&Budget::OrderZonePayment,
             PaymentRequest(line, 3'000, v1::ZonePayment::ROUTE_PROJECT));
    ASSERT_TRUE(payment.ok()) << payment.status();
    if (!is_executed) return;
    v1::ExecuteZonePaymentRequest execute;
    execute.set_name(payment->name());
    *execute.mutable_value_date() = MakeDate(2018, 7, 1);
    execute.set_bank_reference("B-1");
    auto executed = Call(&Budget::ExecuteZonePayment, execute);
    ASSERT_TRUE(executed.ok()) << executed.status();
  }

  static v1::CreateClaimRequest CreateRequest(
      const std::string& envelope = "general-2018") {
    v1::CreateClaimRequest request;
    request.set_parent(Format(kConvention));
    request.mutable_claim()->set_envelope(Envelope(envelope));
    return request;
  }

  static std::string ClaimNamed(int number) {
    return FormatNumbered(NumberedKind::kClaim, kConvention, number);
  }
  static std::string ExpenseNamed(int number) {
    return FormatNumbered(NumberedKind::kExpense, kConvention, number);
  }
  static std::string PaymentNamed(int number) {
    return FormatNumbered(NumberedKind::kZonePayment, kConvention, number);
  }

  // In time: two days before the deadline of the shipped profile.
  static v1::SubmitClaimRequest SubmitRequest(int number = 1) {
    v1::SubmitClaimRequest request;
    request.set_name(ClaimNamed(number));
    *request.mutable_submit_date() = MakeDate(2019, 3, 29);
    return request;
  }

  static v1::WithdrawClaimRequest WithdrawRequest(int number = 1) {
    v1::WithdrawClaimRequest request;
    request.set_name(ClaimNamed(number));
    return request;
  }

  static v1::DecideClaimRequest DecideRequest(int number = 1) {
    v1::DecideClaimRequest request;
    request.set_name(ClaimNamed(number));
    *request.mutable_decide_date() = MakeDate(2019, 6, 14);
    request.set_decision_reference("IBZ/2019/17");
    return request;
  }

  static void AddDecision(v1::DecideClaimRequest& request,
                          const std::string& source, int64_t accepted,
                          int64_t ineligible, const std::string& reason = "") {
    v1::LineDecision& decision = *request.add_decisions();
    decision.set_source(source);
    *decision.mutable_accepted() = MoneyFromCents(accepted);
    *decision.mutable_ineligible() = MoneyFromCents(ineligible);
    decision.set_reason(reason);
  }

  // The next claim of the envelope of 2018, submitted in time.
  v1::Claim Submitted(int number = 1) {
    auto made = Call(&Claims::CreateClaim, CreateRequest());
    EXPECT_TRUE(made.ok()) << made.status();
    auto submitted = Call(&Claims::SubmitClaim, SubmitRequest(number));
    EXPECT_TRUE(submitted.ok()) << submitted.status();
    return submitted.value_or(v1::Claim());
  }

  // The same with everything accepted but 20,00 of the first expense.
  v1::Claim Decided(int number = 1) {
    Submitted(number);
    v1::DecideClaimRequest request = DecideRequest(number);
    AddDecision(request, ExpenseNamed(1), 13'000, 2'000, "Outside the period");
    request.set_accept_rest(true);
    auto decided = Call(&Claims::DecideClaim, request, {"federal"});
    EXPECT_TRUE(decided.ok()) << decided.status();
    return decided.value_or(v1::Claim());
  }

  static std::string FederalNamed(int number) {
    return FormatNumbered(NumberedKind::kFederalPayment, kConvention, number);
  }

  // Each with a bank reference of its own unless one is given.
  v1::CreateFederalPaymentRequest FederalRequest(
      v1::FederalPayment::Kind kind, int64_t cents,
      const std::string& reference = "") {
    v1::CreateFederalPaymentRequest request;
    request.set_parent(Format(kConvention));
    v1::FederalPayment& payment = *request.mutable_federal_payment();
    payment.set_envelope(Envelope("general-2018"));
    payment.set_kind(kind);
    *payment.mutable_amount() = MoneyFromCents(cents);
    *payment.mutable_value_date() = MakeDate(2018, 9, 14);
    payment.set_bank_reference(
        reference.empty() ? absl::StrCat("B-", ++references_) : reference);
    payment.set_structured_communication("010806817183");
    payment.set_budget_article("56 82 432202");
    payment.set_decree("numac 2018031896");
    return request;
  }

  absl::StatusOr<v1::FederalPayment> Federal(
      v1::FederalPayment::Kind kind, int64_t cents,
      const std::string& reference = "") {
    return Call(&Federals::CreateFederalPayment,
                FederalRequest(kind, cents, reference));
  }

  Balances EnvelopeBalances(const std::string& id = "general-2018") {
    auto balances = GetEnvelope(*store_->Read(), {kConvention, id}, "envelope");
    EXPECT_TRUE(balances.ok()) << balances.status();
    return balances.value_or(Balances());
  }

  ClaimService claims_{context_};
  FederalPaymentService federals_{context_};
  int references_ = 100;
  std::string evidence_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_FIXTURE_TEST_H_
