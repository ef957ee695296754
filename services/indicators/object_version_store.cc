#include "services/indicators/object_version_store.h"

#include <optional>

#include "services/indicators/activity_store.h"
#include "services/indicators/context_store.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/ingest_store.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/period_store.h"
#include "services/indicators/release_store.h"
#include "services/indicators/rule_store.h"
#include "services/indicators/statement_store.h"

namespace entente::indicators {

int64_t ObjectVersion(const store::Reader& reader, const std::string& object) {
  if (const auto session = ParseSession(object, "name"); session.ok()) {
    const auto state = ReadSession(reader, *session);
    return state.ok() && *state ? (*state)->durable_sequence() : 0;
  }
  if (const auto measure = ParseMeasure(object, "name"); measure.ok()) {
    return ReadDefinitionsVersion(reader, measure->municipality).value_or(0);
  }
  if (const auto activity = ParseActivity(object, "name"); activity.ok()) {
    const auto record = ReadActivity(reader, *activity);
    return record.ok() && *record ? VersionOf(**record) : 0;
  }
  if (const auto rule = ParseMeasureRule(object, "name"); rule.ok()) {
    const auto versions = ReadRuleVersions(reader, *rule);
    return versions.ok() ? static_cast<int64_t>(versions->size()) : 0;
  }
  if (const auto settings = ParseSettings(object, "name"); settings.ok()) {
    const auto versions = ReadSettingsVersions(reader, *settings);
    return versions.ok() ? static_cast<int64_t>(versions->size()) : 0;
  }
  if (const auto local = ParseLocalMeasure(object, "name"); local.ok()) {
    const auto versions = ReadLocalMeasureVersions(reader, *local);
    return versions.ok() ? static_cast<int64_t>(versions->size()) : 0;
  }
  if (const auto statement = ParseStatement(object, "name"); statement.ok()) {
    const auto versions = ReadStatementVersions(reader, *statement);
    return versions.ok() ? static_cast<int64_t>(versions->size()) : 0;
  }
  if (const auto series = ParseContextSeries(object, "name"); series.ok()) {
    const auto record = ReadContextSeries(reader, *series);
    return record.ok() && *record ? (*record)->series().version() : 0;
  }
  if (const auto release = ParseRelease(object, "name"); release.ok()) {
    const auto found = FindRelease(reader, *release);
    return found.ok() && *found ? (*found)->record.release().state() : 0;
  }
  std::optional<PeriodName> period;
  // Of a source in a month that of the month.
  const std::string month = object.substr(0, object.find("/sources/"));
  if (const auto found = ParsePeriod(month, "name"); found.ok()) {
    period = *found;
  } else if (const auto one = ParsePeriodVersion(object, "name"); one.ok()) {
    return one->number;
  } else if (const auto other = ParsePeriodException(object, "name");
             other.ok()) {
    period = other->period;
  }
  if (!period.has_value()) return 0;
  return ReadPeriodVersion(reader, period->municipality).value_or(0);
}

}  // namespace entente::indicators
