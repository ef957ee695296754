#include "services/indicators/indicators_keys.h"

#include <tuple>

#include "services/common/base/error.h"
#include "services/common/store/key.h"

namespace entente::indicators {
namespace {

using store::KeyReader;
using store::KeyWriter;

enum Table : uint8_t {
  kDefinitionsHead = 0x10,
  kConvention = 0x11,
  kFormerTarget = 0x12,
  kSettings = 0x13,
  kTarget = 0x14,
  kStatement = 0x15,
  kLocalMeasure = 0x16,
  kPayment = 0x20,
  kMeeting = 0x21,
  kMonth = 0x40,
  kMonthsHead = 0x41,
  kBlockHead = 0x50,
  kBlock = 0x51,
  kCorrected = 0x52,
  kSource = 0x53,
  kSession = 0x54,
  kBatch = 0x55,
  kEventIds = 0x56,
};

KeyWriter MeasureKeyOf(Table table, const MeasureName& measure) {
  return KeyWriter().Table(table).Str(measure.municipality).Str(measure.code);
}

// Above whatever is said to be a year, so that terms lie apart and last.
constexpr int64_t kTermBase = int64_t{1} << 32;

KeyWriter TargetKeyOf(const TargetName& name) {
  KeyWriter key = MeasureKeyOf(kTarget, name.measure);
  if (name.term.has_value()) {
    key.I64(kTermBase + name.term->first).I64(name.term->last);
  } else {
    key.I64(name.year).I64(name.quarter);
  }
  return key;
}

}  // namespace

std::string DefinitionsHeadKey(absl::string_view municipality) {
  return KeyWriter().Table(kDefinitionsHead).Str(municipality).Key();
}

std::string ConventionPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kConvention).Str(municipality).Key();
}

std::string ConventionKey(absl::string_view municipality,
                          absl::string_view convention) {
  return KeyWriter().Table(kConvention).Str(municipality).Str(convention).Key();
}

std::string FormerTargetsPrefix() {
  return KeyWriter().Table(kFormerTarget).Key();
}

std::string FormerTargetKey(const TargetName& name) {
  return MeasureKeyOf(kFormerTarget, name.measure).I64(name.year).Key();
}

std::string AllTargetsPrefix() { return KeyWriter().Table(kTarget).Key(); }

std::string TargetPrefix(const MeasureName& measure) {
  return MeasureKeyOf(kTarget, measure).Key();
}

std::string TargetPrefix(const TargetName& name) {
  return TargetKeyOf(name).Key();
}

std::string TargetKey(const TargetName& name, int32_t version) {
  return TargetKeyOf(name).I64(version).Key();
}

std::string AllSettingsPrefix() { return KeyWriter().Table(kSettings).Key(); }

std::string SettingsPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kSettings).Str(municipality).Key();
}

std::string SettingsPrefix(const MeasureName& measure) {
  return MeasureKeyOf(kSettings, measure).Key();
}

std::string SettingsKey(const MeasureName& measure, int32_t version) {
  return MeasureKeyOf(kSettings, measure).I64(version).Key();
}

std::string AllLocalMeasuresPrefix() {
  return KeyWriter().Table(kLocalMeasure).Key();
}

std::string LocalMeasurePrefix(absl::string_view municipality) {
  return KeyWriter().Table(kLocalMeasure).Str(municipality).Key();
}

std::string LocalMeasurePrefix(const MeasureName& name) {
  return MeasureKeyOf(kLocalMeasure, name).Key();
}

std::string LocalMeasureKey(const MeasureName& name, int32_t version) {
  return MeasureKeyOf(kLocalMeasure, name).I64(version).Key();
}

std::string AllStatementsPrefix() {
  return KeyWriter().Table(kStatement).Key();
}

std::string StatementPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kStatement).Str(municipality).Key();
}

std::string StatementPrefix(const MeasureName& measure) {
  return MeasureKeyOf(kStatement, measure).Key();
}

std::string StatementPrefix(const StatementName& name) {
  return MeasureKeyOf(kStatement, name.measure).I64(name.month).Key();
}

std::string StatementKey(const StatementName& name, int32_t version) {
  return MeasureKeyOf(kStatement, name.measure)
      .I64(name.month)
      .I64(version)
      .Key();
}

absl::StatusOr<StatementKeyParts> ParseStatementKey(absl::string_view key) {
  KeyReader reader(key);
  StatementKeyParts parts;
  MeasureName& measure = parts.name.measure;
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_ASSIGN_OR_RETURN(measure.municipality, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(measure.code, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t month, reader.I64());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t version, reader.I64());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  parts.name.month = static_cast<int32_t>(month);
  parts.version = static_cast<int32_t>(version);
  return parts;
}

std::string PaymentPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kPayment).Str(municipality).Key();
}

std::string PaymentKey(absl::string_view municipality,
                       absl::string_view convention,
                       absl::string_view payment) {
  return KeyWriter()
      .Table(kPayment)
      .Str(municipality)
      .Str(convention)
      .Str(payment)
      .Key();
}

std::string MeetingPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kMeeting).Str(municipality).Key();
}

