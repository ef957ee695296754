// Everything a store of conventions holds, read table by table for the recount
// of verify_store.h. Names are made here from the components of the keys, so
// that a record that names another than its key is noticed.
#ifndef SERVICES_CONVENTIONS_VERIFY_BOOK_H_
#define SERVICES_CONVENTIONS_VERIFY_BOOK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/budget_change.pb.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/claim_revision_service.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/credit_note.pb.h"
#include "entente/conventions/v1/expense_correction.pb.h"
#include "entente/conventions/v1/federal_payment.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {

// A reservation that will expire: the line of its key, its last day.
struct Expiry {
  std::string line;
  google::type::Date date;
};

// One convention. Keys of maps are full resource names, numbers as in keys.
struct Book {
  std::optional<v1::Convention> head;
  std::optional<v1::Convention> tree;
  std::map<std::string, v1::Node> nodes;
  bool has_definitions = false;
  std::map<std::string, v1::AccountRecord> envelopes;
  std::map<std::string, v1::LineRecord> lines;
  v1::LedgerHead ledger_head;
  std::map<uint64_t, v1::LedgerEntry> entries;
  std::map<uint64_t, v1::Reservation> reservations;
  std::map<uint64_t, v1::Expense> expenses;
  std::map<uint64_t, v1::ZonePayment> payments;
  std::map<uint64_t, v1::Claim> claims;
  // By number of the claim, then by its own.
  std::map<uint64_t, std::map<uint64_t, v1::ClaimRevision>> revisions;
  std::map<uint64_t, v1::FederalPayment> federal_payments;
  std::map<uint64_t, v1::BudgetChange> changes;
  std::map<uint64_t, v1::ExpenseCorrection> corrections;
  std::map<uint64_t, v1::ExpenseStatus> expense_statuses;
  // By number of the reservation.
  std::map<uint64_t, Expiry> expiries;
};

// The evidence of one municipality.
struct EvidenceBook {
  std::map<uint64_t, v1::Evidence> evidence;
  // By evidence number, in the order of their keys.
  std::map<uint64_t, std::map<uint64_t, v1::ChargeRecord>> charges;
  std::map<std::string, uint64_t> by_hash;
  // Evidence numbers that a reference leads to, with how many do.
  std::map<uint64_t, int> by_reference;
  int64_t last_evidence = 0;
  std::map<uint64_t, v1::CreditNote> credit_notes;
  std::map<std::string, uint64_t> notes_by_hash;
  std::map<uint64_t, int> notes_by_reference;
  int64_t last_credit_note = 0;
  // Staff number and year * 100 + month to shares by evidence number.
  std::map<std::pair<std::string, int>, std::map<uint64_t, int64_t>> months;
};

struct Books {
  // By name of the convention, of the municipality.
  std::map<std::string, Book> conventions;
  std::map<std::string, EvidenceBook> evidence;
  // Municipality + "/" + text hash to the id of the convention.
  std::map<std::string, std::string> texts;
};

// Errors: DATA_LOSS.
absl::StatusOr<Books> ReadBooks(const store::Reader& reader);

// Whole cents of an amount in EUR; nullopt when it is none.
std::optional<int64_t> WholeCents(const google::type::Money& money);

// What changes made of the grant of an envelope: increases less reductions.
int64_t GrantedSince(const Book& book, const std::string& envelope);

// Each checks one side and counts what it saw.
void VerifyBalances(const std::string& name, const Book& book,
                    VerifyReport& report);
void VerifyCauses(const std::string& name, const Book& book,
                  VerifyReport& report);
// Claims, and the entries that they caused.
void VerifyClaims(const std::string& name, const Book& book,
                  VerifyReport& report);
bool IsCausedByClaim(const std::string& cause);
// Money of the State, the entries that it caused, and how it settles claims.
void VerifyFederalPayments(const std::string& name, const Book& book,
                           VerifyReport& report);
bool IsCausedByFederalPayment(const std::string& cause);
void VerifyDocument(const std::string& name, const Book& book,
                    const Books& books, VerifyReport& report);
void VerifyEvidence(const Books& books, VerifyReport& report);
// What is owed to the police zone, how it is divided, and what is deducted.
// Errors: DATA_LOSS.
absl::Status VerifyDotations(const store::Reader& reader, const Books& books,
                             VerifyReport& report);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_VERIFY_BOOK_H_
