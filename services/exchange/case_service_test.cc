#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/log.h"
#include "services/exchange/case_fixture.h"

namespace entente::exchange {
namespace {

using audit::AuditEntry;

class CaseServiceTest : public CaseFixture {};

TEST_F(CaseServiceTest, TheChairOpensWritesAndReads) {
  const std::string name = OpenCase();
  FollowUpEntry made;
  ASSERT_TRUE(Write(EntryFor(name), kChairPerson, "cell_chair", &made).ok());
  EXPECT_EQ(made.name().find(name + "/entries/"), 0u);
  v1::Case found;
  ASSERT_TRUE(Read(name, kChairPerson, "cell_chair", &found).ok());
  EXPECT_EQ(found.subject_state(), v1::SUBJECT_STATE_RETURNED);
  ASSERT_EQ(found.entries_size(), 1);
  EXPECT_EQ(found.entries(0).text(), kText);
}

TEST_F(CaseServiceTest, B21HiddenAnswersByteForByteLikeMissing) {
  const std::string name = OpenCase();
  ASSERT_TRUE(Grant(name, kChairPerson, "p-expired", 0, 1).ok());
  ASSERT_TRUE(Grant(name, kChairPerson, "p-later", 10, 20).ok());
  ASSERT_TRUE(Grant(name, kChairPerson, "p-reader", 0, 20).ok());
  clock_.Advance(absl::Hours(48));
  std::string elsewhere = name;
  elsewhere.replace(elsewhere.find("21004"), 5, "21009");

  const std::string missing =
      Bytes(Read(MissingName(), kMember, "cell_member"));
  EXPECT_EQ(Reason(Read(MissingName(), kMember, "cell_member")),
            "CASE_NOT_FOUND");
  ASSERT_TRUE(Read(name, "p-reader", "cell_member").ok());
  std::vector<grpc::Status> hidden = {
      Read(name, kMember, "cell_member"),
      Read(name, "p-expired", "cell_member"),
      Read(name, "p-later", "cell_member"),
      Read(elsewhere, kChairPerson, "cell_chair"),
      Read(name + "0", kChairPerson, "cell_chair"),
      Read("", kChairPerson, "cell_chair"),
      Read("municipalities/21004", kChairPerson, "cell_chair"),
      Write(EntryFor(name), kMember, "cell_member"),
      Write(EntryFor(name), "p-expired", "cell_member"),
      Write(EntryFor(name), "p-reader", "cell_member"),
      Write(EntryFor(MissingName()), kChairPerson, "cell_chair"),
      Grant(name, "p-chair-of-another-cell", kMember),
      Grant(name, "p-reader", kMember),
      Grant(MissingName(), kChairPerson, kMember)};
  // What is wrong with a request is told only where the object is open.
  hidden.push_back(
      Write(v1::CreateFollowUpEntryRequest(), kMember, "cell_member"));
  v1::CreateFollowUpEntryRequest bad = EntryFor(name);
  bad.clear_follow_up_entry();
  hidden.push_back(Write(bad, kMember, "cell_member"));
  hidden.push_back(Grant(name, kOther, kOther));
  hidden.push_back(Grant(name, kOther, "", 9, 1));
  for (size_t i = 0; i < hidden.size(); ++i) {
    EXPECT_EQ(Bytes(hidden[i]), missing) << i;
  }
  EXPECT_EQ(Reason(Write(bad, kChairPerson, "cell_chair")), "NATURE_REQUIRED");
}

TEST_F(CaseServiceTest, HiddenAndMissingAreAlikeAndLimitedHoweverOftenAsked) {
  const std::string name = OpenCase();
  const size_t before = Log().size();
  constexpr int kCalls = 40;
  for (int i = 0; i < kCalls; ++i) {
    const grpc::Status hidden = Read(name, kMember, "cell_member");
    EXPECT_EQ(Bytes(hidden), Bytes(Read(MissingName(), kOther, "cell_member")));
    EXPECT_EQ(Reason(hidden), i < 30 ? "CASE_NOT_FOUND" : "DENIALS_LIMIT");
  }
  EXPECT_EQ(Log().size() - before, 2 * 31);
  EXPECT_TRUE(Read(name, kChairPerson, "cell_chair").ok());
  harness_->gate().RecordCountedDenials(absl::InfiniteFuture());
  int64_t told = 0;
  for (const AuditEntry& entry : Log()) {
    if (entry.outcome() != AuditEntry::OUTCOME_DENIED) continue;
    told += entry.calls() == 0 ? 1 : entry.calls();
  }
  EXPECT_EQ(told, 2 * kCalls);
}

TEST_F(CaseServiceTest, AnEntryOfTheLogSaysWhichVersionOfTheCaseItSpeaksOf) {
  const std::string name = OpenCase();
  EXPECT_EQ(Log().back().object_version(), 1);
  ASSERT_TRUE(Write(EntryFor(name), kChairPerson, "cell_chair").ok());
  EXPECT_EQ(Log().back().object_version(), 2);
  ASSERT_TRUE(Read(name, kChairPerson, "cell_chair").ok());
  EXPECT_EQ(Log().back().object_version(), 2);
  ASSERT_FALSE(Read(name, kMember, "cell_member").ok());
  EXPECT_EQ(Log().back().object_version(), 0);
}

TEST_F(CaseServiceTest, AGrantOpensFromItsFirstToItsLastDay) {
  const std::string name = OpenCase();
  ASSERT_TRUE(Grant(name, kChairPerson, kMember, 1, 2).ok());
  const bool expected[] = {false, true, true, false};
  for (const bool is_open : expected) {
    EXPECT_EQ(Read(name, kMember, "cell_member").ok(), is_open);
    clock_.Advance(absl::Hours(24));
  }
}

TEST_F(CaseServiceTest, B34NobodyGrantsHimself) {
  const std::string name = OpenCase();
  const grpc::Status status = Grant(name, kChairPerson, kChairPerson);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Reason(status), "SELF_GRANT");
  ASSERT_TRUE(
      Grant(name, kChairPerson, kMember, 0, 9, CaseGrant::RELATION_CONTRIBUTOR)
          .ok());
  // A contributor without the chair's permission cannot grant either.
  EXPECT_EQ(Reason(Grant(name, kMember, kOther, 0, 5,
                         CaseGrant::RELATION_READER, "cell_member")),
            "PERMISSION_MISSING");
  // A deputy who was granted passes on no more than he holds.
  EXPECT_EQ(Reason(Grant(name, kMember, kOther, 0, 10)),
            "GRANT_OUTLIVES_GRANTOR");
  EXPECT_TRUE(Grant(name, kMember, kOther, 0, 9).ok());
}

TEST_F(CaseServiceTest, B39APurposeIsRequiredAndOversightIsNone) {
  const std::string name = OpenCase();
  v1::GetCaseRequest request;
  request.set_name(name);
  v1::Case found;
  EXPECT_EQ(Reason(cases_->GetCase(
                harness_->Context(kChairPerson, {"cell_chair"}).get(), request,
                &found)),
            "PURPOSE_REQUIRED");
  const auto oversight = entente::common::v1::PURPOSE_OVERSIGHT;
  const grpc::Status open =
      Read(name, kChairPerson, "cell_chair", &found, oversight);
  EXPECT_EQ(Reason(open), "PURPOSE_NOT_ALLOWED");
  EXPECT_EQ(Bytes(open), Bytes(Read(MissingName(), kChairPerson, "cell_chair",
                                    &found, oversight)));
  EXPECT_FALSE(found.has_create_time());
}

TEST_F(CaseServiceTest, B38RolesWithoutThePermissionAreRefusedAtTheDoor) {
  const std::string name = OpenCase();
  for (const char* role : {"coordinator", "finance", "zone", "federal",
                           "security_admin", "nobody"}) {
    EXPECT_EQ(Reason(Read(name, kChairPerson, role)), "PERMISSION_MISSING")
        << role;
  }
  EXPECT_EQ(Reason(Write(EntryFor(name), kChairPerson, "invited_expert")),
            "PERMISSION_MISSING");
  for (const char* role : {"cell_member", "invited_expert"}) {
    v1::CreateCaseRequest request;
    request.set_parent(kMunicipality);
    v1::Case made;
    EXPECT_EQ(
        Reason(cases_->CreateCase(As(kMember, role).get(), request, &made)),
        "PERMISSION_MISSING")
        << role;
  }
}

TEST_F(CaseServiceTest, WhatIsForTheOriginatorIsNotToldToOthers) {
  const std::string name = OpenCase();
  ASSERT_TRUE(
      Grant(name, kChairPerson, kMember, 0, 9, CaseGrant::RELATION_CONTRIBUTOR)
          .ok());
  ASSERT_TRUE(Grant(name, kChairPerson, kOther).ok());
  v1::CreateFollowUpEntryRequest entry = EntryFor(name);
  entry.mutable_follow_up_entry()->set_handling_code(
      FollowUpEntry::HANDLING_CODE_ORIGINATOR);
  ASSERT_TRUE(Write(entry, kMember, "cell_member").ok());
  const std::vector<std::pair<std::string, int>> expected = {
      {kMember, 1}, {kChairPerson, 1}, {kOther, 0}};
  for (const auto& [person, count] : expected) {
    v1::Case found;
    ASSERT_TRUE(Read(name, person, "cell_member", &found).ok());
    EXPECT_EQ(found.entries_size(), count) << person;
  }
}

TEST_F(CaseServiceTest, EveryDecisionHasItsEntryAndTheLogVerifies) {
  const std::string name = OpenCase();
  ASSERT_TRUE(Read(name, kChairPerson, "cell_chair").ok());
  EXPECT_FALSE(Read(name, kMember, "cell_member").ok());
  EXPECT_FALSE(Read(MissingName(), kMember, "cell_member").ok());
  EXPECT_FALSE(Grant(name, kChairPerson, kChairPerson).ok());
  EXPECT_FALSE(Read(name, kChairPerson, "finance").ok());
  const std::vector<AuditEntry> log = Log();
  ASSERT_EQ(log.size(), 6u);
  const std::vector<std::pair<std::string, AuditEntry::Outcome>> expected = {
      {"office.holder", AuditEntry::OUTCOME_PERMITTED},
      {"office.chair", AuditEntry::OUTCOME_PERMITTED},
      {"grant.none", AuditEntry::OUTCOME_DENIED},
      {"object.missing", AuditEntry::OUTCOME_DENIED},
      {"service.self_grant", AuditEntry::OUTCOME_DENIED},
      {"gate", AuditEntry::OUTCOME_DENIED}};
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(log[i].rule_id(), expected[i].first) << i;
    EXPECT_EQ(log[i].outcome(), expected[i].second) << i;
    EXPECT_FALSE(log[i].person().empty());
    EXPECT_FALSE(log[i].trace().empty());
  }
  EXPECT_EQ(log[0].object(), log[1].object());
  EXPECT_EQ(log[1].person(), log[4].person());
  EXPECT_NE(log[1].person(), log[2].person());
  EXPECT_EQ(log[4].reason(), "SELF_GRANT");
  EXPECT_TRUE(audit::VerifyLog(*store_->Read()).ok());
}

