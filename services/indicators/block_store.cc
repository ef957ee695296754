#include "services/indicators/block_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/breakdown_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// 64 blocks of 8192 rows are about 15 MB.
constexpr size_t kBlocksKept = 64;

absl::Status Damaged() { return absl::DataLossError("a block is damaged"); }

// Nothing where no row has any.
void AddBreakdowns(const BlockPlan& plan, v1::BlockColumns& columns) {
  if (plan.breakdowns.texts().empty()) return;
  for (const std::string& breakdown : plan.breakdowns.texts()) {
    columns.add_breakdowns(breakdown);
  }
  columns.mutable_breakdown_indexes()->Reserve(
      static_cast<int>(plan.rows.size()));
  for (const NewRow& row : plan.rows) {
    columns.add_breakdown_indexes(row.breakdown);
  }
}

bool HasSoundBreakdowns(const v1::BlockColumns& columns, size_t rows) {
  if (columns.breakdown_indexes().empty()) return columns.breakdowns().empty();
  const auto count = static_cast<uint32_t>(columns.breakdowns_size());
  return static_cast<size_t>(columns.breakdown_indexes_size()) == rows &&
         std::all_of(columns.breakdown_indexes().begin(),
                     columns.breakdown_indexes().end(),
                     [&](uint32_t index) { return index <= count; }) &&
         std::all_of(columns.breakdowns().begin(), columns.breakdowns().end(),
                     [](const std::string& text) {
                       return !text.empty() && IsCanonicalBreakdown(text);
                     });
}

}  // namespace

v1::BlockRecord EncodeBlock(const SessionName& session, const BlockPlan& plan,
                            absl::Time now) {
  v1::BlockRecord record;
  record.set_store_time_us(absl::ToUnixMicros(now));
  // See EncodeEventIds.
  record.set_has_digests(true);
  v1::BlockColumns columns;
  columns.set_municipality(session.municipality);
  columns.set_source(session.source);
  for (const std::string& measure : plan.measures.texts()) {
    columns.add_measures(measure);
  }
  for (const std::string& area : plan.areas.texts()) columns.add_areas(area);
  const int rows = static_cast<int>(plan.rows.size());
  columns.mutable_measure_indexes()->Reserve(rows);
  columns.mutable_area_indexes()->Reserve(rows);
  columns.mutable_days()->Reserve(rows);
  columns.mutable_values()->Reserve(rows);
  bool has_withdrawal = false;
  for (int i = 0; i < rows; ++i) {
    const NewRow& row = plan.rows[i];
    columns.add_measure_indexes(row.measure);
    columns.add_area_indexes(row.area);
    columns.add_days(row.day);
    columns.add_values(row.value);
    if (!row.is_correction) continue;
    columns.add_correction_rows(static_cast<uint32_t>(i));
    columns.mutable_corrected_ids()->append(row.corrected.bytes.data(),
                                            EventId::kBytes);
    columns.add_is_unchanged(row.is_unchanged);
    columns.add_roots(row.root.Pack());
    columns.add_is_withdrawal(row.is_withdrawal);
    has_withdrawal |= row.is_withdrawal;
  }
  if (!has_withdrawal) columns.clear_is_withdrawal();
  AddBreakdowns(plan, columns);
  columns.SerializeToString(record.mutable_columns());
  return record;
}

EventIds EncodeEventIds(const BlockPlan& plan) {
  EventIds rows;
  rows.ids.reserve(plan.rows.size() * EventId::kBytes);
  rows.digests.reserve(plan.rows.size() * kRowDigestBytes);
  for (const NewRow& row : plan.rows) {
    rows.ids.append(row.id.bytes.data(), EventId::kBytes);
    AppendDigest(row.digest, rows.digests);
  }
  return rows;
}

CountedAs Block::CountedAt(size_t row) const {
  const int i = static_cast<int>(row);
  const uint32_t breakdown =
      columns.breakdown_indexes().empty() ? 0 : columns.breakdown_indexes(i);
  return {columns.measures(static_cast<int>(columns.measure_indexes(i))),
          columns.areas(static_cast<int>(columns.area_indexes(i))),
          columns.days(i),
          columns.values(i),
          IsWithdrawal(row),
          breakdown == 0 ? ""
                         : columns.breakdowns(static_cast<int>(breakdown) - 1)};
}

bool Block::IsWithdrawal(size_t row) const {
  if (columns.is_withdrawal().empty()) return false;
  const int correction = CorrectionAt(row);
  return correction >= 0 && columns.is_withdrawal(correction);
}

int Block::CorrectionAt(size_t row) const {
  const auto& rows = columns.correction_rows();
  const auto found = std::lower_bound(rows.begin(), rows.end(), row);
  if (found == rows.end() || *found != row) return -1;
  return static_cast<int>(found - rows.begin());
}

