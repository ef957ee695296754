// Runs one fuzz target on every file of its corpus: what the fuzzer once found
// interesting, and what it once found broken.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/fuzz/fuzz.h"

namespace entente::fuzz {
namespace {

namespace fs = std::filesystem;

// Of one target, however many there are.
constexpr size_t kCorpusBytesMax = size_t{40} << 10;

std::vector<uint8_t> ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

// A property that does not hold aborts; the last line printed is its input.
void Replay(const std::string& name, const std::vector<uint8_t>& bytes) {
  std::cerr << name << std::endl;
  EXPECT_EQ(LLVMFuzzerTestOneInput(bytes.data(), bytes.size()), 0);
}

TEST(ENTENTE_FUZZ_SUITE, EveryFileOfTheCorpusHolds) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(ENTENTE_FUZZ_CORPUS)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  ASSERT_GE(files.size(), 10u) << "the corpus has been lost";
  size_t bytes_total = 0;
  for (const fs::path& file : files) {
    const std::vector<uint8_t> bytes = ReadAll(file);
    bytes_total += bytes.size();
    Replay(file.filename().string(), bytes);
  }
  EXPECT_LE(bytes_total, kCorpusBytesMax) << "tests/fuzz/run.py keeps it small";
}

TEST(ENTENTE_FUZZ_SUITE, NothingAndEveryCutOfALongInputHold) {
  Replay("nothing", {});
  std::vector<uint8_t> longest;
  for (const auto& entry : fs::directory_iterator(ENTENTE_FUZZ_CORPUS)) {
    std::vector<uint8_t> bytes = ReadAll(entry.path());
    if (bytes.size() > longest.size()) longest = std::move(bytes);
  }
  const size_t step = 1 + longest.size() / 50;
  for (size_t size = 0; size < longest.size(); size += step) {
    Replay(
        "longest, cut to " + std::to_string(size),
        {longest.begin(), longest.begin() + static_cast<std::ptrdiff_t>(size)});
  }
}

}  // namespace
}  // namespace entente::fuzz
