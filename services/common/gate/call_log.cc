#include "services/common/gate/call_log.h"

#include <openssl/rand.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/log.h"

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
  return absl::BytesToHexString(HmacSha256(*kKey, subject).substr(0, 8));
}

}  // namespace

void LogCall(const Caller& caller, const CallOutcome& outcome,
             const std::string& cause, const absl::Status& status) {
  LogFields fields = {
      {"method", caller.method},
      {"peer", caller.peer},
      {"trace_id", caller.trace_id},
      {"code", absl::StatusCodeToString(outcome.code)},
      {"duration_us",
       absl::StrCat(absl::ToInt64Microseconds(outcome.duration))},
  };
  if (!outcome.reason.empty()) fields["reason"] = outcome.reason;
  if (!cause.empty()) fields["cause"] = cause;
  if (!caller.subject.empty()) fields["person"] = Pseudonym(caller.subject);
  if (!status.ok() && !GetErrorDetail(status).has_value()) {
    fields["message"] = std::string(status.message());
  }
  const bool is_fault = outcome.code == absl::StatusCode::kInternal ||
                        outcome.code == absl::StatusCode::kUnknown ||
                        outcome.code == absl::StatusCode::kDataLoss;
  if (is_fault) {
    LogError("call", fields);
  } else {
    LogInfo("call", fields);
  }
}

}  // namespace entente::gate
