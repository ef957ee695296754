// Delivered files: CSV, rows, allotments and made-up figures.
#include <algorithm>
#include <map>
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
#include "services/conventions/money/money.h"
#include "tools/client/allotment.h"
#include "tools/client/csv.h"
#include "tools/client/figures.h"
#include "tools/client/ingest_sender.h"
#include "tools/client/observation_rows.h"

namespace entente::client {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

std::vector<std::vector<std::string>> ReadAll(const std::string& text) {
  std::istringstream in(text);
  auto reader = CsvReader::Open(in, "f.csv", {{"a"}, {"b"}, {"c", false}});
  if (!reader.ok()) return {{ErrorReason(reader.status())}};
  std::vector<std::vector<std::string>> rows;
  CsvRow row;
  while (reader->Next(row)) {
    rows.push_back(row.is_malformed ? std::vector<std::string>{"malformed"}
                                    : row.cells);
  }
  return rows;
}

TEST(CsvTest, SeparatorsMarksAndLineEndsAreFound) {
  const auto expected =
      ElementsAre(ElementsAre("1", "x y", ""), ElementsAre("2", "z", ""));
  EXPECT_THAT(ReadAll("a;b\n1;x y\n2;z"), expected);
  EXPECT_THAT(ReadAll("\xEF\xBB\xBF"
                      "a,b\r\n1,x y\r\n\r\n2,z\r\n"),
              expected);
  EXPECT_THAT(ReadAll("B\tA\nx y\t1\n z \t 2 \n"), expected);
}

TEST(CsvTest, QuotesHoldSeparatorsAndQuotes) {
  EXPECT_THAT(ReadAll("a;b;c\n\"1;1\";\"say \"\"hi\"\"\";3\n"),
              ElementsAre(ElementsAre("1;1", "say \"hi\"", "3")));
}

TEST(CsvTest, ABadRowSpoilsOnlyItself) {
  EXPECT_THAT(ReadAll("a;b\n1\n\"1;2\n1;2;3\n\xFF;1\n3;4\n"),
              ElementsAre(ElementsAre("malformed"), ElementsAre("malformed"),
                          ElementsAre("malformed"), ElementsAre("malformed"),
                          ElementsAre("3", "4", "")));
}

TEST(CsvTest, AnEndlessLineIsOneBadRow) {
  EXPECT_THAT(ReadAll("a;b\n" + std::string(1 << 20, 'x') + "\n3;4\n"),
              ElementsAre(ElementsAre("malformed"), ElementsAre("3", "4", "")));
}

TEST(CsvTest, TitlesAreCheckedAndNeverShown) {
  EXPECT_THAT(ReadAll(""), ElementsAre(ElementsAre("CSV_HEADER_MISSING")));
  EXPECT_THAT(ReadAll("a;z\n"), ElementsAre(ElementsAre("CSV_COLUMN_UNKNOWN")));
  EXPECT_THAT(ReadAll("a;c\n"), ElementsAre(ElementsAre("CSV_COLUMN_MISSING")));
  EXPECT_THAT(ReadAll("a;b;a\n"), ElementsAre(ElementsAre("CSV_COLUMN_TWICE")));
  // A file without titles: what would be one is somebody's name or number.
  for (const char* cell : {"Exemple", "85.07.30-033.28"}) {
    std::istringstream in(absl::StrCat("a;", cell, "\n"));
    const auto detail =
        GetErrorDetail(CsvReader::Open(in, "f.csv", {{"a"}}).status());
    for (const std::string* said :
         {&detail->sentence.en, &detail->sentence.fr, &detail->sentence.nl}) {
      EXPECT_THAT(*said, Not(HasSubstr(cell)));
      EXPECT_THAT(*said, HasSubstr(" 2 "));
    }
    EXPECT_THAT(detail->sentence.fr,
                HasSubstr("f.csv, ligne 1 : le titre de la colonne 2"));
    EXPECT_THAT(detail->sentence.fr, HasSubstr("les colonnes sont a."));
  }
  std::istringstream in("breakdown.exemple;Breakdown.Exemple\n");
  const absl::Status twice =
      CsvReader::Open(in, "f.csv", {}, "breakdown.").status();
  EXPECT_EQ(ErrorReason(twice), "CSV_COLUMN_TWICE");
  EXPECT_THAT(std::string(twice.message()), Not(HasSubstr("xemple")));
  EXPECT_THAT(std::string(twice.message()), HasSubstr("column 2"));
}

TEST(CsvTest, Utf8IsChecked) {
  EXPECT_TRUE(IsUtf8("é€😀"));
  for (const char* text :
       {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

TEST(ObservationRowsTest, UnreadableRowsKeepIndexColumnAndReasonOnly) {
  std::istringstream in(
      "event_id;measure;date;area;value\n"
      "abcdefgh;m;2018-03-14;21004;2\n"
      "abcdefgi;m;14/03/2018;21004;2\n"
      "abcdefgj;m;2018-03;21004;two\n"
      "abcdefgk;m\n"
      "abcdefgl;m;2018-03;21004;-1\n");
  auto rows = PlainRows::Open(in, "f.csv");
  ASSERT_TRUE(rows.ok());
  v1::ObservationBatch batch;
  while (rows->Next(batch)) continue;
  EXPECT_EQ(rows->row_index(), 5);
  ASSERT_EQ(batch.observations_size(), 2);
  EXPECT_EQ(batch.observations(0).date().day(), 14);
  EXPECT_EQ(batch.observations(1).date().day(), 0);
  EXPECT_EQ(batch.observations(1).value(), -1);
  ASSERT_EQ(batch.unreadable_size(), 3);
  EXPECT_EQ(batch.unreadable(0).reason(), "DATE_INVALID");
  EXPECT_EQ(batch.unreadable(1).column(), "value");
  EXPECT_EQ(batch.unreadable(2).row_index(), 3);
  EXPECT_EQ(batch.unreadable(2).reason(), "ROW_MALFORMED");
}

TEST(ObservationRowsTest, ColumnsOfCodeListsSayUnderWhichCodeARowCounts) {
  std::istringstream in(
      "event_id;Breakdown.Audience;measure;date;area;value;withdraws;"
      "breakdown.theme\n"
      "abcdefgh;seniors;m;2018-03-14;21004;2;;bdo\n"
      "abcdefgi;;m;2018-03-14;21004;2;;\n"
      "abcdefgj;;;;;;abcdefgh;\n"
      "abcdefgk;seniors;;;;;abcdefgh;\n");
  auto rows = PlainRows::Open(in, "f.csv");
  ASSERT_TRUE(rows.ok()) << rows.status();
  v1::ObservationBatch batch;
  while (rows->Next(batch)) continue;
  ASSERT_EQ(batch.observations_size(), 3);
  const auto& breakdown = batch.observations(0).breakdown();
  EXPECT_EQ(breakdown.size(), 2u);
  EXPECT_EQ(breakdown.at("audience"), "seniors");
  EXPECT_EQ(breakdown.at("theme"), "bdo");
  EXPECT_EQ(batch.observations(0).value(), 2);
  EXPECT_TRUE(batch.observations(1).breakdown().empty());
  EXPECT_EQ(batch.observations(2).withdraws_event_id(), "abcdefgh");
  ASSERT_EQ(batch.unreadable_size(), 1);
  EXPECT_EQ(batch.unreadable(0).column(), "breakdown");
  EXPECT_EQ(batch.unreadable(0).reason(), "WITHDRAWAL_NOT_EMPTY");
}

TEST(ObservationRowsTest, AnyOtherColumnStaysRefused) {
  const auto refused = [](const std::string& column) {
    std::istringstream in("event_id;measure;date;area;value;" + column + "\n");
    return ErrorReason(PlainRows::Open(in, "f.csv").status());
  };
  EXPECT_EQ(refused("breakdown.audience"), "");
  EXPECT_EQ(refused("breakdown.audience;breakdown.theme"), "");
  EXPECT_EQ(refused("breakdown.audience;breakdown.audience"),
            "CSV_COLUMN_TWICE");
  for (const char* column :
       {"breakdown", "breakdown.", "breakdown.85073003328", "breakdown.a-b",
        "breakdown.a.b", "breakdown.é", "audience", "split.audience"}) {
    EXPECT_EQ(refused(column), "CSV_COLUMN_UNKNOWN") << column;
  }
  EXPECT_EQ(refused("breakdown." + std::string(65, 'a')), "CSV_COLUMN_UNKNOWN");
}

FiguresPlan SmallPlan(uint64_t seed) {
  return {.rows = 5000,
          .seed = seed,
          .count_measures = {"trainings", "actions"},
          .hours_measures = {"training_hours"},
          .areas = {"21004", "UNKNOWN"}};
}

std::string Text(const FiguresPlan& plan, FiguresExpected& expected) {
  std::string text;
  expected = MakeFigures(
      plan, [&](absl::string_view line) { text += std::string(line); });
  return text;
}

TEST(FiguresTest, TheSeedDecidesEveryByte) {
  FiguresExpected first, second, other;
  const std::string text = Text(SmallPlan(1), first);
  EXPECT_EQ(text, Text(SmallPlan(1), second));
  EXPECT_NE(text, Text(SmallPlan(2), other));
  EXPECT_EQ(ExpectedJson(first), ExpectedJson(second));
}

TEST(FiguresTest, TotalsReconcileAndEveryFaultIsThere) {
  FiguresExpected expected;
  Text(SmallPlan(7), expected);
  EXPECT_EQ(expected.sent, 5000);
  EXPECT_EQ(expected.sent, expected.created + expected.updated +
                               expected.unchanged + expected.duplicate +
                               expected.rejected + expected.withdrawn);
  EXPECT_GT(expected.withdrawn, 0);
  EXPECT_EQ(expected.rejections.size(), 6u);
  EXPECT_GT(expected.late, 0);
  EXPECT_GT(expected.updated, 0);
}

// Counts the rows again, by other means than those that made them.
TEST(FiguresTest, ExpectationIsWhatAReaderCounts) {
  FiguresExpected expected;
  std::istringstream in(Text(SmallPlan(3), expected));
  auto rows = PlainRows::Open(in, "f.csv");
  ASSERT_TRUE(rows.ok());
  v1::ObservationBatch batch;
  while (rows->Next(batch)) continue;
  std::map<std::string, v1::Observation> events;
  std::map<std::string, std::map<std::string, int64_t>> sums;
  int64_t created = 0, updated = 0, unchanged = 0, duplicate = 0, late = 0;
  int64_t withdrawn = 0;
  int64_t rejected = batch.unreadable_size();
  int newest = 0;
  const auto month_of = [](const v1::Observation& row) {
    return absl::StrFormat("2018-%02d", row.date().month());
  };
  for (const v1::Observation& row : batch.observations()) {
    if (!row.withdraws_event_id().empty()) {
      ASSERT_TRUE(events.contains(row.withdraws_event_id()));
      const v1::Observation& gone = events[row.withdraws_event_id()];
      ++withdrawn;
      sums[gone.measure_code()][month_of(gone)] -= gone.value();
      if (gone.date().month() < newest) ++late;
      newest = std::max(newest, gone.date().month());
      continue;
    }
    if (row.measure_code() == "no_such_measure" || row.value() < 0 ||
        row.event_id().find('.') != std::string::npos ||
        row.date().year() != 2018 || row.area() == "NOWHERE-9") {
      ++rejected;
      continue;
    }
    if (events.contains(row.event_id())) {
      ++duplicate;
      continue;
    }
    const std::string month = month_of(row);
    int64_t old = 0;
    if (row.replaces_event_id().empty()) {
      ++created;
    } else {
      ASSERT_TRUE(events.contains(row.replaces_event_id()));
      old = events[row.replaces_event_id()].value();
      if (old == row.value()) {
        ++unchanged;
        continue;
      }
      ++updated;
    }
    events[row.event_id()] = row;
    sums[row.measure_code()][month] += row.value() - old;
    if (row.date().month() < newest) ++late;
    newest = std::max(newest, row.date().month());
  }
  EXPECT_EQ(created, expected.created);
  EXPECT_EQ(updated, expected.updated);
  EXPECT_EQ(withdrawn, expected.withdrawn);
  EXPECT_EQ(unchanged, expected.unchanged);
  EXPECT_EQ(duplicate, expected.duplicate);
  EXPECT_EQ(rejected, expected.rejected);
  EXPECT_EQ(late, expected.late);
  EXPECT_EQ(sums, expected.sums);
}

TEST(ReconcileTest, EveryRowIsAccountedFor) {
  v1::IngestTotals totals;
  totals.set_sent(10);
  totals.set_created(7);
  totals.set_duplicate(2);
  EXPECT_FALSE(Reconciles(totals));
  totals.set_rejected(1);
  EXPECT_TRUE(Reconciles(totals));
}

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
              bool is_atomic = false)
      : IngestSender(session, rows,
                     {.parent = "municipalities/21004",
                      .source = "zone5339",
                      .is_atomic = is_atomic},
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

class AllotmentTest : public ::testing::Test {
 protected:
  AllotmentTest() {
    const std::pair<const char*, const char*> nodes[] = {
        {"so-01", "I/1/1/1"}, {"so-02", "I/1/1/2"}, {"so-03", "I/1/1/2"}};
    for (const auto& [id, path] : nodes) {
      cv1::Node& node = *convention_.add_nodes();
      node.set_id(id);
      node.set_path(path);
    }
  }

  absl::StatusOr<std::vector<AllotmentRow>> Read(const std::string& rows) {
    std::istringstream in("envelope;objective;category;amount\n" + rows);
    return ReadAllotment(in, "a.csv", convention_);
  }

  cv1::Convention convention_;
};

TEST_F(AllotmentTest, ObjectivesAreFoundByIdAndByPath) {
  const auto rows = Read(
      "general-2018;I/1/1/1;personnel;620.000,00 EUR\n"
      "general-2018;so-02;operating;1000\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->at(0).objective_id, "so-01");
  EXPECT_EQ(rows->at(0).amount.units(), 620000);
  EXPECT_EQ(rows->at(1).line, 3);
}

TEST_F(AllotmentTest, ErrorsNameRowAndColumn) {
  const auto message = [&](const std::string& rows) {
    return std::string(Read(rows).status().message());
  };
  EXPECT_THAT(message("general-2018;I/1/1/2;personnel;5\n"),
              HasSubstr("a.csv, line 2, column objective: I/1/1/2 is the path "
                        "of so-02, so-03"));
  EXPECT_THAT(message("general-2018;so-01;personnel;-5\n"),
              HasSubstr("line 2, column amount"));
  EXPECT_THAT(
      message("general-2018;Jeanne Exemple;personnel;5\n"),
      AllOf(HasSubstr("line 2, column objective"), Not(HasSubstr("Exemple"))));
  EXPECT_THAT(
      message("general-2018;so-01;personnel;5\n"
              "general-2018;I/1/1/1;personnel;5\n"),
      HasSubstr("line 3, column objective: already allotted on line 2"));
}

TEST_F(AllotmentTest, RowsThatAreLinesAreLeftOutUnlessTheyDiffer) {
  const auto rows =
      Read("general-2018;so-01;personnel;5\ngeneral-2018;so-02;personnel;6\n");
  ASSERT_TRUE(rows.ok());
  cv1::Line line;
  line.set_name(
      "municipalities/21004/conventions/c/envelopes/general-2018/lines/"
      "so-01-personnel");
  *line.mutable_amount() = conventions::MoneyFromCents(500);
  EXPECT_EQ(NewRows(*rows, "a.csv", {line})->size(), 1u);
  *line.mutable_amount() = conventions::MoneyFromCents(501);
  EXPECT_EQ(ErrorReason(NewRows(*rows, "a.csv", {line}).status()),
            "ALLOTMENT_DIFFERS");
}

TEST_F(AllotmentTest, RowsThatFitAloneButNotTogetherAreRefused) {
  const auto rows = Read(
      "general-2018;so-01;personnel;60\ngeneral-2018;so-02;personnel;60\n");
  cv1::Envelope envelope;
  envelope.set_name(
      "municipalities/21004/conventions/c/envelopes/general-2018");
  *envelope.mutable_position()->mutable_unallotted() =
      conventions::MoneyFromCents(10000);
  const absl::Status status = CheckSums(*rows, "a.csv", {envelope});
  EXPECT_EQ(ErrorReason(status), "ENVELOPE_EXCEEDED");
  EXPECT_EQ(GetErrorDetail(status)->metadata["requested_cents"], "12000");
}

}  // namespace
}  // namespace entente::client
