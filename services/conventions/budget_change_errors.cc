#include "services/conventions/budget_change_errors.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/money/date.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;
using v1::BudgetChange;

struct Word {
  const char* en;
  const char* fr;
  const char* nl;
};

// What a transfer is called at the beginning of a sentence.
Word WordOf(BudgetChange::Type type) {
  switch (type) {
    case BudgetChange::TYPE_REALLOCATION:
      return {"Moving an allotment between lines",
              "Le transfert d'un montant entre lignes",
              "Een bedrag tussen lijnen verplaatsen"};
    case BudgetChange::TYPE_ALLOTMENT_DECREASE:
      return {"Taking back an allotment", "La reprise d'un montant réparti",
              "Een verdeeld bedrag terugnemen"};
    case BudgetChange::TYPE_CARRY_OVER:
      return {"Carrying over to the next year", "Le report à l'année suivante",
              "Overdragen naar het volgende jaar"};
    default:
      return {"This change", "Cette modification", "Deze wijziging"};
  }
}

Word Verified(const v1::TransferRule& rule) {
  if (rule.is_verified()) {
    return {"rule verified in the decree", "règle vérifiée dans l'arrêté",
            "regel nagezien in het besluit"};
  }
  return {"rule not verified in the decree", "règle non vérifiée dans l'arrêté",
          "regel niet nagezien in het besluit"};
}

Figures RuleFigures(const Balances& envelope, int64_t requested,
                    int64_t available, const v1::RegulationProfile& profile,
                    const v1::TransferRule& rule) {
  Figures figures = FiguresOf(envelope, requested, available);
  figures["regulation_profile"] = profile.id();
  figures["is_allowed"] = rule.is_allowed() ? "true" : "false";
  figures["is_verified"] = rule.is_verified() ? "true" : "false";
  return figures;
}

}  // namespace

absl::Status WrongChangeType(const std::string& right) {
  return Refuse(
      StatusCode::kInvalidArgument, "CHANGE_TYPE", "budget_change.type",
      {{"types", right}},
      {.en = absl::StrCat("This method records one of: ", right, "."),
       .fr = absl::StrCat("Cette méthode enregistre un de : ", right, "."),
       .nl =
           absl::StrCat("Deze methode legt een van deze vast: ", right, ".")});
}

absl::Status WrongChangeAccount(BudgetChange::Type type,
                                absl::string_view field,
                                absl::string_view wanted_en,
                                absl::string_view wanted_fr,
                                absl::string_view wanted_nl) {
  const std::string& name = BudgetChange::Type_Name(type);
  return Refuse(
      StatusCode::kInvalidArgument, "CHANGE_ACCOUNT", field, {{"type", name}},
      {.en =
           absl::StrCat("For ", name, ", ", field, " must be ", wanted_en, "."),
       .fr = absl::StrCat("Pour ", name, ", ", field, " doit être ", wanted_fr,
                          "."),
       .nl = absl::StrCat("Voor ", name, " moet ", field, " ", wanted_nl,
                          " zijn.")});
}

absl::Status LinesOfTwoEnvelopes() {
  return Refuse(
      StatusCode::kInvalidArgument, "OTHER_ENVELOPE", "budget_change.to", {},
      {.en = "The two lines belong to different envelopes; no clause allows a "
             "transfer between envelopes. Name two lines of one envelope.",
       .fr =
           "Les deux lignes relèvent d'enveloppes différentes ; aucune clause "
           "ne permet un transfert entre enveloppes. Nommez deux lignes d'une "
           "même enveloppe.",
       .nl = "De twee lijnen horen bij verschillende enveloppen; geen enkele "
             "clausule staat een overdracht tussen enveloppen toe. Noem twee "
             "lijnen van dezelfde enveloppe."});
}

