#include "services/indicators/scripted_indicators_fixture.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "entente/common/v1/event.grpc.pb.h"
#include "entente/indicators/v1/activity_service.grpc.pb.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/common/faults/fault_fixture.h"
#include "services/indicators/activity_service.h"
#include "services/indicators/definition_service.h"
#include "services/indicators/event_service.h"
#include "services/indicators/ingest_service.h"
#include "services/indicators/month_store.h"
#include "services/indicators/period_service.h"
#include "services/indicators/published_fixture.h"
#include "services/indicators/release_service.h"
#include "services/indicators/rule_service.h"
#include "services/indicators/sample_definitions.h"
#include "services/indicators/scripted_indicators_names.h"
#include "services/indicators/series_service.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using faults::Answer;
using faults::CountRecords;

AreaList Areas() {
  std::ifstream file("services/indicators/areas/5339.csv");
  return *AreaList::Parse(
      std::string(std::istreambuf_iterator<char>(file), {}));
}

v1::Observation Row(const std::string& id, int64_t value,
                    const std::string& replaces = "") {
  v1::Observation row;
  row.set_event_id(id);
  row.set_measure_code(kDelivered);
  *row.mutable_date() = MakeDate(2018, kMonth, 5);
  row.set_area("DPI-1");
  row.set_value(value);
  row.set_replaces_event_id(replaces);
  return row;
}

v1::ObservationBatch Batch(int64_t sequence, int64_t first_row,
                           const std::vector<v1::Observation>& rows) {
  v1::ObservationBatch batch;
  batch.set_sequence(sequence);
  batch.set_first_row_index(first_row);
  for (const v1::Observation& row : rows) *batch.add_observations() = row;
  return batch;
}

// Two events, one of them twice, a measure that is none, a line that was none.
v1::ObservationBatch FirstBatch() {
  v1::ObservationBatch batch = Batch(
      1, 0, {Row("event-000a", 2), Row("event-000b", 3), Row("event-000a", 2)});
  v1::Observation foreign = Row("event-000x", 9);
  foreign.set_measure_code("no_such_measure");
  *batch.add_observations() = foreign;
  v1::Rejection& unreadable = *batch.add_unreadable();
  unreadable.set_row_index(4);
  unreadable.set_reason("ROW_MALFORMED");
  return batch;
}

// Corrects the first event; the second again; a new one.
v1::ObservationBatch SecondBatch() {
  return Batch(2, 5,
               {Row("event-000c", 7, "event-000a"), Row("event-000b", 3),
                Row("event-000d", 1)});
}

v1::ObservationBatch ThirdBatch() {
  return Batch(3, 8, {Row("event-000d", 1), Row("event-000e", 4)});
}

}  // namespace

struct ScriptedIndicators::Services {
  Services(gate::Gate& gate, store::Store& store, const audit::AccessLog& log,
           const AreaList& areas, const Clock& clock,
           std::unique_ptr<IngestStore> opened)
      : ingest_store(std::move(opened)),
        definitions(gate, store, log, cache, areas),
        activities(gate, store, log, cache, period_cache, areas),
        series(gate, store, log, cache, period_cache, areas, changes),
        events(gate, store, log),
        ingest(gate,
               {store, log, *ingest_store, cache, period_cache, areas, clock}),
        periods(gate, {store, log, cache, period_cache}),
        rules(gate, {store, log, cache, period_cache}),
        releases(gate, {{store, log, cache, period_cache}, areas}) {}

  ChangeSignal changes;
  DefinitionCache cache;
  PeriodCache period_cache;
  const std::unique_ptr<IngestStore> ingest_store;
  DefinitionService definitions;
  ActivityService activities;
  SeriesService series;
  EventService events;
  IngestService ingest;
  PeriodService periods;
  MeasureRuleService rules;
  ReleaseService releases;
};

ScriptedIndicators::ScriptedIndicators()
    : ScriptedService("indicators",
                      {v1::DefinitionService::service_full_name(),
                       v1::ActivityService::service_full_name(),
                       v1::SeriesService::service_full_name(),
                       v1::IngestService::service_full_name(),
                       v1::PeriodService::service_full_name(),
                       v1::MeasureRuleService::service_full_name(),
                       v1::ReleaseService::service_full_name(),
                       common::v1::EventService::service_full_name()},
                      absl::FromUnixSeconds(kNow)),
      areas_(Areas()) {}

ScriptedIndicators::~ScriptedIndicators() { Close(); }

