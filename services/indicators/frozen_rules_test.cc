// What of a frozen version is shown, its hash, and where another state differs.
#include "services/indicators/frozen_rules.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/indicators/sample_definitions.h"
#include "services/indicators/timeliness_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Of April 2018.
constexpr absl::CivilDay kDue(2018, 5, 10);

v1::PeriodFigure Figure(const std::string& measure, const std::string& area,
                        int64_t value) {
  v1::PeriodFigure figure;
  figure.set_measure_code(measure);
  figure.set_area(area);
  figure.set_value(value);
  figure.set_contributions(1);
  return figure;
}

TEST(FrozenRulesTest, TheHashCoversNameAndFigures) {
  v1::PeriodVersion version;
  version.set_name("municipalities/21004/periods/2018-04/versions/1");
  *version.add_figures() = Figure("nuisance_actions", "DPI-1", 7);
  // By sha256sum of the text that the contract describes.
  EXPECT_EQ(HashOf(version),
            "844b62549263bad04923d35b5932d0c4aade9d1a20b36cb5cb5c1ea847405c67");
  const std::string before = HashOf(version);
  version.mutable_figures(0)->set_value(8);
  EXPECT_NE(HashOf(version), before);
}

TEST(FrozenRulesTest, OfWhatIsStatedTheHashCoversTheVersion) {
  v1::PeriodVersion version;
  version.set_name("municipalities/21004/periods/2018-04/versions/1");
  *version.add_figures() = Figure("quality", "21004", 0);
  version.mutable_figures(0)->set_statement_version(2);
  // By sha256sum, as above.
  EXPECT_EQ(HashOf(version),
            "3c05b80c0e979ff76a71f1070bca4b3c7dd0b9b55d9f63635f9abd1f14bbd58c");
}

TEST(FrozenRulesTest, AnotherStatementIsAChangeWhereItMayBeShown) {
  v1::ConventionRecord convention = SampleConvention();
  v1::PeriodFigure now = Figure("quality", "21004", 0);
  now.set_statement_version(2);
  v1::PeriodVersion version;
  *version.add_figures() = now;
  version.mutable_figures(0)->set_statement_version(1);
  v1::PeriodVersion shown = version;
  CompareFigures(Definitions(1, {convention}), {now}, shown);
  EXPECT_TRUE(shown.is_outdated());
  ASSERT_EQ(shown.changes_size(), 1);
  EXPECT_EQ(shown.changes(0).frozen().statement_version(), 1);
  EXPECT_EQ(shown.changes(0).present().statement_version(), 2);
  for (auto& measure : *convention.mutable_measures()) {
    measure.set_is_sensitive(measure.code() == "quality");
  }
  CompareFigures(Definitions(1, {convention}), {now}, version);
  EXPECT_FALSE(version.is_outdated());
  EXPECT_EQ(version.changes_size(), 0);
}

TEST(FrozenRulesTest, AFigureReadsAsTheKindItWasFrozenAs) {
  namespace cv1 = entente::conventions::v1;
  const auto reads = [](cv1::MeasureKind frozen, cv1::MeasureKind kind) {
    v1::PeriodFigure figure = Figure("nuisance_actions", "DPI-1", 7);
    figure.set_kind(frozen);
    return IsOfKind(figure, kind);
  };
  EXPECT_TRUE(reads(cv1::MEASURE_KIND_RATIO, cv1::MEASURE_KIND_RATIO));
  EXPECT_FALSE(reads(cv1::MEASURE_KIND_RATIO, cv1::MEASURE_KIND_COUNT));
  EXPECT_FALSE(reads(cv1::MEASURE_KIND_COUNT, cv1::MEASURE_KIND_RATIO));
  EXPECT_FALSE(reads(cv1::MEASURE_KIND_COUNT, cv1::MEASURE_KIND_HOURS));
  // Frozen when its measure was not defined: it was counted.
  EXPECT_TRUE(reads(cv1::MEASURE_KIND_UNSPECIFIED, cv1::MEASURE_KIND_COUNT));
  EXPECT_TRUE(reads(cv1::MEASURE_KIND_UNSPECIFIED, cv1::MEASURE_KIND_HOURS));
  EXPECT_FALSE(reads(cv1::MEASURE_KIND_UNSPECIFIED, cv1::MEASURE_KIND_RATIO));
  EXPECT_FALSE(reads(cv1::MEASURE_KIND_YES_NO, cv1::MEASURE_KIND_UNSPECIFIED));
}

