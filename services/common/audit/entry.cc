#include "services/common/audit/entry.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"

namespace entente::audit {
namespace {

constexpr int32_t kNanosMax = 999'999'999;
constexpr size_t kObjectsMax = 64;

absl::Status Malformed(absl::string_view cause) {
  return absl::DataLossError(
      absl::StrCat("an entry of the access log is ", cause));
}

// In their one form, where they may stand.
bool AreCountedObjects(const AuditEntry& entry) {
  const std::string& all = entry.counted_objects();
  if (entry.calls() == 0 && (!all.empty() || entry.has_more_objects())) {
    return false;
  }
  if (all.size() % kObjectHashBytes != 0 ||
      all.size() > kObjectsMax * kObjectHashBytes) {
    return false;
  }
  const absl::string_view view = all;
  for (size_t at = kObjectHashBytes; at < view.size(); at += kObjectHashBytes) {
    if (view.substr(at - kObjectHashBytes, kObjectHashBytes) >=
        view.substr(at, kObjectHashBytes)) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool HasCountedObject(const AuditEntry& entry, absl::string_view object) {
  const absl::string_view all = entry.counted_objects();
  for (size_t at = 0; at < all.size(); at += kObjectHashBytes) {
    if (all.substr(at, kObjectHashBytes) == object) return true;
  }
  return false;
}

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
  if (!AuditEntry::RestsOn_IsValid(entry.rests_on())) {
    return Malformed("without a known ground");
  }
  if (!AreCountedObjects(entry)) {
    return Malformed("with objects that no counted call asked for");
  }
  if (entry.time().nanos() < 0 || entry.time().nanos() > kNanosMax) {
    return Malformed("without a time");
  }
  return entry;
}

}  // namespace entente::audit
