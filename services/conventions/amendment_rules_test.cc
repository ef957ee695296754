// The table of amendments, and what a change makes of a convention.
#include "services/conventions/amendment_rules.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/life_fixture_test.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {
namespace {

using v1::Amendment;
using v1::Convention;
using v1::ConventionChange;
using v1::Node;

TEST(AmendmentTableTest, EachStepIsInTheTableOrRefused) {
  const std::map<std::pair<int, AmendmentAct>, int> table = {
      {{1, AmendmentAct::kApprove}, 2},
      {{2, AmendmentAct::kApply}, 3},
      {{1, AmendmentAct::kWithdraw}, 4},
      {{2, AmendmentAct::kWithdraw}, 4}};
  for (int state = 0; state < 7; ++state) {
    for (const AmendmentAct act :
         {AmendmentAct::kApprove, AmendmentAct::kApply, AmendmentAct::kWithdraw,
          static_cast<AmendmentAct>(9)}) {
      Amendment amendment;
      amendment.set_state(static_cast<Amendment::State>(state));
      const auto next = NextState(amendment, act);
      const auto expected = table.find({state, act});
      ASSERT_EQ(next.ok(), expected != table.end()) << state;
      if (next.ok()) {
        EXPECT_EQ(*next, expected->second);
      } else {
        EXPECT_EQ(ErrorReason(next.status()), "AMENDMENT_STATE");
      }
    }
  }
}

TEST(AmendmentRulesTest, TwoPersonsUnlessTheProfileSaysOtherwise) {
  EXPECT_TRUE(RequiresTwoPersons(nullptr));
  v1::RegulationProfile profile;
  EXPECT_TRUE(RequiresTwoPersons(&profile));
  profile.mutable_amendment_rules()->set_requires_two_persons(false);
  EXPECT_FALSE(RequiresTwoPersons(&profile));
}

std::vector<std::string> Ids(const Convention& convention) {
  std::vector<std::string> ids;
  for (const Node& node : convention.nodes()) ids.push_back(node.id());
  return ids;
}

ConventionChange Addition(const std::string& id, const std::string& parent,
                          Node::Kind kind) {
  ConventionChange change;
  change.mutable_node_addition()->set_node_id(id);
  change.mutable_node_addition()->set_parent_id(parent);
  change.mutable_node_addition()->set_kind(kind);
  change.mutable_node_addition()->set_text("Added");
  return change;
}

TEST(ChangeTest, ANewNodeStandsBehindItsLastSiblingWithAPathOfItsOwn) {
  Convention convention = LivingConvention();
  const google::type::Date day = MakeDate(2019, 1, 1);
  ASSERT_TRUE(
      ApplyChange(Addition("op-03", "so-01", Node::KIND_OPERATIONAL_OBJECTIVE),
                  day, convention)
          .ok());
  ASSERT_TRUE(ApplyChange(Addition("in-02", "so-01", Node::KIND_INDICATOR), day,
                          convention)
                  .ok());
  ASSERT_TRUE(
      ApplyChange(Addition("so-03", "se-01", Node::KIND_STRATEGIC_OBJECTIVE),
                  day, convention)
          .ok());
  EXPECT_EQ(Ids(convention),
            (std::vector<std::string>{"pt-01", "se-01", "so-01", "op-01",
                                      "op-02", "op-03", "er-01", "er-02",
                                      "in-01", "in-02", "so-03"}));
  EXPECT_EQ(NodeOf(convention, "op-03")->path(), "I/1/0/2/op3");
  EXPECT_EQ(NodeOf(convention, "op-03")->ordinal(), 3);
  EXPECT_EQ(NodeOf(convention, "so-03")->path(), "I/1/x2");
  EXPECT_EQ(NodeOf(convention, "in-02")->begin_date().year(), 2019);
}

TEST(ChangeTest, RenumberingChangesThePathsBelowAndNoId) {
  Convention convention = LivingConvention();
  const std::vector<std::string> before = Ids(convention);
  ConventionChange change;
  change.mutable_node()->set_node_id("so-01");
  change.mutable_node()->set_path("I/1/0/5");
  change.mutable_node()->add_numbers(5);
  ASSERT_TRUE(ApplyChange(change, MakeDate(2019, 1, 1), convention).ok());
  EXPECT_EQ(Ids(convention), before);
  EXPECT_EQ(NodeOf(convention, "op-02")->path(), "I/1/0/5/op2");
  EXPECT_EQ(NodeOf(convention, "se-01")->path(), "I/1");
  EXPECT_EQ(NodeOf(convention, "so-01")->numbers(0), 5);
}

TEST(ChangeTest, TheEndOfANodeEndsWhatStandsUnderIt) {
  Convention convention = LivingConvention();
  ConventionChange change;
  change.mutable_node_end()->set_node_id("so-01");
  ASSERT_TRUE(ApplyChange(change, MakeDate(2019, 1, 1), convention).ok());
  EXPECT_TRUE(NodeOf(convention, "in-01")->has_end_date());
  EXPECT_FALSE(NodeOf(convention, "se-01")->has_end_date());
  EXPECT_EQ(ErrorReason(ApplyChange(change, MakeDate(2019, 2, 1), convention)),
            "NODE_ENDED");
  EXPECT_EQ(ErrorReason(ApplyChange(
                Addition("op-03", "so-01", Node::KIND_OPERATIONAL_OBJECTIVE),
                MakeDate(2019, 2, 1), convention)),
            "NODE_ENDED");
}

TEST(ChangeTest, WhatDoesNotFitIsRefusedByName) {
  const google::type::Date day = MakeDate(2019, 1, 1);
  std::vector<std::pair<std::string, ConventionChange>> faults(8);
  faults[0].first = "CHANGE_EMPTY";
  faults[1].first = "UNKNOWN_NODE";
  faults[1].second.mutable_node()->set_node_id("so-09");
  faults[1].second.mutable_node()->set_text("x");
  faults[2].first = "CHANGE_EMPTY";
  faults[2].second.mutable_node()->set_node_id("so-01");
  faults[3] = {"NODE_PARENT", Addition("se-02", "so-01", Node::KIND_SECTOR)};
  faults[4] = {"NODE_EXISTS",
               Addition("op-01", "so-01", Node::KIND_OPERATIONAL_OBJECTIVE)};
  faults[5].first = "TERM_REVERSED";
  *faults[5].second.mutable_term()->mutable_valid_from() = MakeDate(2020, 1, 1);
  *faults[5].second.mutable_term()->mutable_valid_until() =
      MakeDate(2019, 12, 31);
  faults[6].first = "UNKNOWN_ENVELOPE";
  faults[6].second.mutable_envelope()->set_allocation(v1::ALLOCATION_GENERAL);
  faults[6].second.mutable_envelope()->set_year(2025);
  faults[7].first = "NOT_COUNTABLE";
  faults[7].second.mutable_promotion()->set_node_id("er-02");
  for (const auto& [reason, change] : faults) {
    Convention convention = LivingConvention();
    EXPECT_EQ(ErrorReason(ApplyChange(change, day, convention)), reason);
  }
}

TEST(ChangeTest, ALateChangeForAnEarlyDayDoesNotUndoALaterDay) {
  Changes changes;
  const auto add = [&](int64_t recorded, google::type::Date day,
                       const std::string& text) {
    v1::ChangeRecord record;
    record.mutable_record_time()->set_seconds(recorded);
    *record.mutable_effective_date() = day;
    record.add_changes()->mutable_node()->set_node_id("so-01");
    record.mutable_changes(0)->mutable_node()->set_text(text);
    changes.emplace(static_cast<int64_t>(changes.size()) + 1, record);
  };
  add(10, MakeDate(2019, 1, 1), "of 2019");
  add(20, MakeDate(2018, 6, 1), "of June, recorded late");
  const Convention original = LivingConvention();
  const auto text = [&](google::type::Date day, int64_t recorded) {
    const auto version =
        VersionOf(original, changes,
                  {.effective_date = day,
                   .record_time = absl::FromUnixSeconds(recorded)});
    return NodeOf(*version, "so-01")->text();
  };
  EXPECT_EQ(text(MakeDate(2018, 5, 31), 99), "Invented so-01");
  EXPECT_EQ(text(MakeDate(2018, 6, 1), 99), "of June, recorded late");
  EXPECT_EQ(text(MakeDate(2018, 6, 1), 19), "Invented so-01");
  EXPECT_EQ(text(MakeDate(2019, 1, 1), 99), "of 2019");
}

TEST(DiffTest, SaysWhatAPersonWouldSay) {
  const Convention from = LivingConvention();
  Convention to = from;
  EXPECT_TRUE(DiffVersions(from, to).empty());
  ConventionChange change;
  change.mutable_node()->set_node_id("in-01");
  change.mutable_node()->set_text("Number of trainings held");
  ASSERT_TRUE(ApplyChange(change, MakeDate(2019, 1, 1), to).ok());
  change.Clear();
  change.mutable_envelope()->set_allocation(v1::ALLOCATION_GENERAL);
  change.mutable_envelope()->set_year(2019);
  *change.mutable_envelope()->mutable_amount() = MoneyFromCents(450'000);
  ASSERT_TRUE(ApplyChange(change, MakeDate(2019, 1, 1), to).ok());
  ASSERT_TRUE(
      ApplyChange(Addition("op-03", "so-01", Node::KIND_OPERATIONAL_OBJECTIVE),
                  MakeDate(2019, 1, 1), to)
          .ok());
  std::vector<std::string> lines;
  for (const auto& difference : DiffVersions(from, to)) {
    lines.push_back(absl::StrCat(difference.node_id(), " ", difference.field(),
                                 ": ", difference.before(), " > ",
                                 difference.after()));
  }
  EXPECT_EQ(lines,
            (std::vector<std::string>{
                " envelopes.general-2019: 5.000,00 EUR > 4.500,00 EUR",
                "op-03 begin_date:  > 2019-01-01", "op-03 text:  > Added",
                "in-01 text: Invented in-01 > Number of trainings "
                "held"}));
}

}  // namespace
}  // namespace entente::conventions
