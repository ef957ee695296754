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

// First byte of a piece with digests.
constexpr char kWithDigests = 2;
constexpr size_t kRowBytes = EventId::kBytes + kRowDigestBytes;
// 1024 pieces are 10 MB: what was delivered before is often delivered again in
// the same order.
constexpr size_t kPiecesKept = 1024;

absl::Status Damaged(int64_t block) {
  return absl::DataLossError(
      absl::StrCat("ids of the rows of block ", block, " are damaged"));
}

// The piece that begins with row `row`, of a column of `bytes` a row.
absl::string_view PieceAt(absl::string_view column, uint32_t row,
                          size_t bytes) {
  const size_t begin = row * bytes;
  return begin < column.size() ? column.substr(begin, kRowsOfPiece * bytes)
                               : absl::string_view();
}

// What a piece holds; `digests` is empty in the former form.
struct Piece {
  absl::string_view ids;
  absl::string_view digests;

  size_t rows() const { return ids.size() / EventId::kBytes; }
};

// nullopt where `bytes` have neither form, or no row.
std::optional<Piece> ParsePiece(absl::string_view bytes) {
  Piece piece;
  if (bytes.size() % 2 == 0) {
    piece.ids = bytes;
  } else {
    if (bytes[0] != kWithDigests) return std::nullopt;
    const size_t rows = (bytes.size() - 1) / kRowBytes;
    if (bytes.size() != 1 + rows * kRowBytes) return std::nullopt;
    piece.ids = bytes.substr(1, rows * EventId::kBytes);
    piece.digests = bytes.substr(1 + rows * EventId::kBytes);
  }
  const bool is_whole = piece.ids.size() % EventId::kBytes == 0;
  if (!is_whole || piece.rows() == 0 || piece.rows() > kRowsOfPiece) {
    return std::nullopt;
  }
  return piece;
}

// Of blocks from before schema 11, in pieces as newer ones have them.
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
          status = visit({*number, row}, PieceAt(ids, row, EventId::kBytes));
          if (!status.ok()) return false;
        }
        return true;
      });
  return scanned.ok() ? status : scanned;
}

}  // namespace

void PutEventIds(store::Transaction& transaction, int64_t block,
                 const EventIds& rows) {
  std::string piece;
  for (uint32_t row = 0; row * EventId::kBytes < rows.ids.size();
       row += kRowsOfPiece) {
    piece.assign(1, kWithDigests);
    absl::StrAppend(&piece, PieceAt(rows.ids, row, EventId::kBytes),
                    PieceAt(rows.digests, row, kRowDigestBytes));
    transaction.Put(EventIdsKey({block, row}), piece);
  }
}

absl::StatusOr<EventIds> ReadEventIds(const store::Reader& reader,
                                      int64_t number,
                                      const v1::BlockRecord& record) {
  EventIds rows;
  if (!record.event_ids().empty()) {
    rows.ids = record.event_ids();
    return rows;
  }
  bool is_sound = true;
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(EventIdsPrefix(number), "",
                  [&](absl::string_view, absl::string_view bytes) {
                    const std::optional<Piece> piece = ParsePiece(bytes);
                    is_sound = piece.has_value() &&
                               (rows.ids.empty() ||
                                rows.digests.empty() == piece->digests.empty());
                    if (!is_sound) return false;
                    absl::StrAppend(&rows.ids, piece->ids);
                    absl::StrAppend(&rows.digests, piece->digests);
                    return true;
                  }));
  if (!is_sound) return Damaged(number);
  return rows;
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
      [&](absl::string_view key, absl::string_view bytes) {
        const absl::StatusOr<RowPlace> place = ParseEventIdsKey(key);
        status = place.status();
        if (!place.ok()) return false;
        const std::optional<Piece> piece = ParsePiece(bytes);
        const bool fits = place->row == 0 || (next && *next == *place);
        if (!fits || !piece.has_value() || place->row >= RowPlace::kRowsMax) {
          status = Damaged(place->block);
          return false;
        }
        next.reset();
        if (piece->rows() == kRowsOfPiece) {
          next = {place->block, place->row + kRowsOfPiece};
        }
        status = visit(*place, piece->ids);
        return status.ok();
      }));
  return status;
}

absl::StatusOr<StoredId> EventIdCache::Get(const store::Reader& reader,
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
  const std::optional<Piece> kept = ParsePiece(found->second);
  if (!kept.has_value() || row >= kept->rows()) return Damaged(place.block);
  StoredId stored{EventId::From(kept->ids.substr(row * EventId::kBytes))};
  if (!kept->digests.empty()) {
    stored.digest = ReadDigest(kept->digests.substr(row * kRowDigestBytes));
  }
  return stored;
}

absl::StatusOr<StoredId> EventIdCache::GetFormer(const v1::BlockRecord& record,
                                                 const RowPlace& place) {
  const absl::string_view ids = record.event_ids();
  if ((place.row + 1) * EventId::kBytes > ids.size()) {
    return Damaged(place.block);
  }
  // It was read as a whole, so all of it is kept.
  for (uint32_t row = 0; row * EventId::kBytes < ids.size();
       row += kRowsOfPiece) {
    Keep({place.block, row}, std::string(PieceAt(ids, row, EventId::kBytes)));
  }
  return StoredId{EventId::From(ids.substr(place.row * EventId::kBytes))};
}

EventIdCache::Pieces::iterator EventIdCache::Keep(const RowPlace& first,
                                                  std::string piece) {
  if (pieces_.size() >= kPiecesKept) pieces_.clear();
  return pieces_.emplace(first.Pack(), std::move(piece)).first;
}

}  // namespace entente::indicators
