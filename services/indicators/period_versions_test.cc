// Several versions in one call: as each alone, all of them or none.
#include <string>
#include <vector>

#include "services/indicators/period_fixture_test.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/period_version_store.h"

namespace entente::indicators {
namespace {

constexpr char kBatch[] =
    "entente.indicators.v1.PeriodService/BatchGetPeriodVersions";

class PeriodVersionsTest : public PeriodTest {
 protected:
  // March and April are approved.
  void SetUp() override {
    PeriodTest::SetUp();
    ASSERT_TRUE(Adopt().ok());
    ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 7)})), "");
    for (const int month : {3, 4}) {
      ASSERT_TRUE(Confirm(month).ok());
      ASSERT_TRUE(Approve(month).ok());
    }
  }

  static std::string VersionName(int month, int number = 1) {
    return absl::StrCat(Name(month), "/versions/", number);
  }

  static v1::BatchGetPeriodVersionsRequest Request(
      const std::vector<std::string>& names) {
    v1::BatchGetPeriodVersionsRequest request;
    request.set_parent(kSampleMunicipality);
    for (const std::string& name : names) request.add_names(name);
    return request;
  }

  absl::StatusOr<v1::BatchGetPeriodVersionsResponse> Batch(
      const v1::BatchGetPeriodVersionsRequest& request,
      const std::string& subject = "p-1001",
      const std::string& role = "coordinator") {
    return Call(&v1::PeriodService::Stub::BatchGetPeriodVersions, request,
                subject, role);
  }

  std::string Reason(const v1::BatchGetPeriodVersionsRequest& request) {
    return ErrorReason(Batch(request).status());
  }

  void MakeSensitive() {
    v1::ConventionRecord record = SampleConvention();
    for (auto& measure : *record.mutable_measures()) {
      measure.set_is_sensitive(measure.code() == "distinct_persons");
    }
    service_.Deliver("conventions", "definitions-2", ToEvent(record));
  }
};

TEST_F(PeriodVersionsTest, AreAnsweredAsEachAloneInTheOrderOfTheRequest) {
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0002", 4, 1)})), "");
  const auto both = Batch(Request({VersionName(4), VersionName(3)}));
  ASSERT_TRUE(both.ok()) << both.status();
  ASSERT_EQ(both->versions_size(), 2);
  EXPECT_EQ(both->versions(0).SerializeAsString(),
            Version(4, 1)->SerializeAsString());
  EXPECT_EQ(both->versions(1).SerializeAsString(),
            Version(3, 1)->SerializeAsString());
  EXPECT_TRUE(both->versions(0).is_outdated());
  EXPECT_FALSE(both->versions(1).is_outdated());
}

TEST_F(PeriodVersionsTest, WithoutFiguresItIsStillSaidWhetherAnyMoved) {
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0002", 4, 1)})), "");
  v1::BatchGetPeriodVersionsRequest request = Request({VersionName(4)});
  request.set_without_figures(true);
  const auto read = Batch(request);
  ASSERT_TRUE(read.ok()) << read.status();
  v1::PeriodVersion expected = *Version(4, 1);
  ASSERT_GT(expected.figures_size(), 0);
  ASSERT_GT(expected.changes_size(), 0);
  expected.clear_figures();
  expected.clear_changes();
  expected.clear_judgements();
  EXPECT_EQ(read->versions(0).SerializeAsString(),
            expected.SerializeAsString());
  EXPECT_TRUE(read->versions(0).is_outdated());
  EXPECT_NE(read->versions(0).sha256(), "");
}

