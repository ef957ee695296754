// Calls of the services that keep what people say of measures, through real
// stubs.
#ifndef SERVICES_INDICATORS_REGISTRY_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_REGISTRY_FIXTURE_TEST_H_

#include <string>

#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {

inline constexpr char kActions[] =
    "municipalities/21004/measures/nuisance_actions";
inline constexpr char kActionsSettings[] =
    "municipalities/21004/measures/nuisance_actions/settings";

class RegistryTest : public PeriodTest {
 protected:
  template <class Service, class Request, class Response>
  absl::StatusOr<Response> Ask(
      grpc::Status (Service::Stub::*method)(grpc::ClientContext*,
                                            const Request&, Response*),
      const Request& request, const std::string& role = "coordinator",
      const std::string& subject = "p-1001") {
    auto stub = service_.Stub<Service>();
    auto context = service_.harness().Context(subject, {role});
    Response response;
    const absl::Status status = channel::FromWire(
        (stub.get()->*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // Settings from a month of `year` on, with nothing added.
  static v1::UpdateMeasureSettingsRequest From(int month, int year = 2018) {
    v1::UpdateMeasureSettingsRequest request;
    v1::MeasureSettings& settings = *request.mutable_measure_settings();
    settings.set_name(kActionsSettings);
    *settings.mutable_first_month() = MakeDate(year, month, 1);
    settings.set_reason(kReason);
    return request;
  }
  static v1::UpdateMeasureSettingsRequest Allowing(int month,
                                                   const std::string& source) {
    v1::UpdateMeasureSettingsRequest request = From(month);
    request.mutable_measure_settings()->add_allowed_sources(source);
    return request;
  }
  static v1::UpdateMeasureSettingsRequest Raising(int month, int year = 2018) {
    v1::UpdateMeasureSettingsRequest request = From(month, year);
    request.mutable_measure_settings()->set_is_sensitive(true);
    return request;
  }

  absl::StatusOr<v1::MeasureSettings> Update(
      const v1::UpdateMeasureSettingsRequest& request,
      const std::string& role = "coordinator",
      const std::string& subject = "p-1001") {
    return Ask<v1::MeasureSettingsService>(
        &v1::MeasureSettingsService::Stub::UpdateMeasureSettings, request, role,
        subject);
  }

  // Bytes of the record under `key`, as they are put by a hand that is not the
  // service's.
  void PutRaw(const std::string& key, const std::string& value) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      transaction.Put(key, value);
                      return absl::OkStatus();
                    })
                    .ok());
  }
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_REGISTRY_FIXTURE_TEST_H_
