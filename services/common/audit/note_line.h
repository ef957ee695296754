// What signed notes and cosignatures share: signature lines, named Ed25519 keys
// (RFC 8032) and the place where a note's text ends (c2sp.org/signed-note).
#ifndef SERVICES_COMMON_AUDIT_NOTE_LINE_H_
#define SERVICES_COMMON_AUDIT_NOTE_LINE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::audit {

// "This is not a signed note: <what>."
absl::Status MalformedNote(absl::string_view what);

// One signature of a note.
struct SignatureLine {
  std::string name;
  // 4 bytes.
  std::string key_id;
  // What the type of the key asks for; at least one byte.
  std::string signature;
};

// "— <name> <base64(key id | signature)>\n".
std::string FormatSignatureLine(const SignatureLine& line);
// `line` without its newline. Errors: INVALID_ARGUMENT.
absl::StatusOr<SignatureLine> ParseSignatureLine(absl::string_view line);

// A note taken apart; nothing in it is verified.
struct NoteParts {
  // Ends in a newline; part of the note that was given.
  absl::string_view text;
  std::vector<SignatureLine> lines;
};

// Errors: INVALID_ARGUMENT for more than `bytes_max` bytes, no signature, too
// many, or bytes that are no text.
absl::StatusOr<NoteParts> ParseNote(absl::string_view note, size_t bytes_max);

// Whether `text` may stand before signatures: UTF-8, no control characters,
// ends in a newline.
bool IsNoteText(absl::string_view text);

// A public key with its name, for one type of signature.
struct NamedKey {
  // Signature type: 0x01 for notes, 0x04 for cosignatures.
  char type = 0;
  std::string name;
  // 32 bytes.
  std::string public_key;
  // SHA-256(name | 0x0A | type | public key)[:4].
  std::string id;
};

// `name`: ASCII without white space or plus sign; `public_key`: 32 bytes.
// Errors: INVALID_ARGUMENT.
absl::StatusOr<NamedKey> MakeNamedKey(char type, const std::string& name,
                                      const std::string& public_key);
// "<name>+<key id, 8 hex digits>+<base64(type | key)>". Errors:
// INVALID_ARGUMENT, also for another type.
absl::StatusOr<NamedKey> ParseNamedKey(char type, absl::string_view text);
std::string NamedKeyText(const NamedKey& key);

// The public key of the private key `seed` (32 bytes). Errors:
// INVALID_ARGUMENT.
absl::StatusOr<std::string> Ed25519PublicKey(const std::string& seed);
// 64 bytes. Errors: INTERNAL when OpenSSL cannot sign.
absl::StatusOr<std::string> Ed25519Sign(const std::string& seed,
                                        absl::string_view message);
bool Ed25519Verify(const std::string& public_key, absl::string_view message,
                   absl::string_view signature);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_NOTE_LINE_H_
