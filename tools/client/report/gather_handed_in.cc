#include "tools/client/report/gather_handed_in.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "entente/common/v1/access_service.grpc.pb.h"
#include "entente/conventions/v1/submission_service.grpc.pb.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "tools/client/report/gather_parts.h"

namespace entente::client {
namespace {

using common::v1::AccessService;
using conventions::v1::Submission;
using conventions::v1::SubmissionService;
using indicators::v1::Period;
using indicators::v1::PeriodService;

constexpr char kSubmitMethod[] =
    "entente.conventions.v1.DossierService/SubmitDossier";

// Also where that is not known: who is told in vain asks, who is not told does
// not.
bool MayHandIn(Session& session) {
  common::v1::ExplainMyAccessRequest request;
  request.set_method(kSubmitMethod);
  const auto mine = session.Call(&AccessService::Stub::ExplainMyAccess, request,
                                 {.service = "conventions"});
  return !mine.ok() || mine->methods_size() != 1 ||
         mine->methods(0).permitted();
}

HandedInDossier DossierOf(const Submission& submission,
                          std::optional<std::vector<HandedInMonth>> months) {
  HandedInDossier dossier;
  dossier.submission = submission;
  if (months.has_value()) {
    dossier.months = *std::move(months);
  } else {
    dossier.table = HandedInDossier::Table::kAbsent;
  }
  return dossier;
}

HandedInDossier Unread(const Submission& submission) {
  HandedInDossier dossier;
  dossier.submission = submission;
  dossier.table = HandedInDossier::Table::kUnread;
  return dossier;
}

}  // namespace

absl::StatusOr<std::string> ReadSubmissionFile(Session& session,
                                               const std::string& name,
                                               const std::string& path) {
  conventions::v1::ReadSubmissionFileRequest request;
  request.set_name(name);
  request.set_path(path);
  std::string content;
  while (content.size() <= conventions::kDossierFileBytesMax) {
    ENTENTE_ASSIGN_OR_RETURN(
        const conventions::v1::ReadSubmissionFileResponse part,
        session.Call(&SubmissionService::Stub::ReadSubmissionFile, request));
    content += part.content();
    if (part.next_offset() <= request.offset()) return content;
    request.set_offset(part.next_offset());
  }
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "DOSSIER_UNREADABLE",
       .sentence = {
           "The service sends more than a file of a dossier may hold.",
           "Le service envoie plus que ne peut contenir un fichier de dossier.",
           "De dienst stuurt meer dan een bestand van een dossier mag "
           "bevatten."}});
}

absl::StatusOr<std::optional<std::vector<HandedInMonth>>> ReadHandedInMonths(
    Session& session, const std::string& name) {
  const absl::StatusOr<std::string> csv = ReadSubmissionFile(
      session, name, absl::StrCat("data/", kStandingTableId, ".csv"));
  if (absl::IsNotFound(csv.status())) {
    return std::optional<std::vector<HandedInMonth>>();
  }
  ENTENTE_RETURN_IF_ERROR(csv.status());
  return ParseHandedIn(*csv);
}

absl::StatusOr<std::optional<std::vector<MonthSince>>> ReadMonthsSince(
    Session& session, const Submission& submission) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<std::vector<HandedInMonth>> handed_in,
      ReadHandedInMonths(session, submission.name()));
  if (!handed_in.has_value()) return std::optional<std::vector<MonthSince>>();
  indicators::v1::ListPeriodsRequest request;
  request.set_parent(MunicipalityParent(submission.name()));
  SetMonth(absl::CivilMonth(submission.year(), 1), *request.mutable_from());
  SetMonth(absl::CivilMonth(submission.year(), 12), *request.mutable_until());
  request.set_page_size(kPageSize);
  ENTENTE_ASSIGN_OR_RETURN(
      auto list,
      session.CallAllPages(&PeriodService::Stub::ListPeriods, request));
  std::vector<Period> periods;
  Keep(*list.mutable_periods(), periods);
  return std::optional<std::vector<MonthSince>>(
      MonthsSince(*handed_in, periods));
}

void GatherHandedIn(Session& session, ReportData& data) {
  std::vector<const Submission*> dossiers;
  for (const Submission* last : LastHandedIn(data.submissions)) {
    // What is decided is handed in no more, or is asked for by itself.
    if (last->state() == Submission::STATE_DECIDED ||
        !MayBeOutdated(*last, data.periods)) {
      continue;
    }
    dossiers.push_back(last);
  }
  if (dossiers.empty() || !MayHandIn(session)) return;
  for (const Submission* dossier : dossiers) {
    auto months = ReadHandedInMonths(session, dossier->name());
    if (!Read(months.status(), "conventions.submissions.months",
              {"the months as they were handed in", "les mois tels que remis",
               "de maanden zoals ze ingediend zijn"},
              data)) {
      return;
    }
    data.handed_in.push_back(DossierOf(*dossier, *std::move(months)));
  }
}

std::vector<HandedInDossier> ReadDossiersOfMonth(Session& session,
                                                 const std::string& period) {
  absl::CivilMonth month;
  if (!absl::ParseCivilTime(period.substr(period.rfind('/') + 1), &month)) {
    return {};
  }
  conventions::v1::ListSubmissionsRequest request;
  request.set_parent(MunicipalityParent(period));
  request.set_year(static_cast<int>(month.year()));
  request.set_page_size(kPageSize);
  auto list =
      session.CallAllPages(&SubmissionService::Stub::ListSubmissions, request);
  if (!list.ok()) return {};
  std::vector<Submission> submissions;
  Keep(*list->mutable_submissions(), submissions);
  std::vector<HandedInDossier> dossiers;
  for (const Submission* last : LastHandedIn(submissions)) {
    if (IsRejectedByState(*last)) continue;
    auto months = ReadHandedInMonths(session, last->name());
    // That there is one is known all the same.
    dossiers.push_back(months.ok() ? DossierOf(*last, *std::move(months))
                                   : Unread(*last));
  }
  return dossiers;
}

}  // namespace entente::client
