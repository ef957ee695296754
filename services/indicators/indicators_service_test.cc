// Definitions, activities, events and series through real stubs.
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/channel/channel.h"
#include "services/indicators/indicators_events.h"
#include "services/indicators/service_fixture.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace common = entente::common::v1;
namespace ev1 = entente::exchange::v1;
namespace v1 = entente::indicators::v1;

class IndicatorsServiceTest : public testing::Test {
 protected:
  // Calls `method` of a stub as a coordinator, or as `role`.
  template <class Service, class Request, class Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Service::Stub::*method)(grpc::ClientContext*,
                                            const Request&, Response*),
      const Request& request, const std::string& role = "coordinator") {
    auto stub = service_.Stub<Service>();
    auto context = service_.harness().Context("p-1001", {role});
    Response response;
    const absl::Status status = channel::FromWire(
        (stub.get()->*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::Activity> Create(const v1::CreateActivityRequest& request,
                                      const std::string& role = "coordinator") {
    return Call<v1::ActivityService>(&v1::ActivityService::Stub::CreateActivity,
                                     request, role);
  }

  absl::StatusOr<v1::QuerySeriesResponse> Query(
      std::vector<std::string> measures, const std::string& area = "") {
    v1::QuerySeriesRequest request;
    request.set_parent(kSampleMunicipality);
    for (std::string& measure : measures) {
      request.add_measure_codes(std::move(measure));
    }
    *request.mutable_from() = MakeDate(2018, 1, 1);
    *request.mutable_until() = MakeDate(2019, 12, 1);
    request.set_area(area);
    return Call<v1::SeriesService>(&v1::SeriesService::Stub::QuerySeries,
                                   request);
  }

  absl::StatusOr<v1::ListMeasuresResponse> Measures() {
    v1::ListMeasuresRequest request;
    request.set_parent(kSampleMunicipality);
    return Call<v1::DefinitionService>(
        &v1::DefinitionService::Stub::ListMeasures, request);
  }

  static v1::CreateActivityRequest Coppra() {
    v1::CreateActivityRequest request;
    request.set_parent(kSampleMunicipality);
    request.mutable_activity()->set_type("coppra_training");
    *request.mutable_activity()->mutable_date() = MakeDate(2018, 3, 12);
    request.mutable_activity()->set_participants(14);
    request.mutable_activity()->set_course_minutes(360);
    request.mutable_activity()->set_organiser("Bravvo");
    return request;
  }

  static ev1::MeetingHeld Meeting(const std::string& id, bool is_represented) {
    ev1::MeetingHeld meeting;
    meeting.set_municipality(kSampleMunicipality);
    meeting.set_meeting_id(id);
    *meeting.mutable_date() = MakeDate(2018, 5, 3);
    meeting.set_is_zone_represented(is_represented);
    return meeting;
  }

  static cv1::ZonePaymentAcknowledged Payment(const std::string& objective) {
    cv1::ZonePaymentAcknowledged payment;
    payment.set_convention(kSampleConvention);
    payment.set_payment(std::string(kSampleConvention) + "/zonePayments/p-1");
    payment.set_objective_id(objective);
    *payment.mutable_date() = MakeDate(2018, 9, 20);
    return payment;
  }

  RunningService service_;
};

TEST_F(IndicatorsServiceTest, AreasOfTheMunicipalityStandOnTheFirstPage) {
  service_.PublishSample();
  EXPECT_THAT(
      Measures()->areas(),
      testing::ElementsAre("21004", "DPI-1", "DPI-2", "DPI-3", "UNKNOWN"));
  v1::ListMeasuresRequest request;
  request.set_parent(kSampleMunicipality);
  request.set_page_size(5);
  request.set_page_token("5");
  const auto page = Call<v1::DefinitionService>(
      &v1::DefinitionService::Stub::ListMeasures, request);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->measures_size(), 3);
  EXPECT_EQ(page->areas_size(), 0);
}

TEST_F(IndicatorsServiceTest, DefinitionsArriveByEventOnce) {
  service_.PublishSample();
  ASSERT_TRUE(Measures().ok());
  EXPECT_EQ(Measures()->measures_size(), 8);
  EXPECT_EQ(Measures()->measures(0).name(),
            "municipalities/21004/measures/trainings");
  cv1::DefinitionsWithdrawn withdrawn;
  withdrawn.set_convention(kSampleConvention);
  EXPECT_EQ(service_.Deliver("conventions", "withdrawn-1", withdrawn)
                .outcomes(0)
                .state(),
            common::EventOutcome::STATE_APPLIED);
  EXPECT_EQ(Measures()->measures_size(), 0);
  // The publication again: known, and it must not undo the withdrawal.
  service_.PublishSample();
  EXPECT_EQ(Measures()->measures_size(), 0);
}

TEST_F(IndicatorsServiceTest, EventsComeFromTheServiceItselfAndNoNamesake) {
  common::Event event;
  event.mutable_data()->PackFrom(Meeting("m-1", true));
  const auto apply = [&](const std::string& sender) {
    event.set_source(sender);
    return service_.store().Transact([&](store::Transaction& transaction) {
      return ApplyEvent(transaction, event, {sender, "entente.local"});
    });
  };
  for (const char* namesake :
       {"spiffe://entente.local/zone/svc/exchange",
        "spiffe://entente.local/svc/conventions",
        "spiffe://other.local/svc/exchange", "/svc/exchange"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(apply(namesake))) << namesake;
  }
  EXPECT_TRUE(apply("spiffe://entente.local/svc/exchange").ok());
}

TEST_F(IndicatorsServiceTest, IndicatorsAreListedInPages) {
  service_.PublishSample();
  v1::ListIndicatorsRequest request;
  request.set_parent(kSampleConvention);
  request.set_page_size(5);
  auto page = Call<v1::DefinitionService>(
      &v1::DefinitionService::Stub::ListIndicators, request);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->indicators_size(), 5);
  request.set_page_token(page->next_page_token());
  page = Call<v1::DefinitionService>(
      &v1::DefinitionService::Stub::ListIndicators, request);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->indicators_size(), 2);
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(IndicatorsServiceTest, EventsThatCannotBeAppliedSayWhy) {
  const auto outcome = [](const common::DeliverEventsResponse& response) {
    return response.outcomes(0);
  };
  common::Event unknown;
  EXPECT_EQ(outcome(service_.Deliver("conventions", "e-1", unknown)).state(),
            common::EventOutcome::STATE_REJECTED);
  const common::EventOutcome foreign =
      outcome(service_.Deliver("exchange", "e-2", Payment("so-02")));
  EXPECT_EQ(foreign.state(), common::EventOutcome::STATE_REJECTED);
  EXPECT_THAT(foreign.reason(), testing::HasSubstr("conventions only"));
}

