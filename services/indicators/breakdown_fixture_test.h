// The sample convention with measures that are split, and what tests ask of it.
#ifndef SERVICES_INDICATORS_BREAKDOWN_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_BREAKDOWN_FIXTURE_TEST_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/indicators/activity_fixture_test.h"
#include "services/indicators/breakdown_convention.h"

namespace entente::indicators {

inline v1::Observation SplitRow(
    const std::string& id, const std::map<std::string, std::string>& breakdown,
    int month = 4, int64_t value = 2, const std::string& replaces = "") {
  v1::Observation row = Row(id, month, value, replaces);
  for (const auto& [list, code] : breakdown) {
    (*row.mutable_breakdown())[list] = code;
  }
  return row;
}

class BreakdownTest : public ActivityTest {
 protected:
  void SetUp() override { Publish(BreakdownConvention()); }

  void Publish(const v1::ConventionRecord& record) {
    service_.Deliver("conventions",
                     absl::StrCat("definitions-", ++publications_),
                     ToEvent(record));
  }

  absl::StatusOr<v1::QuerySeriesResponse> Split(
      const std::string& list, const std::vector<std::string>& measures,
      const std::string& area = "", int from_month = 1, int until_month = 12) {
    auto stub = service_.Stub<v1::SeriesService>();
    auto context = service_.harness().Context("p-1001", {"coordinator"});
    v1::QuerySeriesRequest request;
    request.set_parent(kSampleMunicipality);
    for (const std::string& code : measures) request.add_measure_codes(code);
    *request.mutable_from() = MakeDate(2018, from_month, 1);
    *request.mutable_until() = MakeDate(2018, until_month, 1);
    request.set_area(area);
    request.set_split_by(list);
    v1::QuerySeriesResponse response;
    const absl::Status status =
        channel::FromWire(stub->QuerySeries(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // "youth 5/2" of each code of one measure: value and contributions.
  std::vector<std::string> Parts(const std::string& list,
                                 const std::string& measure,
                                 const std::string& area = "") {
    std::vector<std::string> said;
    const auto response = Split(list, {measure}, area);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return said;
    for (const v1::Series& series : response->series()) {
      EXPECT_EQ(series.measure_code(), measure);
      EXPECT_EQ(series.split_by(), list);
      int64_t value = 0;
      int64_t contributions = 0;
      for (const v1::MonthFigure& month : series.months()) {
        value += month.value();
        contributions += month.contributions();
      }
      said.push_back(
          absl::StrCat(series.split_code(), " ", value, "/", contributions));
    }
    return said;
  }

  int publications_ = 0;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_BREAKDOWN_FIXTURE_TEST_H_
