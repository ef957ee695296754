#include "services/exchange/case_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {
namespace {

using v1::FollowUpEntry;

const absl::CivilDay kToday(2020, 2, 29);

v1::CreateFollowUpEntryRequest GoodEntry() {
  v1::CreateFollowUpEntryRequest request;
  FollowUpEntry& entry = *request.mutable_follow_up_entry();
  entry.set_nature(FollowUpEntry::NATURE_FACT);
  entry.set_reliability(FollowUpEntry::RELIABILITY_B);
  entry.set_certainty(FollowUpEntry::CERTAINTY_2);
  entry.set_handling_code(FollowUpEntry::HANDLING_CODE_CELL);
  entry.set_origin("Bravvo");
  entry.set_purpose("Individual follow-up");
  entry.set_legal_basis("Law of 30 July 2018");
  entry.set_text("First talk.\nSecond talk agreed.");
  *entry.mutable_date() = ToDate(kToday);
  return request;
}

TEST(CaseRulesTest, EveryAttributeOfAnEntryIsRequired) {
  using Fault = std::function<void(FollowUpEntry&)>;
  const std::vector<std::pair<std::string, Fault>> faults = {
      {"NATURE_REQUIRED", [](auto& e) { e.clear_nature(); }},
      {"RELIABILITY_REQUIRED", [](auto& e) { e.clear_reliability(); }},
      {"CERTAINTY_REQUIRED", [](auto& e) { e.clear_certainty(); }},
      {"CERTAINTY_REQUIRED",
       [](auto& e) {
         e.set_certainty(static_cast<FollowUpEntry::Certainty>(8));
       }},
      {"HANDLING_CODE_REQUIRED", [](auto& e) { e.clear_handling_code(); }},
      {"FIELD_REQUIRED", [](auto& e) { e.clear_origin(); }},
      {"FIELD_REQUIRED", [](auto& e) { e.clear_purpose(); }},
      {"FIELD_REQUIRED", [](auto& e) { e.clear_legal_basis(); }},
      {"FIELD_REQUIRED", [](auto& e) { e.clear_text(); }},
      {"TEXT_TOO_LONG", [](auto& e) { e.set_text(std::string(4001, 'x')); }},
      {"TEXT_TOO_LONG", [](auto& e) { e.set_origin(std::string(101, 'x')); }},
      {"TEXT_IDENTIFIES_PERSON", [](auto& e) { e.set_origin("a@b.be"); }},
      {"DATE_INVALID", [](auto& e) { e.clear_date(); }},
      {"DATE_IN_FUTURE",
       [](auto& e) { *e.mutable_date() = ToDate(kToday + 1); }},
  };
  for (const auto& [reason, fault] : faults) {
    v1::CreateFollowUpEntryRequest request = GoodEntry();
    fault(*request.mutable_follow_up_entry());
    EXPECT_EQ(ErrorReason(ValidateCreateFollowUpEntry(request, kToday)),
              reason);
  }
  EXPECT_TRUE(ValidateCreateFollowUpEntry(GoodEntry(), kToday).ok());
}

TEST(CaseRulesTest, AStateOfASubjectIsADatedOne) {
  v1::CreateCaseRequest request;
  request.set_parent("municipalities/21004");
  EXPECT_TRUE(ValidateCreateCase(request, kToday).ok());
  request.mutable_case_()->set_subject_state(v1::SUBJECT_STATE_RETURNED);
  EXPECT_EQ(ErrorReason(ValidateCreateCase(request, kToday)),
            "SUBJECT_STATE_DATE_MISSING");
  *request.mutable_case_()->mutable_subject_state_date() = ToDate(kToday + 1);
  EXPECT_EQ(ErrorReason(ValidateCreateCase(request, kToday)), "DATE_IN_FUTURE");
  *request.mutable_case_()->mutable_subject_state_date() = ToDate(kToday);
  EXPECT_TRUE(ValidateCreateCase(request, kToday).ok());
  request.mutable_case_()->set_subject_state(static_cast<v1::SubjectState>(9));
  EXPECT_EQ(ErrorReason(ValidateCreateCase(request, kToday)),
            "SUBJECT_STATE_UNKNOWN");
}

TEST(CaseRulesTest, ErrorsOfAnEntryNeverHoldItsText) {
  v1::CreateFollowUpEntryRequest request = GoodEntry();
  request.mutable_follow_up_entry()->set_text(std::string(4001, 'q'));
  const absl::Status status = ValidateCreateFollowUpEntry(request, kToday);
  EXPECT_EQ(status.ToString().find("qqq"), std::string::npos);
}

TEST(CaseRulesTest, NamesAreReadStrictly) {
  const std::string id(32, 'a');
  EXPECT_TRUE(ParseCaseName("municipalities/21004/cases/" + id));
  for (const std::string& name :
       {std::string(), "municipalities/21004/cases/" + id + "0",
        "municipalities/21004/cases/" + std::string(32, 'A'),
        "municipalities/21004/cases/" + id + "/",
        "/municipalities/21004/cases/" + id,
        "municipalities/21004/meetings/" + id,
        std::string("municipalities/210\0"
                    "4/cases/",
                    26) +
            id}) {
    EXPECT_FALSE(ParseCaseName(name)) << name;
  }
}

TEST(CaseRulesTest, NamesOfRightsAndOfficesAreReadStrictly) {
  const std::string id(32, 'a');
  const std::string of_case = "municipalities/21004/cases/" + id;
  const std::string office = "municipalities/21004/offices/chair";
  EXPECT_EQ(CaseName(*ParseGrantName(of_case + "/grants/" + id)), of_case);
  EXPECT_EQ(ParseOfficeName(office), "21004");
  EXPECT_EQ(ParseHolderName(office + "/holders/" + id), office);
  for (const std::string& name :
       {std::string(), id, "/grants/" + id, of_case + "/grants/",
        of_case + "/grants/" + id + "/", of_case + "/holders/" + id,
        of_case + "grants/" + id, of_case + "/x/grants/" + id,
        office + "/grants/" + id}) {
    EXPECT_FALSE(ParseGrantName(name)) << name;
  }
  for (const std::string& name :
       {std::string(), std::string("/offices/chair"), office + "/",
        std::string("municipalities/2100/offices/chair"),
        std::string("municipalities/21004/offices/head"), "x/" + office}) {
    EXPECT_FALSE(ParseOfficeName(name)) << name;
    EXPECT_FALSE(ParseHolderName(name + "/holders/" + id)) << name;
  }
}

}  // namespace
}  // namespace entente::exchange
