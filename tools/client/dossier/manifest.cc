#include "tools/client/dossier/manifest.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "tools/client/cli.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

namespace fs = std::filesystem;

constexpr char kFormat[] = "entente-dossier/1";
constexpr char kManifest[] = "manifest.json";
constexpr char kSums[] = "SHA256SUMS";

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

// A path of a manifest: below the folder, plainly written.
bool IsPlainPath(const std::string& path) {
  if (path.empty() || path.front() == '/') return false;
  for (const fs::path& part : fs::path(path)) {
    if (part == ".." || part == ".") return false;
  }
  return path != kManifest && path != kSums;
}

// What CheckDossier reads has the types it takes them for.
bool IsManifest(const nlohmann::json& manifest) {
  const auto has = [](const nlohmann::json& object, const char* key,
                      bool is_text) {
    return object.is_object() && object.contains(key) &&
           (is_text ? object[key].is_string()
                    : object[key].is_number_integer());
  };
  if (!has(manifest, "format", true) || manifest["format"] != kFormat ||
      !has(manifest, "convention", true) || !has(manifest, "year", false) ||
      !manifest.contains("files") || !manifest["files"].is_array()) {
    return false;
  }
  for (const auto& file : manifest["files"]) {
    if (!has(file, "path", true) || !has(file, "sha256", true)) return false;
  }
  return true;
}

}  // namespace

void AddManifest(const std::string& convention, int year,
                 const std::string& made_at, DossierFiles& files) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  std::string sums;
  for (const auto& [path, content] : files) {
    const std::string hash = Sha256Hex(content);
    list.push_back(
        {{"path", path}, {"bytes", content.size()}, {"sha256", hash}});
    absl::StrAppend(&sums, hash, "  ", path, "\n");
  }
  const nlohmann::ordered_json manifest = {{"format", kFormat},
                                           {"convention", convention},
                                           {"year", year},
                                           {"madeAt", made_at},
                                           {"files", list}};
  const std::string text = manifest.dump(2) + "\n";
  absl::StrAppend(&sums, Sha256Hex(text), "  ", kManifest, "\n");
  files[kManifest] = text;
  files[kSums] = sums;
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

absl::StatusOr<DossierCheck> CheckDossier(const std::string& folder) {
  const auto text = ReadAll(fs::path(folder) / kManifest);
  if (!text.ok()) return Unreadable(folder, "manifest.json");
  const auto manifest = nlohmann::json::parse(*text, nullptr, false);
  if (!IsManifest(manifest)) {
    return Unreadable(folder, absl::StrCat("manifest.json ≠ ", kFormat));
  }
  DossierCheck check;
  check.convention = manifest.value("convention", "");
  check.year = manifest.value("year", 0);
  check.manifest_sha256 = Sha256Hex(*text);
  std::set<std::string> known = {kManifest, kSums};
  for (const auto& entry : manifest["files"]) {
    const std::string path = entry.value("path", "");
    if (!IsPlainPath(path)) return Unreadable(folder, "path");
    known.insert(path);
    ++check.files;
    const auto content = ReadAll(fs::path(folder) / path);
    if (!content.ok()) {
      check.faults.push_back({path, {"missing", "manque", "ontbreekt"}});
    } else if (Sha256Hex(*content) != entry.value("sha256", "")) {
      check.faults.push_back({path, {"changed", "modifié", "gewijzigd"}});
    }
  }
  const auto sums = ReadAll(fs::path(folder) / kSums);
  if (!sums.ok() || !absl::StrContains(*sums, check.manifest_sha256)) {
    check.faults.push_back({kSums,
                            {"does not hold the hash of manifest.json",
                             "n'a pas l'empreinte de manifest.json",
                             "heeft de hash van manifest.json niet"}});
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
