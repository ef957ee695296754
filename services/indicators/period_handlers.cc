// Reading months and calendars; adopting a calendar.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/timestamp.h"
#include "services/common/gate/partial_access.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr char kApprove[] = "indicators.periods.approve";

struct Months {
  int32_t from;
  int32_t until;
};

// What a list shows when it is not told: from the first month that a calendar
// governs, or a convention or a local measure covers, to the last covered or
// the present one.
Months UsualMonths(const PeriodBook& book, const Definitions& definitions,
                   int32_t present) {
  std::optional<int32_t> from;
  std::optional<int32_t> until;
  for (const v1::PeriodCalendar& calendar : book.calendars()) {
    google::type::Date first = calendar.first_month();
    first.set_day(0);
    const int32_t month = MonthOf(PackDate(first));
    from = from.has_value() ? std::min(*from, month) : month;
  }
  const bool has_calendar = from.has_value();
  bool is_open = false;
  const auto cover = [&](const v1::ConventionRecord& record) {
    const Term term = MakeTerm(record.valid_from(), record.valid_until());
    if (!has_calendar && term.from != 0) {
      const int32_t month = MonthOf(term.from);
      from = from.has_value() ? std::min(*from, month) : month;
    }
    if (term.until == 0) {
      is_open = true;
    } else {
      until = std::max(until.value_or(0), MonthOf(term.until));
    }
  };
  for (const auto& record : definitions.conventions()) cover(record);
  for (const auto& record : definitions.local_measures()) cover(record);
  const int32_t last =
      until.has_value() && !is_open ? std::min(*until, present) : present;
  return {std::min(from.value_or(last), last), last};
}

absl::StatusOr<Months> MonthsOf(const v1::ListPeriodsRequest& request,
                                const PeriodBook& book,
                                const Definitions& definitions,
                                absl::CivilDay today) {
  const int32_t present =
      static_cast<int32_t>(today.year()) * 12 + today.month() - 1;
  Months months = UsualMonths(book, definitions, present);
  if (request.has_until()) {
    ENTENTE_ASSIGN_OR_RETURN(months.until,
                             ParsePeriodMonth(request.until(), "until"));
    months.from = std::min(months.from, months.until);
  }
  if (request.has_from()) {
    ENTENTE_ASSIGN_OR_RETURN(months.from,
                             ParsePeriodMonth(request.from(), "from"));
  } else {
    months.from = std::max(months.from, months.until - kMonthsMax + 1);
  }
  ENTENTE_RETURN_IF_ERROR(ValidateMonths(months.from, months.until));
  return months;
}

std::string EtagOf(const PeriodBook& book) {
  return book.calendars().empty() ? "" : book.calendars().back().etag();
}

}  // namespace

bool PeriodService::MayApprove(const gate::Caller& caller) const {
  return gate::RolesMay(*gate_.policy(), caller.roles, kApprove);
}

grpc::Status PeriodService::ListPeriods(grpc::ServerContext* context,
                                        const v1::ListPeriodsRequest* request,
                                        v1::ListPeriodsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return List(caller, *request); });
}

absl::StatusOr<v1::ListPeriodsResponse> PeriodService::List(
    const gate::Caller& caller, const v1::ListPeriodsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t page,
                           ParsePageNumber(request.page_token()));
  const std::unique_ptr<store::Snapshot> snapshot = parts_.store.Read();
  ENTENTE_ASSIGN_OR_RETURN(const auto book,
                           parts_.periods.Get(*snapshot, municipality));
  ENTENTE_ASSIGN_OR_RETURN(const auto definitions,
                           parts_.definitions.Get(*snapshot, municipality));
  const absl::CivilDay today = LocalDay(caller.now);
  ENTENTE_ASSIGN_OR_RETURN(const Months months,
                           MonthsOf(request, *book, *definitions, today));
  v1::ListPeriodsResponse response;
  response.set_has_calendar(!book->calendars().empty());
  const bool may_approve = MayApprove(caller);
  size_t bytes = 0;
  // The token is the month to go on with.
  int64_t month = std::max<int64_t>(months.from, page);
  for (; month <= months.until &&
         static_cast<size_t>(response.periods_size()) < size;
       ++month) {
    ENTENTE_ASSIGN_OR_RETURN(
        PeriodView view,
        ReadPeriodView(*snapshot, {parts_.periods, parts_.definitions},
                       {municipality, static_cast<int32_t>(month)}, today));
    view.viewer = caller.subject;
    view.may_approve = may_approve;
    v1::Period period = ToPeriod(view);
    bytes += period.ByteSizeLong();
    // One that is longer by itself comes alone.
    if (bytes > page_bytes_max_ && response.periods_size() > 0) break;
    *response.add_periods() = std::move(period);
  }
  if (month <= months.until) response.set_next_page_token(absl::StrCat(month));
  return response;
}

