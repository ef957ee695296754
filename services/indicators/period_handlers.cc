// Reading months, calendars and frozen versions; adopting a calendar.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/period_version_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

struct Months {
  int32_t from;
  int32_t until;
};

// What a list shows when it is not told: from the first month that a calendar
// governs or a convention covers, to the last covered or the present one.
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
  for (const v1::ConventionRecord& record : definitions.conventions()) {
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
  }
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

struct ShownVersion {
  v1::PeriodVersion version;
  // A sensitive measure is or was defined: whoever sees it is recorded.
  bool is_recorded = false;
};

// What may be shown of the version that `field` of a request names, beside what
// `snapshot` amounts to. Errors: VERSION_UNKNOWN; DATA_LOSS.
absl::StatusOr<ShownVersion> ReadShownVersion(const PeriodParts& parts,
                                              const store::Reader& snapshot,
                                              const NumberedPeriodName& name,
                                              const std::string& field) {
  ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::PeriodVersionRecord> record,
                           ReadPeriodVersionRecord(snapshot, name));
  if (!record.has_value()) {
    return VersionUnknown(FormatPeriodVersion(name), field);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const auto definitions,
      parts.definitions.Get(snapshot, name.period.municipality));
  ENTENTE_ASSIGN_OR_RETURN(
      const auto book, parts.periods.Get(snapshot, name.period.municipality));
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay due,
                           DueDayOf(*book, name.period));
  ENTENTE_ASSIGN_OR_RETURN(const PeriodFigures present,
                           ReadFigures(snapshot, *definitions, name.period));
  ShownVersion shown;
  CompareFigures(*definitions, present, *record->mutable_version());
  shown.is_recorded = Withhold(*definitions, due, *record);
  shown.version = std::move(*record->mutable_version());
  ENTENTE_RETURN_IF_ERROR(
      ReadRenamed(snapshot, *definitions, name.period, shown.version));
  return shown;
}

// Figures that might point at a person: whoever sees them is recorded.
absl::Status RecordReading(const PeriodParts& parts, const gate::Caller& caller,
                           const std::string& version) {
  audit::RecordedStore store(parts.store, parts.log, caller, version);
  store.set_version_of(&ObjectVersion);
  return store.Record();
}

std::string EtagOf(const PeriodBook& book) {
  return book.calendars().empty() ? "" : book.calendars().back().etag();
}

}  // namespace

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
    *response.add_periods() = ToPeriod(view);
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
  ENTENTE_ASSIGN_OR_RETURN(
      PeriodView view,
      ReadPeriodView(*snapshot, {parts_.periods, parts_.definitions}, name,
                     LocalDay(caller.now)));
  view.viewer = caller.subject;
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
        const size_t count = book->calendars().size();
        size_t i = first;
        for (; i < count && i - first < size; ++i) {
          *list.add_calendars() = book->calendars()[count - 1 - i];
        }
        if (i < count) list.set_next_page_token(absl::StrCat(i));
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

grpc::Status PeriodService::GetPeriodVersion(
    grpc::ServerContext* context, const v1::GetPeriodVersionRequest* request,
    v1::PeriodVersion* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return GetVersion(caller, *request); });
}

absl::StatusOr<v1::PeriodVersion> PeriodService::GetVersion(
    const gate::Caller& caller, const v1::GetPeriodVersionRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const NumberedPeriodName name,
                           ParsePeriodVersion(request.name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(
      ShownVersion shown,
      ReadShownVersion(parts_, *parts_.store.Read(), name, "name"));
  if (shown.is_recorded) {
    ENTENTE_RETURN_IF_ERROR(
        RecordReading(parts_, caller, FormatPeriodVersion(name)));
  }
  return std::move(shown.version);
}

grpc::Status PeriodService::BatchGetPeriodVersions(
    grpc::ServerContext* context,
    const v1::BatchGetPeriodVersionsRequest* request,
    v1::BatchGetPeriodVersionsResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return BatchGetVersions(caller, *request);
                     });
}

absl::StatusOr<v1::BatchGetPeriodVersionsResponse>
PeriodService::BatchGetVersions(
    const gate::Caller& caller,
    const v1::BatchGetPeriodVersionsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<NumberedPeriodName> names,
                           ParseVersionNames(request));
  const std::unique_ptr<store::Snapshot> snapshot = parts_.store.Read();
  v1::BatchGetPeriodVersionsResponse response;
  std::vector<std::string> recorded;
  size_t bytes = 0;
  for (const NumberedPeriodName& name : names) {
    ENTENTE_ASSIGN_OR_RETURN(
        ShownVersion shown,
        ReadShownVersion(
            parts_, *snapshot, name,
            absl::StrCat("names[", response.versions_size(), "]")));
    if (shown.is_recorded) recorded.push_back(FormatPeriodVersion(name));
    if (request.without_figures()) {
      shown.version.clear_figures();
      shown.version.clear_changes();
      shown.version.clear_judgements();
    }
    bytes += shown.version.ByteSizeLong();
    ENTENTE_RETURN_IF_ERROR(
        CheckVersionsReply(bytes, absl::Now() <= caller.deadline));
    *response.add_versions() = std::move(shown.version);
  }
  // Only now: of a batch that is refused nobody saw anything.
  for (const std::string& version : recorded) {
    ENTENTE_RETURN_IF_ERROR(RecordReading(parts_, caller, version));
  }
  return response;
}

grpc::Status PeriodService::ListPeriodVersions(
    grpc::ServerContext* context, const v1::ListPeriodVersionsRequest* request,
    v1::ListPeriodVersionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&)
          -> absl::StatusOr<v1::ListPeriodVersionsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                                 ParsePeriod(request->parent(), "parent"));
        ENTENTE_ASSIGN_OR_RETURN(const size_t size,
                                 PageSize(request->page_size()));
        ENTENTE_ASSIGN_OR_RETURN(const int64_t page,
                                 ParsePageNumber(request->page_token()));
        const std::unique_ptr<store::Snapshot> snapshot = parts_.store.Read();
        ENTENTE_ASSIGN_OR_RETURN(
            const auto definitions,
            parts_.definitions.Get(*snapshot, name.municipality));
        ENTENTE_ASSIGN_OR_RETURN(
            const auto book, parts_.periods.Get(*snapshot, name.municipality));
        ENTENTE_ASSIGN_OR_RETURN(
            PeriodVersionPage found,
            ReadPeriodVersions(
                *snapshot, name,
                static_cast<int32_t>(std::clamp<int64_t>(page, 1, 1 << 20)),
                size));
        v1::ListPeriodVersionsResponse list;
        for (v1::PeriodVersionRecord& record : found.versions) {
          ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay due,
                                   DueDayOf(*book, name));
          Withhold(*definitions, due, record);
          record.mutable_version()->clear_figures();
          record.mutable_version()->clear_sha256();
          record.mutable_version()->clear_judgements();
          *list.add_versions() = std::move(*record.mutable_version());
        }
        if (found.next_number > 0) {
          list.set_next_page_token(absl::StrCat(found.next_number));
        }
        return list;
      });
}

}  // namespace entente::indicators
