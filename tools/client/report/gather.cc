#include "tools/client/report/gather.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "entente/conventions/v1/amendment_service.grpc.pb.h"
#include "entente/conventions/v1/budget_change_service.grpc.pb.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/control_service.grpc.pb.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "entente/conventions/v1/life_service.grpc.pb.h"
#include "entente/conventions/v1/progress_service.grpc.pb.h"
#include "entente/conventions/v1/submission_service.grpc.pb.h"
#include "entente/exchange/v1/meeting_service.grpc.pb.h"
#include "entente/indicators/v1/activity_service.grpc.pb.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "tools/client/report/format.h"
#include "tools/client/report/gather_parts.h"

namespace entente::client {
namespace {

using conventions::v1::AmendmentService;
using conventions::v1::BudgetChangeService;
using conventions::v1::BudgetService;
using conventions::v1::ControlService;
using conventions::v1::ConventionService;
using conventions::v1::LifeService;
using conventions::v1::ProgressService;
using conventions::v1::SubmissionService;
using exchange::v1::Attendance;
using exchange::v1::Meeting;
using exchange::v1::MeetingService;
using indicators::v1::ActivityService;
using indicators::v1::DefinitionService;

// Limit of SeriesService.QuerySeries.
constexpr int kMonthsMax = 120;

absl::Status GatherConvention(Session& session, ReportData& data) {
  conventions::v1::GetConventionRequest request;
  request.set_name(data.convention_name);
  auto convention =
      session.Call(&ConventionService::Stub::GetConvention, request);
  if (Read(convention.status(), "conventions.convention",
           {"the convention's text and findings",
            "le texte de la convention et les constats",
            "de tekst van de overeenkomst en de vaststellingen"},
           data)) {
    data.convention = *std::move(convention);
  } else if (absl::IsNotFound(convention.status())) {
    return convention.status();
  }
  conventions::v1::ListMeasureDefinitionsRequest definitions_request;
  definitions_request.set_parent(data.convention_name);
  auto definitions = session.Call(
      &ConventionService::Stub::ListMeasureDefinitions, definitions_request);
  if (Read(definitions.status(), "conventions.definitions",
           {"the measures of the contract profile",
            "les mesures du profil de contrat",
            "de metingen van het contractprofiel"},
           data)) {
    Keep(*definitions->mutable_measures(), data.definitions);
    Keep(*definitions->mutable_activity_types(), data.activity_types);
  }
  return convention.status();
}

// Facts, what the State asked, and what was agreed since.
void GatherLife(Session& session, ReportData& data) {
  conventions::v1::ListConventionFactsRequest facts_request;
  facts_request.set_parent(data.convention_name);
  facts_request.set_page_size(1);
  auto facts =
      session.Call(&LifeService::Stub::ListConventionFacts, facts_request);
  if (Read(facts.status(), "conventions.facts",
           {"approval, signatures and copies",
            "l'approbation, les signatures et les exemplaires",
            "de goedkeuring, de handtekeningen en de exemplaren"},
           data)) {
    data.life = facts->life();
  }
  conventions::v1::ListControlRequestsRequest controls_request;
  controls_request.set_parent(data.convention_name);
  controls_request.set_page_size(kPageSize);
  auto controls = session.CallAllPages(
      &ControlService::Stub::ListControlRequests, controls_request);
  if (Read(controls.status(), "conventions.controls",
           {"the control requests of the State",
            "les demandes de contrôle de l'État",
            "de controlevragen van de Staat"},
           data)) {
    Keep(*controls->mutable_control_requests(), data.control_requests);
  }
  conventions::v1::ListAmendmentsRequest amendments_request;
  amendments_request.set_parent(data.convention_name);
  amendments_request.set_page_size(kPageSize);
  auto amendments = session.CallAllPages(
      &AmendmentService::Stub::ListAmendments, amendments_request);
  if (Read(amendments.status(), "conventions.amendments",
           {"the amendments", "les avenants", "de avenanten"}, data)) {
    Keep(*amendments->mutable_amendments(), data.amendments);
  }
}

// What was handed in, and the statements that go with it.
void GatherDossiers(Session& session, absl::CivilMonth now, ReportData& data) {
  conventions::v1::ListSubmissionsRequest request;
  request.set_parent(data.convention_name);
  request.set_page_size(kPageSize);
  auto submissions =
      session.CallAllPages(&SubmissionService::Stub::ListSubmissions, request);
  if (!absl::IsPermissionDenied(submissions.status()) &&
      Read(submissions.status(), "conventions.submissions",
           {"the dossiers handed in", "les dossiers remis",
            "de ingediende dossiers"},
           data)) {
    Keep(*submissions->mutable_submissions(), data.submissions);
  }
  std::set<int> years;
  for (const auto& envelope : data.envelopes) {
    if (envelope.year() <= now.year()) years.insert(envelope.year());
  }
  for (const int year : years) {
    conventions::v1::ListProgressStatementsRequest statements_request;
    statements_request.set_parent(data.convention_name);
    statements_request.set_year(year);
    statements_request.set_page_size(kPageSize);
    auto statements = session.CallAllPages(
        &ProgressService::Stub::ListProgressStatements, statements_request);
    if (absl::IsPermissionDenied(statements.status())) return;
    if (!Read(statements.status(), "conventions.progress",
              {"the statements of progress", "les états d'avancement",
               "de vooruitgang"},
              data)) {
      return;
    }
    for (auto& one : *statements->mutable_progress_statements()) {
      data.progress_statements.push_back(std::move(one));
    }
  }
}

void GatherEnvelopes(Session& session, ReportData& data) {
  const Sentence kWhat{"the money of the envelopes", "le budget des enveloppes",
                       "het budget van de enveloppen"};
  conventions::v1::ListEnvelopesRequest request;
  request.set_parent(data.convention_name);
  auto envelopes = session.Call(&BudgetService::Stub::ListEnvelopes, request);
  if (!Read(envelopes.status(), "conventions.budget.envelopes", kWhat, data)) {
    return;
  }
  Keep(*envelopes->mutable_envelopes(), data.envelopes);
  conventions::v1::ListLinesRequest lines_request;
  lines_request.set_parent(absl::StrCat(data.convention_name, "/envelopes/-"));
  lines_request.set_page_size(kPageSize);
  auto lines =
      session.CallAllPages(&BudgetService::Stub::ListLines, lines_request);
  if (Read(lines.status(), "conventions.budget.lines", kWhat, data)) {
    Keep(*lines->mutable_lines(), data.lines);
  }
  conventions::v1::ListBudgetChangesRequest changes_request;
  changes_request.set_parent(data.convention_name);
  changes_request.set_page_size(kPageSize);
  auto changes = session.CallAllPages(
      &BudgetChangeService::Stub::ListBudgetChanges, changes_request);
  if (Read(changes.status(), "conventions.budget.changes", kWhat, data)) {
    Keep(*changes->mutable_budget_changes(), data.budget_changes);
  }
}

void GatherSpending(Session& session, ReportData& data) {
  conventions::v1::ListExpensesRequest request;
  request.set_parent(data.convention_name);
  request.set_page_size(kPageSize);
  auto expenses =
      session.CallAllPages(&BudgetService::Stub::ListExpenses, request);
  if (Read(expenses.status(), "conventions.budget.expenses",
           {"the expenses", "les dépenses", "de uitgaven"}, data)) {
    Keep(*expenses->mutable_expenses(), data.expenses);
  }
  conventions::v1::ListZonePaymentsRequest payments_request;
  payments_request.set_parent(data.convention_name);
  payments_request.set_page_size(kPageSize);
  auto payments = session.CallAllPages(&BudgetService::Stub::ListZonePayments,
                                       payments_request);
  if (Read(payments.status(), "conventions.budget.zone_payments",
           {"the payments to the police zone",
            "les versements à la zone de police",
            "de stortingen aan de politiezone"},
           data)) {
    Keep(*payments->mutable_zone_payments(), data.zone_payments);
  }
  conventions::v1::GetRegulationProfileRequest profile_request;
  profile_request.set_name(data.convention_name);
  auto profile =
      session.Call(&BudgetService::Stub::GetRegulationProfile, profile_request);
  if (Read(profile.status(), "conventions.budget.regulation",
           {"the regulation profile", "le profil réglementaire",
            "het reglementair profiel"},
           data)) {
    data.regulation = *std::move(profile);
  }
}

void GatherDefinitions(Session& session, ReportData& data) {
  indicators::v1::ListMeasuresRequest request;
  request.set_parent(MunicipalityParent(data.convention_name));
  request.set_page_size(kPageSize);
  auto measures =
      session.CallAllPages(&DefinitionService::Stub::ListMeasures, request);
  if (Read(measures.status(), "indicators.measures",
           {"the targets", "les objectifs chiffrés", "de streefcijfers"},
           data)) {
    Keep(*measures->mutable_measures(), data.measures);
  }
  indicators::v1::ListIndicatorsRequest indicators_request;
  indicators_request.set_parent(data.convention_name);
  indicators_request.set_page_size(kPageSize);
  auto indicators = session.CallAllPages(
      &DefinitionService::Stub::ListIndicators, indicators_request);
  if (Read(indicators.status(), "indicators.indicators",
           {"the indicators as they are followed",
            "les indicateurs tels qu'ils sont suivis",
            "de indicatoren zoals ze gevolgd worden"},
           data)) {
    Keep(*indicators->mutable_indicators(), data.indicators);
  }
}

// The term; the ten years that the service answers at once where it is not
// known.
void ChooseMonths(absl::CivilMonth now, ReportData& data) {
  data.until = now;
  data.from = now - (kMonthsMax - 1);
  if (!data.convention.has_value()) return;
  const auto from = Day(data.convention->valid_from());
  const auto until = Day(data.convention->valid_until());
  if (!from.has_value() || !until.has_value() || *until < *from) return;
  data.from = absl::CivilMonth(*from);
  data.until = std::min(absl::CivilMonth(*until), data.from + (kMonthsMax - 1));
}

void GatherActivities(Session& session, ReportData& data) {
  indicators::v1::ListActivitiesRequest request;
  request.set_parent(MunicipalityParent(data.convention_name));
  request.set_page_size(kPageSize);
  auto activities =
      session.CallAllPages(&ActivityService::Stub::ListActivities, request);
  if (!Read(activities.status(), "indicators.activities",
            {"the activities", "les activités", "de activiteiten"}, data)) {
    return;
  }
  // A municipality has more than one convention: only the term is shown.
  for (auto& activity : *activities->mutable_activities()) {
    const absl::CivilMonth month(activity.date().year(),
                                 activity.date().month());
    if (month < data.from || month > data.until) continue;
    data.activities.push_back(std::move(activity));
  }
}

void GatherMeetings(Session& session, ReportData& data) {
  exchange::v1::ListMeetingsRequest request;
  request.set_parent(MunicipalityParent(data.convention_name));
  request.set_page_size(kPageSize);
  auto meetings =
      session.CallAllPages(&MeetingService::Stub::ListMeetings, request);
  if (!Read(meetings.status(), "exchange.meetings",
            {"the meetings of the cell", "les réunions de la cellule",
             "de vergaderingen van de cel"},
            data)) {
    return;
  }
  for (const Meeting& meeting : meetings->meetings()) {
    const auto day = Day(meeting.date());
    if (!day.has_value()) continue;
    const absl::CivilMonth month(*day);
    if (month < data.from || month > data.until) continue;
    MeetingFact fact{*day, meeting.state() == Meeting::STATE_HELD, false,
                     meeting.missing_members_size()};
    for (const Attendance& seat : meeting.attendances()) {
      if (seat.is_present() && seat.capacity() == Attendance::CAPACITY_POLICE) {
        fact.is_zone_represented = true;
      }
    }
    data.meetings.push_back(fact);
  }
}

}  // namespace

absl::StatusOr<ReportData> GatherReportData(Session& session,
                                            const std::string& convention_name,
                                            absl::CivilMinute now) {
  ReportData data;
  data.convention_name = convention_name;
  data.generated_at = now;
  const absl::Status first = GatherConvention(session, data);
  if (absl::IsNotFound(first)) return first;
  GatherLife(session, data);
  GatherEnvelopes(session, data);
  GatherDossiers(session, absl::CivilMonth(now), data);
  GatherSpending(session, data);
  GatherDefinitions(session, data);
  ChooseMonths(absl::CivilMonth(now), data);
  GatherFigures(session, absl::CivilMonth(now), data);
  data.RaiseSensitivity();
  google::type::Date last;
  SetMonth(data.until, last);
  last.set_day(0);
  data.NameAsOn(last);
  GatherActivities(session, data);
  GatherLocalMeasures(session, data);
  GatherMeetings(session, data);
  // A person without any right is told which ones lack; a machine where nothing
  // runs is told so once.
  const bool has_answer = first.ok() || absl::IsPermissionDenied(first) ||
                          !data.IsMissing("indicators.measures") ||
                          !data.IsMissing("exchange");
  if (!has_answer) return first;
  return data;
}

}  // namespace entente::client
