// Many denials at the door: what the access log is given of them, and what the
// caller is told. A real server on loopback with mutual TLS and real tokens.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/log_fixture.h"
#include "services/common/gate/gate.h"
#include "services/common/server/test_harness.h"

namespace entente::gate {
namespace {

namespace probe = entente::probe::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kService[] = "entente.probe.v1.ProbeService";

class ProbeService final : public probe::ProbeService::Service {
 public:
  explicit ProbeService(Gate& gate) : door_(gate, kService) {}

  grpc::Status ReadThing(grpc::ServerContext* context,
                         const probe::ReadThingRequest* request,
                         probe::ReadThingResponse* response) override {
    return door_.Serve(
        context, __func__, *request, response,
        [&](const Caller&) -> absl::StatusOr<probe::ReadThingResponse> {
          if (request->name() != "hidden") return probe::ReadThingResponse();
          return MakeError(absl::StatusCode::kPermissionDenied,
                           {.reason = "NOT_YOURS"});
        });
  }

  // Hidden from everybody: as a right to one object decides it.
  grpc::Status ReadPerson(grpc::ServerContext* context,
                          const probe::ReadThingRequest* request,
                          probe::ReadThingResponse* response) override {
    return door_.Serve(
        context, __func__, *request, response,
        [&](const Caller&) -> absl::StatusOr<probe::ReadThingResponse> {
          ++looked_up;
          return MakeError(absl::StatusCode::kPermissionDenied,
                           {.reason = "NOT_YOURS"});
        });
  }

  std::atomic<int> looked_up = 0;

 private:
  Door door_;
};

// "reason person" of each call, "reason person xN" of what was counted.
class RecordingSink : public AuditSink {
 public:
  absl::Status Record(const Caller& caller,
                      const CallOutcome& outcome) override {
    absl::MutexLock lock(&mutex_);
    if (!result_.ok()) return result_;
    std::string line = absl::StrCat(outcome.reason, " ", caller.subject);
    if (outcome.counted_calls > 0) {
      absl::StrAppend(&line, " x", outcome.counted_calls, " ",
                      absl::StrJoin(outcome.counted_objects, ","));
    }
    lines_.push_back(std::move(line));
    return absl::OkStatus();
  }
  void FailWith(absl::Status status) {
    absl::MutexLock lock(&mutex_);
    result_ = std::move(status);
  }
  // What was recorded since, once it is `count` lines: the server records what
  // was counted too, from a thread of its own.
  std::vector<std::string> Await(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto is_there = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return lines_.size() >= count;
    };
    mutex_.AwaitWithTimeout(absl::Condition(&is_there), absl::Minutes(1));
    return std::exchange(lines_, {});
  }
  std::vector<std::string> Take() {
    absl::MutexLock lock(&mutex_);
    return std::exchange(lines_, {});
  }

 private:
  absl::Mutex mutex_;
  absl::Status result_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
};

class DenialsTest : public ::testing::Test {
 protected:
  DenialsTest() { harness_.Start({&service_}); }

