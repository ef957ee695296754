#include "tools/client/delivery/batch_signature.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/audit/note.h"
#include "services/common/audit/note_line.h"
#include "services/common/base/error.h"
#include "services/common/base/regular_file.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

constexpr size_t kPemBytesMax = 4096;
constexpr size_t kKeyBytes = 32;
constexpr size_t kSignatureBytes = 64;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

absl::Status KeyFault(const std::string& path, const Sentence& what) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "SIGNING_KEY",
       .sentence = {absl::StrCat("The key file ", path, " ", what.en),
                    absl::StrCat("Le fichier de clé ", path, " ", what.fr),
                    absl::StrCat("Het sleutelbestand ", path, " ", what.nl)}});
}

// `is_private`: which half of it.
absl::StatusOr<std::string> RawKey(const std::string& path, bool is_private) {
  const absl::StatusOr<RegularFile> file = ReadRegularFile(path, kPemBytesMax);
  if (!file.ok()) {
    return KeyFault(path,
                    {"cannot be read.", "est illisible.", "is onleesbaar."});
  }
  if (is_private && (file->mode & 077) != 0) {
    return KeyFault(path, {"may be read by others; make it mode 0600.",
                           "est lisible par d'autres ; mettez-le en mode 0600.",
                           "is leesbaar voor anderen; geef het modus 0600."});
  }
  const Bio bio(
      BIO_new_mem_buf(file->bytes.data(), static_cast<int>(file->bytes.size())),
      &BIO_free_all);
  // A key under a pass phrase is none here; nobody is asked for one.
  char no_phrase[] = "";
  const Key key(
      is_private
          ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, no_phrase)
          : PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, no_phrase),
      &EVP_PKEY_free);
  std::string raw(kKeyBytes, '\0');
  size_t size = raw.size();
  auto* const bytes = reinterpret_cast<unsigned char*>(raw.data());
  const bool is_ed25519 =
      key != nullptr && EVP_PKEY_id(key.get()) == EVP_PKEY_ED25519 &&
      (is_private
           ? EVP_PKEY_get_raw_private_key(key.get(), bytes, &size)
           : EVP_PKEY_get_raw_public_key(key.get(), bytes, &size)) == 1 &&
      size == kKeyBytes;
  if (is_ed25519) return raw;
  return KeyFault(
      path,
      {absl::StrCat("holds no ", is_private ? "private" : "public",
                    " key of Ed25519 in PEM."),
       absl::StrCat("ne contient pas de clé ",
                    is_private ? "privée" : "publique", " Ed25519 en PEM."),
       absl::StrCat("bevat geen ", is_private ? "private" : "publieke",
                    " Ed25519-sleutel in PEM.")});
}

std::string PemOf(EVP_PKEY* key, bool is_private) {
  const Bio bio(BIO_new(BIO_s_mem()), &BIO_free_all);
  const int done = is_private
                       ? PEM_write_bio_PrivateKey(bio.get(), key, nullptr,
                                                  nullptr, 0, nullptr, nullptr)
                       : PEM_write_bio_PUBKEY(bio.get(), key);
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &bytes);
  return done == 1 ? std::string(bytes, static_cast<size_t>(size)) : "";
}

}  // namespace

absl::StatusOr<std::string> LoadPublicKey(const std::string& path) {
  return RawKey(path, /*is_private=*/false);
}

absl::StatusOr<std::string> LoadSigningKey(const std::string& path) {
  return RawKey(path, /*is_private=*/true);
}

absl::Status MakeSigningKey(const std::string& path) {
  struct stat found {};
  if (lstat(path.c_str(), &found) == 0) {
    return MakeError(
        absl::StatusCode::kAlreadyExists,
        {.reason = "SIGNING_KEY_THERE",
         .sentence = {absl::StrCat(path,
                                   " is there already; give another name "
                                   "for a new key."),
                      absl::StrCat(path,
                                   " existe déjà ; donnez un autre nom "
                                   "pour une nouvelle clé."),
                      absl::StrCat(path,
                                   " bestaat al; geef een andere naam "
                                   "voor een nieuwe sleutel.")}});
  }
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), &EVP_PKEY_free);
  const std::string secret = key ? PemOf(key.get(), true) : "";
  const std::string open = key ? PemOf(key.get(), false) : "";
  const std::string open_path = absl::StrCat(path, ".pub");
  if (secret.empty() || !WritePrivateFile(path, secret)) {
    return FileUnwritable(path);
  }
  if (open.empty() || !WritePrivateFile(open_path, open)) {
    return FileUnwritable(open_path);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> SignBatch(const std::string& seed,
                                      absl::string_view bytes) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string signature,
                           audit::Ed25519Sign(seed, bytes));
  return absl::StrCat(absl::Base64Escape(signature), "\n");
}

absl::StatusOr<std::string> VerifyBatch(
    const std::vector<std::string>& public_keys, absl::string_view bytes,
    absl::string_view signature) {
  std::string raw(signature);
  if (raw.size() != kSignatureBytes) {
    const auto decoded =
        audit::DecodeBase64(absl::StripTrailingAsciiWhitespace(signature));
    raw = decoded.ok() ? *decoded : "";
  }
  if (raw.size() != kSignatureBytes) {
    return MakeError(
        absl::StatusCode::kInvalidArgument,
        {.reason = "SIGNATURE_MALFORMED",
         .sentence = {"The signature is neither 64 bytes nor their base64.",
                      "La signature n'est ni 64 octets ni leur base64.",
                      "De handtekening is noch 64 bytes, noch hun base64."}});
  }
  for (const std::string& key : public_keys) {
    if (audit::Ed25519Verify(key, bytes, raw)) return key;
  }
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "SIGNATURE_WRONG",
       .sentence = {"No key of the source made this signature of this file.",
                    "Aucune clé de la source n'a fait cette signature de ce "
                    "fichier.",
                    "Geen sleutel van de bron maakte deze handtekening van dit "
                    "bestand."}});
}

}  // namespace entente::client
