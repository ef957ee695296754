#include "services/exchange/decide_rules.h"

#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {
namespace {

using entente::common::v1::Purpose;
using v1::CaseGrant;

constexpr auto kReader = CaseGrant::RELATION_READER;
constexpr auto kContributor = CaseGrant::RELATION_CONTRIBUTOR;
constexpr auto kFollowUp = entente::common::v1::PURPOSE_FOLLOW_UP;
constexpr auto kMeeting = entente::common::v1::PURPOSE_MEETING;
constexpr auto kReview = entente::common::v1::PURPOSE_REVIEW;
constexpr auto kOversight = entente::common::v1::PURPOSE_OVERSIGHT;

const absl::CivilDay kToday(2019, 3, 14);

CaseGrant Grant(const std::string& person, CaseGrant::Relation relation,
                absl::CivilDay from, absl::CivilDay until) {
  CaseGrant grant;
  grant.set_person(person);
  grant.set_relation(relation);
  *grant.mutable_from() = ToDate(from);
  *grant.mutable_until() = ToDate(until);
  return grant;
}

struct Row {
  const char* what;
  Action action;
  Purpose purpose;
  bool is_existing;
  std::vector<CaseGrant> grants;
  bool is_permitted;
  const char* rule_id;
  bool is_hidden;
};

std::vector<Row> Table() {
  const auto reader = Grant("p-1", kReader, kToday, kToday);
  const auto writer = Grant("p-1", kContributor, kToday - 9, kToday + 9);
  const auto ended = Grant("p-1", kContributor, kToday - 9, kToday - 1);
  const auto later = Grant("p-1", kContributor, kToday + 1, kToday + 9);
  const auto other = Grant("p-2", kContributor, kToday - 9, kToday + 9);
  const auto reversed = Grant("p-1", kContributor, kToday + 1, kToday - 1);
  return {
      {"no case",
       Action::kRead,
       kFollowUp,
       false,
       {},
       false,
       "case.missing",
       true},
      {"a grant cannot make a case",
       Action::kRead,
       kFollowUp,
       false,
       {writer},
       false,
       "case.missing",
       true},
      {"no grant",
       Action::kRead,
       kFollowUp,
       true,
       {},
       false,
       "grant.none",
       true},
      {"another's grant",
       Action::kRead,
       kFollowUp,
       true,
       {other},
       false,
       "grant.none",
       true},
      {"one day is enough",
       Action::kRead,
       kFollowUp,
       true,
       {reader},
       true,
       "grant.reader",
       false},
      {"contributor reads",
       Action::kRead,
       kFollowUp,
       true,
       {writer},
       true,
       "grant.contributor",
       false},
      {"ended yesterday",
       Action::kRead,
       kFollowUp,
       true,
       {ended},
       false,
       "grant.expired",
       true},
      {"begins tomorrow",
       Action::kRead,
       kFollowUp,
       true,
       {later},
       false,
       "grant.not_yet",
       true},
      {"ends before it begins",
       Action::kRead,
       kFollowUp,
       true,
       {reversed},
       false,
       "grant.malformed",
       true},
      {"reader writes",
       Action::kWrite,
       kFollowUp,
       true,
       {reader},
       false,
       "grant.relation_too_small",
       true},
      {"reader grants",
       Action::kGrant,
       kFollowUp,
       true,
       {reader},
       false,
       "grant.relation_too_small",
       true},
      {"contributor writes",
       Action::kWrite,
       kMeeting,
       true,
       {writer},
       true,
       "grant.contributor",
       false},
      {"contributor grants",
       Action::kGrant,
       kMeeting,
       true,
       {writer},
       true,
       "grant.contributor",
       false},
      {"ended and valid",
       Action::kRead,
       kReview,
       true,
       {ended, reader},
       true,
       "grant.reader",
       false},
      {"ended contributor, valid reader writes",
       Action::kWrite,
       kFollowUp,
       true,
       {ended, reader},
       false,
       "grant.relation_too_small",
       true},
      {"review is for reading",
       Action::kWrite,
       kReview,
       true,
       {writer},
       false,
       "purpose.not_for_action",
       false},
      {"oversight reads no content",
       Action::kRead,
       kOversight,
       true,
       {writer},
       false,
       "purpose.not_for_action",
       false},
      {"no purpose",
       Action::kRead,
       entente::common::v1::PURPOSE_UNSPECIFIED,
       true,
       {writer},
       false,
       "purpose.not_for_action",
       false},
      {"unknown purpose",
       Action::kRead,
       static_cast<Purpose>(77),
       true,
       {writer},
       false,
       "purpose.not_for_action",
       false},
      {"opening",
       Action::kOpen,
       kFollowUp,
       false,
       {},
       true,
       "open.by_permission",
       false},
      {"opening for a review",
       Action::kOpen,
       kReview,
       false,
       {},
       false,
       "purpose.not_for_action",
       false},
  };
}

TEST(DecideTest, FollowsTheTable) {
  for (const Row& row : Table()) {
    const Decision decision = Decide(
        "p-1", row.action, {row.is_existing, row.grants}, row.purpose, kToday);
    EXPECT_EQ(decision.is_permitted, row.is_permitted) << row.what;
    EXPECT_EQ(decision.rule_id, row.rule_id) << row.what;
    EXPECT_EQ(decision.is_hidden, row.is_hidden) << row.what;
  }
}

TEST(DecideTest, AProgramWithoutAPersonGetsNothing) {
  const auto grant = Grant("", kContributor, kToday, kToday);
  for (const Action action :
       {Action::kOpen, Action::kRead, Action::kWrite, Action::kGrant}) {
    const Decision decision =
        Decide("", action, {true, {grant}}, kFollowUp, kToday);
    EXPECT_FALSE(decision.is_permitted);
    EXPECT_EQ(decision.rule_id, "person.missing");
  }
}

TEST(DecideTest, APurposeIsRefusedAlikeForEveryObject) {
  const auto grant = Grant("p-1", kContributor, kToday, kToday);
  for (const CaseFacts& facts :
       {CaseFacts{false, {}}, CaseFacts{true, {}}, CaseFacts{true, {grant}}}) {
    const Decision decision =
        Decide("p-1", Action::kRead, facts, kOversight, kToday);
    EXPECT_EQ(decision.rule_id, "purpose.not_for_action");
  }
}

TEST(DecideTest, OnlyTheLongestPermittingGrantBoundsWhatIsPassedOn) {
  const Decision decision =
      Decide("p-1", Action::kGrant,
             {true,
              {Grant("p-1", kContributor, kToday, kToday + 3),
               Grant("p-1", kReader, kToday, kToday + 99),
               Grant("p-1", kContributor, kToday, kToday + 7)}},
             kFollowUp, kToday);
  EXPECT_TRUE(decision.is_permitted);
  EXPECT_EQ(decision.until, kToday + 7);
}

// An oracle written the other way round: is there one grant that suffices?
TEST(DecideTest, RandomDecisionsAgreeWithAnOracle) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const auto pick = [&](int below) {
    return static_cast<int>(random() % below);
  };
  for (int round = 0; round < 20000; ++round) {
    CaseFacts facts;
    facts.is_existing = pick(4) != 0;
    bool may_read = false;
    bool may_write = false;
    for (int i = pick(4); i > 0; --i) {
      const bool is_mine = pick(2) == 0;
      const int from = pick(7) - 3;
      const int until = from + pick(6) - 1;
      const auto relation = static_cast<CaseGrant::Relation>(pick(3));
      facts.grants.push_back(Grant(is_mine ? "p-1" : "p-2", relation,
                                   kToday + from, kToday + until));
      const bool is_valid = is_mine && from <= 0 && until >= 0;
      may_read |= is_valid && relation != CaseGrant::RELATION_UNSPECIFIED;
      may_write |= is_valid && relation == kContributor;
    }
    const Action action =
        std::vector{Action::kRead, Action::kWrite, Action::kGrant}[pick(3)];
    const bool expected =
        facts.is_existing && (action == Action::kRead ? may_read : may_write);
    const Decision decision = Decide("p-1", action, facts, kFollowUp, kToday);
    ASSERT_EQ(decision.is_permitted, expected) << decision.rule_id;
    ASSERT_EQ(decision.is_hidden, !expected);
  }
}

}  // namespace
}  // namespace entente::exchange
