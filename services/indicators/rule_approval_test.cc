// What rules between measures say of a month: what they block, what is
// justified, what a version keeps of it, and what is withheld.
#include <string>

#include "services/indicators/rule_fixture_test.h"

namespace entente::indicators {
namespace {

using v1::RuleJudgement;

class RuleApprovalTest : public RuleTest {};

TEST_F(RuleApprovalTest, AnErrorThatIsNotKeptBlocksTheApproval) {
  DeliverAndConfirm(9);
  ASSERT_TRUE(Add(kFew).ok());
  const auto check = Check();
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_EQ(check->error_count(), 1);
  EXPECT_EQ(check->warning_count(), 0);
  EXPECT_EQ(check->judgements(0).violations(0).left(), "9");
  EXPECT_EQ(check->etag(), Get(4)->etag());
  const absl::Status refused = Approve(4).status();
  EXPECT_EQ(ErrorReason(refused), "RULE_VIOLATED");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("left"), "9");
  // No justification helps.
  EXPECT_EQ(ErrorReason(ApproveAs(Justified()).status()), "RULE_VIOLATED");
  EXPECT_EQ(Get(4)->latest_version(), 0);
  ASSERT_EQ(Refused(Deliver({Row("event-0002", 4, 1)})), "");
  ASSERT_TRUE(Confirm(4).ok());
  const auto version = Approve(4);
  ASSERT_TRUE(version.ok()) << version.status();
  EXPECT_EQ(version->judgements(0).outcome(), RuleJudgement::OUTCOME_KEPT);
}

// Nobody withdraws the rule that blocks a month and approves it, to restore the
// rule afterwards.
TEST_F(RuleApprovalTest, WhoChangedARuleAfterTheMonthDoesNotApproveIt) {
  DeliverAndConfirm(9);
  ASSERT_TRUE(Adopt(Calendar(), "p-1003").ok());
  EXPECT_EQ(ErrorReason(ApproveAs(Dry(), "p-1001").status()), "");
  ASSERT_TRUE(Add(kFew).ok());
  ASSERT_TRUE(Update(Withdraw()).ok());
  EXPECT_EQ(ErrorReason(ApproveAs(Dry(), "p-1001").status()), "SAME_PERSON");
  EXPECT_EQ(ErrorReason(ApproveAs(Dry()).status()), "");
  // May is judged by what was written before its end.
  MoveTo(2018, 6, 1);
  ASSERT_TRUE(Confirm(5).ok());
  EXPECT_EQ(ErrorReason(ApproveAs(Dry(5), "p-1001").status()), "");
  EXPECT_TRUE(ApproveAs(Dry(4, false)).ok());
}

TEST_F(RuleApprovalTest, AWarningWantsAJustificationThatIsKeptAndShown) {
  DeliverAndConfirm(9);
  ASSERT_TRUE(Add(kFewWarning).ok());
  EXPECT_EQ(Check()->warning_count(), 1);
  EXPECT_EQ(ErrorReason(Approve(4).status()), "RULE_UNJUSTIFIED");
  const struct {
    std::string why;
    const char* expected;
  } kBad[] = {
      {"", "JUSTIFICATION_TOO_SHORT"},
      {"nineteen characters", "JUSTIFICATION_TOO_SHORT"},
      {"               too short               ", "JUSTIFICATION_TOO_SHORT"},
      {std::string(501, 'x'), "TEXT_TOO_LONG"},
      {"two lines of\nreasons, which is too many", "TEXT_NOT_ONE_LINE"},
      {"asked by 85.07.30-033.28 on the telephone", "PERSONAL_DATA_SHAPE"}};
  for (const auto& [why, expected] : kBad) {
    const absl::Status refused = ApproveAs(Justified(why)).status();
    EXPECT_EQ(ErrorReason(refused), expected) << why;
  }
  EXPECT_EQ(ErrorReason(ApproveAs(Justified(kWhy, "few")).status()),
            "NAME_INVALID");
  EXPECT_EQ(
      ErrorReason(
          ApproveAs(Justified(kWhy, "municipalities/21009/measureRules/few"))
              .status()),
      "JUSTIFICATION_NEEDLESS");
  v1::ApprovePeriodRequest twice = Justified();
  *twice.add_justifications() = twice.justifications(0);
  EXPECT_EQ(ErrorReason(ApproveAs(twice).status()), "RULE_TWICE");
  v1::ApprovePeriodRequest flood;
  flood.set_name(Name(4));
  for (int i = 0; i < 201; ++i) flood.add_justifications();
  EXPECT_EQ(ErrorReason(ApproveAs(flood).status()), "TOO_MANY_JUSTIFICATIONS");
  EXPECT_EQ(Get(4)->latest_version(), 0);
  ASSERT_TRUE(ApproveAs(Justified()).ok());
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  EXPECT_EQ(version->judgements(0).justification(), kWhy);
  EXPECT_EQ(version->judgements(0).violations(0).left(), "9");
}

TEST_F(RuleApprovalTest, AVersionKeepsTheRulesThatItWasJudgedBy) {
  DeliverAndConfirm(12);
  ASSERT_TRUE(Add(kFew).ok());
  ASSERT_TRUE(Approve(4).ok());
  ASSERT_TRUE(Update(Change("error few: nuisance_actions >= 20")).ok());
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  ASSERT_EQ(version->judgements_size(), 1);
  EXPECT_EQ(version->judgements(0).rule(), kFewName);
  EXPECT_EQ(version->judgements(0).version(), 1);
  EXPECT_EQ(version->judgements(0).text(), kFew);
  EXPECT_EQ(version->judgements(0).outcome(), RuleJudgement::OUTCOME_KEPT);
  EXPECT_EQ(Check()->judgements(0).outcome(), RuleJudgement::OUTCOME_VIOLATED);
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 20)).ok());
  EXPECT_EQ(ErrorReason(Approve(4).status()), "RULE_VIOLATED");
  // Lists leave it out as they leave out figures.
  v1::ListPeriodVersionsRequest request;
  request.set_parent(Name(4));
  const auto list = Call(&v1::PeriodService::Stub::ListPeriodVersions, request);
  EXPECT_EQ(list->versions(0).judgements_size(), 0);
}

