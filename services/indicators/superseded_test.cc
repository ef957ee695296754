// What conventions published, withdrew and sent again after it was set aside:
// what counts is what it said last, not what arrived last.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "entente/conventions/v1/events.pb.h"
#include "entente/exchange/v1/events.pb.h"
#include "services/common/base/clock.h"
#include "services/common/outbox/inbox.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/set_aside.h"
#include "services/common/outbox/shipper.h"
#include "services/common/store/memory_store.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/fact_store.h"
#include "services/indicators/indicators_events.h"
#include "services/indicators/published_fixture.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace common = entente::common::v1;
namespace cv1 = entente::conventions::v1;
namespace ev1 = entente::exchange::v1;

constexpr char kHere[] = "indicators";

class SupersededTest : public ::testing::Test {
 protected:
  // Written by `source`; refused by a receiver that does not know it yet.
  void SendRefused(const google::protobuf::Message& data) {
    is_refusing_ = true;
    Send(data);
    is_refusing_ = false;
  }
  void Send(const google::protobuf::Message& data) {
    const common::Event event = outbox::MakeEvent({Id()}, clock_.Now(), data);
    ASSERT_TRUE(source_
                    ->Transact([&](store::Transaction& t) {
                      return outbox::Append(t, kHere, event);
                    })
                    .ok());
    ASSERT_EQ(shipper_.ShipOnce().value(), 1);
  }
  // Sends the only event that is set aside again; why it is set aside anew,
  // empty when it is not.
  std::string Retry() {
    EXPECT_EQ(Aside().size(), 1u);
    const uint64_t sequence = Aside()[0].sequence;
    EXPECT_TRUE(source_
                    ->Transact([&](store::Transaction& t) {
                      return outbox::RetrySetAside(t, kHere, sequence,
                                                   clock_.Now(),
                                                   "indicators was updated")
                          .status();
                    })
                    .ok());
    EXPECT_EQ(shipper_.ShipOnce().value(), 1);
    if (Aside().empty()) return "";
    const std::string reason = Aside()[0].record.reason();
    return reason.substr(0, reason.find(':'));
  }
  std::vector<outbox::SetAsideItem> Aside() {
    return outbox::ListSetAside(*source_->Read(), kHere, 0, 10).value();
  }

  common::DeliverEventsResponse Receive(
      const common::DeliverEventsRequest& request) {
    return outbox::ApplyDelivery(
        *store_, request,
        [&](store::Transaction& t, const common::Event& event) {
          return is_refusing_ ? absl::UnimplementedError("not known yet")
                              : ApplyEvent(t, event, {Id(), "entente.local"});
        });
  }
  std::string Id() const { return "spiffe://entente.local/svc/" + name_; }

  // What is published with `count` measures of the sample.
  static cv1::DefinitionsPublished Published(int count) {
    cv1::DefinitionsPublished event = ToEvent(SampleConvention());
    event.mutable_measures()->DeleteSubrange(count,
                                             event.measures_size() - count);
    event.clear_indicators();
    event.clear_activity_types();
    return event;
  }
  size_t Measures() {
    DefinitionCache cache;
    return (*cache.Get(*store_->Read(), "21004"))->measures().size();
  }

