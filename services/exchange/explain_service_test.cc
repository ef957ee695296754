// Why a person may do something to a case, or not, to those who may know.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/exchange/case_fixture.h"

namespace entente::exchange {
namespace {

using audit::AuditEntry;
using entente::common::v1::PURPOSE_FOLLOW_UP;
using entente::common::v1::PURPOSE_MEETING;
using entente::common::v1::PURPOSE_OVERSIGHT;
using entente::common::v1::PURPOSE_REVIEW;
using Explanation = v1::CaseAccessExplanation;

constexpr auto kReaderRelation = CaseGrant::RELATION_READER;
constexpr auto kContributorRelation = CaseGrant::RELATION_CONTRIBUTOR;
constexpr auto kForbiddenRelation = CaseGrant::RELATION_FORBIDDEN;
constexpr char kMethods[] = "entente.exchange.v1.CaseService/";

class ExplainServiceTest : public CaseFixture {
 protected:
  static v1::ExplainCaseAccessRequest About(
      const std::string& name, const std::string& person,
      const std::string& method = "GetCase",
      Purpose purpose = PURPOSE_FOLLOW_UP) {
    v1::ExplainCaseAccessRequest request;
    request.set_name(name);
    request.set_person(person);
    request.set_method(absl::StrCat(kMethods, method));
    request.set_purpose(purpose);
    return request;
  }

  grpc::Status Explain(const v1::ExplainCaseAccessRequest& request,
                       const std::string& asker, const std::string& role,
                       Explanation* answer = nullptr,
                       Purpose purpose = PURPOSE_FOLLOW_UP) {
    Explanation unused;
    return cases_->ExplainCaseAccess(As(asker, role, purpose).get(), request,
                                     answer == nullptr ? &unused : answer);
  }

  // The answer to the chair, who must get one.
  Explanation Explained(const v1::ExplainCaseAccessRequest& request) {
    Explanation answer;
    const grpc::Status status =
        Explain(request, kChairPerson, "cell_chair", &answer);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return answer;
  }

  // Into the store, as no request could write it.
  std::string Put(const std::string& name, access::Grant grant) {
    grant.set_object(name);
    grant.set_name(absl::StrCat(name, "/grants/", std::string(32, 'd')));
    EXPECT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      return access::AddGrant(transaction, grant).status();
                    })
                    .ok());
    return grant.name();
  }

  access::Grant Odd(const std::string& person, const std::string& relation,
                    int from, int until) {
    access::Grant grant;
    grant.set_person(person);
    grant.set_relation(relation);
    *grant.mutable_from() = ToDate(today_ + from);
    *grant.mutable_until() = ToDate(today_ + until);
    return grant;
  }
};

TEST_F(ExplainServiceTest, WhatPermitsIsNamedWithItsLastDay) {
  const std::string name = OpenCase();
  const std::string opening = OpeningGrantOf(name);
  Appoint("p-deputy", -1, 30);
  const std::string reader = Granted(name, kMember, kReaderRelation, 20);
  const std::string longer = Granted(name, kMember, kContributorRelation, 25);
  const struct {
    const char* person;
    const char* rule_id;
    const std::string& grant;
    absl::CivilDay until;
  } rows[] = {
      {kMember, "grant.contributor", longer, today_ + 25},
      {kChairPerson, "office.chair", opening, access::AddYears(today_, 2)},
      // Never longer than the office is held.
      {"p-deputy", "office.chair", opening, today_ + 30},
  };
  for (const auto& row : rows) {
    const Explanation answer = Explained(About(name, row.person));
    EXPECT_TRUE(answer.permitted()) << row.person;
    EXPECT_EQ(answer.name(), name);
    EXPECT_EQ(answer.person(), row.person);
    EXPECT_EQ(answer.action(), "read");
    EXPECT_EQ(answer.rule_id(), row.rule_id) << row.person;
    EXPECT_EQ(answer.case_grant().name(), row.grant) << row.person;
    EXPECT_EQ(access::DayOf(answer.until()), row.until) << row.person;
  }
  ASSERT_TRUE(Revoke(longer, kChairPerson).ok());
  const Explanation shorter = Explained(About(name, kMember));
  EXPECT_EQ(shorter.rule_id(), "grant.reader");
  EXPECT_EQ(shorter.case_grant().name(), reader);
  EXPECT_EQ(access::DayOf(shorter.until()), today_ + 20);
}

