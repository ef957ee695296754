// What versions of an indicator of the municipality's own make beside what
// conventions define.
#include "services/indicators/local_measure_rules.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/sample_local_measure.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using testing::ElementsAre;
using testing::IsEmpty;

// As it is stored.
v1::LocalMeasure Stored(const v1::LocalMeasure& said, bool is_first = true) {
  v1::LocalMeasure stored = AsVersion(said, is_first);
  stored.set_name(kWalksName);
  return stored;
}

v1::LocalMeasure Called(const std::string& title,
                        const google::type::Date& on) {
  v1::LocalMeasure walks = Walks();
  walks.mutable_definition()->mutable_title()->set_fr(title);
  *walks.mutable_effective_date() = on;
  return Stored(walks, /*is_first=*/false);
}

TEST(LocalMeasureRulesTest, AVersionKeepsWhatIsSaidOnceAndInOrder) {
  v1::LocalMeasure said = Walks();
  said.set_version(9);
  said.set_office("mayor");
  said.set_etag("9");
  *said.mutable_effective_date() = MakeDate(2019, 1, 1);
  cv1::MeasureDefinition& definition = *said.mutable_definition();
  definition.set_is_kind_guessed(true);
  for (const char* list : {"theme", "audience", "theme"}) {
    definition.add_breakdowns(list);
  }
  AddFeed(definition, kWalk, cv1::MeasureFeed::FIGURE_SESSIONS);
  const v1::LocalMeasure first = AsVersion(said, true);
  EXPECT_EQ(first.version(), 0);
  EXPECT_EQ(first.office(), "");
  EXPECT_EQ(first.etag(), "");
  EXPECT_FALSE(first.definition().is_kind_guessed());
  EXPECT_THAT(first.definition().breakdowns(),
              ElementsAre("audience", "theme"));
  EXPECT_EQ(first.definition().feeds_size(), 1);
  // In force from the first day on, whatever it says.
  EXPECT_EQ(EffectiveDayOf(first), PackDate(MakeDate(2018, 3, 1)));
  EXPECT_EQ(EffectiveDayOf(AsVersion(said, false)),
            PackDate(MakeDate(2019, 1, 1)));
  v1::LocalMeasure other = first;
  other.set_reason("for another reason");
  EXPECT_TRUE(SayTheSame(first, other));
  *other.mutable_valid_until() = MakeDate(2019, 1, 1);
  EXPECT_FALSE(SayTheSame(first, other));
}

TEST(LocalMeasureRulesTest, ADayHasTheVersionWrittenLastOfThoseThatHaveCome) {
  const auto titles = [](const std::vector<v1::LocalMeasure>& versions) {
    const Definitions definitions(1, {}, {}, {ToRecord(versions)});
    std::string said;
    for (int month = 3; month <= 8; ++month) {
      absl::StrAppend(&said, definitions.measures()[0]
                                 .On(PackDate(MakeDate(2018, month, 1)))
                                 .title()
                                 .fr());
    }
    return said;
  };
  const v1::LocalMeasure a = Called("a", MakeDate(2018, 3, 1));
  const v1::LocalMeasure b = Called("b", MakeDate(2018, 7, 1));
  const v1::LocalMeasure c = Called("c", MakeDate(2018, 5, 1));
  EXPECT_EQ(titles({a}), "aaaaaa");
  EXPECT_EQ(titles({a, b}), "aaaabb");
  EXPECT_EQ(titles({a, c, b}), "aaccbb");
  // What is written later takes the place of what was to come.
  EXPECT_EQ(titles({a, b, c}), "aacccc");
  EXPECT_EQ(titles({a, b, Called("d", MakeDate(2018, 3, 1))}), "dddddd");
  // The last day before is told.
  const v1::ConventionRecord record = ToRecord({a, b});
  ASSERT_EQ(record.earlier_measures_size(), 1);
  EXPECT_EQ(PackDate(record.earlier_measures(0).valid_until()),
            PackDate(MakeDate(2018, 6, 30)));
}

TEST(LocalMeasureRulesTest, AVersionKeepsNothingThatTheContractDoesNotKnow) {
  v1::LocalMeasure said = Walks();
  cv1::MeasureDefinition& definition = *said.mutable_definition();
  cv1::ActivityType& type = *said.mutable_activity_types(0);
  said.GetReflection()->MutableUnknownFields(&said)->AddVarint(99, 1);
  definition.GetReflection()
      ->MutableUnknownFields(&definition)
      ->AddLengthDelimited(99, "a@exemple.be");
  type.GetReflection()->MutableUnknownFields(&type)->AddVarint(99, 1);
  EXPECT_EQ(AsVersion(said, true).SerializeAsString(),
            AsVersion(Walks(), true).SerializeAsString());
}