TEST_F(CaseServiceTest, NoContentLeavesWhenTheLogCannotBeWritten) {
  const std::string name = OpenCase();
  const std::string head = audit::HeadKey();
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    transaction.Put(head, "\xff\xff not a head");
                    return absl::OkStatus();
                  })
                  .ok());
  v1::Case found;
  const grpc::Status status = Read(name, kChairPerson, "cell_chair", &found);
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(found.name().empty());
  EXPECT_FALSE(Write(EntryFor(name), kChairPerson, "cell_chair").ok());
}

TEST_F(CaseServiceTest, ContentIsNeverInLogsOrErrors) {
  InitLog("exchange", "trace");
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  const std::string name = OpenCase();
  ASSERT_TRUE(Write(EntryFor(name), kChairPerson, "cell_chair").ok());
  v1::CreateFollowUpEntryRequest bad = EntryFor(name);
  bad.mutable_follow_up_entry()->set_text(
      absl::StrCat(kText, std::string(4000, 'x')));
  const grpc::Status refused = Write(bad, kChairPerson, "cell_chair");
  EXPECT_EQ(Reason(refused), "TEXT_TOO_LONG");
  EXPECT_FALSE(Write(EntryFor(name), kMember, "cell_member").ok());
  ASSERT_TRUE(Read(name, kChairPerson, "cell_chair").ok());
  FlushLog();
  const std::string output = testing::internal::GetCapturedStderr() +
                             testing::internal::GetCapturedStdout();
  EXPECT_NE(output.find("CaseService/GetCase"), std::string::npos);
  EXPECT_EQ(output.find(kText), std::string::npos);
  EXPECT_EQ(output.find(name), std::string::npos);
  EXPECT_EQ(refused.error_details().find(kText), std::string::npos);
  for (const AuditEntry& entry : Log()) {
    const std::string bytes = entry.SerializeAsString();
    EXPECT_EQ(bytes.find(kText), std::string::npos);
    EXPECT_EQ(bytes.find(kChairPerson), std::string::npos);
    EXPECT_EQ(bytes.find(name), std::string::npos);
  }
}

