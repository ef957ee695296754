#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/conventions/v1/claim_service.grpc.pb.h"
#include "entente/conventions/v1/evidence_service.grpc.pb.h"
#include "entente/conventions/v1/progress_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "tools/client/dossier/dossier_data.h"
#include "tools/client/report/gather.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

constexpr int kPageSize = 1000;

// Meetings are of the exchange service and no part of a dossier.
absl::Status CheckWhole(const ReportData& report) {
  std::vector<std::string> en, fr, nl;
  for (const MissingPart& missing : report.missing) {
    if (missing.part.rfind("exchange", 0) == 0) continue;
    const Sentence sentence = MissingSentence(missing);
    en.push_back(sentence.en);
    fr.push_back(sentence.fr);
    nl.push_back(sentence.nl);
  }
  if (en.empty()) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "DOSSIER_INCOMPLETE",
       .sentence = {
           absl::StrCat("A dossier with a hole is not made. Missing: ",
                        absl::StrJoin(en, " "),
                        " Act as somebody who may read it (--as)."),
           absl::StrCat("Un dossier incomplet n'est pas constitué. Manque : ",
                        absl::StrJoin(fr, " "),
                        " Agissez au nom de qui peut le lire (--as)."),
           absl::StrCat("Een onvolledig dossier wordt niet gemaakt. "
                        "Ontbreekt: ",
                        absl::StrJoin(nl, " "),
                        " Handel als wie het mag lezen (--as).")}});
}

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
  v1::ListEvidenceRequest evidence_request;
  evidence_request.set_parent(MunicipalityOf(convention));
  evidence_request.set_page_size(kPageSize);
  ENTENTE_ASSIGN_OR_RETURN(
      v1::ListEvidenceResponse evidence,
      session.CallAllPages(&v1::EvidenceService::Stub::ListEvidence,
                           evidence_request));
  data.evidence.assign(
      std::make_move_iterator(evidence.mutable_evidence()->begin()),
      std::make_move_iterator(evidence.mutable_evidence()->end()));
  v1::ListProgressStatementsRequest progress_request;
  progress_request.set_parent(convention);
  progress_request.set_year(year);
  progress_request.set_page_size(kPageSize);
  ENTENTE_ASSIGN_OR_RETURN(
      v1::ListProgressStatementsResponse progress,
      session.CallAllPages(&v1::ProgressService::Stub::ListProgressStatements,
                           progress_request));
  data.progress.assign(
      std::make_move_iterator(progress.mutable_progress_statements()->begin()),
      std::make_move_iterator(progress.mutable_progress_statements()->end()));
  v1::ListClaimsRequest claims_request;
  claims_request.set_parent(convention);
  ENTENTE_ASSIGN_OR_RETURN(
      v1::ListClaimsResponse claims,
      session.CallAllPages(&v1::ClaimService::Stub::ListClaims,
                           claims_request));
  data.claims.assign(std::make_move_iterator(claims.mutable_claims()->begin()),
                     std::make_move_iterator(claims.mutable_claims()->end()));
  return data;
}

}  // namespace entente::client
