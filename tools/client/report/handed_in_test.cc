// What became of the months of a dossier since it was handed in.
#include "tools/client/report/handed_in.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using conventions::v1::Submission;
using conventions::v1::SubmissionDecision;
using indicators::v1::Period;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kTitles[] =
    "month;standing;version;sha256_start;code;sha256;reason\r\n";

// A month of 2018 as the dossier says it.
HandedInMonth Then(int month, int version, bool is_reopened = false) {
  HandedInMonth then;
  then.month = absl::CivilMonth(2018, month);
  then.version = version;
  then.is_reopened = is_reopened;
  return then;
}

Period Now(int month, Period::Standing standing, int version) {
  Period period;
  period.set_name(absl::StrCat("municipalities/99999/periods/2018-0", month));
  period.set_standing(standing);
  period.set_latest_version(version);
  return period;
}

// "2018-03 OTHER_VERSION 1 2" of each month that stands otherwise.
std::vector<std::string> Found(const std::vector<HandedInMonth>& handed_in,
                               const std::vector<Period>& periods) {
  std::vector<std::string> found;
  for (const MonthSince& since : MonthsSince(handed_in, periods)) {
    found.push_back(absl::StrCat(absl::FormatCivilTime(since.month), " ",
                                 MonthSinceCode(since.kind), " ",
                                 since.handed_in_version, " ", since.version));
  }
  return found;
}

Submission OfState(Submission::State state, int revision = 1) {
  Submission submission;
  submission.set_name(absl::StrCat(
      "municipalities/99999/conventions/css-2018-2019/submissions/2018-",
      revision));
  submission.set_year(2018);
  submission.set_revision(revision);
  submission.set_state(state);
  return submission;
}

TEST(HandedInTest, AMonthIsNamedWhereItStandsOtherwiseThanItWasHandedIn) {
  const std::vector<HandedInMonth> handed_in = {
      Then(1, 1), Then(2, 1), Then(3, 1),      Then(4, 0),
      Then(5, 1), Then(6, 0), Then(7, 0, true)};
  EXPECT_THAT(Found(handed_in, {Now(1, Period::STANDING_APPROVED, 1),
                                Now(2, Period::STANDING_APPROVED, 2),
                                Now(3, Period::STANDING_REOPENED, 1),
                                Now(4, Period::STANDING_APPROVED, 1),
                                Now(5, Period::STANDING_REOPENING_ENDED, 1),
                                Now(6, Period::STANDING_UNDECIDED, 0),
                                Now(7, Period::STANDING_REOPENED, 3)}),
              ElementsAre("2018-02 OTHER_VERSION 1 2", "2018-03 REOPENED 1 1",
                          "2018-04 APPROVED 0 1", "2018-05 REOPENED 1 1"));
  // Handed in while it was open, and approved again since.
  EXPECT_THAT(Found({Then(7, 0, true)}, {Now(7, Period::STANDING_APPROVED, 4)}),
              ElementsAre("2018-07 APPROVED 0 4"));
}

TEST(HandedInTest, OfAMonthThatIsNotSeenNothingIsSaid) {
  EXPECT_THAT(Found({Then(1, 1)}, {}), IsEmpty());
  EXPECT_THAT(Found({}, {Now(1, Period::STANDING_APPROVED, 2)}), IsEmpty());
}

TEST(HandedInTest, TheTableIsReadByTheNamesOfItsColumns) {
  const auto months = ParseHandedIn(absl::StrCat(
      kTitles, "2018-01;approuvé / goedgekeurd;2;0123;APPROVED;0123;\r\n",
      "2018-02;\"a; b\";;;REOPENED;;\"Un; motif\"\r\n",
      "2018-03;c;;;NOT_APPROVED;;\r\n"));
  ASSERT_TRUE(months.has_value());
  ASSERT_EQ(months->size(), 3u);
  EXPECT_EQ((*months)[0].month, absl::CivilMonth(2018, 1));
  EXPECT_EQ((*months)[0].version, 2);
  EXPECT_FALSE((*months)[0].is_reopened);
  EXPECT_EQ((*months)[1].version, 0);
  EXPECT_TRUE((*months)[1].is_reopened);
  EXPECT_FALSE((*months)[2].is_reopened);
}

