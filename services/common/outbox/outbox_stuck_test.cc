// An event that its destination fails on, again and again: what is told of it,
// how often it is tried, and how an operator takes it out of the way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/wrappers.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/log_fixture.h"
#include "services/common/outbox/inbox.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/set_aside.h"
#include "services/common/outbox/shipper.h"
#include "services/common/store/memory_store.h"

namespace entente::outbox {
namespace {

using common::v1::DeliverEventsRequest;
using common::v1::DeliverEventsResponse;
using common::v1::Event;
using common::v1::EventOutcome;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kThere[] = "there";
constexpr char kSecret[] = "what the event says";

class OutboxStuckTest : public testing::Test {
 protected:
  // The id of the event.
  std::string Send(int number) {
    google::protobuf::Int32Value data;
    data.set_value(number);
    const Event event =
        MakeEvent({"spiffe://test/svc/here"}, clock_.Now(), data);
    EXPECT_TRUE(here_
                    ->Transact([&](store::Transaction& t) {
                      return Append(t, kThere, event);
                    })
                    .ok());
    return event.id();
  }

  DeliverEventsResponse Receive(const DeliverEventsRequest& request) {
    return ApplyDelivery(
        *there_, request, [&](store::Transaction& t, const Event& event) {
          google::protobuf::Int32Value data;
          event.data().UnpackTo(&data);
          if (data.value() == throwing_) throw std::runtime_error(kSecret);
          if (data.value() == broken_) return absl::DataLossError(kSecret);
          const std::string before = t.Get("log").value().value_or("");
          t.Put("log", absl::StrCat(before, data.value(), ","));
          return absl::OkStatus();
        });
  }

