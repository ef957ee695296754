// What people call a measure and its unit, through real stubs: from which month
// on, beside versions that were approved, and who may approve then.
#include <string>
#include <vector>

#include "services/indicators/settings_fixture_test.h"

namespace entente::indicators {
namespace {

TEST_F(SettingsServiceTest, AMonthHasTheTitleAndUnitThatPeopleGaveIt) {
  v1::ConventionRecord record = SampleConvention();
  record.mutable_measures(5)->mutable_unit()->set_fr("actions");
  service_.Deliver("conventions", "definitions-units", ToEvent(record));
  v1::UpdateMeasureSettingsRequest request = From(3);
  v1::MeasureSettings& said = *request.mutable_measure_settings();
  said.mutable_unit()->set_fr("interventions");
  said.mutable_unit()->set_nl("tussenkomsten");
  ASSERT_TRUE(Update(request).ok());
  *said.mutable_first_month() = MakeDate(2018, 5, 1);
  said.mutable_title()->set_fr("Interventions");
  said.mutable_title()->set_nl("Tussenkomsten");
  ASSERT_TRUE(Update(request).ok());
  v1::ListMeasuresRequest list;
  list.set_parent(kSampleMunicipality);
  const auto actions = [&] {
    return Ask<v1::DefinitionService>(
               &v1::DefinitionService::Stub::ListMeasures, list)
        ->measures(5);
  };
  const v1::Measure measure = actions();
  ASSERT_EQ(measure.versions_size(), 3);
  // February still has the old unit.
  EXPECT_EQ(measure.versions(0).unit().fr(), "actions");
  EXPECT_EQ(PackDate(measure.versions(0).valid_until()),
            PackDate(MakeDate(2018, 2, 28)));
  EXPECT_EQ(measure.versions(1).unit().fr(), "interventions");
  EXPECT_EQ(measure.versions(1).title().en(), "nuisance_actions");
  EXPECT_EQ(PackDate(measure.versions(1).valid_until()),
            PackDate(MakeDate(2018, 4, 30)));
  EXPECT_EQ(measure.versions(2).title().nl(), "Tussenkomsten");
  EXPECT_EQ(measure.versions(2).title().en(), "");
  EXPECT_EQ(measure.definition().title().nl(), "Tussenkomsten");
  EXPECT_EQ(measure.settings().unit().fr(), "interventions");
  // Taken back, from the same month on.
  said.clear_title();
  said.clear_unit();
  ASSERT_TRUE(Update(request).ok());
  const v1::Measure back = actions();
  ASSERT_EQ(back.versions_size(), 3);
  EXPECT_EQ(back.versions(1).unit().fr(), "interventions");
  EXPECT_EQ(back.versions(2).unit().fr(), "actions");
  EXPECT_EQ(back.definition().title().en(), "nuisance_actions");
  service_.Reopen();
  EXPECT_EQ(actions().SerializeAsString(), back.SerializeAsString());
}

TEST_F(SettingsServiceTest, AFrozenVersionStaysWhateverItsMeasuresAreCalled) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  ASSERT_TRUE(Adopt().ok());
  MoveTo(2018, 5, 3);
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  const auto frozen = Version(4, 1);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  ASSERT_EQ(frozen->sha256().size(), 64u);
  v1::UpdateMeasureSettingsRequest request = Calling("Interventions");
  *request.mutable_measure_settings()->mutable_unit() =
      request.measure_settings().title();
  MoveTo(2018, 5, 4);
  ASSERT_TRUE(Update(request).ok());
  auto renamed = Version(4, 1);
  // What the convention called it is said beside it.
  ASSERT_EQ(renamed->renamed_measures_size(), 1);
  EXPECT_EQ(renamed->renamed_measures(0).measure_code(), "nuisance_actions");
  EXPECT_EQ(renamed->renamed_measures(0).title().en(), "nuisance_actions");
  EXPECT_TRUE(renamed->renamed_measures(0).has_unit());
  renamed->clear_renamed_measures();
  EXPECT_EQ(renamed->SerializeAsString(), frozen->SerializeAsString());
}

// What it said before is not kept.
TEST_F(SettingsServiceTest, AConventionThatSaysAnotherTitleRenamesNothing) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  ASSERT_TRUE(Adopt().ok());
  MoveTo(2018, 5, 3);
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  v1::ConventionRecord record = SampleConvention();
  for (auto& measure : *record.mutable_measures()) {
    if (measure.code() != "nuisance_actions") continue;
    measure.mutable_title()->set_en("Interventions");
  }
  MoveTo(2018, 5, 4);
  service_.Deliver("conventions", "definitions-2", ToEvent(record));
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  EXPECT_TRUE(version->renamed_measures().empty());
}

