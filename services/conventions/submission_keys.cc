#include "services/conventions/submission_keys.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/common/store/durable_file.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

constexpr char kKey[] = "submission.key";
constexpr char kFormer[] = "former.keys";
constexpr char kNext[] = "next.key";
constexpr char kName[] = "key.name";
constexpr size_t kKeyBytesMax = 32;
constexpr size_t kNameBytesMax = 1024;
// A thousand keys.
constexpr size_t kFormerBytesMax = size_t{256} << 10;

void Remove(const std::string& dir, const char* name) {
  unlink(absl::StrCat(dir, "/", name).c_str());
}

// Whether a signature line of `note` names this key: name, and id before the
// signature.
bool IsSignedBy(absl::string_view note, const audit::NoteVerifier& verifier) {
  const std::string line = absl::StrCat("\xE2\x80\x94 ", verifier.name(), " ");
  for (absl::string_view found : absl::StrSplit(note, '\n')) {
    if (!absl::ConsumePrefix(&found, line)) continue;
    const auto bytes = audit::DecodeBase64(found);
    if (bytes.ok() && absl::StartsWith(*bytes, verifier.key_id())) return true;
  }
  return false;
}

absl::Status KeyLost(const std::string& dir) {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SUBMISSION_KEY_LOST", "", {},
      {.en = absl::StrCat("The key ", dir, "/", kKey,
                          " that signed dossiers or answers is missing. "
                          "Restore it; if it is lost for good, start once with "
                          "--new-submission-key and register the new key with "
                          "the other installation."),
       .fr = absl::StrCat("La clé ", dir, "/", kKey,
                          " qui a signé dossiers ou réponses manque. "
                          "Restaurez-la ; si elle est perdue, démarrez une "
                          "fois avec --new-submission-key et enregistrez la "
                          "nouvelle clé auprès de l'autre installation."),
       .nl = absl::StrCat("De sleutel ", dir, "/", kKey,
                          " die dossiers of antwoorden ondertekende, "
                          "ontbreekt. Zet hem terug; is hij voorgoed weg, "
                          "start dan een keer met --new-submission-key en "
                          "registreer de nieuwe bij de andere installatie.")});
}

absl::Status KeyThere(const std::string& dir) {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SUBMISSION_KEY_THERE", "", {},
      {.en = absl::StrCat("The key ", dir, "/", kKey,
                          " is there: start without --new-submission-key. "
                          "`entente dossier key --rotate` replaces it."),
       .fr = absl::StrCat("La clé ", dir, "/", kKey,
                          " est là : démarrez sans --new-submission-key. "
                          "« entente dossier key --rotate » la remplace."),
       .nl = absl::StrCat("De sleutel ", dir, "/", kKey,
                          " is er: start zonder --new-submission-key. "
                          "\"entente dossier key --rotate\" vervangt hem.")});
}

absl::Status KeyOfAnother(const std::string& dir, const std::string& known,
                          const std::string& wanted) {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SUBMISSION_KEY_NAME", "",
      {{"known", known}, {"wanted", wanted}},
      {.en = absl::StrCat("The key in ", dir, " signs as ", known, ", not as ",
                          wanted,
                          ": start with the --installation, --municipality and "
                          "policy of before, or on data of its own."),
       .fr = absl::StrCat("La clé dans ", dir, " signe comme ", known,
                          ", non comme ", wanted,
                          " : démarrez avec --installation, --municipality et "
                          "policy d'avant, ou sur des données propres."),
       .nl = absl::StrCat("De sleutel in ", dir, " ondertekent als ", known,
                          ", niet als ", wanted,
                          ": start met --installation, --municipality en "
                          "policy van voorheen, of op eigen gegevens.")});
}

// Whose files these are, in errors.
const Sentence& Purpose() {
  static const auto& purpose =
      *new Sentence{.en = "of the keys that sign submissions",
                    .fr = "des clés qui signent les dépôts",
                    .nl = "van de sleutels die indieningen ondertekenen"};
  return purpose;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SubmissionKeys>> SubmissionKeys::Open(
    const std::string& dir, const std::string& name, MissingKey missing) {
  ENTENTE_RETURN_IF_ERROR(store::MakeKeyFolder(dir));
  std::unique_ptr<SubmissionKeys> keys(new SubmissionKeys(dir, name));
  absl::MutexLock lock(&keys->files_mutex_);
  ENTENTE_RETURN_IF_ERROR(keys->CheckName());
  ENTENTE_ASSIGN_OR_RETURN(const auto key,
                           store::ReadWholeFile(dir, kKey, kKeyBytesMax));
  if (!key && missing == MissingKey::kRefuse) return KeyLost(dir);
  if (key && missing == MissingKey::kReplace) return KeyThere(dir);
  ENTENTE_RETURN_IF_ERROR(keys->Load());
  return keys;
}

absl::Status SubmissionKeys::CheckName() {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> known,
                           store::ReadWholeFile(dir_, kName, kNameBytesMax));
  if (!known) {
    return store::ReplaceFile(dir_, kName, absl::StrCat(name_, "\n"),
                              Purpose());
  }
  const absl::string_view name = absl::StripSuffix(*known, "\n");
  return name == name_ ? absl::OkStatus()
                       : KeyOfAnother(dir_, std::string(name), name_);
}

