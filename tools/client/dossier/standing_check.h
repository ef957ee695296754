// Whether a dossier that is built, handed in or verified shows figures of
// months that nobody approved: read from its own table, so that what is said is
// about what is handed in. It is said, never refused.
#ifndef TOOLS_CLIENT_DOSSIER_STANDING_CHECK_H_
#define TOOLS_CLIENT_DOSSIER_STANDING_CHECK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tools/client/cli.h"
#include "tools/client/dossier/manifest.h"

namespace entente::client {

// The table and its columns that are read again.
inline constexpr char kStandingTableId[] = "standing";
inline constexpr char kStandingMonthKey[] = "month";
inline constexpr char kStandingCodeKey[] = "code";

struct UnapprovedMonths {
  // Approved by nobody as they stand, whatever the reason.
  std::vector<absl::CivilMonth> unapproved;
  // Approved, and figures moved since.
  std::vector<absl::CivilMonth> outdated;
};

// Nullopt where the dossier does not say: older versions built some. Pure.
std::optional<UnapprovedMonths> FindUnapproved(const DossierFiles& files);

// "2018-01 – 2018-03, 2018-05". Pure.
std::string MonthRanges(const std::vector<absl::CivilMonth>& months);

// Names these months on err(); nothing where every month is approved.
void NoteUnapproved(Cli& cli, const DossierFiles& files);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_STANDING_CHECK_H_
