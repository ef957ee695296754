#include "services/exchange/case_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/exchange/case_request.h"
#include "services/exchange/case_rules.h"
#include "services/exchange/case_store.h"
#include "services/exchange/local_day.h"
#include "services/exchange/random_id.h"

namespace entente::exchange {
namespace {

using audit::AuditEntry;

// The one answer for everything hidden or absent: it repeats nothing of the
// request, so that its bytes are the same for every name and every method.
absl::Status CaseNotFound() {
  return MakeError(
      absl::StatusCode::kNotFound,
      {.reason = "CASE_NOT_FOUND",
       .field = "",
       .metadata = {},
       .sentence = {
           .en = "There is no such case, or it is not open to you.",
           .fr = "Ce dossier n'existe pas ou ne vous est pas ouvert.",
           .nl = "Dit dossier bestaat niet of is voor u niet toegankelijk."}});
}

absl::Status PersonMissing() {
  return MakeError(
      absl::StatusCode::kPermissionDenied,
      {.reason = "PERSON_REQUIRED",
       .field = "",
       .metadata = {},
       .sentence = {
           .en = "Cases are open to persons only; a program must call with "
                 "the token of a person.",
           .fr = "Les dossiers ne sont ouverts qu'à des personnes ; un "
                 "programme doit appeler avec le jeton d'une personne.",
           .nl = "Dossiers zijn enkel voor personen toegankelijk; een "
                 "programma moet het token van een persoon gebruiken."}});
}

absl::Status PurposeNotAllowed() {
  return MakeError(
      absl::StatusCode::kPermissionDenied,
      {.reason = "PURPOSE_NOT_ALLOWED",
       .field = "",
       .metadata = {},
       .sentence = {
           .en = "The stated purpose does not allow this action, whatever "
                 "the case.",
           .fr = "La finalité indiquée ne permet pas cette action, quel que "
                 "soit le dossier.",
           .nl = "Het opgegeven doel laat deze handeling niet toe, wat het "
                 "dossier ook is."}});
}

absl::Status DenialOf(const Decision& decision) {
  if (decision.is_hidden) return CaseNotFound();
  return decision.rule_id == "person.missing" ? PersonMissing()
                                              : PurposeNotAllowed();
}

// Undoes a dry run inside the store; never leaves this file.
absl::Status DryRunDone() { return absl::CancelledError("dry run"); }

AuditEntry::Outcome OutcomeOf(const Decision& decision,
                              const absl::Status& status) {
  if (!decision.is_permitted) return AuditEntry::OUTCOME_DENIED;
  return status.ok() || absl::IsCancelled(status)
             ? AuditEntry::OUTCOME_PERMITTED
             : AuditEntry::OUTCOME_REFUSED;
}

}  // namespace

CaseService::CaseService(gate::Gate& gate, store::Store& store,
                         const audit::AccessLog& log)
    : door_(gate, v1::CaseService::service_full_name()),
      store_(store),
      log_(log) {}

absl::Status CaseService::Restricted(const gate::Caller& caller, const Ask& ask,
                                     Body body) {
  const std::optional<RecordName> name = ParseCaseName(ask.object);
  const absl::CivilDay today = LocalDay(caller.now);
  Decision decision;

  const auto decide_and_run =
      [&](store::Transaction& transaction) -> absl::Status {
    CaseFacts facts;
    if (name && ask.action != Action::kOpen) {
      ENTENTE_ASSIGN_OR_RETURN(
          facts, ReadCaseFacts(transaction, *name, caller.subject));
    }
    decision = Decide(caller.subject, ask.action, facts,
                      caller.access.purpose(), today);
    if (!decision.is_permitted) return DenialOf(decision);
    ENTENTE_RETURN_IF_ERROR(body(transaction, decision));
    return ask.is_dry_run ? DryRunDone() : absl::OkStatus();
  };
  audit::RecordedStore store(
      store_, log_, caller, ask.object,
      [&](const absl::Status& status, AuditEntry& entry) {
        entry.set_rule_id(decision.rule_id);
        entry.set_outcome(OutcomeOf(decision, status));
      });
  const absl::Status status = store.Transact(decide_and_run);
  return absl::IsCancelled(status) ? absl::OkStatus() : status;
}

grpc::Status CaseService::CreateCase(grpc::ServerContext* context,
                                     const v1::CreateCaseRequest* request,
                                     v1::Case* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Create(caller, *request); });
}

