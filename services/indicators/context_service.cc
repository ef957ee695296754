#include "services/indicators/context_service.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/activity_errors.h"
#include "services/indicators/context_page_rules.h"
#include "services/indicators/context_rules.h"
#include "services/indicators/context_store.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// What a publication says; who entered it and why is beside it.
bool SaysTheSame(const v1::ContextFigure& a, const v1::ContextFigure& b) {
  return a.value() == b.value() &&
         a.publish_date().year() == b.publish_date().year() &&
         a.publish_date().month() == b.publish_date().month() &&
         a.publish_date().day() == b.publish_date().day();
}

struct Months {
  int32_t from = 0;
  int32_t until = std::numeric_limits<int32_t>::max();
};

absl::StatusOr<Months> MonthsOf(const v1::QueryContextRequest& request) {
  Months months;
  if (request.has_from()) {
    ENTENTE_ASSIGN_OR_RETURN(months.from,
                             ParsePeriodMonth(request.from(), "from"));
  }
  if (request.has_until()) {
    ENTENTE_ASSIGN_OR_RETURN(months.until,
                             ParsePeriodMonth(request.until(), "until"));
  }
  // How many months is no matter here: a page holds so many figures.
  if (months.from > months.until) {
    return ValidateMonths(months.from, months.until);
  }
  return months;
}

// The key of the first version that a page of `request` may hold.
absl::StatusOr<std::string> StartOf(const ContextSeriesName& name,
                                    const v1::QueryContextRequest& request,
                                    const Months& months) {
  std::string start = ContextFigurePrefix(name, months.from);
  if (request.page_token().empty()) return start;
  ENTENTE_ASSIGN_OR_RETURN(const ContextPlace place,
                           ParseContextPlace(request.page_token()));
  return std::max(start, ContextFigureKey({.series = name,
                                           .month = place.month,
                                           .area = place.area,
                                           .version = place.version}));
}

// The figures that `request` asks for from the key `start` on, in order.
absl::StatusOr<std::vector<v1::ContextFigure>> ReadFigures(
    const store::Reader& reader, const ContextSeriesName& name,
    const v1::QueryContextRequest& request, const Months& months,
    const std::string& start) {
  std::vector<v1::ContextFigure> figures;
  std::pair<int32_t, std::string> last;
  ENTENTE_RETURN_IF_ERROR(ScanContextFigures(
      reader, name, start,
      [&](const ContextFigureKeyParts& parts, const v1::ContextFigure& figure) {
        if (parts.month > months.until) return false;
        if (!request.area().empty() && parts.area != request.area()) {
          return true;
        }
        if (request.has_as_of() &&
            IsBefore(request.as_of(), figure.record_time())) {
          return true;
        }
        // Versions of a figure follow each other.
        const std::pair<int32_t, std::string> place(parts.month, parts.area);
        if (request.show_corrected() || figures.empty() || place != last) {
          figures.emplace_back();
        }
        figures.back() = figure;
        last = place;
        return true;
      }));
  // What was withdrawn is told in its history and in nothing else.
  if (!request.show_corrected()) {
    figures.erase(std::remove_if(figures.begin(), figures.end(),
                                 [](const v1::ContextFigure& figure) {
                                   return figure.is_withdrawn();
                                 }),
                  figures.end());
  }
  return figures;
}

// What the series says, or said then: before its first version that one.
const v1::ContextSeries& SaidThen(
    const std::vector<v1::ContextSeries>& versions,
    const v1::QueryContextRequest& request) {
  size_t i = versions.size() - 1;
  while (request.has_as_of() && i > 0 &&
         IsBefore(request.as_of(), versions[i].update_time())) {
    --i;
  }
  return versions[i];
}

// Puts the figures that say something new, and counts what each is.
class Adder {
 public:
  Adder(store::Transaction& transaction, const gate::Caller& caller,
        const ContextSeriesName& name, const std::string& reason)
      : transaction_(transaction),
        caller_(caller),
        name_(name),
        reason_(reason) {}

