// Rows of a session that were not taken, as they lie in its batches.
#ifndef SERVICES_INDICATORS_REJECTION_STORE_H_
#define SERVICES_INDICATORS_REJECTION_STORE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/observation.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

struct RejectionPage {
  std::vector<entente::indicators::v1::Rejection> rejections;
  // Row to start the next page from; -1 on the last.
  int64_t next_row = -1;
};

// Rejected rows of a session from `from_row` on, by row. Errors: DATA_LOSS.
absl::StatusOr<RejectionPage> ReadRejections(const store::Reader& reader,
                                             const SessionName& session,
                                             int64_t from_row,
                                             size_t page_size);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_REJECTION_STORE_H_
