// A small log and the bundle of it, made without a store, to be damaged.
#ifndef SERVICES_COMMON_AUDIT_BUNDLE_FIXTURE_H_
#define SERVICES_COMMON_AUDIT_BUNDLE_FIXTURE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "entente/common/v1/audit.pb.h"
#include "services/common/audit/bundle.h"
#include "services/common/audit/checkpoint.h"
#include "services/common/audit/cosignature.h"
#include "services/common/audit/note.h"
#include "services/common/base/error.h"

namespace entente::audit {

inline NoteSigner SampleSigner() {
  return *NoteSigner::Make("entente.local/svc/x/audit",
                           std::string(32, '\x07'));
}

// Entry `sequence` of a log that `reason` tells from others.
inline std::string SampleEntry(uint64_t sequence,
                               const std::string& reason = "") {
  entente::common::v1::AuditEntry entry;
  entry.set_sequence(sequence);
  entry.set_method("a.v1.S/Read");
  entry.set_reason(reason);
  entry.set_outcome(entente::common::v1::AuditEntry::OUTCOME_PERMITTED);
  return entry.SerializeAsString();
}

inline std::vector<std::string> SampleEntries(uint64_t count) {
  std::vector<std::string> entries;
  for (uint64_t i = 0; i < count; ++i) entries.push_back(SampleEntry(i));
  return entries;
}

// What an honest service signs about the first `size` of `entries`.
inline std::string SampleNote(const std::vector<std::string>& entries,
                              uint64_t size) {
  TreeHead tree;
  for (uint64_t i = 0; i < size; ++i) tree.Append(LeafHash(entries[i]));
  return *SampleSigner().Sign(
      CheckpointText({SampleSigner().verifier().name(), size, tree.Root()}));
}

// The stored subtrees of `entries`, as a service reads them for its proofs.
class SampleNodes {
 public:
  explicit SampleNodes(const std::vector<std::string>& entries) {
    TreeHead tree;
    for (const std::string& entry : entries) {
      for (const Node& node : tree.Append(LeafHash(entry))) {
        nodes_[{node.level, node.index}] = node.hash;
      }
    }
  }
  std::vector<Hash> Inclusion(uint64_t index, uint64_t size) const {
    return *InclusionProof(index, size, [&](int level, uint64_t at) {
      return nodes_.at({level, at});
    });
  }
  std::vector<Hash> Consistency(uint64_t old_size, uint64_t size) const {
    return *ConsistencyProof(old_size, size, [&](int level, uint64_t at) {
      return nodes_.at({level, at});
    });
  }

 private:
  std::map<std::pair<int, uint64_t>, Hash> nodes_;
};

// Witness `number` of the sample, and `note` with its cosignature.
inline CosignatureSigner SampleWitness(int number) {
  return *CosignatureSigner::Make(
      "oversight.example/w" + std::to_string(number),
      std::string(32, static_cast<char>(number)));
}
inline std::string Cosigned(const std::string& note, int number,
                            int64_t time_s = 1552521600) {
  const std::string text = note.substr(0, note.rfind("\n\n") + 1);
  return note + *SampleWitness(number).Sign(text, time_s);
}

// Writes `entries` with checkpoints that were signed over `honest`.
inline absl::Status WriteSample(const std::string& dir,
                                const std::vector<std::string>& entries,
                                const std::vector<std::string>& honest,
                                const std::vector<uint64_t>& sizes) {
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<BundleWriter> writer,
                           BundleWriter::Create(dir));
  ENTENTE_RETURN_IF_ERROR(
      writer->WriteKey(SampleSigner().verifier().ToString()));
  for (const uint64_t size : sizes) {
    ENTENTE_RETURN_IF_ERROR(
        writer->AddCheckpoint(size, SampleNote(honest, size)));
  }
  for (const std::string& entry : entries) {
    ENTENTE_RETURN_IF_ERROR(writer->AddEntry(entry));
  }
  return writer->Finish();
}

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_BUNDLE_FIXTURE_H_
