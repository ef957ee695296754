// The service at a day that a test chooses, with calls of its people and its
// sources through real stubs.
#ifndef SERVICES_INDICATORS_PERIOD_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_PERIOD_FIXTURE_TEST_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/indicators/ingest_fixture_test.h"

namespace entente::indicators {

inline constexpr char kReason[] = "as the council decided";

class PeriodTest : public testing::Test {
 protected:
  PeriodTest() = default;
  // With a list of areas of the test's own.
  explicit PeriodTest(AreaList areas) : service_(&clock_, std::move(areas)) {}

  void SetUp() override { service_.PublishSample(); }

  // Noon in Belgium.
  void MoveTo(int year, int month, int day) {
    const absl::Time noon = absl::FromCivil(
        absl::CivilHour(year, month, day, 11), absl::UTCTimeZone());
    ASSERT_GE(noon, clock_.Now());
    clock_.Advance(noon - clock_.Now());
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::PeriodService::Stub::*method)(
                                    grpc::ClientContext*, const Request&,
                                    Response*),
                                const Request& request,
                                const std::string& subject = "p-1001",
                                const std::string& role = "coordinator") {
    auto stub = service_.Stub<v1::PeriodService>();
    auto context = service_.harness().Context(subject, {role});
    Response response;
    const absl::Status status = channel::FromWire(
        (stub.get()->*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  static std::string Name(int month, int year = 2018) {
    return FormatPeriod({"21004", year * 12 + month - 1});
  }

  static v1::AdoptCalendarRequest Calendar(
      int first_month = 1,
      const std::vector<std::string>& sources = {"zone5339"}) {
    v1::AdoptCalendarRequest request;
    request.set_parent(kSampleMunicipality);
    v1::PeriodCalendar& calendar = *request.mutable_calendar();
    *calendar.mutable_first_month() = MakeDate(2018, first_month, 0);
    calendar.set_due_days(10);
    calendar.set_lock_days(20);
    calendar.set_close_days(40);
    for (const std::string& source : sources) {
      calendar.add_expected_sources(source);
    }
    calendar.set_reason(kReason);
    return request;
  }

  absl::StatusOr<v1::PeriodCalendar> Adopt(
      const v1::AdoptCalendarRequest& request = Calendar(),
      const std::string& subject = "p-1001") {
    return Call(&v1::PeriodService::Stub::AdoptCalendar, request, subject);
  }

  absl::StatusOr<v1::Period> Get(int month,
                                 const std::string& subject = "p-1001",
                                 const std::string& role = "coordinator") {
    v1::GetPeriodRequest request;
    request.set_name(Name(month));
    return Call(&v1::PeriodService::Stub::GetPeriod, request, subject, role);
  }

  // Delivers `rows` as `source` in a session of its own.
  absl::StatusOr<v1::IngestResponse> Deliver(
      const std::vector<v1::Observation>& rows,
      const std::string& source = "zone5339", bool is_validate_only = false) {
    Client client(service_, absl::StrCat("s-", ++sessions_), is_validate_only,
                  "zone", source, source);
    return client.Send(1, 0, rows);
  }

  // Why the only row was not taken; empty when it was.
  static std::string Refused(const absl::StatusOr<v1::IngestResponse>& reply) {
    if (!reply.ok()) return reply.status().ToString();
    return reply->rejections().empty() ? "" : reply->rejections(0).reason();
  }

  absl::StatusOr<v1::Period> Confirm(int month,
                                     const std::string& source = "zone5339",
                                     int64_t contributions = -1) {
    v1::ConfirmPeriodRequest request;
    request.set_name(Name(month));
    if (contributions >= 0) request.set_contributions(contributions);
    return Call(&v1::PeriodService::Stub::ConfirmPeriod, request, source,
                "zone");
  }

  // Not by p-1001, who enters activities, adopts calendars and writes rules.
  absl::StatusOr<v1::PeriodVersion> Approve(
      int month, const std::vector<std::string>& without = {},
      const std::string& subject = "p-1004") {
    v1::ApprovePeriodRequest request;
    request.set_name(Name(month));
    for (const std::string& source : without) {
      v1::MissingSource& missing = *request.add_without();
      missing.set_source(source);
      missing.set_reason(kReason);
    }
    return Call(&v1::PeriodService::Stub::ApprovePeriod, request, subject);
  }

  absl::StatusOr<v1::Period> Reject(int month) {
    v1::RejectPeriodRequest request;
    request.set_name(Name(month));
    request.set_reason(kReason);
    return Call(&v1::PeriodService::Stub::RejectPeriod, request);
  }

  absl::StatusOr<v1::Period> AskReopening(
      int month, google::type::Date until,
      const std::string& subject = "p-1002") {
    v1::ReopenPeriodRequest request;
    request.set_name(Name(month));
    request.set_reason(kReason);
    *request.mutable_until() = until;
    return Call(&v1::PeriodService::Stub::ReopenPeriod, request, subject);
  }

  absl::StatusOr<v1::Period> GrantReopening(
      int month, const std::string& subject = "p-1009",
      const std::string& etag = "") {
    v1::ApprovePeriodReopeningRequest request;
    request.set_name(Name(month));
    request.set_etag(etag);
    return Call(&v1::PeriodService::Stub::ApprovePeriodReopening, request,
                subject);
  }

  absl::StatusOr<v1::Period> EndReopening(
      int month, const std::string& subject = "p-1002",
      const std::string& role = "coordinator") {
    v1::EndPeriodReopeningRequest request;
    request.set_name(Name(month));
    request.set_reason(kReason);
    return Call(&v1::PeriodService::Stub::EndPeriodReopening, request, subject,
                role);
  }

  // Asked by `subject`, approved by p-1009.
  absl::StatusOr<v1::Period> Reopen(int month, google::type::Date until,
                                    const std::string& subject = "p-1002") {
    const auto asked = AskReopening(month, until, subject);
    return asked.ok() ? GrantReopening(month) : asked;
  }

  absl::StatusOr<v1::PeriodException> Ask(
      int month, google::type::Date until,
      const std::string& source = "zone5339",
      const std::string& subject = "p-1001") {
    v1::RequestPeriodExceptionRequest request;
    request.set_parent(Name(month));
    request.mutable_exception()->set_source(source);
    request.mutable_exception()->set_reason(kReason);
    *request.mutable_exception()->mutable_until() = until;
    return Call(&v1::PeriodService::Stub::RequestPeriodException, request,
                subject);
  }

  absl::StatusOr<v1::PeriodException> Grant(
      const std::string& name, const std::string& subject = "p-1002") {
    v1::ApprovePeriodExceptionRequest request;
    request.set_name(name);
    return Call(&v1::PeriodService::Stub::ApprovePeriodException, request,
                subject);
  }

  absl::StatusOr<v1::PeriodException> End(
      const std::string& name, const std::string& subject = "p-1002") {
    v1::EndPeriodExceptionRequest request;
    request.set_name(name);
    request.set_reason(kReason);
    return Call(&v1::PeriodService::Stub::EndPeriodException, request, subject);
  }

  absl::StatusOr<v1::PeriodVersion> Version(
      int month, int number, const std::string& role = "coordinator") {
    v1::GetPeriodVersionRequest request;
    request.set_name(absl::StrCat(Name(month), "/versions/", number));
    return Call(&v1::PeriodService::Stub::GetPeriodVersion, request, "p-1001",
                role);
  }

  // It is another one, however often it is added.
  absl::Status AddActivity(int month, const std::string& subject = "p-1001") {
    v1::CreateActivityRequest request;
    request.set_parent(kSampleMunicipality);
    request.set_is_another(true);
    v1::Activity& activity = *request.mutable_activity();
    activity.set_type("coppra_training");
    *activity.mutable_date() = MakeDate(2018, month, 12);
    activity.set_participants(14);
    activity.set_course_minutes(360);
    activity.set_organiser("Bravvo");
    auto stub = service_.Stub<v1::ActivityService>();
    auto context = service_.harness().Context(subject, {"coordinator"});
    v1::Activity made;
    return channel::FromWire(
        stub->CreateActivity(context.get(), request, &made));
  }

  void ExpectVerified() {
    const auto report = VerifyAggregates(*service_.store().Read());
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(report->differences, testing::IsEmpty());
  }

  FakeClock clock_{
      absl::FromCivil(absl::CivilHour(2018, 5, 2, 11), absl::UTCTimeZone())};
  RunningService service_{&clock_};
  int sessions_ = 0;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PERIOD_FIXTURE_TEST_H_
