// Refusals of evidence and credit notes, by name; see ledger_errors.h. Pure.
#ifndef SERVICES_CONVENTIONS_EVIDENCE_ERRORS_H_
#define SERVICES_CONVENTIONS_EVIDENCE_ERRORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "services/conventions/evidence_rules.h"

namespace entente::conventions {

// FAILED_PRECONDITION / EVIDENCE_EXCEEDED, field expense.amount.
absl::Status EvidenceExceeded(const EvidenceState& state, int64_t requested,
                              const EarlierCharges& earlier);

// FAILED_PRECONDITION / CREDIT_EXCEEDS_REST, field credit_note.amount.
absl::Status CreditExceedsRest(const EvidenceState& state, int64_t requested,
                               const EarlierCharges& earlier);

// INVALID_ARGUMENT / OTHER_FUNDERS_EXCEED, field evidence.other_funders.
absl::Status OtherFundersExceed(int64_t total, int64_t others);

// FAILED_PRECONDITION (INVALID_ARGUMENT where one piece alone is above it) /
// PERSON_MONTH_EXCEEDED, field evidence.person_month. Shares in basis points;
// `earlier` names the pieces that have some.
absl::Status PersonMonthExceeded(absl::StatusCode code, int64_t taken,
                                 int64_t requested,
                                 const std::vector<std::string>& earlier);

// INVALID_ARGUMENT / MALFORMED_STAFF_NUMBER, SHARE_OUT_OF_RANGE,
// MALFORMED_MONTH, TOO_MANY_FUNDERS, FUNDER_TWICE.
absl::Status MalformedStaffNumber();
absl::Status ShareOutOfRange(absl::string_view field);
absl::Status MalformedMonth();
absl::Status TooManyFunders(int count);
absl::Status FunderTwice();

// A kind of document that this version does not know.
absl::Status UnknownEvidenceKind(int kind);

// INVALID_ARGUMENT / PAY_STATEMENT_MONTH: a pay statement (`is_pay`) without a
// month of work, or a month of work that another kind of document proves.
absl::Status PayStatementMonth(bool is_pay);

// INVALID_ARGUMENT / FUNDER_SHARE: an amount with, or a share without, a month.
absl::Status FunderShare(bool is_month);

// INVALID_ARGUMENT / CREDIT_NOTE_BEFORE_EVIDENCE, field
// credit_note.document_date.
absl::Status CreditNoteBeforeEvidence(const google::type::Date& note,
                                      const google::type::Date& evidence);

// ALREADY_EXISTS / EVIDENCE_EXISTS, CREDIT_NOTE_EXISTS; `field` says by which
// of the two keys, `name` is the earlier one.
absl::Status EvidenceExists(const std::string& name, absl::string_view field);
absl::Status CreditNoteExists(const std::string& name, absl::string_view field);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_EVIDENCE_ERRORS_H_
