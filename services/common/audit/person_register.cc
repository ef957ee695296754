#include "services/common/audit/person_register.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/common/audit/resolution_errors.h"
#include "services/common/base/error.h"
#include "services/common/store/key.h"

namespace entente::audit {
namespace {

constexpr char kUse[] = "entente audit register v1";
constexpr int kNonceBytes = 12;
constexpr int kTagBytes = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

absl::StatusOr<std::string> Seal(const std::string& key,
                                 absl::string_view associated,
                                 absl::string_view plain) {
  std::string nonce(kNonceBytes, '\0');
  std::string sealed(plain.size(), '\0');
  std::string tag(kTagBytes, '\0');
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int done = 0;
  if (!context || RAND_bytes(Bytes(nonce), kNonceBytes) != 1 ||
      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(key),
                         Bytes(nonce)) != 1 ||
      EVP_EncryptUpdate(context.get(), nullptr, &done, Bytes(associated),
                        static_cast<int>(associated.size())) != 1 ||
      EVP_EncryptUpdate(context.get(), Bytes(sealed), &done, Bytes(plain),
                        static_cast<int>(plain.size())) != 1 ||
      EVP_EncryptFinal_ex(context.get(), Bytes(sealed) + done, &done) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                          Bytes(tag)) != 1) {
    return absl::InternalError("OpenSSL could not seal a record");
  }
  return absl::StrCat(nonce, sealed, tag);
}

// nullopt for whatever was not sealed so.
std::optional<std::string> Open(const std::string& key,
                                absl::string_view associated,
                                absl::string_view record) {
  if (record.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const absl::string_view nonce = record.substr(0, kNonceBytes);
  std::string tag(record.substr(record.size() - kTagBytes));
  record.remove_prefix(kNonceBytes);
  record.remove_suffix(kTagBytes);
  std::string plain(record.size(), '\0');
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int done = 0;
  if (!context ||
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(key),
                         Bytes(nonce)) != 1 ||
      EVP_DecryptUpdate(context.get(), nullptr, &done, Bytes(associated),
                        static_cast<int>(associated.size())) != 1 ||
      EVP_DecryptUpdate(context.get(), Bytes(plain), &done, Bytes(record),
                        static_cast<int>(record.size())) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes,
                          Bytes(tag)) != 1 ||
      EVP_DecryptFinal_ex(context.get(), Bytes(plain) + done, &done) != 1) {
    return std::nullopt;
  }
  return plain;
}

}  // namespace

std::string PersonsPrefix(int year) {
  return store::KeyWriter()
      .Table(kPersonTable)
      .U64(static_cast<uint64_t>(year))
      .Key();
}

std::string PersonKey(int year, absl::string_view pseudonym) {
  return absl::StrCat(PersonsPrefix(year), pseudonym);
}

bool PersonRegister::Remembers(const Person& person) {
  const auto found = sealed_.find(person);
  if (found == sealed_.end()) return false;
  by_age_.splice(by_age_.end(), by_age_, found->second.place);
  return true;
}

size_t PersonRegister::size() const {
  absl::MutexLock lock(&mutex_);
  return sealed_.size();
}

absl::Status PersonRegister::Prepare(int year, const std::string& pseudonym,
                                     absl::string_view subject) {
  if (pseudonym.empty()) return absl::OkStatus();
  const Person person(year, pseudonym);
  {
    absl::MutexLock lock(&mutex_);
    if (Remembers(person)) return absl::OkStatus();
  }
  const absl::StatusOr<std::string> key = pseudonymizer_.DerivedKey(year, kUse);
  // Whoever destroyed the key wants nobody to be named any more.
  if (absl::IsDataLoss(key.status())) return absl::OkStatus();
  ENTENTE_RETURN_IF_ERROR(key.status());
  ENTENTE_ASSIGN_OR_RETURN(std::string sealed,
                           Seal(*key, PersonKey(year, pseudonym), subject));
  absl::MutexLock lock(&mutex_);
  if (Remembers(person)) return absl::OkStatus();
  if (sealed_.size() >= remembered_max_) {
    sealed_.erase(by_age_.front());
    by_age_.pop_front();
  }
  const auto place = by_age_.insert(by_age_.end(), person);
  sealed_.emplace(person, Sealed{std::move(sealed), place});
  return absl::OkStatus();
}

absl::Status PersonRegister::Put(store::Transaction& transaction, int year,
                                 const std::string& pseudonym) {
  absl::MutexLock lock(&mutex_);
  const auto found = sealed_.find({year, pseudonym});
  if (found == sealed_.end()) return absl::OkStatus();
  std::string& record = found->second.record;
  if (record.empty()) return absl::OkStatus();
  const std::string key = PersonKey(year, pseudonym);
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                           transaction.Get(key));
  // Known only now: what this transaction puts may not be kept.
  if (stored) {
    std::string().swap(record);
  } else {
    transaction.Put(key, record);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> PersonRegister::Resolve(
    const store::Reader& reader, int year, const std::string& pseudonym) const {
  const std::string record_key = PersonKey(year, pseudonym);
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> record,
                           reader.Get(record_key));
  if (!record) return PersonUnknown(year);
  ENTENTE_ASSIGN_OR_RETURN(const std::string key,
                           pseudonymizer_.DerivedKey(year, kUse));
  std::optional<std::string> subject = Open(key, record_key, *record);
  if (!subject) return AttributionEnded(year);
  return *std::move(subject);
}

}  // namespace entente::audit
