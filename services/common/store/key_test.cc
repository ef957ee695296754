#include "services/common/store/key.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <random>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"

namespace entente::store {
namespace {

// One tuple of every component, in a form that the standard library orders.
using Tuple = std::tuple<std::string, uint64_t, int64_t, std::string>;

std::string Encode(const Tuple& tuple) {
  return KeyWriter()
      .Table(7)
      .Str(std::get<0>(tuple))
      .U64(std::get<1>(tuple))
      .I64(std::get<2>(tuple))
      .Str(std::get<3>(tuple))
      .Key();
}

// Short strings over few bytes, so that prefixes and equal parts are common.
std::string RandomString(std::mt19937_64& random) {
  static constexpr char kBytes[] = {'\0', '\x01', 'a', '\xFE', '\xFF'};
  std::string value(random() % 4, ' ');
  for (char& c : value) c = kBytes[random() % sizeof(kBytes)];
  return value;
}

template <class Number>
Number RandomNumber(std::mt19937_64& random) {
  const Number edges[] = {0, 1, std::numeric_limits<Number>::max(),
                          std::numeric_limits<Number>::min()};
  return random() % 2 ? edges[random() % 4] : static_cast<Number>(random());
}

uint64_t Seed() {
  const char* given = std::getenv("ENTENTE_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10)
                          : std::random_device()();
}

TEST(KeyTest, EncodedKeysCompareAsTheirTuples) {
  const uint64_t seed = Seed();
  std::cout << "ENTENTE_SEED=" << seed << "\n";
  std::mt19937_64 random(seed);
  const auto draw = [&] {
    return Tuple(RandomString(random), RandomNumber<uint64_t>(random),
                 RandomNumber<int64_t>(random), RandomString(random));
  };
  for (int i = 0; i < 20000; ++i) {
    const Tuple a = draw();
    const Tuple b = random() % 4 ? draw() : a;
    ASSERT_EQ(a < b, Encode(a) < Encode(b));
    ASSERT_EQ(a == b, Encode(a) == Encode(b));
  }
}

TEST(KeyTest, ComponentsReadBackAsWritten) {
  std::mt19937_64 random(20260101);
  for (int i = 0; i < 2000; ++i) {
    const Tuple tuple(RandomString(random), RandomNumber<uint64_t>(random),
                      RandomNumber<int64_t>(random), RandomString(random));
    const std::string key = Encode(tuple);
    KeyReader reader(key);
    ASSERT_EQ(reader.Table().value(), 7);
    ASSERT_EQ(reader.Str().value(), std::get<0>(tuple));
    ASSERT_EQ(reader.U64().value(), std::get<1>(tuple));
    ASSERT_EQ(reader.I64().value(), std::get<2>(tuple));
    ASSERT_EQ(reader.Str().value(), std::get<3>(tuple));
    ASSERT_TRUE(reader.End().ok());
  }
}

TEST(KeyTest, PrefixOfProjectADoesNotMatchProjectA1) {
  const std::string a = KeyWriter().Table(1).Str("a").Key();
  const std::string a1 = KeyWriter().Table(1).Str("a1").U64(3).Key();
  const std::string a_nul =
      KeyWriter().Table(1).Str(absl::string_view("a\0", 2)).U64(3).Key();
  EXPECT_FALSE(absl::StartsWith(a1, a));
  EXPECT_FALSE(absl::StartsWith(a_nul, a));
}

TEST(KeyTest, EveryTruncationIsRefused) {
  const std::string key = Encode({"ab", 5, -5, std::string("x\0y", 3)});
  for (size_t size = 0; size < key.size(); ++size) {
    KeyReader reader(absl::string_view(key).substr(0, size));
    const bool is_whole = reader.Table().ok() && reader.Str().ok() &&
                          reader.U64().ok() && reader.I64().ok() &&
                          reader.Str().ok();
    EXPECT_FALSE(is_whole) << size;
  }
}

TEST(KeyTest, BytesAfterTheEndAreRefused) {
  KeyReader reader("x");
  EXPECT_EQ(reader.End().code(), absl::StatusCode::kDataLoss);
}

TEST(KeyTest, PrefixEndIsTheFirstStringPastThePrefix) {
  EXPECT_EQ(PrefixEnd("ab"), "ac");
  EXPECT_EQ(PrefixEnd("a\xFF"), "b");
  EXPECT_EQ(PrefixEnd("\xFF\xFF"), "");
}

}  // namespace
}  // namespace entente::store