  FakeClock clock_{absl::FromUnixSeconds(1'552'561'200)};
  std::string name_ = "conventions";
  bool is_refusing_ = false;
  const std::unique_ptr<store::Store> source_ = store::NewMemoryStore();
  const std::unique_ptr<store::Store> store_ = store::NewMemoryStore();
  outbox::Shipper shipper_{*source_, kHere,
                           [this](const common::DeliverEventsRequest& request) {
                             return Receive(request);
                           },
                           &clock_};
};

TEST_F(SupersededTest, DefinitionsSentAgainDoNotReplaceNewerOnes) {
  SendRefused(Published(1));
  Send(Published(2));
  ASSERT_EQ(Measures(), 2u);
  EXPECT_EQ(Retry(), "EVENT_SUPERSEDED");
  EXPECT_EQ(Measures(), 2u);
}

TEST_F(SupersededTest, AWithdrawalSentAgainDeletesNoConventionOfLater) {
  cv1::DefinitionsWithdrawn withdrawn;
  withdrawn.set_convention(kSampleConvention);
  Send(Published(1));
  SendRefused(withdrawn);
  Send(Published(2));
  EXPECT_EQ(Retry(), "EVENT_SUPERSEDED");
  EXPECT_EQ(Measures(), 2u);
}

TEST_F(SupersededTest, DefinitionsSentAgainDoNotUndoALaterWithdrawal) {
  cv1::DefinitionsWithdrawn withdrawn;
  withdrawn.set_convention(kSampleConvention);
  SendRefused(Published(1));
  Send(withdrawn);
  EXPECT_EQ(Retry(), "EVENT_SUPERSEDED");
  EXPECT_EQ(Measures(), 0u);
}

TEST_F(SupersededTest, AnotherConventionDoesNotSupersede) {
  SendRefused(Published(1));
  cv1::DefinitionsPublished other = Published(2);
  other.set_convention("municipalities/21004/conventions/css-2020-2021");
  Send(other);
  EXPECT_EQ(Retry(), "");
  EXPECT_EQ(Measures(), 2u) << "merged by code";
}

TEST_F(SupersededTest, APaymentSentAgainDoesNotReplaceItsCorrection) {
  cv1::ZonePaymentAcknowledged payment;
  payment.set_convention(kSampleConvention);
  payment.set_payment("payment-1");
  payment.set_objective_id("so-01");
  *payment.mutable_date() = MakeDate(2018, 9, 20);
  SendRefused(payment);
  payment.set_objective_id("so-02");
  Send(payment);
  EXPECT_EQ(Retry(), "EVENT_SUPERSEDED");
  const auto payments = ReadPayments(*store_->Read(), "21004");
  ASSERT_EQ(payments->size(), 1u);
  EXPECT_EQ((*payments)[0].objective_id(), "so-02");
}

TEST_F(SupersededTest, AnAcknowledgementThatWasTakenBackMakesNothingTrue) {
  cv1::ZonePaymentAcknowledged payment;
  payment.set_convention(kSampleConvention);
  payment.set_payment("payment-1");
  payment.set_objective_id("so-01");
  *payment.mutable_date() = MakeDate(2018, 9, 20);
  cv1::ZoneAcknowledgementReversed reversed;
  reversed.set_convention(kSampleConvention);
  reversed.set_payment("payment-1");
  SendRefused(payment);
  Send(reversed);
  // Written before it was taken back.
  EXPECT_EQ(Retry(), "EVENT_SUPERSEDED");
  EXPECT_TRUE(ReadPayments(*store_->Read(), "21004")->empty());
  Send(payment);
  EXPECT_EQ(ReadPayments(*store_->Read(), "21004")->size(), 1u);
  Send(reversed);
  EXPECT_TRUE(ReadPayments(*store_->Read(), "21004")->empty());
}

TEST_F(SupersededTest, AMeetingSentAgainDoesNotReplaceItsCorrection) {
  name_ = "exchange";
  ev1::MeetingHeld meeting;
  meeting.set_municipality(kSampleMunicipality);
  meeting.set_meeting_id("meeting-1");
  *meeting.mutable_date() = MakeDate(2018, 9, 20);
  SendRefused(meeting);
  meeting.set_is_zone_represented(true);
  Send(meeting);
  EXPECT_EQ(Retry(), "EVENT_SUPERSEDED");
  const auto meetings = ReadMeetings(*store_->Read(), "21004");
  ASSERT_EQ(meetings->size(), 1u);
  EXPECT_TRUE((*meetings)[0].is_zone_represented());
}

}  // namespace
}  // namespace entente::indicators
