// Keys as ordered tuples: the bytes of two keys compare as their components do.
//
//   KeyWriter().Table(0x02).Str("21004").U64(17).Key()
//
// Layout of a component, frozen:
//   Table  1 byte, first component of every key
//   Str    bytes with 0x00 written 0x00 0xFF, ended by 0x00 0x01
//   U64    8 bytes, big-endian
//   I64    8 bytes, big-endian, sign bit flipped
//   Bytes  fixed width, as they are; the reader must know the width
//
// A prefix made of whole components ends at a component boundary: a scan for
// Str("a") never meets Str("a1"). Tables 0xE0-0xFF belong to services/common.
#ifndef SERVICES_COMMON_STORE_KEY_H_
#define SERVICES_COMMON_STORE_KEY_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::store {

// Builds a key component by component. Not thread-safe.
class KeyWriter {
 public:
  KeyWriter& Table(uint8_t table);
  KeyWriter& Str(absl::string_view value);
  KeyWriter& U64(uint64_t value);
  KeyWriter& I64(int64_t value);
  KeyWriter& Bytes(absl::string_view value);

  // The key so far; also a prefix of every key that continues it.
  const std::string& Key() const& { return key_; }
  std::string Key() && { return std::move(key_); }

 private:
  std::string key_;
};

// Reads the components back in the order they were written. Each call answers
// DATA_LOSS when the key does not hold such a component there.
class KeyReader {
 public:
  // `key` outlives the reader.
  explicit KeyReader(absl::string_view key) : rest_(key) {}

  absl::StatusOr<uint8_t> Table();
  absl::StatusOr<std::string> Str();
  absl::StatusOr<uint64_t> U64();
  absl::StatusOr<int64_t> I64();
  absl::StatusOr<std::string> Bytes(size_t width);

  // OK when nothing is left.
  absl::Status End() const;

 private:
  absl::string_view rest_;
};

// The smallest string greater than every string that starts with `prefix`;
// empty when there is none (all bytes 0xFF).
std::string PrefixEnd(absl::string_view prefix);

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_KEY_H_
