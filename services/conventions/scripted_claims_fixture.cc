// What the script asks of a claim: composed, submitted, decided by mistake, and
// decided again.
#include <cstdint>
#include <string>

#include "entente/conventions/v1/claim_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/scripted_conventions_fixture.h"

namespace entente::conventions {
namespace {

using Claims = v1::ClaimService::Stub;

google::type::Date ClaimDay() {
  google::type::Date date;
  date.set_year(2025);
  date.set_month(3);
  date.set_day(14);
  return date;
}

}  // namespace

// Of all that was spent on the envelope of the first year; decided by mistake,
// and again.
void ScriptedConventions::Claim(const Saw& saw) {
  v1::CreateClaimRequest create;
  create.set_parent(kConvention);
  create.mutable_claim()->set_envelope(kEnvelope);
  create.set_request_id(RequestId("create-claim"));
  v1::Claim drafted;
  const Seen created =
      As("finance", "create-claim", &Claims::CreateClaim, create, drafted);
  saw(created);
  const std::string claim =
      created.code == grpc::OK ? created.name : Named("claims");

  v1::SubmitClaimRequest submit;
  submit.set_name(claim);
  *submit.mutable_submit_date() = ClaimDay();
  submit.set_request_id(RequestId("submit-claim"));
  saw(As("finance", "submit-claim", &Claims::SubmitClaim, submit));
  saw(Decide("decide-claim", claim));

  v1::ReverseClaimDecisionRequest reverse;
  reverse.set_name(claim);
  // What it holds is for the claim to say.
  for (const v1::ClaimLine& line : drafted.lines()) {
    reverse.add_sources(line.source());
  }
  if (drafted.lines().empty()) reverse.add_sources(Named("expenses"));
  *reverse.mutable_reverse_date() = ClaimDay();
  reverse.set_reason("Of another claim");
  reverse.set_request_id(RequestId("reverse-decision"));
  saw(As("federal", "reverse-decision", &Claims::ReverseClaimDecision,
         reverse));
  saw(Decide("decide-again", claim));
}

Seen ScriptedConventions::Decide(const std::string& call,
                                 const std::string& claim) {
  v1::DecideClaimRequest decide;
  decide.set_name(claim);
  *decide.mutable_decide_date() = ClaimDay();
  decide.set_decision_reference("IBZ/2025/17");
  decide.set_accept_rest(true);
  decide.set_request_id(RequestId(call));
  return As("federal", call, &Claims::DecideClaim, decide);
}

// Every line of the claim is decided as often as it was asked, and keeps what
// was taken back. What it holds is what was spent by then: where the disk
// failed in the first part, less than all.
void ScriptedConventions::JudgeDecisions(const store::Reader& reader,
                                         const Done& done) {
  if (done("create-claim") == 0) return;
  const auto name = ParseConventionName(kConvention, "name");
  ASSERT_TRUE(name.ok()) << name.status();
  const auto claim = FindClaim(reader, {*name, 1});
  ASSERT_TRUE(claim.ok()) << claim.status();
  EXPECT_GT(claim->lines_size(), 0);
  const int64_t stand =
      done("decide-claim") - done("reverse-decision") + done("decide-again");
  int64_t accepted_cents = 0;
  for (const v1::ClaimLine& line : claim->lines()) {
    EXPECT_EQ(line.is_decided(), stand == 1) << line.source();
    EXPECT_EQ(line.reversed_decisions_size(), done("reverse-decision"))
        << line.source();
    accepted_cents += Cents(line.accepted());
  }
  EXPECT_EQ(accepted_cents, stand * Cents(claim->amount()));
}

}  // namespace entente::conventions
