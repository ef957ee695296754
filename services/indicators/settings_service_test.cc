// What people add to measures, through real stubs: versions, who delivers, and
// what is refused.
#include <string>
#include <vector>

#include "services/common/base/timestamp.h"
#include "services/indicators/settings_fixture_test.h"

namespace entente::indicators {
namespace {

using Service = v1::MeasureSettingsService;

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

TEST_F(SettingsServiceTest, WhoSaysHowManyPersonsThereAreIsKeptAndAnswered) {
  v1::UpdateMeasureSettingsRequest request = Raising(3);
  v1::MeasureSettings& said = *request.mutable_measure_settings();
  EXPECT_EQ(Update(request)->version(), 1);
  EXPECT_EQ(InForce(3)->persons_measure_code(), "");
  said.set_persons_measure_code("nuisance_actions");
  const auto made = Update(request);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->persons_measure_code(), "nuisance_actions");
  EXPECT_EQ(made->version(), 2);
  EXPECT_EQ(InForce(4)->persons_measure_code(), "nuisance_actions");
  // The same again is no version; to say nobody any more is one.
  EXPECT_EQ(Update(request)->version(), 2);
  said.clear_persons_measure_code();
  *said.mutable_first_month() = MakeDate(2018, 5, 1);
  EXPECT_EQ(Update(request)->version(), 3);
  EXPECT_EQ(InForce(4)->persons_measure_code(), "nuisance_actions");
  EXPECT_EQ(InForce(5)->persons_measure_code(), "");
  service_.Reopen();
  EXPECT_EQ(Versions()->measure_settings(1).persons_measure_code(),
            "nuisance_actions");
}

TEST_F(SettingsServiceTest, AnotherMeasureOfPersonsIsJudgedAsItIsMerged) {
  static constexpr char kPersons[] =
      "municipalities/21004/measures/distinct_persons/settings";
  const auto naming = [&](const std::string& code,
                          const std::string& name = kActionsSettings) {
    v1::UpdateMeasureSettingsRequest request = Raising(3);
    request.mutable_measure_settings()->set_name(name);
    request.mutable_measure_settings()->set_persons_measure_code(code);
    return Update(request).status();
  };
  const absl::Status unknown = naming("no_such_one");
  EXPECT_EQ(ErrorReason(unknown), "UNKNOWN_MEASURE");
  EXPECT_EQ(unknown.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(GetErrorDetail(unknown)->field,
            "measure_settings.persons_measure_code");
  EXPECT_EQ(ErrorReason(naming("No such one")), "PERSONS_MEASURE_INVALID");
  // Months may be added, no count, and not sensitive yet.
  for (const char* code : {"trainings", "training_hours", "cell_meetings",
                           "payment_made", "quality", "distinct_persons"}) {
    EXPECT_EQ(ErrorReason(naming(code)), "PERSONS_MEASURE_INVALID") << code;
  }
  EXPECT_EQ(ErrorReason(naming("distinct_persons",
                               "municipalities/21004/measures/cell_meetings/"
                               "settings")),
            "PERSONS_MEASURE_NEEDLESS");
  EXPECT_EQ(ErrorReason(naming("training_hours",
                               "municipalities/21004/measures/training_hours/"
                               "settings")),
            "PERSONS_MEASURE_INVALID");
  EXPECT_EQ(ErrorReason(Versions().status()), "SETTINGS_UNKNOWN");
  // People make it sensitive, in whichever month.
  v1::UpdateMeasureSettingsRequest raised = Raising(12);
  raised.mutable_measure_settings()->set_name(kPersons);
  ASSERT_TRUE(Update(raised).ok());
  EXPECT_TRUE(naming("distinct_persons").ok());
  EXPECT_EQ(InForce(3)->persons_measure_code(), "distinct_persons");
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
  v1::UpdateMeasureSettingsRequest raised = Raising(6);
  raised.mutable_measure_settings()->set_persons_measure_code(
      "nuisance_actions");
  ASSERT_TRUE(Update(raised).ok());
  EXPECT_EQ(actions().settings().persons_measure_code(), "nuisance_actions");
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

TEST_F(SettingsServiceTest, WhatTheContractDoesNotKnowIsNotKept) {
  v1::UpdateMeasureSettingsRequest request = Calling("Interventions");
  v1::MeasureSettings& said = *request.mutable_measure_settings();
  auto& title = *said.mutable_title();
  const auto forge = [](google::protobuf::Message& message) {
    message.GetReflection()->MutableUnknownFields(&message)->AddLengthDelimited(
        99, "a@exemple.be");
  };
  forge(said);
  forge(title);
  const auto written = Update(request);
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(written->title().fr(), "Interventions");
  EXPECT_EQ(written->SerializeAsString().find("exemple"), std::string::npos);
  EXPECT_EQ(Versions()->SerializeAsString().find("exemple"), std::string::npos);
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
