#include "services/indicators/event_hasher.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace entente::indicators {

// Fetching the digest once per stream, not once per row, halves the cost of a
// row's hash under OpenSSL 3.
struct EventHasher::Engine {
  Engine()
      : digest(EVP_MD_fetch(nullptr, "SHA256", nullptr)),
        context(EVP_MD_CTX_new()) {
    if (digest == nullptr || context == nullptr) std::abort();
  }
  ~Engine() {
    EVP_MD_CTX_free(context);
    EVP_MD_free(digest);
  }
  EVP_MD* digest;
  EVP_MD_CTX* context;
};

// No part holds a NUL, so the parts cannot run into each other.
EventHasher::EventHasher(absl::string_view municipality,
                         absl::string_view source)
    : prefix_(absl::StrCat(municipality, absl::string_view("\0", 1), source,
                           absl::string_view("\0", 1))),
      engine_(std::make_unique<Engine>()) {}

EventHasher::~EventHasher() = default;

EventId EventHasher::Hash(absl::string_view event_id) {
  buffer_.assign(prefix_);
  buffer_.append(event_id.data(), event_id.size());
  return Fingerprint(buffer_);
}

EventId EventHasher::Fingerprint(absl::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  if (EVP_DigestInit_ex2(engine_->context, engine_->digest, nullptr) != 1 ||
      EVP_DigestUpdate(engine_->context, bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(engine_->context, digest, nullptr) != 1) {
    // Only a broken installation of OpenSSL gets here.
    std::abort();
  }
  return EventId::From(
      {reinterpret_cast<const char*>(digest), EventId::kBytes});
}

}  // namespace entente::indicators
