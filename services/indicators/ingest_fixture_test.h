// One stream of a source, through real stubs, and what a test asks of it.
#ifndef SERVICES_INDICATORS_INGEST_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_INGEST_FIXTURE_TEST_H_

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/channel/channel.h"
#include "services/indicators/service_fixture.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {

// Of the first of the month.
inline v1::Observation Row(const std::string& id, int month = 4,
                           int64_t value = 2,
                           const std::string& replaces = "") {
  v1::Observation row;
  row.set_event_id(id);
  row.set_measure_code("nuisance_actions");
  *row.mutable_date() = MakeDate(2018, month, 1);
  row.set_area("DPI-1");
  row.set_value(value);
  row.set_replaces_event_id(replaces);
  return row;
}

// One stream of a source.
class Client {
 public:
  explicit Client(RunningService& service, const std::string& session = "s-1",
                  bool is_validate_only = false,
                  const std::string& role = "zone",
                  const std::string& source = "zone5339",
                  const std::string& subject = "zone5339",
                  v1::OpenSession::FailureMode failure_mode =
                      v1::OpenSession::FAILURE_MODE_UNSPECIFIED,
                  bool is_on_behalf = false, bool is_new_source = false)
      : stub_(service.Stub<v1::IngestService>()),
        context_(service.harness().Context(subject, {role})),
        stream_(is_on_behalf ? stub_->IngestOnBehalf(context_.get())
                             : stub_->Ingest(context_.get())) {
    v1::IngestRequest request;
    v1::OpenSession& open = *request.mutable_open();
    open.set_parent(kSampleMunicipality);
    open.set_source(source);
    open.set_session_id(session);
    open.set_validate_only(is_validate_only);
    open.set_failure_mode(failure_mode);
    open.set_is_new_source(is_new_source);
    stream_->Write(request);
    is_open_ = stream_->Read(&opened_);
  }
  ~Client() { Finish().IgnoreError(); }

  const v1::IngestResponse& opened() const { return opened_; }
  bool is_open() const { return is_open_; }

  absl::StatusOr<v1::IngestResponse> Send(int64_t sequence, int64_t first_row,
                                          std::vector<v1::Observation> rows,
                                          int unreadable = 0) {
    SendAhead(sequence, first_row, rows, unreadable);
    return Receive();
  }

  // Sends a batch without waiting for its answer, which Receive reads.
  void SendAhead(int64_t sequence, int64_t first_row,
                 const std::vector<v1::Observation>& rows, int unreadable = 0) {
    v1::IngestRequest request;
    v1::ObservationBatch& batch = *request.mutable_batch();
    batch.set_sequence(sequence);
    batch.set_first_row_index(first_row);
    for (int i = 0; i < unreadable; ++i) {
      v1::Rejection& rejection = *batch.add_unreadable();
      rejection.set_row_index(first_row + i);
      rejection.set_reason("ROW_MALFORMED");
    }
    for (const v1::Observation& row : rows) *batch.add_observations() = row;
    stream_->Write(request);
  }
  absl::StatusOr<v1::IngestResponse> Receive() {
    v1::IngestResponse response;
    if (!stream_->Read(&response)) return Finish();
    return response;
  }

  // Sends nothing and waits for the server; false when the stream has ended.
  bool Listen() {
    v1::IngestResponse response;
    return stream_->Read(&response);
  }

  // Ends the stream; the status of the call.
  absl::Status Finish() {
    if (!is_finished_) {
      is_finished_ = true;
      stream_->WritesDone();
      status_ = channel::FromWire(stream_->Finish());
    }
    return status_;
  }

 private:
  std::unique_ptr<v1::IngestService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<
      grpc::ClientReaderWriter<v1::IngestRequest, v1::IngestResponse>>
      stream_;
  v1::IngestResponse opened_;
  bool is_open_ = false;
  bool is_finished_ = false;
  absl::Status status_;
};

// What became of row `row`; unspecified where there is none.
inline v1::RowState StateOf(const absl::StatusOr<v1::IngestResponse>& reply,
                            int row = 0) {
  return reply.ok() && row < reply->row_states_size()
             ? reply->row_states(row)
             : v1::ROW_STATE_UNSPECIFIED;
}

class IngestServiceTest : public testing::Test {
 protected:
  void SetUp() override { service_.PublishSample(); }

  absl::StatusOr<v1::Series> Series(const std::string& measure,
                                    const std::string& area = "") {
    auto stub = service_.Stub<v1::SeriesService>();
    auto context = service_.harness().Context("p-1001", {"coordinator"});
    v1::QuerySeriesRequest request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes(measure);
    *request.mutable_from() = MakeDate(2018, 1, 1);
    *request.mutable_until() = MakeDate(2019, 12, 1);
    request.set_area(area);
    v1::QuerySeriesResponse response;
    const absl::Status status =
        channel::FromWire(stub->QuerySeries(context.get(), request, &response));
    if (!status.ok()) return status;
    return response.series(0);
  }

  int64_t Total(const std::string& measure, const std::string& area = "") {
    const auto series = Series(measure, area);
    return series.ok() ? series->total().value() : -1;
  }

  void ExpectVerified() {
    const auto report = VerifyAggregates(*service_.store().Read());
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(report->differences, testing::IsEmpty());
  }

  RunningService service_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_FIXTURE_TEST_H_
