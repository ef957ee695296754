// Series from outside through real stubs: declared, added to, corrected, read
// as they were, refused, and never a measure.
#include <string>
#include <vector>

#include "services/common/base/timestamp.h"
#include "services/indicators/context_rules.h"
#include "services/indicators/registry_fixture_test.h"

namespace entente::indicators {
namespace {

using Service = v1::ContextService;
using testing::ElementsAre;

constexpr char kSeries[] = "municipalities/21004/contextSeries/accidents";

class ContextServiceTest : public RegistryTest {
 protected:
  void TearDown() override { ExpectVerified(); }

  static v1::CreateContextSeriesRequest Series(
      const std::string& id = "accidents",
      v1::ContextSeries::Frequency frequency =
          v1::ContextSeries::FREQUENCY_YEAR) {
    v1::CreateContextSeriesRequest request;
    request.set_parent(kSampleMunicipality);
    request.set_context_series_id(id);
    v1::ContextSeries& series = *request.mutable_context_series();
    series.mutable_title()->set_fr("Accidents avec blessés");
    series.mutable_title()->set_nl("Ongevallen met gewonden");
    series.mutable_unit()->set_fr("accidents");
    series.set_source("Statbel");
    series.set_frequency(frequency);
    return request;
  }
  absl::StatusOr<v1::ContextSeries> Create(
      const v1::CreateContextSeriesRequest& request,
      const std::string& role = "coordinator") {
    return Ask<Service>(&Service::Stub::CreateContextSeries, request, role);
  }

  static v1::ContextFigure Figure(const std::string& period, int64_t value,
                                  const std::string& area = "21004") {
    v1::ContextFigure figure;
    figure.set_period(period);
    figure.set_area(area);
    figure.set_value(value);
    *figure.mutable_publish_date() = MakeDate(2018, 4, 30);
    return figure;
  }
  static v1::AddContextFiguresRequest Figures(
      const std::vector<v1::ContextFigure>& figures,
      const std::string& reason = "") {
    v1::AddContextFiguresRequest request;
    request.set_parent(kSeries);
    for (const v1::ContextFigure& figure : figures) {
      *request.add_figures() = figure;
    }
    request.set_reason(reason);
    return request;
  }
  absl::StatusOr<v1::AddContextFiguresResponse> Add(
      const v1::AddContextFiguresRequest& request,
      const std::string& role = "coordinator") {
    return Ask<Service>(&Service::Stub::AddContextFigures, request, role);
  }
  // "1 0 2": created, corrected, unchanged.
  static std::string Counts(
      const absl::StatusOr<v1::AddContextFiguresResponse>& reply) {
    if (!reply.ok()) return ErrorReason(reply.status());
    return absl::StrCat(reply->created_count(), " ", reply->corrected_count(),
                        " ", reply->unchanged_count());
  }