  absl::Status Add(int32_t month, const v1::ContextFigure& said,
                   const std::string& field) {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<v1::ContextFigure> kept,
        ReadContextFigure(transaction_, name_, month, said.area()));
    const bool stands = kept.has_value() && !kept->is_withdrawn();
    if (stands && SaysTheSame(said, *kept)) {
      answer_.set_unchanged_count(answer_.unchanged_count() + 1);
      return absl::OkStatus();
    }
    const int32_t version = kept.has_value() ? kept->version() + 1 : 1;
    if (version > static_cast<int32_t>(kContextVersionsMax)) {
      return TooManyContextVersions(field);
    }
    const bool is_restored = kept.has_value() && kept->is_withdrawn();
    if (stands) {
      answer_.set_corrected_count(answer_.corrected_count() + 1);
    } else if (is_restored) {
      answer_.set_restored_count(answer_.restored_count() + 1);
    } else {
      answer_.set_created_count(answer_.created_count() + 1);
    }
    v1::ContextFigureRecord record;
    v1::ContextFigure& figure = *record.mutable_figure();
    figure.set_period(said.period());
    figure.set_area(said.area());
    figure.set_value(said.value());
    *figure.mutable_publish_date() = said.publish_date();
    figure.set_version(version);
    figure.set_reason(reason_);
    figure.set_office(OfficeOf(caller_));
    *figure.mutable_record_time() = ToTimestamp(caller_.now);
    record.set_subject(caller_.subject);
    if (is_restored) *answer_.add_restored_figures() = figure;
    return PutContextFigure(transaction_, name_, month, record);
  }

  v1::AddContextFiguresResponse& answer() { return answer_; }

 private:
  store::Transaction& transaction_;
  const gate::Caller& caller_;
  const ContextSeriesName& name_;
  const std::string& reason_;
  v1::AddContextFiguresResponse answer_;
};

}  // namespace

grpc::Status ContextService::CreateContextSeries(
    grpc::ServerContext* context, const v1::CreateContextSeriesRequest* request,
    v1::ContextSeries* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Create(caller, *request); });
}

absl::StatusOr<v1::ContextSeries> ContextService::Create(
    const gate::Caller& caller, const v1::CreateContextSeriesRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_RETURN_IF_ERROR(ValidateContextSeries(request));
  const ContextSeriesName name{municipality, request.context_series_id()};
  return ChangeOnce<v1::ContextSeries>(
      parts_, caller, request,
      [&](store::Transaction& transaction)
          -> absl::StatusOr<v1::ContextSeries> {
        ENTENTE_ASSIGN_OR_RETURN(const auto known,
                                 ReadContextSeries(transaction, name));
        if (known.has_value()) return ContextSeriesExists();
        ENTENTE_ASSIGN_OR_RETURN(
            const auto list,
            indicators::ListContextSeries(transaction, municipality));
        if (list.size() >= kContextSeriesMax) return TooManyContextSeries();
        v1::ContextSeriesRecord record;
        v1::ContextSeries& series = *record.mutable_series();
        series = request.context_series();
        series.set_name(FormatContextSeries(name));
        series.set_office(OfficeOf(caller));
        *series.mutable_create_time() = ToTimestamp(caller.now);
        *series.mutable_update_time() = series.create_time();
        series.set_figure_count(0);
        series.set_version(1);
        series.set_etag("1");
        series.clear_reason();
        record.set_subject(caller.subject);
        ENTENTE_RETURN_IF_ERROR(PutContextSeries(transaction, name, record));
        return series;
      });
}

grpc::Status ContextService::AddContextFigures(
    grpc::ServerContext* context, const v1::AddContextFiguresRequest* request,
    v1::AddContextFiguresResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Add(caller, *request); });
}

