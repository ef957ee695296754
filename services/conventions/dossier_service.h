// Handing in the yearly dossier; see dossier_service.proto.
#ifndef SERVICES_CONVENTIONS_DOSSIER_SERVICE_H_
#define SERVICES_CONVENTIONS_DOSSIER_SERVICE_H_

#include "entente/conventions/v1/dossier_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/figure_approvals.h"
#include "services/conventions/service_context.h"
#include "services/conventions/state_client.h"
#include "services/conventions/submission_content_rules.h"
#include "services/conventions/submission_keys.h"
#include "services/conventions/submission_store.h"

namespace entente::conventions {

// Thread-safe. What it is given outlives the service; `state` is null where no
// installation of the State is known, `approvals` where no service of
// indicators is named: nothing is asked of it then.
class DossierService final : public v1::DossierService::Service {
 public:
  DossierService(ServiceContext& context, const SubmissionKeys& keys,
                 const StateClient* state,
                 const FigureApprovals* approvals = nullptr);

  grpc::Status SubmitDossier(
      grpc::ServerContext* context,
      grpc::ServerReader<v1::SubmitDossierRequest>* reader,
      v1::Submission* response) override;
  grpc::Status SendSubmission(grpc::ServerContext* context,
                              const v1::SendSubmissionRequest* request,
                              v1::Submission* response) override;
  grpc::Status WithdrawSubmission(grpc::ServerContext* context,
                                  const v1::WithdrawSubmissionRequest* request,
                                  v1::Submission* response) override;
  grpc::Status FetchSubmissionAnswer(
      grpc::ServerContext* context,
      const v1::FetchSubmissionAnswerRequest* request,
      v1::Submission* response) override;
  grpc::Status ApplySubmissionAnswer(
      grpc::ServerContext* context,
      const v1::ApplySubmissionAnswerRequest* request,
      v1::ApplySubmissionAnswerResponse* response) override;

 private:
  absl::StatusOr<v1::Submission> TakeRecorded(
      const gate::Caller& caller,
      grpc::ServerReader<v1::SubmitDossierRequest>& reader) const;
  absl::StatusOr<v1::Submission> Take(
      const gate::Caller& caller, audit::RecordedStore& recorded,
      const ConventionName& parent, const v1::SubmitDossierOpening& opening,
      grpc::ServerReader<v1::SubmitDossierRequest>& reader) const;
  absl::StatusOr<v1::Submission> Freeze(
      store::Transaction& transaction, const std::string& author,
      absl::Time now, const v1::SubmitDossierOpening& opening,
      const v1::DossierManifest& manifest, const FrozenFiles& files,
      const DossierContent& content, const absl::Status& figures) const;
  absl::StatusOr<v1::Submission> MarkSent(
      const gate::Caller& caller, const v1::SendSubmissionRequest& request,
      const SubmissionName& name) const;
  absl::StatusOr<v1::Submission> Deliver(const SubmissionName& name,
                                         const v1::Submission& kept) const;

  ServiceContext& context_;
  const SubmissionKeys& keys_;
  const StateClient* const state_;
  const FigureApprovals* const approvals_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_SERVICE_H_
