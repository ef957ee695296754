// Rules between measures through real stubs: written, read as they were, and
// refused.
#include <string>
#include <vector>

#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/indicators/rule_fixture_test.h"
#include "services/indicators/rule_store.h"

namespace entente::indicators {
namespace {

class RuleServiceTest : public RuleTest {};

TEST_F(RuleServiceTest, VersionsAreReadAsTheyWere) {
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  const auto made = Add(kFew);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), kFewName);
  EXPECT_EQ(made->version(), 1);
  EXPECT_EQ(made->office(), "coordinator");
  EXPECT_EQ(made->severity(), v1::MeasureRule::SEVERITY_ERROR);
  clock_.Advance(absl::Hours(1));
  const auto changed = Update(Change(kFewWarning));
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->version(), 2);
  EXPECT_EQ(changed->severity(), v1::MeasureRule::SEVERITY_WARNING);
  // Nothing changes, nothing is written.
  EXPECT_EQ(Update(Change(kFewWarning))->version(), 2);
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(Update(Withdraw()).ok());
  EXPECT_TRUE(Check()->judgements().empty());
  EXPECT_EQ(ErrorReason(RuleAsOf(before).status()), "RULE_UNKNOWN");
  EXPECT_EQ(RuleAsOf(before + absl::Hours(1))->text(), kFew);
  EXPECT_EQ(RuleAsOf(before + absl::Hours(2))->text(), kFewWarning);
  EXPECT_TRUE(RuleAsOf(clock_.Now())->is_withdrawn());
  v1::ListMeasureRulesRequest list;
  EXPECT_TRUE(Listed(list).empty());
  list.set_show_withdrawn(true);
  EXPECT_EQ(Listed(list).size(), 1u);
  list.set_show_withdrawn(false);
  *list.mutable_as_of() = ToTimestamp(before + absl::Hours(1));
  EXPECT_EQ(Listed(list), std::vector<std::string>{kFew});
  v1::ListMeasureRuleVersionsRequest versions;
  versions.set_name(kFewName);
  versions.set_page_size(2);
  auto page = CallRules(&Stub::ListMeasureRuleVersions, versions);
  ASSERT_EQ(page->measure_rules_size(), 2);
  EXPECT_EQ(page->measure_rules(0).version(), 3);
  versions.set_page_token(page->next_page_token());
  page = CallRules(&Stub::ListMeasureRuleVersions, versions);
  ASSERT_EQ(page->measure_rules_size(), 1);
  EXPECT_EQ(page->measure_rules(0).text(), kFew);
  EXPECT_EQ(page->next_page_token(), "");
  // It may come back.
  EXPECT_EQ(Update(Withdraw(false))->version(), 4);
  EXPECT_EQ(Check()->judgements_size(), 1);
  // Nobody's account is in an answer.
  EXPECT_EQ(page->DebugString().find("p-1001"), std::string::npos);
}

