// What people say of an indicator of the municipality's own on a command line.
#include "tools/client/local_measure_input.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/version_input.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using cv1::MeasureFeed;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Fed(const v1::LocalMeasure& measure) {
  std::vector<std::string> fed;
  for (const MeasureFeed& feed : measure.definition().feeds()) {
    fed.push_back(feed.activity_type() + " " +
                  MeasureFeed::Figure_Name(feed.figure()));
  }
  return fed;
}

std::vector<std::string> Types(const v1::LocalMeasure& measure) {
  std::vector<std::string> types;
  for (const cv1::ActivityType& type : measure.activity_types()) {
    types.push_back(type.code() + " " + type.title().fr() + " " +
                    type.title().nl());
  }
  return types;
}

v1::LocalMeasure Apply(const FeedChange& change, v1::LocalMeasure measure) {
  const absl::Status status = ApplyFeeds(change, measure);
  EXPECT_TRUE(status.ok()) << status;
  return measure;
}

TEST(LocalMeasureInputTest, EachKindHasAWord) {
  EXPECT_EQ(KindOfWord("count"), cv1::MEASURE_KIND_COUNT);
  EXPECT_EQ(KindOfWord("hours"), cv1::MEASURE_KIND_HOURS);
  EXPECT_EQ(KindOfWord("yes-no"), cv1::MEASURE_KIND_YES_NO);
  EXPECT_EQ(KindOfWord("ratio"), cv1::MEASURE_KIND_RATIO);
  EXPECT_EQ(KindOfWord("words"), cv1::MEASURE_KIND_QUALITATIVE);
  EXPECT_EQ(KindOfWord("persons"), cv1::MEASURE_KIND_UNSPECIFIED);
}

TEST(LocalMeasureInputTest, AFeedIsATypeAndAFigure) {
  const v1::LocalMeasure measure =
      Apply({.feeds = {"a=sessions", "a=participants", "b=hours",
                       "c=persons-reached", "d=person-hours", "a=sessions"}},
            {});
  // Said twice it is one.
  EXPECT_THAT(Fed(measure),
              ElementsAre("a FIGURE_SESSIONS", "a FIGURE_PARTICIPANTS",
                          "b FIGURE_HOURS", "c FIGURE_PERSONS_REACHED",
                          "d FIGURE_PERSON_HOURS"));
  for (const char* wrong :
       {"a", "=sessions", "a=", "a=meetings", "a=b=hours"}) {
    const absl::StatusOr<MeasureFeed> feed = ParseFeed("--feed", wrong);
    EXPECT_EQ(ErrorReason(feed.status()), "USAGE") << wrong;
    EXPECT_THAT(std::string(feed.status().message()),
                testing::HasSubstr("--feed takes TYPE=sessions|"));
  }
}

TEST(LocalMeasureInputTest, AnOwnTypeIsACodeAndANameInEachLanguage) {
  const auto type = ParseOwnType("local_meeting=Réunion|Vergadering");
  ASSERT_TRUE(type.ok()) << type.status();
  EXPECT_EQ(type->code(), "local_meeting");
  EXPECT_EQ(type->title().fr(), "Réunion");
  EXPECT_EQ(type->title().nl(), "Vergadering");
  for (const char* wrong : {"", "local_a", "local_a=Fr", "=Fr|Nl",
                            "local_a=|Nl", "local_a=Fr|", "Fr|local_a=Nl"}) {
    EXPECT_EQ(ErrorReason(ParseOwnType(wrong).status()), "USAGE") << wrong;
  }
}

TEST(LocalMeasureInputTest, AChangeMovesOnlyWhatIsNamed) {
  const v1::LocalMeasure before =
      Apply({.feeds = {"a=sessions", "b=hours"},
             .types = {"local_a=Un|Een", "local_b=Deux|Twee"}},
            {});
  EXPECT_THAT(Fed(Apply({}, before)),
              ElementsAre("a FIGURE_SESSIONS", "b FIGURE_HOURS"));
  const v1::LocalMeasure after =
      Apply({.feeds = {"a=participants"},
             .feeds_away = {"a=sessions"},
             .types = {"local_b=Deuxième|Tweede", "local_c=Trois|Drie"},
             .types_away = {"local_a"}},
            before);
  EXPECT_THAT(Fed(after),
              ElementsAre("b FIGURE_HOURS", "a FIGURE_PARTICIPANTS"));
  EXPECT_THAT(Types(after),
              ElementsAre("local_b Deuxième Tweede", "local_c Trois Drie"));
  EXPECT_TRUE(AddsFeeds(before, after));
  EXPECT_FALSE(AddsFeeds(before, Apply({.feeds_away = {"b=hours"}}, before)));
}

