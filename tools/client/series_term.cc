#include "tools/client/series_term.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "tools/client/format.h"
#include "tools/client/life_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/target_period.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

absl::Status MissingFlag(const std::string& flag) {
  return UsageError({absl::StrCat(flag, " is missing."),
                     absl::StrCat(flag, " manque."),
                     absl::StrCat(flag, " ontbreekt.")});
}

absl::Status NoConvention() {
  return UsageError(
      {"No convention of this municipality is remembered whose term it could "
       "be: give --from and --until.",
       "Aucune convention de cette commune n'est retenue dont ce serait la "
       "période : donnez --from et --until.",
       "Er is geen overeenkomst van deze gemeente onthouden waarvan dit de "
       "looptijd kan zijn: geef --from en --until."});
}

absl::StatusOr<v1::TermMonths> MonthsOfRemembered(
    Cli& cli, const std::string& municipality, const std::string& as_of) {
  if (cli.session().config().convention.empty()) return NoConvention();
  cv1::GetConventionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(),
                           ConventionName(cli.session().config(), ""));
  if (!absl::StartsWith(request.name(), absl::StrCat(municipality, "/"))) {
    return NoConvention();
  }
  if (!as_of.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_as_of_record_time(),
                             ParseTimeFlag("--as-of-time", as_of));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const cv1::Convention convention,
      cli.session().Call(&cv1::ConventionService::Stub::GetConvention,
                         request));
  return MonthsOfConvention(convention);
}

}  // namespace

absl::StatusOr<v1::TermMonths> SeriesMonths(
    Cli& cli, const std::string& municipality, const std::string& from,
    const std::string& until, SeriesStep step, const std::string& as_of) {
  if (step == v1::QuerySeriesRequest::STEP_TERM && from.empty() &&
      until.empty()) {
    return MonthsOfRemembered(cli, municipality, as_of);
  }
  if (from.empty()) return MissingFlag("--from");
  if (until.empty()) return MissingFlag("--until");
  v1::TermMonths months;
  ENTENTE_ASSIGN_OR_RETURN(*months.mutable_first_month(),
                           ParseDateOrMonthFlag("--from", from));
  ENTENTE_ASSIGN_OR_RETURN(*months.mutable_last_month(),
                           ParseDateOrMonthFlag("--until", until));
  months.mutable_first_month()->set_day(1);
  months.mutable_last_month()->set_day(1);
  return months;
}

absl::StatusOr<v1::TermMonths> MonthsOfConvention(
    const cv1::Convention& convention) {
  if (convention.valid_from().year() == 0 ||
      convention.valid_until().year() == 0) {
    return UsageError(
        {"The convention does not say when its term begins and ends: give "
         "--from and --until.",
         "La convention ne dit pas quand sa période commence et finit : donnez "
         "--from et --until.",
         "De overeenkomst zegt niet wanneer haar looptijd begint en eindigt: "
         "geef --from en --until."});
  }
  v1::TermMonths months;
  *months.mutable_first_month() = convention.valid_from();
  *months.mutable_last_month() = convention.valid_until();
  months.mutable_first_month()->set_day(1);
  months.mutable_last_month()->set_day(1);
  return months;
}

std::vector<std::string> CutTerms(
    const v1::StepFigure& figure,
    const google::protobuf::RepeatedPtrField<v1::TermMonths>& terms) {
  const int first = MonthCount(figure.first_month());
  const int last = MonthCount(figure.last_month());
  std::vector<std::string> cut;
  for (const v1::TermMonths& term : terms) {
    const int begin = MonthCount(term.first_month());
    const int end = MonthCount(term.last_month());
    if (begin == first && end == last) return {};
    const bool is_touched = begin <= last && end >= first;
    const bool is_whole = begin >= first && end <= last;
    if (is_touched && !is_whole) cut.push_back(TermText(term));
  }
  return cut;
}

}  // namespace entente::client
