// What a month lacks of each source, and who is told.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/indicators/registry_fixture_test.h"

namespace entente::indicators {
namespace {

class PeriodCompletenessTest : public RegistryTest {
 protected:
  void SetUp() override {
    RegistryTest::SetUp();
    ASSERT_TRUE(Adopt(Calendar(1, {"zone5339", "zone5340"})).ok());
  }
  void TearDown() override { ExpectVerified(); }

  // From a month of 2018 on rows of `code` are taken of `sources` only.
  void LetDeliver(const std::string& code,
                  const std::vector<std::string>& sources, int month = 1,
                  bool is_sensitive = false) {
    v1::UpdateMeasureSettingsRequest request = From(month);
    v1::MeasureSettings& settings = *request.mutable_measure_settings();
    settings.set_name(
        absl::StrCat("municipalities/21004/measures/", code, "/settings"));
    for (const std::string& source : sources) {
      settings.add_allowed_sources(source);
    }
    settings.set_is_sensitive(is_sensitive);
    const auto updated = Update(request);
    ASSERT_TRUE(updated.ok()) << updated.status();
  }

  static v1::Observation Of(const std::string& code, const std::string& id) {
    v1::Observation row = Row(id);
    row.set_measure_code(code);
    return row;
  }

  // "1/2 trainings": reported of expected, and what is missing.
  static std::string Text(const v1::PeriodSource& source) {
    std::vector<std::string> words = {absl::StrCat(
        source.expected_measures() - source.missing_measures_size(), "/",
        source.expected_measures())};
    words.insert(words.end(), source.missing_measures().begin(),
                 source.missing_measures().end());
    return absl::StrJoin(words, " ");
  }
  static std::string TextOf(const absl::StatusOr<v1::Period>& period,
                            const std::string& source) {
    if (!period.ok()) return period.status().ToString();
    for (const v1::PeriodSource& one : period->sources()) {
      if (one.source() == source) return Text(one);
    }
    return "not listed";
  }
  // As a coordinator is told.
  std::string Told(const std::string& source, int month = 4) {
    return TextOf(Get(month), source);
  }
  std::string ToldItself(const std::string& source, int month = 4) {
    return TextOf(Get(month, source, "zone"), source);
  }
};

TEST_F(PeriodCompletenessTest, OfEachSourceItIsSaidWhatItDidNotReport) {
  LetDeliver("nuisance_actions", {"zone5339", "zone5340"});
  LetDeliver("trainings", {"zone5339"});
  LetDeliver("participants", {"zone5340"});
  EXPECT_EQ(Told("zone5339"), "0/2 nuisance_actions trainings");
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  EXPECT_EQ(Told("zone5339"), "1/2 trainings");
  EXPECT_EQ(Told("zone5340"), "0/2 nuisance_actions participants");
  // In another month it reported nothing.
  EXPECT_EQ(Told("zone5339", 3), "0/2 nuisance_actions trainings");
  v1::ListPeriodsRequest request;
  request.set_parent(kSampleMunicipality);
  *request.mutable_from() = MakeDate(2018, 4, 1);
  *request.mutable_until() = MakeDate(2018, 4, 1);
  const auto list = Call(&v1::PeriodService::Stub::ListPeriods, request);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(TextOf(list->periods(0), "zone5339"), "1/2 trainings");
}

// The word of a source that its month is complete is taken all the same.
TEST_F(PeriodCompletenessTest, AConfirmationIsToldWhatTheMonthLacks) {
  LetDeliver("nuisance_actions", {"zone5339"});
  LetDeliver("trainings", {"zone5339"});
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  const auto confirmed = Confirm(4);
  EXPECT_EQ(TextOf(confirmed, "zone5339"), "1/2 trainings");
  EXPECT_TRUE(confirmed->sources(0).is_confirmed());
  EXPECT_EQ(confirmed->sources(0).timeliness(),
            v1::PeriodSource::TIMELINESS_ON_TIME);
}

TEST_F(PeriodCompletenessTest, ARowOfZeroIsAReportUntilItIsTakenBack) {
  LetDeliver("nuisance_actions", {"zone5339"});
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 0)})), "");
  EXPECT_EQ(Told("zone5339"), "1/1");
  v1::Observation gone;
  gone.set_event_id("gone-0001");
  gone.set_withdraws_event_id("event-0001");
  ASSERT_EQ(Refused(Deliver({gone})), "");
  EXPECT_EQ(Told("zone5339"), "0/1 nuisance_actions");
}

