// Lines of a delivered file as UTF-8. Memory is bounded by one line.
#ifndef TOOLS_CLIENT_DELIVERY_LINE_READER_H_
#define TOOLS_CLIENT_DELIVERY_LINE_READER_H_

#include <cstdint>
#include <istream>
#include <string>

#include "entente/indicators/v1/delivery_mapping.pb.h"

namespace entente::client {

struct Line {
  // Without its end (LF or CRLF, also mixed) and without a byte-order mark.
  std::string text;
  // Longer than kRecordBytesMax, not of the encoding, or with control
  // characters other than tabs; `text` is then empty.
  bool is_malformed = false;
  // A line break follows.
  bool is_ended = false;
};

class LineReader {
 public:
  // `in` outlives the reader.
  LineReader(std::istream& in,
             entente::indicators::v1::DeliveryMapping::Encoding encoding)
      : in_(&in), encoding_(encoding) {}

  // The next line that is not blank; false at the end, and where the disk
  // fails: the stream is bad then.
  bool Next(Line& line);
  // The next line; `text` is empty where it is blank.
  bool NextOrBlank(Line& line);

  // Whether the lines ended because the disk did not give the rest.
  bool is_cut_short() const { return in_->bad(); }
  // Of the last line, from 1.
  int64_t number() const { return number_; }
  int64_t bytes() const { return bytes_; }

 private:
  // False at the end; `is_whole` is false when it was too long.
  bool ReadBytes(std::string& bytes, bool& is_whole);
  // Likewise; throws what the buffer throws when the disk fails.
  bool ReadFromBuffer(std::string& bytes, bool& is_whole);

  std::istream* const in_;
  const entente::indicators::v1::DeliveryMapping::Encoding encoding_;
  bool is_ended_ = false;
  int64_t number_ = 0;
  int64_t bytes_ = 0;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_LINE_READER_H_
