// Control requests of the State, their table and through real stubs.
#include <map>
#include <string>
#include <utility>

#include "services/conventions/control_rules.h"
#include "services/conventions/life_fixture_test.h"

namespace entente::conventions {
namespace {

using v1::ControlRequest;

TEST(ControlTableTest, EachStepIsInTheTableOrRefused) {
  const std::map<std::pair<int, ControlAct>, int> table = {
      {{1, ControlAct::kAnswer}, 2},
      {{2, ControlAct::kAnswer}, 2},
      {{1, ControlAct::kClose}, 3},
      {{2, ControlAct::kClose}, 3}};
  for (int state = 0; state < 6; ++state) {
    for (const ControlAct act : {ControlAct::kAnswer, ControlAct::kClose,
                                 static_cast<ControlAct>(9)}) {
      ControlRequest control;
      control.set_state(static_cast<ControlRequest::State>(state));
      const auto next = NextState(control, act);
      const auto expected = table.find({state, act});
      ASSERT_EQ(next.ok(), expected != table.end()) << state;
      if (next.ok()) {
        EXPECT_EQ(*next, expected->second);
      } else {
        EXPECT_EQ(ErrorReason(next.status()), "CONTROL_STATE");
      }
    }
  }
}

class ControlTest : public LifeFixture {
 protected:
  using Stub = v1::ControlService::Stub;

  ControlTest() { clock_.Advance(Noon(2018, 6, 1) - clock_.Now()); }

  static ControlRequest Asked() {
    ControlRequest control;
    control.set_kind(ControlRequest::KIND_DOCUMENTS);
    control.set_subject("evidence of the second quarter");
    control.set_reference("DGSP-2018-77");
    *control.mutable_open_date() = MakeDate(2018, 5, 28);
    *control.mutable_due_date() = MakeDate(2018, 6, 15);
    return control;
  }
  absl::StatusOr<ControlRequest> Open(const ControlRequest& control,
                                      const Person& person = kFederal) {
    v1::OpenControlRequestRequest request;
    request.set_parent(Format(kConvention));
    *request.mutable_control_request() = control;
    return Call(controls_, &Stub::OpenControlRequest, request, person);
  }
  static v1::AnswerControlRequestRequest Answer(const std::string& name) {
    v1::AnswerControlRequestRequest request;
    request.set_name(name);
    *request.mutable_answer()->mutable_date() = MakeDate(2018, 6, 1);
    request.mutable_answer()->add_references(
        absl::StrCat(Format(kConvention), "/envelopes/general-2018"));
    request.mutable_answer()->add_attachment_sha256(std::string(64, 'c'));
    return request;
  }
  absl::StatusOr<ControlRequest> End(const std::string& name,
                                     const std::string& reason = "complete") {
    v1::CloseControlRequestRequest request;
    request.set_name(name);
    *request.mutable_date() = MakeDate(2018, 6, 1);
    request.set_reason(reason);
    return Call(controls_, &Stub::CloseControlRequest, request, kFederal);
  }
  v1::ListControlRequestsResponse List(bool only_overdue = false) {
    v1::ListControlRequestsRequest request;
    request.set_parent(Format(kConvention));
    request.set_only_overdue(only_overdue);
    auto list = Call(controls_, &Stub::ListControlRequests, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.value_or(v1::ListControlRequestsResponse());
  }
};

TEST_F(ControlTest, ASettledConventionIsStillControlled) {
  const auto before = Open(Asked());
  ASSERT_TRUE(before.ok()) << before.status();
  clock_.Advance(Noon(2020, 1, 15) - clock_.Now());
  Sign(MakeDate(2018, 5, 1));
  ASSERT_TRUE(LifeFixture::Close(MakeDate(2020, 1, 14)).ok());
  LapseAll(MakeDate(2020, 1, 15));
  const auto settled = Settle(MakeDate(2020, 1, 15));
  ASSERT_TRUE(settled.ok()) << settled.status();
  const auto answered =
      Call(controls_, &Stub::AnswerControlRequest, Answer(before->name()));
  ASSERT_TRUE(answered.ok()) << answered.status();
  ControlRequest later = Asked();
  *later.mutable_open_date() = MakeDate(2020, 1, 15);
  *later.mutable_due_date() = MakeDate(2020, 2, 15);
  const auto opened = Open(later);
  EXPECT_TRUE(opened.ok()) << opened.status();
  EXPECT_TRUE(End(before->name()).ok());
}

TEST_F(ControlTest, ARequestIsOpenedAnsweredAndClosed) {
  const auto opened = Open(Asked());
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->name(), Format(kConvention) + "/controlRequests/q-000001");
  EXPECT_EQ(opened->state(), ControlRequest::STATE_OPEN);
  EXPECT_EQ(opened->author(), kFederal.subject);
  // The municipality answers, not the State.
  EXPECT_FALSE(Call(controls_, &Stub::AnswerControlRequest,
                    Answer(opened->name()), kFederal)
                   .ok());
  auto answered =
      Call(controls_, &Stub::AnswerControlRequest, Answer(opened->name()));
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->state(), ControlRequest::STATE_ANSWERED);
  answered = Call(controls_, &Stub::AnswerControlRequest,
                  Answer(opened->name()), kFinance);
  ASSERT_EQ(answered->answers_size(), 2);
  EXPECT_EQ(answered->answers(1).author(), kFinance.subject);
  EXPECT_EQ(ErrorReason(End(opened->name(), "").status()), "FIELD_REQUIRED");
  const auto closed = End(opened->name());
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->state(), ControlRequest::STATE_CLOSED);
  EXPECT_EQ(ErrorReason(Call(controls_, &Stub::AnswerControlRequest,
                             Answer(opened->name()))
                            .status()),
            "CONTROL_STATE");
  ExpectRecountIsClean();
}

