// REFNIS, the directory of municipalities of Statbel: which code named which
// municipality on which day. The table is municipalities.csv beside this file,
// built into the program; it starts in 2018, holds the mergers and renumberings
// of 1 January 2019 and those of 1 January 2025, and nothing later.
//
// A code is judged on the day a thing began and never again: a convention of
// 55022 La Louvière signed for 2018 stays one of 55022, though the code ended
// with that year.
//
// Codes from 99000 to 99999, which REFNIS does not use, are those of sample
// municipalities: of trials, demonstrations and tests. They are valid on every
// day; an installation that serves a real municipality (--municipality) refuses
// them as it refuses every other municipality.
//
// Pure and thread-safe. Errors are INVALID_ARGUMENT with an ErrorDetail.
#ifndef SERVICES_CONVENTIONS_MONEY_MUNICIPALITY_CODES_H_
#define SERVICES_CONVENTIONS_MONEY_MUNICIPALITY_CODES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace entente::conventions {

struct RefnisMunicipality {
  // Five digits.
  absl::string_view code;
  // Official names; alike where the municipality has one name.
  absl::string_view nl;
  absl::string_view fr;
  // First and last day of the code; unset where it was valid before 2018, and
  // where it still is.
  std::optional<absl::CivilDay> valid_from;
  std::optional<absl::CivilDay> valid_until;
  // The code that took over; empty while valid_until is unset.
  absl::string_view successor;

  bool IsValidOn(absl::CivilDay day) const {
    return (!valid_from.has_value() || *valid_from <= day) &&
           (!valid_until.has_value() || day <= *valid_until);
  }
};

// Every code of the table, in ascending order. Lives as long as the program.
absl::Span<const RefnisMunicipality> RefnisMunicipalities();

// The row of `code`, whatever its days; nullptr for one that REFNIS does not
// have, sample municipalities included.
const RefnisMunicipality* FindMunicipality(absl::string_view code);

// "21004 (Bruxelles / Brussel)", "21005 (Etterbeek)"; the code alone when
// REFNIS does not have it.
std::string CodeWithName(absl::string_view code);

// A sample municipality: five digits that begin with 99.
bool IsSampleMunicipality(absl::string_view code);

// OK when `code` names a municipality on whatever day, or a sample.
// MUNICIPALITY_CODE_UNKNOWN, naming `field`.
absl::Status CheckMunicipalityExists(absl::string_view code,
                                     absl::string_view field);

// OK when `code` names a municipality on `day`, or a sample.
// MUNICIPALITY_CODE_UNKNOWN; MUNICIPALITY_CODE_ENDED with the last day and the
// successor; MUNICIPALITY_CODE_NOT_YET with the first day and the codes that it
// took over.
absl::Status CheckMunicipalityOn(absl::string_view code, absl::CivilDay day,
                                 absl::string_view field);

// Rows of a table as in municipalities.csv: lines that begin with # are left
// out, the first other line names the columns. The rows point into `csv`.
// Errors: INVALID_ARGUMENT that names the line.
absl::StatusOr<std::vector<RefnisMunicipality>> ParseMunicipalities(
    absl::string_view csv);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_MONEY_MUNICIPALITY_CODES_H_
