// Changes documents by whole lines half of the time: single bytes seldom move
// a heading. For libFuzzer only.
#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/fuzz/fuzz.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                          size_t max_size, unsigned seed) {
  std::minstd_rand random(seed);
  if (size < 3 || random() % 2 == 0) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  std::vector<std::string> lines = absl::StrSplit(
      std::string(reinterpret_cast<char*>(data) + 1, size - 1), '\n');
  const size_t at = random() % lines.size();
  const std::string other = lines[random() % lines.size()];
  const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
  switch (random() % 6) {
    case 0:
      lines.erase(place);
      break;
    case 1:
      lines.insert(place, other);
      break;
    case 2:
      std::swap(lines[at], lines[random() % lines.size()]);
      break;
    case 3:
      lines[at] += other;
      break;
    case 4:
      lines[at].insert(0, random() % 2 == 0 ? "\f" : "- ");
      break;
    default:
      lines.insert(place, "");
  }
  const std::string text = absl::StrJoin(lines, "\n");
  const size_t length = std::min(text.size(), max_size - 1);
  std::memcpy(data + 1, text.data(), length);
  return length + 1;
}
