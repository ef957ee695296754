// A new table together with all that was ever public of its measure: as one
// table of which cells are left out, and which is attacked. Pure.
//
// Columns and rows of releases overlap: a month lies in a quarter and in a
// year, an area in all areas together, half a year in another half. So the time
// is cut wherever a column of any of them begins or ends, and the places
// wherever rows differ; what lies in one piece of both is an atom. Every cell
// is an atom or a sum of atoms, and that is all a reader can know of how they
// belong together. What two releases leave between them is protected like a
// cell of theirs: every atom, and every row in every piece of time, is a cell,
// and where no release has it one that nobody was shown. (Sums of several such
// pieces are protected through these alone.)
//
// Of one place, time and value there is one cell, whichever releases have it. A
// figure that was corrected between two releases is two cells.
//
// Areas, and each code list, are pieces of the same whole in ways of their own.
// How two of them cross was never public, and whatever their parts are, there
// is a crossing that has them: so all that a reader can bring together of them
// is that both add up to the same whole in every piece of time.
#ifndef SERVICES_INDICATORS_RELEASE_UNION_RULES_H_
#define SERVICES_INDICATORS_RELEASE_UNION_RULES_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "entente/indicators/v1/release.pb.h"
#include "services/indicators/disclosure_rules.h"
#include "services/indicators/release_persons_rules.h"
#include "services/indicators/release_table_rules.h"

namespace entente::indicators {

// One that is about to be public, with every cell given, or one that was: with
// its statuses, its threshold and what it gave. `figures` are exact in both.
struct ReleasedTable {
  std::vector<entente::indicators::v1::ReleaseArea> rows;
  entente::indicators::v1::ReleaseTable table;
  MeasureFigures figures;
  // The code list of which `rows` and `figures` have codes; empty: areas.
  std::string split_by = {};
  // How many distinct persons are behind `figures`; not set where nobody looks.
  // Of a table by codes it says nothing: persons are known by area.
  std::optional<PersonsBounds> persons = {};
  // By area of `persons`: the areas below it.
  std::map<std::string, std::vector<std::string>> below = {};
};

// Which figure of a RATIO, of which the rest is what the value leaves of the
// denominator: who sees both has it. Every other measure has a value only.
enum class ReleasePart { kValue, kDenominator, kRest };

struct ReleaseUnion {
  DisclosureTable table;
  // By cell of the new table: its place in `table`.
  std::vector<int> own;
};

// `options` say what is small now.
ReleaseUnion Unite(const ReleasedTable& fresh,
                   const std::vector<ReleasedTable>& earlier, ReleasePart part,
                   const DisclosureOptions& options);

// The places of those of `others` that overlap `span`, or one that does, and so
// on: what a reader can bring together with a release of that span.
std::vector<size_t> TiedTo(const MonthSpan& span,
                           const std::vector<MonthSpan>& others);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_UNION_RULES_H_
