// The State's installation behind a real gate, and a sender of dossiers that
// cheats where an honest one cannot.
#ifndef SERVICES_CONVENTIONS_INTAKE_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_INTAKE_FIXTURE_TEST_H_

#include <condition_variable>
#include <cstdint>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "gtest/gtest.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/monotonic_wait.h"
#include "services/common/channel/channel.h"
#include "services/common/gate/trace.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/rocksdb_store.h"
#include "services/conventions/intake_service.h"
#include "services/conventions/local_day.h"
#include "services/conventions/money/money.h"
#include "services/conventions/parcel_fixture_test.h"
#include "services/conventions/submission_service.h"

namespace entente::conventions {

inline constexpr char kConventionName[] =
    "municipalities/21004/conventions/css-2018-2019";

// Moves on by a millisecond whenever somebody looks at it, and never else.
class TickingClock final : public Clock {
 public:
  absl::Time Now() const override {
    const std::lock_guard lock(mutex_);
    looked_.notify_all();
    return start_ + absl::Milliseconds(++looks_);
  }

  int64_t looks() const {
    const std::lock_guard lock(mutex_);
    return looks_;
  }

  // Waits until so many have looked; false when they never do.
  bool AwaitLooks(int64_t wanted) const {
    std::unique_lock lock(mutex_);
    return looked_.wait_until(lock, MonotonicDeadline(absl::Minutes(1)),
                              [&] { return looks_ >= wanted; });
  }

 private:
  const absl::Time start_ = absl::Now();
  mutable std::mutex mutex_;
  mutable std::condition_variable looked_;
  mutable int64_t looks_ = 0;
};

class IntakeFixture : public testing::Test {
 protected:
  IntakeFixture() {
    harness_.Start({&intake_, &submissions_});
    Register({town_keys_->Verifiers()[0]});
  }

  std::string RegistryPath() { return harness_.dir() + "/registry"; }

  void Register(const std::vector<std::string>& keys,
                const std::string& code = "21004") {
    std::ofstream file(RegistryPath());
    file << "municipalities {\n  code: \"" << code
         << "\"\n  spiffe_id: \"spiffe://entente.local/municipality/21004\"\n";
    for (const std::string& key : keys) file << "  keys: \"" << key << "\"\n";
    file << "}\n";
  }

  // Another municipality beside those, with the certificate of 99001.
  void RegisterAnother(const std::string& code = "21009") {
    std::ofstream file(RegistryPath(), std::ios::app);
    file << "municipalities {\n  code: \"" << code
         << "\"\n  spiffe_id: \"spiffe://entente.local/municipality/99001\"\n"
         << "  keys: \"" << state_keys_->Verifiers()[0] << "\"\n}\n";
  }

  // What GetSubmissionAnswer is answered, as the bytes that arrive.
  std::string AnswerBytes(const std::string& name, const std::string& peer) {
    auto context = harness_.PeerContext();
    context->AddMetadata(gate::kTraceKey,
                         "8f14e45f-ceea-467f-a0e6-8f14e45fceea");
    v1::GetSubmissionAnswerRequest request;
    request.set_name(name);
    v1::Submission answer;
    const auto stub = v1::IntakeService::NewStub(harness_.Channel(peer));
    const grpc::Status status =
        stub->GetSubmissionAnswer(context.get(), request, &answer);
    return absl::StrCat(ErrorReason(channel::FromWire(status)), "|",
                        static_cast<int>(status.error_code()), "|",
                        status.error_message(), "|", status.error_details(),
                        "|", answer.SerializeAsString());
  }

