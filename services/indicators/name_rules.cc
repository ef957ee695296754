#include "services/indicators/name_rules.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/period_rules.h"

namespace entente::indicators {
namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsRefnis(absl::string_view code) {
  if (code.size() != 5) return false;
  for (const char c : code) {
    if (!IsDigit(c)) return false;
  }
  return true;
}

bool IsConventionId(absl::string_view id) {
  if (id.empty() || id.size() > 64) return false;
  for (const char c : id) {
    if (!IsLower(c) && !IsDigit(c) && c != '-') return false;
  }
  return true;
}

absl::Status NameError(const std::string& field, const std::string& pattern) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, "NAME_INVALID", field,
      {absl::StrCat(field, " is not a name of the form ", pattern, "."),
       absl::StrCat(field, " n'est pas un nom de la forme ", pattern, "."),
       absl::StrCat(field, " is geen naam van de vorm ", pattern, ".")},
      {{"pattern", pattern}});
}

// 26 characters, as of NewId.
bool IsReleaseId(absl::string_view id) {
  if (id.size() != 26) return false;
  for (const char c : id) {
    if (!IsLower(c) && !IsDigit(c)) return false;
  }
  return true;
}

// The month of "2018-03" as in date_rules.h; 0 when it is none.
int32_t ParseMonth(absl::string_view text) {
  if (text.size() != 7 || text[4] != '-') return 0;
  for (const size_t i : {0, 1, 2, 3, 5, 6}) {
    if (!IsDigit(text[i])) return 0;
  }
  google::type::Date date;
  date.set_year((text[0] - '0') * 1000 + (text[1] - '0') * 100 +
                (text[2] - '0') * 10 + (text[3] - '0'));
  date.set_month((text[5] - '0') * 10 + (text[6] - '0'));
  return MonthOf(PackDate(date));
}

absl::StatusOr<NumberedPeriodName> ParseUnderPeriod(absl::string_view name,
                                                    absl::string_view kind,
                                                    const std::string& field) {
  std::vector<std::string> parts = absl::StrSplit(name, '/');
  int32_t number = 0;
  // One spelling for a number: no sign, space or leading zero.
  if (parts.size() == 6 && parts[4] == kind &&
      absl::SimpleAtoi(parts[5], &number) && number > 0 &&
      parts[5] == absl::StrCat(number)) {
    parts.resize(4);
    const auto period = ParsePeriod(absl::StrJoin(parts, "/"), field);
    if (period.ok()) return NumberedPeriodName{*period, number};
  }
  return NameError(
      field, absl::StrCat("municipalities/{refnis}/periods/{YYYY-MM}/", kind,
                          "/{number}"));
}

}  // namespace

absl::StatusOr<std::string> ParseMunicipality(absl::string_view name,
                                              const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 2 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1])) {
    return NameError(field, "municipalities/{refnis}");
  }
  return parts[1];
}

std::string MunicipalityName(absl::string_view refnis) {
  return absl::StrCat("municipalities/", refnis);
}

absl::StatusOr<std::string> ParseConvention(absl::string_view name,
                                            const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1]) || parts[2] != "conventions" ||
      !IsConventionId(parts[3])) {
    return NameError(field, "municipalities/{refnis}/conventions/{convention}");
  }
  return parts[1];
}

absl::StatusOr<MeasureName> ParseMeasure(absl::string_view name,
                                         const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1]) || parts[2] != "measures" ||
      !IsMeasureCode(parts[3])) {
    return NameError(field, "municipalities/{refnis}/measures/{code}");
  }
  return MeasureName{parts[1], parts[3]};
}

std::string FormatMeasure(absl::string_view municipality,
                          absl::string_view code) {
  return absl::StrCat("municipalities/", municipality, "/measures/", code);
}

absl::StatusOr<MeasureName> ParseSettings(absl::string_view name,
                                          const std::string& field) {
  absl::string_view measure = name;
  if (absl::ConsumeSuffix(&measure, "/settings")) {
    auto parsed = ParseMeasure(measure, field);
    if (parsed.ok()) return parsed;
  }
  return NameError(field, "municipalities/{refnis}/measures/{code}/settings");
}

std::string FormatSettings(const MeasureName& measure) {
  return absl::StrCat(FormatMeasure(measure.municipality, measure.code),
                      "/settings");
}

absl::StatusOr<MeasureName> ParseLocalMeasure(absl::string_view name,
                                              const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1]) || parts[2] != "localMeasures" ||
      !IsMeasureCode(parts[3])) {
    return NameError(field, "municipalities/{refnis}/localMeasures/{code}");
  }
  return MeasureName{parts[1], parts[3]};
}

