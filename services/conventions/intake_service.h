// Taking dossiers in and deciding them, in the State's installation; see
// intake_service.proto.
#ifndef SERVICES_CONVENTIONS_INTAKE_SERVICE_H_
#define SERVICES_CONVENTIONS_INTAKE_SERVICE_H_

#include <string>

#include "entente/conventions/v1/intake_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"
#include "services/conventions/submission_keys.h"
#include "services/conventions/submission_store.h"

namespace entente::conventions {

// Thread-safe. `context` and `keys` outlive the service; `registry` is the path
// of municipality_registry.h.
class IntakeService final : public v1::IntakeService::Service {
 public:
  IntakeService(ServiceContext& context, const SubmissionKeys& keys,
                std::string registry);

  grpc::Status ReceiveSubmission(
      grpc::ServerContext* context,
      grpc::ServerReader<v1::ReceiveSubmissionRequest>* reader,
      v1::Submission* response) override;
  grpc::Status GetSubmissionAnswer(
      grpc::ServerContext* context,
      const v1::GetSubmissionAnswerRequest* request,
      v1::Submission* response) override;
  grpc::Status DecideSubmission(grpc::ServerContext* context,
                                const v1::DecideSubmissionRequest* request,
                                v1::Submission* response) override;

 private:
  absl::StatusOr<v1::Submission> ReceiveRecorded(
      const gate::Caller& caller,
      grpc::ServerReader<v1::ReceiveSubmissionRequest>& reader) const;
  absl::StatusOr<v1::Submission> Receive(
      const gate::Caller& caller, audit::RecordedStore& recorded,
      const SubmissionName& name, const v1::ReceiveSubmissionOpening& opening,
      grpc::ServerReader<v1::ReceiveSubmissionRequest>& reader) const;
  absl::StatusOr<v1::Submission> Keep(
      store::Transaction& transaction, absl::Time now,
      const SubmissionName& name, const v1::ReceiveSubmissionOpening& opening,
      const Seal& seal, const v1::DossierManifest& manifest,
      const FrozenFiles& files) const;
  absl::StatusOr<v1::Submission> Decide(
      store::Transaction& transaction, const gate::Caller& caller,
      const SubmissionName& name,
      const v1::DecideSubmissionRequest& request) const;

  ServiceContext& context_;
  const SubmissionKeys& keys_;
  const std::string registry_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_INTAKE_SERVICE_H_
