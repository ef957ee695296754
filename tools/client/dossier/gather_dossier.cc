#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "entente/conventions/v1/budget_change_service.grpc.pb.h"
#include "entente/conventions/v1/claim_service.grpc.pb.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "entente/conventions/v1/credit_note_service.grpc.pb.h"
#include "entente/conventions/v1/evidence_service.grpc.pb.h"
#include "entente/conventions/v1/expense_correction_service.grpc.pb.h"
#include "entente/conventions/v1/federal_payment_service.grpc.pb.h"
#include "entente/conventions/v1/progress_service.grpc.pb.h"
#include "entente/indicators/v1/context_service.grpc.pb.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "entente/indicators/v1/statement_service.grpc.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/common/base/error.h"
#include "services/conventions/money/date.h"
#include "tools/client/dossier/dossier_data.h"
#include "tools/client/dossier/dossier_year.h"
#include "tools/client/dossier/statement_queries.h"
#include "tools/client/dossier/whole_check.h"
#include "tools/client/report/gather.h"
#include "tools/client/resource_names.h"
#include "tools/client/term_targets.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

constexpr int kPageSize = 1000;

absl::Status CheckYear(const ReportData& report, int year) {
  std::vector<int> years;
  for (const v1::EnvelopeGrant& grant : report.convention->envelopes()) {
    if (grant.year() == year) return absl::OkStatus();
    if (years.empty() || years.back() != grant.year()) {
      years.push_back(grant.year());
    }
  }
  const std::string known = absl::StrJoin(years, ", ");
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "DOSSIER_YEAR",
       .field = "--year",
       .metadata = {{"years", known}},
       .sentence = {absl::StrCat("The convention has no envelope for ", year,
                                 "; its years are ", known, "."),
                    absl::StrCat("La convention n'a pas d'enveloppe pour ",
                                 year, " ; ses années sont ", known, "."),
                    absl::StrCat("De overeenkomst heeft geen enveloppe voor ",
                                 year, "; haar jaren zijn ", known, ".")}});
}

// An amendment of a later day is none of the year's, nor is another title.
absl::Status TakeVersionOfYear(Session& session, int year, ReportData& report) {
  const indicators::v1::TermMonths term = TermOf(*report.convention);
  v1::GetConventionRequest request;
  request.set_name(report.convention_name);
  *request.mutable_as_of_effective_date() =
      conventions::DateFromDay(LastDayOf(year, *report.convention));
  ENTENTE_ASSIGN_OR_RETURN(
      report.convention,
      session.Call(&v1::ConventionService::Stub::GetConvention, request));
  report.NameAsOn(request.as_of_effective_date());
  // An amendment may have made it another: beside each stands what was agreed
  // for it.
  if (!IsSameTerm(term, TermOf(*report.convention))) {
    GatherTerm(session, report);
    report.RaiseSensitivity();
  }
  return absl::OkStatus();
}

// Every page of a list of `parent`, its records in `where`.
template <class Stub, class Request, class Response, class Record>
absl::Status ListAll(
    Session& session,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    Request request, const std::string& parent,
    google::protobuf::RepeatedPtrField<Record>* (Response::*records)(),
    std::vector<Record>& where) {
  request.set_parent(parent);
  request.set_page_size(kPageSize);
  ENTENTE_ASSIGN_OR_RETURN(Response list,
                           session.CallAllPages(method, request));
  auto& read = *(list.*records)();
  where.assign(std::make_move_iterator(read.begin()),
               std::make_move_iterator(read.end()));
  return absl::OkStatus();
}

// Reports show the months that have begun; who hands in a year answers for all
// of it. Those that are known stay as they were read.
absl::Status AddMonthsOfYear(Session& session, const std::string& municipality,
                             DossierData& data) {
  namespace iv1 = indicators::v1;
  const std::vector<absl::CivilMonth> months =
      TermMonthsOf(data.year, *data.report.convention);
  if (months.empty()) return absl::OkStatus();
  iv1::ListPeriodsRequest request;
  request.mutable_from()->set_year(data.year);
  request.mutable_from()->set_month(months.front().month());
  request.mutable_until()->set_year(data.year);
  request.mutable_until()->set_month(months.back().month());
  std::vector<iv1::Period> list;
  ENTENTE_RETURN_IF_ERROR(ListAll(
      session, &iv1::PeriodService::Stub::ListPeriods, std::move(request),
      municipality, &iv1::ListPeriodsResponse::mutable_periods, list));
  std::vector<iv1::Period>& known = data.report.periods;
  std::set<std::string> names;
  for (const iv1::Period& period : known) names.insert(period.name());
  for (iv1::Period& period : list) {
    if (names.insert(period.name()).second) known.push_back(std::move(period));
  }
  std::sort(known.begin(), known.end(),
            [](const iv1::Period& a, const iv1::Period& b) {
              return a.name() < b.name();
            });
  return absl::OkStatus();
}

// Lists leave their lines out; a claim of the year is handed in whole.
absl::Status AddClaimLines(Session& session, int year,
                           std::vector<v1::Claim>& claims) {
  for (v1::Claim& claim : claims) {
    if (claim.year() != year) continue;
    v1::GetClaimRequest request;
    request.set_name(claim.name());
    ENTENTE_ASSIGN_OR_RETURN(
        claim, session.Call(&v1::ClaimService::Stub::GetClaim, request));
  }
  return absl::OkStatus();
}

