// Ids of the rows of blocks, apart from what the rows say: a row that was
// stored before is known by its id, and no more of its block is read for that.
//
// Ids lie in pieces of kRowsOfPiece rows; only the last piece of a block is
// shorter. A piece of n rows, and its length:
//
//   from schema 13 on  2 (one byte) | n ids of 16 bytes |      1 + 20 n, odd
//                      n digests of 4 bytes, little endian
//   before             n ids of 16 bytes                       16 n, even
//
// A digest (row_digest_rules.h) says what the row said as it was delivered; of
// rows of before there is none. BlockRecord.has_digests says that a block has
// them, so that the recount misses those that are gone. Blocks from before
// schema 11 have their ids in their BlockRecord, without digests.
#ifndef SERVICES_INDICATORS_EVENT_ID_STORE_H_
#define SERVICES_INDICATORS_EVENT_ID_STORE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/event_id.h"
#include "services/indicators/row_digest_rules.h"

namespace entente::indicators {

inline constexpr uint32_t kRowsOfPiece = 512;

// Of the rows of a block, in order.
struct EventIds {
  // EventId::kBytes each.
  std::string ids = {};
  // kRowDigestBytes each, as many as ids; empty where none were kept.
  std::string digests = {};
};

// `rows`: all rows of the block, with digests.
void PutEventIds(store::Transaction& transaction, int64_t block,
                 const EventIds& rows);

// The ids of the block under `number`, whose record is `record`, as they lie
// there: whether each of its rows has one is for the caller to see. Errors:
// DATA_LOSS where a piece has no form of those above, or not that of the others
// of its block.
absl::StatusOr<EventIds> ReadEventIds(
    const store::Reader& reader, int64_t number,
    const entente::indicators::v1::BlockRecord& record);

// Calls `visit` with the ids of each piece from `first_block` on, in order of
// their rows, whichever form they have, until it fails; digests are left out.
// Errors: DATA_LOSS when pieces do not fit together; those of `visit`.
absl::Status VisitEventIds(
    const store::Reader& reader, int64_t first_block,
    absl::FunctionRef<absl::Status(RowPlace first, absl::string_view ids)>
        visit);

// What is known of a stored row without its block.
struct StoredId {
  EventId id;
  // nullopt: it was stored before digests were kept.
  std::optional<RowDigest> digest = {};
};

// Pieces never change once written, so the last ones read are kept. Not
// thread-safe.
class EventIdCache {
 public:
  // Of the row at `place`. Errors: DATA_LOSS when there is no such row.
  absl::StatusOr<StoredId> Get(const store::Reader& reader,
                               const RowPlace& place);

 private:
  // By place of their first row, packed; as they lie on disk.
  using Pieces = absl::flat_hash_map<uint64_t, std::string>;

  absl::StatusOr<StoredId> GetFormer(
      const entente::indicators::v1::BlockRecord& record,
      const RowPlace& place);
  Pieces::iterator Keep(const RowPlace& first, std::string piece);

  Pieces pieces_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_EVENT_ID_STORE_H_
