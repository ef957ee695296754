#include "services/conventions/evidence_errors.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/date.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;

// The figures, and the names of earlier charges where the caller may know them.
Figures EvidenceFigures(const EvidenceState& state, int64_t requested,
                        const EarlierCharges& earlier) {
  Figures figures = {{"evidence_cents", absl::StrCat(state.total_cents)},
                     {"other_funders_cents", absl::StrCat(state.others_cents)},
                     {"credited_cents", absl::StrCat(state.credited_cents)},
                     {"charged_cents", absl::StrCat(state.charged_cents)},
                     {"requested_cents", absl::StrCat(requested)},
                     {"remaining_cents", absl::StrCat(state.remaining_cents())},
                     {"charge_count", absl::StrCat(earlier.charges.size())}};
  if (!earlier.may_name || earlier.charges.empty()) return figures;
  const size_t shown = std::min(earlier.charges.size(), kChargesNamedMax);
  std::vector<std::string> names;
  for (size_t i = 0; i < shown; ++i) {
    names.push_back(earlier.charges[i].expense);
  }
  figures["charges"] = absl::StrJoin(names, " ");
  return figures;
}

// ": e-000001 200,00 EUR, e-000004 10,00 EUR"; empty where nothing may be said.
std::string ChargesText(const EarlierCharges& earlier) {
  if (!earlier.may_name || earlier.charges.empty()) return "";
  const size_t shown = std::min(earlier.charges.size(), kChargesNamedMax);
  std::vector<std::string> texts;
  for (size_t i = 0; i < shown; ++i) {
    const EarlierCharge& charge = earlier.charges[i];
    texts.push_back(
        absl::StrCat(charge.expense.substr(charge.expense.rfind('/') + 1), " ",
                     Euros(charge.cents)));
  }
  if (shown < earlier.charges.size()) texts.push_back("…");
  return absl::StrCat(": ", absl::StrJoin(texts, ", "));
}

// "62,5 %" of basis points.
std::string Percent(int64_t basis_points) {
  std::string text =
      absl::StrFormat("%d,%02d", basis_points / 100, basis_points % 100);
  while (text.back() == '0') text.pop_back();
  if (text.back() == ',') text.pop_back();
  return absl::StrCat(text, " %");
}

absl::Status Invalid(const char* reason, absl::string_view field,
                     Sentence sentence) {
  return FieldError(reason, field, std::move(sentence));
}

}  // namespace

absl::Status EvidenceExceeded(const EvidenceState& state, int64_t requested,
                              const EarlierCharges& earlier) {
  const std::string asked = Euros(requested);
  const std::string left = Euros(state.remaining_cents());
  const std::string all = Euros(state.total_cents);
  const std::string used =
      absl::StrCat(Euros(state.charged_cents), ChargesText(earlier));
  const std::string others = Euros(state.others_cents);
  const std::string credited = Euros(state.credited_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "EVIDENCE_EXCEEDED", "expense.amount",
      EvidenceFigures(state, requested, earlier),
      {.en = absl::StrCat("Requested ", asked, "; the evidence still covers ",
                          left, " (its amount ", all, ", paid by others ",
                          others, ", credited ", credited, ", charged before ",
                          used, "). Charge at most ", left, " to it."),
       .fr = absl::StrCat("Demandé ", asked, "; la pièce couvre encore ", left,
                          " (son montant ", all, ", payé par d'autres ", others,
                          ", notes de crédit ", credited, ", déjà imputé ",
                          used, "). Imputez-y au plus ", left, "."),
       .nl =
           absl::StrCat("Gevraagd ", asked, "; het bewijsstuk dekt nog ", left,
                        " (bedrag ", all, ", door anderen betaald ", others,
                        ", creditnota's ", credited, ", al aangerekend ", used,
                        "). Reken er hoogstens ", left, " op aan.")});
}

absl::Status CreditExceedsRest(const EvidenceState& state, int64_t requested,
                               const EarlierCharges& earlier) {
  const std::string asked = Euros(requested);
  const std::string left = Euros(state.remaining_cents());
  const std::string used =
      absl::StrCat(Euros(state.charged_cents), ChargesText(earlier));
  return Refuse(
      StatusCode::kFailedPrecondition, "CREDIT_EXCEEDS_REST",
      "credit_note.amount", EvidenceFigures(state, requested, earlier),
      {.en = absl::StrCat("Credited ", asked, "; of the evidence only ", left,
                          " is not charged (charged ", used,
                          "). Correct an expense first."),
       .fr = absl::StrCat("Crédité ", asked, " ; seuls ", left,
                          " de la pièce ne sont pas imputés (imputé ", used,
                          "). Corrigez d'abord une dépense."),
       .nl = absl::StrCat("Gecrediteerd ", asked, "; van het bewijsstuk is ",
                          "maar ", left, " niet aangerekend (aangerekend ",
                          used, "). Verbeter eerst een uitgave.")});
}