  // "2017 21004 12 v1" of each.
  std::vector<std::string> Read(v1::QueryContextRequest request = {}) {
    request.set_name(kSeries);
    std::vector<std::string> read;
    do {
      const auto reply = Ask<Service>(&Service::Stub::QueryContext, request);
      EXPECT_TRUE(reply.ok()) << reply.status();
      if (!reply.ok()) break;
      EXPECT_EQ(reply->context_series().source(), "Statbel");
      for (const v1::ContextFigure& figure : reply->figures()) {
        read.push_back(absl::StrCat(figure.period(), " ", figure.area(), " ",
                                    figure.value(), " v", figure.version()));
      }
      request.set_page_token(reply->next_page_token());
    } while (!request.page_token().empty());
    return read;
  }
};

TEST_F(ContextServiceTest, FiguresAreAddedOnceAndCorrectionsKeepWhatWasSaid) {
  const auto made = Create(Series());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), kSeries);
  EXPECT_EQ(made->office(), "coordinator");
  EXPECT_EQ(made->version(), 1);
  const auto file = Figures(
      {Figure("2017", 20), Figure("2016", 30), Figure("2017", 7, "DPI-1")});
  EXPECT_EQ(Counts(Add(file)), "3 0 0");
  EXPECT_EQ(Counts(Add(file)), "0 0 3");
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  auto corrected = Figures({Figure("2017", 21), Figure("2016", 30)});
  const auto refused = Add(corrected);
  EXPECT_EQ(ErrorReason(refused.status()), "CONTEXT_REASON_MISSING");
  EXPECT_EQ(GetErrorDetail(refused.status())->metadata.at("corrections"), "1");
  EXPECT_EQ(GetErrorDetail(refused.status())->metadata.at("restored"), "0");
  corrected.set_reason(kReason);
  EXPECT_EQ(Counts(Add(corrected)), "0 1 1");
  EXPECT_THAT(Read(), ElementsAre("2016 21004 30 v1", "2017 21004 21 v2",
                                  "2017 DPI-1 7 v1"));
  v1::QueryContextRequest request;
  request.set_show_corrected(true);
  EXPECT_THAT(Read(request),
              ElementsAre("2016 21004 30 v1", "2017 21004 20 v1",
                          "2017 21004 21 v2", "2017 DPI-1 7 v1"));
  request.set_page_size(1);
  EXPECT_EQ(Read(request).size(), 4u);
  request.set_show_corrected(false);
  *request.mutable_as_of() = ToTimestamp(before);
  EXPECT_THAT(Read(request), ElementsAre("2016 21004 30 v1", "2017 21004 20 v1",
                                         "2017 DPI-1 7 v1"));
  // A later publication of the same value is a statement of its own.
  auto later = Figures({Figure("2016", 30)}, kReason);
  *later.mutable_figures(0)->mutable_publish_date() = MakeDate(2018, 5, 1);
  EXPECT_EQ(Counts(Add(later)), "0 1 0");
  service_.Reopen();
  EXPECT_EQ(Read().size(), 3u);
}

TEST_F(ContextServiceTest, PartsOfASeriesAreReadByMonthAndArea) {
  ASSERT_TRUE(
      Create(Series("accidents", v1::ContextSeries::FREQUENCY_QUARTER)).ok());
  ASSERT_EQ(Counts(Add(Figures({Figure("2017-Q1", 1), Figure("2017-Q2", 2),
                                Figure("2017-Q2", 3, "DPI-1"),
                                Figure("2018-Q1", 4)}))),
            "4 0 0");
  v1::QueryContextRequest request;
  *request.mutable_from() = MakeDate(2017, 4, 1);
  *request.mutable_until() = MakeDate(2017, 12, 1);
  EXPECT_THAT(Read(request),
              ElementsAre("2017-Q2 21004 2 v1", "2017-Q2 DPI-1 3 v1"));
  request.set_area("DPI-1");
  EXPECT_THAT(Read(request), ElementsAre("2017-Q2 DPI-1 3 v1"));
  // A period belongs to the month it begins in.
  *request.mutable_from() = MakeDate(2017, 5, 1);
  EXPECT_TRUE(Read(request).empty());
  request = {};
  *request.mutable_until() = MakeDate(2017, 1, 31);
  EXPECT_THAT(Read(request), ElementsAre("2017-Q1 21004 1 v1"));
  request.set_name(kSeries);
  *request.mutable_from() = MakeDate(2018, 1, 1);
  const auto reason = [&] {
    return ErrorReason(
        Ask<Service>(&Service::Stub::QueryContext, request).status());
  };
  EXPECT_EQ(reason(), "MONTHS_REVERSED");
  *request.mutable_from() = MakeDate(2017, 13, 1);
  EXPECT_EQ(reason(), "MONTH_INVALID");
  request.clear_from();
  request.set_area("nowhere");
  EXPECT_EQ(reason(), "AREA_UNKNOWN");
  request.set_name("municipalities/21004/contextSeries/other");
  request.clear_area();
  EXPECT_EQ(reason(), "CONTEXT_SERIES_UNKNOWN");
  request.set_name("municipalities/21004/measures/accidents");
  EXPECT_EQ(reason(), "NAME_INVALID");
}

