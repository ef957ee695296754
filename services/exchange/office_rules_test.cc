#include "services/exchange/office_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {
namespace {

const absl::CivilDay kToday(2018, 12, 3);

v1::CreateOfficeHolderRequest Good() {
  v1::CreateOfficeHolderRequest request;
  request.set_parent("municipalities/21004/offices/chair");
  auto& holder = *request.mutable_office_holder();
  holder.set_person("p-2");
  *holder.mutable_from() = ToDate(kToday);
  *holder.mutable_until() = ToDate(kToday + 6 * 365);
  holder.set_reason("oath of 3 December");
  return request;
}

TEST(OfficeRulesTest, EachFaultOfAHoldingIsNamed) {
  using Change = std::function<void(v1::CreateOfficeHolderRequest&)>;
  const std::vector<std::pair<std::string, Change>> faults = {
      {"NAME_INVALID", [](auto& r) { r.set_parent("municipalities/21004"); }},
      {"NAME_INVALID",
       [](auto& r) { r.set_parent("municipalities/21004/offices/secretary"); }},
      {"PERSON_INVALID",
       [](auto& r) { r.mutable_office_holder()->clear_person(); }},
      {"SELF_APPOINTMENT",
       [](auto& r) { r.mutable_office_holder()->set_person("p-1"); }},
      {"DATE_INVALID",
       [](auto& r) { r.mutable_office_holder()->clear_until(); }},
      {"HOLDING_ENDS_BEFORE_IT_BEGINS",
       [](auto& r) {
         *r.mutable_office_holder()->mutable_until() = ToDate(kToday - 1);
       }},
      {"HOLDING_TOO_LONG",
       [](auto& r) {
         *r.mutable_office_holder()->mutable_until() = ToDate(kToday + 7 * 366);
       }},
      {"HOLDING_ALREADY_OVER",
       [](auto& r) {
         *r.mutable_office_holder()->mutable_from() = ToDate(kToday - 20);
         *r.mutable_office_holder()->mutable_until() = ToDate(kToday - 1);
       }},
      {"FIELD_REQUIRED",
       [](auto& r) { r.mutable_office_holder()->clear_reason(); }},
  };
  for (const auto& [reason, change] : faults) {
    v1::CreateOfficeHolderRequest request = Good();
    change(request);
    EXPECT_EQ(ErrorReason(ValidateCreateOfficeHolder(request, "p-1", kToday)),
              reason);
  }
  EXPECT_TRUE(ValidateCreateOfficeHolder(Good(), "p-1", kToday).ok());
}

TEST(OfficeRulesTest, EndingAHoldingNeedsItsNameAndAReason) {
  v1::RevokeOfficeHolderRequest request;
  EXPECT_EQ(ErrorReason(ValidateRevokeOfficeHolder(request)), "NAME_INVALID");
  request.set_name("municipalities/21004/offices/chair/holders/" +
                   std::string(32, 'a'));
  EXPECT_EQ(ErrorReason(ValidateRevokeOfficeHolder(request)), "FIELD_REQUIRED");
  request.set_reason("resignation");
  EXPECT_TRUE(ValidateRevokeOfficeHolder(request).ok());
}

}  // namespace
}  // namespace entente::exchange
