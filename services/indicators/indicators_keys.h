// Every key of the indicators service. Numbers on disk are frozen.
//
//   table  components after it                        record
//   0x10   municipality                               DefinitionsHead
//   0x11   municipality | convention                  ConventionRecord
//   0x12   municipality | measure | year              Target, until schema 6
//   0x13   municipality | measure | version           MeasureSettingsRecord
//   0x14   municipality | measure | year | quarter |  TargetRecord
//          version
//          municipality | measure | 2^32 + first |    the same, of a term
//          last month | version
//   0x15   municipality | measure | month | version   StatementRecord
//   0x16   municipality | measure | version           LocalMeasureRecord
//   0x20   municipality | convention | payment        PaymentRecord
//   0x21   municipality | meeting id                  MeetingFigureRecord
//   0x22   municipality | time_us | kind | id         FactChangeRecord
//   0x23                                              HistoryHead
//   0x30   municipality                               ActivityHead
//   0x31   municipality | ~day | ~number              ActivityRecord
//   0x32   municipality | number                      ActivityPlace
//   0x33   municipality | number | version            ActivityRecord
//   0x34   municipality | month | subject | ~second | nothing
//          number | version
//   0x40   municipality | series | area | month       MonthRecord
//   0x41   municipality                               MonthsHead
//   0x50                                              BlockHead
//   0x51   block                                      BlockRecord
//   0x52   root block | root row                      CorrectedRecord
//   0x53   municipality | source                      SourceRecord
//   0x54   municipality | source | session            SessionRecord
//   0x55   municipality | source | session | sequence BatchRecord
//   0x56   block | first row                          ids: event_id_store.h
//   0x60   municipality                               PeriodHead
//   0x61   municipality | calendar number             PeriodCalendarRecord
//   0x62   municipality | month                       PeriodRecord
//   0x63   municipality | month | source              SourceMonthRecord
//   0x64   municipality | month | version number      PeriodVersionRecord
//   0x65   municipality | rule id | version           MeasureRuleRecord
//   0x66   municipality | month | subject             OnBehalfRecord
//   0x67   municipality | source                      OwnConfirmationRecord
//   0x70   municipality | series id                   ContextSeriesRecord
//   0x71   municipality | series id | month | area |  ContextFigureRecord
//          version
//   0x72   municipality | series id | version         ContextSeriesRecord, one
//                                                     that was replaced
//   0x80   municipality                               ReleaseHead
//   0x81   municipality | ~number                     ReleaseRecord
//   0x82   municipality | ~number                     ReleaseTablesRecord
//   0x83   municipality | release id                  ReleasePlace
//
// series is the code of a measure, "trainings", or a split of it by one code
// list, "trainings/audience=youth", that lies beside it and is no measure: see
// breakdown_rules.h. municipality is the REFNIS code; convention and payment
// are the resource names; ~day is 2^32 - packed day, ~second 2^63 - Unix second
// and ~number 2^63 - number, so that a scan meets the newest first; month is
// year * 12 + month - 1, the first of a period; quarter is 0 for a whole year.
// Day and month as in date_rules.h. 0xE0-0xFF belong to services/common
// (outbox, replay, audit).
#ifndef SERVICES_INDICATORS_INDICATORS_KEYS_H_
#define SERVICES_INDICATORS_INDICATORS_KEYS_H_

#include <cstdint>
#include <string>
#include <tuple>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/indicators/event_id.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

std::string DefinitionsHeadKey(absl::string_view municipality);

std::string ConventionPrefix(absl::string_view municipality);
std::string ConventionKey(absl::string_view municipality,
                          absl::string_view convention);

// Where targets lay until schema 6.
std::string FormerTargetsPrefix();
std::string FormerTargetKey(const TargetName& name);

// All versions of the targets of all measures, of one, and of one target.
std::string AllTargetsPrefix();
std::string TargetPrefix(const MeasureName& measure);
std::string TargetPrefix(const TargetName& name);
std::string TargetKey(const TargetName& name, int32_t version);

// All versions of the settings of all measures, of those of a municipality, and
// of one.
std::string AllSettingsPrefix();
std::string SettingsPrefix(absl::string_view municipality);
std::string SettingsPrefix(const MeasureName& measure);
std::string SettingsKey(const MeasureName& measure, int32_t version);

// All versions of all local measures, of those of a municipality, and of one.
std::string AllLocalMeasuresPrefix();
std::string LocalMeasurePrefix(absl::string_view municipality);
std::string LocalMeasurePrefix(const MeasureName& name);
std::string LocalMeasureKey(const MeasureName& name, int32_t version);