TEST_F(RuleServiceTest, WhatIsRefusedIsNotStored) {
  const struct {
    std::string text;
    const char* expected;
  } kBad[] = {
      {"", "RULE_SYNTAX"},
      {"error few nuisance_actions >= 10", "RULE_SYNTAX"},
      {std::string(501, ' '), "RULE_TOO_LONG"},
      {"error few: 1 >= 10", "RULE_WITHOUT_MEASURE"},
      {"error few: no_such_measure >= 10", "RULE_MEASURE_UNKNOWN"},
      {"error few: quality >= 10", "RULE_MEASURE_KIND"},
      {"error n-85073003328: trainings >= 1", "PERSONAL_DATA_SHAPE"},
      {"error few: trainings >= 1\x1b[31m", "RULE_SYNTAX"},
  };
  for (const auto& [text, expected] : kBad) {
    const absl::Status refused = Add(text).status();
    EXPECT_EQ(ErrorReason(refused), expected) << text;
    if (text.size() > 20) {
      EXPECT_EQ(refused.ToString().find(text), std::string::npos);
    }
  }
  v1::CreateMeasureRuleRequest request;
  request.set_parent(kSampleMunicipality);
  request.mutable_measure_rule()->set_text(kFew);
  EXPECT_EQ(ErrorReason(CallRules(&Stub::CreateMeasureRule, request).status()),
            "REASON_TOO_SHORT");
  request.set_parent("municipalities/2100");
  EXPECT_EQ(ErrorReason(CallRules(&Stub::CreateMeasureRule, request).status()),
            "NAME_INVALID");
  EXPECT_EQ(ErrorReason(Update(Change(kFew)).status()), "RULE_UNKNOWN");
  ASSERT_TRUE(Add(kFew, true).ok());
  v1::ListMeasureRulesRequest list;
  list.set_show_withdrawn(true);
  EXPECT_TRUE(Listed(list).empty());
  ASSERT_TRUE(Add(kFew).ok());
  EXPECT_EQ(ErrorReason(Add(kFew).status()), "RULE_EXISTS");
  EXPECT_EQ(ErrorReason(Update(Change("error other: trainings >= 1")).status()),
            "RULE_OTHER_ID");
  v1::UpdateMeasureRuleRequest stale = Change(kFewWarning);
  stale.set_etag("7");
  EXPECT_EQ(ErrorReason(Update(stale).status()), "ETAG_MISMATCH");
  v1::UpdateMeasureRuleRequest masked = Change(kFewWarning);
  masked.mutable_update_mask()->add_paths("severity");
  EXPECT_EQ(ErrorReason(Update(masked).status()), "UPDATE_MASK_INVALID");
  EXPECT_EQ(Listed({}), std::vector<std::string>{kFew});
}

TEST_F(RuleServiceTest, RulesAreBoundedAndPaged) {
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(Add(absl::StrCat("error r-", i, ": trainings >= ", i)).ok());
  }
  EXPECT_EQ(ErrorReason(Add(kFew).status()), "TOO_MANY_RULES");
  v1::ListMeasureRulesRequest list;
  list.set_page_size(7);
  EXPECT_EQ(Listed(list).size(), 200u);
  // Nothing is reported, so nothing is judged.
  EXPECT_EQ(Check()->judgements_size(), 200);
  EXPECT_EQ(Check()->error_count(), 0);
}

TEST_F(RuleServiceTest, OthersReadRulesAndWriteNone) {
  EXPECT_EQ(ErrorReason(Add(kFew, false, "zone").status()),
            "PERMISSION_MISSING");
  ASSERT_TRUE(Add(kFew).ok());
  v1::GetMeasureRuleRequest request;
  request.set_name(kFewName);
  EXPECT_TRUE(CallRules(&Stub::GetMeasureRule, request, "zone").ok());
  // The figures of all are not for one source.
  EXPECT_EQ(ErrorReason(Check(4, "zone").status()), "PERMISSION_MISSING");
  EXPECT_TRUE(Check(4, "federal").ok());
}

TEST_F(RuleServiceTest, ATouchedRuleIsFound) {
  ASSERT_TRUE(Add(kFew).ok());
  const std::string key = MeasureRuleKey({"21004", "few"}, 1);
  std::string bytes;
  const auto put = [&](const std::string& value) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      transaction.Put(key, value);
                      return absl::OkStatus();
                    })
                    .ok());
  };
  bytes = **service_.store().Read()->Get(key);
  v1::MeasureRuleRecord record;
  ASSERT_TRUE(record.ParseFromString(bytes));
  record.mutable_rule()->set_text("error few: nuisance_actions >= 1");
  put(record.SerializeAsString());
  const auto report = VerifyAggregates(*service_.store().Read());
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(report->differences,
              testing::Contains(testing::HasSubstr("rules, decisions")));
  put(bytes);
}

}  // namespace
}  // namespace entente::indicators
