#include "tools/client/report/todo_decisions.h"

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/client/report/handed_in.h"

namespace entente::client {
namespace {

using conventions::v1::Amendment;
using conventions::v1::Submission;
using indicators::v1::Period;
using Items = std::vector<TodoItem>;

// "2018-2" of a submission's name.
std::string Short(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

void AddDossier(const std::string& code, const Submission& submission,
                const Sentence& what, const Sentence& why, Items& items) {
  items.push_back(
      {.code = code, .what = what, .why = why, .source = submission.name()});
}

// Months that stand approved otherwise than as they were handed in: one that is
// open again is to be approved first, which the months say.
std::string ApprovedSince(const HandedInDossier& dossier,
                          const std::vector<Period>& periods) {
  std::vector<std::string> approved;
  for (const MonthSince& since : MonthsSince(dossier.months, periods)) {
    if (since.kind == MonthSince::Kind::kReopened) continue;
    approved.push_back(absl::FormatCivilTime(since.month));
  }
  return absl::StrJoin(approved, ", ");
}

// Dossiers that are withdrawn and handed in again before they are sent.
std::set<std::string> ToWithdraw(const ReportModel& model) {
  std::set<std::string> names;
  for (const HandedInDossier& dossier : model.data->handed_in) {
    if (IsUnsent(dossier.submission) &&
        !ApprovedSince(dossier, model.data->periods).empty()) {
      names.insert(dossier.submission.name());
    }
  }
  return names;
}

void AddDossierOf(const Submission& submission, bool is_to_withdraw,
                  Items& items) {
  const std::string id = Short(submission.name());
  const bool is_rejected = IsRejectedByState(submission);
  if (submission.state() == Submission::STATE_SUBMITTED) {
    if (is_to_withdraw) return;
    AddDossier("DOSSIER_NOT_SENT", submission,
               {absl::StrCat("send the dossier ", id, " to the State"),
                absl::StrCat("envoyer le dossier ", id, " à l'État"),
                absl::StrCat("dossier ", id, " naar de Staat sturen")},
               {"frozen and signed, and the State has not signed for it",
                "figé et signé, sans accusé de réception de l'État",
                "bevroren en ondertekend, zonder ontvangstbewijs van de Staat"},
               items);
  } else if (is_rejected) {
    AddDossier(
        "DOSSIER_REJECTED", submission,
        {absl::StrCat("hand in the dossier of ", submission.year(), " again"),
         absl::StrCat("remettre à nouveau le dossier de ", submission.year()),
         absl::StrCat("dossier van ", submission.year(), " opnieuw indienen")},
        {absl::StrCat("the State rejected ", id),
         absl::StrCat("l'État a rejeté ", id),
         absl::StrCat("de Staat verwierp ", id)},
        items);
  } else if (submission.state() == Submission::STATE_DECIDED &&
             !submission.has_apply_time()) {
    AddDossier(
        "DOSSIER_ANSWER_NOT_ENTERED", submission,
        {absl::StrCat("enter the State's answer to ", id),
         absl::StrCat("inscrire la réponse de l'État à ", id),
         absl::StrCat("antwoord van de Staat op ", id, " inschrijven")},
        {"until then its claims wait", "d'ici là, ses déclarations attendent",
         "tot dan wachten de schuldvorderingen ervan"},
        items);
  }
}

void AddOutdated(const HandedInDossier& dossier,
                 const std::vector<Period>& periods, Items& items) {
  const Submission& submission = dossier.submission;
  // One that is accepted stays what it is, and would be named for ever; one
  // that is rejected is to be handed in again anyway.
  if (submission.state() == Submission::STATE_DECIDED) return;
  const std::string months = ApprovedSince(dossier, periods);
  if (months.empty()) return;
  const int year = submission.year();
  const Sentence again{
      absl::StrCat("hand in the dossier of ", year,
                   " again; approved since: ", months),
      absl::StrCat("remettre à nouveau le dossier de ", year,
                   " ; approuvé depuis : ", months),
      absl::StrCat("dossier van ", year,
                   " opnieuw indienen; sindsdien goedgekeurd: ", months)};
  const Sentence tell{
      absl::StrCat("tell the State what was approved since the dossier of ",
                   year, ": ", months),
      absl::StrCat("dire à l'État ce qui est approuvé depuis le dossier de ",
                   year, " : ", months),
      absl::StrCat("de Staat melden wat goedgekeurd is sinds het dossier van ",
                   year, ": ", months)};
  AddDossier("DOSSIER_OUTDATED", submission,
             IsUnsent(submission) ? again : tell, WayToHandInAgain(submission),
             items);
}

// Years of the grant that have ended.
std::set<int> YearsEnded(const ReportModel& model, absl::CivilDay today) {
  std::set<int> years;
  for (const EnvelopeView& view : model.envelopes) {
    if (view.envelope->year() < today.year()) {
      years.insert(view.envelope->year());
    }
  }
  return years;
}

}  // namespace

void AddDossiers(const ReportModel& model, absl::CivilDay today, Items& items) {
  std::set<int> handed_in;
  const std::set<std::string> to_withdraw = ToWithdraw(model);
  for (const Submission* last : LastHandedIn(model.data->submissions)) {
    handed_in.insert(last->year());
    AddDossierOf(*last, to_withdraw.contains(last->name()), items);
  }
  for (const HandedInDossier& dossier : model.data->handed_in) {
    AddOutdated(dossier, model.data->periods, items);
  }
  if (handed_in.empty()) return;
  for (const int year : YearsEnded(model, today)) {
    if (handed_in.contains(year)) continue;
    items.push_back({.code = "DOSSIER_NOT_HANDED_IN",
                     .what = {absl::StrCat("hand in the dossier of ", year),
                              absl::StrCat("remettre le dossier de ", year),
                              absl::StrCat("dossier van ", year, " indienen")},
                     .why = {"the year has ended", "l'année est écoulée",
                             "het jaar is voorbij"},
                     .source = absl::StrCat(model.data->convention_name,
                                            "/submissions/", year, "-1")});
  }
}

void AddAmendments(const ReportModel& model, Items& items) {
  for (const Amendment& amendment : model.data->amendments) {
    const std::string& title = amendment.title();
    if (amendment.state() == Amendment::STATE_PROPOSED) {
      items.push_back(
          {.code = "AMENDMENT_TO_APPROVE",
           .what = {absl::StrCat("have the amendment approved: ", title),
                    absl::StrCat("faire approuver l'avenant : ", title),
                    absl::StrCat("avenant laten goedkeuren: ", title)},
           .why = {"proposed, and nobody approved it",
                   "proposé, et personne ne l'a approuvé",
                   "voorgesteld, en door niemand goedgekeurd"},
           .source = amendment.name()});
    } else if (amendment.state() == Amendment::STATE_APPROVED) {
      items.push_back(
          {.due = Day(amendment.effective_date()),
           .code = "AMENDMENT_TO_APPLY",
           .what = {absl::StrCat("apply the amendment: ", title),
                    absl::StrCat("appliquer l'avenant : ", title),
                    absl::StrCat("avenant toepassen: ", title)},
           .why = {"approved; the convention does not say it yet",
                   "approuvé ; la convention ne le dit pas encore",
                   "goedgekeurd; de overeenkomst zegt het nog niet"},
           .source = amendment.name()});
    }
  }
}

void AddProgress(const ReportModel& model, Items& items) {
  std::map<int, int> waiting;
  for (const auto& statement : model.data->progress_statements) {
    if (statement.has_approve_time() || statement.is_replaced()) continue;
    ++waiting[statement.year()];
  }
  for (const auto& [year, count] : waiting) {
    items.push_back(
        {.code = "PROGRESS_TO_APPROVE",
         .what = {absl::StrCat("approve statements of progress of ", year, ": ",
                               count),
                  absl::StrCat("approuver les états d'avancement de ", year,
                               " : ", count),
                  absl::StrCat("vooruitgang van ", year,
                               " goedkeuren: ", count)},
         .why = {"stated, and nobody approved it",
                 "déclarés, et personne ne les a approuvés",
                 "gemeld, en door niemand goedgekeurd"},
         .source =
             absl::StrCat(model.data->convention_name, "/progressStatements")});
  }
}

}  // namespace entente::client
