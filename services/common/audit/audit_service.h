// AuditService: the log for whoever oversees it. Every call is first an entry
// of the log itself. A log that is bent (tamper_guard.h) takes none and stays
// readable: a line of the process's own log, audit_read_while_closed, stands
// for the entry of a call that lists or proves entries, or lists or compares
// checkpoints. Nothing else is answered then.
//
// One entry with its proof: audit_service_proof.cc. That the log only grew
// since a checkpoint that was kept: audit_service_consistency.cc.
//
// Resolutions (audit_service_resolution.cc): who is behind a pseudonym, or who
// asked for an object, is answered to two persons together and to nobody else.
#ifndef SERVICES_COMMON_AUDIT_AUDIT_SERVICE_H_
#define SERVICES_COMMON_AUDIT_AUDIT_SERVICE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/common/v1/audit_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/checkpoint_signer.h"
#include "services/common/audit/resolution.h"
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
  using ProveEntryRequest = entente::common::v1::ProveAuditEntryRequest;
  using AuditEntryProof = entente::common::v1::AuditEntryProof;
  using ProveConsistencyRequest =
      entente::common::v1::ProveAuditConsistencyRequest;
  using ConsistencyProof = entente::common::v1::AuditConsistencyProof;
  using RequestResolutionRequest =
      entente::common::v1::RequestAuditResolutionRequest;
  using GetResolutionRequest = entente::common::v1::GetAuditResolutionRequest;
  using ApproveResolutionRequest =
      entente::common::v1::ApproveAuditResolutionRequest;
  using GetStatementRequest = entente::common::v1::GetAuditStatementRequest;
  using AuditStatement = entente::common::v1::AuditStatement;

  AuditService(gate::Gate& gate, store::Store& store, const AccessLog& log,
               CheckpointSigner& signer);

  grpc::Status ListAuditEntries(grpc::ServerContext* context,
                                const ListEntriesRequest* request,
                                ListEntriesResponse* response) override;
  grpc::Status ListAuditCheckpoints(grpc::ServerContext* context,
                                    const ListCheckpointsRequest* request,
                                    ListCheckpointsResponse* response) override;
  grpc::Status ProveAuditEntry(grpc::ServerContext* context,
                               const ProveEntryRequest* request,
                               AuditEntryProof* response) override;
  grpc::Status ProveAuditConsistency(grpc::ServerContext* context,
                                     const ProveConsistencyRequest* request,
                                     ConsistencyProof* response) override;
  grpc::Status CreateAuditCheckpoint(grpc::ServerContext* context,
                                     const CreateCheckpointRequest* request,
                                     AuditCheckpoint* response) override;
  grpc::Status RequestAuditResolution(grpc::ServerContext* context,
                                      const RequestResolutionRequest* request,
                                      AuditResolution* response) override;
  grpc::Status GetAuditResolution(grpc::ServerContext* context,
                                  const GetResolutionRequest* request,
                                  AuditResolution* response) override;
  grpc::Status ApproveAuditResolution(grpc::ServerContext* context,
                                      const ApproveResolutionRequest* request,
                                      AuditStatement* response) override;
  grpc::Status GetAuditStatement(grpc::ServerContext* context,
                                 const GetStatementRequest* request,
                                 AuditStatement* response) override;

 private:
  // The entry about this very call, on disk before anything is read.
  absl::Status Record(const gate::Caller& caller);
  // The same, or its line while the log is bent.
  absl::Status RecordReading(const gate::Caller& caller);
  absl::StatusOr<ListEntriesResponse> ListEntries(
      const gate::Caller& caller, const ListEntriesRequest& request);
  absl::StatusOr<ListCheckpointsResponse> ListCheckpoints(
      const gate::Caller& caller, const ListCheckpointsRequest& request);
  absl::StatusOr<AuditEntryProof> ProveEntry(const gate::Caller& caller,
                                             uint64_t sequence);
  absl::StatusOr<ConsistencyProof> ProveConsistency(
      const gate::Caller& caller, const ProveConsistencyRequest& request);
  absl::StatusOr<AuditResolution> RequestResolution(
      const gate::Caller& caller, const AuditQuestion& question);
  absl::StatusOr<AuditResolution> GetResolution(const gate::Caller& caller,
                                                const std::string& name);
  absl::StatusOr<AuditStatement> ApproveResolution(
      const gate::Caller& caller, const ApproveResolutionRequest& request);
  absl::StatusOr<AuditStatement> GetStatement(const gate::Caller& caller,
                                              const std::string& name);
  // The person who calls, under the key of this year.
  absl::StatusOr<AuditPerson> PersonOf(const gate::Caller& caller) const;
  absl::StatusOr<AuditStatement> Sign(const store::Reader& reader,
                                      const AuditResolution& approved) const;

  gate::Door door_;
  store::Store& store_;
  const AccessLog& log_;
  CheckpointSigner& signer_;
  const PageTokens page_tokens_;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_AUDIT_SERVICE_H_
