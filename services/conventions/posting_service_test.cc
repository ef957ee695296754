#include <map>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/conventions/budget_fixture_test.h"
#include "services/conventions/ledger_replay.h"

namespace entente::conventions {
namespace {

using v1::BatchPostRequest;

class PostingServiceTest : public BudgetFixture {
 protected:
  absl::StatusOr<v1::BatchPostResponse> BatchPost(
      const BatchPostRequest& request,
      const std::vector<std::string>& roles = {"finance"}) {
    auto context = harness_.Context("p-1001", roles);
    v1::BatchPostResponse response;
    absl::Status status = channel::FromWire(
        posting_->BatchPost(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  static BatchPostRequest Batch(BatchPostRequest::FailureMode mode) {
    BatchPostRequest request;
    request.set_parent(Format(kConvention));
    request.set_failure_mode(mode);
    return request;
  }
  static BatchPostRequest Atomic() {
    return Batch(BatchPostRequest::FAILURE_MODE_ATOMIC);
  }
  static BatchPostRequest Independent() {
    return Batch(BatchPostRequest::FAILURE_MODE_INDEPENDENT);
  }

  static void AddReservation(BatchPostRequest& request, const std::string& line,
                             int64_t cents) {
    *request.add_postings()->mutable_reservation() =
        ReservationRequest(line, cents).reservation();
  }
  static void AddExpense(BatchPostRequest& request, const std::string& line,
                         int64_t cents, const std::string& evidence,
                         const std::string& reservation = "") {
    v1::Expense& expense = *request.add_postings()->mutable_expense();
    expense = ExpenseRequest(line, cents, evidence).expense();
    expense.set_reservation(reservation);
  }

  static std::string ReasonOf(const v1::PostingResult& result) {
    const grpc::Status wire(
        static_cast<grpc::StatusCode>(result.error().code()),
        result.error().message(), result.error().SerializeAsString());
    return ErrorReason(channel::FromWire(wire));
  }
};

TEST_F(PostingServiceTest, EachPostingSeesWhatThoseBeforeItDid) {
  const std::string line = MakeLine(1'000);
  const std::string evidence = MakeEvidence();
  BatchPostRequest request = Atomic();
  AddReservation(request, line, 600);
  AddExpense(request, line, 500, evidence,
             Format(kConvention) + "/reservations/r-000001");
  AddReservation(request, line, 500);
  request.add_postings()->set_void_reservation(Format(kConvention) +
                                               "/reservations/r-000002");
  AddExpense(request, line, 500, evidence);
  const auto response = BatchPost(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->posted_count(), 5);
  EXPECT_EQ(response->refused_count(), 0);
  EXPECT_EQ(response->results(0).name(),
            Format(kConvention) + "/reservations/r-000001");
  EXPECT_EQ(response->results(3).name(),
            Format(kConvention) + "/reservations/r-000002");
  ASSERT_EQ(response->lines_size(), 1);
  EXPECT_EQ(response->lines(0).line(), line);
  EXPECT_EQ(response->lines(0).position().spent().units(), 10);
  EXPECT_EQ(response->lines(0).position().available().units(), 0);
  const Balances after = LineBalances(line);
  EXPECT_EQ(after.spent_cents, 1'000);
  EXPECT_EQ(after.reserved_cents, 0);
  const auto computed = Recompute(*store_->Read(), kConvention);
  ASSERT_TRUE(computed.ok()) << computed.status();
  EXPECT_EQ(computed->at(line), after);
}

TEST_F(PostingServiceTest, AnAtomicBatchIsPostedWholeOrNotAtAll) {
  const std::string line = MakeLine(1'000);
  const std::string before = Everything();
  BatchPostRequest request = Atomic();
  AddReservation(request, line, 600);
  AddReservation(request, line, 401);
  const absl::Status refused = BatchPost(request).status();
  EXPECT_EQ(ErrorReason(refused), "ALLOTMENT_EXCEEDED");
  EXPECT_EQ(Field(refused), "postings[1].reservation.amount");
  EXPECT_EQ(Figure(refused, "posting_index"), "1");
  EXPECT_EQ(Figure(refused, "available_cents"), "400");
  EXPECT_EQ(Everything(), before);
}

TEST_F(PostingServiceTest, IndependentPostingsAreDecidedEachByItself) {
  const std::string line = MakeLine(1'000);
  const std::string evidence = MakeEvidence("F-1", 'b', 300);
  BatchPostRequest request = Independent();
  AddReservation(request, line, 600);
  AddReservation(request, line, 401);
  AddExpense(request, line, 301, evidence);
  AddExpense(request, line, 300, evidence);
  request.add_postings();
  request.add_postings()->set_void_reservation(Format(kConvention) +
                                               "/reservations/r-000009");
  AddReservation(request, line, 100);
  const auto response = BatchPost(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->posted_count(), 3);
  EXPECT_EQ(response->refused_count(), 4);
  const std::vector<std::string> reasons = {
      "", "ALLOTMENT_EXCEEDED", "EVIDENCE_EXCEEDED",
      "", "FIELD_REQUIRED",     "NOT_FOUND",
      ""};
  ASSERT_EQ(response->results_size(), static_cast<int>(reasons.size()));
  for (size_t i = 0; i < reasons.size(); ++i) {
    EXPECT_EQ(ReasonOf(response->results(static_cast<int>(i))), reasons[i])
        << i;
  }
  // What was refused took no number.
  EXPECT_EQ(response->results(6).name(),
            Format(kConvention) + "/reservations/r-000002");
  EXPECT_EQ(response->results(3).name(),
            Format(kConvention) + "/expenses/e-000001");
  EXPECT_EQ(LineBalances(line).available_cents(), 0);
}

TEST_F(PostingServiceTest, ARetryOfABatchPostsNothingAgain) {
  const std::string line = MakeLine(1'000);
  BatchPostRequest request = Independent();
  request.set_request_id("batch-1");
  AddReservation(request, line, 600);
  AddReservation(request, line, 600);
  const auto first = BatchPost(request);
  const auto second = BatchPost(request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(LineBalances(line).reserved_cents, 600);
  AddReservation(request, line, 1);
  EXPECT_EQ(ErrorReason(BatchPost(request).status()), "REQUEST_ID_REUSED");
}

TEST_F(PostingServiceTest, ARehearsalAnswersTheSameAndStoresNothing) {
  const std::string line = MakeLine(1'000);
  const std::string before = Everything();
  BatchPostRequest request = Independent();
  request.set_validate_only(true);
  AddReservation(request, line, 600);
  AddReservation(request, line, 600);
  const auto rehearsal = BatchPost(request);
  ASSERT_TRUE(rehearsal.ok()) << rehearsal.status();
  EXPECT_EQ(rehearsal->posted_count(), 1);
  EXPECT_EQ(rehearsal->refused_count(), 1);
  EXPECT_EQ(Everything(), before);
}

TEST_F(PostingServiceTest, WhatIsNoBatchIsRefusedWithWhatWouldBeRight) {
  const std::string line = MakeLine(1'000);
  BatchPostRequest request = Batch(BatchPostRequest::FAILURE_MODE_UNSPECIFIED);
  AddReservation(request, line, 1);
  EXPECT_EQ(Field(BatchPost(request).status()), "failure_mode");
  EXPECT_EQ(ErrorReason(BatchPost(Atomic()).status()), "BATCH_SIZE");
  request = Atomic();
  for (int i = 0; i < 2001; ++i) AddReservation(request, line, 1);
  const absl::Status too_many = BatchPost(request).status();
  EXPECT_EQ(ErrorReason(too_many), "BATCH_SIZE");
  EXPECT_EQ(Figure(too_many, "postings_max"), "2000");
  request = Atomic();
  request.add_postings()->set_void_reservation(
      "municipalities/21004/conventions/other/reservations/r-000001");
  EXPECT_EQ(ErrorReason(BatchPost(request).status()), "OTHER_CONVENTION");
  request = Atomic();
  AddReservation(request, line, 0);
  EXPECT_EQ(Field(BatchPost(request).status()),
            "postings[0].reservation.amount");
  EXPECT_EQ(LineBalances(line).reserved_cents, 0);
}

TEST_F(PostingServiceTest, OnlyFinancePosts) {
  const std::string line = MakeLine(1'000);
  BatchPostRequest request = Atomic();
  AddReservation(request, line, 1);
  EXPECT_EQ(BatchPost(request, {"federal"}).status().code(),
            absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace entente::conventions
