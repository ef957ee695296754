// What the yearly dossier is made of: replies of the services, nothing
// computed.
#ifndef TOOLS_CLIENT_DOSSIER_DOSSIER_DATA_H_
#define TOOLS_CLIENT_DOSSIER_DOSSIER_DATA_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "entente/conventions/v1/budget_change.pb.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/credit_note.pb.h"
#include "entente/conventions/v1/expense_correction.pb.h"
#include "entente/conventions/v1/federal_payment.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/progress_service.pb.h"
#include "entente/indicators/v1/context_service.pb.h"
#include "entente/indicators/v1/statement.pb.h"
#include "tools/client/report/report_data.h"
#include "tools/client/session.h"

namespace entente::client {

struct DossierData {
  // Money and figures of the whole term; the convention as it was on the last
  // day of the year.
  ReportData report;
  // Calendar year the dossier is for; of the term.
  int year = 0;
  // Why it is handed in with months that nobody approved; empty where nobody
  // said (standing_check.h).
  std::string unapproved_reason;
  // Of the municipality, charged to by any convention.
  std::vector<conventions::v1::Evidence> evidence;
  // Of the convention; those of the year with their lines.
  std::vector<conventions::v1::Claim> claims;
  // Of the convention, of any year.
  std::vector<conventions::v1::FederalPayment> federal_payments;
  std::vector<conventions::v1::BudgetChange> budget_changes;
  std::vector<conventions::v1::ExpenseCorrection> corrections;
  // Of the municipality.
  std::vector<conventions::v1::CreditNote> credit_notes;
  // Of the year, in order of recording.
  std::vector<conventions::v1::ProgressStatement> progress;
  // Series from outside with their figures of the year, of the municipality.
  std::vector<indicators::v1::QueryContextResponse> context;
  // What people stated of the year (statement_queries.h).
  std::vector<indicators::v1::Statement> statements;
};

// Everything a dossier holds must be there: unlike a report, one with a hole is
// not made. Errors: those of the calls, FAILED_PRECONDITION /
// DOSSIER_INCOMPLETE naming what could not be read, INVALID_ARGUMENT /
// DOSSIER_YEAR when the term has no such year.
absl::StatusOr<DossierData> GatherDossier(Session& session,
                                          const std::string& convention,
                                          int year, absl::CivilMinute now);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_DOSSIER_DATA_H_
