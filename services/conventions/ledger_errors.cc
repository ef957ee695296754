#include "services/conventions/ledger_errors.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/money/date.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
using absl::StatusCode;

absl::Status EnvelopeExceeded(const Balances& envelope, int64_t requested,
                              absl::string_view field) {
  const int64_t rest = envelope.unallotted_cents();
  Figures figures = FiguresOf(envelope, requested, rest);
  figures["allocated_cents"] = absl::StrCat(envelope.allocated_cents);
  const std::string asked = Euros(requested);
  const std::string left = Euros(rest);
  const std::string granted = Euros(envelope.allocated_cents);
  const std::string given = Euros(envelope.allotted_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "ENVELOPE_EXCEEDED", field,
      std::move(figures),
      {.en = absl::StrCat("Requested ", asked, "; not yet allotted ", left,
                          " (granted ", granted, ", allotted ", given,
                          "). Allot at most ", left, "."),
       .fr = absl::StrCat("Demandé ", asked, "; reste à répartir ", left,
                          " (octroyé ", granted, ", réparti ", given,
                          "). Répartissez au plus ", left, "."),
       .nl = absl::StrCat("Gevraagd ", asked, "; nog te verdelen ", left,
                          " (toegekend ", granted, ", verdeeld ", given,
                          "). Verdeel hoogstens ", left, ".")});
}

absl::Status EnvelopeShortfall(const Balances& envelope, int64_t requested,
                               absl::string_view field) {
  const int64_t available = envelope.uncommitted_cents();
  Figures figures = FiguresOf(envelope, requested, available);
  figures["allocated_cents"] = absl::StrCat(envelope.allocated_cents);
  figures["reduced_cents"] = absl::StrCat(envelope.reduced_cents);
  const std::string asked = Euros(requested);
  const std::string left = Euros(available);
  const std::string granted = Euros(envelope.allocated_cents);
  const std::string reduced = Euros(envelope.reduced_cents);
  const std::string reserved = Euros(envelope.reserved_cents);
  const std::string spent = Euros(envelope.spent_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "ENVELOPE_SHORTFALL", field,
      std::move(figures),
      {.en =
           absl::StrCat("Requested ", asked, "; the State took back ", reduced,
                        ", so that the envelope has ", left, " left (granted ",
                        granted, ", reserved ", reserved, ", spent ", spent,
                        "). Release reservations, then take allotments "
                        "back from lines."),
       .fr = absl::StrCat("Demandé ", asked, "; l'État a repris ", reduced,
                          ", il reste ", left, " dans l'enveloppe (octroyé ",
                          granted, ", engagé ", reserved, ", dépensé ", spent,
                          "). Libérez des engagements, puis reprenez des "
                          "montants répartis sur des lignes."),
       .nl = absl::StrCat("Gevraagd ", asked, "; de Staat nam ", reduced,
                          " terug, er blijft ", left,
                          " in de enveloppe (toegekend ", granted,
                          ", vastgelegd ", reserved, ", uitgegeven ", spent,
                          "). Geef vastleggingen vrij en neem dan verdeelde "
                          "bedragen van lijnen terug.")});
}

absl::Status MoneyRefusedInState(v1::Convention::State state,
                                 const Balances& account, int64_t requested) {
  Figures figures = FiguresOf(account, requested, account.available_cents());
  const std::string asked = Euros(requested);
  const std::string left = Euros(account.available_cents());
  if (state == v1::Convention::STATE_SETTLED) {
    return Refuse(
        StatusCode::kFailedPrecondition, "CONVENTION_SETTLED", "line",
        std::move(figures),
        {.en = absl::StrCat("Requested ", asked, " (available ", left,
                            "): the convention is settled, its ledger no "
                            "longer changes."),
         .fr = absl::StrCat("Demandé ", asked, " (disponible ", left,
                            ") : la convention est soldée, son livre ne change "
                            "plus."),
         .nl = absl::StrCat("Gevraagd ", asked, " (beschikbaar ", left,
                            "): de overeenkomst is afgerekend, haar grootboek "
                            "verandert niet meer.")});
  }
  return Refuse(
      StatusCode::kFailedPrecondition, "CONVENTION_CLOSED", "line",
      std::move(figures),
      {.en = absl::StrCat("Requested ", asked, " (available ", left,
                          "): the convention is closed. Nothing new is "
                          "allotted, reserved or spent; what was spent can "
                          "still be claimed, decided and paid."),
       .fr = absl::StrCat("Demandé ", asked, " (disponible ", left,
                          ") : la convention est clôturée. Rien de nouveau "
                          "n'est réparti, engagé ni dépensé ; ce qui est "
                          "dépensé peut encore être réclamé, décidé et payé."),
       .nl =
           absl::StrCat("Gevraagd ", asked, " (beschikbaar ", left,
                        "): de overeenkomst is afgesloten. Niets nieuws wordt "
                        "verdeeld, vastgelegd of uitgegeven; wat is "
                        "uitgegeven kan nog worden gevorderd, beslist en "
                        "betaald.")});
}

