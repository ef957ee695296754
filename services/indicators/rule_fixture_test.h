// Rules between measures through real stubs, for a municipality that has a
// calendar.
#ifndef SERVICES_INDICATORS_RULE_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_RULE_FIXTURE_TEST_H_

#include <string>
#include <vector>

#include "services/common/base/timestamp.h"
#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {

inline constexpr char kFew[] = "error few: nuisance_actions >= 10";
inline constexpr char kFewWarning[] = "warning few: nuisance_actions >= 10";
inline constexpr char kFewName[] = "municipalities/21004/measureRules/few";
inline constexpr char kWhy[] = "a strike kept patrols off the streets";

class RuleTest : public PeriodTest {
 protected:
  using Stub = v1::MeasureRuleService::Stub;

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

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RULE_FIXTURE_TEST_H_
