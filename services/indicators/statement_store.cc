#include "services/indicators/statement_store.h"

#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {

absl::StatusOr<std::vector<v1::Statement>> ReadStatementVersions(
    const store::Reader& reader, const StatementName& name) {
  std::vector<v1::Statement> versions;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::StatementRecord>(
      reader, StatementPrefix(name), "",
      [&](absl::string_view, const v1::StatementRecord& record) {
        versions.push_back(record.statement());
        return true;
      }));
  return versions;
}

absl::StatusOr<Statements> ReadStatements(const store::Reader& reader,
                                          const MeasureName& measure,
                                          absl::Time time) {
  Statements statements;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::StatementRecord>(
      reader, StatementPrefix(measure), "",
      [&](absl::string_view key, const v1::StatementRecord& record) {
        const auto parts = ParseStatementKey(key);
        status = parts.status();
        if (!status.ok()) return false;
        if (ToTime(record.statement().update_time()) <= time) {
          statements[parts->name.month] = record.statement();
        }
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  return statements;
}

absl::StatusOr<Statements> ReadMonthStatement(const store::Reader& reader,
                                              const StatementName& name) {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::Statement> versions,
                           ReadStatementVersions(reader, name));
  Statements statements;
  if (!versions.empty()) statements[name.month] = versions.back();
  return statements;
}

absl::Status ScanStatements(
    const store::Reader& reader, const PeriodName& period,
    absl::FunctionRef<bool(const v1::StatementRecord&)> visit) {
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::StatementRecord>(
      reader, StatementPrefix(period.municipality), "",
      [&](absl::string_view key, const v1::StatementRecord& record) {
        const auto parts = ParseStatementKey(key);
        status = parts.status();
        if (!status.ok()) return false;
        return parts->name.month != period.month || visit(record);
      }));
  return status;
}

absl::Status PutStatement(store::Transaction& transaction,
                          const StatementName& name,
                          const v1::StatementRecord& record) {
  return PutUnderDigest(transaction, name.measure.municipality,
                        StatementKey(name, record.statement().version()),
                        record);
}

}  // namespace entente::indicators
