#include "tools/client/access_catalog.h"

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/common/v1/access_service.pb.h"
#include "entente/common/v1/audit_service.pb.h"
#include "entente/common/v1/event.pb.h"
#include "entente/common/v1/outbox_service.pb.h"
#include "entente/conventions/v1/amendment_service.pb.h"
#include "entente/conventions/v1/budget_change_service.pb.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "entente/conventions/v1/claim_revision_service.pb.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "entente/conventions/v1/control_service.pb.h"
#include "entente/conventions/v1/convention_service.pb.h"
#include "entente/conventions/v1/credit_note_service.pb.h"
#include "entente/conventions/v1/dossier_service.pb.h"
#include "entente/conventions/v1/dotation_service.pb.h"
#include "entente/conventions/v1/evidence_service.pb.h"
#include "entente/conventions/v1/expense_correction_service.pb.h"
#include "entente/conventions/v1/federal_payment_service.pb.h"
#include "entente/conventions/v1/intake_service.pb.h"
#include "entente/conventions/v1/life_service.pb.h"
#include "entente/conventions/v1/organisation_service.pb.h"
#include "entente/conventions/v1/posting_service.pb.h"
#include "entente/conventions/v1/progress_service.pb.h"
#include "entente/conventions/v1/recount_service.pb.h"
#include "entente/conventions/v1/review_service.pb.h"
#include "entente/conventions/v1/submission_service.pb.h"
#include "entente/exchange/v1/case_service.pb.h"
#include "entente/exchange/v1/meeting_service.pb.h"
#include "entente/exchange/v1/office_service.pb.h"
#include "entente/indicators/v1/activity_service.pb.h"
#include "entente/indicators/v1/context_service.pb.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "entente/indicators/v1/local_measure_service.pb.h"
#include "entente/indicators/v1/measure_rule_service.pb.h"
#include "entente/indicators/v1/measure_settings_service.pb.h"
#include "entente/indicators/v1/period_service.pb.h"
#include "entente/indicators/v1/recount_service.pb.h"
#include "entente/indicators/v1/release_service.pb.h"
#include "entente/indicators/v1/series_service.pb.h"
#include "entente/indicators/v1/statement_service.pb.h"
#include "google/protobuf/descriptor.h"
#include "services/common/base/error.h"
#include "services/common/base/utf8.h"

namespace entente::client {
namespace {

// One message of each file that declares services: naming it is what keeps the
// linker from dropping the file.
std::vector<const google::protobuf::FileDescriptor*> Files() {
  return {
      common::v1::ExplainAccessRequest::descriptor()->file(),
      common::v1::ListAuditEntriesRequest::descriptor()->file(),
      common::v1::DeliverEventsRequest::descriptor()->file(),
      common::v1::ListOutboxesRequest::descriptor()->file(),
      conventions::v1::CreateClaimRequest::descriptor()->file(),
      conventions::v1::ClaimRevision::descriptor()->file(),
      conventions::v1::CreateFederalPaymentRequest::descriptor()->file(),
      conventions::v1::CreateAmendmentRequest::descriptor()->file(),
      conventions::v1::CreateBudgetChangeRequest::descriptor()->file(),
      conventions::v1::CorrectExpenseRequest::descriptor()->file(),
      conventions::v1::CreateCreditNoteRequest::descriptor()->file(),
      conventions::v1::CreateLineRequest::descriptor()->file(),
      conventions::v1::OpenControlRequestRequest::descriptor()->file(),
      conventions::v1::GetConventionRequest::descriptor()->file(),
      conventions::v1::ListEvidenceRequest::descriptor()->file(),
      conventions::v1::BatchPostRequest::descriptor()->file(),
      conventions::v1::CreateConventionFactRequest::descriptor()->file(),
      conventions::v1::CreateProgressStatementRequest::descriptor()->file(),
      conventions::v1::ListOrganisationsRequest::descriptor()->file(),
      conventions::v1::ListDotationsRequest::descriptor()->file(),
      conventions::v1::RecountLedgerRequest::descriptor()->file(),
      conventions::v1::ResolveFindingRequest::descriptor()->file(),
      conventions::v1::SendSubmissionRequest::descriptor()->file(),
      conventions::v1::DecideSubmissionRequest::descriptor()->file(),
      conventions::v1::GetSubmissionRequest::descriptor()->file(),
      exchange::v1::GetCaseRequest::descriptor()->file(),
      exchange::v1::GetMeetingRequest::descriptor()->file(),
      exchange::v1::ListOfficeHoldersRequest::descriptor()->file(),
      indicators::v1::ListActivitiesRequest::descriptor()->file(),
      indicators::v1::ListMeasuresRequest::descriptor()->file(),
      indicators::v1::IngestRequest::descriptor()->file(),
      indicators::v1::GetLocalMeasureRequest::descriptor()->file(),
      indicators::v1::ListMeasureRulesRequest::descriptor()->file(),
      indicators::v1::GetMeasureSettingsRequest::descriptor()->file(),
      indicators::v1::QueryContextRequest::descriptor()->file(),
      indicators::v1::FigureRecount::descriptor()->file(),
      indicators::v1::GetReleaseRequest::descriptor()->file(),
      indicators::v1::ListPeriodsRequest::descriptor()->file(),
      indicators::v1::QuerySeriesRequest::descriptor()->file(),
      indicators::v1::GetStatementRequest::descriptor()->file(),
  };
}

gate::MethodTable Build() {
  std::vector<std::string> services;
  for (const google::protobuf::FileDescriptor* file : Files()) {
    for (int i = 0; i < file->service_count(); ++i) {
      services.push_back(file->service(i)->full_name());
    }
  }
  absl::StatusOr<gate::MethodTable> table = gate::MethodTable::Build(services);
  if (table.ok()) return *std::move(table);
  // An RPC without access: no service would start either.
  std::fprintf(stderr, "%s\n", table.status().ToString().c_str());
  std::abort();
}

}  // namespace

const gate::MethodTable& AllMethods() {
  static const auto& table = *new gate::MethodTable(Build());
  return table;
}

absl::string_view ShortMethod(absl::string_view method) {
  return method.substr(method.rfind('.') + 1);
}

absl::StatusOr<gate::MethodRule> FindMethod(const std::string& text) {
  std::vector<gate::MethodRule> found;
  for (const auto& [method, rule] : AllMethods().rules()) {
    if (method == text || ShortMethod(method) == text) return rule;
    if (absl::EndsWith(method, absl::StrCat("/", text))) found.push_back(rule);
  }
  if (found.size() == 1) return found[0];
  std::vector<std::string> close;
  for (const auto& [method, rule] : AllMethods().rules()) {
    if (!text.empty() && absl::StrContains(absl::AsciiStrToLower(method),
                                           absl::AsciiStrToLower(text))) {
      close.emplace_back(ShortMethod(method));
    }
  }
  constexpr size_t kCloseMax = 8;
  if (close.size() > kCloseMax) close.resize(kCloseMax);
  const std::string list =
      close.empty() ? "entente access table" : absl::StrJoin(close, ", ");
  const std::string what = SanitizeForMessage(text, 80);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "METHOD_UNKNOWN",
       .field = "method",
       .sentence = {
           absl::StrCat("\"", what, "\" is not one method; see ", list, "."),
           absl::StrCat("« ", what, " » n'est pas une méthode ; voir ", list,
                        "."),
           absl::StrCat("\"", what, "\" is niet één methode; zie ", list,
                        ".")}});
}

}  // namespace entente::client
