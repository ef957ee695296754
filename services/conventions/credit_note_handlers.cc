// Credit notes: what an issuer takes back of a document.
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/credit_note_service.h"
#include "services/conventions/evidence_rules.h"
#include "services/conventions/evidence_store.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_filters.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/page_store.h"
#include "services/conventions/refusal_figures.h"
#include "services/conventions/withdrawal_store.h"

namespace entente::conventions {
namespace {

using v1::CreditNote;

constexpr char kRead[] = "conventions.budget.read";

}  // namespace

bool MayReadBudget(const gate::Gate& gate, const gate::Caller& caller) {
  const auto policy = gate.policy();
  for (const std::string& role : caller.roles) {
    if (policy->RoleMay(role, kRead)) return true;
  }
  return caller.subject.empty() && policy->PeerMay(caller.peer, kRead);
}

CreditNoteService::CreditNoteService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::CreditNoteService::service_full_name()) {}

grpc::Status CreditNoteService::CreateCreditNote(
    grpc::ServerContext* context, const v1::CreateCreditNoteRequest* request,
    CreditNote* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<CreditNote> {
        ENTENTE_ASSIGN_OR_RETURN(const NewCreditNote wanted,
                                 ValidateCreateCreditNote(*request));
        const bool may_name = MayReadBudget(context_.gate, caller);
        return context_.RunOnce<CreditNote>(
            caller, *request,
            [&](store::Transaction& transaction) -> absl::StatusOr<CreditNote> {
              CreditNote note = request->credit_note();
              // What no rule has checked is not kept.
              note.DiscardUnknownFields();
              *note.mutable_create_time() = ToTimestamp(caller.now);
              absl::StatusOr<CreditNote> added =
                  AddCreditNote(transaction, wanted.evidence, std::move(note),
                                wanted.amount_cents, may_name);
              if (added.ok() || !may_name) return added;
              return WithEvidenceFigures(added.status(), transaction,
                                         wanted.amount_cents);
            });
      });
}

grpc::Status CreditNoteService::WithdrawCreditNote(
    grpc::ServerContext* context, const v1::WithdrawCreditNoteRequest* request,
    CreditNote* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<CreditNote> {
        ENTENTE_ASSIGN_OR_RETURN(const CreditNoteName name,
                                 ParseCreditNoteName(request->name(), "name"));
        ENTENTE_RETURN_IF_ERROR(CheckReason(request->reason(), "reason"));
        const bool may_name = MayReadBudget(context_.gate, caller);
        return context_.RunOnce<CreditNote>(
            caller, *request,
            [&](store::Transaction& transaction) -> absl::StatusOr<CreditNote> {
              absl::StatusOr<CreditNote> withdrawn =
                  conventions::WithdrawCreditNote(
                      transaction, name, request->reason(), caller.now);
              if (withdrawn.ok() || !may_name) return withdrawn;
              return WithEvidenceFigures(withdrawn.status(), transaction,
                                         std::nullopt);
            });
      });
}

grpc::Status CreditNoteService::ListCreditNotes(
    grpc::ServerContext* context, const v1::ListCreditNotesRequest* request,
    v1::ListCreditNotesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ListCreditNotesResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::string municipality,
            ParseMunicipality(request->parent(), "parent"));
        ENTENTE_ASSIGN_OR_RETURN(const filter::Filter filter,
                                 FilterOf<CreditNote>(*request));
        v1::ListCreditNotesResponse list;
        ENTENTE_ASSIGN_OR_RETURN(
            *list.mutable_next_page_token(),
            ReadPage<CreditNote>(
                *context_.store.Read(), context_.page_tokens,
                {.scope = absl::StrCat(caller.Scope(), " credit notes ",
                                       municipality, FilterScope(*request)),
                 .prefix = keys::CreditNotesOf(municipality),
                 .size = request->page_size(),
                 .token = request->page_token(),
                 .size_default = kPageSizeDefault,
                 .size_max = kPageSizeMax},
                [&](const CreditNote& note) { return filter.Matches(note); },
                [&](absl::string_view, const CreditNote& note) {
                  *list.add_credit_notes() = note;
                }));
        return list;
      });
}

}  // namespace entente::conventions
