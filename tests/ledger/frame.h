// Messages over a pipe: a length of four bytes, then as many bytes.
#ifndef TESTS_LEDGER_FRAME_H_
#define TESTS_LEDGER_FRAME_H_

#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace entente::ledger {

// False when the other end is gone.
inline bool WriteAll(int file, const std::string& bytes) {
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t count = write(file, bytes.data() + done, bytes.size() - done);
    if (count <= 0) return false;
    done += static_cast<size_t>(count);
  }
  return true;
}

inline std::string Framed(const std::string& bytes) {
  const auto size = static_cast<uint32_t>(bytes.size());
  std::string framed(sizeof(size), '\0');
  std::memcpy(framed.data(), &size, sizeof(size));
  return framed + bytes;
}

// Takes the first whole frame off `buffer`; false when there is none yet.
inline bool TakeFrame(std::string& buffer, std::string& frame) {
  uint32_t size = 0;
  if (buffer.size() < sizeof(size)) return false;
  std::memcpy(&size, buffer.data(), sizeof(size));
  if (buffer.size() < sizeof(size) + size) return false;
  frame = buffer.substr(sizeof(size), size);
  buffer.erase(0, sizeof(size) + size);
  return true;
}

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_FRAME_H_
