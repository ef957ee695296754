// Where and when things happened that a source may deliver, through real stubs.
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "google/protobuf/unknown_field_set.h"
#include "gtest/gtest.h"
#include "services/indicators/activity_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;

v1::Observation RowIn(const std::string& area, const std::string& id,
                      int64_t value = 2, const std::string& replaces = "") {
  v1::Observation row = Row(id, 4, value, replaces);
  row.set_area(area);
  return row;
}

// "area REASON" of each row that was not taken.
std::vector<std::string> Rejected(
    const absl::StatusOr<v1::IngestResponse>& reply) {
  std::vector<std::string> said;
  EXPECT_TRUE(reply.ok()) << reply.status();
  if (!reply.ok()) return said;
  for (const v1::Rejection& rejection : reply->rejections()) {
    said.push_back(absl::StrCat(rejection.column(), " ", rejection.reason()));
  }
  return said;
}

// What counts in `area` and below it; -1 where nothing was ever counted.
int64_t SumIn(RunningService& service, const std::string& area) {
  auto stub = service.Stub<v1::SeriesService>();
  auto context = service.harness().Context("p-1001", {"coordinator"});
  v1::QuerySeriesRequest request;
  request.set_parent(kSampleMunicipality);
  request.add_measure_codes("nuisance_actions");
  *request.mutable_from() = MakeDate(2018, 1, 1);
  *request.mutable_until() = MakeDate(2019, 12, 1);
  request.set_area(area);
  v1::QuerySeriesResponse response;
  const grpc::Status status =
      stub->QuerySeries(context.get(), request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  if (!status.ok() || !response.series(0).has_total()) return -1;
  return response.series(0).total().value();
}

// With a day of its own, 2 May 2018.
class IngestPlaceTest : public ActivityTest {};

TEST_F(IngestPlaceTest, WhatHappenedInAnotherMunicipalityMovesNothingHere) {
  const auto reply =
      Deliver({RowIn("DPI-4", "event-0001"), RowIn("21009", "event-0002"),
               RowIn("ZP-5339", "event-0003"), RowIn("DPI-3", "event-0004", 5),
               RowIn("UNKNOWN", "event-0005", 7)});
  EXPECT_THAT(Rejected(reply), ElementsAre("area AREA_OUTSIDE_MUNICIPALITY",
                                           "area AREA_OUTSIDE_MUNICIPALITY",
                                           "area AREA_OUTSIDE_MUNICIPALITY"));
  EXPECT_EQ(SumIn(service_, ""), 12);
  EXPECT_EQ(SumIn(service_, "21004"), 5);
  EXPECT_EQ(SumIn(service_, "ZP-5339"), 5);
  EXPECT_EQ(SumIn(service_, "21009"), -1);
  EXPECT_EQ(SumIn(service_, "DPI-4"), -1);
  ExpectVerified();
}

TEST_F(IngestPlaceTest, ACorrectionMovesNothingToAnotherMunicipality) {
  ASSERT_EQ(Refused(Deliver({RowIn("DPI-3", "event-0001", 5)})), "");
  EXPECT_THAT(
      Rejected(Deliver({RowIn("DPI-4", "fix-000001", 9, "event-0001"),
                        RowIn("ZP-5339", "fix-000002", 9, "event-0001")})),
      ElementsAre("area AREA_OUTSIDE_MUNICIPALITY",
                  "area AREA_OUTSIDE_MUNICIPALITY"));
  EXPECT_EQ(SumIn(service_, "DPI-3"), 5);
  EXPECT_EQ(SumIn(service_, "ZP-5339"), 5);
  ExpectVerified();
}

TEST_F(IngestPlaceTest, NorDoesAnActivityWhichSaysWhereItMayBe) {
  ASSERT_TRUE(Create().ok());
  const auto before = Counted();
  for (const char* area : {"DPI-4", "21009", "ZP-5339"}) {
    v1::Activity activity = Coppra();
    activity.set_area(area);
    for (const absl::Status& status :
         {Create(activity).status(),
          Update(Edit({"area"}, activity)).status()}) {
      const auto detail = GetErrorDetail(status);
      ASSERT_TRUE(detail.has_value()) << status;
      EXPECT_EQ(detail->reason, "AREA_OUTSIDE_MUNICIPALITY");
      EXPECT_EQ(detail->field, "activity.area");
      EXPECT_EQ(detail->metadata.at("areas"),
                "21004, DPI-1, DPI-2, DPI-3, UNKNOWN");
    }
  }
  EXPECT_EQ(Counted(), before);
  ExpectVerified();
}

TEST_F(IngestPlaceTest, ARowOfADayToComeMakesNoRightOneLate) {
  v1::Observation typed_wrong = Row("event-0001", 3);
  typed_wrong.mutable_date()->set_year(2019);
  v1::Observation month_to_come = Row("event-0002", 6);
  month_to_come.mutable_date()->set_day(0);
  v1::Observation this_month = Row("event-0003", 5);
  this_month.mutable_date()->set_day(0);
  EXPECT_THAT(Rejected(Deliver({typed_wrong, month_to_come, this_month})),
              ElementsAre("date DATE_IN_FUTURE", "date DATE_IN_FUTURE"));
  ASSERT_EQ(Refused(Deliver({Row("event-0004", 5)})), "");
  typed_wrong.set_event_id("fix-000001");
  typed_wrong.set_replaces_event_id("event-0004");
  EXPECT_EQ(Refused(Deliver({typed_wrong})), "DATE_IN_FUTURE");
  const auto right = Deliver({Row("event-0005", 5)});
  ASSERT_TRUE(right.ok()) << right.status();
  EXPECT_EQ(right->totals().created(), 1);
  EXPECT_EQ(right->totals().late(), 0);
  EXPECT_EQ(SumIn(service_, ""), 6);
  ExpectVerified();
}

TEST_F(IngestPlaceTest, TodayIsThatOfBelgium) {
  v1::Observation row = Row("event-0001", 5);
  row.mutable_date()->set_day(3);
  v1::Activity activity = Coppra();
  *activity.mutable_date() = MakeDate(2018, 5, 3);
  // A minute before midnight in Belgium, two hours ahead of UTC.
  const absl::Time before_midnight = absl::FromCivil(
      absl::CivilMinute(2018, 5, 2, 21, 59), absl::UTCTimeZone());
  clock_.Advance(before_midnight - clock_.Now());
  EXPECT_EQ(Refused(Deliver({row})), "DATE_IN_FUTURE");
  const auto refused = GetErrorDetail(Create(activity).status());
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->reason, "DATE_IN_FUTURE");
  EXPECT_EQ(refused->field, "activity.date");
  EXPECT_THAT(refused->sentence.en, testing::HasSubstr("2018-05-02"));
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(Refused(Deliver({row})), "");
  EXPECT_TRUE(Create(activity).ok());
}

