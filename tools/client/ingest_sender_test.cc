// What is sent of a file, and what a session that holds a part of it makes of
// the rest.
#include "tools/client/ingest_sender.h"

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/gate/error_wire.h"
#include "tools/client/observation_rows.h"
#include "tools/client/passed_rows.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace v1 = entente::indicators::v1;

// Refuses every delivery once its opening was read.
class RefusingService final : public v1::IngestService::Service {
 public:
  explicit RefusingService(absl::Status refusal)
      : refusal_(std::move(refusal)) {}

  grpc::Status Ingest(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::IngestResponse, v1::IngestRequest>* stream)
      override {
    v1::IngestRequest request;
    stream->Read(&request);
    return gate::ToWire(refusal_, "indicators.entente.be", "");
  }

 private:
  const absl::Status refusal_;
};

// A sender whose service is in this process.
class LocalSender final : public IngestSender {
 public:
  LocalSender(Session& session, ObservationRows& rows, grpc::Server& server,
              bool is_atomic = false, bool is_known_own = false)
      : IngestSender(session, rows,
                     {.parent = "municipalities/21004",
                      .source = "zone5339",
                      .is_atomic = is_atomic,
                      .is_known_own = is_known_own},
                     nullptr),
        server_(server) {}

 protected:
  absl::StatusOr<std::unique_ptr<Stub>> Connect(grpc::ClientContext&) override {
    return std::make_unique<Stub>(server_.InProcessChannel({}));
  }

 private:
  grpc::Server& server_;
};

TEST(IngestSenderTest, ARefusedDeliverySaysWhyItWasRefused) {
  RefusingService service(
      MakeError(absl::StatusCode::kPermissionDenied,
                {.reason = "SOURCE_NOT_YOURS",
                 .field = "open.source",
                 .sentence = {"Not yours.", "Pas la vôtre.", "Niet de uwe."}}));
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::istringstream in(
      "event_id;measure;date;area;value\nabcdefgh;m;2018-03;21004;2\n");
  auto rows = PlainRows::Open(in, "f.csv");
  ASSERT_TRUE(rows.ok());
  Session session(ClientConfig{}, "");
  const auto result = LocalSender(session, *rows, *server).Run();
  EXPECT_EQ(result.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ErrorReason(result.status()), "SOURCE_NOT_YOURS");
  EXPECT_EQ(GetErrorDetail(result.status())->sentence.fr, "Pas la vôtre.");
}

// Takes every batch of a session that holds rows of an earlier delivery.
class TakingService final : public v1::IngestService::Service {
 public:
  explicit TakingService(int64_t held) : held_(held) {}

  grpc::Status Ingest(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::IngestResponse, v1::IngestRequest>* stream)
      override {
    v1::IngestRequest request;
    stream->Read(&request);
    is_atomic_ =
        request.open().failure_mode() == v1::OpenSession::FAILURE_MODE_ATOMIC;
    v1::IngestResponse answer;
    // In batches of one row, as if.
    answer.set_durable_sequence(held_);
    answer.set_next_row_index(held_);
    stream->Write(answer);
    while (stream->Read(&request)) {
      batches_.push_back(request.batch().observations_size());
      answer.set_durable_sequence(request.batch().sequence());
      stream->Write(answer);
    }
    return grpc::Status::OK;
  }

  // Once the server has ended.
  bool is_atomic() const { return is_atomic_; }
  const std::vector<int>& batches() const { return batches_; }

 private:
  const int64_t held_;
  bool is_atomic_ = false;
  std::vector<int> batches_;
};

// What becomes of an atomic delivery of a file of so many rows, of which the
// service holds some, and the rows of each batch it was sent.
struct AtomicDelivery {
  absl::StatusOr<IngestResult> result;
  std::vector<int> batches;
};

AtomicDelivery DeliverWhole(int rows, int64_t held) {
  std::string text = "event_id;measure;date;area;value\n";
  for (int i = 0; i < rows; ++i) {
    absl::StrAppend(&text, "event-", i, ";m;2018-03;21004;2\n");
  }
  TakingService service(held);
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::istringstream in(text);
  auto read = PlainRows::Open(in, "f.csv");
  EXPECT_TRUE(read.ok()) << read.status();
  Session session(ClientConfig{}, "");
  LocalSender sender(session, *read, *server, true);
  const absl::Status whole = sender.ReadWhole();
  absl::StatusOr<IngestResult> result =
      whole.ok() ? sender.Run() : absl::StatusOr<IngestResult>(whole);
  server->Shutdown();
  if (result.ok()) {
    EXPECT_TRUE(service.is_atomic());
  }
  return {std::move(result), service.batches()};
}

TEST(IngestSenderTest, AWholeFileIsOneBatch) {
  for (const int rows : {1, 2049, kBatchRowsMax}) {
    const AtomicDelivery made = DeliverWhole(rows, 0);
    ASSERT_TRUE(made.result.ok()) << made.result.status();
    EXPECT_EQ(made.result->rows_acknowledged, rows);
    EXPECT_THAT(made.batches, ElementsAre(rows));
  }
  const AtomicDelivery empty = DeliverWhole(0, 0);
  ASSERT_TRUE(empty.result.ok()) << empty.result.status();
  EXPECT_THAT(empty.batches, ElementsAre());
}

