// A table as it may be public: what is left out of it, beside all that was ever
// public of its measure. Pure.
#ifndef SERVICES_INDICATORS_RELEASE_PUBLIC_RULES_H_
#define SERVICES_INDICATORS_RELEASE_PUBLIC_RULES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/release.pb.h"
#include "services/indicators/disclosure_rules.h"
#include "services/indicators/release_union_rules.h"

namespace entente::indicators {

// The table as it may be public: with statuses, and values where they are
// given. Of a RATIO both parts and the rest are protected, each as a table of
// its own, and left out together. A small figure that an earlier release gave,
// under another threshold, is left out all the same. `fresh.table` says what is
// small and how few persons are few, whatever `options` say. Errors,
// FAILED_PRECONDITION with `measure`: RELEASE_UNPROTECTED where a small figure
// could be worked out whatever is left out, RELEASE_TOO_LARGE with `most`,
// whatever the figures are, RELEASE_TABLE_BROKEN (a figure below zero or too
// large); DEADLINE_EXCEEDED / RELEASE_TAKES_TOO_LONG once `may_go_on` of
// `options`, where there is one, says no.
absl::StatusOr<entente::indicators::v1::ReleaseTable> MakePublic(
    const ReleasedTable& fresh, const std::vector<ReleasedTable>& earlier,
    DisclosureOptions options = {});

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_PUBLIC_RULES_H_
