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
namespace {

using absl::StatusCode;

struct StateName {
  const char* en;
  const char* fr;
  const char* nl;
};

StateName NameOf(v1::ZonePayment::State state) {
  switch (state) {
    case v1::ZonePayment::STATE_ORDERED:
      return {"ordered", "ordonné", "opgedragen"};
    case v1::ZonePayment::STATE_EXECUTED:
      return {"executed", "exécuté", "uitgevoerd"};
    case v1::ZonePayment::STATE_ACKNOWLEDGED:
      return {"acknowledged", "confirmé par la zone", "bevestigd door de zone"};
    default:
      return {"unknown", "inconnu", "onbekend"};
  }
}

StateName NameOf(v1::Reservation::State state) {
  switch (state) {
    case v1::Reservation::STATE_POSTED:
      return {"was posted as an expense", "a déjà été imputé comme dépense",
              "als uitgave geboekt"};
    case v1::Reservation::STATE_EXPIRED:
      return {"expired", "a expiré", "vervallen"};
    default:
      return {"was voided", "a déjà été annulé", "geannuleerd"};
  }
}

StateName NameOf(v1::Allocation allocation) {
  if (allocation == v1::ALLOCATION_SUPPLEMENTARY) {
    return {"supplementary", "complémentaire", "aanvullende"};
  }
  return {"general", "générale", "algemene"};
}

}  // namespace

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
                            int64_t requested) {
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
      StatusCode::kFailedPrecondition, "EXPENSE_CLAIMED",
      "expense_correction.expense", std::move(figures),
      {.en = absl::StrCat("Requested ", asked, "; of what the line spent ",
                          claimed, " stands in a submitted claim", named, ", ",
                          left,
                          " in none. Withdraw the claim, or wait for its "
                          "decision."),
       .fr = absl::StrCat("Demandé ", asked, " ; des dépenses de la ligne, ",
                          claimed, " figure dans une déclaration introduite",
                          named, ", ", left,
                          " dans aucune. Retirez la déclaration ou "
                          "attendez la décision."),
       .nl = absl::StrCat("Gevraagd ", asked,
                          "; van de uitgaven van de lijn "
                          "staat ",
                          claimed, " in een ingediende schuldvordering", named,
                          ", ", left,
                          " in geen enkele. Trek de "
                          "schuldvordering in of wacht op de beslissing.")});
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

absl::Status ReservationEnded(const std::string& name,
                              v1::Reservation::State state,
                              absl::string_view field) {
  const StateName how = NameOf(state);
  return Refuse(
      StatusCode::kFailedPrecondition, "RESERVATION_ENDED", field,
      {{"reservation", name}, {"state", v1::Reservation::State_Name(state)}},
      {.en = absl::StrCat("The reservation ", how.en,
                          " before; it ends once. Make a new reservation."),
       .fr = absl::StrCat("L'engagement ", how.fr,
                          " ; il ne prend fin qu'une fois. Créez un nouvel "
                          "engagement."),
       .nl = absl::StrCat("De vastlegging is al ", how.nl,
                          "; ze eindigt maar één keer. Maak een nieuwe "
                          "vastlegging.")});
}

absl::Status ReservationOfOtherLine(const std::string& reservation_line) {
  return Refuse(
      StatusCode::kInvalidArgument, "RESERVATION_LINE", "expense.reservation",
      {{"line", reservation_line}},
      {.en = absl::StrCat("The reservation holds an amount on another line. "
                          "Post the expense on ",
                          reservation_line, "."),
       .fr = absl::StrCat("L'engagement porte sur une autre ligne. Imputez la "
                          "dépense sur ",
                          reservation_line, "."),
       .nl = absl::StrCat("De vastlegging staat op een andere lijn. Boek de "
                          "uitgave op ",
                          reservation_line, ".")});
}

absl::Status PaymentInState(v1::ZonePayment::State state,
                            v1::ZonePayment::State needed) {
  const StateName is = NameOf(state);
  const StateName must = NameOf(needed);
  return Refuse(
      StatusCode::kFailedPrecondition, "PAYMENT_STATE", "name",
      {{"state", v1::ZonePayment::State_Name(state)},
       {"needed", v1::ZonePayment::State_Name(needed)}},
      {.en = absl::StrCat("The payment is ", is.en, "; only a payment that is ",
                          must.en, " can take this step."),
       .fr = absl::StrCat("Le versement est ", is.fr, " ; seul un versement ",
                          must.fr, " peut passer cette étape."),
       .nl =
           absl::StrCat("De storting is ", is.nl, "; alleen een storting die ",
                        must.nl, " is, kan deze stap zetten.")});
}

