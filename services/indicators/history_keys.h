// Keys of what was known when: tables 0x22 and 0x23 of indicators_keys.h.
#ifndef SERVICES_INDICATORS_HISTORY_KEYS_H_
#define SERVICES_INDICATORS_HISTORY_KEYS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace entente::indicators {

// Changes of facts of a municipality, in the order in which they were told.
enum class FactKind : char { kPayment = 'p', kMeeting = 'm' };
std::string FactChangePrefix(absl::string_view municipality);
// `id` is the name of the payment or the id of the meeting.
std::string FactChangeKey(absl::string_view municipality, absl::Time time,
                          FactKind kind, absl::string_view id);
// DATA_LOSS when `key` is none of FactChangeKey.
absl::StatusOr<absl::Time> ParseFactChangeTime(absl::string_view key);
std::string HistoryHeadKey();

// Facts as they stand, of all municipalities: tables 0x20 and 0x21.
std::string AllPaymentsPrefix();
std::string AllMeetingsPrefix();
// DATA_LOSS when `key` is of neither table.
absl::StatusOr<std::string> ParseFactMunicipality(absl::string_view key);
struct MeetingKeyParts {
  std::string municipality;
  std::string meeting_id;
};
absl::StatusOr<MeetingKeyParts> ParseMeetingKey(absl::string_view key);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_HISTORY_KEYS_H_
