#include "tests/access/matrix_suite.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/audit/resolution_rules.h"
#include "services/common/base/error.h"
#include "services/common/gate/admission.h"
#include "services/conventions/submission_rules.h"
#include "services/exchange/decide_rules.h"
#include "services/indicators/source_rules.h"

namespace entente::matrix {

using common::v1::Purpose;

namespace {

// Of which the policy says nothing.
constexpr char kProgramOfPersons[] = "spiffe://entente.local/client/cli";

constexpr char kIngest[] = "entente.indicators.v1.IngestService/Ingest";
constexpr char kOnBehalf[] =
    "entente.indicators.v1.IngestService/IngestOnBehalf";
constexpr char kRequest[] =
    "entente.common.v1.AuditService/RequestAuditResolution";
constexpr char kApprove[] =
    "entente.common.v1.AuditService/ApproveAuditResolution";
constexpr char kRead[] = "entente.common.v1.AuditService/GetAuditStatement";
constexpr char kReceive[] =
    "entente.conventions.v1.IntakeService/ReceiveSubmission";
constexpr char kAnswer[] =
    "entente.conventions.v1.IntakeService/GetSubmissionAnswer";

bool IsIntake(const std::string& method) {
  return method == kReceive || method == kAnswer;
}

// The registry's word on whoever delivers a dossier of 21004: itself, another
// municipality, nobody.
absl::Status OfSender(Party party) {
  const char* registered = party == Party::kOwner    ? "21004"
                           : party == Party::kSecond ? "21009"
                                                     : "";
  return conventions::CheckSender(
      registered, {{"21004", "css-2018-2019"}, 2018, 1}, "name");
}

}  // namespace

bool HasParty(const std::string& method) {
  return method == kIngest || method == kOnBehalf || method == kRequest ||
         method == kApprove || method == kRead || IsIntake(method);
}

Suite::Suite(const gate::Policy& policy, access::Model model)
    : policy_(policy), model_(std::move(model)) {}

std::string Suite::Answer(const Asked& asked) const {
  const Caller& caller = asked.caller;
  gate::Presented presented;
  presented.holder.is_person = caller.kind == Caller::kPerson;
  presented.holder.peer =
      caller.kind == Caller::kService ? caller.service : kProgramOfPersons;
  presented.holder.roles = caller.roles;
  presented.is_deadline_past = asked.rests_on == 'l';
  if (asked.has_context) {
    presented.access.assign(asked.rests_on == 't' ? 2 : 1,
                            asked.context.SerializeAsString());
  }
  gate::Admission admission;
  if (const absl::Status decided =
          gate::DecideAdmission(policy_, *asked.rule, presented, admission);
      !decided.ok()) {
    return absl::StrCat("refuse ", ErrorReason(decided));
  }
  return asked.rule->is_restricted ? OfObject(asked, admission.access.purpose())
                                   : OfParty(asked);
}

std::string Suite::OfParty(const Asked& asked) const {
  if (!HasParty(asked.rule->method)) return "permit";
  const bool is_person = asked.caller.kind == Caller::kPerson;
  const audit::ResolutionParty party = {is_person, asked.party == Party::kOwner,
                                        asked.party == Party::kSecond};
  absl::Status status;
  if (IsIntake(asked.rule->method)) {
    status = OfSender(asked.party);
  } else if (asked.rule->method == kIngest) {
    status =
        indicators::CheckSource(is_person ? kPersons[0] : "",
                                kPersons[asked.party == Party::kOwner ? 0 : 1]);
  } else if (asked.rule->method == kOnBehalf) {
    status = indicators::CheckOnBehalf(
        is_person ? kPersons[0] : "",
        kPersons[asked.party == Party::kOwner ? 0 : 1], "open.source");
  } else if (asked.rule->method == kRequest) {
    status = audit::CheckMayRequest(party);
  } else if (asked.rule->method == kApprove) {
    status = audit::CheckMayApprove(party);
  } else {
    status = audit::CheckMayRead(party);
  }
  return status.ok() ? "permit"
                     : absl::StrCat("deny ", ErrorReason(status), " open -");
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
