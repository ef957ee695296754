#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/exchange/case_fixture.h"

namespace entente::exchange {
namespace {

using access::OfficeHolder;

constexpr char kOffice[] = "municipalities/21004/offices/chair";
constexpr char kAdmin[] = "p-admin";

class OfficeServiceTest : public CaseFixture {
 protected:
  v1::CreateOfficeHolderRequest HolderFor(const std::string& person, int from,
                                          int until) {
    v1::CreateOfficeHolderRequest request;
    request.set_parent(kOffice);
    OfficeHolder& holder = *request.mutable_office_holder();
    holder.set_person(person);
    *holder.mutable_from() = ToDate(today_ + from);
    *holder.mutable_until() = ToDate(today_ + until);
    holder.set_reason("oath before the council");
    return request;
  }

  grpc::Status Record(const v1::CreateOfficeHolderRequest& request,
                      OfficeHolder* made = nullptr,
                      const std::string& person = kAdmin,
                      const std::string& role = "security_admin") {
    OfficeHolder unused;
    return offices_->CreateOfficeHolder(harness_->Context(person, {role}).get(),
                                        request,
                                        made == nullptr ? &unused : made);
  }

  grpc::Status End(const std::string& name,
                   const std::string& role = "security_admin") {
    v1::RevokeOfficeHolderRequest request;
    request.set_name(name);
    request.set_reason("resignation");
    OfficeHolder unused;
    return offices_->RevokeOfficeHolder(harness_->Context(kAdmin, {role}).get(),
                                        request, &unused);
  }