absl::Status OtherFundersExceed(int64_t total, int64_t others) {
  const std::string all = Euros(total);
  const std::string said = Euros(others);
  return Refuse(
      StatusCode::kInvalidArgument, "OTHER_FUNDERS_EXCEED",
      "evidence.other_funders",
      {{"evidence_cents", absl::StrCat(total)},
       {"other_funders_cents", absl::StrCat(others)}},
      {.en = absl::StrCat("Others pay ", said, " of a document of ", all,
                          ". Correct their amounts."),
       .fr = absl::StrCat("D'autres paient ", said, " d'une pièce de ", all,
                          ". Corrigez leurs montants."),
       .nl = absl::StrCat("Anderen betalen ", said, " van een stuk van ", all,
                          ". Verbeter hun bedragen.")});
}

absl::Status PersonMonthExceeded(StatusCode code, int64_t taken,
                                 int64_t requested,
                                 const std::vector<std::string>& earlier) {
  Figures figures = {
      {"taken_basis_points", absl::StrCat(taken)},
      {"requested_basis_points", absl::StrCat(requested)},
      {"available_basis_points", absl::StrCat(kWholeBasisPoints - taken)},
      {"evidence_count", absl::StrCat(earlier.size())}};
  std::vector<std::string> named = earlier;
  if (named.size() > kChargesNamedMax) named.resize(kChargesNamedMax);
  if (!named.empty()) figures["evidence"] = absl::StrJoin(named, " ");
  const std::string asked = Percent(requested);
  const std::string left = Percent(kWholeBasisPoints - taken);
  return Refuse(
      code, "PERSON_MONTH_EXCEEDED", "evidence.person_month",
      std::move(figures),
      {.en = absl::StrCat("Requested ", asked,
                          " of this person's month, all "
                          "funders together; ",
                          left, " is left."),
       .fr = absl::StrCat("Demandé ", asked,
                          " du mois de cet agent, tous "
                          "bailleurs confondus ; il reste ",
                          left, "."),
       .nl = absl::StrCat("Gevraagd ", asked,
                          " van de maand van dit "
                          "personeelslid, alle financiers samen; er blijft ",
                          left, ".")});
}

absl::Status MalformedStaffNumber() {
  return Invalid(
      "MALFORMED_STAFF_NUMBER", "evidence.person_month.staff_number",
      {.en =
           "A staff number is a pseudonym of up to 32 capital letters, digits "
           "and hyphens, as in \"M-0042\"; never a name.",
       .fr = "Un numéro d'agent est un pseudonyme d'au plus 32 majuscules, "
             "chiffres et traits d'union, comme « M-0042 » ; jamais un nom.",
       .nl = "Een personeelsnummer is een pseudoniem van hoogstens 32 "
             "hoofdletters, cijfers en koppeltekens, zoals \"M-0042\"; nooit "
             "een naam."});
}

absl::Status ShareOutOfRange(absl::string_view field) {
  return Invalid(
      "SHARE_OUT_OF_RANGE", field,
      {.en = absl::StrCat(field, " is 1 to 10000: hundredths of a per cent."),
       .fr = absl::StrCat(field, " va de 1 à 10000 : centièmes de pour cent."),
       .nl = absl::StrCat(field,
                          " is 1 tot 10000: honderdsten van een procent.")});
}

absl::Status MalformedMonth() {
  return Invalid(
      "MALFORMED_MONTH", "evidence.person_month.month",
      {.en = "Give a year from 1900 to 2200 and a month from 1 to 12.",
       .fr = "Donnez une année de 1900 à 2200 et un mois de 1 à 12.",
       .nl = "Geef een jaar van 1900 tot 2200 en een maand van 1 tot "
             "12."});
}

absl::Status TooManyFunders(int count) {
  return Invalid(
      "TOO_MANY_FUNDERS", "evidence.other_funders",
      {.en = absl::StrCat(count, " other funders; at most ", kOtherFundersMax,
                          " can be declared."),
       .fr = absl::StrCat(count, " autres bailleurs ; au plus ",
                          kOtherFundersMax, " peuvent être déclarés."),
       .nl = absl::StrCat(count, " andere financiers; hoogstens ",
                          kOtherFundersMax, " kunnen worden aangegeven.")});
}

absl::Status FunderTwice() {
  return Invalid("FUNDER_TWICE", "evidence.other_funders.enterprise_number",
                 {.en = "One funder stands twice. Add up what it pays.",
                  .fr = "Un bailleur figure deux fois. Additionnez ce qu'il "
                        "paie.",
                  .nl = "Eén financier staat er twee keer. Tel op wat hij "
                        "betaalt."});
}

