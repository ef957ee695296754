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

  absl::StatusOr<v1::Finding> Resolve(int number, const std::string& reason) {
    v1::ResolveFindingRequest request;
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

TEST_F(ReviewTest, AGuessedKindIsConfirmedByWhoResolvesItsFinding) {
  const auto stored = store_->Transact([](store::Transaction& transaction) {
    v1::DefinitionsRecord definitions = LivingDefinitions();
    for (auto& measure : *definitions.mutable_measures()) {
      measure.set_is_kind_guessed(true);
    }
    store::PutRecord(transaction, keys::Definitions(kConvention), definitions);
    auto whole = GetWholeConvention(transaction, kConvention, "name");
    v1::Finding& guessed = *whole->add_findings();
    guessed.set_code("KIND_GUESSED");
    guessed.set_node_id("in-01");
    PutConvention(transaction, kConvention, *whole);
    return absl::OkStatus();
  });
  ASSERT_TRUE(stored.ok()) << stored;
  // Another finding confirms nothing.
  ASSERT_TRUE(Resolve(1, "numbered so").ok());
  EXPECT_TRUE(WaitingDefinitions().empty());
  ASSERT_TRUE(Resolve(2, "counted in sessions").ok());
  v1::ListMeasureDefinitionsRequest request;
  request.set_parent(Format(kConvention));
  const auto list =
      Call(conventions_, &v1::ConventionService::Stub::ListMeasureDefinitions,
           request);
  ASSERT_TRUE(list.ok()) << list.status();
  // in-01 reports "trainings"; nobody confirmed "meetings".
  EXPECT_FALSE(list->measures(0).is_kind_guessed());
  EXPECT_TRUE(list->measures(1).is_kind_guessed());
  const auto told = WaitingDefinitions();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_FALSE(told[0].measures(0).is_kind_guessed());
  ExpectRecountIsClean();
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

}  // namespace
}  // namespace entente::conventions