std::string FormatLocalMeasure(const MeasureName& measure) {
  return absl::StrCat("municipalities/", measure.municipality,
                      "/localMeasures/", measure.code);
}

absl::StatusOr<TargetName> ParseTarget(absl::string_view name,
                                       const std::string& field) {
  const size_t slash = name.rfind("/targets/");
  if (slash != absl::string_view::npos) {
    const absl::string_view id = name.substr(slash + 9);
    const auto measure = ParseMeasure(name.substr(0, slash), field);
    TargetName parsed;
    if (measure.ok() && id.size() == 15 && id[7] == '-') {
      const MonthSpan term{ParseMonth(id.substr(0, 7)),
                           ParseMonth(id.substr(8))};
      if (term.first > 0 && term.first <= term.last) {
        return TargetName{*measure, 0, 0, term};
      }
    }
    const bool is_quarter = id.size() == 7 && id.substr(4, 2) == "-Q";
    if (measure.ok() && (is_quarter || id.size() == 4) &&
        absl::SimpleAtoi(id.substr(0, 4), &parsed.year)) {
      parsed.measure = *measure;
      if (is_quarter) parsed.quarter = id[6] - '0';
      const bool is_inside = parsed.year >= kYearMin &&
                             parsed.year <= kYearMax && parsed.quarter <= 4 &&
                             parsed.quarter >= (is_quarter ? 1 : 0);
      if (is_inside && FormatTarget(parsed) == name) return parsed;
    }
  }
  return NameError(field,
                   "municipalities/{refnis}/measures/{code}/targets/{year}, "
                   "{year}-Q{quarter} or {YYYY-MM}-{YYYY-MM}");
}

std::string FormatTarget(const TargetName& name) {
  const std::string targets = absl::StrCat(
      FormatMeasure(name.measure.municipality, name.measure.code), "/targets/");
  if (name.term.has_value()) {
    return absl::StrFormat("%s%04d-%02d-%04d-%02d", targets,
                           name.term->first / 12, name.term->first % 12 + 1,
                           name.term->last / 12, name.term->last % 12 + 1);
  }
  const std::string year = absl::StrCat(targets, name.year);
  return name.quarter == 0 ? year : absl::StrCat(year, "-Q", name.quarter);
}

absl::StatusOr<StatementName> ParseStatement(absl::string_view name,
                                             const std::string& field) {
  const size_t slash = name.rfind("/statements/");
  if (slash != absl::string_view::npos) {
    const auto measure = ParseMeasure(name.substr(0, slash), field);
    const absl::string_view id = name.substr(slash + 12);
    const int32_t month = ParseMonth(id);
    if (measure.ok() && month != 0) return StatementName{*measure, month};
    if (measure.ok() && id.find('/') == absl::string_view::npos) {
      return Invalid("MONTH_INVALID", field,
                     {"A statement is of a month of the calendar, as 2018-03.",
                      "Une déclaration concerne un mois du calendrier, comme "
                      "2018-03.",
                      "Een verklaring gaat over een maand van de kalender, "
                      "zoals 2018-03."});
    }
  }
  return NameError(
      field, "municipalities/{refnis}/measures/{code}/statements/{YYYY-MM}");
}

std::string FormatStatement(const StatementName& name) {
  return absl::StrFormat(
      "%s/statements/%04d-%02d",
      FormatMeasure(name.measure.municipality, name.measure.code),
      name.month / 12, name.month % 12 + 1);
}

absl::StatusOr<SessionName> ParseSession(absl::string_view name,
                                         const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 6 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1]) || parts[2] != "sources" || !IsSourceCode(parts[3]) ||
      parts[4] != "sessions" || !IsSessionId(parts[5])) {
    return NameError(
        field, "municipalities/{refnis}/sources/{source}/sessions/{session}");
  }
  return SessionName{parts[1], parts[3], parts[5]};
}

std::string FormatSession(const SessionName& name) {
  return absl::StrCat("municipalities/", name.municipality, "/sources/",
                      name.source, "/sessions/", name.session);
}

absl::StatusOr<ActivityName> ParseActivity(absl::string_view name,
                                           const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  ActivityName parsed;
  // One spelling for a number, so that no activity has two names.
  if (parts.size() == 4 && parts[0] == "municipalities" && IsRefnis(parts[1]) &&
      parts[2] == "activities" && absl::StartsWith(parts[3], "a-") &&
      absl::SimpleAtoi(absl::string_view(parts[3]).substr(2), &parsed.number) &&
      parsed.number > 0) {
    parsed.municipality = parts[1];
    if (FormatActivity(parsed) == name) return parsed;
  }
  return NameError(field, "municipalities/{refnis}/activities/{activity}");
}

