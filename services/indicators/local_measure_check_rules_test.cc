// What may be said of an indicator of the municipality's own.
#include "services/indicators/local_measure_check_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/breakdown_convention.h"
#include "services/indicators/local_measure_rules.h"
#include "services/indicators/sample_local_measure.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

using Change = void (*)(v1::LocalMeasure&);
// Reason and field, and what makes it.
using Fault = std::pair<std::string, Change>;

std::string Refusal(const v1::LocalMeasure& said,
                    const std::vector<v1::LocalMeasure>& before = {}) {
  const Definitions definitions(1, {BreakdownConvention()});
  const auto detail = GetErrorDetail(ValidateLocalMeasure(
      AsVersion(said, before.empty()), kWalks, before, definitions));
  return detail.has_value() ? absl::StrCat(detail->reason, " ", detail->field)
                            : "";
}

// As it is stored.
v1::LocalMeasure Stored(const v1::LocalMeasure& said, bool is_first = true) {
  v1::LocalMeasure stored = AsVersion(said, is_first);
  stored.set_name(kWalksName);
  return stored;
}

TEST(LocalMeasureCheckTest, EachRefusalSaysWhatIsAtFaultAndWhere) {
  EXPECT_EQ(Refusal(Walks()), "");
  const std::vector<Fault> faults = {
      {"LOCAL_CODE_INVALID local_measure.definition.code",
       [](auto& m) { m.mutable_definition()->set_code("local_other"); }},
      {"TEXT_MISSING local_measure.definition.title",
       [](auto& m) { m.mutable_definition()->mutable_title()->clear_nl(); }},
      {"TEXT_MISSING local_measure.definition.title",
       [](auto& m) { m.mutable_definition()->mutable_title()->set_en(" "); }},
      {"TEXT_TOO_LONG local_measure.definition.title",
       [](auto& m) {
         m.mutable_definition()->mutable_title()->set_fr(std::string(301, 'a'));
       }},
      {"TEXT_NOT_ONE_LINE local_measure.definition.title",
       [](auto& m) {
         m.mutable_definition()->mutable_title()->set_fr("a\nb");
       }},
      {"PERSONAL_DATA_SHAPE local_measure.definition.title",
       [](auto& m) {
         m.mutable_definition()->mutable_title()->set_de("a@exemple.be");
       }},
      {"MEASURE_KIND_MISSING local_measure.definition.kind",
       [](auto& m) { m.mutable_definition()->clear_kind(); }},
      {"DIRECTION_MISSING local_measure.definition.direction",
       [](auto& m) { m.mutable_definition()->clear_direction(); }},
      {"SUMMABLE_INVALID local_measure.definition.is_summable",
       [](auto& m) {
         m.mutable_definition()->set_kind(cv1::MEASURE_KIND_RATIO);
       }},
      {"TEXT_MISSING local_measure.definition.unit",
       [](auto& m) { m.mutable_definition()->clear_unit(); }},
      {"TEXT_TOO_LONG local_measure.definition.unit",
       [](auto& m) {
         m.mutable_definition()->mutable_unit()->set_nl(std::string(61, 'a'));
       }},
      {"DATE_INVALID local_measure.valid_from",
       [](auto& m) { *m.mutable_valid_from() = MakeDate(2018, 2, 29); }},
      {"DATE_INVALID local_measure.valid_from",
       [](auto& m) { *m.mutable_valid_from() = MakeDate(2018, 3, 0); }},
      {"DATE_INVALID local_measure.valid_until",
       [](auto& m) { *m.mutable_valid_until() = MakeDate(2200, 1, 1); }},
      {"DATES_REVERSED local_measure.valid_until",
       [](auto& m) { *m.mutable_valid_until() = MakeDate(2018, 2, 28); }},
      {"REASON_TOO_SHORT local_measure.reason",
       [](auto& m) { m.set_reason("because"); }},
  };
  for (const auto& [refusal, change] : faults) {
    v1::LocalMeasure said = Walks();
    change(said);
    EXPECT_EQ(Refusal(said), refusal);
  }
}

