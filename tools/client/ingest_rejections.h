// Why rows of a batch were not taken, counted for people. Pure.
#ifndef TOOLS_CLIENT_INGEST_REJECTIONS_H_
#define TOOLS_CLIENT_INGEST_REJECTIONS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "entente/indicators/v1/ingest_service.pb.h"
#include "google/protobuf/repeated_field.h"

namespace entente::client {

// Rows by (reason, column).
using ReasonCounts = std::map<std::pair<std::string, std::string>, int64_t>;

// Adds the rows of `rejections`, the answer to `batch`, ascending. A row whose
// event is unknown because the row of that event was rejected too, in the same
// batch, counts under what that one is rejected for: it alone is to be mended.
void AddReasons(const entente::indicators::v1::ObservationBatch& batch,
                const google::protobuf::RepeatedPtrField<
                    entente::indicators::v1::Rejection>& rejections,
                ReasonCounts& counts);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_INGEST_REJECTIONS_H_
