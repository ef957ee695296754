// Whether a dossier that is built, handed in or verified shows figures of
// months that nobody approved: read from its own table, so that what is said is
// about what is handed in. Whoever builds or verifies is told; what is handed
// in needs a reason, which stands in the dossier beside the months.
#ifndef TOOLS_CLIENT_DOSSIER_STANDING_CHECK_H_
#define TOOLS_CLIENT_DOSSIER_STANDING_CHECK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/conventions/dossier/dossier_standing.h"
#include "tools/client/cli.h"
#include "tools/client/dossier/dossier_data.h"
#include "tools/client/dossier/manifest.h"
#include "tools/client/report/handed_in.h"
#include "tools/client/report/month_standing.h"

namespace entente::client {

// The column of the reason; the others that are read again: handed_in.h.
inline constexpr const char* kStandingReasonKey =
    conventions::kStandingReasonColumn;

// Of --unapproved.
using conventions::kUnapprovedReasonCharactersMax;
using conventions::kUnapprovedReasonCharactersMin;

struct UnapprovedMonths {
  // Approved by nobody as they stand, whatever the reason.
  std::vector<absl::CivilMonth> unapproved;
  // Approved, and figures moved since.
  std::vector<absl::CivilMonth> outdated;
  // Of both, those that need a reason (NeedsReason) and have none that passes
  // CheckUnapprovedReason.
  std::vector<absl::CivilMonth> unexplained;
};

// Whether figures of such a month are handed in only with a reason: a calendar
// governs it, and it is not approved as it stands.
bool NeedsReason(MonthStanding::Kind kind);

// The months of the dossier's year that need a reason.
std::vector<absl::CivilMonth> MonthsThatNeedReason(const DossierData& data);

// OK when `reason` says why in one line of 10 to 500 characters that hold no
// number of a person or a report and no address; empty, for none, is OK.
// Errors: INVALID_ARGUMENT / UNAPPROVED_REASON, without it.
absl::Status CheckUnapprovedReason(const std::string& reason);

// OK when no reason is given, or some month needs one. Errors: INVALID_ARGUMENT
// / UNAPPROVED_NEEDLESS.
absl::Status CheckReasonNeeded(const DossierData& data);

// Nullopt where the dossier does not say of each month of its year and term:
// older versions built some. Pure.
std::optional<UnapprovedMonths> FindUnapproved(const DossierFiles& files);

// "2018-01 – 2018-03, 2018-05". Pure.
std::string MonthRanges(const std::vector<absl::CivilMonth>& months);

// OK when the dossier may be handed in: where a month needs a reason, one that
// passes CheckUnapprovedReason stands beside it. Errors, FAILED_PRECONDITION:
// MONTHS_UNAPPROVED with `months`; STANDING_UNKNOWN when it does not say of
// each month of its year and term whether it is approved. Pure.
absl::Status CheckHandIn(const DossierFiles& files);

// Names these months on err(); nothing where every month is approved.
void NoteUnapproved(Cli& cli, const DossierFiles& files);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_STANDING_CHECK_H_
