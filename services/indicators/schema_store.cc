#include "services/indicators/schema_store.h"

#include <cstdint>
#include <map>

#include "entente/indicators/v1/period_records.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/block_store.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

using Counts = std::map<SourceMonth, int64_t>;

absl::Status CountBlock(const store::Reader& reader, int64_t number,
                        const v1::BlockRecord& record, Counts& counts) {
  ENTENTE_ASSIGN_OR_RETURN(const Block block, DecodeBlock(record));
  SourceMonth month{.period = {block.columns.municipality()},
                    .source = block.columns.source()};
  for (size_t row = 0; row < block.rows(); ++row) {
    // A correction says how its first row counts, and that is looked up there.
    if (block.CorrectionAt(row) >= 0) continue;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<v1::CorrectedRecord> corrected,
        store::GetRecord<v1::CorrectedRecord>(
            reader, CorrectedKey({number, static_cast<uint32_t>(row)})));
    month.period.month = MonthOf(
        corrected.has_value() ? corrected->day()
                              : block.columns.days(static_cast<int>(row)));
    ++counts[month];
  }
  return absl::OkStatus();
}

}  // namespace

store::StoreOptions StoreOptions() {
  return {.schema_version = 2, .migrations = {{1, &CountSourceMonths}}};
}

absl::Status CountSourceMonths(store::Transaction& transaction) {
  Counts counts;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::BlockRecord>(
      transaction, BlockPrefix(), "",
      [&](absl::string_view key, const v1::BlockRecord& record) {
        const absl::StatusOr<int64_t> number = ParseBlockKey(key);
        status = number.ok() ? CountBlock(transaction, *number, record, counts)
                             : number.status();
        return status.ok();
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  for (const auto& [month, count] : counts) {
    v1::SourceMonthRecord record;
    record.set_contributions(count);
    store::PutRecord(transaction, SourceMonthKey(month), record);
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
