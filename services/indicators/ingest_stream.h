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
  // As it was sent.
  size_t bytes = 0;

  size_t rows() const {
    const auto& batch = request->batch();
    return static_cast<size_t>(batch.observations_size()) +
           static_cast<size_t>(batch.unreadable_size());
  }
};

// What a message that waits weighs: its bytes, since its rows may be as long as
// a message may be, and something also when it is empty.
inline size_t WeightOf(const IncomingMessage& message) {
  constexpr size_t kEmptyBytes = 1024;
  return kEmptyBytes + message.bytes;
}

// What may wait for the handler: rows of two batches of the usual 70 bytes, so
// that one is prepared while the other is stored.
inline constexpr size_t kAheadBytesMax = size_t{5} << 18;

using IngestStream =
    gate::AheadStream<entente::indicators::v1::IngestRequest,
                      entente::indicators::v1::IngestResponse, IncomingMessage>;

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_STREAM_H_
