#include "services/indicators/history_keys.h"

#include "services/common/base/error.h"
#include "services/common/store/key.h"

namespace entente::indicators {
namespace {

using store::KeyWriter;

enum Table : uint8_t {
  kPayment = 0x20,
  kMeeting = 0x21,
  kFactChange = 0x22,
  kHistoryHead = 0x23,
};

}  // namespace

std::string FactChangePrefix(absl::string_view municipality) {
  return KeyWriter().Table(kFactChange).Str(municipality).Key();
}

std::string FactChangeKey(absl::string_view municipality, absl::Time time,
                          FactKind kind, absl::string_view id) {
  return KeyWriter()
      .Table(kFactChange)
      .Str(municipality)
      .I64(absl::ToUnixMicros(time))
      .Str(absl::string_view(reinterpret_cast<const char*>(&kind), 1))
      .Str(id)
      .Key();
}

absl::StatusOr<absl::Time> ParseFactChangeTime(absl::string_view key) {
  store::KeyReader reader(key);
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_RETURN_IF_ERROR(reader.Str().status());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t micros, reader.I64());
  return absl::FromUnixMicros(micros);
}

std::string HistoryHeadKey() { return KeyWriter().Table(kHistoryHead).Key(); }

std::string AllPaymentsPrefix() { return KeyWriter().Table(kPayment).Key(); }

std::string AllMeetingsPrefix() { return KeyWriter().Table(kMeeting).Key(); }

absl::StatusOr<std::string> ParseFactMunicipality(absl::string_view key) {
  store::KeyReader reader(key);
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  return reader.Str();
}

absl::StatusOr<MeetingKeyParts> ParseMeetingKey(absl::string_view key) {
  store::KeyReader reader(key);
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  MeetingKeyParts parts;
  ENTENTE_ASSIGN_OR_RETURN(parts.municipality, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(parts.meeting_id, reader.Str());
  return parts;
}

}  // namespace entente::indicators
