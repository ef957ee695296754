// Progress of the operational objectives, through real stubs.
#include <string>

#include "services/conventions/life_fixture_test.h"

namespace entente::conventions {
namespace {

using v1::ProgressStatement;

class ProgressTest : public LifeFixture {
 protected:
  using Stub = v1::ProgressService::Stub;

  ProgressTest() { clock_.Advance(Noon(2018, 12, 1) - clock_.Now()); }

  static ProgressStatement Statement(const std::string& objective,
                                     ProgressStatement::State state,
                                     int year = 2018) {
    ProgressStatement statement;
    statement.set_objective_id(objective);
    statement.set_year(year);
    statement.set_state(state);
    *statement.mutable_date() = MakeDate(2018, 11, 30);
    statement.set_text("three sessions were held");
    return statement;
  }
  absl::StatusOr<ProgressStatement> Say(const ProgressStatement& statement) {
    v1::CreateProgressStatementRequest request;
    request.set_parent(Format(kConvention));
    *request.mutable_progress_statement() = statement;
    return Call(progress_, &Stub::CreateProgressStatement, request);
  }
  absl::StatusOr<ProgressStatement> ApproveIt(const std::string& name,
                                              const Person& person) {
    v1::ApproveProgressStatementRequest request;
    request.set_name(name);
    return Call(progress_, &Stub::ApproveProgressStatement, request, person);
  }
  v1::ListProgressStatementsResponse List(bool shows_history = false,
                                          int year = 2018) {
    v1::ListProgressStatementsRequest request;
    request.set_parent(Format(kConvention));
    request.set_year(year);
    request.set_shows_history(shows_history);
    auto list =
        Call(progress_, &Stub::ListProgressStatements, request, kFederal);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.value_or(v1::ListProgressStatementsResponse());
  }
  // "unstated/not started/under way/done/dropped".
  static std::string Counts(const v1::ListProgressStatementsResponse& list) {
    std::string text;
    for (const auto& count : list.counts()) {
      absl::StrAppend(&text, text.empty() ? "" : "/", count.objectives());
    }
    return text;
  }
};

TEST_F(ProgressTest, TheLatestStatementStandsAndTheHistoryStays) {
  EXPECT_EQ(Counts(List()), "2/0/0/0/0");
  const auto first =
      Say(Statement("op-01", ProgressStatement::STATE_UNDER_WAY));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->name(),
            Format(kConvention) + "/progressStatements/s-000001");
  EXPECT_EQ(first->author(), kCoordinator.subject);
  EXPECT_EQ(Counts(List()), "1/0/1/0/0");
  ASSERT_TRUE(Say(Statement("op-01", ProgressStatement::STATE_DONE)).ok());
  ASSERT_TRUE(Say(Statement("op-02", ProgressStatement::STATE_DROPPED)).ok());
  EXPECT_EQ(Counts(List()), "0/0/0/1/1");
  EXPECT_EQ(Counts(List(false, 2019)), "2/0/0/0/0");
  EXPECT_EQ(List().progress_statements_size(), 2);
  const auto history = List(true);
  ASSERT_EQ(history.progress_statements_size(), 3);
  EXPECT_TRUE(history.progress_statements(0).is_replaced());
  EXPECT_FALSE(history.progress_statements(1).is_replaced());
  ExpectRecountIsClean();
}

// Each of op-02 stands behind one of op-01, and the first was replaced.
TEST_F(ProgressTest, APageIsFilledWithWhatWasAskedFor) {
  for (const char* objective : {"op-02", "op-01", "op-02", "op-01"}) {
    ASSERT_TRUE(
        Say(Statement(objective, ProgressStatement::STATE_UNDER_WAY)).ok());
  }
  v1::ListProgressStatementsRequest request;
  request.set_parent(Format(kConvention));
  request.set_year(2018);
  request.set_page_size(1);
  auto first = Call(progress_, &Stub::ListProgressStatements, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->progress_statements_size(), 1);
  EXPECT_EQ(first->progress_statements(0).name(),
            Format(kConvention) + "/progressStatements/s-000003");
  request.set_page_token(first->next_page_token());
  const auto second = Call(progress_, &Stub::ListProgressStatements, request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->progress_statements_size(), 1);
  EXPECT_EQ(second->progress_statements(0).name(),
            Format(kConvention) + "/progressStatements/s-000004");
  EXPECT_EQ(second->next_page_token(), "");
  for (int other = 0; other < 3; ++other) {
    v1::ListProgressStatementsRequest asked = request;
    if (other == 0) asked.set_objective_id("op-02");
    if (other == 1) asked.set_shows_history(true);
    if (other == 2) asked.set_year(2019);
    EXPECT_EQ(
        ErrorReason(
            Call(progress_, &Stub::ListProgressStatements, asked).status()),
        "PAGE_TOKEN_INVALID")
        << other;
  }
}

TEST_F(ProgressTest, C48AnotherPersonApprovesWhatStands) {
  const auto first =
      Say(Statement("op-01", ProgressStatement::STATE_UNDER_WAY));
  const auto second = Say(Statement("op-01", ProgressStatement::STATE_DONE));
  EXPECT_EQ(ErrorReason(ApproveIt(first->name(), kDeputy).status()),
            "STATEMENT_REPLACED");
  EXPECT_EQ(ErrorReason(ApproveIt(second->name(), kCoordinator).status()),
            "SAME_PERSON");
  const auto approved = ApproveIt(second->name(), kDeputy);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->approver(), kDeputy.subject);
  EXPECT_EQ(ErrorReason(ApproveIt(second->name(), kFinance).status()),
            "STATEMENT_APPROVED");
  EXPECT_EQ(List().counts(ProgressStatement::STATE_DONE).approved(), 1);
  // A later one is not approved by that.
  ASSERT_TRUE(Say(Statement("op-01", ProgressStatement::STATE_DONE)).ok());
  EXPECT_EQ(List().counts(ProgressStatement::STATE_DONE).approved(), 0);
  ExpectRecountIsClean();
}

