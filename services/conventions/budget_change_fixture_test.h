// Budget changes through real stubs: helpers that ask for one.
#ifndef SERVICES_CONVENTIONS_BUDGET_CHANGE_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_BUDGET_CHANGE_FIXTURE_TEST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/conventions/budget_fixture_test.h"

namespace entente::conventions {

class BudgetChangeTest : public BudgetFixture {
 protected:
  static v1::BudgetChange Change(v1::BudgetChange::Type type,
                                 const std::string& from, const std::string& to,
                                 int64_t cents) {
    v1::BudgetChange change;
    change.set_type(type);
    change.set_from(from);
    change.set_to(to);
    if (cents != 0) *change.mutable_amount() = MoneyFromCents(cents);
    change.set_reason("Invented decision");
    change.set_decision_reference("MB 2018-12");
    *change.mutable_effective_date() = MakeDate(2018, 12, 1);
    return change;
  }

  absl::StatusOr<v1::BudgetChange> Grant(
      const v1::BudgetChange& change,
      const std::vector<std::string>& roles = {"coordinator"}) {
    v1::CreateGrantChangeRequest request;
    request.set_parent(Format(kConvention));
    *request.mutable_budget_change() = change;
    return Call(&v1::BudgetChangeService::Stub::CreateGrantChange, request,
                roles);
  }

  absl::StatusOr<v1::BudgetChange> Allot(
      const v1::BudgetChange& change,
      const std::vector<std::string>& roles = {"finance"}) {
    v1::CreateBudgetChangeRequest request;
    request.set_parent(Format(kConvention));
    *request.mutable_budget_change() = change;
    return Call(&v1::BudgetChangeService::Stub::CreateBudgetChange, request,
                roles);
  }

  absl::StatusOr<v1::BudgetChange> Reduce(int64_t cents) {
    return Grant(Change(v1::BudgetChange::TYPE_REDUCTION,
                        Envelope("general-2018"), "", cents));
  }
  absl::StatusOr<v1::BudgetChange> Lapse() {
    return Grant(
        Change(v1::BudgetChange::TYPE_LAPSE, Envelope("general-2018"), "", 0));
  }
  absl::StatusOr<v1::BudgetChange> TakeBack(const std::string& line,
                                            int64_t cents) {
    return Allot(
        Change(v1::BudgetChange::TYPE_ALLOTMENT_DECREASE, line, "", cents));
  }

  std::string MakeOther(int64_t cents) {
    auto line = Call(&v1::BudgetService::Stub::CreateLine,
                     LineRequest("general-2018", "so-01", "personnel", cents));
    EXPECT_TRUE(line.ok()) << line.status();
    return line.ok() ? line->name() : "";
  }

  Balances EnvelopeBalances(const std::string& id) {
    auto balances = GetEnvelope(*store_->Read(), {kConvention, id}, "envelope");
    EXPECT_TRUE(balances.ok()) << balances.status();
    return balances.value_or(Balances());
  }

  // The refusal has its five figures and its sentence in three languages.
  static void ExpectFigures(const absl::Status& status) {
    const auto detail = GetErrorDetail(status);
    ASSERT_TRUE(detail.has_value()) << status;
    for (const char* figure :
         {"allotted_cents", "reserved_cents", "spent_cents", "requested_cents",
          "available_cents"}) {
      EXPECT_TRUE(detail->metadata.contains(figure)) << figure;
    }
    EXPECT_THAT(detail->sentence.en, testing::HasSubstr("EUR"));
    EXPECT_THAT(detail->sentence.fr, testing::HasSubstr("EUR"));
    EXPECT_THAT(detail->sentence.nl, testing::HasSubstr("EUR"));
  }

  void CarryOverIsAllowed(int32_t cap_basis_points) {
    for (v1::RegulationProfile& profile : context_.regulation_profiles) {
      v1::TransferRule& rule =
          *profile.mutable_transfer_rules()->mutable_carry_over();
      rule.set_is_allowed(true);
      rule.set_cap_basis_points(cap_basis_points);
    }
  }
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_BUDGET_CHANGE_FIXTURE_TEST_H_
