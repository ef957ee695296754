// What people said of measures: in the recount when it was bent, and in a store
// from before versions of targets were kept.
#include <string>
#include <vector>

#include "services/common/store/records.h"
#include "services/common/store/temporary_folder.h"
#include "services/indicators/registry_fixture_test.h"
#include "services/indicators/schema_store.h"
#include "services/indicators/target_store.h"

namespace entente::indicators {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr char kTouched[] =
    "of 21004 were changed or removed other than by the service";
constexpr char kSeries[] = "municipalities/21004/contextSeries/accidents";

const MeasureName kMeasure{"21004", "nuisance_actions"};
const ContextSeriesName kSeriesName{"21004", "accidents"};

class RegistryRecountTest : public RegistryTest {
 protected:
  void SetUp() override {
    RegistryTest::SetUp();
    ASSERT_TRUE(Update(Allowing(3, "zone5339")).ok());
    ASSERT_TRUE(Update(Raising(4)).ok());
    v1::SetTargetRequest target;
    target.set_parent(kActions);
    target.mutable_target()->set_year(2018);
    for (const int64_t value : {4, 5}) {
      target.mutable_target()->set_value(value);
      target.mutable_target()->set_reason(kReason);
      ASSERT_TRUE(Ask<v1::DefinitionService>(
                      &v1::DefinitionService::Stub::SetTarget, target)
                      .ok());
    }
    v1::CreateContextSeriesRequest series;
    series.set_parent(kSampleMunicipality);
    series.set_context_series_id("accidents");
    series.mutable_context_series()->mutable_title()->set_fr("Accidents");
    series.mutable_context_series()->mutable_unit()->set_fr("accidents");
    series.mutable_context_series()->set_source("Statbel");
    series.mutable_context_series()->set_frequency(
        v1::ContextSeries::FREQUENCY_YEAR);
    ASSERT_TRUE(Ask<v1::ContextService>(
                    &v1::ContextService::Stub::CreateContextSeries, series)
                    .ok());
    v1::AddContextFiguresRequest figures;
    figures.set_parent(kSeries);
    figures.set_reason(kReason);
    v1::ContextFigure& figure = *figures.add_figures();
    figure.set_period("2017");
    figure.set_area("21004");
    *figure.mutable_publish_date() = MakeDate(2018, 4, 30);
    for (const int64_t value : {20, 21}) {
      figure.set_value(value);
      ASSERT_TRUE(Ask<v1::ContextService>(
                      &v1::ContextService::Stub::AddContextFigures, figures)
                      .ok());
    }
    ExpectVerified();
  }

  static std::string FigureKey(int32_t version) {
    return ContextFigureKey({.series = kSeriesName,
                             .month = 2017 * 12,
                             .area = "21004",
                             .version = version});
  }

  std::string BytesOf(const std::string& key) {
    return (**service_.store().Read()->Get(key));
  }
  std::vector<std::string> Differences() {
    const auto report = VerifyAggregates(*service_.store().Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report->differences;
  }

  // The record is as the service wrote it, but for `change`.
  template <class Record>
  void ExpectFound(const std::string& key, void (*change)(Record&),
                   const std::string& sentence = kTouched) {
    const std::string before = BytesOf(key);
    Record record;
    ASSERT_TRUE(record.ParseFromString(before));
    change(record);
    PutRaw(key, record.SerializeAsString());
    EXPECT_THAT(Differences(), Contains(HasSubstr(kTouched)));
    EXPECT_THAT(Differences(), Contains(HasSubstr(sentence)));
    PutRaw(key, before);
    ExpectVerified();
  }
  void ExpectRemovalFound(const std::string& key,
                          const std::string& sentence = kTouched) {
    const std::string before = BytesOf(key);
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      transaction.Delete(key);
                      return absl::OkStatus();
                    })
                    .ok());
    EXPECT_THAT(Differences(), Contains(HasSubstr(kTouched)));
    EXPECT_THAT(Differences(), Contains(HasSubstr(sentence)));
    PutRaw(key, before);
    ExpectVerified();
  }
};