  absl::Status ReadAs(const std::string& person, const std::string& role) {
    auto context = harness_.Context(person, {role});
    return Read(*context);
  }
  absl::Status Read(grpc::ClientContext& context,
                    const std::string& name = "open") {
    probe::ReadThingRequest request;
    request.set_name(name);
    probe::ReadThingResponse response;
    return channel::FromWire(probe::ProbeService::NewStub(harness_.Channel())
                                 ->ReadThing(&context, request, &response));
  }
  absl::Status ReadHidden(const std::string& person) {
    auto context = harness_.Context(person, {"reader"});
    return Read(*context, "hidden");
  }
  // The last of `times` denials of `person`.
  absl::Status Deny(const std::string& person, int times) {
    absl::Status status;
    for (int i = 0; i < times; ++i) status = ReadAs(person, "stranger");
    return status;
  }
  void DenyOften(const std::string& person) {
    EXPECT_EQ(ErrorReason(Deny(person, 10)), "DENIALS_LIMIT");
  }

  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  RecordingSink sink_;
  server::TestHarness harness_{
      "probe",
      {kService},
      {.policy_path = "services/common/gate/testdata/policy.textproto",
       .clock = &clock_,
       .audit = &sink_,
       .denial_limits = {.own_entries_max = 2, .counted_max = 50}}};
  ProbeService service_{harness_.gate()};
};

TEST_F(DenialsTest, BeyondTheLimitDenialsAreOneEntryThatSaysHowMany) {
  const absl::Status status = Deny("p-1", 10);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ErrorReason(status), "DENIALS_LIMIT");
  EXPECT_EQ(GetErrorDetail(status)->metadata.at("retry_after_seconds"), "60");
  EXPECT_THAT(sink_.Take(),
              ElementsAre("PERMISSION_MISSING p-1", "PERMISSION_MISSING p-1",
                          "DENIALS_LIMIT p-1"));
  harness_.gate().RecordCountedDenials();
  EXPECT_THAT(sink_.Take(), IsEmpty()) << "the window is open";
  clock_.Advance(absl::Minutes(1));
  harness_.gate().RecordCountedDenials();
  EXPECT_THAT(sink_.Await(1), ElementsAre("DENIALS_LIMIT p-1 x7 open"));
  harness_.gate().RecordCountedDenials();
  EXPECT_THAT(sink_.Take(), IsEmpty());
  EXPECT_EQ(ErrorReason(Deny("p-1", 1)), "PERMISSION_MISSING");
}

TEST_F(DenialsTest, DenialsOfAHandlerCountWithThoseOfTheDoor) {
  EXPECT_EQ(ErrorReason(Deny("p-1", 1)), "PERMISSION_MISSING");
  EXPECT_EQ(ErrorReason(ReadHidden("p-1")), "NOT_YOURS");
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(ErrorReason(ReadHidden("p-1")), "DENIALS_LIMIT");
  }
  EXPECT_EQ(ErrorReason(Deny("p-1", 1)), "DENIALS_LIMIT");
  EXPECT_TRUE(ReadAs("p-1", "reader").ok());
  EXPECT_THAT(sink_.Take(),
              ElementsAre("PERMISSION_MISSING p-1", "NOT_YOURS p-1",
                          "DENIALS_LIMIT p-1", " p-1"));
  clock_.Advance(absl::Seconds(10));
  harness_.gate().RecordCountedDenials();
  EXPECT_THAT(sink_.Await(1), ElementsAre("DENIALS_LIMIT p-1 x6 hidden,open"));
}

TEST_F(DenialsTest, WhoeverTriesHandleAfterHandleIsToldOfNoneAndEachIsKept) {
  const auto read = [&](const std::string& person, const std::string& name) {
    auto context = harness_.RestrictedContext(person, {"keeper"});
    probe::ReadThingRequest request;
    request.set_name(name);
    probe::ReadThingResponse response;
    return ErrorReason(
        channel::FromWire(probe::ProbeService::NewStub(harness_.Channel())
                              ->ReadPerson(context.get(), request, &response)));
  };
  for (int i = 0; i < 2; ++i) EXPECT_EQ(read("p-1", "junk"), "NOT_YOURS");
  EXPECT_EQ(read("p-1", "junk"), "DENIALS_LIMIT");
  EXPECT_EQ(service_.looked_up, 3);
  for (const char* name : {"a", "b", "a"}) {
    EXPECT_EQ(read("p-1", name), "DENIALS_LIMIT");
  }
  EXPECT_EQ(service_.looked_up, 3) << "nothing to be learned, nor timed";
  EXPECT_EQ(read("p-2", "a"), "NOT_YOURS");
  EXPECT_EQ(sink_.Take().size(), 4u);
  clock_.Advance(absl::Seconds(10));
  harness_.gate().RecordCountedDenials();
  EXPECT_THAT(sink_.Await(1), ElementsAre("DENIALS_LIMIT p-1 x3 a,b"));
  // What touches no person is answered all the while.
  EXPECT_TRUE(ReadAs("p-1", "reader").ok());
  sink_.Take();
  clock_.Advance(absl::Seconds(50));
  EXPECT_EQ(read("p-1", "a"), "NOT_YOURS");
}

