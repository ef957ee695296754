#include "tools/client/delivery/revision_rules.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace entente::client {
namespace {

// They fit an int, also counted up by kRevisionsMax.
constexpr size_t kDigitsMax = 9;

// `number` in digits, at least `width` of them.
std::string Digits(int number, size_t width) {
  std::string digits = absl::StrCat(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

}  // namespace

bool IsFirstRevision(absl::string_view first) {
  return !first.empty() && first.size() <= kDigitsMax &&
         std::all_of(first.begin(), first.end(),
                     [](char c) { return absl::ascii_isdigit(c); });
}

std::optional<std::vector<std::string>> RevisionsAfter(
    absl::string_view first, absl::string_view revision) {
  int number = 0;
  if (!IsFirstRevision(first) || !absl::SimpleAtoi(first, &number)) {
    return std::nullopt;
  }
  std::vector<std::string> after;
  if (revision == first) return after;
  // Counted up, so that only what the count comes to is a version.
  while (static_cast<int>(after.size()) < kRevisionsMax - 1) {
    after.push_back(Digits(++number, first.size()));
    if (after.back() == revision) return after;
  }
  return std::nullopt;
}

}  // namespace entente::client
