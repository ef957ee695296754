// Reads what dossiers that were handed in say of their months (handed_in.h).
#ifndef TOOLS_CLIENT_REPORT_GATHER_HANDED_IN_H_
#define TOOLS_CLIENT_REPORT_GATHER_HANDED_IN_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/conventions/v1/submission.pb.h"
#include "tools/client/report/handed_in.h"
#include "tools/client/report/report_data.h"
#include "tools/client/session.h"

namespace entente::client {

// All of a file of the submission `name`; each reading is logged. Errors: those
// of ReadSubmissionFile; FAILED_PRECONDITION / DOSSIER_UNREADABLE when the
// service sends more than a file may hold.
absl::StatusOr<std::string> ReadSubmissionFile(Session& session,
                                               const std::string& name,
                                               const std::string& path);

// What the submission `name` says of its months; nullopt where it does not, as
// older ones. Errors: those of ReadSubmissionFile, but NOT_FOUND of the file.
absl::StatusOr<std::optional<std::vector<HandedInMonth>>> ReadHandedInMonths(
    Session& session, const std::string& name);

// What became of the months of `submission`; nullopt where it says nothing of
// them. Errors: those of ReadHandedInMonths and ListPeriods.
absl::StatusOr<std::optional<std::vector<MonthSince>>> ReadMonthsSince(
    Session& session, const conventions::v1::Submission& submission);

// Fills `data.handed_in` for whoever may hand in, of the dossiers that the
// State has not decided on and that may be outdated (MayBeOutdated): each
// reading is a call. What could not be read stands in `missing`.
void GatherHandedIn(Session& session, ReportData& data);

// The last dossier of each convention of the municipality, of the year of
// `period` (its full name) and not rejected, with its months. None where the
// caller may not read them or nobody answers: it is said beside something else.
std::vector<HandedInDossier> ReadDossiersOfMonth(Session& session,
                                                 const std::string& period);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_GATHER_HANDED_IN_H_
