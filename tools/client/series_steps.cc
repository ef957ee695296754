#include "tools/client/series_steps.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "tools/client/format.h"
#include "tools/client/progress.h"
#include "tools/client/series_term.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr int kBarColumns = 40;

google::type::Date DateOfMonth(int month) {
  google::type::Date date;
  date.set_year(month / 12);
  date.set_month(month % 12 + 1);
  date.set_day(1);
  return date;
}

std::string MonthName(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d", date.year(), date.month());
}

// " (02-03)", of a step that is not of all its months.
std::string MonthsOfPart(const v1::StepFigure& figure) {
  return absl::StrFormat(" (%02d-%02d)", figure.first_month().month(),
                         figure.last_month().month());
}

// "2018-Q1", and of which months it is where it is not of all; of a term that
// `is_cut` that it is.
std::string RowName(SeriesStep step, const v1::StepFigure& figure, bool is_cut,
                    Language language) {
  const std::string name = StepName(step, figure);
  if (is_cut) {
    return absl::StrCat(name, " ",
                        Pick({"partial", "partiel", "gedeeltelijk"}, language));
  }
  if (!figure.is_partial()) return name;
  return absl::StrCat(name, " ",
                      Pick({"partial", "partiel", "gedeeltelijk"}, language),
                      MonthsOfPart(figure));
}

// A line that says why some steps have no figure; empty where all have one.
std::string NotSummedLine(const v1::Series& series, Language language) {
  const bool has_all =
      std::all_of(series.steps().begin(), series.steps().end(),
                  [](const v1::StepFigure& one) { return one.has_figure(); });
  if (has_all) return "";
  return absl::StrCat(
      Pick({"  not summed: months of this measure do not add up; it is "
            "shown by month",
            "  non sommé : les mois de cette mesure ne s'additionnent pas ; "
            "elle est montrée par mois",
            "  niet opgeteld: de maanden van deze meting worden niet "
            "opgeteld; ze wordt per maand getoond"},
           language),
      "\n");
}

// Terms of the measure that the one step of `series` cuts.
std::vector<std::string> CutBy(const MeasureLookup& measures,
                               const v1::Series& series, SeriesStep step) {
  const v1::Measure* const measure = measures.Find(series.measure_code());
  if (measure == nullptr || step != v1::QuerySeriesRequest::STEP_TERM ||
      series.steps().empty()) {
    return {};
  }
  return CutTerms(series.steps(0), measure->terms());
}

// A line that says which terms the months are a part of; empty without.
std::string CutLine(const std::vector<std::string>& terms, Language language) {
  if (terms.empty()) return "";
  return absl::StrCat(
      Pick({"  partial: the term of the convention is ",
            "  partiel : la période de la convention est ",
            "  gedeeltelijk: de looptijd van de overeenkomst is "},
           language),
      absl::StrJoin(terms, ", "), "\n");
}

// Adds a month as figures of its kind are added.
void Add(cv1::MeasureKind kind, const v1::MonthFigure& month,
         v1::MonthFigure& sum) {
  sum.set_value(kind == cv1::MEASURE_KIND_YES_NO
                    ? std::max(sum.value(), month.value())
                    : sum.value() + month.value());
  sum.set_denominator(sum.denominator() + month.denominator());
  sum.set_contributions(sum.contributions() + month.contributions());
}

// Whether a figure of several months is one of this kind.
bool IsSummed(cv1::MeasureKind kind, bool is_summable) {
  switch (kind) {
    case cv1::MEASURE_KIND_COUNT:
    case cv1::MEASURE_KIND_HOURS:
      return is_summable;
    case cv1::MEASURE_KIND_RATIO:
    case cv1::MEASURE_KIND_YES_NO:
      return true;
    default:
      return false;
  }
}

}  // namespace

SeriesStep StepOfWord(absl::string_view word) {
  if (word == "quarter") return v1::QuerySeriesRequest::STEP_QUARTER;
  if (word == "year") return v1::QuerySeriesRequest::STEP_YEAR;
  return word == "term" ? v1::QuerySeriesRequest::STEP_TERM
                        : v1::QuerySeriesRequest::STEP_UNSPECIFIED;
}

int MonthsOfStep(SeriesStep step) {
  switch (step) {
    case v1::QuerySeriesRequest::STEP_QUARTER:
      return 3;
    case v1::QuerySeriesRequest::STEP_YEAR:
      return 12;
    default:
      return 1;
  }
}

int MonthCount(const google::type::Date& date) {
  return date.year() * 12 + date.month() - 1;
}

std::string StepName(SeriesStep step, const v1::StepFigure& figure) {
  const google::type::Date& first = figure.first_month();
  switch (step) {
    case v1::QuerySeriesRequest::STEP_QUARTER:
      return absl::StrFormat("%04d-Q%d", first.year(),
                             (first.month() - 1) / 3 + 1);
    case v1::QuerySeriesRequest::STEP_YEAR:
      return absl::StrFormat("%04d", first.year());
    default:
      return absl::StrCat(MonthName(first), "/",
                          MonthName(figure.last_month()));
  }
}

