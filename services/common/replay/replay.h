// Request ids: a retry of a mutation answers what the first call answered.
//
//   return replay::RunOnce<Line>(
//       store_, {caller.Scope(), caller.method, caller.now}, request,
//       [&](store::Transaction& transaction) -> absl::StatusOr<Line> {
//         ...read, decide, put...
//       });
//
// The fields `request_id` and `validate_only` of the request are found by name
// (AIP-155, AIP-163); a request without them behaves as if they were empty.
//
// Record (entente.common.v1.ReplayRecord), in the transaction of the call:
//
//   0xE0 | scope | request_id          -> digest of the payload and the answer;
//                                         past retention the time alone
//   0xE1 | time_us | scope | request_id -> empty; finds records past retention
#ifndef SERVICES_COMMON_REPLAY_REPLAY_H_
#define SERVICES_COMMON_REPLAY_REPLAY_H_

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/common/store/store.h"

namespace entente::replay {

// Longest request id accepted: a UUID with room for a prefix.
inline constexpr size_t kRequestIdBytesMax = 64;

// How long an answer is kept. The id stays decided for ever: of an older one
// the time is known and nothing else.
inline constexpr absl::Duration kRetention = absl::Hours(7 * 24);

// Who calls what, and when; made of gate::Caller.
struct Call {
  // Scope of the request id: "person:p-1001".
  std::string scope;
  // "package.Service/Method": part of the payload, so that one id cannot serve
  // two methods.
  std::string method;
  absl::Time now;
};

using MessageBody = absl::FunctionRef<absl::Status(
    store::Transaction& transaction, google::protobuf::Message& response)>;

// Runs `body` in one transaction of `store`, once per (scope, request_id):
//  - no request id: just runs;
//  - an id seen with the same payload: `response` or the refusal of the first
//    call, and `body` does not run;
//  - an id seen with another payload or method: INVALID_ARGUMENT /
//    REQUEST_ID_REUSED naming `request_id`;
//  - an id seen so long ago that its answer is no longer kept:
//    FAILED_PRECONDITION / REQUEST_ID_EXPIRED, and `body` does not run;
//  - a refusal that `body` decided (FAILED_PRECONDITION, INVALID_ARGUMENT,
//    ALREADY_EXISTS, NOT_FOUND) is kept with its detail; other failures
//    (UNAVAILABLE, INTERNAL, ABORTED...) are not, and a retry runs again;
//  - validate_only: `body` runs against the latest state and all it wrote is
//    undone; records are neither read nor written.
// Errors besides those of `body`: INVALID_ARGUMENT / REQUEST_ID_TOO_LONG, those
// of Store::Transact, DATA_LOSS when a record cannot be read. `response` is
// meaningful only when OK. `body` may run on another caller's thread: see
// Store::Transact.
absl::Status RunOnceMessage(store::Store& store, const Call& call,
                            const google::protobuf::Message& request,
                            google::protobuf::Message& response,
                            MessageBody body);

// The same with a typed answer.
template <class Response>
absl::StatusOr<Response> RunOnce(
    store::Store& store, const Call& call,
    const google::protobuf::Message& request,
    absl::FunctionRef<
        absl::StatusOr<std::type_identity_t<Response>>(store::Transaction&)>
        body) {
  Response response;
  absl::Status status =
      RunOnceMessage(store, call, request, response,
                     [&](store::Transaction& transaction,
                         google::protobuf::Message& out) -> absl::Status {
                       absl::StatusOr<Response> result = body(transaction);
                       if (result.ok())
                         static_cast<Response&>(out) = *std::move(result);
                       return result.status();
                     });
  if (!status.ok()) return status;
  return response;
}

}  // namespace entente::replay

#endif  // SERVICES_COMMON_REPLAY_REPLAY_H_
