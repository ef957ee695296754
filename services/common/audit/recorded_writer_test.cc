// A stream's writer that sends nothing which the log does not hold.
#include "services/common/gate/recorded_writer.h"

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/audit/recorded_store_fixture.h"

namespace entente::audit {
namespace {

using Stream =
    grpc::ServerReaderWriter<probe::ReadThingResponse, probe::ReadThingRequest>;

// Answers each message; forgets the entry of "forgotten", and is refused that
// of "refused".
class ForgetfulService final : public probe::ProbeService::Service {
 public:
  ForgetfulService(gate::Gate& gate, store::Store& store, const AccessLog& log)
      : door_(gate, kService), store_(store), log_(log) {}

  grpc::Status WatchThings(grpc::ServerContext* context,
                           Stream* stream) override {
    return door_.ServeStream(
        context, __func__, [&](const gate::Caller& caller) -> absl::Status {
          gate::RecordedWriter<Stream> writer(*caller.trail, *stream);
          probe::ReadThingRequest request;
          while (stream->Read(&request)) {
            Record(caller, request.name());
            if (!writer.Write(probe::ReadThingResponse())) break;
          }
          return writer.status();
        });
  }

 private:
  void Record(const gate::Caller& caller, const std::string& name) {
    if (name == "forgotten") return;
    RecordedStore recorded(store_, log_, caller, name);
    recorded
        .Transact([&](store::Transaction&) {
          return name == "refused"
                     ? MakeError(absl::StatusCode::kPermissionDenied,
                                 {.reason = "THING_NOT_YOURS"})
                     : absl::OkStatus();
        })
        .IgnoreError();
  }

  gate::Door door_;
  store::Store& store_;
  const AccessLog& log_;
};

class RecordedWriterTest : public ::testing::Test {
 protected:
  RecordedWriterTest() { harness_.Start({&service_}); }
  ~RecordedWriterTest() override {
    harness_.Stop();
    log_.Close();
  }

  // How many of the messages named were answered, and how it ended.
  int Watch(const std::vector<std::string>& names, absl::Status& end) {
    auto context = harness_.Context("p-1001", {"reader"});
    const auto stub = probe::ProbeService::NewStub(harness_.Channel());
    const auto stream = stub->WatchThings(context.get());
    int answers = 0;
    for (const std::string& name : names) {
      probe::ReadThingRequest request;
      request.set_name(name);
      probe::ReadThingResponse response;
      if (!stream->Write(request) || !stream->Read(&response)) break;
      ++answers;
    }
    stream->WritesDone();
    end = channel::FromWire(stream->Finish());
    return answers;
  }

  SystemClock clock_;
  const std::unique_ptr<store::Store> store_ = store::NewMemoryStore();
  TestLog log_;
  server::TestHarness harness_{
      "probe",
      {kService},
      {.policy_path = "services/common/gate/testdata/policy.textproto",
       .audit = &log_}};
  ForgetfulService service_{
      harness_.gate(), *store_,
      log_.Open(*store_, harness_.dir() + "/keys", clock_).log()};
};

TEST_F(RecordedWriterTest, EachMessageThatHasItsEntryIsSent) {
  absl::Status end;
  EXPECT_EQ(Watch({"things/1", "things/2", "things/3"}, end), 3);
  EXPECT_TRUE(end.ok()) << end;
  EXPECT_EQ(log_.Entries().size(), 3u);
}

TEST_F(RecordedWriterTest, AStreamThatForgetsItsEntrySendsNothing) {
  absl::Status end;
  EXPECT_EQ(Watch({"forgotten"}, end), 0);
  EXPECT_EQ(end.code(), absl::StatusCode::kInternal) << end;
  ASSERT_EQ(log_.Entries().size(), 1u) << "that it failed";
  EXPECT_EQ(log_.Entries()[0].outcome(), AuditEntry::OUTCOME_REFUSED);
}

TEST_F(RecordedWriterTest, AnEntryThatDeniesPermitsNoMessage) {
  absl::Status end;
  EXPECT_EQ(Watch({"things/1", "refused"}, end), 1);
  EXPECT_EQ(end.code(), absl::StatusCode::kInternal) << end;
}

}  // namespace
}  // namespace entente::audit