absl::StatusOr<std::vector<grpc::Service*>> ScriptedIndicators::MakeServices() {
  ENTENTE_ASSIGN_OR_RETURN(std::unique_ptr<IngestStore> ingest,
                           IngestStore::Open(store()));
  services_ =
      std::make_unique<Services>(harness().gate(), store(), log()->log(),
                                 areas_, clock(), std::move(ingest));
  return std::vector<grpc::Service*>{
      &services_->definitions, &services_->activities, &services_->series,
      &services_->events,      &services_->ingest,     &services_->periods,
      &services_->rules,       &services_->releases};
}

void ScriptedIndicators::Dismiss() { services_.reset(); }

const std::vector<Answer>& ScriptedIndicators::script() const {
  static const auto* const kScript = new std::vector<Answer>{
      {"publish"},
      {"set-target"},
      {"deliver/open"},
      {"deliver/1"},
      {"deliver/2"},
      {"deliver/end", grpc::OK, "", false},
      {"adopt"},
      {"rule"},
      {"bad-rule", grpc::INVALID_ARGUMENT, "RULE_SYNTAX"},
      {"confirm-1"},
      {"activity-1"},
      {"bad-activity", grpc::INVALID_ARGUMENT, "FIGURE_MISSING"},
      {"edit"},
      {"stale-edit", grpc::ABORTED, "ETAG_MISMATCH"},
      {"read-1"},
      {"read-without-role", grpc::PERMISSION_DENIED, "PERMISSION_MISSING"},
      {"skip/open"},
      {"skip/1", grpc::FAILED_PRECONDITION, "SEQUENCE_GAP"},
      {"foreign/open", grpc::PERMISSION_DENIED, "SOURCE_NOT_YOURS"},
      {"checkpoint-1"},
      {"read-2"},
      {"publish-again"},
      {"go-on/open"},
      {"go-on/1"},
      {"go-on/2"},
      {"go-on/end", grpc::OK, "", false},
      {"activity-2"},
      {"withdraw"},
      {"approve-early", grpc::FAILED_PRECONDITION, "SOURCE_NOT_CONFIRMED"},
      {"ask-exception"},
      {"end-exception"},
      {"confirm-2"},
      {"change-rule"},
      {"approve"},
      {"release"},
      {"bad-release", grpc::NOT_FOUND, "UNKNOWN_MEASURE"},
      {"reopen-own", grpc::FAILED_PRECONDITION, "SAME_PERSON"},
      {"list-entries"},
      {"checkpoint-2"},
  };
  return *kScript;
}

void ScriptedIndicators::RunFirst(const Saw& saw) {
  saw(Publish("publish"));
  saw(SetTarget());
  Deliver(saw, "deliver", kSource, {FirstBatch(), SecondBatch()});
  saw(Adopt());
  saw(AddRule("rule", kRule));
  saw(AddRule("bad-rule", "error 7"));
  saw(Confirm("confirm-1", kConfirmedPeriod));
  saw(AddActivity("activity-1", 14));
  saw(AddActivity("bad-activity", 0));
  saw(EditActivity("edit"));
  saw(EditActivity("stale-edit", "7"));
  saw(Read("read-1", true));
  saw(Read("read-without-role", false));
  v1::ObservationBatch skipping = ThirdBatch();
  skipping.set_sequence(9);
  Deliver(saw, "skip", kSource, {skipping});
  Deliver(saw, "foreign", "zone5340", {});
  saw(SignCheckpoint("checkpoint-1"));
}

// The client had no answer to its second batch, as far as it knows.
void ScriptedIndicators::RunSecond(const Saw& saw) {
  saw(Read("read-2", true));
  saw(Publish("publish-again"));
  Deliver(saw, "go-on", kSource, {SecondBatch(), ThirdBatch()});
  saw(AddActivity("activity-2", 9));
  saw(WithdrawActivity());
  saw(Approve("approve-early", kSilentPeriod));
  saw(AskException());
  saw(EndException());
  saw(Confirm("confirm-2", kPeriod));
  saw(ChangeRule());
  saw(Approve("approve", kPeriod, RequestId("approve")));
  saw(DrawUp("release", kDelivered));
  saw(DrawUp("bad-release", "no_such_measure"));
  saw(ReopenOwn());
  saw(ListEntries("list-entries"));
  saw(SignCheckpoint("checkpoint-2"));
}

