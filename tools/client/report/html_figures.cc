#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/client/report/format.h"
#include "tools/client/report/html_sections.h"
#include "tools/client/report/labels.h"
#include "tools/client/report/svg_charts.h"

namespace entente::client {
namespace {

using conventions::v1::MeasureKind;

// Nothing was agreed, or it could not be read.
void WriteNoTarget(const ReportModel& model, HtmlWriter& html) {
  if (!model.data->IsMissing("indicators.measures")) {
    html.BothLeaf("p",
                  {{"class", "no-target"}, {"title", labels::kNoTarget.en}},
                  labels::kNoTarget);
    return;
  }
  const auto line = html.Element("p", {{"class", "no-target"}});
  html.Both(labels::kTarget);
  html.Text(" : ");
  html.Both(model.data->InsteadOf("indicators.measures"));
}

void WriteTarget(const ReportModel& model, const MeasureView& measure,
                 const YearView& year, HtmlWriter& html) {
  if (year.target == nullptr) {
    WriteNoTarget(model, html);
    return;
  }
  const auto line = html.Element("p", {{"class", "target"}});
  html.Both(labels::kTarget);
  html.Text(absl::StrCat(
      " : ", AgreedFigure(measure.definition->kind(), year.target->value())));
  if (year.target->is_internal()) {
    html.Text(" (");
    html.Both(labels::kInternal);
    html.Text(")");
  }
}

// What stands where a figure would: why there is none. A year without any
// figure says so, whatever the other years hold.
const Sentence& Instead(const ReportModel& model, const MeasureView& measure,
                        bool has_figures) {
  if (model.data->IsMissing("indicators.series")) {
    return model.data->InsteadOf("indicators.series");
  }
  if (IsTotalOnly(measure)) {
    return MayHaveTotal(measure) ? labels::kOnceClosed : labels::kNotSummable;
  }
  return has_figures ? labels::kNotSummable : labels::kNoFigures;
}

void WriteValue(const ReportModel& model, const MeasureView& measure,
                const FigureView& figure, bool has_figures, HtmlWriter& html) {
  if (figure.has_figure) {
    html.Leaf(
        "span", {{"class", "value"}},
        Figure(measure.definition->kind(), figure.value, figure.denominator));
    return;
  }
  html.BothLeaf("span", {{"class", "none"}},
                Instead(model, measure, has_figures));
}

void WriteTotal(const ReportModel& model, const MeasureView& measure,
                HtmlWriter& html) {
  const auto box = html.Element("div", {{"class", "total"}});
  {
    const auto line = html.Element("p");
    html.BothLeaf("span", {{"class", "level"}}, labels::kTotal);
    html.Text(" ");
    WriteValue(model, measure, measure.total, measure.has_figures, html);
  }
  if (measure.definition->kind() != MeasureKind::MEASURE_KIND_YES_NO ||
      !measure.first_month.has_value()) {
    return;
  }
  const auto line = html.Element("p", {{"class", "since"}});
  html.Both({"since", "depuis", "sinds"});
  html.Text(absl::StrFormat(" %02d/%d", measure.first_month->month(),
                            measure.first_month->year()));
}

bool HasCharts(const MeasureView& measure) {
  switch (measure.definition->kind()) {
    case MeasureKind::MEASURE_KIND_YES_NO:
    case MeasureKind::MEASURE_KIND_QUALITATIVE:
      return false;
    default:
      return measure.has_figures && !IsTotalOnly(measure);
  }
}

bool HasFigures(const YearView& year) {
  return std::any_of(year.months.begin(), year.months.end(),
                     [](const FigureView& month) { return month.has_figure; });
}

void WriteYear(const ReportModel& model, const MeasureView& measure,
               const YearView& year, HtmlWriter& html) {
  const auto figure = html.Element("figure", {{"class", "year"}});
  {
    const auto caption = html.Element("figcaption");
    html.Leaf("span", {{"class", "level"}}, absl::StrCat(year.year));
    html.Text(" ");
    WriteValue(model, measure, year.total, HasFigures(year), html);
  }
  WriteYearBars(In(measure.definition->title(), Language::kFr),
                measure.definition->kind(), year, ScaleMax(measure), html);
  if (measure.has_target) WriteTarget(model, measure, year, html);
}

void WriteMarks(const MeasureView& measure, HtmlWriter& html) {
  const auto marks = html.Element("p", {{"class", "marks"}});
  html.BothLeaf("span", {{"class", "kind"}},
                labels::KindName(measure.definition->kind()));
  if (measure.definition->is_kind_guessed()) {
    html.BothLeaf("span", {{"class", "mark guessed"}}, labels::kKindGuessed);
  }
  if (measure.definition->is_sensitive()) {
    html.BothLeaf("span", {{"class", "mark sensitive"}}, labels::kSensitive);
  }
  const size_t count = measure.reported_by.size();
  if (count < 2) return;
  html.BothLeaf("span", {{"class", "once"}},
                {absl::StrCat("stands ", count, " times, counted once"),
                 absl::StrCat("figure ", count, " fois, compté une seule fois"),
                 absl::StrCat("staat er ", count, " keer, één keer geteld")});
}

}  // namespace

void WriteMeasureFigures(const ReportModel& model, const MeasureView& measure,
                         HtmlWriter& html) {
  const auto block = html.Element("div", {{"class", "measure"}});
  {
    const auto line = html.Element("p", {{"class", "measure-name"}});
    const auto link = html.Element(
        "a", {{"href", absl::StrCat("#m-", measure.definition->code())}});
    WriteLocalized(measure.definition->title(), html);
  }
  WriteMarks(measure, html);
  {
    const auto figures = html.Element("div", {{"class", "figures"}});
    WriteTotal(model, measure, html);
    if (HasCharts(measure)) {
      const auto charts = html.Element("div", {{"class", "charts"}});
      for (const YearView& year : measure.years) {
        WriteYear(model, measure, year, html);
      }
    }
  }
  if (HasCharts(measure)) {
    WriteUnusual(measure.definition->kind(), measure.years, html);
  }
  if (!HasAnyTarget(measure)) {
    WriteNoTarget(model, html);
    return;
  }
  if (measure.has_target && !HasCharts(measure)) {
    // Without drawings the targets stand in a row of their own, by year.
    for (const YearView& year : measure.years) {
      const auto line = html.Element("div", {{"class", "target-year"}});
      html.Leaf("span", {{"class", "level"}}, absl::StrCat(year.year));
      WriteTarget(model, measure, year, html);
    }
  }
  WriteTermTarget(measure, html);
}

}  // namespace entente::client
