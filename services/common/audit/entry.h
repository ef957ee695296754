// The bytes of one entry of the access log, as they are stored and hashed.
#ifndef SERVICES_COMMON_AUDIT_ENTRY_H_
#define SERVICES_COMMON_AUDIT_ENTRY_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/common/v1/audit.pb.h"
#include "services/common/audit/entry_limit.h"

namespace entente::audit {

using entente::common::v1::AuditEntry;

// The entry in `bytes`. The tree vouches for bytes, so an entry is read from
// one form only: the bytes that this program writes for it. Whatever else
// protobuf would read is refused, since two readers could read it differently.
// Errors, DATA_LOSS with a cause for developers: longer than kEntryBytesMax, no
// AuditEntry, fields of another version, another spelling, an outcome that is
// not stated or not known, a time that is none, counted objects out of order, a
// ground that is not known.
absl::StatusOr<AuditEntry> ParseEntry(absl::string_view bytes);

// Of a hash of an object, in `object` and in `counted_objects`.
inline constexpr size_t kObjectHashBytes = 16;

// Whether `object` is among the counted objects of an entry that was read.
bool HasCountedObject(const AuditEntry& entry, absl::string_view object);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_ENTRY_H_
