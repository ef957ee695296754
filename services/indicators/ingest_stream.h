// The stream of a delivery as its handler finds it: messages received and
// prepared ahead.
#ifndef SERVICES_INDICATORS_INGEST_STREAM_H_
#define SERVICES_INDICATORS_INGEST_STREAM_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "google/type/date.pb.h"
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
  // Of memory, about; see MemoryOf.
  size_t bytes = 0;

  size_t rows() const {
    const auto& batch = request->batch();
    return static_cast<size_t>(batch.observations_size()) +
           static_cast<size_t>(batch.unreadable_size());
  }
};

// About what `request` takes of memory. Its rows alone or its length alone say
// little: a row of nothing is sent in two bytes, and one may be a megabyte
// long.
inline size_t MemoryOf(const entente::indicators::v1::IngestRequest& request) {
  using entente::indicators::v1::Observation;
  using entente::indicators::v1::Rejection;
  // The fields of a row that are messages or texts of their own.
  constexpr size_t kRowBytes = sizeof(Observation) +
                               sizeof(google::type::Date) +
                               4 * sizeof(std::string);
  constexpr size_t kRejectionBytes =
      sizeof(Rejection) + 2 * sizeof(std::string);
  // An entry of a map, with its share of what finds it.
  constexpr size_t kEntryBytes = 4 * sizeof(std::string);
  const auto& batch = request.batch();
  size_t entries = 0;
  for (const Observation& row : batch.observations()) {
    entries += row.breakdown().size();
  }
  return request.ByteSizeLong() + entries * kEntryBytes +
         static_cast<size_t>(batch.observations_size()) * kRowBytes +
         static_cast<size_t>(batch.unreadable_size()) * kRejectionBytes;
}

// What a message that waits weighs: the memory it takes, and something also
// when it is empty.
inline size_t WeightOf(const IncomingMessage& message) {
  constexpr size_t kEmptyBytes = 1024;
  return kEmptyBytes + message.bytes;
}

// What may wait for the handler: some two batches of the most rows, so that one
// is prepared while the other is stored.
inline constexpr size_t kAheadBytesMax = size_t{4} << 20;

using IngestStream =
    gate::AheadStream<entente::indicators::v1::IngestRequest,
                      entente::indicators::v1::IngestResponse, IncomingMessage>;

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_STREAM_H_
