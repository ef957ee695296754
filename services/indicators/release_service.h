// ReleaseService: tables of approved figures for the public, or for named
// accounts of the State. Freezing is in release_freeze_handlers.cc.
#ifndef SERVICES_INDICATORS_RELEASE_SERVICE_H_
#define SERVICES_INDICATORS_RELEASE_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/indicators/v1/release_records.pb.h"
#include "entente/indicators/v1/release_service.grpc.pb.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/period_service.h"
#include "services/indicators/release_basis_store.h"
#include "services/indicators/release_table_rules.h"

namespace entente::indicators {

inline constexpr int64_t kReleasesMax = 5000;

// What the service works with; all of it outlives the service.
struct ReleaseParts {
  PeriodParts periods;
  const AreaList& areas;
  ReleaseOptions options = {};
};

// Thread-safe.
class ReleaseService final
    : public entente::indicators::v1::ReleaseService::Service {
 public:
  ReleaseService(gate::Gate& gate, const ReleaseParts& parts)
      : door_(gate, "entente.indicators.v1.ReleaseService"), parts_(parts) {}

  grpc::Status CreateRelease(
      grpc::ServerContext* context,
      const entente::indicators::v1::CreateReleaseRequest* request,
      entente::indicators::v1::Release* response) override;
  grpc::Status GetRelease(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetReleaseRequest* request,
      entente::indicators::v1::Release* response) override;
  grpc::Status ListReleases(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListReleasesRequest* request,
      entente::indicators::v1::ListReleasesResponse* response) override;
  grpc::Status FreezeRelease(
      grpc::ServerContext* context,
      const entente::indicators::v1::FreezeReleaseRequest* request,
      entente::indicators::v1::Release* response) override;
  grpc::Status WithdrawRelease(
      grpc::ServerContext* context,
      const entente::indicators::v1::WithdrawReleaseRequest* request,
      entente::indicators::v1::Release* response) override;

 private:
  // What is frozen, and the state in which it was worked out.
  struct Prepared {
    ReleaseVersions versions;
    google::protobuf::RepeatedPtrField<entente::indicators::v1::ReleaseMonth>
        months;
    entente::indicators::v1::ReleaseTablesRecord tables;
  };

  absl::StatusOr<entente::indicators::v1::Release> Create(
      const gate::Caller& caller,
      const entente::indicators::v1::CreateReleaseRequest& request);
  absl::StatusOr<entente::indicators::v1::Release> Get(
      const gate::Caller& caller,
      const entente::indicators::v1::GetReleaseRequest& request);
  absl::StatusOr<entente::indicators::v1::ListReleasesResponse> List(
      const gate::Caller& caller,
      const entente::indicators::v1::ListReleasesRequest& request);
  absl::StatusOr<entente::indicators::v1::Release> Freeze(
      const gate::Caller& caller,
      const entente::indicators::v1::FreezeReleaseRequest& request);
  absl::StatusOr<entente::indicators::v1::Release> Withdraw(
      const gate::Caller& caller,
      const entente::indicators::v1::WithdrawReleaseRequest& request);

  // Works out what freezing `record` comes to, in the state of `reader`: long,
  // so never in a transaction. Errors: those of FreezeRelease.
  absl::Status Prepare(const gate::Caller& caller, const store::Reader& reader,
                       const std::string& municipality,
                       const entente::indicators::v1::ReleaseRecord& record,
                       Prepared& prepared) const;
  // Leaves of the persons of `table` those that one by `threshold` may count.
  void KeepCounted(int64_t threshold, ReleasedTable& table) const;
  PeriodCaches caches() const {
    return {parts_.periods.periods, parts_.periods.definitions};
  }

  gate::Door door_;
  const ReleaseParts parts_;
};

// OK when `caller` may freeze `record` by what is stored of it. Errors:
// RELEASE_NOT_DRAFT, SAME_PERSON, ETAG_MISMATCH.
absl::Status CheckFreeze(const entente::indicators::v1::ReleaseRecord& record,
                         const std::string& etag, const std::string& subject);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_SERVICE_H_
