// One delivery session, from its first message to its last batch.
#ifndef SERVICES_INDICATORS_INGEST_SESSION_H_
#define SERVICES_INDICATORS_INGEST_SESSION_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/batch_preparer.h"
#include "services/indicators/ingest_store.h"

namespace entente::indicators {

// Not thread-safe: belongs to its stream. What it is given outlives it.
class IngestSession {
 public:
  // `deliverer` is the subject of who delivers on behalf of the source; empty:
  // the source itself does.
  IngestSession(store::Store& store, IngestStore& ingest,
                DefinitionCache& definitions, PeriodCache& periods,
                const AreaList& areas, std::string deliverer = "")
      : store_(store),
        ingest_(ingest),
        definitions_(definitions),
        periods_(periods),
        areas_(areas),
        deliverer_(std::move(deliverer)) {}

  // Answers the message that opens or resumes the session; what it stores goes
  // through `writer` (see ingest_store.h). Errors: those of ValidateOpen and of
  // the store.
  absl::StatusOr<entente::indicators::v1::IngestResponse> Open(
      const entente::indicators::v1::OpenSession& open, store::Store& writer,
      absl::Time now);

  // What batches that came together are answered, in order. Where it ends
  // before the last of them, `status` says why; those before it are on disk. A
  // batch that is refused whole has an answer and ends it.
  struct Taken {
    IngestAnswers answers;
    absl::Status status;
  };

  // Takes batches that were prepared on `held`, at most RowPlace::kRowsMax rows
  // when they are more than one, in as few transactions as can be; prepares
  // them again where what is in force has changed. Open was answered before.
  // Errors: those of IngestStore::Commit and IngestStore::Try;
  // FAILED_PRECONDITION / BATCH_REFUSED with `sequence` and `rejected`.
  Taken Take(HeldGround held, absl::Span<PreparedBatch> batches,
             store::Store& writer, absl::Time now);

  // Prepares a batch and takes it. Errors: those of ValidateBatch as well.
  absl::StatusOr<entente::indicators::v1::IngestResponse> Take(
      const entente::indicators::v1::ObservationBatch& batch,
      store::Store& writer, absl::Time now);

  bool is_open() const { return preparer_.has_value(); }

 private:
  // Prepares `batches` again on what is in force, which `held` is then.
  absl::Status CheckAgain(absl::Time now, absl::Span<PreparedBatch> batches,
                          HeldGround& held);
  // Commits or tries `batches`; answers at least one.
  absl::StatusOr<IngestAnswers> TakeFirst(
      const Ground& ground, absl::Span<const PreparedBatch> batches,
      store::Store& writer, absl::Time now);

  store::Store& store_;
  IngestStore& ingest_;
  DefinitionCache& definitions_;
  PeriodCache& periods_;
  const AreaList& areas_;
  const std::string deliverer_;
  // As Opener::is_new_source.
  bool is_new_source_ = false;
  SessionName name_;
  std::optional<BatchPreparer> preparer_;
  IngestStore::FailureMode failure_mode_ = IngestStore::FailureMode::kRowWise;
  // validate_only sessions only.
  std::unique_ptr<Trial> trial_;
  entente::indicators::v1::SessionRecord trial_state_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_SESSION_H_