TEST_F(ContextServiceTest, APageOfFiguresGoesOnFromItsPlaceWhateverIsTaken) {
  ASSERT_TRUE(Create(Series()).ok());
  ASSERT_TRUE(Add(Figures({Figure("2014", 1), Figure("2015", 2),
                           Figure("2016", 3), Figure("2016", 4, "DPI-1")}))
                  .ok());
  v1::QueryContextRequest request;
  request.set_name(kSeries);
  request.set_page_size(2);
  const auto first = Ask<Service>(&Service::Stub::QueryContext, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->figures_size(), 2);
  v1::WithdrawContextFigureRequest withdrawal;
  withdrawal.set_parent(kSeries);
  withdrawal.set_period("2014");
  withdrawal.set_area("21004");
  withdrawal.set_reason(kReason);
  withdrawal.set_expected_version(1);
  ASSERT_TRUE(
      Ask<Service>(&Service::Stub::WithdrawContextFigure, withdrawal).ok());
  request.set_page_token(first->next_page_token());
  EXPECT_THAT(Read(request), ElementsAre("2016 21004 3 v1", "2016 DPI-1 4 v1"));
  for (const char* token : {"2", "24192.1", "24192.0.21004", "x.1.21004"}) {
    request.set_page_token(token);
    EXPECT_EQ(ErrorReason(
                  Ask<Service>(&Service::Stub::QueryContext, request).status()),
              "PAGE_TOKEN_INVALID")
        << token;
  }
}

TEST_F(ContextServiceTest, APageOfSeriesGoesOnFromItsPlaceWhateverIsDeclared) {
  for (const char* id : {"b", "c", "d"}) ASSERT_TRUE(Create(Series(id)).ok());
  v1::ListContextSeriesRequest list;
  list.set_parent(kSampleMunicipality);
  list.set_page_size(2);
  const auto first = Ask<Service>(&Service::Stub::ListContextSeries, list);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(Create(Series("a")).ok());
  list.set_page_token(first->next_page_token());
  const auto second = Ask<Service>(&Service::Stub::ListContextSeries, list);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->context_series_size(), 1);
  EXPECT_EQ(second->context_series(0).name(),
            "municipalities/21004/contextSeries/d");
  list.set_page_token("2");
  EXPECT_EQ(ErrorReason(
                Ask<Service>(&Service::Stub::ListContextSeries, list).status()),
            "PAGE_TOKEN_INVALID");
}

TEST_F(ContextServiceTest, NothingOfARefusedCallIsStored) {
  ASSERT_TRUE(Create(Series()).ok());
  EXPECT_EQ(Counts(Add(Figures({Figure("2017", 1), Figure("2017-01", 1)}))),
            "PERIOD_INVALID");
  v1::AddContextFiguresRequest trial = Figures({Figure("2017", 1)});
  trial.set_validate_only(true);
  EXPECT_EQ(Counts(Add(trial)), "1 0 0");
  EXPECT_TRUE(Read().empty());
  EXPECT_EQ(Counts(Add(Figures({}))), "FIGURES_MISSING");
  v1::ContextFigure future = Figure("2017", 1);
  *future.mutable_publish_date() = MakeDate(2018, 5, 3);
  EXPECT_EQ(Counts(Add(Figures({future}))), "DATE_IN_FUTURE");
  EXPECT_EQ(Counts(Add(Figures({Figure("2017", 1)}, "mail jean@exemple.be"))),
            "PERSONAL_DATA_SHAPE");
  v1::AddContextFiguresRequest elsewhere = Figures({Figure("2017", 1)});
  elsewhere.set_parent("municipalities/21004/contextSeries/other");
  EXPECT_EQ(Counts(Add(elsewhere)), "CONTEXT_SERIES_UNKNOWN");
  EXPECT_TRUE(Read().empty());
  v1::CreateContextSeriesRequest series = Series("other");
  series.set_validate_only(true);
  ASSERT_TRUE(Create(series).ok());
  EXPECT_EQ(Counts(Add(elsewhere)), "CONTEXT_SERIES_UNKNOWN");
}

TEST_F(ContextServiceTest, ARetryIsAnsweredAndAReusedIdIsNot) {
  v1::CreateContextSeriesRequest series = Series();
  series.set_request_id("r-1");
  const auto made = Create(series);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(Create(series)->SerializeAsString(), made->SerializeAsString());
  series.clear_request_id();
  EXPECT_EQ(ErrorReason(Create(series).status()), "CONTEXT_SERIES_EXISTS");
  v1::AddContextFiguresRequest figures = Figures({Figure("2017", 1)});
  figures.set_request_id("r-2");
  EXPECT_EQ(Counts(Add(figures)), "1 0 0");
  EXPECT_EQ(Counts(Add(figures)), "1 0 0");
  figures.mutable_figures(0)->set_value(2);
  EXPECT_EQ(Counts(Add(figures)), "REQUEST_ID_REUSED");
  EXPECT_THAT(Read(), ElementsAre("2017 21004 1 v1"));
}

