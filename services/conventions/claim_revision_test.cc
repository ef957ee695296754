// What the State decides of a claim after it was decided. The recount agrees
// after each test.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/claim_revision_service.h"
#include "services/conventions/claim_revision_store.h"
#include "services/conventions/ledger_replay.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using v1::Claim;
using v1::ClaimRevision;
using v1::FederalPayment;

class ClaimRevisionTest : public ClaimFixture {
 protected:
  using Revisions = v1::ClaimRevisionService::Stub;

  ClaimRevisionTest()
      : ClaimFixture({v1::ClaimRevisionService::service_full_name()}) {
    ServeClaims({&revisions_});
    SpendSome();
  }

  void TearDown() override { EXPECT_THAT(Differences(), IsEmpty()); }

  std::vector<std::string> Differences() {
    const auto report = VerifyLedger(*store_->Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report->differences;
  }

  // Of the expense `source`, `accepted` from 2 September 2019 on.
  static v1::CreateClaimRevisionRequest Request(int source, int64_t accepted) {
    v1::CreateClaimRevisionRequest request;
    request.set_parent(ClaimNamed(1));
    ClaimRevision& revision = *request.mutable_claim_revision();
    *revision.mutable_revise_date() = MakeDate(2019, 9, 2);
    revision.set_decision_reference("CONTR/2019/4");
    v1::RevisedLine& line = *revision.add_lines();
    line.set_source(ExpenseNamed(source));
    *line.mutable_accepted() = MoneyFromCents(accepted);
    line.set_reason("Also charged to another subsidy");
    return request;
  }
  absl::StatusOr<ClaimRevision> Enter(
      const v1::CreateClaimRevisionRequest& request,
      const std::string& role = "federal") {
    return Call(&Revisions::CreateClaimRevision, request, {role});
  }
  v1::ListClaimRevisionsResponse List() {
    v1::ListClaimRevisionsRequest request;
    request.set_parent(ClaimNamed(1));
    auto list = Call(&Revisions::ListClaimRevisions, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.value_or(v1::ListClaimRevisionsResponse());
  }
  Claim Read() {
    v1::GetClaimRequest get;
    get.set_name(ClaimNamed(1));
    auto claim = Call(&Claims::GetClaim, get);
    EXPECT_TRUE(claim.ok()) << claim.status();
    return claim.value_or(Claim());
  }
  // Decided and paid: 270,00 of 290,00.
  void Paid() {
    Decided();
    ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 27'000).ok());
    ASSERT_EQ(Read().state(), Claim::STATE_PAID);
  }
  // Refused by name, in three languages, and nothing stored.
  void ExpectRefused(const v1::CreateClaimRevisionRequest& request,
                     const std::string& reason, const std::string& field) {
    const std::string before = Everything();
    const absl::Status refused = Enter(request).status();
    EXPECT_EQ(ErrorReason(refused), reason) << refused;
    EXPECT_EQ(Field(refused), field) << reason;
    const auto detail = GetErrorDetail(refused);
    ASSERT_TRUE(detail) << refused;
    if (refused.code() == absl::StatusCode::kFailedPrecondition) {
      for (const char* figure :
           {"allotted_cents", "reserved_cents", "spent_cents",
            "requested_cents", "available_cents"}) {
        EXPECT_TRUE(detail->metadata.contains(figure)) << reason << figure;
      }
    }
    EXPECT_NE(detail->sentence.fr, "");
    EXPECT_NE(detail->sentence.nl, "");
    EXPECT_EQ(Everything(), before) << reason;
  }

  ClaimRevisionService revisions_{context_};
};

TEST_F(ClaimRevisionTest, WhatAControlFindsIneligibleIsOwedToTheState) {
  Paid();
  const auto revised = Enter(Request(1, 10'000));
  ASSERT_TRUE(revised.ok()) << revised.status();
  EXPECT_EQ(revised->name(), ClaimNamed(1) + "/revisions/1");
  EXPECT_EQ(revised->claim().state(), Claim::STATE_RECOVERY);
  EXPECT_EQ(revised->claim().accepted().units(), 240);
  EXPECT_EQ(revised->claim().ineligible().units(), 50);
  EXPECT_EQ(revised->claim().recoverable().units(), 30);
  EXPECT_EQ(revised->claim().lines_size(), 0);
  EXPECT_EQ(revised->claim().envelope_position().accepted().units(), 240);

  const Claim claim = Read();
  EXPECT_EQ(claim.lines(0).accepted().units(), 100);
  EXPECT_EQ(claim.lines(0).ineligible().units(), 50);
  EXPECT_EQ(claim.lines(0).reason(), "Also charged to another subsidy");
  EXPECT_EQ(claim.lines(0).decision_reference(), "CONTR/2019/4");
  EXPECT_EQ(claim.decide_date().month(), 9);
  const auto list = List();
  ASSERT_EQ(list.claim_revisions_size(), 1);
  const v1::RevisedLine& line = list.claim_revisions(0).lines(0);
  EXPECT_EQ(line.before().accepted().units(), 130);
  EXPECT_EQ(line.before().reason(), "Outside the period");
  EXPECT_EQ(line.before().decision_reference(), "IBZ/2019/17");
  EXPECT_FALSE(list.claim_revisions(0).has_claim());

  // 30,00 can be asked back now, and no cent more.
  EXPECT_EQ(ErrorReason(Federal(FederalPayment::KIND_DEMAND, 3'001).status()),
            "DEMAND_EXCEEDED");
  ASSERT_TRUE(Federal(FederalPayment::KIND_DEMAND, 3'000).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_REFUND, 3'000).ok());
  EXPECT_EQ(Read().state(), Claim::STATE_PAID);
}

TEST_F(ClaimRevisionTest, AnObjectionMakesItDueAgain) {
  Paid();
  ASSERT_TRUE(Enter(Request(1, 10'000)).ok());
  const auto again = Enter(Request(1, 15'000));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->name(), ClaimNamed(1) + "/revisions/2");
  EXPECT_EQ(again->claim().state(), Claim::STATE_DECIDED);
  EXPECT_EQ(again->claim().accepted().units(), 290);
  EXPECT_EQ(List().claim_revisions_size(), 2);
}

TEST_F(ClaimRevisionTest, ItCountsFromItsDay) {
  Paid();
  ASSERT_TRUE(Enter(Request(1, 0)).ok());
  const auto accepted_on = [&](google::type::Date day) {
    int64_t count = 0;
    const auto sums =
        SumsAsOf(*store_->Read(), kConvention, {.effective_date = day}, count);
    EXPECT_TRUE(sums.ok()) << sums.status();
    return sums->at(Envelope("general-2018")).accepted_cents;
  };
  EXPECT_EQ(accepted_on(MakeDate(2019, 9, 1)), 27'000);
  EXPECT_EQ(accepted_on(MakeDate(2019, 9, 2)), 14'000);
}

TEST_F(ClaimRevisionTest, ADemandThatWouldBecomeDueIsReversedFirst) {
  Paid();
  ASSERT_TRUE(Enter(Request(1, 10'000)).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_DEMAND, 3'000).ok());
  ExpectRefused(Request(1, 15'000), "DECISION_RELIED_ON", "sources");
  v1::ReverseFederalPaymentRequest undo;
  undo.set_name(FederalNamed(2));
  undo.set_reason("Asked before the objection");
  ASSERT_TRUE(Call(&Federals::ReverseFederalPayment, undo).ok());
  EXPECT_TRUE(Enter(Request(1, 15'000)).ok());
}

TEST_F(ClaimRevisionTest, WhatWasRevisedIsNoMistakeOfEntry) {
  Decided();
  ASSERT_TRUE(Enter(Request(2, 0)).ok());
  v1::ReverseClaimDecisionRequest request;
  request.set_name(ClaimNamed(1));
  request.add_sources(ExpenseNamed(2));
  *request.mutable_reverse_date() = MakeDate(2019, 9, 3);
  request.set_reason("Entered on the wrong line");
  const absl::Status refused =
      Call(&Claims::ReverseClaimDecision, request, {"federal"}).status();
  EXPECT_EQ(ErrorReason(refused), "CLAIM_LINE_REVISED");
  EXPECT_EQ(Figure(refused, "claim_revision"), ClaimNamed(1) + "/revisions/1");
  request.set_sources(0, ExpenseNamed(1));
  EXPECT_TRUE(Call(&Claims::ReverseClaimDecision, request, {"federal"}).ok());
}

TEST_F(ClaimRevisionTest, WhatCannotBeRevisedIsRefusedByName) {
  const std::string lines = "claim_revision.lines";
  Submitted();
  ExpectRefused(Request(1, 0), "CLAIM_LINE_UNDECIDED", lines + ".source");
  v1::DecideClaimRequest decide = DecideRequest();
  decide.set_accept_rest(true);
  ASSERT_TRUE(Call(&Claims::DecideClaim, decide, {"federal"}).ok());
  ExpectRefused(Request(9, 0), "CLAIM_LINE_UNKNOWN", lines + ".source");
  ExpectRefused(Request(1, 15'000), "DECISION_UNCHANGED", lines + ".accepted");
  ExpectRefused(Request(1, 15'001), "DECISION_AMOUNT", lines + ".accepted");
  ExpectRefused(Request(1, -1), "AMOUNT_NOT_POSITIVE", lines + ".accepted");
  v1::CreateClaimRevisionRequest request = Request(1, 0);
  *request.mutable_claim_revision()->add_lines() =
      request.claim_revision().lines(0);
  ExpectRefused(request, "CLAIM_LINE_TWICE", lines + ".source");
  request = Request(1, 0);
  request.mutable_claim_revision()->clear_lines();
  ExpectRefused(request, "FIELD_REQUIRED", lines);
  request = Request(1, 0);
  request.mutable_claim_revision()->mutable_lines(0)->clear_accepted();
  ExpectRefused(request, "FIELD_REQUIRED", lines + ".accepted");
  request = Request(1, 0);
  request.mutable_claim_revision()->mutable_lines(0)->set_reason("");
  ExpectRefused(request, "FIELD_REQUIRED", lines + ".reason");
  request.mutable_claim_revision()->mutable_lines(0)->set_reason(
      "ask 85.07.30-033.28");
  ExpectRefused(request, "PERSONAL_DATA_SHAPE", lines + ".reason");
  request = Request(1, 0);
  request.mutable_claim_revision()->clear_decision_reference();
  ExpectRefused(request, "FIELD_REQUIRED", "claim_revision.decision_reference");
  const std::string date = "claim_revision.revise_date";
  request = Request(1, 0);
  *request.mutable_claim_revision()->mutable_revise_date() =
      MakeDate(2019, 6, 13);
  ExpectRefused(request, "UNDO_BEFORE_UNDONE", date);
  *request.mutable_claim_revision()->mutable_revise_date() =
      MakeDate(2199, 1, 1);
  ExpectRefused(request, "DATE_IN_FUTURE", date);
  request.mutable_claim_revision()->clear_revise_date();
  ExpectRefused(request, "FIELD_REQUIRED", date);
  request = Request(1, 0);
  request.set_etag("77");
  ExpectRefused(request, "ETAG_MISMATCH", "etag");
  request = Request(1, 0);
  request.set_parent(ClaimNamed(7));
  ExpectRefused(request, "NOT_FOUND", "name");
  EXPECT_EQ(Enter(Request(1, 0), "finance").status().code(),
            absl::StatusCode::kPermissionDenied);
  request = Request(1, 0);
  request.set_validate_only(true);
  const std::string before = Everything();
  ASSERT_TRUE(Enter(request).ok());
  EXPECT_EQ(Everything(), before);
}

TEST_F(ClaimRevisionTest, AClaimIsRevisedFiftyTimesAtMost) {
  Decided();
  for (int i = 0; i < kRevisionsMax; ++i) {
    ASSERT_TRUE(Enter(Request(2, i % 2 == 0 ? 0 : 7'000)).ok()) << i;
  }
  ExpectRefused(Request(2, 0), "REVISIONS_TOO_MANY", "parent");
}

TEST_F(ClaimRevisionTest, ARevisionThatWasBentIsTold) {
  Decided();
  ASSERT_TRUE(Enter(Request(1, 10'000)).ok());
  const std::string key = store::KeyWriter()
                              .Table(0x42)
                              .Str(kConvention.municipality)
                              .Str(kConvention.convention)
                              .U64(1)
                              .U64(1)
                              .Key();
  const auto stored = store::GetRecord<ClaimRevision>(*store_->Read(), key);
  ASSERT_TRUE(stored.ok() && stored->has_value());
  const auto put = [&](const ClaimRevision& revision) {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      store::PutRecord(transaction, key, revision);
                      return absl::OkStatus();
                    })
                    .ok());
  };
  const auto expect_told = [&](auto bend) {
    ClaimRevision wrong = **stored;
    bend(wrong);
    put(wrong);
    EXPECT_THAT(Differences(), Contains(HasSubstr("do not lead to")));
  };
  expect_told([](ClaimRevision& one) {
    *one.mutable_lines(0)->mutable_accepted() = MoneyFromCents(9'000);
  });
  expect_told([](ClaimRevision& one) {
    *one.mutable_lines(0)->mutable_before()->mutable_accepted() =
        MoneyFromCents(10'000);
  });
  expect_told([](ClaimRevision& one) { one.clear_lines(); });
  expect_told([](ClaimRevision& one) { one.set_name("another"); });
  put(**stored);
}

}  // namespace
}  // namespace entente::conventions
