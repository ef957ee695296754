// A stream received ahead, through a real server.
#include "services/common/gate/ahead_stream.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/common/gate/gate_fixture_test.h"

namespace entente::gate {
namespace {

using ::testing::ElementsAre;

constexpr size_t kAheadMax = 3;

// What is prepared of a message.
struct Named {
  std::unique_ptr<probe::ReadThingRequest> request;
  std::string name;
  // Weighed once, which is where it begins to wait for the handler.
  mutable bool is_waiting = false;
};
using Stream =
    AheadStream<probe::ReadThingRequest, probe::ReadThingResponse, Named>;
using Serve = std::function<absl::Status(Stream&)>;

class AheadService final
    : public probe::ProbeService::WithCallbackMethod_WatchThings<
          probe::ProbeService::Service> {
 public:
  explicit AheadService(Gate& gate) : door_(gate, kService) {}

  grpc::ServerBidiReactor<probe::ReadThingRequest, probe::ReadThingResponse>*
  WatchThings(grpc::CallbackServerContext* context) override {
    return Stream::Start(
        threads_, {.prepare =
                       [](std::unique_ptr<probe::ReadThingRequest> request) {
                         std::string name = request->name();
                         return Named{std::move(request), std::move(name)};
                       },
                   .weigh =
                       [this](const Named& named) {
                         absl::MutexLock lock(&mutex_);
                         if (!named.is_waiting) ++prepared_;
                         named.is_waiting = true;
                         return size_t{1};
                       },
                   .weight_max = kAheadMax,
                   .handle =
                       [this, context](Stream& stream) {
                         return door_.ServeStream(
                             context, "WatchThings",
                             [&](const Caller&) { return serve(stream); });
                       }});
  }

  // Returns when so many messages of all streams together wait or waited for a
  // handler: no one finds fewer than these.
  void AwaitPrepared(int count) {
    absl::MutexLock lock(&mutex_);
    const auto are_there = [&] {
      mutex_.AssertReaderHeld();
      return prepared_ >= count;
    };
    mutex_.Await(absl::Condition(&are_there));
  }
  int prepared() {
    absl::MutexLock lock(&mutex_);
    return prepared_;
  }

  Serve serve;

 private:
  Door door_;
  absl::Mutex mutex_;
  int prepared_ ABSL_GUARDED_BY(mutex_) = 0;
  // One: a second stream waits until the first has ended.
  StreamThreads threads_{1};
};

// Answers what was taken together, in one message.
absl::Status AnswerTogether(Stream& stream) {
  while (true) {
    ENTENTE_ASSIGN_OR_RETURN(std::optional<Named> next, stream.Next());
    if (!next) return absl::OkStatus();
    std::vector<std::string> names;
    while (next) {
      names.push_back(next->name);
      stream.GiveBack(std::move(next->request), 1);
      next =
          stream.NextIf([](const Named& named) { return named.name != "x"; });
    }
    probe::ReadThingResponse response;
    response.set_text(absl::StrJoin(names, " "));
    if (!stream.Write(response)) return absl::OkStatus();
  }
}

// One client's stream.
class OpenStream {
 public:
  explicit OpenStream(server::TestHarness& harness,
                      const std::string& role = "reader")
      : context_(harness.Context("p-1001", {role})),
        stub_(probe::ProbeService::NewStub(harness.Channel())),
        stream_(stub_->WatchThings(context_.get())) {}

  bool Send(const std::string& name) {
    probe::ReadThingRequest request;
    request.set_name(name);
    return stream_->Write(request);
  }
  // The next answer; "" when the stream has ended.
  std::string Receive() {
    probe::ReadThingResponse response;
    return stream_->Read(&response) ? response.text() : "";
  }
  void EndSending() { stream_->WritesDone(); }
  absl::Status Finish() { return channel::FromWire(stream_->Finish()); }

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<probe::ProbeService::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<probe::ReadThingRequest,
                                           probe::ReadThingResponse>>
      stream_;
};

class AheadStreamTest : public GateTest {
 protected:
  AheadStreamTest() : ahead_(harness_.gate()) {
    ahead_.serve = AnswerTogether;
    harness_.Stop();
    harness_.Start({&ahead_});
  }
  ~AheadStreamTest() override { harness_.Stop(); }

