#include "services/indicators/achievement_rules.h"

#include <limits>

#include "absl/numeric/int128.h"
#include "services/common/base/error.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/series_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr int kMonthMax = 12;
constexpr int64_t kPermille = 1000;
// A target of a RATIO is in per cent.
constexpr int64_t kPerCent = 100;

// The figure of `months` of a year on; nothing where it is not known.
std::optional<Figure> Sum(const MeasureInfo& measure,
                          const MonthFigures& figures, int32_t from,
                          int32_t until) {
  Figure sum;
  for (auto it = figures.lower_bound(from);
       it != figures.end() && it->first <= until; ++it) {
    sum += it->second;
  }
  const cv1::MeasureKind kind = measure.definition.kind();
  if (kind == cv1::MEASURE_KIND_YES_NO) return sum;
  const bool is_added =
      kind == cv1::MEASURE_KIND_RATIO ||
      ((kind == cv1::MEASURE_KIND_COUNT || kind == cv1::MEASURE_KIND_HOURS) &&
       measure.definition.is_summable());
  if (!is_added || sum.contributions == 0) return std::nullopt;
  return sum;
}

// `actual` and `target` brought to one scale: of a RATIO both are multiplied by
// its denominator. Wide, so that no product overflows.
struct Scaled {
  absl::int128 actual = 0;
  absl::int128 target = 0;

  int64_t Permille() const {
    const absl::int128 permille = actual * kPermille / target;
    constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
    return permille > kMax ? kMax : static_cast<int64_t>(permille);
  }
};

Scaled ScaleOf(cv1::MeasureKind kind, const v1::MonthFigure& actual,
               int64_t target) {
  if (kind != cv1::MEASURE_KIND_RATIO) return {actual.value(), target};
  return {absl::int128(actual.value()) * kPerCent,
          absl::int128(target) * actual.denominator()};
}

v1::Achievement::State StateOf(const v1::Achievement& achievement,
                               const Scaled& scaled, bool is_over) {
  if (achievement.direction() == cv1::DIRECTION_LESS) {
    // What was counted stays counted; a ratio may still fall.
    const bool can_fall = achievement.kind() == cv1::MEASURE_KIND_RATIO;
    const bool is_kept = scaled.actual <= scaled.target;
    if (!is_kept && (is_over || !can_fall))
      return v1::Achievement::STATE_MISSED;
    return is_over ? v1::Achievement::STATE_REACHED
                   : v1::Achievement::STATE_UNDER_WAY;
  }
  const bool can_fall = achievement.kind() == cv1::MEASURE_KIND_RATIO;
  if (scaled.actual >= scaled.target && (is_over || !can_fall)) {
    return v1::Achievement::STATE_REACHED;
  }
  return is_over ? v1::Achievement::STATE_MISSED
                 : v1::Achievement::STATE_UNDER_WAY;
}

}  // namespace

absl::StatusOr<AchievementQuery> ValidateAchievement(
    const v1::QueryAchievementRequest& request,
    const Definitions& definitions) {
  AchievementQuery query;
  ENTENTE_ASSIGN_OR_RETURN(query.municipality,
                           ParseMunicipality(request.parent(), "parent"));
  if (request.year() < kYearMin || request.year() > kYearMax) {
    return Invalid(
        "YEAR_INVALID", "year",
        {"The year must be 1900 to 2200.", "L'année doit être de 1900 à 2200.",
         "Het jaar moet 1900 tot 2200 zijn."});
  }
  if (request.month() < 0 || request.month() > kMonthMax) {
    return Invalid("MONTH_INVALID", "month",
                   {"The month must be 1 to 12, or 0 for the whole year.",
                    "Le mois doit être de 1 à 12, ou 0 pour toute l'année.",
                    "De maand moet 1 tot 12 zijn, of 0 voor het hele jaar."});
  }
  ENTENTE_ASSIGN_OR_RETURN(query.measures,
                           PlacesOf(request.measure_codes(), definitions));
  if (request.quarter() < 0 || request.quarter() > 4 ||
      (request.quarter() > 0 && request.month() > 0)) {
    return QuarterInvalid("quarter");
  }
  query.year = request.year();
  query.quarter = request.quarter();
  query.until =
      request.month() == 0 ? query.last() : query.first() + request.month() - 1;
  return query;
}

v1::Achievement MakeAchievement(const MeasureInfo& measure,
                                const MonthFigures& figures,
                                const v1::Target* target,
                                const AchievementQuery& query,
                                absl::CivilDay today) {
  v1::Achievement achievement;
  const cv1::MeasureKind kind = measure.definition.kind();
  achievement.set_measure_code(measure.code());
  achievement.set_kind(kind);
  achievement.set_direction(measure.InMonth(query.last()).direction());
  if (target != nullptr) *achievement.mutable_target() = *target;
  achievement.set_is_confidential(measure.definition.is_sensitive());
  if (achievement.is_confidential() && !query.is_whole_year()) {
    return achievement;
  }
  const auto actual = Sum(measure, figures, query.first(), query.until);
  if (actual) SetFigure(kind, *actual, *achievement.mutable_actual());
  const auto before = Sum(measure, figures, query.from(), query.until - 12);
  if (before) SetFigure(kind, *before, *achievement.mutable_year_before());
  if (!actual || target == nullptr) return achievement;
  const Scaled scaled = ScaleOf(kind, achievement.actual(), target->value());
  if (scaled.target > 0) {
    achievement.set_target_permille(scaled.Permille());
  }
  // The first day after what the target is of.
  const absl::CivilDay end(query.last() / 12, query.last() % 12 + 2, 1);
  const bool is_over = query.until == query.last() && today >= end;
  achievement.set_state(StateOf(achievement, scaled, is_over));
  return achievement;
}

}  // namespace entente::indicators
