// Before a claim is submitted, the service of indicators is asked whether the
// figures of its months are approved.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/period_client.h"
#include "services/conventions/set_approvals_fixture_test.h"

namespace entente::conventions {
namespace {

using v1::Claim;
using v1::ClaimFigures;

class ClaimFiguresTest : public ClaimFixture {
 protected:
  ClaimFiguresTest() : ClaimFixture({}, nullptr, &approvals_) {
    ServeClaims({});
    SpendSome();
    EXPECT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  }

  absl::StatusOr<Claim> Submit(const std::string& request_id = "") {
    v1::SubmitClaimRequest request = SubmitRequest();
    request.set_request_id(request_id);
    return Call(&Claims::SubmitClaim, request);
  }

  SetApprovals approvals_;
};

TEST_F(ClaimFiguresTest, AClaimKeepsTheVersionsThatItRestsOn) {
  const auto submitted = Submit();
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_EQ(approvals_.asked(),
            (std::vector<std::string>{"21004 2018-01 2018-12"}));
  v1::GetClaimRequest get;
  get.set_name(ClaimNamed(1));
  const auto read = Call(&Claims::GetClaim, get);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->figures().basis(), ClaimFigures::BASIS_APPROVED);
  ASSERT_EQ(read->figures().months_size(), 12);
  EXPECT_EQ(read->figures().months(11).month(), "2018-12");
  EXPECT_EQ(read->figures().months(11).version(), 2);
}

TEST_F(ClaimFiguresTest, AnEarlierDayDoesNotGoRoundTheQuestion) {
  v1::SubmitClaimRequest request = SubmitRequest();
  *request.mutable_submit_date() = MakeDate(2018, 1, 15);
  approvals_.open = absl::CivilMonth(2018, 12);
  EXPECT_EQ(ErrorReason(Call(&Claims::SubmitClaim, request).status()),
            "PERIODS_NOT_APPROVED");
}

TEST_F(ClaimFiguresTest, AMonthThatNobodyApprovedRefusesIt) {
  approvals_.open = absl::CivilMonth(2018, 3);
  const std::string before = Everything();
  const auto refused = Submit().status();
  ASSERT_EQ(ErrorReason(refused), "PERIODS_NOT_APPROVED") << refused;
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("months"), "2018-03");
  // As every refusal for money.
  EXPECT_EQ(GetErrorDetail(refused)->metadata.count("spent_cents"), 1u);
  EXPECT_EQ(Everything(), before);
  approvals_.open = absl::CivilMonth(1970, 1);
  EXPECT_TRUE(Submit().ok());
}

TEST_F(ClaimFiguresTest, WithoutACalendarNobodyHasToApprove) {
  approvals_.has_calendar = false;
  const auto submitted = Submit();
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_EQ(submitted->figures().basis(), ClaimFigures::BASIS_NO_CALENDAR);
}

TEST_F(ClaimFixture, WithoutAServiceOfIndicatorsNothingIsAsked) {
  SpendSome();
  ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  const auto submitted = Call(&Claims::SubmitClaim, SubmitRequest());
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_EQ(submitted->figures().basis(), ClaimFigures::BASIS_NOT_ASKED);
}

TEST_F(ClaimFiguresTest, NothingIsStoredWhileIndicatorsDoNotAnswer) {
  approvals_.failure = absl::UnavailableError("nobody there");
  const std::string before = Everything();
  const auto refused = Submit("once").status();
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  EXPECT_EQ(ErrorReason(refused), "APPROVALS_UNKNOWN");
  EXPECT_EQ(Everything(), before);
  // It was no decision: the same request is decided when they do.
  approvals_.failure = absl::OkStatus();
  EXPECT_TRUE(Submit("once").ok());
}

TEST_F(ClaimFiguresTest, AnAnswerThatIsNoneIsNotBelieved) {
  approvals_.is_short = true;
  const auto refused = Submit().status();
  EXPECT_EQ(ErrorReason(refused), "APPROVALS_UNKNOWN") << refused;
}

TEST_F(ClaimFiguresTest, APolicyThatDoesNotLetItAskIsNamed) {
  approvals_.failure = absl::PermissionDeniedError("not you");
  const auto refused = Submit().status();
  ASSERT_EQ(ErrorReason(refused), "APPROVALS_UNKNOWN") << refused;
  const ErrorDetail detail = *GetErrorDetail(refused);
  for (const std::string& sentence :
       {detail.sentence.en, detail.sentence.fr, detail.sentence.nl}) {
    EXPECT_NE(sentence.find("indicators.periods.read"), std::string::npos);
  }
}

