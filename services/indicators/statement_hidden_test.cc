// What is stated of a sensitive measure: it counts in its year, and no answer
// tells it of a month.
#include <string>
#include <utility>
#include <vector>

#include "services/indicators/indicators_keys.h"
#include "services/indicators/statement_fixture_test.h"

namespace entente::indicators {
namespace {

class StatementHiddenTest : public StatementTest {
 protected:
  void Raise(const std::string& measure) {
    v1::UpdateMeasureSettingsRequest request = Raising(1);
    request.mutable_measure_settings()->set_name(
        FormatSettings({"21004", measure}));
    ASSERT_TRUE(Update(request).ok());
  }
};

TEST_F(StatementHiddenTest, ItIsUnknownAndCountsInItsYear) {
  ASSERT_TRUE(State(Homes(3, 1, 4)).ok());
  ASSERT_TRUE(Versions("homes", 3).ok());
  Raise("homes");
  ASSERT_TRUE(State(Homes(4, 2, 4)).ok());
  for (const int month : {2, 3, 4}) {
    EXPECT_EQ(ErrorReason(Stated("homes", month).status()),
              "STATEMENT_UNKNOWN");
    EXPECT_EQ(ErrorReason(Versions("homes", month).status()),
              "STATEMENT_UNKNOWN");
  }
  ASSERT_TRUE(Adopt().ok());
  EXPECT_EQ(Series("homes").months_size(), 0);
  EXPECT_FALSE(Series("homes").has_total());
  MoveTo(2019, 2, 10);
  EXPECT_EQ(Series("homes").months_size(), 0);
  EXPECT_EQ(Series("homes").total().value(), 3);
  EXPECT_EQ(Series("homes").total().denominator(), 8);
}

// What was never read takes no time, and cannot fail.
TEST_F(StatementHiddenTest, AsOfATimeNothingOfItIsRead) {
  ASSERT_TRUE(State(Homes(3, 1, 4)).ok());
  EXPECT_EQ(FigureOf(Series("homes", clock_.Now()), 3), "1/4/1");
  Raise("homes");
  const std::string key = StatementKey({{"21004", "homes"}, 2018 * 12 + 2}, 1);
  const std::string before = **service_.store().Read()->Get(key);
  PutRaw(key, "no record");
  const v1::Series hidden = Series("homes", clock_.Now());
  EXPECT_TRUE(hidden.is_confidential());
  EXPECT_EQ(hidden.months_size(), 0);
  PutRaw(key, before);
}

// Whoever may write could try one figure after another.
TEST_F(StatementHiddenTest, AnswersToWhoStatesTellNothingOfWhatIsStated) {
  ASSERT_TRUE(State(Done(2)).ok());
  ASSERT_TRUE(State(Done(3, false)).ok());
  Raise("charter");
  const auto answer = [&](v1::UpdateStatementRequest request, int month,
                          bool is_validate_only) {
    request.set_validate_only(is_validate_only);
    request.mutable_statement()->set_name(NameOf("charter", month));
    const auto statement = State(request);
    if (!statement.ok()) {
      const auto detail = GetErrorDetail(statement.status());
      std::string told = absl::StrCat(detail->reason, " ", detail->sentence.en);
      for (const auto& [key, value] : detail->metadata) {
        absl::StrAppend(&told, " ", key, "=", value);
      }
      return told;
    }
    EXPECT_EQ(statement->version(), 0);
    EXPECT_EQ(statement->etag(), "");
    v1::Statement shown = *statement;
    shown.clear_name();
    return shown.SerializeAsString();
  };
  v1::UpdateStatementRequest with_etag = Done(1);
  with_etag.set_etag("1");
  v1::UpdateStatementRequest without_reason = Done(1);
  without_reason.mutable_statement()->clear_reason();
  for (const bool is_validate_only : {true, false}) {
    for (const v1::UpdateStatementRequest& request :
         {Done(1), Done(1, false), with_etag, without_reason,
          Withdrawal("charter", 1)}) {
      // Of January nothing is stated.
      const std::string of_none = answer(request, 1, is_validate_only);
      EXPECT_EQ(answer(request, 2, is_validate_only), of_none);
      EXPECT_EQ(answer(request, 3, is_validate_only), of_none);
    }
  }
  EXPECT_EQ(Reason(with_etag), "ETAG_MISMATCH");
  EXPECT_EQ(Reason(without_reason), "REASON_TOO_SHORT");
}

// The total of before a change and of after it would tell what stood.
TEST_F(StatementHiddenTest, AYearWhoseTotalIsShownTakesNone) {
  ASSERT_TRUE(State(Homes(3, 1, 4)).ok());
  ASSERT_TRUE(State(Homes(4, 2, 4)).ok());
  Raise("homes");
  MoveTo(2019, 1, 2);
  EXPECT_EQ(Series("homes").total().value(), 3);
  // Of February nothing is stated.
  for (const int month : {2, 4}) {
    for (v1::UpdateStatementRequest request :
         {Withdrawal("homes", month), Homes(month, 2, 4), Homes(month, 1, 4)}) {
      for (const bool is_validate_only : {true, false}) {
        request.set_validate_only(is_validate_only);
        const absl::Status refused = State(request).status();
        ASSERT_EQ(ErrorReason(refused), "STATEMENT_YEAR_SETTLED");
        EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
        EXPECT_EQ(GetErrorDetail(refused)->metadata["year"], "2018");
        EXPECT_FALSE(GetErrorDetail(refused)->sentence.nl.empty());
      }
    }
  }
  EXPECT_EQ(Series("homes").total().value(), 3);
  EXPECT_EQ(Series("homes").total().denominator(), 8);
  // The months of any other measure are shown, and the year that runs has no
  // total.
  EXPECT_TRUE(State(Done(4)).ok());
  v1::UpdateStatementRequest running = About("homes", 1, 2019);
  running.mutable_statement()->mutable_ratio()->set_of(4);
  EXPECT_TRUE(State(running).ok());
}

// A version that were not written because it says the same would leave the etag
// of its month as it was.
TEST_F(StatementHiddenTest, TheEtagOfAMonthDoesNotTellWhatIsStated) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_TRUE(State(Done(4)).ok());
  Raise("charter");
  std::string read = Get(4)->etag();
  for (const bool is_done : {true, false, false}) {
    ASSERT_TRUE(State(Done(4, is_done)).ok());
    EXPECT_NE(Get(4)->etag(), read);
    read = Get(4)->etag();
  }
}

TEST_F(StatementHiddenTest, WordsAreRefusedAndThoseOfBeforeAreHidden) {
  ASSERT_TRUE(State(Words(3, "Le réseau est connu")).ok());
  Raise("quality");
  const absl::Status refused = State(Words(4, "Le réseau est connu")).status();
  EXPECT_EQ(ErrorReason(refused), "STATEMENT_WORDS_SENSITIVE");
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Reason(Words(3, "Le réseau est connu")),
            "STATEMENT_WORDS_SENSITIVE");
  EXPECT_EQ(ErrorReason(Stated("quality", 3).status()), "STATEMENT_UNKNOWN");
}

TEST_F(StatementHiddenTest, WhatIsNoMeasureAnyMoreIsHidden) {
  ASSERT_TRUE(State(Done(4)).ok());
  service_.PublishSample("definitions-3");
  EXPECT_EQ(ErrorReason(Stated("charter", 4).status()), "STATEMENT_UNKNOWN");
}

}  // namespace
}  // namespace entente::indicators
