// What is kept of periods: after a restart, in the recount, and in a store from
// before it was kept.
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/common/store/records.h"
#include "services/common/store/temporary_folder.h"
#include "services/indicators/indicators_keys.h"
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
  // An entry is made where it has none as well, or the log would tell.
  ASSERT_TRUE(Confirm(3).ok());
  ASSERT_TRUE(Approve(3).ok());
  const size_t then = service_.log().Entries().size();
  ASSERT_TRUE(Version(3, 1).ok());
  EXPECT_EQ(service_.log().Entries().size(), then + 1);
  ExpectVerified();
}

class PeriodRecountTest : public PeriodTest {
 protected:
  void SetUp() override {
    PeriodTest::SetUp();
    ASSERT_TRUE(Adopt().ok());
    ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 7)})), "");
    ASSERT_TRUE(Reject(4).ok());
    ASSERT_TRUE(Confirm(4).ok());
    ASSERT_TRUE(Approve(4).ok());
    ExpectVerified();
  }

  // What the service would never do.
  void Bend(const std::string& key,
            absl::FunctionRef<void(std::string&)> change) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      std::string value = **transaction.Get(key);
                      change(value);
                      transaction.Put(key, value);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  template <class Record>
  void BendRecord(const std::string& key,
                  absl::FunctionRef<void(Record&)> change) {
    Bend(key, [&](std::string& value) {
      Record record;
      ASSERT_TRUE(record.ParseFromString(value));
      change(record);
      value = record.SerializeAsString();
    });
  }
  void Remove(const std::string& key) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      transaction.Delete(key);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  std::vector<std::string> Differences() {
    return VerifyAggregates(*service_.store().Read())->differences;
  }
  // The record is as it was written, but for `change`: the recount tells of
  // what is touched, and of `sentence`.
  void ExpectFound(const std::string& key,
                   absl::FunctionRef<void(v1::PeriodRecord&)> change,
                   const std::string& sentence = "") {
    const std::string before = **service_.store().Read()->Get(key);
    BendRecord<v1::PeriodRecord>(key, change);
    const auto found = Differences();
    EXPECT_THAT(found, testing::Contains(testing::HasSubstr(kTouched)));
    EXPECT_THAT(found, testing::Contains(testing::HasSubstr(sentence)));
    Bend(key, [&](std::string& value) { value = before; });
    ExpectVerified();
  }

  static constexpr char kTouched[] =
      "of 21004 were changed or removed other than by the service";
  const PeriodName april_{"21004", 2018 * 12 + 3};
};

TEST_F(PeriodRecountTest, ABentVersionAndABentCountAreFound) {
  const auto set_value = [&](int64_t value) {
    BendRecord<v1::PeriodVersionRecord>(
        PeriodVersionKey({april_, 1}), [&](v1::PeriodVersionRecord& record) {
          record.mutable_version()->mutable_figures(0)->set_value(value);
        });
  };
  set_value(8);
  EXPECT_THAT(Differences(),
              testing::ElementsAre(
                  testing::HasSubstr("versions/1 is not what was frozen"),
                  testing::HasSubstr("moved although the month is approved"),
                  testing::HasSubstr(kTouched)));
  set_value(7);
  ExpectVerified();
  const auto set_count = [&](int64_t count, int64_t of_measure) {
    BendRecord<v1::SourceMonthRecord>(
        SourceMonthKey({april_, "zone5339"}), [&](v1::SourceMonthRecord& r) {
          r.set_contributions(count);
          r.mutable_measures(0)->set_contributions(of_measure);
        });
  };
  set_count(2, 2);
  EXPECT_THAT(Differences(),
              testing::ElementsAre(
                  testing::HasSubstr("zone5339 in municipalities/21004/periods/"
                                     "2018-04 differs from the recount"),
                  testing::HasSubstr("confirmed is not what counts there")));
  set_count(1, 2);
  EXPECT_THAT(Differences(), testing::ElementsAre(testing::HasSubstr(
                                 "2018-04 differs from the recount")));
  set_count(1, 1);
  BendRecord<v1::SourceMonthRecord>(
      SourceMonthKey({april_, "zone5339"}), [](v1::SourceMonthRecord& record) {
        record.mutable_measures(0)->set_measure_code("trainings");
      });
  EXPECT_THAT(Differences(), testing::ElementsAre(testing::HasSubstr(
                                 "2018-04 differs from the recount")));
}

