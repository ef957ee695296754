#include "services/conventions/dossier/dossier_manifest.h"

#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/base/error.h"
#include "services/conventions/dossier/dossier_errors.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_seal.h"

namespace entente::conventions {
namespace {

// "2019-03-01T10:00:00Z", nothing finer and no other zone.
bool IsUtcSecond(const std::string& text) {
  absl::Time time;
  std::string error;
  return absl::ParseTime(kUtcSecond, text, &time, &error) &&
         absl::FormatTime(kUtcSecond, time, absl::UTCTimeZone()) == text;
}

absl::Status CheckFiles(const v1::DossierManifest& manifest) {
  if (manifest.files_size() == 0 || manifest.files_size() > kDossierFilesMax) {
    return TooManyFiles(manifest.files_size());
  }
  int64_t total = 0;
  std::string last;
  std::set<std::string> folders;
  for (const v1::DossierFile& file : manifest.files()) {
    const std::string& path = file.path();
    for (size_t at = path.find('/'); at != std::string::npos;
         at = path.find('/', at + 1)) {
      folders.insert(path.substr(0, at));
    }
  }
  for (const v1::DossierFile& file : manifest.files()) {
    // A file that is the folder of another can be written nowhere.
    if (!IsDossierPath(file.path()) || folders.contains(file.path())) {
      return PathMalformed(file.path());
    }
    // Sorted and each once: a set has one spelling.
    if (file.path() <= last || !IsSha256(file.sha256()) || file.bytes() < 0) {
      return ManifestMalformed();
    }
    if (file.bytes() > static_cast<int64_t>(kDossierFileBytesMax)) {
      return DossierTooLarge(file.path(), file.bytes(), kDossierFileBytesMax);
    }
    total += file.bytes();
    last = file.path();
  }
  if (total > static_cast<int64_t>(kDossierBytesMax)) {
    return DossierTooLarge("", total, kDossierBytesMax);
  }
  return absl::OkStatus();
}

}  // namespace

bool IsSha256(absl::string_view text) {
  if (text.size() != 64) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(c) && (c < 'a' || c > 'f')) return false;
  }
  return true;
}

bool IsDossierPath(absl::string_view path) {
  constexpr size_t kPartsMax = 3;
  if (path.size() > kDossierPathBytesMax) return false;
  // These stand beside the files, and say what they are.
  for (const absl::string_view beside :
       {kManifestPath, kSubmissionNote, kReceiptNote, kAnswerNote,
        kDecisionFile}) {
    if (path == beside) return false;
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  if (parts.size() > kPartsMax) return false;
  for (const absl::string_view part : parts) {
    if (part.empty() || part[0] == '.') return false;
    for (const char c : part) {
      if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '_' &&
          c != '-' && c != '.') {
        return false;
      }
    }
  }
  return true;
}

std::string FormatManifest(const v1::DossierManifest& manifest) {
  std::string text = absl::StrCat(
      "{\n  \"format\": \"", manifest.format(), "\",\n  \"convention\": \"",
      manifest.convention(), "\",\n  \"year\": ", manifest.year(),
      ",\n  \"madeAt\": \"", manifest.made_at(), "\",\n  \"files\": [");
  const char* separator = "\n";
  for (const v1::DossierFile& file : manifest.files()) {
    absl::StrAppend(&text, separator, "    {\n      \"path\": \"", file.path(),
                    "\",\n      \"bytes\": ", file.bytes(),
                    ",\n      \"sha256\": \"", file.sha256(), "\"\n    }");
    separator = ",\n";
  }
  absl::StrAppend(&text, "\n  ]\n}\n");
  return text;
}

absl::StatusOr<v1::DossierManifest> ParseManifest(absl::string_view bytes) {
  if (bytes.size() > kManifestBytesMax) {
    return DossierTooLarge(kManifestPath, static_cast<int64_t>(bytes.size()),
                           kManifestBytesMax);
  }
  v1::DossierManifest manifest;
  if (!google::protobuf::util::JsonStringToMessage(std::string(bytes),
                                                   &manifest)
           .ok() ||
      manifest.format() != kManifestFormat ||
      !IsUtcSecond(manifest.made_at())) {
    return ManifestMalformed();
  }
  ENTENTE_RETURN_IF_ERROR(CheckFiles(manifest));
  // One spelling: what was parsed is what was signed, to the byte.
  if (FormatManifest(manifest) != bytes) return ManifestMalformed();
  return manifest;
}

}  // namespace entente::conventions
