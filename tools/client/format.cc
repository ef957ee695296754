#include "tools/client/format.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/common/base/error.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "tools/client/cli.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;

// More is no time, whatever is asked for.
constexpr int64_t kHoursMax = 1000000000;

absl::Status NotReadable(const std::string& flag, const std::string& text,
                         const Sentence& right) {
  const auto sentence = [&](const char* colon, const std::string& part) {
    return absl::StrCat(flag, " ", text, colon, part);
  };
  return UsageError({sentence(": ", right.en), sentence(" : ", right.fr),
                     sentence(": ", right.nl)});
}

bool WholeHours(absl::string_view text, int64_t* hours) {
  return absl::SimpleAtoi(text, hours) && *hours >= 0 && *hours <= kHoursMax;
}

// Minutes of "6,5" or "6.25": thousandths of an hour, rounded to the minute.
std::optional<int64_t> DecimalHours(absl::string_view text) {
  const size_t point = text.find_first_of(",.");
  absl::string_view fraction =
      point == absl::string_view::npos ? "" : text.substr(point + 1);
  int64_t hours = 0;
  int64_t part = 0;
  if (!WholeHours(text.substr(0, point), &hours)) return std::nullopt;
  if (point == absl::string_view::npos) return hours * 60;
  if (fraction.empty() || fraction.size() > 3 ||
      !absl::SimpleAtoi(fraction, &part) || part < 0) {
    return std::nullopt;
  }
  for (size_t i = fraction.size(); i < 3; ++i) part *= 10;
  return hours * 60 + (part * 60 + 500) / 1000;
}

// Minutes of "6:30" or "6h30"; "6h" too.
std::optional<int64_t> ClockHours(absl::string_view text, size_t colon) {
  int64_t hours = 0;
  int64_t minutes = 0;
  const absl::string_view rest =
      absl::StripAsciiWhitespace(text.substr(colon + 1));
  if (!WholeHours(text.substr(0, colon), &hours)) return std::nullopt;
  if (rest.empty()) {
    if (text[colon] == ':') return std::nullopt;
    return hours * 60;
  }
  if (rest.size() != 2 || !absl::SimpleAtoi(rest, &minutes) || minutes < 0 ||
      minutes > 59) {
    return std::nullopt;
  }
  return hours * 60 + minutes;
}

std::optional<int64_t> Minutes(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty() || !absl::ascii_isdigit(text[0])) return std::nullopt;
  if (absl::ConsumeSuffix(&text, "min")) {
    int64_t minutes = 0;
    if (!absl::SimpleAtoi(text, &minutes)) return std::nullopt;
    return minutes;
  }
  const size_t colon = text.find_first_of(":hHuU");
  if (colon != absl::string_view::npos) return ClockHours(text, colon);
  return DecimalHours(text);
}

}  // namespace

std::string FormatMoney(const google::type::Money& money) {
  const auto cents = conventions::CentsFromMoney(money, "");
  return cents.ok() ? conventions::FormatBelgianAmount(*cents) : "?";
}

std::string FormatMoneyPlain(const google::type::Money& money) {
  // A message that was never filled in means nothing yet: zero.
  if (money.currency_code().empty() && money.units() == 0 &&
      money.nanos() == 0) {
    return "0,00";
  }
  const std::string text = FormatMoney(money);
  return std::string(absl::StripSuffix(text, " EUR"));
}

std::string FormatDate(const google::type::Date& date) {
  if (date.year() == 0) return "";
  if (date.day() == 0) {
    return absl::StrFormat("%04d-%02d", date.year(), date.month());
  }
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                         date.day());
}

std::string FormatTime(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::LocalTimeZone());
}

std::string FormatCount(int64_t value) {
  std::string digits = absl::StrCat(value);
  const int first = value < 0 ? 1 : 0;
  for (int at = static_cast<int>(digits.size()) - 3; at > first; at -= 3) {
    digits.insert(static_cast<size_t>(at), 1, '.');
  }
  return digits;
}

