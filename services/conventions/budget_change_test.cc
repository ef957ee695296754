// Budget changes through real stubs: what each moves, and every refusal; the
// end of a year in budget_change_end_test.cc.
#include <string>

#include "gmock/gmock.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_change_fixture_test.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_replay.h"

namespace entente::conventions {
namespace {

using Stub = v1::BudgetChangeService::Stub;
using Budget = v1::BudgetService::Stub;
using testing::HasSubstr;
using v1::BudgetChange;

TEST_F(BudgetChangeTest, AReductionMayLeaveAShortfallInWhichNothingIsReserved) {
  const std::string line = MakeLine(800'000);
  ASSERT_TRUE(
      Call(&Budget::CreateReservation, ReservationRequest(line, 700'000)).ok());
  auto reduced = Reduce(400'000);
  ASSERT_TRUE(reduced.ok()) << reduced.status();
  EXPECT_EQ(reduced->name(), Format(kConvention) + "/budgetChanges/b-000001");
  const v1::Position& after = reduced->from_position();
  EXPECT_EQ(after.allocated().units(), 6'000);
  EXPECT_EQ(after.reduced().units(), 4'000);
  EXPECT_EQ(after.unallotted().units(), -2'000);
  EXPECT_EQ(after.available().units(), -1'000);
  EXPECT_FALSE(reduced->has_to_position());
  const absl::Status status =
      Call(&Budget::CreateReservation, ReservationRequest(line, 1)).status();
  EXPECT_EQ(ErrorReason(status), "ENVELOPE_SHORTFALL");
  ExpectFigures(status);
}

TEST_F(BudgetChangeTest, TheStateCannotTakeBackMoreThanItGrants) {
  const absl::Status status = Reduce(1'000'001).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(status), "REDUCTION_EXCEEDED");
  EXPECT_EQ(Field(status), "budget_change.amount");
  EXPECT_EQ(Figure(status, "available_cents"), "1000000");
  ExpectFigures(status);
  const auto all = Reduce(1'000'000);
  ASSERT_TRUE(all.ok()) << all.status();
  // The State decided it, no rule of the profile.
  EXPECT_FALSE(all->has_regulation_text());
}

TEST_F(BudgetChangeTest, AnIncreaseIsUnallottedAtFirst) {
  auto more = Grant(Change(BudgetChange::TYPE_INCREASE, "",
                           Envelope("general-2018"), 12'345));
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_EQ(more->to_position().unallotted().units(), 10'123);
  EXPECT_EQ(more->to_position().allocated().nanos(), 450'000'000);
  // A decision of the State is on record: nothing is discarded any more.
  EXPECT_TRUE(*HasMovement(*store_->Read(), kConvention));
}

TEST_F(BudgetChangeTest, AllotmentsGrowByWhatIsUnallottedOnly) {
  const std::string line = MakeLine(990'000);
  absl::Status status =
      Allot(Change(BudgetChange::TYPE_ALLOTMENT_INCREASE, "", line, 10'001))
          .status();
  EXPECT_EQ(ErrorReason(status), "ENVELOPE_EXCEEDED");
  EXPECT_EQ(Field(status), "budget_change.amount");
  EXPECT_EQ(Figure(status, "available_cents"), "10000");
  ExpectFigures(status);
  auto more =
      Allot(Change(BudgetChange::TYPE_ALLOTMENT_INCREASE, "", line, 10'000));
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_EQ(more->to_position().allotted().units(), 10'000);
}

TEST_F(BudgetChangeTest, WhatIsReservedOrSpentIsNotTakenBack) {
  const std::string line = MakeLine(100'000);
  ASSERT_TRUE(
      Call(&Budget::CreateReservation, ReservationRequest(line, 60'000)).ok());
  absl::Status status = TakeBack(line, 40'001).status();
  EXPECT_EQ(ErrorReason(status), "ALLOTMENT_EXCEEDED");
  EXPECT_EQ(Field(status), "budget_change.amount");
  ExpectFigures(status);
  auto back = TakeBack(line, 40'000);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->from_position().available().units(), 0);
  EXPECT_EQ(EnvelopeBalances("general-2018").unallotted_cents(), 940'000);
  // The rule that allowed it, and that nobody has seen it in the decree.
  EXPECT_EQ(back->regulation_profile(), "be-2018-2019");
  ExpectTextOf("be-2018-2019", back->regulation_text());
  EXPECT_FALSE(back->is_rule_verified());
}

TEST_F(BudgetChangeTest, AReallocationLeavesItsEnvelopeAsItWas) {
  const std::string line = MakeLine(100'000);
  const std::string other = MakeOther(50'000);
  const Balances before = EnvelopeBalances("general-2018");
  auto moved =
      Allot(Change(BudgetChange::TYPE_REALLOCATION, line, other, 30'000));
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->from_position().allotted().units(), 700);
  EXPECT_EQ(moved->to_position().allotted().units(), 800);
  EXPECT_EQ(EnvelopeBalances("general-2018"), before);
  EXPECT_EQ(moved->regulation_profile(), "be-2018-2019");
  const absl::Status status =
      Allot(Change(BudgetChange::TYPE_REALLOCATION, line, other, 70'001))
          .status();
  EXPECT_EQ(ErrorReason(status), "ALLOTMENT_EXCEEDED");
  ExpectFigures(status);
}

TEST_F(BudgetChangeTest, WhatLinesGiveUpStaysUnderTheCapOfTheProfile) {
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    // 10 % of 10.000,00.
    profile.mutable_transfer_rules()
        ->mutable_within_envelope()
        ->set_cap_basis_points(1'000);
  }
  const std::string line = MakeLine(300'000);
  const std::string other = MakeOther(300'000);
  ASSERT_TRUE(
      Allot(Change(BudgetChange::TYPE_REALLOCATION, line, other, 60'000)).ok());
  // Back to the envelope and on to another line is no way around it.
  ASSERT_TRUE(TakeBack(line, 30'000).ok());
  ASSERT_TRUE(
      Allot(Change(BudgetChange::TYPE_ALLOTMENT_INCREASE, "", other, 30'000))
          .ok());
  const absl::Status status =
      Allot(Change(BudgetChange::TYPE_REALLOCATION, line, other, 10'001))
          .status();
  EXPECT_EQ(ErrorReason(status), "SHIFT_CAPPED") << status;
  EXPECT_EQ(Figure(status, "cap_cents"), "100000");
  EXPECT_EQ(Figure(status, "shifted_cents"), "90000");
  EXPECT_EQ(Figure(status, "available_cents"), "10000");
  EXPECT_EQ(Figure(status, "is_verified"), "false");
  EXPECT_THAT(GetErrorDetail(status)->sentence.nl,
              HasSubstr("nog 100,00 EUR (al afgestaan 900,00 EUR; regel niet "
                        "nagezien in het besluit)"));
  ExpectFigures(status);
  ASSERT_TRUE(
      Allot(Change(BudgetChange::TYPE_REALLOCATION, line, other, 10'000)).ok());
  EXPECT_EQ(ErrorReason(TakeBack(line, 1).status()), "SHIFT_CAPPED");
  // What goes back makes it less.
  auto back =
      Allot(Change(BudgetChange::TYPE_REALLOCATION, other, line, 70'000));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_TRUE(TakeBack(line, 70'000).ok());
}

TEST_F(BudgetChangeTest, InAShortfallLinesGiveBackBeforeTheyGetAnything) {
  const std::string line = MakeLine(900'000);
  const std::string other = MakeOther(50'000);
  ASSERT_TRUE(Reduce(150'000).ok());
  // 1.000,00 more is allotted than there is.
  const absl::Status status =
      Allot(Change(BudgetChange::TYPE_REALLOCATION, line, other, 10'000))
          .status();
  EXPECT_EQ(ErrorReason(status), "ENVELOPE_EXCEEDED");
  // No rule is needed for what the envelope no longer has.
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    profile.clear_transfer_rules();
  }
  EXPECT_EQ(ErrorReason(TakeBack(line, 100'001).status()),
            "TRANSFER_FORBIDDEN");
  auto back = TakeBack(line, 100'000);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->regulation_profile(), "");
  EXPECT_EQ(EnvelopeBalances("general-2018").unallotted_cents(), 0);
}

TEST_F(BudgetChangeTest, WhoDividesTheMoneyDoesNotSayHowMuchThereIs) {
  const std::string line = MakeLine(100'000);
  for (const char* role : {"finance", "federal", "zone", "cell_chair"}) {
    EXPECT_EQ(Grant(Change(BudgetChange::TYPE_REDUCTION,
                           Envelope("general-2018"), "", 100),
                    {role})
                  .status()
                  .code(),
              absl::StatusCode::kPermissionDenied)
        << role;
  }
  for (const char* role : {"coordinator", "federal", "zone", "cell_chair"}) {
    EXPECT_EQ(
        Allot(Change(BudgetChange::TYPE_ALLOTMENT_INCREASE, "", line, 100),
              {role})
            .status()
            .code(),
        absl::StatusCode::kPermissionDenied)
        << role;
  }
}

TEST_F(BudgetChangeTest, AChangeBeforeTheTermIsRefused) {
  BudgetChange change =
      Change(BudgetChange::TYPE_REDUCTION, Envelope("general-2018"), "", 100);
  *change.mutable_effective_date() = MakeDate(2017, 12, 31);
  const absl::Status status = Grant(change).status();
  EXPECT_EQ(ErrorReason(status), "EFFECTIVE_DATE_BEFORE_TERM");
  EXPECT_EQ(Figure(status, "valid_from"), "2018-01-01");
  // Money moves today, so not from a day that is to come.
  *change.mutable_effective_date() = MakeDate(2199, 1, 1);
  EXPECT_EQ(ErrorReason(Grant(change).status()), "DATE_IN_FUTURE");
}

TEST_F(BudgetChangeTest, AnObjectiveThatEndedGetsNothingMore) {
  auto line = Call(&Budget::CreateLine,
                   LineRequest("general-2019", "op-01", "operating", 10'000));
  ASSERT_TRUE(line.ok()) << line.status();
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    v1::Node node =
                        **FindNode(transaction, kConvention, "op-01");
                    *node.mutable_end_date() = MakeDate(2018, 12, 31);
                    store::PutRecord(transaction,
                                     keys::Node(kConvention, "op-01"), node);
                    return absl::OkStatus();
                  })
                  .ok());
  const absl::Status more = Allot(Change(BudgetChange::TYPE_ALLOTMENT_INCREASE,
                                         "", line->name(), 100))
                                .status();
  EXPECT_EQ(ErrorReason(more), "NODE_ENDED") << more;
  EXPECT_EQ(Field(more), "budget_change.to");
  const absl::Status fresh =
      Call(&Budget::CreateLine,
           LineRequest("general-2019", "op-01", "personnel", 100))
          .status();
  EXPECT_EQ(ErrorReason(fresh), "NODE_ENDED") << fresh;
  EXPECT_EQ(Field(fresh), "line.objective_id");
  // In its last year it still does.
  EXPECT_TRUE(Call(&Budget::CreateLine,
                   LineRequest("general-2018", "op-01", "personnel", 100))
                  .ok());
}

TEST_F(BudgetChangeTest, ARehearsalStoresNothingAndARetryMovesOnce) {
  const std::string line = MakeLine(100'000);
  v1::CreateBudgetChangeRequest request;
  request.set_parent(Format(kConvention));
  *request.mutable_budget_change() =
      Change(BudgetChange::TYPE_ALLOTMENT_DECREASE, line, "", 10'000);
  request.set_validate_only(true);
  const std::string before = Everything();
  auto rehearsed = Call(&Stub::CreateBudgetChange, request);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->from_position().allotted().units(), 900);
  EXPECT_EQ(Everything(), before);
  request.set_validate_only(false);
  request.set_request_id("back-1");
  auto first = Call(&Stub::CreateBudgetChange, request);
  auto again = Call(&Stub::CreateBudgetChange, request);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(LineBalances(line).allotted_cents, 90'000);
  *request.mutable_budget_change()->mutable_amount() = MoneyFromCents(1);
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateBudgetChange, request).status()),
            "REQUEST_ID_REUSED");
}

TEST_F(BudgetChangeTest, ChangesAreListedAsTheyWereRecorded) {
  ASSERT_TRUE(Reduce(100).ok());
  BudgetChange smuggled =
      Change(BudgetChange::TYPE_INCREASE, "", Envelope("general-2018"), 200);
  smuggled.set_name("municipalities/21004/conventions/x/budgetChanges/b-9");
  smuggled.set_regulation_profile("mine");
  smuggled.GetReflection()->MutableUnknownFields(&smuggled)->AddLengthDelimited(
      9999, "smuggled");
  ASSERT_TRUE(Grant(smuggled).ok());
  v1::ListBudgetChangesRequest request;
  request.set_parent(Format(kConvention));
  request.set_page_size(1);
  auto first = Call(&Stub::ListBudgetChanges, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->budget_changes_size(), 1);
  EXPECT_EQ(first->budget_changes(0).amount().units(), 1);
  EXPECT_FALSE(first->budget_changes(0).has_from_position());
  request.set_page_token(first->next_page_token());
  auto second = Call(&Stub::ListBudgetChanges, request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->budget_changes_size(), 1);
  EXPECT_EQ(second->budget_changes(0).regulation_profile(), "");
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_THAT(Everything(), testing::Not(HasSubstr("smuggled")));
}

TEST_F(BudgetChangeTest, WhatIsStoredFollowsFromTheEntries) {
  CarryOverIsAllowed(0);
  const std::string line = MakeLine(100'000);
  const std::string other = MakeOther(50'000);
  ASSERT_TRUE(Reduce(100'000).ok());
  ASSERT_TRUE(
      Allot(Change(BudgetChange::TYPE_REALLOCATION, line, other, 1'000)).ok());
  ASSERT_TRUE(
      Grant(Change(BudgetChange::TYPE_CARRY_OVER, Envelope("general-2018"),
                   Envelope("general-2019"), 7'000))
          .ok());
  ASSERT_TRUE(Lapse().ok());
  const auto computed = Recompute(*store_->Read(), kConvention);
  ASSERT_TRUE(computed.ok()) << computed.status();
  for (const char* id : {"general-2018", "general-2019"}) {
    EXPECT_EQ(computed->at(Envelope(id)), EnvelopeBalances(id)) << id;
  }
  EXPECT_EQ(computed->at(other), LineBalances(other));
}

}  // namespace
}  // namespace entente::conventions
