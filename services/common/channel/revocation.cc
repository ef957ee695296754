#include "services/common/channel/revocation.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/log.h"

namespace entente {

using CertificatePtr = std::unique_ptr<X509, decltype(&X509_free)>;
using CrlPtr = std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)>;

struct RevocationLists {
  std::vector<CertificatePtr> authorities;
  // The newest of each authority, by KeyOf.
  std::map<std::string, CrlPtr> lists;
  // The earliest nextUpdate of all.
  absl::Time until = absl::InfinitePast();
};

namespace {

// Verdicts kept; a deployment has a few dozen peers.
constexpr size_t kKnownMax = 1024;
constexpr uintmax_t kListBytesMax = 16 * 1024 * 1024;

absl::Status Refuse(const std::string& path, absl::string_view cause) {
  return absl::FailedPreconditionError(
      absl::StrCat("The revocation list ", path, " ", cause));
}

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

Bio Reader(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())),
             BIO_free);
}

std::vector<CertificatePtr> ReadCertificates(const std::string& pem) {
  const Bio bio = Reader(pem);
  std::vector<CertificatePtr> result;
  while (X509* raw = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    result.emplace_back(raw, X509_free);
  }
  return result;
}

// Every list in `pem`; nothing when something in it is no list.
std::vector<CrlPtr> ReadLists(const std::string& pem) {
  const Bio bio = Reader(pem);
  std::vector<CrlPtr> result;
  ERR_clear_error();
  while (X509_CRL* raw =
             PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr)) {
    result.emplace_back(raw, X509_CRL_free);
  }
  // Only the end of the text may have ended the reading.
  const auto error = ERR_peek_last_error();
  if (ERR_GET_REASON(error) != PEM_R_NO_START_LINE) result.clear();
  ERR_clear_error();
  return result;
}

absl::Time ToTime(const ASN1_TIME* time) {
  tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    return absl::InfinitePast();
  }
  return absl::FromTM(parts, absl::UTCTimeZone());
}

// The regular files that `path` names: itself, or those of the folder.
absl::StatusOr<std::set<std::string>> FilesOf(const std::string& path) {
  std::error_code error;
  std::set<std::string> files;
  if (!std::filesystem::is_directory(path, error)) {
    if (!path.empty()) files.insert(path);
    return files;
  }
  for (std::filesystem::directory_iterator it(path, error), end;
       !error && it != end; it.increment(error)) {
    if (!it->is_directory(error)) files.insert(it->path().string());
  }
  if (error) {
    return Refuse(path, absl::StrCat("cannot be read: ", error.message()));
  }
  return files;
}

// A file and what is in it.
using Texts = std::map<std::string, std::string>;

// All of `path`. A file that cannot be read is an error: it may hold what
// takes a certificate back.
absl::StatusOr<Texts> ReadAll(const std::string& path) {
  ENTENTE_ASSIGN_OR_RETURN(const std::set<std::string> files, FilesOf(path));
  Texts texts;
  for (const std::string& name : files) {
    std::error_code error;
    const uintmax_t size = std::filesystem::file_size(name, error);
    std::ifstream file(name, std::ios::binary);
    if (error || !file) {
      return Refuse(name, "is missing or cannot be read; see --tls-crl.");
    }
    if (size > kListBytesMax) return Refuse(name, "is longer than 16 MiB.");
    std::string& text = texts[name];
    text.assign(std::istreambuf_iterator<char>(file), {});
    if (file.bad()) return Refuse(name, "cannot be read to its end.");
  }
  return texts;
}

bool IsSignedBy(X509_CRL* list, X509* authority) {
  return X509_NAME_cmp(X509_CRL_get_issuer(list),
                       X509_get_subject_name(authority)) == 0 &&
         X509_CRL_verify(list, X509_get0_pubkey(authority)) == 1;
}

// An authority over the renewals of its certificate: its name and key.
std::string KeyOf(X509* authority) {
  unsigned char* bytes = nullptr;
  const int key_size = i2d_PUBKEY(X509_get0_pubkey(authority), &bytes);
  const std::string key(reinterpret_cast<char*>(bytes),
                        key_size < 0 ? 0 : static_cast<size_t>(key_size));
  OPENSSL_free(bytes);
  bytes = nullptr;
  const int name_size = i2d_X509_NAME(X509_get_subject_name(authority), &bytes);
  const std::string name(reinterpret_cast<char*>(bytes),
                         name_size < 0 ? 0 : static_cast<size_t>(name_size));
  OPENSSL_free(bytes);
  return Sha256(absl::StrCat(Sha256(key), name));
}

using NumberPtr = std::unique_ptr<ASN1_INTEGER, decltype(&ASN1_INTEGER_free)>;

