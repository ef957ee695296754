#include "tools/client/delivery/cell_forms.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

constexpr size_t kDigitsMax = 12;
constexpr size_t kFractionDigitsMax = 6;
constexpr int64_t kMinutesOfHour = 60;
constexpr char kNoBreakSpace[] = "\xC2\xA0";
constexpr char kNarrowNoBreakSpace[] = "\xE2\x80\xAF";

bool IsDigits(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// `text` is digits, and few.
int64_t Number(absl::string_view text) {
  int64_t number = 0;
  for (const char c : text) number = number * 10 + (c - '0');
  return number;
}

// Takes `count` digits from the front of `text`; -1 when they are not there.
int TakeDigits(absl::string_view& text, size_t count) {
  if (text.size() < count || !IsDigits(text.substr(0, count))) return -1;
  const int number = static_cast<int>(Number(text.substr(0, count)));
  text.remove_prefix(count);
  return number;
}

bool TakeOne(absl::string_view& text, char wanted) {
  if (text.empty() || text[0] != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<google::type::Date> MakeDate(int year, int month, int day) {
  if (year < 1000 || month < 1 || month > 12 || day < 0 || day > 31) {
    return std::nullopt;
  }
  // 31/02 becomes 3 March here, and so is found out.
  if (day > 0 && absl::CivilDay(year, month, day).day() != day) {
    return std::nullopt;
  }
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// "2018-03-14", "2018-03" from the front of `text`.
std::optional<google::type::Date> TakeIso(absl::string_view& text) {
  const int year = TakeDigits(text, 4);
  if (year < 0 || !TakeOne(text, '-')) return std::nullopt;
  const int month = TakeDigits(text, 2);
  int day = 0;
  if (TakeOne(text, '-') && (day = TakeDigits(text, 2)) <= 0) {
    return std::nullopt;
  }
  return MakeDate(year, month, day);
}

// "14/03/2018", "03/2018"; the same character both times.
std::optional<google::type::Date> TakeDayFirst(absl::string_view& text) {
  const int first = TakeDigits(text, 2);
  if (first < 0 || text.empty()) return std::nullopt;
  const char between = text[0];
  if (between != '/' && between != '.' && between != '-') return std::nullopt;
  text.remove_prefix(1);
  if (text.size() >= 3 && text[2] == between) {
    const int month = TakeDigits(text, 2);
    text.remove_prefix(1);
    const int year = TakeDigits(text, 4);
    return first == 0 ? std::nullopt : MakeDate(year, month, first);
  }
  return MakeDate(TakeDigits(text, 4), first, 0);
}

// "20180314", "201803".
std::optional<google::type::Date> TakeCompact(absl::string_view& text) {
  const int year = TakeDigits(text, 4);
  const int month = TakeDigits(text, 2);
  int day = 0;
  if (!text.empty() && absl::ascii_isdigit(text[0]) &&
      (day = TakeDigits(text, 2)) <= 0) {
    return std::nullopt;
  }
  return MakeDate(year, month, day);
}

// "22:10", "22:10:05", "22:10:05.123" and nothing after.
bool IsTimeOfDay(absl::string_view text) {
  const int hour = TakeDigits(text, 2);
  if (hour < 0 || hour > 23 || !TakeOne(text, ':')) return false;
  const int minute = TakeDigits(text, 2);
  if (minute < 0 || minute > 59) return false;
  if (text.empty()) return true;
  if (!TakeOne(text, ':')) return false;
  const int second = TakeDigits(text, 2);
  if (second < 0 || second > 60) return false;
  return text.empty() ||
         ((TakeOne(text, '.') || TakeOne(text, ',')) && IsDigits(text));
}

// Cuts `text` at its group separators; nullopt unless every group but the first
// has three digits.
std::optional<std::string> WithoutGroups(absl::string_view text,
                                         const std::string& separator) {
  std::string digits;
  size_t in_group = 0;
  bool is_grouped = false;
  while (!text.empty()) {
    bool is_separator = absl::ConsumePrefix(&text, separator);
    if (!is_separator && separator == " ") {
      is_separator = absl::ConsumePrefix(&text, kNoBreakSpace) ||
                     absl::ConsumePrefix(&text, kNarrowNoBreakSpace);
    }
    if (is_separator) {
      if (in_group == 0 || in_group > 3 || (is_grouped && in_group != 3)) {
        return std::nullopt;
      }
      is_grouped = true;
      in_group = 0;
      continue;
    }
    if (!absl::ascii_isdigit(text[0])) return std::nullopt;
    digits += text[0];
    text.remove_prefix(1);
    ++in_group;
  }
  if (is_grouped && in_group != 3) return std::nullopt;
  return digits;
}

// A number taken apart.
struct Decimal {
  int64_t whole = 0;
  // "5" of "1,5": digits without zeros at their end.
  std::string fraction = {};
};

std::optional<Decimal> ReadDecimal(absl::string_view text,
                                   const v1::NumberForm& form) {
  const char mark = form.has_decimal_comma() ? ',' : '.';
  const size_t at = text.find(mark);
  absl::string_view whole = text.substr(0, at);
  Decimal decimal;
  if (at != absl::string_view::npos) {
    const absl::string_view fraction = text.substr(at + 1);
    if (!IsDigits(fraction)) return std::nullopt;
    decimal.fraction = std::string(fraction);
    while (absl::EndsWith(decimal.fraction, "0")) decimal.fraction.pop_back();
    if (decimal.fraction.size() > kFractionDigitsMax) return std::nullopt;
  }
  std::string digits(whole);
  if (!form.group_separator().empty()) {
    std::optional<std::string> joined =
        WithoutGroups(whole, form.group_separator());
    if (!joined) return std::nullopt;
    digits = *std::move(joined);
  }
  if (!IsDigits(digits) || digits.size() > kDigitsMax) return std::nullopt;
  decimal.whole = Number(digits);
  return decimal;
}

// Minutes of "1:30".
std::optional<int64_t> ReadHoursAndMinutes(absl::string_view text) {
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos) return std::nullopt;
  const absl::string_view hours = text.substr(0, colon);
  const absl::string_view minutes = text.substr(colon + 1);
  if (!IsDigits(hours) || hours.size() > kDigitsMax || minutes.size() != 2 ||
      !IsDigits(minutes) || Number(minutes) >= kMinutesOfHour) {
    return std::nullopt;
  }
  return Number(hours) * kMinutesOfHour + Number(minutes);
}

std::optional<int64_t> ReadUnsigned(absl::string_view text,
                                    const v1::NumberForm& form,
                                    v1::Figure::Unit unit) {
  if (unit == v1::Figure::UNIT_HOURS_AND_MINUTES) {
    return ReadHoursAndMinutes(text);
  }
  const std::optional<Decimal> decimal = ReadDecimal(text, form);
  if (!decimal) return std::nullopt;
  if (unit != v1::Figure::UNIT_HOURS) {
    if (!decimal->fraction.empty()) return std::nullopt;
    return decimal->whole;
  }
  int64_t scale = 1;
  for (size_t i = 0; i < decimal->fraction.size(); ++i) scale *= 10;
  const int64_t parts = Number(decimal->fraction) * kMinutesOfHour;
  if (parts % scale != 0) return std::nullopt;
  return decimal->whole * kMinutesOfHour + parts / scale;
}

}  // namespace

std::optional<google::type::Date> ReadDay(absl::string_view cell,
                                          const v1::DateField& form) {
  std::optional<google::type::Date> date;
  switch (form.form()) {
    case v1::DateField::FORM_DAY_MONTH_YEAR:
      date = TakeDayFirst(cell);
      break;
    case v1::DateField::FORM_COMPACT:
      date = TakeCompact(cell);
      break;
    default:
      date = TakeIso(cell);
  }
  if (!date) return std::nullopt;
  if (form.has_time()) {
    if (date->day() == 0 || (!TakeOne(cell, 'T') && !TakeOne(cell, ' ')) ||
        !IsTimeOfDay(cell)) {
      return std::nullopt;
    }
  } else if (!cell.empty()) {
    return std::nullopt;
  }
  if (form.is_month_only()) date->set_day(0);
  return date;
}

std::optional<int64_t> ReadFigure(absl::string_view cell,
                                  const v1::NumberForm& form,
                                  v1::Figure::Unit unit) {
  const bool is_negative = absl::ConsumePrefix(&cell, "-");
  const std::optional<int64_t> size = ReadUnsigned(cell, form, unit);
  if (!size) return std::nullopt;
  return is_negative ? -*size : *size;
}

}  // namespace entente::client
