#include "services/common/gate/reference_forms.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace entente::gate {
namespace {

using Segments = std::vector<absl::string_view>;

constexpr size_t kSegmentBytesMax = 63;

bool IsIdCharacter(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
}

bool IsMarkCharacter(char c) {
  return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
}

bool FitsSegment(absl::string_view text, absl::string_view form) {
  if (form != "*" && form != "#") return text == form;
  if (text.empty() || text.size() > kSegmentBytesMax) return false;
  if (form == "*") return std::all_of(text.begin(), text.end(), IsIdCharacter);
  return std::all_of(text.begin(), text.end(), IsMarkCharacter) &&
         std::any_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(c); });
}

bool IsCollection(absl::string_view segment) {
  return !segment.empty() &&
         std::all_of(segment.begin(), segment.end(),
                     [](char c) { return absl::ascii_isalpha(c); });
}

}  // namespace

bool IsReferenceForm(absl::string_view form) {
  const Segments segments = absl::StrSplit(form, '/');
  return IsCollection(segments[0]) &&
         std::all_of(
             segments.begin(), segments.end(), [](absl::string_view segment) {
               return segment == "*" || segment == "#" || IsCollection(segment);
             });
}

bool HasForm(absl::string_view reference, const ReferenceForms& forms) {
  const Segments segments = absl::StrSplit(reference, '/');
  return std::any_of(forms.begin(), forms.end(), [&](const std::string& form) {
    const Segments parts = absl::StrSplit(form, '/');
    return std::equal(segments.begin(), segments.end(), parts.begin(),
                      parts.end(), FitsSegment);
  });
}

}  // namespace entente::gate
