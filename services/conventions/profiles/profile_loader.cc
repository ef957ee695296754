#include "services/conventions/profiles/profile_loader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/money/date.h"
#include "services/conventions/profiles/profile.h"

namespace entente::conventions {
namespace {

constexpr absl::string_view kSuffix = ".textproto";

// Remembers where the first fault stands; lines and columns count from 0.
class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!message_.empty()) return;
    line_ = line + 1;
    column_ = column + 1;
    message_ = message;
  }
  std::string Where() const { return absl::StrCat(line_, ":", column_); }
  const std::string& message() const { return message_; }

 private:
  int line_ = 0;
  int column_ = 0;
  std::string message_;
};

absl::Status Refuse(absl::StatusCode code, absl::string_view reason,
                    Sentence sentence) {
  return MakeError(code, {.reason = std::string(reason),
                          .field = "",
                          .metadata = {},
                          .sentence = std::move(sentence)});
}

// The same error with the file's name before each sentence.
absl::Status InFile(const std::string& name, const absl::Status& status) {
  auto detail = GetErrorDetail(status);
  if (!detail.has_value()) return status;
  for (std::string* text :
       {&detail->sentence.en, &detail->sentence.fr, &detail->sentence.nl}) {
    *text = absl::StrCat(name, ": ", *text);
  }
  return MakeError(status.code(), *detail);
}

absl::Status CheckUnique(const std::vector<v1::ContractProfile>& profiles) {
  std::set<std::string> versions;
  std::map<std::string, std::string> term_of_id, id_of_term;
  for (const v1::ContractProfile& profile : profiles) {
    const std::string term = absl::StrCat(
        profile.municipality_code(), ":", FormatIsoDate(profile.valid_from()),
        ":", FormatIsoDate(profile.valid_until()));
    // Versions of one profile stand beside each other; nothing else does.
    const bool is_new =
        versions.insert(absl::StrCat(profile.id(), " ", profile.version()))
            .second;
    if (is_new &&
        term_of_id.emplace(profile.id(), term).first->second == term &&
        id_of_term.emplace(term, profile.id()).first->second == profile.id()) {
      continue;
    }
    return Refuse(
        absl::StatusCode::kInvalidArgument, "PROFILE_REPEATED",
        {.en = absl::StrCat("Another contract profile has the id or the "
                            "municipality and term of ",
                            profile.id(), ", version ", profile.version(),
                            ". Versions of one profile share both and differ "
                            "in number."),
         .fr = absl::StrCat("Un autre profil de contrat a l'id ou la commune "
                            "et la durée de ",
                            profile.id(), ", version ", profile.version(),
                            ". Les versions d'un profil partagent les deux et "
                            "diffèrent de numéro."),
         .nl = absl::StrCat("Een ander contractprofiel heeft het id of de "
                            "gemeente en looptijd van ",
                            profile.id(), ", versie ", profile.version(),
                            ". Versies van een profiel delen beide en "
                            "verschillen van nummer.")});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ContractProfile> ParseProfile(absl::string_view text) {
  v1::ContractProfile profile;
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(std::string(text), &profile)) {
    const std::string where = error.Where();
    return Refuse(
        absl::StatusCode::kInvalidArgument, "PROFILE_MALFORMED",
        {.en = absl::StrCat("The contract profile is no textproto at ", where,
                            ": ", error.message()),
         .fr = absl::StrCat("Le profil de contrat n'est pas un textproto à ",
                            where, " : ", error.message()),
         .nl = absl::StrCat("Het contractprofiel is geen textproto op ", where,
                            ": ", error.message())});
  }
  ENTENTE_RETURN_IF_ERROR(ValidateProfile(profile));
  profile.set_text_sha256(Sha256Hex(text));
  return profile;
}

absl::StatusOr<std::vector<v1::ContractProfile>> LoadProfiles(
    const std::string& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator it(folder, error), end;
       !error && it != end; it.increment(error)) {
    if (it->path().extension() == std::string(kSuffix)) {
      files.push_back(it->path());
    }
  }
  if (error) {
    return Refuse(absl::StatusCode::kNotFound, "PROFILES_NOT_FOUND",
                  {.en = absl::StrCat("The folder of contract profiles, ",
                                      folder, ", cannot be read."),
                   .fr = absl::StrCat("Le dossier des profils de contrat, ",
                                      folder, ", est illisible."),
                   .nl = absl::StrCat("De map met contractprofielen, ", folder,
                                      ", is niet leesbaar.")});
  }
  std::sort(files.begin(), files.end());
  std::vector<v1::ContractProfile> profiles;
  for (const std::filesystem::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)),
                           std::istreambuf_iterator<char>());
    auto profile = ParseProfile(text);
    if (!profile.ok()) {
      return InFile(file.filename().string(), profile.status());
    }
    profiles.push_back(*std::move(profile));
  }
  ENTENTE_RETURN_IF_ERROR(CheckUnique(profiles));
  return profiles;
}

}  // namespace entente::conventions