EventId Block::CorrectedIdAt(int correction) const {
  return EventId::From(
      absl::string_view(columns.corrected_ids())
          .substr(static_cast<size_t>(correction) * EventId::kBytes));
}

absl::StatusOr<Block> DecodeBlock(const v1::BlockRecord& record) {
  Block block;
  if (!block.columns.ParseFromString(record.columns())) return Damaged();
  const v1::BlockColumns& columns = block.columns;
  const size_t rows = block.rows();
  const auto has = [](int size, size_t wanted) {
    return static_cast<size_t>(size) == wanted;
  };
  if ((!record.event_ids().empty() &&
       record.event_ids().size() != rows * EventId::kBytes) ||
      !has(columns.area_indexes_size(), rows) ||
      !has(columns.days_size(), rows) || !has(columns.values_size(), rows) ||
      columns.corrected_ids().size() !=
          static_cast<size_t>(columns.correction_rows_size()) *
              EventId::kBytes ||
      columns.is_unchanged_size() != columns.correction_rows_size() ||
      (!columns.roots().empty() &&
       columns.roots_size() != columns.correction_rows_size()) ||
      (!columns.is_withdrawal().empty() &&
       columns.is_withdrawal_size() != columns.correction_rows_size()) ||
      !HasSoundBreakdowns(columns, rows)) {
    return Damaged();
  }
  for (size_t i = 0; i < rows; ++i) {
    const int row = static_cast<int>(i);
    if (columns.measure_indexes(row) >=
            static_cast<uint32_t>(columns.measures_size()) ||
        columns.area_indexes(row) >=
            static_cast<uint32_t>(columns.areas_size())) {
      return Damaged();
    }
  }
  return block;
}

absl::StatusOr<std::shared_ptr<const Block>> BlockCache::Get(
    const store::Reader& reader, int64_t number) {
  const auto found = blocks_.find(number);
  if (found != blocks_.end()) return found->second;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::BlockRecord> record,
      store::GetRecord<v1::BlockRecord>(reader, BlockKey(number)));
  if (!record.has_value()) return Damaged();
  ENTENTE_ASSIGN_OR_RETURN(Block block, DecodeBlock(*record));
  if (blocks_.size() >= kBlocksKept) blocks_.clear();
  auto shared = std::make_shared<const Block>(std::move(block));
  blocks_[number] = shared;
  return shared;
}

absl::StatusOr<std::optional<StoredRow>> StoreBook::Locate(
    const EventId& id) const {
  for (const RowPlace& place : index_.Find(id)) {
    ENTENTE_ASSIGN_OR_RETURN(const StoredId stored,
                             cache_.ids().Get(reader_, place));
    if (stored.id == id) return StoredRow{place, stored.digest};
  }
  return std::nullopt;
}

absl::StatusOr<StoreBook::Row> StoreBook::Read(const RowPlace& place) const {
  ENTENTE_ASSIGN_OR_RETURN(std::shared_ptr<const Block> block,
                           cache_.Get(reader_, place.block));
  if (place.row >= block->rows()) {
    return absl::DataLossError(
        absl::StrCat("the index does not fit block ", place.block));
  }
  return Row{place, std::move(block)};
}

absl::StatusOr<StoreBook::Row> StoreBook::Step(const Block& block,
                                               int correction) const {
  if (block.columns.roots().empty()) {
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<StoredRow> named,
                             Locate(block.CorrectedIdAt(correction)));
    if (!named.has_value()) return Damaged();
    return Read(named->place);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      Row root, Read(RowPlace::Unpack(block.columns.roots(correction))));
  if (root.block->CorrectionAt(root.place.row) >= 0) return Damaged();
  return root;
}

absl::StatusOr<std::optional<PastEvent>> StoreBook::Find(
    const EventId& id) const {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<StoredRow> stored, Locate(id));
  if (!stored.has_value()) return std::nullopt;
  ENTENTE_ASSIGN_OR_RETURN(Row row, Read(stored->place));
  // A correction names an event stored before it, so this walk ends. It is one
  // step, or none, unless the block was written before roots were kept.
  for (int correction = row.block->CorrectionAt(row.place.row); correction >= 0;
       correction = row.block->CorrectionAt(row.place.row)) {
    ENTENTE_ASSIGN_OR_RETURN(row, Step(*row.block, correction));
  }
  PastEvent past{row.place, row.block->CountedAt(row.place.row)};
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::CorrectedRecord> corrected,
      store::GetRecord<v1::CorrectedRecord>(reader_, CorrectedKey(row.place)));
  if (corrected.has_value()) {
    past.counted = {corrected->measure_code(), corrected->area(),
                    corrected->day(),          corrected->value(),
                    corrected->is_withdrawn(), corrected->breakdown()};
  }
  return past;
}

}  // namespace entente::indicators