TEST_F(ControlTest, AnOpenRequestIsOverdueOnTheDayAfterItsLastDay) {
  const auto opened = Open(Asked());
  MoveTo(2018, 6, 15);
  EXPECT_EQ(List(true).control_requests_size(), 0);
  MoveTo(2018, 6, 16);
  ASSERT_EQ(List(true).control_requests_size(), 1);
  EXPECT_TRUE(List().control_requests(0).is_overdue());
  ASSERT_TRUE(
      Call(controls_, &Stub::AnswerControlRequest, Answer(opened->name()))
          .ok());
  EXPECT_EQ(List(true).control_requests_size(), 0);
  EXPECT_EQ(List().control_requests_size(), 1);
}

// Two that are overdue, each behind one that is not: as many pages as there are
// records, and a token that serves what was asked.
TEST_F(ControlTest, APageIsFilledWithWhatWasAskedFor) {
  ControlRequest early = Asked();
  *early.mutable_due_date() = MakeDate(2018, 5, 31);
  for (const ControlRequest& control : {Asked(), early, Asked(), early}) {
    ASSERT_TRUE(Open(control).ok());
  }
  v1::ListControlRequestsRequest request;
  request.set_parent(Format(kConvention));
  request.set_only_overdue(true);
  request.set_page_size(1);
  const auto first = Call(controls_, &Stub::ListControlRequests, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->control_requests_size(), 1);
  EXPECT_EQ(first->control_requests(0).name(),
            Format(kConvention) + "/controlRequests/q-000002");
  ASSERT_NE(first->next_page_token(), "");

  request.set_page_token(first->next_page_token());
  request.set_only_overdue(false);
  EXPECT_EQ(ErrorReason(
                Call(controls_, &Stub::ListControlRequests, request).status()),
            "PAGE_TOKEN_INVALID");
  request.set_only_overdue(true);
  request.set_page_size(100);
  const auto second = Call(controls_, &Stub::ListControlRequests, request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->control_requests_size(), 1);
  EXPECT_EQ(second->control_requests(0).name(),
            Format(kConvention) + "/controlRequests/q-000004");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(ControlTest, WhatIsNoRequestOrAnswerIsRefusedByName) {
  ControlRequest wrong = Asked();
  wrong.clear_kind();
  EXPECT_EQ(ErrorReason(Open(wrong).status()), "FIELD_REQUIRED");
  wrong = Asked();
  *wrong.mutable_due_date() = MakeDate(2018, 5, 27);
  EXPECT_EQ(ErrorReason(Open(wrong).status()), "DUE_BEFORE_OPENING");
  wrong = Asked();
  *wrong.mutable_open_date() = MakeDate(2018, 6, 2);
  EXPECT_EQ(ErrorReason(Open(wrong).status()), "FACT_IN_FUTURE");
  wrong = Asked();
  wrong.set_subject("about 85.07.30-033.28");
  EXPECT_EQ(ErrorReason(Open(wrong).status()), "PERSONAL_DATA_SHAPE");
  const auto opened = Open(Asked());
  const auto reason = [&](const v1::AnswerControlRequestRequest& request) {
    return ErrorReason(
        Call(controls_, &Stub::AnswerControlRequest, request).status());
  };
  auto answer = Answer(opened->name());
  answer.mutable_answer()->clear_references();
  answer.mutable_answer()->clear_attachment_sha256();
  EXPECT_EQ(reason(answer), "ANSWER_EMPTY");
  for (const char* reference :
       {"http://example.org", "municipalities/", "municipalities//21004",
        "municipalities/21004/x y", "v-000001",
        "municipalities/21004/cases/0123456789abcdef0123456789abcdef",
        "municipalities/21004/evidence/85073003328"}) {
    answer = Answer(opened->name());
    answer.mutable_answer()->add_references(reference);
    EXPECT_EQ(reason(answer), "MALFORMED_REFERENCE") << reference;
  }
  answer = Answer(opened->name());
  answer.mutable_answer()->add_attachment_sha256("no");
  EXPECT_EQ(reason(answer), "MALFORMED_HASH");
  answer = Answer(opened->name());
  *answer.mutable_answer()->mutable_date() = MakeDate(2018, 5, 27);
  EXPECT_EQ(reason(answer), "DATE_BEFORE_OPENING");
}

TEST_F(ControlTest, AnAnswerRefersToWhatIsThereInTheSameMunicipality) {
  const auto opened = Open(Asked());
  ASSERT_TRUE(opened.ok()) << opened.status();
  const auto refer = [&](const std::string& reference) {
    auto answer = Answer(opened->name());
    answer.mutable_answer()->add_references(reference);
    return Call(controls_, &Stub::AnswerControlRequest, answer).status();
  };
  const std::string within = Format(kConvention);
  const std::string missing[] = {
      "municipalities/21004/evidence/v-000001",
      "municipalities/21004/creditNotes/n-000001",
      "municipalities/21004/creditNotes/n-1",
      "municipalities/21004/organisations/0207373429",
      "municipalities/21004/conventions/other",
      within + "/expenses/e-000001",
      within + "/claims/c-000001",
      within + "/controlRequests/q-000002",
      within + "/envelopes/general-2030",
      within + "/envelopes/general-2018/lines/so-01-operating"};
  for (const std::string& reference : missing) {
    const absl::Status status = refer(reference);
    EXPECT_EQ(ErrorReason(status), "NOT_FOUND") << reference;
    EXPECT_EQ(GetErrorDetail(status)->field, "answer.references");
  }
  for (const std::string& reference :
       {within + "/expenses/e-1", within + "/expanses/e-000001",
        std::string("municipalities/21004/evidence/F-1")}) {
    EXPECT_EQ(ErrorReason(refer(reference)), "MALFORMED_NAME") << reference;
  }
  EXPECT_EQ(ErrorReason(refer("municipalities/21009/evidence/v-000001")),
            "OTHER_MUNICIPALITY");

  ASSERT_TRUE(MakeLine(100'000).ok());
  v1::CreateEvidenceRequest request;
  request.set_parent("municipalities/21004");
  v1::Evidence& evidence = *request.mutable_evidence();
  evidence.set_issuer_enterprise_number("0207.373.429");
  evidence.set_document_number("F-1");
  *evidence.mutable_document_date() = MakeDate(2018, 5, 31);
  *evidence.mutable_amount() = MoneyFromCents(1'000);
  evidence.set_file_sha256(std::string(64, 'b'));
  ASSERT_TRUE(
      Call(budget_, &v1::BudgetService::Stub::CreateEvidence, request, kFinance)
          .ok());
  for (const std::string& reference :
       {missing[0], missing[9], within, opened->name(),
        // What another service holds.
        std::string("municipalities/21004/measures/trainings")}) {
    EXPECT_TRUE(refer(reference).ok()) << reference << refer(reference);
  }
}

}  // namespace
}  // namespace entente::conventions
