// Files of other systems: whatever the bytes, a mapping is refused with a line
// or can be used, a file is refused by name or read, and each of its rows is
// whole or refused for a reason of the list. Nothing shaped like a person
// leaves in an id, an area or a measure. Reading it again says the same.
#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/error.h"
#include "services/common/base/utf8.h"
#include "services/common/shapes/shapes.h"
#include "tests/fuzz/fuzz.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/delivery/mapped_rows.h"
#include "tools/client/delivery/mapping_file.h"

namespace entente::fuzz {
namespace {

using client::IdKey;
using client::MappedRow;
using client::MappedRows;

namespace v1 = entente::indicators::v1;
using Mapping = v1::DeliveryMapping;

constexpr absl::string_view kReasons[] = {
    "ROW_MALFORMED",       "FIELD_UNKNOWN",
    "EVENT_ID_MALFORMED",  "EVENT_ID_LIKE_REPORT_NUMBER",
    "PERSONAL_DATA_SHAPE", "UNKNOWN_MEASURE",
    "AREA_UNKNOWN",        "DATE_INVALID",
    "VALUE_INVALID"};

// One mapping for all forms: fields a to f.
Mapping Fixed(uint8_t choice) {
  Mapping mapping;
  const bool is_read = google::protobuf::TextFormat::ParseFromString(
      R"(id: 'f' date { from: 'b' } area { from: 'c' if_empty: 'UNKNOWN' }
         figures { measure { from: 'd' codes { theirs: 'x' ours: 'm' } }
                   value_from: 'e' }
         ignored: 'f')",
      &mapping);
  FUZZ_CHECK(is_read);
  mapping.mutable_event_id()->add_from(std::string("a"));
  mapping.mutable_event_id()->set_is_hashed((choice & 8) != 0);
  mapping.mutable_date()->set_form(
      static_cast<v1::DateField::Form>(choice >> 4 & 3));
  mapping.mutable_numbers()->set_has_decimal_comma((choice & 64) != 0);
  if ((choice & 128) != 0) {
    mapping.mutable_numbers()->set_group_separator(" ");
    mapping.mutable_figures(0)->set_unit(v1::Figure::UNIT_HOURS);
  }
  switch (choice & 3) {
    case 0:
      mapping.set_format(Mapping::FORMAT_CSV);
      break;
    case 1:
      mapping.set_format(Mapping::FORMAT_CSV);
      mapping.set_encoding(Mapping::ENCODING_WINDOWS_1252);
      break;
    case 2:
      mapping.set_format(Mapping::FORMAT_NDJSON);
      break;
    default:
      mapping.set_format(Mapping::FORMAT_XML);
      mapping.set_record("r/s");
  }
  return mapping;
}

void CheckRow(const MappedRow& row, const Mapping& mapping) {
  if (row.reason != nullptr) {
    FUZZ_CHECK(std::find(std::begin(kReasons), std::end(kReasons),
                         row.reason) != std::end(kReasons));
    return;
  }
  const v1::Observation& seen = row.observation;
  const std::string& id = seen.event_id();
  FUZZ_CHECK(id.size() >= 8 && id.size() <= 64);
  FUZZ_CHECK(std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '-';
  }));
  FUZZ_CHECK(mapping.event_id().is_hashed() ||
             FindShapeInId(id) == Shape::kPlain);
  FUZZ_CHECK(FindShapeInText(seen.area()) == Shape::kPlain);
  FUZZ_CHECK(IsValidUtf8(seen.area()) && IsValidUtf8(seen.measure_code()));
  FUZZ_CHECK(seen.date().year() >= 1000 && seen.date().month() >= 1 &&
             seen.date().month() <= 12 && seen.date().day() <= 31);
}

// Every row as text.
std::string ReadAll(const std::string& bytes, const Mapping& mapping) {
  std::istringstream in(bytes);
  auto rows = MappedRows::Open(in, mapping, mapping.format(),
                               IdKey(std::string(32, 'k')));
  if (!rows.ok()) {
    FUZZ_CHECK(!ErrorReason(rows.status()).empty());
    return ErrorReason(rows.status());
  }
  const int64_t lines_max = 1 + std::count(bytes.begin(), bytes.end(), '\n');
  std::string said;
  MappedRow row;
  int64_t line = 0;
  int64_t line_before = 0;
  while ((*rows)->NextRow(row, line)) {
    FUZZ_CHECK(line >= line_before && line >= 1 && line <= lines_max);
    line_before = line;
    CheckRow(row, mapping);
    said += row.reason != nullptr ? std::string(row.column) + row.reason
                                  : row.observation.SerializeAsString();
    said += '\n';
  }
  return said;
}

void TryFile(uint8_t choice, const std::string& bytes) {
  const Mapping mapping = Fixed(choice);
  std::istringstream in(bytes);
  const auto facts = client::InspectFile(in, int64_t{1} << 20);
  if (!facts.ok()) return;
  FUZZ_CHECK((facts->first_not_utf8 < 0) == IsValidUtf8(bytes));
  const auto text = client::ToUtf8(bytes, mapping.encoding());
  FUZZ_CHECK(!text || IsValidUtf8(*text));
  // Also what the look at the whole file would refuse.
  FUZZ_CHECK(ReadAll(bytes, mapping) == ReadAll(bytes, mapping));
}

void TryMapping(const std::string& text) {
  Mapping mapping;
  const auto faults = client::FindMappingFaults(text, mapping);
  const int lines_max =
      static_cast<int>(2 + std::count(text.begin(), text.end(), '\n'));
  for (const client::MappingFault& fault : faults) {
    FUZZ_CHECK(fault.line >= 1 && fault.line <= lines_max);
    FUZZ_CHECK(!fault.what.en.empty() && !fault.what.fr.empty() &&
               !fault.what.nl.empty());
  }
  if (!faults.empty()) return;
  if (mapping.format() == Mapping::FORMAT_UNSPECIFIED) {
    mapping.set_format(Mapping::FORMAT_CSV);
  }
  // Can be used on anything.
  for (const char* bytes :
       {"", "a;b\n1;2\n", "{\"a\":1}\n", "<r><s a='1'/></r>"}) {
    std::istringstream in(bytes);
    const auto rows = MappedRows::Open(in, mapping, mapping.format(),
                                       IdKey(std::string(32, 'k')));
    MappedRow row;
    int64_t line = 0;
    while (rows.ok() && (*rows)->NextRow(row, line)) continue;
  }
}

}  // namespace
}  // namespace entente::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  entente::fuzz::Input input(data, size);
  const uint8_t choice = input.Byte();
  if ((choice & 4) != 0) {
    entente::fuzz::TryMapping(input.Rest());
  } else {
    entente::fuzz::TryFile(choice, input.Rest());
  }
  return 0;
}
