#include "services/common/gate/call_log.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "absl/strings/escaping.h"
#include "nlohmann/json.hpp"
#include "services/common/base/error.h"
#include "spdlog/spdlog.h"

namespace entente::gate {
namespace {

// First 8 bytes of HMAC-SHA-256 under a key of this process.
std::string Pseudonym(const std::string& subject) {
  static const std::string* const kKey = [] {
    auto* key = new std::string(32, '\0');
    // Without randomness no pseudonym at all: the key would be guessable.
    if (RAND_bytes(reinterpret_cast<unsigned char*>(key->data()), 32) != 1) {
      key->clear();
    }
    return key;
  }();
  if (kKey->empty()) return "";
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), kKey->data(), static_cast<int>(kKey->size()),
       reinterpret_cast<const unsigned char*>(subject.data()), subject.size(),
       mac, &size);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<char*>(mac), 8));
}

}  // namespace

void LogCall(const Caller& caller, const CallOutcome& outcome,
             const std::string& cause, const absl::Status& status) {
  nlohmann::json line = {
      {"event", "call"},
      {"method", caller.method},
      {"peer", caller.peer},
      {"trace_id", caller.trace_id},
      {"code", absl::StatusCodeToString(outcome.code)},
      {"duration_us", absl::ToInt64Microseconds(outcome.duration)},
  };
  if (!outcome.reason.empty()) line["reason"] = outcome.reason;
  if (!cause.empty()) line["cause"] = cause;
  if (!caller.subject.empty()) line["person"] = Pseudonym(caller.subject);
  if (!status.ok() && !GetErrorDetail(status).has_value()) {
    line["message"] = std::string(status.message());
  }
  // Invalid UTF-8 in a message must not cost the line.
  const std::string text =
      line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const bool is_fault = outcome.code == absl::StatusCode::kInternal ||
                        outcome.code == absl::StatusCode::kUnknown ||
                        outcome.code == absl::StatusCode::kDataLoss;
  spdlog::log(is_fault ? spdlog::level::err : spdlog::level::info, "{}", text);
}

}  // namespace entente::gate
