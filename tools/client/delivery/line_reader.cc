#include "tools/client/delivery/line_reader.h"

#include <algorithm>
#include <ios>
#include <optional>
#include <streambuf>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "services/common/base/utf8.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/delivery/record_reader.h"

namespace entente::client {
namespace {

bool HasControls(std::string text) {
  std::replace(text.begin(), text.end(), '\t', ' ');
  return HasControlCharacters(text);
}

}  // namespace

bool LineReader::ReadBytes(std::string& bytes, bool& is_whole) {
  try {
    return ReadFromBuffer(bytes, is_whole);
  } catch (const std::ios_base::failure&) {
    // The disk failed. Nothing of this line is a row.
    in_->setstate(std::ios_base::badbit);
    return false;
  }
}

bool LineReader::ReadFromBuffer(std::string& bytes, bool& is_whole) {
  bytes.clear();
  is_whole = true;
  std::streambuf* buffer = in_->rdbuf();
  const int end = std::char_traits<char>::eof();
  int c = buffer->sbumpc();
  if (c == end) return false;
  ++number_;
  for (; c != end && c != '\n'; c = buffer->sbumpc()) {
    ++bytes_;
    if (bytes.size() >= kRecordBytesMax) {
      is_whole = false;
    } else {
      bytes += static_cast<char>(c);
    }
  }
  ++bytes_;
  is_ended_ = c == '\n';
  if (is_whole && !bytes.empty() && bytes.back() == '\r') bytes.pop_back();
  return true;
}

bool LineReader::Next(Line& line) {
  do {
    if (!NextOrBlank(line)) return false;
  } while (!line.is_malformed && line.text.empty());
  return true;
}

bool LineReader::NextOrBlank(Line& line) {
  std::string bytes;
  bool is_whole = true;
  if (!ReadBytes(bytes, is_whole)) return false;
  if (number_ == 1) {
    bytes = std::string(absl::StripPrefix(bytes, "\xEF\xBB\xBF"));
  }
  if (is_whole && absl::StripAsciiWhitespace(bytes).empty()) bytes.clear();
  std::optional<std::string> text;
  if (is_whole) text = ToUtf8(bytes, encoding_);
  line.is_ended = is_ended_;
  line.is_malformed = !text || HasControls(*text);
  line.text = line.is_malformed ? "" : *std::move(text);
  return true;
}

}  // namespace entente::client
