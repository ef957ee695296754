// A convention adopts another version of its contract profile.
#include <string>

#include "services/conventions/adoption_fixture_test.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(AdoptionTest, ANewVersionIsARecordedChange) {
  context_.contract_profiles = {Profile(1), Profile(2)};
  MoveTo(2018, 3, 1);
  const auto adopted = Adopt(1);
  ASSERT_TRUE(adopted.ok()) << adopted.status();
  EXPECT_EQ(adopted->contract_profile(), "invented");
  EXPECT_EQ(adopted->contract_profile_version(), 1);
  EXPECT_EQ(adopted->contract_profile_sha256(), std::string(64, '1'));
  EXPECT_EQ(adopted->contract_profile_review().by_function(), "coordination");
  EXPECT_EQ(adopted->version(), 2);
  EXPECT_THAT(NodeOf(*adopted, "in-01")->measure_codes(),
              ElementsAre("sessions"));
  EXPECT_THAT(NodeOf(*adopted, "er-01")->measure_codes(),
              ElementsAre("trainings"));
  // What counted until then stays defined.
  EXPECT_THAT(Measures(), ElementsAre("sessions", "trainings", "meetings"));
  // The day before, as it was.
  const google::type::Date before = MakeDate(2018, 2, 28);
  EXPECT_THAT(NodeOf(*Get(&before), "in-01")->measure_codes(),
              ElementsAre("trainings"));
  EXPECT_EQ(Get(&before)->contract_profile(), "");
  const auto told = WaitingDefinitions();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].measures_size(), 3);
  ASSERT_EQ(told[0].indicators_size(), 2);
  EXPECT_THAT(told[0].indicators(1).measure_codes(), ElementsAre("sessions"));
  ASSERT_TRUE(Adopt(2).ok());
  EXPECT_EQ(Get()->contract_profile_version(), 2);
  EXPECT_EQ(Get()->version(), 3);
  ExpectRecountIsClean();
}

TEST_F(AdoptionTest, WhatCannotBeAdoptedIsRefusedByName) {
  context_.contract_profiles = {Profile(1), Profile(2), Profile(3)};
  context_.contract_profiles[1].clear_review();
  MoveTo(2018, 3, 1);
  EXPECT_EQ(ErrorReason(Adopt(0).status()), "FIELD_REQUIRED");
  EXPECT_EQ(ErrorReason(Adopt(1, "", "").status()), "FIELD_REQUIRED");
  const absl::Status unknown = Adopt(9).status();
  EXPECT_EQ(ErrorReason(unknown), "PROFILE_UNKNOWN");
  EXPECT_EQ(Figure(unknown, "versions"), "invented/1, invented/2, invented/3");
  EXPECT_EQ(ErrorReason(Adopt(2).status()), "PROFILE_NOT_REVIEWED");
  const absl::Status stale = Adopt(1, "e9").status();
  EXPECT_EQ(ErrorReason(stale), "ETAG_MISMATCH");
  EXPECT_EQ(Figure(stale, "sent_etag"), "e9");
  EXPECT_EQ(Figure(stale, "etag"), "e1");
  EXPECT_FALSE(Adopt(1, "", "reviewed", kFinance).ok());
  EXPECT_EQ(Get()->version(), 1);
  ASSERT_TRUE(Adopt(1, "e1").ok());
  EXPECT_EQ(ErrorReason(Adopt(1).status()), "PROFILE_NOT_NEWER");
  ASSERT_TRUE(Adopt(3).ok());
  const absl::Status older = Adopt(1).status();
  EXPECT_EQ(ErrorReason(older), "PROFILE_NOT_NEWER");
  EXPECT_EQ(Figure(older, "applied_version"), "3");
  EXPECT_THAT(WaitingDefinitions(), testing::SizeIs(2));
  ExpectRecountIsClean();
}

TEST_F(AdoptionTest, NothingThatIsCountedIsLeftUncounted) {
  context_.contract_profiles = {Profile(1)};
  context_.contract_profiles[0].mutable_labels()->DeleteSubrange(0, 1);
  // "trainings", which in-01 has, is defined: it keeps it.
  MoveTo(2018, 3, 1);
  ASSERT_TRUE(Adopt(1).ok());
  EXPECT_THAT(NodeOf(*Get(), "in-01")->measure_codes(),
              ElementsAre("trainings"));
  context_.contract_profiles.push_back(Profile(2));
  v1::ContractProfile& second = context_.contract_profiles[1];
  second.clear_labels();
  second.mutable_measures(1)->set_code("renamed");
  const absl::Status refused = Adopt(2).status();
  EXPECT_EQ(ErrorReason(refused), "PROFILE_INCOMPLETE");
  EXPECT_EQ(Figure(refused, "node_id"), "er-01");
  ExpectRecountIsClean();
}

TEST_F(AdoptionTest, APromotedResultIsMappedAsTheResultItIs) {
  MoveTo(2018, 2, 1);
  ASSERT_TRUE(Promote("er-01").ok());
  context_.contract_profiles = {Profile(1)};
  context_.contract_profiles[0].mutable_labels(1)->set_measure_codes(
      0, "sessions");
  MoveTo(2018, 3, 1);
  const auto adopted = Adopt(1);
  ASSERT_TRUE(adopted.ok()) << adopted.status();
  EXPECT_EQ(NodeOf(*adopted, "er-01")->kind(), v1::Node::KIND_INDICATOR);
  EXPECT_THAT(NodeOf(*adopted, "er-01")->measure_codes(),
              ElementsAre("sessions"));
  ExpectRecountIsClean();
}

