#include "services/exchange/reference_store.h"

#include <optional>

#include "absl/strings/match.h"
#include "services/common/base/error.h"
#include "services/exchange/meeting_store.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {
namespace {

absl::Status ReferenceUnknown() {
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "REFERENCE_UNKNOWN",
       .field = "reference",
       .metadata = {},
       .sentence = {
           .en = "The meeting or agenda item named as the occasion does not "
                 "exist here; entente meeting list shows the meetings, items "
                 "are numbered from 1.",
           .fr = "La réunion ou le point de l'ordre du jour cité comme motif "
                 "n'existe pas ici ; entente meeting list montre les réunions, "
                 "les points sont numérotés à partir de 1.",
           .nl = "De vergadering of het agendapunt dat als aanleiding is "
                 "opgegeven bestaat hier niet; entente meeting list toont de "
                 "vergaderingen, punten zijn genummerd vanaf 1."}});
}

}  // namespace

absl::Status CheckReference(const store::Reader& reader,
                            const std::string& refnis,
                            const std::string& reference) {
  if (!absl::StartsWith(reference, "municipalities/")) return absl::OkStatus();
  const std::optional<MeetingReference> named =
      ParseMeetingReference(reference);
  if (!named || named->meeting.refnis != refnis) return ReferenceUnknown();
  ENTENTE_ASSIGN_OR_RETURN(const auto record,
                           GetMeeting(reader, named->meeting));
  if (!record || named->item > record->meeting().agenda_items_size()) {
    return ReferenceUnknown();
  }
  return absl::OkStatus();
}

}  // namespace entente::exchange
