#include "services/conventions/life_rules.h"

#include <array>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/convention_errors.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_errors.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

using v1::Convention;
using v1::ConventionFact;
using v1::LedgerEntry;

struct Row {
  Act act;
  bool draft, in_force, closed, settled;
};

constexpr std::array<Row, 11> kTable = {{
    {Act::kFact, true, true, true, false},
    {Act::kAmendment, true, true, false, false},
    {Act::kPromotion, true, true, false, false},
    {Act::kProgress, true, true, true, false},
    {Act::kControl, true, true, true, true},
    {Act::kFinding, true, true, true, false},
    {Act::kNewMoney, true, true, false, false},
    {Act::kOpenMoney, true, true, true, false},
    {Act::kClosing, false, true, false, false},
    {Act::kSettlement, false, false, true, false},
    {Act::kDiscarding, true, false, false, false},
}};

// Refuses a field that the kind of the fact has not.
absl::Status Absent(bool is_absent, absl::string_view field,
                    ConventionFact::Kind kind) {
  return is_absent ? absl::OkStatus() : FieldNotOfKind(field, kind);
}

absl::Status CheckSignature(const ConventionFact& fact) {
  if (fact.party() == ConventionFact::PARTY_UNSPECIFIED) {
    return Required("convention_fact.party");
  }
  if (fact.function() == ConventionFact::FUNCTION_UNSPECIFIED) {
    return Required("convention_fact.function");
  }
  if (fact.copy_number() < 0 || fact.copy_number() > kSignedCopies) {
    return UnknownCopy();
  }
  const bool is_of_state = fact.function() == ConventionFact::FUNCTION_MINISTER;
  if (is_of_state != (fact.party() == ConventionFact::PARTY_STATE)) {
    return FunctionOfOtherParty();
  }
  return absl::OkStatus();
}

absl::Status CheckReceipt(const ConventionFact& fact) {
  if (fact.copy_number() < 1 || fact.copy_number() > kSignedCopies) {
    return UnknownCopy();
  }
  if (fact.party() == ConventionFact::PARTY_UNSPECIFIED) {
    return Required("convention_fact.party");
  }
  if (fact.place().empty()) return Required("convention_fact.place");
  ENTENTE_RETURN_IF_ERROR(
      CheckReference(fact.place(), "convention_fact.place"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(fact.place(), "convention_fact.place"));
  return CheckSha256(fact.scan_sha256(), "convention_fact.scan_sha256");
}

// Fields that only some kinds have stay empty in the others.
absl::Status CheckFieldsOfKind(const ConventionFact& fact) {
  const auto kind = fact.kind();
  const bool is_signature = kind == ConventionFact::KIND_SIGNATURE;
  const bool is_receipt = kind == ConventionFact::KIND_COPY_RECEIPT;
  const bool has_reference = kind == ConventionFact::KIND_COUNCIL_APPROVAL ||
                             kind == ConventionFact::KIND_ROYAL_DECREE;
  const std::tuple<bool, bool, const char*> fields[] = {
      {is_signature || is_receipt,
       fact.party() == ConventionFact::PARTY_UNSPECIFIED, "party"},
      {is_signature, fact.function() == ConventionFact::FUNCTION_UNSPECIFIED,
       "function"},
      {is_signature || is_receipt, fact.copy_number() == 0, "copy_number"},
      {is_receipt, fact.place().empty(), "place"},
      {is_receipt, fact.scan_sha256().empty(), "scan_sha256"},
      {has_reference, fact.reference().empty(), "reference"},
      {!fact.corrects().empty(), fact.reason().empty(), "reason"},
      {!fact.corrects().empty(), !fact.is_withdrawal(), "is_withdrawal"}};
  for (const auto& [is_of_kind, is_empty, field] : fields) {
    if (is_of_kind) continue;
    ENTENTE_RETURN_IF_ERROR(
        Absent(is_empty, absl::StrCat("convention_fact.", field), kind));
  }
  return absl::OkStatus();
}

// What can stand once: the same key is the same event.
std::string KeyOf(const ConventionFact& fact) {
  switch (fact.kind()) {
    case ConventionFact::KIND_SIGNATURE:
      return absl::StrCat(fact.kind(), "/", fact.function());
    case ConventionFact::KIND_COPY_RECEIPT:
      return absl::StrCat(fact.kind(), "/", fact.copy_number());
    case ConventionFact::KIND_ROYAL_DECREE:
      return absl::StrCat(fact.kind(), "/", fact.reference());
    default:
      return absl::StrCat(fact.kind());
  }
}

// Whether two facts cannot both stand. A signature that names no copy is on
// both, so that it stands beside none of the same function.
bool AreSame(const ConventionFact& left, const ConventionFact& right) {
  if (KeyOf(left) != KeyOf(right)) return false;
  return left.kind() != ConventionFact::KIND_SIGNATURE ||
         left.copy_number() == right.copy_number() || left.copy_number() == 0 ||
         right.copy_number() == 0;
}

}  // namespace

bool IsAllowed(Convention::State state, Act act) {
  for (const Row& row : kTable) {
    if (row.act != act) continue;
    switch (state) {
      case Convention::STATE_DRAFT:
        return row.draft;
      case Convention::STATE_IN_FORCE:
        return row.in_force;
      case Convention::STATE_CLOSED:
        return row.closed;
      case Convention::STATE_SETTLED:
        return row.settled;
      default:
        return false;
    }
  }
  return false;
}

