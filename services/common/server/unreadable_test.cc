// Requests that are no messages: they pass the door like every other call.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/common/gate/next_message.h"
#include "services/common/server/test_harness.h"

namespace entente::server {
namespace {

namespace probe = entente::probe::v1;
using ::testing::ElementsAre;

constexpr char kService[] = "entente.probe.v1.ProbeService";
// A field that claims more bytes than follow; a good message.
const std::string kUnreadable("\x0a\x7f", 2);
const std::string kGood("\x0a\x01x", 3);
constexpr size_t kMessageBytesMax = 1024;
constexpr int kThreadsMax = 32;

class ProbeService final : public probe::ProbeService::Service {
 public:
  explicit ProbeService(gate::Gate& gate) : door_(gate, kService) {}

  grpc::Status ReadThing(grpc::ServerContext* context,
                         const probe::ReadThingRequest* request,
                         probe::ReadThingResponse* response) override {
    return door_.Serve(context, __func__, *request, response,
                       [this](const gate::Caller&) {
                         if (hold_ != nullptr) hold_->WaitForNotification();
                         return probe::ReadThingResponse();
                       });
  }

  // Calls wait for `release` from now on.
  void Hold(absl::Notification* release) { hold_ = release; }

  // Answers each message.
  grpc::Status WatchThings(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<probe::ReadThingResponse,
                               probe::ReadThingRequest>* stream) override {
    return door_.ServeStream(
        context, __func__, [&](const gate::Caller&) -> absl::Status {
          probe::ReadThingRequest request;
          while (true) {
            ENTENTE_ASSIGN_OR_RETURN(const bool is_read,
                                     gate::ReadNext(*stream, request));
            if (!is_read) return absl::OkStatus();
            probe::ReadThingResponse response;
            response.set_text(request.DebugString());
            if (!stream->Write(response)) return absl::OkStatus();
          }
        });
  }

 private:
  gate::Door door_;
  absl::Notification* hold_ = nullptr;
};

// "handled REASON person" of each call.
class RecordingSink : public gate::AuditSink {
 public:
  absl::Status Record(const gate::Caller& caller,
                      const gate::CallOutcome& outcome) override {
    absl::MutexLock lock(&mutex_);
    lines_.push_back(absl::StrCat(outcome.is_handled ? "handled " : "denied ",
                                  outcome.reason, " ", caller.subject, " ",
                                  caller.method));
    return absl::OkStatus();
  }
  std::vector<std::string> Take() {
    absl::MutexLock lock(&mutex_);
    return std::exchange(lines_, {});
  }

 private:
  absl::Mutex mutex_;
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
};

class UnreadableTest : public ::testing::Test {
 protected:
  UnreadableTest()
      : harness_(
            "probe", {kService},
            {.policy_path = "services/common/gate/testdata/policy.textproto",
             .audit = &sink_}),
        service_(harness_.gate()) {
    ServerOptions options;
    options.health_listen = "";
    options.log_level = "error";
    options.message_bytes_max = kMessageBytesMax;
    options.threads_max = kThreadsMax;
    options.tls = harness_.ca().Issue(
        harness_.dir() + "/server",
        {.names = {"URI:" + harness_.server_id(), "DNS:probe"}});
    server_ = *Server::Start(options, harness_.gate(), {&service_});
    const TlsFiles files = harness_.ca().Issue(
        harness_.dir() + "/client",
        {.names = {"URI:spiffe://entente.local/client/cli"}});
    stub_ = std::make_unique<grpc::GenericStub>(
        *channel::MakeChannel(absl::StrCat("127.0.0.1:", server_->port()),
                              files, harness_.server_id()));
  }

  static grpc::ByteBuffer Bytes(const std::string& bytes) {
    const grpc::Slice slice(bytes);
    return grpc::ByteBuffer(&slice, 1);
  }
  static std::string Method(const std::string& name) {
    return absl::StrCat("/", kService, "/", name);
  }

  absl::Status Read(const std::string& bytes, const std::string& role) {
    const auto context = harness_.Context("p-1001", {role});
    grpc::ByteBuffer response;
    grpc::Status status;
    const auto call = stub_->PrepareUnaryCall(
        context.get(), Method("ReadThing"), Bytes(bytes), &queue_);
    call->StartCall();
    call->Finish(&response, &status, nullptr);
    Await();
    return channel::FromWire(status);
  }

  // Sends `messages` and then the end, unless the stream ended before; counts
  // the answers.
  absl::Status Watch(const std::vector<std::string>& messages, int& answers) {
    const auto context = harness_.Context("p-1001", {"reader"});
    const auto call =
        stub_->PrepareCall(context.get(), Method("WatchThings"), &queue_);
    call->StartCall(nullptr);
    bool is_open = Await();
    answers = 0;
    for (const std::string& message : messages) {
      if (!is_open) break;
      call->Write(Bytes(message), nullptr);
      is_open = Await();
      if (!is_open) break;
      grpc::ByteBuffer response;
      call->Read(&response, nullptr);
      is_open = Await();
      answers += is_open ? 1 : 0;
    }
    if (is_open) {
      call->WritesDone(nullptr);
      Await();
    }
    grpc::Status status;
    call->Finish(&status, nullptr);
    Await();
    return channel::FromWire(status);
  }

  bool Await() {
    void* tag = nullptr;
    bool is_ok = false;
    EXPECT_TRUE(queue_.Next(&tag, &is_ok));
    return is_ok;
  }

