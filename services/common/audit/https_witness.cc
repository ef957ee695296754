#include "services/common/audit/https_witness.h"

#include <curl/curl.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/audit/add_checkpoint.h"
#include "services/common/audit/note.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

constexpr size_t kAddressBytesMax = 2048;
// Sixteen signature lines; a 409 is shorter.
constexpr size_t kAnswerBytesMax = 64 * 1024;
constexpr size_t kHeaderBytesMax = 16 * 1024;

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;
using Curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

// The part `which` of a parsed address; empty when it has none.
std::string Part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return "";
  std::string part(text);
  curl_free(text);
  return part;
}

struct Received {
  std::string body;
  size_t header_bytes = 0;
  bool is_too_large = false;
};

size_t TakeBody(char* data, size_t, size_t size, void* user) {
  auto* received = static_cast<Received*>(user);
  received->is_too_large |= received->body.size() + size > kAnswerBytesMax;
  if (received->is_too_large) return 0;
  received->body.append(data, size);
  return size;
}

size_t TakeHeader(char*, size_t, size_t size, void* user) {
  auto* received = static_cast<Received*>(user);
  received->header_bytes += size;
  received->is_too_large |= received->header_bytes > kHeaderBytesMax;
  return received->is_too_large ? 0 : size;
}

class HttpsTransport final : public WitnessTransport {
 public:
  explicit HttpsTransport(absl::Duration timeout)
      : timeout_ms_(static_cast<long>(absl::ToInt64Milliseconds(timeout))) {}

  absl::StatusOr<WitnessAnswer> Post(const Witness& witness,
                                     const std::string& body) override {
    // A connection of its own each time: the certificate is judged anew.
    const Curl curl(curl_easy_init(), curl_easy_cleanup);
    if (curl == nullptr) return absl::UnavailableError("out of memory");
    Received received;
    curl_slist* const headers =
        curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8");
    const CURLcode code = Prepare(curl.get(), witness, body, headers, received)
                              ? curl_easy_perform(curl.get())
                              : CURLE_FAILED_INIT;
    WitnessAnswer answer = AnswerOf(curl.get());
    curl_slist_free_all(headers);
    if (received.is_too_large) {
      return absl::UnavailableError("the answer is larger than 64 KiB");
    }
    // The general words only: a cause that counts milliseconds would be
    // another one each time.
    if (code != CURLE_OK) {
      return absl::UnavailableError(curl_easy_strerror(code));
    }
    answer.body = std::move(received.body);
    return answer;
  }

 private:
  bool Prepare(CURL* curl, const Witness& witness, const std::string& body,
               curl_slist* headers, Received& received) const {
    CURLcode code = headers == nullptr ? CURLE_OUT_OF_MEMORY : CURLE_OK;
    const auto set = [&](CURLoption option, auto value) {
      if (code == CURLE_OK) code = curl_easy_setopt(curl, option, value);
    };
    const std::string url = absl::StrCat(witness.address, kAddCheckpointPath);
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    // Empty, not absent: absent means the proxy of the environment.
    set(CURLOPT_PROXY, "");
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!witness.ca.empty()) {
      set(CURLOPT_CAINFO, witness.ca.c_str());
      // Otherwise the machine's folder would be trusted as well.
      set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
    }
    set(CURLOPT_TIMEOUT_MS, timeout_ms_);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_USERAGENT, "entente");
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    set(CURLOPT_COPYPOSTFIELDS, body.c_str());
    set(CURLOPT_WRITEFUNCTION, TakeBody);
    set(CURLOPT_WRITEDATA, &received);
    set(CURLOPT_HEADERFUNCTION, TakeHeader);
    set(CURLOPT_HEADERDATA, &received);
    return code == CURLE_OK;
  }

  // Status and type; the body is elsewhere.
  static WitnessAnswer AnswerOf(CURL* curl) {
    long status = 0;
    const char* type = nullptr;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    return {.http_status = static_cast<int>(status),
            .content_type = type == nullptr ? "" : absl::AsciiStrToLower(type),
            .body = ""};
  }

  const long timeout_ms_;
};

}  // namespace

std::shared_ptr<WitnessTransport> MakeHttpsTransport(absl::Duration timeout) {
  // Also set up by the source of keys; libcurl counts.
  static const CURLcode is_set_up = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(is_set_up);
  return std::make_shared<HttpsTransport>(timeout);
}

absl::Status CheckWitnessAddress(const std::string& address) {
  const Url url(curl_url(), curl_url_cleanup);
  if (address.size() > kAddressBytesMax || address.back() == '/' ||
      curl_url_set(url.get(), CURLUPART_URL, address.c_str(),
                   CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
      Part(url.get(), CURLUPART_HOST).empty() ||
      Part(url.get(), CURLUPART_SCHEME) != "https" ||
      !Part(url.get(), CURLUPART_USER).empty() ||
      !Part(url.get(), CURLUPART_PASSWORD).empty() ||
      !Part(url.get(), CURLUPART_QUERY).empty() ||
      !Part(url.get(), CURLUPART_FRAGMENT).empty()) {
    return absl::InvalidArgumentError(
        "An address of a witness reads https://host:port or "
        "https://host:port/prefix.");
  }
  return absl::OkStatus();
}

}  // namespace entente::audit
