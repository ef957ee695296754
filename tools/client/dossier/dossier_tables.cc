#include "tools/client/dossier/dossier_tables.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/conventions/money/money.h"
#include "tools/client/budget_output.h"
#include "tools/client/csv_writer.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/dossier/dossier_year.h"
#include "tools/client/life_words.h"
#include "tools/client/report/format.h"
#include "tools/client/report/labels.h"
#include "tools/client/resource_names.h"
#include "tools/client/unverified.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using Row = DossierRow;

std::string YearWord(const v1::MunicipalReference& reference) {
  return reference.fiscal_year() == 0 ? ""
                                      : absl::StrCat(reference.fiscal_year());
}

DossierCell LineOf(const std::string& name, const std::string& mark) {
  return {ShortName(name), std::nullopt, mark};
}

// Expenses, less what was taken back of them, and what was executed in favour
// of the zone: all that is spent.
DossierTable Expenditure(const DossierData& data, int64_t& total_cents) {
  DossierTable table{
      "expenditure",
      {"Statement of expenditure", "État des dépenses", "Staat van uitgaven"},
      {"nothing was spent", "aucune dépense", "geen uitgave"},
      {Text("name", {"number", "N°", "Nr."}),
       Text("line", {"line", "Ligne", "Lijn"}),
       Text("date", {"service or value date", "Prestation / valeur",
                     "Prestatie / valuta"}),
       Text("description", {"for", "Objet", "Voorwerp"}),
       Text("evidence", {"evidence", "Pièce", "Bewijsstuk"}),
       Number("amount", {"amount", "Montant", "Bedrag"}), Hidden("fiscal_year"),
       Hidden("budget_article"), Hidden("commitment"), Hidden("mandate"),
       Hidden("mandate_date"), Hidden("payment_date"), Hidden("unverified")},
      {},
      {}};
  UnverifiedCategories unverified(
      data.report.regulation.value_or(v1::RegulationProfile()));
  for (const v1::Expense& expense : data.report.expenses) {
    if (!IsOfYear(expense.line(), data.year)) continue;
    const v1::MunicipalReference& reference = expense.municipal_reference();
    total_cents += NetOf(expense);
    const std::string mark = unverified.MarkOf(expense.line());
    table.rows.push_back(
        {Word(ShortName(expense.name())), LineOf(expense.line(), mark),
         DateOf(expense.service_date()), Word(expense.description()),
         Word(ShortName(expense.evidence())), Euro(NetOf(expense)),
         Word(YearWord(reference)), Word(reference.budget_article()),
         Word(reference.commitment()), Word(reference.mandate()),
         DateOf(reference.mandate_date()), DateOf(reference.payment_date()),
         UnverifiedMark(!mark.empty())});
  }
  for (const v1::ZonePayment& payment : data.report.zone_payments) {
    if (!IsOfYear(payment.line(), data.year) ||
        payment.state() == v1::ZonePayment::STATE_ORDERED ||
        payment.state() == v1::ZonePayment::STATE_CANCELLED) {
      continue;
    }
    total_cents += Cents(payment.amount());
    const std::string mark = unverified.MarkOf(payment.line());
    table.rows.push_back(
        {Word(ShortName(payment.name())), LineOf(payment.line(), mark),
         DateOf(payment.value_date()),
         BothWords(labels::RouteName(payment.route())),
         Word(payment.bank_reference()), Euro(payment.amount()),
         Word(YearWord(payment.municipal_reference())), Word(""), Word(""),
         Word(payment.municipal_reference().mandate()),
         DateOf(payment.municipal_reference().mandate_date()),
         DateOf(payment.municipal_reference().payment_date()),
         UnverifiedMark(!mark.empty())});
  }
  table.total = {Word("total"),     Word(""), Word(""), Word(""), Word(""),
                 Euro(total_cents), Word(""), Word(""), Word(""), Word(""),
                 Word(""),          Word(""), Word("")};
  table.note = unverified.Note();
  return table;
}

