#include "absl/strings/str_cat.h"
#include "tools/client/report/html_sections.h"
#include "tools/client/report/labels.h"

namespace entente::client {
namespace {

using conventions::v1::Finding;

// What was found, and how it was resolved.
std::string Said(const std::string& message, const Finding& finding,
                 absl::string_view resolved) {
  if (!finding.has_resolution()) return message;
  return absl::StrCat(message, " – ", resolved, finding.resolution().reason());
}

void WriteFinding(const Finding& finding, HtmlWriter& html) {
  const auto row = html.Element("tr");
  html.Leaf("td", {{"class", "num line"}},
            finding.line() == 0 ? "–" : absl::StrCat(finding.line()));
  html.Leaf("td", {{"lang", finding.message_fr().empty() ? "en" : "fr"}},
            Said(finding.message_fr().empty() ? finding.message()
                                              : finding.message_fr(),
                 finding, "résolu : "));
  html.Leaf("td", {{"lang", finding.message_nl().empty() ? "en" : "nl"}},
            Said(finding.message_nl().empty() ? finding.message()
                                              : finding.message_nl(),
                 finding, "afgehandeld: "));
}

void WriteGroup(const FindingGroup& group, HtmlWriter& html) {
  {
    const auto title = html.Element("h3", {{"class", "code"}});
    if (!group.title.en.empty()) {
      html.Both(group.title);
      html.Text(" ");
    }
    html.Leaf("code", {}, group.code);
    html.Leaf("span", {{"class", "count"}},
              absl::StrCat(" × ", group.findings.size()));
  }
  const auto scroll = html.Element("div", {{"class", "scroll"}});
  const auto table = html.Element("table", {{"class", "findings"}});
  {
    const auto head = html.Element("thead");
    const auto row = html.Element("tr");
    WriteColumnHead({"line", "Ligne", "Regel"}, true, html);
    html.Leaf("th", {{"scope", "col"}, {"lang", "fr"}}, "Constat");
    html.Leaf("th", {{"scope", "col"}, {"lang", "nl"}}, "Vaststelling");
  }
  const auto body = html.Element("tbody");
  for (const Finding* finding : group.findings) WriteFinding(*finding, html);
}

void WriteRegulation(const ReportModel& model, HtmlWriter& html) {
  if (!model.data->regulation.has_value()) return;
  const auto& regulation = *model.data->regulation;
  const auto item = html.Element("li");
  html.Both(
      {"regulation profile", "profil réglementaire", "reglementair profiel"});
  html.Text(
      absl::StrCat(" ", regulation.id(), " (", regulation.source(), ") – "));
  html.BothLeaf("strong", {}, labels::kUnverified);
  html.Text(" : ");
  bool has_unverified = false;
  for (const auto& category : regulation.categories()) {
    if (category.is_verified()) continue;
    if (has_unverified) html.Text(", ");
    has_unverified = true;
    WriteLocalized(category.title(), html);
  }
  const auto& deadline = regulation.claim_deadline();
  if (deadline.month() != 0 && !deadline.is_verified()) {
    if (has_unverified) html.Text(", ");
    has_unverified = true;
    html.Both({"claim deadline", "date limite de la déclaration de créance",
               "indieningstermijn van de schuldvordering"});
    html.Text(
        absl::StrCat(" ", deadline.day(), "/", deadline.month(), " (N+1)"));
  }
  if (regulation.has_late_claims() && !regulation.late_claims().is_verified()) {
    if (has_unverified) html.Text(", ");
    has_unverified = true;
    html.Both({"what becomes of a late claim", "sort d'une déclaration tardive",
               "gevolg van een laattijdige schuldvordering"});
  }
  const auto& transfers = regulation.transfer_rules();
  if (regulation.has_transfer_rules() &&
      (!transfers.within_envelope().is_verified() ||
       !transfers.carry_over().is_verified())) {
    if (has_unverified) html.Text(", ");
    has_unverified = true;
    html.Both({"transfers between lines and years",
               "transferts entre lignes et années",
               "overdrachten tussen lijnen en jaren"});
  }
  for (const auto& instalment : regulation.instalments()) {
    if (instalment.is_verified()) continue;
    if (has_unverified) html.Text(", ");
    has_unverified = true;
    html.Both(instalment.kind() == conventions::v1::Instalment::KIND_ADVANCE
                  ? Sentence{"share paid in advance", "part versée en avance",
                             "aandeel als voorschot"}
                  : Sentence{"share paid as balance", "part versée en solde",
                             "aandeel als saldo"});
  }
  if (!has_unverified) html.Both({"nothing", "rien", "niets"});
}

void WriteMissing(const MissingPart& missing, HtmlWriter& html) {
  html.BothLeaf("li", {}, MissingSentence(missing));
}

void WriteDocumentGaps(const ReportModel& model, HtmlWriter& html) {
  if (model.convention == nullptr) return;
  const auto& parties = model.convention->parties();
  if (parties.signature_date().year() == 0) {
    html.BothLeaf("li", {},
                  {"date of signature: the document leaves it blank",
                   "date de signature : laissée en blanc dans le document",
                   "datum van ondertekening: in het document opengelaten"});
  }
  if (parties.signature_place().empty()) {
    html.BothLeaf("li", {},
                  {"place of signature: blank in the document",
                   "lieu de signature : laissé en blanc dans le document",
                   "plaats van ondertekening: in het document opengelaten"});
  }
  if (parties.council_decision_date().year() == 0) {
    html.BothLeaf("li", {},
                  {"council decision: not in the document",
                   "décision du conseil communal : absente du document",
                   "gemeenteraadsbesluit: niet in het document"});
  }
}

}  // namespace

void WriteFindings(const ReportModel& model, HtmlWriter& html) {
  const auto section = html.Element(
      "section", {{"id", "findings"}, {"aria-labelledby", "findings-title"}});
  html.BothLeaf("h2", {{"id", "findings-title"}},
                {"Findings to resolve", "Constats à résoudre",
                 "Op te lossen vaststellingen"});
  if (model.convention == nullptr) {
    html.BothLeaf("p", {{"class", "none"}},
                  model.data->InsteadOf("conventions.convention"));
    return;
  }
  const std::string count = absl::StrCat(model.finding_count);
  html.BothLeaf(
      "p", {{"class", "lead"}},
      {absl::StrCat(count, " findings. Nothing was repaired in silence."),
       absl::StrCat(count,
                    " constats, avec la ligne du document. Rien n'a été "
                    "corrigé tacitement."),
       absl::StrCat(count,
                    " vaststellingen, met de regel van het document. Niets "
                    "werd stilzwijgend verbeterd.")});
  for (const FindingGroup& group : model.findings) WriteGroup(group, html);
}

void WriteGaps(const ReportModel& model, HtmlWriter& html) {
  const auto section = html.Element(
      "section", {{"id", "gaps"}, {"aria-labelledby", "gaps-title"}});
  html.BothLeaf("h2", {{"id", "gaps-title"}},
                {"What is missing", "Ce qui manque", "Wat ontbreekt"});
  const auto list = html.Element("ul", {{"class", "gaps"}});
  for (const MissingPart& missing : model.data->missing) {
    WriteMissing(missing, html);
  }
  WriteDocumentGaps(model, html);
  int shown = 0;
  int without_figures = 0;
  // Only of what makes one figure of its months a target can be agreed.
  int summed = 0;
  int without_target = 0;
  for (const MeasureView& measure : model.measures) {
    if (MayBeShown(measure)) {
      ++shown;
      if (!measure.has_figures) ++without_figures;
    }
    if (MayHaveTotal(measure)) {
      ++summed;
      if (!HasAnyTarget(measure)) ++without_target;
    }
  }
  if (!model.data->IsMissing("indicators.series")) {
    html.BothLeaf(
        "li", {},
        {absl::StrCat(without_figures, " of ", shown, " without figures"),
         absl::StrCat(without_figures, " mesures sur ", shown, " sans chiffre"),
         absl::StrCat(without_figures, " van ", shown,
                      " metingen zonder cijfer")});
  }
  if (!model.data->IsMissing("indicators.measures")) {
    html.BothLeaf(
        "li", {},
        {absl::StrCat(without_target, " of ", summed, " without a target"),
         absl::StrCat(without_target, " mesures sur ", summed,
                      " sans objectif chiffré convenu"),
         absl::StrCat(without_target, " van ", summed,
                      " metingen zonder afgesproken streefcijfer")});
  }
  WriteRegulation(model, html);
  html.BothLeaf("li", {},
                {"reduced, carried over and lapsed amounts: not in this report",
                 "montants réduits, reportés et échus : pas dans ce rapport",
                 "verminderde, overgedragen en vervallen bedragen: niet in dit "
                 "verslag"});
}

}  // namespace entente::client
