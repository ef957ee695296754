#include "tools/client/delivery/row_questions.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

TEST(RowQuestionsTest, WhoIsDeniedOnceAsksNoMore) {
  const absl::Status denied = absl::PermissionDeniedError("not read");
  for (const bool is_of_rejections : {true, false}) {
    RowQuestions questions;
    absl::Status unanswered;
    EXPECT_TRUE(questions.may_ask());
    EXPECT_TRUE((is_of_rejections ? questions.TakeRejections(denied, unanswered)
                                  : questions.TakeKnown(denied, unanswered))
                    .ok());
    EXPECT_FALSE(questions.may_ask());
    EXPECT_EQ(questions.denial(), denied);
    // That known rows were not compared the receipt says by itself.
    EXPECT_EQ(unanswered, is_of_rejections ? denied : absl::OkStatus());
  }
}

TEST(RowQuestionsTest, ADeniedQuestionAboutSheetsKeepsNoOtherBack) {
  const absl::Status denied = absl::PermissionDeniedError("no measures");
  RowQuestions questions;
  absl::Status unanswered;
  EXPECT_TRUE(questions.may_ask_sheets());
  EXPECT_TRUE(questions.TakeSheets(denied, unanswered).ok());
  EXPECT_EQ(unanswered, denied);
  EXPECT_TRUE(questions.may_ask());
  EXPECT_FALSE(questions.may_ask_sheets());
  // It was told with the first file.
  EXPECT_TRUE(questions.TakeSheetsUnasked().ok());
}

TEST(RowQuestionsTest, WhoMayNotReadIsNotAskedAboutSheetsAndIsToldOnce) {
  const absl::Status denied = absl::PermissionDeniedError("not read");
  RowQuestions questions;
  EXPECT_TRUE(questions.TakeTotals(denied).ok());
  EXPECT_FALSE(questions.may_ask_sheets());
  EXPECT_EQ(questions.TakeSheetsUnasked(), denied);
  EXPECT_TRUE(questions.TakeSheetsUnasked().ok());
}

TEST(RowQuestionsTest, AFileIsKeptOutWhereItAddsToASheetAndWaitsForAnAnswer) {
  const auto exhausted = [](const char* reason) {
    return MakeError(absl::StatusCode::kResourceExhausted, {.reason = reason});
  };
  const struct {
    absl::Status answer;
    bool is_kept_out;
  } kCases[] = {
      {MakeError(absl::StatusCode::kFailedPrecondition,
                 {.reason = "FILE_ADDS_TO_SHEET"}),
       true},
      {absl::UnavailableError("nobody answers"), true},
      {exhausted("STREAM_LIMIT"), true},
      // Who may deliver and not read delivers, and is told.
      {absl::PermissionDeniedError("not read"), false},
      {exhausted("DENIALS_LIMIT"), false},
      {absl::UnimplementedError("an older service"), false},
      // What may be mended is waited for.
      {absl::InvalidArgumentError("parent"), true},
      {absl::InternalError("a fault"), true},
      {absl::NotFoundError("municipality"), true},
      {absl::UnauthenticatedError("no login"), true},
  };
  for (const auto& [answer, is_kept_out] : kCases) {
    RowQuestions questions;
    absl::Status unanswered;
    EXPECT_EQ(questions.TakeSheets(answer, unanswered),
              is_kept_out ? answer : absl::OkStatus());
    EXPECT_EQ(unanswered, is_kept_out ? absl::OkStatus() : answer);
    EXPECT_EQ(questions.may_ask_sheets(), !absl::IsPermissionDenied(answer));
    EXPECT_TRUE(questions.may_ask());
  }
}

TEST(RowQuestionsTest, OnlyWhereNobodyTellsOfSessionsAFileGoesWithoutAnAnswer) {
  const struct {
    absl::Status answer;
    bool waits;
  } kCases[] = {
      {absl::OkStatus(), false},
      {absl::PermissionDeniedError("not read"), false},
      {absl::UnimplementedError("an older service"), false},
      {MakeError(absl::StatusCode::kResourceExhausted,
                 {.reason = "DENIALS_LIMIT"}),
       true},
      {absl::UnavailableError("nobody answers"), true},
      {absl::InternalError("a fault"), true},
      {absl::DataLossError("a fault"), true},
      {absl::InvalidArgumentError("parent"), true},
      {absl::UnauthenticatedError("no login"), true},
  };
  for (const auto& [answer, waits] : kCases) {
    RowQuestions questions;
    EXPECT_EQ(questions.TakeTotals(answer), waits ? answer : absl::OkStatus());
    EXPECT_EQ(questions.may_ask(), !absl::IsPermissionDenied(answer));
  }
}

TEST(RowQuestionsTest, WhatKeepsAnAnswerBackIsTriedAgainOrNotedOrNothing) {
  const struct {
    absl::Status answer;
    bool waits;
    bool is_noted;
  } kCases[] = {
      {absl::OkStatus(), false, false},
      {absl::UnimplementedError("an older service"), false, false},
      {MakeError(absl::StatusCode::kResourceExhausted,
                 {.reason = "DENIALS_LIMIT"}),
       false, false},
      {absl::UnavailableError("nobody answers"), true, false},
      {MakeError(absl::StatusCode::kResourceExhausted,
                 {.reason = "STREAM_LIMIT"}),
       true, false},
      // It would put a delivered file into quarantine.
      {absl::InvalidArgumentError("event_ids"), false, true},
      {absl::InternalError("a fault"), false, true},
      {absl::DataLossError("a fault"), false, true},
  };
  for (const auto& [answer, waits, is_noted] : kCases) {
    RowQuestions questions;
    absl::Status unanswered;
    EXPECT_EQ(questions.TakeKnown(answer, unanswered),
              waits ? answer : absl::OkStatus());
    EXPECT_EQ(unanswered, is_noted ? answer : absl::OkStatus());
    EXPECT_TRUE(questions.may_ask());
    EXPECT_EQ(questions.TakeRejections(answer, unanswered), answer);
  }
}

}  // namespace
}  // namespace entente::client