absl::Status NotTheYearBefore(const std::string& right) {
  return Refuse(
      StatusCode::kInvalidArgument, "NOT_YEAR_BEFORE", "budget_change.to",
      {{"envelope", right}},
      {.en = absl::StrCat("A carry-over goes back to the year before of the "
                          "same allocation: ",
                          right, "."),
       .fr = absl::StrCat("Un report revient à l'année précédente de la même "
                          "allocation : ",
                          right, "."),
       .nl = absl::StrCat("Een overdracht gaat terug naar het vorige jaar van "
                          "dezelfde toelage: ",
                          right, ".")});
}

absl::Status NotTheNextYear(const std::string& right) {
  return Refuse(
      StatusCode::kInvalidArgument, "NOT_NEXT_YEAR", "budget_change.to",
      {{"envelope", right}},
      {.en = absl::StrCat("A rest goes to the next year of the same "
                          "allocation: ",
                          right, "."),
       .fr = absl::StrCat("Un solde est reporté à l'année suivante de la même "
                          "allocation : ",
                          right, "."),
       .nl = absl::StrCat("Een saldo gaat naar het volgende jaar van dezelfde "
                          "toelage: ",
                          right, ".")});
}

absl::Status SameAccount() {
  return Refuse(
      StatusCode::kInvalidArgument, "SAME_ACCOUNT", "budget_change.to", {},
      {.en = "From and to are the same line. Name two lines.",
       .fr = "L'origine et la destination sont la même ligne. Nommez deux "
             "lignes.",
       .nl = "Herkomst en bestemming zijn dezelfde lijn. Noem twee lijnen."});
}

absl::Status EffectiveDateBeforeTerm(const google::type::Date& given,
                                     const google::type::Date& term_begin) {
  const std::string day = FormatIsoDate(given);
  const std::string begin = FormatIsoDate(term_begin);
  return Refuse(StatusCode::kInvalidArgument, "EFFECTIVE_DATE_BEFORE_TERM",
                "budget_change.effective_date",
                {{"effective_date", day}, {"valid_from", begin}},
                {.en = absl::StrCat("The change counts for ", day,
                                    "; the convention begins on ", begin,
                                    ". Give that day or a later one."),
                 .fr = absl::StrCat("La modification vaut pour le ", day,
                                    " ; la convention commence le ", begin,
                                    ". Donnez ce jour ou un jour ultérieur."),
                 .nl = absl::StrCat("De wijziging geldt voor ", day,
                                    "; de overeenkomst begint op ", begin,
                                    ". Geef die dag of een latere.")});
}

absl::Status EffectiveDateBeforeGrant(const google::type::Date& given,
                                      const google::type::Date& opened) {
  const std::string day = FormatIsoDate(given);
  const std::string first = FormatIsoDate(opened);
  return Refuse(
      StatusCode::kInvalidArgument, "EFFECTIVE_DATE_BEFORE_GRANT",
      "budget_change.effective_date",
      {{"effective_date", day}, {"earliest", first}},
      {.en = absl::StrCat("The change counts for ", day,
                          "; the envelope is granted from ", first,
                          " on. Give that day or a later one."),
       .fr = absl::StrCat("La modification vaut pour le ", day,
                          " ; l'enveloppe est octroyée à partir du ", first,
                          ". Donnez ce jour ou un jour ultérieur."),
       .nl = absl::StrCat("De wijziging geldt voor ", day,
                          "; de enveloppe is toegekend vanaf ", first,
                          ". Geef die dag of een latere.")});
}

absl::Status ReductionExceeded(const Balances& envelope, int64_t requested,
                               int64_t most) {
  Figures figures = FiguresOf(envelope, requested, most);
  figures["allocated_cents"] = absl::StrCat(envelope.allocated_cents);
  const std::string asked = Euros(requested);
  const std::string left = Euros(most);
  const std::string granted = Euros(envelope.allocated_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "REDUCTION_EXCEEDED",
      "budget_change.amount", std::move(figures),
      {.en = absl::StrCat("Requested ", asked, "; the State can take back ",
                          left, " (granted ", granted,
                          ", what lapsed or was carried over aside)."),
       .fr = absl::StrCat("Demandé ", asked, " ; l'État peut reprendre ", left,
                          " (octroyé ", granted,
                          ", hors montants abandonnés ou reportés)."),
       .nl = absl::StrCat("Gevraagd ", asked, "; de Staat kan ", left,
                          " terugnemen (toegekend ", granted,
                          ", zonder wat vervallen of overgedragen is).")});
}

