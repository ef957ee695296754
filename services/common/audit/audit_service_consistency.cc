#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/common/audit/audit_service.h"
#include "services/common/audit/checkpoint.h"
#include "services/common/audit/consistency_errors.h"
#include "services/common/audit/cosignature_records.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

using Request = AuditService::ProveConsistencyRequest;

absl::Status ValidateProveConsistency(const Request& request) {
  if (request.kept_size() == 0) return KeptEmpty();
  if (const size_t bytes = request.kept_root().size();
      bytes != 0 && bytes != kHashBytes) {
    return KeptRootMalformed(bytes);
  }
  if (request.later_size() != 0 && request.later_size() < request.kept_size()) {
    return LaterSmaller(request.kept_size(), request.later_size());
  }
  return absl::OkStatus();
}

// The checkpoint of `size` entries, the newest for 0, which is of at least
// `kept_size`.
absl::StatusOr<AuditCheckpoint> FindLater(const store::Reader& reader,
                                          uint64_t kept_size, uint64_t size) {
  AuditCheckpoint newest;
  std::optional<AuditCheckpoint> named;
  ENTENTE_RETURN_IF_ERROR(
      VisitCheckpoints(reader, std::nullopt, [&](const AuditCheckpoint& found) {
        newest = found;
        if (size != 0 && found.size() == size) named = found;
        return true;
      }));
  if (newest.size() < kept_size) return KeptBeyond(kept_size, newest.size());
  if (size == 0) return newest;
  if (!named) return CheckpointUnknown(size, newest.size());
  return *named;
}

}  // namespace

grpc::Status AuditService::ProveAuditConsistency(
    grpc::ServerContext* context, const ProveConsistencyRequest* request,
    ConsistencyProof* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return ProveConsistency(caller, *request);
                     });
}

absl::StatusOr<AuditService::ConsistencyProof> AuditService::ProveConsistency(
    const gate::Caller& caller, const ProveConsistencyRequest& request) {
  ENTENTE_RETURN_IF_ERROR(RecordReading(caller));
  ENTENTE_RETURN_IF_ERROR(ValidateProveConsistency(request));
  const uint64_t kept_size = request.kept_size();
  const auto snapshot = store_.Read();
  ConsistencyProof proof;
  proof.set_kept_size(kept_size);
  ENTENTE_ASSIGN_OR_RETURN(
      *proof.mutable_checkpoint(),
      FindLater(*snapshot, kept_size, request.later_size()));
  const uint64_t size = proof.checkpoint().size();
  ENTENTE_ASSIGN_OR_RETURN(
      const Checkpoint later,
      OpenCheckpoint(proof.checkpoint().note(), signer_.verifier()));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<Hash> hashes,
                           audit::ProveConsistency(*snapshot, kept_size, size));
  if (!request.kept_root().empty() &&
      !VerifyConsistency(kept_size, size, request.kept_root(), later.root,
                         hashes)) {
    return KeptOther(kept_size);
  }
  for (const Hash& hash : hashes) proof.add_hashes(hash);
  ENTENTE_ASSIGN_OR_RETURN(
      *proof.mutable_checkpoint()->mutable_note(),
      WithCosignatures(*snapshot, size, proof.checkpoint().note()));
  proof.set_public_key(signer_.verifier().ToString());
  return proof;
}

}  // namespace entente::audit
