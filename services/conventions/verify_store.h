// Recomputes the whole ledger offline from what was recorded, and compares.
//
// The recount shares no code with the posting of movements: it reads the
// records table by table, adds up the entries in an arithmetic of its own and
// follows every reservation, expense, payment and charge to its end. What it
// checks:
//
//   * every entry stands in its sequence, has an amount above zero and a cause
//     that exists; nothing is below zero after any of them
//   * every envelope and line holds what its entries add up to, an envelope the
//     sum of its lines, and what the convention grants; debits equal credits
//   * a reservation ends at most once: by one expense, or released by itself;
//     each that will expire is watched
//   * an expense spends its amount once, in the year of its envelope; a payment
//     reserves, releases and spends its amount once
//   * a claim holds what was spent on its envelope, nothing that another claim
//     holds, and its entries move what its lines and decisions say
//   * money of the State moves its amount once, and makes the decided claims of
//     its envelope paid or to be recovered
//   * a budget change moves its amount once, from and to where its type says; a
//     grant is what the document says and changes made of it
//   * a correction takes its amount back once, all of them never more than the
//     expense
//   * a piece of evidence is charged what its expenses and corrections add up
//     to, never above what its amount, credit notes and other funders leave,
//     and is found by both of its keys; no person's month is above 100 %
//   * counters, references by text and the copies of the tree agree
//   * facts, amendments, progress statements and control requests are numbered,
//     refer to what exists and stand in the state that they say; a convention
//     is what its changes make of the one that was imported, and nothing new
//     was posted after its closing
//   * a dossier that was handed in is, to the byte, what its manifest says, and
//     its notes and decision fit its state (verify_submissions.h)
#ifndef SERVICES_CONVENTIONS_VERIFY_STORE_H_
#define SERVICES_CONVENTIONS_VERIFY_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/store/store.h"

namespace entente::conventions {

struct VerifyReport {
  int64_t conventions = 0;
  int64_t envelopes = 0;
  int64_t lines = 0;
  int64_t entries = 0;
  int64_t reservations = 0;
  int64_t expenses = 0;
  int64_t payments = 0;
  int64_t changes = 0;
  int64_t corrections = 0;
  int64_t credit_notes = 0;
  int64_t evidence = 0;
  int64_t charges = 0;
  int64_t claims = 0;
  int64_t federal_payments = 0;
  int64_t facts = 0;
  int64_t amendments = 0;
  int64_t statements = 0;
  int64_t control_requests = 0;
  int64_t submissions = 0;
  // Of all envelopes as stored, in cents.
  int64_t granted_cents = 0;
  int64_t unallotted_cents = 0;
  int64_t available_cents = 0;
  int64_t reserved_cents = 0;
  int64_t spent_cents = 0;
  int64_t lapsed_cents = 0;
  // All differences.
  int64_t difference_count = 0;
  // The first hundred, one English sentence each.
  std::vector<std::string> differences;

  bool is_clean() const { return difference_count == 0; }
  // Counts a difference.
  void Differ(std::string sentence);
};

// Reads every record: about the store's size in memory. Errors: DATA_LOSS when
// a key or record cannot be read.
absl::StatusOr<VerifyReport> VerifyLedger(const store::Reader& reader);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_VERIFY_STORE_H_