std::string FormatActivity(const ActivityName& name) {
  return absl::StrFormat("municipalities/%s/activities/a-%06d",
                         name.municipality, name.number);
}

absl::StatusOr<PeriodName> ParsePeriod(absl::string_view name,
                                       const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  const int32_t month =
      parts.size() == 4 && parts[2] == "periods" ? ParseMonth(parts[3]) : 0;
  if (month == 0 || parts[0] != "municipalities" || !IsRefnis(parts[1])) {
    return NameError(field, "municipalities/{refnis}/periods/{YYYY-MM}");
  }
  return PeriodName{parts[1], month};
}

std::string FormatPeriod(const PeriodName& name) {
  return absl::StrFormat("municipalities/%s/periods/%04d-%02d",
                         name.municipality, name.month / 12,
                         name.month % 12 + 1);
}

absl::StatusOr<NumberedPeriodName> ParsePeriodVersion(
    absl::string_view name, const std::string& field) {
  return ParseUnderPeriod(name, "versions", field);
}

std::string FormatPeriodVersion(const NumberedPeriodName& name) {
  return absl::StrCat(FormatPeriod(name.period), "/versions/", name.number);
}

absl::StatusOr<NumberedPeriodName> ParsePeriodException(
    absl::string_view name, const std::string& field) {
  return ParseUnderPeriod(name, "exceptions", field);
}

std::string FormatPeriodException(const NumberedPeriodName& name) {
  return absl::StrCat(FormatPeriod(name.period), "/exceptions/", name.number);
}

std::string FormatCalendar(absl::string_view municipality, int32_t number) {
  return absl::StrCat(MunicipalityName(municipality), "/periodCalendars/",
                      number);
}

absl::StatusOr<MeasureRuleName> ParseMeasureRule(absl::string_view name,
                                                 const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1]) || parts[2] != "measureRules" ||
      !IsRuleId(parts[3])) {
    return NameError(field, "municipalities/{refnis}/measureRules/{id}");
  }
  return MeasureRuleName{parts[1], parts[3]};
}

std::string FormatMeasureRule(const MeasureRuleName& name) {
  return absl::StrCat("municipalities/", name.municipality, "/measureRules/",
                      name.id);
}

absl::StatusOr<ContextSeriesName> ParseContextSeries(absl::string_view name,
                                                     const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1]) || parts[2] != "contextSeries" ||
      !IsRuleId(parts[3])) {
    return NameError(field, "municipalities/{refnis}/contextSeries/{id}");
  }
  return ContextSeriesName{parts[1], parts[3]};
}

std::string FormatContextSeries(const ContextSeriesName& name) {
  return absl::StrCat("municipalities/", name.municipality, "/contextSeries/",
                      name.id);
}

absl::StatusOr<ReleaseName> ParseRelease(absl::string_view name,
                                         const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1]) || parts[2] != "releases" || !IsReleaseId(parts[3])) {
    return NameError(field, "municipalities/{refnis}/releases/{id}");
  }
  return ReleaseName{parts[1], parts[3]};
}

std::string FormatRelease(const ReleaseName& name) {
  return absl::StrCat("municipalities/", name.municipality, "/releases/",
                      name.id);
}

bool IsRuleId(absl::string_view id) {
  if (id.empty() || id.size() > 63 || !IsLower(id[0])) return false;
  for (const char c : id) {
    if (!IsLower(c) && !IsDigit(c) && c != '-') return false;
  }
  return true;
}

bool IsMeasureCode(absl::string_view code) {
  if (code.empty() || code.size() > 64) return false;
  for (const char c : code) {
    if (!IsLower(c) && !IsDigit(c) && c != '_') return false;
  }
  return true;
}

bool IsSourceCode(absl::string_view code) {
  if (code.empty() || code.size() > 32 || !IsLower(code[0])) return false;
  for (const char c : code) {
    if (!IsLower(c) && !IsDigit(c) && c != '-') return false;
  }
  return code != kActivitiesSource;
}

bool IsSessionId(absl::string_view id) {
  if (id.empty() || id.size() > 64) return false;
  for (const char c : id) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '.' &&
        c != '_' && c != '-') {
      return false;
    }
  }
  return true;
}

}  // namespace entente::indicators
