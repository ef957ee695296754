#include "tools/client/dossier/note_check.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/audit/note.h"
#include "services/common/base/hash.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_seal.h"
#include "tools/client/cli.h"

namespace entente::client {
namespace {

using conventions::Seal;

struct NoteFile {
  const char* name;
  Seal::Kind kind;
  bool is_of_state;
};
constexpr std::array<NoteFile, 3> kNoteFiles = {
    {{conventions::kSubmissionNote, Seal::Kind::kSubmission, false},
     {conventions::kReceiptNote, Seal::Kind::kReceipt, true},
     {conventions::kAnswerNote, Seal::Kind::kAnswer, true}}};

absl::Status Unsound(const std::string& file) {
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "NOTE_UNSOUND",
      {absl::StrCat(file,
                    " is missing, or is not what its name says, signed by a "
                    "key of its party and about this dossier."),
       absl::StrCat(file,
                    " manque, ou n'est pas ce que son nom dit, signé d'une clé "
                    "de sa partie et portant sur ce dossier."),
       absl::StrCat(file,
                    " ontbreekt, of is niet wat de naam zegt, ondertekend met "
                    "een sleutel van zijn partij en over dit dossier.")});
}

absl::Status NoKey(const NoteFile& file) {
  const char* flag = file.is_of_state ? "--state-key" : "--key";
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "NOTE_KEY",
      {absl::StrCat(file.name, " cannot be checked without ", flag,
                    ", which takes what `entente dossier key` prints there."),
       absl::StrCat(file.name, " ne peut être vérifiée sans ", flag,
                    ", qui attend ce qu'y affiche « entente dossier key »."),
       absl::StrCat(file.name, " kan niet gecontroleerd worden zonder ", flag,
                    ", die verwacht wat \"entente dossier key\" daar toont.")});
}

absl::StatusOr<std::vector<audit::NoteVerifier>> VerifiersOf(
    const NoteFile& file, const NoteKeys& keys) {
  std::vector<audit::NoteVerifier> verifiers;
  for (const std::string& key :
       file.is_of_state ? keys.state : keys.municipality) {
    auto verifier = audit::NoteVerifier::Parse(key);
    if (!verifier.ok()) return NoKey(file);
    verifiers.push_back(*std::move(verifier));
  }
  if (verifiers.empty()) return NoKey(file);
  return verifiers;
}

// Nothing when it is not there or larger than it may be.
std::optional<std::string> ReadSmall(const std::filesystem::path& path,
                                     size_t bytes_max) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  if (error || bytes > bytes_max) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(file), {}};
}

// What `note` says of `dossier`, if one of `verifiers` signed it; and who.
std::optional<Seal> OpenSound(const NoteFile& file, const std::string& note,
                              const std::vector<audit::NoteVerifier>& verifiers,
                              const DossierCheck& dossier,
                              std::string& signer) {
  const std::string name_start =
      absl::StrCat(dossier.convention, "/submissions/", dossier.year, "-");
  for (const audit::NoteVerifier& verifier : verifiers) {
    const auto text = verifier.Open(note);
    if (!text.ok()) continue;
    const auto seal = conventions::ParseSeal(*text);
    if (!seal.ok() || seal->kind != file.kind ||
        seal->manifest_sha256 != dossier.manifest_sha256 ||
        !absl::StartsWith(seal->name, name_start)) {
      return std::nullopt;
    }
    signer = verifier.name();
    return *seal;
  }
  return std::nullopt;
}

// The decision beside answer.note is the one that was signed.
bool ReadSigned(const std::filesystem::path& folder, const Seal& seal,
                conventions::v1::SubmissionDecision& decision) {
  const auto bytes = ReadSmall(folder / conventions::kDecisionFile,
                               conventions::kDossierFileBytesMax);
  return bytes && Sha256Hex(*bytes) == seal.decision_sha256 &&
         decision.ParseFromString(*bytes) &&
         decision.submission() == seal.name &&
         decision.manifest_sha256() == seal.manifest_sha256;
}

}  // namespace

absl::StatusOr<std::vector<SoundNote>> CheckNotes(const std::string& folder,
                                                  const DossierCheck& dossier,
                                                  const NoteKeys& keys) {
  const std::filesystem::path root(folder);
  std::vector<SoundNote> sound;
  // Of the submission that all of them are about.
  std::string name;
  bool is_decided = false;
  for (const NoteFile& file : kNoteFiles) {
    const std::filesystem::path path = root / file.name;
    std::error_code error;
    if (file.kind != Seal::Kind::kSubmission &&
        !std::filesystem::exists(path, error)) {
      continue;
    }
    ENTENTE_ASSIGN_OR_RETURN(const auto verifiers, VerifiersOf(file, keys));
    SoundNote one{.file = file.name, .signer = {}, .decision = {}};
    const auto note = ReadSmall(path, audit::kNoteBytesMax);
    const std::optional<Seal> seal =
        note ? OpenSound(file, *note, verifiers, dossier, one.signer)
             : std::nullopt;
    if (!seal || (!name.empty() && seal->name != name)) {
      return Unsound(path.string());
    }
    name = seal->name;
    if (file.kind == Seal::Kind::kAnswer) {
      if (!ReadSigned(root, *seal, one.decision)) {
        return Unsound((root / conventions::kDecisionFile).string());
      }
      is_decided = true;
    }
    sound.push_back(std::move(one));
  }
  std::error_code error;
  const std::filesystem::path decision = root / conventions::kDecisionFile;
  // One that nobody signed is none.
  if (!is_decided && std::filesystem::exists(decision, error)) {
    return Unsound((root / conventions::kAnswerNote).string());
  }
  return sound;
}

}  // namespace entente::client