Sentence Plural(int64_t count, const Sentence& one, const Sentence& many) {
  const auto counted = [&](const std::string& text) {
    return absl::StrReplaceAll(text, {{"{n}", FormatCount(count)}});
  };
  return {counted(count == 1 ? one.en : many.en),
          counted(count == 0 || count == 1 ? one.fr : many.fr),
          counted(count == 1 ? one.nl : many.nl)};
}

std::string FormatHours(int64_t minutes) {
  const std::string hours = absl::StrCat(FormatCount(minutes / 60), " h");
  if (minutes % 60 == 0) return hours;
  return absl::StrFormat("%s %02d", hours, minutes % 60);
}

std::string FormatFigure(cv1::MeasureKind kind, int64_t value,
                         int64_t denominator, const std::string& yes_word,
                         const std::string& no_word) {
  switch (kind) {
    case cv1::MEASURE_KIND_HOURS:
      return FormatHours(value);
    case cv1::MEASURE_KIND_YES_NO:
      return value != 0 ? yes_word : no_word;
    case cv1::MEASURE_KIND_RATIO:
      return absl::StrCat(value, "/", denominator);
    default:
      return FormatCount(value);
  }
}

absl::StatusOr<google::type::Money> ParseMoneyFlag(const std::string& flag,
                                                   const std::string& text) {
  const auto cents = conventions::ParseAmountCents(text);
  if (!cents.ok() || *cents <= 0) {
    return NotReadable(
        flag, text,
        {"an amount above zero is expected, as in 1.896.439,60.",
         "un montant au-dessus de zéro est attendu, comme 1.896.439,60.",
         "een bedrag boven nul wordt verwacht, zoals 1.896.439,60."});
  }
  return conventions::MoneyFromCents(*cents);
}

absl::StatusOr<google::type::Date> ParseDateFlag(const std::string& flag,
                                                 const std::string& text) {
  const auto day = conventions::ParseIsoDay(text);
  if (!day.ok()) {
    return NotReadable(flag, text,
                       {"a day of the calendar is expected, as in 2018-03-14.",
                        "un jour du calendrier est attendu, comme 2018-03-14.",
                        "een dag van de kalender wordt verwacht, zoals "
                        "2018-03-14."});
  }
  return conventions::DateFromDay(*day);
}

absl::StatusOr<google::type::Date> ParseDateOrMonthFlag(
    const std::string& flag, const std::string& text) {
  if (text.size() != 7) return ParseDateFlag(flag, text);
  const auto first = conventions::ParseIsoDay(text + "-01");
  if (!first.ok()) {
    return NotReadable(flag, text,
                       {"a month is expected, as in 2018-03.",
                        "un mois est attendu, comme 2018-03.",
                        "een maand wordt verwacht, zoals 2018-03."});
  }
  google::type::Date month = conventions::DateFromDay(*first);
  month.set_day(0);
  return month;
}

absl::StatusOr<int64_t> ParseHoursFlag(const std::string& flag,
                                       const std::string& text,
                                       int64_t hours_max) {
  const std::optional<int64_t> minutes = Minutes(text);
  if (!minutes || *minutes < 0) {
    return NotReadable(flag, text,
                       {"hours are expected, as in 6, 6,5 or 6:30.",
                        "des heures sont attendues, comme 6, 6,5 ou 6:30.",
                        "uren worden verwacht, zoals 6, 6,5 of 6:30."});
  }
  if (*minutes > hours_max * 60) {
    const std::string most = FormatHours(hours_max * 60);
    return NotReadable(flag, text,
                       {absl::StrCat("at most ", most, "."),
                        absl::StrCat("au plus ", most, "."),
                        absl::StrCat("hoogstens ", most, ".")});
  }
  return *minutes;
}

}  // namespace entente::client
