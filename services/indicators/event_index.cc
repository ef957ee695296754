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
  EventIdCache known;
  return VisitEventIds(
      reader, next_block_,
      [&](RowPlace place, absl::string_view ids) -> absl::Status {
        for (; !ids.empty(); ids.remove_prefix(EventId::kBytes), ++place.row) {
          const EventId id = EventId::From(ids);
          for (const RowPlace& other : Find(id)) {
            ENTENTE_ASSIGN_OR_RETURN(const EventId stored,
                                     known.Get(reader, other));
            if (stored == id) return StoredTwice(place.block);
          }
          Insert(id, place);
        }
        return absl::OkStatus();
      });
}

}  // namespace entente::indicators