int64_t BarHeight(cv1::MeasureKind kind, const v1::MonthFigure& figure) {
  if (kind != cv1::MEASURE_KIND_RATIO) return figure.value();
  return figure.denominator() == 0
             ? 0
             : figure.value() * 100 / figure.denominator();
}

std::string StepTable(const MeasureLookup& measures, const v1::Series& series,
                      SeriesStep step, Language language, int columns) {
  const std::string& code = series.measure_code();
  int64_t highest = 1;
  for (const v1::StepFigure& one : series.steps()) {
    highest = std::max(highest, BarHeight(series.kind(), one.figure()));
  }
  if (series.kind() == cv1::MEASURE_KIND_RATIO) highest = 100;
  const bool is_drawn = series.kind() != cv1::MEASURE_KIND_YES_NO &&
                        series.kind() != cv1::MEASURE_KIND_QUALITATIVE;
  Table table(
      {{Pick({"  period", "  période", "  periode"}, language)},
       {Pick({"figure", "chiffre", "cijfer"}, language), Align::kRight},
       {"", Align::kLeft},
       {Pick({"made of", "comptages", "uit"}, language), Align::kRight}});
  const auto add_row = [&](const std::string& name,
                           const v1::MonthFigure& figure, bool has_bar) {
    table.AddRow({absl::StrCat("  ", name),
                  measures.Figure(code, figure.value(), figure.denominator()),
                  has_bar && is_drawn ? Bar(BarHeight(series.kind(), figure),
                                            highest, kBarColumns)
                                      : "",
                  FormatCount(figure.contributions())});
  };
  const std::vector<std::string> cut = CutBy(measures, series, step);
  for (const v1::StepFigure& one : series.steps()) {
    const std::string name = RowName(step, one, !cut.empty(), language);
    if (one.has_figure()) {
      add_row(name, one.figure(), /*has_bar=*/true);
    } else {
      table.AddRow(
          {absl::StrCat("  ", name),
           Pick({"not summed", "non sommé", "niet opgeteld"}, language), "",
           ""});
    }
  }
  // A term is the total itself.
  if (series.has_total() && step != v1::QuerySeriesRequest::STEP_TERM) {
    table.AddRule();
    add_row(Pick({"total", "total", "totaal"}, language), series.total(),
            /*has_bar=*/false);
  }
  return absl::StrCat(table.Render(columns), CutLine(cut, language),
                      NotSummedLine(series, language));
}

std::string StepRemarks(const v1::Series& series, SeriesStep step,
                        Language language) {
  std::vector<std::string> parts;
  for (const v1::StepFigure& one : series.steps()) {
    // What has no figure is not drawn.
    if (!one.is_partial() || !one.has_figure()) continue;
    parts.push_back(absl::StrCat(StepName(step, one), MonthsOfPart(one)));
  }
  std::string text;
  if (!parts.empty()) {
    absl::StrAppend(&text,
                    Pick({"  partial, drawn of these months alone: ",
                          "  partiel, dessiné d'après ces seuls mois : ",
                          "  gedeeltelijk, enkel van deze maanden getekend: "},
                         language),
                    absl::StrJoin(parts, ", "), "\n");
  }
  absl::StrAppend(&text, NotSummedLine(series, language));
  return text;
}

std::vector<ExportedStep> StepsOfMonths(const v1::Series& series,
                                        bool is_summable,
                                        const v1::QuerySeriesRequest& query,
                                        const Approvals& approvals) {
  std::vector<ExportedStep> steps;
  if (series.is_confidential()) return steps;
  const int from = MonthCount(query.from());
  const int until = MonthCount(query.until());
  const bool is_term = query.step() == v1::QuerySeriesRequest::STEP_TERM;
  const int months = is_term ? until - from + 1 : MonthsOfStep(query.step());
  for (int begin = is_term ? from : from - from % months; begin <= until;
       begin += months) {
    const int first = std::max(begin, from);
    const int last = std::min(begin + months - 1, until);
    v1::MonthFigure sum;
    for (const v1::MonthFigure& month : series.months()) {
      const int at = MonthCount(month.month());
      if (at >= first && at <= last) Add(series.kind(), month, sum);
    }
    if (sum.contributions() == 0) continue;
    ExportedStep& step = steps.emplace_back();
    *step.figure.mutable_first_month() = DateOfMonth(first);
    *step.figure.mutable_last_month() = DateOfMonth(last);
    step.figure.set_is_partial(last - first + 1 < months);
    if (first == last || IsSummed(series.kind(), is_summable)) {
      *step.figure.mutable_figure() = sum;
    } else {
      step.figure.set_reason(v1::StepFigure::REASON_NOT_SUMMABLE);
    }
    step.is_approved = true;
    for (int at = first; at <= last; ++at) {
      step.is_approved &=
          approvals.contains(absl::CivilMonth(at / 12, at % 12 + 1));
    }
  }
  return steps;
}

}  // namespace entente::client
