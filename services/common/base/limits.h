// Limits that all services share, each with its unit and reason. What only one
// service needs stands in that service's limits.h. The comments of the protos
// state the same figures.
#ifndef SERVICES_COMMON_BASE_LIMITS_H_
#define SERVICES_COMMON_BASE_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace entente::limits {

// Rows of one page (AIP-158): a screenful of a table by default; at most what
// fits a message with rows of some kilobytes.
inline constexpr int32_t kPageSizeDefault = 100;
inline constexpr int32_t kPageSizeMax = 1000;

// Largest text that a caller may send as one field: the longest real document
// seen is a tenth of it.
inline constexpr size_t kPayloadBytesMax = size_t{4} << 20;

// Largest gRPC message either way: a payload, what was read out of it, and its
// envelope. Bounds the memory that one call can claim.
inline constexpr size_t kMessageBytesMax = size_t{8} << 20;

// One value in the store, so that a record always fits a message.
inline constexpr size_t kRecordBytesMax = kMessageBytesMax - (size_t{64} << 10);

// A resource name or one reference: AIP-122 segments of at most 63 bytes, up to
// eight of them with their collections.
inline constexpr size_t kNameBytesMax = 1024;

// Characters (code points) of a one-line label, and of a text of some
// paragraphs that a person types. Longer text belongs in a payload.
inline constexpr size_t kLabelCharactersMax = 500;
inline constexpr size_t kTextCharactersMax = 4000;

// Bytes of a request_id (AIP-155): a UUID is 36.
inline constexpr size_t kRequestIdBytesMax = 64;

// Bytes of the id of an event; events are shipped by at most so many in one
// delivery, and no more bytes than leave a delivery far from kMessageBytesMax.
inline constexpr size_t kEventIdBytesMax = 64;
inline constexpr int32_t kDeliveryEventsMax = 256;
inline constexpr size_t kDeliveryBytesMax = size_t{1} << 20;

// Imposed on a unary call that states no deadline: twenty times the slowest
// honest call measured, and short enough that threads come back.
inline constexpr absl::Duration kDeadlineDefault = absl::Seconds(10);

// Characters of a caller's value repeated in an error sentence.
inline constexpr size_t kExcerptCharactersMax = 40;

}  // namespace entente::limits

#endif  // SERVICES_COMMON_BASE_LIMITS_H_
