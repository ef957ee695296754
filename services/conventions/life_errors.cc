#include "services/conventions/life_errors.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;
using v1::Convention;

Sentence WordOf(Act act) {
  switch (act) {
    case Act::kFact:
      return {"record a fact", "inscrire un fait", "een feit inschrijven"};
    case Act::kAmendment:
      return {"amend it", "la modifier par avenant", "ze bij avenant wijzigen"};
    case Act::kPromotion:
      return {"promote a result", "promouvoir un résultat",
              "een resultaat tot indicator maken"};
    case Act::kProgress:
      return {"state progress", "déclarer l'avancement",
              "de voortgang verklaren"};
    case Act::kControl:
      return {"record a control", "inscrire un contrôle",
              "een controle inschrijven"};
    case Act::kFinding:
      return {"resolve a finding", "résoudre un constat",
              "een vaststelling afhandelen"};
    case Act::kNewMoney:
      return {"allot, reserve or spend", "répartir, engager ou dépenser",
              "verdelen, vastleggen of uitgeven"};
    case Act::kOpenMoney:
      return {"change its ledger", "modifier son livre",
              "haar grootboek wijzigen"};
    case Act::kClosing:
      return {"close it", "la clôturer", "ze afsluiten"};
    case Act::kSettlement:
      return {"settle it", "la solder", "ze afrekenen"};
    case Act::kDiscarding:
      return {"discard it", "la supprimer", "ze verwijderen"};
  }
  return {"do this", "faire cela", "dit doen"};
}

// The state in which it could be done, for people.
Sentence WayOut(Act act) {
  switch (act) {
    case Act::kClosing:
      return {"It must be in force: record the approval and the signatures.",
              "Elle doit être en vigueur : inscrivez l'approbation et les "
              "signatures.",
              "Ze moet van kracht zijn: schrijf de goedkeuring en de "
              "handtekeningen in."};
    case Act::kSettlement:
      return {"Close it first.", "Clôturez-la d'abord.", "Sluit ze eerst af."};
    case Act::kDiscarding:
      return {"Only a draft can be discarded.",
              "Seul un projet peut être supprimé.",
              "Alleen een ontwerp kan worden verwijderd."};
    default:
      return {"This ended with its state.", "Son état ne le permet plus.",
              "Haar staat laat dat niet meer toe."};
  }
}

Figures FiguresOf(const std::string& envelope, const Balances& balances) {
  Figures figures = conventions::FiguresOf(
      balances, 0,
      std::min(balances.available_cents(), balances.uncommitted_cents()));
  // Nobody asked for an amount.
  figures.erase("requested_cents");
  figures["envelope"] = envelope;
  const std::pair<const char*, int64_t> more[] = {
      {"claimed_cents", balances.claimed_cents},
      {"accepted_cents", balances.accepted_cents},
      {"granted_cents", balances.usable_cents()},
      {"owed_cents", balances.due_cents()},
      {"received_cents", balances.held_cents()},
      {"recoverable_cents", balances.recoverable_cents()}};
  for (const auto& [name, cents] : more) figures[name] = absl::StrCat(cents);
  return figures;
}

}  // namespace

Sentence StateWord(Convention::State state) {
  switch (state) {
    case Convention::STATE_DRAFT:
      return {"draft", "projet", "ontwerp"};
    case Convention::STATE_IN_FORCE:
      return {"in force", "en vigueur", "van kracht"};
    case Convention::STATE_CLOSED:
      return {"closed", "clôturée", "afgesloten"};
    case Convention::STATE_SETTLED:
      return {"settled", "soldée", "afgerekend"};
    default:
      return {"unknown", "inconnu", "onbekend"};
  }
}

