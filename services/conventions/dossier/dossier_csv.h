// Tables of a dossier, as its client writes them: ";" between cells, quotes
// where a cell needs them, a row on one line, titles first. Read one row at a
// time, since whoever wrote them is not believed. Pure.
#ifndef SERVICES_CONVENTIONS_DOSSIER_DOSSIER_CSV_H_
#define SERVICES_CONVENTIONS_DOSSIER_DOSSIER_CSV_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace entente::conventions {

// Columns of a table that is read: twice those of the widest.
inline constexpr size_t kTableColumnsMax = 32;

using CsvCells = std::vector<std::string>;

// Where `column` is among `titles`; their number where it is not.
size_t ColumnOf(const CsvCells& titles, absl::string_view column);

// Calls `begin` with the titles of `csv` and `take` with each row, blanks
// around the cells stripped, until one says false. False then, and where `csv`
// holds no titles, more columns than kTableColumnsMax, a quote that does not
// end or a row of other cells than there are titles.
bool ForEachRow(absl::string_view csv,
                absl::FunctionRef<bool(const CsvCells& titles)> begin,
                absl::FunctionRef<bool(const CsvCells& row)> take);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_DOSSIER_CSV_H_
