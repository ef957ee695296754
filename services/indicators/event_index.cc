#include "services/indicators/event_index.h"

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

}  // namespace

absl::Status EventIndex::Follow(const store::Reader& reader) {
  absl::Status damage;
  const absl::Status scanned = store::ScanRecords<v1::BlockRecord>(
      reader, BlockPrefix(), BlockKey(next_block_),
      [&](absl::string_view key, const v1::BlockRecord& block) {
        const absl::StatusOr<int64_t> number = ParseBlockKey(key);
        const absl::string_view ids = block.event_ids();
        const size_t rows = ids.size() / EventId::kBytes;
        if (!number.ok() || ids.size() % EventId::kBytes != 0 ||
            rows > RowPlace::kRowsMax) {
          damage = absl::DataLossError("a block of rows is damaged");
          return false;
        }
        for (size_t row = 0; row < rows; ++row) {
          const EventId id = EventId::From(ids.substr(row * EventId::kBytes));
          if (!Insert(id, {*number, static_cast<uint32_t>(row)})) {
            damage = absl::DataLossError(absl::StrCat(
                "an event of block ", *number, " is stored twice"));
            return false;
          }
        }
        return true;
      });
  return scanned.ok() ? damage : scanned;
}

}  // namespace entente::indicators