grpc::Status CaseService::GetCase(grpc::ServerContext* context,
                                  const v1::GetCaseRequest* request,
                                  v1::Case* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Get(caller, *request); });
}

grpc::Status CaseService::CreateFollowUpEntry(
    grpc::ServerContext* context, const v1::CreateFollowUpEntryRequest* request,
    v1::FollowUpEntry* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return CreateEntry(caller, *request);
                     });
}

grpc::Status CaseService::CreateCaseGrant(
    grpc::ServerContext* context, const v1::CreateCaseGrantRequest* request,
    v1::CaseGrant* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return CreateGrant(caller, *request);
                     });
}

absl::StatusOr<v1::Case> CaseService::Create(
    const gate::Caller& caller, const v1::CreateCaseRequest& request) {
  const absl::CivilDay today = LocalDay(caller.now);
  ENTENTE_ASSIGN_OR_RETURN(const std::string handle, NewRandomId());
  ENTENTE_ASSIGN_OR_RETURN(const std::string grant_id, NewRandomId());
  const CaseRequest retry(caller.Scope(), caller.method, request.request_id(),
                          request);
  // The handle to be is what the log refers to; reads of it refer to the same.
  const RecordName name{ParseMunicipality(request.parent()).value_or(""),
                        handle};
  v1::Case answer;
  ENTENTE_RETURN_IF_ERROR(Restricted(
      caller, {Action::kOpen, CaseName(name), request.validate_only()},
      [&](store::Transaction& transaction, const Decision&) -> absl::Status {
        ENTENTE_RETURN_IF_ERROR(ValidateCreateCase(request, today));
        ENTENTE_ASSIGN_OR_RETURN(const auto known, retry.Find(transaction));
        if (known) {
          ENTENTE_ASSIGN_OR_RETURN(
              const auto record,
              entente::exchange::GetCase(transaction,
                                         *ParseCaseName(known->name())));
          if (!record) return absl::DataLossError("a made case is missing");
          answer = record->case_();
          return absl::OkStatus();
        }
        v1::CaseRecord record;
        v1::Case& made = *record.mutable_case_();
        made.set_name(CaseName(name));
        made.set_subject_state(request.case_().subject_state());
        if (request.case_().has_subject_state_date()) {
          *made.mutable_subject_state_date() =
              request.case_().subject_state_date();
        }
        *made.mutable_create_time() = ToTimestamp(caller.now);
        record.set_creator(caller.subject);
        v1::CaseGrantRecord grant;
        *grant.mutable_grant() = OpeningGrant(caller.subject, today);
        grant.mutable_grant()->set_name(
            absl::StrCat(made.name(), "/grants/", grant_id));
        grant.set_grantor(caller.subject);
        *grant.mutable_create_time() = made.create_time();
        answer = made;
        retry.Remember(transaction, made.name(), 0);
        return AddCase(transaction, name, std::move(record), grant);
      }));
  return answer;
}

absl::StatusOr<v1::Case> CaseService::Get(const gate::Caller& caller,
                                          const v1::GetCaseRequest& request) {
  v1::Case answer;
  ENTENTE_RETURN_IF_ERROR(Restricted(
      caller, {Action::kRead, request.name()},
      [&](store::Transaction& transaction, const Decision&) -> absl::Status {
        const RecordName name = *ParseCaseName(request.name());
        ENTENTE_ASSIGN_OR_RETURN(const auto record,
                                 entente::exchange::GetCase(transaction, name));
        if (!record) return absl::InternalError("a permitted case is missing");
        answer = record->case_();
        ENTENTE_ASSIGN_OR_RETURN(
            const std::vector<v1::FollowUpEntryRecord> entries,
            ReadEntries(transaction, name));
        for (const v1::FollowUpEntryRecord& entry : entries) {
          if (MayBeTold(caller.subject, entry.entry(), entry.author(),
                        record->creator())) {
            *answer.add_entries() = entry.entry();
          }
        }
        return absl::OkStatus();
      }));
  return answer;
}