TEST(FrozenRulesTest, OfAMeasureThatIsNotDefinedAnyMoreNothingIsShown) {
  const Definitions definitions(1, {SampleConvention()});
  v1::PeriodVersionRecord record;
  v1::PeriodVersion& version = *record.mutable_version();
  *version.add_figures() = Figure("nuisance_actions", "DPI-1", 7);
  version.set_sha256(HashOf(version));
  EXPECT_FALSE(Withhold(definitions, kDue, record));
  EXPECT_NE(version.sha256(), "");
  *version.add_figures() = Figure("of_a_former_convention", "DPI-1", 2);
  // Sensitive when it was frozen: not even that it is there.
  *version.add_figures() = Figure("sensitive_once", "DPI-1", 2);
  version.mutable_figures(2)->set_is_confidential(true);
  EXPECT_TRUE(Withhold(definitions, kDue, record));
  ASSERT_EQ(version.figures_size(), 2);
  EXPECT_TRUE(version.figures(1).is_confidential());
  EXPECT_EQ(version.figures(1).value(), 0);
  EXPECT_EQ(version.sha256(), "");
}

// By code of the measure, of one source.
v1::FrozenSourceRecord Frozen(
    const std::vector<std::pair<std::string, int64_t>>& counts) {
  v1::FrozenSourceRecord source;
  source.set_source("zone5339");
  for (const auto& [code, count] : counts) {
    v1::SourceMeasureRecord& measure = *source.add_measures();
    measure.set_measure_code(code);
    measure.set_contributions(count);
    measure.mutable_last_delivery_time()->set_seconds(100 + count);
  }
  return source;
}

TEST(FrozenRulesTest, ASensitiveMeasureIsShownAlikeWithFiguresAndWithout) {
  v1::ConventionRecord convention = SampleConvention();
  for (auto& measure : *convention.mutable_measures()) {
    measure.set_is_sensitive(measure.code() == "distinct_persons");
  }
  const Definitions definitions(1, {convention});
  v1::PeriodVersionRecord without;
  *without.mutable_version()->add_figures() =
      Figure("nuisance_actions", "DPI-1", 7);
  v1::PeriodSource& source =
      *without.mutable_version()->add_confirmed_sources();
  source.set_source("zone5339");
  source.mutable_last_delivery_time()->set_seconds(103);
  v1::PeriodVersionRecord with = without;
  // Frozen when what came last was not yet sensitive.
  v1::PeriodSource& later =
      *with.mutable_version()->mutable_confirmed_sources(0);
  later.mutable_last_delivery_time()->set_seconds(109);
  later.set_is_corrected_later(true);
  // One that is not expected is there because it delivered a sensitive one.
  with.mutable_version()->add_confirmed_sources()->set_source("zone5341");
  *with.add_sources() = Frozen({{"distinct_persons", 1}});
  with.mutable_sources(0)->set_source("zone5341");
  *with.mutable_version()->add_figures() =
      Figure("distinct_persons", "DPI-1", 2);
  *without.add_sources() = Frozen({{"nuisance_actions", 3}});
  *with.add_sources() =
      Frozen({{"distinct_persons", 9}, {"nuisance_actions", 3}});
  for (v1::PeriodVersionRecord* record : {&without, &with}) {
    record->mutable_version()->set_sha256(HashOf(record->version()));
    EXPECT_TRUE(Withhold(definitions, kDue, *record));
  }
  EXPECT_EQ(with.SerializeAsString(), without.SerializeAsString());
  EXPECT_EQ(with.version().confirmed_sources(0).contributions(), 3);
  EXPECT_EQ(with.version().confirmed_sources(0).last_delivery_time().seconds(),
            103);
}

// What a source did for April, by days of May.
struct FrozenActs {
  bool is_expected = false;
  int judged_day = 0;
  int open_day = 0;
  // Of a measure that became sensitive since; 0: none.
  int hidden_day = 0;
};

google::protobuf::Timestamp At(int day) {
  google::protobuf::Timestamp time;
  time.set_seconds(absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilHour(2018, 5, day, 10), absl::UTCTimeZone())));
  return time;
}

// Frozen when nothing was sensitive.
v1::PeriodVersionRecord VersionOf(const FrozenActs& did) {
  v1::PeriodVersionRecord record;
  v1::FrozenSourceRecord& exact = *record.add_sources();
  exact = Frozen({{"nuisance_actions", 1}});
  *exact.mutable_measures(0)->mutable_last_delivery_time() = At(did.open_day);
  if (did.hidden_day > 0) {
    v1::SourceMeasureRecord& hidden = *exact.add_measures();
    hidden.set_measure_code("distinct_persons");
    hidden.set_contributions(1);
    *hidden.mutable_last_delivery_time() = At(did.hidden_day);
  }
  *exact.mutable_judged_time() = At(did.judged_day);
  const SourceActs acts{
      .is_expected = did.is_expected,
      .has_delivered = true,
      .delivery_time = At(std::max(did.open_day, did.hidden_day)),
      .confirm_time = At(did.judged_day)};
  v1::PeriodSource& source = *record.mutable_version()->add_confirmed_sources();
  source.set_source(exact.source());
  source.set_is_expected(did.is_expected);
  source.set_contributions(exact.measures_size());
  *source.mutable_last_delivery_time() = *acts.delivery_time;
  source.set_timeliness(TimelinessOf(acts, kDue, kDue + 10));
  source.set_is_corrected_later(IsCorrectedLater(acts, kDue));
  return record;
}

