#include "services/conventions/list_filters.h"

#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/control_service.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/credit_note.pb.h"
#include "entente/conventions/v1/federal_payment.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
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
        "contract_profile", "version", "create_time"}},
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
