// What waits for somebody's decision is in the list, and nothing that is done.
#include "tools/client/report/todo_decisions.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/report_model.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using conventions::v1::Amendment;
using conventions::v1::Submission;
using conventions::v1::SubmissionDecision;

class TodoDecisionsTest : public ::testing::Test {
 protected:
  TodoDecisionsTest() {
    data_.submissions.clear();
    data_.amendments.clear();
    data_.progress_statements.clear();
  }

  Submission& Add(int year, int revision, Submission::State state) {
    Submission& added = data_.submissions.emplace_back();
    added.set_name(absl::StrCat(data_.convention_name, "/submissions/", year,
                                "-", revision));
    added.set_year(year);
    added.set_revision(revision);
    added.set_state(state);
    return added;
  }

  // "CODE source" of each item about them.
  std::vector<std::string> Items(absl::CivilDay today) const {
    std::vector<std::string> items;
    for (const TodoItem& item : ComputeTodo(BuildReportModel(data_), today)) {
      if (!absl::StartsWith(item.code, "DOSSIER") &&
          !absl::StartsWith(item.code, "AMENDMENT_") &&
          !absl::StartsWith(item.code, "PROGRESS")) {
        continue;
      }
      EXPECT_NE(item.what.fr, "");
      EXPECT_NE(item.what.nl, "");
      items.push_back(absl::StrCat(
          item.code, " ", item.source.substr(item.source.rfind('/') + 1)));
    }
    return items;
  }

  ReportData data_ = FixtureData();
};

TEST_F(TodoDecisionsTest, EachYearByItsLastRevision) {
  const absl::CivilDay today(2018, 12, 1);
  EXPECT_THAT(Items(today), IsEmpty());
  Add(2018, 1, Submission::STATE_WITHDRAWN);
  EXPECT_THAT(Items(today), IsEmpty());
  Add(2018, 2, Submission::STATE_SUBMITTED);
  EXPECT_THAT(Items(today), ElementsAre("DOSSIER_NOT_SENT 2018-2"));
  data_.submissions.back().set_state(Submission::STATE_RECEIVED);
  EXPECT_THAT(Items(today), IsEmpty());
  Submission& decided = data_.submissions.back();
  decided.set_state(Submission::STATE_DECIDED);
  decided.mutable_decision()->set_outcome(SubmissionDecision::OUTCOME_ACCEPTED);
  EXPECT_THAT(Items(today), ElementsAre("DOSSIER_ANSWER_NOT_ENTERED 2018-2"));
  decided.mutable_apply_time()->set_seconds(1);
  EXPECT_THAT(Items(today), IsEmpty());
  decided.mutable_decision()->set_outcome(SubmissionDecision::OUTCOME_REJECTED);
  EXPECT_THAT(Items(today), ElementsAre("DOSSIER_REJECTED 2018-2"));
  // One that was given up takes nobody's place.
  Add(2018, 3, Submission::STATE_WITHDRAWN);
  EXPECT_THAT(Items(today), ElementsAre("DOSSIER_REJECTED 2018-2"));
  Add(2018, 4, Submission::STATE_RECEIVED);
  EXPECT_THAT(Items(today), IsEmpty());
}

// What the State has of a month is not what the books say since.
TEST_F(TodoDecisionsTest, TheStateIsToldOfMonthsThatWereApprovedSince) {
  using indicators::v1::Period;
  const absl::CivilDay today(2018, 12, 1);
  Add(2018, 1, Submission::STATE_RECEIVED);
  HandedInMonth march;
  march.month = absl::CivilMonth(2018, 3);
  march.version = 1;
  data_.handed_in.push_back({data_.submissions.back(), {march}});
  data_.periods.clear();
  Period& period = data_.periods.emplace_back();
  period.set_name("municipalities/99999/periods/2018-03");
  period.set_standing(Period::STANDING_APPROVED);
  period.set_latest_version(1);
  EXPECT_THAT(Items(today), IsEmpty());
  // To be approved again first.
  period.set_standing(Period::STANDING_REOPENED);
  EXPECT_THAT(Items(today), IsEmpty());
  period.set_standing(Period::STANDING_APPROVED);
  period.set_latest_version(2);
  EXPECT_THAT(Items(today), ElementsAre("DOSSIER_OUTDATED 2018-1"));
  const auto outdated = [&]() -> TodoItem {
    for (const TodoItem& item : ComputeTodo(BuildReportModel(data_), today)) {
      if (item.code == "DOSSIER_OUTDATED") return item;
    }
    return {};
  };
  EXPECT_EQ(outdated().what.en,
            "tell the State what was approved since the dossier of 2018: "
            "2018-03");
  EXPECT_EQ(outdated().what.fr,
            "dire à l'État ce qui est approuvé depuis le dossier de 2018 : "
            "2018-03");
  EXPECT_EQ(outdated().what.nl,
            "de Staat melden wat goedgekeurd is sinds het dossier van 2018: "
            "2018-03");
  EXPECT_EQ(outdated().why.en,
            "the State takes another only after it rejected 2018-1: tell it");
  // What is accepted stays, and would be named for ever.
  Submission& accepted = data_.handed_in.front().submission;
  accepted.set_state(Submission::STATE_DECIDED);
  EXPECT_EQ(outdated().code, "");
}

