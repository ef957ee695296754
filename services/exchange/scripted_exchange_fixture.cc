#include "services/exchange/scripted_exchange_fixture.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/access/grant_store.h"
#include "services/common/audit/cosignature_records.h"
#include "services/common/base/error.h"
#include "services/common/faults/fault_fixture.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/set_aside.h"
#include "services/exchange/meeting_store.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {
namespace {

using Cases = v1::CaseService::Stub;
using Meetings = v1::MeetingService::Stub;
using Outboxes = common::v1::OutboxService::Stub;
using faults::Answer;
using faults::CountRecords;

constexpr char kParent[] = "municipalities/21004";
constexpr char kMayor[] = "p-mayor";
constexpr char kMember[] = "p-member";
// Whose right is withdrawn.
constexpr char kLeaver[] = "p-leaver";
// Noon of 14 March 2019 in Brussels.
constexpr int64_t kNow = 1552561200;

}  // namespace

ScriptedExchange::ScriptedExchange()
    : ScriptedService("exchange",
                      {v1::MeetingService::service_full_name(),
                       v1::CaseService::service_full_name(),
                       v1::OfficeService::service_full_name(),
                       common::v1::OutboxService::service_full_name()},
                      absl::FromUnixSeconds(kNow)) {}

const std::vector<Answer>& ScriptedExchange::script() const {
  static const auto* const kScript = new std::vector<Answer>{
      {"create-meeting"},
      {"hold-meeting"},
      {"ship-refused", grpc::OK, "", /*has_entry=*/false},
      {"open-case"},
      {"add-entry-1"},
      {"read-case-1"},
      {"read-by-stranger", grpc::NOT_FOUND, "CASE_NOT_FOUND"},
      {"read-without-role", grpc::PERMISSION_DENIED, "PERMISSION_MISSING"},
      {"bad-entry", grpc::INVALID_ARGUMENT, "TEXT_TOO_LONG"},
      {"bad-meeting", grpc::INVALID_ARGUMENT, "NAME_INVALID"},
      {"appoint"},
      {"grant-1"},
      {"grant-2"},
      {"checkpoint-1"},
      {"read-case-2"},
      {"add-entry-2"},
      {"read-meeting"},
      {"retry-event"},
      {"ship-failed", grpc::OK, "", /*has_entry=*/false},
      {"put-event-aside"},
      {"read-by-member"},
      {"revoke-grant"},
      {"read-by-revoked", grpc::NOT_FOUND, "CASE_NOT_FOUND"},
      {"end-office"},
      {"ask-resolution"},
      {"approve-own", grpc::PERMISSION_DENIED, "AUDIT_SECOND_PERSON_NEEDED"},
      {"approve-resolution"},
      {"approve-again", grpc::FAILED_PRECONDITION, "AUDIT_RESOLUTION_USED"},
      {"list-entries"},
      {"checkpoint-2"},
      {"cosign", grpc::OK, "", /*has_entry=*/false},
  };
  return *kScript;
}

void ScriptedExchange::RunFirst(const Saw& saw) {
  meeting_ = absl::StrCat(kParent, "/meetings/", std::string(32, 'a'));
  case_ = absl::StrCat(kParent, "/cases/", std::string(32, 'a'));
  holder_ =
      absl::StrCat(OfficeName("21004"), "/holders/", std::string(32, 'a'));
  const auto tell = [&](const Seen& seen, std::string* kept) {
    if (seen.code == grpc::OK) *kept = seen.name;
    saw(seen);
  };
  tell(CreateMeeting(), &meeting_);
  saw(HoldMeeting());
  saw(ShipRefused());
  tell(OpenCase(), &case_);
  saw(AddEntry("add-entry-1"));
  saw(ReadCase("read-case-1", kMayor, "cell_chair"));
  saw(ReadCase("read-by-stranger", "p-stranger", "cell_member"));
  saw(ReadCase("read-without-role", kMayor, "finance"));
  saw(AddBadEntry());
  saw(CreateBadMeeting());
  tell(Appoint(), &holder_);
  saw(Grant("grant-1", kMember));
  grant_ = absl::StrCat(case_, "/grants/", std::string(32, 'a'));
  tell(Grant("grant-2", kLeaver), &grant_);
  saw(SignCheckpoint("checkpoint-1"));
}

