#include "services/conventions/budget_rules.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/amendment_errors.h"
#include "services/conventions/budget_errors.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/evidence_rules.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/identifiers.h"

namespace entente::conventions {
absl::Status CheckSameConvention(const ConventionName& of_name,
                                 const ConventionName& parent,
                                 absl::string_view field) {
  if (of_name == parent) return absl::OkStatus();
  return FieldError(
      "OTHER_CONVENTION", field,
      {.en = absl::StrCat(field,
                          " belongs to another convention than the "
                          "parent. Give a name below ",
                          Format(parent), "."),
       .fr = absl::StrCat(field,
                          " relève d'une autre convention que le "
                          "parent. Donnez un nom sous ",
                          Format(parent), "."),
       .nl = absl::StrCat(field,
                          " hoort bij een andere overeenkomst dan de "
                          "ouder. Geef een naam onder ",
                          Format(parent), ".")});
}

absl::StatusOr<LineName> LineWithin(const std::string& parent,
                                    const std::string& line,
                                    absl::string_view field) {
  ENTENTE_ASSIGN_OR_RETURN(const ConventionName convention,
                           ParseConventionName(parent, "parent"));
  if (line.empty()) return Required(field);
  ENTENTE_ASSIGN_OR_RETURN(LineName name, ParseLineName(line, field));
  ENTENTE_RETURN_IF_ERROR(
      CheckSameConvention(name.parent.parent, convention, field));
  return name;
}

absl::StatusOr<int64_t> AmountOf(bool has_amount,
                                 const google::type::Money& amount,
                                 absl::string_view field) {
  if (!has_amount) return Required(field);
  return PositiveCents(amount, field);
}

absl::Status CheckMunicipalReference(const v1::MunicipalReference& reference,
                                     absl::string_view field) {
  const std::pair<const std::string&, const char*> texts[] = {
      {reference.budget_article(), ".budget_article"},
      {reference.commitment(), ".commitment"},
      {reference.mandate(), ".mandate"}};
  for (const auto& [text, part] : texts) {
    ENTENTE_RETURN_IF_ERROR(CheckReference(text, absl::StrCat(field, part)));
  }
  if (reference.has_mandate_date()) {
    ENTENTE_RETURN_IF_ERROR(CheckDate(reference.mandate_date(),
                                      absl::StrCat(field, ".mandate_date")));
  }
  if (!reference.has_payment_date()) return absl::OkStatus();
  return CheckDate(reference.payment_date(),
                   absl::StrCat(field, ".payment_date"));
}

absl::StatusOr<NewLine> ValidateCreateLine(
    const v1::CreateLineRequest& request) {
  const v1::Line& line = request.line();
  NewLine result;
  ENTENTE_ASSIGN_OR_RETURN(result.name.parent,
                           ParseEnvelopeName(request.parent(), "parent"));
  if (line.objective_id().empty()) return Required("line.objective_id");
  if (line.category().empty()) return Required("line.category");
  if (!IsNodeId(line.objective_id())) {
    return UnknownObjective(line.objective_id().substr(0, kReferenceBytesMax));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      result.amount_cents,
      AmountOf(line.has_amount(), line.amount(), "line.amount"));
  result.objective_id = line.objective_id();
  result.category = line.category();
  result.name.line = absl::StrCat(line.objective_id(), "-", line.category());
  return result;
}

absl::StatusOr<NewReservation> ValidateCreateReservation(
    const v1::CreateReservationRequest& request) {
  const v1::Reservation& reservation = request.reservation();
  NewReservation result;
  ENTENTE_ASSIGN_OR_RETURN(
      result.line,
      LineWithin(request.parent(), reservation.line(), "reservation.line"));
  ENTENTE_ASSIGN_OR_RETURN(
      result.amount_cents,
      AmountOf(reservation.has_amount(), reservation.amount(),
               "reservation.amount"));
  ENTENTE_RETURN_IF_ERROR(CheckText(reservation.description(),
                                    kDescriptionCharactersMax,
                                    "reservation.description"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(reservation.description(), "reservation.description"));
  ENTENTE_RETURN_IF_ERROR(CheckMunicipalReference(
      reservation.municipal_reference(), "reservation.municipal_reference"));
  if (reservation.has_expire_date()) {
    ENTENTE_RETURN_IF_ERROR(
        CheckDate(reservation.expire_date(), "reservation.expire_date"));
    result.expire_date = reservation.expire_date();
    result.expire_date->DiscardUnknownFields();
  }
  return result;
}

absl::StatusOr<NumberedName> ValidateVoidReservation(
    const v1::VoidReservationRequest& request) {
  return ParseNumberedName(NumberedKind::kReservation, request.name(), "name");
}

absl::StatusOr<ConventionName> ValidateExpireReservations(
    const v1::ExpireReservationsRequest& request) {
  return ParseConventionName(request.parent(), "parent");
}

absl::StatusOr<NewEvidence> ValidateCreateEvidence(
    const v1::CreateEvidenceRequest& request) {
  const v1::Evidence& evidence = request.evidence();
  NewEvidence result;
  ENTENTE_ASSIGN_OR_RETURN(result.municipality,
                           ParseMunicipality(request.parent(), "parent"));
  if (evidence.issuer_enterprise_number().empty()) {
    return Required("evidence.issuer_enterprise_number");
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string issuer,
      EnterpriseNumber(evidence.issuer_enterprise_number(),
                       "evidence.issuer_enterprise_number"));
  if (absl::StripAsciiWhitespace(evidence.document_number()).empty()) {
    return Required("evidence.document_number");
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckReference(evidence.document_number(), "evidence.document_number"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(evidence.document_number(), "evidence.document_number"));
  ENTENTE_RETURN_IF_ERROR(
      CheckDate(evidence.document_date(), "evidence.document_date"));
  ENTENTE_ASSIGN_OR_RETURN(
      result.amount_cents,
      AmountOf(evidence.has_amount(), evidence.amount(), "evidence.amount"));
  ENTENTE_RETURN_IF_ERROR(
      CheckSha256(evidence.file_sha256(), "evidence.file_sha256"));
  result.evidence = evidence;
  result.evidence.set_issuer_enterprise_number(issuer);
  // What no rule has checked is not kept.
  result.evidence.DiscardUnknownFields();
  ENTENTE_RETURN_IF_ERROR(
      NormaliseFunding(result.amount_cents, result.evidence));
  ENTENTE_RETURN_IF_ERROR(NormaliseKind(result.evidence));
  return result;
}

absl::StatusOr<NewExpense> ValidateCreateExpense(
    const v1::CreateExpenseRequest& request) {
  const v1::Expense& expense = request.expense();
  NewExpense result;
  ENTENTE_ASSIGN_OR_RETURN(
      result.line,
      LineWithin(request.parent(), expense.line(), "expense.line"));
  ENTENTE_ASSIGN_OR_RETURN(
      result.amount_cents,
      AmountOf(expense.has_amount(), expense.amount(), "expense.amount"));
  if (expense.evidence().empty()) return Required("expense.evidence");
  ENTENTE_ASSIGN_OR_RETURN(
      result.evidence,
      ParseEvidenceName(expense.evidence(), "expense.evidence"));
  if (result.evidence.municipality != result.line.parent.parent.municipality) {
    return FieldError(
        "OTHER_MUNICIPALITY", "expense.evidence",
        {.en = "The evidence is registered with another municipality. Register "
               "it with the municipality of the convention.",
         .fr = "La pièce est enregistrée auprès d'une autre commune. "
               "Enregistrez-la auprès de la commune de la convention.",
         .nl = "Het bewijsstuk is bij een andere gemeente geregistreerd. "
               "Registreer het bij de gemeente van de overeenkomst."});
  }
  if (!expense.reservation().empty()) {
    ENTENTE_ASSIGN_OR_RETURN(
        result.reservation,
        ParseNumberedName(NumberedKind::kReservation, expense.reservation(),
                          "expense.reservation"));
    ENTENTE_RETURN_IF_ERROR(CheckSameConvention(result.reservation->parent,
                                                result.line.parent.parent,
                                                "expense.reservation"));
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckDate(expense.service_date(), "expense.service_date"));
  const int year = ParseEnvelopeId(result.line.parent.envelope).year;
  if (expense.service_date().year() != year) {
    return ServiceDateOutsideYear(expense.service_date().year(), year);
  }
  ENTENTE_RETURN_IF_ERROR(CheckText(
      expense.description(), kDescriptionCharactersMax, "expense.description"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(expense.description(), "expense.description"));
  ENTENTE_RETURN_IF_ERROR(CheckMunicipalReference(
      expense.municipal_reference(), "expense.municipal_reference"));
  return result;
}

absl::Status CheckObjective(const std::string& objective_id,
                            const v1::Node* node, v1::Allocation allocation,
                            int year) {
  if (node == nullptr ||
      (node->kind() != v1::Node::KIND_STRATEGIC_OBJECTIVE &&
       node->kind() != v1::Node::KIND_OPERATIONAL_OBJECTIVE)) {
    return UnknownObjective(objective_id);
  }
  if (node->allocation() != allocation) {
    return WrongAllocation(objective_id, node->allocation(), allocation);
  }
  return CheckStandsIn(*node, year, "line.objective_id");
}

absl::Status CheckStandsIn(const v1::Node& node, int year,
                           absl::string_view field) {
  if (StandsIn(node, year)) return absl::OkStatus();
  return node.has_end_date() && node.end_date().year() < year
             ? NodeEnded(node, field)
             : NodeNotBegun(node, field);
}

absl::Status CheckWithinTerm(const google::type::Date& service_date,
                             const v1::Convention& convention) {
  const bool is_early = !IsUnset(convention.valid_from()) &&
                        IsBefore(service_date, convention.valid_from());
  const bool is_late = !IsUnset(convention.valid_until()) &&
                       IsBefore(convention.valid_until(), service_date);
  if (!is_early && !is_late) return absl::OkStatus();
  return ServiceDateOutsideTerm(service_date, convention.valid_from(),
                                convention.valid_until());
}

bool StandsIn(const v1::Node& node, int year) {
  return (!node.has_begin_date() || node.begin_date().year() <= year) &&
         (!node.has_end_date() || node.end_date().year() >= year);
}

absl::Status CheckCategory(const std::string& category,
                           const v1::RegulationProfile& profile) {
  for (const v1::CostCategory& known : profile.categories()) {
    if (known.code() == category) return absl::OkStatus();
  }
  return UnknownCategory(category.substr(0, kReferenceBytesMax), profile);
}

absl::Status CheckExpireDate(const google::type::Date& expire_date,
                             const google::type::Date& today) {
  if (!IsBefore(expire_date, today)) return absl::OkStatus();
  return ExpireDatePassed(expire_date, today);
}

absl::Status CheckNotInFuture(const google::type::Date& date,
                              const google::type::Date& today,
                              absl::string_view field) {
  if (!IsBefore(today, date)) return absl::OkStatus();
  return DateInFuture(date, today, field);
}

absl::Status CheckMunicipalDates(const v1::MunicipalReference& reference,
                                 const google::type::Date& today,
                                 absl::string_view field) {
  if (reference.has_mandate_date()) {
    ENTENTE_RETURN_IF_ERROR(CheckNotInFuture(
        reference.mandate_date(), today, absl::StrCat(field, ".mandate_date")));
  }
  if (!reference.has_payment_date()) return absl::OkStatus();
  return CheckNotInFuture(reference.payment_date(), today,
                          absl::StrCat(field, ".payment_date"));
}

bool HasExpired(const v1::Reservation& reservation,
                const google::type::Date& today) {
  return reservation.state() == v1::Reservation::STATE_EXPIRED ||
         (reservation.state() == v1::Reservation::STATE_OPEN &&
          reservation.has_expire_date() &&
          IsBefore(reservation.expire_date(), today));
}

absl::Status CheckOpen(const v1::Reservation& reservation,
                       const google::type::Date& today,
                       absl::string_view field) {
  if (HasExpired(reservation, today)) {
    return ReservationEnded(reservation.name(), v1::Reservation::STATE_EXPIRED,
                            field);
  }
  if (reservation.state() == v1::Reservation::STATE_OPEN) {
    return absl::OkStatus();
  }
  return ReservationEnded(reservation.name(), reservation.state(), field);
}

absl::Status CheckValueDate(const google::type::Date& date, int envelope_year) {
  if (date.year() >= envelope_year) return absl::OkStatus();
  return ValueDateBeforeYear(date.year(), envelope_year);
}

}  // namespace entente::conventions
