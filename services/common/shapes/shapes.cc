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

// Bytes of the separator of figures that `text` begins with; 0 where it begins
// with none. Of the characters that are no ASCII, in UTF-8: no-break spaces
// (U+00A0, U+202F) and what lies from U+2000 to U+2015, spaces and dashes.
size_t SeparatorBytes(absl::string_view text) {
  constexpr absl::string_view kAscii = " .-/()_";
  if (text.empty()) return 0;
  if (kAscii.find(text[0]) != absl::string_view::npos) return 1;
  if (text.substr(0, 2) == "\xC2\xA0") return 2;
  if (text.size() < 3 || text.substr(0, 2) != "\xE2\x80") return 0;
  const unsigned char last = static_cast<unsigned char>(text[2]);
  return (last >= 0x80 && last <= 0x95) || last == 0xAF ? 3 : 0;
}

// A letter, also one that is no ASCII, of which this is a byte.
bool IsLetter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isalpha(byte) || byte >= 0x80;
}

// Whether a local part may end in `c`.
bool IsLocalPart(char c) {
  constexpr absl::string_view kOthers = "._%+-";
  return IsLetter(c) || absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
         kOthers.find(c) != absl::string_view::npos;
}

// Whether `text`, what follows an at sign, begins with a domain that has a dot.
bool BeginsWithDomain(absl::string_view text) {
  if (text.empty() ||
      !(IsLetter(text[0]) ||
        absl::ascii_isdigit(static_cast<unsigned char>(text[0])))) {
    return false;
  }
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    if (absl::ascii_isspace(static_cast<unsigned char>(text[i]))) return false;
    if (text[i] == '.' && IsLetter(text[i + 1])) return true;
  }
  return false;
}

bool HasEmail(absl::string_view text) {
  for (size_t at = text.find('@'); at != absl::string_view::npos;
       at = text.find('@', at + 1)) {
    if (at > 0 && IsLocalPart(text[at - 1]) &&
        BeginsWithDomain(text.substr(at + 1))) {
      return true;
    }
  }
  return false;
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
    size_t i = start;
    while (i < text.size() && compact.size() < 17) {
      if (absl::ascii_isalnum(static_cast<unsigned char>(text[i]))) {
        compact.push_back(text[i++]);
        continue;
      }
      if (IsReportNumber(compact)) return true;
      const size_t bytes = SeparatorBytes(text.substr(i));
      // Words of a sentence stand apart with spaces and brackets.
      const bool is_between_words =
          text[i] == ' ' || text[i] == '(' || text[i] == ')';
      if (bytes == 0 || is_between_words) break;
      i += bytes;
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
      ++run.end;
      continue;
    }
    const size_t bytes = SeparatorBytes(text.substr(run.end));
    if (bytes == 0) break;
    run.end += bytes;
    ++gap;
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

bool IsDay(int64_t year, int64_t month, int64_t day) {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12 && year >= 1900 &&
         year <= 2099;
}

// Whether eight digits as in "20180305" stand at the beginning of `text`, and
// are a day. Files are named so, and with a number behind it such a name would
// pass for a national number every fiftieth time.
bool IsCompactDay(absl::string_view text) {
  return text.size() >= 8 && AreDigits(text.substr(0, 8)) &&
         (text.size() == 8 ||
          !absl::ascii_isdigit(static_cast<unsigned char>(text[8]))) &&
         IsDay(ToNumber(text.substr(0, 4)), ToNumber(text.substr(4, 2)),
               ToNumber(text.substr(6, 2)));
}

// Bytes of "05/03/2018" or "20180305" at the beginning of `text`; 0 when no day
// stands there. Read on into the next figure it would pass for a telephone
// number.
size_t DayBytes(absl::string_view text) {
  if (IsCompactDay(text)) return 8;
  if (text.size() < 10) return 0;
  const size_t gap = SeparatorBytes(text.substr(2));
  const size_t month_at = 2 + gap;
  const size_t year_at = month_at + 2 + gap;
  const size_t end = year_at + 4;
  if (gap == 0 || text.size() < end ||
      text.substr(2, gap) != text.substr(month_at + 2, gap) ||
      !AreDigits(text.substr(0, 2)) || !AreDigits(text.substr(month_at, 2)) ||
      !AreDigits(text.substr(year_at, 4))) {
    return 0;
  }
  const bool goes_on =
      text.size() > end &&
      absl::ascii_isdigit(static_cast<unsigned char>(text[end]));
  const int64_t day = ToNumber(text.substr(0, 2));
  const int64_t month = ToNumber(text.substr(month_at, 2));
  const int64_t year = ToNumber(text.substr(year_at, 4));
  return IsDay(year, month, day) && !goes_on ? end : 0;
}

// The same with the first day of a stretch before it, as print has it:
// "05–06/03/2018".
size_t DaysBytes(absl::string_view text) {
  constexpr absl::string_view kDash = "\xE2\x80\x93";
  constexpr size_t kFirst = 2 + kDash.size();
  if (text.size() > kFirst && AreDigits(text.substr(0, 2)) &&
      text.substr(2, kDash.size()) == kDash) {
    const size_t day = DayBytes(text.substr(kFirst));
    if (day > 0) return kFirst + day;
  }
  return DayBytes(text);
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
    if (const size_t days = DaysBytes(text.substr(start)); days > 0) {
      start += days;
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
