// Records of NDJSON: an object a line, its members at any depth named by their
// path. A number is read as it stands; null and a missing member are empty.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/common/base/utf8.h"
#include "services/common/gate/strict_json.h"
#include "tools/client/delivery/line_reader.h"
#include "tools/client/delivery/mapping_rules.h"
#include "tools/client/delivery/record_reader.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// strict_json.h bounds the nesting; a deeper line is malformed.
static_assert(gate::kJsonDepthMax == kDepthMax);

class JsonRecords final : public RecordReader {
 public:
  JsonRecords(std::istream& in, const v1::DeliveryMapping& mapping)
      : lines_(in, v1::DeliveryMapping::ENCODING_UTF_8),
        ignored_(mapping.ignored().begin(), mapping.ignored().end()),
        has_decimal_comma_(mapping.numbers().has_decimal_comma()) {
    for (const std::string& field : FieldsOf(mapping)) {
      const size_t place = places_.size();
      places_[field] = place;
    }
  }

  bool Next(Record& record) override {
    Line line;
    if (!lines_.Next(line)) return false;
    record.line = lines_.number();
    record.cells.assign(places_.size(), "");
    record.fault = kRowMalformed;
    if (line.is_malformed) return true;
    const auto object =
        gate::ParseStrictJson(absl::StripAsciiWhitespace(line.text));
    if (object) record.fault = Take(*object, "", record);
    return true;
  }

  int64_t bytes() const override { return lines_.bytes(); }

 private:
  // The first fault of `object`, whose members have `path` before their names.
  const char* Take(const nlohmann::json& object, const std::string& path,
                   Record& record) {
    for (const auto& [name, value] : object.items()) {
      // A name with a point of its own would be another path.
      if (name.empty() || name.find('.') != std::string::npos) {
        return kFieldUnknown;
      }
      const std::string here = path.empty() ? name : path + "." + name;
      if (ignored_.contains(here)) continue;
      const auto place = places_.find(here);
      const char* fault = nullptr;
      if (place != places_.end()) {
        fault = TakeValue(value, record.cells[place->second]);
      } else {
        fault = value.is_object() ? Take(value, here, record) : kFieldUnknown;
      }
      if (fault != nullptr) return fault;
    }
    return nullptr;
  }

  const char* TakeValue(const nlohmann::json& value, std::string& cell) const {
    if (value.is_null()) return nullptr;
    if (value.is_structured()) return kRowMalformed;
    if (value.is_string()) {
      cell = std::string(
          absl::StripAsciiWhitespace(value.get_ref<const std::string&>()));
      // Escapes can name what no line may hold.
      return HasControlCharacters(cell) ? kRowMalformed : nullptr;
    }
    cell = value.dump();
    // JSON has a point whatever the system's strings have.
    if (value.is_number() && has_decimal_comma_) {
      std::replace(cell.begin(), cell.end(), '.', ',');
    }
    return nullptr;
  }

  LineReader lines_;
  // Of each field its cell.
  std::map<std::string, size_t> places_;
  const std::set<std::string> ignored_;
  const bool has_decimal_comma_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RecordReader>> OpenJsonRecords(
    std::istream& in, const v1::DeliveryMapping& mapping) {
  return std::make_unique<JsonRecords>(in, mapping);
}

}  // namespace entente::client
