#include "services/exchange/explain_rules.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/exchange/error_rules.h"
#include "services/exchange/grant_rules.h"
#include "services/exchange/name_rules.h"
#include "services/exchange/term_rules.h"

namespace entente::exchange {
namespace {

constexpr char kMethods[] = "entente.exchange.v1.CaseService/";

absl::Status AskedRequired() {
  return Invalid("ASKED_REQUIRED", "method",
                 {.en = "Say what the person would do: a method or an action.",
                  .fr = "Indiquez ce que la personne ferait : une méthode ou "
                        "une action.",
                  .nl = "Vermeld wat de persoon zou doen: een methode of een "
                        "handeling."});
}

absl::Status MethodUnknown() {
  const std::string example = absl::StrCat(kMethods, "GetCase");
  return Invalid(
      "METHOD_UNKNOWN", "method",
      {.en =
           absl::StrCat("Name a method about an existing case, as in ", example,
                        "; who may open one follows from the office "
                        "alone."),
       .fr = absl::StrCat("Nommez une méthode sur un dossier existant, comme ",
                          example,
                          " ; qui peut en ouvrir un découle de la "
                          "seule fonction."),
       .nl = absl::StrCat("Noem een methode over een bestaand dossier, zoals ",
                          example,
                          "; wie er een mag openen, volgt uit het "
                          "ambt alleen.")});
}

absl::Status ActionUnknown() {
  std::vector<std::string> known;
  for (const access::ActionRule& rule : CaseModel().actions) {
    if (IsActionOnCase(rule.action)) known.push_back(rule.action);
  }
  const std::string list = absl::StrJoin(known, ", ");
  return Invalid("ACTION_UNKNOWN", "action",
                 {.en = absl::StrCat("Name one action: ", list, "."),
                  .fr = absl::StrCat("Nommez une action : ", list, "."),
                  .nl = absl::StrCat("Noem één handeling: ", list, ".")});
}

absl::StatusOr<std::string> ActionAsked(
    const v1::ExplainCaseAccessRequest& request) {
  if (request.has_action()) {
    if (!IsActionOnCase(request.action())) return ActionUnknown();
    return request.action();
  }
  if (!request.has_method()) return AskedRequired();
  absl::string_view rpc = request.method();
  if (!absl::ConsumePrefix(&rpc, kMethods) || absl::StrContains(rpc, '/') ||
      !IsActionOnCase(ActionOf(rpc))) {
    return MethodUnknown();
  }
  return std::string(ActionOf(rpc));
}

}  // namespace

absl::StatusOr<access::Question> QuestionAbout(
    const v1::ExplainCaseAccessRequest& request, absl::CivilDay today) {
  ENTENTE_RETURN_IF_ERROR(ValidatePerson(request.person(), "person"));
  ENTENTE_ASSIGN_OR_RETURN(const std::string action, ActionAsked(request));
  if (request.purpose() == entente::common::v1::PURPOSE_UNSPECIFIED ||
      !entente::common::v1::Purpose_IsValid(request.purpose())) {
    return Choose("PURPOSE_UNKNOWN", "purpose");
  }
  return access::Question{.person = request.person(),
                          .action = action,
                          .object = "",
                          .purpose = request.purpose(),
                          .today = today};
}

v1::CaseAccessExplanation ToExplanation(
    const v1::ExplainCaseAccessRequest& request,
    const access::Question& question, const CaseRight& right,
    bool may_read_offices) {
  if (!may_read_offices) {
    const CaseRight told = right.WithoutOffices();
    if (told.decision().is_permitted || !right.decision().is_permitted) {
      return ToExplanation(request, question, told, true);
    }
  }
  v1::CaseAccessExplanation answer;
  answer.set_name(request.name());
  answer.set_person(question.person);
  answer.set_method(request.method());
  answer.set_action(question.action);
  answer.set_purpose(question.purpose);
  const access::Decision& decision = right.decision();
  answer.set_permitted(decision.is_permitted);
  answer.set_rule_id(decision.rule_id);
  if (right.tuple() != nullptr) {
    *answer.mutable_case_grant() = ToAnswer(*right.tuple());
  }
  if (decision.is_permitted && may_read_offices) {
    *answer.mutable_until() = ToDate(decision.until);
  }
  return answer;
}

}  // namespace entente::exchange
