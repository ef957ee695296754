// Makes sample bundles and gives the verdict of VerifyBundle, so that
// judges_agree_test.py can compare it with its own.
//
//   bundle_judge make DIR COUNT [REASON_OF_ENTRY_2]
//   bundle_judge verify DIR [KEPT_NOTE_FILE]
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

int Verify(const std::vector<std::string>& arguments) {
  BundleTrust trust;
  if (arguments.size() > 3) {
    std::ifstream file(arguments[3], std::ios::binary);
    std::ostringstream note;
    note << file.rdbuf();
    trust.kept.push_back(note.str());
  }
  const auto summary = VerifyBundle(arguments[2], trust);
  if (summary.ok()) {
    std::cout << "sound: " << summary->entries << " entries\n";
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
  if (argc > 2 && arguments[1] == "verify") {
    return entente::audit::Verify(arguments);
  }
  return 2;
}
