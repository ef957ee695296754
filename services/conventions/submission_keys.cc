#include "services/conventions/submission_keys.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/common/store/durable_file.h"

namespace entente::conventions {
namespace {

constexpr char kKey[] = "submission.key";
constexpr char kFormer[] = "former.keys";
constexpr char kNext[] = "next.key";
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
    const std::string& dir, const std::string& name) {
  ENTENTE_RETURN_IF_ERROR(store::MakeKeyFolder(dir));
  std::unique_ptr<SubmissionKeys> keys(new SubmissionKeys(dir, name));
  absl::MutexLock lock(&keys->mutex_);
  ENTENTE_RETURN_IF_ERROR(keys->Load());
  return keys;
}

absl::Status SubmissionKeys::Load() {
  ENTENTE_ASSIGN_OR_RETURN(const std::string seed,
                           store::ReadOrMakeKey(dir_, kKey, Purpose()));
  ENTENTE_ASSIGN_OR_RETURN(audit::NoteSigner signer,
                           audit::NoteSigner::Make(name_, seed));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<std::string> former,
      store::ReadWholeFile(dir_, kFormer, kFormerBytesMax));
  signer_ = std::make_unique<const audit::NoteSigner>(std::move(signer));
  former_ = absl::StrSplit(former.value_or(""), '\n', absl::SkipEmpty());
  // After a crash between the two files the present key stands in the list.
  former_.erase(std::remove(former_.begin(), former_.end(),
                            signer_->verifier().ToString()),
                former_.end());
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

absl::Status SubmissionKeys::Rotate(const std::string& present) {
  absl::MutexLock lock(&mutex_);
  const std::string signing = signer_->verifier().ToString();
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
  std::vector<std::string> former = former_;
  former.insert(former.begin(), signing);
  ENTENTE_RETURN_IF_ERROR(store::ReplaceFile(
      dir_, kFormer, absl::StrCat(absl::StrJoin(former, "\n"), "\n"),
      Purpose()));
  ENTENTE_RETURN_IF_ERROR(store::ReplaceFile(dir_, kKey, seed, Purpose()));
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