void ScriptedExchange::RunSecond(const Saw& saw) {
  saw(ReadCase("read-case-2", kMayor, "cell_chair"));
  saw(AddEntry("add-entry-2"));
  saw(ReadMeeting());
  saw(RetryEvent());
  saw(ShipFailed());
  saw(PutEventAside());
  saw(ReadCase("read-by-member", kMember, "cell_member"));
  saw(RevokeGrant());
  saw(ReadCase("read-by-revoked", kLeaver, "cell_member"));
  saw(EndOffice());
  saw(AskResolution());
  saw(ApproveResolution("approve-own", "o-1"));
  saw(ApproveResolution("approve-resolution", "d-1"));
  saw(ApproveResolution("approve-again", "d-1"));
  saw(ListEntries("list-entries"));
  saw(SignCheckpoint("checkpoint-2"));
  saw(Cosign());
}

Seen ScriptedExchange::Read(const std::string& call, bool is_permitted) {
  return is_permitted ? ReadCase(call, kMayor, "cell_chair")
                      : ReadCase(call, "p-stranger", "cell_member");
}

void ScriptedExchange::JudgeState(const store::Reader& reader,
                                  const Done& done) {
  EXPECT_EQ(CountRecords(reader, 0x01), done("create-meeting"));
  EXPECT_EQ(CountRecords(reader, 0x02), done("create-meeting"));
  // The event is in one place, wherever the run ended.
  const int64_t waiting = CountRecords(reader, 0xF0);
  const int64_t aside = CountRecords(reader, 0xF2);
  EXPECT_EQ(waiting + aside, done("hold-meeting"));
  EXPECT_EQ(CountRecords(reader, 0xF4), done("retry-event"));
  if (done("put-event-aside")) {
    EXPECT_EQ(aside, 1);
  } else if (done("retry-event")) {
    EXPECT_EQ(waiting, 1);
  }
  const auto meetings = ListMeetings(reader, "21004", "", 9);
  ASSERT_TRUE(meetings.ok());
  int64_t held = 0;
  for (const v1::MeetingRecord& record : meetings->records) {
    held += record.meeting().state() == v1::Meeting::STATE_HELD;
  }
  EXPECT_EQ(held, done("hold-meeting"));
  EXPECT_EQ(CountRecords(reader, 0x10), done("open-case"));
  const int64_t added = done("add-entry-1") + done("add-entry-2");
  EXPECT_EQ(CountRecords(reader, 0x11), added);
  EXPECT_EQ(CountRecords(reader, 0x18), done("open-case") + added +
                                            done("grant-1") + done("grant-2") +
                                            done("revoke-grant"));
  JudgeRights(reader, done);
  JudgeLogRecords(reader);
}

void ScriptedExchange::JudgeAcknowledged(const store::Reader& reader,
                                         const std::string& call) {
  if (call == "ship-refused") {
    const int64_t aside = CountRecords(reader, 0xF2);
    const bool has_event = CountRecords(reader, 0xF0) + aside > 0;
    // Put aside, and perhaps sent again since.
    EXPECT_EQ(aside + CountRecords(reader, 0xF4) > 0, has_event);
  }
  if (call == "cosign") {
    EXPECT_GT(CountRecords(reader, audit::kCosignatureTable), 0)
        << "the cosignature was said to be kept";
  }
}

// Puts the chair in office, once for a store.
absl::Status ScriptedExchange::Prepare(store::Store& store) {
  access::OfficeHolder holder;
  holder.set_office(OfficeName("21004"));
  holder.set_name(
      absl::StrCat(holder.office(), "/holders/", std::string(32, 'c')));
  holder.set_person(kMayor);
  *holder.mutable_from() = ToDate(today_ - 1);
  *holder.mutable_until() = ToDate(today_ + 1000);
  return store.Transact([&](store::Transaction& transaction) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const auto holders,
                             access::ReadHolders(transaction, holder.office()));
    if (!holders.empty()) return absl::OkStatus();
    return access::AddHolder(transaction, holder).status();
  });
}