absl::Status SubmissionKeys::Load() {
  ENTENTE_ASSIGN_OR_RETURN(const std::string seed,
                           store::ReadOrMakeKey(dir_, kKey, Purpose()));
  ENTENTE_ASSIGN_OR_RETURN(audit::NoteSigner signer,
                           audit::NoteSigner::Make(name_, seed));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<std::string> list,
      store::ReadWholeFile(dir_, kFormer, kFormerBytesMax));
  std::vector<std::string> former =
      absl::StrSplit(list.value_or(""), '\n', absl::SkipEmpty());
  // After a crash between the two files the present key stands in the list.
  former.erase(
      std::remove(former.begin(), former.end(), signer.verifier().ToString()),
      former.end());
  absl::MutexLock lock(&mutex_);
  signer_ = std::make_unique<const audit::NoteSigner>(std::move(signer));
  former_ = std::move(former);
  return absl::OkStatus();
}

absl::StatusOr<std::string> SubmissionKeys::Sign(const Seal& seal) const {
  absl::MutexLock lock(&mutex_);
  return signer_->Sign(FormatSeal(seal));
}

std::vector<std::string> SubmissionKeys::Verifiers() const {
  absl::MutexLock lock(&mutex_);
  std::vector<std::string> all = {signer_->verifier().ToString()};
  all.insert(all.end(), former_.begin(), former_.end());
  return all;
}

absl::StatusOr<std::string> SubmissionKeys::Prepare(
    const std::string& present) {
  absl::MutexLock lock(&files_mutex_);
  const std::string signing = Verifiers()[0];
  if (present != signing) return KeyRotated(signing);
  ENTENTE_ASSIGN_OR_RETURN(const std::string old_seed,
                           store::ReadOrMakeKey(dir_, kKey, Purpose()));
  ENTENTE_ASSIGN_OR_RETURN(std::string seed,
                           store::ReadOrMakeKey(dir_, kNext, Purpose()));
  if (seed == old_seed) {
    // Left over from a replacement that a crash ended after its last step.
    Remove(dir_, kNext);
    ENTENTE_ASSIGN_OR_RETURN(seed,
                             store::ReadOrMakeKey(dir_, kNext, Purpose()));
  }
  ENTENTE_ASSIGN_OR_RETURN(const audit::NoteSigner next,
                           audit::NoteSigner::Make(name_, seed));
  return next.verifier().ToString();
}

absl::Status SubmissionKeys::Promote(const std::string& next) {
  absl::MutexLock lock(&files_mutex_);
  ENTENTE_ASSIGN_OR_RETURN(const auto seed,
                           store::ReadWholeFile(dir_, kNext, kKeyBytesMax));
  if (!seed) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const audit::NoteSigner prepared,
                           audit::NoteSigner::Make(name_, *seed));
  std::vector<std::string> all = Verifiers();
  if (prepared.verifier().ToString() != next || all[0] == next) {
    return absl::OkStatus();
  }
  ENTENTE_RETURN_IF_ERROR(store::ReplaceFile(
      dir_, kFormer, absl::StrCat(absl::StrJoin(all, "\n"), "\n"), Purpose()));
  ENTENTE_RETURN_IF_ERROR(store::ReplaceFile(dir_, kKey, *seed, Purpose()));
  Remove(dir_, kNext);
  return Load();
}

absl::StatusOr<Seal> OpenNote(
    const std::string& note,
    const std::vector<audit::NoteVerifier>& verifiers) {
  for (const audit::NoteVerifier& verifier : verifiers) {
    if (!IsSignedBy(note, verifier)) continue;
    const auto text = verifier.Open(note);
    if (!text.ok()) return SignatureWrong();
    return ParseSeal(*text);
  }
  return KeyUnknown();
}

absl::StatusOr<std::vector<audit::NoteVerifier>> ParseVerifiers(
    const std::vector<std::string>& texts) {
  std::vector<audit::NoteVerifier> verifiers;
  for (const std::string& text : texts) {
    auto verifier = audit::NoteVerifier::Parse(text);
    if (!verifier.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", text,
                       "\" is no verifier as `entente dossier key` "
                       "prints it."));
    }
    verifiers.push_back(*std::move(verifier));
  }
  return verifiers;
}

}  // namespace entente::conventions
