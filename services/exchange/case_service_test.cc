#include <functional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/exchange/exchange_fixture.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {
namespace {

using audit::AuditEntry;
using entente::common::v1::Purpose;
using v1::CaseGrant;
using v1::FollowUpEntry;

constexpr char kChair[] = "p-chair";
constexpr char kMember[] = "p-member";
constexpr char kOther[] = "p-other";
constexpr char kText[] = "Invented-content-of-a-talk";

class CaseServiceTest : public ExchangeFixture {
 protected:
  using Contexts = std::unique_ptr<grpc::ClientContext>;
  Contexts As(const std::string& person, const std::string& role,
              Purpose purpose = entente::common::v1::PURPOSE_FOLLOW_UP) {
    return harness_->RestrictedContext(person, {role}, purpose);
  }

  std::string OpenCase(const std::string& request_id = "") {
    v1::CreateCaseRequest request;
    request.set_parent(kMunicipality);
    request.mutable_case_()->set_subject_state(v1::SUBJECT_STATE_RETURNED);
    *request.mutable_case_()->mutable_subject_state_date() = ToDate(today_);
    request.set_request_id(request_id);
    v1::Case made;
    const grpc::Status status =
        cases_->CreateCase(As(kChair, "cell_chair").get(), request, &made);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return made.name();
  }

  grpc::Status Read(const std::string& name, const std::string& person,
                    const std::string& role, v1::Case* found = nullptr,
                    Purpose purpose = entente::common::v1::PURPOSE_FOLLOW_UP) {
    v1::GetCaseRequest request;
    request.set_name(name);
    v1::Case unused;
    return cases_->GetCase(As(person, role, purpose).get(), request,
                           found == nullptr ? &unused : found);
  }

  v1::CreateFollowUpEntryRequest EntryFor(const std::string& name) {
    v1::CreateFollowUpEntryRequest request;
    request.set_parent(name);
    FollowUpEntry& entry = *request.mutable_follow_up_entry();
    entry.set_nature(FollowUpEntry::NATURE_FACT);
    entry.set_reliability(FollowUpEntry::RELIABILITY_B);
    entry.set_certainty(FollowUpEntry::CERTAINTY_2);
    entry.set_handling_code(FollowUpEntry::HANDLING_CODE_CELL);
    entry.set_origin("Bravvo");
    entry.set_purpose("Individual follow-up");
    entry.set_legal_basis("Law of 30 July 2018");
    entry.set_text(kText);
    *entry.mutable_date() = ToDate(today_);
    return request;
  }

  grpc::Status Write(const v1::CreateFollowUpEntryRequest& request,
                     const std::string& person, const std::string& role,
                     FollowUpEntry* made = nullptr) {
    FollowUpEntry unused;
    return cases_->CreateFollowUpEntry(As(person, role).get(), request,
                                       made == nullptr ? &unused : made);
  }

  grpc::Status Grant(const std::string& name, const std::string& grantor,
                     const std::string& person, int from = 0, int until = 30,
                     CaseGrant::Relation relation = CaseGrant::RELATION_READER,
                     const std::string& role = "cell_chair") {
    v1::CreateCaseGrantRequest request;
    request.set_parent(name);
    CaseGrant& grant = *request.mutable_case_grant();
    grant.set_person(person);
    grant.set_relation(relation);
    *grant.mutable_from() = ToDate(today_ + from);
    *grant.mutable_until() = ToDate(today_ + until);
    grant.set_reason("Takes part in the follow-up");
    CaseGrant made;
    return cases_->CreateCaseGrant(As(grantor, role).get(), request, &made);
  }

  // Everything of an answer that a caller can see.
  static std::string Bytes(const grpc::Status& status) {
    return absl::StrCat(static_cast<int>(status.error_code()), "|",
                        status.error_message(), "|",
                        absl::BytesToHexString(status.error_details()));
  }
  static std::string Reason(const grpc::Status& status) {
    return ErrorReason(channel::FromWire(status));
  }
  static std::string MissingName() {
    return absl::StrCat(kMunicipality, "/cases/", std::string(32, 'a'));
  }