absl::Status UnknownEvidenceKind(int kind) {
  return Invalid(
      "UNKNOWN_EVIDENCE_KIND", "evidence.kind",
      {.en = absl::StrCat("Kind ", kind,
                          " of a document is not known here. "
                          "Give an invoice, a pay statement, an expense note, "
                          "another document, or none."),
       .fr = absl::StrCat("La nature ", kind,
                          " d'une pièce est inconnue ici. "
                          "Donnez une facture, une fiche de paie, une note de "
                          "frais, une autre pièce, ou rien."),
       .nl = absl::StrCat("Aard ", kind,
                          " van een stuk is hier onbekend. Geef "
                          "een factuur, een loonfiche, een onkostennota, een "
                          "ander stuk, of niets.")});
}

absl::Status PayStatementMonth(bool is_pay) {
  if (is_pay) {
    return Invalid(
        "PAY_STATEMENT_MONTH", "evidence.person_month",
        {.en = "A pay statement proves a month of one person: give the "
               "pseudonymous staff number, the month and the share of it.",
         .fr = "Une fiche de paie prouve un mois d'un agent : donnez le numéro "
               "d'agent pseudonyme, le mois et la part de ce mois.",
         .nl = "Een loonfiche bewijst een maand van één personeelslid: geef "
               "het pseudonieme personeelsnummer, de maand en het aandeel "
               "ervan."});
  }
  return Invalid(
      "PAY_STATEMENT_MONTH", "evidence.kind",
      {.en = "A month of work is proved by a pay statement: change the kind, "
             "or leave the month out.",
       .fr = "Un mois de travail se prouve par une fiche de paie : changez la "
             "nature de la pièce, ou omettez le mois.",
       .nl = "Een maand werk wordt bewezen door een loonfiche: wijzig de aard "
             "van het stuk of laat de maand weg."});
}

absl::Status FunderShare(bool is_month) {
  if (is_month) {
    return Invalid("FUNDER_SHARE", "evidence.other_funders.amount",
                   {.en = "Of a person's month, others have a share; leave "
                          "their amount out.",
                    .fr = "D'un mois de travail, les autres ont une part ; "
                          "n'indiquez pas de montant.",
                    .nl = "Van een maand hebben anderen een aandeel; laat hun "
                          "bedrag weg."});
  }
  return Invalid(
      "FUNDER_SHARE", "evidence.other_funders.share_basis_points",
      {.en = "A share needs a person_month; give the amount "
             "instead.",
       .fr = "Une part suppose un person_month ; indiquez plutôt le "
             "montant.",
       .nl = "Een aandeel vraagt een person_month; geef het bedrag."});
}

absl::Status CreditNoteBeforeEvidence(const google::type::Date& note,
                                      const google::type::Date& evidence) {
  const std::string given = FormatIsoDate(note);
  const std::string first = FormatIsoDate(evidence);
  return Refuse(StatusCode::kInvalidArgument, "CREDIT_NOTE_BEFORE_EVIDENCE",
                "credit_note.document_date",
                {{"document_date", given}, {"evidence_date", first}},
                {.en = absl::StrCat("The credit note is of ", given,
                                    ", the document that it reduces of ", first,
                                    ". Check both dates."),
                 .fr = absl::StrCat("La note de crédit date du ", given,
                                    ", la pièce qu'elle réduit du ", first,
                                    ". Vérifiez les deux dates."),
                 .nl = absl::StrCat("De creditnota dateert van ", given,
                                    ", het stuk dat ze vermindert van ", first,
                                    ". Controleer beide datums.")});
}

absl::Status EvidenceExists(const std::string& name, absl::string_view field) {
  const bool is_same_file = field == "evidence.file_sha256";
  return Refuse(
      StatusCode::kAlreadyExists, "EVIDENCE_EXISTS", field,
      {{"evidence", name}},
      {.en = absl::StrCat(is_same_file
                              ? "This file is registered already"
                              : "A document of this issuer, number, date and "
                                "amount is registered already",
                          ". Charge the expense to ", name, "."),
       .fr = absl::StrCat(is_same_file
                              ? "Ce fichier est déjà enregistré"
                              : "Un document de cet émetteur, avec ce numéro, "
                                "cette date et ce montant, est déjà enregistré",
                          ". Imputez la dépense à ", name, "."),
       .nl = absl::StrCat(is_same_file
                              ? "Dit bestand is al geregistreerd"
                              : "Een stuk van deze uitgever met dit nummer, "
                                "deze datum en dit bedrag is al geregistreerd",
                          ". Reken de uitgave aan op ", name, ".")});
}

absl::Status CreditNoteExists(const std::string& name,
                              absl::string_view field) {
  return Refuse(
      StatusCode::kAlreadyExists, "CREDIT_NOTE_EXISTS", field,
      {{"credit_note", name}},
      {.en = absl::StrCat("This credit note is registered already as ", name,
                          "."),
       .fr = absl::StrCat("Cette note de crédit est déjà enregistrée comme ",
                          name, "."),
       .nl = absl::StrCat("Deze creditnota is al geregistreerd als ", name,
                          ".")});
}

}  // namespace entente::conventions