grpc::Status PeriodService::GetPeriod(grpc::ServerContext* context,
                                      const v1::GetPeriodRequest* request,
                                      v1::Period* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Get(caller, *request); });
}

absl::StatusOr<v1::Period> PeriodService::Get(
    const gate::Caller& caller, const v1::GetPeriodRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParsePeriod(request.name(), "name"));
  const std::unique_ptr<store::Snapshot> snapshot = parts_.store.Read();
  ENTENTE_ASSIGN_OR_RETURN(PeriodView view,
                           ReadViewFor(parts_, *snapshot, caller, name));
  view.may_approve = MayApprove(caller);
  ENTENTE_RETURN_IF_ERROR(ReadViewFigures(*snapshot, view));
  return ToPeriod(view);
}

grpc::Status PeriodService::GetCalendar(grpc::ServerContext* context,
                                        const v1::GetCalendarRequest* request,
                                        v1::PeriodCalendar* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&) -> absl::StatusOr<v1::PeriodCalendar> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::string municipality,
            ParseMunicipality(request->parent(), "parent"));
        ENTENTE_ASSIGN_OR_RETURN(
            const auto book,
            parts_.periods.Get(*parts_.store.Read(), municipality));
        if (book->calendars().empty()) return CalendarMissing("parent");
        return book->calendars().back();
      });
}

grpc::Status PeriodService::ListCalendars(
    grpc::ServerContext* context, const v1::ListCalendarsRequest* request,
    v1::ListCalendarsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&) -> absl::StatusOr<v1::ListCalendarsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::string municipality,
            ParseMunicipality(request->parent(), "parent"));
        ENTENTE_ASSIGN_OR_RETURN(const size_t size,
                                 PageSize(request->page_size()));
        ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                                 ParsePageNumber(request->page_token()));
        ENTENTE_ASSIGN_OR_RETURN(
            const auto book,
            parts_.periods.Get(*parts_.store.Read(), municipality));
        v1::ListCalendarsResponse list;
        list.set_next_page_token(
            AddNewestFirst(book->calendars(), first, size,
                           [&](const v1::PeriodCalendar& calendar) {
                             *list.add_calendars() = calendar;
                           }));
        return list;
      });
}

grpc::Status PeriodService::AdoptCalendar(
    grpc::ServerContext* context, const v1::AdoptCalendarRequest* request,
    v1::PeriodCalendar* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Adopt(caller, *request); });
}

absl::StatusOr<v1::PeriodCalendar> PeriodService::Adopt(
    const gate::Caller& caller, const v1::AdoptCalendarRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_RETURN_IF_ERROR(ValidateAdoptCalendar(request));
  return ChangeOnce<v1::PeriodCalendar>(
      parts_, caller, request,
      [&](store::Transaction& transaction)
          -> absl::StatusOr<v1::PeriodCalendar> {
        ENTENTE_ASSIGN_OR_RETURN(const auto book,
                                 parts_.periods.Get(transaction, municipality));
        if (!request.etag().empty() && request.etag() != EtagOf(*book)) {
          return PeriodEtagMismatch(EtagOf(*book));
        }
        const int32_t number =
            static_cast<int32_t>(book->calendars().size()) + 1;
        if (number > kCalendarsMax) return TooManyCalendars(kCalendarsMax);
        v1::PeriodCalendarRecord record;
        record.set_subject(caller.subject);
        v1::PeriodCalendar& calendar = *record.mutable_calendar();
        calendar = request.calendar();
        // What no rule has checked is not kept.
        calendar.DiscardUnknownFields();
        calendar.set_name(FormatCalendar(municipality, number));
        calendar.mutable_first_month()->set_day(1);
        calendar.set_office(OfficeOf(caller));
        *calendar.mutable_adopt_time() = ToTimestamp(caller.now);
        calendar.set_etag(absl::StrCat(number));
        ENTENTE_RETURN_IF_ERROR(
            PutCalendar(transaction, municipality, number, record));
        return calendar;
      });
}

}  // namespace entente::indicators