TEST_F(DenialsTest, SoManyAreRecordedAtOnceThatAKillLosesFew) {
  Deny("p-1", 3 + 49).IgnoreError();
  EXPECT_EQ(sink_.Take().size(), 3u);
  Deny("p-1", 1).IgnoreError();
  EXPECT_THAT(sink_.Take(), ElementsAre("DENIALS_LIMIT p-1 x50 open"));
}

TEST_F(DenialsTest, AProviderThatHangsDelaysNoRecord) {
  DenyOften("p-1");
  sink_.Take();
  const std::string keys = harness_.dir() + "/jwks.json";
  const std::string away = keys + ".away";
  std::filesystem::rename(keys, away);
  ASSERT_EQ(mkfifo(keys.c_str(), 0600), 0);
  clock_.Advance(absl::Seconds(1));
  // Opens once somebody reads: the server's look at the keys, which now hangs.
  const int writer = open(keys.c_str(), O_WRONLY);
  std::filesystem::rename(away, keys);
  clock_.Advance(absl::Seconds(10));
  EXPECT_THAT(sink_.Await(1), ElementsAre("DENIALS_LIMIT p-1 x7 open"));
  close(writer);
}

TEST_F(DenialsTest, WhatIsPermittedIsNeverHeldUpAndOthersAreNotConcerned) {
  DenyOften("p-1");
  EXPECT_TRUE(ReadAs("p-1", "reader").ok());
  EXPECT_EQ(ErrorReason(Deny("p-2", 1)), "PERMISSION_MISSING");
  sink_.Take();
  // Without a good token the peer is what is known.
  for (int i = 0; i < 10; ++i) {
    grpc::ClientContext context;
    channel::PrepareContext({.token = "garbage"}, context);
    Read(context).IgnoreError();
  }
  EXPECT_THAT(sink_.Take(), ElementsAre("TOKEN_REFUSED ", "TOKEN_REFUSED ",
                                        "DENIALS_LIMIT "));
  EXPECT_TRUE(ReadAs("p-3", "reader").ok());
}

TEST_F(DenialsTest, WhatCannotBeRecordedIsKeptUntilItCan) {
  DenyOften("p-1");
  clock_.Advance(absl::Minutes(1));
  sink_.FailWith(absl::UnavailableError("disk full"));
  harness_.gate().RecordCountedDenials();
  sink_.Take();
  sink_.FailWith(absl::OkStatus());
  harness_.gate().RecordCountedDenials();
  EXPECT_THAT(sink_.Await(1), ElementsAre("DENIALS_LIMIT p-1 x7 open"));
}

TEST_F(DenialsTest, ARoundThatCannotRecordRaisesOneAlarmForAllCallers) {
  const LogFixture log;
  for (const char* person : {"p-1", "p-2", "p-3"}) DenyOften(person);
  sink_.FailWith(absl::UnavailableError("disk full"));
  harness_.gate().RecordCountedDenials(absl::InfiniteFuture());
  // The server looks too: a line for each of its rounds, whoever was denied.
  const std::vector<std::string> lines = log.Lines("denials_not_recorded");
  ASSERT_FALSE(lines.empty());
  for (const std::string& line : lines) {
    EXPECT_THAT(line, ::testing::HasSubstr(R"("callers":"3")"));
    EXPECT_THAT(line, ::testing::HasSubstr(R"("calls":"21")"));
  }
}

TEST_F(DenialsTest, AServerThatStopsRecordsWhatItCounted) {
  DenyOften("p-1");
  sink_.Take();
  harness_.Stop();
  EXPECT_THAT(sink_.Take(), ElementsAre("DENIALS_LIMIT p-1 x7 open"));
}

}  // namespace
}  // namespace entente::gate