absl::Status NotInState(Convention::State state, Act act) {
  const char* reason = "CONVENTION_STATE";
  if (act != Act::kClosing && act != Act::kSettlement &&
      act != Act::kDiscarding) {
    if (state == Convention::STATE_CLOSED) reason = "CONVENTION_CLOSED";
    if (state == Convention::STATE_SETTLED) reason = "CONVENTION_SETTLED";
  }
  const Sentence is = StateWord(state);
  const Sentence what = WordOf(act);
  const Sentence way = WayOut(act);
  return Refuse(
      StatusCode::kFailedPrecondition, reason, "name",
      {{"state", Convention::State_Name(state)}},
      {.en = absl::StrCat("The convention is ", is.en, ": one cannot ", what.en,
                          ". ", way.en),
       .fr = absl::StrCat("La convention est « ", is.fr, " » : on ne peut pas ",
                          what.fr, ". ", way.fr),
       .nl = absl::StrCat("De overeenkomst is \"", is.nl, "\": men kan niet ",
                          what.nl, ". ", way.nl)});
}

absl::Status FieldNotOfKind(absl::string_view field,
                            v1::ConventionFact::Kind kind) {
  return Refuse(
      StatusCode::kInvalidArgument, "FIELD_NOT_ALLOWED", field,
      {{"kind", v1::ConventionFact::Kind_Name(kind)}},
      {.en = absl::StrCat(field,
                          " does not belong to a fact of this kind. Leave it "
                          "out."),
       .fr = absl::StrCat(field,
                          " ne fait pas partie d'un fait de ce genre. "
                          "Retirez-le."),
       .nl = absl::StrCat(field,
                          " hoort niet bij een feit van deze soort. Laat het "
                          "weg.")});
}

absl::Status FunctionOfOtherParty() {
  return Refuse(
      StatusCode::kInvalidArgument, "FUNCTION_OF_OTHER_PARTY",
      "convention_fact.function", {},
      {.en = "The minister signs for the State, mayor and secretary sign for "
             "the municipality.",
       .fr = "Le ministre signe pour l'État, le bourgmestre et le secrétaire "
             "communal signent pour la commune.",
       .nl = "De minister tekent voor de Staat, burgemeester en "
             "gemeentesecretaris tekenen voor de gemeente."});
}

absl::Status UnknownCopy() {
  return Refuse(StatusCode::kInvalidArgument, "UNKNOWN_COPY",
                "convention_fact.copy_number", {},
                {.en = "There are two signed copies: 1 and 2.",
                 .fr = "Il y a deux exemplaires signés : 1 et 2.",
                 .nl = "Er zijn twee ondertekende exemplaren: 1 en 2."});
}

absl::Status InFuture(const google::type::Date& date,
                      const google::type::Date& today,
                      absl::string_view field) {
  const std::string day = FormatIsoDate(date);
  const std::string now = FormatIsoDate(today);
  return Refuse(
      StatusCode::kInvalidArgument, "FACT_IN_FUTURE", field,
      {{"date", day}, {"today", now}},
      {.en = absl::StrCat(field, " is ", day, ", after today (", now,
                          "). Record it once it has happened."),
       .fr = absl::StrCat(field, " est le ", day, ", après aujourd'hui (", now,
                          "). Inscrivez-le quand cela aura eu lieu."),
       .nl = absl::StrCat(field, " is ", day, ", na vandaag (", now,
                          "). Schrijf het in wanneer het gebeurd is.")});
}

absl::Status FactOfOtherKind(const v1::ConventionFact& corrected) {
  return Refuse(
      StatusCode::kInvalidArgument, "FACT_KIND", "convention_fact.kind",
      {{"name", corrected.name()},
       {"kind", v1::ConventionFact::Kind_Name(corrected.kind())}},
      {.en = absl::StrCat(corrected.name(),
                          " is a fact of another kind. Correct it by one of "
                          "its own kind."),
       .fr = absl::StrCat(corrected.name(),
                          " est un fait d'un autre genre. Corrigez-le par un "
                          "fait du même genre."),
       .nl = absl::StrCat(corrected.name(),
                          " is een feit van een andere soort. Verbeter het met "
                          "een feit van dezelfde soort.")});
}