TEST(IngestSenderTest, AWholeFileOfMoreThanABatchIsRefusedUnsent) {
  const AtomicDelivery made = DeliverWhole(kBatchRowsMax + 1, 0);
  EXPECT_THAT(made.batches, ElementsAre());
  const auto detail = GetErrorDetail(made.result.status());
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "ATOMIC_TOO_LARGE");
  for (const std::string* said :
       {&detail->sentence.en, &detail->sentence.fr, &detail->sentence.nl}) {
    EXPECT_THAT(*said, HasSubstr("8192"));
    EXPECT_THAT(*said, HasSubstr("--atomic"));
    // Why a file of fewer lines may have more rows.
    EXPECT_THAT(*said, HasSubstr("versi"));
  }
}

TEST(IngestSenderTest, AFileIsNotTakenWholeBehindAPartOfIt) {
  const AtomicDelivery begun = DeliverWhole(3, 2);
  EXPECT_EQ(ErrorReason(begun.result.status()), "ATOMIC_BEGUN");
  EXPECT_THAT(begun.batches, ElementsAre());
  const AtomicDelivery other = DeliverWhole(3, 4);
  EXPECT_EQ(ErrorReason(other.result.status()), "INGEST_FILE_CHANGED");
  // Delivered before: nothing is sent, and nothing is wrong.
  const AtomicDelivery known = DeliverWhole(3, 3);
  ASSERT_TRUE(known.result.ok()) << known.result.status();
  EXPECT_EQ(known.result->rows_skipped, 3);
  EXPECT_THAT(known.batches, ElementsAre());
}

TEST(IngestSenderTest, OfAFileThatTheSessionWasNotBegunWithNothingIsSent) {
  for (const bool is_atomic : {false, true}) {
    TakingService service(/*held=*/2);
    grpc::ServerBuilder builder;
    builder.RegisterService(&service);
    const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
    std::istringstream in(
        "event_id;measure;date;area;value\nother-01;m;2018-03;21004;2\n"
        "other-02;m;2018-03;21004;2\nother-03;m;2018-03;21004;2\n");
    auto read = PlainRows::Open(in, "f.csv");
    ASSERT_TRUE(read.ok()) << read.status();
    PassedRows passed(
        *read, "mars", /*rows_held=*/2,
        {.counts =
             [](const std::vector<std::string>& ids) {
               return std::vector<v1::EventCount>(ids.size());
             },
         .rejections =
             [](const std::string&) { return v1::ListRejectionsResponse(); }});
    Session session(ClientConfig{}, "");
    LocalSender sender(session, passed, *server, is_atomic);
    if (is_atomic) {
      EXPECT_TRUE(sender.ReadWhole().ok());
    } else {
      EXPECT_EQ(ErrorReason(sender.Run().status()), "INGEST_FILE_CHANGED");
    }
    server->Shutdown();
    EXPECT_EQ(ErrorReason(passed.status()), "INGEST_FILE_CHANGED");
    EXPECT_THAT(service.batches(), ElementsAre());
  }
}

// Answers rows as it is told to, in a session that holds the first ones.
class AnsweringService final : public v1::IngestService::Service {
 public:
  AnsweringService(int64_t held, std::vector<v1::RowState> states)
      : held_(held), states_(std::move(states)) {}

  grpc::Status Ingest(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::IngestResponse, v1::IngestRequest>* stream)
      override {
    v1::IngestRequest request;
    stream->Read(&request);
    v1::IngestResponse answer;
    answer.set_durable_sequence(held_ > 0 ? 1 : 0);
    answer.set_next_row_index(held_);
    answer.mutable_totals()->set_duplicate(std::count(
        states_.begin(), states_.begin() + held_, v1::ROW_STATE_DUPLICATE));
    stream->Write(answer);
    while (stream->Read(&request)) {
      const v1::ObservationBatch& batch = request.batch();
      answer.clear_row_states();
      answer.set_durable_sequence(batch.sequence());
      for (int i = 0; i < batch.observations_size(); ++i) {
        answer.add_row_states(states_[batch.first_row_index() + i]);
      }
      if (std::count(states_.begin(), states_.end(), v1::ROW_STATE_REJECTED) >
          0) {
        answer.set_is_refused(true);
        answer.add_rejections()->set_row_index(1);
      }
      stream->Write(answer);
    }
    return grpc::Status::OK;
  }

 private:
  const int64_t held_;
  const std::vector<v1::RowState> states_;
};

struct AnsweredDelivery {
  // Rows that are to be compared.
  std::vector<int64_t> known;
  bool has_unanswered = false;
  std::vector<int64_t> refused;
  // On which lines of the file rejected rows stand.
  std::vector<int64_t> rejected_lines;
};

