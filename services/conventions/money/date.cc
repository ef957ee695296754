#include "services/conventions/money/date.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 2200;

// French, Dutch, without accents as FoldText leaves them.
struct MonthName {
  absl::string_view name;
  int month;
};
constexpr MonthName kMonths[] = {
    {"janvier", 1},   {"fevrier", 2},  {"mars", 3},      {"avril", 4},
    {"mai", 5},       {"juin", 6},     {"juillet", 7},   {"aout", 8},
    {"septembre", 9}, {"octobre", 10}, {"novembre", 11}, {"decembre", 12},
    {"januari", 1},   {"februari", 2}, {"maart", 3},     {"april", 4},
    {"mei", 5},       {"juni", 6},     {"juli", 7},      {"augustus", 8},
    {"september", 9}, {"oktober", 10}, {"november", 11}, {"december", 12}};

std::optional<absl::CivilDay> MakeDay(int year, int month, int day) {
  if (year < kYearMin || year > kYearMax) return std::nullopt;
  if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const absl::CivilDay made(year, month, day);
  // CivilDay carries 31 February over into March.
  if (made.month() != month || made.day() != day) return std::nullopt;
  return made;
}

absl::Status Malformed(absl::string_view field) {
  const std::string subject = field.empty() ? "" : absl::StrCat(field, ": ");
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "MALFORMED_DATE",
       .field = std::string(field),
       .metadata = {},
       .sentence = {
           .en = subject + "not a day of the calendar. Write it as 2018-12-31.",
           .fr = subject + "ce n'est pas un jour du calendrier. Écrivez-le "
                           "comme 2018-12-31.",
           .nl = subject + "geen dag van de kalender. Schrijf hem als "
                           "2018-12-31."}});
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads at most `width` digits at `*at`; -1 when there is none, or one more.
int ReadNumber(absl::string_view text, size_t* at, size_t width) {
  int value = 0;
  size_t count = 0;
  while (*at < text.size() && IsDigit(text[*at]) && count < width) {
    value = value * 10 + (text[*at] - '0');
    ++*at;
    ++count;
  }
  if (count == 0 || (*at < text.size() && IsDigit(text[*at]))) return -1;
  return value;
}

void SkipSpaces(absl::string_view text, size_t* at) {
  // A bounded skip keeps the search linear on a line of blanks.
  for (int i = 0; i < 8 && *at < text.size() && text[*at] == ' '; ++i) ++*at;
}

int ReadMonthName(absl::string_view text, size_t* at) {
  size_t end = *at;
  while (end < text.size() && absl::ascii_isalpha(text[end]) &&
         end - *at < 12) {
    ++end;
  }
  const absl::string_view word = text.substr(*at, end - *at);
  for (const MonthName& month : kMonths) {
    if (word == month.name) {
      *at = end;
      return month.month;
    }
  }
  return -1;
}

// "1er janvier 2018", from the day's first digit.
std::optional<DatePhrase> ReadWords(absl::string_view text, size_t begin) {
  size_t at = begin;
  const int day = ReadNumber(text, &at, 2);
  if (day < 0) return std::nullopt;
  if (text.substr(at, 2) == "er") at += 2;
  SkipSpaces(text, &at);
  const int month = ReadMonthName(text, &at);
  if (month < 0) return std::nullopt;
  SkipSpaces(text, &at);
  const int year = ReadNumber(text, &at, 4);
  const auto made = MakeDay(year, month, day);
  if (!made.has_value()) return std::nullopt;
  return DatePhrase{*made, begin, at};
}

// "16/04/2007", "16.4.2007", "16-04-2007", "2018-01-31".
std::optional<DatePhrase> ReadFigures(absl::string_view text, size_t begin) {
  size_t at = begin;
  const int first = ReadNumber(text, &at, 4);
  const size_t first_width = at - begin;
  if (first < 0 || at >= text.size()) return std::nullopt;
  const char mark = text[at];
  if (mark != '/' && mark != '.' && mark != '-') return std::nullopt;
  ++at;
  const int month = ReadNumber(text, &at, 2);
  if (month < 0 || at >= text.size() || text[at] != mark) return std::nullopt;
  ++at;
  const size_t last_begin = at;
  const int last = ReadNumber(text, &at, 4);
  const size_t last_width = at - last_begin;
  std::optional<absl::CivilDay> made;
  if (first_width == 4 && last_width <= 2) {
    made = MakeDay(first, month, last);
  } else if (first_width <= 2 && last_width == 4) {
    made = MakeDay(last, month, first);
  }
  if (!made.has_value()) return std::nullopt;
  return DatePhrase{*made, begin, at};
}

}  // namespace

google::type::Date DateFromDay(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::StatusOr<absl::CivilDay> DayFromDate(const google::type::Date& date,
                                           absl::string_view field) {
  const auto day = MakeDay(date.year(), date.month(), date.day());
  if (!day.has_value()) return Malformed(field);
  return *day;
}

bool IsUnset(const google::type::Date& date) {
  return date.year() == 0 && date.month() == 0 && date.day() == 0;
}

std::string FormatIsoDate(const google::type::Date& date) {
  if (IsUnset(date)) return "";
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                         date.day());
}

std::string FormatIsoDay(absl::CivilDay day) {
  return FormatIsoDate(DateFromDay(day));
}

absl::StatusOr<absl::CivilDay> ParseIsoDay(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return Malformed("");
  }
  for (const size_t at : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (!IsDigit(text[at])) return Malformed("");
  }
  const auto phrase = ReadFigures(text, 0);
  if (!phrase.has_value() || phrase->end != text.size()) return Malformed("");
  return phrase->day;
}

std::vector<DatePhrase> FindDates(absl::string_view folded) {
  std::vector<DatePhrase> found;
  for (size_t at = 0; at < folded.size(); ++at) {
    if (!IsDigit(folded[at])) continue;
    std::optional<DatePhrase> phrase = ReadWords(folded, at);
    if (!phrase.has_value()) phrase = ReadFigures(folded, at);
    if (phrase.has_value()) {
      found.push_back(*phrase);
      at = phrase->end - 1;
      continue;
    }
    // A day begins with the first digit of its number.
    while (at + 1 < folded.size() && IsDigit(folded[at + 1])) ++at;
  }
  return found;
}

}  // namespace entente::conventions
