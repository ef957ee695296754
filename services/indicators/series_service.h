// SeriesService: figures as they stand.
#ifndef SERVICES_INDICATORS_SERIES_SERVICE_H_
#define SERVICES_INDICATORS_SERIES_SERVICE_H_

#include "absl/functional/function_ref.h"
#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/base/change_signal.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/month_cache.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {

// Thread-safe; everything it is given outlives it.
class SeriesService final
    : public entente::indicators::v1::SeriesService::Service {
 public:
  // `changes` is notified when figures may have changed.
  SeriesService(gate::Gate& gate, store::Store& store,
                const audit::AccessLog& log, DefinitionCache& cache,
                PeriodCache& periods, const AreaList& areas,
                const ChangeSignal& changes)
      : gate_(gate),
        door_(gate, "entente.indicators.v1.SeriesService"),
        store_(store),
        log_(log),
        cache_(cache),
        periods_(periods),
        areas_(areas),
        changes_(changes) {}

  grpc::Status QuerySeries(
      grpc::ServerContext* context,
      const entente::indicators::v1::QuerySeriesRequest* request,
      entente::indicators::v1::QuerySeriesResponse* response) override;
  grpc::Status WatchSeries(
      grpc::ServerContext* context,
      const entente::indicators::v1::WatchSeriesRequest* request,
      grpc::ServerWriter<entente::indicators::v1::WatchSeriesResponse>* stream)
      override;
  grpc::Status QueryAchievement(
      grpc::ServerContext* context,
      const entente::indicators::v1::QueryAchievementRequest* request,
      entente::indicators::v1::QueryAchievementResponse* response) override;

 private:
  // Sends one message; false when the client is gone.
  using Send = absl::FunctionRef<bool(
      const entente::indicators::v1::WatchSeriesResponse&)>;
  // What is done with measures that are sensitive.
  enum class Sensitive {
    // As MakeSeries shows them; whoever asks is recorded.
    kShown,
    // Only that they are there: their figures are not even read, so that an
    // answer takes as long with them as without. As of a time that is so for
    // everybody.
    kWithheld
  };

  // Whether one of the caller's roles holds what the contract withholds
  // figures of sensitive measures without. Any other caller is answered as if
  // none of their years was settled.
  Sensitive SensitiveFor(const gate::Caller& caller) const;
  absl::StatusOr<entente::indicators::v1::QuerySeriesResponse> Query(
      const gate::Caller& caller,
      const entente::indicators::v1::QuerySeriesRequest& request,
      absl::FunctionRef<bool()> is_gone);
  // Answers the question at the state of now, or as it was known at its
  // `as_of`; `is_recorded` says whether the caller must be: a sensitive measure
  // is among the answers and he holds the permission, withheld `as_of` or not.
  absl::StatusOr<entente::indicators::v1::QuerySeriesResponse> Read(
      const entente::indicators::v1::QuerySeriesRequest& request,
      const gate::Caller& caller, absl::FunctionRef<bool()> is_gone,
      Sensitive sensitive, bool& is_recorded) const;
  absl::Status Watch(gate::Caller caller,
                     const entente::indicators::v1::WatchSeriesRequest& request,
                     absl::FunctionRef<bool()> is_gone, Send send);
  absl::StatusOr<entente::indicators::v1::QueryAchievementResponse> Achieved(
      const gate::Caller& caller,
      const entente::indicators::v1::QueryAchievementRequest& request,
      absl::FunctionRef<bool()> is_gone);
  // Figures that might point at a person: whoever sees them is recorded.
  absl::Status RecordSensitive(const gate::Caller& caller);

  gate::Gate& gate_;
  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
  DefinitionCache& cache_;
  PeriodCache& periods_;
  const AreaList& areas_;
  const ChangeSignal& changes_;
  // Questions are answered in const members.
  mutable MonthCache months_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SERIES_SERVICE_H_
