// Keys of months, rules between measures and context series
// (indicators_keys.h).
#include "services/common/base/error.h"
#include "services/common/store/key.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

using store::KeyReader;
using store::KeyWriter;

enum Table : uint8_t {
  kPeriodHead = 0x60,
  kCalendar = 0x61,
  kPeriod = 0x62,
  kSourceMonth = 0x63,
  kPeriodVersion = 0x64,
  kMeasureRule = 0x65,
  kOnBehalf = 0x66,
  kOwnConfirmation = 0x67,
  kContextSeries = 0x70,
  kContextFigure = 0x71,
  kFormerContextSeries = 0x72,
};

}  // namespace

std::string AllPeriodHeadsPrefix() {
  return KeyWriter().Table(kPeriodHead).Key();
}

std::string PeriodHeadKey(absl::string_view municipality) {
  return KeyWriter().Table(kPeriodHead).Str(municipality).Key();
}

absl::StatusOr<std::string> ParsePeriodMunicipality(absl::string_view key) {
  KeyReader reader(key);
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  return reader.Str();
}

std::string AllCalendarsPrefix() { return KeyWriter().Table(kCalendar).Key(); }

std::string CalendarPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kCalendar).Str(municipality).Key();
}

std::string CalendarKey(absl::string_view municipality, int32_t number) {
  return KeyWriter().Table(kCalendar).Str(municipality).I64(number).Key();
}

std::string AllPeriodRecordsPrefix() {
  return KeyWriter().Table(kPeriod).Key();
}

std::string PeriodRecordPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kPeriod).Str(municipality).Key();
}

std::string PeriodRecordKey(const PeriodName& period) {
  return KeyWriter()
      .Table(kPeriod)
      .Str(period.municipality)
      .I64(period.month)
      .Key();
}

absl::StatusOr<int32_t> ParsePeriodRecordMonth(absl::string_view key) {
  KeyReader reader(key);
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_RETURN_IF_ERROR(reader.Str().status());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t month, reader.I64());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  return static_cast<int32_t>(month);
}

std::string AllSourceMonthsPrefix() {
  return KeyWriter().Table(kSourceMonth).Key();
}

std::string SourceMonthPrefix(const PeriodName& period) {
  return KeyWriter()
      .Table(kSourceMonth)
      .Str(period.municipality)
      .I64(period.month)
      .Key();
}

std::string SourceMonthKey(const SourceMonth& month) {
  return KeyWriter()
      .Table(kSourceMonth)
      .Str(month.period.municipality)
      .I64(month.period.month)
      .Str(month.source)
      .Key();
}

absl::StatusOr<SourceMonth> ParseSourceMonthKey(absl::string_view key) {
  KeyReader reader(key);
  SourceMonth parts;
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_ASSIGN_OR_RETURN(parts.period.municipality, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t month, reader.I64());
  ENTENTE_ASSIGN_OR_RETURN(parts.source, reader.Str());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  parts.period.month = static_cast<int32_t>(month);
  return parts;
}

std::string AllOnBehalfPrefix() { return KeyWriter().Table(kOnBehalf).Key(); }

std::string OnBehalfKey(const PeriodName& period, absl::string_view subject) {
  return KeyWriter()
      .Table(kOnBehalf)
      .Str(period.municipality)
      .I64(period.month)
      .Str(subject)
      .Key();
}

absl::StatusOr<OnBehalfKeyParts> ParseOnBehalfKey(absl::string_view key) {
  KeyReader reader(key);
  OnBehalfKeyParts parts;
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_ASSIGN_OR_RETURN(parts.period.municipality, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t month, reader.I64());
  ENTENTE_ASSIGN_OR_RETURN(parts.subject, reader.Str());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  parts.period.month = static_cast<int32_t>(month);
  return parts;
}

std::string AllOwnConfirmationsPrefix() {
  return KeyWriter().Table(kOwnConfirmation).Key();
}

std::string OwnConfirmationKey(absl::string_view municipality,
                               absl::string_view source) {
  return KeyWriter()
      .Table(kOwnConfirmation)
      .Str(municipality)
      .Str(source)
      .Key();
}