// What was decided and paid besides the expenses.
absl::Status AddMoney(Session& session, const std::string& convention,
                      DossierData& data) {
  ENTENTE_RETURN_IF_ERROR(
      ListAll(session, &v1::FederalPaymentService::Stub::ListFederalPayments,
              v1::ListFederalPaymentsRequest(), convention,
              &v1::ListFederalPaymentsResponse::mutable_federal_payments,
              data.federal_payments));
  ENTENTE_RETURN_IF_ERROR(
      ListAll(session, &v1::BudgetChangeService::Stub::ListBudgetChanges,
              v1::ListBudgetChangesRequest(), convention,
              &v1::ListBudgetChangesResponse::mutable_budget_changes,
              data.budget_changes));
  ENTENTE_RETURN_IF_ERROR(ListAll(
      session, &v1::ExpenseCorrectionService::Stub::ListExpenseCorrections,
      v1::ListExpenseCorrectionsRequest(), convention,
      &v1::ListExpenseCorrectionsResponse::mutable_expense_corrections,
      data.corrections));
  return ListAll(session, &v1::CreditNoteService::Stub::ListCreditNotes,
                 v1::ListCreditNotesRequest(), MunicipalityOf(convention),
                 &v1::ListCreditNotesResponse::mutable_credit_notes,
                 data.credit_notes);
}

// Series from outside, read beside the indicators.
absl::Status AddContext(Session& session, const std::string& municipality,
                        DossierData& data) {
  namespace iv1 = indicators::v1;
  std::vector<iv1::ContextSeries> list;
  ENTENTE_RETURN_IF_ERROR(
      ListAll(session, &iv1::ContextService::Stub::ListContextSeries,
              iv1::ListContextSeriesRequest(), municipality,
              &iv1::ListContextSeriesResponse::mutable_context_series, list));
  for (const iv1::ContextSeries& series : list) {
    iv1::QueryContextRequest request;
    request.set_name(series.name());
    request.mutable_from()->set_year(data.year);
    request.mutable_from()->set_month(1);
    request.mutable_until()->set_year(data.year);
    request.mutable_until()->set_month(12);
    request.set_page_size(kPageSize);
    ENTENTE_ASSIGN_OR_RETURN(
        data.context.emplace_back(),
        session.CallAllPages(&iv1::ContextService::Stub::QueryContext,
                             request));
  }
  return absl::OkStatus();
}

// What people stated: series say only that there are words.
absl::Status AddStatements(Session& session, DossierData& data) {
  namespace iv1 = indicators::v1;
  for (const iv1::GetStatementRequest& query : StatementQueries(data)) {
    auto statement =
        session.Call(&iv1::StatementService::Stub::GetStatement, query);
    // Of a measure that is sensitive by now none is told.
    if (absl::IsNotFound(statement.status())) continue;
    ENTENTE_RETURN_IF_ERROR(statement.status());
    data.statements.push_back(*std::move(statement));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DossierData> GatherDossier(Session& session,
                                          const std::string& convention,
                                          int year, absl::CivilMinute now) {
  DossierData data;
  data.year = year;
  ENTENTE_ASSIGN_OR_RETURN(data.report,
                           GatherReportData(session, convention, now));
  ENTENTE_RETURN_IF_ERROR(CheckWhole(data.report));
  ENTENTE_RETURN_IF_ERROR(CheckYear(data.report, year));
  ENTENTE_RETURN_IF_ERROR(TakeVersionOfYear(session, year, data.report));
  ENTENTE_RETURN_IF_ERROR(
      AddMonthsOfYear(session, MunicipalityOf(convention), data));
  GatherPeriodVersions(session, year, data.report);
  GatherUnusual(session, year, data.report);
  ENTENTE_RETURN_IF_ERROR(CheckWhole(data.report));
  ENTENTE_RETURN_IF_ERROR(
      ListAll(session, &v1::EvidenceService::Stub::ListEvidence,
              v1::ListEvidenceRequest(), MunicipalityOf(convention),
              &v1::ListEvidenceResponse::mutable_evidence, data.evidence));
  v1::ListProgressStatementsRequest progress;
  progress.set_year(year);
  ENTENTE_RETURN_IF_ERROR(
      ListAll(session, &v1::ProgressService::Stub::ListProgressStatements,
              progress, convention,
              &v1::ListProgressStatementsResponse::mutable_progress_statements,
              data.progress));
  ENTENTE_RETURN_IF_ERROR(ListAll(
      session, &v1::ClaimService::Stub::ListClaims, v1::ListClaimsRequest(),
      convention, &v1::ListClaimsResponse::mutable_claims, data.claims));
  ENTENTE_RETURN_IF_ERROR(AddClaimLines(session, year, data.claims));
  ENTENTE_RETURN_IF_ERROR(AddMoney(session, convention, data));
  ENTENTE_RETURN_IF_ERROR(
      AddContext(session, MunicipalityOf(convention), data));
  ENTENTE_RETURN_IF_ERROR(AddStatements(session, data));
  return data;
}

}  // namespace entente::client
