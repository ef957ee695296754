#include "services/common/channel/revocation.h"

#include <openssl/x509_vfy.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/log.h"
#include "services/common/channel/certificates.h"
#include "services/common/channel/revocation_lists.h"

namespace entente {
namespace {

// Verdicts kept; a deployment has a few dozen peers.
constexpr size_t kKnownMax = 1024;

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
  const absl::StatusOr<ListTexts> lists = ReadListFiles(lists_path_);
  const absl::StatusOr<ListTexts> ca_file = ReadListFiles(ca_path_);
  const bool has_ca =
      ca_file.ok() && !ca_file->empty() && ca_file->begin()->second.ok();
  const std::string ca = has_ca ? *ca_file->begin()->second : "";
  const std::string digest = DigestOfLists(lists, ca);
  absl::MutexLock lock(&mutex_);
  const absl::Time now = clock_.Now();
  if (digest == judged_ && now < again_) return verdict_;
  judged_ = digest;
  JudgedLists judged = JudgeLists(lists_path_, lists, ca, lists_.get(), now);
  verdict_ = judged.fault;
  again_ = judged.again;
  // At first everything must be right.
  if (judged.lists != nullptr && (lists_ != nullptr || verdict_.ok())) {
    lists_ = std::move(judged.lists);
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
             : RefuseList(lists_path_, "is outdated; publish a new one.");
}

absl::Status Revocation::Check(const std::string& certificate_pem) const {
  const std::string digest = Sha256(certificate_pem);
  const absl::Time now = clock_.Now();
  absl::MutexLock lock(&mutex_);
  // Before what is remembered: verdicts end with the lists they came from.
  if (now >= lists_->until) return absl::UnauthenticatedError("crl_outdated");
  auto it = known_.find(digest);
  if (it != known_.end() && now < it->second.until) return it->second.status;
  Verdict verdict = CheckWithLists(certificate_pem, now);
  if (known_.size() >= kKnownMax) known_.clear();
  return known_.insert_or_assign(digest, std::move(verdict))
      .first->second.status;
}

Revocation::Verdict Revocation::CheckWithLists(
    const std::string& certificate_pem, absl::Time now) const {
  const std::vector<CertificatePtr> chain = ReadCertificates(certificate_pem);
  if (chain.empty()) {
    return {absl::UnauthenticatedError("peer_certificate_unreadable"),
            absl::InfiniteFuture()};
  }
  const ChainVerdict verdict =
      VerifyChain(lists_->authorities, chain, &lists_->lists, now);
  if (verdict.error == X509_V_OK) return {absl::OkStatus(), verdict.until};
  if (verdict.error == X509_V_ERR_CERT_REVOKED) {
    return {absl::UnauthenticatedError("peer_revoked"), absl::InfiniteFuture()};
  }
  // Not kept: it may be a certificate of later.
  return {absl::UnauthenticatedError("peer_not_verified"), now};
}

}  // namespace entente
