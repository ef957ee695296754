#include "absl/strings/str_cat.h"
#include "tools/client/report/format.h"
#include "tools/client/report/html_sections.h"
#include "tools/client/report/labels.h"
#include "tools/client/report/svg_charts.h"

namespace entente::client {
namespace {

using conventions::v1::ZonePayment;

Sentence NameOf(const EnvelopeView& view) {
  return labels::EnvelopeName(view.envelope->allocation(),
                              view.envelope->year());
}

void PhaseCells(const MoneyPhases& money, HtmlWriter& html) {
  WriteAmountCell(labels::kAllocated, money.allocated_cents, html);
  WriteAmountCell(labels::kAllotted, money.allotted_cents, html);
  // The unallotted rest is always a figure, zero too.
  html.Leaf("td", CellOf(labels::kUnallotted, "num rest"),
            Amount(money.unallotted_cents));
  WriteAmountCell(labels::kReserved, money.reserved_cents, html);
  WriteAmountCell(labels::kSpent, money.spent_cents, html);
  WriteAmountCell(labels::kAvailable, money.available_cents, html);
}

void WriteEnvelopeTable(const ReportModel& model, HtmlWriter& html) {
  const auto table = html.Element("table", {{"class", "phases"}});
  html.BothLeaf(
      "caption", {},
      {"Phases of each envelope, in EUR", "Phases de chaque enveloppe, en EUR",
       "Fasen van elke enveloppe, in EUR"});
  {
    const auto head = html.Element("thead");
    const auto row = html.Element("tr");
    WriteColumnHead(labels::kEnvelope, false, html);
    for (const Sentence* label :
         {&labels::kAllocated, &labels::kAllotted, &labels::kUnallotted,
          &labels::kReserved, &labels::kSpent, &labels::kAvailable}) {
      WriteColumnHead(*label, true, html);
    }
  }
  const auto body = html.Element("tbody");
  for (const EnvelopeView& view : model.envelopes) {
    const auto row = html.Element("tr");
    html.BothLeaf("th", {{"scope", "row"}}, NameOf(view));
    PhaseCells(view.money, html);
  }
  const auto row = html.Element("tr", {{"class", "sum"}});
  html.BothLeaf("th", {{"scope", "row"}}, labels::kTotal);
  PhaseCells(model.total, html);
}

void LegendItem(const std::string& css_class, const Sentence& label,
                HtmlWriter& html) {
  const auto item = html.Element("li");
  {
    const auto svg = html.Element(
        "svg",
        {{"class", "key"}, {"viewBox", "0 0 14 14"}, {"aria-hidden", "true"}});
    html.Leaf("rect",
              {{"x", "0.5"},
               {"y", "0.5"},
               {"width", "13"},
               {"height", "13"},
               {"class", absl::StrCat(css_class, " keyed")}},
              "");
  }
  html.Both(label);
}

void WriteBars(const ReportModel& model, HtmlWriter& html) {
  {
    const auto legend = html.Element("ul", {{"class", "legend"}});
    LegendItem("spent", labels::kSpent, html);
    LegendItem("reserved", labels::kReserved, html);
    LegendItem("available", labels::kAvailable, html);
    LegendItem("unallotted", labels::kUnallotted, html);
  }
  for (const EnvelopeView& view : model.envelopes) {
    const auto figure = html.Element("figure", {{"class", "bar-row"}});
    {
      const auto caption = html.Element("figcaption");
      html.Both(NameOf(view));
      html.Leaf("span", {{"class", "amount"}},
                absl::StrCat(Amount(view.money.allocated_cents), " EUR"));
    }
    WriteMoneyBar(NameOf(view), view.money, html);
    const auto rest = html.Element("p", {{"class", "rest-line"}});
    html.Both({"unallotted rest", "reste non réparti", "niet verdeelde rest"});
    html.Text(absl::StrCat(" ", Amount(view.money.unallotted_cents), " EUR"));
  }
}

const Sentence kPayments{"payments", "Nombre", "Aantal"};
const Sentence kOrdered{"ordered", "Ordonné", "Opgedragen"};
const Sentence kExecuted{"executed", "Exécuté", "Uitgevoerd"};
const Sentence kAcknowledged{"acknowledged", "Confirmé par la zone",
                             "Bevestigd door de zone"};
const Sentence kOfSpent{"of spent", "Part du dépensé", "Deel van uitgegeven"};

void RouteRow(ZonePayment::Route route, const ZoneRouteView& view,
              int64_t spent_cents, HtmlWriter& html) {
  const auto row = html.Element("tr");
  html.BothLeaf("th", {{"scope", "row"}}, labels::RouteName(route));
  html.Leaf("td", CellOf(kPayments, "num"), Whole(view.payments));
  WriteAmountCell(kOrdered, view.ordered_cents, html);
  WriteAmountCell(kExecuted, view.executed_cents, html);
  WriteAmountCell(kAcknowledged, view.acknowledged_cents, html);
  WriteAmountCell(kOfSpent, spent_cents, html);
}

void WriteZone(const ReportModel& model, HtmlWriter& html) {
  html.BothLeaf(
      "h3", {},
      {"Police zone: two routes", "Versé à la zone de police : deux voies",
       "Gestort aan de politiezone: twee wegen"});
  html.BothLeaf(
      "p", {{"class", "remark"}},
      {"Both routes are part of what is spent above. A deduction is an offset "
       "against the municipal dotation: it is no new money.",
       "Les deux voies font partie du montant dépensé ci-dessus. Une déduction "
       "compense la dotation communale : ce n'est pas de l'argent nouveau.",
       "Beide wegen maken deel uit van het hierboven uitgegeven bedrag. Een "
       "bedrag in mindering wordt verrekend met de gemeentelijke dotatie: het "
       "is geen nieuw geld."});
  if (model.data->IsMissing("conventions.budget.zone_payments")) {
    html.BothLeaf("p", {{"class", "none"}},
                  model.data->InsteadOf("conventions.budget.zone_payments"));
    return;
  }
  const auto table = html.Element("table", {{"class", "routes"}});
  html.BothLeaf(
      "caption", {},
      {"Payments by state, in EUR", "Versements selon leur état, en EUR",
       "Stortingen volgens hun stand, in EUR"});
  {
    const auto head = html.Element("thead");
    const auto row = html.Element("tr");
    WriteColumnHead({"route", "Voie", "Weg"}, false, html);
    for (const Sentence* label :
         {&kPayments, &kOrdered, &kExecuted, &kAcknowledged, &kOfSpent}) {
      WriteColumnHead(*label, true, html);
    }
  }
  const auto body = html.Element("tbody");
  RouteRow(ZonePayment::ROUTE_PROJECT, model.zone_project,
           model.total.zone_project_cents, html);
  RouteRow(ZonePayment::ROUTE_DEDUCTION, model.zone_deduction,
           model.total.zone_deduction_cents, html);
}

void WriteExpenseLine(const ReportModel& model, HtmlWriter& html) {
  int64_t cents = 0;
  for (const auto& expense : model.data->expenses) {
    cents += Cents(expense.amount());
  }
  const auto line = html.Element("p", {{"class", "remark"}});
  html.Both({"expenses posted on evidence",
             "Dépenses comptabilisées sur pièce justificative",
             "Uitgaven geboekt op bewijsstuk"});
  html.Text(" : ");
  if (model.data->IsMissing("conventions.budget.expenses")) {
    html.Both(model.data->InsteadOf("conventions.budget.expenses"));
    return;
  }
  html.Text(
      absl::StrCat(model.data->expenses.size(), " (", Amount(cents), " EUR)"));
}

}  // namespace

HtmlWriter::Attributes CellOf(const Sentence& column,
                              const std::string& css_class) {
  return {{"class", css_class},
          {"data-label", absl::StrCat(column.fr, " / ", column.nl)}};
}

void WriteAmountCell(const Sentence& column, int64_t cents, HtmlWriter& html) {
  html.Leaf("td", CellOf(column, cents < 0 ? "num neg" : "num"),
            cents == 0 ? "–" : Amount(cents));
}

void WriteNothing(const ReportModel& model, const std::string& part,
                  const Sentence& nothing, HtmlWriter& html) {
  html.BothLeaf(
      "p", {{"class", "none"}},
      model.data->IsMissing(part) ? model.data->InsteadOf(part) : nothing);
}

void WriteColumnHead(const Sentence& label, bool is_number, HtmlWriter& html) {
  html.BothLeaf("th", {{"scope", "col"}, {"class", is_number ? "num" : "text"}},
                label);
}

void WriteMoney(const ReportModel& model, HtmlWriter& html) {
  const auto section = html.Element(
      "section", {{"id", "money"}, {"aria-labelledby", "money-title"}});
  html.BothLeaf(
      "h2", {{"id", "money-title"}},
      {"Money by envelope", "Budget par enveloppe", "Budget per enveloppe"});
  if (model.envelopes.empty()) {
    WriteNothing(model, "conventions.budget.envelopes",
                 {"The convention holds no envelope.",
                  "La convention ne contient aucune enveloppe.",
                  "De overeenkomst bevat geen enveloppe."},
                 html);
    return;
  }
  if (model.is_money_torn) {
    html.BothLeaf(
        "p", {{"class", "notice"}},
        {"The lines do not add up to their envelopes: something changed while "
         "the report was made. Make it again.",
         "Les lignes ne correspondent pas à leurs enveloppes : un montant a "
         "changé pendant la lecture. Refaites le rapport.",
         "De lijnen kloppen niet met hun enveloppen: een bedrag veranderde "
         "tijdens het lezen. Maak het verslag opnieuw."});
  }
  {
    const auto scroll = html.Element("div", {{"class", "scroll"}});
    WriteEnvelopeTable(model, html);
  }
  for (const EnvelopeView& view : model.envelopes) {
    if (view.envelope->is_outside_term()) {
      html.BothLeaf("p", {{"class", "notice"}},
                    labels::OutsideTerm(view.envelope->allocation(),
                                        view.envelope->year()));
    }
    if (view.shortfall_cents == 0) continue;
    html.BothLeaf(
        "p", {{"class", "notice"}},
        labels::Shortfall(view.envelope->allocation(), view.envelope->year(),
                          Amount(view.shortfall_cents)));
  }
  WriteBars(model, html);
  WriteExpenseLine(model, html);
  WriteZone(model, html);
  WriteClaims(model, html);
}

}  // namespace entente::client
