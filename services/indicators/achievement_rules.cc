#include "services/indicators/achievement_rules.h"

#include <algorithm>
#include <limits>

#include "absl/numeric/int128.h"
#include "services/common/base/error.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/local_day.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/series_rules.h"
#include "services/indicators/target_term_rules.h"
#include "services/indicators/year_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr int kMonthMax = 12;
constexpr int64_t kPermille = 1000;
// A target of a RATIO is in per cent.
constexpr int64_t kPerCent = 100;
// A thousand times the way.
constexpr int64_t kProgressMax = 1000000;

// The figure of `months` of a year on; nothing where it is not known.
std::optional<Figure> Sum(const MeasureInfo& measure,
                          const MonthFigures& figures, int32_t from,
                          int32_t until) {
  if (!MakesOneFigure(measure.definition)) return std::nullopt;
  Figure sum;
  for (auto it = figures.lower_bound(from);
       it != figures.end() && it->first <= until; ++it) {
    sum += it->second;
  }
  // What no convention has told yet is no "no".
  const bool is_known =
      sum.contributions > 0 ||
      (measure.definition.kind() == cv1::MEASURE_KIND_YES_NO &&
       measure.IsInTermBetween(from, until));
  if (!is_known) return std::nullopt;
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

// `part` of `whole` in thousandths, rounded half away from zero. Neither is far
// above 2^93, a sum of figures times the largest target, so that no product
// overflows.
int64_t RoundedPermille(absl::int128 part, absl::int128 whole) {
  const bool is_negative = (part < 0) != (whole < 0);
  const absl::int128 size = part < 0 ? -part : part;
  const absl::int128 way = whole < 0 ? -whole : whole;
  const absl::int128 permille = (size * kPermille * 2 + way) / (way * 2);
  const auto bounded =
      static_cast<int64_t>(std::min(permille, absl::int128(kProgressMax)));
  return is_negative ? -bounded : bounded;
}

// How much of the way from the baseline is gone; nothing where there is no way,
// or what it leads from is of another span than `actual`.
std::optional<int64_t> ProgressOf(cv1::MeasureKind kind,
                                  const v1::MonthFigure& actual,
                                  const v1::Target& target,
                                  const AchievementQuery& query) {
  if (!target.has_baseline() || kind == cv1::MEASURE_KIND_YES_NO) {
    return std::nullopt;
  }
  const bool is_added = kind != cv1::MEASURE_KIND_RATIO;
  if (is_added && !query.is_year_long()) return std::nullopt;
  const int64_t baseline = target.baseline().value();
  const Scaled at = ScaleOf(kind, actual, target.value());
  const Scaled from = ScaleOf(kind, actual, baseline);
  const absl::int128 way = at.target - from.target;
  if (way == 0) return std::nullopt;
  return RoundedPermille(at.actual - from.target, way);
}

// Nothing of nothing reaches any target, and misses none.
bool IsOfNothing(const v1::Achievement& achievement) {
  return achievement.kind() == cv1::MEASURE_KIND_RATIO &&
         achievement.actual().denominator() == 0;
}

v1::Achievement::State StateOf(const v1::Achievement& achievement,
                               const Scaled& scaled, bool is_final) {
  if (IsOfNothing(achievement)) return v1::Achievement::STATE_UNSPECIFIED;
  // Nobody said what is better; of yes and no it is yes.
  if (achievement.direction() == cv1::DIRECTION_UNSPECIFIED &&
      achievement.kind() != cv1::MEASURE_KIND_YES_NO) {
    return v1::Achievement::STATE_UNSPECIFIED;
  }
  if (achievement.direction() == cv1::DIRECTION_LESS) {
    // What was counted stays counted; a ratio may still fall.
    const bool can_fall = achievement.kind() == cv1::MEASURE_KIND_RATIO;
    const bool is_kept = scaled.actual <= scaled.target;
    if (!is_kept && (is_final || !can_fall))
      return v1::Achievement::STATE_MISSED;
    return is_final ? v1::Achievement::STATE_REACHED
                    : v1::Achievement::STATE_UNDER_WAY;
  }
  const bool can_fall = achievement.kind() == cv1::MEASURE_KIND_RATIO;
  if (scaled.actual >= scaled.target && (is_final || !can_fall)) {
    return v1::Achievement::STATE_REACHED;
  }
  return is_final ? v1::Achievement::STATE_MISSED
                  : v1::Achievement::STATE_UNDER_WAY;
}

// Why nothing is said of figures that may be shown.
v1::Achievement::Reason ReasonOf(const cv1::MeasureDefinition& measure,
                                 const v1::Achievement& achievement) {
  if (achievement.state() != v1::Achievement::STATE_UNSPECIFIED) {
    return v1::Achievement::REASON_UNSPECIFIED;
  }
  if (!MakesOneFigure(measure)) return v1::Achievement::REASON_NOT_SUMMABLE;
  if (!achievement.has_actual()) return v1::Achievement::REASON_NO_FIGURES;
  if (!achievement.has_target()) return v1::Achievement::REASON_NO_TARGET;
  return IsOfNothing(achievement) ? v1::Achievement::REASON_NOTHING_MEASURED
                                  : v1::Achievement::REASON_DIRECTION_UNKNOWN;
}

// Puts `actual` beside the target.
void Judge(const AchievementQuery& query, v1::Achievement& achievement) {
  const cv1::MeasureKind kind = achievement.kind();
  const v1::Target& target = achievement.target();
  const Scaled scaled = ScaleOf(kind, achievement.actual(), target.value());
  if (scaled.target > 0) {
    achievement.set_target_permille(scaled.Permille());
  }
  const auto progress = ProgressOf(kind, achievement.actual(), target, query);
  if (progress) achievement.set_progress_permille(*progress);
  const bool is_final = query.until == query.last() &&
                        achievement.months_final() == achievement.months();
  achievement.set_state(StateOf(achievement, scaled, is_final));
}

// Whether `target` took the place of another when its first day was past.
bool IsChangedLate(const v1::Target& target, const AchievementQuery& query) {
  if (target.version() <= 1 || !target.has_update_time()) return false;
  const absl::CivilDay set =
      LocalDay(absl::FromUnixSeconds(target.update_time().seconds()));
  return set > absl::CivilDay(query.first() / 12, query.first() % 12 + 1, 1);
}

// Puts the months up to `until` beside the same of the year before.
void Compare(const MeasureInfo& measure, const MonthFigures& figures,
             const AchievementQuery& query, int32_t until,
             v1::Achievement& achievement) {
  const cv1::MeasureKind kind = achievement.kind();
  *achievement.mutable_compared_until() = FirstDayOf(until);
  const auto now = Sum(measure, figures, query.first(), until);
  if (now) SetFigure(kind, *now, *achievement.mutable_compared());
  const auto before = Sum(measure, figures, query.from(), until - 12);
  if (before) SetFigure(kind, *before, *achievement.mutable_year_before());
}

}  // namespace

