// What a month tells of sensitive measures, and to whom: of a source's events
// of such a measure nobody else learns how many there are, nor that there are.
#include <string>
#include <utility>
#include <vector>

#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {
namespace {

// Everybody who may read months and is not zone5339.
constexpr std::pair<const char*, const char*> kOthers[] = {
    {"p-1001", "coordinator"},
    {"p-1002", "federal"},
    {"p-1003", "oversight"},
    {"zone5340", "zone"}};

class PeriodDisclosureTest : public PeriodTest {
 protected:
  void SetUp() override {
    PeriodTest::SetUp();
    MakeSensitive("distinct_persons");
    ASSERT_TRUE(Adopt().ok());
  }

  void MakeSensitive(const std::string& code) {
    v1::ConventionRecord record = SampleConvention();
    for (auto& measure : *record.mutable_measures()) {
      measure.set_is_sensitive(measure.code() == code);
    }
    service_.Deliver("conventions", "definitions-" + code, ToEvent(record));
  }

  static v1::Observation Sensitive(const std::string& id, int month = 4,
                                   const std::string& replaces = "") {
    v1::Observation row = Row(id, month, 1, replaces);
    row.set_measure_code("distinct_persons");
    return row;
  }

  // Of its first source, by measure.
  static std::string Measures(const v1::Period& period) {
    std::string all;
    for (const v1::SourceMeasure& measure : period.sources(0).measures()) {
      all += measure.measure_code() + " " +
             std::to_string(measure.contributions()) + "\n";
    }
    return all;
  }

  // The sources of a month as one of the others is shown them.
  std::string Shown(int month, const std::string& subject,
                    const std::string& role) {
    const auto period = Get(month, subject, role);
    EXPECT_TRUE(period.ok()) << period.status();
    std::string all;
    for (const v1::PeriodSource& source : period->sources()) {
      all += source.ShortDebugString() + "\n";
    }
    return all;
  }
};

TEST_F(PeriodDisclosureTest, OnlyTheSourceIsToldHowManyEventsItHasInAll) {
  ASSERT_EQ(Refused(Deliver({Sensitive("event-0001"), Sensitive("event-0002"),
                             Sensitive("event-0003"), Row("event-0004"),
                             Row("event-0005")})),
            "");
  EXPECT_EQ(Get(4, "zone5339", "zone")->sources(0).contributions(), 5);
  for (const auto& [subject, role] : kOthers) {
    SCOPED_TRACE(role);
    EXPECT_EQ(Get(4, subject, role)->sources(0).contributions(), 2);
    v1::ListPeriodsRequest request;
    request.set_parent(kSampleMunicipality);
    *request.mutable_from() = MakeDate(2018, 4, 1);
    *request.mutable_until() = MakeDate(2018, 4, 1);
    const auto list =
        Call(&v1::PeriodService::Stub::ListPeriods, request, subject, role);
    EXPECT_EQ(list->periods(0).sources(0).contributions(), 2);
    // Whoever may approve is told which open measures these are of.
    const std::string told =
        role == std::string("coordinator") ? "nuisance_actions 2\n" : "";
    EXPECT_EQ(Measures(list->periods(0)), told);
    EXPECT_EQ(Measures(*Get(4, subject, role)), told);
  }
  // Its confirmation is about all of them.
  EXPECT_EQ(ErrorReason(Confirm(4, "zone5339", 2).status()),
            "CONTRIBUTIONS_DIFFER");
  EXPECT_EQ(Confirm(4, "zone5339", 5)->sources(0).contributions(), 5);
  ExpectVerified();
}

TEST_F(PeriodDisclosureTest, ASourceIsToldItsEventsByMeasureAndNoOtherSource) {
  ASSERT_EQ(Refused(Deliver({Sensitive("event-0001"), Sensitive("event-0002"),
                             Row("event-0003"), Row("event-0004", 5)})),
            "");
  const auto measures = [&](int month) {
    const auto period = Get(month, "zone5339", "zone");
    EXPECT_TRUE(period.ok()) << period.status();
    return Measures(*period);
  };
  EXPECT_EQ(measures(4), "distinct_persons 2\nnuisance_actions 1\n");
  EXPECT_EQ(measures(5), "nuisance_actions 1\n");
  // Corrected out of the month, nothing is said of it.
  ASSERT_EQ(Refused(Deliver({Row("event-0005", 5, 1, "event-0003")})), "");
  EXPECT_EQ(measures(4), "distinct_persons 2\n");
  EXPECT_EQ(measures(5), "nuisance_actions 2\n");
  EXPECT_EQ(Get(5, "zone5340", "zone")->sources(0).measures_size(), 0);
  ASSERT_TRUE(Confirm(4).ok());
  MoveTo(2018, 6, 2);
  ASSERT_TRUE(Approve(4).ok());
  EXPECT_EQ(Version(4, 1)->confirmed_sources(0).measures_size(), 0);
}

TEST_F(PeriodDisclosureTest, ByMeasureAMonthLooksTheSameWithSensitiveEvents) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001"), Row("event-0002", 5)})), "");
  ASSERT_EQ(Refused(Deliver({Sensitive("event-0003")})), "");
  for (const auto& [subject, role] : kOthers) {
    SCOPED_TRACE(role);
    EXPECT_EQ(Shown(4, subject, role), Shown(5, subject, role));
  }
  EXPECT_EQ(Measures(*Get(4)), "nuisance_actions 1\n");
}

