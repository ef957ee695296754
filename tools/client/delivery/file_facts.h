// What is known of a delivered file after reading it once: enough to refuse it
// as a whole before a row of it leaves. Memory is bounded by one block.
#ifndef TOOLS_CLIENT_DELIVERY_FILE_FACTS_H_
#define TOOLS_CLIENT_DELIVERY_FILE_FACTS_H_

#include <cstdint>
#include <istream>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/delivery_mapping.pb.h"

namespace entente::client {

struct FileFacts {
  // Hex.
  std::string sha256 = {};
  int64_t size_bytes = 0;
  // Places of the first byte above 127, of the first that is no UTF-8, and of
  // the first that is zero; -1 when there is none.
  int64_t first_high = -1;
  int64_t first_not_utf8 = -1;
  int64_t first_zero = -1;
  // See CsvReader::has_loose_rows; of a file of another form never. Not known
  // from the bytes alone: set by OpenDelivery.
  bool has_loose_rows = false;
};

// UNAVAILABLE / FILE_UNREADABLE: the disk failed before the end of a file,
// which is no fault of the file.
absl::Status ReadCutShort();

// Reads `in` from where it stands to its end. Errors: ReadCutShort;
// INVALID_ARGUMENT / FILE_TOO_LARGE beyond `bytes_max`.
absl::StatusOr<FileFacts> InspectFile(std::istream& in, int64_t bytes_max);

// OK when the bytes can be text in `encoding`. Errors, INVALID_ARGUMENT with
// the place of the byte: FILE_EMPTY; FILE_NOT_TEXT for zero bytes, which UTF-16
// and programs have; DELIVERY_ENCODING for another encoding than stated. A text
// that is UTF-8 with accents is no Windows-1252: read as such, it would hold
// codes and titles that nobody wrote.
absl::Status CheckEncoding(
    const FileFacts& facts,
    entente::indicators::v1::DeliveryMapping::Encoding encoding);

// `bytes` of `encoding` as UTF-8; nullopt for bytes that stand for no
// character. Pure.
std::optional<std::string> ToUtf8(
    absl::string_view bytes,
    entente::indicators::v1::DeliveryMapping::Encoding encoding);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_FILE_FACTS_H_