TEST_F(AdoptionTest, WhatALaterDayOrAProposalCountsByStaysDefined) {
  context_.contract_profiles = {Profile(1)};
  MoveTo(2018, 3, 1);
  v1::Amendment later = NewAmendment(MakeDate(2019, 1, 1));
  AddUnder(later, "so-01", v1::Node::KIND_INDICATOR, "Invented later");
  later.mutable_changes(0)->mutable_node_addition()->add_measure_codes(
      "meetings");
  const auto made = Propose(later);
  ASSERT_TRUE(made.ok()) << made.status();
  const absl::Status proposed = Adopt(1).status();
  EXPECT_EQ(ErrorReason(proposed), "MEASURE_IN_USE");
  EXPECT_EQ(Figure(proposed, "user"), made->name());
  EXPECT_EQ(Figure(proposed, "measure_code"), "meetings");
  ASSERT_TRUE(Approve(made->name()).ok());
  ASSERT_TRUE(Apply(made->name()).ok());
  const absl::Status applied = Adopt(1).status();
  EXPECT_EQ(ErrorReason(applied), "MEASURE_IN_USE");
  EXPECT_EQ(Figure(applied, "user"), "in-02");
  context_.contract_profiles[0].add_measures()->set_code("meetings");
  ASSERT_TRUE(Adopt(1).ok());
  EXPECT_THAT(NodeOf(*Get(), "in-02")->measure_codes(),
              ElementsAre("meetings"));
  ExpectRecountIsClean();
}

TEST_F(AdoptionTest, AMeasureKeepsItsKindAndItsFigures) {
  ASSERT_TRUE(Define([](v1::DefinitionsRecord& definitions) {
    definitions.mutable_measures(0)->set_kind(v1::MEASURE_KIND_COUNT);
    definitions.mutable_measures(1)->add_feeds();
  }));
  context_.contract_profiles = {Profile(1)};
  context_.contract_profiles[0].mutable_measures(1)->set_kind(
      v1::MEASURE_KIND_HOURS);
  MoveTo(2018, 3, 1);
  const absl::Status changed = Adopt(1).status();
  EXPECT_EQ(ErrorReason(changed), "MEASURE_CHANGED");
  EXPECT_EQ(Figure(changed, "measure_code"), "trainings");
  EXPECT_EQ(Get()->version(), 1);
  // A guess may be set right.
  ASSERT_TRUE(Define([](v1::DefinitionsRecord& definitions) {
    definitions.mutable_measures(0)->set_is_kind_guessed(true);
  }));
  ASSERT_TRUE(Adopt(1).ok());
  // "meetings" is read as before, and nothing feeds it any more.
  const auto told = WaitingDefinitions();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].measures(1).kind(), v1::MEASURE_KIND_HOURS);
  EXPECT_EQ(told[0].measures(2).code(), "meetings");
  EXPECT_THAT(told[0].measures(2).feeds(), IsEmpty());
  ExpectRecountIsClean();
}

TEST_F(AdoptionTest, WhatItAnswersCanBeReopened) {
  ASSERT_TRUE(Find("KIND_GUESSED", "in-01"));
  context_.contract_profiles = {Profile(1)};
  MoveTo(2018, 3, 1);
  ASSERT_TRUE(Adopt(1).ok());
  ASSERT_TRUE(Get()->findings(1).has_resolution());
  v1::ReverseFindingResolutionRequest request;
  request.set_name(Format(kConvention));
  request.set_finding_number(2);
  request.set_reason("to be looked at again");
  const auto reopened =
      Call(reviews_, &Stub::ReverseFindingResolution, request);
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_FALSE(Get()->findings(1).has_resolution());
  // The reviewed profile says the kind of what in-01 counts: no guess.
  const auto told = WaitingDefinitions();
  for (const auto& measure : told.back().measures()) {
    EXPECT_FALSE(measure.is_kind_guessed()) << measure.code();
  }
  ExpectRecountIsClean();
}

TEST_F(AdoptionTest, GuessesAndMissingMeasuresAreAnsweredByIt) {
  ASSERT_TRUE(Find("KIND_GUESSED", "in-01"));
  ASSERT_TRUE(Find("LABEL_WITHOUT_MEASURE", "in-01"));
  ASSERT_TRUE(Find("LABEL_WITHOUT_MEASURE", "op-01"));
  ASSERT_TRUE(Find("PROFILE_NOT_REVIEWED", ""));
  context_.contract_profiles = {Profile(1)};
  MoveTo(2018, 3, 1);
  const auto adopted = Adopt(1);
  ASSERT_TRUE(adopted.ok()) << adopted.status();
  // What is about numbers is for a person.
  EXPECT_FALSE(adopted->findings(0).has_resolution());
  EXPECT_EQ(adopted->findings(1).resolution().reason(), "reviewed anew");
  EXPECT_EQ(adopted->findings(1).resolution().author(), kCoordinator.subject);
  EXPECT_TRUE(adopted->findings(2).has_resolution());
  // It maps nothing there.
  EXPECT_FALSE(adopted->findings(3).has_resolution());
  EXPECT_TRUE(adopted->findings(4).has_resolution());
  ExpectRecountIsClean();
}

TEST_F(AdoptionTest, ARehearsalStoresNothing) {
  context_.contract_profiles = {Profile(1)};
  MoveTo(2018, 3, 1);
  v1::AdoptProfileRequest request;
  request.set_name(Format(kConvention));
  request.set_profile_version(1);
  request.set_reason("reviewed anew");
  request.set_validate_only(true);
  const auto shown = Call(reviews_, &Stub::AdoptProfile, request);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->contract_profile_version(), 1);
  EXPECT_EQ(Get()->version(), 1);
  EXPECT_THAT(WaitingDefinitions(), IsEmpty());
  EXPECT_THAT(Measures(), ElementsAre("trainings", "meetings"));
}

}  // namespace
}  // namespace entente::conventions