TEST_F(ExplainServiceTest, TheTermsOfAnOfficeAreToldToThoseWhoMayReadThem) {
  const std::string name = OpenCase();
  Appoint("p-deputy", -1, 30);
  Appoint("p-former", -50, -1);
  Appoint("p-next", 1, 50);
  Appoint(kOther, -1, 40);
  Granted(name, kMember, kContributorRelation, 20);
  Granted(name, kOther, kReaderRelation, 10);
  const auto told = [&](const std::string& person) {
    Explanation answer;
    const grpc::Status status =
        Explain(About(name, person), kMember, "cell_member", &answer);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return answer;
  };
  // The policy lets the chair read offices, a member not.
  EXPECT_EQ(Explained(About(name, "p-deputy")).rule_id(), "office.chair");
  EXPECT_TRUE(Explained(About(name, "p-deputy")).has_until());
  EXPECT_EQ(told("p-deputy").rule_id(), "office.chair");
  EXPECT_TRUE(told("p-deputy").permitted());
  EXPECT_FALSE(told("p-deputy").has_until());
  for (const std::string person : {"p-former", "p-next"}) {
    EXPECT_TRUE(Explained(About(name, person)).has_case_grant());
    Explanation stranger = told("p-stranger");
    stranger.set_person(person);
    EXPECT_EQ(told(person).SerializeAsString(), stranger.SerializeAsString());
  }
  // A right of one's own is told, whatever the office would add.
  EXPECT_EQ(Explained(About(name, kOther)).rule_id(), "office.chair");
  EXPECT_EQ(told(kOther).rule_id(), "grant.reader");
  EXPECT_EQ(access::DayOf(told(kOther).until()), today_ + 10);
}

TEST_F(ExplainServiceTest, EachKindOfDenialIsNamedWithItsRight) {
  const std::string name = OpenCase();
  const std::string opening = OpeningGrantOf(name);
  Granted(name, "p-small", kReaderRelation);
  v1::CreateCaseGrantRequest meeting = GrantFor(name, "p-meeting");
  meeting.mutable_case_grant()->add_purposes(PURPOSE_MEETING);
  ASSERT_TRUE(Give(meeting, kChairPerson).ok());
  ASSERT_TRUE(Grant(name, kChairPerson, "p-soon", 5, 9).ok());
  const std::string revoked = Granted(name, "p-gone", kReaderRelation);
  ASSERT_TRUE(Revoke(revoked, kChairPerson).ok());
  Granted(name, "p-conflict", kContributorRelation);
  const std::string conflict = Granted(name, "p-conflict", kForbiddenRelation);
  Put(name, Odd("p-ended", kReader, -9, -1));
  Put(name, Odd("p-malformed", kReader, 0, 9999));
  Put(name, Odd("p-doubt", kForbidden, 0, 9999));
  Put(name, Odd("p-new", "of-tomorrow", 0, 9));
  Appoint("p-former", -50, -1);
  Appoint("p-next", 1, 50);
  const std::vector<std::pair<std::string, v1::ExplainCaseAccessRequest>> rows =
      {
          {"grant.none", About(name, "p-stranger")},
          {"grant.relation_too_small",
           About(name, "p-small", "CreateFollowUpEntry")},
          {"grant.purpose_not_covered", About(name, "p-meeting")},
          {"grant.not_yet", About(name, "p-soon")},
          {"grant.revoked", About(name, "p-gone")},
          {"grant.expired", About(name, "p-ended")},
          {"grant.malformed", About(name, "p-malformed")},
          {"forbid.in_force", About(name, "p-conflict")},
          {"forbid.malformed", About(name, "p-doubt")},
          {"forbid.relation_unknown", About(name, "p-new")},
          {"office.expired", About(name, "p-former")},
          {"office.not_yet", About(name, "p-next")},
          {"purpose.not_for_action",
           About(name, "p-small", "GetCase", PURPOSE_OVERSIGHT)},
          {"purpose.not_for_action",
           About(name, kChairPerson, "CreateFollowUpEntry", PURPOSE_REVIEW)},
      };
  for (const auto& [rule_id, request] : rows) {
    const Explanation answer = Explained(request);
    EXPECT_FALSE(answer.permitted()) << rule_id;
    EXPECT_EQ(answer.rule_id(), rule_id);
    EXPECT_FALSE(answer.has_until()) << rule_id;
    EXPECT_EQ(answer.has_case_grant(),
              rule_id != "grant.none" && rule_id != "purpose.not_for_action")
        << rule_id;
    if (!answer.has_case_grant()) continue;
    const bool is_office = absl::StartsWith(rule_id, "office.");
    EXPECT_EQ(answer.case_grant().person(), is_office ? "" : request.person());
    EXPECT_EQ(answer.case_grant().name() == opening, is_office) << rule_id;
  }
  EXPECT_EQ(Explained(About(name, "p-gone")).case_grant().name(), revoked);
  EXPECT_EQ(Explained(About(name, "p-gone")).case_grant().revocation().reason(),
            "No longer takes part");
  EXPECT_EQ(Explained(About(name, "p-conflict")).case_grant().name(), conflict);
}

TEST_F(ExplainServiceTest, ARightThatEndedAtMidnightIsExplainedAsEnded) {
  const std::string name = OpenCase();
  Granted(name, kMember, kReaderRelation, 0);
  EXPECT_TRUE(Explained(About(name, kMember)).permitted());
  clock_.Advance(absl::Hours(24));
  EXPECT_EQ(Explained(About(name, kMember)).rule_id(), "grant.expired");
}

