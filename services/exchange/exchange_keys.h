// Every key of the exchange service. Numbers on disk are frozen.
//
//   table key                                       value
//   0x01 refnis[5] meeting[32]                      MeetingRecord
//   0x02 refnis[5] date[8] meeting[32]              empty; meetings by date
//   0x10 refnis[5] handle[32]                       CaseRecord
//   0x11 refnis[5] handle[32] number u64            FollowUpEntryRecord
//   0x12 (schema 1: grants; never to be used again)
//   0x18 SHA-256(scope, method, request id)[32]     CaseRequestRecord
//
// Every part has a fixed width (refnis and ids are ASCII, date is YYYYMMDD,
// numbers are big-endian), so a prefix never runs into a longer part. Tables
// from 0xE0 on belong to services/common: replay, rights (which name a case by
// its resource name), outbox, access log. No key holds the name or the account
// of a person.
#ifndef SERVICES_EXCHANGE_EXCHANGE_KEYS_H_
#define SERVICES_EXCHANGE_EXCHANGE_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {

std::string MeetingKey(const RecordName& meeting);

// Width of date and id at the end of a MeetingByDateKey.
inline constexpr size_t kMeetingPositionBytes = 40;
std::string MeetingsByDatePrefix(absl::string_view refnis);
std::string MeetingByDateKey(absl::CivilDay date, const RecordName& meeting);
// Where a page that ended at `position` (date and id) goes on: just behind it.
std::string MeetingsAfter(absl::string_view refnis, absl::string_view position);
// Date and id of a MeetingByDateKey.
absl::string_view MeetingPosition(absl::string_view key);

// Every case.
std::string CasesPrefix();
std::string CaseKey(const RecordName& name);
std::string EntriesPrefix(const RecordName& name);
std::string EntryKey(const RecordName& name, int64_t number);

// `digest` is 32 bytes.
std::string CaseRequestKey(absl::string_view digest);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_EXCHANGE_KEYS_H_
