// What of frozen months belongs to a cell of a release, counted again for the
// recount (verify_releases.h): it shares no code with what it checks. Pure.
#ifndef SERVICES_INDICATORS_VERIFY_RELEASE_ROWS_H_
#define SERVICES_INDICATORS_VERIFY_RELEASE_ROWS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "entente/indicators/v1/period.pb.h"
#include "entente/indicators/v1/release_records.pb.h"
#include "google/type/date.pb.h"

namespace entente::indicators {

// By number of the month.
using FiguresByMonth =
    std::vector<std::pair<int32_t, entente::indicators::v1::PeriodFigure>>;

// Twelve times the year and the month, from 0.
int32_t MonthNumber(const google::type::Date& date);

// Whether what was counted in `area` itself belongs to the row.
bool IsIn(const entente::indicators::v1::ReleaseArea& row,
          const std::string& area);

// What `figure` adds to the value of a row: where `list` names a code list, a
// row has the splits of its codes, and the remainder the measure less all codes
// that have a row.
int64_t PartIn(const entente::indicators::v1::ReleaseArea& row,
               const std::string& list,
               const entente::indicators::v1::PeriodFigure& figure);

// Whether the months of a cell that is given show enough persons in one of
// them: in one area, of which the cell holds all and where the figure is not
// small itself, by what its rows say on average, rounded up, or where the
// measure counts persons itself, by all of them.
bool HasEnoughPersons(
    const std::string& municipality,
    const entente::indicators::v1::ReleaseTablesRecord& record,
    const entente::indicators::v1::ReleaseTable& table,
    const entente::indicators::v1::ReleaseCell& cell,
    const entente::indicators::v1::ReleaseArea& row,
    const FiguresByMonth& figures);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_RELEASE_ROWS_H_