// Null when the list has none.
NumberPtr NumberOf(const X509_CRL* list) {
  return NumberPtr(static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(
                       list, NID_crl_number, nullptr, nullptr)),
                   ASN1_INTEGER_free);
}

// Whether `list` was published before `other` of the same authority: by its
// number (RFC 5280, 5.2.3) where both have one, or by its thisUpdate.
bool IsOlder(const X509_CRL* list, const X509_CRL* other) {
  const NumberPtr number = NumberOf(list);
  const NumberPtr other_number = NumberOf(other);
  if (number != nullptr && other_number != nullptr &&
      ASN1_INTEGER_cmp(number.get(), other_number.get()) < 0) {
    return true;
  }
  return ToTime(X509_CRL_get0_lastUpdate(list)) <
         ToTime(X509_CRL_get0_lastUpdate(other));
}

// Every list of `texts`. Errors: a file that holds no list, or something else.
absl::StatusOr<std::vector<CrlPtr>> ListsOf(const std::string& path,
                                            const Texts& texts) {
  std::vector<CrlPtr> lists;
  for (const auto& [name, text] : texts) {
    std::vector<CrlPtr> found = ReadLists(text);
    if (found.empty()) {
      return Refuse(name,
                    "is empty or not wholly lists in PEM; --tls-crl names "
                    "nothing else.");
    }
    std::move(found.begin(), found.end(), std::back_inserter(lists));
  }
  if (!lists.empty()) return lists;
  return Refuse(path, "is missing or empty; name it with --tls-crl.");
}

// Puts each list, if it is the newest, in the place of the authority that
// signed it.
absl::Status Sort(const std::string& path, std::vector<CrlPtr> lists,
                  RevocationLists& result) {
  for (CrlPtr& list : lists) {
    auto signer = std::find_if(
        result.authorities.begin(), result.authorities.end(),
        [&](const auto& ca) { return IsSignedBy(list.get(), ca.get()); });
    if (signer == result.authorities.end()) {
      return Refuse(path, "is not signed by an authority of --tls-ca.");
    }
    const std::string key = KeyOf(signer->get());
    const auto found = result.lists.find(key);
    if (found == result.lists.end()) {
      result.lists.emplace(key, std::move(list));
    } else if (!IsOlder(list.get(), found->second.get())) {
      found->second = std::move(list);
    }
  }
  for (const CertificatePtr& authority : result.authorities) {
    if (result.lists.count(KeyOf(authority.get())) == 0) {
      return Refuse(path, "covers not every authority of --tls-ca.");
    }
  }
  return absl::OkStatus();
}

// The earliest nextUpdate.
absl::Time UntilOf(const RevocationLists& lists) {
  absl::Time until = absl::InfiniteFuture();
  for (const auto& [key, list] : lists.lists) {
    until = std::min(until, ToTime(X509_CRL_get0_nextUpdate(list.get())));
  }
  return until;
}

absl::Status CheckTimes(const std::string& path, const RevocationLists& lists,
                        absl::Time now) {
  for (const auto& [key, list] : lists.lists) {
    if (ToTime(X509_CRL_get0_lastUpdate(list.get())) > now) {
      return Refuse(path, "is not valid yet; check the machine's clock.");
    }
  }
  if (UntilOf(lists) > now) return absl::OkStatus();
  return Refuse(path,
                "is outdated or says not until when it is valid; "
                "publish a new one.");
}

absl::StatusOr<std::unique_ptr<RevocationLists>> Parse(
    const std::string& path, const absl::StatusOr<Texts>& lists,
    const std::string& ca, absl::Time now) {
  ENTENTE_RETURN_IF_ERROR(lists.status());
  auto result = std::make_unique<RevocationLists>();
  result->authorities = ReadCertificates(ca);
  ENTENTE_ASSIGN_OR_RETURN(std::vector<CrlPtr> read, ListsOf(path, *lists));
  ENTENTE_RETURN_IF_ERROR(Sort(path, std::move(read), *result));
  ENTENTE_RETURN_IF_ERROR(CheckTimes(path, *result, now));
  result->until = UntilOf(*result);
  return result;
}

// Puts the lists of `used` in the place of older ones of the same authority in
// `next`. Whether there were any.
bool KeepNewer(const RevocationLists& used, RevocationLists& next) {
  bool is_kept = false;
  for (auto& [key, list] : next.lists) {
    const auto found = used.lists.find(key);
    if (found == used.lists.end() ||
        !IsOlder(list.get(), found->second.get())) {
      continue;
    }
    X509_CRL_up_ref(found->second.get());
    list = CrlPtr(found->second.get(), X509_CRL_free);
    is_kept = true;
  }
  next.until = UntilOf(next);
  return is_kept;
}