TEST_F(RegistryRecountTest, BentSettingsAreFound) {
  using Record = v1::MeasureSettingsRecord;
  const std::string key = SettingsKey(kMeasure, 2);
  // What would show a sensitive measure.
  ExpectFound<Record>(
      key, [](Record& r) { r.mutable_settings()->set_is_sensitive(false); });
  ExpectFound<Record>(key, [](Record& r) {
    r.mutable_settings()->mutable_allowed_sources()->Clear();
    r.mutable_settings()->add_allowed_sources("zone5340");
  });
  // What would let a release give more of it.
  ExpectFound<Record>(key, [](Record& r) {
    r.mutable_settings()->set_persons_measure_code("trainings");
  });
  ExpectFound<Record>(key, [](Record& r) { r.set_subject("p-1002"); });
  ExpectFound<Record>(
      key, [](Record& r) { r.mutable_settings()->set_version(3); },
      "settings are not numbered without gap");
  ExpectRemovalFound(key);
  ExpectRemovalFound(SettingsKey(kMeasure, 1), "not numbered without gap");
}

TEST_F(RegistryRecountTest, BentTargetsAreFound) {
  using Record = v1::TargetRecord;
  const TargetName name{kMeasure, 2018, 0};
  ExpectFound<Record>(TargetKey(name, 1),
                      [](Record& r) { r.mutable_target()->set_value(5); });
  ExpectFound<Record>(
      TargetKey(name, 2), [](Record& r) { r.mutable_target()->set_quarter(1); },
      "targets/2018 are not numbered without gap");
  ExpectRemovalFound(TargetKey(name, 2));
  ExpectRemovalFound(TargetKey(name, 1), "not numbered without gap");
}

TEST_F(RegistryRecountTest, BentStatementsAreFound) {
  v1::UpdateStatementRequest request;
  const StatementName name{{"21004", "quality"}, 2018 * 12 + 3};
  v1::Statement& statement = *request.mutable_statement();
  statement.set_name(FormatStatement(name));
  statement.set_evidence("minutes of the council");
  statement.set_reason(kReason);
  for (const char* text : {"Le réseau est connu", "Le réseau est inconnu"}) {
    statement.mutable_words()->set_fr(text);
    ASSERT_TRUE(Ask<v1::StatementService>(
                    &v1::StatementService::Stub::UpdateStatement, request)
                    .ok());
  }
  using Record = v1::StatementRecord;
  const std::string key = StatementKey(name, 2);
  ExpectFound<Record>(key, [](Record& r) {
    r.mutable_statement()->mutable_words()->set_fr("Le réseau est fort");
  });
  // Whoever stated it could approve it then.
  ExpectFound<Record>(key, [](Record& r) { r.set_subject("p-1002"); });
  ExpectFound<Record>(
      key, [](Record& r) { r.mutable_statement()->set_version(3); },
      "statements/2018-04 are not numbered without gap");
  ExpectRemovalFound(key);
  ExpectRemovalFound(StatementKey(name, 1), "not numbered without gap");
}

TEST_F(RegistryRecountTest, BentContextIsFound) {
  using Record = v1::ContextFigureRecord;
  ExpectFound<Record>(FigureKey(1),
                      [](Record& r) { r.mutable_figure()->set_value(0); });
  ExpectFound<Record>(
      FigureKey(2), [](Record& r) { r.mutable_figure()->set_period("2016"); },
      "accidents 2016 21004 are not numbered without gap");
  ExpectFound<v1::ContextSeriesRecord>(
      ContextSeriesKey(kSeriesName),
      [](v1::ContextSeriesRecord& r) {
        r.mutable_series()->set_figure_count(2);
      },
      "says 2 figures and has 1");
  ExpectFound<v1::ContextSeriesRecord>(
      ContextSeriesKey(kSeriesName), [](v1::ContextSeriesRecord& r) {
        r.mutable_series()->set_source("Somebody else");
      });
  ExpectRemovalFound(FigureKey(2));
  ExpectRemovalFound(FigureKey(1), "not numbered without gap");
  ExpectRemovalFound(ContextSeriesKey(kSeriesName), "is not declared");
}

