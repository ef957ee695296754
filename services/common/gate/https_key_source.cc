#include "services/common/gate/https_key_source.h"

#include <curl/curl.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace entente::gate {
namespace {

// Longest address, in bytes.
constexpr size_t kAddressBytesMax = 2048;
// All response headers together, in bytes.
constexpr size_t kHeaderBytesMax = 64 * 1024;

// Does not repeat the address: it may hold a password.
absl::Status Refuse(absl::string_view cause) {
  return absl::FailedPreconditionError(absl::StrCat(
      "The address given with --jwks ", cause, "; give https://host/path."));
}

// The part `which` of a parsed address; empty when it has none.
std::string Part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return "";
  std::string part(text);
  curl_free(text);
  return part;
}

absl::Status CheckAddress(const std::string& address) {
  std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(),
                                                          curl_url_cleanup);
  if (address.size() > kAddressBytesMax ||
      curl_url_set(url.get(), CURLUPART_URL, address.c_str(),
                   CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
      Part(url.get(), CURLUPART_HOST).empty()) {
    return Refuse("is malformed");
  }
  if (Part(url.get(), CURLUPART_SCHEME) != "https") {
    return Refuse("is not https, and keys are fetched in no other way");
  }
  if (!Part(url.get(), CURLUPART_USER).empty() ||
      !Part(url.get(), CURLUPART_PASSWORD).empty() ||
      !Part(url.get(), CURLUPART_FRAGMENT).empty()) {
    return Refuse("has a user, a password or a fragment, but keys are public");
  }
  return absl::OkStatus();
}

struct Answer {
  std::string body;
  size_t header_bytes = 0;
  bool is_too_large = false;
};

size_t TakeBody(char* data, size_t, size_t size, void* user) {
  auto* answer = static_cast<Answer*>(user);
  if (answer->body.size() + size > kJwksBytesMax) {
    answer->is_too_large = true;
    return 0;
  }
  answer->body.append(data, size);
  return size;
}

size_t TakeHeader(char*, size_t, size_t size, void* user) {
  auto* answer = static_cast<Answer*>(user);
  answer->header_bytes += size;
  answer->is_too_large = answer->header_bytes > kHeaderBytesMax;
  return answer->is_too_large ? 0 : size;
}

class HttpsKeySource final : public KeySource {
 public:
  HttpsKeySource(std::string address, HttpsKeyOptions options)
      : address_(std::move(address)), options_(std::move(options)) {}

  absl::StatusOr<std::string> Fetch() override {
    // A connection of its own each time: the certificate is judged anew.
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                             curl_easy_cleanup);
    if (curl == nullptr) return Fail("out of memory");
    Answer answer;
    char detail[CURL_ERROR_SIZE] = "";
    if (!Prepare(curl.get(), answer, detail)) return Fail("libcurl refuses");
    const CURLcode code = curl_easy_perform(curl.get());
    if (answer.is_too_large) return Fail("the answer is larger than 256 KiB");
    if (code == CURLE_PEER_FAILED_VERIFICATION ||
        code == CURLE_SSL_CONNECT_ERROR) {
      return Fail(absl::StrCat("the server is not trusted: ", detail));
    }
    // The general words only: a cause that counts milliseconds would be a new
    // alarm at each look.
    if (code != CURLE_OK) return Fail(curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) {
      return Fail(absl::StrCat("the answer is HTTP ", status,
                               status / 100 == 3
                                   ? "; redirects are not followed, give the "
                                     "address they lead to"
                                   : ""));
    }
    return std::move(answer.body);
  }

  absl::Duration period() const override { return options_.period; }
  std::string name() const override { return address_; }

 private:
  bool Prepare(CURL* curl, Answer& answer, char* detail) const {
    CURLcode code = CURLE_OK;
    const auto set = [&](CURLoption option, auto value) {
      if (code == CURLE_OK) code = curl_easy_setopt(curl, option, value);
    };
    const auto timeout_ms =
        static_cast<long>(absl::ToInt64Milliseconds(options_.timeout));
    set(CURLOPT_URL, address_.c_str());
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    // Empty, not absent: absent means the proxy of the environment.
    set(CURLOPT_PROXY, "");
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options_.ca.empty()) {
      set(CURLOPT_CAINFO, options_.ca.c_str());
      // Otherwise the machine's folder would be trusted as well.
      set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
    }
    set(CURLOPT_TIMEOUT_MS, timeout_ms);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_USERAGENT, "entente");
    set(CURLOPT_WRITEFUNCTION, TakeBody);
    set(CURLOPT_WRITEDATA, &answer);
    set(CURLOPT_HEADERFUNCTION, TakeHeader);
    set(CURLOPT_HEADERDATA, &answer);
    set(CURLOPT_ERRORBUFFER, detail);
    return code == CURLE_OK;
  }

  absl::Status Fail(absl::string_view cause) const {
    return absl::UnavailableError(absl::StrCat(
        "The keys at ", address_, " could not be fetched: ", cause, "."));
  }

  const std::string address_;
  const HttpsKeyOptions options_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<KeySource>> MakeHttpsKeySource(
    const std::string& address, HttpsKeyOptions options) {
  static const CURLcode is_set_up = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (is_set_up != CURLE_OK) {
    return absl::FailedPreconditionError("libcurl cannot be set up.");
  }
  ENTENTE_RETURN_IF_ERROR(CheckAddress(address));
  return std::make_unique<HttpsKeySource>(address, std::move(options));
}

absl::StatusOr<std::unique_ptr<KeySource>> MakeKeySource(
    const std::string& place, const std::string& ca) {
  if (absl::StrContains(place, "://") ||
      absl::StartsWithIgnoreCase(place, "http:") ||
      absl::StartsWithIgnoreCase(place, "https:")) {
    return MakeHttpsKeySource(place, {.ca = ca});
  }
  if (!ca.empty()) {
    return absl::FailedPreconditionError(
        "--jwks-ca goes with an https address in --jwks, not with a file.");
  }
  return MakeFileKeySource(place);
}

}  // namespace entente::gate