  // Of 2018, with one submitted claim of two lines of 100,00 and 50,00.
  static Parcel Sound() {
    v1::Convention convention;
    convention.set_name(kConventionName);
    convention.add_envelopes()->set_year(2018);
    v1::ListEnvelopesResponse envelopes;
    v1::Envelope& envelope = *envelopes.add_envelopes();
    envelope.set_name(absl::StrCat(kConventionName, "/envelopes/general-2018"));
    envelope.set_year(2018);
    v1::ListClaimsResponse claims;
    v1::Claim& claim = *claims.add_claims();
    claim.set_name(absl::StrCat(kConventionName, "/claims/c-000001"));
    claim.set_envelope(envelope.name());
    claim.set_year(2018);
    claim.set_state(v1::Claim::STATE_SUBMITTED);
    claim.mutable_submit_date()->set_year(2019);
    claim.mutable_submit_date()->set_month(3);
    claim.mutable_submit_date()->set_day(1);
    for (const int cents : {10'000, 5'000}) {
      v1::ClaimLine& line = *claim.add_lines();
      line.set_source(absl::StrCat(kConventionName, "/expenses/e-00000",
                                   claim.lines_size()));
      line.set_line(absl::StrCat(envelope.name(), "/lines/so-01-personnel"));
      *line.mutable_amount() = MoneyFromCents(cents);
    }
    claim.set_line_count(2);
    *claim.mutable_amount() = MoneyFromCents(15'000);
    Parcel parcel;
    parcel.name = absl::StrCat(kConventionName, "/submissions/2018-1");
    parcel.convention = kConventionName;
    parcel.files = {{kConventionPath, AsJson(convention)},
                    {kEnvelopesPath, AsJson(envelopes)},
                    {kClaimsPath, AsJson(claims)},
                    {"data/big.csv", std::string(3 * kChunkBytesMax + 7, 'b')},
                    {kPagePath, absl::StrCat(kPageStart, "<p>invented</p>")}};
    return parcel;
  }

  absl::StatusOr<v1::Submission> Deliver(
      Parcel parcel, const std::string& peer = "municipality/21004") {
    parcel.manifest = ManifestOf(parcel);
    if (parcel.signed_manifest.empty()) {
      parcel.signed_manifest = parcel.manifest;
    }
    if (parcel.note.empty()) {
      parcel.note = *town_keys_->Sign(
          {.kind = Seal::Kind::kSubmission,
           .name = parcel.name,
           .manifest_sha256 = Sha256Hex(parcel.signed_manifest),
           .time = absl::Now()});
    }
    auto context = harness_.PeerContext();
    v1::Submission received;
    const auto stub = v1::IntakeService::NewStub(harness_.Channel(peer));
    const auto stream = stub->ReceiveSubmission(context.get(), &received);
    v1::ReceiveSubmissionRequest message;
    message.mutable_opening()->set_name(parcel.name);
    message.mutable_opening()->set_manifest(parcel.manifest);
    message.mutable_opening()->set_note(parcel.note);
    message.mutable_opening()->set_validate_only(parcel.is_rehearsal);
    bool is_open = stream->Write(message);
    const auto parts = PartsOf(parcel);
    for (const auto& [path, content] : parts) {
      if (!is_open) break;
      if (&content == &parts.back().second && parcel.before_last) {
        parcel.before_last();
      }
      message.mutable_chunk()->set_path(path);
      message.mutable_chunk()->set_content(content);
      is_open = stream->Write(message);
    }
    stream->WritesDone();
    absl::Status status = channel::FromWire(stream->Finish());
    if (!status.ok()) return status;
    return received;
  }

  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, const std::string& role = "federal") {
    auto context = harness_.Context("p-2001", {role});
    Response response;
    Stub stub(harness_.Channel());
    absl::Status status =
        channel::FromWire((stub.*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  v1::DecideSubmissionRequest Decision(
      v1::SubmissionDecision::Outcome outcome) {
    v1::DecideSubmissionRequest request;
    request.set_name(Sound().name);
    request.mutable_decision()->set_outcome(outcome);
    request.mutable_decision()->set_reason("Outside the period");
    *request.mutable_decision()->mutable_decide_date() = LocalDay(clock_.Now());
    return request;
  }

  static void Refuse(int expense, int64_t accepted, int64_t ineligible,
                     v1::DecideSubmissionRequest& request) {
    v1::LineDecision& line = *request.mutable_decision()->add_lines();
    line.set_source(
        absl::StrCat(kConventionName, "/expenses/e-00000", expense));
    *line.mutable_accepted() = MoneyFromCents(accepted);
    *line.mutable_ineligible() = MoneyFromCents(ineligible);
    line.set_reason("Outside the period");
  }

  // Records and parts of dossiers in the store.
  size_t Stored() {
    size_t count = 0;
    for (const char* table : {"\x40", "\x41"}) {
      EXPECT_TRUE(store_->Read()
                      ->Scan(table, "",
                             [&](absl::string_view, absl::string_view) {
                               ++count;
                               return true;
                             })
                      .ok());
    }
    return count;
  }

  TickingClock clock_;
  audit::TestLog log_;
  server::TestHarness harness_{"conventions",
                               {v1::IntakeService::service_full_name(),
                                v1::SubmissionService::service_full_name()},
                               {.clock = &clock_, .audit = &log_}};
  std::unique_ptr<store::Store> store_ =
      *store::OpenRocksdbStore(harness_.dir() + "/db");
  ServiceContext context_{
      .gate = harness_.gate(),
      .store = *store_,
      .log = log_.Open(*store_, harness_.dir() + "/keys", clock_).log(),
      .source = {"spiffe://entente.local/svc/conventions"},
      .contract_profiles = {},
      .regulation_profiles = {},
      .notify = nullptr,
      .page_tokens = {}};
  std::unique_ptr<SubmissionKeys> state_keys_ =
      *SubmissionKeys::Open(harness_.dir() + "/state", "state");
  std::unique_ptr<SubmissionKeys> town_keys_ =
      *SubmissionKeys::Open(harness_.dir() + "/town", "town");
  IntakeService intake_{context_, *state_keys_, harness_.dir() + "/registry"};
  SubmissionService submissions_{context_, *state_keys_};
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_INTAKE_FIXTURE_TEST_H_
