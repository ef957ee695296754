// Findings resolved and results promoted, through real stubs.
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/life_fixture_test.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {
namespace {

class ReviewTest : public LifeFixture {
 protected:
  using Stub = v1::ReviewService::Stub;

  absl::StatusOr<v1::Finding> Resolve(
      int number, const std::string& reason,
      v1::MeasureKind kind = v1::MEASURE_KIND_UNSPECIFIED,
      v1::Direction direction = v1::DIRECTION_UNSPECIFIED,
      bool is_not_summed = false) {
    v1::ResolveFindingRequest request;
    request.set_measure_kind(kind);
    request.set_measure_direction(direction);
    request.set_measure_is_not_summed(is_not_summed);
    request.set_name(Format(kConvention));
    request.set_finding_number(number);
    request.set_reason(reason);
    return Call(reviews_, &Stub::ResolveFinding, request);
  }
  absl::StatusOr<v1::Node> Promote(const std::string& node,
                                   const std::string& reason = "it is counted",
                                   const Person& person = kCoordinator) {
    v1::PromoteResultRequest request;
    request.set_name(Format(kConvention));
    request.set_node_id(node);
    request.set_reason(reason);
    return Call(reviews_, &Stub::PromoteResult, request, person);
  }
};

TEST_F(ReviewTest, AFindingIsResolvedOnceWithAReason) {
  const auto before = ToTimestamp(clock_.Now());
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(ErrorReason(Resolve(1, "").status()), "FIELD_REQUIRED");
  EXPECT_EQ(ErrorReason(Resolve(2, "why").status()), "UNKNOWN_FINDING");
  EXPECT_EQ(ErrorReason(Resolve(0, "why").status()), "UNKNOWN_FINDING");
  EXPECT_EQ(ErrorReason(Resolve(1, "ask 85.07.30-033.28").status()),
            "PERSONAL_DATA_SHAPE");
  const auto resolved = Resolve(1, "numbered so in the signed copy");
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  EXPECT_EQ(resolved->resolution().author(), kCoordinator.subject);
  EXPECT_EQ(ErrorReason(Resolve(1, "again").status()), "FINDING_RESOLVED");
  EXPECT_EQ(Get()->findings(0).resolution().reason(),
            "numbered so in the signed copy");
  EXPECT_FALSE(Get(nullptr, &before)->findings(0).has_resolution());
  EXPECT_TRUE(WaitingDefinitions().empty());
  ExpectRecountIsClean();
}

// Findings 2 and 3: the kinds of both measures were guessed.
class GuessedKindTest : public ReviewTest {
 protected:
  GuessedKindTest() {
    const auto stored = store_->Transact([](store::Transaction& transaction) {
      v1::DefinitionsRecord definitions = LivingDefinitions();
      for (auto& measure : *definitions.mutable_measures()) {
        measure.set_kind(v1::MEASURE_KIND_COUNT);
        measure.mutable_unit()->set_nl("aantal");
        measure.set_is_summable(true);
        measure.set_is_kind_guessed(true);
      }
      store::PutRecord(transaction, keys::Definitions(kConvention),
                       definitions);
      auto whole = GetWholeConvention(transaction, kConvention, "name");
      for (const char* node : {"in-01", "er-01"}) {
        v1::Finding& guessed = *whole->add_findings();
        guessed.set_code("KIND_GUESSED");
        guessed.set_node_id(node);
      }
      PutConvention(transaction, kConvention, *whole);
      return absl::OkStatus();
    });
    EXPECT_TRUE(stored.ok()) << stored;
  }

  // in-01 reports the first.
  v1::MeasureDefinition Measure(int index) {
    v1::ListMeasureDefinitionsRequest request;
    request.set_parent(Format(kConvention));
    const auto list =
        Call(conventions_, &v1::ConventionService::Stub::ListMeasureDefinitions,
             request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() ? list->measures(index) : v1::MeasureDefinition();
  }
};

TEST_F(GuessedKindTest, AReasonAloneConfirmsNoGuess) {
  const absl::Status bare = Resolve(2, "counted in sessions").status();
  EXPECT_EQ(ErrorReason(bare), "FIELD_REQUIRED");
  EXPECT_EQ(Field(bare), "measure_kind");
  EXPECT_EQ(ErrorReason(Resolve(2, "counted in sessions",
                                static_cast<v1::MeasureKind>(99))
                            .status()),
            "FIELD_REQUIRED");
  EXPECT_TRUE(Measure(0).is_kind_guessed());
  // Another finding confirms nothing, and names no kind.
  EXPECT_EQ(
      ErrorReason(Resolve(1, "numbered so", v1::MEASURE_KIND_COUNT).status()),
      "FIELD_NOT_ALLOWED");
  ASSERT_TRUE(Resolve(1, "numbered so").ok());
  EXPECT_TRUE(Measure(0).is_kind_guessed());
  EXPECT_TRUE(WaitingDefinitions().empty());
  ExpectRecountIsClean();
}

TEST_F(GuessedKindTest, TheRightGuessIsConfirmedByNamingIt) {
  const v1::MeasureDefinition before = Measure(0);
  ASSERT_TRUE(
      Resolve(2, "counted in sessions", before.kind(), v1::DIRECTION_MORE)
          .ok());
  v1::MeasureDefinition expected = before;
  expected.set_direction(v1::DIRECTION_MORE);
  expected.clear_is_kind_guessed();
  EXPECT_EQ(Measure(0).SerializeAsString(), expected.SerializeAsString());
  // Nobody confirmed the other.
  EXPECT_TRUE(Measure(1).is_kind_guessed());
  const auto told = WaitingDefinitions();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_FALSE(told[0].measures(0).is_kind_guessed());
  ExpectRecountIsClean();
}

TEST_F(GuessedKindTest, AWrongGuessIsSetRight) {
  ASSERT_NE(Measure(0).kind(), v1::MEASURE_KIND_YES_NO);
  ASSERT_TRUE(Resolve(2, "it is done or not", v1::MEASURE_KIND_YES_NO).ok());
  EXPECT_EQ(Measure(0).kind(), v1::MEASURE_KIND_YES_NO);
  EXPECT_EQ(Measure(0).unit().nl(), "ja/nee");
  EXPECT_FALSE(Measure(0).is_summable());
  EXPECT_FALSE(Measure(0).is_kind_guessed());
  const auto told = WaitingDefinitions();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].measures(0).kind(), v1::MEASURE_KIND_YES_NO);
  ExpectRecountIsClean();
}

TEST_F(GuessedKindTest, WhatIsBetterAndWhetherMonthsAddUpIsSaidWithIt) {
  ASSERT_TRUE(Resolve(2, "thefts, of different persons", v1::MEASURE_KIND_COUNT,
                      v1::DIRECTION_LESS, true)
                  .ok());
  EXPECT_EQ(Measure(0).direction(), v1::DIRECTION_LESS);
  EXPECT_FALSE(Measure(0).is_summable());
  const auto told = WaitingDefinitions();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].measures(0).direction(), v1::DIRECTION_LESS);
  ExpectRecountIsClean();
}

