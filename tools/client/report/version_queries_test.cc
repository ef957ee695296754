#include "tools/client/report/version_queries.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using indicators::v1::Period;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPeriods[] = "municipalities/99999/periods/";

void AddMonth(absl::CivilMonth month, Period::Standing standing, int version,
              ReportData& data) {
  Period& period = data.periods.emplace_back();
  period.set_name(absl::StrCat(kPeriods, absl::FormatCivilTime(month)));
  period.set_standing(standing);
  period.set_latest_version(version);
}

ReportData TwoYears() {
  ReportData data;
  const absl::CivilMonth first(2018, 11);
  AddMonth(first, Period::STANDING_APPROVED, 2, data);
  AddMonth(first + 1, Period::STANDING_REOPENED, 1, data);
  AddMonth(first + 2, Period::STANDING_APPROVED, 1, data);
  AddMonth(first + 3, Period::STANDING_UNDECIDED, 0, data);
  return data;
}

TEST(VersionQueriesTest, AskForTheApprovedMonthsOfAYearInOneCall) {
  const auto queries = VersionQueries(TwoYears(), std::nullopt);
  ASSERT_EQ(queries.size(), 1u);
  EXPECT_EQ(queries[0].parent(), "municipalities/99999");
  EXPECT_TRUE(queries[0].without_figures());
  EXPECT_THAT(queries[0].names(),
              ElementsAre(absl::StrCat(kPeriods, "2018-11/versions/2"),
                          absl::StrCat(kPeriods, "2019-01/versions/1")));
}

TEST(VersionQueriesTest, ADossierAsksForTheMonthsOfItsYear) {
  const auto queries = VersionQueries(TwoYears(), 2019);
  ASSERT_EQ(queries.size(), 1u);
  EXPECT_THAT(queries[0].names(),
              ElementsAre(absl::StrCat(kPeriods, "2019-01/versions/1")));
  EXPECT_THAT(VersionQueries(TwoYears(), 2020), IsEmpty());
}

TEST(VersionQueriesTest, NoCallAsksForMoreThanTheServiceTakes) {
  ReportData data;
  for (int i = 0; i <= kVersionsAtOnce; ++i) {
    AddMonth(absl::CivilMonth(2010, 1) + i, Period::STANDING_APPROVED, 1, data);
  }
  const auto queries = VersionQueries(data, std::nullopt);
  ASSERT_EQ(queries.size(), 2u);
  EXPECT_EQ(queries[0].names_size(), 12);
  EXPECT_THAT(queries[1].names(),
              ElementsAre(absl::StrCat(kPeriods, "2011-01/versions/1")));
  // What the service takes: BatchGetPeriodVersionsRequest.names.
  EXPECT_LE(kVersionsAtOnce, 120);
}

}  // namespace
}  // namespace entente::client
