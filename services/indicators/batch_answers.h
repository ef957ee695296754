// What a batch is answered, and what is kept so that its retry is answered the
// same.
#ifndef SERVICES_INDICATORS_BATCH_ANSWERS_H_
#define SERVICES_INDICATORS_BATCH_ANSWERS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/plan_rules.h"

namespace entente::indicators {

// What a retry of `batch` is answered, as `state` is after it; its rows lie in
// `block`, if it has any.
entente::indicators::v1::BatchRecord ToRecord(
    const PreparedBatch& batch, const BatchOutcome& outcome,
    const entente::indicators::v1::SessionRecord& state, int64_t block);

// The answer to a batch, as `state` is after it.
entente::indicators::v1::IngestResponse ToResponse(
    const entente::indicators::v1::SessionRecord& state,
    const BatchOutcome& outcome);

// The answer to a batch of which nothing was taken: `state` is as before it.
entente::indicators::v1::IngestResponse ToRefusal(
    const entente::indicators::v1::SessionRecord& state,
    const BatchOutcome& outcome);

// What was answered to a batch that was taken before. Errors: SEQUENCE_GAP for
// a sequence below 1, INVALID_ARGUMENT / SEQUENCE_REUSED when it had other
// rows, DATA_LOSS.
absl::StatusOr<entente::indicators::v1::IngestResponse> AnswerAgain(
    const store::Reader& reader, const SessionName& session,
    const PreparedBatch& batch, int64_t durable_sequence);

// Whether the known rows that `record` names, of a batch whose first row is
// `first_row_index`, are rows that it answers as DUPLICATE.
bool NamesKnownRows(const entente::indicators::v1::BatchRecord& record,
                    int64_t first_row_index);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_BATCH_ANSWERS_H_