TEST_F(PeriodRecountTest, ABentDecisionIsFound) {
  const std::string key = PeriodRecordKey(april_);
  const auto reject = [](v1::PeriodRecord& record) {
    return record.mutable_decisions(0)->mutable_decision();
  };
  const auto approve = [](v1::PeriodRecord& record) {
    return record.mutable_decisions(1);
  };
  ExpectFound(key, [&](auto& r) { reject(r)->set_reason("another reason"); });
  ExpectFound(key, [&](auto& r) { reject(r)->set_office("finance"); });
  ExpectFound(
      key,
      [&](auto& r) { reject(r)->set_kind(v1::PeriodDecision::KIND_APPROVED); },
      "versions/1 is not what its approval says");
  ExpectFound(
      key, [&](auto& r) { approve(r)->set_subject("p-1002"); },
      "versions/1 is not what its approval says");
  ExpectFound(
      key, [](auto& r) { r.mutable_decisions()->RemoveLast(); },
      "the state of municipalities/21004/periods/2018-04 is not what its");
  ExpectFound(
      key, [](auto& r) { r.set_calendar_number(7); }, "is not what its");
  ExpectFound(
      key, [](auto& r) { r.set_latest_version(2); },
      "does not have the versions it should");
  ExpectFound(key, [](auto& r) { r.set_approver("p-1002"); });
}

TEST_F(PeriodRecountTest, AReopeningThatNobodyElseAskedIsFound) {
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  ASSERT_TRUE(AskReopening(4, MakeDate(2018, 5, 20)).ok());
  ASSERT_TRUE(EndReopening(4).ok());
  ExpectVerified();
  const std::string key = PeriodRecordKey(april_);
  const std::string sentence =
      "a re-opening of municipalities/21004/periods/2018-04 is not what";
  // Sent back, approved, asked, re-opened, asked, ended.
  ASSERT_EQ(Get(4)->decisions_size(), 6);
  const auto decision = [](v1::PeriodRecord& record, int place) {
    return record.mutable_decisions(place)->mutable_decision();
  };
  ExpectFound(
      key, [](auto& r) { r.mutable_decisions(3)->set_subject("p-1002"); },
      sentence);
  ExpectFound(
      key, [&](auto& r) { decision(r, 3)->set_reason("another reason"); },
      sentence);
  ExpectFound(
      key, [&](auto& r) { decision(r, 3)->mutable_until()->set_day(30); },
      sentence);
  ExpectFound(
      key,
      [&](auto& r) {
        decision(r, 5)->set_kind(v1::PeriodDecision::KIND_REOPENED);
      },
      sentence);
  ExpectFound(
      key, [](auto& r) { r.mutable_decisions()->DeleteSubrange(4, 1); },
      sentence);
}

// Months that one person re-opened before it took two.
TEST_F(PeriodRecountTest, AReopeningOfBeforeIsNoDifference) {
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  BendRecord<v1::PeriodRecord>(PeriodRecordKey(april_), [](auto& record) {
    record.mutable_decisions()->DeleteSubrange(2, 1);
  });
  EXPECT_THAT(Differences(),
              testing::ElementsAre(testing::HasSubstr(kTouched)));
}

TEST_F(PeriodRecountTest, WhatWasRemovedIsFound) {
  ASSERT_TRUE(Adopt().ok());
  ExpectVerified();
  // The latest calendar: no gap shows that it is gone.
  Remove(CalendarKey("21004", 2));
  EXPECT_THAT(Differences(),
              testing::ElementsAre(testing::HasSubstr(kTouched)));
  Remove(CalendarKey("21004", 1));
  EXPECT_THAT(Differences(),
              testing::ElementsAre(testing::HasSubstr("is not what its"),
                                   testing::HasSubstr(kTouched)));
  // The only version of a month.
  Remove(PeriodVersionKey({april_, 1}));
  EXPECT_THAT(Differences(),
              testing::Contains(testing::HasSubstr(
                  "2018-04 does not have the versions it should")));
  Remove(PeriodRecordKey(april_));
  EXPECT_THAT(Differences(),
              testing::ElementsAre(testing::HasSubstr(kTouched)));
  Remove(PeriodHeadKey("21004"));
  EXPECT_THAT(Differences(),
              testing::ElementsAre(testing::HasSubstr(kTouched)));
  // What is left is that it confirmed.
  Remove(OwnConfirmationKey("21004", "zone5339"));
  EXPECT_THAT(
      Differences(),
      testing::ElementsAre(testing::HasSubstr("zone5339 had not confirmed")));
  Remove(SourceMonthKey({april_, "zone5339"}));
  EXPECT_THAT(Differences(), testing::ElementsAre(testing::HasSubstr(
                                 "zone5339 in municipalities/21004/periods/"
                                 "2018-04 is missing")));
}

