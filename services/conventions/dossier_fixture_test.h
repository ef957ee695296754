// The budget and claims of claim_fixture_test.h, from which dossiers are built
// and handed in to a State that tells what a test wants.
#ifndef SERVICES_CONVENTIONS_DOSSIER_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_DOSSIER_FIXTURE_TEST_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "entente/conventions/v1/dossier_service.grpc.pb.h"
#include "entente/conventions/v1/intake_service.grpc.pb.h"
#include "entente/conventions/v1/submission_service.grpc.pb.h"
#include "grpcpp/grpcpp.h"
#include "services/common/base/hash.h"
#include "services/common/gate/error_wire.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/dossier_service.h"
#include "services/conventions/parcel_fixture_test.h"
#include "services/conventions/submission_service.h"

namespace entente::conventions {

// The State's installation as far as a municipality sees it: it keeps the last
// dossier and signs for it, unless a test has it cheat. One call at a time.
class CheatingState final : public v1::IntakeService::Service {
 public:
  // `key` is what it signs with.
  explicit CheatingState(const SubmissionKeys& key) : key_(key) {}

  grpc::Status ReceiveSubmission(
      grpc::ServerContext*,
      grpc::ServerReader<v1::ReceiveSubmissionRequest>* reader,
      v1::Submission* response) override {
    v1::ReceiveSubmissionRequest message;
    bool is_first = true;
    while (reader->Read(&message)) {
      if (is_first && arrives) arrives();
      is_first = false;
      if (!message.has_opening()) continue;
      record_.Clear();
      record_.set_name(message.opening().name());
      record_.set_manifest_sha256(Sha256Hex(message.opening().manifest()));
    }
    record_.set_receipt(Sign(Seal::Kind::kReceipt));
    return Tell(response);
  }

  grpc::Status GetSubmissionAnswer(grpc::ServerContext*,
                                   const v1::GetSubmissionAnswerRequest*,
                                   v1::Submission* response) override {
    return Tell(response);
  }

  // A decision on the last dossier, as the State would send it.
  v1::SubmissionDecision Decision(v1::SubmissionDecision::Outcome outcome) {
    v1::SubmissionDecision decision;
    decision.set_submission(record_.name());
    decision.set_manifest_sha256(record_.manifest_sha256());
    decision.set_outcome(outcome);
    *decision.mutable_decide_date() = MakeDate(2019, 6, 14);
    decision.set_reference("IBZ/2019/17");
    return decision;
  }

  // Answers from now on.
  void Decide(const v1::SubmissionDecision& decision) {
    record_.set_decision_bytes(decision.SerializeAsString());
    record_.set_answer(Sign(Seal::Kind::kAnswer));
  }

  // A note about the last dossier, and about its decision if it is an answer.
  std::string Sign(Seal::Kind kind, const SubmissionKeys* key = nullptr) const {
    Seal seal{.kind = kind,
              .name = record_.name(),
              .manifest_sha256 = record_.manifest_sha256(),
              .time = absl::Now()};
    if (kind == Seal::Kind::kAnswer) {
      seal.decision_sha256 = Sha256Hex(record_.decision_bytes());
    }
    return *(key == nullptr ? key_ : *key).Sign(seal);
  }

  // Answered instead of anything else unless it is OK.
  absl::Status refusal;
  // Runs when the first of a dossier is here; may be empty.
  std::function<void()> arrives;
  // Spoils everything that is told; may be empty.
  std::function<void(v1::Submission&)> cheat;

 private:
  grpc::Status Tell(v1::Submission* response) const {
    if (!refusal.ok()) {
      return gate::ToWire(refusal, "conventions.entente.be", "trace");
    }
    *response = record_;
    if (cheat) cheat(*response);
    return grpc::Status::OK;
  }

  const SubmissionKeys& key_;
  v1::Submission record_;
};

class DossierFixture : public ClaimFixture {
 protected:
  using Dossiers = v1::DossierService::Stub;
  using Submissions = v1::SubmissionService::Stub;

  DossierFixture() : DossierFixture(std::vector<std::string>()) {
    ServeDossiers({});
  }

  // For fixtures of further services, as that of ClaimFixture: full names here,
  // the services with ServeDossiers().
  // `approvals` is asked by dossiers and may be made after the fixture.
  explicit DossierFixture(std::vector<std::string> more,
                          const Clock* clock = nullptr,
                          const FigureApprovals* approvals = nullptr)
      : ClaimFixture(WithDossiers(std::move(more)), clock),
        dossiers_(context_, *town_keys_, &state_client_, approvals) {}

  static std::vector<std::string> WithDossiers(std::vector<std::string> more) {
    more.emplace_back(v1::DossierService::service_full_name());
    more.emplace_back(v1::SubmissionService::service_full_name());
    return more;
  }

  void ServeDossiers(std::vector<grpc::Service*> more) {
    more.insert(more.end(), {&dossiers_, &submissions_});
    ServeClaims(std::move(more));
  }

  // The dossier of a year as its client builds it from what it reads.
  Parcel Built(int year = 2018) {
    v1::ListEnvelopesRequest envelopes;
    envelopes.set_parent(Format(kConvention));
    auto all = Call(&Budget::ListEnvelopes, envelopes);
    EXPECT_TRUE(all.ok()) << all.status();
    v1::ListEnvelopesResponse of_year;
    for (const v1::Envelope& one : all->envelopes()) {
      if (one.year() == year) *of_year.add_envelopes() = one;
    }
    v1::ListClaimsRequest claims;
    claims.set_parent(Format(kConvention));
    auto list = Call(&Claims::ListClaims, claims);
    EXPECT_TRUE(list.ok()) << list.status();
    for (v1::Claim& claim : *list->mutable_claims()) {
      v1::GetClaimRequest get;
      get.set_name(claim.name());
      claim = *Call(&Claims::GetClaim, get);
    }
    Parcel parcel;
    parcel.convention = Format(kConvention);
    parcel.year = year;
    parcel.files = {{kConventionPath, AsJson(*GetConventionHead(
                                          *store_->Read(), kConvention, ""))},
                    {kEnvelopesPath, AsJson(of_year)},
                    {kClaimsPath, AsJson(*list)},
                    {kPagePath, absl::StrCat(kPageStart, "<p>invented</p>")}};
    return parcel;
  }

