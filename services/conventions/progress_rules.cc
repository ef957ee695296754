#include "services/conventions/progress_rules.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/utf8.h"
#include "services/conventions/amendment_errors.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_errors.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {
namespace {

using v1::ProgressStatement;

absl::Status Refuse(const char* reason, Sentence sentence) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   {.reason = reason,
                    .field = "name",
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

absl::StatusOr<std::vector<EvidenceName>> EvidenceOf(
    const ProgressStatement& statement, const ConventionName& parent) {
  constexpr char kField[] = "progress_statement.evidence";
  if (statement.evidence_size() > kEvidenceNamedMax) {
    return FieldError("TOO_MANY_NAMES", kField,
                      {.en = absl::StrCat("At most ", kEvidenceNamedMax,
                                          " pieces of evidence."),
                       .fr = absl::StrCat("Au plus ", kEvidenceNamedMax,
                                          " pièces justificatives."),
                       .nl = absl::StrCat("Hoogstens ", kEvidenceNamedMax,
                                          " bewijsstukken.")});
  }
  std::vector<EvidenceName> names;
  for (const std::string& text : statement.evidence()) {
    ENTENTE_ASSIGN_OR_RETURN(EvidenceName name,
                             ParseEvidenceName(text, kField));
    if (name.municipality != parent.municipality) {
      return FieldError(
          "OTHER_MUNICIPALITY", kField,
          {.en = "The evidence belongs to another municipality.",
           .fr = "La pièce justificative est d'une autre commune.",
           .nl = "Het bewijsstuk is van een andere gemeente."});
    }
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

absl::StatusOr<NewStatement> ValidateCreateProgressStatement(
    const v1::CreateProgressStatementRequest& request,
    const google::type::Date& today) {
  const ProgressStatement& statement = request.progress_statement();
  NewStatement result;
  ENTENTE_ASSIGN_OR_RETURN(result.parent,
                           ParseConventionName(request.parent(), "parent"));
  if (statement.objective_id().empty()) {
    return Required("progress_statement.objective_id");
  }
  if (statement.year() == 0) return Required("progress_statement.year");
  if (statement.state() == ProgressStatement::STATE_UNSPECIFIED ||
      !ProgressStatement::State_IsValid(statement.state())) {
    return Required("progress_statement.state");
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckPastDate(statement.date(), today, "progress_statement.date"));
  ENTENTE_RETURN_IF_ERROR(CheckText(statement.text(), kNodeCharactersMax,
                                    "progress_statement.text"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(statement.text(), "progress_statement.text"));
  ENTENTE_ASSIGN_OR_RETURN(result.evidence,
                           EvidenceOf(statement, result.parent));
  return result;
}

absl::Status CheckYear(const v1::Convention& convention, int year,
                       const char* field) {
  const int first = convention.valid_from().year();
  const int last = convention.valid_until().year();
  if (first == 0 || last == 0 || (year >= first && year <= last)) {
    return absl::OkStatus();
  }
  const std::string term = absl::StrCat(first, "-", last);
  return FieldError(
      "YEAR_OUTSIDE_TERM", field,
      {.en = absl::StrCat(year, " is no year of the term ", term, "."),
       .fr =
           absl::StrCat(year, " n'est pas une année de la période ", term, "."),
       .nl = absl::StrCat(year, " is geen jaar van de looptijd ", term, ".")});
}

absl::Status CheckObjective(const v1::Convention& convention,
                            const std::string& objective_id, int year) {
  constexpr char kField[] = "progress_statement.objective_id";
  ENTENTE_RETURN_IF_ERROR(
      CheckYear(convention, year, "progress_statement.year"));
  const v1::Node* node = NodeOf(convention, objective_id);
  if (node == nullptr || node->kind() != v1::Node::KIND_OPERATIONAL_OBJECTIVE) {
    const std::string id = SanitizeForMessage(objective_id, 20);
    return FieldError(
        "NOT_OPERATIONAL", kField,
        {.en = absl::StrCat("\"", id,
                            "\" is no operational objective of the convention. "
                            "Take an id op-… from its tree."),
         .fr = absl::StrCat("« ", id,
                            " » n'est pas un objectif opérationnel de la "
                            "convention. Prenez un identifiant op-… de sa "
                            "structure."),
         .nl = absl::StrCat("\"", id,
                            "\" is geen operationele doelstelling van de "
                            "overeenkomst. Neem een id op-… uit haar "
                            "structuur.")});
  }
  if (!StandsIn(*node, year)) return NodeEnded(*node, kField);
  return absl::OkStatus();
}

absl::Status CheckMayApprove(const ProgressStatement& statement,
                             const std::string& approver) {
  if (statement.is_replaced()) {
    return Refuse("STATEMENT_REPLACED",
                  {.en = "A later statement took its place. Approve that one.",
                   .fr = "Une déclaration plus récente la remplace. Approuvez "
                         "celle-là.",
                   .nl = "Een latere verklaring kwam in de plaats. Keur die "
                         "goed."});
  }
  if (!statement.approver().empty()) {
    return Refuse("STATEMENT_APPROVED",
                  {.en = "The statement is approved already.",
                   .fr = "La déclaration est déjà approuvée.",
                   .nl = "De verklaring is al goedgekeurd."});
  }
  if (statement.author() == approver) return SamePerson("name");
  return absl::OkStatus();
}

void MarkReplaced(Statements& statements) {
  std::map<std::pair<std::string, int>, ProgressStatement*> last;
  for (ProgressStatement& statement : statements) {
    statement.clear_is_replaced();
    ProgressStatement*& latest =
        last[{statement.objective_id(), statement.year()}];
    if (latest != nullptr) latest->set_is_replaced(true);
    latest = &statement;
  }
}

std::vector<v1::ProgressCount> CountByState(const v1::Convention& convention,
                                            const Statements& statements,
                                            int year) {
  std::map<std::string, const ProgressStatement*> standing;
  for (const ProgressStatement& statement : statements) {
    if (statement.year() == year && !statement.is_replaced()) {
      standing[statement.objective_id()] = &statement;
    }
  }
  std::vector<v1::ProgressCount> counts(ProgressStatement::State_ARRAYSIZE);
  for (int state = 0; state < ProgressStatement::State_ARRAYSIZE; ++state) {
    counts[static_cast<size_t>(state)].set_state(
        static_cast<ProgressStatement::State>(state));
  }
  for (const v1::Node& node : convention.nodes()) {
    if (node.kind() != v1::Node::KIND_OPERATIONAL_OBJECTIVE ||
        !StandsIn(node, year)) {
      continue;
    }
    const auto found = standing.find(node.id());
    const bool is_stated = found != standing.end();
    v1::ProgressCount& count =
        counts[is_stated ? static_cast<size_t>(found->second->state()) : 0];
    count.set_objectives(count.objectives() + 1);
    if (is_stated && !found->second->approver().empty()) {
      count.set_approved(count.approved() + 1);
    }
  }
  return counts;
}

}  // namespace entente::conventions
