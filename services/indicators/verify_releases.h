// The part of the recount (verify_store.h) that is about releases.
#ifndef SERVICES_INDICATORS_VERIFY_RELEASES_H_
#define SERVICES_INDICATORS_VERIFY_RELEASES_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "services/common/store/store.h"

namespace entente::indicators {

// Tells `differ` in one English sentence each: of releases that are not
// numbered from 1 without gap or are not found by their name; whose state
// contradicts who acted and when, or that one person alone froze; whose tables
// are not what was hashed, hold another figure than the frozen months come to,
// a figure that is left out by its status, or in public one below its
// threshold; and, by ReleaseHead.digest, of municipalities in which any of
// these records was changed, removed or added other than by the service.
// `go_on` is asked before each release; its error ends the recount. `count`
// becomes the number of releases. Shares no code with what makes releases.
// Errors: DATA_LOSS; those of `go_on`.
absl::Status VerifyReleases(const store::Reader& reader,
                            const std::function<void(std::string)>& differ,
                            const std::function<absl::Status()>& go_on,
                            int64_t& count);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_RELEASES_H_
