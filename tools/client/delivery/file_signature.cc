#include "tools/client/delivery/file_signature.h"

#include <sys/stat.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/regular_file.h"
#include "tools/client/delivery/batch_signature.h"
#include "tools/client/delivery/drop_refusals.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

std::string SignatureOf(const std::string& path) {
  return absl::StrCat(path, ".sig");
}

// `status`, with the file that it is about.
absl::Status About(const std::string& path, const absl::Status& status) {
  auto detail = GetErrorDetail(status);
  if (!detail) return status;
  const Sentence said = detail->sentence;
  detail->sentence = {absl::StrCat(path, ": ", said.en),
                      absl::StrCat(path, " : ", said.fr),
                      absl::StrCat(path, ": ", said.nl)};
  return MakeError(status.code(), *std::move(detail));
}

}  // namespace

absl::StatusOr<std::optional<std::string>> ReadSigned(
    const std::string& path, const std::string& public_key, bool is_required) {
  // A key that is none is told whatever lies beside the file.
  ENTENTE_ASSIGN_OR_RETURN(const std::string key, LoadPublicKey(public_key));
  const std::string beside = SignatureOf(path);
  const auto signature = ReadRegularFile(beside, kSignatureFileBytesMax);
  if (path == "-" || absl::IsNotFound(signature.status())) {
    if (is_required) return About(path, SignatureMissing());
    return std::optional<std::string>();
  }
  if (!signature.ok()) return About(beside, SignatureUnreadable());
  auto file = ReadRegularFile(path, static_cast<size_t>(kSignedBytesMax));
  if (!file.ok()) return FileUnreadable(path);
  if (static_cast<int64_t>(file->bytes.size()) > kSignedBytesMax) {
    return About(path, SignedTooLarge(kSignedBytesMax));
  }
  const auto verified = VerifyBatch({key}, file->bytes, signature->bytes);
  if (!verified.ok()) return About(beside, verified.status());
  return std::optional<std::string>(std::move(file->bytes));
}

bool HasSignature(const std::string& path) {
  struct stat found {};
  return path != "-" && lstat(SignatureOf(path).c_str(), &found) == 0;
}

}  // namespace entente::client