// Sent as it is, it would be the wrong one.
TEST_F(TodoDecisionsTest, AnOutdatedDossierThatWasNotSentIsWithdrawnNotSent) {
  using indicators::v1::Period;
  const absl::CivilDay today(2018, 12, 1);
  Add(2018, 1, Submission::STATE_SUBMITTED);
  HandedInMonth march;
  march.month = absl::CivilMonth(2018, 3);
  march.version = 1;
  data_.handed_in.push_back({data_.submissions.back(), {march}});
  data_.periods.clear();
  Period& period = data_.periods.emplace_back();
  period.set_name("municipalities/99999/periods/2018-03");
  period.set_standing(Period::STANDING_APPROVED);
  period.set_latest_version(1);
  EXPECT_THAT(Items(today), ElementsAre("DOSSIER_NOT_SENT 2018-1"));
  period.set_latest_version(2);
  EXPECT_THAT(Items(today), ElementsAre("DOSSIER_OUTDATED 2018-1"));
  for (const TodoItem& item : ComputeTodo(BuildReportModel(data_), today)) {
    if (item.code != "DOSSIER_OUTDATED") continue;
    EXPECT_EQ(item.what.en,
              "hand in the dossier of 2018 again; approved since: 2018-03");
    EXPECT_EQ(item.what.fr,
              "remettre à nouveau le dossier de 2018 ; approuvé depuis : "
              "2018-03");
    EXPECT_EQ(item.what.nl,
              "dossier van 2018 opnieuw indienen; sindsdien goedgekeurd: "
              "2018-03");
    EXPECT_THAT(item.why.en,
                ::testing::HasSubstr("entente dossier withdraw 2018-1"));
  }
  // About to be sent once, the State may have it: it is sent again, and told.
  data_.submissions.back().mutable_send_time()->set_seconds(1);
  data_.handed_in.front().submission = data_.submissions.back();
  EXPECT_THAT(Items(today), ElementsAre("DOSSIER_NOT_SENT 2018-1",
                                        "DOSSIER_OUTDATED 2018-1"));
}

TEST_F(TodoDecisionsTest, AYearThatEndedIsHandedInWhereYearsAre) {
  const absl::CivilDay today(2020, 1, 2);
  EXPECT_THAT(Items(today), IsEmpty());
  Add(2018, 1, Submission::STATE_RECEIVED);
  EXPECT_THAT(Items(today), ElementsAre("DOSSIER_NOT_HANDED_IN 2019-1"));
  EXPECT_THAT(Items(absl::CivilDay(2019, 12, 31)), IsEmpty());
}

TEST_F(TodoDecisionsTest, AmendmentsWaitForApprovalAndApplication) {
  Amendment& amendment = data_.amendments.emplace_back();
  amendment.set_name(data_.convention_name + "/amendments/a-000001");
  amendment.set_title("Nouvel objectif");
  amendment.set_state(Amendment::STATE_PROPOSED);
  const absl::CivilDay today(2018, 12, 1);
  EXPECT_THAT(Items(today), ElementsAre("AMENDMENT_TO_APPROVE a-000001"));
  amendment.set_state(Amendment::STATE_APPROVED);
  EXPECT_THAT(Items(today), ElementsAre("AMENDMENT_TO_APPLY a-000001"));
  for (const auto state :
       {Amendment::STATE_APPLIED, Amendment::STATE_WITHDRAWN}) {
    amendment.set_state(state);
    EXPECT_THAT(Items(today), IsEmpty());
  }
}

TEST_F(TodoDecisionsTest, StatementsWaitForApproval) {
  auto& statement = data_.progress_statements.emplace_back();
  statement.set_year(2018);
  const absl::CivilDay today(2018, 12, 1);
  EXPECT_THAT(Items(today),
              ElementsAre("PROGRESS_TO_APPROVE progressStatements"));
  statement.set_is_replaced(true);
  EXPECT_THAT(Items(today), IsEmpty());
  statement.set_is_replaced(false);
  statement.mutable_approve_time()->set_seconds(1);
  EXPECT_THAT(Items(today), IsEmpty());
}

}  // namespace
}  // namespace entente::client
