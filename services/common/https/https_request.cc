#include "services/common/https/https_request.h"

#include <curl/curl.h>

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace entente::https {
namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;
using Curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Headers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// The part `which` of a parsed address; empty when it has none.
std::string Part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return "";
  std::string part(text);
  curl_free(text);
  return part;
}

// What arrives, within the bounds of the request.
struct Received {
  const Request& request;
  std::string body = {};
  size_t header_bytes = 0;
  bool is_too_large = false;
  // libcurl's own words, with which it may be left before it is destroyed.
  char detail[CURL_ERROR_SIZE] = "";
};

size_t TakeBody(char* data, size_t, size_t size, void* user) {
  auto* received = static_cast<Received*>(user);
  received->is_too_large |=
      received->body.size() + size > received->request.body_bytes_max;
  if (received->is_too_large) return 0;
  received->body.append(data, size);
  return size;
}

size_t TakeHeader(char*, size_t, size_t size, void* user) {
  auto* received = static_cast<Received*>(user);
  received->header_bytes += size;
  received->is_too_large |=
      received->header_bytes > received->request.header_bytes_max;
  return received->is_too_large ? 0 : size;
}

bool Prepare(CURL* curl, const Request& request, curl_slist* headers,
             Received& received) {
  CURLcode code = headers == nullptr ? CURLE_OUT_OF_MEMORY : CURLE_OK;
  const auto set = [&](CURLoption option, auto value) {
    if (code == CURLE_OK) code = curl_easy_setopt(curl, option, value);
  };
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  // Empty, not absent: absent means the proxy of the environment.
  set(CURLOPT_PROXY, "");
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!request.ca.empty()) {
    set(CURLOPT_CAINFO, request.ca.c_str());
    // Otherwise the machine's folder would be trusted as well.
    set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
  }
  set(CURLOPT_TIMEOUT_MS,
      static_cast<long>(absl::ToInt64Milliseconds(request.timeout)));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_USERAGENT, "entente");
  if (request.post) {
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request.post->size()));
    set(CURLOPT_COPYPOSTFIELDS, request.post->c_str());
  }
  set(CURLOPT_WRITEFUNCTION, TakeBody);
  set(CURLOPT_WRITEDATA, &received);
  set(CURLOPT_HEADERFUNCTION, TakeHeader);
  set(CURLOPT_HEADERDATA, &received);
  set(CURLOPT_ERRORBUFFER, &received.detail[0]);
  return code == CURLE_OK;
}

// Status and type; the body is elsewhere.
Answer AnswerOf(CURL* curl) {
  long status = 0;
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  return {.status = static_cast<int>(status),
          .content_type = type == nullptr ? "" : absl::AsciiStrToLower(type)};
}

}  // namespace

std::optional<Address> ParseAddress(const std::string& address) {
  const Url url(curl_url(), curl_url_cleanup);
  if (address.size() > kAddressBytesMax ||
      curl_url_set(url.get(), CURLUPART_URL, address.c_str(),
                   CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
      Part(url.get(), CURLUPART_HOST).empty()) {
    return std::nullopt;
  }
  const auto has = [&](CURLUPart part) {
    return !Part(url.get(), part).empty();
  };
  return Address{.scheme = Part(url.get(), CURLUPART_SCHEME),
                 .has_user = has(CURLUPART_USER),
                 .has_password = has(CURLUPART_PASSWORD),
                 .has_query = has(CURLUPART_QUERY),
                 .has_fragment = has(CURLUPART_FRAGMENT)};
}

absl::StatusOr<Answer> Send(const Request& request) {
  Received received{.request = request};
  const Headers headers(
      curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8"),
      curl_slist_free_all);
  const Curl curl(curl_easy_init(), curl_easy_cleanup);
  if (curl == nullptr) return absl::UnavailableError("out of memory");
  if (!Prepare(curl.get(), request, headers.get(), received)) {
    return absl::UnavailableError("libcurl refuses");
  }
  const CURLcode code = curl_easy_perform(curl.get());
  if (received.is_too_large) {
    return absl::UnavailableError(absl::StrCat(
        "the answer is larger than ", request.body_bytes_max / 1024, " KiB"));
  }
  if (code == CURLE_PEER_FAILED_VERIFICATION ||
      code == CURLE_SSL_CONNECT_ERROR) {
    return absl::UnavailableError(
        absl::StrCat("the server is not trusted: ", received.detail));
  }
  // The general words only: a cause that counts milliseconds would be another
  // one each time, and each a new alarm.
  if (code != CURLE_OK) {
    return absl::UnavailableError(curl_easy_strerror(code));
  }
  Answer answer = AnswerOf(curl.get());
  answer.body = std::move(received.body);
  return answer;
}

bool SetUp() {
  static const CURLcode is_set_up = curl_global_init(CURL_GLOBAL_DEFAULT);
  return is_set_up == CURLE_OK;
}

}  // namespace entente::https
