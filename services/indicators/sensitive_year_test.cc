// The total of a sensitive measure, asked for again and again while the clock
// moves: it is not told before nothing moves it any more, and never to whoever
// may not see such figures.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/timestamp.h"
#include "services/common/gate/partial_access.h"
#include "services/common/gate/policy.h"
#include "services/indicators/registry_fixture_test.h"

namespace entente::indicators {
namespace {

// Reads series, and no figures of sensitive measures.
constexpr char kSeriesOnly[] = R"(
  trust_domain: "entente.local"
  roles { name: "coordinator" permissions: "indicators.series.read" }
)";

class SensitiveYearTest : public RegistryTest {
 protected:
  void SetUp() override {
    RegistryTest::SetUp();
    MakeSensitive();
  }
  void TearDown() override { ExpectVerified(); }

  void MakeSensitive() {
    v1::ConventionRecord record = SampleConvention();
    for (auto& measure : *record.mutable_measures()) {
      measure.set_is_sensitive(measure.code() == "nuisance_actions");
    }
    service_.Deliver("conventions", "definitions-2", ToEvent(record));
  }

  v1::QuerySeriesRequest Question(int first_year, int last_year) {
    v1::QuerySeriesRequest request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes("nuisance_actions");
    *request.mutable_from() = MakeDate(first_year, 1, 1);
    *request.mutable_until() = MakeDate(last_year, 12, 1);
    return request;
  }

  v1::Series Years(int first_year, int last_year) {
    const auto reply = Ask<v1::SeriesService>(
        &v1::SeriesService::Stub::QuerySeries, Question(first_year, last_year));
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? reply->series(0) : v1::Series();
  }

  v1::Achievement Achieved(int year) {
    v1::QueryAchievementRequest request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes("nuisance_actions");
    request.set_year(year);
    const auto reply = Ask<v1::SeriesService>(
        &v1::SeriesService::Stub::QueryAchievement, request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? reply->achievements(0) : v1::Achievement();
  }

  // The bytes of all that can be asked of 2018, alone and in its term, by
  // somebody in `role`.
  std::string AllTold(const std::string& role) {
    std::string told;
    const auto add = [&](const auto& reply) {
      EXPECT_TRUE(reply.ok()) << reply.status();
      if (reply.ok()) absl::StrAppend(&told, reply->SerializeAsString(), "\n");
    };
    for (const int last_year : {2018, 2019}) {
      for (const auto step : {v1::QuerySeriesRequest::STEP_UNSPECIFIED,
                              v1::QuerySeriesRequest::STEP_YEAR,
                              v1::QuerySeriesRequest::STEP_TERM}) {
        v1::QuerySeriesRequest series = Question(2018, last_year);
        series.set_step(step);
        add(Ask<v1::SeriesService>(&v1::SeriesService::Stub::QuerySeries,
                                   series, role, "p-1002"));
      }
    }
    v1::QueryAchievementRequest achieved;
    achieved.set_parent(kSampleMunicipality);
    achieved.add_measure_codes("nuisance_actions");
    const auto add_achieved = [&] {
      add(Ask<v1::SeriesService>(&v1::SeriesService::Stub::QueryAchievement,
                                 achieved, role, "p-1002"));
    };
    // The year, and the year before.
    for (const int year : {2018, 2019}) {
      achieved.set_year(year);
      add_achieved();
    }
    achieved.clear_year();
    *achieved.mutable_term()->mutable_first_month() = MakeDate(2018, 1, 0);
    *achieved.mutable_term()->mutable_last_month() = MakeDate(2019, 12, 0);
    add_achieved();
    return told;
  }

  // Whether anything of the year is told, in one way or the other.
  bool IsTold(int year) {
    const v1::Series series = Years(year, year);
    EXPECT_TRUE(series.is_confidential());
    EXPECT_EQ(series.months_size(), 0);
    const v1::Achievement achievement = Achieved(year);
    EXPECT_TRUE(achievement.is_confidential());
    EXPECT_EQ(achievement.has_actual(), series.has_total());
    EXPECT_EQ(achievement.has_compared(), series.has_total());
    return series.has_total();
  }
};

TEST_F(SensitiveYearTest, OneQuestionOnTwoDaysOfTheYearTellsNoMonth) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  const std::string before = Years(2018, 2018).SerializeAsString();
  const std::string achieved = Achieved(2018).SerializeAsString();
  MoveTo(2018, 5, 31);
  ASSERT_EQ(Refused(Deliver({Row("event-0002", 5, 2)})), "");
  EXPECT_EQ(Years(2018, 2018).SerializeAsString(), before);
  EXPECT_EQ(Achieved(2018).SerializeAsString(), achieved);
  EXPECT_FALSE(IsTold(2018));
  // Midnight in Belgium is an hour before that of UTC.
  clock_.Advance(absl::FromCivil(absl::CivilMinute(2018, 12, 31, 22, 59),
                                 absl::UTCTimeZone()) -
                 clock_.Now());
  EXPECT_FALSE(IsTold(2018));
  clock_.Advance(absl::Minutes(1));
  // No calendar governs it: the day alone decides.
  EXPECT_TRUE(IsTold(2018));
  EXPECT_EQ(Years(2018, 2018).total().value(), 7);
  EXPECT_EQ(Achieved(2018).actual().value(), 7);
}

TEST_F(SensitiveYearTest, ACalendarWithholdsItUntilItsLastMonthIsClosed) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  MoveTo(2019, 1, 5);
  const std::string before = Years(2018, 2018).SerializeAsString();
  ASSERT_EQ(Refused(Deliver({Row("event-0002", 12, 2)})), "");
  EXPECT_EQ(Years(2018, 2018).SerializeAsString(), before);
  MoveTo(2019, 2, 9);
  EXPECT_FALSE(IsTold(2018));
  MoveTo(2019, 2, 10);
  EXPECT_TRUE(IsTold(2018));
  EXPECT_EQ(Years(2018, 2018).total().value(), 7);
  // The year that runs is beside it, and the one before beside that.
  EXPECT_FALSE(IsTold(2019));
  EXPECT_FALSE(Achieved(2019).has_year_before());
  EXPECT_FALSE(Years(2018, 2019).has_total());
  MoveTo(2020, 2, 10);
  EXPECT_TRUE(Years(2018, 2019).has_total());
  EXPECT_EQ(Achieved(2019).year_before().value(), 7);
}

