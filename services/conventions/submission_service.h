// Dossiers that were handed in, to read; see submission_service.proto.
#ifndef SERVICES_CONVENTIONS_SUBMISSION_SERVICE_H_
#define SERVICES_CONVENTIONS_SUBMISSION_SERVICE_H_

#include "entente/conventions/v1/submission_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"
#include "services/conventions/submission_keys.h"
#include "services/conventions/submitted_texts.h"

namespace entente::conventions {

// Thread-safe. `context` and `keys` outlive the service.
class SubmissionService final : public v1::SubmissionService::Service {
 public:
  SubmissionService(ServiceContext& context, SubmissionKeys& keys);

  grpc::Status GetSubmission(grpc::ServerContext* context,
                             const v1::GetSubmissionRequest* request,
                             v1::Submission* response) override;
  grpc::Status ListSubmissions(grpc::ServerContext* context,
                               const v1::ListSubmissionsRequest* request,
                               v1::ListSubmissionsResponse* response) override;
  // submitted_search_handlers.cc
  grpc::Status SearchSubmittedNodes(
      grpc::ServerContext* context,
      const v1::SearchSubmittedNodesRequest* request,
      v1::SearchSubmittedNodesResponse* response) override;
  grpc::Status ReadSubmissionFile(
      grpc::ServerContext* context,
      const v1::ReadSubmissionFileRequest* request,
      v1::ReadSubmissionFileResponse* response) override;
  grpc::Status ListSubmissionKeys(
      grpc::ServerContext* context,
      const v1::ListSubmissionKeysRequest* request,
      v1::ListSubmissionKeysResponse* response) override;
  grpc::Status RotateSubmissionKey(
      grpc::ServerContext* context,
      const v1::RotateSubmissionKeyRequest* request,
      v1::ListSubmissionKeysResponse* response) override;

 private:
  absl::StatusOr<v1::ListSubmissionsResponse> List(
      const gate::Caller& caller,
      const v1::ListSubmissionsRequest& request) const;
  v1::ListSubmissionKeysResponse Keys() const;
  absl::StatusOr<v1::ListSubmissionKeysResponse> Rotate(
      const gate::Caller& caller,
      const v1::RotateSubmissionKeyRequest& request);

  ServiceContext& context_;
  SubmissionKeys& keys_;
  SubmittedTexts texts_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SUBMISSION_SERVICE_H_
