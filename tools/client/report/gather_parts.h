// What the parts of gathering (gather.h) share.
#ifndef TOOLS_CLIENT_REPORT_GATHER_PARTS_H_
#define TOOLS_CLIENT_REPORT_GATHER_PARTS_H_

#include <iterator>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"
#include "tools/client/report/report_data.h"
#include "tools/client/session.h"

namespace entente::client {

// Of lists that are read page by page.
inline constexpr int kPageSize = 1000;

// Remembers that `part` could not be read. Answers whether it could.
bool Read(const absl::Status& status, const std::string& part,
          const Sentence& what, ReportData& data);

template <typename T, typename Repeated>
void Keep(Repeated& from, std::vector<T>& to) {
  to.assign(std::make_move_iterator(from.begin()),
            std::make_move_iterator(from.end()));
}

// "municipalities/21004" of a convention's name.
std::string MunicipalityParent(const std::string& convention_name);

// Sets `date` to the first day of the month.
void SetMonth(absl::CivilMonth month, google::type::Date& date);

// Figures and what was approved of them: none that was approved in between
// stands beside figures of before.
void GatherFigures(Session& session, absl::CivilMonth now, ReportData& data);

// What says of the municipality's own measures when they are counted and which
// types of activity they define. After measures and activities.
void GatherLocalMeasures(Session& session, ReportData& data);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_GATHER_PARTS_H_
