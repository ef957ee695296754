// How long a call and a stream stay admitted.
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/common/gate/gate_fixture_test.h"

namespace entente::gate {
namespace {

TEST_F(GateTest, AUnaryCallAlwaysHasADeadline) {
  grpc::ClientContext context;
  channel::PrepareContext({.token = harness_.Token("p-1001", {"reader"}),
                           .timeout = absl::InfiniteDuration()},
                          context);
  ASSERT_TRUE(Read(harness_.Channel(), context).ok());
  EXPECT_LT(caller_.deadline, absl::Now() + absl::Seconds(31));
}

// One open stream that has exchanged a message, so the server has admitted it.
class OpenStream {
 public:
  OpenStream(server::TestHarness& harness, const std::string& peer)
      : context_(harness.Context("p-1001", {"reader"})),
        stub_(probe::ProbeService::NewStub(harness.Channel(peer))),
        stream_(stub_->WatchThings(context_.get())) {}

  bool Exchange() {
    probe::ReadThingRequest request;
    request.set_name("x");
    probe::ReadThingResponse response;
    return stream_->Write(request) && stream_->Read(&response);
  }

  // Waits for a message of the server; false when the stream has ended.
  bool Listen() {
    probe::ReadThingResponse response;
    return stream_->Read(&response);
  }

  absl::Status Finish() {
    stream_->WritesDone();
    return channel::FromWire(stream_->Finish());
  }

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<probe::ProbeService::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<probe::ReadThingRequest,
                                           probe::ReadThingResponse>>
      stream_;
};

TEST_F(GateTest, AStreamEndsWhenItsTokenExpires) {
  OpenStream stream(harness_, "client/cli");
  EXPECT_TRUE(stream.Exchange());
  clock_.Advance(absl::Minutes(10));
  EXPECT_TRUE(stream.Exchange()) << "within the leeway";
  clock_.Advance(absl::Seconds(31));
  EXPECT_FALSE(stream.Exchange());
  EXPECT_EQ(ErrorReason(stream.Finish()), "TOKEN_EXPIRED");
}

TEST_F(GateTest, AStreamEndsWhenThePermissionIsWithdrawn) {
  OpenStream stream(harness_, "client/cli");
  EXPECT_TRUE(stream.Exchange());
  harness_.gate().SetPolicy(*Policy::Parse(
      R"(trust_domain: "entente.local"
         roles { name: "reader" permissions: "other.things.read" })",
      "test"));
  EXPECT_FALSE(stream.Exchange());
  EXPECT_EQ(ErrorReason(stream.Finish()), "PERMISSION_MISSING");
}

TEST_F(GateTest, ASilentStreamWhoseTokenExpiredGivesItsThreadBack) {
  OpenStream stream(harness_, "client/cli");
  EXPECT_TRUE(stream.Exchange());
  for (int look = 0; look < 5; ++look) {
    harness_.gate().CancelStreamsWithoutRight();
  }
  EXPECT_TRUE(stream.Exchange()) << "its right stands";
  clock_.Advance(absl::Minutes(10) + absl::Seconds(31));
  for (int look = 0; look < 3; ++look) {
    harness_.gate().CancelStreamsWithoutRight();
  }
  // Nobody sends anything: the handler waits for the client, and the client for
  // the server.
  EXPECT_FALSE(stream.Listen());
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kCancelled);
  harness_.Stop();
  EXPECT_THAT(sink_.lines(), ::testing::ElementsAre("handled TOKEN_EXPIRED"));
}

TEST_F(GateTest, TheServerEndsASilentStreamWhosePermissionIsWithdrawn) {
  OpenStream stream(harness_, "client/cli");
  EXPECT_TRUE(stream.Exchange());
  harness_.gate().SetPolicy(*Policy::Parse(
      R"(trust_domain: "entente.local"
         roles { name: "reader" permissions: "other.things.read" })",
      "test"));
  EXPECT_FALSE(stream.Listen());
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kCancelled);
  harness_.Stop();
  EXPECT_THAT(sink_.lines(),
              ::testing::ElementsAre("handled PERMISSION_MISSING"));
}

TEST_F(GateTest, AStreamEndsAfterItsLongestDurationWhateverItsClientStates) {
  service_.longest = absl::Hours(1);
  OpenStream stated(harness_, "client/cli");
  EXPECT_TRUE(stated.Exchange()) << "the client's deadline is nearer";
  EXPECT_TRUE(stated.Finish().ok());
  EXPECT_LT(service_.caller_deadline, absl::Now() + absl::Minutes(1));
  service_.longest = absl::ZeroDuration();
  OpenStream late(harness_, "client/cli");
  EXPECT_FALSE(late.Exchange());
  EXPECT_EQ(ErrorReason(late.Finish()), "DEADLINE_PAST");
}

TEST_F(GateTest, ASilentStreamBeyondItsLongestDurationGivesItsThreadBack) {
  service_.longest = absl::ZeroDuration();
  OpenStream stream(harness_, "client/cli");
  EXPECT_FALSE(stream.Listen()) << "the server ends it";
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kCancelled);
  harness_.Stop();
  EXPECT_THAT(sink_.lines(), ::testing::ElementsAre("handled DEADLINE_PAST"));
}

TEST_F(GateTest, StreamsBeyondTheLimitAreRefusedAndOthersUnaffected) {
  std::vector<std::unique_ptr<OpenStream>> open;
  for (int i = 0; i < harness_.gate().options().max_streams_per_peer; ++i) {
    open.push_back(std::make_unique<OpenStream>(harness_, "client/cli"));
    ASSERT_TRUE(open.back()->Exchange());
  }
  OpenStream refused(harness_, "client/cli");
  EXPECT_FALSE(refused.Exchange());
  EXPECT_EQ(ErrorReason(refused.Finish()), "STREAM_LIMIT");
  EXPECT_TRUE(OpenStream(harness_, "svc/sender").Exchange());
  EXPECT_TRUE(ReadAs({"reader"}).ok());
  EXPECT_TRUE(open.back()->Finish().ok());
  open.pop_back();
  OpenStream next(harness_, "client/cli");
  EXPECT_TRUE(next.Exchange());
  EXPECT_TRUE(next.Finish().ok());
  for (auto& stream : open) EXPECT_TRUE(stream->Finish().ok());
}

}  // namespace
}  // namespace entente::gate
