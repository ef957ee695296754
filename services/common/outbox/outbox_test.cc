#include "services/common/outbox/outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/protobuf/wrappers.pb.h"
#include "services/common/outbox/inbox.h"
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
  const auto set_aside = ReadSetAside(*here_->Read(), kThere, 10).value();
  ASSERT_EQ(set_aside.size(), 1u);
  EXPECT_EQ(set_aside[0].reason, "not a number we know");
  EXPECT_EQ(Waiting(), 0);
}

TEST_F(OutboxTest, FailureStopsTheDeliveryAndKeepsTheOrder) {
  Send(1);
  Send(2);
  Send(3);
  failing_ = 2;
  EXPECT_EQ(MakeShipper().ShipOnce().value(), 1);
  EXPECT_EQ(Applied(), "1,");
  EXPECT_FALSE(MakeShipper().ShipOnce().ok());
  failing_ = -1;
  EXPECT_EQ(MakeShipper().ShipOnce().value(), 2);
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