TEST(LocalMeasureCheckTest, EachRefusalOfAFeedSaysWhatIsAtFault) {
  const std::vector<Fault> faults = {
      {"ACTIVITY_TYPE_INVALID local_measure.activity_types",
       [](auto& m) { m.mutable_activity_types(0)->set_code("walk"); }},
      {"ACTIVITY_TYPE_INVALID local_measure.activity_types",
       [](auto& m) { *m.add_activity_types() = LocalType(kWalk, "Marche"); }},
      {"ACTIVITY_TYPE_INVALID local_measure.activity_types",
       [](auto& m) {
         for (int i = 0; i < kLocalActivityTypesMax; ++i) {
           *m.add_activity_types() =
               LocalType(absl::StrCat("local_type_", i), "Marche");
         }
       }},
      {"TEXT_MISSING local_measure.activity_types.title",
       [](auto& m) { m.mutable_activity_types(0)->clear_title(); }},
      {"TEXT_TOO_LONG local_measure.activity_types.title",
       [](auto& m) {
         *m.mutable_activity_types(0) = LocalType(kWalk, std::string(101, 'a'));
       }},
      // Hours are no count, and no activity tells of meetings or payments.
      {"FEED_INVALID local_measure.definition.feeds.figure",
       [](auto& m) {
         AddFeed(*m.mutable_definition(), kWalk,
                 cv1::MeasureFeed::FIGURE_HOURS);
       }},
      {"FEED_INVALID local_measure.definition.feeds.figure",
       [](auto& m) {
         cv1::MeasureDefinition& definition = *m.mutable_definition();
         definition.set_kind(cv1::MEASURE_KIND_RATIO);
         definition.set_is_summable(false);
         definition.clear_feeds();
         AddFeed(definition, "", cv1::MeasureFeed::FIGURE_MEETINGS);
       }},
      {"FEED_INVALID local_measure.definition.feeds.figure",
       [](auto& m) {
         cv1::MeasureDefinition& definition = *m.mutable_definition();
         definition.set_kind(cv1::MEASURE_KIND_HOURS);
         definition.clear_feeds();
         AddFeed(definition, kWalk, cv1::MeasureFeed::FIGURE_PERSON_HOURS);
         AddFeed(definition, kWalk, cv1::MeasureFeed::FIGURE_HOURS);
       }},
      {"UNKNOWN_ACTIVITY_TYPE local_measure.definition.feeds.activity_type",
       [](auto& m) { m.clear_activity_types(); }},
      {"BREAKDOWN_LIST_UNKNOWN local_measure.definition.breakdowns",
       [](auto& m) { m.mutable_definition()->add_breakdowns("place"); }},
      {"BREAKDOWN_TOO_MANY local_measure.definition.breakdowns",
       [](auto& m) {
         for (int i = 0; i <= kLocalBreakdownsMax; ++i) {
           m.mutable_definition()->add_breakdowns(absl::StrCat("list_", i));
         }
       }},
      {"BREAKDOWN_NOT_POSSIBLE local_measure.definition.breakdowns",
       [](auto& m) {
         cv1::MeasureDefinition& definition = *m.mutable_definition();
         definition.set_kind(cv1::MEASURE_KIND_YES_NO);
         definition.set_is_summable(false);
         definition.clear_feeds();
         definition.add_breakdowns("theme");
       }},
  };
  for (const auto& [refusal, change] : faults) {
    v1::LocalMeasure said = Walks();
    change(said);
    EXPECT_EQ(Refusal(said), refusal);
  }
}

TEST(LocalMeasureCheckTest, WhatFeedsAndSplitsMayBeAConventionsToo) {
  v1::LocalMeasure said = Walks();
  AddFeed(*said.mutable_definition(), "coppra_training",
          cv1::MeasureFeed::FIGURE_PARTICIPANTS);
  said.mutable_definition()->add_breakdowns("theme");
  EXPECT_EQ(Refusal(said), "");
  // Only these have a better way.
  said = Walks();
  cv1::MeasureDefinition& definition = *said.mutable_definition();
  definition.set_kind(cv1::MEASURE_KIND_QUALITATIVE);
  definition.set_is_summable(false);
  definition.clear_direction();
  definition.clear_feeds();
  EXPECT_EQ(Refusal(said), "");
}

TEST(LocalMeasureCheckTest, AnUnknownTypeIsRefusedWithThoseThatThereAre) {
  v1::LocalMeasure said = Walks();
  said.mutable_definition()->mutable_feeds(0)->set_activity_type("walk");
  const Definitions definitions(1, {SampleConvention()});
  const auto detail = GetErrorDetail(
      ValidateLocalMeasure(AsVersion(said, true), kWalks, {}, definitions));
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->metadata.at("types"), "local_walk, coppra_training");
  EXPECT_THAT(detail->sentence.nl,
              testing::HasSubstr("er zijn local_walk, coppra_training."));
}

