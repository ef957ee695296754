// The records of a delivered file, whatever its form: each with the fields that
// a mapping reads, in the order of FieldsOf.
//
//   OpenRecords(in, mapping, format) ─► CSV    record by record
//                                       NDJSON line by line
//                                       XML    whole, at most 64 MiB
#ifndef TOOLS_CLIENT_DELIVERY_RECORD_READER_H_
#define TOOLS_CLIENT_DELIVERY_RECORD_READER_H_

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/delivery_mapping.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// Longest record of CSV and NDJSON, in bytes.
inline constexpr size_t kRecordBytesMax = 64 * 1024;
// Largest XML file; in memory it takes some six times as much.
inline constexpr int64_t kXmlBytesMax = int64_t{64} << 20;
// Deepest nesting of NDJSON and XML.
inline constexpr int kDepthMax = 16;

// Why a record is not read; constants.
inline constexpr char kRowMalformed[] = "ROW_MALFORMED";
inline constexpr char kFieldUnknown[] = "FIELD_UNKNOWN";

struct Record {
  // Line of the file on which it begins, from 1.
  int64_t line = 0;
  // UTF-8, blanks around stripped; empty where the record has no such field.
  std::vector<std::string> cells;
  // Null for a sound record. ROW_MALFORMED: too long, not of the encoding,
  // with control characters or a line break in a field that is read, not of the
  // form, or a field twice.
  // FIELD_UNKNOWN: a field that is neither mapped nor ignored.
  const char* fault = nullptr;
};

// Not thread-safe.
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  // False at the end.
  virtual bool Next(Record& record) = 0;
  // Read so far.
  virtual int64_t bytes() const = 0;
  // See CsvReader::has_loose_rows.
  virtual bool has_loose_rows() const { return false; }
};

// `in` outlives the reader and stands at its beginning. `format` is not
// UNSPECIFIED. Errors, INVALID_ARGUMENT, naming a column by its place and never
// by what stands there, since a file without titles has data in its first line:
// CSV_HEADER_MISSING, CSV_COLUMN_UNKNOWN, CSV_COLUMN_MISSING, CSV_COLUMN_TWICE;
// XML_MALFORMED with the line, XML_DOCTYPE, XML_TOO_DEEP, XML_ELEMENT_UNKNOWN,
// XML_RECORDS_MISSING, FILE_TOO_LARGE.
absl::StatusOr<std::unique_ptr<RecordReader>> OpenRecords(
    std::istream& in, const entente::indicators::v1::DeliveryMapping& mapping,
    entente::indicators::v1::DeliveryMapping::Format format);

// The three forms, for OpenRecords.
absl::StatusOr<std::unique_ptr<RecordReader>> OpenCsvRecords(
    std::istream& in, const entente::indicators::v1::DeliveryMapping& mapping);
absl::StatusOr<std::unique_ptr<RecordReader>> OpenJsonRecords(
    std::istream& in, const entente::indicators::v1::DeliveryMapping& mapping);
absl::StatusOr<std::unique_ptr<RecordReader>> OpenXmlRecords(
    std::istream& in, const entente::indicators::v1::DeliveryMapping& mapping);

// INVALID_ARGUMENT / `reason`.
absl::Status DeliveryFileError(const std::string& reason, const Sentence& what);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_RECORD_READER_H_
