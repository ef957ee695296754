#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/audit/audit_service.h"
#include "services/common/audit/cosignature_records.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

absl::Status EntryUnknown(uint64_t sequence, uint64_t size) {
  return MakeError(
      absl::StatusCode::kNotFound,
      {.reason = "AUDIT_ENTRY_UNKNOWN",
       .field = "sequence",
       .metadata = {{"size", absl::StrCat(size)}},
       .sentence = {
           .en = absl::StrCat("There is no entry ", sequence, ": the log has ",
                              size, ", counted from 0."),
           .fr = absl::StrCat("Il n'y a pas d'entrée ", sequence,
                              " : le journal en a ", size,
                              ", comptées à partir de 0."),
           .nl = absl::StrCat("Er is geen regel ", sequence,
                              ": het logboek heeft er ", size,
                              ", geteld vanaf 0.")}});
}

absl::Status EntryUnsigned(uint64_t sequence) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "AUDIT_ENTRY_UNSIGNED",
       .field = "sequence",
       .sentence = {
           .en = absl::StrCat("No checkpoint covers entry ", sequence,
                              " yet: one is signed each hour, or by entente "
                              "audit export."),
           .fr = absl::StrCat("Aucun point de contrôle ne couvre encore "
                              "l'entrée ",
                              sequence,
                              " : il en est signé un par heure, ou par entente "
                              "audit export."),
           .nl = absl::StrCat("Nog geen controlepunt dekt regel ", sequence,
                              ": elk uur wordt er een ondertekend, of door "
                              "entente audit export.")}});
}

}  // namespace

grpc::Status AuditService::ProveAuditEntry(grpc::ServerContext* context,
                                           const ProveEntryRequest* request,
                                           AuditEntryProof* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return ProveEntry(caller, request->sequence());
                     });
}

absl::StatusOr<AuditService::AuditEntryProof> AuditService::ProveEntry(
    const gate::Caller& caller, uint64_t sequence) {
  ENTENTE_RETURN_IF_ERROR(RecordReading(caller));
  const auto snapshot = store_.Read();
  AuditEntryProof proof;
  ENTENTE_RETURN_IF_ERROR(VisitCheckpoints(
      *snapshot, std::nullopt, [&](const AuditCheckpoint& found) {
        *proof.mutable_checkpoint() = found;
        return true;
      }));
  const uint64_t size = proof.checkpoint().size();
  if (sequence >= size) {
    ENTENTE_ASSIGN_OR_RETURN(const TreeHead head, ReadHead(*snapshot));
    return sequence < head.size() ? EntryUnsigned(sequence)
                                  : EntryUnknown(sequence, head.size());
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                           snapshot->Get(EntryKey(sequence)));
  ENTENTE_ASSIGN_OR_RETURN(*proof.mutable_entry()->mutable_entry(),
                           ParseEntry(stored.value_or("")));
  proof.mutable_entry()->set_stored(*stored);
  proof.set_hash(LeafHash(*stored));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<Hash> hashes,
                           ProveInclusion(*snapshot, sequence, size));
  for (const Hash& hash : hashes) proof.add_hashes(hash);
  ENTENTE_ASSIGN_OR_RETURN(
      *proof.mutable_checkpoint()->mutable_note(),
      WithCosignatures(*snapshot, size, proof.checkpoint().note()));
  proof.set_public_key(signer_.verifier().ToString());
  return proof;
}

}  // namespace entente::audit
