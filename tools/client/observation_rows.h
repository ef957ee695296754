// Rows of a delivered file as observations:
//
//   event_id;measure;date;area;value;replaces
//   9f2c…;aggression_actions;2018-03-14;DPI-2;1;
//
// `date` is a day or a month, `value` whole things (minutes for hours),
// `replaces` the event a correction replaces; that column may be missing.
#ifndef TOOLS_CLIENT_OBSERVATION_ROWS_H_
#define TOOLS_CLIENT_OBSERVATION_ROWS_H_

#include <cstdint>
#include <istream>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "tools/client/csv.h"

namespace entente::client {

class ObservationRows {
 public:
  // Errors: those of CsvReader::Open.
  static absl::StatusOr<ObservationRows> Open(std::istream& in,
                                              const std::string& name);

  // Adds the next row to `batch`: as an observation, or as unreadable with
  // column and reason (ROW_MALFORMED, DATE_INVALID, VALUE_INVALID), never the
  // cell. False at the end of the file.
  bool Next(entente::indicators::v1::ObservationBatch& batch);
  // Passes over the next row; false at the end.
  bool Skip();

  // Rows so far: the index of the next one.
  int64_t row_index() const { return row_index_; }
  int64_t bytes() const { return reader_.bytes(); }

 private:
  explicit ObservationRows(CsvReader reader) : reader_(std::move(reader)) {}

  CsvReader reader_;
  int64_t row_index_ = 0;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_OBSERVATION_ROWS_H_
