// Makes sample proofs and gives the verdict of the services' judges, so that
// proofs_agree_test.py can compare it with its own.
//
//   proof_judge key                            prints the sample's public key
//   proof_judge note COUNT SIZE [REASON]       a signed checkpoint of SIZE of
//                                              COUNT entries; REASON rewrites
//                                              entry 2
//   proof_judge entry COUNT INDEX SIZE         a proof of entry INDEX, as JSON
//   proof_judge growth COUNT KEPT LATER [REASON]
//   proof_judge judge-entry PROOF
//   proof_judge judge-growth KEPT_NOTE PROOF
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "entente/common/v1/audit_service.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/audit/bundle_fixture.h"
#include "services/common/audit/consistency_proof.h"
#include "services/common/audit/entry_proof.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

namespace v1 = entente::common::v1;
using Arguments = std::vector<std::string>;

uint64_t NumberOf(const std::string& text) {
  return std::strtoull(text.c_str(), nullptr, 10);
}

std::vector<std::string> EntriesOf(const Arguments& arguments, size_t reason) {
  std::vector<std::string> entries = SampleEntries(NumberOf(arguments[2]));
  if (arguments.size() > reason) entries[2] = SampleEntry(2, arguments[reason]);
  return entries;
}

template <class Proof>
int Print(const Proof& proof) {
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(proof, &text).ok()) return 2;
  std::cout << text << "\n";
  return 0;
}

template <class Proof>
Proof Load(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  Proof proof;
  if (!google::protobuf::util::JsonStringToMessage(text.str(), &proof).ok()) {
    std::exit(2);
  }
  return proof;
}

template <class Proof>
void Sign(const std::vector<std::string>& entries, uint64_t size,
          const std::vector<Hash>& hashes, Proof& proof) {
  for (const Hash& hash : hashes) proof.add_hashes(hash);
  proof.mutable_checkpoint()->set_size(size);
  proof.mutable_checkpoint()->set_note(SampleNote(entries, size));
  proof.set_public_key(SampleSigner().verifier().ToString());
}

int ProveEntry(const Arguments& arguments) {
  const std::vector<std::string> entries = EntriesOf(arguments, 5);
  const uint64_t index = NumberOf(arguments[3]);
  const uint64_t size = NumberOf(arguments[4]);
  v1::AuditEntryProof proof;
  proof.mutable_entry()->mutable_entry()->ParseFromString(entries[index]);
  proof.mutable_entry()->set_stored(entries[index]);
  Sign(entries, size, SampleNodes(entries).Inclusion(index, size), proof);
  return Print(proof);
}

int ProveGrowth(const Arguments& arguments) {
  const std::vector<std::string> entries = EntriesOf(arguments, 5);
  const uint64_t kept = NumberOf(arguments[3]);
  const uint64_t size = NumberOf(arguments[4]);
  v1::AuditConsistencyProof proof;
  proof.set_kept_size(kept);
  Sign(entries, size, SampleNodes(entries).Consistency(kept, size), proof);
  return Print(proof);
}

int Tell(const absl::Status& verdict) {
  std::cout << (verdict.ok() ? "good" : ErrorReason(verdict)) << "\n";
  return 0;
}

int JudgeEntry(const std::string& path) {
  const auto told = Load<v1::AuditEntryProof>(path);
  EntryProof proof;
  proof.sequence = told.entry().entry().sequence();
  proof.stored = told.entry().stored();
  proof.hashes.assign(told.hashes().begin(), told.hashes().end());
  proof.note = told.checkpoint().note();
  return Tell(JudgeEntryProof(proof, SampleSigner().verifier()).status());
}

int JudgeGrowthOf(const std::string& kept, const std::string& path) {
  std::ifstream file(kept, std::ios::binary);
  std::ostringstream note;
  note << file.rdbuf();
  const auto told = Load<v1::AuditConsistencyProof>(path);
  return Tell(JudgeGrowth({note.str(),
                           {told.hashes().begin(), told.hashes().end()},
                           told.checkpoint().note()},
                          SampleSigner().verifier())
                  .status());
}

int Run(const Arguments& arguments) {
  const std::string& what = arguments[1];
  if (what == "key") {
    std::cout << SampleSigner().verifier().ToString() << "\n";
    return 0;
  }
  if (what == "judge-entry") return JudgeEntry(arguments.at(2));
  if (what == "judge-growth") {
    return JudgeGrowthOf(arguments.at(2), arguments.at(3));
  }
  if (what == "note") {
    std::cout << SampleNote(EntriesOf(arguments, 4), NumberOf(arguments.at(3)));
    return 0;
  }
  if (what == "entry") return ProveEntry(arguments);
  if (what == "growth") return ProveGrowth(arguments);
  return 2;
}

}  // namespace
}  // namespace entente::audit

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  return entente::audit::Run({argv, argv + argc});
}
