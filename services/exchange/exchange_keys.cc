#include "services/exchange/exchange_keys.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/store/key.h"

namespace entente::exchange {
namespace {

using store::KeyWriter;

std::string Named(uint8_t table, const RecordName& name) {
  return KeyWriter().Table(table).Bytes(name.refnis).Bytes(name.id).Key();
}

std::string Numbered(uint8_t table, const RecordName& name, int64_t number) {
  return KeyWriter()
      .Table(table)
      .Bytes(name.refnis)
      .Bytes(name.id)
      .U64(static_cast<uint64_t>(number))
      .Key();
}

}  // namespace

std::string MeetingKey(const RecordName& meeting) {
  return Named(0x01, meeting);
}

std::string MeetingsByDatePrefix(absl::string_view refnis) {
  return KeyWriter().Table(0x02).Bytes(refnis).Key();
}

std::string MeetingByDateKey(absl::CivilDay date, const RecordName& meeting) {
  return KeyWriter()
      .Table(0x02)
      .Bytes(meeting.refnis)
      .Bytes(absl::StrFormat("%04d%02d%02d", date.year(), date.month(),
                             date.day()))
      .Bytes(meeting.id)
      .Key();
}

std::string MeetingsAfter(absl::string_view refnis,
                          absl::string_view position) {
  return absl::StrCat(MeetingsByDatePrefix(refnis), position,
                      absl::string_view("\0", 1));
}

absl::string_view MeetingPosition(absl::string_view key) {
  return key.substr(key.size() - kMeetingPositionBytes);
}

std::string CasesPrefix() { return KeyWriter().Table(0x10).Key(); }

std::string CaseKey(const RecordName& name) { return Named(0x10, name); }

std::string EntriesPrefix(const RecordName& name) { return Named(0x11, name); }

std::string EntryKey(const RecordName& name, int64_t number) {
  return Numbered(0x11, name, number);
}

std::string CaseRequestKey(absl::string_view digest) {
  return KeyWriter().Table(0x18).Bytes(digest).Key();
}

}  // namespace entente::exchange