AnsweredDelivery DeliverAnswered(std::vector<v1::RowState> states, int64_t held,
                                 bool is_atomic = false,
                                 bool is_known_own = false) {
  std::string text = "event_id;measure;date;area;value\n";
  for (size_t i = 0; i < states.size(); ++i) {
    absl::StrAppend(&text, "event-", i, ";m;2018-03;21004;2\n");
  }
  AnsweringService service(held, std::move(states));
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::istringstream in(text);
  auto read = PlainRows::Open(in, "f.csv");
  EXPECT_TRUE(read.ok()) << read.status();
  Session session(ClientConfig{}, "");
  LocalSender sender(session, *read, *server, is_atomic, is_known_own);
  if (is_atomic) {
    EXPECT_TRUE(sender.ReadWhole().ok());
  }
  const absl::StatusOr<IngestResult> result = sender.Run();
  server->Shutdown();
  AnsweredDelivery made;
  EXPECT_TRUE(result.ok()) << result.status();
  if (!result.ok()) return made;
  for (const KnownRow& row : sender.known_rows().rows()) {
    made.known.push_back(row.row_index);
  }
  made.has_unanswered = sender.known_rows().has_unanswered();
  for (const v1::Rejection& rejection : result->refused_rows) {
    made.refused.push_back(rejection.row_index());
  }
  for (const RejectedRow& row : result->rejected_rows) {
    made.rejected_lines.push_back(sender.row_lines().Of(row.row_index));
  }
  return made;
}

constexpr v1::RowState kNew = v1::ROW_STATE_CREATED;
constexpr v1::RowState kKnown = v1::ROW_STATE_DUPLICATE;

TEST(IngestSenderTest, KnownRowsAreRememberedAndNoOthers) {
  const AnsweredDelivery made =
      DeliverAnswered({kNew, kKnown, kNew, kKnown}, /*held=*/0);
  EXPECT_THAT(made.known, ElementsAre(1, 3));
  EXPECT_FALSE(made.has_unanswered);
}

// Which ones were known was told to the run before it.
TEST(IngestSenderTest, OfASessionWithKnownRowsThoseOfAnEarlierRunAreToo) {
  for (const bool is_atomic : {false, true}) {
    const AnsweredDelivery all =
        DeliverAnswered({kNew, kKnown, kNew}, /*held=*/3, is_atomic);
    EXPECT_THAT(all.known, ElementsAre(0, 1, 2));
    EXPECT_TRUE(all.has_unanswered);
  }
  const AnsweredDelivery some =
      DeliverAnswered({kKnown, kNew, kNew, kKnown}, /*held=*/2);
  EXPECT_THAT(some.known, ElementsAre(0, 1, 3));
  const AnsweredDelivery none =
      DeliverAnswered({kNew, kNew, kKnown}, /*held=*/2);
  EXPECT_THAT(none.known, ElementsAre(2));
}

// Of a large file, all of them were kept and asked about.
TEST(IngestSenderTest, WhatAnEarlierSessionOfTheFileTookIsNotCompared) {
  const AnsweredDelivery all =
      DeliverAnswered({kKnown, kKnown}, /*held=*/2, /*is_atomic=*/false,
                      /*is_known_own=*/true);
  EXPECT_THAT(all.known, ElementsAre());
  // What this run is answered is.
  const AnsweredDelivery some =
      DeliverAnswered({kKnown, kNew, kKnown}, /*held=*/2, /*is_atomic=*/false,
                      /*is_known_own=*/true);
  EXPECT_THAT(some.known, ElementsAre(2));
}

TEST(IngestSenderTest, OfAFileThatIsRefusedWholeTheRejectedRowsAreSaid) {
  const AnsweredDelivery made =
      DeliverAnswered({kKnown, v1::ROW_STATE_REJECTED}, /*held=*/0,
                      /*is_atomic=*/true);
  EXPECT_THAT(made.refused, ElementsAre(1));
  // Below the header and the row before it.
  EXPECT_THAT(made.rejected_lines, ElementsAre(3));
  // Nothing of it was delivered.
  EXPECT_THAT(made.known, ElementsAre());
}

TEST(IngestResultTest, OnlyADeliveryOfWhichARowCountsMovedSomething) {
  IngestResult result;
  EXPECT_TRUE(result.MovedNothing());
  result.totals.set_duplicate(2);
  result.totals.set_unchanged(1);
  EXPECT_TRUE(result.MovedNothing());
  for (const auto set :
       {&v1::IngestTotals::set_created, &v1::IngestTotals::set_updated,
        &v1::IngestTotals::set_withdrawn}) {
    IngestResult moved;
    (moved.totals.*set)(1);
    EXPECT_FALSE(moved.MovedNothing());
  }
}

TEST(IngestResultTest, OnlyADeliveryWithoutAGoodRowTookNothing) {
  IngestResult result;
  EXPECT_FALSE(result.TookNothing());
  result.totals.set_sent(3);
  result.totals.set_rejected(3);
  EXPECT_TRUE(result.TookNothing());
  // Delivered before: nothing is lost.
  result.totals.set_rejected(2);
  result.totals.set_duplicate(1);
  EXPECT_FALSE(result.TookNothing());
}

}  // namespace
}  // namespace entente::client