TEST_F(SettingsServiceTest, AVersionSaysWhatItsMeasuresWereCalledThen) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  ASSERT_TRUE(Adopt().ok());
  ASSERT_TRUE(Update(Calling("Acts", 3), "coordinator", "p-1005").ok());
  MoveTo(2018, 5, 3);
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  const auto called = [&] {
    std::vector<std::string> said;
    const auto version = Version(4, 1);
    EXPECT_TRUE(version.ok()) << version.status();
    for (const v1::RenamedMeasure& renamed : version->renamed_measures()) {
      said.push_back(renamed.measure_code());
      if (renamed.has_title()) said.push_back(renamed.title().fr());
      if (renamed.has_unit()) said.push_back("by " + renamed.unit().fr());
    }
    return said;
  };
  EXPECT_THAT(called(), testing::IsEmpty());
  MoveTo(2018, 5, 4);
  // What holds from May on is not said of April, nor that of a measure that
  // has no figure in it.
  ASSERT_TRUE(Update(Calling("Later", 5)).ok());
  v1::UpdateMeasureSettingsRequest other = Calling("Others");
  other.mutable_measure_settings()->set_name(
      "municipalities/21004/measures/trainings/settings");
  ASSERT_TRUE(Update(other).ok());
  EXPECT_THAT(called(), testing::IsEmpty());
  v1::UpdateMeasureSettingsRequest request = Calling("Acts", 3);
  auto& unit = *request.mutable_measure_settings()->mutable_unit();
  unit.set_fr("interventions");
  unit.set_nl("tussenkomsten");
  ASSERT_TRUE(Update(request).ok());
  EXPECT_THAT(called(), testing::ElementsAre("nuisance_actions", "by "));
  ASSERT_TRUE(Update(Calling("Interventions", 4)).ok());
  EXPECT_THAT(called(), testing::ElementsAre("nuisance_actions", "Acts"));
  // Several at once say the same.
  v1::BatchGetPeriodVersionsRequest batch;
  batch.set_parent(kSampleMunicipality);
  batch.add_names(absl::StrCat(Name(4), "/versions/1"));
  const auto answer =
      Call(&v1::PeriodService::Stub::BatchGetPeriodVersions, batch);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->versions(0).SerializeAsString(),
            Version(4, 1)->SerializeAsString());
  // Called again as it was.
  ASSERT_TRUE(Update(Calling("Acts", 4)).ok());
  EXPECT_THAT(called(), testing::IsEmpty());
}

// Nobody approves figures under a title or unit that he gave them afterwards.
TEST_F(SettingsServiceTest, WhoRenamesAfterTheMonthDoesNotApproveIt) {
  const auto refused = [&](const std::string& subject) {
    return DryApproval(subject, 5);
  };
  // Said in May, of May: not afterwards.
  ASSERT_TRUE(Adopt(Calendar(1, {})).ok());
  ASSERT_TRUE(Update(Calling("Acts"), "coordinator", "p-1006").ok());
  MoveTo(2018, 6, 3);
  // From June on: May is called as before.
  ASSERT_TRUE(Update(Calling("Later", 6), "coordinator", "p-1006").ok());
  EXPECT_EQ(refused("p-1006"), "");
  ASSERT_TRUE(Update(Calling("Interventions"), "coordinator", "p-1005").ok());
  EXPECT_EQ(refused("p-1005"), "SAME_PERSON");
  EXPECT_EQ(refused("p-1006"), "");
  // Whoever leaves the title as it is did not give it.
  v1::UpdateMeasureSettingsRequest request = Calling("Interventions");
  v1::MeasureSettings& said = *request.mutable_measure_settings();
  said.set_audience(v1::MeasureSettings::AUDIENCE_STATE);
  ASSERT_TRUE(Update(request, "coordinator", "p-1006").ok());
  EXPECT_EQ(refused("p-1005"), "SAME_PERSON");
  EXPECT_EQ(refused("p-1006"), "");
  *said.mutable_unit() = said.title();
  ASSERT_TRUE(Update(request, "coordinator", "p-1006").ok());
  EXPECT_EQ(refused("p-1006"), "SAME_PERSON");
  // Nor is a title his any more in the place of which another stands.
  *said.mutable_title() = Calling("Acts").measure_settings().title();
  ASSERT_TRUE(Update(request, "coordinator", "p-1007").ok());
  EXPECT_EQ(refused("p-1005"), "");
  EXPECT_EQ(refused("p-1007"), "SAME_PERSON");
  // Another measure takes nothing from it.
  request = Calling("Others");
  request.mutable_measure_settings()->set_name(
      "municipalities/21004/measures/trainings/settings");
  ASSERT_TRUE(Update(request, "coordinator", "p-1008").ok());
  for (const char* subject : {"p-1006", "p-1007", "p-1008"}) {
    EXPECT_EQ(refused(subject), "SAME_PERSON") << subject;
  }
  EXPECT_TRUE(Approve(5).ok());
}

TEST_F(SettingsServiceTest, WordsThatAnotherApprovedAreNobodysAnyMore) {
  ASSERT_TRUE(Adopt(Calendar(1, {})).ok());
  MoveTo(2018, 5, 3);
  ASSERT_TRUE(Update(Calling("Interventions"), "coordinator", "p-1005").ok());
  MoveTo(2018, 5, 4);
  ASSERT_TRUE(Approve(4).ok());
  MoveTo(2018, 5, 5);
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  EXPECT_EQ(DryApproval("p-1005", 4), "");
}

}  // namespace
}  // namespace entente::indicators
