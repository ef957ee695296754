// Reading a client's stream, so that its end and a message that is none are
// told apart: gRPC answers false to both, and a stream that broke would be
// acknowledged as if it were whole.
#ifndef SERVICES_COMMON_GATE_NEXT_MESSAGE_H_
#define SERVICES_COMMON_GATE_NEXT_MESSAGE_H_

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/unknown_field_set.h"
#include "services/common/gate/gate_errors.h"

namespace entente::gate {

// Parsing begins by clearing the message: the mark is gone when bytes came, and
// still there when none did.
inline constexpr int kUntouchedMark = (1 << 29) - 1;

// Empties `message` and marks it, before gRPC reads into it.
inline void MarkUntouched(google::protobuf::Message& message) {
  message.Clear();
  message.GetReflection()->MutableUnknownFields(&message)->AddVarint(
      kUntouchedMark, 1);
}

// Whether gRPC, which read no message into it, did not even try.
inline bool IsUntouched(const google::protobuf::Message& message) {
  const auto& unknown = message.GetReflection()->GetUnknownFields(message);
  return unknown.field_count() == 1 &&
         unknown.field(0).number() == kUntouchedMark;
}

// True: `message` is the stream's next. False: the client has ended the stream,
// or is gone. Errors: INVALID_ARGUMENT / REQUEST_UNREADABLE when what came is
// no message of its type; nothing more can be read then.
template <class Stream, class Message>
absl::StatusOr<bool> ReadNext(Stream& stream, Message& message) {
  MarkUntouched(message);
  if (stream.Read(&message)) return true;
  const bool is_untouched = IsUntouched(message);
  message.Clear();
  if (is_untouched) return false;
  return RequestUnreadable();
}

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_NEXT_MESSAGE_H_