absl::StatusOr<v1::FollowUpEntry> CaseService::CreateEntry(
    const gate::Caller& caller, const v1::CreateFollowUpEntryRequest& request) {
  const absl::CivilDay today = LocalDay(caller.now);
  ENTENTE_ASSIGN_OR_RETURN(const std::string id, NewRandomId());
  const CaseRequest retry(caller.Scope(), caller.method, request.request_id(),
                          request);
  v1::FollowUpEntry answer;
  ENTENTE_RETURN_IF_ERROR(Restricted(
      caller, {Action::kWrite, request.parent(), request.validate_only()},
      [&](store::Transaction& transaction, const Decision&) -> absl::Status {
        ENTENTE_RETURN_IF_ERROR(ValidateCreateFollowUpEntry(request, today));
        const RecordName name = *ParseCaseName(request.parent());
        ENTENTE_ASSIGN_OR_RETURN(const auto known, retry.Find(transaction));
        if (known) {
          ENTENTE_ASSIGN_OR_RETURN(
              const auto record, GetEntry(transaction, name, known->number()));
          if (!record) return absl::DataLossError("a made entry is missing");
          answer = record->entry();
          return absl::OkStatus();
        }
        v1::FollowUpEntryRecord record;
        *record.mutable_entry() = request.follow_up_entry();
        record.mutable_entry()->set_name(
            absl::StrCat(CaseName(name), "/entries/", id));
        *record.mutable_entry()->mutable_create_time() =
            ToTimestamp(caller.now);
        record.set_author(caller.subject);
        answer = record.entry();
        ENTENTE_ASSIGN_OR_RETURN(const int64_t number,
                                 AddEntry(transaction, name, record));
        retry.Remember(transaction, answer.name(), number);
        return absl::OkStatus();
      }));
  return answer;
}

absl::StatusOr<v1::CaseGrant> CaseService::CreateGrant(
    const gate::Caller& caller, const v1::CreateCaseGrantRequest& request) {
  const absl::CivilDay today = LocalDay(caller.now);
  ENTENTE_ASSIGN_OR_RETURN(const std::string id, NewRandomId());
  const CaseRequest retry(caller.Scope(), caller.method, request.request_id(),
                          request);
  v1::CaseGrant answer;
  ENTENTE_RETURN_IF_ERROR(Restricted(
      caller, {Action::kGrant, request.parent(), request.validate_only()},
      [&](store::Transaction& transaction,
          const Decision& decision) -> absl::Status {
        ENTENTE_RETURN_IF_ERROR(ValidateCreateCaseGrant(request, caller.subject,
                                                        decision.until, today));
        const RecordName name = *ParseCaseName(request.parent());
        ENTENTE_ASSIGN_OR_RETURN(const auto known, retry.Find(transaction));
        if (known) {
          ENTENTE_ASSIGN_OR_RETURN(
              const auto record, GetGrant(transaction, name, known->number()));
          if (!record) return absl::DataLossError("a made grant is missing");
          answer = record->grant();
          return absl::OkStatus();
        }
        v1::CaseGrantRecord record;
        *record.mutable_grant() = request.case_grant();
        record.mutable_grant()->set_name(
            absl::StrCat(CaseName(name), "/grants/", id));
        record.set_grantor(caller.subject);
        *record.mutable_create_time() = ToTimestamp(caller.now);
        answer = record.grant();
        ENTENTE_ASSIGN_OR_RETURN(const int64_t number,
                                 AddGrant(transaction, name, record));
        retry.Remember(transaction, answer.name(), number);
        return absl::OkStatus();
      }));
  return answer;
}

}  // namespace entente::exchange
