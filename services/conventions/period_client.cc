#include "services/conventions/period_client.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"

namespace entente::conventions {
namespace {

using entente::indicators::v1::ListPeriodsRequest;
using entente::indicators::v1::ListPeriodsResponse;
using entente::indicators::v1::Period;

// Somebody waits for the submission.
constexpr absl::Duration kPatience = absl::Seconds(5);

google::type::Date ToDate(absl::CivilMonth month) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(month.year()));
  date.set_month(month.month());
  date.set_day(1);
  return date;
}

// INTERNAL when `period` is none of the municipality's months.
absl::StatusOr<MonthStanding> ToStanding(const std::string& parent,
                                         const Period& period) {
  absl::string_view month = period.name();
  MonthStanding standing;
  if (!absl::ConsumePrefix(&month, absl::StrCat(parent, "/periods/")) ||
      !absl::ParseCivilTime(month, &standing.month)) {
    return absl::InternalError(
        "The service of indicators answered something else than a month of the "
        "municipality.");
  }
  standing.has_calendar = !period.calendar().empty();
  standing.is_approved = period.standing() == Period::STANDING_APPROVED;
  standing.version = period.latest_version();
  return standing;
}

}  // namespace

PeriodClient::PeriodClient(std::shared_ptr<grpc::Channel> channel)
    : stub_(
          entente::indicators::v1::PeriodService::NewStub(std::move(channel))) {
}

absl::StatusOr<std::vector<MonthStanding>> PeriodClient::Ask(
    const std::string& municipality, const MonthSpan& span,
    const std::string& trace_id) const {
  ListPeriodsRequest request;
  request.set_parent(absl::StrCat("municipalities/", municipality));
  *request.mutable_from() = ToDate(span.first);
  *request.mutable_until() = ToDate(span.last);
  request.set_page_size(static_cast<int32_t>(span.last - span.first + 1));
  const absl::Time deadline = absl::Now() + kPatience;
  std::vector<MonthStanding> standings;
  // A page may end before its size.
  do {
    grpc::ClientContext context;
    channel::PrepareContext(
        {.trace_id = trace_id, .timeout = deadline - absl::Now()}, context);
    // One that is starting again is waited for, not taken for one that is gone.
    context.set_wait_for_ready(true);
    ListPeriodsResponse response;
    ENTENTE_RETURN_IF_ERROR(
        channel::FromWire(stub_->ListPeriods(&context, request, &response)));
    for (const Period& period : response.periods()) {
      ENTENTE_ASSIGN_OR_RETURN(MonthStanding standing,
                               ToStanding(request.parent(), period));
      standings.push_back(standing);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return standings;
}

}  // namespace entente::conventions