TEST_F(RuleApprovalTest, WhoReadOtherRulesDoesNotApprove) {
  DeliverAndConfirm(12);
  v1::ApprovePeriodRequest request;
  request.set_name(Name(4));
  request.set_etag(Get(4)->etag());
  ASSERT_TRUE(Add(kFew).ok());
  EXPECT_EQ(ErrorReason(ApproveAs(request).status()), "ETAG_MISMATCH");
  request.set_etag(Check()->etag());
  EXPECT_TRUE(ApproveAs(request).ok());
}

TEST_F(RuleApprovalTest, ARuleSaysNothingOfASensitiveMeasure) {
  DeliverAndConfirm(9);
  ASSERT_TRUE(Add(kFewWarning).ok());
  ASSERT_TRUE(ApproveAs(Justified()).ok());
  v1::ConventionRecord record = SampleConvention();
  for (auto& measure : *record.mutable_measures()) {
    if (measure.code() == "nuisance_actions") measure.set_is_sensitive(true);
  }
  service_.Deliver("conventions", "definitions-2", ToEvent(record));
  for (const RuleJudgement& judgement :
       {Check()->judgements(0), Version(4, 1)->judgements(0)}) {
    EXPECT_EQ(judgement.outcome(), RuleJudgement::OUTCOME_NOT_JUDGED);
    EXPECT_TRUE(judgement.violations().empty());
    EXPECT_EQ(judgement.justification(), "");
  }
  EXPECT_EQ(ErrorReason(Add("error more: nuisance_actions >= 10").status()),
            "RULE_MEASURE_SENSITIVE");
  // It can still be withdrawn.
  EXPECT_TRUE(Update(Withdraw()).ok());
  EXPECT_EQ(ErrorReason(Update(Withdraw(false)).status()),
            "RULE_MEASURE_SENSITIVE");
}

}  // namespace
}  // namespace entente::indicators
