// The work on a batch that needs no lock: its rows checked against what is in
// force, its events and what its rows say hashed. Done ahead of the decision,
// and again where what was in force has changed meanwhile.
#ifndef SERVICES_INDICATORS_BATCH_PREPARER_H_
#define SERVICES_INDICATORS_BATCH_PREPARER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/store/store.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/event_hasher.h"
#include "services/indicators/period_store.h"
#include "services/indicators/plan_rules.h"
#include "services/indicators/row_digest_rules.h"

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

// For the batches of one source, be it that somebody else delivers them. Not
// thread-safe; what it is given outlives it.
class BatchPreparer {
 public:
  BatchPreparer(const store::Store& store, DefinitionCache& definitions,
                PeriodCache& periods, const AreaList& areas,
                std::string municipality, std::string source,
                bool is_on_behalf = false)
      : store_(store),
        definitions_(definitions),
        periods_(periods),
        areas_(areas),
        municipality_(std::move(municipality)),
        municipality_place_(areas_.Find(municipality_)),
        source_(std::move(source)),
        is_on_behalf_(is_on_behalf),
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
  // Of row `i`, a good one of which all else is prepared.
  RowDigest Digest(const Ground& ground, const PreparedBatch& prepared,
                   size_t i);

  const store::Store& store_;
  DefinitionCache& definitions_;
  PeriodCache& periods_;
  const AreaList& areas_;
  const std::string municipality_;
  // See Ground.
  const int municipality_place_;
  const std::string source_;
  const bool is_on_behalf_;
  EventHasher hasher_;
  std::string buffer_;
  // HashText of codes, by place in what is in force; 0: not made yet. Measures
  // of one call, areas never change.
  std::vector<uint64_t> measure_hashes_;
  std::vector<uint64_t> area_hashes_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_BATCH_PREPARER_H_
