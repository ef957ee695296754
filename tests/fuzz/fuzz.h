// What the fuzz targets share: a property that must hold, and a reader that
// turns the bytes of an input into choices.
//
// A target is one file x_fuzz.cc with LLVMFuzzerTestOneInput. clang links it
// with libFuzzer (tools/fuzz); g++ links it with replay_test.cc, which runs it
// on every file of corpus/x (tools/test).
#ifndef TESTS_FUZZ_FUZZ_H_
#define TESTS_FUZZ_FUZZ_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace entente::fuzz {

[[noreturn]] inline void Broken(const char* file, int line,
                                const char* property) {
  std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, property);
  std::abort();
}

// Takes an input apart from its front. Past the end, numbers are 0 and texts
// empty. A value; not thread-safe.
class Input {
 public:
  Input(const uint8_t* data, size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return at_ == rest_.size(); }

  uint8_t Byte() { return static_cast<uint8_t>(Number(1)); }
  // Big-endian, of `bytes` bytes.
  uint64_t Number(int bytes) {
    uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) {
      value = value << 8 | (empty() ? 0 : static_cast<uint8_t>(rest_[at_++]));
    }
    return value;
  }
  // A number below `limit`, which is not 0; two bytes.
  uint64_t Below(uint64_t limit) { return Number(2) % limit; }

  // At most `count` bytes.
  std::string Text(size_t count) {
    const size_t size = std::min(count, rest_.size() - at_);
    at_ += size;
    return rest_.substr(at_ - size, size);
  }
  // A length of one byte, then so many bytes.
  std::string Text() { return Text(Byte()); }
  // Up to the next `end`, which is taken too.
  std::string TextUntil(char end) {
    const size_t found = std::min(rest_.find(end, at_), rest_.size());
    std::string text = Text(found - at_);
    Text(1);
    return text;
  }
  std::string Rest() { return Text(rest_.size()); }

 private:
  const std::string rest_;
  size_t at_ = 0;
};

// `text` with one change that `input` chooses: a byte replaced, inserted or
// removed, two exchanged, the end cut off or said twice. May be `text` itself.
inline std::string WithOneChange(std::string text, Input& input) {
  const size_t at = input.Below(text.size() + 1);
  const size_t other = input.Below(text.size() + 1);
  const char byte = static_cast<char>(input.Byte());
  switch (input.Byte() % 6) {
    case 0:
      if (at < text.size()) text[at] = byte;
      break;
    case 1:
      text.insert(at, 1, byte);
      break;
    case 2:
      if (at < text.size()) text.erase(at, 1);
      break;
    case 3:
      if (at < text.size() && other < text.size()) {
        std::swap(text[at], text[other]);
      }
      break;
    case 4:
      text.resize(at);
      break;
    default:
      text += text.substr(at);
  }
  return text;
}

}  // namespace entente::fuzz

// Stops the program when `property` does not hold.
#define FUZZ_CHECK(property)                                  \
  do {                                                        \
    if (!(property)) {                                        \
      ::entente::fuzz::Broken(__FILE__, __LINE__, #property); \
    }                                                         \
  } while (false)

#endif  // TESTS_FUZZ_FUZZ_H_