// Everything of this service in the store of `service_`, as a program of
// version `version` would have left it.
void CopyAsOf(uint32_t version, const store::Reader& from, store::Store& to) {
  ASSERT_TRUE(
      to.Transact([&](store::Transaction& transaction) {
          return from.Scan(
              "", "", [&](absl::string_view key, absl::string_view value) {
                const auto table = static_cast<uint8_t>(key[0]);
                // The store's own and the access log; who confirmed himself
                // is kept since version 13.
                if (table >= 0xE0 || table == 0x67) return true;
                if (table == 0x63) {
                  v1::SourceMonthRecord record;
                  EXPECT_TRUE(record.ParseFromString(std::string(value)));
                  record.clear_measures();
                  if (version > 1) store::PutRecord(transaction, key, record);
                } else if (table == 0x60) {
                  v1::PeriodHead head;
                  EXPECT_TRUE(head.ParseFromString(std::string(value)));
                  head.clear_digest();
                  head.clear_etag_key();
                  store::PutRecord(transaction, key, head);
                } else {
                  transaction.Put(key, value);
                }
                return true;
              });
        }).ok());
}

// A disk that answers nobody in time is no reason not to open: nobody waits
// who could go away.
TEST_F(PeriodTest, AStoreFromBeforeIsCountedWithoutHaste) {
  v1::AdoptCalendarRequest calendar = Calendar();
  calendar.mutable_calendar()->set_lock_days(90);
  calendar.mutable_calendar()->set_close_days(95);
  ASSERT_TRUE(Adopt(calendar).ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001"), Row("event-0002", 5),
                             Row("event-0003", 3)})),
            "");
  ASSERT_EQ(Refused(Deliver({Row("event-0004", 2, 2, "event-0001")})), "");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  for (const uint32_t version : {1, 2}) {
    SCOPED_TRACE(version);
    const store::TemporaryFolder folder;
    {
      const auto old =
          store::OpenRocksdbStore(folder.path(), {.schema_version = version});
      ASSERT_TRUE(old.ok()) << old.status();
      CopyAsOf(version, *service_.store().Read(), **old);
    }
    store::StoreOptions hasty = StoreOptions();
    hasty.write_patience = absl::ZeroDuration();
    const auto opened = store::OpenRocksdbStore(folder.path(), hasty);
    ASSERT_TRUE(opened.ok()) << opened.status();
    const auto snapshot = (*opened)->Read();
    const auto report = VerifyAggregates(*snapshot);
    ASSERT_TRUE(report.ok()) << report.status();
    // What was confirmed is not known of version 1.
    EXPECT_THAT(report->differences, testing::IsEmpty());
    const PeriodName may{"21004", 2018 * 12 + 4};
    const auto months = ReadSourceMonths(*snapshot, may);
    const v1::SourceMonthRecord& record = months->at("zone5339");
    ASSERT_EQ(record.measures_size(), 1);
    EXPECT_EQ(record.measures(0).measure_code(), "nuisance_actions");
    EXPECT_EQ(record.measures(0).contributions(), 1);
    // When it came is known since version 2.
    EXPECT_EQ(record.measures(0).has_last_delivery_time(), version > 1);
    EXPECT_FALSE(ReadEtagKey(*snapshot, "21004")->empty());
    EXPECT_EQ(
        snapshot->Get(OwnConfirmationKey("21004", "zone5339"))->has_value(),
        version > 1);
  }
}

TEST_F(PeriodTest, OfADeliveryWithoutItsTimeItIsNotSaidWhetherItWasInTime) {
  // Nobody expects it to confirm.
  ASSERT_TRUE(Adopt(Calendar(1, {"zone5340"})).ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 5)})), "");
  ASSERT_TRUE(service_.store()
                  .Transact([&](store::Transaction& transaction) {
                    v1::SourceMonthRecord record;
                    record.set_contributions(1);
                    v1::SourceMeasureRecord& measure = *record.add_measures();
                    measure.set_measure_code("nuisance_actions");
                    measure.set_contributions(1);
                    store::PutRecord(
                        transaction,
                        SourceMonthKey({{"21004", 2018 * 12 + 4}, "zone5339"}),
                        record);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(Get(5)->sources(0).contributions(), 1);
  EXPECT_EQ(Get(5)->sources(0).timeliness(),
            v1::PeriodSource::TIMELINESS_UNSPECIFIED);
}

}  // namespace
}  // namespace entente::indicators
