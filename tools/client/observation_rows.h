// Rows of a delivered file as observations: an interface for files of any form
// (delivery/mapped_rows.h), and files with our own columns, as CSV:
//
//   event_id;measure;date;area;value;replaces;breakdown.audience
//   9f2c…;aggression_actions;2018-03-14;DPI-2;1;;seniors
//
// `date` is a day or a month, `value` whole things (minutes for hours),
// `replaces` the event a correction replaces; that column may be missing. Any
// number of columns `breakdown.LIST` says under which code of a code list the
// row counts; an empty cell is unknown. The service knows the lists.
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

// Not thread-safe.
class ObservationRows {
 public:
  virtual ~ObservationRows() = default;

  // Adds the next row to `batch`: as an observation, or as unreadable with
  // column and reason, never the cell. False at the end of the file.
  virtual bool Next(entente::indicators::v1::ObservationBatch& batch) = 0;
  // Passes over the next row; false at the end.
  virtual bool Skip() = 0;

  // Rows so far: the index of the next one.
  virtual int64_t row_index() const = 0;
  // Line of the file, from 1, on which the last row begins; 0 before the first
  // one, and where rows are no lines.
  virtual int64_t line() const { return 0; }
  // Records so far that are no rows: of areas of other municipalities.
  virtual int64_t records_left_out() const { return 0; }
  // Bytes of the file so far.
  virtual int64_t bytes() const = 0;
  // Whether the rows ended because the disk did not give the rest.
  virtual bool is_cut_short() const = 0;
  // See CsvReader; of a file of another form never.
  virtual bool has_loose_rows() const { return false; }
};

class PlainRows final : public ObservationRows {
 public:
  // Errors: those of CsvReader::Open.
  static absl::StatusOr<PlainRows> Open(std::istream& in,
                                        const std::string& name);

  // Reasons: ROW_MALFORMED, DATE_INVALID, VALUE_INVALID.
  bool Next(entente::indicators::v1::ObservationBatch& batch) override;
  bool Skip() override;
  int64_t row_index() const override { return row_index_; }
  int64_t line() const override { return line_; }
  int64_t bytes() const override { return reader_.bytes(); }
  bool is_cut_short() const override { return is_cut_short_; }
  bool has_loose_rows() const override { return reader_.has_loose_rows(); }

 private:
  explicit PlainRows(CsvReader reader) : reader_(std::move(reader)) {}

  bool Read(CsvRow& row);

  CsvReader reader_;
  int64_t row_index_ = 0;
  int64_t line_ = 0;
  bool is_cut_short_ = false;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_OBSERVATION_ROWS_H_
