// The dossiers of dossier_fixture_test.h with amendments of their convention
// and a clock that a test moves, back too.
#ifndef SERVICES_CONVENTIONS_AMENDED_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_AMENDED_FIXTURE_TEST_H_

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "entente/conventions/v1/amendment_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "services/conventions/amendment_service.h"
#include "services/conventions/dossier_fixture_test.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {

// Made before the fixture, which reads it.
struct Clocked {
  FakeClock fake{absl::Now()};
};

class AmendedFixture : public Clocked, public DossierFixture {
 protected:
  using Amendments = v1::AmendmentService::Stub;
  using Changes = v1::BudgetChangeService::Stub;

  AmendedFixture()
      : DossierFixture({v1::AmendmentService::service_full_name()}, &fake) {
    ServeDossiers({&amendments_});
  }

  // Moves the clock by whole days, back when below zero.
  void Pass(int days) {
    fake.Advance(absl::Hours(24 * days));
    // Keys and policy are confirmed by the same clock.
    harness_.gate().ReloadIfChanged();
  }

  static v1::Amendment NewAmendment(google::type::Date effective) {
    v1::Amendment amendment;
    amendment.set_title("Invented amendment");
    *amendment.mutable_effective_date() = effective;
    return amendment;
  }
  static void SetTerm(v1::Amendment& amendment, google::type::Date until) {
    auto& term = *amendment.add_changes()->mutable_term();
    *term.mutable_valid_from() = MakeDate(2018, 1, 1);
    *term.mutable_valid_until() = until;
  }
  static v1::ConventionChange::EnvelopeOpening& Open(v1::Amendment& amendment,
                                                     v1::Allocation allocation,
                                                     int year, int64_t cents) {
    auto& opening = *amendment.add_changes()->mutable_envelope_opening();
    opening.set_allocation(allocation);
    opening.set_year(year);
    *opening.mutable_amount() = MoneyFromCents(cents);
    return opening;
  }
  // The term until the end of 2020, with 3.000,00 for general-2020.
  static v1::Amendment NewYear() {
    v1::Amendment amendment = NewAmendment(MakeDate(2019, 12, 1));
    SetTerm(amendment, MakeDate(2020, 12, 31));
    Open(amendment, v1::ALLOCATION_GENERAL, 2020, 300'000);
    return amendment;
  }

  absl::StatusOr<v1::Amendment> Propose(const v1::Amendment& amendment) {
    v1::CreateAmendmentRequest request;
    request.set_parent(Format(kConvention));
    *request.mutable_amendment() = amendment;
    return Call(&Amendments::CreateAmendment, request, {"coordinator"});
  }
  // By another person than the proposer.
  absl::Status Approve(const std::string& name) {
    v1::ApproveAmendmentRequest request;
    request.set_name(name);
    auto context = harness_.Context("p-1002", {"coordinator"});
    v1::Amendment response;
    return channel::FromWire(Amendments(channel_).ApproveAmendment(
        context.get(), request, &response));
  }
  absl::StatusOr<v1::Amendment> ApplyAmendment(const std::string& name,
                                               bool is_rehearsal = false) {
    v1::ApplyAmendmentRequest request;
    request.set_name(name);
    request.set_validate_only(is_rehearsal);
    return Call(&Amendments::ApplyAmendment, request, {"coordinator"});
  }
  absl::StatusOr<v1::Amendment> Amend(const v1::Amendment& amendment) {
    ENTENTE_ASSIGN_OR_RETURN(const v1::Amendment made, Propose(amendment));
    ENTENTE_RETURN_IF_ERROR(Approve(made.name()));
    return ApplyAmendment(made.name());
  }

  absl::StatusOr<v1::BudgetChange> Grant(v1::BudgetChange::Type type,
                                         const std::string& from,
                                         const std::string& to, int64_t cents,
                                         google::type::Date date) {
    v1::CreateGrantChangeRequest request;
    request.set_parent(Format(kConvention));
    v1::BudgetChange& change = *request.mutable_budget_change();
    change.set_type(type);
    if (!from.empty()) change.set_from(Envelope(from));
    if (!to.empty()) change.set_to(Envelope(to));
    if (cents != 0) *change.mutable_amount() = MoneyFromCents(cents);
    change.set_reason("Invented");
    change.set_decision_reference("D-1");
    *change.mutable_effective_date() = date;
    return Call(&Changes::CreateGrantChange, request, {"coordinator"});
  }

  void ExpectRecountIsClean() {
    const auto report = VerifyLedger(*store_->Read());
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(report->differences, testing::IsEmpty());
  }

  AmendmentService amendments_{context_};
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_AMENDED_FIXTURE_TEST_H_
