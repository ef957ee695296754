// Which measures a source should report for a month: those that name it.
#include "services/indicators/completeness_rules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr int32_t kApril = 2018 * 12 + 3;

using Reported = google::protobuf::RepeatedPtrField<v1::SourceMeasureRecord>;

// Rows of `code` are taken of `sources` only, from a month of 2018 on.
v1::MeasureSettings Naming(const std::string& code,
                           const std::vector<std::string>& sources,
                           int month = 1) {
  v1::MeasureSettings settings;
  settings.set_name("municipalities/21004/measures/" + code + "/settings");
  *settings.mutable_first_month() = MakeDate(2018, month, 1);
  for (const std::string& source : sources) {
    settings.add_allowed_sources(source);
  }
  return settings;
}

Reported Events(const std::string& code, int64_t contributions) {
  Reported reported;
  v1::SourceMeasureRecord& record = *reported.Add();
  record.set_measure_code(code);
  record.set_contributions(contributions);
  return reported;
}

Completeness Of(const std::vector<v1::MeasureSettings>& settings,
                const Reported& reported = {}, int32_t month = kApril,
                bool is_own = false) {
  return CompletenessOf(Definitions(1, {SampleConvention()}, settings),
                        "zone5339", month, reported, is_own);
}

TEST(CompletenessTest, WhatNamesTheSourceIsExpectedOfIt) {
  const Completeness completeness =
      Of({Naming("trainings", {"zone5340", "zone5339"}),
          Naming("nuisance_actions", {"zone5339"}),
          Naming("participants", {"zone5340"}), Naming("training_hours", {})});
  EXPECT_EQ(completeness.expected, 2);
  EXPECT_THAT(completeness.missing,
              ElementsAre("nuisance_actions", "trainings"));
}

TEST(CompletenessTest, WhereNoSourceIsNamedNothingIsExpected) {
  EXPECT_EQ(Of({}).expected, 0);
}

TEST(CompletenessTest, TheSettingsInForceInTheMonthSay) {
  const std::vector<v1::MeasureSettings> settings = {
      Naming("nuisance_actions", {"zone5339"}, 4),
      Naming("nuisance_actions", {"zone5340"}, 6)};
  EXPECT_EQ(Of(settings, {}, kApril - 1).expected, 0);
  EXPECT_EQ(Of(settings, {}, kApril).expected, 1);
  EXPECT_EQ(Of(settings, {}, kApril + 1).expected, 1);
  EXPECT_EQ(Of(settings, {}, kApril + 2).expected, 0);
}

TEST(CompletenessTest, AMeasureIsExpectedInMonthsOfItsTerm) {
  const std::vector<v1::MeasureSettings> settings = {
      Naming("nuisance_actions", {"zone5339"})};
  EXPECT_EQ(Of(settings, {}, 2019 * 12 + 11).expected, 1);
  EXPECT_EQ(Of(settings, {}, 2020 * 12).expected, 0);
}

TEST(CompletenessTest, WhatIsStatedIsNotExpectedOfRows) {
  EXPECT_EQ(
      Of({Naming("quality", {"zone5339"}), Naming("payment_made", {"zone5339"}),
          Naming("cell_meetings", {"zone5339"})})
          .expected,
      0);
}

TEST(CompletenessTest, AnEventIsAReportAndOneThatWasTakenBackIsNone) {
  const std::vector<v1::MeasureSettings> settings = {
      Naming("nuisance_actions", {"zone5339"})};
  EXPECT_THAT(Of(settings, Events("nuisance_actions", 1)).missing, IsEmpty());
  EXPECT_THAT(Of(settings, Events("nuisance_actions", 0)).missing,
              ElementsAre("nuisance_actions"));
  EXPECT_THAT(Of(settings, Events("trainings", 1)).missing,
              ElementsAre("nuisance_actions"));
  EXPECT_EQ(Of(settings, Events("nuisance_actions", 1)).expected, 1);
}

TEST(CompletenessTest, OnlyTheSourceIsToldOfWhatIsSensitive) {
  v1::MeasureSettings sensitive = Naming("distinct_persons", {"zone5339"});
  sensitive.set_is_sensitive(true);
  const std::vector<v1::MeasureSettings> settings = {
      sensitive, Naming("nuisance_actions", {"zone5339"})};
  for (const Reported& reported : {Reported(), Events("distinct_persons", 3)}) {
    const Completeness others = Of(settings, reported);
    EXPECT_EQ(others.expected, 1);
    EXPECT_THAT(others.missing, ElementsAre("nuisance_actions"));
  }
  EXPECT_EQ(Of(settings, {}, kApril, true).expected, 2);
  EXPECT_THAT(Of(settings, {}, kApril, true).missing,
              ElementsAre("distinct_persons", "nuisance_actions"));
  EXPECT_THAT(Of(settings, Events("distinct_persons", 3), kApril, true).missing,
              ElementsAre("nuisance_actions"));
}

TEST(CompletenessTest, NamedAreThoseThatShouldReportAnything) {
  v1::MeasureSettings sensitive =
      Naming("distinct_persons", {"zone5339", "zone5341"});
  sensitive.set_is_sensitive(true);
  const Definitions definitions(
      1, {SampleConvention()},
      {Naming("nuisance_actions", {"bravvo", "zone5340"}),
       Naming("trainings", {"zone5340", "delta"}, 4),
       Naming("quality", {"zone5342"}), sensitive});
  EXPECT_THAT(NamedSources(definitions, kApril - 1, "p-1001"),
              ElementsAre("bravvo", "zone5340"));
  EXPECT_THAT(NamedSources(definitions, kApril, "p-1001"),
              ElementsAre("bravvo", "delta", "zone5340"));
  // Of sensitive measures each is told of itself.
  EXPECT_THAT(NamedSources(definitions, kApril, "zone5341"),
              ElementsAre("bravvo", "delta", "zone5340", "zone5341"));
  // After the term.
  EXPECT_THAT(NamedSources(definitions, 2020 * 12, "zone5341"), IsEmpty());
}

}  // namespace
}  // namespace entente::indicators
