#include "services/exchange/explain_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::exchange {
namespace {

using entente::common::v1::PURPOSE_MEETING;
using entente::common::v1::PURPOSE_UNSPECIFIED;
using Request = v1::ExplainCaseAccessRequest;

const absl::CivilDay kToday(2019, 3, 14);
constexpr char kGetCase[] = "entente.exchange.v1.CaseService/GetCase";

Request GoodRequest() {
  Request request;
  request.set_name(
      "municipalities/21004/cases/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
  request.set_person("p-1");
  request.set_method(kGetCase);
  request.set_purpose(PURPOSE_MEETING);
  return request;
}

TEST(ExplainRulesTest, TheQuestionIsThatOfThePersonAskedAbout) {
  const auto question = QuestionAbout(GoodRequest(), kToday);
  ASSERT_TRUE(question.ok()) << question.status();
  EXPECT_EQ(question->person, "p-1");
  EXPECT_EQ(question->action, "read");
  EXPECT_EQ(question->purpose, PURPOSE_MEETING);
  EXPECT_EQ(question->today, kToday);
}

TEST(ExplainRulesTest, EveryMethodAndActionOnACaseCanBeAskedAbout) {
  const auto* service =
      Request::descriptor()->file()->FindServiceByName("CaseService");
  ASSERT_NE(service, nullptr);
  int methods = 0;
  for (int i = 0; i < service->method_count(); ++i) {
    const std::string name = service->method(i)->name();
    Request request = GoodRequest();
    request.set_method(service->full_name() + "/" + name);
    EXPECT_EQ(QuestionAbout(request, kToday).ok(), name != "CreateCase")
        << name;
    ++methods;
  }
  EXPECT_GE(methods, 8);
  for (const access::ActionRule& rule : CaseModel().actions) {
    Request request = GoodRequest();
    request.set_action(rule.action);
    EXPECT_EQ(QuestionAbout(request, kToday).ok(), rule.action != "open")
        << rule.action;
  }
}

TEST(ExplainRulesTest, EachFaultOfAQuestionIsNamed) {
  using Change = std::function<void(Request&)>;
  const std::vector<std::pair<std::string, Change>> faults = {
      {"PERSON_INVALID", [](auto& r) { r.clear_person(); }},
      {"PERSON_INVALID", [](auto& r) { r.set_person("p *"); }},
      {"PERSON_INVALID", [](auto& r) { r.set_person(std::string(256, 'p')); }},
      {"ASKED_REQUIRED", [](auto& r) { r.clear_asked(); }},
      {"METHOD_UNKNOWN", [](auto& r) { r.set_method(""); }},
      {"METHOD_UNKNOWN", [](auto& r) { r.set_method("GetCase"); }},
      {"METHOD_UNKNOWN",
       [](auto& r) {
         r.set_method("entente.exchange.v1.CaseService/x/GetCase");
       }},
      {"METHOD_UNKNOWN",
       [](auto& r) {
         r.set_method("entente.exchange.v1.MeetingService/GetCase");
       }},
      {"METHOD_UNKNOWN",
       [](auto& r) {
         r.set_method("entente.exchange.v1.CaseService/EraseCase");
       }},
      {"ACTION_UNKNOWN", [](auto& r) { r.set_action(""); }},
      {"ACTION_UNKNOWN", [](auto& r) { r.set_action("erase"); }},
      {"PURPOSE_UNKNOWN", [](auto& r) { r.set_purpose(PURPOSE_UNSPECIFIED); }},
      {"PURPOSE_UNKNOWN",
       [](auto& r) {
         r.set_purpose(static_cast<entente::common::v1::Purpose>(77));
       }},
  };
  for (size_t i = 0; i < faults.size(); ++i) {
    Request request = GoodRequest();
    faults[i].second(request);
    EXPECT_EQ(ErrorReason(QuestionAbout(request, kToday).status()),
              faults[i].first)
        << i;
  }
}

TEST(ExplainRulesTest, TheAnswerNamesTheTupleThatDecided) {
  const Request request = GoodRequest();
  access::Grant grant;
  grant.set_object(request.name());
  grant.set_name(request.name() + "/grants/g");
  grant.set_person("p-1");
  grant.set_relation(kReader);
  *grant.mutable_from() = access::ToDate(kToday);
  *grant.mutable_until() = access::ToDate(kToday + 3);
  access::Question question = *QuestionAbout(request, kToday);
  question.object = request.name();
  const v1::CaseAccessExplanation permit = ToExplanation(
      request, question, CaseRight(question, {true, {grant}, {}}), false);
  EXPECT_TRUE(permit.permitted());
  EXPECT_EQ(permit.rule_id(), "grant.reader");
  EXPECT_EQ(permit.case_grant().name(), grant.name());
  EXPECT_EQ(access::DayOf(permit.until()), kToday + 3);
  EXPECT_EQ(permit.method(), kGetCase);
  EXPECT_EQ(permit.action(), "read");
  const v1::CaseAccessExplanation denial = ToExplanation(
      request, question, CaseRight(question, {true, {}, {}}), true);
  EXPECT_FALSE(denial.permitted());
  EXPECT_EQ(denial.rule_id(), "grant.none");
  EXPECT_FALSE(denial.has_case_grant());
  EXPECT_FALSE(denial.has_until());
}

}  // namespace
}  // namespace entente::exchange
