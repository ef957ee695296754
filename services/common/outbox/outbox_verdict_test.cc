// The table of verdict.h, row by row, through an inbox and a shipper.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/wrappers.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/log_fixture.h"
#include "services/common/outbox/inbox.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/set_aside.h"
#include "services/common/outbox/shipper.h"
#include "services/common/store/memory_store.h"

namespace entente::outbox {
namespace {

using absl::StatusCode;
using common::v1::DeliverEventsRequest;
using common::v1::DeliverEventsResponse;
using common::v1::Event;
using common::v1::EventOutcome;

struct Row {
  StatusCode code;
  // Of one event.
  bool is_set_aside;
  bool is_event_alarm;
  // Of a whole delivery.
  bool is_delivery_alarm;
  bool is_own_fault;
};

// As verdict.h draws it, by hand.
const std::vector<Row>& Table() {
  static const auto* const kTable = new std::vector<Row>{
      {StatusCode::kInvalidArgument, true, false, true, true},
      {StatusCode::kUnimplemented, true, false, true, false},
      {StatusCode::kOutOfRange, false, true, true, true},
      {StatusCode::kDataLoss, false, true, true, true},
      {StatusCode::kFailedPrecondition, false, true, true, false},
      {StatusCode::kPermissionDenied, false, true, true, false},
      {StatusCode::kUnauthenticated, false, true, true, false},
      {StatusCode::kNotFound, false, true, true, false},
      {StatusCode::kAlreadyExists, false, true, true, false},
      {StatusCode::kInternal, false, true, true, false},
      {StatusCode::kUnknown, false, true, true, false},
      {static_cast<StatusCode>(99), false, true, true, false},
      {StatusCode::kUnavailable, false, false, false, false},
      {StatusCode::kDeadlineExceeded, false, false, false, false},
      {StatusCode::kResourceExhausted, false, false, false, false},
      {StatusCode::kAborted, false, false, false, false},
      {StatusCode::kCancelled, false, false, false, false},
  };
  return *kTable;
}

constexpr char kThere[] = "there";

// Two events from here to there, of which there answers what it is told.
class OutboxVerdictTest : public testing::TestWithParam<Row> {
 protected:
  OutboxVerdictTest() {
    for (const int number : {1, 2}) {
      google::protobuf::Int32Value data;
      data.set_value(number);
      const Event event =
          MakeEvent({"spiffe://test/svc/here"}, clock_.Now(), data);
      EXPECT_TRUE(here_
                      ->Transact([&](store::Transaction& t) {
                        return Append(t, kThere, event);
                      })
                      .ok());
    }
  }

  DeliverEventsResponse Receive(const DeliverEventsRequest& request) {
    return ApplyDelivery(*there_, request,
                         [&](store::Transaction& t, const Event& event) {
                           google::protobuf::Int32Value data;
                           event.data().UnpackTo(&data);
                           if (data.value() == 1 && !of_first_.ok())
                             return of_first_;
                           t.Put(absl::StrCat("applied ", data.value()), "");
                           return absl::OkStatus();
                         });
  }
  bool IsApplied(int number) {
    return there_->Read()
        ->Get(absl::StrCat("applied ", number))
        .value()
        .has_value();
  }
  size_t SetAside() {
    return ListSetAside(*here_->Read(), kThere, 0, 10).value().size();
  }
  int64_t Waiting() { return ReadDepth(*here_->Read(), kThere)->waiting; }
  absl::Status Answer() const {
    return absl::Status(GetParam().code, "what there says");
  }

  const LogFixture lines_;
  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  std::unique_ptr<store::Store> here_ = store::NewMemoryStore();
  std::unique_ptr<store::Store> there_ = store::NewMemoryStore();
  absl::Status of_first_;
  absl::Status of_delivery_;
  Shipper shipper_{*here_, kThere,
                   [this](const DeliverEventsRequest& request)
                       -> absl::StatusOr<DeliverEventsResponse> {
                     if (!of_delivery_.ok()) return of_delivery_;
                     return Receive(request);
                   },
                   &clock_};
};

TEST_P(OutboxVerdictTest, OfOneEvent) {
  of_first_ = Answer();
  shipper_.ShipOnce().IgnoreError();
  EXPECT_EQ(lines_.Lines("event_failed").size(),
            GetParam().is_event_alarm ? 1u : 0u);
  EXPECT_FALSE(IsApplied(1));
  if (GetParam().is_set_aside) {
    EXPECT_EQ(SetAside(), 1u);
    EXPECT_EQ(Waiting(), 0);
    EXPECT_TRUE(IsApplied(2)) << "it holds nobody up";
    return;
  }
  EXPECT_EQ(SetAside(), 0u);
  EXPECT_EQ(Waiting(), 2);
  EXPECT_FALSE(IsApplied(2)) << "out of order";
  ASSERT_TRUE(shipper_.stuck().has_value());
  EXPECT_TRUE(shipper_.stuck()->is_own_fault);
  // Once it is mended, both are applied in order and nothing was lost.
  of_first_ = absl::OkStatus();
  EXPECT_EQ(shipper_.ShipOnce().value(), 2);
  EXPECT_TRUE(IsApplied(1) && IsApplied(2));
  EXPECT_EQ(SetAside(), 0u);
}

TEST_P(OutboxVerdictTest, OfAWholeDelivery) {
  of_delivery_ = Answer();
  for (int attempt = 0; attempt < 3; ++attempt) {
    EXPECT_FALSE(shipper_.ShipOnce().ok());
  }
  EXPECT_EQ(lines_.Lines("events_refused").size(),
            GetParam().is_delivery_alarm ? 1u : 0u)
      << "once, not at each attempt";
  EXPECT_EQ(SetAside(), 0u) << "a refusal of all says nothing of one";
  EXPECT_EQ(Waiting(), 2);
  ASSERT_TRUE(shipper_.stuck().has_value());
  EXPECT_EQ(shipper_.stuck()->is_own_fault, GetParam().is_own_fault);
  of_delivery_ = absl::OkStatus();
  EXPECT_EQ(shipper_.ShipOnce().value(), 2);
  EXPECT_TRUE(IsApplied(1) && IsApplied(2));
}

TEST_P(OutboxVerdictTest, TheAlarmComesAgainAfterItWasOver) {
  of_delivery_ = Answer();
  EXPECT_FALSE(shipper_.ShipOnce().ok());
  of_delivery_ = absl::UnavailableError("away for a moment");
  EXPECT_FALSE(shipper_.ShipOnce().ok());
  of_delivery_ = Answer();
  EXPECT_FALSE(shipper_.ShipOnce().ok());
  EXPECT_EQ(lines_.Lines("events_refused").size(),
            GetParam().is_delivery_alarm ? 2u : 0u);
}

INSTANTIATE_TEST_SUITE_P(EachStatus, OutboxVerdictTest,
                         testing::ValuesIn(Table()),
                         [](const testing::TestParamInfo<Row>& row) {
                           const std::string name =
                               absl::StatusCodeToString(row.param.code);
                           return name.empty() ? std::string("OF_NO_TABLE")
                                               : name;
                         });

// A code that gRPC has and the table lacks would be decided by nobody.
TEST(OutboxVerdictTableTest, EveryStatusHasItsRow) {
  for (int code = 1; code <= 16; ++code) {
    int rows = 0;
    for (const Row& row : Table()) rows += static_cast<int>(row.code) == code;
    EXPECT_EQ(rows, 1) << code;
  }
}

}  // namespace
}  // namespace entente::outbox
