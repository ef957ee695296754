// What of a context series is taken back, through real stubs: what it says, and
// its figures, with what was said before.
#include <string>
#include <vector>

#include "services/common/base/timestamp.h"
#include "services/indicators/context_rules.h"
#include "services/indicators/context_store.h"
#include "services/indicators/registry_fixture_test.h"

namespace entente::indicators {
namespace {

using Service = v1::ContextService;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kSeries[] = "municipalities/21004/contextSeries/accidents";
const ContextSeriesName kName{"21004", "accidents"};

class ContextVersionTest : public RegistryTest {
 protected:
  void SetUp() override {
    RegistryTest::SetUp();
    v1::CreateContextSeriesRequest request;
    request.set_parent(kSampleMunicipality);
    request.set_context_series_id("accidents");
    v1::ContextSeries& series = *request.mutable_context_series();
    series.mutable_title()->set_fr("Accidens");
    series.mutable_unit()->set_fr("accidents");
    series.set_source("Statbel");
    series.set_frequency(v1::ContextSeries::FREQUENCY_YEAR);
    // The service numbers, whatever is sent.
    series.set_version(7);
    series.set_reason("Sent by a client");
    const auto made =
        Ask<Service>(&Service::Stub::CreateContextSeries, request);
    ASSERT_TRUE(made.ok()) << made.status();
    EXPECT_EQ(made->version(), 1);
    EXPECT_EQ(made->etag(), "1");
    EXPECT_EQ(made->reason(), "");
  }
  void TearDown() override { ExpectVerified(); }

  // The series as it is, with another title.
  v1::UpdateContextSeriesRequest Titled(const std::string& title) {
    v1::UpdateContextSeriesRequest request;
    *request.mutable_context_series() = Read().context_series();
    request.mutable_context_series()->mutable_title()->set_fr(title);
    request.set_reason(kReason);
    return request;
  }
  absl::StatusOr<v1::ContextSeries> Change(
      const v1::UpdateContextSeriesRequest& request,
      const std::string& role = "coordinator") {
    return Ask<Service>(&Service::Stub::UpdateContextSeries, request, role);
  }
  std::string Refused(const v1::UpdateContextSeriesRequest& request,
                      const std::string& role = "coordinator") {
    return ErrorReason(Change(request, role).status());
  }
  // "2 Accidents, why" of each version, newest first.
  std::vector<std::string> Versions(int page_size = 0) {
    v1::ListContextSeriesVersionsRequest request;
    request.set_name(kSeries);
    request.set_page_size(page_size);
    std::vector<std::string> versions;
    do {
      const auto reply =
          Ask<Service>(&Service::Stub::ListContextSeriesVersions, request);
      EXPECT_TRUE(reply.ok()) << reply.status();
      if (!reply.ok()) break;
      for (const v1::ContextSeries& series : reply->context_series()) {
        EXPECT_EQ(series.etag(), absl::StrCat(series.version()));
        versions.push_back(absl::StrCat(
            series.version(), " ", series.title().fr(), ", ", series.reason()));
      }
      request.set_page_token(reply->next_page_token());
    } while (!request.page_token().empty());
    return versions;
  }

