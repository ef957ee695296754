#include "services/indicators/event_id_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr size_t kPieceBytes = kRowsOfPiece * EventId::kBytes;
// 1024 pieces are 8 MB: what was delivered before is often delivered again in
// the same order.
constexpr size_t kPiecesKept = 1024;

absl::Status Damaged(int64_t block) {
  return absl::DataLossError(
      absl::StrCat("ids of the rows of block ", block, " are damaged"));
}

// What a piece of `ids` begins with its row `row`.
absl::string_view PieceAt(absl::string_view ids, uint32_t row) {
  const size_t begin = row * EventId::kBytes;
  return begin < ids.size() ? ids.substr(begin, kPieceBytes)
                            : absl::string_view();
}

// In pieces, as newer blocks have them.
absl::Status VisitFormer(
    const store::Reader& reader, int64_t first_block,
    absl::FunctionRef<absl::Status(RowPlace, absl::string_view)> visit) {
  absl::Status status;
  const absl::Status scanned = store::ScanRecords<v1::BlockRecord>(
      reader, BlockPrefix(), BlockKey(first_block),
      [&](absl::string_view key, const v1::BlockRecord& record) {
        const std::string& ids = record.event_ids();
        // From here on they lie apart.
        if (ids.empty()) return false;
        const absl::StatusOr<int64_t> number = ParseBlockKey(key);
        if (!number.ok() || ids.size() % EventId::kBytes != 0 ||
            ids.size() > RowPlace::kRowsMax * EventId::kBytes) {
          status = number.ok() ? Damaged(*number) : number.status();
          return false;
        }
        for (uint32_t row = 0; row * EventId::kBytes < ids.size();
             row += kRowsOfPiece) {
          status = visit({*number, row}, PieceAt(ids, row));
          if (!status.ok()) return false;
        }
        return true;
      });
  return scanned.ok() ? status : scanned;
}

}  // namespace

void PutEventIds(store::Transaction& transaction, int64_t block,
                 absl::string_view ids) {
  for (uint32_t row = 0; row * EventId::kBytes < ids.size();
       row += kRowsOfPiece) {
    transaction.Put(EventIdsKey({block, row}), PieceAt(ids, row));
  }
}

absl::StatusOr<std::string> ReadEventIds(const store::Reader& reader,
                                         int64_t number,
                                         const v1::BlockRecord& record) {
  if (!record.event_ids().empty()) return record.event_ids();
  std::string ids;
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(EventIdsPrefix(number), "",
                  [&](absl::string_view, absl::string_view piece) {
                    ids.append(piece.data(), piece.size());
                    return true;
                  }));
  return ids;
}

absl::Status VisitEventIds(
    const store::Reader& reader, int64_t first_block,
    absl::FunctionRef<absl::Status(RowPlace, absl::string_view)> visit) {
  ENTENTE_RETURN_IF_ERROR(VisitFormer(reader, first_block, visit));
  absl::Status status;
  // Where the next piece of the same block would begin; none behind a short
  // one.
  std::optional<RowPlace> next;
  ENTENTE_RETURN_IF_ERROR(reader.Scan(
      AllEventIdsPrefix(), EventIdsKey({first_block, 0}),
      [&](absl::string_view key, absl::string_view ids) {
        const absl::StatusOr<RowPlace> place = ParseEventIdsKey(key);
        status = place.status();
        if (!place.ok()) return false;
        const bool fits = place->row == 0 || (next && *next == *place);
        if (!fits || ids.empty() || ids.size() > kPieceBytes ||
            ids.size() % EventId::kBytes != 0 ||
            place->row >= RowPlace::kRowsMax) {
          status = Damaged(place->block);
          return false;
        }
        next.reset();
        if (ids.size() == kPieceBytes) {
          next = {place->block, place->row + kRowsOfPiece};
        }
        status = visit(*place, ids);
        return status.ok();
      }));
  return status;
}

absl::StatusOr<EventId> EventIdCache::Get(const store::Reader& reader,
                                          const RowPlace& place) {
  const uint32_t row = place.row % kRowsOfPiece;
  const RowPlace first{place.block, place.row - row};
  auto found = pieces_.find(first.Pack());
  if (found == pieces_.end()) {
    ENTENTE_ASSIGN_OR_RETURN(std::optional<std::string> piece,
                             reader.Get(EventIdsKey(first)));
    if (!piece.has_value()) {
      ENTENTE_ASSIGN_OR_RETURN(
          const std::optional<v1::BlockRecord> former,
          store::GetRecord<v1::BlockRecord>(reader, BlockKey(place.block)));
      if (!former.has_value()) return Damaged(place.block);
      return GetFormer(*former, place);
    }
    found = Keep(first, *std::move(piece));
  }
  const absl::string_view ids = found->second;
  if ((row + 1) * EventId::kBytes > ids.size()) return Damaged(place.block);
  return EventId::From(ids.substr(row * EventId::kBytes));
}

absl::StatusOr<EventId> EventIdCache::GetFormer(const v1::BlockRecord& record,
                                                const RowPlace& place) {
  const absl::string_view ids = record.event_ids();
  if ((place.row + 1) * EventId::kBytes > ids.size()) {
    return Damaged(place.block);
  }
  // It was read as a whole, so all of it is kept.
  for (uint32_t row = 0; row * EventId::kBytes < ids.size();
       row += kRowsOfPiece) {
    Keep({place.block, row}, std::string(PieceAt(ids, row)));
  }
  return EventId::From(ids.substr(place.row * EventId::kBytes));
}

EventIdCache::Pieces::iterator EventIdCache::Keep(const RowPlace& first,
                                                  std::string piece) {
  if (pieces_.size() >= kPiecesKept) pieces_.clear();
  return pieces_.emplace(first.Pack(), std::move(piece)).first;
}

}  // namespace entente::indicators