absl::StatusOr<AchievementQuery> ValidateAchievement(
    const v1::QueryAchievementRequest& request,
    const Definitions& definitions) {
  AchievementQuery query;
  ENTENTE_ASSIGN_OR_RETURN(query.municipality,
                           ParseMunicipality(request.parent(), "parent"));
  if (request.has_term()) {
    if (request.year() != 0 || request.month() != 0 || request.quarter() != 0) {
      return TermInvalid("term");
    }
    ENTENTE_ASSIGN_OR_RETURN(query.measures,
                             PlacesOf(request.measure_codes(), definitions));
    ENTENTE_ASSIGN_OR_RETURN(query.term, ParseTerm(request.term(), "term"));
    query.until = query.last();
    return query;
  }
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

SpanState SpanOn(const AchievementQuery& query, const PeriodBook& periods,
                 absl::CivilDay today) {
  SpanState span{.last_over = std::min(query.until, MonthOfDay(today) - 1)};
  for (int32_t month = query.first(); month <= query.last(); ++month) {
    if (month < MonthOfDay(today) && IsSettled(periods.StateOf(month, today))) {
      ++span.settled;
    }
  }
  span.is_year_settled =
      AreYearsSettled(periods, query.first(), query.last(), today);
  span.is_year_before_settled =
      IsYearSettled(periods, query.first() / 12 - 1, today);
  return span;
}

v1::Achievement MakeAchievementWithheld(const MeasureInfo& measure,
                                        const v1::Target* target,
                                        const AchievementQuery& query,
                                        const SpanState& span) {
  v1::Achievement achievement;
  achievement.set_measure_code(measure.code());
  achievement.set_kind(measure.definition.kind());
  // With a kind that was guessed, a direction was guessed as well.
  if (!measure.definition.is_kind_guessed()) {
    achievement.set_direction(measure.InMonth(query.last()).direction());
  }
  achievement.set_is_confidential(measure.definition.is_sensitive());
  // By what everybody knows of the measure: never by its figures.
  achievement.set_reason(MakesOneFigure(measure.definition)
                             ? v1::Achievement::REASON_CONFIDENTIAL
                             : v1::Achievement::REASON_NOT_SUMMABLE);
  achievement.set_months(query.last() - query.first() + 1);
  achievement.set_months_final(span.settled);
  if (target == nullptr) return achievement;
  if (!target->is_withdrawn()) *achievement.mutable_target() = *target;
  if (IsChangedLate(*target, query)) {
    *achievement.mutable_target_changed_time() = target->update_time();
  }
  return achievement;
}

v1::Achievement MakeAchievement(const MeasureInfo& measure,
                                const MonthFigures& figures,
                                const v1::Target* target,
                                const AchievementQuery& query,
                                const SpanState& span) {
  v1::Achievement achievement =
      MakeAchievementWithheld(measure, target, query, span);
  if (achievement.is_confidential() &&
      (!query.is_of_whole_years() || !span.is_year_settled)) {
    return achievement;
  }
  const auto actual = Sum(measure, figures, query.first(), query.until);
  if (actual) {
    SetFigure(achievement.kind(), *actual, *achievement.mutable_actual());
  }
  // Of a sensitive measure months are shown of nothing but years that are over.
  // A term stands beside nothing: it may be longer than the year before.
  if (!query.term.has_value() && span.last_over >= query.first() &&
      (!achievement.is_confidential() || span.last_over == query.last())) {
    Compare(measure, figures, query, span.last_over, achievement);
  }
  if (achievement.is_confidential() && !span.is_year_before_settled) {
    achievement.clear_year_before();
  }
  if (actual && achievement.has_target()) Judge(query, achievement);
  achievement.set_reason(ReasonOf(measure.definition, achievement));
  return achievement;
}

}  // namespace entente::indicators
