#include "services/indicators/settings_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// `said` as a version to store: nothing but what a version says.
v1::MeasureSettings ToVersion(const v1::MeasureSettings& said,
                              const gate::Caller& caller, int32_t version) {
  v1::MeasureSettings next = said;
  next.DiscardUnknownFields();
  next.mutable_first_month()->set_day(1);
  next.set_version(version);
  next.set_office(OfficeOf(caller));
  *next.mutable_update_time() = ToTimestamp(caller.now);
  next.clear_etag();
  return next;
}

// OK when the measure that `said` names, if any, may say how many persons are
// behind `measure`.
absl::Status CheckPersonsMeasure(const v1::MeasureSettings& said,
                                 const MeasureInfo& measure,
                                 const Definitions& definitions) {
  const std::string& code = said.persons_measure_code();
  if (code.empty()) return absl::OkStatus();
  const int persons = definitions.Find(code);
  if (persons < 0) return UnknownMeasure(code, kPersonsMeasureField);
  return ValidatePersonsMeasure(measure.definition,
                                definitions.measures()[persons].definition);
}

std::string EtagOf(const std::vector<v1::MeasureSettings>& versions) {
  return absl::StrCat(versions.size());
}

}  // namespace

grpc::Status MeasureSettingsService::UpdateMeasureSettings(
    grpc::ServerContext* context,
    const v1::UpdateMeasureSettingsRequest* request,
    v1::MeasureSettings* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Update(caller, *request); });
}

absl::StatusOr<v1::MeasureSettings> MeasureSettingsService::Update(
    const gate::Caller& caller,
    const v1::UpdateMeasureSettingsRequest& request) {
  static constexpr char kName[] = "measure_settings.name";
  const v1::MeasureSettings& said = request.measure_settings();
  ENTENTE_ASSIGN_OR_RETURN(const MeasureName name,
                           ParseSettings(said.name(), kName));
  return ChangeOnce<v1::MeasureSettings>(
      parts_, caller, request,
      [&](store::Transaction& transaction)
          -> absl::StatusOr<v1::MeasureSettings> {
        ENTENTE_ASSIGN_OR_RETURN(
            const auto definitions,
            parts_.definitions.Get(transaction, name.municipality));
        const int place = definitions->Find(name.code);
        if (place < 0) return UnknownMeasure(name.code, kName);
        const MeasureInfo& measure = definitions->measures()[place];
        ENTENTE_RETURN_IF_ERROR(
            ValidateSettings(said, measure.definition.kind()));
        ENTENTE_RETURN_IF_ERROR(
            CheckPersonsMeasure(said, measure, *definitions));
        ENTENTE_ASSIGN_OR_RETURN(auto versions,
                                 ReadSettingsVersions(transaction, name));
        if (!request.etag().empty() && request.etag() != EtagOf(versions)) {
          return PeriodEtagMismatch(EtagOf(versions));
        }
        if (versions.empty() || !AddTheSame(said, versions.back())) {
          if (versions.size() >= kSettingsVersionsMax) {
            return TooManySettingsVersions();
          }
          v1::MeasureSettingsRecord record;
          *record.mutable_settings() = ToVersion(
              said, caller, static_cast<int32_t>(versions.size()) + 1);
          record.set_subject(caller.subject);
          ENTENTE_RETURN_IF_ERROR(PutSettings(transaction, name, record));
          versions.push_back(record.settings());
        }
        v1::MeasureSettings latest = versions.back();
        latest.set_etag(EtagOf(versions));
        return latest;
      });
}

grpc::Status MeasureSettingsService::GetMeasureSettings(
    grpc::ServerContext* context, const v1::GetMeasureSettingsRequest* request,
    v1::MeasureSettings* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Get(caller, *request); });
}

absl::StatusOr<v1::MeasureSettings> MeasureSettingsService::Get(
    const gate::Caller& caller, const v1::GetMeasureSettingsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const MeasureName name,
                           ParseSettings(request.name(), "name"));
  int32_t month = MonthOfDay(LocalDay(caller.now));
  if (request.has_month()) {
    ENTENTE_ASSIGN_OR_RETURN(month, ParsePeriodMonth(request.month(), "month"));
  }
  ENTENTE_ASSIGN_OR_RETURN(auto versions,
                           ReadSettingsVersions(*parts_.store.Read(), name));
  const std::string etag = EtagOf(versions);
  if (request.has_as_of()) {
    versions.erase(std::remove_if(versions.begin(), versions.end(),
                                  [&](const v1::MeasureSettings& version) {
                                    return IsBefore(request.as_of(),
                                                    version.update_time());
                                  }),
                   versions.end());
  }
  const SettingsInForce in_force(std::move(versions));
  const v1::MeasureSettings* found = in_force.At(month);
  if (found == nullptr) return SettingsUnknown();
  v1::MeasureSettings settings = *found;
  settings.set_etag(etag);
  return settings;
}

grpc::Status MeasureSettingsService::ListMeasureSettingsVersions(
    grpc::ServerContext* context,
    const v1::ListMeasureSettingsVersionsRequest* request,
    v1::ListMeasureSettingsVersionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&)
          -> absl::StatusOr<v1::ListMeasureSettingsVersionsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(const MeasureName name,
                                 ParseSettings(request->name(), "name"));
        ENTENTE_ASSIGN_OR_RETURN(const size_t size,
                                 PageSize(request->page_size()));
        ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                                 ParsePageNumber(request->page_token()));
        ENTENTE_ASSIGN_OR_RETURN(
            const auto versions,
            ReadSettingsVersions(*parts_.store.Read(), name));
        if (versions.empty()) return SettingsUnknown();
        v1::ListMeasureSettingsVersionsResponse list;
        list.set_next_page_token(AddNewestFirst(
            versions, first, size, [&](const v1::MeasureSettings& one) {
              v1::MeasureSettings& version = *list.add_measure_settings();
              version = one;
              version.set_etag(EtagOf(versions));
            }));
        return list;
      });
}

}  // namespace entente::indicators