absl::Status CheckAllowed(Convention::State state, Act act) {
  if (IsAllowed(state, act)) return absl::OkStatus();
  return NotInState(state, act);
}

Act ActOf(LedgerEntry::Type movement) {
  switch (movement) {
    case LedgerEntry::TYPE_REDUCE:
    case LedgerEntry::TYPE_CARRY_OUT:
    case LedgerEntry::TYPE_LAPSE:
    case LedgerEntry::TYPE_DEALLOT:
    case LedgerEntry::TYPE_RELEASE:
    case LedgerEntry::TYPE_UNSPEND:
    case LedgerEntry::TYPE_CLAIM:
    case LedgerEntry::TYPE_UNCLAIM:
    case LedgerEntry::TYPE_ACCEPT:
    case LedgerEntry::TYPE_REJECT:
    case LedgerEntry::TYPE_PAY_ADVANCE:
    case LedgerEntry::TYPE_PAY_BALANCE:
    case LedgerEntry::TYPE_DEMAND:
    case LedgerEntry::TYPE_RECOVER:
    case LedgerEntry::TYPE_UNPAY_ADVANCE:
    case LedgerEntry::TYPE_UNPAY_BALANCE:
    case LedgerEntry::TYPE_UNDEMAND:
    case LedgerEntry::TYPE_UNRECOVER:
    case LedgerEntry::TYPE_UNLAPSE:
    case LedgerEntry::TYPE_UNCARRY_OUT:
    case LedgerEntry::TYPE_UNCARRY_IN:
    case LedgerEntry::TYPE_UNACCEPT:
    case LedgerEntry::TYPE_UNREJECT:
      return Act::kOpenMoney;
    default:
      return Act::kNewMoney;
  }
}

bool TakesNewMoney(const Movements& movements) {
  bool has_released = false;
  for (const Movement& movement : movements) {
    if (movement.type == LedgerEntry::TYPE_RELEASE) has_released = true;
    const bool was_held =
        has_released && movement.type == LedgerEntry::TYPE_SPEND;
    if (ActOf(movement.type) == Act::kNewMoney && !was_held) return true;
  }
  return false;
}

bool IsYearInTerm(int year, const Convention& convention) {
  const int first = convention.valid_from().year();
  const int last = convention.valid_until().year();
  return (first == 0 || first <= year) && (last == 0 || year <= last);
}

bool IsSettled(const Balances& envelope) {
  return envelope.reserved_cents == 0 &&
         envelope.claimed_cents ==
             envelope.accepted_cents + envelope.ineligible_cents &&
         envelope.held_cents() == envelope.due_cents() &&
         envelope.recoverable_cents() == 0;
}

absl::Status CheckPastDate(const google::type::Date& date,
                           const google::type::Date& today,
                           absl::string_view field) {
  if (IsUnset(date)) return Required(field);
  ENTENTE_RETURN_IF_ERROR(CheckDate(date, field));
  if (IsBefore(today, date)) return InFuture(date, today, field);
  return absl::OkStatus();
}

absl::Status ValidateEnding(const google::type::Date& date,
                            const std::string& reason,
                            const google::type::Date& today) {
  ENTENTE_RETURN_IF_ERROR(CheckPastDate(date, today, "date"));
  return CheckReason(reason, "reason");
}

absl::Status ValidateFact(const ConventionFact& fact,
                          const google::type::Date& today) {
  ENTENTE_RETURN_IF_ERROR(
      CheckPastDate(fact.date(), today, "convention_fact.date"));
  ENTENTE_RETURN_IF_ERROR(CheckFieldsOfKind(fact));
  ENTENTE_RETURN_IF_ERROR(
      CheckReference(fact.reference(), "convention_fact.reference"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(fact.reference(), "convention_fact.reference"));
  if (!fact.corrects().empty()) {
    ENTENTE_RETURN_IF_ERROR(
        CheckReason(fact.reason(), "convention_fact.reason"));
  }
  switch (fact.kind()) {
    case ConventionFact::KIND_COUNCIL_APPROVAL:
      return absl::OkStatus();
    case ConventionFact::KIND_SIGNATURE:
      return CheckSignature(fact);
    case ConventionFact::KIND_COPY_RECEIPT:
      return CheckReceipt(fact);
    case ConventionFact::KIND_ROYAL_DECREE:
      return fact.reference().empty() ? Required("convention_fact.reference")
                                      : absl::OkStatus();
    default:
      // Closing and settlement have RPCs of their own.
      return Required("convention_fact.kind");
  }
}

absl::Status CheckNewFact(const Facts& earlier, const ConventionFact& fact) {
  const Facts known = KnownFacts(earlier, absl::InfiniteFuture());
  if (!fact.corrects().empty()) {
    const ConventionFact* corrected = nullptr;
    for (const ConventionFact& other : known) {
      if (other.name() == fact.corrects()) corrected = &other;
    }
    if (corrected == nullptr) {
      return NotFound(fact.corrects(), "convention_fact.corrects");
    }
    if (!corrected->corrected_by().empty()) {
      return FactCorrected(fact.corrects(), corrected->corrected_by());
    }
    if (corrected->kind() != fact.kind()) return FactOfOtherKind(*corrected);
  }
  if (fact.is_withdrawal()) return absl::OkStatus();
  for (const ConventionFact& other : LiveFacts(known)) {
    if (other.name() != fact.corrects() && AreSame(other, fact)) {
      return FactExists(other);
    }
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
