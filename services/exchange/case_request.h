// Request ids of restricted calls: a retry finds what the first call made,
// after the object was permitted again. Unlike services/common/replay it keeps
// a name and no answer, so that content about a subject is stored once.
#ifndef SERVICES_EXCHANGE_CASE_REQUEST_H_
#define SERVICES_EXCHANGE_CASE_REQUEST_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/exchange/v1/records.pb.h"
#include "google/protobuf/message.h"
#include "services/common/store/store.h"

namespace entente::exchange {

// A value; made before the transaction.
class CaseRequest {
 public:
  // `scope` is the caller's, `method` the RPC; `request_id` may be empty.
  CaseRequest(const std::string& scope, const std::string& method,
              const std::string& request_id,
              const google::protobuf::Message& request);

  // What an earlier call with this id and the same request made; nullopt when
  // there was none or no id was given. Errors: INVALID_ARGUMENT /
  // REQUEST_ID_REUSED when the request differs, DATA_LOSS.
  absl::StatusOr<std::optional<v1::CaseRequestRecord>> Find(
      const store::Reader& reader) const;

  // Remembers what this call made; nothing without an id.
  void Remember(store::Transaction& transaction, const std::string& name,
                int64_t number) const;

 private:
  std::string key_;
  std::string digest_;
};

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_CASE_REQUEST_H_