TEST_F(GuessedKindTest, WhatIsBetterIsOfAGuessAndIsOneOfTwo) {
  EXPECT_EQ(ErrorReason(Resolve(2, "counted", v1::MEASURE_KIND_COUNT).status()),
            "DIRECTION_UNKNOWN");
  EXPECT_EQ(ErrorReason(Resolve(2, "done or not", v1::MEASURE_KIND_YES_NO,
                                v1::DIRECTION_LESS)
                            .status()),
            "DIRECTION_UNKNOWN");
  EXPECT_EQ(Field(Resolve(2, "a share", v1::MEASURE_KIND_RATIO,
                          v1::DIRECTION_MORE, true)
                      .status()),
            "measure_is_not_summed");
  EXPECT_EQ(ErrorReason(Resolve(2, "counted", v1::MEASURE_KIND_COUNT,
                                static_cast<v1::Direction>(9))
                            .status()),
            "DIRECTION_UNKNOWN");
  const absl::Status other =
      Resolve(1, "numbered so", v1::MEASURE_KIND_UNSPECIFIED,
              v1::DIRECTION_MORE)
          .status();
  EXPECT_EQ(ErrorReason(other), "FIELD_NOT_ALLOWED");
  EXPECT_EQ(Field(other), "measure_direction");
  EXPECT_EQ(Field(Resolve(1, "numbered so", v1::MEASURE_KIND_UNSPECIFIED,
                          v1::DIRECTION_UNSPECIFIED, true)
                      .status()),
            "measure_is_not_summed");
  EXPECT_TRUE(Measure(0).is_kind_guessed());
}

