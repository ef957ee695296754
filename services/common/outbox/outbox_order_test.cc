// Events that replace what others said, sent again after those that were
// written later: the newest written counts, not the last that arrived.
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/wrappers.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/outbox/inbox.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/outbox_keys.h"
#include "services/common/outbox/set_aside.h"
#include "services/common/outbox/shipper.h"
#include "services/common/store/memory_store.h"
#include "services/common/store/records.h"

namespace entente::outbox {
namespace {

using common::v1::DeliverEventsRequest;
using common::v1::DeliverEventsResponse;
using common::v1::Event;

constexpr char kThere[] = "there";

class OutboxOrderTest : public testing::Test {
 protected:
  // An event that sets the value of `resource_`.
  Event Make(int value) {
    google::protobuf::Int32Value data;
    data.set_value(value);
    return MakeEvent({"spiffe://test/svc/here"}, clock_.Now(), data);
  }
  void Send(const Event& event) {
    ASSERT_TRUE(here_
                    ->Transact([&](store::Transaction& t) {
                      return Append(t, kThere, event);
                    })
                    .ok());
  }
  void Ship() {
    while (shipper_.ShipOnce().value() > 0) {
    }
  }
  void Retry(uint64_t sequence) {
    ASSERT_TRUE(here_
                    ->Transact([&](store::Transaction& t) {
                      return RetrySetAside(t, kThere, sequence, clock_.Now(),
                                           "receiver was updated")
                          .status();
                    })
                    .ok());
  }
  DeliverEventsResponse Receive(const DeliverEventsRequest& request) {
    return ApplyDelivery(
        *there_, request,
        [&](store::Transaction& t, const Event& event) -> absl::Status {
          google::protobuf::Int32Value data;
          event.data().UnpackTo(&data);
          if (refused_.count(data.value()) > 0) {
            return absl::InvalidArgumentError("not known here yet");
          }
          ENTENTE_RETURN_IF_ERROR(TakeNewest(t, event, resource_));
          t.Put(resource_, std::to_string(data.value()));
          return absl::OkStatus();
        });
  }
  std::string Value(const std::string& resource = "a") {
    return there_->Read()->Get(resource).value().value_or("");
  }
  std::vector<SetAsideItem> Aside() {
    return ListSetAside(*here_->Read(), kThere, 0, 10).value();
  }
  std::vector<uint64_t> Orders() {
    std::vector<uint64_t> orders;
    const auto pending = ReadPending(*here_->Read(), kThere, 100);
    for (const PendingEvent& one : *pending) {
      orders.push_back(one.event.order());
    }
    return orders;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  std::unique_ptr<store::Store> here_ = store::NewMemoryStore();
  std::unique_ptr<store::Store> there_ = store::NewMemoryStore();
  std::set<int> refused_;
  std::string resource_ = "a";
  Shipper shipper_{
      *here_, kThere,
      [this](const DeliverEventsRequest& request)
          -> absl::StatusOr<DeliverEventsResponse> { return Receive(request); },
      &clock_};
};

TEST_F(OutboxOrderTest, ARetriedEventDoesNotReplaceWhatWasWrittenAfterIt) {
  refused_ = {1};
  Send(Make(1));
  Send(Make(2));
  Ship();
  ASSERT_EQ(Value(), "2");
  ASSERT_EQ(Aside().size(), 1u);
  EXPECT_EQ(Aside()[0].record.reason(), "not known here yet");
  refused_ = {};
  Retry(1);
  Ship();
  EXPECT_EQ(Value(), "2");
  ASSERT_EQ(Aside().size(), 1u) << "nor is it lost";
  EXPECT_EQ(Aside()[0].record.reason().rfind("EVENT_SUPERSEDED: ", 0), 0u);
  // However often.
  Retry(Aside()[0].sequence);
  Ship();
  EXPECT_EQ(Value(), "2");
  Send(Make(3));
  Ship();
  EXPECT_EQ(Value(), "3");
}

TEST_F(OutboxOrderTest, ARetriedEventThatNothingReplacedIsApplied) {
  refused_ = {1, 3};
  Send(Make(1));
  resource_ = "b";
  Send(Make(2));
  Ship();
  // What was refused replaced nothing.
  resource_ = "a";
  Send(Make(3));
  Ship();
  refused_ = {};
  Retry(1);
  Ship();
  EXPECT_EQ(Value("a"), "1");
  EXPECT_EQ(Value("b"), "2");
}

TEST_F(OutboxOrderTest, TheOrderGrowsWhateverTheClockDoes) {
  for (int i = 0; i < 3; ++i) Send(Make(i));
  clock_.Advance(-absl::Hours(1));
  for (int i = 0; i < 3; ++i) Send(Make(i));
  clock_.Advance(absl::Hours(2));
  Send(Make(9));
  const std::vector<uint64_t> orders = Orders();
  ASSERT_EQ(orders.size(), 7u);
  for (size_t i = 1; i < orders.size(); ++i) {
    EXPECT_LT(orders[i - 1], orders[i]) << i;
  }
  EXPECT_EQ(orders[0], 1'700'000'000'000'000u);
  EXPECT_EQ(orders[6], 1'700'003'600'000'000u);
}

// A source that was put back from a copy has forgotten what it gave since.
TEST_F(OutboxOrderTest, ASourcePutBackFromACopyGoesOnBeingHeard) {
  for (int i = 1; i <= 3; ++i) Send(Make(i));
  Ship();
  ASSERT_EQ(Value(), "3");
  here_ = store::NewMemoryStore();
  Shipper shipper(
      *here_, kThere,
      [this](const DeliverEventsRequest& request)
          -> absl::StatusOr<DeliverEventsResponse> { return Receive(request); },
      &clock_);
  clock_.Advance(absl::Seconds(1));
  Send(Make(4));
  ASSERT_EQ(shipper.ShipOnce().value(), 1);
  EXPECT_EQ(Value(), "4");
}

// As an older program left them: waiting or set aside without an order.
TEST_F(OutboxOrderTest, EventsOfBeforeAreTakenUntilANewerOneWas) {
  refused_ = {1};
  ASSERT_TRUE(
      here_
          ->Transact([&](store::Transaction& t) {
            t.Put(Key(kLastSequence, kThere), store::KeyWriter().U64(2).Key());
            for (const int number : {1, 2}) {
              store::PutRecord(
                  t, Key(kPending, kThere, static_cast<uint64_t>(number)),
                  Make(number));
            }
            return absl::OkStatus();
          })
          .ok());
  Ship();
  EXPECT_EQ(Value(), "2");
  refused_ = {};
  Send(Make(3));
  Ship();
  EXPECT_EQ(Value(), "3");
  EXPECT_EQ(ReadLastSequence(*here_->Read(), kThere).value(), 3u);
  Retry(1);
  Ship();
  EXPECT_EQ(Value(), "3");
}

}  // namespace
}  // namespace entente::outbox
