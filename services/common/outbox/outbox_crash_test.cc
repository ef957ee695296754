// Lost requests, lost replies, partial deliveries and restarts of both sides at
// random moments, on real stores: what was sent arrives once and in order.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/wrappers.pb.h"
#include "services/common/outbox/inbox.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/shipper.h"
#include "services/common/store/key.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"

namespace entente::outbox {
namespace {

using common::v1::DeliverEventsRequest;
using common::v1::DeliverEventsResponse;
using common::v1::Event;
using store::KeyWriter;

constexpr char kThere[] = "there";

std::string LogPrefix() { return KeyWriter().Table(1).Key(); }

// One side: a store that can be closed and opened again.
struct Side {
  store::TemporaryFolder folder;
  std::unique_ptr<store::Store> store;

  Side() { Restart(); }
  void Restart() {
    store.reset();
    auto opened = store::OpenRocksdbStore(folder.path());
    if (!opened.ok()) abort();
    store = *std::move(opened);
  }
};

class OutboxCrashTest : public testing::Test {
 protected:
  // One change here and its event, in one transaction; some are undone.
  void Send() {
    google::protobuf::Int32Value data;
    data.set_value(sent_ + 1);
    const Event event = MakeEvent({"spiffe://test/svc/here"},
                                  absl::FromUnixSeconds(1'700'000'000), data);
    const bool fails = Chance(4);
    const absl::Status status =
        here_.store->Transact([&](store::Transaction& t) -> absl::Status {
          const absl::Status appended = Append(t, kThere, event);
          return fails ? absl::AbortedError("chosen") : appended;
        });
    EXPECT_EQ(status.ok(), !fails);
    if (status.ok()) ++sent_;
  }

  // Notes the number at the end of the log, with how many were there before.
  absl::Status Apply(store::Transaction& t, const Event& event) {
    if (Chance(20)) return absl::UnavailableError("chosen");
    google::protobuf::Int32Value data;
    EXPECT_TRUE(event.data().UnpackTo(&data));
    uint64_t before = 0;
    const auto status =
        t.Scan(LogPrefix(), "", [&](absl::string_view, absl::string_view) {
          ++before;
          return true;
        });
    t.Put(KeyWriter().Table(1).U64(before).Key(), absl::StrCat(data.value()));
    return status;
  }

  absl::StatusOr<DeliverEventsResponse> Deliver(
      const DeliverEventsRequest& request) {
    if (Chance(5)) return absl::UnavailableError("request lost");
    const DeliverEventsResponse response = ApplyDelivery(
        *there_.store, request,
        [&](store::Transaction& t, const Event& e) { return Apply(t, e); });
    if (Chance(5)) there_.Restart();
    if (Chance(5)) return absl::UnavailableError("reply lost");
    return response;
  }

  // A new shipper each time, as after a restart.
  void Ship() {
    Shipper shipper(*here_.store, kThere,
                    [this](const DeliverEventsRequest& request) {
                      return Deliver(request);
                    });
    const int rounds = static_cast<int>(random_() % 3);
    for (int i = 0; i < rounds; ++i) (void)shipper.ShipOnce();
  }

  bool Chance(int one_in) { return random_() % one_in == 0; }

  std::mt19937_64 random_;
  Side here_;
  Side there_;
  int sent_ = 0;
};

TEST_F(OutboxCrashTest, EverythingSentArrivesOnceAndInOrder) {
  const char* given = std::getenv("ENTENTE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device()();
  std::cout << "ENTENTE_SEED=" << seed << "\n";
  random_.seed(seed);
  for (int step = 0; step < 60; ++step) {
    const int events = static_cast<int>(random_() % 4);
    for (int i = 0; i < events; ++i) Send();
    if (Chance(6)) here_.Restart();
    Ship();
  }
  // Most faults are over with one more try; each try has an end.
  for (int tries = 0; CountPending(*here_.store->Read(), kThere, 1).value() > 0;
       ++tries) {
    ASSERT_LT(tries, 1000);
    Ship();
  }
  int expected = 0;
  ASSERT_TRUE(there_.store->Read()
                  ->Scan(LogPrefix(), "",
                         [&](absl::string_view, absl::string_view value) {
                           EXPECT_EQ(value, absl::StrCat(++expected));
                           return true;
                         })
                  .ok());
  EXPECT_EQ(expected, sent_);
}

}  // namespace
}  // namespace entente::outbox
