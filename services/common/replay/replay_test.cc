#include "services/common/replay/replay.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/key.h"
#include "services/common/store/rocksdb_store.h"

namespace entente::replay {
namespace {

using entente::conventions::v1::Reservation;
using entente::conventions::v1::VoidReservationRequest;

class ReplayTest : public testing::Test {
 protected:
  ReplayTest() {
    std::string pattern = testing::TempDir() + "replay-XXXXXX";
    dir_ = mkdtemp(pattern.data());
    Reopen();
  }
  ~ReplayTest() override {
    store_.reset();
    std::filesystem::remove_all(dir_);
  }

  void Reopen() {
    store_.reset();
    auto opened = store::OpenRocksdbStore(dir_ + "/db");
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }

  static VoidReservationRequest Request(const std::string& name,
                                        const std::string& request_id) {
    VoidReservationRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    return request;
  }

  // Counts its runs in the store and answers their number, or refuses.
  absl::StatusOr<Reservation> Run(const VoidReservationRequest& request,
                                  absl::Status refusal = absl::OkStatus()) {
    return RunOnce<Reservation>(
        *store_, call_, request,
        [&](store::Transaction& transaction) -> absl::StatusOr<Reservation> {
          ++runs_;
          auto value = transaction.Get(Counter());
          if (!value.ok()) return value.status();
          const std::string next =
              value->has_value() ? **value + "i" : std::string("i");
          transaction.Put(Counter(), next);
          if (!refusal.ok()) return refusal;
          Reservation reservation;
          reservation.set_name(next);
          return reservation;
        });
  }

  static std::string Counter() { return store::KeyWriter().Table(0x01).Key(); }
  std::string Stored() {
    auto value = store_->Read()->Get(Counter());
    return value.ok() && value->has_value() ? **value : "";
  }
  int Records(uint8_t table) {
    int count = 0;
    EXPECT_TRUE(store_->Read()
                    ->Scan(store::KeyWriter().Table(table).Key(), "",
                           [&](absl::string_view, absl::string_view) {
                             ++count;
                             return true;
                           })
                    .ok());
    return count;
  }