TEST_F(ContextServiceTest, ASeriesIsNoMeasureAndHasNoTarget) {
  ASSERT_TRUE(Create(Series("nuisance-actions")).ok());
  ASSERT_TRUE(Create(Series("accidents")).ok());
  ASSERT_TRUE(Add(Figures({Figure("2018", 99)})).ok());
  v1::ListMeasuresRequest measures;
  measures.set_parent(kSampleMunicipality);
  EXPECT_EQ(Ask<v1::DefinitionService>(
                &v1::DefinitionService::Stub::ListMeasures, measures)
                ->measures_size(),
            8);
  v1::SetTargetRequest target;
  target.set_parent("municipalities/21004/measures/accidents");
  target.mutable_target()->set_year(2018);
  EXPECT_EQ(ErrorReason(Ask<v1::DefinitionService>(
                            &v1::DefinitionService::Stub::SetTarget, target)
                            .status()),
            "UNKNOWN_MEASURE");
  v1::QueryAchievementRequest achievement;
  achievement.set_parent(kSampleMunicipality);
  achievement.set_year(2018);
  const auto reply = Ask<v1::SeriesService>(
      &v1::SeriesService::Stub::QueryAchievement, achievement);
  ASSERT_TRUE(reply.ok()) << reply.status();
  for (const v1::Achievement& one : reply->achievements()) {
    EXPECT_NE(one.actual().value(), 99);
  }
  v1::Observation row = Row("event-0001");
  row.set_measure_code("accidents");
  EXPECT_EQ(Refused(Deliver({row})), "UNKNOWN_MEASURE");
}

TEST_F(ContextServiceTest, ReadersReadAndCoordinatorsWrite) {
  ASSERT_TRUE(Create(Series()).ok());
  v1::ListContextSeriesRequest list;
  list.set_parent(kSampleMunicipality);
  for (const char* role : {"federal", "oversight"}) {
    const auto reply =
        Ask<Service>(&Service::Stub::ListContextSeries, list, role);
    ASSERT_TRUE(reply.ok()) << role;
    EXPECT_EQ(reply->context_series_size(), 1);
    EXPECT_EQ(ErrorReason(Create(Series("other"), role).status()),
              "PERMISSION_MISSING");
    EXPECT_EQ(Counts(Add(Figures({Figure("2017", 1)}), role)),
              "PERMISSION_MISSING");
  }
  for (const char* role : {"zone", "source", "finance"}) {
    EXPECT_EQ(
        ErrorReason(Ask<Service>(&Service::Stub::ListContextSeries, list, role)
                        .status()),
        "PERMISSION_MISSING")
        << role;
  }
  list.set_parent("municipalities/21009");
  EXPECT_EQ(Ask<Service>(&Service::Stub::ListContextSeries, list)
                ->context_series_size(),
            0);
}

TEST_F(ContextServiceTest, SeriesAndVersionsAreBoundedAndPaged) {
  for (size_t i = 0; i < kContextSeriesMax; ++i) {
    ASSERT_TRUE(Create(Series(absl::StrCat("s-", i))).ok()) << i;
  }
  EXPECT_EQ(ErrorReason(Create(Series()).status()), "TOO_MANY_CONTEXT_SERIES");
  v1::ListContextSeriesRequest list;
  list.set_parent(kSampleMunicipality);
  list.set_page_size(7);
  size_t seen = 0;
  do {
    const auto page = Ask<Service>(&Service::Stub::ListContextSeries, list);
    ASSERT_TRUE(page.ok()) << page.status();
    seen += page->context_series_size();
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_EQ(seen, kContextSeriesMax);
  v1::AddContextFiguresRequest figures = Figures({Figure("2017", 0)}, kReason);
  figures.set_parent("municipalities/21004/contextSeries/s-0");
  for (size_t i = 1; i <= kContextVersionsMax; ++i) {
    figures.mutable_figures(0)->set_value(static_cast<int64_t>(i));
    ASSERT_TRUE(Add(figures).ok()) << i;
  }
  figures.mutable_figures(0)->set_value(-1);
  EXPECT_EQ(Counts(Add(figures)), "TOO_MANY_CONTEXT_VERSIONS");
}

}  // namespace
}  // namespace entente::indicators
