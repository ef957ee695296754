// Indicators of the municipality's own through real stubs: defined, changed,
// read as they were, and refused; and in the recount when they were bent.
#include <string>
#include <vector>

#include "services/indicators/local_measure_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(LocalMeasureTest, VersionsAreReadAsTheyWere) {
  EXPECT_EQ(ErrorReason(Read().status()), "LOCAL_MEASURE_UNKNOWN");
  EXPECT_EQ(ErrorReason(Versions().status()), "LOCAL_MEASURE_UNKNOWN");
  v1::CreateLocalMeasureRequest request = Defining(Walks());
  // What a client cannot say is not believed.
  request.mutable_local_measure()->set_version(9);
  request.mutable_local_measure()->set_office("mayor");
  request.mutable_local_measure()->set_etag("9");
  const auto first = Create(request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->name(), kWalksName);
  EXPECT_EQ(first->version(), 1);
  EXPECT_EQ(first->office(), "coordinator");
  EXPECT_EQ(first->etag(), "1");
  EXPECT_EQ(first->update_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(PackDate(first->effective_date()), PackDate(MakeDate(2018, 3, 1)));
  clock_.Advance(absl::Hours(1));
  const auto second = Change(Calling("Balades", MakeDate(2018, 4, 1)));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->version(), 2);
  EXPECT_EQ(second->etag(), "2");
  EXPECT_EQ(service_.log().Entries().back().object_version(), 2);
  // The same again is no version, whatever the reason.
  v1::UpdateLocalMeasureRequest again =
      Calling("Balades", MakeDate(2018, 4, 1));
  again.mutable_local_measure()->set_reason("for another reason");
  EXPECT_EQ(Change(again)->version(), 2);
  const auto page = Versions(1);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->local_measures(0).definition().title().fr(), "Balades");
  const auto rest = Versions(1, page->next_page_token());
  EXPECT_EQ(rest->local_measures(0).version(), 1);
  EXPECT_EQ(rest->local_measures(0).reason(), Walks().reason());
  EXPECT_EQ(rest->local_measures(0).etag(), "2");
  EXPECT_EQ(rest->next_page_token(), "");
  // Nobody's account leaves the service.
  EXPECT_EQ(rest->DebugString().find("p-1001"), std::string::npos);
  service_.Reopen();
  EXPECT_EQ(Read()->SerializeAsString(), second->SerializeAsString());
}

TEST_F(LocalMeasureTest, ThoseOfAMunicipalityAreListedByCode) {
  ASSERT_TRUE(Create().ok());
  v1::LocalMeasure other = Walks();
  other.mutable_definition()->set_code("local_rounds");
  ASSERT_TRUE(Create(Defining(other)).ok());
  ASSERT_TRUE(Change(Calling("Balades", MakeDate(2018, 4, 1))).ok());
  const auto page = List(1);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->local_measures(0).definition().code(), "local_rounds");
  const auto rest = List(1, page->next_page_token());
  ASSERT_EQ(rest->local_measures_size(), 1);
  EXPECT_EQ(rest->local_measures(0).version(), 2);
  EXPECT_EQ(rest->next_page_token(), "");
}

TEST_F(LocalMeasureTest, WhatIsDefinedIsNotDefinedAgain) {
  ASSERT_TRUE(Create().ok());
  const absl::Status again = Create().status();
  EXPECT_EQ(again.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ErrorReason(again), "MEASURE_DEFINED");
  v1::ConventionRecord convention = SampleConvention();
  convention.mutable_measures(0)->set_code("local_trainings");
  convention.mutable_indicators(1)->set_measure_codes(0, "local_trainings");
  convention.mutable_indicators(4)->set_measure_codes(0, "local_trainings");
  service_.Deliver("conventions", "definitions-2", ToEvent(convention));
  v1::LocalMeasure trainings = Walks();
  trainings.mutable_definition()->set_code("local_trainings");
  EXPECT_EQ(ErrorReason(Create(Defining(trainings)).status()),
            "MEASURE_DEFINED");
}

TEST_F(LocalMeasureTest, TheNameIsThatOfTheCode) {
  v1::LocalMeasure said = Walks();
  said.set_name("municipalities/21004/localMeasures/local_rounds");
  EXPECT_EQ(ErrorReason(Create(Defining(said)).status()), "LOCAL_CODE_INVALID");
  said.set_name("municipalities/21009/localMeasures/local_walks");
  const auto elsewhere = GetErrorDetail(Create(Defining(said)).status());
  ASSERT_TRUE(elsewhere.has_value());
  EXPECT_EQ(elsewhere->reason, "NAME_INVALID");
  EXPECT_EQ(elsewhere->field, "local_measure.name");
  EXPECT_EQ(elsewhere->metadata.at("pattern"),
            "municipalities/21004/localMeasures/{code}");
  said.set_name("municipalities/21004/measures/local_walks");
  EXPECT_EQ(ErrorReason(Create(Defining(said)).status()), "NAME_INVALID");
  said.set_name("");
  for (const char* code : {"walks", "local_", "local_Walks", ""}) {
    said.mutable_definition()->set_code(code);
    EXPECT_EQ(ErrorReason(Create(Defining(said)).status()),
              "LOCAL_CODE_INVALID")
        << code;
  }
  said = Walks();
  said.set_name(kWalksName);
  EXPECT_TRUE(Create(Defining(said)).ok());
}