absl::Status TransferForbidden(BudgetChange::Type type,
                               const v1::RegulationProfile& profile,
                               const v1::TransferRule& rule,
                               const Balances& envelope, int64_t requested,
                               int64_t over_allotted) {
  const Word what = WordOf(type);
  const Word verified = Verified(rule);
  Figures figures =
      RuleFigures(envelope, requested, over_allotted, profile, rule);
  figures["over_allotted_cents"] = absl::StrCat(over_allotted);
  const std::string asked = Euros(requested);
  const std::string may = Euros(over_allotted);
  return Refuse(
      StatusCode::kFailedPrecondition, "TRANSFER_FORBIDDEN",
      "budget_change.type", std::move(figures),
      {.en = absl::StrCat(what.en, " is not allowed by the regulation profile ",
                          profile.id(), " (", verified.en, "). Requested ",
                          asked, "; allowed without a rule ", may,
                          ", what a reduction left over-allotted."),
       .fr = absl::StrCat(what.fr,
                          " n'est pas permis par le profil réglementaire ",
                          profile.id(), " (", verified.fr, "). Demandé ", asked,
                          " ; permis sans règle : ", may,
                          ", ce qu'une réduction a laissé réparti en trop."),
       .nl = absl::StrCat(what.nl,
                          " is niet toegelaten door het reglementair "
                          "profiel ",
                          profile.id(), " (", verified.nl, "). Gevraagd ",
                          asked, "; zonder regel toegelaten ", may,
                          ", wat na een vermindering te veel verdeeld is.")});
}

absl::Status CarryOverCapped(const v1::RegulationProfile& profile,
                             const v1::TransferRule& rule,
                             const Balances& envelope, int64_t requested,
                             int64_t most) {
  const Word verified = Verified(rule);
  Figures figures = RuleFigures(envelope, requested, most, profile, rule);
  figures["cap_basis_points"] = absl::StrCat(rule.cap_basis_points());
  figures["carried_out_cents"] = absl::StrCat(envelope.carried_out_cents);
  const std::string asked = Euros(requested);
  const std::string left = Euros(most);
  const std::string carried = Euros(envelope.carried_out_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "CARRY_OVER_CAPPED",
      "budget_change.amount", std::move(figures),
      {.en = absl::StrCat("Requested ", asked, "; the regulation profile ",
                          profile.id(), " still allows to carry over ", left,
                          " (carried over before ", carried, "; ", verified.en,
                          ")."),
       .fr = absl::StrCat("Demandé ", asked, " ; le profil réglementaire ",
                          profile.id(), " permet encore de reporter ", left,
                          " (déjà reporté ", carried, " ; ", verified.fr, ")."),
       .nl = absl::StrCat("Gevraagd ", asked, "; het reglementair profiel ",
                          profile.id(), " laat nog een overdracht van ", left,
                          " toe (al overgedragen ", carried, "; ", verified.nl,
                          ").")});
}

