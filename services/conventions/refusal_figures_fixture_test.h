// What can be asked of a budget that has something of everything, at noon on 15
// June 2020: short forms of the requests that are refused.
#ifndef SERVICES_CONVENTIONS_REFUSAL_FIGURES_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_REFUSAL_FIGURES_FIXTURE_TEST_H_

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/base/clock.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/dotation_service.h"

namespace entente::conventions {

struct June {
  FakeClock june{
      absl::FromCivil(absl::CivilHour(2020, 6, 15, 12), absl::UTCTimeZone())};
};

class RefusalFixture : private June, public ClaimFixture {
 protected:
  using Change = v1::BudgetChange;
  using Payment = v1::FederalPayment;

  RefusalFixture()
      : ClaimFixture({v1::DotationService::service_full_name()}, &june) {
    ServeClaims({&dotations_});
    SpendSome();
    line_ = LineNamed("general-2018", "so-01-operating");
    other_ = LineNamed("general-2018", "op-01-personnel");
  }

  // Back or on; keys and policy are confirmed by the same clock.
  void Pass(int days) {
    june.Advance(absl::Hours(24 * days));
    harness_.gate().ReloadIfChanged();
  }

  v1::RegulationProfile& Profile() { return context_.regulation_profiles[0]; }

  absl::Status Line(const std::string& objective, const std::string& category,
                    int64_t cents = 100) {
    return Call(&Budget::CreateLine,
                LineRequest("general-2018", objective, category, cents))
        .status();
  }
  absl::StatusOr<v1::Reservation> Reserve(int64_t cents) {
    return Call(&Budget::CreateReservation, ReservationRequest(line_, cents));
  }
  absl::Status Void(const std::string& name) {
    v1::VoidReservationRequest request;
    request.set_name(name);
    return Call(&Budget::VoidReservation, request).status();
  }
  absl::Status SpendBy(int64_t cents, const std::string& evidence,
                       const std::string& reservation = "",
                       const std::string& line = "") {
    v1::CreateExpenseRequest request =
        ExpenseRequest(line.empty() ? line_ : line, cents, evidence);
    request.mutable_expense()->set_reservation(reservation);
    return Call(&Budget::CreateExpense, request).status();
  }
  absl::Status Correct(int64_t cents) {
    return Call(&v1::ExpenseCorrectionService::Stub::CorrectExpense,
                CorrectionRequest(ExpenseNamed(1), cents))
        .status();
  }
  absl::Status Execute(int payment, google::type::Date date) {
    v1::ExecuteZonePaymentRequest request;
    request.set_name(PaymentNamed(payment));
    *request.mutable_value_date() = date;
    request.set_bank_reference("B-9");
    return Call(&Budget::ExecuteZonePayment, request).status();
  }

  // The municipality owes its zone 8,00 for 2018; whoever asks deducts more.
  absl::Status Deduct(int64_t cents) {
    using Dotations = v1::DotationService::Stub;
    EXPECT_TRUE(store_
                    ->Transact([](store::Transaction& transaction) {
                      auto whole =
                          GetWholeConvention(transaction, kConvention, "name");
                      whole->set_police_zone_code("5339");
                      PutConvention(transaction, kConvention, *whole);
                      return absl::OkStatus();
                    })
                    .ok());
    v1::CreateDotationKeyRequest with_key;
    with_key.set_parent("municipalities/21004");
    v1::DotationKey& key = *with_key.mutable_dotation_key();
    key.set_police_zone_code("5339");
    *key.mutable_valid_from() = MakeDate(2018, 1, 1);
    key.set_decision_reference("D-1");
    v1::DotationKey::Share& share = *key.add_shares();
    share.set_municipality_code("21004");
    share.set_share_millionths(1'000'000);
    EXPECT_TRUE(Call(&Dotations::CreateDotationKey, with_key).ok());
    v1::CreateDotationRequest with_dotation;
    with_dotation.set_parent("municipalities/21004");
    v1::Dotation& dotation = *with_dotation.mutable_dotation();
    dotation.set_police_zone_code("5339");
    dotation.set_year(2018);
    *dotation.mutable_zone_amount() = MoneyFromCents(800);
    dotation.set_decision_reference("D-2");
    *dotation.mutable_decision_date() = MakeDate(2017, 12, 18);
    EXPECT_TRUE(Call(&Dotations::CreateDotation, with_dotation).ok());
    return Call(&Budget::OrderZonePayment,
                PaymentRequest(line_, cents, v1::ZonePayment::ROUTE_DEDUCTION))
        .status();
  }