TEST(HandedInTest, ATableThatSaysItOtherwiseIsNotRead) {
  for (const std::string& csv :
       {std::string(), std::string("month;standing;code\r\n2018-01;a;CLOSED"),
        absl::StrCat(kTitles, "2018-01;a;one;;APPROVED;;\r\n"),
        absl::StrCat(kTitles, "March;a;1;;APPROVED;;\r\n"),
        absl::StrCat(kTitles, "2018-01;a;1\r\n")}) {
    EXPECT_FALSE(ParseHandedIn(csv).has_value()) << csv;
  }
}

TEST(HandedInTest, TheLastRevisionThatWasNotWithdrawnIsTaken) {
  std::vector<Submission> all = {OfState(Submission::STATE_DECIDED, 1),
                                 OfState(Submission::STATE_RECEIVED, 2),
                                 OfState(Submission::STATE_WITHDRAWN, 3),
                                 OfState(Submission::STATE_SUBMITTED, 1)};
  all.back().set_name(
      "municipalities/99999/conventions/other/submissions/2018-1");
  std::vector<std::string> names;
  for (const Submission* last : LastHandedIn(all)) {
    names.push_back(last->name());
  }
  EXPECT_THAT(names, ElementsAre(all[1].name(), all[3].name()));
}

TEST(HandedInTest, AMonthIsToldInThreeLanguages) {
  const auto since = MonthsSince({Then(3, 1), Then(4, 0), Then(5, 2)},
                                 {Now(3, Period::STANDING_APPROVED, 2),
                                  Now(4, Period::STANDING_APPROVED, 1),
                                  Now(5, Period::STANDING_REOPENED, 2)});
  ASSERT_EQ(since.size(), 3u);
  const Sentence other = MonthSinceSentence(since[0]);
  EXPECT_EQ(other.en,
            "2018-03: version 2 is approved since; version 1 was handed in");
  EXPECT_EQ(other.fr,
            "2018-03 : la version 2 est approuvée depuis ; la version 1 a été "
            "remise");
  EXPECT_EQ(other.nl,
            "2018-03: versie 2 is sindsdien goedgekeurd; versie 1 is "
            "ingediend");
  EXPECT_EQ(MonthSinceSentence(since[1]).fr,
            "2018-04 : la version 1 est approuvée depuis ; il a été remis sans "
            "approbation");
  EXPECT_EQ(MonthSinceSentence(since[2]).nl,
            "2018-05: sindsdien heropend; versie 2 is ingediend");
}

TEST(HandedInTest, HowAYearIsHandedInAgainDependsOnTheState) {
  Submission kept = OfState(Submission::STATE_SUBMITTED);
  EXPECT_THAT(WayToHandInAgain(kept).fr,
              HasSubstr("« entente dossier withdraw 2018-1 »"));
  EXPECT_TRUE(IsUnsent(kept));
  kept.mutable_send_time()->set_seconds(1);
  EXPECT_FALSE(IsUnsent(kept));
  EXPECT_EQ(WayToHandInAgain(kept).nl,
            "de Staat neemt pas een ander nadat hij 2018-1 verwierp: verwittig "
            "hem");
  EXPECT_EQ(WayToHandInAgain(OfState(Submission::STATE_RECEIVED)).nl,
            WayToHandInAgain(kept).nl);
  Submission decided = OfState(Submission::STATE_DECIDED);
  decided.mutable_decision()->set_outcome(SubmissionDecision::OUTCOME_ACCEPTED);
  EXPECT_FALSE(IsRejectedByState(decided));
  EXPECT_THAT(WayToHandInAgain(decided).en, HasSubstr("takes no other"));
  decided.mutable_decision()->set_outcome(SubmissionDecision::OUTCOME_REJECTED);
  EXPECT_TRUE(IsRejectedByState(decided));
}

