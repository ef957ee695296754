// What deliveries are refused for by what was stored before them, or changed
// meanwhile. Pure.
#ifndef SERVICES_INDICATORS_INGEST_ERRORS_H_
#define SERVICES_INDICATORS_INGEST_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace entente::indicators {

// NOT_FOUND / SESSION_UNKNOWN.
absl::Status SessionUnknown(const std::string& field);
// DEADLINE_EXCEEDED / SESSIONS_TOO_LONG.
absl::Status SessionsTooLong();
// FAILED_PRECONDITION / SEQUENCE_GAP with `expected`.
absl::Status SequenceGap(int64_t expected);
// INVALID_ARGUMENT / SEQUENCE_REUSED.
absl::Status SequenceReused(int64_t sequence);
// INVALID_ARGUMENT / ROW_INDEX_MISMATCH with `expected`.
absl::Status RowIndexMismatch(int64_t expected);
// ABORTED / DEFINITIONS_CHANGED.
absl::Status DefinitionsChanged();
// ABORTED / PERIODS_CHANGED.
absl::Status PeriodsChanged();
// RESOURCE_EXHAUSTED / TRIAL_TOO_LONG.
absl::Status TrialTooLong();

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_ERRORS_H_