absl::StatusOr<v1::AddContextFiguresResponse> ContextService::Add(
    const gate::Caller& caller, const v1::AddContextFiguresRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const ContextSeriesName name,
                           ParseContextSeries(request.parent(), "parent"));
  return ChangeOnce<v1::AddContextFiguresResponse>(
      parts_, caller, request,
      [&](store::Transaction& transaction)
          -> absl::StatusOr<v1::AddContextFiguresResponse> {
        ENTENTE_ASSIGN_OR_RETURN(auto record,
                                 ReadContextSeries(transaction, name));
        if (!record.has_value()) return ContextSeriesUnknown("parent");
        v1::ContextSeries& series = *record->mutable_series();
        ENTENTE_ASSIGN_OR_RETURN(
            const std::vector<int32_t> months,
            ValidateContextFigures(request, series.frequency(), areas_,
                                   LocalDay(caller.now)));
        Adder adder(transaction, caller, name, request.reason());
        for (int i = 0; i < request.figures_size(); ++i) {
          ENTENTE_RETURN_IF_ERROR(adder.Add(months[i], request.figures(i),
                                            absl::StrCat("figures[", i, "]")));
        }
        v1::AddContextFiguresResponse answer = std::move(adder.answer());
        if (answer.corrected_count() + answer.restored_count() > 0 &&
            request.reason().empty()) {
          return ContextReasonMissing(answer.corrected_count(),
                                      answer.restored_count());
        }
        const int32_t more = answer.created_count() + answer.restored_count();
        if (more > 0) {
          series.set_figure_count(series.figure_count() + more);
          if (series.figure_count() > kContextFiguresMax) {
            return TooManyContextFigures();
          }
          ENTENTE_RETURN_IF_ERROR(PutContextSeries(transaction, name, *record));
        }
        *answer.mutable_context_series() = series;
        return answer;
      });
}

grpc::Status ContextService::ListContextSeries(
    grpc::ServerContext* context, const v1::ListContextSeriesRequest* request,
    v1::ListContextSeriesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&)
          -> absl::StatusOr<v1::ListContextSeriesResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::string municipality,
            ParseMunicipality(request->parent(), "parent"));
        ENTENTE_ASSIGN_OR_RETURN(const size_t size,
                                 PageSize(request->page_size()));
        // The id of the series to go on from.
        const std::string& token = request->page_token();
        if (!token.empty() && !IsRuleId(token)) return PageTokenInvalid();
        ENTENTE_ASSIGN_OR_RETURN(
            const auto all,
            indicators::ListContextSeries(*parts_.store.Read(), municipality));
        v1::ListContextSeriesResponse list;
        for (const v1::ContextSeries& series : all) {
          const std::string id =
              series.name().substr(series.name().rfind('/') + 1);
          if (id < token) continue;
          if (static_cast<size_t>(list.context_series_size()) == size) {
            list.set_next_page_token(id);
            break;
          }
          *list.add_context_series() = series;
        }
        return list;
      });
}

grpc::Status ContextService::QueryContext(
    grpc::ServerContext* context, const v1::QueryContextRequest* request,
    v1::QueryContextResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) { return Query(*request); });
}

absl::StatusOr<v1::QueryContextResponse> ContextService::Query(
    const v1::QueryContextRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const ContextSeriesName name,
                           ParseContextSeries(request.name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(const Months months, MonthsOf(request));
  if (!request.area().empty() && !areas_.Contains(request.area())) {
    return AreaUnknown("area");
  }
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const std::string start,
                           StartOf(name, request, months));
  const std::unique_ptr<store::Snapshot> snapshot = parts_.store.Read();
  ENTENTE_ASSIGN_OR_RETURN(const auto versions,
                           ReadContextSeriesVersions(*snapshot, name));
  if (versions.empty()) return ContextSeriesUnknown("name");
  ENTENTE_ASSIGN_OR_RETURN(
      const std::vector<v1::ContextFigure> figures,
      ReadFigures(*snapshot, name, request, months, start));
  v1::QueryContextResponse response;
  *response.mutable_context_series() = SaidThen(versions, request);
  size_t i = 0;
  for (; i < figures.size() && i < size; ++i) {
    *response.add_figures() = figures[i];
  }
  if (i < figures.size()) {
    response.set_next_page_token(
        FormatContextPlace(figures[i], versions.back().frequency()));
  }
  return response;
}

}  // namespace entente::indicators