TEST_F(PeriodVersionsTest, OneThatThereIsNotIsNamedAndNothingIsAnswered) {
  const auto refused =
      Batch(Request({VersionName(3), VersionName(4, 2), VersionName(4)}))
          .status();
  EXPECT_TRUE(absl::IsNotFound(refused)) << refused;
  ASSERT_EQ(ErrorReason(refused), "VERSION_UNKNOWN");
  const ErrorDetail detail = *GetErrorDetail(refused);
  EXPECT_EQ(detail.field, "names[1]");
  for (const std::string& sentence : {std::string(refused.message()),
                                      detail.sentence.fr, detail.sentence.nl}) {
    EXPECT_THAT(sentence, testing::HasSubstr(VersionName(4, 2)));
  }
  // Alone it is refused by the field of that call.
  EXPECT_EQ(GetErrorDetail(Version(4, 2).status())->field, "name");
}

// Whoever asks for several is shown no more than who asks for each, and leaves
// as many traces.
TEST_F(PeriodVersionsTest, ASensitiveMeasureIsHiddenAndEachReadingRecorded) {
  MakeSensitive();
  ASSERT_TRUE(Version(4, 1).ok());
  ASSERT_TRUE(Version(3, 1).ok());
  const size_t before = service_.log().Entries().size();
  const auto both = Batch(Request({VersionName(4), VersionName(3)}));
  ASSERT_TRUE(both.ok()) << both.status();
  const auto entries = service_.log().Entries();
  ASSERT_EQ(entries.size(), before + 2);
  // Of the same objects as when each was read alone.
  for (const size_t place : {before, before + 1}) {
    EXPECT_EQ(entries[place].method(), kBatch);
    EXPECT_EQ(entries[place].object(), entries[place - 2].object());
    EXPECT_EQ(entries[place].object_version(), 1);
  }
  EXPECT_NE(entries[before].object(), entries[before + 1].object());
  for (const v1::PeriodVersion& version : both->versions()) {
    // Of the measure one entry that says nothing; no hash to try figures on.
    ASSERT_GE(version.figures_size(), 1);
    EXPECT_EQ(version.figures(0).measure_code(), "distinct_persons");
    EXPECT_TRUE(version.figures(0).is_confidential());
    EXPECT_EQ(version.figures(0).value(), 0);
    EXPECT_EQ(version.sha256(), "");
  }
  // Without figures as well: whether they moved is told of what they are.
  v1::BatchGetPeriodVersionsRequest request = Request({VersionName(4)});
  request.set_without_figures(true);
  ASSERT_TRUE(Batch(request).ok());
  EXPECT_EQ(service_.log().Entries().size(), before + 3);
}

TEST_F(PeriodVersionsTest, OfWhatIsRefusedNoReadingIsRecorded) {
  MakeSensitive();
  const size_t before = service_.log().Entries().size();
  EXPECT_EQ(Reason(Request({VersionName(4), VersionName(3, 2)})),
            "VERSION_UNKNOWN");
  const auto entries = service_.log().Entries();
  for (size_t place = before; place < entries.size(); ++place) {
    EXPECT_NE(entries[place].outcome(), audit::AuditEntry::OUTCOME_PERMITTED);
  }
}

TEST_F(PeriodVersionsTest, NoMoreIsAskedThanAReplyMayHold) {
  std::vector<std::string> names;
  for (int number = 1; number <= kVersionNamesMax; ++number) {
    names.push_back(VersionName(4, number));
  }
  // As many as may be: what is refused is that there is no second version.
  EXPECT_EQ(Reason(Request(names)), "VERSION_UNKNOWN");
  names.push_back(VersionName(3));
  const auto refused = Batch(Request(names)).status();
  ASSERT_EQ(ErrorReason(refused), "NAMES_TOO_MANY") << refused;
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("max"), "120");
  EXPECT_EQ(Reason(Request({})), "NAMES_MISSING");
  EXPECT_EQ(Reason(Request({VersionName(4), VersionName(4)})), "NAME_TWICE");
}