TEST_F(ExplainServiceTest, TheExplanationIsTheRuleOfTheCallItself) {
  const std::string name = OpenCase();
  Appoint("p-deputy", -1, 30);
  Appoint("p-former", -50, -1);
  Granted(name, kMember, kContributorRelation);
  Granted(name, kOther, kReaderRelation);
  Granted(name, "p-conflict", kContributorRelation);
  Granted(name, "p-conflict", kForbiddenRelation);
  int permitted = 0;
  for (const std::string person : {kChairPerson, kMember, kOther, "p-deputy",
                                   "p-former", "p-conflict", "p-stranger"}) {
    const Explanation read = Explained(About(name, person));
    EXPECT_EQ(Read(name, person, "cell_member").ok(), read.permitted());
    EXPECT_EQ(Log().back().rule_id(), read.rule_id()) << person;
    const Explanation write =
        Explained(About(name, person, "CreateFollowUpEntry"));
    EXPECT_EQ(Write(EntryFor(name), person, "cell_member").ok(),
              write.permitted());
    EXPECT_EQ(Log().back().rule_id(), write.rule_id()) << person;
    permitted += read.permitted() + write.permitted();
  }
  EXPECT_EQ(permitted, 7);
}

TEST_F(ExplainServiceTest, AnActionWithoutAMethodCanBeAskedAbout) {
  const std::string name = OpenCase();
  Granted(name, kMember, kContributorRelation);
  v1::ExplainCaseAccessRequest request = About(name, kMember);
  request.set_action(kForbidAction);
  const Explanation answer = Explained(request);
  EXPECT_EQ(answer.rule_id(), "grant.relation_too_small");
  EXPECT_EQ(answer.action(), kForbidAction);
  EXPECT_EQ(answer.method(), "");
}

TEST_F(ExplainServiceTest, B45WhyAPersonHasAccessIsToldToThoseWhoMayListIt) {
  const std::string name = OpenCase();
  Granted(name, kMember, kContributorRelation);
  Granted(name, kOther, kReaderRelation);
  EXPECT_TRUE(Explain(About(name, kOther), kMember, "cell_member").ok());
  for (const std::string asker : {kOther, "p-stranger"}) {
    Explanation hidden;
    EXPECT_EQ(
        Bytes(Explain(About(name, kMember), asker, "cell_member", &hidden)),
        MissingBytes());
    EXPECT_EQ(hidden.ByteSizeLong(), 0u);
    // Not about himself either, and no fault of the question shows the case.
    EXPECT_EQ(Bytes(Explain(About(name, asker), asker, "cell_member")),
              MissingBytes());
    EXPECT_EQ(Bytes(Explain(About(name, ""), asker, "cell_member")),
              MissingBytes());
  }
  for (const std::string& odd : {std::string(), MissingName(), name + "/x",
                                 std::string("municipalities/21004/cases/-")}) {
    EXPECT_EQ(Bytes(Explain(About(odd, kMember), kMember, "cell_member")),
              MissingBytes())
        << odd;
  }
  EXPECT_EQ(Reason(Explain(About(name, kMember), "p-expert", "invited_expert")),
            "PERMISSION_MISSING");
  EXPECT_EQ(Reason(Explain(About(name, kMember), kMember, "cell_member",
                           nullptr, PURPOSE_OVERSIGHT)),
            "PURPOSE_NOT_ALLOWED");
}

TEST_F(ExplainServiceTest, TheQuestionHasTheEntryOfWhoAskedAndNamesNobody) {
  const std::string name = OpenCase();
  Granted(name, kMember, kContributorRelation);
  const size_t before = Log().size();
  ASSERT_TRUE(Explain(About(name, "p-stranger"), kMember, "cell_member").ok());
  ASSERT_FALSE(Explain(About(name, kMember), kOther, "cell_member").ok());
  EXPECT_EQ(Reason(Explain(About(name, ""), kMember, "cell_member")),
            "PERSON_INVALID");
  const std::vector<AuditEntry> log = Log();
  ASSERT_EQ(log.size(), before + 3);
  const struct {
    const char* rule_id;
    AuditEntry::Outcome outcome;
  } expected[] = {{"grant.contributor", AuditEntry::OUTCOME_PERMITTED},
                  {"grant.none", AuditEntry::OUTCOME_DENIED},
                  {"grant.contributor", AuditEntry::OUTCOME_REFUSED}};
  for (size_t i = 0; i < 3; ++i) {
    const AuditEntry& entry = log[before + i];
    EXPECT_EQ(entry.rule_id(), expected[i].rule_id) << i;
    EXPECT_EQ(entry.outcome(), expected[i].outcome) << i;
    EXPECT_EQ(entry.method(), absl::StrCat(kMethods, "ExplainCaseAccess"));
    EXPECT_EQ(entry.object(), log[0].object()) << i;
    for (const char* person : {"p-stranger", kMember, kOther}) {
      EXPECT_FALSE(absl::StrContains(entry.SerializeAsString(), person)) << i;
    }
  }
}

}  // namespace
}  // namespace entente::exchange
