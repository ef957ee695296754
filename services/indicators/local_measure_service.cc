#include "services/indicators/local_measure_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/local_day.h"
#include "services/indicators/local_measure_check_rules.h"
#include "services/indicators/local_measure_errors.h"
#include "services/indicators/local_measure_month_rules.h"
#include "services/indicators/local_measure_rules.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

std::string EtagOf(const std::vector<v1::LocalMeasure>& versions) {
  return absl::StrCat(versions.size());
}

v1::LocalMeasure LatestOf(const std::vector<v1::LocalMeasure>& versions) {
  v1::LocalMeasure latest = versions.back();
  latest.set_etag(EtagOf(versions));
  return latest;
}

// The name that is meant: that which is said, or else that of the code.
absl::StatusOr<MeasureName> NameOf(const v1::LocalMeasure& said,
                                   const std::string& municipality) {
  if (said.name().empty()) {
    return MeasureName{municipality, said.definition().code()};
  }
  ENTENTE_ASSIGN_OR_RETURN(
      MeasureName name, ParseLocalMeasure(said.name(), "local_measure.name"));
  if (name.municipality != municipality) {
    return LocalMeasureElsewhere(municipality);
  }
  return name;
}

// Writes `version`, from AsVersion, as the next one of `versions`.
absl::Status Write(store::Transaction& transaction, const gate::Caller& caller,
                   const MeasureName& name, const v1::LocalMeasure& version,
                   std::vector<v1::LocalMeasure>& versions) {
  v1::LocalMeasureRecord record;
  v1::LocalMeasure& next = *record.mutable_local_measure();
  next = version;
  next.set_name(FormatLocalMeasure(name));
  next.set_version(static_cast<int32_t>(versions.size()) + 1);
  next.set_office(OfficeOf(caller));
  *next.mutable_update_time() = ToTimestamp(caller.now);
  record.set_subject(caller.subject);
  ENTENTE_RETURN_IF_ERROR(PutLocalMeasure(transaction, name, record));
  versions.push_back(next);
  return absl::OkStatus();
}

}  // namespace

grpc::Status LocalMeasureService::CreateLocalMeasure(
    grpc::ServerContext* context, const v1::CreateLocalMeasureRequest* request,
    v1::LocalMeasure* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Create(caller, *request); });
}

absl::StatusOr<v1::LocalMeasure> LocalMeasureService::Create(
    const gate::Caller& caller, const v1::CreateLocalMeasureRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const MeasureName name,
                           NameOf(request.local_measure(), municipality));
  const v1::LocalMeasure said =
      AsVersion(request.local_measure(), /*is_first=*/true);
  return ChangeOnce<v1::LocalMeasure>(
      parts_, caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::LocalMeasure> {
        ENTENTE_ASSIGN_OR_RETURN(
            const auto definitions,
            parts_.definitions.Get(transaction, municipality));
        ENTENTE_RETURN_IF_ERROR(
            ValidateLocalMeasure(said, name.code, {}, *definitions));
        if (definitions->Find(name.code) >= 0) return MeasureDefined();
        if (definitions->local_measures().size() >= kLocalMeasuresMax) {
          return TooManyLocalMeasures();
        }
        std::vector<v1::LocalMeasure> versions;
        ENTENTE_RETURN_IF_ERROR(
            Write(transaction, caller, name, said, versions));
        return LatestOf(versions);
      });
}

grpc::Status LocalMeasureService::UpdateLocalMeasure(
    grpc::ServerContext* context, const v1::UpdateLocalMeasureRequest* request,
    v1::LocalMeasure* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Update(caller, *request); });
}

