#include "services/common/audit/cosignature.h"

#include "absl/strings/str_cat.h"
#include "services/common/audit/note.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

constexpr char kCosignature = '\x04';
constexpr size_t kTimeBytes = 8;

std::string Message(absl::string_view text, int64_t time_s) {
  return absl::StrCat("cosignature/v1\ntime ", time_s, "\n", text);
}

std::string BigEndian(int64_t value) {
  std::string bytes(kTimeBytes, '\0');
  for (size_t i = 0; i < kTimeBytes; ++i) {
    bytes[i] = static_cast<char>((value >> (56 - 8 * i)) & 0xFF);
  }
  return bytes;
}

uint64_t ReadBigEndian(absl::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes.substr(0, kTimeBytes)) {
    value = value << 8 | static_cast<unsigned char>(c);
  }
  return value;
}

}  // namespace

absl::StatusOr<CosignatureVerifier> CosignatureVerifier::Make(
    const std::string& name, const std::string& public_key) {
  ENTENTE_ASSIGN_OR_RETURN(NamedKey key,
                           MakeNamedKey(kCosignature, name, public_key));
  return CosignatureVerifier(std::move(key));
}

absl::StatusOr<CosignatureVerifier> CosignatureVerifier::Parse(
    absl::string_view text) {
  ENTENTE_ASSIGN_OR_RETURN(NamedKey key, ParseNamedKey(kCosignature, text));
  return CosignatureVerifier(std::move(key));
}

absl::StatusOr<int64_t> CosignatureVerifier::Verify(
    absl::string_view text, const SignatureLine& line) const {
  if (line.name != key_.name || line.key_id != key_.id) {
    return absl::InvalidArgumentError(
        absl::StrCat("The signature is not one of ", key_.name, "."));
  }
  const absl::Status wrong = absl::UnauthenticatedError(
      absl::StrCat("The cosignature of ", key_.name, " is wrong."));
  if (line.signature.size() <= kTimeBytes) return wrong;
  const auto time_s = static_cast<int64_t>(ReadBigEndian(line.signature));
  // 2^63 and above are no times.
  if (time_s < 0) return wrong;
  const absl::string_view signature =
      absl::string_view(line.signature).substr(kTimeBytes);
  if (!Ed25519Verify(key_.public_key, Message(text, time_s), signature)) {
    return wrong;
  }
  return time_s;
}

absl::StatusOr<std::optional<Cosignature>> CosignatureVerifier::Find(
    absl::string_view note) const {
  ENTENTE_ASSIGN_OR_RETURN(const NoteParts parts,
                           ParseNote(note, kNoteBytesMax));
  std::optional<Cosignature> latest;
  for (const SignatureLine& line : parts.lines) {
    if (line.name != key_.name || line.key_id != key_.id) continue;
    ENTENTE_ASSIGN_OR_RETURN(const int64_t time_s, Verify(parts.text, line));
    if (!latest || latest->time_s < time_s) {
      latest = Cosignature{time_s, FormatSignatureLine(line)};
    }
  }
  return latest;
}

absl::StatusOr<CosignatureSigner> CosignatureSigner::Make(
    const std::string& name, const std::string& seed) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string public_key,
                           Ed25519PublicKey(seed));
  ENTENTE_ASSIGN_OR_RETURN(CosignatureVerifier verifier,
                           CosignatureVerifier::Make(name, public_key));
  return CosignatureSigner(std::move(verifier), seed);
}

absl::StatusOr<std::string> CosignatureSigner::Sign(absl::string_view text,
                                                    int64_t time_s) const {
  if (!IsNoteText(text) || time_s < 0) {
    return absl::InvalidArgumentError(
        "Only the text of a checkpoint is cosigned, at a time since 1970.");
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string signature,
                           Ed25519Sign(seed_, Message(text, time_s)));
  return FormatSignatureLine(
      {verifier_.name(), verifier_.key_id(), BigEndian(time_s) + signature});
}

}  // namespace entente::audit
