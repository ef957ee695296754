#include "services/common/channel/certificates.h"

#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

#include <algorithm>

namespace entente {
namespace {

absl::Time EndOf(const STACK_OF(X509) * chain) {
  absl::Time end = absl::InfiniteFuture();
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    end = std::min(end, ToTime(X509_get0_notAfter(sk_X509_value(chain, i))));
  }
  return end;
}

}  // namespace

BioPtr ReaderOf(const std::string& text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())),
                BIO_free);
}

std::vector<CertificatePtr> ReadCertificates(const std::string& pem) {
  const BioPtr bio = ReaderOf(pem);
  std::vector<CertificatePtr> result;
  while (X509* raw = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    result.emplace_back(raw, X509_free);
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

ChainVerdict VerifyChain(const std::vector<CertificatePtr>& authorities,
                         const std::vector<CertificatePtr>& chain,
                         const std::map<std::string, CrlPtr>* lists,
                         absl::Time now) {
  const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(
      X509_STORE_new(), X509_STORE_free);
  for (const CertificatePtr& ca : authorities) {
    X509_STORE_add_cert(store.get(), ca.get());
  }
  if (lists != nullptr) {
    for (const auto& [key, list] : *lists) {
      X509_STORE_add_crl(store.get(), list.get());
    }
  }
  const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> above(
      sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
  for (size_t i = 1; i < chain.size(); ++i) {
    sk_X509_push(above.get(), chain[i].get());
  }
  const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> context(
      X509_STORE_CTX_new(), X509_STORE_CTX_free);
  if (X509_STORE_CTX_init(context.get(), store.get(), chain[0].get(),
                          above.get()) != 1) {
    return {X509_V_ERR_UNSPECIFIED};
  }
  if (lists != nullptr) {
    X509_STORE_CTX_set_flags(context.get(),
                             X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  }
  X509_STORE_CTX_set_time(context.get(), 0, absl::ToTimeT(now));
  if (X509_verify_cert(context.get()) == 1) {
    return {X509_V_OK, EndOf(X509_STORE_CTX_get0_chain(context.get()))};
  }
  return {X509_STORE_CTX_get_error(context.get())};
}

}  // namespace entente
