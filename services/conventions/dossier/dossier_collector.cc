#include "services/conventions/dossier/dossier_collector.h"

#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/dossier/dossier_errors.h"
#include "services/conventions/dossier/dossier_limits.h"

namespace entente::conventions {

DossierCollector::DossierCollector(v1::DossierManifest manifest)
    : manifest_(std::move(manifest)) {}

absl::Status DossierCollector::Advance() {
  while (at_ < manifest_.files_size()) {
    const v1::DossierFile& file = manifest_.files(at_);
    const std::string& content = files_[file.path()];
    if (static_cast<int64_t>(content.size()) < file.bytes()) break;
    if (Sha256Hex(content) != file.sha256()) return FileAltered(file.path());
    ++at_;
  }
  return absl::OkStatus();
}

absl::Status DossierCollector::Take(const v1::DossierChunk& chunk) {
  if (chunk.content().empty() || chunk.content().size() > kChunkBytesMax) {
    return StreamMalformed();
  }
  // Empty files have no parts.
  ENTENTE_RETURN_IF_ERROR(Advance());
  if (at_ == manifest_.files_size()) return FileExtra(chunk.path());
  const v1::DossierFile& file = manifest_.files(at_);
  std::string& content = files_[file.path()];
  if (chunk.path() != file.path()) {
    // Of a file that the manifest does not name here; one that was begun is
    // what misses.
    return content.empty() ? FileExtra(chunk.path()) : FileMissing(file.path());
  }
  if (static_cast<int64_t>(content.size() + chunk.content().size()) >
      file.bytes()) {
    return FileAltered(file.path());
  }
  content += chunk.content();
  return Advance();
}

absl::StatusOr<FrozenFiles> DossierCollector::Finish() {
  ENTENTE_RETURN_IF_ERROR(Advance());
  if (at_ < manifest_.files_size()) {
    return FileMissing(manifest_.files(at_).path());
  }
  return std::move(files_);
}

}  // namespace entente::conventions
