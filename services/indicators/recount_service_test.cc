// The recount of the running service, through a real stub: what it finds, what
// it refuses, and that it ends when nobody waits for it any more.
#include "services/indicators/recount_service.h"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "entente/indicators/v1/release_records.pb.h"
#include "google/protobuf/message.h"
#include "services/common/store/records.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/ingest_fixture_test.h"
#include "services/indicators/release_keys.h"

namespace entente::indicators {
namespace {

using testing::HasSubstr;

// What a test asks of a LoopingStore, and sees of it.
struct Loop {
  // A scan of blocks meets each of them so often.
  int times = 1;
  std::atomic<int> scans = 0;
  absl::Notification has_begun;
  // Before it had met them all.
  std::atomic<bool> was_left = false;
};

class LoopingSnapshot final : public store::Snapshot {
 public:
  LoopingSnapshot(std::unique_ptr<store::Snapshot> snapshot, Loop& loop)
      : snapshot_(std::move(snapshot)), loop_(loop) {}

  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view key) const override {
    return snapshot_->Get(key);
  }

  absl::Status Scan(
      absl::string_view prefix, absl::string_view start,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit)
      const override {
    ++loop_.scans;
    const bool is_looping = prefix == BlockPrefix() && loop_.times > 1;
    return snapshot_->Scan(
        prefix, start, [&](absl::string_view key, absl::string_view value) {
          for (int time = 0; time < (is_looping ? loop_.times : 1); ++time) {
            if (!visit(key, value)) {
              if (is_looping) loop_.was_left = true;
              return false;
            }
            if (is_looping && !loop_.has_begun.HasBeenNotified()) {
              loop_.has_begun.Notify();
            }
          }
          return true;
        });
  }

 private:
  const std::unique_ptr<store::Snapshot> snapshot_;
  Loop& loop_;
};

class LoopingStore final : public store::Store {
 public:
  LoopingStore(store::Store& store, Loop& loop) : store_(store), loop_(loop) {}

  absl::Status Transact(Body body) override { return store_.Transact(body); }
  absl::Status Transact(Body body, Epilogue epilogue) override {
    return store_.Transact(body, epilogue);
  }
  std::unique_ptr<store::Snapshot> Read() const override {
    return std::make_unique<LoopingSnapshot>(store_.Read(), loop_);
  }
  bool IsWritable() const override { return store_.IsWritable(); }

 private:
  store::Store& store_;
  Loop& loop_;
};

// Of April 2018.
const NumberedPeriodName kVersion = {{"21004", 2018 * 12 + 3}, 1};

class RecountServiceTest : public IngestServiceTest {
 protected:
  void TearDown() override { harness_.Stop(); }

  void DeliverTwo() {
    Client client(service_);
    ASSERT_TRUE(
        client.Send(1, 0, {Row("event-0001"), Row("event-0002", 5)}).ok());
  }

  void Serve(int64_t rows_max = kRecountRows) {
    harness_.Stop();
    recount_ = std::make_unique<RecountService>(
        harness_.gate(), store_, service_.log()->log(), rows_max);
    harness_.Start({recount_.get()});
  }

  std::unique_ptr<grpc::ClientContext> Context() {
    return harness_.Context("p-1001", {"coordinator"});
  }

  absl::StatusOr<v1::FigureRecount> Recount(grpc::ClientContext& context) {
    const auto stub = v1::RecountService::NewStub(harness_.Channel());
    v1::FigureRecount recount;
    const absl::Status status =
        channel::FromWire(stub->RecountFigures(&context, {}, &recount));
    if (!status.ok()) return status;
    return recount;
  }
  absl::StatusOr<v1::FigureRecount> Recount() { return Recount(*Context()); }

  absl::StatusOr<VerifyReport> Verify(const RecountLimits& limits) {
    return VerifyAggregates(*service_.store().Read(), limits);
  }

  // How often a recount asks whether it may go on.
  int Asked() {
    int asked = 0;
    const auto report = Verify({.may_go_on = [&] { return ++asked > 0; }});
    EXPECT_TRUE(report.ok()) << report.status();
    return asked;
  }

  // What is there without anything else that belongs to it differs, and is
  // recounted.
  void Put(const std::string& key, const google::protobuf::Message& record) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      store::PutRecord(transaction, key, record);
                      return absl::OkStatus();
                    })
                    .ok());
  }

  static v1::PeriodVersionRecord VersionRecord() {
    v1::PeriodVersionRecord record;
    record.mutable_version()->set_name(FormatPeriodVersion(kVersion));
    return record;
  }

  Loop loop_;
  LoopingStore store_{service_.store(), loop_};
  server::TestHarness harness_{"indicators",
                               {"entente.indicators.v1.RecountService"},
                               {.audit = &service_.log()}};
  std::unique_ptr<RecountService> recount_;
};

TEST_F(RecountServiceTest, ARecordThatWasBentIsFound) {
  DeliverTwo();
  Serve();
  const auto right = Recount();
  ASSERT_TRUE(right.ok()) << right.status();
  EXPECT_EQ(right->row_count(), 2);
  EXPECT_EQ(right->month_count(), 2);
  EXPECT_EQ(right->difference_count(), 0);
  ASSERT_TRUE(
      service_.store()
          .Transact([](store::Transaction& transaction) {
            std::string key;
            v1::MonthRecord month;
            const absl::Status scanned = store::ScanRecords<v1::MonthRecord>(
                transaction, AllMonthsPrefix(), "",
                [&](absl::string_view found, const v1::MonthRecord& record) {
                  key = std::string(found);
                  month = record;
                  return false;
                });
            month.set_sums(0, month.sums(0) + 1);
            store::PutRecord(transaction, key, month);
            return scanned;
          })
          .ok());
  const auto bent = Recount();
  ASSERT_TRUE(bent.ok()) << bent.status();
  EXPECT_EQ(bent->difference_count(), 1);
}

