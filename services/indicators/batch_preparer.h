// The work on a batch that needs no lock: its rows checked against what is in
// force, its events hashed. Done ahead of the decision, and again where what
// was in force has changed meanwhile.
#ifndef SERVICES_INDICATORS_BATCH_PREPARER_H_
#define SERVICES_INDICATORS_BATCH_PREPARER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/store/store.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/event_hasher.h"
#include "services/indicators/period_store.h"
#include "services/indicators/plan_rules.h"

namespace entente::indicators {

// What is in force, kept alive: `ground` points to it.
struct HeldGround {
  Ground ground;
  std::shared_ptr<const Definitions> definitions;
  std::shared_ptr<const PeriodBook> periods;

  // Rows checked against one may be decided on the other.
  bool IsSameAs(const HeldGround& other) const {
    return definitions == other.definitions && periods == other.periods &&
           ground.today == other.ground.today;
  }
};

// For the batches of one source. Not thread-safe; what it is given outlives it.
class BatchPreparer {
 public:
  BatchPreparer(const store::Store& store, DefinitionCache& definitions,
                PeriodCache& periods, const AreaList& areas,
                std::string municipality, std::string source)
      : store_(store),
        definitions_(definitions),
        periods_(periods),
        areas_(areas),
        municipality_(std::move(municipality)),
        municipality_place_(areas_.Find(municipality_)),
        source_(std::move(source)),
        hasher_(municipality_, source_) {}

  // What is in force at `now`. Errors: DATA_LOSS.
  absl::StatusOr<HeldGround> Stand(absl::Time now) const;

  // Fills `prepared`. `batch` outlives it. Errors: those of ValidateBatch.
  absl::Status Prepare(const Ground& ground,
                       const entente::indicators::v1::ObservationBatch& batch,
                       PreparedBatch& prepared);

  // Checks the rows anew, and nothing else.
  void CheckRows(const Ground& ground, PreparedBatch& prepared);

 private:
  const store::Store& store_;
  DefinitionCache& definitions_;
  PeriodCache& periods_;
  const AreaList& areas_;
  const std::string municipality_;
  // See Ground.
  const int municipality_place_;
  const std::string source_;
  EventHasher hasher_;
  std::string buffer_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_BATCH_PREPARER_H_
