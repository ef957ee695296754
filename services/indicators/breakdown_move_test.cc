// What moves of the parts of a measure: in a rehearsal, and for who watches.
#include <string>
#include <vector>

#include "services/indicators/breakdown_fixture_test.h"

namespace entente::indicators {
namespace {

using BreakdownMoveTest = BreakdownTest;

TEST_F(BreakdownMoveTest, ATrialSaysWhichPartsWouldMove) {
  ASSERT_EQ(Refused(Deliver({SplitRow("event-0001", {{"audience", "youth"}})})),
            "");
  const auto trial = Deliver(
      {SplitRow("fix-000001", {{"audience", "adults"}}, 4, 2, "event-0001"),
       SplitRow("event-0002", {}, 5, 3)},
      "zone5339", /*is_validate_only=*/true);
  ASSERT_TRUE(trial.ok()) << trial.status();
  std::vector<std::string> moves;
  // What is said of the whole is apart: who adds it up adds no part to it.
  ASSERT_EQ(trial->moves_size(), 1);
  EXPECT_EQ(trial->moves(0).value(), 3);
  for (const v1::FigureMove& move : trial->part_moves()) {
    moves.push_back(absl::StrCat(move.measure_code(), " ", move.split_by(), " ",
                                 move.split_code(), " ", move.month().month(),
                                 " ", move.value(), " ", move.contributions()));
  }
  // In all nothing moves in April.
  EXPECT_THAT(moves, testing::UnorderedElementsAre(
                         "nuisance_actions audience adults 4 2 1",
                         "nuisance_actions audience youth 4 -2 -1"));
}

TEST_F(BreakdownMoveTest, WhoWatchesPartsIsSentAllOfThoseThatMoved) {
  v1::WatchSeriesRequest request;
  request.set_parent(kSampleMunicipality);
  request.add_measure_codes("nuisance_actions");
  *request.mutable_from() = MakeDate(2018, 1, 1);
  *request.mutable_until() = MakeDate(2018, 12, 1);
  request.set_split_by("audience");
  const auto stub = service_.Stub<v1::SeriesService>();
  // The first message of a stream, which is then left.
  const auto watch = [&] {
    auto context = service_.harness().Context("p-1001", {"coordinator"});
    const auto stream = stub->WatchSeries(context.get(), request);
    v1::WatchSeriesResponse update;
    EXPECT_TRUE(stream->Read(&update));
    context->TryCancel();
    v1::WatchSeriesResponse more;
    while (stream->Read(&more)) continue;
    stream->Finish();
    request.set_resume_token(update.resume_token());
    return update;
  };
  EXPECT_EQ(watch().series_size(), 4);
  EXPECT_EQ(watch().series_size(), 0);
  ASSERT_EQ(Refused(Deliver({SplitRow("event-0001", {{"audience", "youth"}})})),
            "");
  const auto moved = watch();
  ASSERT_EQ(moved.series_size(), 4);
  EXPECT_EQ(moved.series(0).split_code(), "youth");
  EXPECT_EQ(moved.series(0).total().value(), 2);
  // From one part to another: in all nothing moves, and it is news.
  ASSERT_EQ(Refused(Deliver({SplitRow("fix-000001", {{"audience", "adults"}}, 4,
                                      2, "event-0001")})),
            "");
  EXPECT_EQ(watch().series(1).total().value(), 2);
  // A token of the parts is none of the whole.
  request.clear_split_by();
  auto context = service_.harness().Context("p-1001", {"coordinator"});
  const auto stream = stub->WatchSeries(context.get(), request);
  v1::WatchSeriesResponse none;
  EXPECT_FALSE(stream->Read(&none));
  EXPECT_EQ(ErrorReason(channel::FromWire(stream->Finish())),
            "RESUME_TOKEN_INVALID");
}

}  // namespace
}  // namespace entente::indicators