absl::Status FactExists(const v1::ConventionFact& earlier) {
  const std::string day = FormatIsoDate(earlier.date());
  return Refuse(
      StatusCode::kAlreadyExists, "FACT_EXISTS", "convention_fact",
      {{"name", earlier.name()}, {"date", day}},
      {.en = absl::StrCat("This is recorded already: ", earlier.name(), " of ",
                          day, ". Correct that one, with a reason."),
       .fr = absl::StrCat("C'est déjà inscrit : ", earlier.name(), " du ", day,
                          ". Corrigez ce fait, avec un motif."),
       .nl = absl::StrCat("Dit is al ingeschreven: ", earlier.name(), " van ",
                          day, ". Verbeter dat feit, met een reden.")});
}

absl::Status FactCorrected(const std::string& name, const std::string& by) {
  return Refuse(StatusCode::kFailedPrecondition, "FACT_CORRECTED",
                "convention_fact.corrects",
                {{"name", name}, {"corrected_by", by}},
                {.en = absl::StrCat(name, " was corrected by ", by,
                                    ". Correct that one instead."),
                 .fr = absl::StrCat(name, " a été corrigé par ", by,
                                    ". Corrigez plutôt celui-là."),
                 .nl = absl::StrCat(name, " werd verbeterd door ", by,
                                    ". Verbeter dat feit.")});
}

absl::Status TermRunning(const google::type::Date& valid_until) {
  const std::string last = FormatIsoDate(valid_until);
  return Refuse(
      StatusCode::kFailedPrecondition, "TERM_RUNNING", "date",
      {{"valid_until", last}},
      {.en = absl::StrCat("The term runs until ", last,
                          ". Close the convention on a later day."),
       .fr = absl::StrCat("La période court jusqu'au ", last,
                          ". Clôturez la convention un jour ultérieur."),
       .nl = absl::StrCat("De looptijd duurt tot ", last,
                          ". Sluit de overeenkomst op een latere dag af.")});
}

absl::Status ReservationsOpen(const std::string& envelope,
                              const Balances& balances) {
  const std::string held = FormatBelgianAmount(balances.reserved_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "RESERVATIONS_OPEN", "name",
      FiguresOf(envelope, balances),
      {.en = absl::StrCat(envelope, " still holds ", held,
                          " in reservations. Spend or release them first."),
       .fr = absl::StrCat(envelope, " porte encore ", held,
                          " d'engagements. Dépensez-les ou libérez-les "
                          "d'abord."),
       .nl = absl::StrCat(envelope, " draagt nog ", held,
                          " aan vastleggingen. Geef ze eerst uit of geef ze "
                          "vrij.")});
}

absl::Status SettlementOpen(const std::string& envelope,
                            const Balances& balances) {
  const int64_t undecided = balances.claimed_cents - balances.accepted_cents -
                            balances.ineligible_cents;
  const std::string claimed = FormatBelgianAmount(undecided);
  const std::string accepted = FormatBelgianAmount(balances.accepted_cents);
  const std::string granted = FormatBelgianAmount(balances.usable_cents());
  const std::string owed = FormatBelgianAmount(balances.due_cents());
  const std::string received = FormatBelgianAmount(balances.held_cents());
  const std::string back = FormatBelgianAmount(balances.recoverable_cents());
  return Refuse(
      StatusCode::kFailedPrecondition, "SETTLEMENT_OPEN", "name",
      FiguresOf(envelope, balances),
      {.en = absl::StrCat(envelope, ": claimed and not decided ", claimed,
                          ", received ", received, ", to be paid back ", back,
                          "; the State owes ", owed, " (accepted ", accepted,
                          ", at most what is granted, ", granted,
                          "). Decide every claim; what was received must equal "
                          "what the State owes, and nothing may be left to pay "
                          "back."),
       .fr = absl::StrCat(envelope, " : réclamé et non décidé ", claimed,
                          ", reçu ", received, ", à rembourser ", back,
                          " ; l'État doit ", owed, " (accepté ", accepted,
                          ", au plus ce qui est octroyé, ", granted,
                          "). Décidez chaque déclaration ; ce qui est reçu "
                          "doit égaler ce que l'État doit, et rien ne peut "
                          "rester à rembourser."),
       .nl =
           absl::StrCat(envelope, ": gevorderd en niet beslist ", claimed,
                        ", ontvangen ", received, ", terug te betalen ", back,
                        "; door de Staat verschuldigd is ", owed, " (aanvaard ",
                        accepted, ", hoogstens wat toegekend is, ", granted,
                        "). Beslis over elke vordering; wat ontvangen is "
                        "moet gelijk zijn aan wat de Staat verschuldigd is, "
                        "en niets mag nog terug te betalen zijn.")});
}

