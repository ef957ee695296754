#include "services/conventions/evidence_rules.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/evidence_errors.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 2200;

bool IsShare(int32_t basis_points) {
  return basis_points > 0 && basis_points <= kWholeBasisPoints;
}

bool IsStaffNumber(const std::string& number) {
  if (number.empty() || number.size() > kStaffNumberBytesMax) return false;
  for (const char c : number) {
    if (!absl::ascii_isupper(c) && !absl::ascii_isdigit(c) && c != '-') {
      return false;
    }
  }
  return true;
}

absl::Status CheckMonth(const v1::PersonMonth& month) {
  if (!IsStaffNumber(month.staff_number())) return MalformedStaffNumber();
  ENTENTE_RETURN_IF_ERROR(CheckNamesNobody(
      month.staff_number(), "evidence.person_month.staff_number"));
  if (month.year() < kYearMin || month.year() > kYearMax || month.month() < 1 ||
      month.month() > 12) {
    return MalformedMonth();
  }
  if (!IsShare(month.share_basis_points())) {
    return ShareOutOfRange("evidence.person_month.share_basis_points");
  }
  return absl::OkStatus();
}

// The part of one funder is said as the evidence needs it.
absl::Status CheckFunderPart(const v1::OtherFunder& funder, bool is_month) {
  if (is_month ? funder.has_amount() : funder.share_basis_points() != 0) {
    return FunderShare(is_month);
  }
  if (is_month) {
    return IsShare(funder.share_basis_points())
               ? absl::OkStatus()
               : ShareOutOfRange("evidence.other_funders.share_basis_points");
  }
  if (!funder.has_amount()) return Required("evidence.other_funders.amount");
  return PositiveCents(funder.amount(), "evidence.other_funders.amount")
      .status();
}

}  // namespace

absl::StatusOr<std::vector<int64_t>> SplitMonth(
    int64_t cents, int32_t own_basis_points,
    const std::vector<int32_t>& others_basis_points) {
  std::vector<int64_t> weights = {own_basis_points};
  int64_t rest = kWholeBasisPoints - own_basis_points;
  for (const int32_t share : others_basis_points) {
    weights.push_back(share);
    rest -= share;
  }
  weights.push_back(rest);
  return SplitByLargestRemainder(cents, weights);
}

absl::StatusOr<EvidenceState> StateOf(const v1::Evidence& evidence) {
  EvidenceState state;
  ENTENTE_ASSIGN_OR_RETURN(state.total_cents,
                           CentsFromMoney(evidence.amount(), "amount"));
  ENTENTE_ASSIGN_OR_RETURN(state.charged_cents,
                           CentsFromMoney(evidence.charged(), "charged"));
  if (evidence.has_credited()) {
    ENTENTE_ASSIGN_OR_RETURN(state.credited_cents,
                             CentsFromMoney(evidence.credited(), "credited"));
  }
  if (evidence.has_person_month()) {
    std::vector<int32_t> others;
    for (const v1::OtherFunder& funder : evidence.other_funders()) {
      others.push_back(funder.share_basis_points());
    }
    ENTENTE_ASSIGN_OR_RETURN(
        const std::vector<int64_t> parts,
        SplitMonth(state.total_cents,
                   evidence.person_month().share_basis_points(), others));
    state.others_cents = state.total_cents - parts.front();
    return state;
  }
  for (const v1::OtherFunder& funder : evidence.other_funders()) {
    ENTENTE_ASSIGN_OR_RETURN(const int64_t cents,
                             CentsFromMoney(funder.amount(), "amount"));
    state.others_cents += cents;
  }
  return state;
}

absl::StatusOr<int64_t> Charge(const EvidenceState& state,
                               int64_t requested_cents,
                               const EarlierCharges& earlier) {
  if (requested_cents > state.remaining_cents()) {
    return EvidenceExceeded(state, requested_cents, earlier);
  }
  return state.charged_cents + requested_cents;
}

absl::StatusOr<int64_t> Credit(const EvidenceState& state,
                               int64_t requested_cents,
                               const EarlierCharges& earlier) {
  if (requested_cents > state.remaining_cents()) {
    return CreditExceedsRest(state, requested_cents, earlier);
  }
  return state.credited_cents + requested_cents;
}

