#include "tools/client/period_sources_csv.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "tools/client/csv_writer.h"
#include "tools/client/period_words.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

std::string Truth(bool is_so) { return is_so ? "true" : "false"; }

std::string TimeCell(bool has_time, const google::protobuf::Timestamp& time) {
  return has_time ? google::protobuf::util::TimeUtil::ToString(time) : "";
}

// Empty of a source that is not expected and of which no confirmation is shown.
std::string IsConfirmedCell(const v1::PeriodSource& source) {
  if (!source.is_expected() && !source.is_confirmed()) return "";
  return Truth(source.is_confirmed());
}

}  // namespace

std::string PeriodSourcesCsv(const v1::ListPeriodsResponse& answer) {
  std::string csv;
  AddCsvLine(
      {"period", "source", "is_expected", "contributions", "last_delivery_time",
       "is_confirmed", "confirm_time", "confirmed_by", "timeliness",
       "is_corrected_later", "expected_measures", "missing_measures"},
      csv);
  for (const v1::Period& period : answer.periods()) {
    for (const v1::PeriodSource& source : period.sources()) {
      AddCsvLine(
          {MonthText(period.name()), CsvText(source.source()),
           Truth(source.is_expected()), absl::StrCat(source.contributions()),
           TimeCell(source.has_last_delivery_time(),
                    source.last_delivery_time()),
           IsConfirmedCell(source),
           TimeCell(source.has_confirm_time(), source.confirm_time()),
           CsvText(source.confirmed_by()),
           v1::PeriodSource::Timeliness_Name(source.timeliness()),
           Truth(source.is_corrected_later()),
           absl::StrCat(source.expected_measures()),
           CsvTexts(std::vector<std::string>(source.missing_measures().begin(),
                                             source.missing_measures().end()))},
          csv);
    }
  }
  return csv;
}

}  // namespace entente::client
