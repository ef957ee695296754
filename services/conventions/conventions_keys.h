// Every key of the conventions service. M is a municipality's REFNIS code, C
// the id of a convention, E of an envelope, L of a line. Numbers are frozen.
//
//   0x10 | M | C              -> Convention, without nodes and findings
//   0x11 | M | C              -> Convention, nodes and findings only
//   0x12 | M | C | node id    -> Node
//   0x13 | M | text_sha256    -> ConventionRef: which convention has this text
//   0x14 | M | C              -> DefinitionsRecord
//   0x15 | M | C              -> LifeHead
//   0x16 | M | C | number     -> ConventionFact; never changed
//   0x17 | M | C | number     -> Amendment
//   0x18 | M | C | number     -> ProgressStatement
//   0x19 | M | C | number     -> ControlRequest
//   0x1A | M | C | number     -> ChangeRecord; never changed
//   0x1B | M | C              -> Convention, whole, as before its first change
//   0x20 | M | C | E          -> AccountRecord of an envelope
//   0x21 | M | C | E | L      -> LineRecord
//   0x22 | M | C              -> LedgerHead
//   0x23 | M | C | sequence   -> LedgerEntry; never changed
//   0x24 | M | C | number     -> Reservation
//   0x25 | M | C | number     -> Expense; never changed
//   0x26 | M | C | number     -> ZonePayment
//   0x27 | M | C | number     -> ExpenseCorrection; never changed
//   0x28 | M | C | number     -> BudgetChange; never changed
//   0x29 | M | C | number     -> Claim
//   0x2A | M | C | number     -> FederalPayment; never changed
//   0x2B | M | C | number     -> ExpenseStatus of a corrected expense
//   0x2C | M | C | E | L | last day | number -> ExpiryRef of an open
//        reservation; the day as ISO 8601
//   0x30 | M | number         -> Evidence, with what is charged to it
//   0x31 | M | file_sha256    -> EvidenceRef
//   0x32 | M | issuer | document number | date | cents -> EvidenceRef; the
//        number in capitals, without spaces
//   0x33 | M                  -> EvidenceHead
//   0x34 | M | number | n     -> ChargeRecord, the n-th charge from 1
//   0x35 | M | number         -> Organisation, by its enterprise number
//   0x36 | M | number         -> CreditNote; never changed
//   0x37 | M | file_sha256    -> EvidenceRef to a credit note
//   0x38 | M | issuer | document number | date | cents -> the same
//   0x39 | M | staff number | year * 100 + month | evidence number ->
//   MonthShare
//   0x3A | M | number | ~version -> Organisation as it was; the newest first
//   0x3B | M | number         -> Dotation; never changed
//   0x3C | M | number         -> DotationKey; never changed
//   0x3D | M                  -> DotationHead
//   0x3E | 1 or 2 | id | version -> text of a contract (1) or regulation (2)
//        profile, as its file was; never changed
//
// 0x40, 0x41: submission_store.h, 0x42: claim_revision_store.h; 0xE0…: common
#ifndef SERVICES_CONVENTIONS_CONVENTIONS_KEYS_H_
#define SERVICES_CONVENTIONS_CONVENTIONS_KEYS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions::keys {

std::string Convention(const ConventionName& name);
// Prefix of all conventions of a municipality; of every one where it is empty.
std::string ConventionsOf(absl::string_view municipality);
std::string Tree(const ConventionName& name);
std::string Node(const ConventionName& name, absl::string_view node_id);
std::string Text(absl::string_view municipality, absl::string_view sha256);
std::string Definitions(const ConventionName& name);
std::string LifeHead(const ConventionName& name);
std::string Change(const ConventionName& name, int64_t number);
std::string ChangesOf(const ConventionName& name);
std::string Original(const ConventionName& name);

std::string Envelope(const EnvelopeName& name);
std::string Line(const LineName& name);
// Prefix of the lines of an envelope, or of all when its id is "-".
std::string LinesOf(const EnvelopeName& name);
std::string Head(const ConventionName& name);
std::string Entry(const ConventionName& name, int64_t sequence);
std::string EntriesOf(const ConventionName& name);
std::string Numbered(NumberedKind kind, const ConventionName& name,
                     int64_t number);
std::string NumberedOf(NumberedKind kind, const ConventionName& name);

std::string ExpenseStatus(const ConventionName& name, int64_t number);
std::string ExpenseStatusesOf(const ConventionName& name);
// `last_day` is ISO 8601: those of a line stand in the order of their end.
std::string Expiry(const LineName& line, absl::string_view last_day,
                   int64_t number);
// Prefixes of what expires: of a convention, an envelope, a line.
std::string ExpiriesOf(const ConventionName& name);
std::string ExpiriesOf(const EnvelopeName& name);
std::string ExpiriesOf(const LineName& name);

std::string Evidence(const EvidenceName& name);
// Prefixes of all evidence of the store, and of a municipality.
std::string AllEvidence();
std::string EvidenceOf(absl::string_view municipality);
std::string EvidenceByHash(absl::string_view municipality,
                           absl::string_view file_sha256);
// `date` is ISO 8601.
std::string EvidenceByReference(absl::string_view municipality,
                                absl::string_view issuer,
                                absl::string_view document_number,
                                absl::string_view date, int64_t cents);
std::string EvidenceHead(absl::string_view municipality);
// `enterprise_number` is ten digits.
std::string Organisation(absl::string_view municipality,
                         absl::string_view enterprise_number);
std::string OrganisationsOf(absl::string_view municipality);
std::string OrganisationVersion(absl::string_view municipality,
                                absl::string_view enterprise_number,
                                int version);
// Prefix of what was said of one organisation; the newest stands first.
std::string OrganisationVersionsOf(absl::string_view municipality,
                                   absl::string_view enterprise_number);
std::string Dotation(absl::string_view municipality, int64_t number);
// Prefixes of those of a municipality; of every one where it is empty.
std::string DotationsOf(absl::string_view municipality);
std::string DotationKey(absl::string_view municipality, int64_t number);
std::string DotationKeysOf(absl::string_view municipality);
std::string DotationHead(absl::string_view municipality);
std::string Charge(const EvidenceName& name, int64_t n);
std::string ChargesOf(const EvidenceName& name);

std::string CreditNote(absl::string_view municipality, int64_t number);
std::string CreditNotesOf(absl::string_view municipality);
std::string CreditNoteByHash(absl::string_view municipality,
                             absl::string_view file_sha256);
std::string CreditNoteByReference(absl::string_view municipality,
                                  absl::string_view issuer,
                                  absl::string_view document_number,
                                  absl::string_view date, int64_t cents);
std::string MonthShare(const EvidenceName& evidence,
                       absl::string_view staff_number, int year, int month);
std::string MonthSharesOf(absl::string_view municipality,
                          absl::string_view staff_number, int year, int month);

// Prefixes that hold everything of one convention but its text's reference:
// what goes when it is discarded.
std::vector<std::string> EverythingOf(const ConventionName& name);

// The municipality that a key begins with; empty when it does not.
std::string MunicipalityOf(absl::string_view key);

// The number at the end of a key that ends with one.
int64_t LastNumber(absl::string_view key);

// Envelope and line id of a key under LinesOf; the name is empty when the key
// is not one.
LineName ParseLine(absl::string_view key);

// `version` is at least 0.
std::string ProfileText(bool is_contract, absl::string_view id, int version);
std::string ProfileTexts();

}  // namespace entente::conventions::keys

#endif  // SERVICES_CONVENTIONS_CONVENTIONS_KEYS_H_
