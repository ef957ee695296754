#include "services/common/audit/entry.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"

namespace entente::audit {
namespace {

constexpr int32_t kNanosMax = 999'999'999;

absl::Status Malformed(absl::string_view cause) {
  return absl::DataLossError(
      absl::StrCat("an entry of the access log is ", cause));
}

}  // namespace

absl::StatusOr<AuditEntry> ParseEntry(absl::string_view bytes) {
  if (bytes.size() > kEntryBytesMax) return Malformed("too long");
  AuditEntry entry;
  {
    // The answer says what is wrong; protobuf's own complaint does not.
    const google::protobuf::LogSilencer silencer;
    if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return Malformed("no entry");
    }
  }
  // What another version added is kept by protobuf and written back as it was,
  // so it would pass the comparison.
  entry.DiscardUnknownFields();
  if (entry.SerializeAsString() != bytes) {
    return Malformed("not in its one form");
  }
  if (entry.outcome() == AuditEntry::OUTCOME_UNSPECIFIED ||
      !AuditEntry::Outcome_IsValid(entry.outcome())) {
    return Malformed("without a known outcome");
  }
  if (entry.time().nanos() < 0 || entry.time().nanos() > kNanosMax) {
    return Malformed("without a time");
  }
  return entry;
}

}  // namespace entente::audit
