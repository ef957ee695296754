// Indicators of the municipality's own, through real stubs.
#ifndef SERVICES_INDICATORS_LOCAL_MEASURE_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_LOCAL_MEASURE_FIXTURE_TEST_H_

#include <string>

#include "services/indicators/registry_fixture_test.h"
#include "services/indicators/sample_local_measure.h"

namespace entente::indicators {

// Today is 2 May 2018.
class LocalMeasureTest : public RegistryTest {
 protected:
  using Service = v1::LocalMeasureService;

  void TearDown() override { ExpectVerified(); }

  static v1::CreateLocalMeasureRequest Defining(const v1::LocalMeasure& said) {
    v1::CreateLocalMeasureRequest request;
    request.set_parent(kSampleMunicipality);
    *request.mutable_local_measure() = said;
    return request;
  }
  absl::StatusOr<v1::LocalMeasure> Create(
      const v1::CreateLocalMeasureRequest& request = Defining(Walks()),
      const std::string& role = "coordinator",
      const std::string& subject = "p-1001") {
    return RegistryTest::Ask<Service>(&Service::Stub::CreateLocalMeasure,
                                      request, role, subject);
  }

  // The walks from `on` on, under another title.
  static v1::UpdateLocalMeasureRequest Calling(const std::string& title,
                                               const google::type::Date& on) {
    v1::UpdateLocalMeasureRequest request;
    v1::LocalMeasure& said = *request.mutable_local_measure();
    said = Walks();
    said.set_name(kWalksName);
    said.mutable_definition()->mutable_title()->set_fr(title);
    *said.mutable_effective_date() = on;
    return request;
  }
  // The walks as they were defined first, until `day`.
  static v1::UpdateLocalMeasureRequest Ending(const google::type::Date& day) {
    v1::UpdateLocalMeasureRequest request =
        Calling("Marches exploratoires", MakeDate(2018, 3, 1));
    *request.mutable_local_measure()->mutable_valid_until() = day;
    return request;
  }
  absl::StatusOr<v1::LocalMeasure> Change(
      const v1::UpdateLocalMeasureRequest& request,
      const std::string& role = "coordinator",
      const std::string& subject = "p-1001") {
    return RegistryTest::Ask<Service>(&Service::Stub::UpdateLocalMeasure,
                                      request, role, subject);
  }

  absl::StatusOr<v1::LocalMeasure> Read(const std::string& name = kWalksName) {
    v1::GetLocalMeasureRequest request;
    request.set_name(name);
    return RegistryTest::Ask<Service>(&Service::Stub::GetLocalMeasure, request);
  }
  absl::StatusOr<v1::ListLocalMeasuresResponse> List(
      int page_size = 0, const std::string& token = "") {
    v1::ListLocalMeasuresRequest request;
    request.set_parent(kSampleMunicipality);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return RegistryTest::Ask<Service>(&Service::Stub::ListLocalMeasures,
                                      request);
  }
  absl::StatusOr<v1::ListLocalMeasureVersionsResponse> Versions(
      int page_size = 0, const std::string& token = "") {
    v1::ListLocalMeasureVersionsRequest request;
    request.set_name(kWalksName);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return RegistryTest::Ask<Service>(&Service::Stub::ListLocalMeasureVersions,
                                      request);
  }

  // As ListMeasures shows the measure; nothing where it does not.
  v1::Measure Shown(const std::string& code = kWalks) {
    v1::ListMeasuresRequest request;
    request.set_parent(kSampleMunicipality);
    const auto list = RegistryTest::Ask<v1::DefinitionService>(
        &v1::DefinitionService::Stub::ListMeasures, request);
    EXPECT_TRUE(list.ok()) << list.status();
    for (const v1::Measure& measure : list->measures()) {
      if (measure.definition().code() == code) return measure;
    }
    return {};
  }

  // A walk of three sessions.
  absl::StatusOr<v1::Activity> Walk(const google::type::Date& day,
                                    const std::string& type = kWalk) {
    v1::CreateActivityRequest request;
    request.set_parent(kSampleMunicipality);
    request.set_is_another(true);
    v1::Activity& activity = *request.mutable_activity();
    activity.set_type(type);
    *activity.mutable_date() = day;
    activity.set_sessions(3);
    activity.set_participants(14);
    activity.set_course_minutes(360);
    return RegistryTest::Ask<v1::ActivityService>(
        &v1::ActivityService::Stub::CreateActivity, request);
  }

  static v1::Observation WalksRow(const std::string& id,
                                  const google::type::Date& day) {
    v1::Observation row = Row(id);
    row.set_measure_code(kWalks);
    *row.mutable_date() = day;
    return row;
  }

  // Figures of months of 2018.
  v1::Series Series(int from, int until) {
    v1::QuerySeriesRequest request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes(kWalks);
    *request.mutable_from() = MakeDate(2018, from, 1);
    *request.mutable_until() = MakeDate(2018, until, 1);
    const auto reply = RegistryTest::Ask<v1::SeriesService>(
        &v1::SeriesService::Stub::QuerySeries, request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? reply->series(0) : v1::Series();
  }
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_LOCAL_MEASURE_FIXTURE_TEST_H_
