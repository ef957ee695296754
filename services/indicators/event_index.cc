#include "services/indicators/event_index.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/event_id_store.h"

namespace entente::indicators {
namespace {

absl::Status StoredTwice(int64_t block) {
  return absl::DataLossError(
      absl::StrCat("an event of block ", block, " is stored twice"));
}

}  // namespace

absl::Status EventIndex::Follow(const store::Reader& reader) {
  EventIdCache stored;
  int64_t last_block = 0;
  const absl::Status visited =
      VisitEventIds(reader, next_block_,
                    [&](RowPlace first, absl::string_view ids) -> absl::Status {
                      // All pieces of the block before this one were taken.
                      if (last_block != first.block && last_block > 0) {
                        next_block_ = last_block + 1;
                      }
                      last_block = first.block;
                      return TakePiece(reader, first, ids, stored);
                    });
  // Where it ended before its end, the same block is followed again.
  if (visited.ok() && last_block > 0) next_block_ = last_block + 1;
  return visited;
}

absl::Status EventIndex::TakePiece(const store::Reader& reader,
                                   const RowPlace& first, absl::string_view ids,
                                   EventIdCache& stored) {
  const auto id_at = [&](size_t row) {
    return EventId::From(ids.substr(row * EventId::kBytes));
  };
  const size_t rows = ids.size() / EventId::kBytes;
  for (size_t row = 0; row < rows; ++row) {
    if (row + kIdsAhead < rows) Prefetch(id_at(row + kIdsAhead));
    const EventId id = id_at(row);
    const RowPlace place{first.block, first.row + static_cast<uint32_t>(row)};
    bool is_known = false;
    for (const RowPlace& other : Find(id)) {
      // By an attempt that failed behind it.
      if (other == place) {
        is_known = true;
        continue;
      }
      ENTENTE_ASSIGN_OR_RETURN(const StoredId there, stored.Get(reader, other));
      if (there.id == id) return StoredTwice(place.block);
    }
    if (!is_known) places_.Insert(id, place);
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
