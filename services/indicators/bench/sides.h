// The two ways rows enter in one benchmark run: through the door, and straight
// into the same session and transaction.
#ifndef SERVICES_INDICATORS_BENCH_SIDES_H_
#define SERVICES_INDICATORS_BENCH_SIDES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "services/indicators/service_fixture.h"

namespace entente::indicators {

// What one delivery took.
struct Delivery {
  double rows_per_second = 0;
  // From the moment a batch is handed over to its acknowledgement; through the
  // door that includes the wait behind the batches sent before it.
  double p50_ms = 0;
  double p99_ms = 0;
  double longest_ms = 0;
  entente::indicators::v1::IngestTotals totals;
};

// Mutual TLS, token, policy, the stream, validation, deduplication, aggregates,
// access entry, fsync; the client in this process. `in_flight_max`: batches
// that are sent before the first of them is acknowledged; 0: as many as the
// stream takes. Errors: what the service answered.
absl::StatusOr<Delivery> DeliverThroughDoor(
    RunningService& service, const std::string& session,
    const std::vector<entente::indicators::v1::IngestRequest>& batches,
    size_t in_flight_max);

// The same without TLS, token, policy and stream.
absl::StatusOr<Delivery> DeliverStraight(
    RunningService& service, const std::string& session,
    const std::vector<entente::indicators::v1::IngestRequest>& batches);

// How long something took that was done again and again.
struct Times {
  double p50_ms = 0;
  double p99_ms = 0;
};

// A year of one measure by month, read through the door; a reading of figures
// that are not sensitive leaves no entry in the access log. `before_each` comes
// before each reading and is not timed.
absl::StatusOr<Times> ReadYears(RunningService& service, int reads,
                                absl::FunctionRef<absl::Status()> before_each);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_BENCH_SIDES_H_