TEST(FrozenRulesTest, ASourceIsJudgedByWhatIsShownOfIt) {
  v1::ConventionRecord convention = SampleConvention();
  for (auto& measure : *convention.mutable_measures()) {
    measure.set_is_sensitive(measure.code() == "distinct_persons");
  }
  const Definitions definitions(1, {convention});
  const auto shown = [&](const FrozenActs& did) {
    v1::PeriodVersionRecord record = VersionOf(did);
    EXPECT_TRUE(Withhold(definitions, kDue, record));
    return record.version().confirmed_sources(0);
  };
  for (const bool is_expected : {false, true}) {
    for (const int judged_day : {8, 12}) {
      for (const int open_day : {2, 9, 11, 14}) {
        const v1::PeriodSource without =
            shown({is_expected, judged_day, open_day, 0});
        const v1::PeriodSource with =
            shown({is_expected, judged_day, open_day, 15});
        EXPECT_EQ(with.ShortDebugString(), without.ShortDebugString());
      }
    }
  }
  // Nobody expects it: late were the rows that are not shown.
  EXPECT_EQ(shown({false, 16, 9, 15}).timeliness(),
            v1::PeriodSource::TIMELINESS_ON_TIME);
  EXPECT_EQ(shown({false, 16, 11, 15}).timeliness(),
            v1::PeriodSource::TIMELINESS_LATE);
  // It is expected: it corrected what is shown as well, or did not.
  EXPECT_TRUE(shown({true, 12, 14, 15}).is_corrected_later());
  EXPECT_FALSE(shown({true, 12, 11, 15}).is_corrected_later());
}

TEST(FrozenRulesTest, OfSourcesFrozenBeforeTheirPartsWereKeptNothingIsCounted) {
  v1::ConventionRecord convention = SampleConvention();
  v1::PeriodVersionRecord record;
  v1::PeriodSource& source = *record.mutable_version()->add_confirmed_sources();
  source.set_source("zone5339");
  source.set_is_expected(true);
  source.set_contributions(12);
  EXPECT_FALSE(Withhold(Definitions(1, {convention}), kDue, record));
  EXPECT_EQ(record.version().confirmed_sources(0).contributions(), 12);
  convention.mutable_measures(0)->set_is_sensitive(true);
  EXPECT_TRUE(Withhold(Definitions(1, {convention}), kDue, record));
  EXPECT_EQ(record.version().confirmed_sources(0).contributions(), 0);
}

TEST(FrozenRulesTest, OfASensitiveMeasureNothingIsShown) {
  v1::ConventionRecord convention = SampleConvention();
  for (auto& measure : *convention.mutable_measures()) {
    measure.set_is_sensitive(measure.code() == "distinct_persons");
  }
  const Definitions definitions(1, {convention});
  v1::PeriodVersionRecord record;
  v1::PeriodVersion& version = *record.mutable_version();
  *version.add_figures() = Figure("distinct_persons", "DPI-1", 2);
  *version.add_figures() = Figure("distinct_persons", "DPI-2", 1);
  *version.add_figures() = Figure("nuisance_actions", "DPI-1", 7);
  v1::PeriodVersion compared = version;
  CompareFigures(definitions, {Figure("nuisance_actions", "DPI-1", 7)},
                 compared);
  EXPECT_FALSE(compared.is_outdated());
  EXPECT_EQ(compared.changes_size(), 0);
  version.set_sha256(HashOf(version));
  EXPECT_TRUE(Withhold(definitions, kDue, record));
  EXPECT_EQ(version.sha256(), "");
  ASSERT_EQ(version.figures_size(), 2);
  EXPECT_TRUE(version.figures(0).is_confidential());
  EXPECT_EQ(version.figures(0).area(), "");
  EXPECT_EQ(version.figures(0).value(), 0);
  EXPECT_EQ(version.figures(0).contributions(), 0);
  EXPECT_EQ(version.figures(1).value(), 7);
}

TEST(FrozenRulesTest, ChangesAreFiguresThatCameWentOrMoved) {
  const Definitions definitions(1, {SampleConvention()});
  v1::PeriodVersion version;
  *version.add_figures() = Figure("nuisance_actions", "DPI-1", 7);
  *version.add_figures() = Figure("nuisance_actions", "DPI-2", 2);
  *version.add_figures() = Figure("trainings", "21004", 1);
  CompareFigures(
      definitions,
      {Figure("nuisance_actions", "DPI-1", 8),
       Figure("nuisance_actions", "DPI-3", 5), Figure("trainings", "21004", 1)},
      version);
  EXPECT_TRUE(version.is_outdated());
  ASSERT_EQ(version.changes_size(), 3);
  EXPECT_EQ(version.changes(0).frozen().value(), 7);
  EXPECT_EQ(version.changes(0).present().value(), 8);
  EXPECT_EQ(version.changes(1).present().contributions(), 0);
  EXPECT_EQ(version.changes(2).frozen().contributions(), 0);
  EXPECT_EQ(version.changes(2).present().area(), "DPI-3");
}

}  // namespace
}  // namespace entente::indicators