TEST_F(IndicatorsServiceTest, PersonsCannotDeliverEvents) {
  auto stub = service_.Stub<common::EventService>();
  auto context = service_.harness().Context("p-1001", {"coordinator"});
  common::DeliverEventsResponse response;
  EXPECT_EQ(stub->DeliverEvents(context.get(), common::DeliverEventsRequest(),
                                &response)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(IndicatorsServiceTest, OneActivityMovesItsMeasuresOnce) {
  service_.PublishSample();
  v1::CreateActivityRequest request = Coppra();
  request.set_validate_only(true);
  const auto tried = Create(request);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_EQ(tried->effects_size(), 3);
  EXPECT_EQ(Query({"trainings"})->series(0).months_size(), 0);

  request.set_validate_only(false);
  request.set_request_id("r-1");
  for (int i = 0; i < 2; ++i) {  // The retry answers the first call.
    const auto created = Create(request);
    ASSERT_TRUE(created.ok()) << created.status();
    EXPECT_EQ(created->effects(0).indicators_size(), 2);
    EXPECT_EQ(created->name(), "municipalities/21004/activities/a-000001");
  }
  const auto series = Query({"trainings", "participants", "training_hours"});
  ASSERT_TRUE(series.ok()) << series.status();
  EXPECT_EQ(series->series(0).total().value(), 1);
  EXPECT_EQ(series->series(1).total().value(), 14);
  EXPECT_EQ(series->series(2).total().value(), 360);
  EXPECT_EQ(series->series(0).months(0).month().month(), 3);
  EXPECT_EQ(Query({"trainings"}, "21004")->series(0).total().value(), 1);
  EXPECT_FALSE(Query({"trainings"}, "21009")->series(0).has_total());
  EXPECT_TRUE(VerifyAggregates(*service_.store().Read())->is_clean());
}

TEST_F(IndicatorsServiceTest, ActivitiesAreListedNewestFirst) {
  service_.PublishSample();
  for (const int month : {3, 11, 7}) {
    v1::CreateActivityRequest request = Coppra();
    request.mutable_activity()->mutable_date()->set_month(month);
    ASSERT_TRUE(Create(request).ok());
  }
  v1::ListActivitiesRequest request;
  request.set_parent(kSampleMunicipality);
  request.set_page_size(2);
  std::vector<int> months;
  do {
    const auto page = Call<v1::ActivityService>(
        &v1::ActivityService::Stub::ListActivities, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& activity : page->activities()) {
      months.push_back(activity.date().month());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(months, testing::ElementsAre(11, 7, 3));
}

TEST_F(IndicatorsServiceTest, RolesWithoutThePermissionAreRefused) {
  service_.PublishSample();
  EXPECT_EQ(Create(Coppra(), "zone").status().code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Create(Coppra(), "federal").status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(IndicatorsServiceTest, RefusalsComeInThreeLanguages) {
  service_.PublishSample();
  v1::CreateActivityRequest request = Coppra();
  request.mutable_activity()->set_organiser("quelqu.un@example.org");
  const auto detail = GetErrorDetail(Create(request).status());
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "PERSONAL_DATA_SHAPE");
  EXPECT_EQ(detail->field, "activity.organiser");
  EXPECT_FALSE(detail->sentence.fr.empty());
  EXPECT_FALSE(detail->sentence.nl.empty());
  EXPECT_EQ(ErrorReason(Query({"nothing"}).status()), "UNKNOWN_MEASURE");
}

TEST_F(IndicatorsServiceTest, AnAcknowledgedPaymentIsTrueAlsoWhenItCameFirst) {
  service_.Deliver("conventions", "payment-1", Payment("so-02"));
  service_.PublishSample();
  const auto series = Query({"payment_made"});
  ASSERT_TRUE(series.ok()) << series.status();
  EXPECT_EQ(series->series(0).total().value(), 1);
  ASSERT_EQ(series->series(0).months_size(), 1);
  EXPECT_EQ(series->series(0).months(0).month().month(), 9);
}

TEST_F(IndicatorsServiceTest, APaymentForAnotherObjectiveMovesNothing) {
  service_.PublishSample();
  service_.Deliver("conventions", "payment-1", Payment("so-01"));
  EXPECT_EQ(Query({"payment_made"})->series(0).total().value(), 0);
}

TEST_F(IndicatorsServiceTest, MeetingsCountOnceThoughTwoPartsReportThem) {
  service_.PublishSample();
  service_.Deliver("exchange", "m-1", Meeting("a", true));
  service_.Deliver("exchange", "m-1", Meeting("a", true));
  service_.Deliver("exchange", "m-2", Meeting("b", false));
  auto series = Query({"cell_meetings"});
  ASSERT_TRUE(series.ok()) << series.status();
  EXPECT_EQ(series->series(0).total().value(), 1);
  EXPECT_EQ(series->series(0).total().denominator(), 2);
  // A correction of the second: represented after all.
  service_.Deliver("exchange", "m-3", Meeting("b", true));
  series = Query({"cell_meetings"});
  EXPECT_EQ(series->series(0).total().value(), 2);
  EXPECT_EQ(series->series(0).total().denominator(), 2);
}

TEST_F(IndicatorsServiceTest, ATargetIsSetPerYearAndAbsentWhereNoneWasAgreed) {
  service_.PublishSample();
  v1::SetTargetRequest request;
  request.set_parent("municipalities/21004/measures/trainings");
  request.mutable_target()->set_year(2018);
  request.mutable_target()->set_value(12);
  request.mutable_target()->set_is_internal(true);
  const auto set = [&] {
    return Call<v1::DefinitionService>(&v1::DefinitionService::Stub::SetTarget,
                                       request);
  };
  ASSERT_TRUE(set().ok()) << set().status();
  const auto measures = Measures();
  ASSERT_EQ(measures->measures(0).targets_size(), 1);
  EXPECT_EQ(measures->measures(0).targets(0).name(),
            "municipalities/21004/measures/trainings/targets/2018");
  EXPECT_TRUE(measures->measures(0).targets(0).is_internal());
  EXPECT_EQ(measures->measures(1).targets_size(), 0);
  request.mutable_target()->set_year(2020);
  EXPECT_EQ(ErrorReason(set().status()), "YEAR_OUTSIDE_TERM");
  request.set_parent("municipalities/21004/measures/cell_meetings");
  request.mutable_target()->set_year(2019);
  request.mutable_target()->set_value(101);
  EXPECT_EQ(ErrorReason(set().status()), "TARGET_OUT_OF_RANGE");
}

TEST_F(IndicatorsServiceTest, ABaselineIsOfAYearBeforeAndInTheSameUnit) {
  service_.PublishSample();
  v1::SetTargetRequest request;
  request.set_parent("municipalities/21004/measures/trainings");
  request.mutable_target()->set_year(2018);
  request.mutable_target()->set_value(12);
  v1::Baseline& baseline = *request.mutable_target()->mutable_baseline();
  const auto reason = [&](int year, int64_t value) {
    baseline.set_year(year);
    baseline.set_value(value);
    return ErrorReason(Call<v1::DefinitionService>(
                           &v1::DefinitionService::Stub::SetTarget, request)
                           .status());
  };
  EXPECT_EQ(reason(2018, 8), "BASELINE_YEAR");
  EXPECT_EQ(reason(0, 8), "BASELINE_YEAR");
  EXPECT_EQ(reason(2017, -1), "TARGET_OUT_OF_RANGE");
  EXPECT_EQ(reason(2016, 8), "");
  EXPECT_EQ(Measures()->measures(0).targets(0).baseline().year(), 2016);
}

TEST_F(IndicatorsServiceTest, AchievementIsTheYearBesideItsTarget) {
  service_.PublishSample();
  ASSERT_TRUE(Create(Coppra()).ok());
  v1::SetTargetRequest target;
  target.set_parent("municipalities/21004/measures/trainings");
  target.mutable_target()->set_year(2018);
  target.mutable_target()->set_value(4);
  ASSERT_TRUE(Call<v1::DefinitionService>(
                  &v1::DefinitionService::Stub::SetTarget, target)
                  .ok());
  service_.Deliver("exchange", "m-1", Meeting("a", true));
  v1::QueryAchievementRequest request;
  request.set_parent(kSampleMunicipality);
  request.set_year(2018);
  request.add_measure_codes("trainings");
  request.add_measure_codes("cell_meetings");
  const auto reply = Call<v1::SeriesService>(
      &v1::SeriesService::Stub::QueryAchievement, request);
  ASSERT_TRUE(reply.ok()) << reply.status();
  ASSERT_EQ(reply->achievements_size(), 2);
  const v1::Achievement& trainings = reply->achievements(0);
  EXPECT_EQ(trainings.measure_code(), "trainings");
  EXPECT_EQ(trainings.actual().value(), 1);
  EXPECT_EQ(trainings.target().value(), 4);
  EXPECT_EQ(trainings.target_permille(), trainings.actual().value() * 250);
  EXPECT_EQ(reply->achievements(1).actual().denominator(), 1);
  EXPECT_FALSE(reply->achievements(1).has_target());
  request.set_year(2019);
  const auto later = Call<v1::SeriesService>(
      &v1::SeriesService::Stub::QueryAchievement, request);
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_FALSE(later->achievements(0).has_actual());
  EXPECT_FALSE(later->achievements(0).has_target());
  EXPECT_EQ(later->achievements(0).year_before().value(),
            trainings.actual().value());
}

TEST_F(IndicatorsServiceTest, MutationsEventsAndRefusalsAreAccessEntries) {
  service_.PublishSample();
  ASSERT_TRUE(Create(Coppra()).ok());
  ASSERT_FALSE(Create(Coppra(), "federal").ok());
  ASSERT_TRUE(Measures().ok());
  const std::vector<audit::AuditEntry> entries = service_.log().Entries();
  ASSERT_EQ(entries.size(), 3);
  EXPECT_EQ(entries[0].method(),
            "entente.common.v1.EventService/DeliverEvents");
  EXPECT_EQ(entries[0].rule_id(), "peer");
  EXPECT_EQ(entries[1].method(),
            "entente.indicators.v1.ActivityService/CreateActivity");
  EXPECT_EQ(entries[1].outcome(), audit::AuditEntry::OUTCOME_PERMITTED);
  EXPECT_EQ(entries[2].outcome(), audit::AuditEntry::OUTCOME_DENIED);
  EXPECT_TRUE(audit::VerifyLog(*service_.store().Read()).ok());
}

}  // namespace
}  // namespace entente::indicators
