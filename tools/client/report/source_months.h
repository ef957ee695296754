// Whether the sources of figures were in time and complete, month by month:
// about what delivers, never about who. Nothing of a sensitive measure is
// counted. Pure.
#ifndef TOOLS_CLIENT_REPORT_SOURCE_MONTHS_H_
#define TOOLS_CLIENT_REPORT_SOURCE_MONTHS_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "entente/indicators/v1/period.pb.h"
#include "services/common/base/error.h"
#include "tools/client/report/report_data.h"

namespace entente::client {

struct SourceMonth {
  absl::CivilMonth month;
  // Code of the source.
  std::string source;
  bool is_expected = false;
  bool is_confirmed = false;
  indicators::v1::PeriodSource::Timeliness timeliness =
      indicators::v1::PeriodSource::TIMELINESS_UNSPECIFIED;
  bool is_corrected_later = false;
  // The month is due, or its source says that it is complete: nothing is
  // missing before.
  bool is_due = false;
  // Measures that it should report and did not. How many it should is not said:
  // that would tell in which months there was a sensitive one.
  int missing_measures = 0;
};

// Of every month of `data.periods`, in their order.
std::vector<SourceMonth> SourceMonthsOf(const ReportData& data);

// What one source did over several months.
struct SourceTotal {
  std::string source;
  // Months in which it is expected and that are due; they are in time, late or
  // not confirmed.
  int due = 0;
  int on_time = 0;
  int late = 0;
  int unconfirmed = 0;
  // Measures times months, of which it reported nothing.
  int missing_measures = 0;
};

// By code; a source that is not expected is left out as long as nothing is
// missing of it.
std::vector<SourceTotal> SourceTotalsOf(const std::vector<SourceMonth>& months);

// "in time"; empty where nothing is said of it.
Sentence TimelinessWord(indicators::v1::PeriodSource::Timeliness timeliness);

// The title of a table of sources, and what is said below it.
extern const Sentence kSourcesTitle;
extern const Sentence kSourcesRemark;

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_SOURCE_MONTHS_H_
