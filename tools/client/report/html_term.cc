// What is agreed for the whole term, below the years.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/client/report/format.h"
#include "tools/client/report/html_sections.h"
#include "tools/client/report/labels.h"

namespace entente::client {
namespace {

using conventions::v1::MeasureKind;
using indicators::v1::Baseline;
using indicators::v1::Target;
using indicators::v1::TermMonths;

// "01/2018 – 12/2019".
std::string MonthsText(const TermMonths& term) {
  return absl::StrFormat("%02d/%d – %02d/%d", term.first_month().month(),
                         term.first_month().year(), term.last_month().month(),
                         term.last_month().year());
}

void WriteTarget(MeasureKind kind, const Target& target, HtmlWriter& html) {
  if (target.has_baseline()) {
    const Baseline& from = target.baseline();
    const auto line = html.Element("p", {{"class", "target"}});
    html.Both(labels::kBaseline);
    html.Text(absl::StrCat(" : ", AgreedFigure(kind, from.value()), " (",
                           from.year(), ")"));
  }
  const auto line = html.Element("p", {{"class", "target"}});
  html.Both(labels::kTarget);
  html.Text(absl::StrCat(" : ", AgreedFigure(kind, target.value())));
  if (!target.is_internal()) return;
  html.Text(" (");
  html.Both(labels::kInternal);
  html.Text(")");
}

}  // namespace

void WriteTermTarget(const MeasureView& measure, HtmlWriter& html) {
  const TermView& term = measure.term;
  if (term.target == nullptr) return;
  const MeasureKind kind = measure.definition->kind();
  const auto block = html.Element("div", {{"class", "term"}});
  {
    const auto name = html.Element("span", {{"class", "level"}});
    html.Both(labels::kTerm);
    html.Text(absl::StrCat(" ", MonthsText(term.target->term())));
  }
  WriteTarget(kind, *term.target, html);
  if (term.actual.has_figure) {
    const auto line = html.Element("p", {{"class", "target"}});
    html.Both(labels::kReachedToDate);
    html.Text(absl::StrCat(
        " : ", Figure(kind, term.actual.value, term.actual.denominator)));
  }
  {
    const auto line = html.Element("p", {{"class", "target"}});
    html.Both(labels::kStanding);
    html.Text(" : ");
    html.Both(term.standing);
  }
  if (term.months == 0) return;
  html.BothLeaf("p", {{"class", "target"}},
                labels::MonthsSettled(term.months_final, term.months));
}

}  // namespace entente::client
