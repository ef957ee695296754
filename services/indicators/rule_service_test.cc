// Rules between measures through real stubs: written, read as they were, judged
// by, frozen, and refused.
#include <string>
#include <vector>

#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/indicators/period_fixture_test.h"
#include "services/indicators/rule_store.h"

namespace entente::indicators {
namespace {

using v1::RuleJudgement;
using Stub = v1::MeasureRuleService::Stub;

constexpr char kFew[] = "error few: nuisance_actions >= 10";
constexpr char kFewWarning[] = "warning few: nuisance_actions >= 10";
constexpr char kFewName[] = "municipalities/21004/measureRules/few";
constexpr char kWhy[] = "a strike kept patrols off the streets";

class RuleServiceTest : public PeriodTest {
 protected:
  void SetUp() override {
    PeriodTest::SetUp();
    ASSERT_TRUE(Adopt().ok());
  }
  void TearDown() override { ExpectVerified(); }

  template <class Request, class Response>
  absl::StatusOr<Response> CallRules(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, const std::string& role = "coordinator") {
    auto stub = service_.Stub<v1::MeasureRuleService>();
    auto context = service_.harness().Context("p-1001", {role});
    Response response;
    const absl::Status status = channel::FromWire(
        (stub.get()->*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::MeasureRule> Add(const std::string& text,
                                      bool is_validate_only = false,
                                      const std::string& role = "coordinator") {
    v1::CreateMeasureRuleRequest request;
    request.set_parent(kSampleMunicipality);
    request.mutable_measure_rule()->set_text(text);
    request.mutable_measure_rule()->set_reason(kReason);
    request.set_validate_only(is_validate_only);
    return CallRules(&Stub::CreateMeasureRule, request, role);
  }

  static v1::UpdateMeasureRuleRequest Change(const std::string& text) {
    v1::UpdateMeasureRuleRequest request;
    request.mutable_measure_rule()->set_name(kFewName);
    request.mutable_measure_rule()->set_text(text);
    request.mutable_measure_rule()->set_reason(kReason);
    return request;
  }
  static v1::UpdateMeasureRuleRequest Withdraw(bool is_withdrawn = true) {
    v1::UpdateMeasureRuleRequest request = Change("");
    request.mutable_measure_rule()->set_is_withdrawn(is_withdrawn);
    request.mutable_update_mask()->add_paths("is_withdrawn");
    return request;
  }
  absl::StatusOr<v1::MeasureRule> Update(
      const v1::UpdateMeasureRuleRequest& request) {
    return CallRules(&Stub::UpdateMeasureRule, request);
  }

  absl::StatusOr<v1::CheckPeriodResponse> Check(
      int month = 4, const std::string& role = "coordinator") {
    v1::CheckPeriodRequest request;
    request.set_name(Name(month));
    return Call(&v1::PeriodService::Stub::CheckPeriod, request, "p-1001", role);
  }

  static v1::ApprovePeriodRequest Justified(
      const std::string& why = kWhy, const std::string& rule = kFewName) {
    v1::ApprovePeriodRequest request;
    request.set_name(Name(4));
    request.add_justifications()->set_rule(rule);
    request.mutable_justifications(0)->set_justification(why);
    return request;
  }
  absl::StatusOr<v1::PeriodVersion> ApproveAs(
      const v1::ApprovePeriodRequest& request,
      const std::string& subject = "p-1004") {
    return Call(&v1::PeriodService::Stub::ApprovePeriod, request, subject);
  }

  static v1::ApprovePeriodRequest Dry(int month = 4, bool is_dry = true) {
    v1::ApprovePeriodRequest request;
    request.set_name(Name(month));
    request.set_validate_only(is_dry);
    return request;
  }

  absl::StatusOr<v1::MeasureRule> RuleAsOf(absl::Time time) {
    v1::GetMeasureRuleRequest request;
    request.set_name(kFewName);
    *request.mutable_as_of() = ToTimestamp(time);
    return CallRules(&Stub::GetMeasureRule, request);
  }

  std::vector<std::string> Listed(const v1::ListMeasureRulesRequest& asked) {
    v1::ListMeasureRulesRequest request = asked;
    request.set_parent(kSampleMunicipality);
    std::vector<std::string> texts;
    do {
      const auto list = CallRules(&Stub::ListMeasureRules, request);
      EXPECT_TRUE(list.ok()) << list.status();
      if (!list.ok()) break;
      for (const v1::MeasureRule& rule : list->measure_rules()) {
        texts.push_back(rule.text());
      }
      request.set_page_token(list->next_page_token());
    } while (!request.page_token().empty());
    return texts;
  }

  void DeliverAndConfirm(int64_t value) {
    ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, value)})), "");
    ASSERT_TRUE(Confirm(4).ok());
  }
};

TEST_F(RuleServiceTest, AnErrorThatIsNotKeptBlocksTheApproval) {
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
TEST_F(RuleServiceTest, WhoChangedARuleAfterTheMonthDoesNotApproveIt) {
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

TEST_F(RuleServiceTest, AWarningWantsAJustificationThatIsKeptAndShown) {
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

TEST_F(RuleServiceTest, AVersionKeepsTheRulesThatItWasJudgedBy) {
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

TEST_F(RuleServiceTest, WhoReadOtherRulesDoesNotApprove) {
  DeliverAndConfirm(12);
  v1::ApprovePeriodRequest request;
  request.set_name(Name(4));
  request.set_etag(Get(4)->etag());
  ASSERT_TRUE(Add(kFew).ok());
  EXPECT_EQ(ErrorReason(ApproveAs(request).status()), "ETAG_MISMATCH");
  request.set_etag(Check()->etag());
  EXPECT_TRUE(ApproveAs(request).ok());
}

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

TEST_F(RuleServiceTest, ARuleSaysNothingOfASensitiveMeasure) {
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
