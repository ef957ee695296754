#include "services/common/audit/note.h"

#include <openssl/evp.h>

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/utf8.h"

namespace entente::audit {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kKeyIdBytes = 4;
constexpr size_t kSignatureBytes = 64;
constexpr char kEd25519 = '\x01';
// Em dash and space.
constexpr absl::string_view kSignaturePrefix = "\xE2\x80\x94 ";

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("This is not a signed note: ", what, "."));
}

// White space of Unicode outside ASCII begins with these bytes; names here are
// ASCII, which the specification allows and which cannot be mistaken.
bool IsKeyName(absl::string_view name) {
  for (const char c : name) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c)) || c == '+') {
      return false;
    }
  }
  return !name.empty();
}

bool HasControlCharacter(absl::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return true;
  }
  return false;
}

bool IsSignatureOf(const std::string& public_key, absl::string_view text,
                   absl::string_view signature) {
  const Key key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key),
                                  public_key.size()),
      EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return key && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                              key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(),
                          Bytes(text), text.size()) == 1;
}

struct SignatureLine {
  std::string name;
  // Key id and signature.
  std::string bytes;
};

absl::StatusOr<SignatureLine> ParseSignatureLine(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, kSignaturePrefix)) {
    return Malformed("a signature line does not begin with a dash");
  }
  const std::vector<std::string> parts = absl::StrSplit(line, ' ');
  if (parts.size() != 2 || parts[0].empty() ||
      absl::StrContains(parts[0], "+")) {
    return Malformed("a signature line is not a name and a signature");
  }
  ENTENTE_ASSIGN_OR_RETURN(std::string bytes, DecodeBase64(parts[1]));
  if (bytes.size() <= kKeyIdBytes) return Malformed("a signature is too short");
  return SignatureLine{parts[0], std::move(bytes)};
}

}  // namespace

absl::StatusOr<std::string> DecodeBase64(absl::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes) ||
      absl::Base64Escape(bytes) != text) {
    return Malformed("base64 is not in its one canonical form");
  }
  return bytes;
}

absl::StatusOr<NoteVerifier> NoteVerifier::Make(const std::string& name,
                                                const std::string& public_key) {
  if (!IsKeyName(name) || public_key.size() != kKeyBytes) {
    return absl::InvalidArgumentError(
        "A key of notes has a name without white space or plus sign and 32 "
        "bytes.");
  }
  NoteVerifier verifier;
  verifier.name_ = name;
  verifier.public_key_ = public_key;
  verifier.key_id_ =
      Sha256(absl::StrCat(name, "\n", std::string(1, kEd25519), public_key))
          .substr(0, kKeyIdBytes);
  return verifier;
}

absl::StatusOr<NoteVerifier> NoteVerifier::Parse(absl::string_view text) {
  // Base64 may hold plus signs itself.
  const std::vector<std::string> parts =
      absl::StrSplit(text, absl::MaxSplits('+', 2));
  if (parts.size() != 3) {
    return absl::InvalidArgumentError(
        "A public key reads NAME+KEYID+BASE64, on one line.");
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string typed, DecodeBase64(parts[2]));
  if (typed.size() != kKeyBytes + 1 || typed[0] != kEd25519) {
    return absl::InvalidArgumentError("The public key is not one of Ed25519.");
  }
  ENTENTE_ASSIGN_OR_RETURN(NoteVerifier verifier,
                           Make(parts[0], typed.substr(1)));
  if (absl::BytesToHexString(verifier.key_id()) != parts[1]) {
    return absl::InvalidArgumentError(
        "The public key does not have the key id written beside it.");
  }
  return verifier;
}

std::string NoteVerifier::ToString() const {
  return absl::StrCat(
      name_, "+", absl::BytesToHexString(key_id_), "+",
      absl::Base64Escape(absl::StrCat(std::string(1, kEd25519), public_key_)));
}

absl::StatusOr<std::string> NoteVerifier::Open(absl::string_view note,
                                               size_t bytes_max) const {
  if (note.size() > bytes_max) return Malformed("it is too long");
  if (!IsValidUtf8(note) || HasControlCharacter(note)) {
    return Malformed("it holds bytes that are no text");
  }
  const size_t gap = note.rfind("\n\n");
  if (gap == absl::string_view::npos || !absl::EndsWith(note, "\n")) {
    return Malformed("no empty line separates text and signatures");
  }
  const absl::string_view text = note.substr(0, gap + 1);
  absl::string_view rest = note.substr(gap + 2);
  if (rest.empty()) return Malformed("it has no signature");
  rest.remove_suffix(1);
  size_t count = 0;
  bool is_signed = false;
  for (const absl::string_view line : absl::StrSplit(rest, '\n')) {
    if (++count > kNoteSignaturesMax) return Malformed("too many signatures");
    ENTENTE_ASSIGN_OR_RETURN(const SignatureLine found,
                             ParseSignatureLine(line));
    const absl::string_view bytes = found.bytes;
    if (found.name != name_ || bytes.substr(0, kKeyIdBytes) != key_id_) {
      continue;
    }
    if (bytes.size() != kKeyIdBytes + kSignatureBytes ||
        !IsSignatureOf(public_key_, text, bytes.substr(kKeyIdBytes))) {
      return absl::UnauthenticatedError(
          absl::StrCat("The signature of ", name_, " is wrong."));
    }
    is_signed = true;
  }
  if (is_signed) return std::string(text);
  return absl::UnauthenticatedError(
      absl::StrCat("The note is not signed by ", name_, "."));
}

absl::StatusOr<NoteSigner> NoteSigner::Make(const std::string& name,
                                            const std::string& seed) {
  const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                             Bytes(seed), seed.size()),
                EVP_PKEY_free);
  std::string public_key(kKeyBytes, '\0');
  size_t size = public_key.size();
  if (!key || EVP_PKEY_get_raw_public_key(
                  key.get(), reinterpret_cast<unsigned char*>(&public_key[0]),
                  &size) != 1) {
    return absl::InvalidArgumentError("A private key of notes has 32 bytes.");
  }
  ENTENTE_ASSIGN_OR_RETURN(NoteVerifier verifier,
                           NoteVerifier::Make(name, public_key));
  return NoteSigner(std::move(verifier), seed);
}

absl::StatusOr<std::string> NoteSigner::Sign(const std::string& text) const {
  if (!absl::EndsWith(text, "\n") || !IsValidUtf8(text) ||
      HasControlCharacter(text)) {
    return absl::InvalidArgumentError(
        "Only text ending in a newline is "
        "signed.");
  }
  const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                             Bytes(seed_), seed_.size()),
                EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  if (!key || !context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) !=
          1 ||
      EVP_DigestSign(context.get(),
                     reinterpret_cast<unsigned char*>(&signature[0]), &size,
                     Bytes(text), text.size()) != 1) {
    return absl::InternalError("OpenSSL could not sign a note.");
  }
  return absl::StrCat(
      text, "\n", kSignaturePrefix, verifier_.name(), " ",
      absl::Base64Escape(absl::StrCat(verifier_.key_id(), signature)), "\n");
}

}  // namespace entente::audit
