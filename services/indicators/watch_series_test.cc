// Watching series: what is sent first, what later, and that nothing is missed
// by whoever was away.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/ingest_fixture_test.h"
#include "services/indicators/watch_rules.h"

namespace entente::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

v1::WatchSeriesRequest Question(const std::string& token = "") {
  v1::WatchSeriesRequest request;
  request.set_parent(kSampleMunicipality);
  request.add_measure_codes("nuisance_actions");
  request.add_measure_codes("trainings");
  *request.mutable_from() = MakeDate(2018, 1, 1);
  *request.mutable_until() = MakeDate(2018, 12, 1);
  request.set_resume_token(token);
  return request;
}

// One open stream.
class Watcher {
 public:
  Watcher(RunningService& service, const v1::WatchSeriesRequest& request,
          const std::string& role = "coordinator")
      : stub_(service.Stub<v1::SeriesService>()),
        context_(service.harness().Context("p-1001", {role})),
        stream_(stub_->WatchSeries(context_.get(), request)) {}
  ~Watcher() {
    context_->TryCancel();
    if (!is_ended_) End().IgnoreError();
  }

  // The next message; a failure and an empty one when the stream has ended.
  v1::WatchSeriesResponse Next() {
    v1::WatchSeriesResponse update;
    EXPECT_TRUE(stream_->Read(&update));
    return update;
  }
  absl::Status End() {
    is_ended_ = true;
    v1::WatchSeriesResponse update;
    while (stream_->Read(&update)) continue;
    return channel::FromWire(stream_->Finish());
  }

 private:
  std::unique_ptr<v1::SeriesService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchSeriesResponse>> stream_;
  bool is_ended_ = false;
};

std::vector<std::string> CodesOf(const v1::WatchSeriesResponse& update) {
  std::vector<std::string> codes;
  for (const v1::Series& series : update.series()) {
    codes.push_back(series.measure_code());
  }
  return codes;
}

class WatchSeriesTest : public IngestServiceTest {
 protected:
  void Deliver(const std::string& id, int64_t value = 2) {
    Client client(service_, "s-" + id);
    ASSERT_TRUE(client.Send(1, 0, {Row(id, 4, value)}).ok());
  }
};

TEST_F(WatchSeriesTest, SendsEverythingFirstAndThenWhatChanged) {
  Watcher watcher(service_, Question());
  const auto first = watcher.Next();
  EXPECT_THAT(CodesOf(first), ElementsAre("nuisance_actions", "trainings"));
  EXPECT_THAT(first.resume_token(), Not(IsEmpty()));
  Deliver("event-0001", 3);
  const auto second = watcher.Next();
  ASSERT_THAT(CodesOf(second), ElementsAre("nuisance_actions"));
  EXPECT_EQ(second.series(0).total().value(), 3);
  EXPECT_EQ(second.series(0).ShortDebugString(),
            Series("nuisance_actions")->ShortDebugString());
  EXPECT_NE(second.resume_token(), first.resume_token());
}

TEST_F(WatchSeriesTest, WhoComesBackIsSentWhatIsDifferentAndNothingElse) {
  std::string token = Watcher(service_, Question()).Next().resume_token();
  Deliver("event-0001", 3);
  Deliver("event-0002", 4);
  const auto back = Watcher(service_, Question(token)).Next();
  ASSERT_THAT(CodesOf(back), ElementsAre("nuisance_actions"));
  EXPECT_EQ(back.series(0).total().value(), 7);
  // In step: nothing is sent but that.
  const auto again = Watcher(service_, Question(back.resume_token())).Next();
  EXPECT_THAT(again.series(), IsEmpty());
  EXPECT_EQ(again.resume_token(), back.resume_token());
}

TEST_F(WatchSeriesTest, WhatPeopleStateIsSentAsWell) {
  v1::WatchSeriesRequest question = Question();
  question.clear_measure_codes();
  question.add_measure_codes("quality");
  Watcher watcher(service_, question);
  EXPECT_THAT(watcher.Next().series(0).months(), IsEmpty());
  v1::UpdateStatementRequest request;
  v1::Statement& statement = *request.mutable_statement();
  statement.set_name(
      "municipalities/21004/measures/quality/statements/2018-04");
  statement.mutable_words()->set_fr("Le réseau est connu");
  statement.set_evidence("minutes of the council");
  v1::Statement made;
  auto context = service_.harness().Context("p-1001", {"coordinator"});
  ASSERT_TRUE(service_.Stub<v1::StatementService>()
                  ->UpdateStatement(context.get(), request, &made)
                  .ok());
  const auto second = watcher.Next();
  ASSERT_THAT(CodesOf(second), ElementsAre("quality"));
  ASSERT_THAT(second.series(0).months(), SizeIs(1));
  EXPECT_EQ(second.series(0).months(0).contributions(), 1);
}

