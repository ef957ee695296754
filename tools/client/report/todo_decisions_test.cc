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
