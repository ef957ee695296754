#include "services/common/channel/revocation.h"

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
  std::vector<CrlPtr> lists;
  // Of all lists: the earliest nextUpdate, the latest thisUpdate.
  absl::Time from = absl::InfinitePast();
  absl::Time until = absl::InfiniteFuture();
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

std::vector<CrlPtr> ReadLists(const std::string& pem) {
  const Bio bio = Reader(pem);
  std::vector<CrlPtr> result;
  while (X509_CRL* raw =
             PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr)) {
    result.emplace_back(raw, X509_CRL_free);
  }
  return result;
}

absl::Time ToTime(const ASN1_TIME* time) {
  tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    return absl::InfinitePast();
  }
  return absl::FromTM(parts, absl::UTCTimeZone());
}

// The bytes of a file, or of the files of a folder in the order of their names.
std::string ReadAll(const std::string& path) {
  std::error_code error;
  std::set<std::string> files;
  if (std::filesystem::is_directory(path, error)) {
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
      if (entry.is_regular_file(error)) files.insert(entry.path().string());
    }
  } else if (!path.empty()) {
    files.insert(path);
  }
  std::string text;
  for (const std::string& name : files) {
    const uintmax_t size = std::filesystem::file_size(name, error);
    if (error || size > kListBytesMax) return "";
    std::ifstream file(name, std::ios::binary);
    text.append(std::istreambuf_iterator<char>(file), {});
    text += '\n';
  }
  return text;
}

bool IsSignedBy(X509_CRL* list, X509* authority) {
  return X509_NAME_cmp(X509_CRL_get_issuer(list),
                       X509_get_subject_name(authority)) == 0 &&
         X509_CRL_verify(list, X509_get0_pubkey(authority)) == 1;
}

absl::StatusOr<std::unique_ptr<RevocationLists>> Parse(const std::string& path,
                                                       const std::string& lists,
                                                       const std::string& ca,
                                                       absl::Time now) {
  auto result = std::make_unique<RevocationLists>();
  result->authorities = ReadCertificates(ca);
  result->lists = ReadLists(lists);
  if (result->lists.empty()) {
    return Refuse(path,
                  "is missing, empty or not a list in PEM; name it with "
                  "--tls-crl.");
  }
  std::set<X509*> covered;
  for (const CrlPtr& list : result->lists) {
    auto signer = std::find_if(
        result->authorities.begin(), result->authorities.end(),
        [&](const auto& ca) { return IsSignedBy(list.get(), ca.get()); });
    if (signer == result->authorities.end()) {
      return Refuse(path, "is not signed by an authority of --tls-ca.");
    }
    covered.insert(signer->get());
    result->from =
        std::max(result->from, ToTime(X509_CRL_get0_lastUpdate(list.get())));
    result->until =
        std::min(result->until, ToTime(X509_CRL_get0_nextUpdate(list.get())));
  }
  if (covered.size() != result->authorities.size()) {
    return Refuse(path, "covers not every authority of --tls-ca.");
  }
  if (result->from > now) {
    return Refuse(path, "is not valid yet; check the machine's clock.");
  }
  if (result->until <= now) {
    return Refuse(path,
                  "is outdated or says not until when it is valid; "
                  "publish a new one.");
  }
  return result;
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
  const std::string lists = ReadAll(lists_path_);
  const std::string ca = ReadAll(ca_path_);
  const std::string digest = Sha256Hex(absl::StrCat(Sha256Hex(lists), ca));
  absl::MutexLock lock(&mutex_);
  if (digest == judged_) return verdict_;
  judged_ = digest;
  auto next = Parse(lists_path_, lists, ca, clock_.Now());
  verdict_ = next.status();
  // A list put back would set revoked certificates free.
  if (next.ok() && lists_ != nullptr && (*next)->from < lists_->from) {
    verdict_ = Refuse(lists_path_, "is older than the one in use.");
  }
  if (!verdict_.ok()) {
    LogError("crl_rejected", {{"cause", std::string(verdict_.message())}});
    return verdict_;
  }
  lists_ = *std::move(next);
  known_.clear();
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
  for (const CrlPtr& list : lists_->lists) {
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
