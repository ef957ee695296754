// Figures as people write and read them.
//
// Every Parse fails with INVALID_ARGUMENT / USAGE naming the flag and what
// would be right.
#ifndef TOOLS_CLIENT_FORMAT_H_
#define TOOLS_CLIENT_FORMAT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/measure.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// "1.896.439,60 EUR"; "?" for what is no amount in euro cents.
std::string FormatMoney(const google::type::Money& money);
// The same without " EUR", for columns whose title says it.
std::string FormatMoneyPlain(const google::type::Money& money);
// "2018-03-14"; "2018-03" when only the month is known; "" when unset.
std::string FormatDate(const google::type::Date& date);
// "2018-03-14 09:05" local time.
std::string FormatTime(const google::protobuf::Timestamp& time);
// "98.312".
std::string FormatCount(int64_t value);
// `one` where a language counts `count` as one, which in French 0 is too, else
// `many`; "{n}" in them is the count.
Sentence Plural(int64_t count, const Sentence& one, const Sentence& many);
// "6 h", "6 h 30".
std::string FormatHours(int64_t minutes);
// A figure as its kind is read: "12", "6 h", "3/4", and for YES_NO
// `yes_word` or `no_word`.
std::string FormatFigure(entente::conventions::v1::MeasureKind kind,
                         int64_t value, int64_t denominator,
                         const std::string& yes_word,
                         const std::string& no_word);

// "1.896.439,60", "60000.5", "€ 60.000", above zero.
absl::StatusOr<google::type::Money> ParseMoneyFlag(const std::string& flag,
                                                   const std::string& text);
// "2018-03-14".
absl::StatusOr<google::type::Date> ParseDateFlag(const std::string& flag,
                                                 const std::string& text);
// "2018-03-14" or "2018-03" (day 0).
absl::StatusOr<google::type::Date> ParseDateOrMonthFlag(
    const std::string& flag, const std::string& text);
// Minutes of "6", "6,5", "6.5", "6:30", "6h30", "90min"; at most `hours_max`
// hours.
absl::StatusOr<int64_t> ParseHoursFlag(const std::string& flag,
                                       const std::string& text,
                                       int64_t hours_max = 100000);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_FORMAT_H_