  v1::QueryContextResponse Read(v1::QueryContextRequest request = {}) {
    request.set_name(kSeries);
    const auto reply = Ask<Service>(&Service::Stub::QueryContext, request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? *reply : v1::QueryContextResponse();
  }
  // "2017 21004 12 v1" of each; of a withdrawal "2017 21004 withdrawn v2".
  std::vector<std::string> Figures(
      const v1::QueryContextRequest& request = {}) {
    std::vector<std::string> figures;
    const v1::QueryContextResponse read = Read(request);
    for (const v1::ContextFigure& figure : read.figures()) {
      figures.push_back(absl::StrCat(
          figure.period(), " ", figure.area(), " ",
          figure.is_withdrawn() ? "withdrawn" : absl::StrCat(figure.value()),
          " v", figure.version()));
    }
    return figures;
  }

  // "1 0 2": created, corrected, unchanged; then "back 2017 21004 v3" of each
  // that was withdrawn.
  std::string Add(const std::string& period, int64_t value,
                  const std::string& area = "21004",
                  const std::string& reason = "") {
    v1::AddContextFiguresRequest request;
    request.set_parent(kSeries);
    v1::ContextFigure& figure = *request.add_figures();
    figure.set_period(period);
    figure.set_area(area);
    figure.set_value(value);
    *figure.mutable_publish_date() = MakeDate(2018, 4, 30);
    request.set_reason(reason);
    const auto reply = Ask<Service>(&Service::Stub::AddContextFigures, request);
    if (!reply.ok()) return ErrorReason(reply.status());
    std::string added =
        absl::StrCat(reply->created_count(), " ", reply->corrected_count(), " ",
                     reply->unchanged_count());
    EXPECT_EQ(reply->restored_count(), reply->restored_figures_size());
    for (const v1::ContextFigure& back : reply->restored_figures()) {
      absl::StrAppend(&added, " back ", back.period(), " ", back.area(), " v",
                      back.version());
    }
    return added;
  }
  static v1::WithdrawContextFigureRequest Withdrawal(
      const std::string& period, const std::string& area = "21004",
      int32_t version = 1) {
    v1::WithdrawContextFigureRequest request;
    request.set_parent(kSeries);
    request.set_period(period);
    request.set_area(area);
    request.set_reason(kReason);
    request.set_expected_version(version);
    return request;
  }
  // Empty when it was done.
  std::string Withdraw(const v1::WithdrawContextFigureRequest& request,
                       const std::string& role = "coordinator") {
    return ErrorReason(
        Ask<Service>(&Service::Stub::WithdrawContextFigure, request, role)
            .status());
  }
};

TEST_F(ContextVersionTest, AChangeIsANewVersionAndWhatWasSaidIsKept) {
  ASSERT_EQ(Add("2017", 20), "1 0 0");
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  v1::UpdateContextSeriesRequest request = Titled("Accidents");
  request.mutable_context_series()->set_reference("tableau 4");
  const auto changed = Change(request);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->version(), 2);
  EXPECT_EQ(changed->etag(), "2");
  EXPECT_EQ(changed->reason(), kReason);
  EXPECT_EQ(changed->office(), "coordinator");
  EXPECT_EQ(changed->figure_count(), 1);
  EXPECT_TRUE(IsBefore(changed->create_time(), changed->update_time()));
  EXPECT_EQ(Read().context_series().SerializeAsString(),
            changed->SerializeAsString());
  // Figures make no version of it.
  ASSERT_EQ(Add("2016", 30), "1 0 0");
  EXPECT_EQ(Read().context_series().version(), 2);
  const std::string last = absl::StrCat("2 Accidents, ", kReason);
  EXPECT_THAT(Versions(), ElementsAre(last, "1 Accidens, "));
  EXPECT_THAT(Versions(1), ElementsAre(last, "1 Accidens, "));
  v1::QueryContextRequest then;
  *then.mutable_as_of() = ToTimestamp(before);
  EXPECT_EQ(Read(then).context_series().title().fr(), "Accidens");
  EXPECT_EQ(Read(then).context_series().reference(), "");
  v1::ListContextSeriesRequest list;
  list.set_parent(kSampleMunicipality);
  const auto listed = Ask<Service>(&Service::Stub::ListContextSeries, list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->context_series_size(), 1);
  EXPECT_EQ(listed->context_series(0).title().fr(), "Accidents");
  service_.Reopen();
  EXPECT_THAT(Versions(), ElementsAre(last, "1 Accidens, "));
}

TEST_F(ContextVersionTest, WhatSaysTheSameIsNoVersionAndATrialNeither) {
  EXPECT_EQ(Change(Titled("Accidens"))->version(), 1);
  v1::UpdateContextSeriesRequest trial = Titled("Accidents");
  trial.set_validate_only(true);
  EXPECT_EQ(Change(trial)->version(), 2);
  EXPECT_THAT(Versions(), ElementsAre("1 Accidens, "));
  v1::UpdateContextSeriesRequest once = Titled("Accidents");
  once.set_request_id("r-1");
  EXPECT_EQ(Change(once)->version(), 2);
  EXPECT_EQ(Change(once)->version(), 2);
  EXPECT_EQ(Versions().size(), 2u);
}

TEST_F(ContextVersionTest, AStaleOrWrongChangeIsRefused) {
  v1::UpdateContextSeriesRequest stale = Titled("Vols");
  stale.set_etag(stale.context_series().etag());
  ASSERT_TRUE(Change(Titled("Accidents")).ok());
  const auto refused = Change(stale);
  EXPECT_EQ(ErrorReason(refused.status()), "ETAG_MISMATCH");
  EXPECT_EQ(GetErrorDetail(refused.status())->metadata.at("etag"), "2");
  // Its figures are by year and whole.
  v1::UpdateContextSeriesRequest request = Titled("Vols");
  request.mutable_context_series()->set_frequency(
      v1::ContextSeries::FREQUENCY_MONTH);
  EXPECT_EQ(Refused(request), "CONTEXT_STEP_FIXED");
  request = Titled("Vols");
  request.mutable_context_series()->set_decimals(1);
  EXPECT_EQ(Refused(request), "CONTEXT_STEP_FIXED");
  request = Titled("Vols");
  request.clear_reason();
  EXPECT_EQ(Refused(request), "REASON_TOO_SHORT");
  request.set_reason("mail jean@exemple.be");
  EXPECT_EQ(Refused(request), "PERSONAL_DATA_SHAPE");
  EXPECT_EQ(Refused(Titled("")), "TEXT_MISSING");
  request = Titled("Vols");
  request.mutable_context_series()->set_source(" ");
  EXPECT_EQ(Refused(request), "TEXT_MISSING");
  request = Titled("Vols");
  request.mutable_context_series()->set_name(absl::StrCat(kSeries, "-2"));
  EXPECT_EQ(Refused(request), "CONTEXT_SERIES_UNKNOWN");
  request.mutable_context_series()->set_name("accidents");
  EXPECT_EQ(Refused(request), "NAME_INVALID");
  for (const char* role : {"federal", "oversight"}) {
    EXPECT_EQ(Refused(Titled("Vols"), role), "PERMISSION_MISSING");
  }
  v1::ListContextSeriesVersionsRequest other;
  other.set_name(absl::StrCat(kSeries, "-2"));
  EXPECT_EQ(
      ErrorReason(Ask<Service>(&Service::Stub::ListContextSeriesVersions, other)
                      .status()),
      "CONTEXT_SERIES_UNKNOWN");
  EXPECT_EQ(Versions().size(), 2u);
}

TEST_F(ContextVersionTest, VersionsAreBounded) {
  for (int i = 2; i <= kContextSeriesVersionsMax; ++i) {
    ASSERT_TRUE(Change(Titled(absl::StrCat("Titre ", i))).ok()) << i;
  }
  EXPECT_EQ(Refused(Titled("Accidents")), "TOO_MANY_CONTEXT_SERIES_VERSIONS");
}

// As a program before versions were kept wrote it.
TEST_F(ContextVersionTest, ASeriesOfBeforeIsTheFirstVersion) {
  ASSERT_TRUE(service_.store()
                  .Transact([&](store::Transaction& transaction) {
                    v1::ContextSeriesRecord record =
                        **ReadContextSeries(transaction, kName);
                    record.mutable_series()->clear_version();
                    record.mutable_series()->clear_etag();
                    record.mutable_series()->clear_update_time();
                    return PutContextSeries(transaction, kName, record);
                  })
                  .ok());
  ExpectVerified();
  v1::UpdateContextSeriesRequest request = Titled("Accidents");
  EXPECT_EQ(request.context_series().version(), 1);
  request.set_etag("1");
  EXPECT_EQ(Change(request)->version(), 2);
  EXPECT_THAT(Versions(), ElementsAre(absl::StrCat("2 Accidents, ", kReason),
                                      "1 Accidens, "));
}

TEST_F(ContextVersionTest, AWithdrawnFigureIsToldInItsHistoryAlone) {
  ASSERT_EQ(Add("2017", 20), "1 0 0");
  ASSERT_EQ(Add("2017", 7, "DPI-1"), "1 0 0");
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  const auto withdrawn =
      Ask<Service>(&Service::Stub::WithdrawContextFigure, Withdrawal("2017"));
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_TRUE(withdrawn->is_withdrawn());
  EXPECT_EQ(withdrawn->version(), 2);
  EXPECT_EQ(withdrawn->reason(), kReason);
  EXPECT_EQ(withdrawn->office(), "coordinator");
  EXPECT_FALSE(withdrawn->has_publish_date());
  EXPECT_THAT(Figures(), ElementsAre("2017 DPI-1 7 v1"));
  EXPECT_EQ(Read().context_series().figure_count(), 1);
  v1::QueryContextRequest request;
  request.set_show_corrected(true);
  EXPECT_THAT(Figures(request),
              ElementsAre("2017 21004 20 v1", "2017 21004 withdrawn v2",
                          "2017 DPI-1 7 v1"));
  request.clear_show_corrected();
  *request.mutable_as_of() = ToTimestamp(before);
  EXPECT_THAT(Figures(request),
              ElementsAre("2017 21004 20 v1", "2017 DPI-1 7 v1"));
  service_.Reopen();
  EXPECT_THAT(Figures(), ElementsAre("2017 DPI-1 7 v1"));
}

TEST_F(ContextVersionTest, AWithdrawnFigureMayBeSaidAgain) {
  ASSERT_EQ(Add("2017", 20), "1 0 0");
  ASSERT_EQ(Withdraw(Withdrawal("2017")), "");
  EXPECT_EQ(Withdraw(Withdrawal("2017")), "CONTEXT_FIGURE_UNKNOWN");
  EXPECT_THAT(Figures(), IsEmpty());
  // The same file once more brings nothing back unless somebody says why.
  EXPECT_EQ(Add("2017", 20), "CONTEXT_REASON_MISSING");
  EXPECT_THAT(Figures(), IsEmpty());
  EXPECT_EQ(Add("2017", 20, "21004", kReason), "0 0 0 back 2017 21004 v3");
  EXPECT_THAT(Figures(), ElementsAre("2017 21004 20 v3"));
  EXPECT_EQ(Read().context_series().figure_count(), 1);
  EXPECT_EQ(Add("2017", 20), "0 0 1");
  EXPECT_EQ(Add("2017", 21), "CONTEXT_REASON_MISSING");
  v1::WithdrawContextFigureRequest once = Withdrawal("2017", "21004", 3);
  once.set_request_id("r-1");
  EXPECT_EQ(Withdraw(once), "");
  EXPECT_EQ(Withdraw(once), "");
  EXPECT_EQ(Read().context_series().figure_count(), 0);
}

TEST_F(ContextVersionTest, AFigureCorrectedSinceItWasReadIsNotWithdrawn) {
  ASSERT_EQ(Add("2017", 20), "1 0 0");
  ASSERT_EQ(Add("2017", 21, "21004", kReason), "0 1 0");
  const auto refused =
      Ask<Service>(&Service::Stub::WithdrawContextFigure, Withdrawal("2017"));
  ASSERT_EQ(ErrorReason(refused.status()), "ETAG_MISMATCH");
  EXPECT_EQ(GetErrorDetail(refused.status())->metadata.at("etag"), "2");
  EXPECT_EQ(Withdraw(Withdrawal("2017", "21004", 0)), "ETAG_MISMATCH");
  EXPECT_THAT(Figures(), ElementsAre("2017 21004 21 v2"));
  EXPECT_EQ(Withdraw(Withdrawal("2017", "21004", 2)), "");
  EXPECT_THAT(Figures(), IsEmpty());
}

TEST_F(ContextVersionTest, TheUnitStaysWhileThereAreFiguresInIt) {
  const auto in_unit = [this](const std::string& unit) {
    v1::UpdateContextSeriesRequest request = Titled("Accidents");
    request.mutable_context_series()->mutable_unit()->set_fr(unit);
    return request;
  };
  EXPECT_EQ(Refused(in_unit("blessés")), "");
  ASSERT_EQ(Add("2017", 20), "1 0 0");
  EXPECT_EQ(Refused(in_unit("accidents")), "CONTEXT_STEP_FIXED");
  ASSERT_EQ(Withdraw(Withdrawal("2017")), "");
  EXPECT_EQ(Refused(in_unit("accidents")), "");
}

TEST_F(ContextVersionTest, AnEntryOfTheAccessLogSaysWhichVersion) {
  for (const char* period : {"2015", "2016", "2017"}) {
    ASSERT_EQ(Add(period, 20), "1 0 0");
    EXPECT_EQ(service_.log().Entries().back().object_version(), 1);
  }
  ASSERT_TRUE(Change(Titled("Accidents")).ok());
  ASSERT_EQ(Withdraw(Withdrawal("2017")), "");
  EXPECT_EQ(service_.log().Entries().back().object_version(), 2);
}

TEST_F(ContextVersionTest, APageOfVersionsGoesOnBelowTheOneBefore) {
  ASSERT_TRUE(Change(Titled("Accidents")).ok());
  v1::ListContextSeriesVersionsRequest request;
  request.set_name(kSeries);
  request.set_page_size(1);
  const auto first =
      Ask<Service>(&Service::Stub::ListContextSeriesVersions, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(Change(Titled("Vols")).ok());
  request.set_page_token(first->next_page_token());
  const auto second =
      Ask<Service>(&Service::Stub::ListContextSeriesVersions, request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->context_series_size(), 1);
  EXPECT_EQ(second->context_series(0).version(), 1);
}

TEST_F(ContextVersionTest, ARefusedWithdrawalStoresNothing) {
  ASSERT_EQ(Add("2017", 20), "1 0 0");
  v1::WithdrawContextFigureRequest request = Withdrawal("2017");
  request.set_validate_only(true);
  EXPECT_EQ(Withdraw(request), "");
  request = Withdrawal("2017");
  request.clear_reason();
  EXPECT_EQ(Withdraw(request), "REASON_TOO_SHORT");
  EXPECT_EQ(Withdraw(Withdrawal("2017-01")), "PERIOD_INVALID");
  EXPECT_EQ(Withdraw(Withdrawal("2016")), "CONTEXT_FIGURE_UNKNOWN");
  EXPECT_EQ(Withdraw(Withdrawal("2017", "nowhere")), "CONTEXT_FIGURE_UNKNOWN");
  request = Withdrawal("2017");
  request.set_parent(absl::StrCat(kSeries, "-2"));
  EXPECT_EQ(Withdraw(request), "CONTEXT_SERIES_UNKNOWN");
  for (const char* role : {"federal", "oversight"}) {
    EXPECT_EQ(Withdraw(Withdrawal("2017"), role), "PERMISSION_MISSING");
  }
  EXPECT_THAT(Figures(), ElementsAre("2017 21004 20 v1"));
}

TEST_F(ContextVersionTest, AFigureOfTheMostVersionsIsWithdrawnAllTheSame) {
  for (size_t i = 1; i <= kContextVersionsMax; ++i) {
    ASSERT_EQ(Add("2017", static_cast<int64_t>(i), "21004", kReason),
              i == 1 ? "1 0 0" : "0 1 0");
  }
  EXPECT_EQ(Add("2017", -1, "21004", kReason), "TOO_MANY_CONTEXT_VERSIONS");
  EXPECT_EQ(Withdraw(Withdrawal("2017", "21004", kContextVersionsMax)), "");
  EXPECT_THAT(Figures(), IsEmpty());
  EXPECT_EQ(Add("2017", 1, "21004", kReason), "TOO_MANY_CONTEXT_VERSIONS");
}

}  // namespace
}  // namespace entente::indicators
