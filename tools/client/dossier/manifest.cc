#include "tools/client/dossier/manifest.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/dossier/dossier_page.h"
#include "services/conventions/dossier/dossier_seal.h"
#include "tools/client/cli.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = conventions::kManifestPath;
constexpr const char* kSums = conventions::kSumsPath;

absl::Status Unwritable(const std::string& path) {
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "FILE_UNWRITABLE",
      {absl::StrCat("Cannot write ", path,
                    "; is the disk full, the folder "
                    "writable?"),
       absl::StrCat("Impossible d'écrire ", path,
                    " ; le disque est-il plein, le dossier accessible ?"),
       absl::StrCat("Kan ", path,
                    " niet schrijven; is de schijf vol, de map "
                    "beschrijfbaar?")});
}

absl::Status Unreadable(const std::string& folder, const std::string& why) {
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "DOSSIER_UNREADABLE",
      {absl::StrCat(folder, " holds no dossier that can be read: ", why, "."),
       absl::StrCat(folder, " ne contient pas de dossier lisible : ", why, "."),
       absl::StrCat(folder, " bevat geen leesbaar dossier: ", why, ".")});
}

absl::StatusOr<std::string> ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (!file) return absl::NotFoundError(path.string());
  bytes << file.rdbuf();
  return bytes.str();
}

// The manifest as it is on disk, and what it says.
absl::StatusOr<conventions::v1::DossierManifest> ReadManifest(
    const std::string& folder, std::string& text) {
  const auto bytes = ReadAll(fs::path(folder) / kManifest);
  if (!bytes.ok()) return Unreadable(folder, "manifest.json");
  text = *bytes;
  auto manifest = conventions::ParseManifest(text);
  if (!manifest.ok()) {
    return Unreadable(
        folder, absl::StrCat("manifest.json ≠ ", conventions::kManifestFormat));
  }
  return manifest;
}

// Hash by path, as a line of SHA256SUMS must say it.
using Sums = std::map<std::string, std::string>;

// Every line of SHA256SUMS against `due`: whoever checks a folder with
// sha256sum alone must come to the same answer as the manifest.
std::vector<DossierFault> CheckSums(const std::string& text, const Sums& due) {
  constexpr size_t kHashBytes = 64;
  constexpr absl::string_view kBetween = "  ";
  std::vector<DossierFault> faults;
  std::set<std::string> named;
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  for (size_t i = 0; i < lines.size(); ++i) {
    const absl::string_view line = lines[i];
    const bool is_line = line.size() > kHashBytes + kBetween.size() &&
                         conventions::IsSha256(line.substr(0, kHashBytes)) &&
                         line.substr(kHashBytes, 2) == kBetween;
    if (!is_line) {
      faults.push_back({absl::StrCat(kSums, ":", i + 1),
                        {"is no line of a hash and a file",
                         "n'est pas une ligne d'empreinte et de fichier",
                         "is geen regel met een hash en een bestand"}});
      continue;
    }
    const std::string path(line.substr(kHashBytes + kBetween.size()));
    const auto found = due.find(path);
    if (found == due.end()) {
      faults.push_back({path,
                        {"named in SHA256SUMS, not in manifest.json",
                         "nommé dans SHA256SUMS, pas dans manifest.json",
                         "genoemd in SHA256SUMS, niet in manifest.json"}});
    } else if (!named.insert(path).second) {
      faults.push_back(
          {path,
           {"stands twice in SHA256SUMS", "figure deux fois dans SHA256SUMS",
            "staat twee keer in SHA256SUMS"}});
    } else if (line.substr(0, kHashBytes) != found->second) {
      faults.push_back({path,
                        {"has another hash in SHA256SUMS",
                         "a une autre empreinte dans SHA256SUMS",
                         "heeft een andere hash in SHA256SUMS"}});
    }
  }
  for (const auto& [path, hash] : due) {
    if (named.contains(path)) continue;
    faults.push_back({path,
                      {"not named in SHA256SUMS", "absent de SHA256SUMS",
                       "niet genoemd in SHA256SUMS"}});
  }
  return faults;
}

}  // namespace

std::string SumsOf(const DossierFiles& files) {
  std::string sums;
  for (const auto& [path, content] : files) {
    if (path != kManifest) {
      absl::StrAppend(&sums, Sha256Hex(content), "  ", path, "\n");
    }
  }
  absl::StrAppend(&sums, Sha256Hex(files.at(kManifest)), "  ", kManifest, "\n");
  return sums;
}