  const absl::CivilDay today_{2019, 3, 14};
};

TEST_F(CaseServiceTest, TheChairOpensWritesAndReads) {
  const std::string name = OpenCase();
  FollowUpEntry made;
  ASSERT_TRUE(Write(EntryFor(name), kChair, "cell_chair", &made).ok());
  EXPECT_EQ(made.name().find(name + "/entries/"), 0u);
  v1::Case found;
  ASSERT_TRUE(Read(name, kChair, "cell_chair", &found).ok());
  EXPECT_EQ(found.subject_state(), v1::SUBJECT_STATE_RETURNED);
  ASSERT_EQ(found.entries_size(), 1);
  EXPECT_EQ(found.entries(0).text(), kText);
}

TEST_F(CaseServiceTest, HiddenAnswersByteForByteLikeMissing) {
  const std::string name = OpenCase();
  ASSERT_TRUE(Grant(name, kChair, "p-expired", 0, 1).ok());
  ASSERT_TRUE(Grant(name, kChair, "p-later", 10, 20).ok());
  ASSERT_TRUE(Grant(name, kChair, "p-reader", 0, 20).ok());
  clock_.Advance(absl::Hours(48));
  std::string elsewhere = name;
  elsewhere.replace(elsewhere.find("21004"), 5, "21009");

  const std::string missing =
      Bytes(Read(MissingName(), kMember, "cell_member"));
  EXPECT_EQ(Reason(Read(MissingName(), kMember, "cell_member")),
            "CASE_NOT_FOUND");
  std::vector<grpc::Status> hidden = {
      Read(name, kMember, "cell_member"),
      Read(name, "p-expired", "cell_member"),
      Read(name, "p-later", "cell_member"),
      Read(elsewhere, kChair, "cell_chair"),
      Read(name + "0", kChair, "cell_chair"),
      Read("", kChair, "cell_chair"),
      Read("municipalities/21004", kChair, "cell_chair"),
      Write(EntryFor(name), kMember, "cell_member"),
      Write(EntryFor(name), "p-expired", "cell_member"),
      Write(EntryFor(name), "p-reader", "cell_member"),
      Write(EntryFor(MissingName()), kChair, "cell_chair"),
      Grant(name, "p-chair-of-another-cell", kMember),
      Grant(name, "p-reader", kMember),
      Grant(MissingName(), kChair, kMember)};
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
  EXPECT_EQ(Reason(Write(bad, kChair, "cell_chair")), "NATURE_REQUIRED");
}

TEST_F(CaseServiceTest, AGrantOpensFromItsFirstToItsLastDay) {
  const std::string name = OpenCase();
  ASSERT_TRUE(Grant(name, kChair, kMember, 1, 2).ok());
  const bool expected[] = {false, true, true, false};
  for (const bool is_open : expected) {
    EXPECT_EQ(Read(name, kMember, "cell_member").ok(), is_open);
    clock_.Advance(absl::Hours(24));
  }
}

TEST_F(CaseServiceTest, NobodyGrantsHimself) {
  const std::string name = OpenCase();
  const grpc::Status status = Grant(name, kChair, kChair);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Reason(status), "SELF_GRANT");
  ASSERT_TRUE(
      Grant(name, kChair, kMember, 0, 9, CaseGrant::RELATION_CONTRIBUTOR).ok());
  // A contributor without the chair's permission cannot grant either.
  EXPECT_EQ(Reason(Grant(name, kMember, kOther, 0, 5,
                         CaseGrant::RELATION_READER, "cell_member")),
            "PERMISSION_MISSING");
  // A deputy who was granted passes on no more than he holds.
  EXPECT_EQ(Reason(Grant(name, kMember, kOther, 0, 10)),
            "GRANT_OUTLIVES_GRANTOR");
  EXPECT_TRUE(Grant(name, kMember, kOther, 0, 9).ok());
}

TEST_F(CaseServiceTest, APurposeIsRequiredAndMustFit) {
  const std::string name = OpenCase();
  v1::GetCaseRequest request;
  request.set_name(name);
  v1::Case found;
  EXPECT_EQ(
      Reason(cases_->GetCase(harness_->Context(kChair, {"cell_chair"}).get(),
                             request, &found)),
      "PURPOSE_REQUIRED");
  const auto oversight = entente::common::v1::PURPOSE_OVERSIGHT;
  const grpc::Status open = Read(name, kChair, "cell_chair", &found, oversight);
  EXPECT_EQ(Reason(open), "PURPOSE_NOT_ALLOWED");
  EXPECT_EQ(Bytes(open), Bytes(Read(MissingName(), kChair, "cell_chair", &found,
                                    oversight)));
  EXPECT_FALSE(found.has_create_time());
}

TEST_F(CaseServiceTest, RolesWithoutThePermissionAreRefusedAtTheDoor) {
  const std::string name = OpenCase();
  for (const char* role : {"coordinator", "finance", "zone", "federal",
                           "security_admin", "nobody"}) {
    EXPECT_EQ(Reason(Read(name, kChair, role)), "PERMISSION_MISSING") << role;
  }
  EXPECT_EQ(Reason(Write(EntryFor(name), kChair, "invited_expert")),
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
      Grant(name, kChair, kMember, 0, 9, CaseGrant::RELATION_CONTRIBUTOR).ok());
  ASSERT_TRUE(Grant(name, kChair, kOther).ok());
  v1::CreateFollowUpEntryRequest entry = EntryFor(name);
  entry.mutable_follow_up_entry()->set_handling_code(
      FollowUpEntry::HANDLING_CODE_ORIGINATOR);
  ASSERT_TRUE(Write(entry, kMember, "cell_member").ok());
  const std::vector<std::pair<std::string, int>> expected = {
      {kMember, 1}, {kChair, 1}, {kOther, 0}};
  for (const auto& [person, count] : expected) {
    v1::Case found;
    ASSERT_TRUE(Read(name, person, "cell_member", &found).ok());
    EXPECT_EQ(found.entries_size(), count) << person;
  }
}