TEST_F(WatchSeriesTest, ARestartOfTheServiceOpensNoGap) {
  Deliver("event-0001", 3);
  const std::string token = Watcher(service_, Question()).Next().resume_token();
  service_.Reopen();
  EXPECT_THAT(Watcher(service_, Question(token)).Next().series(), IsEmpty());
  Deliver("event-0002", 4);
  service_.Reopen();
  const auto back = Watcher(service_, Question(token)).Next();
  ASSERT_THAT(CodesOf(back), ElementsAre("nuisance_actions"));
  EXPECT_EQ(back.series(0).total().value(), 7);
}

TEST_F(WatchSeriesTest, AFigureThatCameBackToWhatItWasIsNoNews) {
  Deliver("event-0001", 3);
  const std::string token = Watcher(service_, Question()).Next().resume_token();
  Client client(service_, "s-corrections");
  ASSERT_TRUE(client
                  .Send(1, 0,
                        {Row("event-000a", 4, 5, "event-0001"),
                         Row("event-000b", 4, 3, "event-000a")})
                  .ok());
  EXPECT_THAT(Watcher(service_, Question(token)).Next().series(), IsEmpty());
}

TEST_F(WatchSeriesTest, ASensitiveMeasureIsNamedAndNoMore) {
  v1::ConventionRecord record = SampleConvention();
  for (auto& measure : *record.mutable_measures()) {
    if (measure.code() == "nuisance_actions") measure.set_is_sensitive(true);
  }
  service_.Deliver("conventions", "definitions-2", ToEvent(record));
  Watcher watcher(service_, Question());
  const auto first = watcher.Next();
  ASSERT_THAT(first.series(), SizeIs(2));
  EXPECT_TRUE(first.series(0).is_confidential());
  EXPECT_FALSE(first.series(0).has_total());
  EXPECT_THAT(first.series(0).months(), IsEmpty());
  // Nor does it say when there was something to count: the next message is of
  // the other measure.
  Deliver("event-0001", 3);
  v1::Observation training = Row("event-0002", 4, 1);
  training.set_measure_code("trainings");
  Client client(service_, "s-2");
  ASSERT_TRUE(client.Send(1, 0, {training}).ok());
  EXPECT_THAT(CodesOf(watcher.Next()), ElementsAre("trainings"));
}

TEST_F(WatchSeriesTest, ATokenOfAnotherQuestionOrOfNoneIsRefused) {
  const std::string token = Watcher(service_, Question()).Next().resume_token();
  v1::WatchSeriesRequest other = Question(token);
  other.set_area("DPI-2");
  EXPECT_EQ(ErrorReason(Watcher(service_, other).End()),
            "RESUME_TOKEN_INVALID");
  for (const std::string& bad :
       {std::string("1"), token + ".", token + ".trainings:0123456789abcdef",
        "2" + token.substr(1), std::string(200'000, 'a'),
        token.substr(0, token.size() - 1) + "G"}) {
    EXPECT_EQ(ErrorReason(Watcher(service_, Question(bad)).End()),
              "RESUME_TOKEN_INVALID")
        << bad.substr(0, 80);
  }
}

TEST_F(WatchSeriesTest, WhatQuerySeriesRefusesIsRefused) {
  v1::WatchSeriesRequest reversed = Question();
  *reversed.mutable_until() = MakeDate(2017, 1, 1);
  EXPECT_EQ(ErrorReason(Watcher(service_, reversed).End()), "MONTHS_REVERSED");
  EXPECT_EQ(ErrorReason(Watcher(service_, Question(), "finance").End()),
            "PERMISSION_MISSING");
}

TEST(WatchedSeriesTest, ATokenGrowsWithTheMeasuresAndHoldsNoFigure) {
  auto watched = *WatchedSeries::Of(Question());
  v1::QuerySeriesResponse answer;
  v1::Series& series = *answer.add_series();
  series.set_measure_code("trainings");
  series.mutable_total()->set_value(987'654'321);
  const auto update = watched.Update(answer);
  EXPECT_THAT(update.resume_token(), Not(testing::HasSubstr("987654321")));
  EXPECT_LT(update.resume_token().size(), 60u);
  answer.clear_series();
  const auto gone = watched.Update(answer);
  EXPECT_THAT(gone.removed_measure_codes(), ElementsAre("trainings"));
  EXPECT_TRUE(IsNews(gone));
  EXPECT_FALSE(IsNews(watched.Update(answer)));
}

}  // namespace
}  // namespace entente::indicators