absl::Status ShiftCapped(const v1::RegulationProfile& profile,
                         const v1::TransferRule& rule, const Balances& envelope,
                         int64_t requested, int64_t cap, int64_t before) {
  const Word verified = Verified(rule);
  const int64_t most = std::max<int64_t>(0, cap - before);
  Figures figures = RuleFigures(envelope, requested, most, profile, rule);
  figures["cap_basis_points"] = absl::StrCat(rule.cap_basis_points());
  figures["cap_cents"] = absl::StrCat(cap);
  figures["shifted_cents"] = absl::StrCat(before);
  const std::string asked = Euros(requested);
  const std::string left = Euros(most);
  const std::string all = Euros(cap);
  const std::string moved = Euros(before);
  return Refuse(
      StatusCode::kFailedPrecondition, "SHIFT_CAPPED", "budget_change.amount",
      std::move(figures),
      {.en = absl::StrCat(
           "Requested ", asked, "; the regulation profile ", profile.id(),
           " lets the lines of the envelope give "
           "up ",
           all, " in all, of which ", left, " is left (given up ", "before ",
           moved, "; ", verified.en, ")."),
       .fr = absl::StrCat("Demandé ", asked, " ; le profil réglementaire ",
                          profile.id(),
                          " permet aux lignes de l'enveloppe de "
                          "céder ",
                          all, " au total, dont il reste ", left,
                          " (déjà cédé ", moved, " ; ", verified.fr, ")."),
       .nl = absl::StrCat("Gevraagd ", asked, "; het reglementair profiel ",
                          profile.id(),
                          " laat de lijnen van de enveloppe "
                          "samen ",
                          all, " afstaan, waarvan nog ", left,
                          " (al afgestaan ", moved, "; ", verified.nl, ").")});
}

absl::Status EnvelopeInUse(const Balances& envelope) {
  const int64_t rest = envelope.uncommitted_cents();
  const std::string reserved = Euros(envelope.reserved_cents);
  const std::string spent = Euros(envelope.spent_cents);
  const std::string left = Euros(rest);
  return Refuse(
      StatusCode::kFailedPrecondition, "ENVELOPE_IN_USE", "budget_change.from",
      FiguresOf(envelope, rest, 0),
      {.en = absl::StrCat("Reservations or ordered payments of ", reserved,
                          " are open (spent ", spent, ", rest ", left,
                          "). Post, void or execute them before the rest "
                          "lapses."),
       .fr =
           absl::StrCat("Des engagements ou versements ordonnés de ", reserved,
                        " sont ouverts (dépensé ", spent, ", solde ", left,
                        "). Imputez-les, annulez-les ou exécutez-les avant "
                        "d'abandonner le solde."),
       .nl = absl::StrCat("Vastleggingen of opgedragen stortingen voor ",
                          reserved, " staan open (uitgegeven ", spent,
                          ", saldo ", left,
                          "). Boek, annuleer of voer ze uit voor het saldo "
                          "vervalt.")});
}

absl::Status ReversalExceeded(const Balances& envelope, int64_t requested,
                              int64_t most) {
  const std::string asked = Euros(requested);
  const std::string left = Euros(most);
  Figures figures = FiguresOf(envelope, requested, most);
  figures["lapsed_cents"] = absl::StrCat(envelope.lapsed_cents);
  figures["carried_in_cents"] = absl::StrCat(envelope.carried_in_cents);
  figures["carried_out_cents"] = absl::StrCat(envelope.carried_out_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "REVERSAL_EXCEEDED",
      "budget_change.amount", std::move(figures),
      {.en = absl::StrCat("Requested ", asked,
                          "; of what lapsed or was carried over, ", left,
                          " can be taken back."),
       .fr = absl::StrCat("Demandé ", asked,
                          " ; de ce qui a été abandonné ou reporté, ", left,
                          " peuvent être repris."),
       .nl = absl::StrCat("Gevraagd ", asked,
                          "; van wat verviel of werd overgedragen kan ", left,
                          " worden teruggenomen.")});
}

absl::Status NothingToLapse(const Balances& envelope) {
  const int64_t rest = envelope.uncommitted_cents();
  const std::string left = Euros(rest);
  const std::string spent = Euros(envelope.spent_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "NOTHING_TO_LAPSE", "budget_change.from",
      FiguresOf(envelope, 0, rest),
      {.en = absl::StrCat("The envelope has ", left, " left (spent ", spent,
                          "): there is nothing to give up."),
       .fr = absl::StrCat("Il reste ", left, " dans l'enveloppe (dépensé ",
                          spent, ") : il n'y a rien à abandonner."),
       .nl = absl::StrCat("In de enveloppe blijft ", left, " (uitgegeven ",
                          spent, "): er is niets dat kan vervallen.")});
}

}  // namespace entente::conventions
