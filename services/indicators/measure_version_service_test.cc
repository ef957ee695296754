// A figure belongs to the definition in force on its day: through real stubs.
#include <string>

#include "entente/conventions/v1/events.pb.h"
#include "entente/exchange/v1/events.pb.h"
#include "services/common/base/error.h"
#include "services/indicators/activity_fixture_test.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MeasureVersionServiceTest : public ActivityTest {
 protected:
  // From May 2018 on trainings are called otherwise, fewer are better, and the
  // measure "sessions" is new; nothing fed it before. Until then persons who
  // took part were counted as trainings.
  static v1::ConventionRecord FromMay() {
    v1::ConventionRecord record = SampleConvention();
    cv1::EarlierMeasures& earlier = *record.add_earlier_measures();
    *earlier.mutable_valid_until() = MakeDate(2018, 4, 30);
    cv1::MeasureDefinition& was = *earlier.add_measures();
    was = record.measures(0);
    was.clear_feeds();
    AddFeed(was, "coppra_training", cv1::MeasureFeed::FIGURE_PARTICIPANTS);
    cv1::MeasureDefinition& now = *record.mutable_measures(0);
    now.mutable_title()->set_en("trainings, each once");
    now.set_direction(cv1::DIRECTION_LESS);
    cv1::MeasureDefinition& added = *record.add_measures();
    added = MakeMeasure("sessions", cv1::MEASURE_KIND_COUNT);
    AddFeed(added, "coppra_training", cv1::MeasureFeed::FIGURE_SESSIONS);
    *earlier.add_measures() = MakeMeasure("sessions", cv1::MEASURE_KIND_COUNT);
    return record;
  }
  void Publish(const v1::ConventionRecord& record) {
    service_.Deliver("conventions",
                     absl::StrCat("definitions-", ++publications_),
                     ToEvent(record));
  }
  static v1::Activity On(int month, int day) {
    v1::Activity activity = Coppra();
    *activity.mutable_date() = MakeDate(2018, month, day);
    return activity;
  }
  static int64_t Effect(const v1::Activity& activity,
                        const std::string& measure) {
    int64_t sum = 0;
    for (const v1::MeasureEffect& effect : activity.effects()) {
      if (effect.measure_code() == measure) sum += effect.delta();
    }
    return sum;
  }
  v1::Measure Listed(const std::string& code) {
    auto stub = service_.Stub<v1::DefinitionService>();
    auto context = service_.harness().Context("p-1001", {"coordinator"});
    v1::ListMeasuresRequest request;
    request.set_parent(kSampleMunicipality);
    v1::ListMeasuresResponse list;
    EXPECT_TRUE(stub->ListMeasures(context.get(), request, &list).ok());
    for (const v1::Measure& measure : list.measures()) {
      if (measure.definition().code() == code) return measure;
    }
    return {};
  }

  int publications_ = 1;
};

TEST_F(MeasureVersionServiceTest, AnActivityFeedsWhatItFedOnItsDay) {
  Publish(FromMay());
  MoveTo(2018, 6, 1);
  const auto before = Create(On(4, 30));
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(Effect(*before, "trainings"), 14);
  EXPECT_EQ(Effect(*before, "sessions"), 0);
  const auto after = Create(On(5, 1));
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(Effect(*after, "trainings"), 1);
  EXPECT_EQ(Effect(*after, "sessions"), 1);
  // A month as a whole belongs to its last day.
  EXPECT_EQ(Effect(*Create(On(4, 0)), "trainings"), 14);
  ExpectVerified();
}

TEST_F(MeasureVersionServiceTest, MovedToAnotherDayItFeedsWhatThatDayFeeds) {
  Publish(FromMay());
  MoveTo(2018, 6, 1);
  ASSERT_TRUE(Create(On(4, 12)).ok());
  const auto moved = Update(EditDate(MakeDate(2018, 5, 12)));
  ASSERT_TRUE(moved.ok()) << moved.status();
  const auto now = Read();
  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(Effect(*now, "trainings"), 1);
  EXPECT_EQ(Effect(*now, "sessions"), 1);
  const Cells counted = Counted();
  EXPECT_EQ(counted.count(Cell("trainings", 4, 12, 14, 1).first), 0u);
  EXPECT_EQ(counted.at(Cell("trainings", 5, 12, 1, 1).first).first, 1);
  ExpectVerified();
}

TEST_F(MeasureVersionServiceTest, AnAdoptionMovesNoFigureOfADayBefore) {
  ASSERT_TRUE(Create(On(4, 12)).ok());
  const Cells before = Counted();
  v1::ConventionRecord adopted = SampleConvention();
  cv1::EarlierMeasures& earlier = *adopted.add_earlier_measures();
  *earlier.mutable_valid_until() = MakeDate(2018, 4, 30);
  *earlier.add_measures() = adopted.measures(0);
  adopted.mutable_measures(0)->clear_feeds();
  Publish(adopted);
  EXPECT_EQ(Counted(), before);
  // Nor does an edit of it that has nothing to do with the measure.
  ASSERT_TRUE(Update(EditParticipants(15)).ok());
  const Cells after = Counted();
  EXPECT_EQ(after.at(Cell("trainings", 4, 12, 1, 1).first).first, 1);
  ExpectVerified();
}

