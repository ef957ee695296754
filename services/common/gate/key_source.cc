#include "services/common/gate/key_source.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/gate/text_file.h"

namespace entente::gate {
namespace {

class FileKeySource final : public KeySource {
 public:
  explicit FileKeySource(std::string path) : path_(std::move(path)) {}

  absl::StatusOr<std::string> Fetch() override {
    std::optional<std::string> text = ReadTextFile(path_, kJwksBytesMax);
    if (!text.has_value()) {
      return absl::UnavailableError(absl::StrCat(
          "The key set ", path_, " cannot be read; give the JWKS file of the ",
          "identity provider with --jwks."));
    }
    return *std::move(text);
  }
  absl::Duration period() const override { return absl::Seconds(1); }
  std::string name() const override { return path_; }

 private:
  const std::string path_;
};

}  // namespace

std::unique_ptr<KeySource> MakeFileKeySource(const std::string& path) {
  return std::make_unique<FileKeySource>(path);
}

}  // namespace entente::gate
