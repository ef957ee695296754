#include "tools/client/report/svg_charts.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/client/report/format.h"
#include "tools/client/report/labels.h"

namespace entente::client {
namespace {

using conventions::v1::MeasureKind;

// Units of the drawings; the page scales them to the room there is.
constexpr int kBarWidth = 720;
constexpr int kBarHeight = 22;
constexpr int kMonthWidth = 30;
constexpr int kChartHeight = 66;
constexpr int kBaseline = 52;
constexpr int kTallestBar = 38;
// The initials of the months are the same in French and Dutch.
constexpr std::array<absl::string_view, 12> kInitials = {
    "J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"};

std::string Number(double value) { return absl::StrFormat("%.2f", value); }

void Rect(double x, double y, double width, double height,
          const std::string& css_class, HtmlWriter& html) {
  html.Leaf("rect",
            {{"x", Number(x)},
             {"y", Number(y)},
             {"width", Number(width)},
             {"height", Number(height)},
             {"class", css_class}},
            "");
}

void Label(double x, double y, const std::string& css_class,
           absl::string_view text, HtmlWriter& html) {
  html.Leaf("text", {{"x", Number(x)}, {"y", Number(y)}, {"class", css_class}},
            text);
}

// A value short enough to stand on a bar 30 units wide; the exact one is in the
// title of the bar and in the table.
std::string BarText(MeasureKind kind, const FigureView& figure) {
  if (kind == MeasureKind::MEASURE_KIND_RATIO) {
    return absl::StrCat(figure.value, "/", figure.denominator);
  }
  if (kind == MeasureKind::MEASURE_KIND_HOURS) {
    const int64_t tenths = (figure.value * 10 + 30) / 60;
    if (tenths % 10 == 0 || tenths >= 1000) return Whole((tenths + 5) / 10);
    return absl::StrCat(tenths / 10, ",", tenths % 10);
  }
  if (figure.value >= 100'000) {
    return absl::StrCat(Whole((figure.value + 500) / 1000), " k");
  }
  return Whole(figure.value);
}

// "06/2018 : 60 !".
std::string MonthText(MeasureKind kind, int year, size_t month,
                      const FigureView& figure) {
  return absl::StrFormat(
      "%02d/%d : %s%s", month + 1, year,
      figure.has_figure
          ? Figure(kind, figure.value, figure.denominator)
          : absl::StrCat(labels::kNoFigures.fr, " / ", labels::kNoFigures.nl),
      figure.is_unusual ? absl::StrCat(" ", kUnusualMark) : "");
}

std::string Description(MeasureKind kind, const YearView& year) {
  std::vector<std::string> parts;
  bool has_unusual = false;
  for (size_t i = 0; i < year.months.size(); ++i) {
    const FigureView& figure = year.months[i];
    if (!figure.has_figure && !figure.is_unusual) continue;
    has_unusual |= figure.is_unusual;
    parts.push_back(MonthText(kind, year.year, i, figure));
  }
  if (has_unusual) {
    parts.push_back(absl::StrCat(kUnusualMark, " : ", labels::kUnusual.fr,
                                 " / ", labels::kUnusual.nl));
  }
  return absl::StrJoin(parts, " ; ");
}

void WriteMonth(MeasureKind kind, const FigureView& figure, size_t month,
                int64_t scale_max, HtmlWriter& html) {
  const double left = static_cast<double>(month) * kMonthWidth;
  const double middle = left + kMonthWidth / 2.0;
  Label(middle, kChartHeight - 2, "axis", kInitials[month], html);
  if (!figure.has_figure) {
    html.Leaf("circle",
              {{"cx", Number(middle)},
               {"cy", Number(kBaseline - 3)},
               {"r", "1.2"},
               {"class", "nodata"}},
              "");
    if (figure.is_unusual) {
      Label(middle, kBaseline - 7, "val unusual", kUnusualMark, html);
    }
    return;
  }
  const double unit = static_cast<double>(kTallestBar) / scale_max;
  double top = kBaseline - figure.value * unit;
  Rect(left + 4, top, kMonthWidth - 8, kBaseline - top, "bar", html);
  if (kind == MeasureKind::MEASURE_KIND_RATIO) {
    top = kBaseline - figure.denominator * unit;
    Rect(left + 4, top, kMonthWidth - 8, kBaseline - top, "of", html);
  }
  const std::string text = BarText(kind, figure);
  if (figure.is_unusual) {
    Label(middle, top - 3, "val unusual", absl::StrCat(text, kUnusualMark),
          html);
  } else {
    Label(middle, top - 3, "val", text, html);
  }
}

}  // namespace

int64_t ScaleMax(const MeasureView& measure) {
  int64_t largest = 1;
  for (const YearView& year : measure.years) {
    for (const FigureView& figure : year.months) {
      largest = std::max({largest, figure.value, figure.denominator});
    }
  }
  return largest;
}

void WriteUnusual(MeasureKind kind, const std::vector<YearView>& years,
                  HtmlWriter& html) {
  std::vector<std::string> unusual;
  for (const YearView& year : years) {
    for (size_t i = 0; i < year.months.size(); ++i) {
      const FigureView& figure = year.months[i];
      if (!figure.is_unusual) continue;
      unusual.push_back(MonthText(kind, year.year, i, figure));
    }
  }
  if (unusual.empty()) return;
  const auto line = html.Element("p", {{"class", "remark unusual-months"}});
  html.Text(
      absl::StrCat(absl::StrJoin(unusual, " · "), " – ", kUnusualMark, " : "));
  html.Both(labels::kUnusual);
}

void WriteSvgDefinitions(HtmlWriter& html) {
  const auto svg = html.Element("svg", {{"class", "defs"},
                                        {"width", "0"},
                                        {"height", "0"},
                                        {"aria-hidden", "true"},
                                        {"focusable", "false"}});
  const auto defs = html.Element("defs");
  const auto hatch =
      html.Element("pattern", {{"id", "hatch"},
                               {"width", "6"},
                               {"height", "6"},
                               {"patternUnits", "userSpaceOnUse"},
                               {"patternTransform", "rotate(45)"}});
  html.Leaf("rect", {{"width", "6"}, {"height", "6"}, {"fill", "#ffffff"}}, "");
  html.Leaf("rect", {{"width", "1.6"}, {"height", "6"}, {"fill", "#6b7785"}},
            "");
}

void WriteMoneyBar(const Sentence& name, const MoneyPhases& money,
                   HtmlWriter& html) {
  const std::array<std::pair<const Sentence*, int64_t>, 4> parts = {{
      {&labels::kSpent, money.spent_cents},
      {&labels::kReserved, money.reserved_cents},
      {&labels::kAvailable, money.available_cents},
      {&labels::kUnallotted, money.unallotted_cents},
  }};
  constexpr std::array<const char*, 4> kClasses = {"spent", "reserved",
                                                   "available", "unallotted"};
  std::vector<std::string> spoken;
  for (const auto& [label, cents] : parts) {
    spoken.push_back(absl::StrCat(label->fr, " / ", label->nl, " : ",
                                  Amount(cents), " EUR"));
  }
  // After a reduction less is allocated than was allotted: the scale takes the
  // larger, so that the bar never leaves its frame.
  const int64_t full = std::max({int64_t{1}, money.allocated_cents,
                                 money.spent_cents + money.reserved_cents});
  const auto svg = html.Element(
      "svg", {{"class", "money-bar"},
              {"viewBox", absl::StrCat("0 0 ", kBarWidth, " ", kBarHeight)},
              {"preserveAspectRatio", "none"},
              {"role", "img"}});
  html.Leaf("title", {}, absl::StrCat(name.fr, " / ", name.nl));
  html.Leaf("desc", {}, absl::StrJoin(spoken, " ; "));
  double x = 0.5;
  const double scale = static_cast<double>(kBarWidth - 1) / full;
  for (size_t i = 0; i < parts.size(); ++i) {
    const int64_t cents = std::max<int64_t>(0, parts[i].second);
    if (cents == 0) continue;
    // A cent is drawn too: a part that exists is never invisible.
    const double width =
        std::min(std::max(2.0, cents * scale), kBarWidth - 0.5 - x);
    Rect(x, 1, width, kBarHeight - 2, kClasses[i], html);
    x += width;
  }
  Rect(0.5, 1, kBarWidth - 1, kBarHeight - 2, "frame", html);
}

void WriteYearBars(const std::string& name, MeasureKind kind,
                   const YearView& year, int64_t scale_max, HtmlWriter& html) {
  const int width = kMonthWidth * 12;
  const auto svg = html.Element(
      "svg", {{"viewBox", absl::StrCat("0 0 ", width, " ", kChartHeight)},
              {"role", "img"}});
  html.Leaf("title", {}, absl::StrCat(name, ", ", year.year));
  html.Leaf("desc", {}, Description(kind, year));
  html.Leaf("line",
            {{"x1", "0"},
             {"y1", Number(kBaseline)},
             {"x2", absl::StrCat(width)},
             {"y2", Number(kBaseline)},
             {"class", "base"}},
            "");
  for (size_t month = 0; month < year.months.size() && month < 12; ++month) {
    WriteMonth(kind, year.months[month], month, scale_max, html);
  }
}

}  // namespace entente::client
