#include "services/conventions/regulation_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/regulation_rules.h"

namespace entente::conventions {
namespace {

// Keeps the first fault of a textproto for the sentence.
class FirstFault : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (text_.empty()) {
      text_ = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ",
                           message);
    }
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

absl::StatusOr<v1::RegulationProfile> LoadOne(
    const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf())) {
    return absl::FailedPreconditionError(
        absl::StrCat(path.string(), " cannot be read."));
  }
  FirstFault fault;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&fault);
  v1::RegulationProfile profile;
  if (!parser.ParseFromString(bytes.str(), &profile)) {
    return absl::FailedPreconditionError(
        absl::StrCat(path.string(), ", ", fault.text()));
  }
  if (!profile.text_sha256().empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        path.string(), ": text_sha256 is the reader's; leave it out."));
  }
  profile.set_text_sha256(Sha256Hex(bytes.str()));
  if (absl::Status status = ValidateRegulationProfile(profile); !status.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat(path.string(), ": ", std::string(status.message())));
  }
  return profile;
}

}  // namespace

absl::StatusOr<std::vector<v1::RegulationProfile>> LoadRegulationProfiles(
    const std::string& dir) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(dir, error)) {
    if (entry.path().extension() == ".textproto") paths.push_back(entry.path());
  }
  if (error || paths.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("No regulation profile (*.textproto) in ", dir,
                     ". Give their folder with --regulation-profiles."));
  }
  std::sort(paths.begin(), paths.end());
  std::vector<v1::RegulationProfile> profiles;
  for (const std::filesystem::path& path : paths) {
    ENTENTE_ASSIGN_OR_RETURN(v1::RegulationProfile profile, LoadOne(path));
    profiles.push_back(std::move(profile));
  }
  ENTENTE_RETURN_IF_ERROR(ValidateRegulationProfiles(profiles));
  return profiles;
}

}  // namespace entente::conventions