absl::Status EnvelopeOutsideTerm(const std::string& envelope,
                                 const v1::Convention& convention,
                                 const Balances& account, int64_t requested) {
  Figures figures = FiguresOf(account, requested, account.available_cents());
  const std::string from = FormatIsoDate(convention.valid_from());
  const std::string until = FormatIsoDate(convention.valid_until());
  figures["envelope"] = envelope;
  figures["valid_from"] = from;
  figures["valid_until"] = until;
  const std::string asked = Euros(requested);
  return Refuse(
      StatusCode::kFailedPrecondition, "ENVELOPE_OUTSIDE_TERM", "line",
      std::move(figures),
      {.en = absl::StrCat("Requested ", asked, ": the year of ", envelope,
                          " lies outside the term, ", from, " to ", until,
                          ". Nothing new is posted on it. What is reserved "
                          "can be posted or voided, what is spent claimed; "
                          "once nothing is reserved, the rest can lapse."),
       .fr = absl::StrCat("Demandé ", asked, " : l'année de ", envelope,
                          " est hors de la période, du ", from, " au ", until,
                          ". Rien de nouveau n'y est imputé. Ce qui est "
                          "engagé peut être imputé ou annulé, ce qui est "
                          "dépensé déclaré ; quand plus rien n'est engagé, le "
                          "reste peut être abandonné."),
       .nl =
           absl::StrCat("Gevraagd ", asked, ": het jaar van ", envelope,
                        " valt buiten de looptijd, van ", from, " tot ", until,
                        ". Niets nieuws wordt erop geboekt. Wat is "
                        "vastgelegd kan worden geboekt of geannuleerd, wat is "
                        "uitgegeven gevorderd; als niets meer is vastgelegd, "
                        "kan de rest vervallen.")});
}

absl::Status AllotmentExceeded(const Balances& line, int64_t requested,
                               absl::string_view field) {
  const int64_t available = line.available_cents();
  const std::string asked = Euros(requested);
  const std::string left = Euros(available);
  const std::string allotted = Euros(line.allotted_cents);
  const std::string reserved = Euros(line.reserved_cents);
  const std::string spent = Euros(line.spent_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "ALLOTMENT_EXCEEDED", field,
      FiguresOf(line, requested, available),
      {.en = absl::StrCat("Requested ", asked, "; available ", left,
                          " (allotted ", allotted, ", reserved ", reserved,
                          ", spent ", spent, "). Ask for at most ", left,
                          " or release a reservation."),
       .fr = absl::StrCat("Demandé ", asked, "; disponible ", left,
                          " (réparti ", allotted, ", engagé ", reserved,
                          ", dépensé ", spent, "). Demandez au plus ", left,
                          " ou libérez un engagement."),
       .nl = absl::StrCat("Gevraagd ", asked, "; beschikbaar ", left,
                          " (verdeeld ", allotted, ", vastgelegd ", reserved,
                          ", uitgegeven ", spent, "). Vraag hoogstens ", left,
                          " of geef een vastlegging vrij.")});
}

absl::Status ReservationExceeded(const Balances& line, int64_t reservation,
                                 int64_t requested) {
  Figures figures = FiguresOf(line, requested, line.available_cents());
  figures["reservation_cents"] = absl::StrCat(reservation);
  const std::string asked = Euros(requested);
  const std::string held = Euros(reservation);
  return Refuse(
      StatusCode::kFailedPrecondition, "RESERVATION_EXCEEDED", "expense.amount",
      std::move(figures),
      {.en = absl::StrCat("Requested ", asked, "; the reservation holds ", held,
                          ". Post at most ", held,
                          " from it and the rest as an expense of its own."),
       .fr = absl::StrCat("Demandé ", asked, "; l'engagement porte sur ", held,
                          ". Imputez-y au plus ", held,
                          " et le reste comme dépense distincte."),
       .nl = absl::StrCat("Gevraagd ", asked, "; de vastlegging bedraagt ",
                          held, ". Boek er hoogstens ", held,
                          " op en de rest als afzonderlijke uitgave.")});
}

