#include "tools/client/observation_rows.h"

#include <ios>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

enum Cell {
  kEventId,
  kMeasure,
  kDate,
  kArea,
  kValue,
  kReplaces,
  kWithdraws,
  // The first of the open columns.
  kBreakdown,
};

constexpr char kBreakdownPrefix[] = "breakdown.";

bool ReadDigits(absl::string_view text, size_t digits, int* number) {
  if (text.size() != digits) return false;
  *number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    *number = *number * 10 + (c - '0');
  }
  return true;
}

// "2018-03-14" or "2018-03". Whether the calendar has the day is for the
// service to say; here only the form counts.
std::optional<google::type::Date> ReadDate(absl::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  const bool is_month = text.size() == 7;
  if ((!is_month && text.size() != 10) || text[4] != '-' ||
      !ReadDigits(text.substr(0, 4), 4, &year) ||
      !ReadDigits(text.substr(5, 2), 2, &month)) {
    return std::nullopt;
  }
  if (!is_month &&
      (text[7] != '-' || !ReadDigits(text.substr(8), 2, &day) || day == 0)) {
    return std::nullopt;
  }
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

void Unreadable(int64_t row_index, const char* column, const char* reason,
                v1::ObservationBatch& batch) {
  v1::Rejection& rejection = *batch.add_unreadable();
  rejection.set_row_index(row_index);
  rejection.set_column(column);
  rejection.set_reason(reason);
}

// Names the event and nothing else: what is said beside it would not be read.
void ReadWithdrawal(const CsvRow& row, int64_t row_index,
                    v1::ObservationBatch& batch) {
  constexpr std::pair<Cell, const char*> kEmpty[] = {
      {kMeasure, "measure"},
      {kDate, "date"},
      {kArea, "area"},
      {kValue, "value"},
      {kReplaces, "replaces_event_id"}};
  for (const auto& [cell, column] : kEmpty) {
    if (row.cells[cell].empty()) continue;
    Unreadable(row_index, column, "WITHDRAWAL_NOT_EMPTY", batch);
    return;
  }
  for (size_t cell = kBreakdown; cell < row.cells.size(); ++cell) {
    if (row.cells[cell].empty()) continue;
    Unreadable(row_index, "breakdown", "WITHDRAWAL_NOT_EMPTY", batch);
    return;
  }
  v1::Observation& observation = *batch.add_observations();
  observation.set_event_id(row.cells[kEventId]);
  observation.set_withdraws_event_id(row.cells[kWithdraws]);
}

// `lists` are the code lists of the open columns.
void ReadRow(const CsvRow& row, const std::vector<std::string>& lists,
             int64_t row_index, v1::ObservationBatch& batch) {
  if (row.is_malformed) {
    Unreadable(row_index, "", "ROW_MALFORMED", batch);
    return;
  }
  if (!row.cells[kWithdraws].empty()) {
    ReadWithdrawal(row, row_index, batch);
    return;
  }
  const std::optional<google::type::Date> date = ReadDate(row.cells[kDate]);
  if (!date) {
    Unreadable(row_index, "date", "DATE_INVALID", batch);
    return;
  }
  int64_t value = 0;
  if (!absl::SimpleAtoi(row.cells[kValue], &value)) {
    Unreadable(row_index, "value", "VALUE_INVALID", batch);
    return;
  }
  v1::Observation& observation = *batch.add_observations();
  observation.set_event_id(row.cells[kEventId]);
  observation.set_measure_code(row.cells[kMeasure]);
  *observation.mutable_date() = *date;
  observation.set_area(row.cells[kArea]);
  observation.set_value(value);
  observation.set_replaces_event_id(row.cells[kReplaces]);
  for (size_t i = 0; i < lists.size(); ++i) {
    const std::string& code = row.cells[kBreakdown + i];
    // What is not known is left out.
    if (!code.empty()) (*observation.mutable_breakdown())[lists[i]] = code;
  }
}

}  // namespace

absl::StatusOr<PlainRows> PlainRows::Open(std::istream& in,
                                          const std::string& name) {
  ENTENTE_ASSIGN_OR_RETURN(CsvReader reader,
                           CsvReader::Open(in, name,
                                           {{"event_id"},
                                            {"measure"},
                                            {"date"},
                                            {"area"},
                                            {"value"},
                                            {"replaces", false},
                                            {"withdraws", false}},
                                           {.open_prefix = kBreakdownPrefix,
                                            .has_records_of_lines = true}));
  return PlainRows(std::move(reader));
}

bool PlainRows::Read(CsvRow& row) {
  try {
    if (!reader_.Next(row)) return false;
    line_ = row.line;
    return true;
  } catch (const std::ios_base::failure&) {
    // The disk failed. Nothing of this line is a row.
    is_cut_short_ = true;
    return false;
  }
}

bool PlainRows::Next(v1::ObservationBatch& batch) {
  CsvRow row;
  if (!Read(row)) return false;
  ReadRow(row, reader_.open_codes(), row_index_, batch);
  ++row_index_;
  return true;
}

bool PlainRows::Skip() {
  CsvRow row;
  if (!Read(row)) return false;
  ++row_index_;
  return true;
}

}  // namespace entente::client
