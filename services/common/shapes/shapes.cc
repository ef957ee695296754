#include "services/common/shapes/shapes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"

namespace entente {
namespace {

constexpr size_t kShortIdBytes = 20;
constexpr size_t kIdBytesMax = 128;

int64_t ToNumber(absl::string_view digits) {
  int64_t number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

bool AreDigits(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return !text.empty();
}

// Ten digits whose last two are 97 less the rest modulo 97.
bool IsEnterpriseNumber(absl::string_view digits) {
  return digits.size() == 10 && (digits[0] == '0' || digits[0] == '1') &&
         97 - ToNumber(digits.substr(0, 8)) % 97 == ToNumber(digits.substr(8));
}

// `digits` without separators, as dialled in Belgium.
bool IsTelephone(absl::string_view digits) {
  if (digits.size() >= 4 && digits.substr(0, 4) == "0032") {
    digits.remove_prefix(4);
    return digits.size() == 8 || digits.size() == 9;
  }
  if (digits.size() >= 2 && digits.substr(0, 2) == "32") {
    digits.remove_prefix(2);
    return (digits.size() == 8 || digits.size() == 9) && digits[0] != '0';
  }
  return (digits.size() == 9 || digits.size() == 10) && digits[0] == '0' &&
         digits[1] != '0';
}

// Two letters of the court district, service year, two characters of the kind,
// six digits, and the year in four digits, in two, or left out. Without a
// year and with small letters it would swallow too many random ids.
bool IsReportNumber(absl::string_view compact) {
  if (compact.size() != 12 && compact.size() != 14 && compact.size() != 16) {
    return false;
  }
  const auto at = [&](size_t i) {
    return static_cast<unsigned char>(compact[i]);
  };
  if (!absl::ascii_isalpha(at(0)) || !absl::ascii_isalpha(at(1))) return false;
  if (!AreDigits(compact.substr(2, 2))) return false;
  if (!absl::ascii_isalnum(at(4)) || !absl::ascii_isalnum(at(5))) return false;
  if (!AreDigits(compact.substr(6))) return false;
  if (compact.size() == 16) {
    const int64_t year = ToNumber(compact.substr(12));
    return year >= 1950 && year <= 2099;
  }
  return absl::ascii_isupper(at(0)) && absl::ascii_isupper(at(1));
}

Shape ShapeOfDigits(absl::string_view digits) {
  if (digits.size() == 11 && IsNationalNumber(digits)) {
    return Shape::kNationalNumber;
  }
  if (IsTelephone(digits)) return Shape::kTelephone;
  return Shape::kPlain;
}

bool IsSeparator(char c) {
  return c == ' ' || c == '.' || c == '-' || c == '/' || c == '(' || c == ')';
}

bool HasEmail(absl::string_view text) {
  const size_t at = text.find('@');
  if (at == absl::string_view::npos || at == 0) return false;
  return absl::ascii_isalnum(static_cast<unsigned char>(text[at - 1])) &&
         text.find('.', at) != absl::string_view::npos;
}

// Searches for runs of letters and digits that separators may break, which is
// how report numbers are written.
bool HasReportNumber(absl::string_view text) {
  for (size_t start = 0; start < text.size(); ++start) {
    if (start > 0 &&
        absl::ascii_isalnum(static_cast<unsigned char>(text[start - 1]))) {
      continue;
    }
    std::string compact;
    for (size_t i = start; i < text.size() && compact.size() < 17; ++i) {
      const unsigned char c = static_cast<unsigned char>(text[i]);
      if (absl::ascii_isalnum(c)) {
        compact.push_back(text[i]);
        continue;
      }
      if (IsReportNumber(compact)) return true;
      if (c != '.' && c != '/' && c != '-') break;
    }
    if (IsReportNumber(compact)) return true;
  }
  return false;
}

// Digits that only separators break.
struct DigitRun {
  std::string digits;
  // Where in `digits` a group begins.
  std::vector<size_t> groups;
  // Where in the text reading goes on.
  size_t end = 0;
};

DigitRun ReadDigits(absl::string_view text, size_t start) {
  DigitRun run;
  run.end = start;
  int gap = 1;
  while (run.end < text.size() && gap < 3) {
    const char c = text[run.end];
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      if (gap > 0) run.groups.push_back(run.digits.size());
      run.digits.push_back(c);
      gap = 0;
    } else if (IsSeparator(c)) {
      ++gap;
    } else {
      break;
    }
    ++run.end;
  }
  return run;
}

// Other figures may stand before and behind it: its check digits tell it apart.
bool HasNationalNumber(const DigitRun& run) {
  for (const size_t group : run.groups) {
    const size_t end = group + 11;
    const bool ends_a_group = end == run.digits.size() ||
                              std::find(run.groups.begin(), run.groups.end(),
                                        end) != run.groups.end();
    if (ends_a_group &&
        IsNationalNumber(absl::string_view(run.digits).substr(group, 11))) {
      return true;
    }
  }
  return false;
}

// Bytes of "05/03/2018" at the beginning of `text`; 0 when no day stands there.
// Read on into the next figure it would pass for a telephone number.
size_t DayBytes(absl::string_view text) {
  if (text.size() < 10 || text[2] != text[5] || !IsSeparator(text[2]) ||
      !AreDigits(text.substr(0, 2)) || !AreDigits(text.substr(3, 2)) ||
      !AreDigits(text.substr(6, 4))) {
    return 0;
  }
  const bool goes_on =
      text.size() > 10 &&
      absl::ascii_isdigit(static_cast<unsigned char>(text[10]));
  const int64_t day = ToNumber(text.substr(0, 2));
  const int64_t month = ToNumber(text.substr(3, 2));
  const int64_t year = ToNumber(text.substr(6, 4));
  const bool is_day = day >= 1 && day <= 31 && month >= 1 && month <= 12 &&
                      year >= 1900 && year <= 2099;
  return is_day && !goes_on ? 10 : 0;
}

}  // namespace

bool IsNationalNumber(absl::string_view eleven_digits) {
  if (eleven_digits.size() != 11 || !AreDigits(eleven_digits)) return false;
  int64_t month = ToNumber(eleven_digits.substr(2, 2));
  if (month >= 40) {
    month -= 40;
  } else if (month >= 20) {
    month -= 20;
  }
  if (month > 12 || ToNumber(eleven_digits.substr(4, 2)) > 31) return false;
  const int64_t base = ToNumber(eleven_digits.substr(0, 9));
  const int64_t check = ToNumber(eleven_digits.substr(9));
  return 97 - base % 97 == check || 97 - (base + 2000000000) % 97 == check;
}

Shape FindShapeInId(absl::string_view id) {
  // No allocation: this runs for every row that is delivered.
  char buffer[kIdBytesMax];
  if (id.size() > kIdBytesMax) return Shape::kPlain;
  size_t size = 0;
  for (const char c : id) {
    if (c != '-' && c != '_' && c != '.' && c != '/') buffer[size++] = c;
  }
  const absl::string_view compact(buffer, size);
  if (IsReportNumber(compact)) return Shape::kReportNumber;
  if (compact.size() > kShortIdBytes) return Shape::kPlain;
  if (AreDigits(compact)) return ShapeOfDigits(compact);
  size_t start = 0;
  while (start < compact.size()) {
    size_t end = start;
    while (end < compact.size() &&
           absl::ascii_isdigit(static_cast<unsigned char>(compact[end]))) {
      ++end;
    }
    // Inside an id only the check digits tell a number from a counter.
    if (end - start == 11 && IsNationalNumber(compact.substr(start, 11))) {
      return Shape::kNationalNumber;
    }
    start = end + 1;
  }
  return Shape::kPlain;
}

Shape FindShapeInText(absl::string_view text) {
  if (HasEmail(text)) return Shape::kEmail;
  if (HasReportNumber(text)) return Shape::kReportNumber;
  return FindPersonInText(text);
}

Shape FindPersonInText(absl::string_view text) {
  if (HasEmail(text)) return Shape::kEmail;
  size_t start = 0;
  while (start < text.size()) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[start]))) {
      ++start;
      continue;
    }
    if (const size_t day = DayBytes(text.substr(start)); day > 0) {
      start += day;
      continue;
    }
    const DigitRun run = ReadDigits(text, start);
    if (HasNationalNumber(run)) return Shape::kNationalNumber;
    if (!IsEnterpriseNumber(run.digits)) {
      const Shape shape = ShapeOfDigits(run.digits);
      if (shape != Shape::kPlain) return shape;
    }
    start = run.end;
  }
  return Shape::kPlain;
}

}  // namespace entente