std::string MeetingKey(absl::string_view municipality,
                       absl::string_view meeting_id) {
  return KeyWriter().Table(kMeeting).Str(municipality).Str(meeting_id).Key();
}

bool operator<(const MonthKeyParts& a, const MonthKeyParts& b) {
  return std::tie(a.municipality, a.measure, a.area, a.month) <
         std::tie(b.municipality, b.measure, b.area, b.month);
}

std::string MonthsHeadKey(absl::string_view municipality) {
  return KeyWriter().Table(kMonthsHead).Str(municipality).Key();
}

std::string AllMonthsPrefix() { return KeyWriter().Table(kMonth).Key(); }

std::string MonthPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kMonth).Str(municipality).Key();
}

std::string MonthPrefix(absl::string_view municipality,
                        absl::string_view measure) {
  return KeyWriter().Table(kMonth).Str(municipality).Str(measure).Key();
}

std::string MonthPrefix(absl::string_view municipality,
                        absl::string_view measure, absl::string_view area) {
  return KeyWriter()
      .Table(kMonth)
      .Str(municipality)
      .Str(measure)
      .Str(area)
      .Key();
}

std::string MonthKey(absl::string_view municipality, absl::string_view measure,
                     absl::string_view area, int32_t month) {
  return KeyWriter()
      .Table(kMonth)
      .Str(municipality)
      .Str(measure)
      .Str(area)
      .I64(month)
      .Key();
}

absl::StatusOr<MonthKeyParts> ParseMonthKey(absl::string_view key) {
  KeyReader reader(key);
  MonthKeyParts parts;
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_ASSIGN_OR_RETURN(parts.municipality, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(parts.measure, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(parts.area, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t month, reader.I64());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  parts.month = static_cast<int32_t>(month);
  return parts;
}

std::string BlockHeadKey() { return KeyWriter().Table(kBlockHead).Key(); }

std::string BlockPrefix() { return KeyWriter().Table(kBlock).Key(); }

std::string BlockKey(int64_t block) {
  return KeyWriter().Table(kBlock).I64(block).Key();
}

absl::StatusOr<int64_t> ParseBlockKey(absl::string_view key) {
  KeyReader reader(key);
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t block, reader.I64());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  return block;
}

std::string AllEventIdsPrefix() { return KeyWriter().Table(kEventIds).Key(); }

std::string EventIdsPrefix(int64_t block) {
  return KeyWriter().Table(kEventIds).I64(block).Key();
}

std::string EventIdsKey(const RowPlace& first) {
  return KeyWriter().Table(kEventIds).I64(first.block).U64(first.row).Key();
}

absl::StatusOr<RowPlace> ParseEventIdsKey(absl::string_view key) {
  KeyReader reader(key);
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  RowPlace first;
  ENTENTE_ASSIGN_OR_RETURN(first.block, reader.I64());
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t row, reader.U64());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  first.row = static_cast<uint32_t>(row);
  return first;
}

std::string CorrectedPrefix(int64_t block) {
  return KeyWriter().Table(kCorrected).I64(block).Key();
}

std::string CorrectedKey(const RowPlace& root) {
  return KeyWriter().Table(kCorrected).I64(root.block).U64(root.row).Key();
}

absl::StatusOr<uint32_t> ParseCorrectedRow(absl::string_view key) {
  KeyReader reader(key);
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_RETURN_IF_ERROR(reader.I64().status());
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t row, reader.U64());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  return static_cast<uint32_t>(row);
}

std::string SourceKey(absl::string_view municipality,
                      absl::string_view source) {
  return KeyWriter().Table(kSource).Str(municipality).Str(source).Key();
}

std::string AllSessionsPrefix() { return KeyWriter().Table(kSession).Key(); }

std::string SessionPrefix(absl::string_view municipality,
                          absl::string_view source) {
  return KeyWriter().Table(kSession).Str(municipality).Str(source).Key();
}

std::string SessionKey(const SessionName& session) {
  return KeyWriter()
      .Table(kSession)
      .Str(session.municipality)
      .Str(session.source)
      .Str(session.session)
      .Key();
}

absl::StatusOr<SessionName> ParseSessionKey(absl::string_view key) {
  KeyReader reader(key);
  SessionName session;
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_ASSIGN_OR_RETURN(session.municipality, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(session.source, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(session.session, reader.Str());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  return session;
}

std::string BatchPrefix(const SessionName& session) {
  return KeyWriter()
      .Table(kBatch)
      .Str(session.municipality)
      .Str(session.source)
      .Str(session.session)
      .Key();
}

std::string BatchKey(const SessionName& session, int64_t sequence) {
  return KeyWriter()
      .Table(kBatch)
      .Str(session.municipality)
      .Str(session.source)
      .Str(session.session)
      .I64(sequence)
      .Key();
}

absl::StatusOr<int64_t> ParseBatchSequence(absl::string_view key) {
  KeyReader reader(key);
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  for (int i = 0; i < 3; ++i) ENTENTE_RETURN_IF_ERROR(reader.Str().status());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t sequence, reader.I64());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  return sequence;
}

}  // namespace entente::indicators
