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

using indicators::v1::PeriodException;

std::string DayText(const google::type::Date& date) {
  return absl::FormatCivilTime(
      absl::CivilDay(date.year(), date.month(), date.day()));
}

std::string DayText(const google::protobuf::Timestamp& time) {
  return absl::FormatCivilTime(LocalDay(absl::FromUnixSeconds(time.seconds())));
}

// `said` of its end, then the day and why; empty where it was not ended.
Sentence EndOf(const PeriodException& exception, const Sentence& said) {
  if (!exception.has_end_time()) return {};
  const std::string day = DayText(exception.end_time());
  const std::string& why = exception.end_reason();
  const char* const colon = why.empty() ? "" : ": ";
  return {absl::StrCat(said.en, day, colon, why),
          absl::StrCat(said.fr, day, why.empty() ? "" : " : ", why),
          absl::StrCat(said.nl, day, colon, why)};
}

}  // namespace

Sentence FrozenExceptionSentence(const PeriodException& exception) {
  const std::string until = DayText(exception.until());
  const std::string approved = DayText(exception.approve_time());
  const Sentence ended =
      EndOf(exception, {"; ended ", " ; terminée le ", "; beëindigd op "});
  return {
      absl::StrCat("Exception: ", exception.source(), " until ", until,
                   ", approved ", approved, ": ", exception.reason(), ended.en),
      absl::StrCat("Exception : ", exception.source(), " jusqu'au ", until,
                   " inclus, approuvée le ", approved, " : ",
                   exception.reason(), ended.fr),
      absl::StrCat("Uitzondering: ", exception.source(), " tot en met ", until,
                   ", goedgekeurd op ", approved, ": ", exception.reason(),
                   ended.nl)};
}

Sentence EndedExceptionSentence(const std::string& name,
                                const PeriodException& exception) {
  if (!exception.has_end_time()) return {};
  const Sentence ended =
      exception.has_approve_time()
          ? EndOf(exception,
                  {", ended on ", ", terminée le ", ", beëindigd op "})
          : EndOf(exception,
                  {", refused on ", ", refusée le ", ", geweigerd op "});
  return {absl::StrCat(name, ended.en), absl::StrCat(name, ended.fr),
          absl::StrCat(name, ended.nl)};
}

}  // namespace entente::client
