// The ledger as stored: append-only entries, and the balances that follow from
// them, changed together inside a transaction.
//
// Whatever is posted is checked by the invariants of ledger_rules.h before it
// is put; when one is broken the transaction fails with INTERNAL /
// LEDGER_INVARIANT and nothing remains.
#ifndef SERVICES_CONVENTIONS_LEDGER_STORE_H_
#define SERVICES_CONVENTIONS_LEDGER_STORE_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "google/type/date.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// Movements on one line and its envelope.
struct Posting {
  LineName line;
  Movements movements;
  // Name of what caused them; empty for the allotment that opens a line.
  std::string cause;
  google::type::Date effective_date;
  absl::Time record_time;
};

// Movements on an envelope alone.
struct EnvelopePosting {
  EnvelopeName envelope;
  Movements movements;
  // Name of what caused them; empty for the grant of the document.
  std::string cause;
  google::type::Date effective_date;
  absl::Time record_time;
};

// A line as stored, and the balances of its envelope.
struct LineAccount {
  v1::LineRecord record;
  Balances line;
  Balances envelope;
};

// Posts in order, appends one entry per movement (on the line's account).
// Answers the line's balances after. Errors: NOT_FOUND when line or envelope do
// not exist, INTERNAL / LEDGER_INVARIANT.
absl::StatusOr<Balances> Post(store::Transaction& transaction,
                              const Posting& posting);

// The same on an envelope; answers its balances after.
absl::StatusOr<Balances> PostOnEnvelope(store::Transaction& transaction,
                                        const EnvelopePosting& posting);

// Opens an envelope with its grant. A grant of nothing opens it without an
// entry. INTERNAL / LEDGER_INVARIANT.
absl::Status OpenEnvelope(store::Transaction& transaction,
                          const EnvelopeName& name, int64_t granted_cents,
                          const google::type::Date& effective_date,
                          absl::Time record_time);

// Opens a line without an allotment; Post allots. ALREADY_EXISTS / LINE_EXISTS.
absl::Status OpenLine(store::Transaction& transaction, const LineName& name,
                      const std::string& objective_id,
                      const std::string& category);

// NOT_FOUND naming `field`.
absl::StatusOr<Balances> GetEnvelope(const store::Reader& reader,
                                     const EnvelopeName& name,
                                     absl::string_view field);
absl::StatusOr<v1::LineRecord> GetLine(const store::Reader& reader,
                                       const LineName& name,
                                       absl::string_view field);

absl::StatusOr<LineAccount> GetLineAccount(const store::Reader& reader,
                                           const LineName& name,
                                           absl::string_view field);

// The next number of `kind` in this convention, from 1; taken for good.
absl::StatusOr<int64_t> TakeNumber(store::Transaction& transaction,
                                   NumberedKind kind,
                                   const ConventionName& name);

// Whether money ever moved beyond grants and allotments.
absl::StatusOr<bool> HasMovement(const store::Reader& reader,
                                 const ConventionName& name);

// Balances of every account, by resource name, computed anew from the entries
// of a convention: what the stored balances must equal.
absl::StatusOr<std::map<std::string, Balances>> Recompute(
    const store::Reader& reader, const ConventionName& name);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LEDGER_STORE_H_
