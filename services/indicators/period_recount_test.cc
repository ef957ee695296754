// What is kept of periods: after a restart, in the recount, and in a store from
// before it was kept.
#include <string>
#include <vector>

#include "services/common/store/records.h"
#include "services/indicators/period_fixture_test.h"
#include "services/indicators/schema_store.h"

namespace entente::indicators {
namespace {

TEST_F(PeriodTest, EverythingIsThereAfterARestart) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  const auto before = Get(4);
  service_.Reopen();
  EXPECT_EQ(Get(4)->SerializeAsString(), before->SerializeAsString());
  EXPECT_EQ(Refused(Deliver({Row("event-0002")})), "PERIOD_APPROVED");
}

// Figures that might point at a person: nobody is shown those of a month, and
// whoever reads the version is in the log.
TEST_F(PeriodTest, AVersionWithASensitiveMeasureIsReadOnRecordAndShowsNone) {
  v1::ConventionRecord record = SampleConvention();
  for (auto& measure : *record.mutable_measures()) {
    measure.set_is_sensitive(measure.code() == "distinct_persons");
  }
  service_.Deliver("conventions", "definitions-2", ToEvent(record));
  ASSERT_TRUE(Adopt().ok());
  v1::Observation row = Row("event-0001", 4, 3);
  row.set_measure_code("distinct_persons");
  ASSERT_EQ(Refused(Deliver({row, Row("event-0002", 4, 7)})), "");
  ASSERT_TRUE(Confirm(4).ok());
  const auto approved = Approve(4);
  ASSERT_TRUE(approved.ok()) << approved.status();
  const size_t before = service_.log().Entries().size();
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  for (const v1::PeriodVersion& seen : {*approved, *version}) {
    ASSERT_EQ(seen.figures_size(), 2);
    EXPECT_TRUE(seen.figures(0).is_confidential());
    EXPECT_EQ(seen.figures(0).value(), 0);
    EXPECT_EQ(seen.figures(0).area(), "");
    EXPECT_EQ(seen.figures(1).value(), 7);
  }
  const auto entries = service_.log().Entries();
  ASSERT_EQ(entries.size(), before + 1);
  EXPECT_EQ(entries.back().method(),
            "entente.indicators.v1.PeriodService/GetPeriodVersion");
  // What is frozen is exact.
  const auto frozen = store::GetRecord<v1::PeriodVersionRecord>(
      *service_.store().Read(),
      PeriodVersionKey({{"21004", 2018 * 12 + 3}, 1}));
  EXPECT_EQ((*frozen)->version().figures(0).value(), 3);
  // Without one no entry is made.
  ASSERT_TRUE(Confirm(3).ok());
  ASSERT_TRUE(Approve(3).ok());
  const size_t then = service_.log().Entries().size();
  ASSERT_TRUE(Version(3, 1).ok());
  EXPECT_EQ(service_.log().Entries().size(), then);
  ExpectVerified();
}

TEST_F(PeriodTest, TheRecountFindsABentVersionAndABentCount) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 7)})), "");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  ExpectVerified();
  const PeriodName april{"21004", 2018 * 12 + 3};
  const auto bend = [&](auto record, const std::string& key, auto change) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      auto found =
                          store::GetRecord<decltype(record)>(transaction, key);
                      change(**found);
                      store::PutRecord(transaction, key, **found);
                      return absl::OkStatus();
                    })
                    .ok());
  };
  const auto differences = [&] {
    return VerifyAggregates(*service_.store().Read())->differences;
  };
  const auto set_value = [](int64_t value) {
    return [value](v1::PeriodVersionRecord& record) {
      record.mutable_version()->mutable_figures(0)->set_value(value);
    };
  };
  bend(v1::PeriodVersionRecord(), PeriodVersionKey({april, 1}), set_value(8));
  EXPECT_THAT(differences(),
              testing::ElementsAre(
                  testing::HasSubstr("versions/1 is not what was frozen"),
                  testing::HasSubstr("moved although the month is approved")));
  bend(v1::PeriodVersionRecord(), PeriodVersionKey({april, 1}), set_value(7));
  const auto set_count = [](int64_t count) {
    return [count](v1::SourceMonthRecord& record) {
      record.set_contributions(count);
    };
  };
  bend(v1::SourceMonthRecord(), SourceMonthKey({april, "zone5339"}),
       set_count(2));
  EXPECT_THAT(differences(),
              testing::ElementsAre(
                  testing::HasSubstr("zone5339 in municipalities/21004/periods/"
                                     "2018-04 differs from the recount"),
                  testing::HasSubstr("confirmed is not what counts there")));
  bend(v1::SourceMonthRecord(), SourceMonthKey({april, "zone5339"}),
       set_count(1));
  bend(v1::PeriodRecord(), PeriodRecordKey(april),
       [](v1::PeriodRecord& record) { record.set_latest_version(2); });
  EXPECT_THAT(differences(), testing::ElementsAre(testing::HasSubstr(
                                 "does not have the versions it should")));
}

TEST_F(PeriodTest, AStoreFromBeforeIsCounted) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001"), Row("event-0002", 5),
                             Row("event-0003", 6)})),
            "");
  ASSERT_EQ(Refused(Deliver({Row("event-0004", 7, 2, "event-0001")})), "");
  ASSERT_TRUE(service_.store()
                  .Transact([&](store::Transaction& transaction) {
                    std::vector<std::string> keys;
                    const absl::Status scanned = transaction.Scan(
                        AllSourceMonthsPrefix(), "",
                        [&](absl::string_view key, absl::string_view) {
                          keys.emplace_back(key);
                          return true;
                        });
                    for (const std::string& key : keys) transaction.Delete(key);
                    return scanned.ok() ? CountSourceMonths(transaction)
                                        : scanned;
                  })
                  .ok());
  ExpectVerified();
  ASSERT_TRUE(Adopt().ok());
  // When it came is not known, so whether it was in time is not said.
  EXPECT_EQ(Get(5)->sources(0).contributions(), 1);
  EXPECT_EQ(Get(5)->sources(0).timeliness(),
            v1::PeriodSource::TIMELINESS_UNSPECIFIED);
}

}  // namespace
}  // namespace entente::indicators
