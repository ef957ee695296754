#include "services/indicators/schema_store.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/activity_move_store.h"
#include "services/indicators/activity_store.h"
#include "services/indicators/block_store.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/fact_store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/on_behalf_store.h"
#include "services/indicators/period_store.h"
#include "services/indicators/target_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Records put in one transaction.
constexpr int kPieceRecords = 1000;

// By measure.
using Counts = std::map<std::string, int64_t>;
using SourceCounts = std::map<SourceMonth, Counts>;
// By row of a block.
using Corrections = absl::flat_hash_map<uint32_t, v1::CorrectedRecord>;

absl::StatusOr<Corrections> ReadCorrections(const store::Reader& reader,
                                            int64_t block) {
  Corrections corrections;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::CorrectedRecord>(
      reader, CorrectedPrefix(block), "",
      [&](absl::string_view key, const v1::CorrectedRecord& record) {
        const absl::StatusOr<uint32_t> row = ParseCorrectedRow(key);
        status = row.status();
        if (row.ok()) corrections[*row] = record;
        return status.ok();
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  return corrections;
}

absl::Status CountBlock(const store::Reader& reader, int64_t number,
                        const v1::BlockRecord& record, SourceCounts& counts) {
  ENTENTE_ASSIGN_OR_RETURN(const Block block, DecodeBlock(record));
  ENTENTE_ASSIGN_OR_RETURN(const Corrections corrections,
                           ReadCorrections(reader, number));
  const v1::BlockColumns& columns = block.columns;
  SourceMonth month{.period = {columns.municipality()},
                    .source = columns.source()};
  // Rows of a month and measure mostly come together.
  std::map<std::pair<int32_t, uint32_t>, int64_t> rows;
  for (size_t row = 0; row < block.rows(); ++row) {
    // A correction says how its first row counts, and that is looked up there.
    if (block.CorrectionAt(row) >= 0) continue;
    const auto corrected = corrections.find(static_cast<uint32_t>(row));
    if (corrected == corrections.end()) {
      const int i = static_cast<int>(row);
      ++rows[{MonthOf(columns.days(i)), columns.measure_indexes(i)}];
      continue;
    }
    if (corrected->second.is_withdrawn()) continue;
    month.period.month = MonthOf(corrected->second.day());
    ++counts[month][corrected->second.measure_code()];
  }
  for (const auto& [place, count] : rows) {
    month.period.month = place.first;
    counts[month][columns.measures(static_cast<int>(place.second))] += count;
  }
  return absl::OkStatus();
}

absl::Status PutCounts(store::Transaction& transaction,
                       const SourceMonth& month, const Counts& counts) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::SourceMonthRecord> known,
                           store::GetRecord<v1::SourceMonthRecord>(
                               transaction, SourceMonthKey(month)));
  v1::SourceMonthRecord record = known.value_or(v1::SourceMonthRecord());
  record.clear_measures();
  record.set_contributions(0);
  for (const auto& [code, count] : counts) {
    v1::SourceMeasureRecord& measure = *record.add_measures();
    measure.set_measure_code(code);
    measure.set_contributions(count);
    if (record.has_last_delivery_time()) {
      *measure.mutable_last_delivery_time() = record.last_delivery_time();
    }
    record.set_contributions(record.contributions() + count);
  }
  store::PutRecord(transaction, SourceMonthKey(month), record);
  return absl::OkStatus();
}

}  // namespace

store::StoreOptions StoreOptions() {
  const auto nothing = [](store::Transaction&) { return absl::OkStatus(); };
  const auto keep = [](store::Transaction& transaction) -> absl::Status {
    ENTENTE_RETURN_IF_ERROR(KeepMoves(transaction));
    return KeepOwnConfirmations(transaction);
  };
  return {.schema_version = 16,
          // What the first step would count the second counts as well.
          .migrations = {{.from_version = 1, .body = nothing},
                         {.from_version = 2,
                          .body = &StampPeriodHeads,
                          .before = &CountSourceMonths},
                         {.from_version = 3, .body = &PlaceActivities},
                         // A program that knows no withdrawals would count
                         // what they took back.
                         {.from_version = 4, .body = nothing},
                         // ... or no rules would approve what they refuse.
                         {.from_version = 5, .body = nothing},
                         {.from_version = 6, .body = &BeginHistory},
                         // ... or no settings would show what they hide.
                         {.from_version = 7, .body = &KeepTargetVersions},
                         // ... or no breakdowns would leave splits where they
                         // are when it corrects their events, and take a split
                         // for a measure.
                         {.from_version = 8, .body = nothing},
                         // ... or no releases would find them untouched
                         // whatever was done to them.
                         {.from_version = 9, .body = nothing},
                         // ... or no ids apart would count all events again.
                         {.from_version = 10, .body = nothing},
                         // ... or no statements would show months without
                         // what is stated of them.
                         {.from_version = 11, .body = nothing},
                         // ... or no digests of ids would take them for ids.
                         {.from_version = 12, .body = keep},
                         // ... or no withdrawals of context figures would
                         // show them; or no terms would take a target of one
                         // for a target of the year 0.
                         {.from_version = 13, .body = &MendOwnConfirmations},
                         // ... or no measures of persons would release what
                         // few of them are behind.
                         {.from_version = 14, .body = nothing},
                         // ... or no local measures would refuse their rows
                         // and take them for what was touched.
                         {.from_version = 15, .body = nothing}}};
}

absl::Status CountSourceMonths(store::Store& store) {
  SourceCounts counts;
  absl::Status status;
  const std::unique_ptr<store::Snapshot> snapshot = store.Read();
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::BlockRecord>(
      *snapshot, BlockPrefix(), "",
      [&](absl::string_view key, const v1::BlockRecord& record) {
        const absl::StatusOr<int64_t> number = ParseBlockKey(key);
        status = number.ok() ? CountBlock(*snapshot, *number, record, counts)
                             : number.status();
        return status.ok();
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  for (auto next = counts.begin(); next != counts.end();) {
    ENTENTE_RETURN_IF_ERROR(
        store.Transact([&](store::Transaction& transaction) -> absl::Status {
          for (int i = 0; i < kPieceRecords && next != counts.end();
               ++i, ++next) {
            ENTENTE_RETURN_IF_ERROR(
                PutCounts(transaction, next->first, next->second));
          }
          return absl::OkStatus();
        }));
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
