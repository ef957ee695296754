// "Was this event seen, and where?" In memory, rebuilt from the stored ids when
// the service starts; these are what is true.
//
// Callers confirm a candidate against the id that is stored there and change
// the index only after the commit that stored the rows, under one lock with it;
// so a failed commit leaves it unchanged. A commit whose end is not known is
// followed up by Follow.
#ifndef SERVICES_INDICATORS_EVENT_INDEX_H_
#define SERVICES_INDICATORS_EVENT_INDEX_H_

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "services/common/store/store.h"
#include "services/indicators/event_id.h"
#include "services/indicators/event_id_store.h"
#include "services/indicators/place_table.h"

namespace entente::indicators {

// About 16 bytes of memory an event. Not thread-safe.
class EventIndex {
 public:
  // Reads the ids behind the last block that the index holds: all of them the
  // first time. After an error it may be called again, and comes to the same.
  // Errors: DATA_LOSS when ids are damaged or one was stored twice; those of
  // the store.
  absl::Status Follow(const store::Reader& reader);

  // Where the event may lie; nowhere else. See PlaceTable.
  PlaceTable::Candidates Find(const EventId& id) const {
    return places_.Find(id);
  }

  // Has the memory that Find and Insert of `id` touch fetched meanwhile; see
  // kIdsAhead.
  void Prefetch(const EventId& id) const { places_.Prefetch(id); }

  // `id` is in no block before that of `place`.
  void Insert(const EventId& id, const RowPlace& place) {
    next_block_ = std::max(next_block_, place.block + 1);
    places_.Insert(id, place);
  }

  size_t size() const { return places_.size(); }

 private:
  // The ids of a piece, of which some may be known by now.
  absl::Status TakePiece(const store::Reader& reader, const RowPlace& first,
                         absl::string_view ids, EventIdCache& stored);

  PlaceTable places_;
  // Behind the last block of which all events are in the index.
  int64_t next_block_ = 0;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_EVENT_INDEX_H_
