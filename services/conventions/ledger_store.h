// The ledger as stored: append-only entries, and the balances that follow from
// them, changed together inside a transaction.
//
// Whatever is posted is checked by the invariants of ledger_rules.h before it
// is put, and no entry takes the place of another; when one is broken the
// transaction fails with INTERNAL / LEDGER_INVARIANT and nothing remains. So is
// what the state of the convention admits (life_rules.h): FAILED_PRECONDITION /
// CONVENTION_CLOSED or CONVENTION_SETTLED, with the figures.
#ifndef SERVICES_CONVENTIONS_LEDGER_STORE_H_
#define SERVICES_CONVENTIONS_LEDGER_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "google/type/date.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/as_of.h"
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

// The accounts of one convention while a call posts to them: each record is
// read once, held, and put once by Flush, however many postings there are.
// Belongs to one transaction; nothing else may post in it until Flush.
class Ledger {
 public:
  Ledger(store::Transaction& transaction, ConventionName convention)
      : transaction_(transaction), convention_(std::move(convention)) {}
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // As they stand after what was posted. NOT_FOUND naming `field`.
  absl::StatusOr<LineAccount> GetLine(const LineName& name,
                                      absl::string_view field);

  // Whether the life of the convention still admits all of these, on an account
  // of `before` in `envelope`. FAILED_PRECONDITION / CONVENTION_CLOSED,
  // CONVENTION_SETTLED; ENVELOPE_OUTSIDE_TERM for new money of a year that an
  // amendment took out of the term. Ask before a number is taken: one without
  // its record would be a gap.
  absl::Status CheckAdmits(const Movements& movements, const Balances& before,
                           const EnvelopeName& envelope);

  // Posts in order, appends one entry per movement (on the line's account).
  // Answers the line's balances after. Errors: NOT_FOUND when line or envelope
  // do not exist, INTERNAL / LEDGER_INVARIANT; the transaction must fail then.
  absl::StatusOr<Balances> Post(const Posting& posting);

  // The same on an envelope; answers its balances after.
  absl::StatusOr<Balances> PostOnEnvelope(const EnvelopePosting& posting);

  // The convention without its tree. NOT_FOUND naming "parent".
  absl::StatusOr<const v1::Convention*> Head();

  // The next number of `kind` in this convention, from 1; taken for good.
  absl::StatusOr<int64_t> TakeNumber(NumberedKind kind);

  // True the first time it is asked about `line`: what one call does once.
  bool IsFirstUse(const LineName& line) {
    return used_.emplace(line.parent.envelope, line.line).second;
  }

  // Puts what changed.
  void Flush();

  store::Transaction& transaction() { return transaction_; }
  const ConventionName& convention() const { return convention_; }

 private:
  struct HeldEnvelope {
    EnvelopeName name;
    Balances balances;
    bool has_changed = false;
  };
  struct HeldLine {
    LineName name;
    v1::LineRecord record;
    Balances balances;
    bool has_changed = false;
  };

  absl::StatusOr<HeldEnvelope*> Hold(const EnvelopeName& name,
                                     absl::string_view field);
  absl::StatusOr<HeldLine*> Hold(const LineName& name, absl::string_view field);
  absl::Status HoldHead();
  absl::Status CheckInTerm(const Movements& movements, const Balances& before,
                           const EnvelopeName& envelope);
  // INTERNAL / LEDGER_INVARIANT when an entry stands there already.
  absl::Status Append(v1::LedgerEntry entry);

  store::Transaction& transaction_;
  const ConventionName convention_;
  std::optional<v1::Convention> convention_head_;
  // Held together with the state that the convention has ended in, if it has.
  std::optional<v1::LedgerHead> head_;
  v1::Convention::State ended_ = v1::Convention::STATE_UNSPECIFIED;
  // By id of the envelope; by id of the envelope and of the line.
  std::map<std::string, HeldEnvelope> envelopes_;
  std::map<std::pair<std::string, std::string>, HeldLine> lines_;
  std::set<std::pair<std::string, std::string>> used_;
};

// One posting by itself.
absl::StatusOr<Balances> Post(store::Transaction& transaction,
                              const Posting& posting);
absl::StatusOr<Balances> PostOnEnvelope(store::Transaction& transaction,
                                        const EnvelopePosting& posting);

// Opens an envelope with its grant, by `cause`: a budget change; empty for the
// document, which is taken as it is. A grant of nothing opens it without an
// entry. Errors: those of Ledger::PostOnEnvelope.
absl::Status OpenEnvelope(store::Transaction& transaction,
                          const EnvelopeName& name, int64_t granted_cents,
                          const google::type::Date& effective_date,
                          absl::Time record_time,
                          const std::string& cause = "");

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

// One number by itself.
absl::StatusOr<int64_t> TakeNumber(store::Transaction& transaction,
                                   NumberedKind kind,
                                   const ConventionName& name);

// Whether money ever moved beyond the grants of the document and of amendments
// that opened an envelope, and the allotments that opened lines.
absl::StatusOr<bool> HasMovement(const store::Reader& reader,
                                 const ConventionName& name);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LEDGER_STORE_H_
