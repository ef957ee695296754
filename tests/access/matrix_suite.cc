#include "tests/access/matrix_suite.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/gate/access_context.h"
#include "services/exchange/decide_rules.h"

namespace entente::matrix {

using common::v1::AccessContext;
using common::v1::Purpose;

Suite::Suite(const gate::Policy& policy, access::Model model)
    : policy_(policy), model_(std::move(model)) {}

std::string Suite::Answer(const Asked& asked) const {
  const Caller& caller = asked.caller;
  if (caller.kind == Caller::kNobody) return "refuse TOKEN_MISSING";
  bool may = false;
  if (caller.kind == Caller::kService) {
    if (!policy_.HasPeer(caller.service)) return "refuse TOKEN_MISSING";
    may = policy_.PeerMay(caller.service, asked.rule->permission);
  }
  for (const std::string& role : caller.roles) {
    may = may || (policy_.HasRole(role) &&
                  policy_.RoleMay(role, asked.rule->permission));
  }
  if (!may) return "refuse PERMISSION_MISSING";
  if (!asked.rule->is_restricted) return "permit";
  AccessContext context;
  if (absl::Status status = gate::ParseAccessContext(
          asked.has_context ? asked.context.SerializeAsString() : "", context);
      !status.ok()) {
    return absl::StrCat("refuse ", ErrorReason(status));
  }
  return OfObject(asked, context.purpose());
}

std::string Suite::OfObject(const Asked& asked, Purpose purpose) const {
  access::Question question{
      asked.caller.kind == Caller::kPerson ? kPersons[0] : "",
      asked.besides.empty()
          ? std::string(exchange::ActionOf(asked.rule->method))
          : asked.besides,
      kObjects[0], purpose, asked.today};
  access::Facts facts{asked.is_here, asked.grants, asked.holders};
  for (const access::ActionRule& action : model_.actions) {
    if (action.action == question.action && action.by == access::By::kOffice) {
      question.object = kOffices[0];
    }
  }
  const access::Decision decision = access::Decide(question, facts, model_);
  const std::string place =
      decision.tuple ? absl::StrCat(*decision.tuple) : "-";
  if (!decision.is_permitted) {
    return absl::StrCat("deny ", decision.rule_id,
                        decision.is_hidden ? " hidden " : " open ", place);
  }
  return absl::StrCat("permit ", decision.rule_id, " ",
                      Text(access::ToDate(decision.until)), " ", place);
}

// A model with one fault, each of a kind that a review could miss.
bool Plant(const std::string& fault, access::Model& model) {
  if (fault.empty()) return true;
  for (access::RelationRule& rule : model.relations) {
    if (fault == "reader-writes" && rule.relation == "reader") {
      rule.actions.push_back("write");
      return true;
    }
    if (fault == "contributor-forbids" && rule.relation == "contributor") {
      rule.actions.push_back(exchange::kForbidAction);
      return true;
    }
    if (fault == "forbidden-forgotten" && rule.relation == "forbidden") {
      rule = {"forbidden", {"read"}, false};
      return true;
    }
  }
  for (access::ActionRule& rule : model.actions) {
    if (fault == "oversight-reads" && rule.action == "read") {
      rule.purposes.push_back(common::v1::PURPOSE_OVERSIGHT);
      return true;
    }
  }
  if (fault == "one-year-more") {
    ++model.grant_years_max;
    return true;
  }
  return false;
}

}  // namespace entente::matrix
