#include "tools/client/sheets/file_adds_question.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "tools/client/sheets/collect_places.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// Whose sheets, of any month.
SheetKey KeyOf(const FileAddsQuestion::Options& options) {
  return {.municipality =
              std::string(absl::StripPrefix(options.parent, "municipalities/")),
          .source = options.source};
}

}  // namespace

FileAddsQuestion::FileAddsQuestion(Session& session, Options options)
    : session_(session),
      options_(std::move(options)),
      guard_(
          KeyOf(options_),
          [this](const std::string& measure) { return PlacesOf(measure); },
          [this](int month) { return ReadMonth(month); },
          [this](const std::vector<std::string>& event_ids) {
            return AskCounts(event_ids);
          }) {}

absl::Status FileAddsQuestion::Check(ObservationRows& rows,
                                     std::optional<int64_t> rows_held) {
  ENTENTE_RETURN_IF_ERROR(guard_.Walk(rows));
  const std::vector<MeasureMonth> added = guard_.added();
  if (added.empty()) return absl::OkStatus();
  return FileAddsToSheet(options_.source, added, options_.is_dropped,
                         rows_held);
}

absl::StatusOr<std::vector<SheetPlace>> FileAddsQuestion::PlacesOf(
    const std::string& measure) {
  if (!measures_.has_value()) {
    // Nobody reads their titles.
    ENTENTE_ASSIGN_OR_RETURN(
        measures_,
        MeasureLookup::Read(session_, Language::kFr, options_.parent));
  }
  return SheetPlacesOf(*measures_, measure);
}

absl::StatusOr<GuardedMonth> FileAddsQuestion::ReadMonth(int month) {
  if (!are_months_told_) return GuardedMonth();
  const std::string name =
      absl::StrCat(options_.parent, "/periods/",
                   absl::StrFormat("%04d-%02d", month / 12, month % 12 + 1));
  absl::StatusOr<v1::Period> period;
  if (options_.is_on_behalf) {
    v1::GetPeriodOnBehalfRequest request;
    request.set_name(name);
    request.set_source(options_.source);
    period =
        session_.Call(&v1::PeriodService::Stub::GetPeriodOnBehalf, request);
  } else {
    v1::GetPeriodRequest request;
    request.set_name(name);
    period = session_.Call(&v1::PeriodService::Stub::GetPeriod, request);
  }
  if (absl::IsPermissionDenied(period.status()) ||
      absl::IsUnimplemented(period.status())) {
    // Its ids are asked about instead.
    are_months_told_ = false;
    return GuardedMonth();
  }
  ENTENTE_RETURN_IF_ERROR(period.status());
  return ToGuardedMonth(*period, options_.source);
}

absl::StatusOr<std::vector<v1::EventCount>> FileAddsQuestion::AskCounts(
    const std::vector<std::string>& event_ids) {
  v1::BatchGetEventCountsRequest request;
  request.set_parent(
      absl::StrCat(options_.parent, "/sources/", options_.source));
  for (const std::string& id : event_ids) request.add_event_ids(id);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::BatchGetEventCountsResponse response,
      session_.Call(&v1::IngestService::Stub::BatchGetEventCounts, request));
  return std::vector<v1::EventCount>(response.counts().begin(),
                                     response.counts().end());
}

}  // namespace entente::client
