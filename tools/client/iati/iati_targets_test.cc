#include "tools/client/iati/iati_targets.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"
#include "services/conventions/money/date.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::DateFromDay;
using indicators::v1::Measure;
using indicators::v1::MeasureSettings;
using indicators::v1::Target;
using testing::ElementsAre;

class IatiTargetsTest : public testing::Test {
 protected:
  IatiTargetsTest() {
    v1::Convention& convention = data_.convention;
    *convention.mutable_valid_from() = DateFromDay(absl::CivilDay(2018, 1, 1));
    *convention.mutable_valid_until() =
        DateFromDay(absl::CivilDay(2019, 12, 31));
    v1::Node& objective = *convention.add_nodes();
    objective.set_id("so-01");
    objective.set_kind(v1::Node::KIND_STRATEGIC_OBJECTIVE);
    v1::Node& indicator = *convention.add_nodes();
    indicator.set_id("in-01");
    indicator.set_parent_id("so-01");
    indicator.set_kind(v1::Node::KIND_INDICATOR);
    indicator.add_measure_codes("meetings");
    Meetings().mutable_definition()->set_kind(v1::MEASURE_KIND_COUNT);
    Target& target = *Meetings().add_term_targets();
    SetMonth(2018, 1, target.mutable_term()->mutable_first_month());
    SetMonth(2019, 12, target.mutable_term()->mutable_last_month());
    target.set_value(90);
    target.mutable_baseline()->set_year(2017);
    target.mutable_baseline()->set_value(45);
  }

  static void SetMonth(int year, int month, google::type::Date* date) {
    date->set_year(year);
    date->set_month(month);
    date->set_day(1);
  }

  Measure& Meetings() { return data_.measures["meetings"]; }
  Target& Agreed() { return *Meetings().mutable_term_targets(0); }

  pugi::xml_node Indicator() {
    EXPECT_TRUE(document_.load_string(ToIati(data_).c_str()));
    return document_.child("iati-activities")
        .child("iati-activity")
        .child("result")
        .child("indicator");
  }

  // The target; empty without a period.
  std::string Value() {
    return Indicator()
        .child("period")
        .child("target")
        .attribute("value")
        .value();
  }

  IatiData data_;

 private:
  pugi::xml_document document_;
};

TEST_F(IatiTargetsTest, ATargetOfTheTermIsAPeriodFromItsFirstToItsLastDay) {
  const pugi::xml_node indicator = Indicator();
  std::vector<std::string> names;
  for (const auto& child : indicator.children())
    names.emplace_back(child.name());
  // In the order of the schema of 2.03.
  EXPECT_THAT(names, ElementsAre("title", "reference", "period"));
  const pugi::xml_node period = indicator.child("period");
  EXPECT_STREQ(period.child("period-start").attribute("iso-date").value(),
               "2018-01-01");
  EXPECT_STREQ(period.child("period-end").attribute("iso-date").value(),
               "2019-12-31");
  EXPECT_STREQ(period.child("target").attribute("value").value(), "90");
  EXPECT_FALSE(period.child("actual"));
  EXPECT_FALSE(indicator.attribute("ascending"));
}

TEST_F(IatiTargetsTest, WhatIsTheMunicipalitysOwnIsNotPublished) {
  Meetings().mutable_definition()->set_kind(v1::MEASURE_KIND_RATIO);
  EXPECT_EQ(Value(), "90");
  EXPECT_STREQ(Indicator().attribute("measure").value(), "2");
  Meetings().set_is_local(true);
  EXPECT_EQ(Value(), "");
  // Not how its figures are read either.
  EXPECT_STREQ(Indicator().attribute("measure").value(), "1");
}

// A release publishes it, which looks after the small ones.
TEST_F(IatiTargetsTest, WhatWasCountedInAnEarlierYearIsNoTarget) {
  ASSERT_TRUE(Agreed().has_baseline());
  EXPECT_EQ(Value(), "90");
  EXPECT_FALSE(Indicator().child("baseline"));
}

TEST_F(IatiTargetsTest, ItSaysWhereLessIsBetter) {
  Meetings().mutable_definition()->set_direction(v1::DIRECTION_LESS);
  EXPECT_STREQ(Indicator().attribute("ascending").value(), "0");
}

TEST_F(IatiTargetsTest, HoursAreNoMinutes) {
  Meetings().mutable_definition()->set_kind(v1::MEASURE_KIND_HOURS);
  Agreed().set_value(6'000);
  EXPECT_EQ(Value(), "100");
  Agreed().set_value(45);
  EXPECT_EQ(Value(), "0.75");
  Meetings().mutable_definition()->set_kind(v1::MEASURE_KIND_RATIO);
  Agreed().set_value(80);
  EXPECT_EQ(Value(), "80");
}

TEST_F(IatiTargetsTest, WhatIsNotToBePublishedIsNot) {
  ASSERT_EQ(Value(), "90");
  // Agreed locally.
  Agreed().set_is_internal(true);
  EXPECT_EQ(Value(), "");
  Agreed().set_is_internal(false);
  Meetings().mutable_definition()->set_is_sensitive(true);
  EXPECT_EQ(Value(), "");
  Meetings().mutable_definition()->set_is_sensitive(false);
  // Kept from the public by settings.
  for (const auto audience :
       {MeasureSettings::AUDIENCE_INTERNAL, MeasureSettings::AUDIENCE_STATE}) {
    Meetings().mutable_settings()->set_audience(audience);
    EXPECT_EQ(Value(), "");
  }
  for (const auto audience : {MeasureSettings::AUDIENCE_UNSPECIFIED,
                              MeasureSettings::AUDIENCE_PUBLIC}) {
    Meetings().mutable_settings()->set_audience(audience);
    EXPECT_EQ(Value(), "90");
  }
  // Of a term that it no longer has.
  SetMonth(2018, 12, Agreed().mutable_term()->mutable_last_month());
  EXPECT_EQ(Value(), "");
  SetMonth(2019, 12, Agreed().mutable_term()->mutable_last_month());
  for (const v1::MeasureKind kind :
       {v1::MEASURE_KIND_YES_NO, v1::MEASURE_KIND_QUALITATIVE}) {
    Meetings().mutable_definition()->set_kind(kind);
    EXPECT_EQ(Value(), "");
  }
  Meetings().mutable_definition()->set_kind(v1::MEASURE_KIND_COUNT);
  EXPECT_EQ(Value(), "90");
  // Its unit would be that of one of them.
  data_.convention.mutable_nodes(1)->add_measure_codes("trainings");
  EXPECT_EQ(Value(), "");
}

}  // namespace
}  // namespace entente::client
