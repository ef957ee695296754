#include "tools/client/series_text.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/client/format.h"
#include "tools/client/progress.h"
#include "tools/client/series_steps.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr int kBarColumns = 40;

std::string MonthCell(const google::type::Date& month) {
  return absl::StrFormat("  %04d-%02d", month.year(), month.month());
}

bool HasBars(cv1::MeasureKind kind) {
  return kind != cv1::MEASURE_KIND_YES_NO &&
         kind != cv1::MEASURE_KIND_QUALITATIVE;
}

// What a whole bar stands for.
int64_t Highest(const v1::Series& series) {
  if (series.kind() == cv1::MEASURE_KIND_RATIO) return 100;
  int64_t highest = 1;
  for (const v1::MonthFigure& month : series.months()) {
    highest = std::max(highest, BarHeight(series.kind(), month));
  }
  return highest;
}

}  // namespace

std::string MonthTable(const MeasureLookup& measures, const v1::Series& series,
                       const MonthTableOptions& options) {
  const std::string& code = series.measure_code();
  const auto word = [&](const Sentence& sentence) {
    return Pick(sentence, options.language);
  };
  Table table(
      {{word({"  month", "  mois", "  maand"})},
       {word({"figure", "chiffre", "cijfer"}), Align::kRight},
       {"", Align::kLeft},
       {word({"made of", "comptages", "uit"}), Align::kRight},
       {options.has_approvals ? word({"approved", "approuvé", "goedgekeurd"})
                              : ""}});
  // Months without figures where there should be some, in their places.
  int silent = 0;
  const auto add_silent = [&](int before) {
    for (; silent < series.silent_months_size() &&
           MonthCount(series.silent_months(silent)) < before;
         ++silent) {
      table.AddRow({MonthCell(series.silent_months(silent)),
                    word({"none !", "aucun !", "geen !"}), "", "", ""});
    }
  };
  const int64_t highest = Highest(series);
  for (const v1::MonthFigure& month : series.months()) {
    add_silent(MonthCount(month.month()));
    table.AddRow(
        {MonthCell(month.month()),
         absl::StrCat(measures.Figure(code, month.value(), month.denominator()),
                      month.is_unusual() ? " !" : ""),
         HasBars(series.kind())
             ? Bar(BarHeight(series.kind(), month), highest, kBarColumns)
             : "",
         FormatCount(month.contributions()),
         month.approved_version() > 0
             ? absl::StrCat("v", month.approved_version())
             : ""});
  }
  add_silent(options.last_month + 1);
  if (series.has_total()) {
    table.AddRule();
    table.AddRow({word({"  total", "  total", "  totaal"}),
                  measures.Figure(code, series.total().value(),
                                  series.total().denominator()),
                  "", FormatCount(series.total().contributions()), ""});
  }
  return table.Render(options.columns);
}

Sentence RemovedMeasureSentence(const std::string& code) {
  return {absl::StrCat(code,
                       " is no longer among these measures: what was shown of "
                       "it no longer holds."),
          absl::StrCat(code,
                       " ne fait plus partie de ces mesures : ce qui en a été "
                       "montré ne vaut plus."),
          absl::StrCat(code,
                       " hoort niet meer bij deze metingen: wat ervan getoond "
                       "werd, geldt niet meer.")};
}

}  // namespace entente::client
