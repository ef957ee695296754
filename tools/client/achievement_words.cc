#include "tools/client/achievement_words.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

Sentence ReasonWords(v1::Achievement::Reason reason) {
  switch (reason) {
    case v1::Achievement::REASON_NOT_SUMMABLE:
      return {"not added up", "non additionné", "niet opgeteld"};
    case v1::Achievement::REASON_CONFIDENTIAL:
      return {"confidential", "confidentiel", "vertrouwelijk"};
    case v1::Achievement::REASON_NO_FIGURES:
      return {"no figures", "aucun chiffre", "geen cijfers"};
    case v1::Achievement::REASON_NOTHING_MEASURED:
      return {"0 of 0", "0 sur 0", "0 van 0"};
    case v1::Achievement::REASON_DIRECTION_UNKNOWN:
      return {"direction not said", "sens non précisé",
              "richting niet bepaald"};
    default:
      return {};
  }
}

}  // namespace

Sentence AchievementWords(const v1::Achievement& achievement) {
  switch (achievement.state()) {
    case v1::Achievement::STATE_REACHED:
      return {"reached", "atteint", "bereikt"};
    case v1::Achievement::STATE_UNDER_WAY:
      return {"under way", "en cours", "bezig"};
    case v1::Achievement::STATE_MISSED:
      return {"missed", "non atteint", "niet bereikt"};
    default:
      return ReasonWords(achievement.reason());
  }
}

}  // namespace entente::client