// All versions of all statements, of those of a municipality, of a measure, and
// of one.
std::string AllStatementsPrefix();
std::string StatementPrefix(absl::string_view municipality);
std::string StatementPrefix(const MeasureName& measure);
std::string StatementPrefix(const StatementName& name);
struct StatementKeyParts {
  StatementName name;
  int32_t version = 0;
};
std::string StatementKey(const StatementName& name, int32_t version);
// DATA_LOSS when `key` is none of StatementKey.
absl::StatusOr<StatementKeyParts> ParseStatementKey(absl::string_view key);

std::string PaymentPrefix(absl::string_view municipality);
std::string PaymentKey(absl::string_view municipality,
                       absl::string_view convention, absl::string_view payment);

std::string MeetingPrefix(absl::string_view municipality);
std::string MeetingKey(absl::string_view municipality,
                       absl::string_view meeting_id);

std::string ActivityHeadKey(absl::string_view municipality);
// All activities of all municipalities, for the recount.
std::string AllActivitiesPrefix();
std::string ActivityPrefix(absl::string_view municipality);
// Where a scan from the newest on meets those of `packed_day` first; the prefix
// of those.
std::string ActivityDayKey(absl::string_view municipality, uint32_t packed_day);
std::string ActivityKey(const ActivityName& name, uint32_t packed_day);
struct ActivityKeyParts {
  ActivityName name;
  uint32_t packed_day = 0;
};
// DATA_LOSS when `key` is none of ActivityKey.
absl::StatusOr<ActivityKeyParts> ParseActivityKey(absl::string_view key);
std::string AllActivityPlacesPrefix();
std::string ActivityPlaceKey(const ActivityName& name);
// Versions that stood before, of all activities, of those of a municipality and
// of one.
std::string AllActivityVersionsPrefix();
std::string ActivityVersionsPrefix(absl::string_view municipality);
std::string ActivityVersionPrefix(const ActivityName& name);
std::string ActivityVersionKey(const ActivityName& name, int32_t version);

// That somebody moved figures of a month by making a version of an activity.
// Nothing lies under the key.
struct ActivityMove {
  ActivityName name;
  int32_t version = 0;
  int32_t month = 0;
  // Who, and when.
  std::string subject;
  int64_t unix_second = 0;
};
std::string AllActivityMovesPrefix();
// Those of one person in one month, newest first.
std::string ActivityMovePrefix(absl::string_view municipality, int32_t month,
                               absl::string_view subject);
std::string ActivityMoveKey(const ActivityMove& move);
// DATA_LOSS when `key` is none of ActivityMoveKey.
absl::StatusOr<ActivityMove> ParseActivityMoveKey(absl::string_view key);

struct MonthKeyParts {
  std::string municipality;
  // Name of a series, here and below: see the table.
  std::string measure;
  std::string area;
  int32_t month = 0;

  friend bool operator<(const MonthKeyParts& a, const MonthKeyParts& b);
};
std::string MonthsHeadKey(absl::string_view municipality);
std::string AllMonthsPrefix();
// All series of a municipality.
std::string MonthPrefix(absl::string_view municipality);
// All areas of a series.
std::string MonthPrefix(absl::string_view municipality,
                        absl::string_view measure);
std::string MonthPrefix(absl::string_view municipality,
                        absl::string_view measure, absl::string_view area);
std::string MonthKey(absl::string_view municipality, absl::string_view measure,
                     absl::string_view area, int32_t month);
// DATA_LOSS when `key` is none of MonthKey.
absl::StatusOr<MonthKeyParts> ParseMonthKey(absl::string_view key);

std::string BlockHeadKey();
std::string BlockPrefix();
std::string BlockKey(int64_t block);
absl::StatusOr<int64_t> ParseBlockKey(absl::string_view key);

// Ids of the rows of all blocks, of one, and a piece of them by its first row.
std::string AllEventIdsPrefix();
std::string EventIdsPrefix(int64_t block);
std::string EventIdsKey(const RowPlace& first);
absl::StatusOr<RowPlace> ParseEventIdsKey(absl::string_view key);
// Corrections of events whose first row lies in the block, in row order.
std::string CorrectedPrefix(int64_t block);
std::string CorrectedKey(const RowPlace& root);
// The row in a CorrectedKey. DATA_LOSS when `key` is none.
absl::StatusOr<uint32_t> ParseCorrectedRow(absl::string_view key);

