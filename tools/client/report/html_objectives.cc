#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tools/client/report/format.h"
#include "tools/client/report/html_sections.h"
#include "tools/client/report/labels.h"

namespace entente::client {
namespace {

using conventions::v1::Node;

const Sentence kCategory{"category", "Catégorie", "Categorie"};

// What a person wrote in other languages, below the document's words and marked
// as what it is.
void WriteTranslations(const Node& node, HtmlWriter& html) {
  const Sentence kMark{"translation", "traduction", "vertaling"};
  const Sentence kOutdated{"of an earlier text", "d'un texte antérieur",
                           "van een vroegere tekst"};
  for (const auto& translation : node.translations()) {
    const auto line = html.Element("span", {{"class", "sub"}});
    html.Leaf("span", {{"lang", translation.language_code()}},
              translation.text());
    html.Text(" (");
    html.Both(kMark);
    if (translation.is_outdated()) {
      html.Text(", ");
      html.Both(kOutdated);
    }
    html.Text(")");
  }
}

// Heading as printed and text, without saying the same twice.
void WriteNodeTitle(absl::string_view tag, const std::string& css_class,
                    const Node& node, const ReportModel& model,
                    HtmlWriter& html) {
  const auto title = html.Element(
      tag, {{"class", css_class}, {"lang", DocumentLanguage(model)}});
  // "I. ALLOCATION ..." holds its own text: it is shown once.
  const bool has_both = !node.heading().empty() && !node.text().empty() &&
                        !absl::EndsWith(node.heading(), node.text());
  if (has_both) {
    html.Leaf("span", {{"class", "printed"}}, node.heading());
    html.Text(" ");
  }
  html.Text(node.text().empty() ? node.heading() : node.text());
  WriteTranslations(node, html);
}

void WriteGroupHead(const ObjectiveView& view, const ObjectiveView* previous,
                    const ReportModel& model, HtmlWriter& html) {
  const bool is_new_part = previous == nullptr || previous->part != view.part;
  const bool is_new_sector = is_new_part || previous->sector != view.sector;
  if (is_new_part && view.part != nullptr) {
    WriteNodeTitle("h3", "part", *view.part, model, html);
  }
  if (is_new_sector && view.sector != nullptr) {
    WriteNodeTitle("h4", "sector", *view.sector, model, html);
  }
  if (is_new_sector || previous->general != view.general) {
    const auto general = html.Element("p", {{"class", "general"}});
    html.BothLeaf(
        "span", {{"class", "level"}},
        {"General objective", "Objectif général", "Algemene doelstelling"});
    html.Text(" ");
    if (view.general != nullptr) {
      html.Leaf("span",
                {{"class", "general-text"}, {"lang", DocumentLanguage(model)}},
                view.general->text());
    } else {
      html.BothLeaf("span", {{"class", "none"}},
                    {"none in the document", "aucun dans le document",
                     "geen in het document"});
    }
  }
}

void WriteBullets(const Sentence& label,
                  const std::vector<const Node*>& bullets,
                  const ReportModel& model, HtmlWriter& html) {
  if (bullets.empty()) return;
  // Open, since a printer leaves out what is folded.
  const auto details = html.Element("details", {{"open", ""}});
  {
    const auto summary = html.Element("summary");
    html.Both(label);
    html.Text(absl::StrCat(" (", bullets.size(), ")"));
  }
  const auto list = html.Element("ul", {{"lang", DocumentLanguage(model)}});
  for (const Node* bullet : bullets) {
    const auto item = html.Element("li");
    html.Text(bullet->text());
    WriteTranslations(*bullet, html);
  }
}

void WriteLineRow(const ReportModel& model, const ObjectiveView& view,
                  const LineView& line, HtmlWriter& html) {
  const auto row = html.Element("tr");
  {
    const auto name = html.Element("th", {{"scope", "row"}});
    if (line.envelope != nullptr) {
      html.Both(labels::EnvelopeName(line.envelope->allocation(),
                                     line.envelope->year()));
    }
    for (const Node* bullet : view.operational) {
      if (bullet->id() != line.line->objective_id()) continue;
      html.Leaf("span", {{"class", "sub"}, {"lang", DocumentLanguage(model)}},
                bullet->text());
    }
  }
  {
    const auto category = html.Element("td", CellOf(kCategory, "text"));
    const auto words = html.Element("span");
    WriteLocalized(line.category, html);
  }
  WriteAmountCell(labels::kAllotted, line.money.allotted_cents, html);
  WriteAmountCell(labels::kReserved, line.money.reserved_cents, html);
  WriteAmountCell(labels::kSpent, line.money.spent_cents, html);
  WriteAmountCell(labels::kAvailable, line.money.available_cents, html);
}

void WriteLines(const ReportModel& model, const ObjectiveView& view,
                HtmlWriter& html) {
  html.BothLeaf("h6", {}, {"Budget", "Budget", "Budget"});
  if (model.data->IsMoneyMissing()) {
    html.BothLeaf("p", {{"class", "none"}},
                  model.data->InsteadOf("conventions.budget"));
    return;
  }
  if (view.lines.empty()) {
    html.BothLeaf("p", {{"class", "none"}}, labels::kNoLines);
    return;
  }
  const auto scroll = html.Element("div", {{"class", "scroll"}});
  const auto table = html.Element("table", {{"class", "lines"}});
  {
    const auto head = html.Element("thead");
    const auto row = html.Element("tr");
    WriteColumnHead(labels::kEnvelope, false, html);
    WriteColumnHead(kCategory, false, html);
    for (const Sentence* label : {&labels::kAllotted, &labels::kReserved,
                                  &labels::kSpent, &labels::kAvailable}) {
      WriteColumnHead(*label, true, html);
    }
  }
  const auto body = html.Element("tbody");
  for (const LineView& line : view.lines) {
    WriteLineRow(model, view, line, html);
  }
  const auto row = html.Element("tr", {{"class", "sum"}});
  html.BothLeaf("th", {{"scope", "row"}, {"colspan", "2"}}, labels::kTotal);
  WriteAmountCell(labels::kAllotted, view.money.allotted_cents, html);
  WriteAmountCell(labels::kReserved, view.money.reserved_cents, html);
  WriteAmountCell(labels::kSpent, view.money.spent_cents, html);
  WriteAmountCell(labels::kAvailable, view.money.available_cents, html);
}

void WriteIndicator(const ReportModel& model, const IndicatorView& indicator,
                    HtmlWriter& html) {
  const auto block = html.Element("div", {{"class", "indicator"}});
  html.Leaf("p", {{"class", "said"}, {"lang", DocumentLanguage(model)}},
            indicator.text);
  if (indicator.measures.empty()) {
    html.BothLeaf("p", {{"class", "none"}},
                  {"not mapped to a measure", "lié à aucune mesure",
                   "aan geen meting gekoppeld"});
  }
  for (const size_t index : indicator.measures) {
    WriteMeasureFigures(model, model.measures[index], html);
  }
}

void WriteIndicators(const ReportModel& model, const ObjectiveView& view,
                     HtmlWriter& html) {
  html.BothLeaf("h6", {}, {"Indicators", "Indicateurs", "Indicatoren"});
  if (view.indicators.empty()) {
    html.BothLeaf("p", {{"class", "none"}},
                  {"The convention gives no indicator here.",
                   "La convention ne donne ici aucun indicateur.",
                   "De overeenkomst geeft hier geen indicator."});
  }
  for (const size_t index : view.indicators) {
    WriteIndicator(model, model.indicators[index], html);
  }
  if (view.countable_results.empty()) return;
  html.BothLeaf("h6", {}, labels::kCountableResults);
  for (const size_t index : view.countable_results) {
    WriteIndicator(model, model.indicators[index], html);
  }
}

void WriteMeta(const ObjectiveView& view, HtmlWriter& html) {
  const auto meta = html.Element("p", {{"class", "meta"}});
  html.Leaf("span", {{"class", "path"}}, view.node->path());
  html.BothLeaf("span", {{"class", "level"}},
                {"Strategic objective", "Objectif stratégique",
                 "Strategische doelstelling"});
  html.Leaf("span", {{"class", "id"}}, view.node->id());
  if (view.findings == 0) return;
  const auto link =
      html.Element("a", {{"href", "#findings"}, {"class", "mark"}});
  html.Both({"findings", "Constats", "Vaststellingen"});
  html.Text(absl::StrCat(" : ", view.findings));
}

void WriteObjective(const ReportModel& model, const ObjectiveView& view,
                    HtmlWriter& html) {
  const auto article = html.Element(
      "article", {{"class", "objective"}, {"id", view.node->id()}});
  {
    const auto header = html.Element("header", {{"class", "objective-head"}});
    WriteMeta(view, html);
    WriteNodeTitle("h5", "", *view.node, model, html);
    const auto plan = html.Element("div", {{"class", "plan"}});
    WriteBullets({"operational objectives", "Objectifs opérationnels",
                  "Operationele doelstellingen"},
                 view.operational, model, html);
    WriteBullets(
        {"expected results", "Résultats attendus", "Verwachte resultaten"},
        view.results, model, html);
  }
  WriteLines(model, view, html);
  WriteIndicators(model, view, html);
}

}  // namespace

void WriteObjectives(const ReportModel& model, HtmlWriter& html) {
  const auto section = html.Element(
      "section",
      {{"id", "objectives"}, {"aria-labelledby", "objectives-title"}});
  html.BothLeaf("h2", {{"id", "objectives-title"}},
                {"Strategic objectives", "Objectifs stratégiques",
                 "Strategische doelstellingen"});
  if (model.objectives.empty()) {
    WriteNothing(model, "conventions.convention",
                 {"The convention holds no strategic objective.",
                  "La convention ne contient aucun objectif stratégique.",
                  "De overeenkomst bevat geen strategische doelstelling."},
                 html);
    return;
  }
  html.BothLeaf(
      "p", {{"class", "remark"}},
      {"The convention's text stands in its own language. In the drawings a "
       "dot is a month nobody delivered figures for; it is not a zero.",
       "Le texte de la convention est dans sa langue. Dans les graphiques, un "
       "point est un mois sans chiffre livré ; ce n'est pas un zéro.",
       "De tekst van de overeenkomst staat in haar eigen taal. In de grafieken "
       "is een punt een maand zonder geleverd cijfer; dat is geen nul."});
  const ObjectiveView* previous = nullptr;
  for (const ObjectiveView& view : model.objectives) {
    WriteGroupHead(view, previous, model, html);
    WriteObjective(model, view, html);
    previous = &view;
  }
}

}  // namespace entente::client