  std::string dir_;
  std::unique_ptr<store::Store> store_;
  Call call_{"person:p-1", "entente.test.v1.Test/Void",
             absl::FromUnixSeconds(1'530'000'000)};
  int runs_ = 0;
};

absl::Status Refusal() {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   {.reason = "TOO_MUCH",
                    .field = "amount",
                    .metadata = {{"available_cents", "100"}},
                    .sentence = {"Too much.", "Trop.", "Te veel."}});
}

TEST_F(ReplayTest, ARetryAnswersWhatTheFirstCallAnswered) {
  auto first = Run(Request("a", "id-1"));
  auto second = Run(Request("a", "id-1"));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->name(), "i");
  EXPECT_EQ(second->name(), "i");
  EXPECT_EQ(runs_, 1);
  EXPECT_EQ(Stored(), "i");
}

TEST_F(ReplayTest, ARetryAfterACrashBetweenCommitAndReplyAnswersTheSame) {
  ASSERT_TRUE(Run(Request("a", "id-1")).ok());  // The reply is lost here.
  Reopen();
  auto retry = Run(Request("a", "id-1"));
  ASSERT_TRUE(retry.ok());
  EXPECT_EQ(retry->name(), "i");
  EXPECT_EQ(runs_, 1);
}

TEST_F(ReplayTest, AnotherPayloadUnderTheSameIdNamesTheField) {
  ASSERT_TRUE(Run(Request("a", "id-1")).ok());
  absl::Status status = Run(Request("b", "id-1")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(GetErrorDetail(status).has_value());
  EXPECT_EQ(GetErrorDetail(status)->reason, "REQUEST_ID_REUSED");
  EXPECT_EQ(GetErrorDetail(status)->field, "request_id");
  // When the id was used, and nothing of what it was used for.
  const std::string first =
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", call_.now, absl::UTCTimeZone());
  EXPECT_EQ(GetErrorDetail(status)->metadata.at("first_use_time"), first);
  EXPECT_EQ(GetErrorDetail(status)->metadata.size(), 1u);
  const Sentence said = GetErrorDetail(status)->sentence;
  for (const std::string& sentence : {said.en, said.fr, said.nl}) {
    EXPECT_NE(sentence.find(first), std::string::npos) << sentence;
  }
  EXPECT_EQ(Stored(), "i");
  // The refusal of the reuse does not replace the answer of the first call.
  EXPECT_TRUE(Run(Request("a", "id-1")).ok());
}

TEST_F(ReplayTest, AnotherMethodUnderTheSameIdIsAReuse) {
  ASSERT_TRUE(Run(Request("a", "id-1")).ok());
  call_.method = "entente.test.v1.Test/Delete";
  EXPECT_EQ(ErrorReason(Run(Request("a", "id-1")).status()),
            "REQUEST_ID_REUSED");
}

TEST_F(ReplayTest, EachCallerHasIdsOfItsOwn) {
  ASSERT_TRUE(Run(Request("a", "id-1")).ok());
  call_.scope = "person:p-2";
  auto other = Run(Request("b", "id-1"));
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(other->name(), "ii");
}

TEST_F(ReplayTest, ADecidedRefusalIsReplayedWithItsDetail) {
  EXPECT_FALSE(Run(Request("a", "id-1"), Refusal()).ok());
  EXPECT_EQ(Stored(), "");
  Reopen();
  // The state would allow it now; the first answer stands.
  absl::Status retry = Run(Request("a", "id-1")).status();
  EXPECT_EQ(retry.code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(GetErrorDetail(retry).has_value());
  EXPECT_EQ(GetErrorDetail(retry)->metadata.at("available_cents"), "100");
  EXPECT_EQ(GetErrorDetail(retry)->sentence.nl, "Te veel.");
  EXPECT_EQ(runs_, 1);
}

TEST_F(ReplayTest, AFailureThatDecidedNothingRunsAgain) {
  EXPECT_FALSE(Run(Request("a", "id-1"), absl::UnavailableError("later")).ok());
  EXPECT_FALSE(Run(Request("a", "id-1"), absl::AbortedError("etag")).ok());
  EXPECT_TRUE(Run(Request("a", "id-1")).ok());
  EXPECT_EQ(runs_, 3);
  EXPECT_EQ(Stored(), "i");
}

TEST_F(ReplayTest, ValidateOnlyAnswersTheSameAndStoresNothing) {
  VoidReservationRequest request = Request("a", "id-1");
  request.set_validate_only(true);
  auto rehearsal = Run(request);
  ASSERT_TRUE(rehearsal.ok());
  EXPECT_EQ(rehearsal->name(), "i");
  EXPECT_EQ(ErrorReason(Run(request, Refusal()).status()), "TOO_MUCH");
  EXPECT_EQ(Stored(), "");
  EXPECT_EQ(Records(0xE0) + Records(0xE1), 0);
  // The id is still free for the call itself.
  EXPECT_TRUE(Run(Request("a", "id-1")).ok());
}

TEST_F(ReplayTest, WithoutAnIdEveryCallRuns) {
  ASSERT_TRUE(Run(Request("a", "")).ok());
  ASSERT_TRUE(Run(Request("a", "")).ok());
  EXPECT_EQ(Stored(), "ii");
  EXPECT_EQ(Records(0xE0), 0);
}

TEST_F(ReplayTest, AnOverlongIdIsRefused) {
  absl::Status status = Run(Request("a", std::string(65, 'x'))).status();
  EXPECT_EQ(ErrorReason(status), "REQUEST_ID_TOO_LONG");
  EXPECT_TRUE(Run(Request("a", std::string(64, 'x'))).ok());
}

TEST_F(ReplayTest, ConcurrentRetriesRunOnce) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      auto answer = RunOnce<Reservation>(
          *store_, call_, Request("a", "id-1"),
          [&](store::Transaction& transaction) -> absl::StatusOr<Reservation> {
            auto value = transaction.Get(Counter());
            transaction.Put(Counter(), value->value_or("") + "i");
            Reservation reservation;
            reservation.set_name("once");
            return reservation;
          });
      EXPECT_TRUE(answer.ok() && answer->name() == "once");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Stored(), "i");
}

TEST_F(ReplayTest, AnIdStaysDecidedWhenItsAnswerIsForgotten) {
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(Run(Request("a", absl::StrCat("old-", i))).ok());
  }
  EXPECT_EQ(Records(0xE0), 40);
  call_.now += kRetention + absl::Seconds(1);
  // One call in sixteen sweeps, by the digest of its payload: these names are
  // many enough to meet one.
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(
        Run(Request(absl::StrCat("n-", i), absl::StrCat("new-", i))).ok());
  }
  // Of the old ones nothing is left but that they were used.
  EXPECT_EQ(Records(0xE0), 140);
  EXPECT_EQ(Records(0xE1), 100);
  const std::string before = Stored();
  for (const char* name : {"a", "another"}) {
    const auto late = Run(Request(name, "old-7"));
    EXPECT_EQ(ErrorReason(late.status()), "REQUEST_ID_EXPIRED");
    EXPECT_EQ(late.status().code(), absl::StatusCode::kFailedPrecondition);
  }
  EXPECT_EQ(Stored(), before);
  EXPECT_EQ(Records(0xE1), 100);
}

}  // namespace
}  // namespace entente::replay
