// Targets of the term of a convention, through real stubs.
#include <optional>
#include <string>

#include "services/common/base/timestamp.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/registry_fixture_test.h"
#include "services/indicators/target_store.h"

namespace entente::indicators {
namespace {

using Service = v1::DefinitionService;

// The sample's term is 2018 and 2019.
class TargetTermServiceTest : public RegistryTest {
 protected:
  static v1::TermMonths Term(int last_month = 12, int last_year = 2019) {
    v1::TermMonths term;
    *term.mutable_first_month() = MakeDate(2018, 1, 0);
    *term.mutable_last_month() = MakeDate(last_year, last_month, 0);
    return term;
  }
  static v1::SetTargetRequest TargetOf(int64_t value,
                                       const std::string& reason = "") {
    v1::SetTargetRequest request;
    request.set_parent(kActions);
    *request.mutable_target()->mutable_term() = Term();
    request.mutable_target()->set_value(value);
    request.mutable_target()->set_reason(reason);
    return request;
  }
  absl::StatusOr<v1::Target> Set(const v1::SetTargetRequest& request) {
    return RegistryTest::Ask<Service>(&Service::Stub::SetTarget, request);
  }
  absl::StatusOr<v1::ListTargetVersionsResponse> Versions(
      const std::string& id = "2018-01-2019-12") {
    v1::ListTargetVersionsRequest request;
    request.set_name(absl::StrCat(kActions, "/targets/", id));
    return RegistryTest::Ask<Service>(&Service::Stub::ListTargetVersions,
                                      request);
  }
  v1::Measure Actions() {
    v1::ListMeasuresRequest request;
    request.set_parent(kSampleMunicipality);
    const auto list =
        RegistryTest::Ask<Service>(&Service::Stub::ListMeasures, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list->measures(5);
  }
  absl::StatusOr<v1::QueryAchievementResponse> AskAchieved(
      const v1::TermMonths& term, std::optional<absl::Time> as_of = {}) {
    v1::QueryAchievementRequest request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes("nuisance_actions");
    *request.mutable_term() = term;
    if (as_of) *request.mutable_as_of() = ToTimestamp(*as_of);
    return RegistryTest::Ask<v1::SeriesService>(
        &v1::SeriesService::Stub::QueryAchievement, request);
  }
  v1::Achievement Achieved(std::optional<absl::Time> as_of = {}) {
    const auto reply = AskAchieved(Term(), as_of);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? reply->achievements(0) : v1::Achievement();
  }
  // Two in 2018 and three in 2019, told in February 2019.
  void DeliverBothYears() {
    MoveTo(2019, 2, 5);
    v1::Observation row = Row("event-0002", 1, 3);
    *row.mutable_date() = MakeDate(2019, 1, 8);
    ASSERT_EQ(Refused(Deliver({Row("event-0001", 3, 2)})), "");
    ASSERT_EQ(Refused(Deliver({row})), "");
  }
};

TEST_F(TargetTermServiceTest, ATermHasATargetOfItsOwn) {
  const v1::Measure before = Actions();
  ASSERT_EQ(before.terms_size(), 1);
  EXPECT_EQ(before.terms(0).first_month().year(), 2018);
  EXPECT_EQ(before.terms(0).last_month().month(), 12);
  v1::SetTargetRequest year;
  year.set_parent(kActions);
  year.mutable_target()->set_year(2018);
  year.mutable_target()->set_value(4);
  ASSERT_TRUE(Set(year).ok());
  const auto made = Set(TargetOf(8));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), absl::StrCat(kActions, "/targets/2018-01-2019-12"));
  EXPECT_EQ(made->year(), 0);
  EXPECT_EQ(made->term().last_month().day(), 1);
  // Nobody takes one for the other.
  const v1::Measure measure = Actions();
  ASSERT_EQ(measure.targets_size(), 1);
  EXPECT_EQ(measure.targets(0).value(), 4);
  EXPECT_EQ(measure.quarter_targets_size(), 0);
  ASSERT_EQ(measure.term_targets_size(), 1);
  EXPECT_EQ(measure.term_targets(0).value(), 8);
  DeliverBothYears();
  const v1::Achievement one = Achieved();
  EXPECT_EQ(one.actual().value(), 5);
  EXPECT_EQ(one.target().value(), 8);
  EXPECT_EQ(one.target_permille(), 625);
  EXPECT_EQ(one.months(), 24);
  EXPECT_EQ(one.months_final(), 13);
  EXPECT_EQ(one.state(), v1::Achievement::STATE_UNDER_WAY);
  EXPECT_FALSE(one.has_year_before());
  MoveTo(2020, 1, 5);
  EXPECT_EQ(Achieved().state(), v1::Achievement::STATE_MISSED);
  // Of other months nothing was agreed.
  const auto other = AskAchieved(Term(6));
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_FALSE(other->achievements(0).has_target());
  EXPECT_EQ(other->achievements(0).actual().value(), 5);
  ExpectVerified();
}

TEST_F(TargetTermServiceTest, ItsVersionsAreKeptMarkedAndTakenBack) {
  ASSERT_TRUE(Set(TargetOf(8)).ok());
  const absl::Time before = clock_.Now();
  DeliverBothYears();
  EXPECT_EQ(Set(TargetOf(8))->version(), 1);
  EXPECT_EQ(ErrorReason(Set(TargetOf(5)).status()), "REASON_TOO_SHORT");
  const auto lowered = Set(TargetOf(5, kReason));
  ASSERT_TRUE(lowered.ok()) << lowered.status();
  EXPECT_EQ(lowered->version(), 2);
  EXPECT_EQ(lowered->office(), "coordinator");
  EXPECT_EQ(Achieved().state(), v1::Achievement::STATE_REACHED);
  EXPECT_EQ(Achieved().target_changed_time().seconds(),
            lowered->update_time().seconds());
  const v1::Achievement then = Achieved(before);
  EXPECT_EQ(then.target().value(), 8);
  EXPECT_FALSE(then.has_actual());
  EXPECT_FALSE(then.has_target_changed_time());
  v1::SetTargetRequest withdrawal = TargetOf(0, kReason);
  withdrawal.mutable_target()->set_is_withdrawn(true);
  ASSERT_TRUE(Set(withdrawal).ok());
  EXPECT_EQ(Actions().term_targets_size(), 0);
  EXPECT_FALSE(Achieved().has_target());
  EXPECT_TRUE(Achieved().has_target_changed_time());
  const auto versions = Versions();
  ASSERT_TRUE(versions.ok()) << versions.status();
  ASSERT_EQ(versions->targets_size(), 3);
  EXPECT_TRUE(versions->targets(0).is_withdrawn());
  EXPECT_EQ(versions->targets(2).value(), 8);
  ExpectVerified();
}

TEST_F(TargetTermServiceTest, WhatIsNoTermOfTheMeasureIsRefused) {
  v1::SetTargetRequest request = TargetOf(8);
  *request.mutable_target()->mutable_term() = Term(11);
  EXPECT_EQ(ErrorReason(Set(request).status()), "TERM_UNKNOWN");
  request.mutable_target()->set_is_withdrawn(true);
  request.mutable_target()->set_reason(kReason);
  EXPECT_EQ(ErrorReason(Set(request).status()), "TARGET_UNKNOWN");
  // Nor is one taken back under a year that stands for its months.
  ASSERT_TRUE(Set(TargetOf(8)).ok());
  request.mutable_target()->clear_term();
  request.mutable_target()->set_year(2018 * 12);
  request.mutable_target()->set_quarter(2019 * 12 + 11);
  EXPECT_EQ(ErrorReason(Set(request).status()), "TARGET_UNKNOWN");
  EXPECT_EQ(Versions()->targets_size(), 1);
  request = TargetOf(8);
  request.mutable_target()->set_year(2018);
  EXPECT_EQ(ErrorReason(Set(request).status()), "TERM_INVALID");
  EXPECT_EQ(ErrorReason(Versions("2018-01-2019-11").status()),
            "TARGET_UNKNOWN");
  EXPECT_EQ(ErrorReason(Versions("2019-12-2018-01").status()), "NAME_INVALID");
  EXPECT_EQ(ErrorReason(AskAchieved(Term(12, 2017)).status()), "TERM_INVALID");
  EXPECT_EQ(Actions().term_targets_size(), 1);
  ExpectVerified();
}

TEST_F(TargetTermServiceTest, OfASensitiveMeasureItIsShownWhenItsYearsAreOver) {
  ASSERT_TRUE(Update(Raising(1)).ok());
  ASSERT_TRUE(Set(TargetOf(8)).ok());
  DeliverBothYears();
  // 2018 is over and would be told by itself; of 2019 a month is.
  EXPECT_TRUE(Achieved().is_confidential());
  EXPECT_TRUE(Achieved().has_target());
  EXPECT_FALSE(Achieved().has_actual());
  MoveTo(2020, 1, 5);
  EXPECT_EQ(Achieved().actual().value(), 5);
  EXPECT_FALSE(Achieved(clock_.Now()).has_actual());
  // Beside the years the half of 2019 would tell the other.
  EXPECT_FALSE(AskAchieved(Term(6))->achievements(0).has_actual());
  ExpectVerified();
}

TEST_F(TargetTermServiceTest, ABentOneIsFound) {
  ASSERT_TRUE(Set(TargetOf(8)).ok());
  const TargetName name{{"21004", "nuisance_actions"},
                        0,
                        0,
                        MonthSpan{2018 * 12, 2019 * 12 + 11}};
  const std::string key = TargetKey(name, 1);
  const auto stored = service_.store().Read()->Get(key);
  ASSERT_TRUE(stored.ok() && stored->has_value());
  v1::TargetRecord record;
  ASSERT_TRUE(record.ParseFromString(**stored));
  *record.mutable_target()->mutable_term() = Term(11);
  PutRaw(key, record.SerializeAsString());
  const auto report = VerifyAggregates(*service_.store().Read());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->differences,
              testing::Contains(testing::HasSubstr(
                  "targets/2018-01-2019-12 are not numbered without gap")));
}

}  // namespace
}  // namespace entente::indicators
