// Titles of measures, and the mark of those of the municipality's own.
#include "tools/client/measure_lookup.h"

#include <string>

#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

v1::ListMeasuresResponse Measures() {
  v1::ListMeasuresResponse response;
  for (const char* code : {"trainings", "local_meetings"}) {
    response.add_measures()->mutable_definition()->set_code(code);
  }
  response.mutable_measures(0)->mutable_definition()->mutable_title()->set_fr(
      "Formations");
  v1::Measure& local = *response.mutable_measures(1);
  local.mutable_definition()->mutable_title()->set_fr("Réunions");
  local.set_is_local(true);
  return response;
}

TEST(MeasureLookupTest, TheMunicipalitysOwnIsMarkedWhereverItIsNamed) {
  const MeasureLookup measures = MeasureLookup::Of(Measures(), Language::kFr);
  EXPECT_EQ(measures.Title("trainings"), "Formations");
  EXPECT_EQ(measures.Title("local_meetings"), "Réunions (propre à la commune)");
  EXPECT_EQ(measures.Title("local_meetings", "audience=youth"),
            "Réunions (propre à la commune) · audience: youth");
  EXPECT_EQ(measures.In(Language::kNl).Title("local_meetings"),
            "Réunions (van de gemeente zelf)");
  EXPECT_EQ(measures.In(Language::kEn).Title("local_meetings"),
            "Réunions (local)");
  // On a day too.
  google::type::Date day;
  day.set_year(2018);
  day.set_month(3);
  EXPECT_EQ(measures.On(day).Title("local_meetings"),
            "Réunions (propre à la commune)");
}

TEST(MeasureLookupTest, OnlyWhatTheServiceSaysIsLocal) {
  v1::ListMeasuresResponse response = Measures();
  EXPECT_TRUE(MeasureLookup::Of(response, Language::kFr).HasLocal());
  EXPECT_TRUE(
      MeasureLookup::Of(response, Language::kFr).IsLocal("local_meetings"));
  // A convention defines it since: its code alone says nothing.
  response.mutable_measures(1)->set_is_local(false);
  const MeasureLookup measures = MeasureLookup::Of(response, Language::kFr);
  EXPECT_FALSE(measures.HasLocal());
  EXPECT_FALSE(measures.IsLocal("local_meetings"));
  EXPECT_FALSE(measures.IsLocal("unknown"));
  EXPECT_EQ(measures.Title("local_meetings"), "Réunions");
}

}  // namespace
}  // namespace entente::client