// Figures that can point at a person: whoever reads them is recorded.
Seen ScriptedIndicators::Read(const std::string& call, bool is_permitted) {
  v1::QuerySeriesRequest request;
  request.set_parent(kSampleMunicipality);
  request.add_measure_codes(kSensitive);
  *request.mutable_from() = MakeDate(2018, 1, 1);
  *request.mutable_until() = MakeDate(2018, 12, 1);
  return Ask(
      call,
      harness().Context("p-1001", {is_permitted ? "coordinator" : "zone"}),
      &v1::SeriesService::Stub::QuerySeries, request);
}

void ScriptedIndicators::JudgeState(const store::Reader& reader,
                                    const Done& done) {
  const absl::StatusOr<VerifyReport> report = VerifyAggregates(reader);
  ASSERT_TRUE(report.ok()) << report.status();
  for (const std::string& difference : report->differences) {
    ADD_FAILURE() << difference;
  }
  const bool is_published = done("publish") + done("publish-again") > 0;
  EXPECT_EQ(CountRecords(reader, 0x11), is_published);
  EXPECT_EQ(CountRecords(reader, 0x14), done("set-target"));
  EXPECT_EQ(CountRecords(reader, 0x61), done("adopt"));
  EXPECT_EQ(CountRecords(reader, 0x62),
            done("ask-exception") + done("approve"));
  EXPECT_EQ(CountRecords(reader, 0x64), done("approve"));
  EXPECT_EQ(CountRecords(reader, 0x65), done("rule") + done("change-rule"));
  EXPECT_EQ(report->frozen_versions, done("approve"));
  EXPECT_EQ(CountRecords(reader, 0x81), done("release"));
  EXPECT_EQ(CountRecords(reader, 0x82), 0);
  EXPECT_EQ(CountRecords(reader, 0x83), done("release"));
  const int64_t activities = done("activity-1") + done("activity-2");
  EXPECT_EQ(report->activities, activities);
  EXPECT_EQ(report->activity_versions, done("edit") + done("withdraw"));
  EXPECT_EQ(CountRecords(reader, 0x32), activities);
  const bool is_open =
      done("deliver/open") + done("skip/open") + done("go-on/open") > 0;
  EXPECT_EQ(report->sessions, is_open);
  const bool has_second = done("deliver/2") + done("go-on/1") > 0;
  EXPECT_EQ(CountRecords(reader, 0x55),
            done("deliver/1") + has_second + done("go-on/2"));
  EXPECT_EQ(report->rows,
            2 * done("deliver/1") + 2 * has_second + done("go-on/2"));
  // The first event counts 2 until it is corrected to 7.
  int64_t total = 0;
  MonthFigures figures;
  EXPECT_TRUE(AddMonths(reader, "21004", kDelivered, {}, 2018 * 12,
                        2018 * 12 + 11, figures)
                  .ok());
  for (const auto& [month, figure] : figures) total += figure.value;
  EXPECT_EQ(total, (2 + 3) * done("deliver/1") + (7 - 2 + 1) * has_second +
                       4 * done("go-on/2"));
}

void ScriptedIndicators::Deliver(
    const Saw& saw, const std::string& call, const std::string& source,
    const std::vector<v1::ObservationBatch>& batches) {
  const auto context = harness().Context(kSource, {"zone"});
  context->AddMetadata(gate::kTraceKey, faults::TraceOf(call));
  v1::IngestService::Stub stub(Channel());
  const auto stream = stub.Ingest(context.get());
  const auto say = [&](const std::string& message,
                       const v1::IngestRequest& request) {
    v1::IngestResponse response;
    stream->Write(request);
    Seen seen{.call = absl::StrCat(call, "/", message)};
    const bool is_answered = stream->Read(&response);
    if (is_answered) {
      seen.has_content = response.ByteSizeLong() > 0;
    } else {
      const grpc::Status status = stream->Finish();
      seen.code = status.error_code();
      seen.reason = ErrorReason(channel::FromWire(status));
    }
    saw(seen);
    return is_answered;
  };
  v1::IngestRequest request;
  request.mutable_open()->set_parent(kSampleMunicipality);
  request.mutable_open()->set_source(source);
  request.mutable_open()->set_session_id("s-1");
  bool is_answered = say("open", request);
  for (size_t i = 0; is_answered && i < batches.size(); ++i) {
    *request.mutable_batch() = batches[i];
    is_answered = say(absl::StrCat(i + 1), request);
  }
  if (!is_answered) return;
  stream->WritesDone();
  const grpc::Status status = stream->Finish();
  saw({.call = call + "/end",
       .code = status.error_code(),
       .reason = ErrorReason(channel::FromWire(status))});
}

}  // namespace entente::indicators
