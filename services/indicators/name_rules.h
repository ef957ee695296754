// Resource names of the indicators service. Pure.
#ifndef SERVICES_INDICATORS_NAME_RULES_H_
#define SERVICES_INDICATORS_NAME_RULES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/indicators/date_rules.h"

namespace entente::indicators {

// The five digits of "municipalities/{refnis}". Errors: INVALID_ARGUMENT /
// NAME_INVALID at `field`.
absl::StatusOr<std::string> ParseMunicipality(absl::string_view name,
                                              const std::string& field);
std::string MunicipalityName(absl::string_view refnis);

// The REFNIS code in "municipalities/{refnis}/conventions/{convention}"; the
// last part is 1 to 64 bytes [a-z0-9-]. Errors: NAME_INVALID at `field`.
absl::StatusOr<std::string> ParseConvention(absl::string_view name,
                                            const std::string& field);

struct MeasureName {
  std::string municipality;
  std::string code;
};
// "municipalities/{refnis}/measures/{code}". Errors: NAME_INVALID at `field`.
absl::StatusOr<MeasureName> ParseMeasure(absl::string_view name,
                                         const std::string& field);
std::string FormatMeasure(absl::string_view municipality,
                          absl::string_view code);

// "{measure}/settings". Errors: NAME_INVALID at `field`.
absl::StatusOr<MeasureName> ParseSettings(absl::string_view name,
                                          const std::string& field);
std::string FormatSettings(const MeasureName& measure);

// "municipalities/{refnis}/localMeasures/{code}". Errors: NAME_INVALID at
// `field`.
absl::StatusOr<MeasureName> ParseLocalMeasure(absl::string_view name,
                                              const std::string& field);
std::string FormatLocalMeasure(const MeasureName& measure);

// `quarter` is 0 for the whole year. With `term` the others are 0.
struct TargetName {
  MeasureName measure;
  int32_t year = 0;
  int32_t quarter = 0;
  std::optional<MonthSpan> term = {};
};
// "{measure}/targets/{year}", "{measure}/targets/{year}-Q{quarter}" or
// "{measure}/targets/{YYYY-MM}-{YYYY-MM}" of a term. Errors: NAME_INVALID at
// `field`.
absl::StatusOr<TargetName> ParseTarget(absl::string_view name,
                                       const std::string& field);
std::string FormatTarget(const TargetName& name);

// `month` as in date_rules.h.
struct StatementName {
  MeasureName measure;
  int32_t month = 0;
};
// "{measure}/statements/{YYYY-MM}". Errors: NAME_INVALID at `field`;
// MONTH_INVALID where only the month is none.
absl::StatusOr<StatementName> ParseStatement(absl::string_view name,
                                             const std::string& field);
std::string FormatStatement(const StatementName& name);

struct SessionName {
  std::string municipality;
  std::string source;
  std::string session;
};
// "municipalities/{refnis}/sources/{source}/sessions/{session}". Errors:
// NAME_INVALID at `field`.
absl::StatusOr<SessionName> ParseSession(absl::string_view name,
                                         const std::string& field);
std::string FormatSession(const SessionName& name);

// `number` is at least 1.
struct ActivityName {
  std::string municipality;
  int64_t number = 0;
};
// "municipalities/{refnis}/activities/a-000012". Errors: NAME_INVALID at
// `field`.
absl::StatusOr<ActivityName> ParseActivity(absl::string_view name,
                                           const std::string& field);
std::string FormatActivity(const ActivityName& name);

// `month` as in date_rules.h.
struct PeriodName {
  std::string municipality;
  int32_t month = 0;
};
// "municipalities/{refnis}/periods/{YYYY-MM}". Errors: NAME_INVALID at `field`.
absl::StatusOr<PeriodName> ParsePeriod(absl::string_view name,
                                       const std::string& field);
std::string FormatPeriod(const PeriodName& name);

// A version or an exception of a period; `number` is at least 1.
struct NumberedPeriodName {
  PeriodName period;
  int32_t number = 0;
};
// "{period}/versions/{number}". Errors: NAME_INVALID at `field`.
absl::StatusOr<NumberedPeriodName> ParsePeriodVersion(absl::string_view name,
                                                      const std::string& field);
std::string FormatPeriodVersion(const NumberedPeriodName& name);
// "{period}/exceptions/{number}". Errors: NAME_INVALID at `field`.
absl::StatusOr<NumberedPeriodName> ParsePeriodException(
    absl::string_view name, const std::string& field);
std::string FormatPeriodException(const NumberedPeriodName& name);

std::string FormatCalendar(absl::string_view municipality, int32_t number);

struct MeasureRuleName {
  std::string municipality;
  std::string id;
};
// "municipalities/{refnis}/measureRules/{id}". Errors: NAME_INVALID at `field`.
absl::StatusOr<MeasureRuleName> ParseMeasureRule(absl::string_view name,
                                                 const std::string& field);
std::string FormatMeasureRule(const MeasureRuleName& name);

struct ReleaseName {
  std::string municipality;
  std::string id;
};
// "municipalities/{refnis}/releases/{id}", as NewId makes ids. Errors:
// NAME_INVALID at `field`.
absl::StatusOr<ReleaseName> ParseRelease(absl::string_view name,
                                         const std::string& field);
std::string FormatRelease(const ReleaseName& name);

struct ContextSeriesName {
  std::string municipality;
  std::string id;
};
// "municipalities/{refnis}/contextSeries/{id}". Errors: NAME_INVALID at
// `field`.
absl::StatusOr<ContextSeriesName> ParseContextSeries(absl::string_view name,
                                                     const std::string& field);
std::string FormatContextSeries(const ContextSeriesName& name);

// [a-z][a-z0-9-]{0,62}: of a rule and of a context series.
bool IsRuleId(absl::string_view id);
// [a-z0-9_]{1,64}.
bool IsMeasureCode(absl::string_view code);
// [a-z][a-z0-9-]{0,31}, and not "activities": that is what people enter.
bool IsSourceCode(absl::string_view code);
// 1 to 64 bytes [A-Za-z0-9._-].
bool IsSessionId(absl::string_view id);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_NAME_RULES_H_
