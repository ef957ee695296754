// What people add to measures, through real stubs: versions, who delivers, and
// what is refused.
#include <string>
#include <vector>

#include "services/common/base/timestamp.h"
#include "services/indicators/registry_fixture_test.h"

namespace entente::indicators {
namespace {

using Service = v1::MeasureSettingsService;

class SettingsServiceTest : public RegistryTest {
 protected:
  void TearDown() override { ExpectVerified(); }

  absl::StatusOr<v1::MeasureSettings> InForce(
      int month, const google::protobuf::Timestamp* as_of = nullptr) {
    v1::GetMeasureSettingsRequest request;
    request.set_name(kActionsSettings);
    *request.mutable_month() = MakeDate(2018, month, 1);
    if (as_of != nullptr) *request.mutable_as_of() = *as_of;
    return Ask<Service>(&Service::Stub::GetMeasureSettings, request);
  }
  // Settings from a month of 2018 on under which it is called `title`.
  static v1::UpdateMeasureSettingsRequest Calling(const std::string& title,
                                                  int month = 1) {
    v1::UpdateMeasureSettingsRequest request = From(month);
    auto& text = *request.mutable_measure_settings()->mutable_title();
    text.set_fr(title);
    text.set_nl(title);
    return request;
  }
  // Why `subject` may not approve the month; empty: he may.
  std::string DryApproval(const std::string& subject, int month) {
    v1::ApprovePeriodRequest request;
    request.set_name(Name(month));
    request.set_validate_only(true);
    return ErrorReason(
        Call(&v1::PeriodService::Stub::ApprovePeriod, request, subject)
            .status());
  }
  absl::StatusOr<v1::ListMeasureSettingsVersionsResponse> Versions(
      int page_size = 0, const std::string& token = "") {
    v1::ListMeasureSettingsVersionsRequest request;
    request.set_name(kActionsSettings);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return Ask<Service>(&Service::Stub::ListMeasureSettingsVersions, request);
  }
};

TEST_F(SettingsServiceTest, AFigureBelongsToTheVersionOfItsMonth) {
  ASSERT_TRUE(Update(Allowing(3, "zone5339")).ok());
  ASSERT_TRUE(Update(Allowing(4, "zone5340")).ok());
  // On both sides of the two months, by either source.
  EXPECT_EQ(Refused(Deliver({Row("event-0001", 2)}, "zone5340")), "");
  EXPECT_EQ(Refused(Deliver({Row("event-0002", 3)}, "zone5340")),
            "SOURCE_NOT_ALLOWED");
  EXPECT_EQ(Refused(Deliver({Row("event-0003", 3)}, "zone5339")), "");
  const auto rejected = Deliver({Row("event-0004", 4)}, "zone5339");
  EXPECT_EQ(Refused(rejected), "SOURCE_NOT_ALLOWED");
  EXPECT_EQ(rejected->rejections(0).column(), "measure");
  EXPECT_EQ(Refused(Deliver({Row("event-0005", 4)}, "zone5340")), "");
  // Without effect it is told the same.
  EXPECT_EQ(Refused(Deliver({Row("event-0006", 4)}, "zone5339", true)),
            "SOURCE_NOT_ALLOWED");
  // Other measures are not concerned.
  v1::Observation other = Row("event-0007", 4);
  other.set_measure_code("trainings");
  EXPECT_EQ(Refused(Deliver({other}, "zone5339")), "");
}

TEST_F(SettingsServiceTest, WhatASourceDeliveredBeforeStaysAndCanBeTakenBack) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001"), Row("event-0002")})), "");
  ASSERT_TRUE(Update(Allowing(1, "zone5340")).ok());
  v1::QuerySeriesRequest series;
  series.set_parent(kSampleMunicipality);
  series.add_measure_codes("nuisance_actions");
  *series.mutable_from() = MakeDate(2018, 4, 1);
  *series.mutable_until() = MakeDate(2018, 4, 1);
  const auto total = [&] {
    return Ask<v1::SeriesService>(&v1::SeriesService::Stub::QuerySeries, series)
        ->series(0)
        .total()
        .value();
  };
  EXPECT_EQ(total(), 4);
  // A correction is a row of the source, a withdrawal takes its own back.
  EXPECT_EQ(Refused(Deliver({Row("fix-000001", 4, 9, "event-0001")})),
            "SOURCE_NOT_ALLOWED");
  v1::Observation gone;
  gone.set_event_id("gone-000001");
  gone.set_withdraws_event_id("event-0001");
  EXPECT_EQ(Refused(Deliver({gone})), "");
  EXPECT_EQ(total(), 2);
}

TEST_F(SettingsServiceTest, AStreamThatIsOpenObeysAtItsNextBatch) {
  Client client(service_);
  ASSERT_EQ(StateOf(client.Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  ASSERT_TRUE(Update(Allowing(1, "zone5340")).ok());
  const auto reply = client.Send(2, 1, {Row("event-0002")});
  EXPECT_EQ(StateOf(reply), v1::ROW_STATE_REJECTED);
  EXPECT_EQ(reply->rejections(0).reason(), "SOURCE_NOT_ALLOWED");
  // Answered again, it is what it was.
  ASSERT_TRUE(Update(Allowing(1, "zone5339")).ok());
  EXPECT_EQ(StateOf(client.Send(3, 2, {Row("event-0002")})),
            v1::ROW_STATE_CREATED);
}

TEST_F(SettingsServiceTest, AnActivityIsNoDelivery) {
  v1::UpdateMeasureSettingsRequest request = Allowing(1, "zone5340");
  request.mutable_measure_settings()->set_name(
      "municipalities/21004/measures/trainings/settings");
  ASSERT_TRUE(Update(request).ok());
  EXPECT_TRUE(AddActivity(4).ok());
}

TEST_F(SettingsServiceTest, VersionsAreReadAsTheyWere) {
  EXPECT_EQ(ErrorReason(InForce(3).status()), "SETTINGS_UNKNOWN");
  EXPECT_EQ(ErrorReason(Versions().status()), "SETTINGS_UNKNOWN");
  v1::UpdateMeasureSettingsRequest full = Allowing(3, "zone5339");
  v1::MeasureSettings& said = *full.mutable_measure_settings();
  said.set_audience(v1::MeasureSettings::AUDIENCE_STATE);
  said.set_decimals(0);
  said.mutable_note()->set_fr("Depuis mars, avec les gardiens de la paix");
  said.mutable_first_month()->set_day(0);
  // What a client cannot say is not believed.
  said.set_version(9);
  said.set_office("mayor");
  said.set_etag("9");
  const auto first = Update(full);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->version(), 1);
  EXPECT_EQ(first->office(), "coordinator");
  EXPECT_EQ(first->etag(), "1");
  EXPECT_EQ(first->first_month().day(), 1);
  EXPECT_EQ(first->update_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  const google::protobuf::Timestamp then = ToTimestamp(clock_.Now());
  clock_.Advance(absl::Hours(1));
  // The same again is no version, whatever the reason.
  said.set_reason("for another reason");
  EXPECT_EQ(Update(full)->version(), 1);
  said.set_audience(v1::MeasureSettings::AUDIENCE_PUBLIC);
  EXPECT_EQ(Update(full)->version(), 2);
  ASSERT_TRUE(Update(From(5)).ok());
  EXPECT_EQ(ErrorReason(InForce(2).status()), "SETTINGS_UNKNOWN");
  EXPECT_EQ(InForce(3)->audience(), v1::MeasureSettings::AUDIENCE_PUBLIC);
  EXPECT_EQ(InForce(4)->note().fr(), said.note().fr());
  EXPECT_EQ(InForce(4)->etag(), "3");
  EXPECT_EQ(InForce(5)->version(), 3);
  EXPECT_EQ(InForce(5)->allowed_sources_size(), 0);
  EXPECT_EQ(InForce(4, &then)->audience(), v1::MeasureSettings::AUDIENCE_STATE);
  EXPECT_EQ(InForce(5, &then)->version(), 1);
  google::protobuf::Timestamp before = then;
  before.set_seconds(before.seconds() - 1);
  EXPECT_EQ(ErrorReason(InForce(4, &before).status()), "SETTINGS_UNKNOWN");
  const auto page = Versions(2);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->measure_settings_size(), 2);
  EXPECT_EQ(page->measure_settings(0).version(), 3);
  const auto rest = Versions(2, page->next_page_token());
  ASSERT_EQ(rest->measure_settings_size(), 1);
  EXPECT_EQ(rest->measure_settings(0).audience(),
            v1::MeasureSettings::AUDIENCE_STATE);
  EXPECT_EQ(rest->next_page_token(), "");
  // Nobody's account leaves the service.
  EXPECT_EQ(rest->DebugString().find("p-1001"), std::string::npos);
  service_.Reopen();
  EXPECT_EQ(Versions(2, "2")->SerializeAsString(), rest->SerializeAsString());
}

TEST_F(SettingsServiceTest, MeasuresAreListedWithWhatIsInForceToday) {
  v1::ListMeasuresRequest request;
  request.set_parent(kSampleMunicipality);
  const auto actions = [&] {
    return Ask<v1::DefinitionService>(
               &v1::DefinitionService::Stub::ListMeasures, request)
        ->measures(5);
  };
  EXPECT_FALSE(actions().has_settings());
  // Today is in May 2018.
  ASSERT_TRUE(Update(Allowing(6, "zone5339")).ok());
  EXPECT_FALSE(actions().has_settings());
  MoveTo(2018, 6, 1);
  EXPECT_EQ(actions().settings().allowed_sources(0), "zone5339");
}

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

TEST_F(SettingsServiceTest, WhoReadAnotherVersionDoesNotWrite) {
  v1::UpdateMeasureSettingsRequest request = From(3);
  request.set_etag("1");
  EXPECT_EQ(ErrorReason(Update(request).status()), "ETAG_MISMATCH");
  request.set_etag("0");
  ASSERT_TRUE(Update(request).ok());
  request.mutable_measure_settings()->set_is_sensitive(true);
  const absl::Status refused = Update(request).status();
  EXPECT_EQ(ErrorReason(refused), "ETAG_MISMATCH");
  EXPECT_EQ(refused.code(), absl::StatusCode::kAborted);
  request.set_etag("1");
  EXPECT_EQ(Update(request)->version(), 2);
}

TEST_F(SettingsServiceTest, ARetryIsAnsweredAndAReusedIdIsNot) {
  v1::UpdateMeasureSettingsRequest request = Allowing(3, "zone5339");
  request.set_request_id("r-1");
  const auto first = Update(request);
  ASSERT_TRUE(first.ok()) << first.status();
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(Update(request)->SerializeAsString(), first->SerializeAsString());
  request.mutable_measure_settings()->set_allowed_sources(0, "zone5340");
  EXPECT_EQ(ErrorReason(Update(request).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(Versions()->measure_settings_size(), 1);
}

TEST_F(SettingsServiceTest, ATrialStoresNothing) {
  v1::UpdateMeasureSettingsRequest request = Raising(3);
  request.mutable_measure_settings()->add_allowed_sources("zone5340");
  request.set_validate_only(true);
  request.set_request_id("r-1");
  EXPECT_EQ(Update(request)->version(), 1);
  EXPECT_EQ(ErrorReason(Versions().status()), "SETTINGS_UNKNOWN");
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "");
  EXPECT_EQ(Get(4, "p-1002", "federal")->sources(0).contributions(), 1);
  request.mutable_measure_settings()->set_reason("short");
  EXPECT_EQ(ErrorReason(Update(request).status()), "REASON_TOO_SHORT");
}

TEST_F(SettingsServiceTest, OthersReadAndWriteNothing) {
  ASSERT_TRUE(Update(From(3)).ok());
  for (const char* role : {"zone", "source", "federal", "finance", "oversight",
                           "security_admin"}) {
    EXPECT_EQ(ErrorReason(Update(Raising(4), role).status()),
              "PERMISSION_MISSING")
        << role;
  }
  v1::GetMeasureSettingsRequest request;
  request.set_name(kActionsSettings);
  EXPECT_TRUE(
      Ask<Service>(&Service::Stub::GetMeasureSettings, request, "zone").ok());
  EXPECT_EQ(ErrorReason(Ask<Service>(&Service::Stub::GetMeasureSettings,
                                     request, "finance")
                            .status()),
            "PERMISSION_MISSING");
}

TEST_F(SettingsServiceTest, HostileNamesAndTextsAreRefused) {
  for (const std::string& name :
       {std::string(), std::string(kActions),
        std::string("municipalities/2100/measures/nuisance_actions/settings"),
        std::string("municipalities/21004/measures/../settings"),
        std::string("municipalities/21004/measures/a\0b/settings", 42),
        absl::StrCat(kActionsSettings, "/settings"),
        absl::StrCat("municipalities/21004/measures/", std::string(65, 'a'),
                     "/settings")}) {
    v1::UpdateMeasureSettingsRequest request = From(3);
    request.mutable_measure_settings()->set_name(name);
    EXPECT_EQ(ErrorReason(Update(request).status()), "NAME_INVALID") << name;
  }
  v1::UpdateMeasureSettingsRequest request = From(3);
  request.mutable_measure_settings()->set_name(
      "municipalities/21004/measures/no_such_one/settings");
  EXPECT_EQ(ErrorReason(Update(request).status()), "UNKNOWN_MEASURE");
  request = From(13);
  EXPECT_EQ(ErrorReason(Update(request).status()), "MONTH_INVALID");
  request = From(1, 2200);
  EXPECT_EQ(ErrorReason(Update(request).status()), "MONTH_INVALID");
  request = From(3);
  request.mutable_measure_settings()->set_reason(
      "asked by 85.07.30-033.28 on the telephone");
  const absl::Status refused = Update(request).status();
  EXPECT_EQ(ErrorReason(refused), "PERSONAL_DATA_SHAPE");
  EXPECT_EQ(refused.ToString().find("85.07"), std::string::npos);
  request = From(3);
  request.mutable_measure_settings()->mutable_title();
  EXPECT_EQ(ErrorReason(Update(request).status()), "TEXT_MISSING");
  EXPECT_EQ(ErrorReason(Update(Calling("a\u202Etitle")).status()),
            "TEXT_NOT_ONE_LINE");
  EXPECT_EQ(ErrorReason(Versions().status()), "SETTINGS_UNKNOWN");
  v1::GetMeasureSettingsRequest get;
  get.set_name(kActions);
  EXPECT_EQ(ErrorReason(
                Ask<Service>(&Service::Stub::GetMeasureSettings, get).status()),
            "NAME_INVALID");
}

TEST_F(SettingsServiceTest, VersionsAreBounded) {
  for (size_t i = 0; i < kSettingsVersionsMax; ++i) {
    ASSERT_TRUE(Update(Allowing(3, absl::StrCat("s-", i))).ok()) << i;
  }
  EXPECT_EQ(ErrorReason(Update(Allowing(3, "one-more")).status()),
            "TOO_MANY_SETTINGS_VERSIONS");
  EXPECT_EQ(Versions(1000)->measure_settings_size(),
            static_cast<int>(kSettingsVersionsMax));
}

}  // namespace
}  // namespace entente::indicators
