#include "services/common/gate/strict_json.h"

#include <set>
#include <string>
#include <vector>

namespace entente::gate {
namespace {

using nlohmann::json;

// Builds nothing: it only refuses. Parsing twice keeps this independent of the
// library's tree builder, which silently lets the last duplicate win.
class Strictness : public json::json_sax_t {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Push(); }
  bool end_object() override { return Pop(); }
  bool start_array(std::size_t) override { return Push(); }
  bool end_array() override { return Pop(); }
  bool key(string_t& name) override {
    return names_.back().insert(name).second;
  }
  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  bool Push() {
    names_.emplace_back();
    return names_.size() <= kJsonDepthMax;
  }
  bool Pop() {
    names_.pop_back();
    return true;
  }

  std::vector<std::set<std::string>> names_;
};

}  // namespace

std::optional<json> ParseStrictJson(absl::string_view text) {
  // The library skips a byte-order mark; nothing may stand before the brace.
  if (text.empty() || text.front() != '{') return std::nullopt;
  Strictness strictness;
  if (!json::sax_parse(text.begin(), text.end(), &strictness)) {
    return std::nullopt;
  }
  json value = json::parse(text.begin(), text.end(), nullptr,
                           /*allow_exceptions=*/false);
  if (!value.is_object()) return std::nullopt;
  return value;
}

}  // namespace entente::gate
