// AuditService: the log for whoever oversees it. Every call is first an entry
// of the log itself.
#ifndef SERVICES_COMMON_AUDIT_AUDIT_SERVICE_H_
#define SERVICES_COMMON_AUDIT_AUDIT_SERVICE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/common/v1/audit_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/checkpoint_signer.h"
#include "services/common/base/pagination.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"

namespace entente::audit {

// Thread-safe; what it is made of outlives it.
class AuditService final : public entente::common::v1::AuditService::Service {
 public:
  using ListEntriesRequest = entente::common::v1::ListAuditEntriesRequest;
  using ListEntriesResponse = entente::common::v1::ListAuditEntriesResponse;
  using ListCheckpointsRequest =
      entente::common::v1::ListAuditCheckpointsRequest;
  using ListCheckpointsResponse =
      entente::common::v1::ListAuditCheckpointsResponse;
  using CreateCheckpointRequest =
      entente::common::v1::CreateAuditCheckpointRequest;

  AuditService(gate::Gate& gate, store::Store& store, const AccessLog& log,
               CheckpointSigner& signer);

  grpc::Status ListAuditEntries(grpc::ServerContext* context,
                                const ListEntriesRequest* request,
                                ListEntriesResponse* response) override;
  grpc::Status ListAuditCheckpoints(grpc::ServerContext* context,
                                    const ListCheckpointsRequest* request,
                                    ListCheckpointsResponse* response) override;
  grpc::Status CreateAuditCheckpoint(grpc::ServerContext* context,
                                     const CreateCheckpointRequest* request,
                                     AuditCheckpoint* response) override;

 private:
  // The entry about this very call, on disk before anything is read.
  absl::Status Record(const gate::Caller& caller);
  absl::StatusOr<ListEntriesResponse> ListEntries(
      const gate::Caller& caller, const ListEntriesRequest& request);
  absl::StatusOr<ListCheckpointsResponse> ListCheckpoints(
      const gate::Caller& caller, const ListCheckpointsRequest& request);

  gate::Door door_;
  store::Store& store_;
  const AccessLog& log_;
  CheckpointSigner& signer_;
  const PageTokens page_tokens_;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_AUDIT_SERVICE_H_