TEST(LocalMeasureRulesTest, ATypeStaysOnceAVersionDefinedIt) {
  const v1::LocalMeasure first = Stored(Walks());
  v1::LocalMeasure next = Called("b", MakeDate(2018, 7, 1));
  next.clear_activity_types();
  *next.add_activity_types() = LocalType("local_round", "Ronde");
  const auto types = [](const std::vector<v1::LocalMeasure>& versions) {
    const v1::ConventionRecord record = ToRecord(versions);
    std::vector<std::string> codes;
    for (const cv1::ActivityType& type : record.activity_types()) {
      codes.push_back(absl::StrCat(type.code(), " ", type.title().fr()));
    }
    return codes;
  };
  EXPECT_THAT(types({first, next}),
              ElementsAre("local_walk Marche", "local_round Ronde"));
  // Also where the version that has it is in force on no day.
  *next.mutable_effective_date() = MakeDate(2018, 3, 1);
  EXPECT_THAT(types({first, next}),
              ElementsAre("local_walk Marche", "local_round Ronde"));
  v1::LocalMeasure renamed = Called("c", MakeDate(2018, 7, 1));
  *renamed.mutable_activity_types(0) = LocalType(kWalk, "Balade");
  EXPECT_THAT(types({first, renamed}), ElementsAre("local_walk Balade"));
  // The version written last says the title, whenever it is in force.
  EXPECT_THAT(types({renamed, first}), ElementsAre("local_walk Marche"));
}

TEST(LocalMeasureRulesTest, TheMeasureWrittenLastSaysTheTitleOfASharedType) {
  v1::LocalMeasure first = Stored(Walks());
  first.mutable_update_time()->set_seconds(200);
  v1::LocalMeasure other = first;
  other.set_name("municipalities/21004/localMeasures/local_rounds");
  other.mutable_definition()->set_code("local_rounds");
  *other.mutable_activity_types(0) = LocalType(kWalk, "Ronde");
  other.mutable_update_time()->set_seconds(100);
  const auto title = [&] {
    const Definitions definitions(1, {SampleConvention()}, {},
                                  ToRecords({{other}, {first}}));
    // By code, after all that conventions define.
    EXPECT_EQ(definitions.Find("local_rounds"), 8);
    EXPECT_EQ(definitions.Find(kWalks), 9);
    EXPECT_EQ(definitions.activity_types().size(), 2u);
    return definitions.activity_types()[1].title().fr();
  };
  EXPECT_EQ(title(), "Marche");
  other.mutable_update_time()->set_seconds(300);
  EXPECT_EQ(title(), "Ronde");
}

TEST(LocalMeasureRulesTest, TypesAreListedAsLastWrittenMeasuresByCode) {
  v1::LocalMeasure walks = Stored(Walks());
  walks.mutable_update_time()->set_seconds(200);
  v1::LocalMeasure rounds = walks;
  rounds.set_name("municipalities/21004/localMeasures/local_rounds");
  rounds.mutable_definition()->set_code("local_rounds");
  *rounds.mutable_activity_types(0) = LocalType("local_round", "Ronde");
  const auto types = [&](int64_t written) {
    rounds.mutable_update_time()->set_seconds(written);
    const Definitions definitions(1, {}, {}, ToRecords({{rounds}, {walks}}));
    EXPECT_EQ(definitions.Find("local_rounds"), 0);
    EXPECT_EQ(definitions.Find(kWalks), 1);
    std::vector<std::string> codes;
    for (const cv1::ActivityType& type : definitions.activity_types()) {
      codes.push_back(type.code());
    }
    return codes;
  };
  EXPECT_THAT(types(100), ElementsAre("local_round", kWalk));
  EXPECT_THAT(types(300), ElementsAre(kWalk, "local_round"));
}

// A measure that has it no more says no title, however late it is written.
TEST(LocalMeasureRulesTest, AVersionWithoutASharedTypeLeavesItsTitle) {
  v1::LocalMeasure first = Stored(Walks());
  first.mutable_update_time()->set_seconds(100);
  v1::LocalMeasure other = first;
  other.set_name("municipalities/21004/localMeasures/local_rounds");
  other.mutable_definition()->set_code("local_rounds");
  *other.mutable_activity_types(0) = LocalType(kWalk, "Ronde");
  other.mutable_update_time()->set_seconds(200);
  v1::LocalMeasure next = first;
  next.clear_activity_types();
  next.mutable_update_time()->set_seconds(300);
  const Definitions definitions(1, {}, {}, ToRecords({{other}, {first, next}}));
  ASSERT_EQ(definitions.activity_types().size(), 1u);
  EXPECT_EQ(definitions.activity_types()[0].title().fr(), "Ronde");
}

