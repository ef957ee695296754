// The rows of a delivered file of any form, for the ingest stream.
#ifndef TOOLS_CLIENT_DELIVERY_MAPPED_ROWS_H_
#define TOOLS_CLIENT_DELIVERY_MAPPED_ROWS_H_

#include <cstdint>
#include <deque>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "tools/client/delivery/mapping_file.h"
#include "tools/client/delivery/record_mapper.h"
#include "tools/client/delivery/record_reader.h"
#include "tools/client/observation_rows.h"

namespace entente::client {

class MappedRows final : public ObservationRows {
 public:
  // `in` outlives the rows and stands at its beginning; `format` is not
  // UNSPECIFIED. Errors: those of OpenRecords.
  static absl::StatusOr<std::unique_ptr<MappedRows>> Open(
      std::istream& in, const entente::indicators::v1::DeliveryMapping& mapping,
      entente::indicators::v1::DeliveryMapping::Format format,
      std::optional<IdKey> key);

  // FIELD_UNKNOWN goes to the service as ROW_MALFORMED, whose list it is of.
  bool Next(entente::indicators::v1::ObservationBatch& batch) override;
  bool Skip() override;
  int64_t row_index() const override { return row_index_; }
  int64_t line() const override { return line_; }
  int64_t records_left_out() const override { return records_left_out_; }
  int64_t bytes() const override { return records_->bytes(); }
  bool is_cut_short() const override { return in_.bad(); }
  bool has_loose_rows() const override { return records_->has_loose_rows(); }

  // The next row, with the line that its record begins on; false at the end.
  bool NextRow(MappedRow& row, int64_t& line);

 private:
  MappedRows(const std::istream& in, std::unique_ptr<RecordReader> records,
             RecordMapper mapper)
      : in_(in), records_(std::move(records)), mapper_(std::move(mapper)) {}

  const std::istream& in_;
  const std::unique_ptr<RecordReader> records_;
  const RecordMapper mapper_;
  // Of the record that is being taken apart.
  std::deque<MappedRow> rows_;
  int64_t line_ = 0;
  int64_t row_index_ = 0;
  int64_t records_left_out_ = 0;
};

// The mapping's format, or that of the file's name. Errors: INVALID_ARGUMENT /
// DELIVERY_FORMAT_UNKNOWN.
absl::StatusOr<entente::indicators::v1::DeliveryMapping::Format> FormatOf(
    const entente::indicators::v1::DeliveryMapping& mapping,
    const std::string& file_name);

// The key where `mapping` hashes ids. Errors: those of IdKey::Load.
absl::StatusOr<std::optional<IdKey>> IdKeyFor(
    const entente::indicators::v1::DeliveryMapping& mapping,
    const std::string& path);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_MAPPED_ROWS_H_
