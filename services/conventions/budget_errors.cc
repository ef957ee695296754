#include "services/conventions/budget_errors.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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
    case v1::ZonePayment::STATE_CANCELLED:
      return {"cancelled", "annulé", "geannuleerd"};
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

absl::Status PaymentNotCancellable(v1::ZonePayment::State state) {
  const StateName is = NameOf(state);
  return Refuse(
      StatusCode::kFailedPrecondition, "PAYMENT_STATE", "name",
      {{"state", v1::ZonePayment::State_Name(state)}},
      {.en = absl::StrCat("The payment is ", is.en,
                          "; one that is ordered or executed can be "
                          "cancelled."),
       .fr = absl::StrCat("Le versement est ", is.fr,
                          " ; on peut annuler un versement ordonné ou "
                          "exécuté."),
       .nl = absl::StrCat("De storting is ", is.nl,
                          "; een die opgedragen of uitgevoerd is, kan worden "
                          "geannuleerd.")});
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

absl::Status ServiceDateOutsideTerm(const google::type::Date& service_date,
                                    const google::type::Date& from,
                                    const google::type::Date& until) {
  const std::string day = FormatIsoDate(service_date);
  const std::string first = IsUnset(from) ? "…" : FormatIsoDate(from);
  const std::string last = IsUnset(until) ? "…" : FormatIsoDate(until);
  return Refuse(
      StatusCode::kInvalidArgument, "SERVICE_DATE_OUTSIDE_TERM",
      "expense.service_date",
      {{"service_date", day}, {"valid_from", first}, {"valid_until", last}},
      {.en = absl::StrCat(
           "The service of ", day, " lies outside the term of the convention, ",
           first, " to ", last, ". Check the date, or amend the term first."),
       .fr = absl::StrCat("La prestation du ", day,
                          " sort de la période de la convention, du ", first,
                          " au ", last,
                          ". Vérifiez la date, ou modifiez d'abord la "
                          "période."),
       .nl = absl::StrCat("De prestatie van ", day,
                          " valt buiten de looptijd van de overeenkomst, ",
                          first, " tot ", last,
                          ". Controleer de datum, of wijzig eerst de "
                          "looptijd.")});
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
      {.en = "This envelope has a line for this objective and category. Allot "
             "more to it by a budget change.",
       .fr = "Cette enveloppe a déjà une ligne pour cet objectif et cette "
             "catégorie. Répartissez-y davantage par une modification "
             "budgétaire.",
       .nl = "Deze enveloppe heeft al een lijn voor deze doelstelling en "
             "categorie. Verdeel er meer naar met een begrotingswijziging."});
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

}  // namespace entente::conventions
