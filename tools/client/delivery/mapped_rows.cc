#include "tools/client/delivery/mapped_rows.h"

#include <cstring>

#include "services/common/base/error.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

}  // namespace

absl::StatusOr<std::unique_ptr<MappedRows>> MappedRows::Open(
    std::istream& in, const v1::DeliveryMapping& mapping,
    v1::DeliveryMapping::Format format, std::optional<IdKey> key) {
  ENTENTE_ASSIGN_OR_RETURN(std::unique_ptr<RecordReader> records,
                           OpenRecords(in, mapping, format));
  return std::unique_ptr<MappedRows>(new MappedRows(
      in, std::move(records), RecordMapper(mapping, std::move(key))));
}

bool MappedRows::NextRow(MappedRow& row, int64_t& line) {
  while (rows_.empty()) {
    Record record;
    if (!records_->Next(record)) return false;
    line_ = record.line;
    if (mapper_.IsLeftOut(record)) ++records_left_out_;
    for (MappedRow& one : mapper_.Rows(record)) rows_.push_back(std::move(one));
  }
  row = std::move(rows_.front());
  rows_.pop_front();
  line = line_;
  ++row_index_;
  return true;
}

bool MappedRows::Next(v1::ObservationBatch& batch) {
  const int64_t index = row_index_;
  MappedRow row;
  int64_t line = 0;
  if (!NextRow(row, line)) return false;
  if (row.reason == nullptr) {
    *batch.add_observations() = std::move(row.observation);
    return true;
  }
  v1::Rejection& rejection = *batch.add_unreadable();
  rejection.set_row_index(index);
  rejection.set_column(row.column);
  rejection.set_reason(
      std::strcmp(row.reason, kFieldUnknown) == 0 ? kRowMalformed : row.reason);
  return true;
}

bool MappedRows::Skip() {
  MappedRow row;
  int64_t line = 0;
  return NextRow(row, line);
}

absl::StatusOr<v1::DeliveryMapping::Format> FormatOf(
    const v1::DeliveryMapping& mapping, const std::string& file_name) {
  if (mapping.format() != v1::DeliveryMapping::FORMAT_UNSPECIFIED) {
    return mapping.format();
  }
  const v1::DeliveryMapping::Format format = FormatOfName(file_name);
  if (format != v1::DeliveryMapping::FORMAT_UNSPECIFIED) return format;
  return DeliveryFileError(
      "DELIVERY_FORMAT_UNKNOWN",
      {"The name does not end in .csv, .ndjson, .jsonl or .xml: state the "
       "format in the mapping.",
       "Le nom ne finit pas par .csv, .ndjson, .jsonl ou .xml : indiquez le "
       "format dans la correspondance.",
       "De naam eindigt niet op .csv, .ndjson, .jsonl of .xml: vermeld het "
       "formaat in de koppeling."});
}

absl::StatusOr<std::optional<IdKey>> IdKeyFor(
    const v1::DeliveryMapping& mapping, const std::string& path) {
  if (!mapping.event_id().is_hashed()) return std::optional<IdKey>();
  ENTENTE_ASSIGN_OR_RETURN(IdKey key, IdKey::Load(path));
  return std::optional<IdKey>(std::move(key));
}

}  // namespace entente::client