// Changes whenever what was read does.
std::string DigestOf(const absl::StatusOr<Texts>& lists,
                     const std::string& ca) {
  std::string all = Sha256Hex(ca);
  if (!lists.ok()) {
    absl::StrAppend(&all, std::string(lists.status().message()));
    return Sha256Hex(all);
  }
  for (const auto& [name, text] : *lists) {
    absl::StrAppend(&all, Sha256Hex(name), Sha256Hex(text));
  }
  return Sha256Hex(all);
}

}  // namespace

Revocation::Revocation(std::string lists, std::string ca, const Clock& clock)
    : lists_path_(std::move(lists)), ca_path_(std::move(ca)), clock_(clock) {}

Revocation::~Revocation() = default;

absl::StatusOr<std::unique_ptr<Revocation>> Revocation::Open(
    const std::string& lists, const std::string& ca, const Clock& clock) {
  std::unique_ptr<Revocation> result(new Revocation(lists, ca, clock));
  ENTENTE_RETURN_IF_ERROR(result->ReloadIfChanged());
  return result;
}

absl::Status Revocation::ReloadIfChanged() {
  const absl::StatusOr<Texts> lists = ReadAll(lists_path_);
  const absl::StatusOr<Texts> ca_file = ReadAll(ca_path_);
  const std::string ca =
      ca_file.ok() && !ca_file->empty() ? ca_file->begin()->second : "";
  const std::string digest = DigestOf(lists, ca);
  absl::MutexLock lock(&mutex_);
  if (digest == judged_) return verdict_;
  judged_ = digest;
  auto next = Parse(lists_path_, lists, ca, clock_.Now());
  verdict_ = next.status();
  if (next.ok()) {
    // A list put back would set revoked certificates free. What others
    // published meanwhile takes effect all the same.
    if (lists_ != nullptr && KeepNewer(*lists_, **next)) {
      verdict_ =
          Refuse(lists_path_, "is older than the one in use, which is kept.");
    }
    lists_ = *std::move(next);
    known_.clear();
  }
  if (!verdict_.ok()) {
    LogError("crl_rejected", {{"cause", std::string(verdict_.message())}});
    return verdict_;
  }
  LogInfo("crl_loaded",
          {{"file", lists_path_},
           {"lists", absl::StrCat(lists_->lists.size())},
           {"until", absl::FormatTime(lists_->until, absl::UTCTimeZone())}});
  return verdict_;
}

absl::Status Revocation::CheckCurrent() const {
  absl::MutexLock lock(&mutex_);
  return clock_.Now() < lists_->until
             ? absl::OkStatus()
             : Refuse(lists_path_, "is outdated; publish a new one.");
}

absl::Status Revocation::Check(const std::string& certificate_pem) const {
  const std::string digest = Sha256(certificate_pem);
  const absl::Time now = clock_.Now();
  absl::MutexLock lock(&mutex_);
  // Before what is remembered: verdicts end with the lists they came from.
  if (now >= lists_->until) return absl::UnauthenticatedError("crl_outdated");
  auto it = known_.find(digest);
  if (it != known_.end()) return it->second;
  absl::Status verdict = CheckWithLists(certificate_pem, now);
  if (known_.size() >= kKnownMax) known_.clear();
  known_.emplace(digest, verdict);
  return verdict;
}

absl::Status Revocation::CheckWithLists(const std::string& certificate_pem,
                                        absl::Time now) const {
  const std::vector<CertificatePtr> chain = ReadCertificates(certificate_pem);
  if (chain.empty()) {
    return absl::UnauthenticatedError("peer_certificate_unreadable");
  }
  std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(
      X509_STORE_new(), X509_STORE_free);
  for (const CertificatePtr& ca : lists_->authorities) {
    X509_STORE_add_cert(store.get(), ca.get());
  }
  for (const auto& [key, list] : lists_->lists) {
    X509_STORE_add_crl(store.get(), list.get());
  }
  STACK_OF(X509)* intermediates = sk_X509_new_null();
  for (size_t i = 1; i < chain.size(); ++i) {
    sk_X509_push(intermediates, chain[i].get());
  }
  std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> context(
      X509_STORE_CTX_new(), X509_STORE_CTX_free);
  absl::Status verdict = absl::UnauthenticatedError("peer_not_verified");
  if (X509_STORE_CTX_init(context.get(), store.get(), chain[0].get(),
                          intermediates) == 1) {
    X509_STORE_CTX_set_flags(context.get(),
                             X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
    X509_STORE_CTX_set_time(context.get(), 0, absl::ToTimeT(now));
    if (X509_verify_cert(context.get()) == 1) {
      verdict = absl::OkStatus();
    } else if (X509_STORE_CTX_get_error(context.get()) ==
               X509_V_ERR_CERT_REVOKED) {
      verdict = absl::UnauthenticatedError("peer_revoked");
    }
  }
  context.reset();
  sk_X509_free(intermediates);
  return verdict;
}

}  // namespace entente