std::string SourceKey(absl::string_view municipality, absl::string_view source);
std::string AllSessionsPrefix();
// All sessions of a source.
std::string SessionPrefix(absl::string_view municipality,
                          absl::string_view source);
std::string SessionKey(const SessionName& session);
// DATA_LOSS when `key` is none of SessionKey.
absl::StatusOr<SessionName> ParseSessionKey(absl::string_view key);
std::string BatchPrefix(const SessionName& session);
std::string BatchKey(const SessionName& session, int64_t sequence);
// The sequence in a BatchKey. DATA_LOSS when `key` is none.
absl::StatusOr<int64_t> ParseBatchSequence(absl::string_view key);

std::string AllPeriodHeadsPrefix();
std::string PeriodHeadKey(absl::string_view municipality);
// The municipality in a key that begins with one. DATA_LOSS when it has none.
absl::StatusOr<std::string> ParsePeriodMunicipality(absl::string_view key);
std::string AllCalendarsPrefix();
std::string CalendarPrefix(absl::string_view municipality);
std::string CalendarKey(absl::string_view municipality, int32_t number);
std::string AllPeriodRecordsPrefix();
std::string PeriodRecordPrefix(absl::string_view municipality);
std::string PeriodRecordKey(const PeriodName& period);
// The month in a PeriodRecordKey. DATA_LOSS when `key` is none.
absl::StatusOr<int32_t> ParsePeriodRecordMonth(absl::string_view key);

struct SourceMonth {
  PeriodName period;
  std::string source;

  friend bool operator<(const SourceMonth& a, const SourceMonth& b) {
    return std::tie(a.period.municipality, a.period.month, a.source) <
           std::tie(b.period.municipality, b.period.month, b.source);
  }
};
std::string AllSourceMonthsPrefix();
std::string SourceMonthPrefix(const PeriodName& period);
std::string SourceMonthKey(const SourceMonth& month);
// DATA_LOSS when `key` is none of SourceMonthKey.
absl::StatusOr<SourceMonth> ParseSourceMonthKey(absl::string_view key);

// That `subject` delivered or confirmed for the month on behalf of a source.
std::string AllOnBehalfPrefix();
std::string OnBehalfKey(const PeriodName& period, absl::string_view subject);
struct OnBehalfKeyParts {
  PeriodName period;
  std::string subject;
};
// DATA_LOSS when `key` is none of OnBehalfKey.
absl::StatusOr<OnBehalfKeyParts> ParseOnBehalfKey(absl::string_view key);

// That the source once confirmed a month itself.
std::string AllOwnConfirmationsPrefix();
std::string OwnConfirmationKey(absl::string_view municipality,
                               absl::string_view source);

std::string AllPeriodVersionsPrefix();
std::string PeriodVersionPrefix(absl::string_view municipality);
std::string PeriodVersionPrefix(const PeriodName& period);
std::string PeriodVersionKey(const NumberedPeriodName& version);

std::string AllMeasureRulesPrefix();
// All versions of all rules of a municipality, and of one rule.
std::string MeasureRulePrefix(absl::string_view municipality);
std::string MeasureRulePrefix(const MeasureRuleName& name);
std::string MeasureRuleKey(const MeasureRuleName& name, int32_t version);

std::string AllContextSeriesPrefix();
std::string ContextSeriesPrefix(absl::string_view municipality);
std::string ContextSeriesKey(const ContextSeriesName& name);
// What a series said before it was changed, by version.
std::string AllFormerContextSeriesPrefix();
std::string FormerContextSeriesPrefix(const ContextSeriesName& name);
std::string FormerContextSeriesKey(const ContextSeriesName& name,
                                   int32_t version);
std::string AllContextFiguresPrefix();
// Figures of a series; where a scan meets those of `month` first; all versions
// of the one of a period and area.
std::string ContextFigurePrefix(const ContextSeriesName& name);
std::string ContextFigurePrefix(const ContextSeriesName& name, int32_t month);
std::string ContextFigurePrefix(const ContextSeriesName& name, int32_t month,
                                absl::string_view area);
struct ContextFigureKeyParts {
  ContextSeriesName series;
  int32_t month = 0;
  std::string area;
  int32_t version = 0;
};
std::string ContextFigureKey(const ContextFigureKeyParts& parts);
// DATA_LOSS when `key` is none of ContextFigureKey.
absl::StatusOr<ContextFigureKeyParts> ParseContextFigureKey(
    absl::string_view key);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INDICATORS_KEYS_H_