// What the months that a claim covers were when it was submitted.
DossierCell FiguresOf(const v1::ClaimFigures& figures) {
  switch (figures.basis()) {
    case v1::ClaimFigures::BASIS_APPROVED:
      return BothWords({"approved", "approuvés", "goedgekeurd"});
    case v1::ClaimFigures::BASIS_NO_CALENDAR:
      return BothWords({"no calendar", "sans calendrier", "geen kalender"});
    case v1::ClaimFigures::BASIS_NO_MONTH:
      return BothWords({"no month", "aucun mois", "geen maand"});
    case v1::ClaimFigures::BASIS_NOT_ASKED:
      return BothWords({"not asked", "non demandé", "niet gevraagd"});
    default:
      return Word("");
  }
}

DossierTable Claims(const DossierData& data) {
  DossierTable table{
      "claims",
      {"Claims", "Déclarations de créance", "Schuldvorderingen"},
      {"no claim", "aucune déclaration", "geen schuldvordering"},
      {Text("name", {"number", "N°", "Nr."}),
       Text("envelope", labels::kEnvelope),
       Text("state", {"state", "État", "Stand"}),
       Number("amount", {"amount", "Montant", "Bedrag"}),
       Number("accepted", {"accepted", "Accepté", "Aanvaard"}),
       Number("ineligible",
              {"ineligible", "Non admissible", "Niet subsidiabel"}),
       // A page holds eight columns; the others stand in the file.
       Hidden("deadline"), Hidden("is_late"),
       Text("figures", {"figures", "Chiffres", "Cijfers"}),
       Text("unverified", {"mark", "Réserve", "Voorbehoud"})},
      {},
      {}};
  for (const v1::Claim& claim : data.claims) {
    if (claim.year() != data.year) continue;
    table.rows.push_back(
        {Word(ShortName(claim.name())), Word(ShortName(claim.envelope())),
         BothWords(ClaimStateWords(claim.state())), Euro(claim.amount()),
         Euro(claim.accepted()), Euro(claim.ineligible()),
         DateOf(claim.deadline()), Word(claim.is_late() ? "true" : "false"),
         FiguresOf(claim.figures()),
         UnverifiedMark(claim.unverified_values_size() > 0)});
  }
  return table;
}

DossierTable Indicators(const DossierData& data, const ReportModel& model) {
  DossierTable table{
      "indicators",
      {"Indicators", "Indicateurs", "Indicatoren"},
      {"no indicator", "aucun indicateur", "geen indicator"},
      {Text("objective", {"objective", "Objectif", "Doelstelling"}),
       Text("indicator", labels::kIndicator), Text("measure", labels::kMeasure),
       DossierColumn{"figure", labels::kReached, /*is_number=*/true,
                     /*is_file_only=*/false, labels::kNoFigures},
       DossierColumn{"target", labels::kTarget, /*is_number=*/true,
                     /*is_file_only=*/false, labels::kNoTarget}},
      {},
      {}};
  const std::set<std::string> ended =
      EndedNodes(data.year, *data.report.convention);
  for (const IndicatorView& indicator : model.indicators) {
    if (indicator.is_expected_result) continue;
    const bool has_ended = ended.contains(indicator.node_id);
    for (const size_t index : indicator.measures) {
      const MeasureView& measure = model.measures[index];
      std::string figure, target;
      for (const YearView& year : measure.years) {
        if (year.year != data.year) continue;
        figure = FigureOf(measure, year.total);
        if (year.target != nullptr) {
          target =
              AgreedFigure(measure.definition->kind(), year.target->value());
        }
      }
      if (has_ended && figure.empty()) continue;
      table.rows.push_back({Word(indicator.path), Word(indicator.text),
                            Word(measure.definition->code()), Word(figure),
                            Word(target)});
    }
  }
  return table;
}

