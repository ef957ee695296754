// Of a restricted stream nothing leaves without an entry of its own, whatever
// its handler does.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/common/audit/recorded_store_fixture.h"
#include "services/common/base/log_fixture.h"
#include "services/common/gate/recorded_writer.h"

namespace entente::audit {
namespace {

using Stream = grpc::ServerWriter<probe::ReadThingResponse>;
using Writer = gate::RecordedWriter<Stream>;

probe::ReadThingResponse Content() {
  probe::ReadThingResponse content;
  content.set_text("invented content");
  return content;
}

// Does in its stream what a test says; `past` is how a handler would send past
// its writer.
class PersonService final : public probe::ProbeService::Service {
 public:
  using Handle =
      std::function<absl::Status(const gate::Caller&, Writer&, Stream& past)>;

  PersonService(gate::Gate& gate, store::Store& store, const AccessLog& log)
      : door_(gate, kService), store_(store), log_(log) {}

  grpc::Status WatchPersons(grpc::ServerContext* context,
                            const probe::ReadThingRequest* request,
                            Stream* stream) override {
    if (handle == nullptr) {
      stream->Write(Content());
      return grpc::Status::OK;
    }
    return gate::ServeWatch(door_, context, __func__, *request, stream,
                            [&](const gate::Caller& caller, Writer& writer) {
                              return handle(caller, writer, *stream);
                            });
  }

  absl::Status Record(const gate::Caller& caller) {
    return RecordedStore(store_, log_, caller).Record();
  }

  // Null: passes no door.
  Handle handle;

 private:
  gate::Door door_;
  store::Store& store_;
  const AccessLog& log_;
};

class RestrictedStreamTest : public ::testing::Test {
 protected:
  RestrictedStreamTest() {
    harness_.Start({&service_});
    // A server that starts first sets the log up.
    lines_.emplace();
  }
  ~RestrictedStreamTest() override {
    harness_.Stop();
    log_.Close();
  }

  // How many messages came, and how it ended.
  int Watch(PersonService::Handle handle, absl::Status& end,
            const std::string& role = "keeper") {
    service_.handle = std::move(handle);
    const auto context = harness_.RestrictedContext("p-1001", {role});
    probe::ReadThingRequest request;
    request.set_name("persons/1");
    const auto stream = probe::ProbeService::NewStub(harness_.Channel())
                            ->WatchPersons(context.get(), request);
    probe::ReadThingResponse response;
    int messages = 0;
    while (stream->Read(&response)) ++messages;
    end = channel::FromWire(stream->Finish());
    return messages;
  }

  // The last of so many entries says that the stream failed.
  void ExpectFailureRecorded(size_t entries) {
    // A client that is cancelled may hear it before the handler has ended.
    harness_.Stop();
    ASSERT_EQ(log_.Entries().size(), entries);
    EXPECT_EQ(log_.Entries().back().outcome(), AuditEntry::OUTCOME_REFUSED);
    EXPECT_EQ(log_.Entries().back().method(),
              "entente.probe.v1.ProbeService/WatchPersons");
  }

  std::optional<LogFixture> lines_;
  SystemClock clock_;
  const std::unique_ptr<store::Store> store_ = store::NewMemoryStore();
  TestLog log_;
  server::TestHarness harness_{
      "probe",
      {kService},
      {.policy_path = "services/common/gate/testdata/policy.textproto",
       .audit = &log_}};
  PersonService service_{
      harness_.gate(), *store_,
      log_.Open(*store_, harness_.dir() + "/keys", clock_).log()};
};

TEST_F(RestrictedStreamTest, EachMessageLeavesOnItsOwnEntry) {
  absl::Status end;
  const int messages = Watch(
      [&](const gate::Caller& caller, Writer& writer, Stream&) -> absl::Status {
        for (int i = 0; i < 3; ++i) {
          ENTENTE_RETURN_IF_ERROR(service_.Record(caller));
          EXPECT_TRUE(writer.Write(Content()));
        }
        return absl::OkStatus();
      },
      end);
  EXPECT_EQ(messages, 3);
  EXPECT_TRUE(end.ok()) << end;
  EXPECT_EQ(log_.Entries().size(), 3u);
  EXPECT_TRUE(lines_->Lines("stream_message_withheld").empty());
}

TEST_F(RestrictedStreamTest, OneEntryLetsNoSecondMessageLeave) {
  absl::Status end;
  const int messages = Watch(
      [&](const gate::Caller& caller, Writer& writer, Stream&) -> absl::Status {
        ENTENTE_RETURN_IF_ERROR(service_.Record(caller));
        EXPECT_TRUE(writer.Write(Content()));
        EXPECT_FALSE(writer.Write(Content()));
        return absl::OkStatus();
      },
      end);
  EXPECT_EQ(messages, 1);
  EXPECT_EQ(end.code(), absl::StatusCode::kInternal) << end;
  ExpectFailureRecorded(2);
}

TEST_F(RestrictedStreamTest, WhatIsWrittenPastTheWriterNeverLeaves) {
  absl::Status end;
  const int messages = Watch(
      [&](const gate::Caller& caller, Writer&, Stream& past) -> absl::Status {
        // Not even on an entry that would permit it.
        ENTENTE_RETURN_IF_ERROR(service_.Record(caller));
        past.Write(Content());
        past.Write(Content());
        return absl::OkStatus();
      },
      end);
  EXPECT_EQ(messages, 0);
  EXPECT_FALSE(end.ok());
  ExpectFailureRecorded(2);
  EXPECT_FALSE(lines_->Lines("stream_message_withheld").empty());
}

TEST_F(RestrictedStreamTest, AMessageReleasedIsNotTheWayOutOfAnother) {
  absl::Status end;
  const int messages = Watch(
      [&](const gate::Caller& caller, Writer& writer,
          Stream& past) -> absl::Status {
        ENTENTE_RETURN_IF_ERROR(service_.Record(caller));
        EXPECT_TRUE(writer.Write(Content()));
        past.Write(Content());
        return absl::OkStatus();
      },
      end);
  EXPECT_LE(messages, 1);
  EXPECT_FALSE(end.ok());
  ExpectFailureRecorded(2);
}

TEST_F(RestrictedStreamTest, TheLastMessageOfAStreamNeedsItsEntryToo) {
  absl::Status end;
  const int messages = Watch(
      [](const gate::Caller&, Writer&, Stream& past) {
        past.WriteLast(Content(), grpc::WriteOptions());
        return absl::OkStatus();
      },
      end);
  EXPECT_EQ(messages, 0);
  EXPECT_FALSE(end.ok());
  ExpectFailureRecorded(1);
}

TEST_F(RestrictedStreamTest, AHandlerThatPassesNoDoorSendsNothing) {
  absl::Status end;
  EXPECT_EQ(Watch(nullptr, end), 0);
  EXPECT_FALSE(end.ok());
  EXPECT_EQ(lines_->Lines("stream_message_withheld").size(), 1u);
}

TEST_F(RestrictedStreamTest, AStreamThatIsDeniedNamesWhatWasAskedFor) {
  absl::Status end;
  EXPECT_EQ(Watch([](const gate::Caller&, Writer&,
                     Stream&) { return absl::OkStatus(); },
                  end, "stranger"),
            0);
  ASSERT_EQ(log_.Entries().size(), 1u);
  EXPECT_EQ(log_.Entries()[0].outcome(), AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(log_.Entries()[0].rule_id(), "gate");
  // The handle of its name, never the name.
  EXPECT_EQ(log_.Entries()[0].object().size(), 16u);
}

}  // namespace
}  // namespace entente::audit
