#include "services/common/store/key.h"

#include <utility>

namespace entente::store {
namespace {

absl::Status Malformed(const char* component) {
  return absl::DataLossError(std::string("stored key is malformed: expected ") +
                             component);
}

void AppendBigEndian(uint64_t value, std::string& out) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

constexpr uint64_t kSignBit = uint64_t{1} << 63;

}  // namespace

KeyWriter& KeyWriter::Table(uint8_t table) {
  key_.push_back(static_cast<char>(table));
  return *this;
}

KeyWriter& KeyWriter::Str(absl::string_view value) {
  for (const char c : value) {
    key_.push_back(c);
    if (c == '\0') key_.push_back('\xFF');
  }
  key_.push_back('\0');
  key_.push_back('\x01');
  return *this;
}

KeyWriter& KeyWriter::U64(uint64_t value) {
  AppendBigEndian(value, key_);
  return *this;
}

KeyWriter& KeyWriter::I64(int64_t value) {
  AppendBigEndian(static_cast<uint64_t>(value) ^ kSignBit, key_);
  return *this;
}

KeyWriter& KeyWriter::Bytes(absl::string_view value) {
  key_.append(value.data(), value.size());
  return *this;
}

absl::StatusOr<uint8_t> KeyReader::Table() {
  if (rest_.empty()) return Malformed("a table");
  const uint8_t table = static_cast<uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return table;
}

absl::StatusOr<std::string> KeyReader::Str() {
  std::string value;
  for (size_t i = 0; i < rest_.size(); ++i) {
    if (rest_[i] != '\0') {
      value.push_back(rest_[i]);
      continue;
    }
    if (i + 1 == rest_.size()) break;
    if (rest_[i + 1] == '\x01') {
      rest_.remove_prefix(i + 2);
      return value;
    }
    if (rest_[i + 1] != '\xFF') break;
    value.push_back('\0');
    ++i;
  }
  return Malformed("a string");
}

absl::StatusOr<uint64_t> KeyReader::U64() {
  if (rest_.size() < 8) return Malformed("a number");
  uint64_t value = 0;
  for (int i = 0; i < 8; ++i) {
    value = value << 8 | static_cast<uint8_t>(rest_[i]);
  }
  rest_.remove_prefix(8);
  return value;
}

absl::StatusOr<int64_t> KeyReader::I64() {
  const absl::StatusOr<uint64_t> bits = U64();
  if (!bits.ok()) return bits.status();
  return static_cast<int64_t>(*bits ^ kSignBit);
}

absl::StatusOr<std::string> KeyReader::Bytes(size_t width) {
  if (rest_.size() < width) return Malformed("fixed-width bytes");
  std::string value(rest_.substr(0, width));
  rest_.remove_prefix(width);
  return value;
}

absl::Status KeyReader::End() const {
  return rest_.empty() ? absl::OkStatus() : Malformed("the end");
}

std::string PrefixEnd(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xFF') end.pop_back();
  if (!end.empty()) {
    end.back() = static_cast<char>(static_cast<uint8_t>(end.back()) + 1);
  }
  return end;
}

}  // namespace entente::store