// How much versions hold is not known from how many they are.
TEST_F(PeriodVersionsTest, NothingIsRecordedOfVersionsThatNoMessageHolds) {
  MakeSensitive();
  const PeriodName april = {"21004", 2018 * 12 + 4 - 1};
  ASSERT_TRUE(
      service_.store()
          .Transact([&](store::Transaction& transaction) {
            for (const int number : {2, 3, 4}) {
              v1::PeriodVersionRecord record;
              record.mutable_version()->set_name(VersionName(4, number));
              record.mutable_version()->set_reopen_reason(
                  std::string(kVersionsBytesMax / 3, 'x'));
              const absl::Status put =
                  PutPeriodVersion(transaction, {april, number}, record);
              if (!put.ok()) return put;
            }
            return absl::OkStatus();
          })
          .ok());
  const size_t before = service_.log().Entries().size();
  const auto refused = Batch(Request({VersionName(4, 2), VersionName(4, 3),
                                      VersionName(4, 4), VersionName(4)}))
                           .status();
  ASSERT_EQ(ErrorReason(refused), "REPLY_TOO_LARGE") << refused;
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("max_bytes"),
            absl::StrCat(kVersionsBytesMax));
  const auto entries = service_.log().Entries();
  for (size_t place = before; place < entries.size(); ++place) {
    EXPECT_NE(entries[place].outcome(), audit::AuditEntry::OUTCOME_PERMITTED);
  }
  // Whoever asks for fewer is answered.
  const auto fewer = Batch(Request({VersionName(4, 2), VersionName(4, 3)}));
  EXPECT_TRUE(fewer.ok()) << fewer.status();
}

TEST_F(PeriodVersionsTest, AReplyEndsAtItsBytesAndItsTime) {
  EXPECT_TRUE(CheckVersionsReply(kVersionsBytesMax, true).ok());
  EXPECT_EQ(ErrorReason(CheckVersionsReply(kVersionsBytesMax + 1, true)),
            "REPLY_TOO_LARGE");
  const absl::Status late = CheckVersionsReply(1, false);
  EXPECT_TRUE(absl::IsDeadlineExceeded(late)) << late;
  EXPECT_EQ(ErrorReason(late), "VERSIONS_TAKE_TOO_LONG");
}

TEST_F(PeriodVersionsTest, EveryNameIsOneOfTheMunicipality) {
  const auto refused =
      Batch(Request({VersionName(4),
                     "municipalities/21009/periods/2018-04/versions/1"}))
          .status();
  EXPECT_EQ(ErrorReason(refused), "NAME_ELSEWHERE");
  EXPECT_EQ(GetErrorDetail(refused)->field, "names[1]");
  for (const std::string& name :
       {std::string(), Name(4), VersionName(4, 0), VersionName(4) + "/",
        VersionName(4) + "0x"}) {
    EXPECT_EQ(Reason(Request({name})), "NAME_INVALID") << name;
  }
  v1::BatchGetPeriodVersionsRequest request = Request({VersionName(4)});
  request.set_parent("municipalities");
  EXPECT_EQ(Reason(request), "NAME_INVALID");
}

TEST_F(PeriodVersionsTest, WhoMayNotReadOneMayNotReadSeveral) {
  EXPECT_EQ(ErrorReason(
                Batch(Request({VersionName(4)}), "zone5339", "zone").status()),
            "PERMISSION_MISSING");
}

TEST(DueDayTest, IsThatOfTheCalendarThatGovernsTheMonth) {
  v1::PeriodCalendar calendar;
  *calendar.mutable_first_month() = MakeDate(2018, 3, 1);
  calendar.set_due_days(10);
  calendar.set_lock_days(20);
  calendar.set_close_days(40);
  const PeriodBook book(1, {calendar}, {});
  const PeriodName march{"21004", 2018 * 12 + 2};
  const auto due = DueDayOf(book, march);
  ASSERT_TRUE(due.ok()) << due.status();
  EXPECT_EQ(*due, absl::CivilDay(2018, 4, 10));
  // A version without a calendar is damage, and no crash.
  const PeriodName february{"21004", 2018 * 12 + 1};
  EXPECT_TRUE(absl::IsDataLoss(DueDayOf(book, february).status()));
}

}  // namespace
}  // namespace entente::indicators
