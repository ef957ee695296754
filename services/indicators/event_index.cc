#include "services/indicators/event_index.h"

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::Status StoredTwice(int64_t block) {
  return absl::DataLossError(
      absl::StrCat("an event of block ", block, " is stored twice"));
}

EventId IdAt(absl::string_view ids, size_t row) {
  return EventId::From(ids.substr(row * EventId::kBytes));
}

// Whether the row at `place`, in a block before the one being read, is `id`.
absl::StatusOr<bool> LiesAt(const store::Reader& reader, const RowPlace& place,
                            const EventId& id) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::BlockRecord> block,
      store::GetRecord<v1::BlockRecord>(reader, BlockKey(place.block)));
  if (!block.has_value() ||
      (place.row + 1) * EventId::kBytes > block->event_ids().size()) {
    return absl::DataLossError("a block of rows is damaged");
  }
  return IdAt(block->event_ids(), place.row) == id;
}

}  // namespace

absl::Status EventIndex::Follow(const store::Reader& reader) {
  absl::Status damage;
  const auto take_block = [&](absl::string_view key,
                              absl::string_view ids) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const int64_t number, ParseBlockKey(key));
    const size_t rows = ids.size() / EventId::kBytes;
    if (ids.size() % EventId::kBytes != 0 || rows > RowPlace::kRowsMax) {
      return absl::DataLossError("a block of rows is damaged");
    }
    for (size_t row = 0; row < rows; ++row) {
      const EventId id = IdAt(ids, row);
      for (const RowPlace& place : Find(id)) {
        const absl::StatusOr<bool> is_same =
            place.block == number
                ? absl::StatusOr<bool>(IdAt(ids, place.row) == id)
                : LiesAt(reader, place, id);
        if (!is_same.ok()) return is_same.status();
        if (*is_same) return StoredTwice(number);
      }
      Insert(id, {number, static_cast<uint32_t>(row)});
    }
    return absl::OkStatus();
  };
  const absl::Status scanned = store::ScanRecords<v1::BlockRecord>(
      reader, BlockPrefix(), BlockKey(next_block_),
      [&](absl::string_view key, const v1::BlockRecord& block) {
        damage = take_block(key, block.event_ids());
        return damage.ok();
      });
  return scanned.ok() ? damage : scanned;
}

}  // namespace entente::indicators
