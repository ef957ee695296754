#include "services/common/outbox/outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "google/protobuf/wrappers.pb.h"
#include "services/common/base/change_signal.h"
#include "services/common/base/clock.h"
#include "services/common/base/limits.h"
#include "services/common/outbox/inbox.h"
#include "services/common/outbox/set_aside.h"
#include "services/common/outbox/shipper.h"
#include "services/common/store/key.h"
#include "services/common/store/memory_store.h"

namespace entente::outbox {
namespace {

using common::v1::DeliverEventsRequest;
using common::v1::DeliverEventsResponse;
using common::v1::Event;
using common::v1::EventOutcome;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kThere[] = "there";

// A sending store and a receiving one that notes the numbers it applies.
class OutboxTest : public testing::Test {
 protected:
  void Send(int number) {
    google::protobuf::Int32Value data;
    data.set_value(number);
    const Event event = MakeEvent({"spiffe://test/svc/here"},
                                  absl::FromUnixSeconds(1'700'000'000), data);
    ASSERT_TRUE(here_
                    ->Transact([&](store::Transaction& t) {
                      return Append(t, kThere, event);
                    })
                    .ok());
  }

  DeliverEventsResponse Receive(const DeliverEventsRequest& request) {
    return ApplyDelivery(
        *there_, request, [&](store::Transaction& t, const Event& event) {
          google::protobuf::Int32Value data;
          event.data().UnpackTo(&data);
          if (data.value() == refused_) {
            return absl::InvalidArgumentError("not a number we know");
          }
          if (data.value() == failing_) return absl::UnavailableError("later");
          const std::string before = t.Get("log").value().value_or("");
          t.Put("log", absl::StrCat(before, data.value(), ","));
          return absl::OkStatus();
        });
  }

  Shipper MakeShipper() {
    return Shipper(*here_, kThere,
                   [this](const DeliverEventsRequest& request)
                       -> absl::StatusOr<DeliverEventsResponse> {
                     DeliverEventsResponse response = Receive(request);
                     if (drops_reply_)
                       return absl::UnavailableError("connection lost");
                     return response;
                   });
  }

  std::string Applied() {
    return there_->Read()->Get("log").value().value_or("");
  }
  int64_t Waiting() {
    return CountPending(*here_->Read(), kThere, 1000).value();
  }

  std::unique_ptr<store::Store> here_ = store::NewMemoryStore();
  std::unique_ptr<store::Store> there_ = store::NewMemoryStore();
  int refused_ = -1;
  int failing_ = -1;
  bool drops_reply_ = false;
};

TEST_F(OutboxTest, EventsArriveInOrderAndLeaveTheOutbox) {
  for (int i = 1; i <= 5; ++i) Send(i);
  EXPECT_EQ(Waiting(), 5);
  EXPECT_EQ(MakeShipper().ShipOnce().value(), 5);
  EXPECT_EQ(Applied(), "1,2,3,4,5,");
  EXPECT_EQ(Waiting(), 0);
  EXPECT_EQ(MakeShipper().ShipOnce().value(), 0);
}

TEST_F(OutboxTest, EventOfAFailedTransactionIsNeverSent) {
  const absl::Status status = here_->Transact([&](store::Transaction& t) {
    EXPECT_TRUE(Append(t, kThere,
                       MakeEvent({"s"}, absl::UnixEpoch(),
                                 google::protobuf::Int32Value()))
                    .ok());
    return absl::AbortedError("no");
  });
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(Waiting(), 0);
}

TEST_F(OutboxTest, LostReplyDeliversAgainAndAppliesOnce) {
  Send(1);
  Send(2);
  drops_reply_ = true;
  EXPECT_FALSE(MakeShipper().ShipOnce().ok());
  EXPECT_EQ(Applied(), "1,2,");
  EXPECT_EQ(Waiting(), 2);
  drops_reply_ = false;
  Send(3);
  EXPECT_EQ(MakeShipper().ShipOnce().value(), 3);
  EXPECT_EQ(Applied(), "1,2,3,");
  EXPECT_EQ(Waiting(), 0);
}

TEST_F(OutboxTest, EventThatCanNeverBeAppliedIsSetAsideWithItsReason) {
  Send(1);
  Send(2);
  Send(3);
  refused_ = 2;
  EXPECT_EQ(MakeShipper().ShipOnce().value(), 3);
  EXPECT_EQ(Applied(), "1,3,");
  const auto set_aside = ListSetAside(*here_->Read(), kThere, 0, 10).value();
  ASSERT_EQ(set_aside.size(), 1u);
  EXPECT_EQ(set_aside[0].record.reason(), "not a number we know");
  EXPECT_EQ(Waiting(), 0);
}

TEST_F(OutboxTest, FailureStopsTheDeliveryAndKeepsTheOrder) {
  Send(1);
  Send(2);
  Send(3);
  failing_ = 2;
  Shipper shipper = MakeShipper();
  EXPECT_EQ(shipper.ShipOnce().value(), 1);
  EXPECT_EQ(Applied(), "1,");
  EXPECT_FALSE(shipper.ShipOnce().ok());
  failing_ = -1;
  EXPECT_EQ(shipper.ShipOnce().value(), 2);
  EXPECT_EQ(Applied(), "1,2,3,");
}

TEST_F(OutboxTest, DeliveryIsBoundedAndTheRestFollows) {
  for (int i = 0; i < kDeliveryEventsMax + 3; ++i) Send(i);
  Shipper shipper = MakeShipper();
  EXPECT_EQ(shipper.ShipOnce().value(), kDeliveryEventsMax);
  EXPECT_EQ(shipper.ShipOnce().value(), 3);
}

TEST_F(OutboxTest, DestinationsDoNotMix) {
  Send(1);
  EXPECT_EQ(CountPending(*here_->Read(), "ther", 10).value(), 0);
  EXPECT_EQ(CountPending(*here_->Read(), "there2", 10).value(), 0);
}

TEST_F(OutboxTest, LargeEventsShareADeliveryOnlyUpToItsBytes) {
  google::protobuf::StringValue data;
  data.set_value(std::string(limits::kDeliveryBytesMax * 2 / 3, 'x'));
  const Event event = MakeEvent({"s"}, absl::UnixEpoch(), data);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(here_
                    ->Transact([&](store::Transaction& t) {
                      return Append(t, kThere, event);
                    })
                    .ok());
  }
  EXPECT_EQ(ReadPending(*here_->Read(), kThere, 256).value().size(), 2u);
}

// A destination that answers `response` to everything.
absl::StatusOr<int> ShipTo(store::Store& store,
                           const DeliverEventsResponse& response) {
  Shipper shipper(
      store, kThere,
      [&](const DeliverEventsRequest&)
          -> absl::StatusOr<DeliverEventsResponse> { return response; });
  return shipper.ShipOnce();
}

TEST_F(OutboxTest, ReplyThatSettlesNothingIsAFailure) {
  Send(1);
  DeliverEventsResponse response;
  EXPECT_FALSE(ShipTo(*here_, response).ok());
  EventOutcome* outcome = response.add_outcomes();
  outcome->set_id("another event");
  outcome->set_state(EventOutcome::STATE_APPLIED);
  EXPECT_FALSE(ShipTo(*here_, response).ok());
  EXPECT_EQ(Waiting(), 1);
}

TEST_F(OutboxTest, OutcomeThatIsUnknownHereKeepsTheEvent) {
  Send(1);
  const auto pending = ReadPending(*here_->Read(), kThere, 1).value();
  DeliverEventsResponse response;
  EventOutcome* outcome = response.add_outcomes();
  outcome->set_id(pending[0].event.id());
  EXPECT_FALSE(ShipTo(*here_, response).ok());
  outcome->set_state(static_cast<EventOutcome::State>(99));
  EXPECT_FALSE(ShipTo(*here_, response).ok());
  EXPECT_EQ(Waiting(), 1);
}

TEST_F(OutboxTest, NothingAfterAnUnsettledEventIsTakenOff) {
  Send(1);
  Send(2);
  const auto pending = ReadPending(*here_->Read(), kThere, 2).value();
  DeliverEventsResponse response;
  EventOutcome* outcome = response.add_outcomes();
  outcome->set_id(pending[1].event.id());
  outcome->set_state(EventOutcome::STATE_APPLIED);
  EXPECT_FALSE(ShipTo(*here_, response).ok());
  EXPECT_EQ(Waiting(), 2);
}

TEST_F(OutboxTest, EventWithoutAnIdIsRejectedNotApplied) {
  DeliverEventsRequest request;
  request.add_events()->set_source("spiffe://test/svc/here");
  Event* long_id = request.add_events();
  long_id->set_source("spiffe://test/svc/here");
  long_id->set_id(std::string(limits::kEventIdBytesMax + 1, 'x'));
  const DeliverEventsResponse response = Receive(request);
  ASSERT_EQ(response.outcomes_size(), 2);
  EXPECT_EQ(response.outcomes(0).state(), EventOutcome::STATE_REJECTED);
  EXPECT_EQ(response.outcomes(1).state(), EventOutcome::STATE_REJECTED);
  EXPECT_EQ(Applied(), "");
}

TEST_F(OutboxTest, SameIdFromTwoSourcesIsTwoEvents) {
  DeliverEventsRequest request;
  for (const char* source : {"spiffe://test/svc/a", "spiffe://test/svc/b"}) {
    Event* event = request.add_events();
    *event =
        MakeEvent({source}, absl::UnixEpoch(), google::protobuf::Int32Value());
    event->set_id("same");
  }
  *request.add_events() = request.events(0);
  const DeliverEventsResponse response = Receive(request);
  ASSERT_EQ(response.outcomes_size(), 3);
  EXPECT_EQ(response.outcomes(1).state(), EventOutcome::STATE_APPLIED);
  EXPECT_EQ(response.outcomes(2).state(), EventOutcome::STATE_KNOWN);
  EXPECT_EQ(Applied(), "0,0,");
}

TEST_F(OutboxTest, StoppingDoesNotWaitForADestinationThatIsDown) {
  Send(1);
  absl::Notification asked;
  {
    Shipper shipper(*here_, kThere,
                    [&](const DeliverEventsRequest&)
                        -> absl::StatusOr<DeliverEventsResponse> {
                      if (!asked.HasBeenNotified()) asked.Notify();
                      return absl::UnavailableError("down");
                    });
    shipper.Start();
    asked.WaitForNotification();
  }
  EXPECT_EQ(Waiting(), 1);
}

// Tells when somebody looks at it.
class WatchedClock final : public Clock {
 public:
  absl::Time Now() const override {
    looks_.Notify();
    return absl::FromUnixSeconds(1'700'000'000);
  }
  const ChangeSignal& looks() const { return looks_; }

 private:
  mutable ChangeSignal looks_;
};

// As after a write whose caller was told STORE_SLOW and left.
TEST_F(OutboxTest, WhatNobodyTellsOfIsShippedAllTheSame) {
  const WatchedClock clock;
  ChangeSignal delivered;
  Shipper shipper(
      *here_, kThere,
      [&](const DeliverEventsRequest& request)
          -> absl::StatusOr<DeliverEventsResponse> {
        DeliverEventsResponse response = Receive(request);
        delivered.Notify();
        return response;
      },
      &clock, absl::Milliseconds(1));
  shipper.Start();
  // It looks at the queue, whose alarm asks the time, and finds nothing.
  ASSERT_GT(clock.looks().WaitBeyond(0, absl::Minutes(1)), 0u);
  Send(1);
  EXPECT_EQ(delivered.WaitBeyond(0, absl::Minutes(1)), 1u);
  EXPECT_EQ(Applied(), "1,");
}

TEST_F(OutboxTest, ThreadShipsWhatWaitedAndWhatComes) {
  Send(1);
  absl::Mutex mutex;
  int delivered = 0;
  Shipper shipper(*here_, kThere,
                  [&](const DeliverEventsRequest& request)
                      -> absl::StatusOr<DeliverEventsResponse> {
                    DeliverEventsResponse response = Receive(request);
                    absl::MutexLock lock(&mutex);
                    delivered += response.outcomes_size();
                    return response;
                  });
  shipper.Start();
  Send(2);
  shipper.Notify();
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(
      +[](int* count) { return *count >= 2; }, &delivered));
  EXPECT_EQ(Applied(), "1,2,");
}

}  // namespace
}  // namespace entente::outbox
