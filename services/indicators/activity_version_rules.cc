#include "services/indicators/activity_version_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/indicators/date_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

bool IsSamePlace(const v1::MeasureEffect& a, const v1::MeasureEffect& b) {
  return a.measure_code() == b.measure_code() && a.split() == b.split() &&
         a.area() == b.area() && PackDate(a.date()) == PackDate(b.date());
}

const v1::MeasureEffect* FindPlace(const ActivityEffects& effects,
                                   const v1::MeasureEffect& place) {
  const auto found =
      std::find_if(effects.begin(), effects.end(),
                   [&](const auto& one) { return IsSamePlace(one, place); });
  return found == effects.end() ? nullptr : &*found;
}

}  // namespace

int32_t VersionOf(const v1::ActivityRecord& record) {
  return std::max(1, record.version());
}

bool IsWithdrawn(const v1::ActivityRecord& record) {
  return record.kind() == v1::ActivityVersion::KIND_WITHDRAWN;
}

ActivityEffects EffectsOf(const v1::ActivityRecord& record) {
  ActivityEffects effects(record.activity().effects().begin(),
                          record.activity().effects().end());
  for (v1::MeasureEffect& effect : effects) {
    *effect.mutable_date() = record.activity().date();
    effect.set_area(record.counted_area());
    effect.set_contributions(1);
  }
  return effects;
}

ActivityEffects ChangesBetween(const v1::ActivityRecord& before,
                               const v1::ActivityRecord& after) {
  const ActivityEffects old_effects = EffectsOf(before);
  const ActivityEffects new_effects = EffectsOf(after);
  ActivityEffects changes;
  for (const v1::MeasureEffect& old_effect : old_effects) {
    const v1::MeasureEffect* kept = FindPlace(new_effects, old_effect);
    v1::MeasureEffect change = kept == nullptr ? old_effect : *kept;
    change.set_delta((kept == nullptr ? 0 : kept->delta()) -
                     old_effect.delta());
    change.set_contributions(kept == nullptr ? -1 : 0);
    if (change.delta() != 0 || change.contributions() != 0) {
      changes.push_back(std::move(change));
    }
  }
  for (const v1::MeasureEffect& new_effect : new_effects) {
    if (FindPlace(old_effects, new_effect) == nullptr) {
      changes.push_back(new_effect);
    }
  }
  return changes;
}

const google::protobuf::Timestamp& TimeOf(const v1::ActivityRecord& record) {
  return record.has_time() ? record.time() : record.activity().create_time();
}

std::set<int32_t> MovedMonths(const v1::ActivityRecord& record) {
  std::set<int32_t> months;
  if (VersionOf(record) == 1) {
    if (record.activity().effects().empty()) return months;
    months.insert(MonthOf(PackDate(record.activity().date())));
    return months;
  }
  for (const v1::MeasureEffect& change : record.changes()) {
    months.insert(MonthOf(PackDate(change.date())));
  }
  return months;
}

v1::Activity ToActivity(const v1::ActivityRecord& record) {
  v1::Activity activity = record.activity();
  activity.clear_effects();
  for (v1::MeasureEffect& effect : EffectsOf(record)) {
    *activity.add_effects() = std::move(effect);
  }
  activity.set_state(IsWithdrawn(record) ? v1::Activity::STATE_WITHDRAWN
                                         : v1::Activity::STATE_COUNTED);
  activity.set_version(VersionOf(record));
  activity.set_etag(absl::StrCat(VersionOf(record)));
  *activity.mutable_update_time() = TimeOf(record);
  return activity;
}

v1::ActivityVersion ToActivityVersion(const v1::ActivityRecord& record) {
  v1::ActivityVersion version;
  version.set_kind(VersionOf(record) == 1 ? v1::ActivityVersion::KIND_CREATED
                                          : record.kind());
  version.set_reason(record.reason());
  version.set_office(record.office());
  *version.mutable_activity() = ToActivity(record);
  *version.mutable_time() = version.activity().update_time();
  for (v1::MeasureEffect& effect :
       *version.mutable_activity()->mutable_effects()) {
    effect.clear_indicators();
  }
  *version.mutable_changes() =
      VersionOf(record) == 1 ? version.activity().effects() : record.changes();
  version.set_definitions_version(record.definitions_version());
  version.set_is_another(record.is_another());
  return version;
}

}  // namespace entente::indicators