absl::Status ExpenseClaimed(const Balances& line, const std::string& claim,
                            int64_t requested, const char* field) {
  const int64_t free = line.spent_cents - line.claimed_cents;
  Figures figures = FiguresOf(line, requested, free);
  figures["claimed_cents"] = absl::StrCat(line.claimed_cents);
  if (!claim.empty()) figures["claim"] = claim;
  const std::string id = claim.substr(claim.rfind('/') + 1);
  const std::string named = id.empty() ? "" : absl::StrCat(" (", id, ")");
  const std::string asked = Euros(requested);
  const std::string left = Euros(free);
  const std::string claimed = Euros(line.claimed_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "EXPENSE_CLAIMED", field,
      std::move(figures),
      {.en = absl::StrCat("Requested ", asked, "; of what the line spent ",
                          claimed, " stands in a submitted claim", named, ", ",
                          left,
                          " in none. Withdraw the claim while no line of it "
                          "is decided; later the expense stays as it was "
                          "claimed."),
       .fr = absl::StrCat("Demandé ", asked, " ; des dépenses de la ligne, ",
                          claimed, " figure dans une déclaration introduite",
                          named, ", ", left,
                          " dans aucune. Retirez la déclaration tant "
                          "qu'aucune ligne n'est décidée ; ensuite, la dépense "
                          "reste telle que déclarée."),
       .nl = absl::StrCat("Gevraagd ", asked,
                          "; van de uitgaven van de lijn "
                          "staat ",
                          claimed, " in een ingediende schuldvordering", named,
                          ", ", left,
                          " in geen enkele. Trek de schuldvordering in "
                          "zolang geen regel beslist is; daarna blijft de "
                          "uitgave zoals aangegeven.")});
}

absl::Status CorrectionExceeded(const Balances& line, int64_t expense,
                                int64_t corrected, int64_t requested) {
  const int64_t rest = expense - corrected;
  Figures figures = FiguresOf(line, requested, rest);
  figures["expense_cents"] = absl::StrCat(expense);
  figures["corrected_cents"] = absl::StrCat(corrected);
  const std::string asked = Euros(requested);
  const std::string left = Euros(rest);
  const std::string whole = Euros(expense);
  const std::string before = Euros(corrected);
  return Refuse(
      StatusCode::kFailedPrecondition, "CORRECTION_EXCEEDED",
      "expense_correction.amount", std::move(figures),
      {.en = absl::StrCat("Requested ", asked, "; of the expense ", left,
                          " is left (posted ", whole, ", corrected before ",
                          before, "). Take back at most ", left, "."),
       .fr = absl::StrCat("Demandé ", asked, " ; il reste ", left,
                          " de la dépense (imputé ", whole, ", déjà corrigé ",
                          before, "). Reprenez au plus ", left, "."),
       .nl = absl::StrCat("Gevraagd ", asked, "; van de uitgave blijft ", left,
                          " over (geboekt ", whole, ", al verbeterd ", before,
                          "). Neem hoogstens ", left, " terug.")});
}

absl::Status ExpireDatePassed(const google::type::Date& given,
                              const google::type::Date& today) {
  const std::string day = FormatIsoDate(given);
  const std::string now = FormatIsoDate(today);
  return Refuse(
      StatusCode::kInvalidArgument, "EXPIRE_DATE_PASSED",
      "reservation.expire_date", {{"expire_date", day}, {"today", now}},
      {.en = absl::StrCat("The last day ", day, " has passed; today is ", now,
                          ". Give today or a later day."),
       .fr = absl::StrCat("Le dernier jour ", day,
                          " est passé ; nous sommes "
                          "le ",
                          now, ". Donnez ce jour ou un jour ultérieur."),
       .nl =
           absl::StrCat("De laatste dag ", day, " is voorbij; vandaag is het ",
                        now, ". Geef vandaag of een latere dag.")});
}

absl::Status WithLineFigures(const absl::Status& refusal, const Balances& line,
                             int64_t requested) {
  std::optional<ErrorDetail> detail = GetErrorDetail(refusal);
  if (!detail) return refusal;
  detail->metadata.merge(FiguresOf(line, requested, line.available_cents()));
  return MakeError(refusal.code(), *detail);
}

absl::Status LedgerInvariantBroken(absl::string_view what) {
  return Refuse(
      StatusCode::kInternal, "LEDGER_INVARIANT", "", {},
      {.en = absl::StrCat("The ledger refused to store ", what,
                          ". Nothing was stored; report this to the operator."),
       .fr = "Le grand livre a refusé une écriture incohérente. Rien n'a été "
             "enregistré ; signalez-le à l'exploitant.",
       .nl = "Het grootboek weigerde een onsamenhangende boeking. Er werd "
             "niets opgeslagen; meld dit aan de beheerder."});
}

}  // namespace entente::conventions
