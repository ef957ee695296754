#include "tools/client/dossier/dossier_charts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/client/report/format.h"
#include "tools/client/report/labels.h"
#include "tools/client/report/svg_charts.h"

namespace entente::client {
namespace {

// The months with figures of one measure, as text.
void WriteMonthTable(const MeasureView& measure, const YearView& year,
                     HtmlWriter& html) {
  const auto scroll = html.Element("div", {{"class", "scroll"}});
  const auto table = html.Element("table", {{"class", "months"}});
  {
    const auto head = html.Element("thead");
    const auto row = html.Element("tr");
    html.BothLeaf("th", {{"scope", "col"}}, {"month", "Mois", "Maand"});
    html.BothLeaf("th", {{"scope", "col"}, {"class", "num"}}, labels::kReached);
  }
  const auto body = html.Element("tbody");
  for (size_t i = 0; i < year.months.size(); ++i) {
    const FigureView& figure = year.months[i];
    if (!figure.has_figure) continue;
    const auto row = html.Element("tr");
    html.Leaf("th", {{"scope", "row"}},
              absl::StrFormat("%02d/%d", i + 1, year.year));
    html.Leaf(
        "td", {{"class", "num"}},
        absl::StrCat(Figure(measure.definition->kind(), figure.value,
                            figure.denominator),
                     figure.is_unusual ? absl::StrCat(" ", kUnusualMark) : ""));
  }
}

void WriteOne(const MeasureView& measure, const YearView& year,
              HtmlWriter& html) {
  const auto& title = measure.definition->title();
  const std::string fr = In(title, Language::kFr);
  const std::string nl = In(title, Language::kNl);
  const std::string name = fr.empty() ? measure.definition->code() : fr;
  const auto figure = html.Element("figure", {{"class", "month-chart"}});
  {
    const auto caption = html.Element("figcaption");
    html.BothLeaf("span", {}, {name, name, nl.empty() ? name : nl});
  }
  {
    const auto pair = html.Element("div", {{"class", "chart-and-table"}});
    {
      const auto drawing = html.Element("div", {{"class", "year"}});
      // On its own scale: what is compared here are months, not measures.
      int64_t top = 1;
      for (const FigureView& month : year.months) {
        top = std::max({top, month.value, month.denominator});
      }
      WriteYearBars(name, measure.definition->kind(), year, top, html);
      WriteUnusual(measure.definition->kind(), {year}, html);
    }
    WriteMonthTable(measure, year, html);
  }
}

}  // namespace

void WriteMonthCharts(const ReportModel& model, int year, HtmlWriter& html) {
  std::vector<std::pair<const MeasureView*, const YearView*>> shown;
  for (const MeasureView& measure : model.measures) {
    const auto kind = measure.definition->kind();
    if (IsTotalOnly(measure) || kind == conventions::v1::MEASURE_KIND_YES_NO ||
        kind == conventions::v1::MEASURE_KIND_QUALITATIVE) {
      continue;
    }
    for (const YearView& one : measure.years) {
      const bool has_figures =
          std::any_of(one.months.begin(), one.months.end(),
                      [](const FigureView& month) { return month.has_figure; });
      if (one.year == year && has_figures) shown.push_back({&measure, &one});
    }
  }
  if (shown.empty()) return;
  const auto section = html.Element(
      "section", {{"id", "months"}, {"aria-labelledby", "months-title"}});
  const std::string text = absl::StrCat(year);
  html.BothLeaf("h2", {{"id", "months-title"}},
                {absl::StrCat("Measures by month, ", text),
                 absl::StrCat("Mesures par mois, ", text),
                 absl::StrCat("Metingen per maand, ", text)});
  html.BothLeaf("p", {{"class", "remark"}},
                {"A dot is a month nobody delivered figures for; it is not a "
                 "zero. Each drawing has a scale of its own.",
                 "Un point est un mois sans chiffre livré ; ce n'est pas un "
                 "zéro. Chaque graphique a sa propre échelle.",
                 "Een punt is een maand zonder geleverd cijfer; dat is geen "
                 "nul. Elke grafiek heeft een eigen schaal."});
  for (const auto& [measure, one] : shown) WriteOne(*measure, *one, html);
}

}  // namespace entente::client