  absl::Status Withdraw(const std::string& evidence) {
    v1::WithdrawEvidenceRequest request;
    request.set_name(evidence);
    request.set_reason("Invented");
    return Call(&v1::EvidenceService::Stub::WithdrawEvidence, request).status();
  }
  absl::StatusOr<v1::CreditNote> Credit(const std::string& evidence,
                                        int64_t cents) {
    return Call(&v1::CreditNoteService::Stub::CreateCreditNote,
                CreditNoteRequest(evidence, "N-1", 'e', cents));
  }
  absl::Status WithdrawNote(const std::string& note) {
    v1::WithdrawCreditNoteRequest request;
    request.set_name(note);
    request.set_reason("Invented");
    return Call(&v1::CreditNoteService::Stub::WithdrawCreditNote, request)
        .status();
  }
  // A whole month of M-0042, of 3.000,00.
  absl::StatusOr<v1::Evidence> Month(const std::string& number, char hash) {
    v1::CreateEvidenceRequest request = EvidenceRequest(number, hash, 300'000);
    v1::PersonMonth& month =
        *request.mutable_evidence()->mutable_person_month();
    month.set_staff_number("M-0042");
    month.set_year(2018);
    month.set_month(5);
    month.set_share_basis_points(10'000);
    return Call(&Budget::CreateEvidence, request);
  }

  absl::Status Grant(Change::Type type, const std::string& from,
                     const std::string& to, int64_t cents,
                     google::type::Date date = MakeDate(2020, 6, 1)) {
    v1::CreateGrantChangeRequest request;
    request.set_parent(Format(kConvention));
    Set(type, from, to, cents, date, *request.mutable_budget_change());
    return Call(&v1::BudgetChangeService::Stub::CreateGrantChange, request,
                {"coordinator"})
        .status();
  }
  absl::Status Move(const std::string& from, const std::string& to) {
    v1::CreateBudgetChangeRequest request;
    request.set_parent(Format(kConvention));
    Set(Change::TYPE_REALLOCATION, from, to, 100, MakeDate(2020, 6, 1),
        *request.mutable_budget_change());
    return Call(&v1::BudgetChangeService::Stub::CreateBudgetChange, request)
        .status();
  }

  absl::StatusOr<v1::Claim> Draft(const std::string& id = "general-2018") {
    return Call(&Claims::CreateClaim, CreateRequest(id));
  }
  absl::Status Submit(google::type::Date date) {
    v1::SubmitClaimRequest request = SubmitRequest();
    *request.mutable_submit_date() = date;
    return Call(&Claims::SubmitClaim, request).status();
  }
  absl::Status Decide(const std::string& source, int64_t accepted) {
    v1::DecideClaimRequest request = DecideRequest();
    AddDecision(request, source, accepted, 0);
    return Call(&Claims::DecideClaim, request, {"federal"}).status();
  }
  absl::Status Undecide(const std::string& source) {
    v1::ReverseClaimDecisionRequest request;
    request.set_name(ClaimNamed(1));
    request.add_sources(source);
    request.set_reason("Invented");
    *request.mutable_reverse_date() = MakeDate(2020, 6, 1);
    return Call(&Claims::ReverseClaimDecision, request, {"federal"}).status();
  }
  absl::Status PayFederal(Payment::Kind kind, int64_t cents,
                          const std::string& reference = "") {
    return Federal(kind, cents, reference).status();
  }
  absl::Status Unpay(int number) {
    v1::ReverseFederalPaymentRequest request;
    request.set_name(FederalNamed(number));
    request.set_reason("Invented");
    return Call(&Federals::ReverseFederalPayment, request).status();
  }

  DotationService dotations_{context_};
  std::string line_;
  std::string other_;

 private:
  static void Set(Change::Type type, const std::string& from,
                  const std::string& to, int64_t cents, google::type::Date date,
                  Change& change) {
    change.set_type(type);
    change.set_from(from);
    change.set_to(to);
    if (cents != 0) *change.mutable_amount() = MoneyFromCents(cents);
    change.set_reason("Invented");
    change.set_decision_reference("D-1");
    *change.mutable_effective_date() = date;
  }
};

class RefusalFiguresTest;

// How something is refused for `reason`.
struct Case {
  const char* reason;
  std::function<absl::Status(RefusalFiguresTest&)> ask;
};

inline void PrintTo(const Case& one, std::ostream* out) { *out << one.reason; }

class RefusalFiguresTest : public RefusalFixture,
                           public testing::WithParamInterface<Case> {
 public:
  static std::vector<Case> OfLines();
  static std::vector<Case> Documents();
  static std::vector<Case> Changes();
  static std::vector<Case> OfClaims();
  static std::vector<Case> Payments();
  static std::vector<Case> All() {
    std::vector<Case> all;
    for (const auto& part :
         {OfLines(), Documents(), Changes(), OfClaims(), Payments()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_REFUSAL_FIGURES_FIXTURE_TEST_H_