int32_t MonthBasisPoints(const v1::Evidence& evidence) {
  if (!evidence.has_person_month()) return 0;
  int32_t shares = evidence.person_month().share_basis_points();
  for (const v1::OtherFunder& funder : evidence.other_funders()) {
    shares += funder.share_basis_points();
  }
  return shares;
}

absl::Status NormaliseFunding(int64_t amount_cents, v1::Evidence& evidence) {
  const bool is_month = evidence.has_person_month();
  if (is_month) {
    ENTENTE_RETURN_IF_ERROR(CheckMonth(evidence.person_month()));
  }
  if (evidence.other_funders_size() > kOtherFundersMax) {
    return TooManyFunders(evidence.other_funders_size());
  }
  std::set<std::string> known;
  int64_t others_cents = 0;
  for (v1::OtherFunder& funder : *evidence.mutable_other_funders()) {
    constexpr char kNumber[] = "evidence.other_funders.enterprise_number";
    if (funder.enterprise_number().empty()) return Required(kNumber);
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string number,
        EnterpriseNumber(funder.enterprise_number(), kNumber));
    if (!known.insert(number).second) return FunderTwice();
    funder.set_enterprise_number(number);
    ENTENTE_RETURN_IF_ERROR(CheckFunderPart(funder, is_month));
    if (is_month) continue;
    ENTENTE_ASSIGN_OR_RETURN(const int64_t cents,
                             CentsFromMoney(funder.amount(), "amount"));
    others_cents += cents;
  }
  if (others_cents > amount_cents) {
    return OtherFundersExceed(amount_cents, others_cents);
  }
  if (const int32_t shares = MonthBasisPoints(evidence);
      shares > kWholeBasisPoints) {
    return PersonMonthExceeded(absl::StatusCode::kInvalidArgument, 0, shares,
                               {});
  }
  return absl::OkStatus();
}

v1::Evidence::Kind KindOf(const v1::Evidence& evidence) {
  return evidence.kind() == v1::Evidence::KIND_UNSPECIFIED &&
                 evidence.has_person_month()
             ? v1::Evidence::KIND_PAY_STATEMENT
             : evidence.kind();
}

absl::Status NormaliseKind(v1::Evidence& evidence) {
  if (!v1::Evidence::Kind_IsValid(evidence.kind())) {
    return UnknownEvidenceKind(evidence.kind());
  }
  if (evidence.kind() == v1::Evidence::KIND_UNSPECIFIED) {
    evidence.set_kind(KindOf(evidence));
    return absl::OkStatus();
  }
  const bool is_pay = evidence.kind() == v1::Evidence::KIND_PAY_STATEMENT;
  return is_pay == evidence.has_person_month() ? absl::OkStatus()
                                               : PayStatementMonth(is_pay);
}

absl::StatusOr<NewCreditNote> ValidateCreateCreditNote(
    const v1::CreateCreditNoteRequest& request) {
  const v1::CreditNote& note = request.credit_note();
  NewCreditNote result;
  ENTENTE_ASSIGN_OR_RETURN(result.municipality,
                           ParseMunicipality(request.parent(), "parent"));
  if (note.evidence().empty()) return Required("credit_note.evidence");
  ENTENTE_ASSIGN_OR_RETURN(
      result.evidence,
      ParseEvidenceName(note.evidence(), "credit_note.evidence"));
  if (result.evidence.municipality != result.municipality) {
    return FieldError(
        "OTHER_MUNICIPALITY", "credit_note.evidence",
        {.en = "The evidence is registered with another municipality. Name a "
               "piece of this one.",
         .fr = "La pièce est enregistrée auprès d'une autre commune. Nommez "
               "une pièce de celle-ci.",
         .nl = "Het bewijsstuk is bij een andere gemeente geregistreerd. Noem "
               "een stuk van deze."});
  }
  if (absl::StripAsciiWhitespace(note.document_number()).empty()) {
    return Required("credit_note.document_number");
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckReference(note.document_number(), "credit_note.document_number"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(note.document_number(), "credit_note.document_number"));
  ENTENTE_RETURN_IF_ERROR(
      CheckDate(note.document_date(), "credit_note.document_date"));
  if (!note.has_amount()) return Required("credit_note.amount");
  ENTENTE_ASSIGN_OR_RETURN(result.amount_cents,
                           PositiveCents(note.amount(), "credit_note.amount"));
  ENTENTE_RETURN_IF_ERROR(
      CheckSha256(note.file_sha256(), "credit_note.file_sha256"));
  return result;
}

}  // namespace entente::conventions
