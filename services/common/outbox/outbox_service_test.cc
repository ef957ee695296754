// What waits, what was set aside and the retry, through real stubs behind a
// real gate.
#include "services/common/outbox/outbox_service.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "services/common/outbox/outbox.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/memory_store.h"

namespace entente::outbox {
namespace {

namespace v1 = entente::common::v1;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kThere[] = "there";
constexpr char kFirst[] = "outboxes/there/setAsideEvents/1";
constexpr char kSecret[] = "what the event says";

class OutboxServiceTest : public ::testing::Test {
 protected:
  OutboxServiceTest() {
    harness_.Start({&service_});
    stub_ = v1::OutboxService::NewStub(harness_.Channel());
  }
  ~OutboxServiceTest() override {
    harness_.Stop();
    log_.Close();
  }

  void Send(int count = 1) {
    google::protobuf::StringValue data;
    data.set_value(kSecret);
    for (int i = 0; i < count; ++i) {
      const v1::Event event =
          MakeEvent({"spiffe://test/svc/here"}, clock_.Now(), data);
      ASSERT_TRUE(store_
                      ->Transact([&](store::Transaction& t) {
                        return Append(t, kThere, event);
                      })
                      .ok());
    }
  }
  void SetAside(int count, const std::string& reason) {
    rejection_ = reason;
    Send(count);
    ASSERT_EQ(shipper_.ShipOnce().value(), count);
    rejection_.clear();
  }

  absl::StatusOr<v1::DeliverEventsResponse> Answer(
      const v1::DeliverEventsRequest& request) {
    if (is_down_) return absl::UnavailableError("down");
    v1::DeliverEventsResponse response;
    for (const v1::Event& event : request.events()) {
      v1::EventOutcome& outcome = *response.add_outcomes();
      outcome.set_id(event.id());
      if (is_failing_) {
        outcome.set_state(v1::EventOutcome::STATE_FAILED);
        outcome.set_reason("DATA_LOSS");
        break;
      }
      outcome.set_state(rejection_.empty() ? v1::EventOutcome::STATE_APPLIED
                                           : v1::EventOutcome::STATE_REJECTED);
      outcome.set_reason(rejection_);
    }
    return response;
  }