// One that the version before defined is not there for the next.
TEST(LocalMeasureCheckTest, ATypeThatAVersionLeavesOutFeedsItNoMore) {
  const v1::LocalMeasure first = Stored(Walks());
  const Definitions definitions(1, {SampleConvention()}, {},
                                {ToRecord({first})});
  v1::LocalMeasure next = first;
  next.clear_activity_types();
  EXPECT_EQ(ErrorReason(ValidateLocalMeasure(AsVersion(next, false), kWalks,
                                             {first}, definitions)),
            "UNKNOWN_ACTIVITY_TYPE");
  // Another local measure takes it.
  next.mutable_definition()->set_code("local_other");
  EXPECT_TRUE(ValidateLocalMeasure(AsVersion(next, true), "local_other", {},
                                   definitions)
                  .ok());
}

TEST(LocalMeasureCheckTest, TypesOfAllVersionsAreCountedTogether) {
  v1::LocalMeasure first = Walks();
  while (first.activity_types_size() + 1 < kLocalActivityTypesMax) {
    *first.add_activity_types() = LocalType(
        absl::StrCat("local_type_", first.activity_types_size()), "Marche");
  }
  first = Stored(first);
  v1::LocalMeasure next = first;
  next.clear_activity_types();
  *next.add_activity_types() = LocalType(kWalk, "Marche");
  *next.add_activity_types() = LocalType("local_round", "Ronde");
  EXPECT_EQ(Refusal(next, {first}), "");
  *next.add_activity_types() = LocalType("local_tour", "Tour");
  EXPECT_EQ(Refusal(next, {first}),
            "ACTIVITY_TYPE_INVALID local_measure.activity_types");
}

TEST(LocalMeasureCheckTest, AVersionIsInForceFromADayThatIsCounted) {
  const v1::LocalMeasure first = Stored(Walks());
  v1::LocalMeasure next = first;
  *next.mutable_valid_until() = MakeDate(2018, 4, 30);
  *next.mutable_effective_date() = MakeDate(2018, 4, 30);
  EXPECT_EQ(Refusal(next, {first}), "");
  *next.mutable_effective_date() = MakeDate(2018, 5, 1);
  EXPECT_EQ(Refusal(next, {first}),
            "DATES_REVERSED local_measure.effective_date");
  const Definitions definitions(1, {BreakdownConvention()});
  const auto detail = GetErrorDetail(ValidateLocalMeasure(
      AsVersion(next, false), kWalks, {first}, definitions));
  ASSERT_TRUE(detail.has_value());
  for (const std::string& said :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_THAT(said, testing::HasSubstr("2018-04-30"));
  }
  // Whoever ends it leaves what was to be in force later.
  v1::LocalMeasure later = first;
  *later.mutable_effective_date() = MakeDate(2018, 5, 1);
  EXPECT_EQ(Refusal(next, {first, later}), "");
}

TEST(LocalMeasureCheckTest, WhatIsFixedStaysAsTheFirstVersionSaysIt) {
  v1::LocalMeasure first = Walks();
  first.mutable_definition()->add_breakdowns("theme");
  first = Stored(first);
  EXPECT_EQ(Refusal(first, {first}), "");
  const std::vector<std::pair<std::string, Change>> faults = {
      {"definition.kind",
       [](auto& m) {
         m.mutable_definition()->set_kind(cv1::MEASURE_KIND_HOURS);
       }},
      {"definition.is_summable",
       [](auto& m) { m.mutable_definition()->set_is_summable(false); }},
      {"definition.is_sensitive",
       [](auto& m) { m.mutable_definition()->set_is_sensitive(true); }},
      {"definition.breakdowns",
       [](auto& m) { m.mutable_definition()->clear_breakdowns(); }},
      {"valid_from",
       [](auto& m) { *m.mutable_valid_from() = MakeDate(2018, 3, 2); }},
  };
  for (const auto& [field, change] : faults) {
    v1::LocalMeasure next = first;
    change(next);
    EXPECT_EQ(Refusal(next, {first}),
              absl::StrCat("LOCAL_MEASURE_FIXED local_measure.", field));
  }
  // A later version says from which day on it is in force.
  v1::LocalMeasure next = first;
  next.clear_effective_date();
  EXPECT_EQ(Refusal(next, {first}),
            "DATE_INVALID local_measure.effective_date");
  *next.mutable_effective_date() = MakeDate(2018, 2, 28);
  EXPECT_EQ(Refusal(next, {first}),
            "DATES_REVERSED local_measure.effective_date");
  *next.mutable_effective_date() = MakeDate(2018, 3, 2);
  EXPECT_EQ(Refusal(next, {first}), "");
}

}  // namespace
}  // namespace entente::indicators
