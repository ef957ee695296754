// What an operator sees of an outbox: how much waits, since when, what was set
// aside, and the alarm. `OutboxTest` says what becomes of the events.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <memory>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/wrappers.pb.h"
#include "nlohmann/json.hpp"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
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
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kThere[] = "there";

google::protobuf::Int32Value Number(int value) {
  google::protobuf::Int32Value number;
  number.set_value(value);
  return number;
}

class OutboxWatchTest : public testing::Test {
 protected:
  // Events of one transaction, recorded now.
  void Send(int count = 1) {
    ASSERT_TRUE(here_
                    ->Transact([&](store::Transaction& t) -> absl::Status {
                      for (int i = 0; i < count; ++i) {
                        ENTENTE_RETURN_IF_ERROR(
                            Append(t, kThere,
                                   MakeEvent({"spiffe://test/svc/here"},
                                             clock_.Now(), Number(7))));
                      }
                      return absl::OkStatus();
                    })
                    .ok());
  }

  // Answers each event with `state_`, or fails with `failure_`.
  absl::StatusOr<DeliverEventsResponse> Answer(
      const DeliverEventsRequest& request) {
    if (!failure_.ok()) return failure_;
    DeliverEventsResponse response;
    for (const Event& event : request.events()) {
      arrived_.push_back(event.id());
      EventOutcome* outcome = response.add_outcomes();
      outcome->set_id(event.id());
      outcome->set_state(state_);
      outcome->set_reason(reason_);
    }
    return response;
  }

  Depth ReadDepthNow() { return ReadDepth(*here_->Read(), kThere).value(); }

  absl::Status Retry(uint64_t sequence, const std::string& reason) {
    return here_->Transact([&](store::Transaction& t) {
      return RetrySetAside(t, kThere, sequence, clock_.Now(), reason).status();
    });
  }

  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  std::unique_ptr<store::Store> here_ = store::NewMemoryStore();
  absl::Status failure_;
  EventOutcome::State state_ = EventOutcome::STATE_APPLIED;
  std::string reason_;
  std::vector<std::string> arrived_;
  Shipper shipper_{
      *here_, kThere,
      [this](const DeliverEventsRequest& request) { return Answer(request); },
      &clock_};
};

TEST_F(OutboxWatchTest, DepthIsTheCountAndTheAgeOfTheFirst) {
  EXPECT_EQ(ReadDepthNow().waiting, 0);
  EXPECT_EQ(ReadDepthNow().Age(clock_.Now()), absl::ZeroDuration());
  Send(3);
  clock_.Advance(absl::Minutes(2));
  Send();
  EXPECT_EQ(ReadDepthNow().waiting, 4);
  EXPECT_EQ(ReadDepthNow().Age(clock_.Now()), absl::Minutes(2));
  // A clock that ran back makes nothing older.
  clock_.Advance(-absl::Hours(1));
  EXPECT_EQ(ReadDepthNow().Age(clock_.Now()), absl::ZeroDuration());
}