  absl::StatusOr<v1::ListOutboxesResponse> List(const std::string& role) {
    v1::ListOutboxesResponse response;
    const auto context = harness_.Context("p-7", {role});
    const absl::Status status =
        channel::FromWire(stub_->ListOutboxes(context.get(), {}, &response));
    if (!status.ok()) return status;
    return response;
  }
  absl::StatusOr<v1::ListSetAsideEventsResponse> ListEvents(
      const v1::ListSetAsideEventsRequest& request,
      const std::string& role = "security_admin") {
    v1::ListSetAsideEventsResponse response;
    const auto context = harness_.Context("p-7", {role});
    const absl::Status status = channel::FromWire(
        stub_->ListSetAsideEvents(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }
  absl::StatusOr<v1::SetAsideEventSummary> Retry(
      const v1::RetrySetAsideEventRequest& request,
      const std::string& role = "security_admin") {
    v1::SetAsideEventSummary response;
    const auto context = harness_.Context("p-7", {role});
    const absl::Status status = channel::FromWire(
        stub_->RetrySetAsideEvent(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }
  absl::StatusOr<v1::SetAsideEventSummary> PutAside(
      const v1::SetStuckEventAsideRequest& request,
      const std::string& role = "security_admin") {
    v1::SetAsideEventSummary response;
    const auto context = harness_.Context("p-7", {role});
    const absl::Status status = channel::FromWire(
        stub_->SetStuckEventAside(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }
  static v1::RetrySetAsideEventRequest RetryOf(
      const std::string& name,
      const std::string& reason = "the receiver was updated") {
    v1::RetrySetAsideEventRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return request;
  }
  int64_t Waiting() { return ReadDepth(*store_->Read(), kThere)->waiting; }

  FakeClock clock_{absl::FromUnixSeconds(1552561200)};
  const std::unique_ptr<store::Store> store_ = store::NewMemoryStore();
  audit::TestLog log_;
  server::TestHarness harness_{"here",
                               {v1::OutboxService::service_full_name()},
                               {.clock = &clock_, .audit = &log_}};
  audit::ServiceLog& opened_ =
      log_.Open(*store_, harness_.dir() + "/keys", clock_);
  bool is_down_ = false;
  bool is_failing_ = false;
  std::string rejection_;
  Shipper shipper_{*store_, kThere,
                   [this](const v1::DeliverEventsRequest& request) {
                     return Answer(request);
                   },
                   &clock_};
  OutboxService service_{harness_.gate(), *store_, opened_.log(), {&shipper_}};
  std::unique_ptr<v1::OutboxService::Stub> stub_;
};

TEST_F(OutboxServiceTest, AnEmptyOutboxIsShown) {
  const auto found = List("security_admin");
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->outboxes_size(), 1);
  EXPECT_EQ(found->outboxes(0).name(), "outboxes/there");
  EXPECT_EQ(found->outboxes(0).waiting_count(), 0);
  EXPECT_FALSE(found->outboxes(0).has_oldest_time());
  EXPECT_FALSE(found->outboxes(0).has_last_attempt_time());
  EXPECT_EQ(found->outboxes(0).last_attempt_code(), "");
}

TEST_F(OutboxServiceTest, WhatWaitsIsShownWithItsAgeAndTheLastAttempt) {
  Send(2);
  clock_.Advance(absl::Minutes(2));
  is_down_ = true;
  EXPECT_FALSE(shipper_.ShipOnce().ok());
  const auto found = List("security_admin");
  ASSERT_TRUE(found.ok());
  const v1::OutboxStatus& outbox = found->outboxes(0);
  EXPECT_EQ(outbox.waiting_count(), 2);
  EXPECT_EQ(outbox.oldest_age().seconds(), 120);
  EXPECT_EQ(outbox.oldest_time().seconds(), 1552561200);
  EXPECT_EQ(outbox.last_attempt_time().seconds(), 1552561320);
  EXPECT_EQ(outbox.last_attempt_code(), "UNAVAILABLE");
  is_down_ = false;
  ASSERT_TRUE(shipper_.ShipOnce().ok());
  EXPECT_EQ(List("security_admin")->outboxes(0).last_attempt_code(), "OK");
}

TEST_F(OutboxServiceTest, SetAsideEventsAreCountedByReason) {
  SetAside(2, "no such thing");
  SetAside(3, "unknown type");
  const auto found = List("security_admin");
  const v1::OutboxStatus& outbox = found->outboxes(0);
  EXPECT_EQ(outbox.set_aside_count(), 5);
  ASSERT_EQ(outbox.set_aside_reasons_size(), 2);
  EXPECT_EQ(outbox.set_aside_reasons(0).reason(), "unknown type");
  EXPECT_EQ(outbox.set_aside_reasons(0).count(), 3);
}

TEST_F(OutboxServiceTest, OnlyTheSecurityAdministratorSeesAndRetries) {
  SetAside(1, "no such thing");
  for (const char* role :
       {"coordinator", "finance", "zone", "federal", "cell_chair",
        "cell_member", "invited_expert", "oversight"}) {
    EXPECT_EQ(ErrorReason(List(role).status()), "PERMISSION_MISSING") << role;
    v1::ListSetAsideEventsRequest request;
    request.set_parent("outboxes/there");
    EXPECT_EQ(ErrorReason(ListEvents(request, role).status()),
              "PERMISSION_MISSING");
    EXPECT_EQ(ErrorReason(Retry(RetryOf(kFirst), role).status()),
              "PERMISSION_MISSING");
  }
  EXPECT_EQ(Waiting(), 0);
}

TEST_F(OutboxServiceTest, TheListPagesAndShowsNothingOfWhatAnEventSays) {
  SetAside(5, "no such thing");
  v1::ListSetAsideEventsRequest request;
  request.set_parent("outboxes/there");
  request.set_page_size(2);
  std::vector<std::string> names;
  do {
    const auto page = ListEvents(request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->events_size(), 2);
    EXPECT_THAT(page->SerializeAsString(), Not(HasSubstr(kSecret)));
    for (const v1::SetAsideEventSummary& event : page->events()) {
      names.push_back(event.name());
      EXPECT_EQ(event.event_type(), "google.protobuf.StringValue");
      EXPECT_EQ(event.reason(), "no such thing");
      EXPECT_EQ(event.time().seconds(), 1552561200);
      EXPECT_FALSE(event.event_id().empty());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  ASSERT_EQ(names.size(), 5u);
  EXPECT_EQ(names[0], kFirst);
  EXPECT_EQ(names[4], "outboxes/there/setAsideEvents/5");
  EXPECT_THAT(log_.Entries(), IsEmpty()) << "open reads";
}

TEST_F(OutboxServiceTest, ARetryPutsTheEventBackAndLeavesAnEntry) {
  SetAside(1, "no such thing");
  Send();
  const auto retried = Retry(RetryOf(kFirst));
  ASSERT_TRUE(retried.ok()) << retried.status();
  EXPECT_EQ(retried->later_count(), 1);
  EXPECT_EQ(retried->retry_count(), 1);
  EXPECT_EQ(retried->last_retry_reason(), "the receiver was updated");
  EXPECT_THAT(retried->SerializeAsString(), Not(HasSubstr(kSecret)));
  EXPECT_EQ(Waiting(), 2);
  EXPECT_EQ(List("security_admin")->outboxes(0).set_aside_count(), 0);
  ASSERT_EQ(log_.Entries().size(), 1u);
  EXPECT_EQ(log_.Entries()[0].outcome(), audit::AuditEntry::OUTCOME_PERMITTED);
  EXPECT_EQ(log_.Entries()[0].permission(), "events.outboxes.retry");
}

TEST_F(OutboxServiceTest, AStuckEventIsShownAndPutAsideWithAnEntry) {
  Send(2);
  is_down_ = true;
  ASSERT_FALSE(shipper_.ShipOnce().ok());
  const v1::OutboxStatus before = List("security_admin")->outboxes(0);
  EXPECT_EQ(before.stuck_event().event_type(), "google.protobuf.StringValue");
  EXPECT_EQ(before.stuck_event().since_time().seconds(), 1552561200);
  EXPECT_EQ(before.stuck_event().attempt_count(), 1);
  EXPECT_EQ(before.stuck_event().reason(), "UNAVAILABLE");
  EXPECT_FALSE(before.stuck_event().is_own_fault());
  v1::SetStuckEventAsideRequest request;
  request.set_name("outboxes/there");
  request.set_event_id(before.stuck_event().event_id());
  request.set_reason("the receiver fails on it");
  EXPECT_EQ(ErrorReason(PutAside(request).status()), "OUTBOX_HEAD_NOT_STUCK")
      << "it would be taken as soon as its destination is back";
  is_down_ = false;
  is_failing_ = true;
  ASSERT_FALSE(shipper_.ShipOnce().ok());
  EXPECT_TRUE(List("security_admin")->outboxes(0).stuck_event().is_own_fault());
  request.set_validate_only(true);
  ASSERT_TRUE(PutAside(request).ok());
  EXPECT_EQ(Waiting(), 2) << "a rehearsal";
  request.set_validate_only(false);
  EXPECT_EQ(ErrorReason(PutAside(request, "oversight").status()),
            "PERMISSION_MISSING");
  const auto aside = PutAside(request);
  ASSERT_TRUE(aside.ok()) << aside.status();
  EXPECT_EQ(aside->name(), kFirst);
  EXPECT_EQ(aside->later_count(), 1);
  EXPECT_EQ(aside->reason(), "by hand: the receiver fails on it");
  EXPECT_THAT(aside->SerializeAsString(), Not(HasSubstr(kSecret)));
  EXPECT_EQ(Waiting(), 1);
  EXPECT_EQ(List("security_admin")->outboxes(0).set_aside_count(), 1);
  const audit::AuditEntry entry = log_.Entries().back();
  EXPECT_EQ(entry.outcome(), audit::AuditEntry::OUTCOME_PERMITTED);
  EXPECT_EQ(entry.permission(), "events.outboxes.retry");
  audit::Access about;
  about.time = clock_.Now();
  about.object = request.event_id();
  EXPECT_EQ(entry.object(), opened_.log().Prepare(about)->object());
  EXPECT_EQ(ErrorReason(PutAside(request).status()), "OUTBOX_HEAD_OTHER");
  request.set_name("there");
  EXPECT_EQ(ErrorReason(PutAside(request).status()), "OUTBOX_NAME_INVALID");
}

TEST_F(OutboxServiceTest, TheSameRequestAgainPutsItBackOnce) {
  SetAside(1, "no such thing");
  v1::RetrySetAsideEventRequest request = RetryOf(kFirst);
  request.set_request_id("r-1");
  ASSERT_TRUE(Retry(request).ok());
  ASSERT_TRUE(Retry(request).ok());
  EXPECT_EQ(Waiting(), 1);
  EXPECT_EQ(ErrorReason(Retry(RetryOf(kFirst)).status()),
            "SET_ASIDE_EVENT_UNKNOWN");
}

TEST_F(OutboxServiceTest, ARehearsalChangesNothing) {
  SetAside(1, "no such thing");
  v1::RetrySetAsideEventRequest request = RetryOf(kFirst);
  request.set_validate_only(true);
  ASSERT_TRUE(Retry(request).ok());
  EXPECT_EQ(Waiting(), 0);
  EXPECT_EQ(List("security_admin")->outboxes(0).set_aside_count(), 1);
}

TEST_F(OutboxServiceTest, NamesAndReasonsAreChecked) {
  SetAside(1, "no such thing");
  for (const char* name :
       {"", "outboxes", "outboxes/there", "outboxes//setAsideEvents/1",
        "outboxes/there/setAsideEvents/", "outboxes/there/setAsideEvents/x",
        "outboxes/there/setAsideEvents/-1", "outboxes/there/setAsideEvents/01",
        "outboxes/there/setAsideEvents/18446744073709551616",
        "boxes/there/setAsideEvents/1"}) {
    EXPECT_EQ(ErrorReason(Retry(RetryOf(name)).status()), "OUTBOX_NAME_INVALID")
        << name;
  }
  EXPECT_EQ(ErrorReason(Retry(RetryOf(kFirst, "why")).status()),
            "RETRY_REASON_INVALID");
  EXPECT_EQ(ErrorReason(
                Retry(RetryOf("outboxes/elsewhere/setAsideEvents/1")).status()),
            "SET_ASIDE_EVENT_UNKNOWN");
  v1::ListSetAsideEventsRequest request;
  request.set_parent("there");
  EXPECT_EQ(ErrorReason(ListEvents(request).status()), "OUTBOX_NAME_INVALID");
  request.set_parent("outboxes/there");
  request.set_page_token("x");
  EXPECT_EQ(ErrorReason(ListEvents(request).status()), "PAGE_TOKEN_INVALID");
}

}  // namespace
}  // namespace entente::outbox
