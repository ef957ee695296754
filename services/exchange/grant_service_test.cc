#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/exchange/case_fixture.h"

namespace entente::exchange {
namespace {

using audit::AuditEntry;
using entente::common::v1::PURPOSE_FOLLOW_UP;
using entente::common::v1::PURPOSE_MEETING;
using entente::common::v1::PURPOSE_REVIEW;

constexpr auto kReaderRelation = CaseGrant::RELATION_READER;
constexpr auto kContributorRelation = CaseGrant::RELATION_CONTRIBUTOR;
constexpr auto kForbiddenRelation = CaseGrant::RELATION_FORBIDDEN;

class GrantServiceTest : public CaseFixture {};

TEST_F(GrantServiceTest, OpeningGrantsTheOfficeNotThePerson) {
  const std::string name = OpenCase();
  v1::ListCaseGrantsResponse found;
  ASSERT_TRUE(List(name, kChairPerson, &found).ok());
  ASSERT_EQ(found.case_grants_size(), 1);
  const CaseGrant& opening = found.case_grants(0);
  EXPECT_EQ(opening.office(), "municipalities/21004/offices/chair");
  EXPECT_EQ(opening.relation(), CaseGrant::RELATION_CHAIR);
  EXPECT_EQ(opening.grantor(), kChairPerson);
  EXPECT_FALSE(opening.has_person());
}

TEST_F(GrantServiceTest, ARevokedGrantClosesTheCaseAtOnceAndStaysInTheList) {
  const std::string name = OpenCase();
  const std::string grant = Granted(name, kMember, kReaderRelation);
  ASSERT_TRUE(Read(name, kMember, "cell_member").ok());
  CaseGrant revoked;
  ASSERT_TRUE(Revoke(grant, kChairPerson, "cell_chair", &revoked).ok());
  EXPECT_EQ(Bytes(Read(name, kMember, "cell_member")), MissingBytes());
  v1::ListCaseGrantsResponse found;
  ASSERT_TRUE(List(name, kChairPerson, &found).ok());
  ASSERT_EQ(found.case_grants_size(), 2);
  EXPECT_EQ(found.case_grants(1).SerializeAsString(),
            revoked.SerializeAsString());
  EXPECT_EQ(revoked.person(), kMember);
  EXPECT_EQ(revoked.revocation().revoker(), kChairPerson);
  EXPECT_EQ(revoked.revocation().reason(), "No longer takes part");
  EXPECT_EQ(revoked.revocation().time().seconds(),
            absl::ToUnixSeconds(clock_.Now()));
}

TEST_F(GrantServiceTest, OnlyTheChairWithdrawsTheOpeningGrantAndNeverTheLast) {
  const std::string name = OpenCase();
  const std::string opening = OpeningGrantOf(name);
  EXPECT_EQ(Reason(Revoke(opening, kChairPerson)), "GRANT_IS_LAST");
  Granted(name, kMember, kContributorRelation);
  EXPECT_EQ(Reason(Revoke(opening, kMember, "cell_member")), "CHAIR_REQUIRED");
  // Not by a role either: the office decides, not the token.
  EXPECT_EQ(Reason(Revoke(opening, kMember, "cell_chair")), "CHAIR_REQUIRED");
  ASSERT_TRUE(Revoke(opening, kChairPerson).ok());
  EXPECT_EQ(Bytes(Read(name, kChairPerson, "cell_chair")), MissingBytes());
  EXPECT_TRUE(Read(name, kMember, "cell_member").ok());
}

TEST_F(GrantServiceTest, AContributorWithdrawsOtherRightsAReaderNone) {
  const std::string name = OpenCase();
  Granted(name, kMember, kContributorRelation);
  const std::string grant = Granted(name, kOther, kReaderRelation);
  EXPECT_EQ(Bytes(Revoke(grant, kOther, "cell_member")), MissingBytes());
  EXPECT_TRUE(Revoke(grant, kMember, "cell_member").ok());
  EXPECT_EQ(Reason(Revoke(grant, kMember, "cell_member")), "REVOKED_ALREADY");
}

TEST_F(GrantServiceTest, B29ARightIsWithdrawnUnderItsOwnCaseOnly) {
  const std::string name = OpenCase();
  const std::string other = OpenCase();
  const std::string grant = Granted(other, kOther, kReaderRelation);
  Granted(name, kMember, kContributorRelation);
  // A contributor of one case, the right of another: the case he may see, with
  // the id of the other's right.
  EXPECT_EQ(Bytes(Revoke(grant, kMember, "cell_member")), MissingBytes());
  const std::string mixed =
      absl::StrCat(name, "/grants/", grant.substr(grant.rfind('/') + 1));
  EXPECT_EQ(Reason(Revoke(mixed, kMember, "cell_member")), "GRANT_NOT_FOUND");
  EXPECT_TRUE(Read(other, kOther, "cell_member").ok());
  for (const std::string& odd :
       {std::string(), name, name + "/grants/", name + "/grants/x"}) {
    EXPECT_EQ(Bytes(Revoke(odd, kChairPerson)), MissingBytes()) << odd;
  }
}

TEST_F(GrantServiceTest, AConflictOfInterestBeatsEveryRight) {
  const std::string name = OpenCase();
  Granted(name, kMember, kContributorRelation);
  Granted(name, kOther, kContributorRelation);
  EXPECT_EQ(Reason(Grant(name, kMember, kOther, 0, 5, kForbiddenRelation)),
            "CHAIR_REQUIRED");
  const std::string forbidden = Granted(name, kMember, kForbiddenRelation);
  EXPECT_EQ(Bytes(Read(name, kMember, "cell_member")), MissingBytes());
  EXPECT_EQ(Bytes(Write(EntryFor(name), kMember, "cell_member")),
            MissingBytes());
  EXPECT_EQ(Log().back().rule_id(), "forbid.in_force");
  // A new right does not lift it, and nobody but the chair does.
  Granted(name, kMember, kContributorRelation);
  EXPECT_EQ(Bytes(Read(name, kMember, "cell_member")), MissingBytes());
  EXPECT_EQ(Reason(Revoke(forbidden, kOther, "cell_member")), "CHAIR_REQUIRED");
  ASSERT_TRUE(Revoke(forbidden, kChairPerson).ok());
  EXPECT_TRUE(Read(name, kMember, "cell_member").ok());
}

TEST_F(GrantServiceTest, AChairWithAConflictLeavesTheCaseToTheDeputy) {
  Appoint("p-deputy", -1, 30);
  const std::string name = OpenCase();
  const std::string own = Granted(name, kChairPerson, kForbiddenRelation);
  EXPECT_EQ(Bytes(Read(name, kChairPerson, "cell_chair")), MissingBytes());
  EXPECT_EQ(Bytes(Revoke(own, kChairPerson)), MissingBytes());
  EXPECT_TRUE(Read(name, "p-deputy", "cell_chair").ok());
}

TEST_F(GrantServiceTest, B44ARightForOnePurposeServesNoOther) {
  const std::string name = OpenCase();
  v1::CreateCaseGrantRequest request = GrantFor(name, kMember);
  request.mutable_case_grant()->add_purposes(PURPOSE_MEETING);
  ASSERT_TRUE(Give(request, kChairPerson).ok());
  EXPECT_TRUE(
      Read(name, kMember, "cell_member", nullptr, PURPOSE_MEETING).ok());
  for (const Purpose purpose : {PURPOSE_FOLLOW_UP, PURPOSE_REVIEW}) {
    EXPECT_EQ(Bytes(Read(name, kMember, "cell_member", nullptr, purpose)),
              MissingBytes());
  }
}

TEST_F(GrantServiceTest, B45WhoHasAccessIsToldToContributorsAndTheChairOnly) {
  const std::string name = OpenCase();
  Granted(name, kMember, kContributorRelation);
  Granted(name, kOther, kReaderRelation);
  v1::ListCaseGrantsResponse found;
  EXPECT_TRUE(List(name, kMember, &found, "cell_member").ok());
  EXPECT_EQ(found.case_grants_size(), 3);
  for (const char* person : {kOther, "p-stranger"}) {
    v1::ListCaseGrantsResponse hidden;
    EXPECT_EQ(Bytes(List(name, person, &hidden, "cell_member")),
              MissingBytes());
    EXPECT_EQ(hidden.case_grants_size(), 0);
  }
  EXPECT_EQ(Bytes(List(MissingName(), kMember, nullptr, "cell_member")),
            MissingBytes());
}

TEST_F(GrantServiceTest, B24PageTokensServeOneListAndOnePersonWhileAllowed) {
  const std::string name = OpenCase();
  const std::string other = OpenCase();
  const std::string grant = Granted(name, kMember, kContributorRelation);
  Granted(name, kOther, kContributorRelation);
  v1::ListCaseGrantsResponse page;
  ASSERT_TRUE(List(name, kMember, &page, "cell_member", 2).ok());
  EXPECT_EQ(page.case_grants_size(), 2);
  const std::string token = page.next_page_token();
  ASSERT_FALSE(token.empty());
  EXPECT_EQ(Reason(List(name, kOther, nullptr, "cell_member", 2, token)),
            "PAGE_TOKEN_INVALID");
  EXPECT_EQ(Reason(List(other, kChairPerson, nullptr, "cell_chair", 2, token)),
            "PAGE_TOKEN_INVALID");
  std::string edited = token;
  edited.back() = edited.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(Reason(List(name, kMember, nullptr, "cell_member", 2, edited)),
            "PAGE_TOKEN_INVALID");
  EXPECT_EQ(Reason(List(name, kMember, nullptr, "cell_member", -1)),
            "PAGE_SIZE_NEGATIVE");
  ASSERT_TRUE(List(name, kMember, &page, "cell_member", 2, token).ok());
  EXPECT_EQ(page.case_grants_size(), 1);
  EXPECT_TRUE(page.next_page_token().empty());
  ASSERT_TRUE(Revoke(grant, kChairPerson).ok());
  EXPECT_EQ(Bytes(List(name, kMember, nullptr, "cell_member", 2, token)),
            MissingBytes());
}

TEST_F(GrantServiceTest, B36AnInvitedExpertReadsTheCaseGrantedAndNoOther) {
  const std::string name = OpenCase();
  const std::string other = OpenCase();
  Granted(name, "p-expert", kReaderRelation, 1);
  EXPECT_TRUE(Read(name, "p-expert", "invited_expert").ok());
  EXPECT_EQ(Bytes(Read(other, "p-expert", "invited_expert")), MissingBytes());
  EXPECT_EQ(Reason(List(name, "p-expert", nullptr, "invited_expert")),
            "PERMISSION_MISSING");
}

TEST_F(GrantServiceTest, ARetriedRevocationAnswersAsTheFirst) {
  const std::string name = OpenCase();
  const std::string grant = Granted(name, kMember, kReaderRelation);
  CaseGrant first;
  CaseGrant second;
  ASSERT_TRUE(
      Revoke(grant, kChairPerson, "cell_chair", &first, "revoke-1").ok());
  clock_.Advance(absl::Minutes(2));
  ASSERT_TRUE(
      Revoke(grant, kChairPerson, "cell_chair", &second, "revoke-1").ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
}

TEST_F(GrantServiceTest, ADryRevocationChangesNothing) {
  const std::string name = OpenCase();
  v1::RevokeCaseGrantRequest request;
  request.set_name(Granted(name, kMember, kReaderRelation));
  request.set_reason("No longer takes part");
  request.set_validate_only(true);
  CaseGrant answer;
  ASSERT_TRUE(cases_
                  ->RevokeCaseGrant(As(kChairPerson, "cell_chair").get(),
                                    request, &answer)
                  .ok());
  EXPECT_TRUE(answer.has_revocation());
  EXPECT_TRUE(Read(name, kMember, "cell_member").ok());
}

TEST_F(GrantServiceTest, EveryDecisionAboutARightHasItsEntryForItsCase) {
  const std::string name = OpenCase();
  const std::string grant = Granted(name, kMember, kReaderRelation);
  EXPECT_FALSE(Revoke(grant, kMember, "cell_member").ok());
  EXPECT_FALSE(Revoke(OpeningGrantOf(name), kChairPerson).ok());
  EXPECT_TRUE(Revoke(grant, kChairPerson).ok());
  EXPECT_FALSE(List(name, kMember, nullptr, "cell_member").ok());
  const std::vector<AuditEntry> log = Log();
  const std::vector<std::pair<std::string, AuditEntry::Outcome>> expected = {
      {"office.holder", AuditEntry::OUTCOME_PERMITTED},
      {"office.chair", AuditEntry::OUTCOME_PERMITTED},
      {"grant.relation_too_small", AuditEntry::OUTCOME_DENIED},
      {"office.chair", AuditEntry::OUTCOME_PERMITTED},
      {"office.chair", AuditEntry::OUTCOME_REFUSED},
      {"office.chair", AuditEntry::OUTCOME_PERMITTED},
      {"grant.revoked", AuditEntry::OUTCOME_DENIED}};
  ASSERT_EQ(log.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(log[i].rule_id(), expected[i].first) << i;
    EXPECT_EQ(log[i].outcome(), expected[i].second) << i;
    EXPECT_EQ(log[i].object(), log[0].object()) << i;
  }
}

}  // namespace
}  // namespace entente::exchange