  RecordingSink sink_;
  TestHarness harness_;
  ProbeService service_;
  std::unique_ptr<Server> server_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericStub> stub_;
};

TEST_F(UnreadableTest, HoweverOftenItIsSentTheLogGrowsByThirtyOneEntries) {
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(ErrorReason(Read(kUnreadable, "reader")),
              i < 30 ? "REQUEST_UNREADABLE" : "DENIALS_LIMIT");
  }
  EXPECT_EQ(sink_.Take().size(), 31u);
  EXPECT_TRUE(Read(kGood, "reader").ok());
}

TEST_F(UnreadableTest, ARequestThatIsNoMessageIsRefusedAndRecorded) {
  const absl::Status status = Read(kUnreadable, "reader");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_EQ(ErrorReason(status), "REQUEST_UNREADABLE");
  EXPECT_THAT(sink_.Take(),
              ElementsAre(absl::StrCat("handled REQUEST_UNREADABLE p-1001 ",
                                       kService, "/ReadThing")));
}

TEST_F(UnreadableTest, WhoMayNotCallLearnsThatAndNothingOfTheRequest) {
  EXPECT_EQ(ErrorReason(Read(kUnreadable, "stranger")), "PERMISSION_MISSING");
  EXPECT_THAT(sink_.Take(),
              ElementsAre(absl::StrCat("denied PERMISSION_MISSING p-1001 ",
                                       kService, "/ReadThing")));
}

TEST_F(UnreadableTest, ACallThatFindsNoThreadIsNotCalledUnreadable) {
  absl::Notification release;
  service_.Hold(&release);
  struct Started {
    std::unique_ptr<grpc::ClientContext> context;
    std::unique_ptr<grpc::GenericClientAsyncResponseReader> call;
    grpc::ByteBuffer response;
    grpc::Status status;
  };
  std::vector<Started> calls(2 * kThreadsMax);
  for (Started& one : calls) {
    one.context = harness_.Context("p-1001", {"reader"});
    one.call = stub_->PrepareUnaryCall(one.context.get(), Method("ReadThing"),
                                       Bytes(kGood), &queue_);
    one.call->StartCall();
    one.call->Finish(&one.response, &one.status, &one);
  }
  // Those that hold a thread wait; the first that ends found none.
  void* tag = nullptr;
  bool is_ok = false;
  ASSERT_TRUE(queue_.Next(&tag, &is_ok));
  EXPECT_EQ(static_cast<Started*>(tag)->status.error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED)
      << static_cast<Started*>(tag)->status.error_message();
  release.Notify();
  for (size_t i = 1; i < calls.size(); ++i) {
    ASSERT_TRUE(queue_.Next(&tag, &is_ok));
  }
  for (const std::string& line : sink_.Take()) {
    EXPECT_THAT(line, testing::Not(testing::HasSubstr("UNREADABLE")));
  }
}

TEST_F(UnreadableTest, AGoodRequestIsAnsweredByItsHandlerAlone) {
  EXPECT_TRUE(Read(kGood, "reader").ok());
  EXPECT_THAT(sink_.Take(), ElementsAre(absl::StrCat("handled  p-1001 ",
                                                     kService, "/ReadThing")));
}

TEST_F(UnreadableTest, WhatIsNoMessageWritesNoLineOfItsOwn) {
  testing::internal::CaptureStderr();
  Read(std::string("\x0a\x01\xff", 3), "reader").IgnoreError();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

// As gate/README.md says: gRPC ends such a call before it is dispatched.
TEST_F(UnreadableTest, ARequestBeyondTheLimitNeverReachesTheDoor) {
  const absl::Status status =
      Read(std::string(2 * kMessageBytesMax, 'x'), "reader");
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
  EXPECT_TRUE(sink_.Take().empty());
}

TEST_F(UnreadableTest, AStreamWithAMessageThatIsNoneIsNotAcknowledged) {
  int answers = 0;
  for (const std::string& bad :
       {kUnreadable, kGood + kUnreadable, std::string("\xff"),
        std::string("\x0a\x01\xff", 3), std::string("\0", 1)}) {
    const absl::Status status = Watch({kGood, bad, kGood}, answers);
    EXPECT_EQ(ErrorReason(status), "REQUEST_UNREADABLE") << status;
    EXPECT_EQ(answers, 1);
    EXPECT_THAT(sink_.Take(),
                ElementsAre(absl::StrCat("handled REQUEST_UNREADABLE p-1001 ",
                                         kService, "/WatchThings")));
  }
}

TEST_F(UnreadableTest, AStreamWithAMessageBeyondTheLimitIsNotAcknowledged) {
  int answers = 0;
  const absl::Status status =
      Watch({kGood, std::string(2 * kMessageBytesMax, 'x')}, answers);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
  EXPECT_EQ(answers, 1);
}

TEST_F(UnreadableTest, AStreamThatEndsIsWhole) {
  int answers = 0;
  EXPECT_TRUE(Watch({kGood, "", kGood}, answers).ok());
  EXPECT_EQ(answers, 3);
  EXPECT_TRUE(Watch({}, answers).ok());
}

// The mark by which an end is told from bad bytes never reaches a handler.
TEST_F(UnreadableTest, AReadMessageIsOnlyWhatWasSent) {
  class Stream {
   public:
    bool Read(probe::ReadThingRequest* request) {
      return ++reads_ == 1 && request->ParseFromString(kGood);
    }

   private:
    int reads_ = 0;
  } stream;
  probe::ReadThingRequest request;
  EXPECT_TRUE(*gate::ReadNext(stream, request));
  EXPECT_EQ(request.SerializeAsString(), kGood);
  EXPECT_FALSE(*gate::ReadNext(stream, request));
  EXPECT_EQ(request.SerializeAsString(), "");
}

}  // namespace
}  // namespace entente::server