void AddManifest(const std::string& convention, int year,
                 const std::string& made_at, DossierFiles& files) {
  conventions::v1::DossierManifest manifest;
  manifest.set_format(conventions::kManifestFormat);
  manifest.set_convention(convention);
  manifest.set_year(year);
  manifest.set_made_at(made_at);
  for (const auto& [path, content] : files) {
    conventions::v1::DossierFile& file = *manifest.add_files();
    file.set_path(path);
    file.set_bytes(static_cast<int64_t>(content.size()));
    file.set_sha256(Sha256Hex(content));
  }
  files[kManifest] = conventions::FormatManifest(manifest);
  files[kSums] = SumsOf(files);
}

absl::Status WriteDossier(const std::string& folder,
                          const DossierFiles& files) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error)) {
    return ClientError(
        absl::StatusCode::kFailedPrecondition, "FOLDER_TAKEN",
        {absl::StrCat(folder,
                      " exists; a dossier is never overwritten. Name "
                      "another folder."),
         absl::StrCat(folder,
                      " existe ; un dossier n'est jamais écrasé. "
                      "Indiquez un autre dossier."),
         absl::StrCat(folder,
                      " bestaat; een dossier wordt nooit "
                      "overschreven. Geef een andere map.")});
  }
  for (const auto& [path, content] : files) {
    const fs::path whole = fs::path(folder) / path;
    fs::create_directories(whole.parent_path(), error);
    std::ofstream file(whole, std::ios::binary | std::ios::trunc);
    file << content;
    file.flush();
    if (!file.good()) return Unwritable(whole.string());
  }
  return absl::OkStatus();
}

absl::StatusOr<DossierFiles> ReadDossier(const std::string& folder) {
  DossierFiles files;
  ENTENTE_ASSIGN_OR_RETURN(const conventions::v1::DossierManifest manifest,
                           ReadManifest(folder, files[kManifest]));
  for (const conventions::v1::DossierFile& file : manifest.files()) {
    const fs::path path = fs::path(folder) / file.path();
    std::error_code error;
    if (fs::file_size(path, error) > conventions::kDossierFileBytesMax ||
        error) {
      return Unreadable(folder, file.path());
    }
    auto content = ReadAll(path);
    if (!content.ok()) return Unreadable(folder, file.path());
    files[file.path()] = *std::move(content);
  }
  return files;
}

absl::StatusOr<DossierCheck> CheckDossier(const std::string& folder) {
  std::string text;
  ENTENTE_ASSIGN_OR_RETURN(const conventions::v1::DossierManifest manifest,
                           ReadManifest(folder, text));
  DossierCheck check;
  check.convention = manifest.convention();
  check.year = manifest.year();
  check.manifest_sha256 = Sha256Hex(text);
  std::set<std::string> known = {kManifest,
                                 kSums,
                                 conventions::kSubmissionNote,
                                 conventions::kReceiptNote,
                                 conventions::kAnswerNote,
                                 conventions::kDecisionFile};
  Sums due = {{kManifest, check.manifest_sha256}};
  for (const conventions::v1::DossierFile& file : manifest.files()) {
    const std::string& path = file.path();
    known.insert(path);
    due[path] = file.sha256();
    ++check.files;
    const auto content = ReadAll(fs::path(folder) / path);
    if (!content.ok()) {
      check.faults.push_back({path, {"missing", "manque", "ontbreekt"}});
    } else if (Sha256Hex(*content) != file.sha256()) {
      check.faults.push_back({path, {"changed", "modifié", "gewijzigd"}});
    } else if (!conventions::IsQuietFile(path, *content)) {
      check.faults.push_back(
          {path,
           {"could run or load something: do not open it",
            "pourrait exécuter ou charger quelque chose : ne l'ouvrez pas",
            "zou iets kunnen uitvoeren of laden: open het niet"}});
    }
  }
  const auto sums = ReadAll(fs::path(folder) / kSums);
  if (!sums.ok()) {
    check.faults.push_back({kSums, {"missing", "manque", "ontbreekt"}});
  } else {
    for (DossierFault& fault : CheckSums(*sums, due)) {
      check.faults.push_back(std::move(fault));
    }
  }
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    if (entry.is_directory()) continue;
    const std::string path = fs::relative(entry.path(), folder).string();
    if (known.contains(path)) continue;
    check.faults.push_back({path,
                            {"not of the dossier", "étranger au dossier",
                             "niet van het dossier"}});
  }
  return check;
}

}  // namespace entente::client