TEST(LocalMeasureRulesTest, AMonthHasTheDaysThatLieInIt) {
  v1::LocalMeasure walks = Walks();
  *walks.mutable_valid_from() = MakeDate(2018, 3, 10);
  *walks.mutable_valid_until() = MakeDate(2018, 5, 20);
  const auto days = [&](int month) {
    const Term term = DaysIn(walks, 2018 * 12 + month - 1);
    return absl::StrCat(DayOf(term.from), "-", DayOf(term.until));
  };
  EXPECT_EQ(days(2), "0-0");
  EXPECT_EQ(days(3), "10-31");
  EXPECT_EQ(days(4), "1-31");
  EXPECT_EQ(days(5), "1-20");
  EXPECT_EQ(days(6), "0-0");
}

TEST(LocalMeasureRulesTest, WhatAConventionDefinesIsLocalNoMore) {
  v1::LocalMeasure said = Walks();
  *said.mutable_valid_until() = MakeDate(2018, 12, 31);
  const v1::ConventionRecord local = ToRecord({Stored(said)});
  const Definitions before(1, {SampleConvention()}, {}, {local});
  const MeasureInfo& own = before.measures()[before.Find(kWalks)];
  EXPECT_TRUE(own.is_local);
  EXPECT_FALSE(before.measures()[0].is_local);
  EXPECT_THAT(own.versions, IsEmpty());
  EXPECT_TRUE(own.IsInTerm(PackDate(MakeDate(2018, 12, 31))));
  EXPECT_FALSE(own.IsInTerm(PackDate(MakeDate(2019, 1, 1))));
  EXPECT_EQ(before.conventions().size(), 1u);
  // Of 2019 on, with a title of its own and another feed.
  v1::ConventionRecord convention;
  convention.set_convention("municipalities/21004/conventions/css-2019");
  *convention.mutable_valid_from() = MakeDate(2019, 1, 1);
  cv1::MeasureDefinition& walks = *convention.add_measures();
  walks = MakeMeasure(kWalks, cv1::MEASURE_KIND_COUNT);
  AddFeed(walks, "coppra_training", cv1::MeasureFeed::FIGURE_SESSIONS);
  const Definitions after(2, {SampleConvention(), convention}, {}, {local});
  ASSERT_EQ(after.measures().size(), before.measures().size());
  const MeasureInfo& one = after.measures()[after.Find(kWalks)];
  EXPECT_FALSE(one.is_local);
  EXPECT_EQ(one.definition.title().en(), kWalks);
  EXPECT_EQ(one.definition.feeds_size(), 2);
  EXPECT_EQ(one.terms.size(), 2u);
  // Days of before stay as they were called.
  EXPECT_EQ(one.On(PackDate(MakeDate(2018, 12, 31))).title().fr(),
            "Marches exploratoires");
  EXPECT_EQ(one.On(PackDate(MakeDate(2019, 1, 1))).title().en(), kWalks);
  EXPECT_TRUE(after.HasActivityType(kWalk));
}

TEST(LocalMeasureRulesTest, WhatWasSensitiveStaysSoInAConvention) {
  v1::LocalMeasure said = Walks();
  said.mutable_definition()->set_is_sensitive(true);
  v1::ConventionRecord convention = SampleConvention();
  *convention.add_measures() = MakeMeasure(kWalks, cv1::MEASURE_KIND_COUNT);
  EXPECT_FALSE(Definitions(1, {convention}).IsWithheld(kWalks));
  EXPECT_TRUE(Definitions(1, {convention}, {}, {ToRecord({Stored(said)})})
                  .IsWithheld(kWalks));
}

TEST(LocalMeasureRulesTest, ATypeIsTakenOnTheDaysOfWhatDefinesOrCountsIt) {
  constexpr char kTraining[] = "coppra_training";
  const uint32_t in_term = PackDate(MakeDate(2018, 6, 1));
  const uint32_t later = PackDate(MakeDate(2020, 6, 1));
  const v1::ConventionRecord local = ToRecord({Stored(Walks())});
  const Definitions walks(1, {SampleConvention()}, {}, {local});
  EXPECT_TRUE(walks.TakesActivityOn(kWalk, later));
  EXPECT_FALSE(walks.TakesActivityOn(kWalk, PackDate(MakeDate(2018, 2, 28))));
  // What goes on for the municipality goes on for its own type alone.
  EXPECT_TRUE(walks.TakesActivityOn(kTraining, in_term));
  EXPECT_FALSE(walks.TakesActivityOn(kTraining, later));
  v1::LocalMeasure fed = Walks();
  AddFeed(*fed.mutable_definition(), kTraining,
          cv1::MeasureFeed::FIGURE_SESSIONS);
  const Definitions counts(1, {SampleConvention()}, {},
                           {ToRecord({Stored(fed)})});
  EXPECT_TRUE(counts.TakesActivityOn(kTraining, later));
}

}  // namespace
}  // namespace entente::indicators