  AheadService ahead_;
};

TEST_F(AheadStreamTest, EveryMessageIsAnsweredOnceAndInOrder) {
  OpenStream stream(harness_);
  std::vector<std::string> sent;
  for (int i = 0; i < 200; ++i) {
    sent.push_back(absl::StrCat("n", i));
    ASSERT_TRUE(stream.Send(sent.back()));
  }
  stream.EndSending();
  std::vector<std::string> answered;
  for (std::string text = stream.Receive(); !text.empty();
       text = stream.Receive()) {
    answered.push_back(text);
  }
  EXPECT_EQ(absl::StrJoin(answered, " "), absl::StrJoin(sent, " "));
  EXPECT_TRUE(stream.Finish().ok());
}

TEST_F(AheadStreamTest, WhatWaitsIsTakenTogetherUpToTheWeight) {
  absl::Notification all_sent;
  ahead_.serve = [&](Stream& stream) {
    const auto first = stream.Next();
    EXPECT_TRUE(first.ok() && first->has_value());
    all_sent.WaitForNotification();
    ahead_.AwaitPrepared(1 + static_cast<int>(kAheadMax));
    return AnswerTogether(stream);
  };
  OpenStream stream(harness_);
  for (const char* name : {"first", "a", "b", "c", "d", "e"}) {
    ASSERT_TRUE(stream.Send(name));
  }
  stream.EndSending();
  all_sent.Notify();
  // Room for the next is made when one is taken, so the group may grow by what
  // comes meanwhile, but it begins with what waited.
  EXPECT_THAT(stream.Receive(), ::testing::StartsWith("a b c"));
  while (!stream.Receive().empty()) {
  }
  EXPECT_TRUE(stream.Finish().ok());
}

TEST_F(AheadStreamTest, NoMoreIsReceivedThanWeighsTheMost) {
  absl::Notification release;
  ahead_.serve = [&](Stream& stream) -> absl::Status {
    const auto first = stream.Next();
    EXPECT_TRUE(first.ok() && first->has_value());
    release.WaitForNotification();
    EXPECT_EQ(ahead_.prepared(), 1 + static_cast<int>(kAheadMax));
    return absl::OkStatus();
  };
  OpenStream stream(harness_);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(stream.Send("n"));
  ahead_.AwaitPrepared(1 + static_cast<int>(kAheadMax));
  // A whole round trip of another stream on the same connection: had more been
  // asked for, it would have been there before.
  auto context = harness_.Context("p-1001", {"reader"});
  EXPECT_FALSE(Read(harness_.Channel(), *context).ok());
  release.Notify();
  EXPECT_EQ(stream.Receive(), "");
  EXPECT_TRUE(stream.Finish().ok());
}

TEST_F(AheadStreamTest, OneThatDoesNotFitComesNext) {
  absl::Notification all_sent;
  ahead_.serve = [&](Stream& stream) {
    all_sent.WaitForNotification();
    return AnswerTogether(stream);
  };
  OpenStream stream(harness_);
  for (const char* name : {"a", "x", "x"}) ASSERT_TRUE(stream.Send(name));
  stream.EndSending();
  all_sent.Notify();
  EXPECT_EQ(stream.Receive(), "a");
  EXPECT_EQ(stream.Receive(), "x");
  EXPECT_EQ(stream.Receive(), "x");
  EXPECT_TRUE(stream.Finish().ok());
}

TEST_F(AheadStreamTest, ARefusalReachesAClientThatSendsNothing) {
  ahead_.serve = [](Stream& stream) -> absl::Status {
    ENTENTE_RETURN_IF_ERROR(stream.Next().status());
    // The stream is being received meanwhile.
    return PermissionMissing("probe.things.read");
  };
  OpenStream stream(harness_);
  ASSERT_TRUE(stream.Send("a"));
  EXPECT_EQ(stream.Receive(), "");
  EXPECT_EQ(ErrorReason(stream.Finish()), "PERMISSION_MISSING");
  EXPECT_THAT(sink_.lines(), ElementsAre("handled PERMISSION_MISSING"));
}

TEST_F(AheadStreamTest, OfAClientWithoutRightNothingIsReceived) {
  OpenStream stream(harness_, "stranger");
  stream.Send("a");
  EXPECT_EQ(stream.Receive(), "");
  EXPECT_EQ(ErrorReason(stream.Finish()), "PERMISSION_MISSING");
  EXPECT_EQ(ahead_.prepared(), 0);
  EXPECT_THAT(sink_.lines(), ElementsAre("refused PERMISSION_MISSING"));
}

TEST_F(AheadStreamTest, AStreamBeyondTheThreadsWaitsForOne) {
  OpenStream first(harness_);
  ASSERT_TRUE(first.Send("a"));
  ASSERT_EQ(first.Receive(), "a");
  OpenStream second(harness_);
  ASSERT_TRUE(second.Send("b"));
  first.EndSending();
  EXPECT_TRUE(first.Finish().ok());
  EXPECT_EQ(second.Receive(), "b");
  second.EndSending();
  EXPECT_TRUE(second.Finish().ok());
}

TEST_F(AheadStreamTest, AClientThatIsGoneEndsItsStream) {
  absl::Notification ended;
  ahead_.serve = [&](Stream& stream) {
    const absl::Status status = AnswerTogether(stream);
    ended.Notify();
    return status;
  };
  {
    auto context = harness_.Context("p-1001", {"reader"});
    const auto stub = probe::ProbeService::NewStub(harness_.Channel());
    const auto stream = stub->WatchThings(context.get());
    probe::ReadThingRequest request;
    request.set_name("a");
    probe::ReadThingResponse response;
    ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
    context->TryCancel();
    stream->Finish();
  }
  ended.WaitForNotification();
}

// The bytes as they are: no stub sends a message that is none.
TEST_F(AheadStreamTest, AMessageThatIsNoneEndsTheStreamAfterThoseBeforeIt) {
  const auto context = harness_.Context("p-1001", {"reader"});
  grpc::GenericStub stub(harness_.Channel());
  grpc::CompletionQueue queue;
  const auto is_done = [&queue] {
    void* tag = nullptr;
    bool is_ok = false;
    return queue.Next(&tag, &is_ok) && is_ok;
  };
  const auto call = stub.PrepareCall(
      context.get(), absl::StrCat("/", kService, "/WatchThings"), &queue);
  call->StartCall(nullptr);
  ASSERT_TRUE(is_done());
  for (const std::string& bytes :
       {std::string("\x0a\x01x", 3), std::string("\x0a\x7f", 2)}) {
    const grpc::Slice slice(bytes);
    call->Write(grpc::ByteBuffer(&slice, 1), nullptr);
    ASSERT_TRUE(is_done());
  }
  grpc::ByteBuffer response;
  call->Read(&response, nullptr);
  EXPECT_TRUE(is_done()) << "the good one is answered";
  grpc::Status status;
  call->Finish(&status, nullptr);
  ASSERT_TRUE(is_done());
  EXPECT_EQ(ErrorReason(channel::FromWire(status)), "REQUEST_UNREADABLE");
  EXPECT_THAT(sink_.lines(), ElementsAre("handled REQUEST_UNREADABLE"));
}

TEST(StreamThreadsTest, WorkBeyondTheThreadsIsDoneAllTheSame) {
  absl::Mutex mutex;
  int done = 0;
  {
    StreamThreads threads(3);
    for (int i = 0; i < 100; ++i) {
      threads.Run([&] {
        absl::MutexLock lock(&mutex);
        ++done;
      });
    }
  }
  EXPECT_EQ(done, 100);
}

}  // namespace
}  // namespace entente::gate
