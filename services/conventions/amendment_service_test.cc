// Amendments from their proposal to the version they make, through real stubs.
#include "services/conventions/amendment_service.h"

#include <string>

#include "entente/conventions/v1/budget_change.pb.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/life_fixture_test.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {
namespace {

using v1::Amendment;
using v1::Node;

using AmendmentServiceTest = LifeFixture;

TEST_F(AmendmentServiceTest, C48AnotherPersonApprovesThenItIsApplied) {
  MoveTo(2018, 10, 1);
  Amendment wanted = NewAmendment(MakeDate(2019, 1, 1));
  SetText(wanted, "op-01", "Another aim");
  const auto made = Propose(wanted);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), Format(kConvention) + "/amendments/a-000001");
  EXPECT_EQ(made->state(), Amendment::STATE_PROPOSED);
  EXPECT_EQ(made->proposer(), kCoordinator.subject);
  // Not before it is approved, not by its proposer.
  EXPECT_EQ(ErrorReason(Apply(made->name()).status()), "AMENDMENT_STATE");
  EXPECT_EQ(ErrorReason(Approve(made->name(), kCoordinator).status()),
            "SAME_PERSON");
  const auto approved = Approve(made->name(), kFinance);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->approver(), kFinance.subject);
  EXPECT_FALSE(approved->is_rule_verified());
  EXPECT_FALSE(made->has_regulation_text());
  ExpectTextOf("be-2018-2019", approved->regulation_text());
  EXPECT_EQ(NodeOf(*Get(), "op-01")->text(), "Invented op-01");
  const auto etag_before = Get()->etag();
  EXPECT_EQ(log_.Entries().back().object_version(), 1);
  ASSERT_TRUE(Apply(made->name()).ok());
  EXPECT_EQ(log_.Entries().back().object_version(), 2);
  EXPECT_EQ(NodeOf(*Get(), "op-01")->text(), "Another aim");
  EXPECT_EQ(Get()->version(), 2);
  EXPECT_NE(Get()->etag(), etag_before);
  EXPECT_EQ(ErrorReason(Apply(made->name()).status()), "AMENDMENT_STATE");
  // Before its day the old text holds.
  const google::type::Date before = MakeDate(2018, 12, 31);
  EXPECT_EQ(NodeOf(*Get(&before), "op-01")->text(), "Invented op-01");
  ExpectRecountIsClean();
}

// A decree may let one person do both; nothing of ours forbids it then.
TEST_F(AmendmentServiceTest, OnePersonApprovesWhereTheProfileAsksForNoOther) {
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    profile.mutable_amendment_rules()->set_requires_two_persons(false);
    profile.mutable_amendment_rules()->set_is_verified(true);
  }
  MoveTo(2018, 10, 1);
  Amendment wanted = NewAmendment(MakeDate(2019, 1, 1));
  SetText(wanted, "op-01", "Another aim");
  const auto made = Propose(wanted);
  ASSERT_TRUE(made.ok()) << made.status();
  const auto approved = Approve(made->name(), kCoordinator);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->proposer(), kCoordinator.subject);
  EXPECT_EQ(approved->approver(), kCoordinator.subject);
  EXPECT_TRUE(approved->is_rule_verified());
  ASSERT_TRUE(Apply(made->name()).ok());
  EXPECT_EQ(NodeOf(*Get(), "op-01")->text(), "Another aim");
  ExpectRecountIsClean();
}

TEST_F(AmendmentServiceTest, WithoutAWordOnItTwoPersonsAreNeeded) {
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    profile.clear_amendment_rules();
  }
  Amendment wanted = NewAmendment(MakeDate(2019, 1, 1));
  SetText(wanted, "op-01", "Another aim");
  const auto made = Propose(wanted);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(ErrorReason(Approve(made->name(), kCoordinator).status()),
            "SAME_PERSON");
}

TEST_F(AmendmentServiceTest, AWithdrawnAmendmentChangesNothing) {
  Amendment wanted = NewAmendment(MakeDate(2019, 1, 1));
  SetText(wanted, "op-01", "Another aim");
  const auto made = Propose(wanted);
  v1::WithdrawAmendmentRequest request;
  request.set_name(made->name());
  using Stub = v1::AmendmentService::Stub;
  EXPECT_EQ(ErrorReason(
                Call(amendments_, &Stub::WithdrawAmendment, request).status()),
            "FIELD_REQUIRED");
  request.set_reason("the council said no");
  ASSERT_TRUE(Call(amendments_, &Stub::WithdrawAmendment, request).ok());
  EXPECT_EQ(ErrorReason(Approve(made->name()).status()), "AMENDMENT_STATE");
  EXPECT_EQ(Get()->version(), 1);
  ExpectRecountIsClean();
}

