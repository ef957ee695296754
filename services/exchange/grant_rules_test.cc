#include "services/exchange/grant_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/exchange/decide_rules.h"

namespace entente::exchange {
namespace {

using v1::CaseGrant;

const absl::CivilDay kToday(2020, 2, 29);
const RecordName kName{"21004", std::string(32, 'a')};

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

Grantor Chair() { return {"p-1", kToday + 10000, true, true}; }

std::string Fault(const std::function<void(CaseGrant&)>& change,
                  const Grantor& grantor = Chair()) {
  v1::CreateCaseGrantRequest request = GoodGrant();
  change(*request.mutable_case_grant());
  return ErrorReason(ValidateCreateCaseGrant(request, grantor, kToday));
}

TEST(GrantRulesTest, EachFaultOfAGrantIsNamed) {
  using Change = std::function<void(CaseGrant&)>;
  const std::vector<std::pair<std::string, Change>> faults = {
      {"SELF_GRANT", [](auto& g) { g.set_person("p-1"); }},
      {"SUBJECT_REQUIRED", [](auto& g) { g.clear_subject(); }},
      {"PERSON_INVALID", [](auto& g) { g.set_person(""); }},
      {"PERSON_INVALID", [](auto& g) { g.set_person(" p-1"); }},
      {"PERSON_INVALID", [](auto& g) { g.set_person(std::string(256, 'p')); }},
      {"OFFICE_UNKNOWN", [](auto& g) { g.set_office("offices/chair"); }},
      {"RELATION_REQUIRED", [](auto& g) { g.clear_relation(); }},
      {"RELATION_REQUIRED",
       [](auto& g) { g.set_relation(static_cast<CaseGrant::Relation>(7)); }},
      {"RELATION_RESERVED",
       [](auto& g) { g.set_relation(CaseGrant::RELATION_CHAIR); }},
      {"FORBID_NEEDS_PERSON",
       [](auto& g) {
         g.set_relation(CaseGrant::RELATION_FORBIDDEN);
         g.set_office("municipalities/21004/offices/chair");
       }},
      {"PURPOSE_UNKNOWN",
       [](auto& g) {
         g.add_purposes(entente::common::v1::PURPOSE_UNSPECIFIED);
       }},
      {"PURPOSE_UNKNOWN",
       [](auto& g) {
         g.add_purposes(static_cast<entente::common::v1::Purpose>(77));
       }},
      {"TOO_MANY_PURPOSES",
       [](auto& g) {
         for (int i = 0; i < 5; ++i) {
           g.add_purposes(entente::common::v1::PURPOSE_MEETING);
         }
       }},
      {"FIELD_REQUIRED", [](auto& g) { g.clear_reason(); }},
      {"TEXT_IDENTIFIES_PERSON",
       [](auto& g) { g.set_reason("about 85.07.30-033.28"); }},
  };
  for (const auto& [reason, change] : faults) {
    EXPECT_EQ(Fault(change), reason);
  }
  EXPECT_EQ(Fault([](auto&) {}), "");
}

TEST(GrantRulesTest, B33ATermHasTwoDaysInOrderAndAnEnd) {
  const auto until = [](absl::CivilDay day) {
    return [day](CaseGrant& g) { *g.mutable_until() = ToDate(day); };
  };
  EXPECT_EQ(Fault([](auto& g) { g.clear_until(); }), "DATE_INVALID");
  EXPECT_EQ(Fault([](auto& g) { g.clear_from(); }), "DATE_INVALID");
  EXPECT_EQ(Fault(until(kToday - 1)), "GRANT_ENDS_BEFORE_IT_BEGINS");
  EXPECT_EQ(Fault(until(absl::CivilDay(2022, 3, 1))), "GRANT_TOO_LONG");
  EXPECT_EQ(Fault(until(absl::CivilDay(2200, 1, 1))), "GRANT_TOO_LONG");
  EXPECT_EQ(Fault([](auto& g) {
              *g.mutable_from() = ToDate(kToday - 9);
              *g.mutable_until() = ToDate(kToday - 1);
            }),
            "GRANT_ALREADY_OVER");
}

TEST(GrantRulesTest, TwoYearsFromALeapDayEndOnTheLastOfFebruary) {
  EXPECT_EQ(Fault([](auto& g) {
              *g.mutable_until() = ToDate(absl::CivilDay(2022, 2, 28));
            }),
            "");
  EXPECT_EQ(OpeningGrant(kName, kToday).until().day(), 28);
}

TEST(GrantRulesTest, B34NobodyPassesOnMoreThanHeHolds) {
  Grantor grantor{"p-1", kToday + 29, false, false};
  EXPECT_EQ(Fault([](auto&) {}, grantor), "GRANT_OUTLIVES_GRANTOR");
  grantor.until = kToday + 30;
  EXPECT_EQ(Fault([](auto&) {}, grantor), "");
  EXPECT_EQ(
      Fault([](auto& g) { g.set_relation(CaseGrant::RELATION_FORBIDDEN); },
            grantor),
      "CHAIR_REQUIRED");
}

TEST(GrantRulesTest, B34AGrantToTheOwnOfficeIsOneToOneself) {
  const auto to_office = [](CaseGrant& g) {
    g.set_office("municipalities/21009/offices/chair");
  };
  EXPECT_EQ(Fault(to_office), "SELF_GRANT");
  Grantor grantor = Chair();
  grantor.is_in_office = false;
  EXPECT_EQ(Fault(to_office, grantor), "");
}

TEST(GrantRulesTest, WhoHasAConflictOfInterestMaySayItOfHimself) {
  EXPECT_EQ(Fault([](auto& g) {
              g.set_person("p-1");
              g.set_relation(CaseGrant::RELATION_FORBIDDEN);
            }),
            "");
}

TEST(GrantRulesTest, AnswersSayWhatWasStored) {
  v1::CreateCaseGrantRequest request = GoodGrant();
  CaseGrant& sent = *request.mutable_case_grant();
  sent.add_purposes(entente::common::v1::PURPOSE_MEETING);
  for (const auto relation :
       {CaseGrant::RELATION_READER, CaseGrant::RELATION_CONTRIBUTOR,
        CaseGrant::RELATION_CHAIR, CaseGrant::RELATION_FORBIDDEN}) {
    sent.set_relation(relation);
    const access::Grant tuple = ToTuple(kName, sent);
    EXPECT_EQ(tuple.object(), CaseName(kName));
    CaseGrant answer = ToAnswer(tuple);
    EXPECT_TRUE(answer.has_create_time());
    answer.clear_create_time();
    EXPECT_EQ(answer.SerializeAsString(), sent.SerializeAsString());
  }
}

class CheckRevokeTest : public testing::Test {
 protected:
  void Add(const std::string& name, const std::string& relation, int from = -9,
           int until = 9) {
    access::Grant grant;
    grant.set_name(name);
    grant.set_relation(relation);
    *grant.mutable_from() = ToDate(kToday + from);
    *grant.mutable_until() = ToDate(kToday + until);
    grants_.push_back(grant);
  }
  std::string Check(const std::string& name, bool is_chair) {
    return ErrorReason(CheckRevoke(grants_, name, is_chair, kToday));
  }
  std::vector<access::Grant> grants_;
};

TEST_F(CheckRevokeTest, WhatIsGuardedIsWithdrawnByTheChairOnly) {
  Add("g-chair", kChair);
  Add("g-forbid", kForbidden);
  Add("g-writer", kContributor);
  Add("g-reader", kReader);
  EXPECT_EQ(Check("g-chair", false), "CHAIR_REQUIRED");
  EXPECT_EQ(Check("g-forbid", false), "CHAIR_REQUIRED");
  EXPECT_EQ(Check("g-writer", false), "");
  EXPECT_EQ(Check("g-reader", false), "");
  EXPECT_EQ(Check("g-chair", true), "");
  EXPECT_EQ(Check("g-forbid", true), "");
  EXPECT_EQ(Check("g-unknown", false), "");
}

TEST_F(CheckRevokeTest, TheLastRightThatCanGiveOthersStays) {
  Add("g-chair", kChair);
  Add("g-ended", kContributor, -9, -1);
  Add("g-later", kContributor, 1, 9);
  Add("g-reader", kReader);
  Add("g-withdrawn", kContributor);
  grants_.back().mutable_revocation()->set_revoker("p-1");
  EXPECT_EQ(Check("g-chair", true), "GRANT_IS_LAST");
  EXPECT_EQ(Check("g-reader", true), "");
  EXPECT_EQ(Check("g-later", true), "");
  Add("g-writer", kContributor);
  EXPECT_EQ(Check("g-chair", true), "");
}

}  // namespace
}  // namespace entente::exchange
