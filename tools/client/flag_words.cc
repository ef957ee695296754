#include "tools/client/flag_words.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace entente::client {
namespace {

// Whether `path` is `field` or lies within: "without", "without[0].reason".
bool IsWithin(const std::string& path, const std::string& field) {
  if (!absl::StartsWith(path, field)) return false;
  return path.size() == field.size() || path[field.size()] == '.' ||
         path[field.size()] == '[';
}

}  // namespace

absl::Status InFlagWords(const absl::Status& status,
                         const std::vector<FieldFlag>& flags) {
  if (status.ok()) return status;
  std::optional<ErrorDetail> detail = GetErrorDetail(status);
  if (!detail.has_value()) return status;
  Sentence& sentence = detail->sentence;
  for (const FieldFlag& one : flags) {
    const std::string quoted = absl::StrCat("`", one.field, "`");
    absl::StrReplaceAll({{quoted, one.usage.en}}, &sentence.en);
    absl::StrReplaceAll({{quoted, one.usage.fr}}, &sentence.fr);
    absl::StrReplaceAll({{quoted, one.usage.nl}}, &sentence.nl);
    if (IsWithin(detail->field, one.field)) detail->field = one.flag;
  }
  return MakeError(status.code(), *detail);
}

}  // namespace entente::client
