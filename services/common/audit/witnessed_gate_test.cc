// What callers are told while the witnesses, or what its own signer found, keep
// the log closed: every call, also one that needs no entry, through the real
// gate.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/audit/add_checkpoint.h"
#include "services/common/audit/log_rows_fixture.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/memory_store.h"

namespace entente::audit {
namespace {

namespace probe = entente::probe::v1;

constexpr char kService[] = "entente.probe.v1.ProbeService";

CosignatureSigner WitnessKey() {
  return *CosignatureSigner::Make("oversight.example/w1",
                                  std::string(32, '\x21'));
}

// Cosigned more than there is, or whatever it is sent.
class OneWitness final : public WitnessTransport {
 public:
  absl::StatusOr<WitnessAnswer> Post(const Witness&,
                                     const std::string& body) override {
    if (size > 0) return WitnessAnswer{409, kSizeContentType, FormatSize(size)};
    if (!is_up) return absl::UnavailableError("Couldn't connect to server");
    const auto request = ParseAddCheckpoint(body);
    const auto parts = ParseNote(request->note, kNoteBytesMax);
    const int64_t now_s = absl::ToUnixSeconds(clock->Now());
    return WitnessAnswer{200, "text/plain",
                         *WitnessKey().Sign(parts->text, now_s)};
  }
  const Clock* clock = nullptr;
  uint64_t size = 0;
  bool is_up = true;
};

class ProbeService final : public probe::ProbeService::Service {
 public:
  explicit ProbeService(gate::Gate& gate) : door_(gate, kService) {}
  grpc::Status ReadThing(grpc::ServerContext* context,
                         const probe::ReadThingRequest* request,
                         probe::ReadThingResponse* response) override {
    return door_.Serve(context, __func__, *request, response,
                       [&](const gate::Caller& caller)
                           -> absl::StatusOr<probe::ReadThingResponse> {
                         RecordedStore recorded(*store, (*log)->log(), caller);
                         ENTENTE_RETURN_IF_ERROR(recorded.Record());
                         return probe::ReadThingResponse();
                       });
  }
  store::Store* store = nullptr;
  TestLog* log = nullptr;

 private:
  gate::Door door_;
};

// A program whose log nobody witnesses.
class UnwitnessedGateTest : public ::testing::Test {
 protected:
  UnwitnessedGateTest() {
    service_.store = &store_;
    service_.log = &log_;
    Open({});
    harness_.Start({&service_});
  }
  ~UnwitnessedGateTest() override {
    harness_.Stop();
    log_.Close();
  }

  // As a process that starts does.
  void Open(WitnessSetup setup) {
    log_.Close();
    log_.Open(store_, harness_.dir() + "/keys", clock_, std::move(setup));
  }
  // The reason for which the log is not signed.
  std::string Sign() {
    return ErrorReason(log_->signer().Sign(clock_.Now()).status());
  }
  // Code and reason of a call by somebody in `roles`.
  std::string Call(const std::vector<std::string>& roles = {"reader"}) {
    auto context = harness_.Context("p-1001", roles);
    probe::ReadThingRequest request;
    request.set_name("things/1");
    probe::ReadThingResponse response;
    const absl::Status status =
        channel::FromWire(probe::ProbeService::NewStub(harness_.Channel())
                              ->ReadThing(context.get(), request, &response));
    return absl::StrCat(absl::StatusCodeToString(status.code()), " ",
                        ErrorReason(status));
  }

  FakeClock clock_{absl::Now()};
  const std::unique_ptr<store::Store> owned_ = store::NewMemoryStore();
  store::Store& store_ = *owned_;
  TestLog log_;
  server::TestHarness harness_{
      "probe",
      {kService},
      {.policy_path = "services/common/gate/testdata/policy.textproto",
       .audit = &log_}};
  ProbeService service_{harness_.gate()};
};

class WitnessedGateTest : public UnwitnessedGateTest {
 protected:
  WitnessedGateTest() {
    transport_->clock = &clock_;
    WitnessSetup setup;
    setup.witnesses = {{"https://w1", WitnessKey().verifier(), ""}};
    setup.quorum = 1;
    setup.transport = transport_;
    Open(std::move(setup));
  }