TEST_F(IngestPlaceTest, AMisnumberedFieldIsNeverToldAsTaken) {
  v1::Observation row = Row("event-0002");
  row.GetReflection()->MutableUnknownFields(&row)->AddVarint(15, 4);
  const auto reply = Deliver({Row("event-0001"), row});
  EXPECT_THAT(Rejected(reply), ElementsAre(" FIELD_UNKNOWN"));
  EXPECT_EQ(StateOf(reply, 0), v1::ROW_STATE_CREATED);
  EXPECT_EQ(StateOf(reply, 1), v1::ROW_STATE_REJECTED);
  EXPECT_EQ(SumIn(service_, ""), 2);
}

TEST(IngestAreasTest, ANeighbourhoodCountsInItsDistrictAndMunicipality) {
  RunningService service(nullptr,
                         *AreaList::Parse("21004,,a,b\nDPI-1,21004,a,b\n"
                                          "DPI-2,21004,a,b\nN-11,DPI-1,a,b\n"
                                          "N-21,DPI-2,a,b\nUNKNOWN,,a,b\n"));
  service.PublishSample();
  Client client(service);
  EXPECT_THAT(Rejected(client.Send(1, 0,
                                   {RowIn("N-11", "event-0001", 3),
                                    RowIn("N-21", "event-0002", 4),
                                    RowIn("DPI-1", "event-0003", 10)})),
              ElementsAre());
  EXPECT_EQ(SumIn(service, "N-11"), 3);
  EXPECT_EQ(SumIn(service, "DPI-1"), 13);
  EXPECT_EQ(SumIn(service, "DPI-2"), 4);
  EXPECT_EQ(SumIn(service, "21004"), 17);
  EXPECT_EQ(SumIn(service, ""), 17);
}

// Nothing in it says what belongs to the municipality.
TEST(IngestAreasTest, AListWithoutTheMunicipalityIsTakenAsItIs) {
  RunningService service(nullptr, *AreaList::Parse("99001,,a,b\nDPI-4,99001,a,"
                                                   "b\nUNKNOWN,,a,b\n"));
  service.PublishSample();
  Client client(service);
  EXPECT_THAT(Rejected(client.Send(
                  1, 0,
                  {RowIn("DPI-4", "event-0001"), RowIn("99001", "event-0002"),
                   RowIn("21004", "event-0003")})),
              ElementsAre("area AREA_UNKNOWN"));
  EXPECT_EQ(SumIn(service, "DPI-4"), 2);
}

}  // namespace
}  // namespace entente::indicators