TEST_F(AmendmentServiceTest, IdsAreGivenForGoodAndSurviveRenumbering) {
  MoveTo(2018, 10, 1);
  Amendment first = NewAmendment(MakeDate(2019, 1, 1));
  AddUnder(first, "se-01", Node::KIND_STRATEGIC_OBJECTIVE, "A new aim");
  AddUnder(first, "#1", Node::KIND_OPERATIONAL_OBJECTIVE, "A new step");
  const auto proposed = Propose(first);
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(proposed->changes(0).node_addition().node_id(), "so-02");
  EXPECT_EQ(proposed->changes(1).node_addition().node_id(), "op-03");
  EXPECT_EQ(proposed->changes(1).node_addition().parent_id(), "so-02");
  // Whatever becomes of the first, the second takes other ids.
  Amendment second = NewAmendment(MakeDate(2019, 1, 1));
  AddUnder(second, "so-01", Node::KIND_OPERATIONAL_OBJECTIVE, "Another step");
  const auto other = Amend(second);
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(other->changes(0).node_addition().node_id(), "op-04");
  // Money refers to the id, before and after the number changed.
  ASSERT_TRUE(MakeLine(50'000).ok());
  Amendment renumbered = NewAmendment(MakeDate(2019, 1, 1));
  auto& change = *renumbered.add_changes()->mutable_node();
  change.set_node_id("so-01");
  change.add_numbers(1);
  change.set_path("I/1/0/1");
  ASSERT_TRUE(Amend(renumbered).ok());
  EXPECT_EQ(NodeOf(*Get(), "op-04")->path(), "I/1/0/1/op3");
  EXPECT_TRUE(Reserve(10'000).ok());
  ExpectRecountIsClean();
}

TEST_F(AmendmentServiceTest, AFaultIsToldOfItsChange) {
  Amendment wanted = NewAmendment(MakeDate(2019, 1, 1));
  SetText(wanted, "op-01", "Fine");
  SetText(wanted, "op-99", "Nowhere");
  absl::Status refused = Propose(wanted).status();
  EXPECT_EQ(ErrorReason(refused), "UNKNOWN_NODE");
  EXPECT_EQ(Field(refused), "amendment.changes[1].node.node_id");
  wanted = NewAmendment(MakeDate(2019, 1, 1));
  SetText(wanted, "op-01", "call 0475 12 34 56");
  EXPECT_EQ(ErrorReason(Propose(wanted).status()), "PERSONAL_DATA_SHAPE");
  wanted = NewAmendment(MakeDate(2019, 1, 1));
  EXPECT_EQ(ErrorReason(Propose(wanted).status()), "TOO_MANY_CHANGES");
  wanted.add_changes()->mutable_promotion()->set_node_id("er-01");
  EXPECT_EQ(ErrorReason(Propose(wanted).status()), "FIELD_NOT_ALLOWED");
  wanted = NewAmendment(MakeDate(2019, 1, 1));
  AddUnder(wanted, "so-01", Node::KIND_INDICATOR, "Number of things");
  wanted.mutable_changes(0)->mutable_node_addition()->add_measure_codes("no");
  EXPECT_EQ(ErrorReason(Propose(wanted).status()), "UNKNOWN_MEASURE");
  wanted = NewAmendment(MakeDate(2019, 1, 1));
  AddUnder(wanted, "#1", Node::KIND_INDICATOR, "Under itself");
  EXPECT_EQ(ErrorReason(Propose(wanted).status()), "UNKNOWN_NODE");
  wanted = NewAmendment(MakeDate(2019, 1, 1));
  auto& envelope = *wanted.add_changes()->mutable_envelope();
  envelope.set_allocation(v1::ALLOCATION_GENERAL);
  envelope.set_year(2018);
  *envelope.mutable_amount() = MoneyFromCents(0);
  EXPECT_TRUE(Propose(wanted).ok());
  envelope.mutable_amount()->set_nanos(1);
  EXPECT_FALSE(Propose(wanted).ok());
}

TEST_F(AmendmentServiceTest, WhatNoLongerFitsIsRefusedWhenItIsApplied) {
  Amendment ends = NewAmendment(MakeDate(2019, 1, 1));
  EndNode(ends, "op-01");
  Amendment changes = NewAmendment(MakeDate(2019, 6, 1));
  SetText(changes, "op-01", "Too late");
  const auto later = Propose(changes);
  ASSERT_TRUE(Approve(later->name()).ok());
  ASSERT_TRUE(Amend(ends).ok());
  const absl::Status refused = Apply(later->name()).status();
  EXPECT_EQ(ErrorReason(refused), "AMENDMENT_CONFLICT");
  EXPECT_EQ(Figure(refused, "cause"), later->name());
  EXPECT_EQ(Figure(refused, "reason"), "NODE_ENDED");
  // One that would pull the ground from under what was applied is refused too.
  Amendment before = NewAmendment(MakeDate(2018, 6, 1));
  EndNode(before, "so-01");
  const absl::Status undermines = Propose(before).status();
  EXPECT_EQ(ErrorReason(undermines), "AMENDMENT_CONFLICT");
  EXPECT_EQ(Get()->version(), 2);
  ExpectRecountIsClean();
}

TEST_F(AmendmentServiceTest, IndicatorsIsToldOfWhatIsToBeCounted) {
  Amendment silent = NewAmendment(MakeDate(2019, 1, 1));
  SetText(silent, "op-01", "No figure moves");
  ASSERT_TRUE(Amend(silent).ok());
  EXPECT_TRUE(WaitingDefinitions().empty());
  Amendment counted = NewAmendment(MakeDate(2019, 1, 1));
  SetText(counted, "in-01", "Number of trainings held");
  AddUnder(counted, "so-01", Node::KIND_INDICATOR, "Number of meetings");
  counted.mutable_changes(1)->mutable_node_addition()->add_measure_codes(
      "meetings");
  ASSERT_TRUE(Amend(counted).ok());
  const auto told = WaitingDefinitions();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].measures_size(), 2);
  ASSERT_EQ(told[0].indicators_size(), 3);
  EXPECT_EQ(told[0].indicators(1).text(), "Number of trainings held");
  EXPECT_EQ(told[0].indicators(2).id(), "in-02");
}

TEST_F(AmendmentServiceTest, AnAmountIsNotedAndNothingIsPosted) {
  Amendment cut = NewAmendment(MakeDate(2019, 1, 1));
  auto& envelope = *cut.add_changes()->mutable_envelope();
  envelope.set_allocation(v1::ALLOCATION_GENERAL);
  envelope.set_year(2019);
  *envelope.mutable_amount() = MoneyFromCents(450'000);
  const std::string posting =
      FormatNumbered(NumberedKind::kBudgetChange, kConvention, 1);
  envelope.set_budget_change(posting);
  EXPECT_EQ(ErrorReason(Amend(cut).status()), "NOT_FOUND");
  const auto put = [&](const std::string& id) {
    v1::BudgetChange change;
    change.set_name(posting);
    change.set_type(v1::BudgetChange::TYPE_REDUCTION);
    change.set_from(Format(EnvelopeName{kConvention, id}));
    EXPECT_TRUE(
        store_
            ->Transact([&](store::Transaction& transaction) {
              store::PutRecord(
                  transaction,
                  keys::Numbered(NumberedKind::kBudgetChange, kConvention, 1),
                  change);
              return absl::OkStatus();
            })
            .ok());
  };
  put("general-2018");
  EXPECT_EQ(ErrorReason(Amend(cut).status()),
            "BUDGET_CHANGE_OF_OTHER_ENVELOPE");
  put("general-2019");
  ASSERT_TRUE(Amend(cut).ok());
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    transaction.Delete(keys::Numbered(
                        NumberedKind::kBudgetChange, kConvention, 1));
                    return absl::OkStatus();
                  })
                  .ok());
  const auto convention = Get();
  EXPECT_EQ(convention->envelopes(1).amount().units(), 5'000);
  EXPECT_EQ(convention->envelopes(1).amended_amount().units(), 4'500);
  EXPECT_EQ(GetEnvelope(*store_->Read(), {kConvention, "general-2019"}, "name")
                ->allocated_cents,
            500'000);
  ExpectRecountIsClean();
}

TEST_F(AmendmentServiceTest, ADiffReadsFromOneVersionToTheOther) {
  MoveTo(2018, 2, 1);
  Amendment term = NewAmendment(MakeDate(2019, 6, 1));
  *term.add_changes()->mutable_term()->mutable_valid_from() =
      MakeDate(2018, 1, 1);
  *term.mutable_changes(0)->mutable_term()->mutable_valid_until() =
      MakeDate(2020, 6, 30);
  ASSERT_TRUE(Amend(term).ok());
  v1::DiffConventionVersionsRequest request;
  request.set_name(Format(kConvention));
  using Stub = v1::AmendmentService::Stub;
  auto diff =
      Call(amendments_, &Stub::DiffConventionVersions, request, kFederal);
  ASSERT_TRUE(diff.ok()) << diff.status();
  EXPECT_EQ(diff->from_version(), 1);
  EXPECT_EQ(diff->to_version(), 2);
  ASSERT_EQ(diff->differences_size(), 1);
  EXPECT_EQ(diff->differences(0).field(), "term");
  EXPECT_EQ(diff->differences(0).after(), "2018-01-01 – 2020-06-30");
  *request.mutable_to_effective_date() = MakeDate(2019, 5, 31);
  diff = Call(amendments_, &Stub::DiffConventionVersions, request, kFederal);
  // The term of May is the old one.
  EXPECT_EQ(diff->to_version(), 1);
  for (const auto& difference : diff->differences()) {
    EXPECT_EQ(difference.field(), "state");
  }
}

TEST_F(AmendmentServiceTest, AClosedConventionIsNotAmended) {
  Amendment wanted = NewAmendment(MakeDate(2019, 1, 1));
  SetText(wanted, "op-01", "Another aim");
  const auto waiting = Propose(wanted);
  ASSERT_TRUE(Approve(waiting->name()).ok());
  MoveTo(2020, 1, 15);
  Sign(MakeDate(2018, 5, 1));
  ASSERT_TRUE(Close(MakeDate(2020, 1, 15)).ok());
  EXPECT_EQ(ErrorReason(Propose(wanted).status()), "CONVENTION_CLOSED");
  EXPECT_EQ(ErrorReason(Apply(waiting->name()).status()), "CONVENTION_CLOSED");
}

}  // namespace
}  // namespace entente::conventions