TEST_F(PeriodDisclosureTest, AMonthOfSensitiveEventsLooksLikeOneWithoutAny) {
  // One source is expected and one is not; in March nobody delivered anything.
  ASSERT_EQ(Refused(Deliver({Sensitive("event-0001")})), "");
  ASSERT_EQ(Refused(Deliver({Sensitive("event-0002")}, "zone5341")), "");
  ASSERT_EQ(Refused(Deliver({Row("event-0003", 5)}, "zone5341")), "");
  for (const auto& [subject, role] : kOthers) {
    SCOPED_TRACE(role);
    v1::PeriodSource none;
    none.set_source("zone5339");
    none.set_is_expected(true);
    none.set_timeliness(v1::PeriodSource::TIMELINESS_AWAITED);
    EXPECT_EQ(Shown(4, subject, role), none.ShortDebugString() + "\n");
    EXPECT_EQ(Get(5, subject, role)->sources_size(), 2);
  }
  EXPECT_EQ(Get(4, "zone5341", "zone")->sources(1).contributions(), 1);
  EXPECT_TRUE(Get(4, "zone5341", "zone")->sources(1).has_last_delivery_time());
  ExpectVerified();
}

TEST_F(PeriodDisclosureTest, VersionsOfMonthsWithAndWithoutLookAlike) {
  ASSERT_EQ(Refused(Deliver({Sensitive("event-0001"), Row("event-0002"),
                             Row("event-0003", 5)})),
            "");
  // Both are confirmed late.
  MoveTo(2018, 6, 15);
  for (const int month : {4, 5}) {
    ASSERT_TRUE(Confirm(month).ok());
    ASSERT_TRUE(Approve(month).ok());
  }
  const auto stripped = [&](int month) {
    auto version = Version(month, 1);
    EXPECT_TRUE(version.ok()) << version.status();
    version->clear_name();
    return version->DebugString();
  };
  EXPECT_EQ(stripped(4), stripped(5));
  EXPECT_EQ(Version(4, 1)->confirmed_sources(0).contributions(), 1);
  v1::ListPeriodVersionsRequest request;
  request.set_parent(Name(4));
  const auto list = Call(&v1::PeriodService::Stub::ListPeriodVersions, request);
  EXPECT_EQ(list->versions(0).confirmed_sources(0).contributions(), 1);
  EXPECT_EQ(list->versions(0).sha256(), "");
}

TEST_F(PeriodDisclosureTest, ASensitiveFigureThatMovesMakesNothingOutdated) {
  ASSERT_EQ(Refused(Deliver({Sensitive("event-0001"), Row("event-0002")})), "");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  ASSERT_EQ(Refused(Deliver({Sensitive("event-0003")})), "");
  EXPECT_FALSE(Version(4, 1)->is_outdated());
  ASSERT_EQ(Refused(Deliver({Row("event-0004")})), "");
  EXPECT_TRUE(Version(4, 1)->is_outdated());
  ExpectVerified();
}