TEST_F(OutboxWatchTest, DepthIsExactWhateverWasSettled) {
  const char* given = std::getenv("ENTENTE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device()();
  std::cout << "ENTENTE_SEED=" << seed << "\n";
  std::mt19937_64 random(seed);
  int settled = 0;
  for (int step = 0; step < 300; ++step) {
    switch (random() % 4) {
      case 0:
        Send(static_cast<int>(random() % 5));
        break;
      case 1: {
        state_ = random() % 3 == 0 ? EventOutcome::STATE_REJECTED
                                   : EventOutcome::STATE_APPLIED;
        failure_ = random() % 3 == 0 ? absl::UnavailableError("down")
                                     : absl::OkStatus();
        settled += shipper_.ShipOnce().value_or(0);
        break;
      }
      default: {
        const auto aside = ListSetAside(*here_->Read(), kThere, 0, 9).value();
        if (aside.empty()) break;
        const auto& chosen = aside[random() % aside.size()];
        EXPECT_TRUE(Retry(chosen.sequence, "was mended").ok());
      }
    }
    ASSERT_EQ(ReadDepthNow().waiting,
              CountPending(*here_->Read(), kThere, 1'000'000).value());
  }
  EXPECT_GT(settled, 0);
}

TEST_F(OutboxWatchTest, DestinationsAreThoseEverWrittenTo) {
  EXPECT_TRUE(ReadDestinations(*here_->Read()).value().empty());
  Send();
  ASSERT_TRUE(shipper_.ShipOnce().ok());
  EXPECT_THAT(ReadDestinations(*here_->Read()).value(), ElementsAre(kThere));
}

TEST_F(OutboxWatchTest, TheLastAttemptIsRemembered) {
  EXPECT_EQ(shipper_.last_attempt().time, absl::InfinitePast());
  EXPECT_EQ(shipper_.ShipOnce().value(), 0);
  EXPECT_EQ(shipper_.last_attempt().time, absl::InfinitePast());
  Send();
  failure_ = absl::UnavailableError("down");
  EXPECT_FALSE(shipper_.ShipOnce().ok());
  EXPECT_EQ(shipper_.last_attempt().time, clock_.Now());
  EXPECT_EQ(shipper_.last_attempt().code, absl::StatusCode::kUnavailable);
  failure_ = absl::OkStatus();
  clock_.Advance(absl::Seconds(1));
  EXPECT_TRUE(shipper_.ShipOnce().ok());
  EXPECT_EQ(shipper_.last_attempt().time, clock_.Now());
  EXPECT_EQ(shipper_.last_attempt().code, absl::StatusCode::kOk);
}

TEST_F(OutboxWatchTest, WithoutAnAddressEventsWaitAndAreSeenToWait) {
  Shipper shipper(*here_, kThere, MakeNoSender(), &clock_);
  Send();
  EXPECT_FALSE(shipper.ShipOnce().ok());
  EXPECT_EQ(shipper.last_attempt().code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReadDepthNow().waiting, 1);
}

// Events of the log, "outbox_growing", with the figures of each.
class AlarmTest : public OutboxWatchTest {
 protected:
  std::vector<nlohmann::json> Alarms(absl::FunctionRef<void()> act) {
    InitLog("outbox_test");
    testing::internal::CaptureStderr();
    act();
    FlushLog();
    std::vector<nlohmann::json> found;
    const std::string text = testing::internal::GetCapturedStderr();
    for (absl::string_view line :
         absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      const auto entry = nlohmann::json::parse(std::string(line));
      const std::string event = entry["event"];
      if (event == "outbox_growing" || event == "outbox_drained") {
        found.push_back(entry);
      }
    }
    return found;
  }
  void Fail() {
    failure_ = absl::UnavailableError("down");
    EXPECT_FALSE(shipper_.ShipOnce().ok());
  }
  void Succeed() {
    failure_ = absl::OkStatus();
    while (shipper_.ShipOnce().value() > 0) {
    }
  }
};

TEST_F(AlarmTest, AnOldEventRaisesTheAlarmOnceAndDrainingEndsItOnce) {
  const auto alarms = Alarms([&] {
    Send();
    Fail();
    clock_.Advance(kGrowingAge - absl::Seconds(1));
    Fail();
    clock_.Advance(absl::Seconds(1));
    Fail();
    clock_.Advance(absl::Hours(1));
    Fail();
    Succeed();
    Send();
    Succeed();
  });
  ASSERT_EQ(alarms.size(), 2u);
  EXPECT_EQ(alarms[0]["event"], "outbox_growing");
  EXPECT_EQ(alarms[0]["level"], "error");
  EXPECT_EQ(alarms[0]["destination"], kThere);
  EXPECT_EQ(alarms[0]["waiting"], "1");
  EXPECT_EQ(alarms[0]["oldest_seconds"], "300");
  EXPECT_EQ(alarms[0]["code"], "UNAVAILABLE");
  EXPECT_EQ(alarms[1]["event"], "outbox_drained");
  EXPECT_EQ(alarms[1]["waiting"], "0");
}

TEST_F(AlarmTest, OldEventsThatMoveRaiseNoAlarm) {
  const auto alarms = Alarms([&] {
    Send(kDeliveryEventsMax + 1);
    clock_.Advance(absl::Hours(1));
    EXPECT_EQ(shipper_.ShipOnce().value(), kDeliveryEventsMax);
  });
  EXPECT_TRUE(alarms.empty());
}

TEST_F(AlarmTest, ManyEventsRaiseTheAlarmWhateverTheirAge) {
  const auto alarms = Alarms([&] {
    Send(kGrowingEvents - 1);
    Fail();
    Send();
    Fail();
    Succeed();
    // A second crossing is told again.
    Send(kGrowingEvents);
    Fail();
  });
  ASSERT_EQ(alarms.size(), 3u);
  EXPECT_EQ(alarms[0]["waiting"], absl::StrCat(kGrowingEvents));
  EXPECT_EQ(alarms[1]["event"], "outbox_drained");
  EXPECT_EQ(alarms[2]["event"], "outbox_growing");
}

TEST(GrowthAlarmTest, AFigureNearALimitDoesNotRepeatItself) {
  GrowthAlarm alarm;
  const absl::Duration fresh = absl::Seconds(1);
  EXPECT_EQ(alarm.Observe(kGrowingEvents, fresh),
            GrowthAlarm::Change::kGrowing);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(alarm.Observe(kGrowingEvents - 1, fresh),
              GrowthAlarm::Change::kNone);
    EXPECT_EQ(alarm.Observe(kGrowingEvents, fresh), GrowthAlarm::Change::kNone);
  }
  EXPECT_EQ(alarm.Observe(0, kGrowingAge / 2 + fresh),
            GrowthAlarm::Change::kNone);
  EXPECT_EQ(alarm.Observe(kGrowingEvents / 2, kGrowingAge / 2),
            GrowthAlarm::Change::kDrained);
}

