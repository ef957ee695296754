#include "services/exchange/decide_rules.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "entente/exchange/v1/case_service.pb.h"
#include "gtest/gtest.h"

namespace entente::exchange {
namespace {

using entente::common::v1::Purpose;
using entente::common::v1::PURPOSE_FOLLOW_UP;
using entente::common::v1::PURPOSE_MEETING;
using entente::common::v1::PURPOSE_OVERSIGHT;
using entente::common::v1::PURPOSE_REVIEW;
using entente::common::v1::PURPOSE_UNSPECIFIED;

constexpr char kCase[] =
    "municipalities/21004/cases/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
constexpr char kOffice[] = "municipalities/21004/offices/chair";
const absl::CivilDay kToday(2019, 3, 14);

access::Grant Right(const std::string& relation) {
  access::Grant grant;
  grant.set_object(kCase);
  grant.set_person("p-1");
  grant.set_relation(relation);
  *grant.mutable_from() = access::ToDate(kToday);
  *grant.mutable_until() = access::ToDate(kToday);
  return grant;
}

CaseRight Ask(const std::string& action,
              const std::vector<access::Grant>& grants,
              Purpose purpose = PURPOSE_FOLLOW_UP) {
  return CaseRight({"p-1", action, kCase, purpose, kToday}, {true, grants, {}});
}

TEST(DecideRulesTest, TheModelHoldsTogether) {
  EXPECT_TRUE(access::CheckModel(CaseModel()).ok());
}

TEST(DecideRulesTest, EveryMethodOfCaseServiceAsksAnActionOfTheModel) {
  std::set<std::string> actions;
  for (const access::ActionRule& rule : CaseModel().actions) {
    actions.insert(rule.action);
  }
  const auto* service =
      v1::GetCaseRequest::descriptor()->file()->FindServiceByName(
          "CaseService");
  ASSERT_NE(service, nullptr);
  for (int i = 0; i < service->method_count(); ++i) {
    const auto& method = *service->method(i);
    const std::string full =
        std::string(service->full_name()) + "/" + method.name();
    EXPECT_EQ(actions.count(std::string(ActionOf(full))), 1u) << full;
    EXPECT_EQ(ActionOf(full), ActionOf(method.name()));
  }
  EXPECT_EQ(ActionOf("EraseEverything"), "");
  EXPECT_EQ(Ask("", {Right(kChair)}).decision().rule_id, "action.unknown");
}

TEST(DecideRulesTest, EachRelationPermitsItsActionsAndNoOther) {
  const std::map<std::string, std::set<std::string>> permitted = {
      {kReader, {"read"}},
      {kContributor, {"read", "write", "grant", "list_grants", "revoke"}},
      {kChair,
       {"read", "write", "grant", "list_grants", "revoke", kForbidAction,
        kRevokeGuardedAction, kReadOriginatorAction}},
      {kForbidden, {}}};
  for (const auto& [relation, actions] : permitted) {
    for (const access::ActionRule& rule : CaseModel().actions) {
      if (rule.by == access::By::kOffice) continue;
      EXPECT_EQ(Ask(rule.action, {Right(relation)}).decision().is_permitted,
                actions.count(rule.action) == 1)
          << relation << " " << rule.action;
    }
  }
}

TEST(DecideRulesTest, EachActionHasItsPurposes) {
  const std::set<Purpose> change = {PURPOSE_FOLLOW_UP, PURPOSE_MEETING};
  const std::set<Purpose> look = {PURPOSE_FOLLOW_UP, PURPOSE_MEETING,
                                  PURPOSE_REVIEW};
  const std::map<std::string, std::set<Purpose>> purposes = {
      {"read", look},    {kReadOriginatorAction, look}, {"write", change},
      {"grant", change}, {kForbidAction, change},       {"list_grants", look},
      {"revoke", look},  {kRevokeGuardedAction, look}};
  for (const auto& [action, allowed] : purposes) {
    for (const Purpose purpose :
         {PURPOSE_UNSPECIFIED, PURPOSE_FOLLOW_UP, PURPOSE_MEETING,
          PURPOSE_REVIEW, PURPOSE_OVERSIGHT, static_cast<Purpose>(77)}) {
      EXPECT_EQ(Ask(action, {Right(kChair)}, purpose).decision().is_permitted,
                allowed.count(purpose) == 1)
          << action << " " << purpose;
    }
  }
}

TEST(DecideRulesTest, OnlyTheOfficeOpensACase) {
  access::OfficeHolder holder;
  holder.set_office(kOffice);
  holder.set_person("p-1");
  *holder.mutable_from() = access::ToDate(kToday - 900);
  *holder.mutable_until() = access::ToDate(kToday);
  const auto open = [&](Purpose purpose,
                        std::vector<access::OfficeHolder> holders) {
    return CaseRight({"p-1", "open", kOffice, purpose, kToday},
                     {false, {Right(kChair)}, std::move(holders)})
        .decision();
  };
  EXPECT_TRUE(open(PURPOSE_FOLLOW_UP, {holder}).is_permitted);
  EXPECT_FALSE(open(PURPOSE_MEETING, {holder}).is_permitted);
  EXPECT_FALSE(open(PURPOSE_REVIEW, {holder}).is_permitted);
  EXPECT_EQ(open(PURPOSE_FOLLOW_UP, {}).rule_id, "office.none");
}

TEST(DecideRulesTest, AConflictOfInterestClosesWhatTheChairHolds) {
  const CaseRight right = Ask("read", {Right(kChair), Right(kForbidden)});
  EXPECT_EQ(right.decision().rule_id, "forbid.in_force");
  EXPECT_TRUE(right.decision().is_hidden);
  for (const access::ActionRule& rule : CaseModel().actions) {
    EXPECT_FALSE(right.May(rule.action)) << rule.action;
  }
}

TEST(DecideRulesTest, WhatIsForTheOriginatorIsForAuthorAndChair) {
  v1::FollowUpEntry entry;
  entry.set_handling_code(v1::FollowUpEntry::HANDLING_CODE_ORIGINATOR);
  EXPECT_TRUE(MayBeTold("p-1", entry, "p-1", false));
  EXPECT_TRUE(MayBeTold("p-1", entry, "p-2", true));
  EXPECT_FALSE(MayBeTold("p-1", entry, "p-2", false));
  entry.set_handling_code(v1::FollowUpEntry::HANDLING_CODE_CELL);
  EXPECT_TRUE(MayBeTold("p-1", entry, "p-2", false));
}

}  // namespace
}  // namespace entente::exchange
