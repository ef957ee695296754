// What tests of what people add to measures ask.
#ifndef SERVICES_INDICATORS_SETTINGS_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_SETTINGS_FIXTURE_TEST_H_

#include <string>

#include "services/indicators/registry_fixture_test.h"

namespace entente::indicators {

class SettingsServiceTest : public RegistryTest {
 protected:
  void TearDown() override { ExpectVerified(); }

  absl::StatusOr<v1::MeasureSettings> InForce(
      int month, const google::protobuf::Timestamp* as_of = nullptr) {
    v1::GetMeasureSettingsRequest request;
    request.set_name(kActionsSettings);
    *request.mutable_month() = MakeDate(2018, month, 1);
    if (as_of != nullptr) *request.mutable_as_of() = *as_of;
    return Ask<v1::MeasureSettingsService>(
        &v1::MeasureSettingsService::Stub::GetMeasureSettings, request);
  }
  // Settings from a month of 2018 on under which it is called `title`.
  static v1::UpdateMeasureSettingsRequest Calling(const std::string& title,
                                                  int month = 1) {
    v1::UpdateMeasureSettingsRequest request = From(month);
    auto& text = *request.mutable_measure_settings()->mutable_title();
    text.set_fr(title);
    text.set_nl(title);
    return request;
  }
  // Why `subject` may not approve the month; empty: he may.
  std::string DryApproval(const std::string& subject, int month) {
    v1::ApprovePeriodRequest request;
    request.set_name(Name(month));
    request.set_validate_only(true);
    return ErrorReason(
        Call(&v1::PeriodService::Stub::ApprovePeriod, request, subject)
            .status());
  }
  absl::StatusOr<v1::ListMeasureSettingsVersionsResponse> Versions(
      int page_size = 0, const std::string& token = "") {
    v1::ListMeasureSettingsVersionsRequest request;
    request.set_name(kActionsSettings);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return Ask<v1::MeasureSettingsService>(
        &v1::MeasureSettingsService::Stub::ListMeasureSettingsVersions,
        request);
  }
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SETTINGS_FIXTURE_TEST_H_
