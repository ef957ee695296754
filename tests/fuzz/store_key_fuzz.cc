// Keys of the store: any bytes are read without harm, what was written is read
// back, and two keys compare as their tuples do.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/common/store/key.h"
#include "tests/fuzz/fuzz.h"

namespace entente::fuzz {
namespace {

using store::KeyReader;
using store::KeyWriter;
using store::PrefixEnd;

// Kinds of components. Fixed-width bytes and the table compare as texts of one
// length do.
enum class Kind { kTable, kStr, kU64, kI64, kBytes };
using Schema = std::vector<Kind>;
constexpr size_t kWidth = 5;

// std::variant compares values of one alternative as they compare themselves.
using Component = std::variant<uint8_t, std::string, uint64_t, int64_t>;
using Tuple = std::vector<Component>;

Schema SchemaOf(Input& input) {
  Schema schema = {Kind::kTable};
  const size_t count = input.Byte() % 6;
  for (size_t i = 0; i < count; ++i) {
    schema.push_back(static_cast<Kind>(1 + input.Byte() % 4));
  }
  return schema;
}

Component ComponentOf(Kind kind, Input& input) {
  switch (kind) {
    case Kind::kTable:
      return input.Byte();
    case Kind::kStr:
      return input.Text();
    case Kind::kU64:
      return input.Number(8);
    case Kind::kI64:
      return static_cast<int64_t>(input.Number(8));
    case Kind::kBytes:
      break;
  }
  std::string bytes = input.Text(kWidth);
  bytes.resize(kWidth);
  return bytes;
}

std::string Write(const Schema& schema, const Tuple& tuple) {
  KeyWriter writer;
  for (size_t i = 0; i < tuple.size(); ++i) {
    switch (schema[i]) {
      case Kind::kTable:
        writer.Table(std::get<uint8_t>(tuple[i]));
        break;
      case Kind::kStr:
        writer.Str(std::get<std::string>(tuple[i]));
        break;
      case Kind::kU64:
        writer.U64(std::get<uint64_t>(tuple[i]));
        break;
      case Kind::kI64:
        writer.I64(std::get<int64_t>(tuple[i]));
        break;
      case Kind::kBytes:
        writer.Bytes(std::get<std::string>(tuple[i]));
    }
  }
  return writer.Key();
}

template <typename T>
bool Take(const absl::StatusOr<T>& found, Tuple& tuple) {
  if (!found.ok()) FUZZ_CHECK(absl::IsDataLoss(found.status()));
  if (found.ok()) tuple.emplace_back(*found);
  return found.ok();
}

// nullopt when `key` is not of `schema`.
std::optional<Tuple> Read(const Schema& schema, const std::string& key) {
  KeyReader reader(key);
  Tuple tuple;
  for (const Kind kind : schema) {
    const bool is_there = kind == Kind::kTable ? Take(reader.Table(), tuple)
                          : kind == Kind::kStr ? Take(reader.Str(), tuple)
                          : kind == Kind::kU64 ? Take(reader.U64(), tuple)
                          : kind == Kind::kI64
                              ? Take(reader.I64(), tuple)
                              : Take(reader.Bytes(kWidth), tuple);
    if (!is_there) return std::nullopt;
  }
  if (!reader.End().ok()) return std::nullopt;
  return tuple;
}

// `end` divides the keys that begin with `prefix` from the greater ones.
void CheckPrefixEnd(const std::string& prefix, const std::string& key) {
  const std::string end = PrefixEnd(prefix);
  const bool begins = key.compare(0, prefix.size(), prefix) == 0;
  FUZZ_CHECK(begins == (key >= prefix && (end.empty() || key < end)));
}

void CheckWritten(Input& input) {
  const Schema schema = SchemaOf(input);
  Tuple one;
  Tuple two;
  for (const Kind kind : schema) one.push_back(ComponentOf(kind, input));
  // What they have in common is chosen, or they would differ at once.
  const size_t common = input.Byte() % (schema.size() + 1);
  two.assign(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(common));
  for (size_t i = common; i < schema.size(); ++i) {
    two.push_back(ComponentOf(schema[i], input));
  }
  const std::string first = Write(schema, one);
  const std::string second = Write(schema, two);
  FUZZ_CHECK(Read(schema, first) == one);
  FUZZ_CHECK(Read(schema, second) == two);
  FUZZ_CHECK((one < two) == (first < second));
  FUZZ_CHECK((one == two) == (first == second));

  // A prefix of whole components meets the tuples that begin so, no others.
  const size_t size = input.Byte() % (schema.size() + 1);
  const auto cut = static_cast<std::ptrdiff_t>(size);
  const std::string prefix =
      Write(schema, Tuple(one.begin(), one.begin() + cut));
  const bool begins = Tuple(one.begin(), one.begin() + cut) ==
                      Tuple(two.begin(), two.begin() + cut);
  FUZZ_CHECK(begins == (second.compare(0, prefix.size(), prefix) == 0));
  CheckPrefixEnd(prefix, second);
}

void CheckForeign(Input& input) {
  const Schema schema = SchemaOf(input);
  const std::string prefix = input.Text();
  const std::string key = input.Rest();
  // One tuple has one spelling.
  if (const std::optional<Tuple> tuple = Read(schema, key)) {
    FUZZ_CHECK(Write(schema, *tuple) == key);
  }
  CheckPrefixEnd(prefix, key);
}

}  // namespace
}  // namespace entente::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  entente::fuzz::Input input(data, size);
  if (input.Byte() % 2 == 0) {
    entente::fuzz::CheckWritten(input);
  } else {
    entente::fuzz::CheckForeign(input);
  }
  return 0;
}