absl::StatusOr<std::vector<grpc::Service*>> ScriptedExchange::MakeServices() {
  meeting_service_ = std::make_unique<MeetingService>(
      harness().gate(), store(), log()->log(),
      outbox::Source{"spiffe://entente.local/svc/exchange"}, nullptr);
  case_service_ = std::make_unique<CaseService>(
      harness().gate(), store(), log()->log(), clock(), changes_);
  office_service_ = std::make_unique<OfficeService>(harness().gate(), store(),
                                                    log()->log(), changes_);
  shipper_ = std::make_unique<outbox::Shipper>(
      store(), kIndicators,
      [this](const common::v1::DeliverEventsRequest& request) {
        common::v1::DeliverEventsResponse response;
        for (const common::v1::Event& event : request.events()) {
          *response.add_outcomes() = verdict_;
          response.mutable_outcomes()->rbegin()->set_id(event.id());
        }
        return response;
      },
      &clock());
  outbox_service_ = std::make_unique<outbox::OutboxService>(
      harness().gate(), store(), log()->log(),
      std::vector<outbox::Shipper*>{shipper_.get()});
  return std::vector<grpc::Service*>{meeting_service_.get(),
                                     case_service_.get(), office_service_.get(),
                                     outbox_service_.get()};
}

void ScriptedExchange::Dismiss() {
  outbox_service_.reset();
  shipper_.reset();
  office_service_.reset();
  case_service_.reset();
  meeting_service_.reset();
}

Seen ScriptedExchange::CreateMeeting() {
  v1::CreateMeetingRequest request;
  request.set_parent(kParent);
  *request.mutable_meeting()->mutable_date() = ToDate(today_);
  request.mutable_meeting()->set_subject("Quarterly meeting");
  request.set_request_id(RequestId("create-meeting"));
  return Ask("create-meeting", harness().Context("p-1", {"coordinator"}),
             &Meetings::CreateMeeting, request);
}

Seen ScriptedExchange::HoldMeeting() {
  v1::HoldMeetingRequest request;
  request.set_name(meeting_);
  request.set_request_id(RequestId("hold-meeting"));
  for (const auto capacity :
       {v1::Attendance::CAPACITY_MAYOR, v1::Attendance::CAPACITY_POLICE,
        v1::Attendance::CAPACITY_PREVENTION}) {
    v1::Attendance& attendance = *request.add_attendances();
    attendance.set_organisation(
        absl::StrCat("Invented organisation ", static_cast<int>(capacity)));
    attendance.set_function("representative");
    attendance.set_capacity(capacity);
    attendance.set_is_present(true);
  }
  return Ask("hold-meeting", harness().Context("p-1", {"coordinator"}),
             &Meetings::HoldMeeting, request);
}

Seen ScriptedExchange::OpenCase() {
  v1::CreateCaseRequest request;
  request.set_parent(kParent);
  request.mutable_case_()->set_subject_state(v1::SUBJECT_STATE_RETURNED);
  *request.mutable_case_()->mutable_subject_state_date() = ToDate(today_);
  request.set_request_id(RequestId("open-case"));
  return Ask("open-case", As(kMayor, "cell_chair"), &Cases::CreateCase,
             request);
}

v1::CreateFollowUpEntryRequest ScriptedExchange::EntryRequest(
    const std::string& call) const {
  v1::CreateFollowUpEntryRequest request;
  request.set_parent(case_);
  request.set_request_id(RequestId(call));
  v1::FollowUpEntry& entry = *request.mutable_follow_up_entry();
  entry.set_nature(v1::FollowUpEntry::NATURE_FACT);
  entry.set_reliability(v1::FollowUpEntry::RELIABILITY_B);
  entry.set_certainty(v1::FollowUpEntry::CERTAINTY_2);
  entry.set_handling_code(v1::FollowUpEntry::HANDLING_CODE_CELL);
  entry.set_origin("An invented organisation");
  entry.set_purpose("Individual follow-up");
  entry.set_legal_basis("Law of 30 July 2018");
  entry.set_text("Invented content of a talk");
  *entry.mutable_date() = ToDate(today_);
  return request;
}

