// Signed notes as of c2sp.org/signed-note: a text and Ed25519 signatures
// (RFC 8032, signature type 0x01) in one readable file.
//
//   <text, ends in a newline>
//   <empty line>
//   — <key name> <base64(key id u32 | signature 64)>
//
//   key id = SHA-256(key name | 0x0A | 0x01 | public key)[:4]
#ifndef SERVICES_COMMON_AUDIT_NOTE_H_
#define SERVICES_COMMON_AUDIT_NOTE_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/audit/note_line.h"

namespace entente::audit {

// Longest note read: sixteen signatures, as the specification asks, and text.
inline constexpr size_t kNoteBytesMax = size_t{128} << 10;
inline constexpr size_t kNoteSignaturesMax = 16;

// Canonical base64 (RFC 4648, section 4) or INVALID_ARGUMENT: no white space,
// no missing padding, no loose last bits.
absl::StatusOr<std::string> DecodeBase64(absl::string_view text);

// A public key and its name; a value.
class NoteVerifier {
 public:
  // `name`: no white space, no plus sign; `public_key`: 32 bytes. Errors:
  // INVALID_ARGUMENT.
  static absl::StatusOr<NoteVerifier> Make(const std::string& name,
                                           const std::string& public_key);
  // Reads the text form "<name>+<key id, 8 hex digits>+<base64(0x01 | key)>".
  // Errors: INVALID_ARGUMENT.
  static absl::StatusOr<NoteVerifier> Parse(absl::string_view text);

  std::string ToString() const { return NamedKeyText(key_); }
  const std::string& name() const { return key_.name; }
  const std::string& public_key() const { return key_.public_key; }
  // 4 bytes.
  const std::string& key_id() const { return key_.id; }

  // The text of `note` when this key signed it. Signatures of other keys are
  // passed over. Errors: INVALID_ARGUMENT for a malformed note or one of more
  // than `bytes_max` bytes, UNAUTHENTICATED when this key's signature is
  // missing or wrong.
  absl::StatusOr<std::string> Open(absl::string_view note,
                                   size_t bytes_max = kNoteBytesMax) const;

 private:
  explicit NoteVerifier(NamedKey key) : key_(std::move(key)) {}
  NamedKey key_;
};

// A private key; keep copies few. Thread-safe.
class NoteSigner {
 public:
  // `seed` is the private key of RFC 8032, 32 bytes. Errors: INVALID_ARGUMENT.
  static absl::StatusOr<NoteSigner> Make(const std::string& name,
                                         const std::string& seed);

  const NoteVerifier& verifier() const { return verifier_; }

  // The note of `text`, which ends in a newline. Errors: INVALID_ARGUMENT for
  // any other text, INTERNAL when OpenSSL cannot sign.
  absl::StatusOr<std::string> Sign(const std::string& text) const;

 private:
  NoteSigner(NoteVerifier verifier, std::string seed)
      : verifier_(std::move(verifier)), seed_(std::move(seed)) {}
  NoteVerifier verifier_;
  std::string seed_;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_NOTE_H_
