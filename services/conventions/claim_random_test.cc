// A random life of claims and federal money: whatever is asked in whatever
// order, a refusal has its reason, no refusal stores anything, and the recount
// of verify_store.h agrees with every state. ENTENTE_SEED=n repeats a run.
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/ledger_replay.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using v1::Claim;
using v1::FederalPayment;

// What a random caller may be refused for; anything else is a fault.
const std::set<std::string>& Refusals() {
  static const auto& reasons =
      *new std::set<std::string>{"ADVANCE_EXCEEDED",
                                 "ALLOTMENT_EXCEEDED",
                                 "BALANCE_EXCEEDED",
                                 "CLAIM_EMPTY",
                                 "CLAIM_LINE_DECIDED",
                                 "CLAIM_OPEN",
                                 "CLAIM_PARTLY_DECIDED",
                                 "CLAIM_STATE",
                                 "CLAIM_UNDECIDED",
                                 "CLAIM_LINE_UNDECIDED",
                                 "DECISION_RELIED_ON",
                                 "DEMAND_EXCEEDED",
                                 "NOT_FOUND",
                                 "REFUND_EXCEEDED"};
  return reasons;
}

class RandomClaims : public ClaimFixture {
 protected:
  int Draw(int below) {
    return std::uniform_int_distribution<int>(0, below - 1)(random_);
  }

  // Mostly the newest claim, sometimes an earlier one or none.
  int SomeClaim() {
    return std::max(1, created_ + (Draw(4) == 0 ? 1 - Draw(4) : 0));
  }

  // Seldom an advance: it would soon be more than anything accepted.
  FederalPayment::Kind SomeKind() {
    if (Draw(8) == 0) return FederalPayment::KIND_ADVANCE;
    return static_cast<FederalPayment::Kind>(FederalPayment::KIND_BALANCE +
                                             Draw(3));
  }

  absl::Status Step() {
    switch (Draw(11)) {
      case 0:
      case 1:
        return Call(&Budget::CreateExpense,
                    ExpenseRequest(line_, 1 + Draw(900), evidence_))
            .status();
      case 2: {
        const auto made = Call(&Claims::CreateClaim, CreateRequest());
        if (made.ok()) ++created_;
        return made.status();
      }
      case 3:
        return Call(&Claims::SubmitClaim, SubmitRequest(SomeClaim())).status();
      case 4:
        if (Draw(3) > 0) return absl::OkStatus();
        return Call(&Claims::WithdrawClaim, WithdrawRequest(SomeClaim()))
            .status();
      case 5:
      case 6:
        return DecideSome();
      case 7:
        return ReverseSome();
      default:
        return Federal(SomeKind(), 1 + Draw(1'500)).status();
    }
  }

  absl::Status DecideSome() {
    v1::GetClaimRequest get;
    get.set_name(ClaimNamed(SomeClaim()));
    const auto claim = Call(&Claims::GetClaim, get);
    if (!claim.ok()) return claim.status();
    v1::DecideClaimRequest request = DecideRequest();
    request.set_name(claim->name());
    for (const v1::ClaimLine& line : claim->lines()) {
      if (Draw(2) == 0 || (line.is_decided() && Draw(50) > 0)) continue;
      const int64_t cents = *CentsFromMoney(line.amount(), "");
      const int64_t yes = Draw(static_cast<int>(cents) + 1);
      AddDecision(request, line.source(), yes, cents - yes, "Drawn");
    }
    if (request.decisions().empty() || Draw(2) == 0) {
      request.set_accept_rest(true);
    }
    return Call(&Claims::DecideClaim, request, {"federal"}).status();
  }

  absl::Status ReverseSome() {
    v1::GetClaimRequest get;
    get.set_name(ClaimNamed(SomeClaim()));
    const auto claim = Call(&Claims::GetClaim, get);
    if (!claim.ok()) return claim.status();
    v1::ReverseClaimDecisionRequest request;
    request.set_name(claim->name());
    *request.mutable_reverse_date() = MakeDate(2019, 6, 14);
    request.set_reason("Drawn");
    for (const v1::ClaimLine& line : claim->lines()) {
      if (line.is_decided() ? Draw(2) == 0 : Draw(50) == 0) {
        request.add_sources(line.source());
      }
    }
    if (request.sources().empty()) return absl::OkStatus();
    return Call(&Claims::ReverseClaimDecision, request, {"federal"}).status();
  }

  void ExpectSound(int step) {
    const auto report = VerifyLedger(*store_->Read());
    ASSERT_TRUE(report.ok()) << report.status();
    ASSERT_THAT(report->differences, testing::IsEmpty()) << "step " << step;
    const auto replayed = Recompute(*store_->Read(), kConvention);
    ASSERT_TRUE(replayed.ok()) << replayed.status();
    ASSERT_EQ(replayed->at(Envelope("general-2018")), EnvelopeBalances());
  }

  std::mt19937 random_;
  std::string line_;
  int created_ = 0;
};

TEST_F(RandomClaims, NoOrderOfStepsLeavesTheBooksUnsound) {
  const char* given = std::getenv("ENTENTE_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                       : std::random_device{}();
  std::cout << "ENTENTE_SEED=" << seed << "\n";
  random_.seed(seed);
  line_ = MakeLine(100'000);
  evidence_ = MakeEvidence();
  constexpr int kSteps = 1000;
  int done = 0;
  std::set<std::string> refused;
  for (int step = 0; step < kSteps; ++step) {
    const std::string before = Everything();
    const absl::Status status = Step();
    if (status.ok()) {
      ++done;
    } else {
      const std::string reason = ErrorReason(status);
      ASSERT_TRUE(Refusals().contains(reason)) << status;
      refused.insert(reason);
      ASSERT_EQ(Everything(), before) << reason;
    }
    ExpectSound(step);
    if (HasFatalFailure()) return;
  }
  int decided = 0;
  for (int number = 1; number <= created_; ++number) {
    v1::GetClaimRequest get;
    get.set_name(ClaimNamed(number));
    const auto claim = Call(&Claims::GetClaim, get);
    ASSERT_TRUE(claim.ok()) << claim.status();
    if (claim->decided_count() == claim->line_count()) ++decided;
  }
  // Neither all refused nor all taken: the walk saw both sides of the rules.
  EXPECT_GT(done, kSteps / 10);
  EXPECT_GT(refused.size(), 3u);
  EXPECT_GT(decided, 1);
}

}  // namespace
}  // namespace entente::conventions