TEST(LocalMeasureInputTest, WhatIsNotThereIsNotTakenAway) {
  v1::LocalMeasure measure = Apply({.feeds = {"a=sessions"}}, {});
  EXPECT_EQ(ErrorReason(ApplyFeeds({.feeds_away = {"a=hours"}}, measure)),
            "USAGE");
  EXPECT_EQ(ErrorReason(ApplyFeeds({.types_away = {"local_a"}}, measure)),
            "USAGE");
  EXPECT_THAT(Fed(measure), ElementsAre("a FIGURE_SESSIONS"));
}

TEST(LocalMeasureInputTest, TheNextVersionSaysNothingThatTheServiceWrites) {
  v1::LocalMeasure latest = Apply({.feeds = {"a=sessions"}}, {});
  latest.set_name("municipalities/99001/localMeasures/local_meetings");
  latest.set_reason("Décision du collège");
  latest.set_version(3);
  latest.set_office("coordinator");
  latest.mutable_update_time()->set_seconds(1);
  latest.set_etag("3");
  latest.mutable_effective_date()->set_year(2018);
  const v1::LocalMeasure next = NextOf(latest);
  EXPECT_EQ(next.name(), latest.name());
  EXPECT_EQ(next.effective_date().year(), 2018);
  EXPECT_THAT(Fed(next), ElementsAre("a FIGURE_SESSIONS"));
  EXPECT_THAT(next.reason(), IsEmpty());
  EXPECT_EQ(next.version(), 0);
  EXPECT_THAT(next.office(), IsEmpty());
  EXPECT_FALSE(next.has_update_time());
  EXPECT_THAT(next.etag(), IsEmpty());
}

// As the list of versions has them.
v1::LocalMeasure Version(int number, const std::string& reason,
                         v1::LocalMeasure measure) {
  measure.set_version(number);
  measure.set_reason(reason);
  measure.set_etag(std::to_string(number));
  return measure;
}

TEST(LocalMeasureInputTest, AChangeThatIsSentAgainIsTheSameRequest) {
  const std::string reason = "Compter les participants";
  const auto say = [](v1::LocalMeasure& measure) {
    return ApplyFeeds(
        {.feeds = {"a=participants"}, .feeds_away = {"a=sessions"}}, measure);
  };
  const v1::LocalMeasure first =
      Version(1, "Décision du collège", Apply({.feeds = {"a=sessions"}}, {}));
  const auto change = ChangeOf({first}, reason, say);
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->before.version(), 1);
  EXPECT_EQ(change->next.reason(), reason);
  const v1::LocalMeasure second = Version(2, reason, change->next);
  // What it takes away is gone by then.
  const auto again = ChangeOf({second, first}, reason, say);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->before.version(), 1);
  EXPECT_EQ(again->next.SerializeAsString(), change->next.SerializeAsString());
}

TEST(LocalMeasureInputTest, ARequestComesAfterTheVersionThatItChanges) {
  LocalChange change;
  change.before.set_version(1);
  change.before.set_etag("1");
  change.next.set_reason("Compter les participants");
  const v1::UpdateLocalMeasureRequest request = UpdateOf(change, "");
  EXPECT_EQ(request.etag(), "1");
  EXPECT_EQ(request.local_measure().reason(), "Compter les participants");
  // As the list has it once the change was made: the retry is the same.
  change.before.set_etag("2");
  EXPECT_EQ(UpdateOf(change, "").SerializeAsString(),
            request.SerializeAsString());
  EXPECT_EQ(UpdateOf(change, "3").etag(), "3");
}

TEST(LocalMeasureInputTest, AnotherChangeIsOneOfTheLatestVersion) {
  const std::string reason = "Compter les participants";
  const v1::LocalMeasure first =
      Version(1, reason, Apply({.feeds = {"a=sessions"}}, {}));
  const v1::LocalMeasure second =
      Version(2, reason, Apply({.feeds = {"b=hours"}}, first));
  const auto say = [](v1::LocalMeasure& measure) {
    return ApplyFeeds({.feeds = {"c=hours"}}, measure);
  };
  const auto other = ChangeOf({second, first}, reason, say);
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(other->before.version(), 2);
  EXPECT_THAT(
      Fed(other->next),
      ElementsAre("a FIGURE_SESSIONS", "b FIGURE_HOURS", "c FIGURE_HOURS"));
  // For another reason neither.
  const auto why = ChangeOf(
      {second, first}, "Décision du collège", [](v1::LocalMeasure& measure) {
        return ApplyFeeds({.feeds = {"b=hours"}}, measure);
      });
  ASSERT_TRUE(why.ok()) << why.status();
  EXPECT_EQ(why->before.version(), 2);
  EXPECT_EQ(ErrorReason(ChangeOf({second, first}, reason,
                                 [](v1::LocalMeasure& measure) {
                                   return ApplyFeeds(
                                       {.feeds_away = {"d=hours"}}, measure);
                                 })
                            .status()),
            "USAGE");
}

}  // namespace
}  // namespace entente::client
