// Credit notes on evidence; see credit_note_service.proto. The RPCs stand in
// credit_note_handlers.cc.
#ifndef SERVICES_CONVENTIONS_CREDIT_NOTE_SERVICE_H_
#define SERVICES_CONVENTIONS_CREDIT_NOTE_SERVICE_H_

#include "entente/conventions/v1/credit_note_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Whether the caller may read expenses, and so be told which charged a piece of
// evidence.
bool MayReadBudget(const gate::Gate& gate, const gate::Caller& caller);

// Thread-safe. `context` outlives the service.
class CreditNoteService final : public v1::CreditNoteService::Service {
 public:
  explicit CreditNoteService(ServiceContext& context);

  grpc::Status CreateCreditNote(grpc::ServerContext* context,
                                const v1::CreateCreditNoteRequest* request,
                                v1::CreditNote* response) override;
  grpc::Status WithdrawCreditNote(grpc::ServerContext* context,
                                  const v1::WithdrawCreditNoteRequest* request,
                                  v1::CreditNote* response) override;
  grpc::Status ListCreditNotes(grpc::ServerContext* context,
                               const v1::ListCreditNotesRequest* request,
                               v1::ListCreditNotesResponse* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CREDIT_NOTE_SERVICE_H_