TEST_F(CaseServiceTest, EveryDecisionHasItsEntryAndTheLogVerifies) {
  const std::string name = OpenCase();
  ASSERT_TRUE(Read(name, kChair, "cell_chair").ok());
  EXPECT_FALSE(Read(name, kMember, "cell_member").ok());
  EXPECT_FALSE(Read(MissingName(), kMember, "cell_member").ok());
  EXPECT_FALSE(Grant(name, kChair, kChair).ok());
  EXPECT_FALSE(Read(name, kChair, "finance").ok());
  const std::vector<AuditEntry> log = Log();
  ASSERT_EQ(log.size(), 6u);
  const std::vector<std::pair<std::string, AuditEntry::Outcome>> expected = {
      {"open.by_permission", AuditEntry::OUTCOME_PERMITTED},
      {"grant.contributor", AuditEntry::OUTCOME_PERMITTED},
      {"grant.none", AuditEntry::OUTCOME_DENIED},
      {"case.missing", AuditEntry::OUTCOME_DENIED},
      {"grant.contributor", AuditEntry::OUTCOME_REFUSED},
      {"gate", AuditEntry::OUTCOME_DENIED}};
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(log[i].rule_id(), expected[i].first) << i;
    EXPECT_EQ(log[i].outcome(), expected[i].second) << i;
    EXPECT_FALSE(log[i].person().empty());
    EXPECT_FALSE(log[i].trace_id().empty());
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
  const grpc::Status status = Read(name, kChair, "cell_chair", &found);
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(found.name().empty());
  EXPECT_FALSE(Write(EntryFor(name), kChair, "cell_chair").ok());
}

TEST_F(CaseServiceTest, ContentIsNeverInLogsOrErrors) {
  InitLog("exchange", "trace");
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  const std::string name = OpenCase();
  ASSERT_TRUE(Write(EntryFor(name), kChair, "cell_chair").ok());
  v1::CreateFollowUpEntryRequest bad = EntryFor(name);
  bad.mutable_follow_up_entry()->set_text(
      absl::StrCat(kText, std::string(4000, 'x')));
  const grpc::Status refused = Write(bad, kChair, "cell_chair");
  EXPECT_EQ(Reason(refused), "TEXT_TOO_LONG");
  EXPECT_FALSE(Write(EntryFor(name), kMember, "cell_member").ok());
  ASSERT_TRUE(Read(name, kChair, "cell_chair").ok());
  const std::string output = testing::internal::GetCapturedStderr() +
                             testing::internal::GetCapturedStdout();
  EXPECT_NE(output.find("CaseService/GetCase"), std::string::npos);
  EXPECT_EQ(output.find(kText), std::string::npos);
  EXPECT_EQ(output.find(name), std::string::npos);
  EXPECT_EQ(refused.error_details().find(kText), std::string::npos);
  for (const AuditEntry& entry : Log()) {
    const std::string bytes = entry.SerializeAsString();
    EXPECT_EQ(bytes.find(kText), std::string::npos);
    EXPECT_EQ(bytes.find(kChair), std::string::npos);
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
  ASSERT_TRUE(Write(request, kChair, "cell_chair", &first).ok());
  ASSERT_TRUE(Write(request, kChair, "cell_chair", &second).ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  request.mutable_follow_up_entry()->set_text("Something else.");
  EXPECT_EQ(Reason(Write(request, kChair, "cell_chair")), "REQUEST_ID_REUSED");
  // Another person's id is another id, and tells nothing.
  EXPECT_EQ(Reason(Write(request, kMember, "cell_member")), "CASE_NOT_FOUND");
  v1::Case found;
  ASSERT_TRUE(Read(name, kChair, "cell_chair", &found).ok());
  EXPECT_EQ(found.entries_size(), 1);
}

TEST_F(CaseServiceTest, ValidateOnlyStoresNothingButItsAccessEntry) {
  const std::string name = OpenCase();
  v1::CreateFollowUpEntryRequest request = EntryFor(name);
  request.set_validate_only(true);
  EXPECT_TRUE(Write(request, kChair, "cell_chair").ok());
  EXPECT_EQ(Log().size(), 2u);
  v1::Case found;
  ASSERT_TRUE(Read(name, kChair, "cell_chair", &found).ok());
  EXPECT_EQ(found.entries_size(), 0);
}

}  // namespace
}  // namespace entente::exchange
