#include "tools/client/exception_words.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "services/common/base/local_day.h"

namespace entente::client {
namespace {

std::string DayText(const google::type::Date& date) {
  return absl::FormatCivilTime(
      absl::CivilDay(date.year(), date.month(), date.day()));
}

std::string DayText(const google::protobuf::Timestamp& time) {
  return absl::FormatCivilTime(LocalDay(absl::FromUnixSeconds(time.seconds())));
}

}  // namespace

Sentence FrozenExceptionSentence(
    const indicators::v1::PeriodException& exception) {
  const std::string until = DayText(exception.until());
  const std::string approved = DayText(exception.approve_time());
  const std::string ended =
      exception.has_end_time() ? DayText(exception.end_time()) : "";
  const auto after = [&ended](const char* word) {
    return ended.empty() ? "" : absl::StrCat(word, ended);
  };
  return {absl::StrCat("Exception: ", exception.source(), " until ", until,
                       ", approved ", approved, after(", ended "), ": ",
                       exception.reason()),
          absl::StrCat("Exception : ", exception.source(), " jusqu'au ", until,
                       " inclus, approuvée le ", approved,
                       after(", terminée le "), " : ", exception.reason()),
          absl::StrCat("Uitzondering: ", exception.source(), " tot en met ",
                       until, ", goedgekeurd op ", approved,
                       after(", beëindigd op "), ": ", exception.reason())};
}

}  // namespace entente::client
