// What a call about a case names as its occasion: looked up where it is kept
// here, told apart in the log from a justification.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/exchange/case_fixture.h"

namespace entente::exchange {
namespace {

using audit::AuditEntry;

class ReferenceTest : public CaseFixture {
 protected:
  // A meeting with two items on its agenda.
  std::string CallMeeting() {
    v1::CreateMeetingRequest request;
    request.set_parent(kMunicipality);
    *request.mutable_meeting()->mutable_date() = ToDate(today_);
    request.mutable_meeting()->set_subject("Quarterly meeting");
    request.mutable_meeting()->add_agenda_items("Trainings");
    request.mutable_meeting()->add_agenda_items("Follow-up");
    v1::Meeting made;
    const grpc::Status status = meetings_->CreateMeeting(
        harness_->Context("p-1", {"coordinator"}).get(), request, &made);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return made.name();
  }

  grpc::Status ReadFor(const std::string& reference,
                       const std::string& person = kChairPerson) {
    v1::GetCaseRequest request;
    request.set_name(case_);
    v1::Case found;
    const auto context = harness_->RestrictedContext(
        person, {"cell_chair"}, entente::common::v1::PURPOSE_FOLLOW_UP,
        reference);
    return cases_->GetCase(context.get(), request, &found);
  }

  const std::string case_ = OpenCase();
};

TEST_F(ReferenceTest, WhatIsKeptHereMustBeThere) {
  const std::string meeting = CallMeeting();
  for (const std::string& there :
       {meeting, meeting + "/agendaItems/1", meeting + "/agendaItems/2",
        std::string("notes/2019-7"), std::string("reviews/1")}) {
    EXPECT_EQ(Reason(ReadFor(there)), "") << there;
    EXPECT_EQ(Log().back().rests_on(), AuditEntry::RESTS_ON_REFERENCE);
  }
  for (const std::string& absent :
       {meeting + "/agendaItems/0", meeting + "/agendaItems/3",
        meeting + "/agendaItems/01", meeting + "/agendaItems/x",
        absl::StrCat(kMunicipality, "/meetings/", std::string(32, 'a')),
        absl::StrCat(kMunicipality, "/meetings/jan-janssens"),
        absl::StrCat("municipalities/44021", meeting.substr(20))}) {
    const grpc::Status status = ReadFor(absent);
    EXPECT_EQ(Reason(status), "REFERENCE_UNKNOWN") << absent;
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(Log().back().outcome(), AuditEntry::OUTCOME_REFUSED);
    EXPECT_EQ(Log().back().reason(), "REFERENCE_UNKNOWN");
  }
  EXPECT_EQ(Reason(ReadFor("one of our talks 1")), "REFERENCE_MALFORMED");
  EXPECT_EQ(Reason(ReadFor(case_)), "REFERENCE_MALFORMED");
}

// Opening a case and adding to it are refused alike, and change nothing.
TEST_F(ReferenceTest, NothingIsWrittenForAMeetingThatIsNotThere) {
  const auto context = harness_->RestrictedContext(
      kChairPerson, {"cell_chair"}, entente::common::v1::PURPOSE_FOLLOW_UP,
      absl::StrCat(kMunicipality, "/meetings/", std::string(32, 'a')));
  FollowUpEntry made;
  EXPECT_EQ(Reason(cases_->CreateFollowUpEntry(context.get(), EntryFor(case_),
                                               &made)),
            "REFERENCE_UNKNOWN");
  v1::Case found;
  ASSERT_TRUE(Read(case_, kChairPerson, "cell_chair", &found).ok());
  EXPECT_EQ(found.entries_size(), 0);
}

TEST_F(ReferenceTest, WhoHasNoRightIsNotToldWhetherAMeetingIsThere) {
  const std::string meeting = CallMeeting();
  const std::string bytes = Bytes(ReadFor(meeting, kOther));
  EXPECT_EQ(bytes, MissingBytes());
  EXPECT_EQ(Bytes(ReadFor(meeting + "/agendaItems/9", kOther)), bytes);
}

TEST_F(ReferenceTest, TheLogTellsAJustificationFromAReference) {
  common::v1::AccessContext access;
  access.set_purpose(common::v1::PURPOSE_FOLLOW_UP);
  access.set_legal_basis("Law of 30 July 2018");
  access.set_justification("No item of an agenda exists for this talk yet.");
  grpc::ClientContext context;
  channel::PrepareContext(
      {.token = harness_->Token(kChairPerson, {"cell_chair"}),
       .timeout = absl::Seconds(20),
       .access = access},
      context);
  v1::GetCaseRequest request;
  request.set_name(case_);
  v1::Case found;
  const grpc::Status status = cases_->GetCase(&context, request, &found);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(Log().back().rests_on(), AuditEntry::RESTS_ON_JUSTIFICATION);
  EXPECT_EQ(Log().back().reference(), "");
  CallMeeting();
  EXPECT_EQ(Log().back().rests_on(), AuditEntry::RESTS_ON_UNSPECIFIED);
}

}  // namespace
}  // namespace entente::exchange