absl::Status WrongAllocation(const std::string& objective_id,
                             v1::Allocation of_objective,
                             v1::Allocation of_envelope) {
  const StateName objective = NameOf(of_objective);
  const StateName envelope = NameOf(of_envelope);
  return Refuse(
      StatusCode::kInvalidArgument, "WRONG_ALLOCATION", "line.objective_id",
      {{"objective_id", objective_id},
       {"objective_allocation", v1::Allocation_Name(of_objective)},
       {"envelope_allocation", v1::Allocation_Name(of_envelope)}},
      {.en = absl::StrCat("Objective ", objective_id, " belongs to the ",
                          objective.en, " allocation; this envelope is of the ",
                          envelope.en, " one. Use an envelope of the ",
                          objective.en, " allocation."),
       .fr = absl::StrCat(
           "L'objectif ", objective_id, " relève de l'allocation ",
           objective.fr, " ; cette enveloppe relève de l'allocation ",
           envelope.fr, ". Prenez une enveloppe de l'allocation ", objective.fr,
           "."),
       .nl = absl::StrCat(
           "Doelstelling ", objective_id, " hoort bij de ", objective.nl,
           " toelage; deze enveloppe hoort bij de ", envelope.nl,
           " toelage. Neem een enveloppe van de ", objective.nl, " toelage.")});
}

absl::Status UnknownObjective(const std::string& objective_id) {
  return Refuse(
      StatusCode::kInvalidArgument, "UNKNOWN_OBJECTIVE", "line.objective_id",
      {{"objective_id", objective_id}},
      {.en = "The convention has no strategic or operational objective with "
             "this id. Give the id of one of its nodes, as in \"so-01\" or "
             "\"op-01\".",
       .fr = "La convention n'a pas d'objectif stratégique ou opérationnel "
             "portant cet identifiant. Donnez celui d'un de ses objectifs, "
             "comme « so-01 » ou « op-01 ».",
       .nl = "De overeenkomst heeft geen strategische of operationele "
             "doelstelling met deze id. Geef de id van een van haar "
             "doelstellingen, zoals \"so-01\" of \"op-01\"."});
}

absl::Status UnknownCategory(const std::string& category,
                             const v1::RegulationProfile& profile) {
  std::vector<std::string> codes;
  for (const v1::CostCategory& known : profile.categories()) {
    codes.push_back(known.code());
  }
  const std::string right = absl::StrJoin(codes, ", ");
  return Refuse(
      StatusCode::kInvalidArgument, "UNKNOWN_CATEGORY", "line.category",
      {{"category", category},
       {"categories", right},
       {"regulation_profile", profile.id()}},
      {.en =
           absl::StrCat("The regulation profile ", profile.id(),
                        " has no such cost category. Use one of: ", right, "."),
       .fr = absl::StrCat(
           "Le profil réglementaire ", profile.id(),
           " ne connaît pas cette catégorie de coûts. Choisissez parmi : ",
           right, "."),
       .nl = absl::StrCat("Het reglementair profiel ", profile.id(),
                          " kent deze kostencategorie niet. Kies uit: ", right,
                          ".")});
}

absl::Status ServiceDateOutsideYear(int year, int envelope_year) {
  return Refuse(
      StatusCode::kInvalidArgument, "SERVICE_DATE_OUTSIDE_YEAR",
      "expense.service_date",
      {{"service_year", absl::StrCat(year)},
       {"envelope_year", absl::StrCat(envelope_year)}},
      {.en = absl::StrCat("The service was rendered in ", year,
                          "; the envelope is that of ", envelope_year,
                          ". Use a line of the envelope of ", year, "."),
       .fr = absl::StrCat("La prestation date de ", year,
                          " ; l'enveloppe est celle de ", envelope_year,
                          ". Prenez une ligne de l'enveloppe de ", year, "."),
       .nl = absl::StrCat("De prestatie dateert van ", year,
                          "; de enveloppe is die van ", envelope_year,
                          ". Neem een lijn van de enveloppe van ", year, ".")});
}

absl::Status ValueDateBeforeYear(int year, int envelope_year) {
  return Refuse(
      StatusCode::kInvalidArgument, "VALUE_DATE_BEFORE_YEAR", "value_date",
      {{"value_year", absl::StrCat(year)},
       {"envelope_year", absl::StrCat(envelope_year)}},
      {.en = absl::StrCat("The value date is before ", envelope_year,
                          ", the year of the line. Give a day of that year or "
                          "later."),
       .fr = absl::StrCat("La date de valeur précède ", envelope_year,
                          ", l'année de la ligne. Donnez un jour de cette "
                          "année ou plus tard."),
       .nl = absl::StrCat("De valutadatum valt voor ", envelope_year,
                          ", het jaar van de lijn. Geef een dag in dat jaar of "
                          "later.")});
}

absl::Status LineExists(const std::string& name) {
  return Refuse(
      StatusCode::kAlreadyExists, "LINE_EXISTS", "line", {{"line", name}},
      {.en = "This envelope has a line for this objective and category.",
       .fr = "Cette enveloppe a déjà une ligne pour cet objectif et cette "
             "catégorie.",
       .nl = "Deze enveloppe heeft al een lijn voor deze doelstelling en "
             "categorie."});
}

absl::Status NoRegulationProfile(const std::string& convention) {
  return Refuse(
      StatusCode::kFailedPrecondition, "NO_REGULATION_PROFILE", "",
      {{"convention", convention}},
      {.en = "No regulation profile covers the term of this convention. Ask "
             "the operator to install one.",
       .fr = "Aucun profil réglementaire ne couvre la période de cette "
             "convention. Demandez à l'exploitant d'en installer un.",
       .nl = "Geen enkel reglementair profiel dekt de looptijd van deze "
             "overeenkomst. Vraag de beheerder er een te installeren."});
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