TEST_F(ClaimFiguresTest, ARetryIsAnsweredWithoutAskingAgain) {
  const auto first = Submit("once");
  ASSERT_TRUE(first.ok()) << first.status();
  approvals_.failure = absl::UnavailableError("nobody there");
  const auto again = Submit("once");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->etag(), first->etag());
  EXPECT_EQ(approvals_.asked().size(), 1u);
}

TEST_F(ClaimFiguresTest, WhatCannotBeSubmittedIsRefusedForItsOwnReason) {
  approvals_.failure = absl::UnavailableError("nobody there");
  v1::SubmitClaimRequest stale = SubmitRequest();
  stale.set_etag("stale");
  EXPECT_EQ(ErrorReason(Call(&Claims::SubmitClaim, stale).status()),
            "ETAG_MISMATCH");
  EXPECT_TRUE(
      absl::IsNotFound(Call(&Claims::SubmitClaim, SubmitRequest(7)).status()));
}

// What stands at the other end of the client.
class MonthsOf2018 final : public indicators::v1::PeriodService::Service {
 public:
  grpc::Status ListPeriods(
      grpc::ServerContext*, const indicators::v1::ListPeriodsRequest* request,
      indicators::v1::ListPeriodsResponse* response) override {
    asked = *request;
    if (!failure.ok()) return failure;
    const int first =
        request->page_token().empty() ? 1 : std::stoi(request->page_token());
    const int last = std::min(first + months_a_page - 1, 3);
    if (last < 3) response->set_next_page_token(absl::StrCat(last + 1));
    for (int month = first; month <= last; ++month) {
      indicators::v1::Period& period = *response->add_periods();
      period.set_name(absl::StrCat(parent, "/periods/2018-0", month));
      period.set_calendar(month == 1 ? "" : parent + "/periodCalendars/1");
      period.set_standing(month == 2
                              ? indicators::v1::Period::STANDING_APPROVED
                              : indicators::v1::Period::STANDING_REOPENED);
      period.set_latest_version(month);
    }
    return grpc::Status::OK;
  }

  std::string parent = "municipalities/21004";
  int months_a_page = 3;
  grpc::Status failure;
  indicators::v1::ListPeriodsRequest asked;
};

class PeriodClientTest : public testing::Test {
 protected:
  PeriodClientTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    client_ = std::make_unique<PeriodClient>(
        server_->InProcessChannel(grpc::ChannelArguments()));
  }
  ~PeriodClientTest() override { server_->Shutdown(); }

  absl::StatusOr<std::vector<MonthStanding>> Ask() {
    return client_->Ask("21004",
                        {absl::CivilMonth(2018, 1), absl::CivilMonth(2018, 3)},
                        "0b7d2f5e-6c1a-4e0b-9f43-2f6d8a1c5e77");
  }

  MonthsOf2018 service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<PeriodClient> client_;
};

TEST_F(PeriodClientTest, ReadsWhatIsSaidOfEachMonth) {
  const auto standings = Ask();
  ASSERT_TRUE(standings.ok()) << standings.status();
  EXPECT_EQ(service_.asked.from().month(), 1);
  EXPECT_EQ(service_.asked.until().month(), 3);
  EXPECT_EQ(service_.asked.page_size(), 3);
  ASSERT_EQ(standings->size(), 3u);
  EXPECT_FALSE((*standings)[0].has_calendar);
  EXPECT_TRUE((*standings)[1].has_calendar);
  EXPECT_TRUE((*standings)[1].is_approved);
  // Opened again: there is a version, and it does not stand.
  EXPECT_FALSE((*standings)[2].is_approved);
  EXPECT_EQ((*standings)[2].version, 3);
}

TEST_F(PeriodClientTest, ReadsOnWhereAPageEndsBeforeItsSize) {
  service_.months_a_page = 2;
  const auto standings = Ask();
  ASSERT_TRUE(standings.ok()) << standings.status();
  ASSERT_EQ(standings->size(), 3u);
  EXPECT_EQ((*standings)[2].version, 3);
  EXPECT_EQ(service_.asked.page_token(), "3");
  EXPECT_EQ(service_.asked.page_size(), 3);
}

TEST_F(PeriodClientTest, BelievesNothingAboutAnotherMunicipality) {
  service_.parent = "municipalities/99001";
  EXPECT_EQ(Ask().status().code(), absl::StatusCode::kInternal);
}

TEST_F(PeriodClientTest, PassesOnWhyNothingIsAnswered) {
  service_.failure = grpc::Status(grpc::StatusCode::UNAVAILABLE, "away");
  EXPECT_TRUE(absl::IsUnavailable(Ask().status()));
  service_.failure = grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "no");
  EXPECT_TRUE(absl::IsPermissionDenied(Ask().status()));
}

}  // namespace
}  // namespace entente::conventions
