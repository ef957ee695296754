#include "services/conventions/list_filters.h"

#include "entente/conventions/v1/amendment.pb.h"
#include "entente/conventions/v1/budget_change.pb.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/control_service.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/credit_note.pb.h"
#include "entente/conventions/v1/dotation_service.pb.h"
#include "entente/conventions/v1/expense_correction.pb.h"
#include "entente/conventions/v1/federal_payment.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/life_service.pb.h"
#include "entente/conventions/v1/measure.pb.h"
#include "entente/conventions/v1/organisation_service.pb.h"
#include "entente/conventions/v1/progress_service.pb.h"
#include "entente/conventions/v1/submission.pb.h"
#include "services/conventions/document/text_fold.h"

namespace entente::conventions {
namespace {

using google::protobuf::Descriptor;

}  // namespace

const FilterFields& AllFields() {
  static const auto* const kAll = new FilterFields{
      {v1::Convention::descriptor(),
       {"name", "title", "language_code", "municipality", "municipality_code",
        "police_zone_code", "valid_from", "valid_until", "state",
        "contract_profile", "contract_profile_version", "version",
        "create_time"}},
      {v1::MeasureDefinition::descriptor(),
       {"code", "title.fr", "title.nl", "kind", "unit.fr", "unit.nl",
        "direction", "is_summable", "is_sensitive", "is_kind_guessed"}},
      {v1::ConventionFact::descriptor(),
       {"name", "kind", "date", "party", "function", "copy_number", "place",
        "scan_sha256", "reference", "corrects", "reason", "is_withdrawal",
        "corrected_by", "create_time"}},
      {v1::Amendment::descriptor(),
       {"name", "title", "effective_date", "state", "create_time",
        "approve_time", "apply_time", "withdraw_reason", "withdraw_time",
        "is_rule_verified"}},
      {v1::ProgressStatement::descriptor(),
       {"name", "objective_id", "year", "state", "date", "text", "create_time",
        "approve_time", "is_replaced"}},
      {v1::Organisation::descriptor(),
       {"name", "enterprise_number", "title.fr", "title.nl", "title.de",
        "title.en", "kind", "contact_function", "iban", "version",
        "create_time", "update_time"}},
      {v1::Dotation::descriptor(),
       {"name", "police_zone_code", "year", "zone_amount", "amount", "deducted",
        "outstanding", "decision_reference", "decision_date", "dotation_key",
        "corrects", "corrected_by", "create_time", "is_key_missing"}},
      {v1::DotationKey::descriptor(),
       {"name", "police_zone_code", "valid_from", "valid_until",
        "decision_reference", "corrects", "corrected_by", "create_time"}},
      {v1::Envelope::descriptor(),
       {"name", "allocation", "year", "is_outside_term", "position.allocated",
        "position.allotted", "position.reserved", "position.spent",
        "position.claimed", "position.accepted", "position.available"}},
      {v1::Line::descriptor(),
       {"name", "objective_id", "category", "amount", "position.reserved",
        "position.spent", "position.claimed", "position.accepted",
        "position.available"}},
      {v1::LedgerEntry::descriptor(),
       {"sequence", "type", "account", "amount", "cause", "effective_date",
        "record_time"}},
      {v1::BudgetChange::descriptor(),
       {"name", "type", "from", "to", "amount", "reason", "decision_reference",
        "effective_date", "create_time", "regulation_profile",
        "is_rule_verified"}},
      {v1::ExpenseCorrection::descriptor(),
       {"name", "expense", "amount", "reason", "line", "create_time"}},
      {v1::Reservation::descriptor(),
       {"name", "line", "amount", "description", "state", "expire_date",
        "municipal_reference.fiscal_year", "municipal_reference.budget_article",
        "municipal_reference.commitment", "create_time"}},
      {v1::Expense::descriptor(),
       {"name", "line", "amount", "evidence", "reservation", "service_date",
        "description", "municipal_reference.fiscal_year",
        "municipal_reference.budget_article", "municipal_reference.commitment",
        "municipal_reference.mandate", "create_time"}},
      {v1::ZonePayment::descriptor(),
       {"name", "line", "amount", "route", "state", "value_date",
        "acknowledge_date", "bank_reference", "create_time", "iban",
        "cancel_date", "cancel_reason", "municipal_reference.fiscal_year",
        "municipal_reference.mandate"}},
      {v1::Evidence::descriptor(),
       {"name", "issuer_enterprise_number", "document_number", "document_date",
        "amount", "charged", "credited", "chargeable", "file_sha256", "kind"}},
      {v1::CreditNote::descriptor(),
       {"name", "evidence", "document_number", "document_date", "amount",
        "file_sha256", "create_time"}},
      {v1::Claim::descriptor(),
       {"name", "envelope", "allocation", "year", "state", "line_count",
        "amount", "accepted", "ineligible", "deadline", "is_late",
        "submit_date", "decide_date", "create_time"}},
      {v1::ControlRequest::descriptor(),
       {"name", "kind", "subject", "reference", "open_date", "due_date",
        "state", "close_date", "create_time"}},
      {v1::Submission::descriptor(),
       {"name", "year", "revision", "state", "file_count", "total_bytes",
        "manifest_sha256", "decision.outcome", "decision.decide_date",
        "submit_time", "receive_time", "decide_time", "apply_time"}},
      {v1::FederalPayment::descriptor(),
       {"name", "envelope", "kind", "amount", "value_date", "bank_reference",
        "structured_communication", "budget_article", "decree", "create_time"}},
  };
  return *kAll;
}

absl::StatusOr<filter::Filter> ParseFilter(const Descriptor& message,
                                           absl::string_view text) {
  return filter::Filter::Parse(text, {.message = &message,
                                      .fields = AllFields().at(&message),
                                      .fold = FoldText});
}

}  // namespace entente::conventions