TEST_F(ReviewTest, ACountableResultBecomesAnIndicatorAndKeepsItsId) {
  MoveTo(2018, 3, 1);
  EXPECT_EQ(ErrorReason(Promote("er-02").status()), "NOT_COUNTABLE");
  EXPECT_EQ(ErrorReason(Promote("in-01").status()), "NOT_COUNTABLE");
  EXPECT_EQ(ErrorReason(Promote("er-09").status()), "UNKNOWN_NODE");
  EXPECT_FALSE(Promote("er-01", "why", kFinance).ok());
  const auto promoted = Promote("er-01");
  ASSERT_TRUE(promoted.ok()) << promoted.status();
  EXPECT_EQ(promoted->id(), "er-01");
  EXPECT_EQ(promoted->kind(), v1::Node::KIND_INDICATOR);
  EXPECT_EQ(promoted->promotion().role(), "role.coordinator");
  EXPECT_EQ(promoted->promotion().reason(), "it is counted");
  const google::type::Date before = MakeDate(2018, 2, 28);
  EXPECT_EQ(NodeOf(*Get(&before), "er-01")->kind(),
            v1::Node::KIND_EXPECTED_RESULT);
  const auto told = WaitingDefinitions();
  ASSERT_EQ(told.size(), 1u);
  ASSERT_EQ(told[0].indicators_size(), 2);
  EXPECT_EQ(told[0].indicators(0).kind(), v1::Node::KIND_INDICATOR);
  // The event names nobody.
  EXPECT_FALSE(told[0].indicators(0).has_promotion());
  ExpectRecountIsClean();
}

class ReviewReversalTest : public GuessedKindTest {
 protected:
  absl::StatusOr<v1::Finding> Reopen(int number,
                                     const std::string& reason = "by mistake") {
    v1::ReverseFindingResolutionRequest request;
    request.set_name(Format(kConvention));
    request.set_finding_number(number);
    request.set_reason(reason);
    return Call(reviews_, &Stub::ReverseFindingResolution, request);
  }
  absl::StatusOr<v1::Node> Demote(const std::string& node,
                                  google::type::Date day,
                                  const std::string& reason = "by mistake",
                                  const Person& person = kCoordinator) {
    v1::ReversePromotionRequest request;
    request.set_name(Format(kConvention));
    request.set_node_id(node);
    *request.mutable_reverse_date() = day;
    request.set_reason(reason);
    return Call(reviews_, &Stub::ReversePromotion, request, person);
  }
};

TEST_F(ReviewReversalTest, AFindingThatWasResolvedByMistakeIsOpenAgain) {
  EXPECT_EQ(ErrorReason(Reopen(1).status()), "FINDING_OPEN");
  EXPECT_EQ(ErrorReason(Reopen(9).status()), "UNKNOWN_FINDING");
  ASSERT_TRUE(Resolve(1, "numbered so in the signed copy").ok());
  const auto resolved = ToTimestamp(clock_.Now());
  EXPECT_EQ(ErrorReason(Reopen(1, "").status()), "FIELD_REQUIRED");
  EXPECT_EQ(ErrorReason(Reopen(1, "ask 85.07.30-033.28").status()),
            "PERSONAL_DATA_SHAPE");
  clock_.Advance(absl::Seconds(1));
  const auto open = Reopen(1);
  ASSERT_TRUE(open.ok()) << open.status();
  EXPECT_FALSE(open->has_resolution());
  EXPECT_FALSE(Get()->findings(0).has_resolution());
  EXPECT_TRUE(Get(nullptr, &resolved)->findings(0).has_resolution());
  ASSERT_TRUE(Resolve(1, "numbered so after all").ok());
  EXPECT_TRUE(WaitingDefinitions().empty());
  ExpectRecountIsClean();
}

