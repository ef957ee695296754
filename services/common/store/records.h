// Protobuf messages as records.
#ifndef SERVICES_COMMON_STORE_RECORDS_H_
#define SERVICES_COMMON_STORE_RECORDS_H_

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message_lite.h"
#include "services/common/store/store.h"

namespace entente::store {

// DATA_LOSS, for a record whose bytes do not parse; names its type only.
absl::Status UnreadableRecord(const google::protobuf::MessageLite& message);

// The bytes of `message`, the same each time.
std::string Serialise(const google::protobuf::MessageLite& message);

// Puts what Serialise makes of `message` under `key`.
void PutRecord(Transaction& transaction, absl::string_view key,
               const google::protobuf::MessageLite& message);

// The record under `key`; nullopt when there is none; DATA_LOSS when it does
// not parse.
template <class Message>
absl::StatusOr<std::optional<Message>> GetRecord(const Reader& reader,
                                                 absl::string_view key) {
  auto value = reader.Get(key);
  if (!value.ok()) return value.status();
  if (!value->has_value()) return std::optional<Message>();
  std::optional<Message> message(std::in_place);
  if (!message->ParseFromString(**value)) return UnreadableRecord(*message);
  return message;
}

// Calls `visit` for each record under `prefix` from `start` on (see
// Reader::Scan) until it returns false. DATA_LOSS when one does not parse.
template <class Message>
absl::Status ScanRecords(
    const Reader& reader, absl::string_view prefix, absl::string_view start,
    absl::FunctionRef<bool(absl::string_view key, const Message& message)>
        visit) {
  Message message;
  absl::Status parsed;
  const absl::Status scanned = reader.Scan(
      prefix, start, [&](absl::string_view key, absl::string_view value) {
        if (!message.ParseFromArray(value.data(),
                                    static_cast<int>(value.size()))) {
          parsed = UnreadableRecord(message);
          return false;
        }
        return visit(key, message);
      });
  return scanned.ok() ? parsed : scanned;
}

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_RECORDS_H_