std::string AllPeriodVersionsPrefix() {
  return KeyWriter().Table(kPeriodVersion).Key();
}

std::string PeriodVersionPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kPeriodVersion).Str(municipality).Key();
}

std::string PeriodVersionPrefix(const PeriodName& period) {
  return KeyWriter()
      .Table(kPeriodVersion)
      .Str(period.municipality)
      .I64(period.month)
      .Key();
}

std::string PeriodVersionKey(const NumberedPeriodName& version) {
  return KeyWriter()
      .Table(kPeriodVersion)
      .Str(version.period.municipality)
      .I64(version.period.month)
      .I64(version.number)
      .Key();
}

std::string AllMeasureRulesPrefix() {
  return KeyWriter().Table(kMeasureRule).Key();
}

std::string MeasureRulePrefix(absl::string_view municipality) {
  return KeyWriter().Table(kMeasureRule).Str(municipality).Key();
}

std::string MeasureRulePrefix(const MeasureRuleName& name) {
  return KeyWriter()
      .Table(kMeasureRule)
      .Str(name.municipality)
      .Str(name.id)
      .Key();
}

std::string MeasureRuleKey(const MeasureRuleName& name, int32_t version) {
  return KeyWriter()
      .Table(kMeasureRule)
      .Str(name.municipality)
      .Str(name.id)
      .I64(version)
      .Key();
}

std::string AllContextSeriesPrefix() {
  return KeyWriter().Table(kContextSeries).Key();
}

std::string ContextSeriesPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kContextSeries).Str(municipality).Key();
}

std::string ContextSeriesKey(const ContextSeriesName& name) {
  return KeyWriter()
      .Table(kContextSeries)
      .Str(name.municipality)
      .Str(name.id)
      .Key();
}

std::string AllFormerContextSeriesPrefix() {
  return KeyWriter().Table(kFormerContextSeries).Key();
}

std::string FormerContextSeriesPrefix(const ContextSeriesName& name) {
  return KeyWriter()
      .Table(kFormerContextSeries)
      .Str(name.municipality)
      .Str(name.id)
      .Key();
}

std::string FormerContextSeriesKey(const ContextSeriesName& name,
                                   int32_t version) {
  return KeyWriter()
      .Table(kFormerContextSeries)
      .Str(name.municipality)
      .Str(name.id)
      .I64(version)
      .Key();
}

std::string AllContextFiguresPrefix() {
  return KeyWriter().Table(kContextFigure).Key();
}

std::string ContextFigurePrefix(const ContextSeriesName& name) {
  return KeyWriter()
      .Table(kContextFigure)
      .Str(name.municipality)
      .Str(name.id)
      .Key();
}

std::string ContextFigurePrefix(const ContextSeriesName& name, int32_t month) {
  return KeyWriter()
      .Table(kContextFigure)
      .Str(name.municipality)
      .Str(name.id)
      .I64(month)
      .Key();
}

std::string ContextFigurePrefix(const ContextSeriesName& name, int32_t month,
                                absl::string_view area) {
  return KeyWriter()
      .Table(kContextFigure)
      .Str(name.municipality)
      .Str(name.id)
      .I64(month)
      .Str(area)
      .Key();
}

std::string ContextFigureKey(const ContextFigureKeyParts& parts) {
  return KeyWriter()
      .Table(kContextFigure)
      .Str(parts.series.municipality)
      .Str(parts.series.id)
      .I64(parts.month)
      .Str(parts.area)
      .I64(parts.version)
      .Key();
}

absl::StatusOr<ContextFigureKeyParts> ParseContextFigureKey(
    absl::string_view key) {
  KeyReader reader(key);
  ContextFigureKeyParts parts;
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_ASSIGN_OR_RETURN(parts.series.municipality, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(parts.series.id, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t month, reader.I64());
  ENTENTE_ASSIGN_OR_RETURN(parts.area, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t version, reader.I64());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  parts.month = static_cast<int32_t>(month);
  parts.version = static_cast<int32_t>(version);
  return parts;
}

}  // namespace entente::indicators
