// The stream of a delivery as its handler finds it: messages received and
// prepared ahead.
#ifndef SERVICES_INDICATORS_INGEST_STREAM_H_
#define SERVICES_INDICATORS_INGEST_STREAM_H_

#include <memory>

#include "absl/status/status.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "services/common/gate/ahead_stream.h"
#include "services/indicators/batch_preparer.h"

namespace entente::indicators {

// A message, and a batch with what could be done ahead.
struct IncomingMessage {
  std::unique_ptr<entente::indicators::v1::IngestRequest> request;
  // Of a batch only: the refusal of one that is not well formed, else what the
  // other two stand for.
  absl::Status status;
  HeldGround held;
  PreparedBatch prepared;

  size_t rows() const {
    const auto& batch = request->batch();
    return static_cast<size_t>(batch.observations_size()) +
           static_cast<size_t>(batch.unreadable_size());
  }
};

using IngestStream =
    gate::AheadStream<entente::indicators::v1::IngestRequest,
                      entente::indicators::v1::IngestResponse, IncomingMessage>;

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_STREAM_H_
