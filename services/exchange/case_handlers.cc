// Cases and their entries: opening, reading, adding.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/exchange/case_request.h"
#include "services/exchange/case_rules.h"
#include "services/exchange/case_service.h"
#include "services/exchange/case_store.h"
#include "services/exchange/grant_rules.h"
#include "services/exchange/local_day.h"
#include "services/exchange/random_id.h"

namespace entente::exchange {
namespace {

absl::Status MadeMeanwhile() {
  return MakeError(
      absl::StatusCode::kAborted,
      {.reason = "MADE_MEANWHILE",
       .field = "request_id",
       .metadata = {},
       .sentence = {
           .en = "The same request was answered a moment ago; send it again.",
           .fr = "La même demande vient d'être traitée ; renvoyez-la.",
           .nl = "Dezelfde aanvraag werd zonet behandeld; verstuur ze "
                 "opnieuw."}});
}

}  // namespace

absl::StatusOr<v1::Case> CaseService::GetMade(const gate::Caller& caller,
                                              const std::string& name) {
  v1::Case answer;
  ENTENTE_RETURN_IF_ERROR(Restricted(
      caller, {.object = name, .action = std::string(ActionOf("GetCase"))},
      [&](store::Transaction& transaction, const RecordName& made,
          const CaseRight&) -> absl::Status {
        ENTENTE_ASSIGN_OR_RETURN(const auto record,
                                 entente::exchange::GetCase(transaction, made));
        if (!record) return absl::DataLossError("a made case is missing");
        answer = record->case_();
        return absl::OkStatus();
      }));
  return answer;
}

absl::StatusOr<v1::Case> CaseService::Create(
    const gate::Caller& caller, const v1::CreateCaseRequest& request) {
  const absl::CivilDay today = LocalDay(caller.now);
  ENTENTE_ASSIGN_OR_RETURN(const std::string handle, NewRandomId());
  ENTENTE_ASSIGN_OR_RETURN(const std::string grant_id, NewRandomId());
  const CaseRequest retry(caller.Scope(), caller.method, request.request_id(),
                          request);
  // A retry reads a case that is there, and is decided and logged as that. What
  // is wrong with the request is told below, to those who may open one.
  if (const auto made = retry.Find(*store_.Read()); made.ok() && *made) {
    return GetMade(caller, (*made)->name());
  }
  // The handle to be is what the log refers to; reads of it refer to the same.
  const RecordName future{ParseMunicipality(request.parent()).value_or(""),
                          handle};
  v1::Case answer;
  ENTENTE_RETURN_IF_ERROR(Restricted(
      caller, {CaseName(future), request.validate_only()},
      [&](store::Transaction& transaction, const RecordName& name,
          const CaseRight&) -> absl::Status {
        ENTENTE_RETURN_IF_ERROR(ValidateCreateCase(request, today));
        ENTENTE_ASSIGN_OR_RETURN(const auto known, retry.Find(transaction));
        // The same request was answered a moment ago, on another connection.
        if (known) return MadeMeanwhile();
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
        access::Grant grant = OpeningGrant(name, today);
        grant.set_name(absl::StrCat(made.name(), "/grants/", grant_id));
        grant.set_grantor(caller.subject);
        *grant.mutable_create_time() = made.create_time();
        answer = made;
        retry.Remember(transaction, made.name(), 0);
        return AddCase(transaction, name, record, grant);
      }));
  return answer;
}

absl::StatusOr<v1::Case> CaseService::Get(const gate::Caller& caller,
                                          const v1::GetCaseRequest& request) {
  v1::Case answer;
  ENTENTE_RETURN_IF_ERROR(Restricted(
      caller, {request.name()},
      [&](store::Transaction& transaction, const RecordName& name,
          const CaseRight& right) -> absl::Status {
        ENTENTE_ASSIGN_OR_RETURN(
            WholeCase whole, ReadWholeCase(transaction, name, caller.subject,
                                           right.May(kReadOriginatorAction)));
        answer = std::move(whole.answer);
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
      caller, {request.parent(), request.validate_only()},
      [&](store::Transaction& transaction, const RecordName& name,
          const CaseRight&) -> absl::Status {
        ENTENTE_RETURN_IF_ERROR(ValidateCreateFollowUpEntry(request, today));
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
  changes_.Notify();
  return answer;
}

}  // namespace entente::exchange
