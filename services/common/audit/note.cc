#include "services/common/audit/note.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

constexpr char kEd25519 = '\x01';

}  // namespace

absl::StatusOr<std::string> DecodeBase64(absl::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes) ||
      absl::Base64Escape(bytes) != text) {
    return MalformedNote("base64 is not in its one canonical form");
  }
  return bytes;
}

absl::StatusOr<NoteVerifier> NoteVerifier::Make(const std::string& name,
                                                const std::string& public_key) {
  ENTENTE_ASSIGN_OR_RETURN(NamedKey key,
                           MakeNamedKey(kEd25519, name, public_key));
  return NoteVerifier(std::move(key));
}

absl::StatusOr<NoteVerifier> NoteVerifier::Parse(absl::string_view text) {
  ENTENTE_ASSIGN_OR_RETURN(NamedKey key, ParseNamedKey(kEd25519, text));
  return NoteVerifier(std::move(key));
}

absl::StatusOr<std::string> NoteVerifier::Open(absl::string_view note,
                                               size_t bytes_max) const {
  ENTENTE_ASSIGN_OR_RETURN(const NoteParts parts, ParseNote(note, bytes_max));
  bool is_signed = false;
  for (const SignatureLine& line : parts.lines) {
    if (line.name != key_.name || line.key_id != key_.id) continue;
    if (!Ed25519Verify(key_.public_key, parts.text, line.signature)) {
      return absl::UnauthenticatedError(
          absl::StrCat("The signature of ", key_.name, " is wrong."));
    }
    is_signed = true;
  }
  if (is_signed) return std::string(parts.text);
  return absl::UnauthenticatedError(
      absl::StrCat("The note is not signed by ", key_.name, "."));
}

absl::StatusOr<NoteSigner> NoteSigner::Make(const std::string& name,
                                            const std::string& seed) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string public_key,
                           Ed25519PublicKey(seed));
  ENTENTE_ASSIGN_OR_RETURN(NoteVerifier verifier,
                           NoteVerifier::Make(name, public_key));
  return NoteSigner(std::move(verifier), seed);
}

absl::StatusOr<std::string> NoteSigner::Sign(const std::string& text) const {
  if (!IsNoteText(text)) {
    return absl::InvalidArgumentError(
        "Only text ending in a newline is signed.");
  }
  ENTENTE_ASSIGN_OR_RETURN(std::string signature, Ed25519Sign(seed_, text));
  return absl::StrCat(text, "\n",
                      FormatSignatureLine({verifier_.name(), verifier_.key_id(),
                                           std::move(signature)}));
}

}  // namespace entente::audit
