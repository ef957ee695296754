#include "services/indicators/rejection_store.h"

#include <optional>

#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/ingest_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// The first batch of the session that reaches beyond `row`, by halving: what
// lies before a page is not read again for each page.
absl::StatusOr<int64_t> FirstBatchBeyond(const store::Reader& reader,
                                         const SessionName& session,
                                         int64_t row) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::SessionRecord> state,
                           ReadSession(reader, session));
  int64_t low = 1;
  int64_t high = state.has_value() ? state->durable_sequence() + 1 : 1;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<v1::BatchRecord> batch,
        store::GetRecord<v1::BatchRecord>(reader, BatchKey(session, middle)));
    if (!batch.has_value()) return absl::DataLossError("a batch is missing");
    if (batch->next_row_index() > row) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

absl::StatusOr<RejectionPage> ReadRejections(const store::Reader& reader,
                                             const SessionName& session,
                                             int64_t from_row,
                                             size_t page_size) {
  RejectionPage page;
  ENTENTE_ASSIGN_OR_RETURN(const int64_t first,
                           FirstBatchBeyond(reader, session, from_row));
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::BatchRecord>(
      reader, BatchPrefix(session), BatchKey(session, first),
      [&](absl::string_view, const v1::BatchRecord& batch) {
        for (const v1::Rejection& rejection : batch.rejections()) {
          if (rejection.row_index() < from_row) continue;
          if (page.rejections.size() == page_size) {
            page.next_row = rejection.row_index();
            return false;
          }
          page.rejections.push_back(rejection);
        }
        return true;
      }));
  return page;
}

}  // namespace entente::indicators
