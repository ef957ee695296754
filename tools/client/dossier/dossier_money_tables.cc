#include <set>

#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/report/labels.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

std::string Both(const Sentence& words) {
  return absl::StrCat(words.fr, " / ", words.nl);
}

std::string KindOf(v1::FederalPayment::Kind kind) {
  switch (kind) {
    case v1::FederalPayment::KIND_ADVANCE:
      return Both({"advance", "avance", "voorschot"});
    case v1::FederalPayment::KIND_BALANCE:
      return Both({"balance", "solde", "saldo"});
    case v1::FederalPayment::KIND_DEMAND:
      return Both({"asked back", "réclamé", "teruggevraagd"});
    case v1::FederalPayment::KIND_REFUND:
      return Both({"paid back", "remboursé", "terugbetaald"});
    default:
      return "?";
  }
}

std::string TypeOf(v1::BudgetChange::Type type) {
  switch (type) {
    case v1::BudgetChange::TYPE_REDUCTION:
      return Both({"reduction", "réduction", "vermindering"});
    case v1::BudgetChange::TYPE_INCREASE:
      return Both({"increase", "augmentation", "verhoging"});
    case v1::BudgetChange::TYPE_GRANT:
      return Both({"granted by an amendment", "octroyé par avenant",
                   "toegekend bij avenant"});
    case v1::BudgetChange::TYPE_ALLOTMENT_INCREASE:
      return Both({"allotted", "réparti", "verdeeld"});
    case v1::BudgetChange::TYPE_ALLOTMENT_DECREASE:
      return Both({"taken back", "repris", "teruggenomen"});
    case v1::BudgetChange::TYPE_REALLOCATION:
      return Both({"reallocation", "transfert", "verplaatsing"});
    case v1::BudgetChange::TYPE_CARRY_OVER:
      return Both({"carry-over", "report", "overdracht"});
    case v1::BudgetChange::TYPE_LAPSE:
      return Both({"lapse", "abandon", "verval"});
    case v1::BudgetChange::TYPE_LAPSE_REVERSAL:
      return Both(
          {"lapse undone", "abandon annulé", "verval ongedaan gemaakt"});
    case v1::BudgetChange::TYPE_CARRY_OVER_REVERSAL:
      return Both({"carry-over undone", "report annulé",
                   "overdracht ongedaan gemaakt"});
    default:
      return "?";
  }
}

DossierColumn NameColumn() { return Text("name", {"number", "N°", "Nr."}); }
DossierColumn AmountColumn() {
  return Number("amount", {"amount", "Montant", "Bedrag"});
}
DossierColumn DateColumn() { return Text("date", {"date", "Date", "Datum"}); }
DossierColumn ReasonColumn() {
  return Text("reason", {"reason", "Motif", "Reden"});
}
DossierColumn MarkColumn() {
  return Text("unverified", {"mark", "Réserve", "Voorbehoud"});
}

}  // namespace

DossierTable FederalPaymentTable(const DossierData& data) {
  DossierTable table{
      "federal_payments",
      {"Payments of the State", "Paiements de l'État",
       "Betalingen van de Staat"},
      {"no payment", "aucun paiement", "geen betaling"},
      {NameColumn(), Text("envelope", labels::kEnvelope),
       Text("kind", {"kind", "Nature", "Aard"}), AmountColumn(),
       Text("value_date", {"value date", "Date valeur", "Valutadatum"}),
       Text("reference", {"reference", "Référence", "Kenmerk"}),
       Text("budget_article",
            {"budget article", "Article budgétaire", "Begrotingsartikel"}),
       MarkColumn(), Hidden("structured_communication"), Hidden("decree")},
      {},
      {}};
  for (const v1::FederalPayment& payment : data.federal_payments) {
    if (!IsOfYear(payment.envelope(), data.year) || payment.has_reversal()) {
      continue;
    }
    table.rows.push_back(
        {Word(ShortName(payment.name())), Word(ShortName(payment.envelope())),
         Word(KindOf(payment.kind())), Euro(payment.amount()),
         DateOf(payment.value_date()), Word(payment.bank_reference()),
         Word(payment.budget_article()),
         UnverifiedMark(payment.unverified_values_size() > 0),
         Word(payment.structured_communication()), Word(payment.decree())});
  }
  return table;
}

DossierTable BudgetChangeTable(const DossierData& data) {
  DossierTable table{
      "budget_changes",
      {"Changes of the budget", "Modifications budgétaires",
       "Begrotingswijzigingen"},
      {"no change", "aucune modification", "geen wijziging"},
      {NameColumn(), Text("type", {"type", "Nature", "Aard"}),
       Text("from", {"from", "De", "Van"}), Text("to", {"to", "Vers", "Naar"}),
       AmountColumn(), DateColumn(), ReasonColumn(), MarkColumn(),
       Hidden("decision_reference")},
      {},
      {}};
  for (const v1::BudgetChange& change : data.budget_changes) {
    if (!IsOfYear(change.from(), data.year) &&
        !IsOfYear(change.to(), data.year)) {
      continue;
    }
    table.rows.push_back(
        {Word(ShortName(change.name())), Word(TypeOf(change.type())),
         Word(ShortName(change.from())), Word(ShortName(change.to())),
         Euro(change.amount()), DateOf(change.effective_date()),
         Word(change.reason()),
         UnverifiedMark(!change.regulation_profile().empty() &&
                        !change.is_rule_verified()),
         Word(change.decision_reference())});
  }
  return table;
}

DossierTable CorrectionTable(const DossierData& data) {
  DossierTable table{
      "corrections",
      {"Expenses taken back", "Dépenses reprises", "Teruggenomen uitgaven"},
      {"no correction", "aucune correction", "geen correctie"},
      {NameColumn(), Text("expense", {"expense", "Dépense", "Uitgave"}),
       Text("line", {"line", "Ligne", "Lijn"}), AmountColumn(), ReasonColumn()},
      {},
      {}};
  for (const v1::ExpenseCorrection& correction : data.corrections) {
    if (!IsOfYear(correction.line(), data.year)) continue;
    table.rows.push_back({Word(ShortName(correction.name())),
                          Word(ShortName(correction.expense())),
                          Word(ShortName(correction.line())),
                          Euro(correction.amount()),
                          Word(correction.reason())});
  }
  return table;
}

DossierTable CreditNoteTable(const DossierData& data) {
  // Of the evidence that the year's expenses charge.
  std::set<std::string> charged;
  for (const v1::Expense& expense : data.report.expenses) {
    if (IsOfYear(expense.line(), data.year)) charged.insert(expense.evidence());
  }
  DossierTable table{
      "credit_notes",
      {"Credit notes", "Notes de crédit", "Creditnota's"},
      {"no credit note", "aucune note de crédit", "geen creditnota"},
      {NameColumn(), Text("evidence", {"evidence", "Pièce", "Bewijsstuk"}),
       Text("document_number", {"document", "Document", "Stuk"}), DateColumn(),
       AmountColumn(), Hidden("file_sha256")},
      {},
      {}};
  for (const v1::CreditNote& note : data.credit_notes) {
    if (note.has_withdrawal() || !charged.contains(note.evidence())) continue;
    table.rows.push_back(
        {Word(ShortName(note.name())), Word(ShortName(note.evidence())),
         Word(note.document_number()), DateOf(note.document_date()),
         Euro(note.amount()), Word(note.file_sha256())});
  }
  return table;
}

}  // namespace entente::client
