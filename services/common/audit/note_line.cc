#include "services/common/audit/note_line.h"

#include <openssl/evp.h>

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/audit/note.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/utf8.h"

namespace entente::audit {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kKeyIdBytes = 4;
constexpr size_t kSignatureBytes = 64;
// Em dash and space.
constexpr absl::string_view kSignaturePrefix = "\xE2\x80\x94 ";

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Key PrivateKey(const std::string& seed) {
  return Key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                          Bytes(seed), seed.size()),
             EVP_PKEY_free);
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

}  // namespace

absl::Status MalformedNote(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("This is not a signed note: ", what, "."));
}

std::string FormatSignatureLine(const SignatureLine& line) {
  return absl::StrCat(kSignaturePrefix, line.name, " ",
                      absl::Base64Escape(line.key_id + line.signature), "\n");
}

absl::StatusOr<SignatureLine> ParseSignatureLine(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, kSignaturePrefix)) {
    return MalformedNote("a signature line does not begin with a dash");
  }
  const std::vector<std::string> parts = absl::StrSplit(line, ' ');
  if (parts.size() != 2 || parts[0].empty() ||
      absl::StrContains(parts[0], "+")) {
    return MalformedNote("a signature line is not a name and a signature");
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string bytes, DecodeBase64(parts[1]));
  if (bytes.size() <= kKeyIdBytes) {
    return MalformedNote("a signature is too short");
  }
  return SignatureLine{parts[0], bytes.substr(0, kKeyIdBytes),
                       bytes.substr(kKeyIdBytes)};
}

absl::StatusOr<NoteParts> ParseNote(absl::string_view note, size_t bytes_max) {
  if (note.size() > bytes_max) return MalformedNote("it is too long");
  if (!IsValidUtf8(note) || HasControlCharacter(note)) {
    return MalformedNote("it holds bytes that are no text");
  }
  const size_t gap = note.rfind("\n\n");
  if (gap == absl::string_view::npos || !absl::EndsWith(note, "\n")) {
    return MalformedNote("no empty line separates text and signatures");
  }
  NoteParts parts;
  parts.text = note.substr(0, gap + 1);
  absl::string_view rest = note.substr(gap + 2);
  if (rest.empty()) return MalformedNote("it has no signature");
  rest.remove_suffix(1);
  for (const absl::string_view line : absl::StrSplit(rest, '\n')) {
    if (parts.lines.size() == kNoteSignaturesMax) {
      return MalformedNote("too many signatures");
    }
    ENTENTE_ASSIGN_OR_RETURN(SignatureLine found, ParseSignatureLine(line));
    parts.lines.push_back(std::move(found));
  }
  return parts;
}

bool IsNoteText(absl::string_view text) {
  return absl::EndsWith(text, "\n") && IsValidUtf8(text) &&
         !HasControlCharacter(text);
}

absl::StatusOr<NamedKey> MakeNamedKey(char type, const std::string& name,
                                      const std::string& public_key) {
  if (!IsKeyName(name) || public_key.size() != kKeyBytes) {
    return absl::InvalidArgumentError(
        "A key of notes has a name without white space or plus sign and 32 "
        "bytes.");
  }
  return NamedKey{
      type, name, public_key,
      Sha256(absl::StrCat(name, "\n", std::string(1, type), public_key))
          .substr(0, kKeyIdBytes)};
}

absl::StatusOr<NamedKey> ParseNamedKey(char type, absl::string_view text) {
  // Base64 may hold plus signs itself.
  const std::vector<std::string> parts =
      absl::StrSplit(text, absl::MaxSplits('+', 2));
  if (parts.size() != 3) {
    return absl::InvalidArgumentError(
        "A public key reads NAME+KEYID+BASE64, on one line.");
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string typed, DecodeBase64(parts[2]));
  if (typed.size() != kKeyBytes + 1 || typed[0] != type) {
    return absl::InvalidArgumentError(
        "The public key is not one of Ed25519 for this use.");
  }
  ENTENTE_ASSIGN_OR_RETURN(NamedKey key,
                           MakeNamedKey(type, parts[0], typed.substr(1)));
  if (absl::BytesToHexString(key.id) != parts[1]) {
    return absl::InvalidArgumentError(
        "The public key does not have the key id written beside it.");
  }
  return key;
}

std::string NamedKeyText(const NamedKey& key) {
  return absl::StrCat(key.name, "+", absl::BytesToHexString(key.id), "+",
                      absl::Base64Escape(absl::StrCat(std::string(1, key.type),
                                                      key.public_key)));
}

absl::StatusOr<std::string> Ed25519PublicKey(const std::string& seed) {
  const Key key = PrivateKey(seed);
  std::string public_key(kKeyBytes, '\0');
  size_t size = public_key.size();
  if (!key || EVP_PKEY_get_raw_public_key(
                  key.get(), reinterpret_cast<unsigned char*>(&public_key[0]),
                  &size) != 1) {
    return absl::InvalidArgumentError("A private key of notes has 32 bytes.");
  }
  return public_key;
}

absl::StatusOr<std::string> Ed25519Sign(const std::string& seed,
                                        absl::string_view message) {
  const Key key = PrivateKey(seed);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  if (!key || !context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) !=
          1 ||
      EVP_DigestSign(context.get(),
                     reinterpret_cast<unsigned char*>(&signature[0]), &size,
                     Bytes(message), message.size()) != 1) {
    return absl::InternalError("OpenSSL could not sign a note.");
  }
  return signature;
}

bool Ed25519Verify(const std::string& public_key, absl::string_view message,
                   absl::string_view signature) {
  if (signature.size() != kSignatureBytes) return false;
  const Key key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key),
                                  public_key.size()),
      EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return key && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                              key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(),
                          Bytes(message), message.size()) == 1;
}

}  // namespace entente::audit
