// Resource names and dates of exchange. Pure.
#ifndef SERVICES_EXCHANGE_NAME_RULES_H_
#define SERVICES_EXCHANGE_NAME_RULES_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace entente::exchange {

// Random ids (meetings, handles of cases, grants) are 32 lower-case hex digits.
bool IsRandomId(absl::string_view id);

// The five digits of "municipalities/{refnis}"; nullopt for any other text.
std::optional<std::string> ParseMunicipality(absl::string_view name);
std::string MunicipalityName(absl::string_view refnis);

// A record below a municipality.
struct RecordName {
  std::string refnis;
  // 32 hex digits.
  std::string id;
};
// "municipalities/{refnis}/meetings/{id}"; nullopt for any other text.
std::optional<RecordName> ParseMeetingName(absl::string_view name);
std::string MeetingName(const RecordName& name);
// A meeting as what occasions a call, or one item of its agenda.
struct MeetingReference {
  RecordName meeting;
  // From 1; 0: the meeting as a whole.
  int item = 0;
};
// "{meeting}" or "{meeting}/agendaItems/{item}"; nullopt for any other text.
std::optional<MeetingReference> ParseMeetingReference(absl::string_view name);

// "municipalities/{refnis}/cases/{handle}"; nullopt for any other text.
std::optional<RecordName> ParseCaseName(absl::string_view name);
std::string CaseName(const RecordName& name);
// The case of "{case}/grants/{grant}"; nullopt for any other text.
std::optional<RecordName> ParseGrantName(absl::string_view name);

// The refnis of "municipalities/{refnis}/offices/chair": the one office there
// is; nullopt for any other text.
std::optional<std::string> ParseOfficeName(absl::string_view name);
std::string OfficeName(absl::string_view refnis);
// The office of "{office}/holders/{holder}"; nullopt for any other text.
std::optional<std::string> ParseHolderName(absl::string_view name);

// The day of `date`. Errors: INVALID_ARGUMENT / DATE_INVALID at `field` when a
// part is missing, out of range, or the year is not 1900-2200.
absl::StatusOr<absl::CivilDay> ParseDate(const google::type::Date& date,
                                         const std::string& field);
google::type::Date ToDate(absl::CivilDay day);

// INVALID_ARGUMENT / NAME_INVALID at `field`; `pattern` is what would be right.
absl::Status NameError(const std::string& field, const std::string& pattern);

// OK when `request_id` is empty or 1 to 64 printable ASCII bytes. Errors:
// INVALID_ARGUMENT / REQUEST_ID_INVALID.
absl::Status ValidateRequestId(absl::string_view request_id);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_NAME_RULES_H_