  v1::ListOfficeHoldersResponse Holders(int page_size = 0,
                                        const std::string& token = "") {
    v1::ListOfficeHoldersRequest request;
    request.set_parent(kOffice);
    request.set_page_size(page_size);
    request.set_page_token(token);
    v1::ListOfficeHoldersResponse found;
    EXPECT_TRUE(
        offices_
            ->ListOfficeHolders(harness_->Context("p-9", {"oversight"}).get(),
                                request, &found)
            .ok());
    return found;
  }
};

TEST_F(OfficeServiceTest, WhoHoldsTheOfficeOpensCasesAndNobodyElse) {
  EXPECT_EQ(Reason(Open("p-new")), "OFFICE_NOT_HELD");
  ASSERT_TRUE(Record(HolderFor("p-new", 0, 30)).ok());
  EXPECT_TRUE(Open("p-new").ok());
  // Of this municipality only.
  EXPECT_EQ(Reason(Open("p-new", nullptr, "", "municipalities/21009")),
            "OFFICE_NOT_HELD");
}

TEST_F(OfficeServiceTest, B35AMayorWhoLeavesLosesTheCaseTheSuccessorFindsIt) {
  ASSERT_TRUE(Record(HolderFor("p-leaving", -5, 0)).ok());
  ASSERT_TRUE(Record(HolderFor("p-coming", 1, 300)).ok());
  v1::Case made;
  ASSERT_TRUE(Open("p-leaving", &made).ok());
  v1::CreateFollowUpEntryRequest kept = EntryFor(made.name());
  kept.mutable_follow_up_entry()->set_handling_code(
      FollowUpEntry::HANDLING_CODE_ORIGINATOR);
  ASSERT_TRUE(Write(kept, "p-leaving", "cell_chair").ok());
  EXPECT_EQ(Bytes(Read(made.name(), "p-coming", "cell_chair")), MissingBytes());
  clock_.Advance(absl::Hours(24));
  EXPECT_EQ(Bytes(Read(made.name(), "p-leaving", "cell_chair")),
            MissingBytes());
  v1::Case found;
  ASSERT_TRUE(Read(made.name(), "p-coming", "cell_chair", &found).ok());
  EXPECT_EQ(found.entries_size(), 1);
}

TEST_F(OfficeServiceTest, B40AnOfficeThatEndedClosesWhateverTheTokenSays) {
  OfficeHolder holder;
  ASSERT_TRUE(Record(HolderFor("p-new", 0, 30), &holder).ok());
  v1::Case made;
  ASSERT_TRUE(Open("p-new", &made).ok());
  const auto old_token = As("p-new", "cell_chair");
  ASSERT_TRUE(End(holder.name()).ok());
  v1::GetCaseRequest request;
  request.set_name(made.name());
  v1::Case found;
  EXPECT_EQ(Bytes(cases_->GetCase(old_token.get(), request, &found)),
            MissingBytes());
  EXPECT_EQ(Log().back().rule_id(), "office.revoked");
  // B42: what a person who is gone has opened stays reachable by the office.
  EXPECT_TRUE(Read(made.name(), kChairPerson, "cell_chair").ok());
}

TEST_F(OfficeServiceTest, B38AnAdministratorNeitherReadsNorAppointsHimself) {
  const std::string name = OpenCase();
  EXPECT_EQ(Reason(Record(HolderFor(kAdmin, 0, 30))), "SELF_APPOINTMENT");
  EXPECT_EQ(Reason(Read(name, kAdmin, "security_admin")), "PERMISSION_MISSING");
  EXPECT_EQ(Reason(Grant(name, kAdmin, kAdmin, 0, 9, CaseGrant::RELATION_READER,
                         "security_admin")),
            "PERMISSION_MISSING");
  // Even in office, by another: his role opens no case.
  ASSERT_TRUE(Record(HolderFor(kAdmin, 0, 30), nullptr, "p-other-admin").ok());
  EXPECT_EQ(Reason(Read(name, kAdmin, "security_admin")), "PERMISSION_MISSING");
}

TEST_F(OfficeServiceTest, RolesWithoutThePermissionAreRefused) {
  OfficeHolder holder;
  ASSERT_TRUE(Record(HolderFor("p-new", 0, 30), &holder).ok());
  for (const char* role : {"cell_chair", "cell_member", "coordinator",
                           "federal", "oversight", "invited_expert"}) {
    EXPECT_EQ(Reason(Record(HolderFor("p-x", 0, 9), nullptr, "p-y", role)),
              "PERMISSION_MISSING")
        << role;
    EXPECT_EQ(Reason(End(holder.name(), role)), "PERMISSION_MISSING") << role;
  }
}

TEST_F(OfficeServiceTest, EndedHoldingsStayInTheList) {
  OfficeHolder holder;
  v1::CreateOfficeHolderRequest request = HolderFor("p-deputy", 0, 30);
  request.mutable_office_holder()->set_is_deputy(true);
  ASSERT_TRUE(Record(request, &holder).ok());
  EXPECT_EQ(holder.appointer(), kAdmin);
  ASSERT_TRUE(End(holder.name()).ok());
  EXPECT_EQ(Reason(End(holder.name())), "REVOKED_ALREADY");
  EXPECT_EQ(
      Reason(End(absl::StrCat(kOffice, "/holders/", std::string(32, 'd')))),
      "HOLDER_NOT_FOUND");
  const auto all = Holders();
  ASSERT_EQ(all.office_holders_size(), 2);
  EXPECT_EQ(all.office_holders(0).person(), kChairPerson);
  EXPECT_TRUE(all.office_holders(1).is_deputy());
  EXPECT_EQ(all.office_holders(1).revocation().reason(), "resignation");
  const auto first = Holders(1);
  ASSERT_EQ(first.office_holders_size(), 1);
  const auto second = Holders(1, first.next_page_token());
  EXPECT_EQ(second.office_holders(0).person(), "p-deputy");
  EXPECT_TRUE(second.next_page_token().empty());
}

TEST_F(OfficeServiceTest, ARetryRecordsOneHolder) {
  v1::CreateOfficeHolderRequest request = HolderFor("p-new", 0, 30);
  request.set_request_id("appoint-1");
  OfficeHolder first;
  OfficeHolder second;
  ASSERT_TRUE(Record(request, &first).ok());
  ASSERT_TRUE(Record(request, &second).ok());
  EXPECT_EQ(first.name(), second.name());
  EXPECT_EQ(Holders().office_holders_size(), 2);
}

TEST_F(OfficeServiceTest, WhatTheClientSaysOfTheRecordItselfIsIgnored) {
  v1::CreateOfficeHolderRequest request = HolderFor("p-new", 0, 30);
  OfficeHolder& sent = *request.mutable_office_holder();
  sent.set_office("municipalities/21009/offices/chair");
  sent.set_appointer("p-somebody-else");
  sent.mutable_revocation()->set_revoker("p-somebody-else");
  OfficeHolder made;
  ASSERT_TRUE(Record(request, &made).ok());
  EXPECT_EQ(made.office(), kOffice);
  EXPECT_EQ(made.appointer(), kAdmin);
  EXPECT_FALSE(made.has_revocation());
}

}  // namespace
}  // namespace entente::exchange
