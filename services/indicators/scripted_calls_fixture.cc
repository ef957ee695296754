// What the script asks: one call each.
#include "absl/strings/str_cat.h"
#include "entente/common/v1/event.grpc.pb.h"
#include "entente/indicators/v1/activity_service.grpc.pb.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "entente/indicators/v1/measure_rule_service.grpc.pb.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "entente/indicators/v1/release_service.grpc.pb.h"
#include "services/indicators/published_fixture.h"
#include "services/indicators/sample_definitions.h"
#include "services/indicators/scripted_indicators_fixture.h"
#include "services/indicators/scripted_indicators_names.h"

namespace entente::indicators {

Seen ScriptedIndicators::Publish(const std::string& call) {
  v1::ConventionRecord record = SampleConvention();
  for (auto& measure : *record.mutable_measures()) {
    if (measure.code() == kSensitive) measure.set_is_sensitive(true);
  }
  common::v1::DeliverEventsRequest request;
  common::v1::Event& event = *request.add_events();
  event.set_id("definitions-1");
  event.set_source("spiffe://entente.local/svc/conventions");
  event.mutable_data()->PackFrom(ToEvent(record));
  return Ask(call, harness().PeerContext(),
             &common::v1::EventService::Stub::DeliverEvents, request,
             "svc/conventions");
}

Seen ScriptedIndicators::SetTarget() {
  v1::SetTargetRequest request;
  request.set_parent(absl::StrCat(kSampleMunicipality, "/measures/trainings"));
  request.mutable_target()->set_year(2018);
  request.mutable_target()->set_value(12);
  request.mutable_target()->set_is_internal(true);
  return Ask("set-target", harness().Context("p-1001", {"coordinator"}),
             &v1::DefinitionService::Stub::SetTarget, request);
}

Seen ScriptedIndicators::AddActivity(const std::string& call,
                                     int participants) {
  v1::CreateActivityRequest request;
  request.set_parent(kSampleMunicipality);
  v1::Activity& activity = *request.mutable_activity();
  activity.set_type("coppra_training");
  *activity.mutable_date() = MakeDate(2018, 3, 12);
  activity.set_participants(participants);
  activity.set_course_minutes(360);
  activity.set_organiser("Bravvo");
  request.set_request_id(RequestId(call));
  return Ask(call, harness().Context("p-1001", {"coordinator"}),
             &v1::ActivityService::Stub::CreateActivity, request);
}

// To more participants than either activity was recorded with.
Seen ScriptedIndicators::EditActivity(const std::string& call,
                                      const std::string& etag) {
  v1::UpdateActivityRequest request;
  request.mutable_activity()->set_name(kFirstActivity);
  request.mutable_activity()->set_participants(15);
  request.mutable_update_mask()->add_paths("participants");
  request.set_reason(kReason);
  request.set_etag(etag);
  if (etag.empty()) request.set_request_id(RequestId(call));
  return Ask(call, harness().Context("p-1001", {"coordinator"}),
             &v1::ActivityService::Stub::UpdateActivity, request);
}

Seen ScriptedIndicators::WithdrawActivity() {
  v1::WithdrawActivityRequest request;
  request.set_name(kSecondActivity);
  request.set_reason(kReason);
  request.set_request_id(RequestId("withdraw"));
  return Ask("withdraw", harness().Context("p-1001", {"coordinator"}),
             &v1::ActivityService::Stub::WithdrawActivity, request);
}

// April of the year before is still open by it.
Seen ScriptedIndicators::Adopt() {
  v1::AdoptCalendarRequest request;
  request.set_parent(kSampleMunicipality);
  v1::PeriodCalendar& calendar = *request.mutable_calendar();
  *calendar.mutable_first_month() = MakeDate(2018, 1, 1);
  calendar.set_due_days(350);
  calendar.set_lock_days(400);
  calendar.set_close_days(400);
  calendar.add_expected_sources(kSource);
  calendar.set_reason(kReason);
  request.set_request_id(RequestId("adopt"));
  return Ask("adopt", harness().Context("p-1001", {"coordinator"}),
             &v1::PeriodService::Stub::AdoptCalendar, request);
}

Seen ScriptedIndicators::Confirm(const std::string& call,
                                 const std::string& period) {
  v1::ConfirmPeriodRequest request;
  request.set_name(period);
  request.set_request_id(RequestId(call));
  return Ask(call, harness().Context(kSource, {"zone"}),
             &v1::PeriodService::Stub::ConfirmPeriod, request);
}

Seen ScriptedIndicators::Approve(const std::string& call,
                                 const std::string& period,
                                 const std::string& request_id) {
  v1::ApprovePeriodRequest request;
  request.set_name(period);
  if (period == kPeriod) {
    v1::RuleJustification& justification = *request.add_justifications();
    justification.set_rule(kRuleName);
    justification.set_justification("the works of that month kept them low");
  }
  request.set_request_id(request_id);
  return Ask(call, harness().Context("p-1004", {"coordinator"}),
             &v1::PeriodService::Stub::ApprovePeriod, request);
}

Seen ScriptedIndicators::AddRule(const std::string& call,
                                 const std::string& text) {
  v1::CreateMeasureRuleRequest request;
  request.set_parent(kSampleMunicipality);
  request.mutable_measure_rule()->set_text(text);
  request.mutable_measure_rule()->set_reason(kReason);
  request.set_request_id(RequestId(call));
  return Ask(call, harness().Context("p-1001", {"coordinator"}),
             &v1::MeasureRuleService::Stub::CreateMeasureRule, request);
}

Seen ScriptedIndicators::ChangeRule() {
  v1::UpdateMeasureRuleRequest request;
  request.mutable_measure_rule()->set_name(kRuleName);
  request.mutable_measure_rule()->set_text(kChangedRule);
  request.mutable_measure_rule()->set_reason(kReason);
  request.set_request_id(RequestId("change-rule"));
  return Ask("change-rule", harness().Context("p-1001", {"coordinator"}),
             &v1::MeasureRuleService::Stub::UpdateMeasureRule, request);
}

Seen ScriptedIndicators::DrawUp(const std::string& call,
                                const std::string& measure) {
  v1::CreateReleaseRequest request;
  request.set_parent(kSampleMunicipality);
  v1::Release& release = *request.mutable_release();
  release.set_audience(v1::Release::AUDIENCE_PUBLIC);
  release.set_step(v1::Release::STEP_MONTH);
  release.add_measure_codes(measure);
  *release.mutable_first_month() = MakeDate(2018, kMonth, 1);
  *release.mutable_last_month() = MakeDate(2018, kMonth, 1);
  release.mutable_title()->set_fr("Actions");
  release.mutable_title()->set_nl("Acties");
  request.set_request_id(RequestId(call));
  return Ask(call, harness().Context("p-1001", {"coordinator"}),
             &v1::ReleaseService::Stub::CreateRelease, request);
}

Seen ScriptedIndicators::AskException() {
  v1::RequestPeriodExceptionRequest request;
  request.set_parent(kSilentPeriod);
  v1::PeriodException& exception = *request.mutable_exception();
  exception.set_source(kSource);
  exception.set_reason(kReason);
  *exception.mutable_until() = MakeDate(2019, 3, 20);
  request.set_request_id(RequestId("ask-exception"));
  return Ask("ask-exception", harness().Context("p-1001", {"coordinator"}),
             &v1::PeriodService::Stub::RequestPeriodException, request);
}

Seen ScriptedIndicators::EndException() {
  v1::EndPeriodExceptionRequest request;
  request.set_name(absl::StrCat(kSilentPeriod, "/exceptions/1"));
  request.set_reason(kReason);
  request.set_request_id(RequestId("end-exception"));
  return Ask("end-exception", harness().Context("p-1002", {"coordinator"}),
             &v1::PeriodService::Stub::EndPeriodException, request);
}

Seen ScriptedIndicators::ReopenOwn() {
  v1::ReopenPeriodRequest request;
  request.set_name(kPeriod);
  request.set_reason(kReason);
  *request.mutable_until() = MakeDate(2019, 3, 20);
  return Ask("reopen-own", harness().Context("p-1004", {"coordinator"}),
             &v1::PeriodService::Stub::ReopenPeriod, request);
}

}  // namespace entente::indicators
