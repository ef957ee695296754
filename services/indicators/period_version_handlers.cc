// Reading frozen versions of months.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/indicators/frozen_rules.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/period_version_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

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

}  // namespace

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
          record.mutable_version()->clear_exceptions();
          *list.add_versions() = std::move(*record.mutable_version());
        }
        if (found.next_number > 0) {
          list.set_next_page_token(absl::StrCat(found.next_number));
        }
        return list;
      });
}

}  // namespace entente::indicators