TEST_F(ProgressTest, WhatIsNoStatementIsRefusedByName) {
  const ProgressStatement right =
      Statement("op-01", ProgressStatement::STATE_DONE);
  const std::vector<std::pair<std::string, void (*)(ProgressStatement&)>>
      faults = {
          {"NOT_OPERATIONAL",
           [](ProgressStatement& s) { s.set_objective_id("so-01"); }},
          {"NOT_OPERATIONAL",
           [](ProgressStatement& s) { s.set_objective_id("op-99"); }},
          {"YEAR_OUTSIDE_TERM", [](ProgressStatement& s) { s.set_year(2020); }},
          {"FIELD_REQUIRED", [](ProgressStatement& s) { s.clear_state(); }},
          {"FACT_IN_FUTURE",
           [](ProgressStatement& s) {
             *s.mutable_date() = MakeDate(2018, 12, 2);
           }},
          {"PERSONAL_DATA_SHAPE",
           [](ProgressStatement& s) { s.set_text("mail a.b@example.org"); }},
          {"TEXT_TOO_LONG",
           [](ProgressStatement& s) { s.set_text(std::string(2001, 'x')); }},
          {"NOT_FOUND",
           [](ProgressStatement& s) {
             s.add_evidence("municipalities/21004/evidence/v-000007");
           }},
          {"OTHER_MUNICIPALITY", [](ProgressStatement& s) {
             s.add_evidence("municipalities/21009/evidence/v-000001");
           }}};
  for (const auto& [reason, plant] : faults) {
    ProgressStatement wrong = right;
    plant(wrong);
    EXPECT_EQ(ErrorReason(Say(wrong).status()), reason);
  }
  EXPECT_TRUE(Say(right).ok());
}

TEST_F(ProgressTest, AnObjectiveCountsOnlyInTheYearsInWhichItStands) {
  v1::Amendment amendment = NewAmendment(MakeDate(2018, 7, 1));
  EndNode(amendment, "op-01");
  AddUnder(amendment, "so-01", v1::Node::KIND_OPERATIONAL_OBJECTIVE, "New");
  ASSERT_TRUE(Amend(amendment).ok());
  EXPECT_EQ(Counts(List()), "3/0/0/0/0");
  EXPECT_EQ(Counts(List(false, 2019)), "2/0/0/0/0");
  EXPECT_TRUE(Say(Statement("op-01", ProgressStatement::STATE_DROPPED)).ok());
  EXPECT_EQ(
      ErrorReason(Say(Statement("op-01", ProgressStatement::STATE_DONE, 2019))
                      .status()),
      "NODE_ENDED");
}

}  // namespace
}  // namespace entente::conventions
