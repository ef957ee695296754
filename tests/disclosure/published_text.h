// What was published of a table, as the judge reads it: see release_tables.cc.
#ifndef TESTS_DISCLOSURE_PUBLISHED_TEXT_H_
#define TESTS_DISCLOSURE_PUBLISHED_TEXT_H_

#include <string>

#include "services/indicators/date_rules.h"
#include "services/indicators/release_union_rules.h"
#include "tests/disclosure/drawn_figures.h"

namespace entente::indicators {

// The list of codes that `Spot::theme` is of; any other is that of its
// audience.
inline constexpr char kTheme[] = "theme";

// What figures of `table` are counted by: the area, or the code.
const std::string& InTable(const ReleasedTable& table, const Spot& spot);

// Prints a released table of the months `span`.
void PrintPublished(const ReleasedTable& released, const MonthSpan& span,
                    const DrawnFigures& drawn);

}  // namespace entente::indicators

#endif  // TESTS_DISCLOSURE_PUBLISHED_TEXT_H_
