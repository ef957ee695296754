// Reservations that end by themselves. Each that is open and has a last day
// stands in an index by line and day; the entry that releases it takes it out,
// so that it expires once.
#ifndef SERVICES_CONVENTIONS_EXPIRY_STORE_H_
#define SERVICES_CONVENTIONS_EXPIRY_STORE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// Puts `reservation`, which is open, into the index if it has a last day.
void WatchExpiry(store::Transaction& transaction, const LineName& line,
                 int64_t number, const v1::Reservation& reservation);

// Takes it out: it ended in another way.
void ForgetExpiry(store::Transaction& transaction, const LineName& line,
                  int64_t number, const v1::Reservation& reservation);

struct Expired {
  // With their lines after the release.
  std::vector<v1::Reservation> reservations;
  // There are more than `count_max`.
  bool has_more = false;
};

// Releases what has expired below `prefix`, one of keys::ExpiriesOf, on the
// Belgian day of `now`. INTERNAL / LEDGER_INVARIANT.
absl::StatusOr<Expired> ExpireDue(Ledger& ledger, const std::string& prefix,
                                  size_t count_max, absl::Time now);

// The same on the line of a posting, before it is decided; once for each line
// of a ledger, whose time does not go on. What has expired stays so where the
// posting is refused and the transaction is kept.
absl::Status ExpireOn(Ledger& ledger, const LineName& line, absl::Time now);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_EXPIRY_STORE_H_