DossierTable Findings(const DossierData& data) {
  DossierTable table{
      "findings",
      {"Findings on the document", "Constats sur le document",
       "Vaststellingen over het document"},
      {"no finding", "aucun constat", "geen vaststelling"},
      {Number("line", {"line", "Ligne", "Regel"}),
       Text("code", {"code", "Code", "Code"}),
       Text("message_fr", {"finding", "Constat", "Vaststelling (fr)"}),
       Text("message_nl", {"finding (nl)", "Constat (nl)", "Vaststelling"}),
       Text("state", {"state", "État", "Stand"}),
       Text("reason", {"reason", "Motif", "Reden"})},
      {},
      {}};
  for (const v1::Finding& finding : data.report.convention->findings()) {
    const Sentence state = finding.has_resolution()
                               ? Sentence{"resolved", "résolu", "afgehandeld"}
                               : Sentence{"open", "ouvert", "open"};
    table.rows.push_back({Word(absl::StrCat(finding.line())),
                          Word(finding.code()), Word(finding.message_fr()),
                          Word(finding.message_nl()), BothWords(state),
                          Word(finding.resolution().reason())});
  }
  return table;
}

absl::Status Torn(int64_t stated, int64_t listed) {
  const std::string of_envelopes = conventions::FormatBelgianAmount(stated);
  const std::string of_list = conventions::FormatBelgianAmount(listed);
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "DOSSIER_TORN",
       .metadata = {{"envelopes_cents", absl::StrCat(stated)},
                    {"statement_cents", absl::StrCat(listed)}},
       .sentence = {
           absl::StrCat("The envelopes say ", of_envelopes,
                        " is spent, the statement lists ", of_list,
                        ": something was posted meanwhile. Build it again."),
           absl::StrCat("Les enveloppes disent ", of_envelopes,
                        " dépensés, l'état en liste ", of_list,
                        " : une écriture est passée entre-temps. Recommencez."),
           absl::StrCat("De enveloppen zeggen ", of_envelopes,
                        " uitgegeven, de staat somt ", of_list,
                        " op: er is intussen geboekt. Maak het opnieuw.")}});
}

std::string CsvCell(const DossierCell& cell) {
  return cell.cents ? conventions::FormatDecimal(*cell.cents)
                    : CsvText(cell.text);
}

}  // namespace

std::string FigureOf(const MeasureView& measure, const FigureView& figure) {
  if (!figure.has_figure) return "";
  if (IsTotalOnly(measure)) {
    return absl::StrCat(labels::kConfidential.fr, " / ",
                        labels::kConfidential.nl);
  }
  return Figure(measure.definition->kind(), figure.value, figure.denominator);
}

absl::StatusOr<std::vector<DossierTable>> MakeTables(const DossierData& data,
                                                     const ReportModel& model) {
  int64_t listed = 0;
  int64_t stated = 0;
  for (const v1::Envelope& envelope : data.report.envelopes) {
    if (envelope.year() == data.year) {
      stated += Cents(envelope.position().spent());
    }
  }
  DossierTable expenditure = Expenditure(data, listed);
  if (stated != listed) return Torn(stated, listed);
  std::vector<DossierTable> tables;
  tables.push_back(PositionTable(data));
  tables.push_back(std::move(expenditure));
  tables.push_back(EvidenceTable(data));
  tables.push_back(CreditNoteTable(data));
  tables.push_back(CorrectionTable(data));
  tables.push_back(BudgetChangeTable(data));
  tables.push_back(Claims(data));
  tables.push_back(FederalPaymentTable(data));
  tables.push_back(Indicators(data, model));
  // Few conventions have any: nothing stands there without.
  DossierTable term = TermTable(data, model);
  if (!term.rows.empty()) tables.push_back(std::move(term));
  // Nor of the municipality's own.
  DossierTable local = LocalTable(data, model);
  if (!local.rows.empty()) tables.push_back(std::move(local));
  tables.push_back(UnusualTable(data, model));
  tables.push_back(StandingTable(data));
  tables.push_back(SourcesTable(data));
  tables.push_back(StatementTable(data));
  tables.push_back(ContextTable(data));
  tables.push_back(ProgressTable(data));
  tables.push_back(Findings(data));
  return tables;
}

std::string ToCsv(const DossierTable& table) {
  std::string csv;
  std::vector<std::string> cells;
  for (const DossierColumn& column : table.columns) cells.push_back(column.key);
  AddCsvLine(cells, csv);
  for (const Row& row : table.rows) {
    cells.clear();
    for (const DossierCell& cell : row) cells.push_back(CsvCell(cell));
    AddCsvLine(cells, csv);
  }
  return csv;
}

}  // namespace entente::client
