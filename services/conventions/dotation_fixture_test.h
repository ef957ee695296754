// A municipality that owes its police zone: keys, dotations and deductions,
// through real stubs.
#ifndef SERVICES_CONVENTIONS_DOTATION_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_DOTATION_FIXTURE_TEST_H_

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_fixture_test.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/dotation_service.h"
#include "services/conventions/local_day.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {

inline constexpr char kTown[] = "municipalities/21004";

class DotationFixture : public BudgetFixture {
 protected:
  using Stub = v1::DotationService::Stub;
  using Budget = v1::BudgetService::Stub;
  using Dotation = v1::Dotation;
  using DotationKey = v1::DotationKey;

  DotationFixture()
      : BudgetFixture({v1::DotationService::service_full_name()}) {
    // The convention is of zone 5339.
    EXPECT_TRUE(store_
                    ->Transact([](store::Transaction& transaction) {
                      auto whole =
                          GetWholeConvention(transaction, kConvention, "name");
                      whole->set_police_zone_code("5339");
                      PutConvention(transaction, kConvention, *whole);
                      return absl::OkStatus();
                    })
                    .ok());
    Serve({&dotations_});
  }

  // From a year on: 21004 and 21009 by these millionths.
  static DotationKey Key(int year, int brussels, int ixelles) {
    DotationKey key;
    key.set_police_zone_code("5339");
    *key.mutable_valid_from() = MakeDate(year, 1, 1);
    key.set_decision_reference("D-1");
    Share("21004", brussels, key);
    Share("21009", ixelles, key);
    return key;
  }
  static void Share(const std::string& code, int millionths, DotationKey& key) {
    DotationKey::Share& share = *key.add_shares();
    share.set_municipality_code(code);
    share.set_share_millionths(millionths);
  }
  absl::StatusOr<DotationKey> Add(const DotationKey& key,
                                  const std::string& role = "finance") {
    v1::CreateDotationKeyRequest request;
    request.set_parent(kTown);
    *request.mutable_dotation_key() = key;
    return Call(&Stub::CreateDotationKey, request, {role});
  }
  static Dotation Owed(int year, int64_t cents) {
    Dotation dotation;
    dotation.set_police_zone_code("5339");
    dotation.set_year(year);
    *dotation.mutable_zone_amount() = MoneyFromCents(cents);
    dotation.set_decision_reference("D-2");
    *dotation.mutable_decision_date() = MakeDate(2017, 12, 18);
    return dotation;
  }
  absl::StatusOr<Dotation> Add(const Dotation& dotation) {
    v1::CreateDotationRequest request;
    request.set_parent(kTown);
    *request.mutable_dotation() = dotation;
    return Call(&Stub::CreateDotation, request);
  }
  std::vector<Dotation> List(const std::string& filter = "") {
    v1::ListDotationsRequest request;
    request.set_parent(kTown);
    request.set_filter(filter);
    const auto list = Call(&Stub::ListDotations, request, {"zone"});
    EXPECT_TRUE(list.ok()) << list.status();
    if (!list.ok()) return {};
    return {list->dotations().begin(), list->dotations().end()};
  }
  absl::Status Deduct(const std::string& line, int64_t cents) {
    return Call(&Budget::OrderZonePayment,
                PaymentRequest(line, cents, v1::ZonePayment::ROUTE_DEDUCTION))
        .status();
  }
  void Plant(const std::function<void(store::Transaction&)>& change) {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      change(transaction);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  std::vector<std::string> Differences() {
    const auto report = VerifyLedger(*store_->Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? report->differences : std::vector<std::string>();
  }
  static int64_t CentsIn(const google::type::Money& money) {
    return CentsFromMoney(money, "").value_or(-1);
  }

  DotationService dotations_{context_};
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOTATION_FIXTURE_TEST_H_
