#include "tools/client/report/html_report.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/client/report/html_sections.h"
#include "tools/client/report/html_style.h"
#include "tools/client/report/html_writer.h"
#include "tools/client/report/svg_charts.h"

namespace entente::client {
namespace {

// Margin boxes are repeated on every sheet; a browser that knows none of them
// prints the two banners of the page.
constexpr char kInventedStyle[] = R"css(
.invented { position: sticky; top: 0; background: #fff; text-align: center;
  font-weight: 700; color: var(--warn); border: 2px solid var(--warn);
  padding: .4rem 1rem; margin: 0 0 1rem; max-width: none; z-index: 1; }
@page { @top-center { content: "Chiffres inventés / Verzonnen cijfers";
  font: bold 9pt sans-serif; color: #000; } }
@media print { .invented { position: static; } }
)css";

void WriteInvented(HtmlWriter& html) {
  html.BothLeaf(
      "p", {{"class", "invented"}, {"role", "note"}},
      {"Demonstration: every figure in this report is invented.",
       "Démonstration : tous les chiffres de ce rapport sont inventés.",
       "Demonstratie: alle cijfers in dit verslag zijn verzonnen."});
}

void WriteDocumentHead(const ReportModel& model, Figures figures,
                       HtmlWriter& html) {
  const auto head = html.Element("head");
  html.Void("meta", {{"charset", "utf-8"}});
  html.Void("meta",
            {{"http-equiv", "Content-Security-Policy"},
             {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
  html.Void("meta", {{"name", "viewport"},
                     {"content", "width=device-width, initial-scale=1"}});
  html.Void("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  html.Leaf("title", {},
            model.convention != nullptr ? model.convention->title()
                                        : model.data->convention_name);
  html.Style(ReportStyle());
  if (figures == Figures::kInvented) html.Style(kInventedStyle);
}

}  // namespace

std::string RenderHtml(const ReportModel& model, Figures figures) {
  HtmlWriter html;
  {
    const auto root = html.Element("html", {{"lang", "fr"}});
    WriteDocumentHead(model, figures, html);
    const auto body = html.Element("body");
    {
      const auto skip =
          html.Element("a", {{"class", "skip"}, {"href", "#money"}});
      html.Both({"Skip to the report", "Aller au rapport", "Naar het verslag"});
    }
    WriteSvgDefinitions(html);
    const auto page = html.Element("div", {{"class", "page"}});
    if (figures == Figures::kInvented) WriteInvented(html);
    WriteHead(model, html);
    WriteContents(model, html);
    const auto main = html.Element("main");
    WriteMoney(model, html);
    WriteObjectives(model, html);
    WriteMeasures(model, html);
    WriteFindings(model, html);
    WriteGaps(model, html);
    if (figures == Figures::kInvented) WriteInvented(html);
    html.BothLeaf(
        "p", {{"class", "foot"}},
        {"Every figure is computed from what the services answered when the "
         "report was made.",
         "Chaque chiffre est calculé à partir des réponses des services au "
         "moment du rapport.",
         "Elk cijfer is berekend uit de antwoorden van de diensten op het "
         "ogenblik van het verslag."});
  }
  return std::move(html).Take();
}

}  // namespace entente::client
