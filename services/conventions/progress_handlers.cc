#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_handlers.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/progress_rules.h"
#include "services/conventions/progress_service.h"

namespace entente::conventions {
namespace {

using v1::ProgressStatement;

std::string KeyOf(const NumberedName& name) {
  return keys::Numbered(NumberedKind::kProgressStatement, name.parent,
                        name.number);
}

// All of a convention, marked: a few per objective and year.
absl::StatusOr<Statements> ReadStatements(const store::Reader& reader,
                                          const ConventionName& name) {
  Statements statements;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<ProgressStatement>(
      reader, keys::NumberedOf(NumberedKind::kProgressStatement, name), "",
      [&](absl::string_view, const ProgressStatement& statement) {
        statements.push_back(statement);
        return true;
      }));
  MarkReplaced(statements);
  return statements;
}

absl::StatusOr<ProgressStatement> State(store::Transaction& transaction,
                                        const NewStatement& wanted,
                                        const ProgressStatement& said,
                                        const gate::Caller& caller) {
  const ConventionName& name = wanted.parent;
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetWholeConvention(transaction, name, "parent"));
  ENTENTE_RETURN_IF_ERROR(CheckNotEnded(transaction, name, Act::kProgress));
  ENTENTE_RETURN_IF_ERROR(
      CheckObjective(convention, said.objective_id(), said.year()));
  for (const EvidenceName& evidence : wanted.evidence) {
    ENTENTE_RETURN_IF_ERROR(
        Find<v1::Evidence>(transaction, keys::Evidence(evidence),
                           Format(evidence), "progress_statement.evidence")
            .status());
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t number,
      TakeLifeNumber(transaction, NumberedKind::kProgressStatement, name));
  ProgressStatement statement;
  statement.set_name(
      FormatNumbered(NumberedKind::kProgressStatement, name, number));
  statement.set_objective_id(said.objective_id());
  statement.set_year(said.year());
  statement.set_state(said.state());
  *statement.mutable_date() = said.date();
  statement.set_text(said.text());
  *statement.mutable_evidence() = said.evidence();
  statement.set_author(caller.subject);
  statement.set_author_role(caller.rule);
  *statement.mutable_create_time() = ToTimestamp(caller.now);
  store::PutRecord(transaction, KeyOf({name, number}), statement);
  return statement;
}

absl::StatusOr<ProgressStatement> Approve(store::Transaction& transaction,
                                          const NumberedName& name,
                                          const std::string& text,
                                          const gate::Caller& caller) {
  ENTENTE_ASSIGN_OR_RETURN(
      ProgressStatement statement,
      Find<ProgressStatement>(transaction, KeyOf(name), text, "name"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNotEnded(transaction, name.parent, Act::kProgress));
  ENTENTE_ASSIGN_OR_RETURN(const Statements all,
                           ReadStatements(transaction, name.parent));
  for (const ProgressStatement& marked : all) {
    if (marked.name() != statement.name()) continue;
    ENTENTE_RETURN_IF_ERROR(CheckMayApprove(marked, caller.subject));
  }
  statement.set_approver(caller.subject);
  statement.set_approver_role(caller.rule);
  *statement.mutable_approve_time() = ToTimestamp(caller.now);
  store::PutRecord(transaction, KeyOf(name), statement);
  return statement;
}

}  // namespace

ProgressService::ProgressService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::ProgressService::service_full_name()) {}

grpc::Status ProgressService::CreateProgressStatement(
    grpc::ServerContext* context,
    const v1::CreateProgressStatementRequest* request,
    v1::ProgressStatement* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<ProgressStatement> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NewStatement wanted,
            ValidateCreateProgressStatement(*request, LocalDay(caller.now)));
        return context_.RunOnce<ProgressStatement>(
            caller, *request, [&](store::Transaction& transaction) {
              return State(transaction, wanted, request->progress_statement(),
                           caller);
            });
      });
}

grpc::Status ProgressService::ApproveProgressStatement(
    grpc::ServerContext* context,
    const v1::ApproveProgressStatementRequest* request,
    v1::ProgressStatement* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<ProgressStatement> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NumberedName name,
            ParseNumberedName(NumberedKind::kProgressStatement, request->name(),
                              "name"));
        return context_.RunOnce<ProgressStatement>(
            caller, *request, [&](store::Transaction& transaction) {
              return Approve(transaction, name, request->name(), caller);
            });
      });
}

grpc::Status ProgressService::ListProgressStatements(
    grpc::ServerContext* context,
    const v1::ListProgressStatementsRequest* request,
    v1::ListProgressStatementsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ListProgressStatementsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const ConventionName name,
            ParseConventionName(request->parent(), "parent"));
        const auto snapshot = context_.store.Read();
        ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                                 GetWholeConvention(*snapshot, name, "parent"));
        ENTENTE_RETURN_IF_ERROR(CheckYear(convention, request->year(), "year"));
        ENTENTE_ASSIGN_OR_RETURN(const Statements all,
                                 ReadStatements(*snapshot, name));
        std::map<std::string, bool> replaced;
        for (const ProgressStatement& statement : all) {
          replaced[statement.name()] = statement.is_replaced();
        }
        v1::ListProgressStatementsResponse list;
        ENTENTE_ASSIGN_OR_RETURN(
            *list.mutable_next_page_token(),
            ReadShown<ProgressStatement>(
                *snapshot, context_, caller, *request,
                NumberedKind::kProgressStatement, name,
                [&](ProgressStatement& statement) {
                  statement.set_is_replaced(replaced[statement.name()]);
                  return statement.year() == request->year() &&
                         (request->objective_id().empty() ||
                          statement.objective_id() ==
                              request->objective_id()) &&
                         (request->shows_history() || !statement.is_replaced());
                },
                [&](const ProgressStatement& statement) {
                  *list.add_progress_statements() = statement;
                }));
        if (!request->page_token().empty()) return list;
        for (v1::ProgressCount& count :
             CountByState(convention, all, request->year())) {
          *list.add_counts() = std::move(count);
        }
        return list;
      });
}

}  // namespace entente::conventions