  absl::Status PutAside(const std::string& id,
                        const std::string& reason = "receiver fails on it",
                        bool is_own_fault = true) {
    return here_->Transact([&](store::Transaction& t) {
      return SetHeadAside(t, kThere, id, is_own_fault, reason).status();
    });
  }
  std::vector<SetAsideItem> Aside() {
    return ListSetAside(*here_->Read(), kThere, 0, 10).value();
  }
  std::string Applied() {
    return there_->Read()->Get("log").value().value_or("");
  }
  int64_t Waiting() { return ReadDepth(*here_->Read(), kThere)->waiting; }

  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  std::unique_ptr<store::Store> here_ = store::NewMemoryStore();
  std::unique_ptr<store::Store> there_ = store::NewMemoryStore();
  int throwing_ = -1;
  int broken_ = -1;
  absl::Status failure_;
  std::function<void()> meanwhile_;
  Shipper shipper_{*here_, kThere,
                   [this](const DeliverEventsRequest& request)
                       -> absl::StatusOr<DeliverEventsResponse> {
                     if (!failure_.ok()) return failure_;
                     if (meanwhile_) meanwhile_();
                     return Receive(request);
                   },
                   &clock_};
};

TEST_F(OutboxStuckTest, AThrowEndsTheDeliveryThereAndIsToldByItsType) {
  const LogFixture lines;
  DeliverEventsRequest request;
  for (int number : {1, 2, 3}) {
    google::protobuf::Int32Value data;
    data.set_value(number);
    *request.add_events() =
        MakeEvent({"spiffe://test/svc/here"}, clock_.Now(), data);
  }
  throwing_ = 2;
  const DeliverEventsResponse response = Receive(request);
  ASSERT_EQ(response.outcomes_size(), 2);
  EXPECT_EQ(response.outcomes(0).state(), EventOutcome::STATE_APPLIED);
  EXPECT_EQ(response.outcomes(1).state(), EventOutcome::STATE_FAILED);
  EXPECT_EQ(response.outcomes(1).reason(), "INTERNAL std::runtime_error");
  EXPECT_EQ(Applied(), "1,");
  ASSERT_EQ(lines.Lines("event_failed").size(), 1u);
  EXPECT_THAT(lines.Lines("event_failed")[0], Not(HasSubstr(kSecret)));
  // The store goes on.
  throwing_ = -1;
  EXPECT_EQ(Receive(request).outcomes_size(), 3);
  EXPECT_EQ(Applied(), "1,2,3,");
}

TEST_F(OutboxStuckTest, TheFirstInLineIsShownWithItsFaultAndSinceWhen) {
  Send(1);
  const std::string id = Send(2);
  Send(3);
  broken_ = 2;
  EXPECT_FALSE(shipper_.stuck().has_value());
  ASSERT_EQ(shipper_.ShipOnce().value(), 1);
  for (int i = 0; i < 2; ++i) {
    clock_.Advance(absl::Minutes(1));
    EXPECT_FALSE(shipper_.ShipOnce().ok());
  }
  const auto stuck = shipper_.stuck();
  ASSERT_TRUE(stuck.has_value());
  EXPECT_EQ(stuck->event_id, id);
  EXPECT_THAT(stuck->type, HasSubstr("google.protobuf.Int32Value"));
  EXPECT_EQ(stuck->reason, "DATA_LOSS");
  EXPECT_EQ(stuck->attempts, 3);
  EXPECT_TRUE(stuck->is_own_fault);
  EXPECT_EQ(stuck->since, absl::FromUnixSeconds(1'700'000'000));
  failure_ = absl::UnavailableError("down");
  EXPECT_FALSE(shipper_.ShipOnce().ok());
  EXPECT_EQ(shipper_.stuck()->reason, "UNAVAILABLE");
  EXPECT_EQ(shipper_.stuck()->attempts, 4);
  EXPECT_FALSE(shipper_.stuck()->is_own_fault) << "the destination was away";
  failure_ = absl::OkStatus();
  broken_ = -1;
  ASSERT_EQ(shipper_.ShipOnce().value(), 2);
  EXPECT_FALSE(shipper_.stuck().has_value());
}

TEST_F(OutboxStuckTest, OnlyWhatNoWaitMendsIsAFaultOfWhatWasSent) {
  Send(1);
  const std::vector<std::pair<absl::StatusCode, bool>> codes = {
      {absl::StatusCode::kInvalidArgument, true},
      {absl::StatusCode::kOutOfRange, true},
      {absl::StatusCode::kDataLoss, true},
      {absl::StatusCode::kUnavailable, false},
      {absl::StatusCode::kDeadlineExceeded, false},
      {absl::StatusCode::kCancelled, false},
      {absl::StatusCode::kUnauthenticated, false},
      {absl::StatusCode::kPermissionDenied, false},
      {absl::StatusCode::kResourceExhausted, false},
      {absl::StatusCode::kFailedPrecondition, false},
      {absl::StatusCode::kUnimplemented, false},
      {absl::StatusCode::kInternal, false}};
  for (const auto& [code, is_own_fault] : codes) {
    failure_ = absl::Status(code, "refused");
    EXPECT_FALSE(shipper_.ShipOnce().ok());
    EXPECT_EQ(shipper_.stuck()->is_own_fault, is_own_fault) << failure_;
  }
}

TEST_F(OutboxStuckTest, PutAsideByHandItHoldsNobodyAndIsNotLost) {
  const std::string id = Send(1);
  Send(2);
  Send(3);
  throwing_ = 1;
  ASSERT_FALSE(shipper_.ShipOnce().ok());
  ASSERT_TRUE(PutAside(id).ok());
  EXPECT_EQ(Waiting(), 2) << "no gap";
  ASSERT_EQ(shipper_.ShipOnce().value(), 2);
  EXPECT_EQ(Applied(), "2,3,");
  EXPECT_FALSE(shipper_.stuck().has_value());
  ASSERT_EQ(Aside().size(), 1u);
  EXPECT_EQ(Aside()[0].record.event().id(), id);
  EXPECT_EQ(Aside()[0].record.reason(), "by hand: receiver fails on it");
  // Once the receiver is mended.
  throwing_ = -1;
  const uint64_t sequence = Aside()[0].sequence;
  ASSERT_TRUE(here_
                  ->Transact([&](store::Transaction& t) {
                    return RetrySetAside(t, kThere, sequence, clock_.Now(),
                                         "receiver was mended")
                        .status();
                  })
                  .ok());
  ASSERT_EQ(shipper_.ShipOnce().value(), 1);
  EXPECT_EQ(Applied(), "2,3,1,");
}

TEST_F(OutboxStuckTest, OnlyTheFirstInLineIsPutAsideAndForAReason) {
  EXPECT_EQ(ErrorReason(PutAside("none waits")), "OUTBOX_HEAD_OTHER");
  const std::string first = Send(1);
  const std::string second = Send(2);
  EXPECT_EQ(ErrorReason(PutAside(second)), "OUTBOX_HEAD_OTHER");
  EXPECT_EQ(ErrorReason(PutAside("")), "OUTBOX_HEAD_OTHER");
  EXPECT_EQ(ErrorReason(PutAside(first, "receiver is down", false)),
            "OUTBOX_HEAD_NOT_STUCK");
  EXPECT_EQ(ErrorReason(PutAside(first, "why")), "SET_ASIDE_REASON_INVALID");
  EXPECT_EQ(ErrorReason(PutAside(first, std::string(201, 'x'))),
            "SET_ASIDE_REASON_INVALID");
  EXPECT_EQ(Waiting(), 2);
  EXPECT_TRUE(Aside().empty());
}

TEST_F(OutboxStuckTest, WhatArrivedWhileItWasPutAsideIsNotSetAside) {
  const std::string id = Send(1);
  meanwhile_ = [&] { ASSERT_TRUE(PutAside(id).ok()); };
  ASSERT_EQ(shipper_.ShipOnce().value(), 1);
  EXPECT_EQ(Applied(), "1,");
  EXPECT_TRUE(Aside().empty());
  EXPECT_EQ(Waiting(), 0);
}

TEST_F(OutboxStuckTest, WaitsDoubleUpToTheirMaximumAndBeginAnew) {
  Send(1);
  for (int round = 0; round < 2; ++round) {
    failure_ = absl::UnavailableError("down");
    absl::Duration longest = kBackOffMin;
    for (int i = 0; i < 12; ++i) {
      const absl::Duration wait = shipper_.RunOnce();
      EXPECT_GE(wait, longest / 2) << i;
      EXPECT_LE(wait, longest) << i;
      clock_.Advance(wait);
      longest = std::min(longest * 2, kBackOffMax);
    }
    EXPECT_EQ(longest, kBackOffMax);
    failure_ = absl::OkStatus();
    EXPECT_EQ(shipper_.RunOnce(), absl::ZeroDuration()) << "more may wait";
    EXPECT_EQ(shipper_.RunOnce(), absl::InfiniteDuration());
    Send(2);
  }
}

}  // namespace
}  // namespace entente::outbox
