// Commands and reports say the same of a figure beside its target.
#include "tools/client/achievement_words.h"

#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using indicators::v1::Achievement;

std::string Words(Achievement::State state, Achievement::Reason reason) {
  Achievement achievement;
  achievement.set_state(state);
  achievement.set_reason(reason);
  const Sentence words = AchievementWords(achievement);
  return absl::StrCat(words.en, "|", words.fr, "|", words.nl);
}

TEST(AchievementWordsTest, AStateIsSaidInEveryLanguage) {
  EXPECT_EQ(Words(Achievement::STATE_REACHED, Achievement::REASON_UNSPECIFIED),
            "reached|atteint|bereikt");
  EXPECT_EQ(
      Words(Achievement::STATE_UNDER_WAY, Achievement::REASON_UNSPECIFIED),
      "under way|en cours|bezig");
  EXPECT_EQ(Words(Achievement::STATE_MISSED, Achievement::REASON_UNSPECIFIED),
            "missed|non atteint|niet bereikt");
}

TEST(AchievementWordsTest, WithoutAStateTheReasonIsSaid) {
  const struct {
    Achievement::Reason reason;
    const char* words;
  } kReasons[] = {
      {Achievement::REASON_NOT_SUMMABLE,
       "not added up|non additionné|niet opgeteld"},
      {Achievement::REASON_CONFIDENTIAL,
       "confidential|confidentiel|vertrouwelijk"},
      {Achievement::REASON_NO_FIGURES, "no figures|aucun chiffre|geen cijfers"},
      {Achievement::REASON_NOTHING_MEASURED, "0 of 0|0 sur 0|0 van 0"},
      {Achievement::REASON_DIRECTION_UNKNOWN,
       "direction not said|sens non précisé|richting niet bepaald"},
      // The target beside it is missing as well, and says so.
      {Achievement::REASON_NO_TARGET, "||"},
      {Achievement::REASON_UNSPECIFIED, "||"},
  };
  EXPECT_EQ(std::size(kReasons), Achievement::Reason_ARRAYSIZE);
  for (const auto& [reason, words] : kReasons) {
    EXPECT_EQ(Words(Achievement::STATE_UNSPECIFIED, reason), words);
  }
}

}  // namespace
}  // namespace entente::client