TEST_F(RegistryRecountTest, BentVersionsOfAContextSeriesAreFound) {
  v1::UpdateContextSeriesRequest request;
  v1::ContextSeries& series = *request.mutable_context_series();
  series.set_name(kSeries);
  series.mutable_unit()->set_fr("accidents");
  series.set_source("Statbel");
  series.set_frequency(v1::ContextSeries::FREQUENCY_YEAR);
  request.set_reason(kReason);
  for (const char* title : {"Accidents de roulage", "Accidents corporels"}) {
    series.mutable_title()->set_fr(title);
    ASSERT_TRUE(Ask<v1::ContextService>(
                    &v1::ContextService::Stub::UpdateContextSeries, request)
                    .ok());
  }
  ExpectVerified();
  using Record = v1::ContextSeriesRecord;
  const std::string first = FormerContextSeriesKey(kSeriesName, 1);
  ExpectFound<Record>(first, [](Record& r) {
    r.mutable_series()->mutable_title()->set_fr("Vols");
  });
  ExpectFound<Record>(
      first, [](Record& r) { r.mutable_series()->set_version(2); },
      "accidents are not numbered without gap");
  ExpectFound<Record>(
      ContextSeriesKey(kSeriesName),
      [](Record& r) { r.mutable_series()->set_version(2); },
      "accidents are not numbered without gap");
  ExpectRemovalFound(FormerContextSeriesKey(kSeriesName, 2),
                     "accidents are not numbered without gap");
  ExpectRemovalFound(first, "accidents are not numbered without gap");
  ExpectRemovalFound(ContextSeriesKey(kSeriesName),
                     "versions are kept of " + std::string(kSeries) +
                         ", which is not declared");
}

TEST_F(RegistryRecountTest, BentWithdrawalOfAContextFigureIsFound) {
  v1::WithdrawContextFigureRequest request;
  request.set_parent(kSeries);
  request.set_period("2017");
  request.set_area("21004");
  request.set_reason(kReason);
  request.set_expected_version(2);
  ASSERT_TRUE(Ask<v1::ContextService>(
                  &v1::ContextService::Stub::WithdrawContextFigure, request)
                  .ok());
  ExpectVerified();
  using Record = v1::ContextFigureRecord;
  // What would show the figure again.
  ExpectFound<Record>(
      FigureKey(3),
      [](Record& r) { r.mutable_figure()->set_is_withdrawn(false); },
      "says 0 figures and has 1");
  ExpectFound<Record>(
      FigureKey(2),
      [](Record& r) { r.mutable_figure()->set_is_withdrawn(true); },
      "accidents 2017 21004 withdraws a figure that does not stand");
  ExpectRemovalFound(FigureKey(3), "says 0 figures and has 1");
}

// A store as a program of schema 6 left it: a target lies under its year.
TEST_F(RegistryTest, ATargetOfBeforeIsTheFirstVersion) {
  const TargetName name{kMeasure, 2018, 0};
  const store::TemporaryFolder folder;
  {
    const auto old =
        store::OpenRocksdbStore(folder.path(), {.schema_version = 6});
    ASSERT_TRUE(old.ok()) << old.status();
    ASSERT_TRUE((*old)
                    ->Transact([&](store::Transaction& transaction) {
                      v1::Target target;
                      target.set_name(FormatTarget(name));
                      target.set_year(2018);
                      target.set_value(12);
                      target.mutable_baseline()->set_year(2016);
                      store::PutRecord(transaction, FormerTargetKey(name),
                                       target);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  const auto opened = store::OpenRocksdbStore(folder.path(), StoreOptions());
  ASSERT_TRUE(opened.ok()) << opened.status();
  const auto snapshot = (*opened)->Read();
  const auto versions = ReadTargetVersions(*snapshot, name);
  ASSERT_TRUE(versions.ok()) << versions.status();
  ASSERT_EQ(versions->size(), 1u);
  EXPECT_EQ(versions->front().value(), 12);
  EXPECT_EQ(versions->front().version(), 1);
  EXPECT_EQ(versions->front().etag(), "1");
  EXPECT_EQ(versions->front().baseline().year(), 2016);
  // Nobody knows.
  EXPECT_EQ(versions->front().office(), "");
  EXPECT_FALSE(versions->front().has_update_time());
  EXPECT_FALSE(snapshot->Get(FormerTargetKey(name))->has_value());
  const auto report = VerifyAggregates(*snapshot);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->differences, testing::IsEmpty());
}

TEST_F(RegistryTest, AnOlderProgramDoesNotOpenWhatItWouldShow) {
  const store::TemporaryFolder folder;
  ASSERT_TRUE(store::OpenRocksdbStore(folder.path(), StoreOptions()).ok());
  // 11 knows no statements, 12 no digests of ids and no moves of months, 13 no
  // withdrawals of context figures and no targets of terms, 15 no measures of
  // the municipality's own.
  for (const uint32_t version : {6, 11, 12, 13, 15}) {
    EXPECT_EQ(ErrorReason(store::OpenRocksdbStore(folder.path(),
                                                  {.schema_version = version})
                              .status()),
              "STORE_NEWER");
  }
}

}  // namespace
}  // namespace entente::indicators