  absl::StatusOr<v1::Submission> Submit(const Parcel& parcel,
                                        bool is_rehearsal = false) {
    auto context = harness_.Context("p-1001", {"coordinator"});
    v1::Submission frozen;
    const auto stub = v1::DossierService::NewStub(channel_);
    const auto stream = stub->SubmitDossier(context.get(), &frozen);
    v1::SubmitDossierRequest message;
    message.mutable_opening()->set_parent(parcel.convention);
    message.mutable_opening()->set_manifest(ManifestOf(parcel));
    message.mutable_opening()->set_validate_only(is_rehearsal);
    bool is_open = stream->Write(message);
    for (const auto& [path, content] : PartsOf(parcel)) {
      message.mutable_chunk()->set_path(path);
      message.mutable_chunk()->set_content(content);
      is_open = is_open && stream->Write(message);
    }
    stream->WritesDone();
    absl::Status status = channel::FromWire(stream->Finish());
    if (!status.ok()) return status;
    return frozen;
  }

  static std::string SubmissionNamed(int revision = 1) {
    return Format(SubmissionName{kConvention, 2018, revision});
  }

  absl::StatusOr<v1::Submission> Send(int revision = 1,
                                      bool is_rehearsal = false) {
    v1::SendSubmissionRequest request;
    request.set_name(SubmissionNamed(revision));
    request.set_validate_only(is_rehearsal);
    return Call(&Dossiers::SendSubmission, request, {"coordinator"});
  }

  absl::StatusOr<v1::Submission> WithdrawDossier(
      const std::string& reason = "Frozen too early",
      bool is_rehearsal = false) {
    v1::WithdrawSubmissionRequest request;
    request.set_name(SubmissionNamed());
    request.set_reason(reason);
    request.set_validate_only(is_rehearsal);
    return Call(&Dossiers::WithdrawSubmission, request, {"coordinator"});
  }

  absl::StatusOr<v1::Submission> Fetch(int revision = 1) {
    v1::FetchSubmissionAnswerRequest request;
    request.set_name(SubmissionNamed(revision));
    return Call(&Dossiers::FetchSubmissionAnswer, request, {"coordinator"});
  }

  absl::StatusOr<v1::ApplySubmissionAnswerResponse> Apply(int revision = 1) {
    v1::ApplySubmissionAnswerRequest request;
    request.set_name(SubmissionNamed(revision));
    return Call(&Dossiers::ApplySubmissionAnswer, request);
  }

  v1::Submission Kept(int revision = 1) {
    v1::GetSubmissionRequest request;
    request.set_name(SubmissionNamed(revision));
    auto kept = Call(&Submissions::GetSubmission, request);
    EXPECT_TRUE(kept.ok()) << kept.status();
    return kept.value_or(v1::Submission());
  }

  // In part: 130,00 of the 150,00 of the first expense.
  v1::SubmissionDecision InPart() {
    v1::SubmissionDecision decision =
        state_.Decision(v1::SubmissionDecision::OUTCOME_ACCEPTED_IN_PART);
    decision.set_reason("Outside the period");
    v1::LineDecision& line = *decision.add_lines();
    line.set_source(ExpenseNamed(1));
    *line.mutable_accepted() = MoneyFromCents(13'000);
    *line.mutable_ineligible() = MoneyFromCents(2'000);
    line.set_reason("Outside the period");
    return decision;
  }

  v1::Claim ClaimNow(int number = 1) {
    v1::GetClaimRequest request;
    request.set_name(ClaimNamed(number));
    auto claim = Call(&Claims::GetClaim, request);
    EXPECT_TRUE(claim.ok()) << claim.status();
    return claim.value_or(v1::Claim());
  }

  // Spent, claimed in one claim of four lines, frozen and delivered.
  void HandIn() {
    SpendSome();
    Submitted();
    const auto frozen = Submit(Built());
    ASSERT_TRUE(frozen.ok()) << frozen.status();
    const auto sent = Send();
    ASSERT_TRUE(sent.ok()) << sent.status();
    ASSERT_EQ(sent->state(), v1::Submission::STATE_RECEIVED);
  }

  std::unique_ptr<SubmissionKeys> town_keys_ =
      *SubmissionKeys::Open(harness_.dir() + "/town", "town");
  std::unique_ptr<SubmissionKeys> state_keys_ =
      *SubmissionKeys::Open(harness_.dir() + "/state", "state");
  // Nobody registered these.
  std::unique_ptr<SubmissionKeys> false_keys_ =
      *SubmissionKeys::Open(harness_.dir() + "/false", "state");
  CheatingState state_{*state_keys_};
  std::unique_ptr<grpc::Server> state_server_ = [this] {
    grpc::ServerBuilder builder;
    builder.RegisterService(&state_);
    return builder.BuildAndStart();
  }();
  StateClient state_client_{state_server_->InProcessChannel({}),
                            *ParseVerifiers(state_keys_->Verifiers())};
  DossierService dossiers_;
  SubmissionService submissions_{context_, *town_keys_};
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_FIXTURE_TEST_H_
