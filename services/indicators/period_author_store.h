// Who stands behind what a month amounts to: nobody approves what is only his.
#ifndef SERVICES_INDICATORS_PERIOD_AUTHOR_STORE_H_
#define SERVICES_INDICATORS_PERIOD_AUTHOR_STORE_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/common/store/store.h"
#include "services/indicators/period_view_store.h"

namespace entente::indicators {

// Whether `subject` moved figures of the month by entering, editing or
// withdrawing activities since its latest version, which somebody else has
// approved. Versions of activities from before subjects were kept were made by
// nobody. Errors: DATA_LOSS.
absl::StatusOr<bool> HasEntered(const store::Reader& reader,
                                const PeriodView& view,
                                const std::string& subject);

// Whether `subject` stated figures of the month since its latest version, be it
// that another version of the statement stands. Errors: DATA_LOSS.
absl::StatusOr<bool> HasStated(const store::Reader& reader,
                               const PeriodView& view,
                               const std::string& subject);

// Whether `subject` delivered what moved figures of the month, or confirmed it,
// on behalf of a source since its latest version. Errors: DATA_LOSS.
absl::StatusOr<bool> HasActedOnBehalf(const store::Reader& reader,
                                      const PeriodView& view,
                                      const std::string& subject);

// Whether `subject` set, after the month had ended and since its latest
// version, what it is judged by as it stands: its calendar, or a rule between
// measures, be it one that is withdrawn; or made a measure sensitive, which
// keeps rules from being judged, or gave it the title or unit that it has in
// the month; or gave a local measure its days in the month or its definition in
// it. Errors: DATA_LOSS.
absl::StatusOr<bool> HasSetTerms(const store::Reader& reader,
                                 const PeriodView& view,
                                 const std::string& subject);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PERIOD_AUTHOR_STORE_H_