Seen ScriptedExchange::AddEntry(const std::string& call) {
  return Ask(call, As(kMayor, "cell_chair"), &Cases::CreateFollowUpEntry,
             EntryRequest(call));
}

Seen ScriptedExchange::AddBadEntry() {
  v1::CreateFollowUpEntryRequest request = EntryRequest("bad-entry");
  request.mutable_follow_up_entry()->set_text(std::string(9000, 'x'));
  return Ask("bad-entry", As(kMayor, "cell_chair"), &Cases::CreateFollowUpEntry,
             request);
}

// Refused before its transaction.
Seen ScriptedExchange::CreateBadMeeting() {
  return Ask("bad-meeting", harness().Context("p-1", {"coordinator"}),
             &Meetings::CreateMeeting, v1::CreateMeetingRequest());
}

Seen ScriptedExchange::ReadCase(const std::string& call, const char* person,
                                const char* role) {
  v1::GetCaseRequest request;
  request.set_name(case_);
  return Ask(call, As(person, role), &Cases::GetCase, request);
}

Seen ScriptedExchange::ReadMeeting() {
  v1::GetMeetingRequest request;
  request.set_name(meeting_);
  return Ask("read-meeting", harness().Context("p-1", {"coordinator"}),
             &Meetings::GetMeeting, request);
}

int64_t ScriptedExchange::Retries() {
  return CountRecords(*store().Read(), 0xF4);
}

std::string ScriptedExchange::EventId() {
  const auto snapshot = store().Read();
  const auto aside = outbox::ListSetAside(*snapshot, kIndicators, 0, 1).value();
  if (!aside.empty()) return aside[0].record.event().id();
  const auto waiting = outbox::ReadPending(*snapshot, kIndicators, 1).value();
  return waiting.empty() ? "none" : waiting[0].event.id();
}

// One turn of the shipper, where it `is_due`: a run that is played again must
// end where the first did.
Seen ScriptedExchange::Ship(const std::string& call, bool is_due) {
  Seen seen{.call = call};
  absl::Status status;
  if (!store().IsWritable()) {
    status =
        store().Transact([](store::Transaction&) { return absl::OkStatus(); });
  } else if (is_due) {
    status = shipper_->ShipOnce().status();
    // That the destination settled nothing is what was asked for.
    if (shipper_->stuck()) status = absl::OkStatus();
  }
  if (!status.ok()) {
    seen.code = static_cast<grpc::StatusCode>(status.code());
    seen.reason = ErrorReason(status);
  }
  return seen;
}

Seen ScriptedExchange::ShipRefused() {
  verdict_.set_state(common::v1::EventOutcome::STATE_REJECTED);
  verdict_.set_reason("unknown type of event");
  return Ship("ship-refused", Retries() == 0);
}

Seen ScriptedExchange::ShipFailed() {
  verdict_.set_state(common::v1::EventOutcome::STATE_FAILED);
  verdict_.set_reason("DATA_LOSS");
  return Ship("ship-failed", Retries() > 0);
}

Seen ScriptedExchange::RetryEvent() {
  common::v1::RetrySetAsideEventRequest request;
  request.set_name("outboxes/indicators/setAsideEvents/1");
  request.set_reason("the receiver was updated");
  request.set_request_id(RequestId("retry-event"));
  return Ask("retry-event", harness().Context("p-1", {"security_admin"}),
             &Outboxes::RetrySetAsideEvent, request);
}

Seen ScriptedExchange::PutEventAside() {
  common::v1::SetStuckEventAsideRequest request;
  request.set_name("outboxes/indicators");
  request.set_event_id(EventId());
  request.set_reason("the receiver fails on it");
  request.set_request_id(RequestId("put-event-aside"));
  return Ask("put-event-aside", harness().Context("p-1", {"security_admin"}),
             &Outboxes::SetStuckEventAside, request);
}

std::unique_ptr<grpc::ClientContext> ScriptedExchange::As(const char* person,
                                                          const char* role) {
  return harness().RestrictedContext(person, {role});
}

}  // namespace entente::exchange
