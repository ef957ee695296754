// Nobody approves a month whose measures he defined or changed after its end.
#include <string>

#include "services/indicators/local_measure_fixture_test.h"

namespace entente::indicators {
namespace {

class LocalMeasureApprovalTest : public LocalMeasureTest {
 protected:
  void SetUp() override {
    LocalMeasureTest::SetUp();
    ASSERT_TRUE(Adopt(Calendar(1, {})).ok());
  }

  // Why `subject` may not approve the month; empty: he may.
  std::string Refusal(const std::string& subject, int month) {
    v1::ApprovePeriodRequest request;
    request.set_name(Name(month));
    request.set_validate_only(true);
    return ErrorReason(
        Call(&v1::PeriodService::Stub::ApprovePeriod, request, subject)
            .status());
  }

  absl::Status CreateBy(const std::string& subject) {
    return Create(Defining(Walks()), "coordinator", subject).status();
  }
  absl::Status ChangeBy(const std::string& subject,
                        const v1::UpdateLocalMeasureRequest& request) {
    return Change(request, "coordinator", subject).status();
  }
};

TEST_F(LocalMeasureApprovalTest, WhoDefinesItAfterAMonthDoesNotApproveIt) {
  // On 2 May, from April on: not after May.
  v1::LocalMeasure walks = Walks();
  *walks.mutable_valid_from() = MakeDate(2018, 4, 30);
  ASSERT_TRUE(Create(Defining(walks), "coordinator", "p-1005").ok());
  EXPECT_EQ(Refusal("p-1005", 4), "SAME_PERSON");
  EXPECT_EQ(Refusal("p-1006", 4), "");
  // March has no day of it.
  EXPECT_EQ(Refusal("p-1005", 3), "");
  MoveTo(2018, 6, 3);
  EXPECT_EQ(Refusal("p-1005", 5), "");
}

TEST_F(LocalMeasureApprovalTest, WhoChangesItAfterAMonthDoesNotApproveIt) {
  ASSERT_TRUE(CreateBy("p-1006").ok());
  MoveTo(2018, 6, 3);
  // From June on: May is as before.
  ASSERT_TRUE(
      ChangeBy("p-1005", Calling("Balades", MakeDate(2018, 6, 1))).ok());
  EXPECT_EQ(Refusal("p-1005", 5), "");
  ASSERT_TRUE(
      ChangeBy("p-1005", Calling("Balades", MakeDate(2018, 5, 31))).ok());
  EXPECT_EQ(Refusal("p-1005", 5), "SAME_PERSON");
  EXPECT_EQ(Refusal("p-1006", 5), "");
  // What another's version takes the place of is nobody's any more.
  ASSERT_TRUE(ChangeBy("p-1007", Calling("Tours", MakeDate(2018, 5, 1))).ok());
  EXPECT_EQ(Refusal("p-1005", 5), "");
  EXPECT_EQ(Refusal("p-1007", 5), "SAME_PERSON");
  // Another measure takes nothing from it.
  v1::LocalMeasure other = Walks();
  other.mutable_definition()->set_code("local_rounds");
  ASSERT_TRUE(Create(Defining(other), "coordinator", "p-1008").ok());
  for (const char* subject : {"p-1007", "p-1008"}) {
    EXPECT_EQ(Refusal(subject, 5), "SAME_PERSON") << subject;
  }
  EXPECT_TRUE(Approve(5).ok());
}

TEST_F(LocalMeasureApprovalTest, ALaterDayTakesNothingFromTheDaysBefore) {
  ASSERT_TRUE(CreateBy("p-1006").ok());
  MoveTo(2018, 6, 3);
  v1::UpdateLocalMeasureRequest fed =
      Calling("Marches exploratoires", MakeDate(2018, 5, 1));
  const auto feed = [](v1::UpdateLocalMeasureRequest& request) {
    request.mutable_local_measure()
        ->mutable_definition()
        ->mutable_feeds(0)
        ->set_figure(
            entente::conventions::v1::MeasureFeed::FIGURE_PARTICIPANTS);
  };
  feed(fed);
  ASSERT_TRUE(ChangeBy("p-1005", fed).ok());
  v1::UpdateLocalMeasureRequest called =
      Calling("Balades", MakeDate(2018, 5, 31));
  feed(called);
  ASSERT_TRUE(ChangeBy("p-1007", called).ok());
  // Thirty days are counted by what p-1005 wrote.
  EXPECT_EQ(Refusal("p-1005", 5), "SAME_PERSON");
  EXPECT_EQ(Refusal("p-1007", 5), "SAME_PERSON");
  EXPECT_EQ(Refusal("p-1006", 5), "");
  called = Calling("Tours", MakeDate(2018, 5, 31));
  feed(called);
  ASSERT_TRUE(ChangeBy("p-1008", called).ok());
  EXPECT_EQ(Refusal("p-1005", 5), "SAME_PERSON");
  EXPECT_EQ(Refusal("p-1007", 5), "");
}

TEST_F(LocalMeasureApprovalTest, TheSameFromADayBeforeLeavesItWhoseItWas) {
  ASSERT_TRUE(CreateBy("p-1006").ok());
  MoveTo(2018, 6, 3);
  ASSERT_TRUE(
      ChangeBy("p-1005", Calling("Balades", MakeDate(2018, 5, 10))).ok());
  ASSERT_TRUE(
      ChangeBy("p-1007", Calling("Balades", MakeDate(2018, 5, 5))).ok());
  EXPECT_EQ(Refusal("p-1005", 5), "SAME_PERSON");
  EXPECT_EQ(Refusal("p-1007", 5), "SAME_PERSON");
  EXPECT_EQ(Refusal("p-1006", 5), "");
  // Other words take its place.
  ASSERT_TRUE(ChangeBy("p-1008", Calling("Tours", MakeDate(2018, 5, 5))).ok());
  EXPECT_EQ(Refusal("p-1005", 5), "");
}

TEST_F(LocalMeasureApprovalTest, AnApprovedMonthKeepsItsDirectionAndFeeds) {
  ASSERT_TRUE(CreateBy("p-1006").ok());
  ASSERT_TRUE(Walk(MakeDate(2018, 4, 2)).ok());
  MoveTo(2018, 5, 4);
  ASSERT_TRUE(Approve(4).ok());
  MoveTo(2018, 5, 5);
  v1::UpdateLocalMeasureRequest flipped =
      Calling("Marches exploratoires", MakeDate(2018, 4, 15));
  entente::conventions::v1::MeasureDefinition& definition =
      *flipped.mutable_local_measure()->mutable_definition();
  definition.set_direction(entente::conventions::v1::DIRECTION_LESS);
  const absl::Status refused = ChangeBy("p-1005", flipped);
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  const auto detail = GetErrorDetail(refused);
  ASSERT_TRUE(detail.has_value()) << refused;
  EXPECT_EQ(detail->reason, "LOCAL_MEASURE_MONTH_APPROVED");
  EXPECT_EQ(detail->field, "local_measure.effective_date");
  EXPECT_EQ(detail->metadata.at("period"), "2018-04");
  EXPECT_EQ(detail->metadata.at("earliest"), "2018-05-01");
  for (const std::string& said :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_NE(said.find("2018-05-01"), std::string::npos) << said;
  }
  // A day before the month as well.
  *flipped.mutable_local_measure()->mutable_effective_date() =
      MakeDate(2018, 3, 1);
  EXPECT_EQ(ErrorReason(ChangeBy("p-1005", flipped)),
            "LOCAL_MEASURE_MONTH_APPROVED");
  EXPECT_EQ(Read()->version(), 1);
  // Words may change, and what is not approved.
  EXPECT_TRUE(
      ChangeBy("p-1005", Calling("Balades", MakeDate(2018, 4, 15))).ok());
  *flipped.mutable_local_measure()->mutable_effective_date() =
      MakeDate(2018, 5, 1);
  EXPECT_TRUE(ChangeBy("p-1005", flipped).ok());
  // In April it is as it was, whatever May says meanwhile.
  EXPECT_TRUE(
      ChangeBy("p-1005", Calling("Balades", MakeDate(2018, 4, 1))).ok());
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  *flipped.mutable_local_measure()->mutable_effective_date() =
      MakeDate(2018, 4, 15);
  EXPECT_TRUE(ChangeBy("p-1005", flipped).ok());
}

TEST_F(LocalMeasureApprovalTest, WhoEndsItInAMonthDoesNotApproveThat) {
  ASSERT_TRUE(CreateBy("p-1006").ok());
  MoveTo(2018, 7, 3);
  v1::UpdateLocalMeasureRequest ending = Ending(MakeDate(2018, 5, 20));
  ASSERT_TRUE(ChangeBy("p-1005", ending).ok());
  // It has fewer days, or none.
  EXPECT_EQ(Refusal("p-1005", 5), "SAME_PERSON");
  EXPECT_EQ(Refusal("p-1005", 6), "SAME_PERSON");
  // What it is called has no figure there.
  ending = Calling("Balades", MakeDate(2018, 3, 1));
  *ending.mutable_local_measure()->mutable_valid_until() =
      MakeDate(2018, 5, 20);
  ASSERT_TRUE(ChangeBy("p-1007", ending).ok());
  EXPECT_EQ(Refusal("p-1007", 5), "SAME_PERSON");
  EXPECT_EQ(Refusal("p-1007", 6), "");
}

TEST_F(LocalMeasureApprovalTest, WhatAnotherApprovedIsNobodysAnyMore) {
  ASSERT_TRUE(CreateBy("p-1005").ok());
  MoveTo(2018, 5, 4);
  ASSERT_TRUE(Approve(4).ok());
  MoveTo(2018, 5, 5);
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  EXPECT_EQ(Refusal("p-1005", 4), "");
}

TEST_F(LocalMeasureApprovalTest, AVersionSaysWhatItWasCalledThen) {
  ASSERT_TRUE(CreateBy("p-1005").ok());
  ASSERT_TRUE(Walk(MakeDate(2018, 4, 2)).ok());
  MoveTo(2018, 5, 4);
  ASSERT_TRUE(Approve(4).ok());
  MoveTo(2018, 5, 5);
  // From May on: nothing is said of April.
  ASSERT_TRUE(Change(Calling("Balades", MakeDate(2018, 5, 1))).ok());
  EXPECT_EQ(Version(4, 1)->renamed_measures_size(), 0);
  ASSERT_TRUE(Change(Calling("Tours", MakeDate(2018, 4, 30))).ok());
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  ASSERT_EQ(version->renamed_measures_size(), 1);
  EXPECT_EQ(version->renamed_measures(0).measure_code(), kWalks);
  EXPECT_EQ(version->renamed_measures(0).title().fr(), "Marches exploratoires");
  EXPECT_FALSE(version->renamed_measures(0).has_unit());
  // Called again as it was.
  ASSERT_TRUE(
      Change(Calling("Marches exploratoires", MakeDate(2018, 3, 1))).ok());
  EXPECT_EQ(Version(4, 1)->renamed_measures_size(), 0);
}

}  // namespace
}  // namespace entente::indicators