TEST_F(LocalMeasureTest, WhoeverReadAnotherVersionDoesNotWriteTheNext) {
  v1::UpdateLocalMeasureRequest request =
      Calling("Balades", MakeDate(2018, 4, 1));
  EXPECT_EQ(ErrorReason(Change(request).status()), "LOCAL_MEASURE_UNKNOWN");
  ASSERT_TRUE(Create().ok());
  request.set_etag("1");
  ASSERT_TRUE(Change(request).ok());
  request = Calling("Marches", MakeDate(2018, 4, 1));
  request.set_etag("1");
  const absl::Status refused = Change(request).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ErrorReason(refused), "ETAG_MISMATCH");
  request.set_etag("2");
  EXPECT_EQ(Change(request)->version(), 3);
}

TEST_F(LocalMeasureTest, ARetryAnswersWhatTheFirstCallAnswered) {
  v1::CreateLocalMeasureRequest define = Defining(Walks());
  define.set_request_id("r-1");
  const auto first = Create(define);
  ASSERT_TRUE(first.ok()) << first.status();
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(Create(define)->SerializeAsString(), first->SerializeAsString());
  v1::UpdateLocalMeasureRequest change =
      Calling("Balades", MakeDate(2018, 4, 1));
  change.set_request_id("r-2");
  change.set_etag("1");
  ASSERT_TRUE(Change(change).ok());
  EXPECT_EQ(Change(change)->version(), 2);
  EXPECT_EQ(Versions()->local_measures_size(), 2);
}

TEST_F(LocalMeasureTest, WhatIsOnlyValidatedIsNotStored) {
  v1::CreateLocalMeasureRequest define = Defining(Walks());
  define.set_validate_only(true);
  const auto tried = Create(define);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_EQ(tried->version(), 1);
  EXPECT_EQ(ErrorReason(Read().status()), "LOCAL_MEASURE_UNKNOWN");
  EXPECT_EQ(Shown().name(), "");
  ASSERT_TRUE(Create().ok());
  v1::UpdateLocalMeasureRequest change =
      Calling("Balades", MakeDate(2018, 4, 1));
  change.set_validate_only(true);
  EXPECT_EQ(Change(change)->version(), 2);
  EXPECT_EQ(Read()->version(), 1);
}

TEST_F(LocalMeasureTest, AMunicipalityHasNoMoreThanTwoHundred) {
  v1::LocalMeasure said = Walks();
  for (int i = 0; i < 200; ++i) {
    said.mutable_definition()->set_code(absl::StrCat("local_m", i));
    ASSERT_TRUE(Create(Defining(said)).ok()) << i;
  }
  const absl::Status refused = Create().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(refused), "TOO_MANY_LOCAL_MEASURES");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("most"), "200");
}

TEST_F(LocalMeasureTest, OneHasNoMoreThanFiftyVersions) {
  ASSERT_TRUE(Create().ok());
  const auto calling = [](int version) {
    const absl::CivilDay on = absl::CivilDay(2018, 4, 1) + version;
    return Calling(absl::StrCat("T", version), UnpackDate(PackDay(on)));
  };
  for (int i = 2; i <= 50; ++i) {
    ASSERT_TRUE(Change(calling(i)).ok()) << i;
  }
  const absl::Status refused = Change(calling(51)).status();
  EXPECT_EQ(ErrorReason(refused), "TOO_MANY_LOCAL_MEASURE_VERSIONS");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("most"), "50");
  // What says the same is none.
  EXPECT_EQ(Change(calling(50))->version(), 50);
  // Each is in force on its days.
  EXPECT_EQ(Shown().versions_size(), 50);
}

TEST_F(LocalMeasureTest, TheCoordinatorWritesAndOthersRead) {
  for (const char* role : {"zone", "federal", "source"}) {
    EXPECT_EQ(Create(Defining(Walks()), role, "p-1002").status().code(),
              absl::StatusCode::kPermissionDenied)
        << role;
  }
  ASSERT_TRUE(Create().ok());
  v1::GetLocalMeasureRequest request;
  request.set_name(kWalksName);
  EXPECT_TRUE(RegistryTest::Ask<Service>(&Service::Stub::GetLocalMeasure,
                                         request, "federal", "p-1002")
                  .ok());
}

class LocalMeasureRecountTest : public LocalMeasureTest {
 protected:
  std::vector<std::string> Differences() {
    const auto report = VerifyAggregates(*service_.store().Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report->differences;
  }
};

TEST_F(LocalMeasureRecountTest, ABentLocalMeasureIsFound) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(Change(Calling("Balades", MakeDate(2018, 4, 1))).ok());
  ExpectVerified();
  const MeasureName name{"21004", kWalks};
  const std::string key = LocalMeasureKey(name, 2);
  const std::string before = **service_.store().Read()->Get(key);
  constexpr char kTouched[] =
      "of 21004 were changed or removed other than by the service";
  v1::LocalMeasureRecord record;
  ASSERT_TRUE(record.ParseFromString(before));
  EXPECT_EQ(record.subject(), "p-1001");
  // Whoever wrote it could approve its months then.
  record.set_subject("p-1002");
  PutRaw(key, record.SerializeAsString());
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr(kTouched)));
  record.mutable_local_measure()->set_version(3);
  PutRaw(key, record.SerializeAsString());
  EXPECT_THAT(Differences(),
              Contains(HasSubstr("localMeasures/local_walks are not numbered "
                                 "without gap")));
  record.mutable_local_measure()->set_version(2);
  record.mutable_local_measure()->mutable_definition()->set_code("local_b");
  PutRaw(key, record.SerializeAsString());
  EXPECT_THAT(Differences(), Contains(HasSubstr("not numbered without gap")));
  ASSERT_TRUE(service_.store()
                  .Transact([&](store::Transaction& transaction) {
                    transaction.Delete(key);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr(kTouched)));
  PutRaw(key, before);
}

}  // namespace
}  // namespace entente::indicators
