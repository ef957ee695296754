// What data/sources.csv and data/unusual.csv of a dossier say of the figures of
// its year: which source was in time and complete, and which figures lie far
// from the others. Taken in only as such tables: months of the year, codes and
// counts, nobody. Pure.
#ifndef SERVICES_CONVENTIONS_DOSSIER_DOSSIER_FIGURE_TABLES_H_
#define SERVICES_CONVENTIONS_DOSSIER_DOSSIER_FIGURE_TABLES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace entente::conventions {

// Dossiers that older versions built have neither.
inline constexpr char kSourcesPath[] = "data/sources.csv";
inline constexpr char kUnusualPath[] = "data/unusual.csv";

// A row for each source and month. Columns that another version adds are not
// read. INVALID_ARGUMENT: DOSSIER_CONTENT for one that is not of `year`, or
// whose cells are no months, codes, truths, names of a timeliness and counts;
// DOSSIER_AUTHOR for a column that says who confirmed.
absl::Status CheckSourcesTable(absl::string_view csv, int year);

// A row for each measure and month whose figure is unusual. INVALID_ARGUMENT /
// DOSSIER_CONTENT as above.
absl::Status CheckUnusualTable(absl::string_view csv, int year);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_DOSSIER_FIGURE_TABLES_H_
