#include "tools/client/period_reminder.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

const absl::CivilDay kLate(2018, 4, 27);

void Add(const char* source, bool is_expected, bool is_confirmed,
         v1::Period& month) {
  v1::PeriodSource& added = *month.add_sources();
  added.set_source(source);
  added.set_is_expected(is_expected);
  added.set_is_confirmed(is_confirmed);
}

v1::Period March() {
  v1::Period month;
  month.set_name("municipalities/21004/periods/2018-03");
  month.set_stage(v1::Period::STAGE_DUE_PASSED);
  month.mutable_due_date()->set_year(2018);
  month.mutable_due_date()->set_month(4);
  month.mutable_due_date()->set_day(15);
  *month.mutable_lock_date() = month.due_date();
  month.mutable_lock_date()->set_day(30);
  Add("zone5339", true, true, month);
  Add("echo", true, false, month);
  Add("bravvo", true, false, month);
  Add("petanque", false, false, month);
  return month;
}

TEST(PeriodReminderTest, WhoIsExpectedAndHasNotConfirmedIsReminded) {
  EXPECT_THAT(SourcesToRemind(March()), ElementsAre("bravvo", "echo"));
}

TEST(PeriodReminderTest, ItSaysTheMonthSinceWhenItIsDueAndHowItComesBack) {
  const Sentence said = ReminderSentence(March(), "bravvo", kLate);
  for (const std::string& text : {said.en, said.fr, said.nl}) {
    EXPECT_THAT(text, HasSubstr("2018-03"));
    EXPECT_THAT(text, HasSubstr("2018-04-15"));
    EXPECT_THAT(text, HasSubstr("2018-04-30"));
    EXPECT_THAT(text, HasSubstr("entente period confirm 2018-03 --as bravvo"));
  }
  EXPECT_THAT(said.en, HasSubstr("12 days ago"));
  EXPECT_THAT(said.fr, HasSubstr("il y a 12 jours"));
  EXPECT_THAT(said.fr, HasSubstr("relevé"));
  EXPECT_THAT(said.nl, HasSubstr("eigen systeem"));
}

TEST(PeriodReminderTest, TheDueDayItselfIsNotLate) {
  const absl::CivilDay due(2018, 4, 15);
  EXPECT_THAT(ReminderSentence(March(), "bravvo", due).fr,
              HasSubstr("sont attendus pour le 2018-04-15"));
  EXPECT_THAT(ReminderSentence(March(), "bravvo", due + 1).nl,
              HasSubstr("1 dag geleden"));
}

TEST(PeriodReminderTest, AShutMonthSaysWhatLetsFiguresIn) {
  v1::Period month = March();
  month.set_stage(v1::Period::STAGE_LOCKED);
  EXPECT_THAT(ReminderSentence(month, "bravvo", kLate).fr,
              HasSubstr("exception"));
  month.set_stage(v1::Period::STAGE_CLOSED);
  const Sentence closed = ReminderSentence(month, "bravvo", kLate);
  EXPECT_THAT(closed.nl, HasSubstr("heropening"));
  EXPECT_THAT(closed.nl, Not(HasSubstr("2018-04-30")));
}

// All that lacks of a source that delivered everything.
TEST(PeriodReminderTest, ToConfirmAShutMonthNeedsNoException) {
  v1::Period month = March();
  for (const auto stage :
       {v1::Period::STAGE_LOCKED, v1::Period::STAGE_CLOSED}) {
    month.set_stage(stage);
    const Sentence said = ReminderSentence(month, "bravvo", kLate);
    EXPECT_THAT(said.en, HasSubstr("Where figures lack, ask"));
    EXPECT_THAT(said.en, HasSubstr("first; to confirm needs none."));
    EXPECT_THAT(said.fr, HasSubstr("pour confirmer, il n'en faut pas."));
    EXPECT_THAT(said.nl, HasSubstr("om te bevestigen is er geen nodig."));
  }
}

TEST(PeriodReminderTest, AnExceptionInForceLetsItsSourceInUntilItsDay) {
  v1::Period month = March();
  month.set_stage(v1::Period::STAGE_LOCKED);
  v1::PeriodException& exception = *month.add_exceptions();
  exception.set_source("bravvo");
  *exception.mutable_until() = month.due_date();
  exception.mutable_until()->set_month(5);
  exception.set_state(v1::PeriodException::STATE_REQUESTED);
  EXPECT_THAT(ReminderSentence(month, "bravvo", kLate).en,
              HasSubstr("ask the coordinator for an exception"));
  EXPECT_EQ(AskedUntil(month, "bravvo").month(), 4);
  exception.set_state(v1::PeriodException::STATE_IN_FORCE);
  const Sentence said = ReminderSentence(month, "bravvo", kLate);
  EXPECT_THAT(said.en, HasSubstr("Figures are taken until 2018-05-15."));
  EXPECT_THAT(said.fr, HasSubstr("sont pris jusqu'au 2018-05-15."));
  EXPECT_THAT(said.nl, HasSubstr("aanvaard tot en met 2018-05-15."));
  EXPECT_THAT(said.en, Not(HasSubstr("ask the coordinator")));
  EXPECT_EQ(AskedUntil(month, "bravvo").month(), 5);
  // It is nobody else's.
  EXPECT_THAT(ReminderSentence(month, "echo", kLate).en,
              HasSubstr("ask the coordinator for an exception"));
  EXPECT_EQ(AskedUntil(month, "echo").month(), 4);
}