TEST_F(PeriodCompletenessTest, SettingsOfALaterMonthDoNotCount) {
  LetDeliver("nuisance_actions", {"zone5339"}, 5);
  EXPECT_EQ(Told("zone5339", 4), "0/0");
  EXPECT_EQ(Told("zone5339", 5), "0/1 nuisance_actions");
  LetDeliver("nuisance_actions", {"zone5340"}, 6);
  EXPECT_EQ(Told("zone5339", 5), "0/1 nuisance_actions");
  EXPECT_EQ(Told("zone5339", 6), "0/0");
  EXPECT_EQ(Told("zone5340", 6), "0/1 nuisance_actions");
}

TEST_F(PeriodCompletenessTest, OnlyTheSourceIsToldOfSensitiveMeasures) {
  LetDeliver("distinct_persons", {"zone5339", "zone5340"}, 1, true);
  LetDeliver("nuisance_actions", {"zone5339", "zone5340"});
  const std::vector<std::pair<std::string, std::string>> others = {
      {"p-1001", "coordinator"},
      {"p-1002", "federal"},
      {"p-1003", "oversight"},
      {"zone5340", "zone"}};
  const auto shown = [&](const std::string& subject, const std::string& role) {
    const auto period = Get(4, subject, role);
    EXPECT_TRUE(period.ok()) << period.status();
    return period->sources(0).DebugString();
  };
  std::vector<std::string> before;
  for (const auto& [subject, role] : others) {
    EXPECT_EQ(TextOf(Get(4, subject, role), "zone5339"),
              "0/1 nuisance_actions");
    before.push_back(shown(subject, role));
  }
  EXPECT_EQ(ToldItself("zone5339"), "0/2 distinct_persons nuisance_actions");
  ASSERT_EQ(Refused(Deliver({Of("distinct_persons", "event-0001")})), "");
  EXPECT_EQ(ToldItself("zone5339"), "1/2 nuisance_actions");
  for (size_t i = 0; i < others.size(); ++i) {
    EXPECT_EQ(shown(others[i].first, others[i].second), before[i]);
  }
  // Nor is whoever delivers for a source.
  v1::GetPeriodOnBehalfRequest request;
  request.set_name(Name(4));
  request.set_source("zone5340");
  EXPECT_EQ(TextOf(Call(&v1::PeriodService::Stub::GetPeriodOnBehalf, request),
                   "zone5340"),
            "0/1 nuisance_actions");
}

TEST_F(PeriodCompletenessTest, AMeasureThatBecomesSensitiveIsNoLongerNamed) {
  LetDeliver("nuisance_actions", {"zone5339"});
  EXPECT_EQ(Told("zone5339"), "0/1 nuisance_actions");
  LetDeliver("nuisance_actions", {"zone5339"}, 12, true);
  EXPECT_EQ(Told("zone5339"), "0/0");
  EXPECT_EQ(ToldItself("zone5339"), "0/1 nuisance_actions");
}