absl::StatusOr<v1::LocalMeasure> LocalMeasureService::Update(
    const gate::Caller& caller, const v1::UpdateLocalMeasureRequest& request) {
  static constexpr char kName[] = "local_measure.name";
  ENTENTE_ASSIGN_OR_RETURN(
      const MeasureName name,
      ParseLocalMeasure(request.local_measure().name(), kName));
  const v1::LocalMeasure said =
      AsVersion(request.local_measure(), /*is_first=*/false);
  return ChangeOnce<v1::LocalMeasure>(
      parts_, caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::LocalMeasure> {
        ENTENTE_ASSIGN_OR_RETURN(auto versions,
                                 ReadLocalMeasureVersions(transaction, name));
        if (versions.empty()) return LocalMeasureUnknown(kName);
        if (!request.etag().empty() && request.etag() != EtagOf(versions)) {
          return PeriodEtagMismatch(EtagOf(versions));
        }
        ENTENTE_ASSIGN_OR_RETURN(
            const auto definitions,
            parts_.definitions.Get(transaction, name.municipality));
        ENTENTE_RETURN_IF_ERROR(
            ValidateLocalMeasure(said, name.code, versions, *definitions));
        if (SayTheSame(said, versions.back())) return LatestOf(versions);
        ENTENTE_ASSIGN_OR_RETURN(
            const auto periods,
            parts_.periods.Get(transaction, name.municipality));
        ENTENTE_RETURN_IF_ERROR(CheckApprovedMonths(said, versions, *periods,
                                                    LocalDay(caller.now)));
        if (versions.size() >= kLocalMeasureVersionsMax) {
          return TooManyLocalMeasureVersions();
        }
        ENTENTE_RETURN_IF_ERROR(
            Write(transaction, caller, name, said, versions));
        return LatestOf(versions);
      });
}

grpc::Status LocalMeasureService::GetLocalMeasure(
    grpc::ServerContext* context, const v1::GetLocalMeasureRequest* request,
    v1::LocalMeasure* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&) -> absl::StatusOr<v1::LocalMeasure> {
        ENTENTE_ASSIGN_OR_RETURN(const MeasureName name,
                                 ParseLocalMeasure(request->name(), "name"));
        ENTENTE_ASSIGN_OR_RETURN(
            const auto versions,
            ReadLocalMeasureVersions(*parts_.store.Read(), name));
        if (versions.empty()) return LocalMeasureUnknown("name");
        return LatestOf(versions);
      });
}

grpc::Status LocalMeasureService::ListLocalMeasures(
    grpc::ServerContext* context, const v1::ListLocalMeasuresRequest* request,
    v1::ListLocalMeasuresResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) { return List(*request); });
}

absl::StatusOr<v1::ListLocalMeasuresResponse> LocalMeasureService::List(
    const v1::ListLocalMeasuresRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                           ParsePageNumber(request.page_token()));
  ENTENTE_ASSIGN_OR_RETURN(
      const auto measures,
      ReadLocalMeasures(*parts_.store.Read(), municipality));
  v1::ListLocalMeasuresResponse list;
  size_t i = first;
  for (; i < measures.size() && i - first < size; ++i) {
    *list.add_local_measures() = LatestOf(measures[i]);
  }
  if (i < measures.size()) list.set_next_page_token(absl::StrCat(i));
  return list;
}

grpc::Status LocalMeasureService::ListLocalMeasureVersions(
    grpc::ServerContext* context,
    const v1::ListLocalMeasureVersionsRequest* request,
    v1::ListLocalMeasureVersionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&)
          -> absl::StatusOr<v1::ListLocalMeasureVersionsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(const MeasureName name,
                                 ParseLocalMeasure(request->name(), "name"));
        ENTENTE_ASSIGN_OR_RETURN(const size_t size,
                                 PageSize(request->page_size()));
        ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                                 ParsePageNumber(request->page_token()));
        ENTENTE_ASSIGN_OR_RETURN(
            const auto versions,
            ReadLocalMeasureVersions(*parts_.store.Read(), name));
        if (versions.empty()) return LocalMeasureUnknown("name");
        v1::ListLocalMeasureVersionsResponse list;
        list.set_next_page_token(AddNewestFirst(
            versions, first, size, [&](const v1::LocalMeasure& one) {
              v1::LocalMeasure& version = *list.add_local_measures();
              version = one;
              version.set_etag(EtagOf(versions));
            }));
        return list;
      });
}

}  // namespace entente::indicators