  void Tick() {
    ASSERT_EQ(Sign(), "");
    log_->witnesses()->RunRound();
  }

  const std::shared_ptr<OneWitness> transport_ = std::make_shared<OneWitness>();
};

TEST_F(UnwitnessedGateTest, D76ARollbackThatItsOwnSignerFindsClosesTheService) {
  ASSERT_EQ(Call(), "OK ");
  const LogRows old = RowsOfLog(store_);
  ASSERT_EQ(Call(), "OK ");
  ASSERT_EQ(Sign(), "");
  PutBackLog(store_, old);
  Open({});
  // The head tells, before anything was signed.
  EXPECT_EQ(Call(), "UNAVAILABLE AUDIT_CLOSED_ROLLED_BACK");
  EXPECT_EQ(Call({"nobody"}), "UNAVAILABLE AUDIT_CLOSED_ROLLED_BACK");
  EXPECT_EQ(RowsOfLog(store_), old);
  EXPECT_FALSE(log_->IsReady());
  EXPECT_EQ(Sign(), "AUDIT_LOG_ROLLED_BACK");
}

TEST_F(UnwitnessedGateTest, D77AForkThatItsOwnSignerFindsClosesTheService) {
  ASSERT_EQ(Call(), "OK ");
  const LogRows old = RowsOfLog(store_);
  ASSERT_NE(Call({"nobody"}), "OK ");
  const LogRows other = RowsOfLog(store_);
  ASSERT_NE(Call({"nobody"}), "OK ");
  const LogRows longer = RowsOfLog(store_);
  PutBackLog(store_, old);
  ASSERT_EQ(Call(), "OK ");
  ASSERT_EQ(Sign(), "");
  PutBackLog(store_, other);
  Open({});
  EXPECT_EQ(Call(), "UNAVAILABLE AUDIT_CLOSED_FORKED") << "of the same size";
  EXPECT_FALSE(log_->IsReady());
  // Of one that went on, the head tells nothing: the first signing does.
  PutBackLog(store_, longer);
  Open({});
  ASSERT_EQ(Call(), "OK ");
  ASSERT_EQ(Sign(), "AUDIT_LOG_FORKED");
  EXPECT_EQ(Call(), "UNAVAILABLE AUDIT_CLOSED_FORKED");
  EXPECT_FALSE(log_->IsReady());
}

TEST_F(WitnessedGateTest, D76EveryCallOfARolledBackServiceIsUnavailable) {
  EXPECT_EQ(Call(), "UNAVAILABLE AUDIT_CLOSED_STARTING");
  Tick();
  ASSERT_EQ(Call(), "OK ");
  transport_->size = 100;
  Tick();
  const size_t entries = log_.Entries().size();
  EXPECT_EQ(Call(), "UNAVAILABLE AUDIT_CLOSED_ROLLED_BACK");
  // Also for those who would be denied anyway.
  EXPECT_EQ(Call({"nobody"}), "UNAVAILABLE AUDIT_CLOSED_ROLLED_BACK");
  // And for a method that needs no entry.
  gate::CallOutcome outcome;
  outcome.is_open_read = true;
  EXPECT_EQ(ErrorReason(log_.Record(gate::Caller(), outcome)),
            "AUDIT_CLOSED_ROLLED_BACK");
  EXPECT_EQ(log_.Entries().size(), entries) << "a closed log takes nothing";
  EXPECT_FALSE(log_->IsReady());
}

TEST_F(WitnessedGateTest, D81AnUnwitnessedServiceOpensByItself) {
  Tick();
  transport_->is_up = false;
  clock_.Advance(kWitnessSilenceMax + absl::Seconds(1));
  Tick();
  EXPECT_EQ(Call(), "UNAVAILABLE AUDIT_CLOSED_UNWITNESSED");
  EXPECT_FALSE(log_->IsReady());
  transport_->is_up = true;
  Tick();
  EXPECT_EQ(Call(), "OK ");
  EXPECT_TRUE(log_->IsReady());
}

}  // namespace
}  // namespace entente::audit