TEST_F(PeriodCompletenessTest, ASourceThatOnlySettingsNameIsListedForAll) {
  const std::string etag = Get(4)->etag();
  LetDeliver("nuisance_actions", {"zone5339", "zone5340", "bravvo"}, 4);
  v1::PeriodSource bravvo;
  bravvo.set_source("bravvo");
  bravvo.set_expected_measures(1);
  bravvo.add_missing_measures("nuisance_actions");
  const std::string listed = bravvo.ShortDebugString();
  const std::vector<std::pair<std::string, std::string>> readers = {
      {"p-1001", "coordinator"},
      {"p-1002", "federal"},
      {"zone5340", "zone"},
      {"bravvo", "zone"}};
  for (const auto& [subject, role] : readers) {
    const auto period = Get(4, subject, role);
    ASSERT_TRUE(period.ok()) << period.status();
    ASSERT_EQ(period->sources_size(), 3) << subject;
    EXPECT_EQ(period->sources(0).ShortDebugString(), listed) << subject;
    EXPECT_EQ(period->expected_source_count(), 2);
    EXPECT_EQ(period->etag(), etag);
  }
  EXPECT_EQ(Told("bravvo", 3), "not listed");
  // The due day is past, and nothing was due of it.
  MoveTo(2018, 5, 15);
  EXPECT_EQ(Get(4)->sources(0).ShortDebugString(), listed);
  ASSERT_EQ(Refused(Deliver({Row("event-0001")}, "bravvo")), "");
  EXPECT_EQ(Told("bravvo"), "1/1");
}

TEST_F(PeriodCompletenessTest, NoApprovalWaitsForASourceThatOnlySettingsName) {
  LetDeliver("nuisance_actions", {"bravvo"});
  EXPECT_EQ(ErrorReason(Confirm(4, "bravvo").status()), "SOURCE_NOT_EXPECTED");
  for (const char* source : {"zone5339", "zone5340"}) {
    ASSERT_TRUE(Confirm(4, source).ok());
  }
  EXPECT_TRUE(Get(4)->is_confirmed());
  EXPECT_EQ(ErrorReason(Approve(4, {"bravvo"}).status()), "WITHOUT_NEEDLESS");
  const auto approved = Approve(4);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->confirmed_sources_size(), 2);
  EXPECT_EQ(approved->missing_sources_size(), 0);
  EXPECT_EQ(Version(4, 1)->confirmed_sources_size(), 2);
  EXPECT_EQ(Told("bravvo"), "0/1 nuisance_actions");
}

TEST_F(PeriodCompletenessTest, ThatASourceIsListedTellsOfNoSensitiveEvent) {
  LetDeliver("distinct_persons", {"bravvo"}, 1, true);
  EXPECT_EQ(Told("bravvo"), "not listed");
  EXPECT_EQ(ToldItself("bravvo"), "0/1 distinct_persons");
  LetDeliver("nuisance_actions", {"bravvo"});
  const auto shown = [&](const std::string& subject, const std::string& role) {
    const auto period = Get(4, subject, role);
    EXPECT_TRUE(period.ok()) << period.status();
    return period->sources(0).DebugString();
  };
  const std::string before = shown("p-1001", "coordinator");
  ASSERT_EQ(Refused(Deliver({Of("distinct_persons", "event-0001")}, "bravvo")),
            "");
  ASSERT_TRUE(Confirm(4, "bravvo").ok());
  EXPECT_EQ(ToldItself("bravvo"), "1/2 nuisance_actions");
  EXPECT_TRUE(Get(4, "bravvo", "zone")->sources(0).is_confirmed());
  EXPECT_EQ(shown("p-1001", "coordinator"), before);
  EXPECT_EQ(shown("p-1002", "federal"), before);
  EXPECT_EQ(shown("zone5340", "zone"), before);
}

TEST_F(PeriodCompletenessTest, AVersionHoldsNothingOfIt) {
  LetDeliver("nuisance_actions", {"zone5339"});
  for (const char* source : {"zone5339", "zone5340"}) {
    ASSERT_TRUE(Confirm(4, source).ok());
  }
  const auto approved = Approve(4);
  ASSERT_TRUE(approved.ok()) << approved.status();
  ASSERT_EQ(Version(4, 1)->confirmed_sources_size(), 2);
  EXPECT_EQ(Text(Version(4, 1)->confirmed_sources(0)), "0/0");
  EXPECT_EQ(Told("zone5339"), "0/1 nuisance_actions");
}

}  // namespace
}  // namespace entente::indicators
