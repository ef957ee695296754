#include "tools/client/report/todo.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/client/missing_word.h"
#include "tools/client/report/labels.h"
#include "tools/client/report/periods.h"
#include "tools/client/report/todo_decisions.h"
#include "tools/client/report/todo_envelopes.h"

namespace entente::client {
namespace {

using conventions::v1::ControlRequest;
using conventions::v1::Convention;
using conventions::v1::Finding;
using conventions::v1::ZonePayment;
using Items = std::vector<TodoItem>;

// "12, 40, 77 …": enough to start with.
std::string Lines(const FindingGroup& group) {
  constexpr size_t kShown = 8;
  std::vector<std::string> lines;
  for (const Finding* finding : group.findings) {
    if (finding->line() == 0) continue;
    if (lines.size() == kShown) {
      lines.push_back("…");
      break;
    }
    lines.push_back(absl::StrCat(finding->line()));
  }
  return absl::StrJoin(lines, ", ");
}

void AddFindings(const ReportModel& model, Items& items) {
  for (const FindingGroup& whole : model.findings) {
    FindingGroup group = whole;
    std::erase_if(group.findings, [](const Finding* finding) {
      return finding->has_resolution();
    });
    if (group.findings.empty()) continue;
    const size_t count = group.findings.size();
    const Finding& first = *group.findings.front();
    const std::string lines = Lines(group);
    const Sentence name = group.title.en.empty()
                              ? Sentence{group.code, group.code, group.code}
                              : group.title;
    items.push_back(
        {.code = "FINDINGS",
         .what = {absl::StrCat("resolve ", count, " × ", name.en),
                  absl::StrCat("résoudre ", count, " × ", name.fr),
                  absl::StrCat("op te lossen: ", count, " × ", name.nl)},
         .why = {first.message(), first.message_fr(), first.message_nl()},
         .source =
             lines.empty() ? "document" : absl::StrCat("document: ", lines)});
  }
}

void AddPayments(const ReportModel& model, Items& items) {
  for (const ZonePayment& payment : model.data->zone_payments) {
    const std::string amount =
        absl::StrCat(Amount(Cents(payment.amount())), " EUR");
    if (payment.state() == ZonePayment::STATE_ORDERED) {
      items.push_back(
          {.code = "PAYMENT_NOT_EXECUTED",
           .what = {absl::StrCat("execute the payment of ", amount),
                    absl::StrCat("exécuter le versement de ", amount),
                    absl::StrCat("storting van ", amount, " uitvoeren")},
           .why = {"ordered to the police zone, not executed",
                   "ordonné, pas encore exécuté",
                   "opgedragen, nog niet uitgevoerd"},
           .source = payment.name()});
    } else if (payment.state() == ZonePayment::STATE_EXECUTED) {
      const std::string day = DayText(payment.value_date());
      items.push_back(
          {.code = "PAYMENT_NOT_ACKNOWLEDGED",
           .what = {absl::StrCat("get the receipt of ", amount),
                    absl::StrCat("obtenir la confirmation de réception de ",
                                 amount),
                    absl::StrCat("ontvangstbevestiging vragen van ", amount)},
           .why = {absl::StrCat("executed on ", day, ", not acknowledged"),
                   absl::StrCat("exécuté le ", day,
                                ", pas encore confirmé par la zone"),
                   absl::StrCat("uitgevoerd op ", day,
                                ", nog niet bevestigd door de zone")},
           .source = payment.name()});
    }
  }
}

void AddFact(const std::string& code, Sentence what, Sentence why,
             const ReportModel& model, Items& items) {
  items.push_back({.code = code,
                   .what = std::move(what),
                   .why = std::move(why),
                   .source = model.convention->name()});
}

// Signatures and receipt that one of the two signed copies lacks.
void AddMissingOfCopy(const ReportModel& model,
                      const conventions::v1::CopyLife& copy, Items& items) {
  const std::string n = absl::StrCat(copy.copy_number());
  std::vector<std::string> en, fr, nl;
  bool lacks_receipt = false;
  for (const std::string& code : copy.missing()) {
    if (code == "RECEIPT") {
      lacks_receipt = true;
      continue;
    }
    const Sentence word = MissingWord(code);
    en.push_back(word.en);
    fr.push_back(word.fr);
    nl.push_back(word.nl);
  }
  if (!en.empty()) {
    AddFact("SIGNATURE_MISSING",
            {absl::StrCat("get and record the signatures on copy ", n),
             absl::StrCat("obtenir et inscrire les signatures sur "
                          "l'exemplaire ",
                          n),
             absl::StrCat("handtekeningen op exemplaar ", n,
                          " verkrijgen en inschrijven")},
            {absl::StrCat("not recorded: ", absl::StrJoin(en, ", ")),
             absl::StrCat("pas inscrit : ", absl::StrJoin(fr, ", ")),
             absl::StrCat("niet ingeschreven: ", absl::StrJoin(nl, ", "))},
            model, items);
  }
  if (lacks_receipt) {
    AddFact("RECEIPT_MISSING",
            {absl::StrCat("confirm receipt of signed copy ", n),
             absl::StrCat("confirmer la réception de l'exemplaire signé ", n),
             absl::StrCat("ontvangst van ondertekend exemplaar ", n,
                          " bevestigen")},
            {"where it is kept and its scan are not recorded",
             "ni son lieu de conservation ni sa numérisation ne sont inscrits",
             "waar het bewaard wordt en de scan zijn niet ingeschreven"},
            model, items);
  }
}

// What the recorded facts still lack.
void AddMissingFacts(const ReportModel& model,
                     const conventions::v1::ConventionLife& life,
                     Items& items) {
  const std::set<std::string> missing(life.missing().begin(),
                                      life.missing().end());
  const Sentence kNotRecorded{"not recorded", "pas inscrit",
                              "niet ingeschreven"};
  if (missing.contains("COUNCIL_APPROVAL")) {
    AddFact("COUNCIL_DECISION_MISSING",
            {"record the approval of the council",
             "inscrire l'approbation du conseil communal",
             "goedkeuring door de gemeenteraad inschrijven"},
            kNotRecorded, model, items);
  }
  for (const auto& copy : life.copies()) AddMissingOfCopy(model, copy, items);
}

// What the State asked and nobody answered.
void AddControls(const ReportModel& model, Items& items) {
  for (const ControlRequest& control : model.data->control_requests) {
    if (control.state() != ControlRequest::STATE_OPEN) continue;
    items.push_back(
        {.due = Day(control.due_date()),
         .code = "CONTROL_REQUEST",
         .what = {absl::StrCat("answer the State: ", control.subject()),
                  absl::StrCat("répondre à l'État : ", control.subject()),
                  absl::StrCat("de Staat antwoorden: ", control.subject())},
         .why = {absl::StrCat("asked on ", DayText(control.open_date())),
                 absl::StrCat("demandé le ", DayText(control.open_date())),
                 absl::StrCat("gevraagd op ", DayText(control.open_date()))},
         .source = control.name()});
  }
}

void AddSignature(const ReportModel& model, Items& items) {
  if (model.convention == nullptr) return;
  if (model.data->life.has_value()) {
    AddMissingFacts(model, *model.data->life, items);
    return;
  }
  const auto& parties = model.convention->parties();
  const Sentence kBlank{"blank in the document",
                        "laissé en blanc dans le document",
                        "in het document opengelaten"};
  if (!Day(parties.council_decision_date()).has_value()) {
    AddFact("COUNCIL_DECISION_MISSING",
            {"find the council decision",
             "retrouver la décision du conseil communal",
             "gemeenteraadsbesluit terugvinden"},
            kBlank, model, items);
  }
  if (Day(parties.signature_date()).has_value()) return;
  AddFact("SIGNATURE_MISSING",
          {"get date and place of signature",
           "obtenir la date et le lieu de signature",
           "datum en plaats van ondertekening opvragen"},
          kBlank, model, items);
  AddFact("RECEIPT_MISSING",
          {"confirm receipt of the signed copy",
           "confirmer la réception de l'exemplaire signé",
           "ontvangst van het ondertekende exemplaar bevestigen"},
          {"the convention is a draft and no signature is recorded",
           "la convention est un projet et aucune signature n'est enregistrée",
           "de overeenkomst is een ontwerp en geen handtekening is "
           "geregistreerd"},
          model, items);
}

void AddClaims(const ReportModel& model, absl::CivilDay today, Items& items) {
  const auto& regulation = model.data->regulation;
  const bool is_late_refused =
      regulation.has_value() && regulation->late_claims().rule() ==
                                    conventions::v1::LateClaims::RULE_REFUSED;
  for (const ClaimView& claim : ClaimsDue(model)) {
    if (is_late_refused && claim.due < today) continue;
    const int year = claim.year;
    items.push_back(
        {.due = claim.due,
         .is_date_unverified = !claim.is_verified,
         .code = "CLAIM_DUE",
         .what = {absl::StrCat("claim the expenses of ", year),
                  absl::StrCat("introduire la déclaration de créance de ",
                               year),
                  absl::StrCat("schuldvordering indienen van ", year)},
         .why = {"deadline of the regulation profile",
                 "date limite du profil réglementaire",
                 "indieningstermijn van het reglementair profiel"},
         .source = regulation->id()});
  }
  for (const EnvelopeView& view : model.envelopes) {
    const int64_t cents = view.money.recoverable_cents;
    if (cents <= 0) continue;
    const Sentence name = labels::EnvelopeName(view.envelope->allocation(),
                                               view.envelope->year());
    const std::string amount = absl::StrCat(Amount(cents), " EUR");
    items.push_back(
        {.code = "RECOVERY_OWED",
         .what = {absl::StrCat("pay back ", amount, ": ", name.en),
                  absl::StrCat("rembourser ", amount, " : ", name.fr),
                  absl::StrCat(amount, " terugbetalen: ", name.nl)},
         .why = {"asked back by the State", "réclamé par l'État",
                 "door de Staat teruggevraagd"},
         .source = view.envelope->name()});
  }
}

std::string Codes(const std::vector<const MeasureView*>& measures) {
  return absl::StrJoin(measures, ", ",
                       [](std::string* out, const MeasureView* measure) {
                         absl::StrAppend(out, measure->definition->code());
                       });
}

void AddMeasures(const ReportModel& model, Items& items) {
  std::vector<const MeasureView*> silent;
  std::vector<const MeasureView*> aimless;
  for (const MeasureView& measure : model.measures) {
    // Nothing is said of figures and targets nobody could read.
    if (!measure.has_figures && MayBeShown(measure) &&
        !model.data->IsMissing("indicators.series")) {
      silent.push_back(&measure);
    }
    // Only of what makes one figure of its months a target can be agreed.
    if (!HasAnyTarget(measure) && MayHaveTotal(measure) &&
        !model.data->IsMissing("indicators.measures")) {
      aimless.push_back(&measure);
    }
  }
  if (!silent.empty()) {
    const size_t count = silent.size();
    items.push_back(
        {.code = "NO_FIGURES",
         .what = {absl::StrCat("collect figures of ", count, " measures"),
                  absl::StrCat("collecter les chiffres de ", count, " mesures"),
                  absl::StrCat("cijfers verzamelen van ", count, " metingen")},
         .why = {"nobody delivered figures", "personne n'a livré de chiffres",
                 "niemand leverde cijfers"},
         .source = Codes(silent)});
  }
  if (aimless.empty()) return;
  const size_t count = aimless.size();
  items.push_back(
      {.code = "NO_TARGET",
       .what = {absl::StrCat("agree on targets of ", count, " measures"),
                absl::StrCat("convenir d'un objectif chiffré pour ", count,
                             " mesures"),
                absl::StrCat("streefcijfers afspreken voor ", count,
                             " metingen")},
       .why = labels::kNoTarget,
       .source = Codes(aimless)});
}

void AddMeetings(const ReportModel& model, absl::CivilDay today, Items& items) {
  for (const MeetingFact& meeting : model.data->meetings) {
    if (meeting.is_held || meeting.date >= today) continue;
    items.push_back(
        {.due = meeting.date,
         .code = "MEETING_NOT_RECORDED",
         .what = {"record whether the meeting was held, and who sat there",
                  "encoder si la réunion a eu lieu, et les présences",
                  "registreren of de vergadering plaatsvond, en wie aanwezig "
                  "was"},
         .why = {"called, its day has passed", "convoquée, le jour est passé",
                 "bijeengeroepen, de dag is voorbij"},
         .source = "CSIL R / LIVC R"});
  }
}

}  // namespace

std::vector<TodoItem> ComputeTodo(const ReportModel& model,
                                  absl::CivilDay today) {
  Items items;
  const Convention::State state = StateOf(model);
  const bool is_settled = state == Convention::STATE_SETTLED;
  // The State may ask at any time, and is answered.
  AddControls(model, items);
  if (!is_settled) {
    AddClaims(model, today, items);
    const bool is_closed = state == Convention::STATE_CLOSED;
    if (is_closed) {
      AddRestNotLapsed(model, items);
    } else {
      AddUnallotted(model, items);
    }
    AddOutsideTerm(model, items);
    AddAmendedAmounts(model, today, is_closed, items);
  }
  AddMeetings(model, today, items);
  if (!is_settled) {
    AddDossiers(model, today, items);
    AddAmendments(model, items);
    AddProgress(model, items);
    AddPeriodItems(*model.data, items);
    AddPayments(model, items);
    AddSignature(model, items);
    AddMeasures(model, items);
    AddFindings(model, items);
  }
  for (TodoItem& item : items) {
    item.is_overdue = item.due.has_value() && *item.due < today;
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const TodoItem& a, const TodoItem& b) {
                     if (a.due.has_value() != b.due.has_value()) {
                       return a.due.has_value();
                     }
                     return a.due.has_value() && *a.due < *b.due;
                   });
  return items;
}

}  // namespace entente::client