TEST(HandedInTest, AMonthSaysWithWhichDossierItWasHandedIn) {
  HandedInDossier dossier;
  dossier.submission = OfState(Submission::STATE_RECEIVED);
  dossier.months = {Then(3, 1), Then(4, 0)};
  const absl::CivilMonth march(2018, 3);
  const auto said = HandedInSentence(dossier, march, "2019-03-01 10:00");
  ASSERT_TRUE(said.has_value());
  EXPECT_EQ(said->en,
            "2018-03 was handed in as version 1 with the dossier of 2018 "
            "(2018-1, css-2018-2019, 2019-03-01 10:00); the State takes "
            "another only after it rejected 2018-1: tell it.");
  EXPECT_EQ(said->fr,
            "2018-03 a été remis dans sa version 1 avec le dossier de 2018 "
            "(2018-1, css-2018-2019, 2019-03-01 10:00) ; l'État n'en prend un "
            "autre qu'après avoir rejeté 2018-1 : prévenez-le.");
  EXPECT_EQ(said->nl,
            "2018-03 is als versie 1 ingediend met het dossier van 2018 "
            "(2018-1, css-2018-2019, 2019-03-01 10:00); de Staat neemt pas een "
            "ander nadat hij 2018-1 verwierp: verwittig hem.");
  const auto april =
      HandedInSentence(dossier, absl::CivilMonth(2018, 4), "2019-03-01 10:00");
  ASSERT_TRUE(april.has_value());
  EXPECT_THAT(april->nl, HasSubstr("is zonder goedkeuring ingediend"));
  // It lay outside the term.
  EXPECT_FALSE(
      HandedInSentence(dossier, absl::CivilMonth(2018, 5), "").has_value());
  // One that says nothing of its months holds them all the same.
  dossier.months.clear();
  dossier.table = HandedInDossier::Table::kAbsent;
  const auto older = HandedInSentence(dossier, march, "2019-03-01 10:00");
  ASSERT_TRUE(older.has_value());
  EXPECT_THAT(older->en, HasSubstr("2018-03 was handed in with the dossier of "
                                   "2018"));
  EXPECT_THAT(older->en, Not(HasSubstr("version")));
}

TEST(HandedInTest, ATableThatIsNotReadIsNoTableThatIsEmpty) {
  HandedInDossier dossier;
  dossier.submission = OfState(Submission::STATE_RECEIVED);
  const absl::CivilMonth march(2018, 3);
  // It is there, without the month.
  EXPECT_FALSE(HandedInSentence(dossier, march, "").has_value());
  dossier.table = HandedInDossier::Table::kUnread;
  const auto said = HandedInSentence(dossier, march, "2019-03-01 10:00");
  ASSERT_TRUE(said.has_value());
  EXPECT_THAT(said->en, HasSubstr("2018-03 may have been handed in with the "
                                  "dossier of 2018"));
  EXPECT_THAT(said->fr, HasSubstr("2018-03 a peut-être été remis avec le "
                                  "dossier de 2018"));
  EXPECT_THAT(said->nl, HasSubstr("2018-03 is misschien ingediend met het "
                                  "dossier van 2018"));
}

TEST(HandedInTest, OnlyADossierWithMonthsDecidedOnSinceMayBeOutdated) {
  constexpr int64_t kDay = 24 * 3600;
  Submission submission = OfState(Submission::STATE_RECEIVED);
  submission.mutable_submit_time()->set_seconds(1000 * kDay);
  Period month = Now(3, Period::STANDING_APPROVED, 1);
  EXPECT_FALSE(MayBeOutdated(submission, {}));
  // When that was is not known.
  EXPECT_TRUE(MayBeOutdated(submission, {month}));
  auto& time = *month.add_decisions()->mutable_time();
  time.set_seconds(1001 * kDay);
  EXPECT_TRUE(MayBeOutdated(submission, {month}));
  // It may have been built before, and frozen after.
  time.set_seconds(970 * kDay);
  EXPECT_TRUE(MayBeOutdated(submission, {month}));
  time.set_seconds(960 * kDay);
  EXPECT_FALSE(MayBeOutdated(submission, {month}));
  time.set_seconds(1001 * kDay);
  month.set_standing(Period::STANDING_REOPENED);
  EXPECT_FALSE(MayBeOutdated(submission, {month}));
  month.set_standing(Period::STANDING_APPROVED);
  submission.set_year(2019);
  EXPECT_FALSE(MayBeOutdated(submission, {month}));
}

}  // namespace
}  // namespace entente::client