// Its day counts, also where the calendar closed the month long ago.
TEST(PeriodReminderTest, AReopenedMonthTakesFiguresUntilItsDay) {
  v1::Period month = March();
  month.set_stage(v1::Period::STAGE_CLOSED);
  month.set_standing(v1::Period::STANDING_REOPENED);
  *month.mutable_reopen_until() = month.due_date();
  month.mutable_reopen_until()->set_year(2019);
  const Sentence said = ReminderSentence(month, "bravvo", kLate);
  EXPECT_THAT(said.en, HasSubstr("The month was re-opened. Figures are taken "
                                 "until 2019-04-15."));
  EXPECT_THAT(said.fr, HasSubstr("rouvert. Les chiffres sont pris jusqu'au "
                                 "2019-04-15."));
  EXPECT_THAT(said.nl, HasSubstr("heropend. Cijfers worden aanvaard tot en met "
                                 "2019-04-15."));
  for (const std::string& text : {said.en, said.fr, said.nl}) {
    EXPECT_THAT(text, Not(HasSubstr("2018-04-15")));
  }
  EXPECT_EQ(AskedUntil(month, "bravvo").year(), 2019);
}

TEST(PeriodReminderTest, AReopeningThatEndedIsAskedForAgain) {
  v1::Period month = March();
  month.set_standing(v1::Period::STANDING_REOPENING_ENDED);
  const Sentence said = ReminderSentence(month, "bravvo", kLate);
  EXPECT_THAT(said.en, HasSubstr("ask the coordinator for another first"));
  EXPECT_THAT(said.fr, HasSubstr("demandez d'abord une autre à la"));
  EXPECT_THAT(said.nl, HasSubstr("vraag dan eerst een andere aan"));
  EXPECT_THAT(said.en, Not(HasSubstr("taken until")));
}

TEST(PeriodReminderTest, WhatPeopleDecidedShutsAMonthBeforeItsDays) {
  v1::Period month = March();
  EXPECT_FALSE(IsShut(month));
  month.set_standing(v1::Period::STANDING_REOPENING_ENDED);
  EXPECT_TRUE(IsShut(month));
  month.set_standing(v1::Period::STANDING_APPROVED);
  EXPECT_TRUE(IsShut(month));
  month.set_stage(v1::Period::STAGE_CLOSED);
  month.set_standing(v1::Period::STANDING_REOPENED);
  EXPECT_FALSE(IsShut(month));
  month.set_standing(v1::Period::STANDING_REJECTED);
  EXPECT_TRUE(IsShut(month));
}

TEST(PeriodReminderTest, OfAnApprovedMonthNobodyIsReminded) {
  v1::Period month = March();
  month.set_standing(v1::Period::STANDING_APPROVED);
  EXPECT_THAT(SourcesToRemind(month), SizeIs(0));
  // What was sent back waits for its sources.
  month.set_standing(v1::Period::STANDING_REJECTED);
  EXPECT_THAT(SourcesToRemind(month), ElementsAre("bravvo", "echo"));
}

TEST(PeriodReminderTest, EachSourceReadsItsLanguageOrBoth) {
  const auto reminders = RemindersOf(March(), {"bravvo", "echo"},
                                     {{"echo", Language::kNl}}, kLate);
  ASSERT_THAT(reminders, SizeIs(2));
  ASSERT_THAT(reminders[0].texts, SizeIs(2));
  EXPECT_THAT(reminders[0].texts[0].second, HasSubstr("Chiffres de"));
  EXPECT_THAT(reminders[0].texts[1].second, HasSubstr("Cijfers van"));
  ASSERT_THAT(reminders[1].texts, SizeIs(1));
  EXPECT_EQ(reminders[1].texts[0].first, Language::kNl);
  const std::string json = RemindersJson(March(), reminders);
  for (const char* const said :
       {R"("month": "2018-03")", R"("due_date": "2018-04-15")",
        R"("source": "echo")", R"("language": "fr")"}) {
    EXPECT_THAT(json, HasSubstr(said));
  }
}

}  // namespace
}  // namespace entente::client
