// Ids of the rows of blocks, apart from what the rows say: a row that was
// stored before is known by its id, and no more of its block is read for that.
//
// Ids lie in pieces of kRowsOfPiece rows, 16 bytes each, one after the other;
// only the last piece of a block is shorter. Blocks from before schema 11 have
// theirs in their BlockRecord.
#ifndef SERVICES_INDICATORS_EVENT_ID_STORE_H_
#define SERVICES_INDICATORS_EVENT_ID_STORE_H_

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/event_id.h"

namespace entente::indicators {

inline constexpr uint32_t kRowsOfPiece = 512;

// `ids`: of all rows of the block, in order, kBytes each.
void PutEventIds(store::Transaction& transaction, int64_t block,
                 absl::string_view ids);

// The ids of the block under `number`, whose record is `record`, as they lie
// there: whether each of its rows has one is for the caller to see.
absl::StatusOr<std::string> ReadEventIds(
    const store::Reader& reader, int64_t number,
    const entente::indicators::v1::BlockRecord& record);

// Calls `visit` with the ids of each piece from `first_block` on, in order of
// their rows, whichever form they have, until it fails. Errors: DATA_LOSS when
// pieces do not fit together; those of `visit`.
absl::Status VisitEventIds(
    const store::Reader& reader, int64_t first_block,
    absl::FunctionRef<absl::Status(RowPlace first, absl::string_view ids)>
        visit);

// Pieces never change once written, so the last ones read are kept. Not
// thread-safe.
class EventIdCache {
 public:
  // The id of the row at `place`. Errors: DATA_LOSS when there is no such row.
  absl::StatusOr<EventId> Get(const store::Reader& reader,
                              const RowPlace& place);

 private:
  // By place of their first row, packed.
  using Pieces = absl::flat_hash_map<uint64_t, std::string>;

  absl::StatusOr<EventId> GetFormer(
      const entente::indicators::v1::BlockRecord& record,
      const RowPlace& place);
  Pieces::iterator Keep(const RowPlace& first, std::string piece);

  Pieces pieces_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_EVENT_ID_STORE_H_
