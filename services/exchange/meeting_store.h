// Records of meetings inside a transaction or a snapshot.
#ifndef SERVICES_EXCHANGE_MEETING_STORE_H_
#define SERVICES_EXCHANGE_MEETING_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/exchange/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {

// nullopt when there is none. Errors: DATA_LOSS.
absl::StatusOr<std::optional<v1::MeetingRecord>> GetMeeting(
    const store::Reader& reader, const RecordName& name);

// Writes the record and its place by date. The date of a meeting never changes.
absl::Status PutMeeting(store::Transaction& transaction, const RecordName& name,
                        const v1::MeetingRecord& record);

struct MeetingPage {
  std::vector<v1::MeetingRecord> records;
  // Date and id of the last one when more follow; empty on the last page.
  std::string next_position;
};

// At most `count_max` meetings by date, behind `position` (empty: from the
// first). Errors: DATA_LOSS.
absl::StatusOr<MeetingPage> ListMeetings(const store::Reader& reader,
                                         const std::string& refnis,
                                         absl::string_view position,
                                         size_t count_max);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_MEETING_STORE_H_
