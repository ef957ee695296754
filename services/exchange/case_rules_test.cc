#include "services/exchange/case_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {
namespace {

using v1::CaseGrant;
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

v1::CreateCaseGrantRequest GoodGrant() {
  v1::CreateCaseGrantRequest request;
  CaseGrant& grant = *request.mutable_case_grant();
  grant.set_person("p-2");
  grant.set_relation(CaseGrant::RELATION_READER);
  *grant.mutable_from() = ToDate(kToday);
  *grant.mutable_until() = ToDate(kToday + 30);
  grant.set_reason("Takes over the follow-up");
  return request;
}

absl::Status CheckGrant(const v1::CreateCaseGrantRequest& request) {
  return ValidateCreateCaseGrant(request, "p-1", kToday + 10000, kToday);
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

TEST(CaseRulesTest, EachFaultOfAGrantIsNamed) {
  using Fault = std::function<void(CaseGrant&)>;
  const std::vector<std::pair<std::string, Fault>> faults = {
      {"SELF_GRANT", [](auto& g) { g.set_person("p-1"); }},
      {"PERSON_INVALID", [](auto& g) { g.clear_person(); }},
      {"PERSON_INVALID", [](auto& g) { g.set_person(" p-1"); }},
      {"PERSON_INVALID", [](auto& g) { g.set_person(std::string(256, 'p')); }},
      {"RELATION_REQUIRED", [](auto& g) { g.clear_relation(); }},
      {"RELATION_REQUIRED",
       [](auto& g) { g.set_relation(static_cast<CaseGrant::Relation>(7)); }},
      {"DATE_INVALID", [](auto& g) { g.clear_until(); }},
      {"DATE_INVALID", [](auto& g) { g.clear_from(); }},
      {"GRANT_ENDS_BEFORE_IT_BEGINS",
       [](auto& g) { *g.mutable_until() = ToDate(kToday - 1); }},
      {"GRANT_TOO_LONG",
       [](auto& g) {
         *g.mutable_until() = ToDate(absl::CivilDay(2022, 3, 1));
       }},
      {"GRANT_TOO_LONG",
       [](auto& g) {
         *g.mutable_until() = ToDate(absl::CivilDay(2200, 1, 1));
       }},
      {"GRANT_ALREADY_OVER",
       [](auto& g) {
         *g.mutable_from() = ToDate(kToday - 9);
         *g.mutable_until() = ToDate(kToday - 1);
       }},
      {"FIELD_REQUIRED", [](auto& g) { g.clear_reason(); }},
      {"TEXT_IDENTIFIES_PERSON",
       [](auto& g) { g.set_reason("about 85.07.30-033.28"); }},
  };
  for (const auto& [reason, fault] : faults) {
    v1::CreateCaseGrantRequest request = GoodGrant();
    fault(*request.mutable_case_grant());
    EXPECT_EQ(ErrorReason(CheckGrant(request)), reason);
  }
  EXPECT_TRUE(CheckGrant(GoodGrant()).ok());
}

TEST(CaseRulesTest, TwoYearsFromALeapDayEndOnTheLastOfFebruary) {
  v1::CreateCaseGrantRequest request = GoodGrant();
  *request.mutable_case_grant()->mutable_until() =
      ToDate(absl::CivilDay(2022, 2, 28));
  EXPECT_TRUE(CheckGrant(request).ok());
  EXPECT_EQ(OpeningGrant("p-1", kToday).until().day(), 28);
}

TEST(CaseRulesTest, NobodyPassesOnMoreThanHeHolds) {
  EXPECT_EQ(ErrorReason(ValidateCreateCaseGrant(GoodGrant(), "p-1", kToday + 29,
                                                kToday)),
            "GRANT_OUTLIVES_GRANTOR");
  EXPECT_TRUE(
      ValidateCreateCaseGrant(GoodGrant(), "p-1", kToday + 30, kToday).ok());
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

}  // namespace
}  // namespace entente::exchange