TEST_F(RecountServiceTest, MoreRowsThanAllowedAreRefusedBeforeAnyIsRead) {
  DeliverTwo();
  Serve(/*rows_max=*/2);
  EXPECT_TRUE(Recount().ok());
  EXPECT_GT(loop_.scans, 0);
  Serve(/*rows_max=*/1);
  loop_.scans = 0;
  const absl::Status refused = Recount().status();
  EXPECT_TRUE(absl::IsResourceExhausted(refused)) << refused;
  EXPECT_EQ(ErrorReason(refused), "RECOUNT_TOO_LARGE");
  const auto detail = GetErrorDetail(refused);
  ASSERT_TRUE(detail.has_value());
  for (const std::string& text :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_THAT(text, HasSubstr("entente-indicators --data DIR --verify"));
  }
  EXPECT_EQ(loop_.scans, 0);
}

TEST_F(RecountServiceTest, AStoreThatDoesNotSayHowManyItHasIsRefusedToo) {
  DeliverTwo();
  // As before schema 11.
  ASSERT_TRUE(service_.store()
                  .Transact([](store::Transaction& transaction) {
                    const auto head = store::GetRecord<v1::BlockHead>(
                        transaction, BlockHeadKey());
                    v1::BlockHead older = **head;
                    older.clear_rows();
                    store::PutRecord(transaction, BlockHeadKey(), older);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(ErrorReason(Verify({.rows_max = 1}).status()), "RECOUNT_TOO_LARGE");
  EXPECT_TRUE(Verify({.rows_max = 2}).ok());
  EXPECT_TRUE(Verify({}).ok());
}

TEST_F(RecountServiceTest, OneAtATimeAndNoLongerThanSomebodyWaits) {
  DeliverTwo();
  Serve();
  loop_.times = 1'000'000;
  const auto context = Context();
  absl::Status left;
  std::thread first([&] { left = Recount(*context).status(); });
  loop_.has_begun.WaitForNotification();
  const absl::Status second = Recount().status();
  EXPECT_TRUE(absl::IsResourceExhausted(second)) << second;
  EXPECT_EQ(ErrorReason(second), "RECOUNT_RUNNING");
  context->TryCancel();
  first.join();
  EXPECT_TRUE(absl::IsCancelled(left)) << left;
  // Waits until the call has ended.
  harness_.Stop();
  EXPECT_TRUE(loop_.was_left);
  loop_.times = 1;
  harness_.Start({recount_.get()});
  EXPECT_TRUE(Recount().ok());
}

TEST_F(RecountServiceTest, ItEndsWhereverItIsWhenTimeIsUp) {
  DeliverTwo();
  Put(ActivityKey({"21004", 1}, PackDate(MakeDate(2018, 4, 1))),
      v1::ActivityRecord());
  Put(PeriodVersionKey(kVersion), VersionRecord());
  Put(ReleaseKey("21004", 1), v1::ReleaseRecord());
  int refusals = 0;
  while (refusals < 100) {
    int asked = 0;
    const auto report =
        Verify({.may_go_on = [&] { return ++asked <= refusals; }});
    if (report.ok()) break;
    EXPECT_TRUE(absl::IsDeadlineExceeded(report.status())) << report.status();
    EXPECT_EQ(ErrorReason(report.status()), "RECOUNT_TOO_LONG");
    // It did not go on after that.
    EXPECT_EQ(asked, refusals + 1);
    ++refusals;
  }
  // A block, a piece of ids, the events twice, an activity, two month records,
  // a session and its batch, the session beside what its source delivered, two
  // months of the source, a version and its month, three parts about months,
  // the releases, one of them, and the answer.
  EXPECT_EQ(refusals, 1 + 1 + 2 + 1 + 2 + 2 + 1 + 2 + 2 + 3 + 1 + 1 + 1);
}

TEST_F(RecountServiceTest, ItIsAskedTheMoreOftenTheMoreThereIs) {
  Client client(service_);
  ASSERT_TRUE(client.Send(1, 0, {Row("event-0001")}).ok());
  int asked = Asked();
  const auto grown = [&] {
    const int before = std::exchange(asked, Asked());
    return asked - before;
  };
  std::vector<v1::Observation> rows;
  for (int i = 0; i < 4096; ++i) {
    rows.push_back(Row(absl::StrCat("more-", 10000 + i)));
  }
  ASSERT_TRUE(client.Send(2, 1, rows).ok());
  // A block, its batch, eight pieces of ids, and twice 4096 events more.
  EXPECT_EQ(grown(), 1 + 1 + 8 + 2);
  Put(ActivityKey({"21004", 1}, PackDate(MakeDate(2018, 4, 1))),
      v1::ActivityRecord());
  EXPECT_EQ(grown(), 1);
  // The version, and the month that has it.
  Put(PeriodVersionKey(kVersion), VersionRecord());
  EXPECT_EQ(grown(), 2);
  Put(ReleaseKey("21004", 1), v1::ReleaseRecord());
  EXPECT_EQ(grown(), 1);
}

}  // namespace
}  // namespace entente::indicators