class SetAsideTest : public OutboxWatchTest {
 protected:
  void Reject(int count, const std::string& reason) {
    state_ = EventOutcome::STATE_REJECTED;
    reason_ = reason;
    Send(count);
    ASSERT_EQ(shipper_.ShipOnce().value(), count);
    state_ = EventOutcome::STATE_APPLIED;
  }
  std::vector<SetAsideItem> List(uint64_t from = 0, int most = 100) {
    return ListSetAside(*here_->Read(), kThere, from, most).value();
  }
};

TEST_F(SetAsideTest, ReasonsAreCounted) {
  Reject(2, "no such thing");
  Reject(1, "unknown type");
  const SetAsideFigures figures = CountSetAside(*here_->Read(), kThere).value();
  EXPECT_EQ(figures.count, 3);
  EXPECT_EQ(figures.by_reason.at("no such thing"), 2);
  EXPECT_EQ(figures.by_reason.at("unknown type"), 1);
  EXPECT_EQ(CountSetAside(*here_->Read(), "ther").value().count, 0);
}

TEST_F(SetAsideTest, TheListPagesByPlaceAndSaysWhatCameLater) {
  Reject(3, "no such thing");
  Send(2);
  const auto first = List(0, 2);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].sequence, 1u);
  EXPECT_EQ(first[0].record.event().data().value(), "");
  EXPECT_EQ(first[0].later_count, 4u);
  const auto rest = List(first[1].sequence + 1, 2);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].sequence, 3u);
  EXPECT_EQ(rest[0].later_count, 2u);
}

TEST_F(SetAsideTest, ARetriedEventComesLastUnderItsOwnId) {
  Reject(1, "no such thing");
  const std::string id = List()[0].record.event().id();
  Send(2);
  ASSERT_TRUE(Retry(1, "the receiver was updated").ok());
  EXPECT_TRUE(List().empty());
  EXPECT_EQ(ReadDepthNow().waiting, 3);
  arrived_.clear();
  ASSERT_EQ(shipper_.ShipOnce().value(), 3);
  EXPECT_EQ(arrived_.back(), id);
}

TEST_F(SetAsideTest, AnEventSetAsideAgainTellsOfItsRetries) {
  Reject(1, "no such thing");
  ASSERT_TRUE(Retry(1, "the receiver was updated").ok());
  state_ = EventOutcome::STATE_REJECTED;
  reason_ = "still no such thing";
  ASSERT_EQ(shipper_.ShipOnce().value(), 1);
  const auto again = List();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].sequence, 2u);
  EXPECT_EQ(again[0].record.reason(), "still no such thing");
  ASSERT_EQ(again[0].retried.retries_size(), 1);
  EXPECT_EQ(again[0].retried.retries(0).reason(), "the receiver was updated");
  EXPECT_EQ(again[0].retried.retries(0).set_aside_reason(), "no such thing");
  for (uint64_t sequence = 2; sequence < 2 + kRetriesKept + 3; ++sequence) {
    ASSERT_TRUE(Retry(sequence, absl::StrCat("try number ", sequence)).ok());
    ASSERT_EQ(shipper_.ShipOnce().value(), 1);
  }
  EXPECT_EQ(List()[0].retried.retries_size(), kRetriesKept);
  EXPECT_THAT(List()[0].retried.retries(kRetriesKept - 1).reason(),
              HasSubstr("24"));
}

TEST_F(SetAsideTest, ARetryNeedsAReasonAndAnEvent) {
  Reject(1, "no such thing");
  for (const std::string& reason :
       {std::string(), std::string("     "), std::string("why"),
        std::string("a\nb c d e"), std::string("\xff\xff\xff\xff\xff\xff"),
        std::string(kRetryReasonMax + 1, 'x')}) {
    EXPECT_EQ(ErrorReason(Retry(1, reason)), "RETRY_REASON_INVALID") << reason;
  }
  EXPECT_EQ(ErrorReason(Retry(2, "was mended")), "SET_ASIDE_EVENT_UNKNOWN");
  EXPECT_EQ(List().size(), 1u);
  ASSERT_TRUE(Retry(1, "was mended").ok());
  EXPECT_EQ(ErrorReason(Retry(1, "was mended")), "SET_ASIDE_EVENT_UNKNOWN");
  EXPECT_EQ(ReadDepthNow().waiting, 1);
}

}  // namespace
}  // namespace entente::outbox
