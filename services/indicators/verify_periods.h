// The part of the recount (verify_store.h) that is about periods.
#ifndef SERVICES_INDICATORS_VERIFY_PERIODS_H_
#define SERVICES_INDICATORS_VERIFY_PERIODS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "services/common/store/store.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {

struct PeriodsVerified {
  int64_t source_months = 0;
  int64_t frozen_versions = 0;
};

// Told of each difference in one English sentence.
using Differ = std::function<void(std::string)>;

// The events of each source and month by measure.
using CountedMonths = std::map<SourceMonth, std::map<std::string, int64_t>>;

// Compares what is kept of sources by month with `counted`, which a recount
// found; hashes every frozen version again; looks whether any figure of a month
// that is approved has moved since; and what verify_decisions.h
// and verify_registry.h say. In a month that was approved before it was kept
// which measures people stated, it looks at those of which the version holds a
// line. `go_on` is asked before each source month, frozen version, month that
// has one, and part; its error ends the recount. Errors: DATA_LOSS; those of
// `go_on`.
absl::Status VerifyPeriods(const store::Reader& reader,
                           const CountedMonths& counted, const Differ& differ,
                           const std::function<absl::Status()>& go_on,
                           PeriodsVerified& verified);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_PERIODS_H_
