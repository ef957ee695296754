#include "services/indicators/activity_likeness_rules.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/indicators/activity_version_rules.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr uint32_t kDaysOfMonthMax = 31;

bool IsDateAlike(uint32_t a, uint32_t b) {
  return a == b ||
         (MonthOf(a) == MonthOf(b) && (DayOf(a) == 0 || DayOf(b) == 0));
}

// Blanks that are none of ASCII: U+00A0, U+202F and U+200B.
constexpr absl::string_view kBlanks[] = {"\xC2\xA0", "\xE2\x80\xAF",
                                         "\xE2\x80\x8B"};

// `text` without the blanks around it.
absl::string_view StripBlanks(absl::string_view text) {
  bool is_stripped = true;
  while (is_stripped) {
    text = absl::StripAsciiWhitespace(text);
    is_stripped = false;
    for (const absl::string_view blank : kBlanks) {
      is_stripped |= absl::ConsumePrefix(&text, blank);
      is_stripped |= absl::ConsumeSuffix(&text, blank);
    }
  }
  return text;
}

// Whether `two_bytes` are an accent that is a character of its own: U+0300 to
// U+036F.
bool IsAccent(absl::string_view two_bytes) {
  return (two_bytes[0] == '\xCC' && (two_bytes[1] & 0xC0) == 0x80) ||
         (two_bytes[0] == '\xCD' && (two_bytes[1] & 0xF0) >= 0x80 &&
          (two_bytes[1] & 0xF0) <= 0xA0);
}

// `organiser` as it is compared. Neither byte that an accent begins with is
// within another character.
std::string FoldOrganiser(absl::string_view organiser) {
  const std::string folded = FoldLine(StripBlanks(organiser));
  std::string plain;
  for (size_t at = 0; at < folded.size(); ++at) {
    if (at + 1 < folded.size() &&
        IsAccent(absl::string_view(folded).substr(at, 2))) {
      ++at;
    } else {
      plain += folded[at];
    }
  }
  return plain;
}

bool IsOrganiserAlike(const std::string& a, const std::string& b) {
  const std::string first = FoldOrganiser(a);
  const std::string second = FoldOrganiser(b);
  return first.empty() || second.empty() || first == second;
}

// Who enters the same a second time may know them, or no longer.
bool ArePersonHoursAlike(int32_t a, int32_t b) {
  return a == 0 || b == 0 || a == b;
}

bool AreFiguresAlike(const v1::Activity& a, const v1::Activity& b) {
  return std::max(1, a.sessions()) == std::max(1, b.sessions()) &&
         a.participants() == b.participants() &&
         a.course_minutes() == b.course_minutes() &&
         a.persons_reached() == b.persons_reached() &&
         ArePersonHoursAlike(a.person_minutes(), b.person_minutes());
}

}  // namespace

std::vector<uint32_t> DaysAlike(uint32_t packed_day) {
  const uint32_t month = packed_day - DayOf(packed_day);
  if (packed_day != month) return {packed_day, month};
  std::vector<uint32_t> days;
  for (uint32_t day = 0; day <= kDaysOfMonthMax; ++day) {
    days.push_back(month + day);
  }
  return days;
}

bool LooksAlike(const v1::ActivityRecord& a, const v1::ActivityRecord& b) {
  const v1::Activity& first = a.activity();
  const v1::Activity& second = b.activity();
  return first.type() == second.type() &&
         IsDateAlike(PackDate(first.date()), PackDate(second.date())) &&
         a.counted_area() == b.counted_area() &&
         AreFiguresAlike(first, second) &&
         IsOrganiserAlike(first.organiser(), second.organiser());
}

bool LooksEntered(const v1::ActivityRecord& next,
                  const v1::ActivityRecord* standing,
                  const v1::ActivityRecord& other) {
  return !IsWithdrawn(other) && LooksAlike(next, other) &&
         (standing == nullptr || !LooksAlike(*standing, other));
}

}  // namespace entente::indicators
