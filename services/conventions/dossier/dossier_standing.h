// data/standing.csv of a dossier: beside a month that is not approved as it
// stands, why it is handed in all the same. Written by the client, read here
// before the dossier is frozen. Pure.
#ifndef SERVICES_CONVENTIONS_DOSSIER_DOSSIER_STANDING_H_
#define SERVICES_CONVENTIONS_DOSSIER_DOSSIER_STANDING_H_

#include <cstddef>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace entente::conventions {

inline constexpr char kStandingPath[] = "data/standing.csv";

// Its columns that are read again here: "2018-03", and the reason.
inline constexpr char kStandingMonthColumn[] = "month";
inline constexpr char kStandingReasonColumn[] = "reason";

// Characters of a reason: a sentence, no essay.
inline constexpr size_t kUnapprovedReasonCharactersMin = 10;
inline constexpr size_t kUnapprovedReasonCharactersMax = 500;

// Whether `reason` says why in one line of so many characters that hold no
// number of a person or a report and no address.
bool IsUnapprovedReason(const std::string& reason);

// The months beside which `csv` gives such a reason, in each row of theirs;
// what its client puts before a formula counts as no character. None where it
// has no reasons. Error: DOSSIER_CONTENT naming kStandingPath where it is no
// table of months, or a reason holds such a number or address, of whichever
// length and beside whichever month.
absl::StatusOr<std::set<absl::CivilMonth>> MonthsWithReason(
    absl::string_view csv);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_DOSSIER_STANDING_H_
