#include "services/indicators/shape_rules.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"

namespace entente::indicators {
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
  size_t start = 0;
  while (start < text.size()) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[start]))) {
      ++start;
      continue;
    }
    std::string digits;
    size_t end = start;
    int gap = 0;
    while (end < text.size() && gap < 3) {
      const char c = text[end];
      if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
        digits.push_back(c);
        gap = 0;
      } else if (IsSeparator(c)) {
        ++gap;
      } else {
        break;
      }
      ++end;
    }
    if (!IsEnterpriseNumber(digits)) {
      const Shape shape = ShapeOfDigits(digits);
      if (shape != Shape::kPlain) return shape;
    }
    start = end;
  }
  return Shape::kPlain;
}

}  // namespace entente::indicators