absl::Status RestNotLapsed(const std::string& envelope,
                           const Balances& balances) {
  const std::string rest = FormatBelgianAmount(balances.uncommitted_cents());
  const std::string granted = FormatBelgianAmount(balances.usable_cents());
  const std::string spent = FormatBelgianAmount(balances.spent_cents);
  Figures figures = FiguresOf(envelope, balances);
  figures["rest_cents"] = absl::StrCat(balances.uncommitted_cents());
  return Refuse(
      StatusCode::kFailedPrecondition, "REST_NOT_LAPSED", "name",
      std::move(figures),
      {.en = absl::StrCat(envelope, " still has ", rest, " that nobody spent (",
                          "granted ", granted, ", spent ", spent,
                          "). Let it lapse first: entente budget change lapse "
                          "--envelope ",
                          envelope, "."),
       .fr = absl::StrCat(envelope, " a encore ", rest,
                          " que personne n'a dépensé (octroyé ", granted,
                          ", dépensé ", spent,
                          "). Abandonnez-le d'abord : entente budget change "
                          "lapse --envelope ",
                          envelope, "."),
       .nl = absl::StrCat(envelope, " heeft nog ", rest,
                          " dat niemand uitgaf (toegekend ", granted,
                          ", uitgegeven ", spent,
                          "). Laat het eerst vervallen: entente budget change "
                          "lapse --envelope ",
                          envelope, ".")});
}

absl::Status EndingBefore(const google::type::Date& earliest) {
  const std::string day = FormatIsoDate(earliest);
  return Refuse(StatusCode::kInvalidArgument, "ENDING_BEFORE", "date",
                {{"earliest", day}},
                {.en = absl::StrCat("date must not be before ", day, "."),
                 .fr = absl::StrCat("date ne peut précéder le ", day, "."),
                 .nl = absl::StrCat("date mag niet vóór ", day, " liggen.")});
}

absl::Status SamePerson(absl::string_view field) {
  return Refuse(
      StatusCode::kFailedPrecondition, "SAME_PERSON", field, {},
      {.en = "Whoever wrote this may not approve it. Ask another person.",
       .fr = "La personne qui l'a écrit ne peut l'approuver. Demandez à une "
             "autre.",
       .nl = "Wie dit schreef mag het niet goedkeuren. Vraag het aan iemand "
             "anders."});
}

absl::Status NotRecordedYet(const std::string& name) {
  return Refuse(
      StatusCode::kNotFound, "NOT_RECORDED_YET", "as_of_record_time",
      {{"name", name}},
      {.en = absl::StrCat("Nothing was recorded of ", name,
                          " at that time. Ask for a later one."),
       .fr = absl::StrCat("Rien n'était enregistré de ", name,
                          " à ce moment. Demandez-en un plus tardif."),
       .nl = absl::StrCat("Op dat ogenblik was niets opgetekend van ", name,
                          ". Vraag een later ogenblik.")});
}

absl::Status HasRecords(const std::string& name, int64_t records) {
  return Refuse(
      StatusCode::kFailedPrecondition, "CONVENTION_HAS_RECORDS", "name",
      {{"name", name}, {"records", absl::StrCat(records)}},
      {.en = absl::StrCat(records,
                          " facts, amendments, statements or requests are "
                          "recorded of this draft. Say that they go with it "
                          "(force), or keep it."),
       .fr = absl::StrCat(records,
                          " faits, avenants, déclarations ou demandes sont "
                          "inscrits sur ce projet. Indiquez qu'ils "
                          "disparaissent avec lui (force), ou gardez-le."),
       .nl = absl::StrCat(records,
                          " feiten, avenanten, verklaringen of vragen zijn "
                          "over dit ontwerp ingeschreven. Zeg dat ze "
                          "meeverdwijnen (force), of behoud het.")});
}

}  // namespace entente::conventions
