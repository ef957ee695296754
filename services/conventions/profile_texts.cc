#include "services/conventions/profile_texts.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/conventions_keys.h"

namespace entente::conventions {
namespace {

// By SHA-256.
std::map<std::string, std::string> ReadFiles(const std::string& folder) {
  std::map<std::string, std::string> texts;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".textproto") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    std::string text = bytes.str();
    std::string sha256 = Sha256Hex(text);
    texts.emplace(std::move(sha256), std::move(text));
  }
  return texts;
}

absl::Status TextChanged(const ProfileRef& profile, absl::string_view kept) {
  return absl::FailedPreconditionError(absl::StrCat(
      "Profile ", profile.id, ", version ", profile.version,
      ", has another text than the one by which this store decides (SHA-256 ",
      profile.sha256, ", kept: ", Sha256Hex(kept),
      "). Give the changed text a higher version, or put the file back; "
      "--profile-text shows the text that was kept."));
}

}  // namespace

absl::Status KeepProfileTexts(store::Store& store, ProfileKind kind,
                              const std::string& folder,
                              absl::Span<const ProfileRef> profiles) {
  const std::map<std::string, std::string> texts = ReadFiles(folder);
  for (const ProfileRef& profile : profiles) {
    if (!texts.contains(profile.sha256)) {
      return absl::FailedPreconditionError(
          absl::StrCat("Profile ", profile.id, " in ", folder,
                       " changed while it was read. Start again."));
    }
  }
  return store.Transact([&](store::Transaction& transaction) -> absl::Status {
    for (const ProfileRef& profile : profiles) {
      const std::string key = keys::ProfileText(kind == ProfileKind::kContract,
                                                profile.id, profile.version);
      ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> kept,
                               transaction.Get(key));
      const std::string& text = texts.at(profile.sha256);
      if (kept.has_value() && *kept != text) return TextChanged(profile, *kept);
      if (!kept.has_value()) transaction.Put(key, text);
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<std::string> FindProfileText(const store::Reader& reader,
                                            absl::string_view sha256) {
  std::string found;
  ENTENTE_RETURN_IF_ERROR(reader.Scan(
      keys::ProfileTexts(), "", [&](absl::string_view, absl::string_view text) {
        if (Sha256Hex(text) == sha256) found = std::string(text);
        return found.empty();
      }));
  if (found.empty()) {
    return absl::NotFoundError(
        absl::StrCat("No profile with SHA-256 ", sha256,
                     " was ever in force here. Claims, payments and approvals "
                     "name it as text_sha256."));
  }
  return found;
}

}  // namespace entente::conventions