TEST_F(MeasureVersionServiceTest, TheListSaysWhatItWasCalledWhen) {
  EXPECT_THAT(Listed("trainings").versions(), IsEmpty());
  Publish(FromMay());
  const v1::Measure measure = Listed("trainings");
  EXPECT_EQ(measure.definition().title().en(), "trainings, each once");
  ASSERT_EQ(measure.versions_size(), 2);
  EXPECT_EQ(measure.versions(0).title().en(), "trainings");
  EXPECT_EQ(measure.versions(0).valid_until().month(), 4);
  EXPECT_EQ(measure.versions(0).valid_until().day(), 30);
  EXPECT_EQ(measure.versions(1).direction(), cv1::DIRECTION_LESS);
  EXPECT_EQ(measure.versions(0).feeds(0).figure(),
            cv1::MeasureFeed::FIGURE_PARTICIPANTS);
  EXPECT_EQ(Listed("sessions").versions_size(), 2);
}

TEST_F(MeasureVersionServiceTest, WhichWayIsBetterIsThatOfTheEndOfThePeriod) {
  Publish(FromMay());
  const auto direction = [&](int quarter) {
    auto stub = service_.Stub<v1::SeriesService>();
    auto context = service_.harness().Context("p-1001", {"coordinator"});
    v1::QueryAchievementRequest request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes("trainings");
    request.set_year(2018);
    request.set_quarter(quarter);
    v1::QueryAchievementResponse response;
    EXPECT_TRUE(stub->QueryAchievement(context.get(), request, &response).ok());
    return response.achievements(0).direction();
  };
  EXPECT_EQ(direction(1), cv1::DIRECTION_MORE);
  EXPECT_EQ(direction(2), cv1::DIRECTION_LESS);
  EXPECT_EQ(direction(0), cv1::DIRECTION_LESS);
}

TEST_F(MeasureVersionServiceTest, PaymentsAndMeetingsAreReadByTheirDay) {
  // Until April payments made it true and meetings were counted; then no more.
  v1::ConventionRecord record = SampleConvention();
  cv1::EarlierMeasures& earlier = *record.add_earlier_measures();
  *earlier.mutable_valid_until() = MakeDate(2018, 4, 30);
  for (cv1::MeasureDefinition& measure : *record.mutable_measures()) {
    if (measure.code() != "payment_made" && measure.code() != "cell_meetings") {
      continue;
    }
    *earlier.add_measures() = measure;
    measure.clear_feeds();
  }
  Publish(record);
  for (const int month : {4, 5}) {
    cv1::ZonePaymentAcknowledged payment;
    payment.set_convention(kSampleConvention);
    payment.set_payment(absl::StrCat("payment-", month));
    payment.set_objective_id("so-02");
    *payment.mutable_date() = MakeDate(2018, month, 9);
    service_.Deliver("conventions", absl::StrCat("p-", month), payment);
    entente::exchange::v1::MeetingHeld meeting;
    meeting.set_municipality(kSampleMunicipality);
    meeting.set_meeting_id(absl::StrCat("m-", month));
    *meeting.mutable_date() = MakeDate(2018, month, 3);
    service_.Deliver("exchange", absl::StrCat("m-", month), meeting);
  }
  auto stub = service_.Stub<v1::SeriesService>();
  auto context = service_.harness().Context("p-1001", {"coordinator"});
  v1::QuerySeriesRequest request;
  request.set_parent(kSampleMunicipality);
  request.add_measure_codes("payment_made");
  request.add_measure_codes("cell_meetings");
  *request.mutable_from() = MakeDate(2018, 1, 1);
  *request.mutable_until() = MakeDate(2018, 12, 1);
  v1::QuerySeriesResponse response;
  ASSERT_TRUE(stub->QuerySeries(context.get(), request, &response).ok());
  for (const v1::Series& series : response.series()) {
    ASSERT_EQ(series.months_size(), 1) << series.measure_code();
    EXPECT_EQ(series.months(0).month().month(), 4) << series.measure_code();
  }
  ExpectVerified();
}

TEST_F(MeasureVersionServiceTest, AHistoryThatMakesNoSenseIsRefusedWhole) {
  v1::ConventionRecord reversed = FromMay();
  cv1::EarlierMeasures& second = *reversed.add_earlier_measures();
  *second.mutable_valid_until() = MakeDate(2018, 3, 31);
  *second.add_measures() = reversed.measures(0);
  EXPECT_EQ(ErrorReason(ValidateConventionRecord(reversed)), "DATE_INVALID");
  v1::ConventionRecord endless = FromMay();
  for (int i = 0; i < kEarlierMax; ++i) {
    *endless.add_earlier_measures() = endless.earlier_measures(0);
  }
  EXPECT_EQ(ErrorReason(ValidateConventionRecord(endless)), "DEFINITION_LIMIT");
  v1::ConventionRecord undated = FromMay();
  undated.mutable_earlier_measures(0)->clear_valid_until();
  EXPECT_EQ(ErrorReason(ValidateConventionRecord(undated)), "DATE_INVALID");
  EXPECT_TRUE(ValidateConventionRecord(FromMay()).ok());
}

}  // namespace
}  // namespace entente::indicators