TEST_F(ReviewReversalTest, AKindThatWasConfirmedByMistakeIsAGuessAgain) {
  ASSERT_TRUE(Resolve(2, "it is done or not", v1::MEASURE_KIND_YES_NO).ok());
  ASSERT_TRUE(Reopen(2).ok());
  EXPECT_TRUE(Measure(0).is_kind_guessed());
  EXPECT_EQ(WaitingDefinitions().size(), 2u);
  ASSERT_TRUE(
      Resolve(2, "persons", v1::MEASURE_KIND_COUNT, v1::DIRECTION_MORE, true)
          .ok());
  ASSERT_TRUE(Reopen(2).ok());
  ASSERT_TRUE(
      Resolve(2, "counted", v1::MEASURE_KIND_COUNT, v1::DIRECTION_LESS).ok());
  EXPECT_EQ(Measure(0).kind(), v1::MEASURE_KIND_COUNT);
  EXPECT_EQ(Measure(0).direction(), v1::DIRECTION_LESS);
  EXPECT_TRUE(Measure(0).is_summable());
  EXPECT_FALSE(Measure(0).is_kind_guessed());
  ExpectRecountIsClean();
}

TEST_F(ReviewReversalTest, AResultThatWasPromotedByMistakeIsAResultAgain) {
  MoveTo(2018, 3, 1);
  EXPECT_EQ(ErrorReason(Demote("er-01", MakeDate(2018, 3, 1)).status()),
            "NOT_PROMOTED");
  // One of the document is no promoted result.
  EXPECT_EQ(ErrorReason(Demote("in-01", MakeDate(2018, 3, 1)).status()),
            "NOT_PROMOTED");
  EXPECT_EQ(ErrorReason(Demote("er-09", MakeDate(2018, 3, 1)).status()),
            "UNKNOWN_NODE");
  ASSERT_TRUE(Promote("er-01").ok());
  MoveTo(2018, 4, 1);
  const absl::Status early = Demote("er-01", MakeDate(2018, 2, 28)).status();
  EXPECT_EQ(ErrorReason(early), "UNDO_BEFORE_UNDONE");
  EXPECT_EQ(Field(early), "reverse_date");
  EXPECT_EQ(ErrorReason(Demote("er-01", MakeDate(2018, 4, 2)).status()),
            "DATE_IN_FUTURE");
  EXPECT_EQ(ErrorReason(Demote("er-01", MakeDate(2018, 3, 15), "").status()),
            "FIELD_REQUIRED");
  EXPECT_FALSE(
      Demote("er-01", MakeDate(2018, 3, 15), "by mistake", kFinance).ok());
  const auto demoted = Demote("er-01", MakeDate(2018, 3, 15));
  ASSERT_TRUE(demoted.ok()) << demoted.status();
  EXPECT_EQ(demoted->kind(), v1::Node::KIND_EXPECTED_RESULT);
  EXPECT_FALSE(demoted->has_promotion());
  const auto kind_on = [&](google::type::Date day) {
    return NodeOf(*Get(&day), "er-01")->kind();
  };
  EXPECT_EQ(kind_on(MakeDate(2018, 3, 14)), v1::Node::KIND_INDICATOR);
  EXPECT_EQ(kind_on(MakeDate(2018, 3, 15)), v1::Node::KIND_EXPECTED_RESULT);
  EXPECT_EQ(WaitingDefinitions().size(), 2u);
  ExpectRecountIsClean();
  ASSERT_TRUE(Promote("er-01").ok());
  EXPECT_EQ(kind_on(MakeDate(2018, 4, 1)), v1::Node::KIND_INDICATOR);
  ExpectRecountIsClean();
}

}  // namespace
}  // namespace entente::conventions
