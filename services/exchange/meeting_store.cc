#include "services/exchange/meeting_store.h"

#include <utility>

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/exchange/exchange_keys.h"

namespace entente::exchange {

absl::StatusOr<std::optional<v1::MeetingRecord>> GetMeeting(
    const store::Reader& reader, const RecordName& name) {
  return store::GetRecord<v1::MeetingRecord>(reader, MeetingKey(name));
}

absl::Status PutMeeting(store::Transaction& transaction, const RecordName& name,
                        const v1::MeetingRecord& record) {
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay date,
                           ParseDate(record.meeting().date(), "meeting.date"));
  store::PutRecord(transaction, MeetingKey(name), record);
  transaction.Put(MeetingByDateKey(date, name), "");
  return absl::OkStatus();
}

absl::StatusOr<MeetingPage> ListMeetings(const store::Reader& reader,
                                         const std::string& refnis,
                                         absl::string_view position,
                                         size_t count_max) {
  std::vector<std::string> positions;
  bool has_more = false;
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(MeetingsByDatePrefix(refnis),
                  position.empty() ? "" : MeetingsAfter(refnis, position),
                  [&](absl::string_view key, absl::string_view) {
                    has_more = positions.size() == count_max;
                    if (!has_more) positions.emplace_back(MeetingPosition(key));
                    return !has_more;
                  }));
  MeetingPage page;
  for (const std::string& found : positions) {
    ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::MeetingRecord> record,
                             GetMeeting(reader, {refnis, found.substr(8)}));
    if (!record) return absl::DataLossError("a listed meeting is missing");
    page.records.push_back(*std::move(record));
  }
  if (has_more) page.next_position = positions.back();
  return page;
}

}  // namespace entente::exchange