// Which measures are sensitive is a matter of definitions, and they change.
TEST_F(PeriodDisclosureTest, AMeasureThatBecomesSensitiveIsNoLongerCounted) {
  ASSERT_EQ(Refused(Deliver({Sensitive("event-0001"), Row("event-0002"),
                             Row("event-0003")})),
            "");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  EXPECT_EQ(Get(4)->sources(0).contributions(), 2);
  EXPECT_EQ(Measures(*Get(4)), "nuisance_actions 2\n");
  MakeSensitive("nuisance_actions");
  // By the definitions of the day, which no longer call the other one so.
  EXPECT_EQ(Measures(*Get(4)), "distinct_persons 1\n");
  EXPECT_EQ(Get(4)->sources(0).contributions(), 1);
  EXPECT_EQ(Version(4, 1)->confirmed_sources(0).contributions(), 1);
  EXPECT_EQ(Get(4, "zone5339", "zone")->sources(0).contributions(), 3);
  ExpectVerified();
}

// What was late is not shown any more; that it came would be.
TEST_F(PeriodDisclosureTest, AVersionJudgesASourceByWhatIsStillShownOfIt) {
  // Neither of the two measures below is sensitive yet.
  MakeSensitive("trainings");
  v1::Observation in_time = Row("event-0001");
  in_time.set_measure_code("distinct_persons");
  ASSERT_EQ(Refused(Deliver({in_time}, "zone5341")), "");
  MoveTo(2018, 5, 15);
  ASSERT_EQ(Refused(Deliver({Row("event-0002")}, "zone5341")), "");
  // Nothing of this one is shown in the end.
  ASSERT_EQ(Refused(Deliver({Row("event-0003")}, "zone5342")), "");
  for (const char* source : {"zone5339", "zone5341", "zone5342"}) {
    ASSERT_TRUE(Confirm(4, source).ok());
  }
  ASSERT_TRUE(Approve(4).ok());
  const auto judged = [&] { return Version(4, 1)->confirmed_sources(1); };
  EXPECT_EQ(Version(4, 1)->confirmed_sources_size(), 3);
  EXPECT_EQ(judged().contributions(), 2);
  EXPECT_EQ(judged().timeliness(), v1::PeriodSource::TIMELINESS_LATE);
  MakeSensitive("nuisance_actions");
  EXPECT_EQ(Version(4, 1)->confirmed_sources_size(), 2);
  EXPECT_EQ(judged().source(), "zone5341");
  EXPECT_FALSE(judged().is_expected());
  EXPECT_EQ(judged().contributions(), 1);
  EXPECT_EQ(judged().timeliness(), v1::PeriodSource::TIMELINESS_ON_TIME);
  v1::ListPeriodVersionsRequest request;
  request.set_parent(Name(4));
  const auto list = Call(&v1::PeriodService::Stub::ListPeriodVersions, request);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->versions(0).confirmed_sources(1).timeliness(),
            v1::PeriodSource::TIMELINESS_ON_TIME);
  ExpectVerified();
}

// The same of a correction: an expected source mended open figures after the
// due day, and later others that became sensitive.
TEST_F(PeriodDisclosureTest, AVersionStillTellsOfACorrectionThatIsShown) {
  MakeSensitive("trainings");
  MoveTo(2018, 5, 12);
  ASSERT_TRUE(Confirm(4).ok());
  MoveTo(2018, 5, 14);
  v1::Observation mended = Row("event-0001");
  mended.set_measure_code("distinct_persons");
  ASSERT_EQ(Refused(Deliver({mended})), "");
  MoveTo(2018, 5, 15);
  ASSERT_EQ(Refused(Deliver({Row("event-0002")})), "");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  EXPECT_TRUE(Version(4, 1)->confirmed_sources(0).is_corrected_later());
  MakeSensitive("nuisance_actions");
  EXPECT_EQ(Version(4, 1)->confirmed_sources(0).contributions(), 1);
  EXPECT_TRUE(Version(4, 1)->confirmed_sources(0).is_corrected_later());
  ExpectVerified();
}

// An etag covers exact figures: by a hash without a secret whoever knows the
// rest would find them by trying.
TEST_F(PeriodDisclosureTest, AnEtagIsMadeWithASecretOfTheStore) {
  const std::string etag = Get(4)->etag();
  EXPECT_EQ(etag.size(), 16u);
  EXPECT_EQ(Get(4)->etag(), etag);
  const std::string key = PeriodHeadKey("21004");
  ASSERT_TRUE(service_.store()
                  .Transact([&](store::Transaction& transaction) {
                    v1::PeriodHead head;
                    EXPECT_TRUE(head.ParseFromString(**transaction.Get(key)));
                    EXPECT_GE(head.etag_key().size(), 26u);
                    head.set_etag_key("another");
                    transaction.Put(key, head.SerializeAsString());
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_NE(Get(4)->etag(), etag);
}

}  // namespace
}  // namespace entente::indicators
