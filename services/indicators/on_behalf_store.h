// Who acts for a source that has no account, on disk: whether it has none, and
// who delivered or confirmed for which month.
#ifndef SERVICES_INDICATORS_ON_BEHALF_STORE_H_
#define SERVICES_INDICATORS_ON_BEHALF_STORE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

// OK where the source, in this municipality, neither confirmed a month nor ever
// opened a session itself, be it that nothing came of it. Reads its sessions
// until it meets one of its own. Errors: FAILED_PRECONDITION /
// SOURCE_DELIVERS_ITSELF; DATA_LOSS.
absl::Status CheckDeliveredByOthers(const store::Reader& reader,
                                    const std::string& municipality,
                                    const std::string& source);

// The same where `deliverer` delivers on behalf of the source; OK where it is
// empty: the source itself. Asked with every batch: it may have begun
// meanwhile.
absl::Status CheckDeliverer(const store::Reader& reader,
                            const SessionName& session,
                            const std::string& deliverer);

// Who opens a session.
struct Opener {
  // Subject of who delivers on behalf of the source; empty: the source itself.
  std::string deliverer;
  // They say that it is no mistake that nobody knows the source.
  bool is_new_source = false;
};
// Whether the session is opened or, where it is `known`, resumed so. Errors,
// FAILED_PRECONDITION: those of CheckDeliverer; SESSION_ON_BEHALF (the source
// would resume what somebody else opened), SESSION_OF_ANOTHER, SOURCE_UNKNOWN
// (no calendar of the municipality expects the source, no settings of a measure
// allow it by name, and no row of it was ever stored); DATA_LOSS.
absl::Status CheckOpening(
    const store::Reader& reader, const SessionName& session,
    const Opener& opener,
    const std::optional<entente::indicators::v1::SessionRecord>& known);

// The source confirmed a month itself. Under the digest of the periods. Errors:
// DATA_LOSS.
absl::Status PutOwnConfirmation(store::Transaction& transaction,
                                const std::string& municipality,
                                const std::string& source, absl::Time now);

// From a schema before 13: the same of every source that a month says it of.
// Errors: DATA_LOSS.
absl::Status KeepOwnConfirmations(store::Transaction& transaction);

// From schema 13, which kept the word that it found first: of every source that
// has one, none that a month says it of is earlier. A source without any is
// given none; the recount says what a month says of it. Errors: DATA_LOSS.
absl::Status MendOwnConfirmations(store::Transaction& transaction);

// `subject` delivered what moved the month, or confirmed it, on behalf of a
// source. Under the digest of the periods. Errors: DATA_LOSS.
absl::Status PutOnBehalf(store::Transaction& transaction,
                         const PeriodName& period, const std::string& subject,
                         absl::Time now);

// When `subject` did so last; InfinitePast where never. Errors: DATA_LOSS.
absl::StatusOr<absl::Time> LastOnBehalf(const store::Reader& reader,
                                        const PeriodName& period,
                                        const std::string& subject);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ON_BEHALF_STORE_H_
