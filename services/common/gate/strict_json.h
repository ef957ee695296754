// JSON objects as security formats need them: no duplicate names, bounded
// depth, nothing before or after.
#ifndef SERVICES_COMMON_GATE_STRICT_JSON_H_
#define SERVICES_COMMON_GATE_STRICT_JSON_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace entente::gate {

// Deepest nesting accepted; tokens and key sets need 4.
inline constexpr int kJsonDepthMax = 16;

// The object in `text`; nullopt when it is not one, names a member twice at any
// level, is nested deeper than kJsonDepthMax or holds invalid UTF-8.
std::optional<nlohmann::json> ParseStrictJson(absl::string_view text);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_STRICT_JSON_H_
