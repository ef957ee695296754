// How much of a piece of evidence may be charged, and what evidence and credit
// notes must be. Pure; EUR in whole cents, shares in basis points (hundredths
// of a per cent).
#ifndef SERVICES_CONVENTIONS_EVIDENCE_RULES_H_
#define SERVICES_CONVENTIONS_EVIDENCE_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/credit_note_service.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// 100 %.
inline constexpr int32_t kWholeBasisPoints = 10'000;

// What a piece of evidence covers.
struct EvidenceState {
  // Its amount.
  int64_t total_cents = 0;
  // What others pay: as declared, or their part of a month, or the part of a
  // month that nobody claims.
  int64_t others_cents = 0;
  int64_t credited_cents = 0;
  int64_t charged_cents = 0;

  int64_t chargeable_cents() const {
    return total_cents - others_cents - credited_cents;
  }
  int64_t remaining_cents() const { return chargeable_cents() - charged_cents; }
};

// What earlier expenses charged, net of their corrections.
struct EarlierCharge {
  std::string expense;
  int64_t cents = 0;
};
struct EarlierCharges {
  std::vector<EarlierCharge> charges;
  // The caller may read them: a refusal names the first few, else it counts.
  bool may_name = false;
};

// The parts of `cents` for `own` and for each of `others`, the last one what
// nobody has; by largest remainder, so that they add up exactly. The shares are
// 0 to 10000 and at most 10000 together.
absl::StatusOr<std::vector<int64_t>> SplitMonth(
    int64_t cents, int32_t own_basis_points,
    const std::vector<int32_t>& others_basis_points);

// Of a stored piece of evidence.
absl::StatusOr<EvidenceState> StateOf(const v1::Evidence& evidence);

// What is charged after `requested_cents` more. FAILED_PRECONDITION /
// EVIDENCE_EXCEEDED.
absl::StatusOr<int64_t> Charge(const EvidenceState& state,
                               int64_t requested_cents,
                               const EarlierCharges& earlier);

// What is credited after `requested_cents` more. FAILED_PRECONDITION /
// CREDIT_EXCEEDS_REST when more is charged than would be left.
absl::StatusOr<int64_t> Credit(const EvidenceState& state,
                               int64_t requested_cents,
                               const EarlierCharges& earlier);

// Checks other_funders and person_month of a request and normalises enterprise
// numbers. `amount_cents` is that of the evidence. Errors: INVALID_ARGUMENT, of
// evidence_errors.h and field_rules.h.
absl::Status NormaliseFunding(int64_t amount_cents, v1::Evidence& evidence);

// Checks the kind of document; a month of work without one is a pay statement.
// INVALID_ARGUMENT / UNKNOWN_EVIDENCE_KIND, PAY_STATEMENT_MONTH.
absl::Status NormaliseKind(v1::Evidence& evidence);

// What kind of document it is: a month of work without one, as it was stored
// before kinds were, is a pay statement.
v1::Evidence::Kind KindOf(const v1::Evidence& evidence);

// Shares of the month that a piece takes, its own and those of other funders; 0
// for what is none.
int32_t MonthBasisPoints(const v1::Evidence& evidence);

struct NewCreditNote {
  std::string municipality;
  EvidenceName evidence;
  int64_t amount_cents = 0;
};

// Errors: INVALID_ARGUMENT naming the field.
absl::StatusOr<NewCreditNote> ValidateCreateCreditNote(
    const v1::CreateCreditNoteRequest& request);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_EVIDENCE_RULES_H_
