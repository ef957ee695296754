// What may feed an indicator of the municipality's own, in one version and over
// all of them.
#include "services/indicators/local_measure_feed_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/local_measure_check_rules.h"
#include "services/indicators/local_measure_rules.h"
#include "services/indicators/sample_local_measure.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using cv1::MeasureFeed;

using Feeds = std::vector<std::pair<std::string, MeasureFeed::Figure>>;

v1::LocalMeasure Fed(cv1::MeasureKind kind, const Feeds& feeds) {
  v1::LocalMeasure said = Walks();
  cv1::MeasureDefinition& definition = *said.mutable_definition();
  definition.set_kind(kind);
  definition.clear_feeds();
  for (const auto& [type, figure] : feeds) AddFeed(definition, type, figure);
  *said.mutable_effective_date() = MakeDate(2018, 4, 1);
  return said;
}

// Reason and field; empty where it is taken.
std::string Refusal(const v1::LocalMeasure& said,
                    const std::vector<v1::LocalMeasure>& before = {}) {
  const Definitions definitions(1, {SampleConvention()});
  const auto detail = GetErrorDetail(ValidateLocalMeasure(
      AsVersion(said, before.empty()), kWalks, before, definitions));
  return detail.has_value() ? absl::StrCat(detail->reason, " ", detail->field)
                            : "";
}

constexpr char kTraining[] = "coppra_training";
constexpr char kFeedInvalid[] =
    "FEED_INVALID local_measure.definition.feeds.figure";
constexpr char kFeedsFixed[] =
    "LOCAL_MEASURE_FIXED local_measure.definition.feeds";

TEST(LocalMeasureFeedTest, ATypeOfActivityFeedsByOneFigure) {
  const auto count = [](const Feeds& feeds) {
    return Refusal(Fed(cv1::MEASURE_KIND_COUNT, feeds));
  };
  EXPECT_EQ(count({{kWalk, MeasureFeed::FIGURE_PARTICIPANTS},
                   {kTraining, MeasureFeed::FIGURE_PERSONS_REACHED}}),
            "");
  EXPECT_EQ(count({{kWalk, MeasureFeed::FIGURE_PARTICIPANTS},
                   {kWalk, MeasureFeed::FIGURE_PERSONS_REACHED}}),
            kFeedInvalid);
  EXPECT_EQ(count({{kWalk, MeasureFeed::FIGURE_SESSIONS},
                   {kTraining, MeasureFeed::FIGURE_SESSIONS},
                   {kWalk, MeasureFeed::FIGURE_PARTICIPANTS}}),
            kFeedInvalid);
}

TEST(LocalMeasureFeedTest, PersonsOfTwoActivitiesAreNotAddedWhereNothingIs) {
  for (const MeasureFeed::Figure figure :
       {MeasureFeed::FIGURE_PARTICIPANTS, MeasureFeed::FIGURE_PERSONS_REACHED,
        MeasureFeed::FIGURE_SESSIONS}) {
    v1::LocalMeasure said = Fed(cv1::MEASURE_KIND_COUNT, {{kWalk, figure}});
    EXPECT_EQ(Refusal(said), "") << figure;
    said.mutable_definition()->set_is_summable(false);
    EXPECT_EQ(Refusal(said),
              figure == MeasureFeed::FIGURE_SESSIONS ? "" : kFeedInvalid)
        << figure;
  }
}

TEST(LocalMeasureFeedTest, WhatWouldBeRightIsSaidInEveryLanguage) {
  v1::LocalMeasure said =
      Fed(cv1::MEASURE_KIND_COUNT, {{kWalk, MeasureFeed::FIGURE_PARTICIPANTS}});
  said.mutable_definition()->set_is_summable(false);
  const auto detail = GetErrorDetail(
      ValidateFeeds(AsVersion(said, true), kWalks, Definitions()));
  ASSERT_TRUE(detail.has_value());
  for (const std::string& sentence :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_THAT(sentence, testing::HasSubstr("SESSIONS"));
    EXPECT_THAT(sentence, testing::HasSubstr("is_summable"));
  }
}

TEST(LocalMeasureFeedTest, PersonHoursStayPersonHoursInAllVersions) {
  const v1::LocalMeasure hours =
      Fed(cv1::MEASURE_KIND_HOURS, {{kWalk, MeasureFeed::FIGURE_HOURS}});
  const v1::LocalMeasure persons =
      Fed(cv1::MEASURE_KIND_HOURS, {{kWalk, MeasureFeed::FIGURE_PERSON_HOURS}});
  const v1::LocalMeasure nothing = Fed(cv1::MEASURE_KIND_HOURS, {});
  EXPECT_EQ(Refusal(persons, {hours}), kFeedsFixed);
  EXPECT_EQ(Refusal(hours, {persons}), kFeedsFixed);
  // Nor by a version between that feeds nothing.
  EXPECT_EQ(Refusal(persons, {hours, nothing}), kFeedsFixed);
  EXPECT_EQ(Refusal(hours, {nothing, persons, nothing}), kFeedsFixed);
  // What was fed by nothing yet may be fed by either.
  EXPECT_EQ(Refusal(persons, {nothing}), "");
  EXPECT_EQ(Refusal(hours, {nothing}), "");
  EXPECT_EQ(Refusal(nothing, {persons}), "");
  // Another type of activity may feed it alike.
  const v1::LocalMeasure more = Fed(
      cv1::MEASURE_KIND_HOURS, {{kWalk, MeasureFeed::FIGURE_PERSON_HOURS},
                                {kTraining, MeasureFeed::FIGURE_PERSON_HOURS}});
  EXPECT_EQ(Refusal(more, {persons, nothing}), "");
}

}  // namespace
}  // namespace entente::indicators
