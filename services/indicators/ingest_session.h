// One stream of a source: from its first message to its last batch.
#ifndef SERVICES_INDICATORS_INGEST_SESSION_H_
#define SERVICES_INDICATORS_INGEST_SESSION_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/event_hasher.h"
#include "services/indicators/ingest_store.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {

// Not thread-safe: belongs to its stream. What it is given outlives it.
class IngestSession {
 public:
  IngestSession(store::Store& store, IngestStore& ingest,
                DefinitionCache& definitions, PeriodCache& periods,
                const AreaList& areas)
      : store_(store),
        ingest_(ingest),
        definitions_(definitions),
        periods_(periods),
        areas_(areas) {}

  // Answers the message that opens or resumes the session; what it stores goes
  // through `writer` (see ingest_store.h). Errors: those of ValidateOpen and of
  // the store.
  absl::StatusOr<entente::indicators::v1::IngestResponse> Open(
      const entente::indicators::v1::OpenSession& open, store::Store& writer,
      absl::Time now);

  // Validates, hashes and takes a batch; Open was answered before. Errors:
  // those of ValidateBatch, IngestStore::Commit and IngestStore::Try.
  absl::StatusOr<entente::indicators::v1::IngestResponse> Take(
      const entente::indicators::v1::ObservationBatch& batch,
      store::Store& writer, absl::Time now);

  bool is_open() const { return hasher_.has_value(); }

 private:
  absl::StatusOr<entente::indicators::v1::IngestResponse> TakeOnce(
      PreparedBatch& prepared, store::Store& writer, absl::Time now);

  store::Store& store_;
  IngestStore& ingest_;
  DefinitionCache& definitions_;
  PeriodCache& periods_;
  const AreaList& areas_;
  SessionName name_;
  std::optional<EventHasher> hasher_;
  std::string buffer_;
  // validate_only sessions only.
  std::unique_ptr<Trial> trial_;
  entente::indicators::v1::SessionRecord trial_state_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_SESSION_H_
