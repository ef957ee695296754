// Makes sample bundles and gives the verdict of VerifyBundle, so that
// judges_agree_test.py can compare it with its own.
//
//   bundle_judge make DIR COUNT [REASON_OF_ENTRY_2]
//   bundle_judge cosign NOTE_FILE WITNESS_NUMBER
//   bundle_judge witness WITNESS_NUMBER          prints its public key
//   bundle_judge verify DIR [KEPT_NOTE_FILE]
//   bundle_judge witnessed DIR QUORUM WITNESS_KEY...
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "services/common/audit/bundle.h"
#include "services/common/audit/bundle_fixture.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

int Make(const std::vector<std::string>& arguments) {
  const uint64_t count = std::strtoull(arguments[3].c_str(), nullptr, 10);
  std::vector<std::string> entries = SampleEntries(count);
  if (arguments.size() > 4) entries[2] = SampleEntry(2, arguments[4]);
  const absl::Status status = WriteSample(arguments[2], entries, entries,
                                          {count / 3, count / 2, count});
  std::cerr << status.message();
  return status.ok() ? 0 : 2;
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

int Cosign(const std::vector<std::string>& arguments) {
  const std::string note =
      Cosigned(ReadAll(arguments[2]), std::atoi(arguments[3].c_str()));
  std::ofstream(arguments[2], std::ios::binary) << note;
  return 0;
}

int PrintWitness(const std::vector<std::string>& arguments) {
  std::cout
      << SampleWitness(std::atoi(arguments[2].c_str())).verifier().ToString()
      << "\n";
  return 0;
}

BundleTrust TrustOf(const std::vector<std::string>& arguments) {
  BundleTrust trust;
  if (arguments[1] == "witnessed") {
    trust.quorum = std::atoi(arguments[3].c_str());
    trust.witnesses.assign(arguments.begin() + 4, arguments.end());
  } else if (arguments.size() > 3) {
    trust.kept.push_back(ReadAll(arguments[3]));
  }
  return trust;
}

int Verify(const std::vector<std::string>& arguments) {
  const BundleTrust trust = TrustOf(arguments);
  const auto summary = VerifyBundle(arguments[2], trust);
  if (summary.ok()) {
    std::cout << "sound: " << summary->entries << " entries";
    if (trust.quorum > 0)
      std::cout << ", " << summary->witnessed << " witnessed";
    std::cout << "\n";
    return 0;
  }
  const ErrorDetail detail = *GetErrorDetail(summary.status());
  const auto index = detail.metadata.find("index");
  std::cout << detail.reason
            << (index == detail.metadata.end() ? "" : " " + index->second)
            << "\n";
  return 1;
}

}  // namespace
}  // namespace entente::audit

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv, argv + argc);
  if (argc > 3 && arguments[1] == "make")
    return entente::audit::Make(arguments);
  if (argc > 3 && arguments[1] == "cosign") {
    return entente::audit::Cosign(arguments);
  }
  if (argc > 2 && arguments[1] == "witness") {
    return entente::audit::PrintWitness(arguments);
  }
  if ((argc > 2 && arguments[1] == "verify") ||
      (argc > 3 && arguments[1] == "witnessed")) {
    return entente::audit::Verify(arguments);
  }
  return 2;
}