TEST_F(SensitiveYearTest, WithEveryMonthApprovedItIsTold) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  ASSERT_TRUE(Adopt().ok());
  MoveTo(2019, 1, 2);
  for (int month = 1; month <= 12; ++month) {
    EXPECT_FALSE(IsTold(2018)) << month;
    ASSERT_TRUE(Confirm(month).ok());
    const auto approved = Approve(month);
    ASSERT_TRUE(approved.ok()) << approved.status();
  }
  EXPECT_TRUE(IsTold(2018));
  // Opened again, it moves.
  ASSERT_TRUE(Reopen(4, MakeDate(2019, 1, 9)).ok());
  EXPECT_FALSE(IsTold(2018));
  ASSERT_EQ(Refused(Deliver({Row("event-0002", 4, 1)})), "");
  EXPECT_FALSE(IsTold(2018));
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  EXPECT_EQ(Years(2018, 2018).total().value(), 6);
}

TEST_F(SensitiveYearTest, WhoMayNotSeeItIsAnsweredAlikeWhateverWasCounted) {
  v1::SetTargetRequest target;
  target.set_parent(kActions);
  target.mutable_target()->set_year(2018);
  target.mutable_target()->set_value(10);
  ASSERT_TRUE(Ask<v1::DefinitionService>(
                  &v1::DefinitionService::Stub::SetTarget, target)
                  .ok());
  const auto series = [&] {
    return Ask<v1::SeriesService>(&v1::SeriesService::Stub::QuerySeries,
                                  Question(2018, 2018), "federal", "p-1002");
  };
  ASSERT_TRUE(series().ok());
  const std::string unsettled = series()->SerializeAsString();
  // As to whoever may see it, while nobody is shown it.
  EXPECT_EQ(AllTold("federal"), AllTold("coordinator"));
  MoveTo(2020, 3, 1);
  // No entry: nothing of it was seen.
  const auto told = [&] {
    const size_t before = service_.log().Entries().size();
    const std::string all = AllTold("federal");
    EXPECT_EQ(service_.log().Entries().size(), before);
    return all;
  };
  const std::string of_none = told();
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 2)})), "");
  EXPECT_EQ(told(), of_none);
  ASSERT_EQ(Refused(Deliver({Row("event-0002", 6, 38)})), "");
  EXPECT_EQ(told(), of_none);
  EXPECT_EQ(series()->SerializeAsString(), unsettled);
  EXPECT_NE(AllTold("coordinator"), of_none);
}

TEST_F(SensitiveYearTest, WhoMaySeeItIsToldEveryYearAndRecorded) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 2)})), "");
  MoveTo(2019, 3, 1);
  const size_t before = service_.log().Entries().size();
  // However small it is: a release would leave it out.
  EXPECT_EQ(Years(2018, 2018).total().value(), 2);
  EXPECT_EQ(Achieved(2018).actual().value(), 2);
  const auto entries = service_.log().Entries();
  ASSERT_EQ(entries.size(), before + 2);
  EXPECT_EQ(entries[before].method(),
            "entente.indicators.v1.SeriesService/QuerySeries");
  EXPECT_EQ(entries[before + 1].method(),
            "entente.indicators.v1.SeriesService/QueryAchievement");
}

TEST_F(SensitiveYearTest, ThePermissionDecidesAndNotTheRole) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  MoveTo(2019, 3, 1);
  ASSERT_TRUE(IsTold(2018));
  service_.harness().gate().SetPolicy(
      *gate::Policy::Parse(kSeriesOnly, "series only"));
  EXPECT_FALSE(IsTold(2018));
  EXPECT_EQ(Achieved(2018).reason(), v1::Achievement::REASON_CONFIDENTIAL);
}

TEST_F(SensitiveYearTest, TheContractNamesThePermissionThatDecides) {
  for (const char* method : {"QuerySeries", "QueryAchievement"}) {
    EXPECT_THAT(gate::WithheldWithout(absl::StrCat(
                    "entente.indicators.v1.SeriesService/", method)),
                testing::ElementsAre("indicators.sensitive_series.read"))
        << method;
  }
}

TEST_F(SensitiveYearTest, AsItWasKnownItIsNotToldEither) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  const absl::Time known = clock_.Now();
  MoveTo(2019, 3, 1);
  ASSERT_TRUE(IsTold(2018));
  v1::QuerySeriesRequest as_of = Question(2018, 2018);
  *as_of.mutable_as_of() = ToTimestamp(known);
  const auto reply =
      Ask<v1::SeriesService>(&v1::SeriesService::Stub::QuerySeries, as_of);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_TRUE(reply->series(0).is_confidential());
  EXPECT_FALSE(reply->series(0).has_total());
}

}  // namespace
}  // namespace entente::indicators
