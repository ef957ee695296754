// A session on a store whose commits fail when they are told to.
#ifndef SERVICES_INDICATORS_INGEST_STORE_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_INGEST_STORE_FIXTURE_TEST_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/group_writer.h"
#include "services/common/store/records.h"
#include "services/common/store/rocksdb_store.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/ingest_session.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {

// A store whose next commits fail after their body ran, as a full disk would,
// or come second to somebody else's.
class FailingStore final : public store::Store {
 public:
  explicit FailingStore(store::Store& real) : real_(real) {}

  absl::Status Transact(Body body) override {
    if (overtaker_ != nullptr) {
      const auto overtaker = std::exchange(overtaker_, nullptr);
      ENTENTE_RETURN_IF_ERROR(real_.Transact(overtaker));
    }
    if (is_next_left_) {
      is_next_left_ = false;
      ENTENTE_RETURN_IF_ERROR(real_.Transact(body));
      return store::SlowDiskError();
    }
    if (failures_ == 0) return real_.Transact(body);
    --failures_;
    const absl::Status status =
        real_.Transact([&](store::Transaction& transaction) -> absl::Status {
          ENTENTE_RETURN_IF_ERROR(body(transaction));
          return absl::UnavailableError("no space");
        });
    return status;
  }
  absl::Status Transact(Body body, Epilogue epilogue) override {
    return real_.Transact(body, epilogue);
  }
  std::unique_ptr<store::Snapshot> Read() const override {
    return real_.Read();
  }
  bool IsWritable() const override { return real_.IsWritable(); }

  void FailNext(int failures) { failures_ = failures; }
  // The next commit is durable, but its caller is not told.
  void LeaveNext() { is_next_left_ = true; }
  void OvertakeNext(std::function<absl::Status(store::Transaction&)> body) {
    overtaker_ = std::move(body);
  }

 private:
  store::Store& real_;
  int failures_ = 0;
  bool is_next_left_ = false;
  std::function<absl::Status(store::Transaction&)> overtaker_;
};

inline v1::ObservationBatch SampleBatch(int64_t sequence, int rows) {
  v1::ObservationBatch batch;
  batch.set_sequence(sequence);
  batch.set_first_row_index((sequence - 1) * rows);
  for (int i = 0; i < rows; ++i) {
    v1::Observation& row = *batch.add_observations();
    row.set_event_id(absl::StrCat("event-", sequence, "-", 1000 + i));
    row.set_measure_code("nuisance_actions");
    *row.mutable_date() = MakeDate(2018, 1 + i % 12, 5);
    row.set_area("21004");
    row.set_value(1);
  }
  return batch;
}

class IngestStoreTest : public testing::Test {
 protected:
  IngestStoreTest()
      : dir_(absl::StrCat(
            testing::TempDir(), "/ingest_store_",
            testing::UnitTest::GetInstance()->random_seed(), "_",
            testing::UnitTest::GetInstance()->current_test_info()->name(), "_",
            absl::ToUnixNanos(absl::Now()))),
        real_(*store::OpenRocksdbStore(dir_)),
        store_(*real_),
        areas_(*AreaList::Parse("21004,,a,b\nUNKNOWN,,a,b\n")) {
    EXPECT_TRUE(store_
                    .Transact([](store::Transaction& transaction) {
                      return PutConvention(transaction, "21004",
                                           SampleConvention());
                    })
                    .ok());
    ingest_ = *IngestStore::Open(store_);
    session_ = std::make_unique<IngestSession>(store_, *ingest_, definitions_,
                                               periods_, areas_);
    v1::OpenSession open;
    open.set_parent(kSampleMunicipality);
    open.set_source("zone5339");
    open.set_session_id("s-1");
    EXPECT_TRUE(session_->Open(open, store_, absl::Now()).ok());
  }

  static v1::ObservationBatch Batch(int64_t sequence, int rows) {
    return SampleBatch(sequence, rows);
  }

  const std::string dir_;
  std::unique_ptr<store::Store> real_;
  FailingStore store_;
  const AreaList areas_;
  DefinitionCache definitions_;
  PeriodCache periods_;
  std::unique_ptr<IngestStore> ingest_;
  std::unique_ptr<IngestSession> session_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_STORE_FIXTURE_TEST_H_
