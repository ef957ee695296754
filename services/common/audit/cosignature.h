// Cosignatures of checkpoints, c2sp.org/tlog-cosignature, version 1 (Ed25519,
// signature type 0x04): a witness says that, at a moment, this was the largest
// tree that it had seen of the log, and that it held all it had seen before.
//
//   signed message                    signature line
//     cosignature/v1                    — <name> <base64(key id u32 |
//     time <POSIX seconds>                        time u64 | signature 64)>
//     <text of the checkpoint>
//
//   key id = SHA-256(name | 0x0A | 0x04 | public key)[:4]
#ifndef SERVICES_COMMON_AUDIT_COSIGNATURE_H_
#define SERVICES_COMMON_AUDIT_COSIGNATURE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/audit/note_line.h"

namespace entente::audit {

// One cosignature that was found to be right.
struct Cosignature {
  // By the clock of the witness, POSIX seconds.
  int64_t time_s = 0;
  // The signature line, with its newline.
  std::string line;
};

// The public key of a witness, and its name; a value.
class CosignatureVerifier {
 public:
  // As NoteVerifier::Make and ::Parse, with type 0x04.
  static absl::StatusOr<CosignatureVerifier> Make(
      const std::string& name, const std::string& public_key);
  static absl::StatusOr<CosignatureVerifier> Parse(absl::string_view text);

  std::string ToString() const { return NamedKeyText(key_); }
  const std::string& name() const { return key_.name; }
  // 32 bytes.
  const std::string& public_key() const { return key_.public_key; }
  // 4 bytes.
  const std::string& key_id() const { return key_.id; }

  // The time at which this key signed `text`, a checkpoint's. Errors:
  // INVALID_ARGUMENT unless `line` has this key's name and id,
  // UNAUTHENTICATED when the signature is malformed or wrong.
  absl::StatusOr<int64_t> Verify(absl::string_view text,
                                 const SignatureLine& line) const;

  // The latest cosignature of this key among the signatures of `note`, whose
  // own signature is not looked at; nullopt when there is none. Errors:
  // INVALID_ARGUMENT for a malformed note, UNAUTHENTICATED when one of this
  // key is wrong.
  absl::StatusOr<std::optional<Cosignature>> Find(absl::string_view note) const;

 private:
  explicit CosignatureVerifier(NamedKey key) : key_(std::move(key)) {}
  NamedKey key_;
};

// The private key of a witness; keep copies few. Thread-safe.
class CosignatureSigner {
 public:
  // `seed` is the private key of RFC 8032, 32 bytes. Errors: INVALID_ARGUMENT.
  static absl::StatusOr<CosignatureSigner> Make(const std::string& name,
                                                const std::string& seed);

  const CosignatureVerifier& verifier() const { return verifier_; }

  // The signature line, with its newline, of `text`, a checkpoint's, at
  // `time_s` >= 0. Errors: INVALID_ARGUMENT, INTERNAL when OpenSSL cannot.
  absl::StatusOr<std::string> Sign(absl::string_view text,
                                   int64_t time_s) const;

 private:
  CosignatureSigner(CosignatureVerifier verifier, std::string seed)
      : verifier_(std::move(verifier)), seed_(std::move(seed)) {}
  CosignatureVerifier verifier_;
  std::string seed_;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_COSIGNATURE_H_