TEST_F(CaseServiceTest, ARetryMakesNothingTwice) {
  const std::string name = OpenCase("open-1");
  EXPECT_EQ(OpenCase("open-1"), name);
  v1::CreateFollowUpEntryRequest request = EntryFor(name);
  request.set_request_id("entry-1");
  FollowUpEntry first;
  FollowUpEntry second;
  ASSERT_TRUE(Write(request, kChairPerson, "cell_chair", &first).ok());
  ASSERT_TRUE(Write(request, kChairPerson, "cell_chair", &second).ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  request.mutable_follow_up_entry()->set_text("Something else.");
  EXPECT_EQ(Reason(Write(request, kChairPerson, "cell_chair")),
            "REQUEST_ID_REUSED");
  // Another person's id is another id, and tells nothing.
  EXPECT_EQ(Reason(Write(request, kMember, "cell_member")), "CASE_NOT_FOUND");
  v1::Case found;
  ASSERT_TRUE(Read(name, kChairPerson, "cell_chair", &found).ok());
  EXPECT_EQ(found.entries_size(), 1);
}

TEST_F(CaseServiceTest, ARetryIsLoggedAsTheAccessToTheCaseThatItIs) {
  const std::string name = OpenCase("open-1");
  OpenCase("open-1");
  ASSERT_TRUE(Read(name, kChairPerson, "cell_chair").ok());
  const auto log = Log();
  ASSERT_GE(log.size(), 3u);
  const auto& retry = log[log.size() - 2];
  EXPECT_EQ(retry.object(), log.back().object());
  EXPECT_EQ(retry.rule_id(), log.back().rule_id());
  EXPECT_EQ(retry.method(), "entente.exchange.v1.CaseService/CreateCase");
}

TEST_F(CaseServiceTest, ARetryAfterTheRightEndedIsHidden) {
  OpenCase("open-1");
  clock_.Advance(absl::Hours(24 * 366 * 3));
  v1::Case unused;
  EXPECT_EQ(Reason(Open(kChairPerson, &unused, "open-1")), "CASE_NOT_FOUND");
}

TEST_F(CaseServiceTest, ValidateOnlyStoresNothingButItsAccessEntry) {
  const std::string name = OpenCase();
  v1::CreateFollowUpEntryRequest request = EntryFor(name);
  request.set_validate_only(true);
  EXPECT_TRUE(Write(request, kChairPerson, "cell_chair").ok());
  EXPECT_EQ(Log().size(), 2u);
  v1::Case found;
  ASSERT_TRUE(Read(name, kChairPerson, "cell_chair", &found).ok());
  EXPECT_EQ(found.entries_size(), 0);
}

}  // namespace
}  // namespace entente::exchange
