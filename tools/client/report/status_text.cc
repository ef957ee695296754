#include "tools/client/report/status_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/client/report/labels.h"
#include "tools/client/report/periods.h"
#include "tools/client/report/svg_charts.h"
#include "tools/client/report/wrap.h"

namespace entente::client {
namespace {

using conventions::v1::MeasureKind;

constexpr size_t kColumns = 100;
constexpr size_t kAmountColumns = 13;
constexpr size_t kValueColumnsMax = 44;  // beside a title

std::string Rule() { return std::string(kColumns, '-') + "\n"; }

// The table of money: a name and six amounts, never wider than kColumns. A
// label longer than an amount takes its room from the names, so that a space
// stays.
class MoneyTable {
 public:
  explicit MoneyTable(Language language) {
    for (const Sentence* label :
         {&labels::kAllocated, &labels::kAllotted, &labels::kUnallotted,
          &labels::kReserved, &labels::kSpent, &labels::kAvailable}) {
      labels_.push_back(In(*label, language));
      widths_.push_back(std::max(kAmountColumns, Columns(labels_.back()) + 1));
      name_columns_ -= widths_.back();
    }
  }

  std::string Head() const { return Line("EUR", labels_); }

  std::string Row(absl::string_view name, const MoneyPhases& money) const {
    const auto amount = [](int64_t cents) {
      return cents == 0 ? "-" : Amount(cents);
    };
    return Line(name,
                {amount(money.allocated_cents), amount(money.allotted_cents),
                 Amount(money.unallotted_cents), amount(money.reserved_cents),
                 amount(money.spent_cents), amount(money.available_cents)});
  }

 private:
  std::string Line(absl::string_view name,
                   const std::vector<std::string>& cells) const {
    std::string line = PadRight(name, name_columns_);
    for (size_t i = 0; i < cells.size(); ++i) {
      line += PadLeft(cells[i], widths_[i]);
    }
    return line + "\n";
  }

  std::vector<std::string> labels_;
  std::vector<size_t> widths_;
  size_t name_columns_ = kColumns;
};

void AddEnvelopes(const ReportModel& model, Language language,
                  std::string& out) {
  const MoneyTable table(language);
  absl::StrAppend(&out, "\n", table.Head(), Rule());
  for (const EnvelopeView& view : model.envelopes) {
    absl::StrAppend(
        &out,
        table.Row(In(labels::EnvelopeShortName(view.envelope->allocation(),
                                               view.envelope->year()),
                     language),
                  view.money));
  }
  absl::StrAppend(&out, Rule(),
                  table.Row(In(labels::kTotal, language), model.total));
  for (const EnvelopeView& view : model.envelopes) {
    if (view.envelope->is_outside_term()) {
      absl::StrAppend(&out,
                      In(labels::OutsideTerm(view.envelope->allocation(),
                                             view.envelope->year()),
                         language),
                      "\n");
    }
    if (view.shortfall_cents == 0) continue;
    absl::StrAppend(
        &out,
        In(labels::Shortfall(view.envelope->allocation(), view.envelope->year(),
                             Amount(view.shortfall_cents)),
           language),
        "\n");
  }
  const Sentence kZone{
      "of which to the police zone: projects %s, in deduction %s (no new "
      "money)",
      "dont versé à la zone de police : projets %s, en déduction %s (pas "
      "d'argent nouveau)",
      "waarvan gestort aan de politiezone: projecten %s, in mindering %s (geen "
      "nieuw geld)"};
  const auto format = absl::ParsedFormat<'s', 's'>::New(In(kZone, language));
  if (format != nullptr) {
    absl::StrAppend(
        &out,
        absl::StrFormat(*format, Amount(model.total.zone_project_cents),
                        Amount(model.total.zone_deduction_cents)),
        "\n");
  }
}

// What the State was asked for, accepted, paid and asked back; nothing before
// the first claim or payment.
void AddClaims(const ReportModel& model, Language language, std::string& out) {
  const MoneyPhases& money = model.total;
  const int64_t received = money.advance_cents + money.balance_cents;
  if (money.claimed_cents == 0 && received == 0) return;
  std::string line;
  const std::pair<const Sentence*, int64_t> figures[] = {
      {&labels::kClaimed, money.claimed_cents},
      {&labels::kAccepted, money.accepted_cents},
      {&labels::kIneligible, money.ineligible_cents},
      {&labels::kAdvance, money.advance_cents},
      {&labels::kBalance, money.balance_cents},
      {&labels::kRecoverable, money.recoverable_cents},
      {&labels::kRecovered, money.recovered_cents}};
  for (const auto& [label, cents] : figures) {
    if (cents == 0) continue;
    absl::StrAppend(&line, line.empty() ? "" : " · ", In(*label, language), " ",
                    Amount(cents));
  }
  const Sentence kState{"the State: ", "l'État : ", "de Staat: "};
  out +=
      WrapIndented(absl::StrCat(In(kState, language), line), kColumns - 2, 2);
}

// By when what was spent and not claimed must be.
void AddDeadlines(const ReportModel& model, Language language,
                  std::string& out) {
  for (const ClaimView& claim : ClaimsDue(model)) {
    const std::string day = DayText(claim.due);
    const std::string amount = Amount(claim.unclaimed_cents);
    const Sentence what{
        absl::StrCat("to claim of ", claim.year, ": ", amount, " by ", day),
        absl::StrCat("à déclarer de ", claim.year, " : ", amount, " pour le ",
                     day),
        absl::StrCat("te vorderen van ", claim.year, ": ", amount, " tegen ",
                     day)};
    absl::StrAppend(&out, In(what, language));
    if (!claim.is_verified) {
      absl::StrAppend(&out, " [", In(labels::kUnverified, language), "]");
    }
    out += '\n';
  }
}

// One character a month: a dot where nobody said anything, the lowest block for
// a zero.
std::string Sparkline(const MeasureView& measure) {
  static constexpr std::array<absl::string_view, 8> kBlocks = {
      "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const int64_t scale_max = ScaleMax(measure);
  std::string line;
  for (const YearView& year : measure.years) {
    if (!line.empty()) line += ' ';
    for (const FigureView& figure : year.months) {
      if (!figure.has_figure) {
        line += "·";
        continue;
      }
      const int64_t value = std::clamp<int64_t>(figure.value, 0, scale_max);
      absl::StrAppend(&line,
                      kBlocks[static_cast<size_t>(value * 7 / scale_max)]);
    }
  }
  return line;
}

std::string Bare(const ReportModel& model, const MeasureView& measure,
                 Language language) {
  if (model.data->IsMissing("indicators.series")) {
    return In(model.data->InsteadOf("indicators.series"), language);
  }
  if (measure.definition->kind() == MeasureKind::MEASURE_KIND_YES_NO &&
      measure.total.has_figure) {
    const Sentence kYes{"yes", "oui", "ja"};
    const Sentence kNo{"no", "non", "nee"};
    return In(measure.total.value != 0 ? kYes : kNo, language);
  }
  if (measure.total.has_figure) {
    return Figure(measure.definition->kind(), measure.total.value,
                  measure.total.denominator);
  }
  if (IsTotalOnly(measure)) {
    return In(
        MayHaveTotal(measure) ? labels::kOnceClosed : labels::kNotSummable,
        language);
  }
  return In(measure.has_figures ? labels::kNotSummable : labels::kNoFigures,
            language);
}

void AddMeasureLine(const ReportModel& model, const MeasureView& measure,
                    Language language, std::string& out) {
  const std::string title = Clean(In(measure.definition->title(), language));
  const std::string guess = measure.definition->is_kind_guessed() ? " ?" : "";
  std::string trail;
  if (model.data->IsMissing("indicators.series")) {
    // Nothing to draw.
  } else if (IsTotalOnly(measure)) {
    trail = In(labels::kConfidential, language);
  } else if (measure.has_figures) {
    trail = Sparkline(measure);
  }
  const std::string value = Bare(model, measure, language);
  // The long "may not be added up" borrows room from the title.
  const size_t value_columns = std::max<size_t>(12, Columns(value) + 1);
  const size_t trail_columns = std::max<size_t>(25, Columns(trail));
  const size_t room = kColumns - trail_columns - 2;
  if (value_columns > kValueColumnsMax) {
    // What is longer yet stands below the title.
    absl::StrAppend(&out, PadRight(absl::StrCat(title, guess), room), "  ",
                    trail, "\n", PadLeft(value, room), "\n");
    return;
  }
  absl::StrAppend(&out,
                  PadRight(absl::StrCat(title, guess), room - value_columns),
                  PadLeft(value, value_columns), "  ", trail, "\n");
}

// Who reports a measure: an indicator, else only a countable result, else
// nobody.
enum class Reporter { kIndicator, kResult, kNobody };

Reporter ReporterOf(const ReportModel& model, const MeasureView& measure) {
  if (measure.reported_by.empty()) return Reporter::kNobody;
  for (const size_t index : measure.reported_by) {
    if (!model.indicators[index].is_expected_result) {
      return Reporter::kIndicator;
    }
  }
  return Reporter::kResult;
}

// Nothing when none of `measures` has such a reporter.
void AddMeasuresOf(const ReportModel& model,
                   const std::vector<MeasureView>& measures, Reporter reporter,
                   const Sentence& head, Language language, std::string& out) {
  std::string lines;
  for (const MeasureView& measure : measures) {
    if (ReporterOf(model, measure) != reporter) continue;
    AddMeasureLine(model, measure, language, lines);
  }
  if (lines.empty()) return;
  absl::StrAppend(&out, "\n", In(head, language), "\n", Rule(), lines);
}

void AddMeasureLines(const ReportModel& model, Language language,
                     std::string& out) {
  AddMeasuresOf(
      model, model.measures, Reporter::kIndicator,
      {absl::StrCat(model.indicator_count, " indicators report ",
                    model.reported_measure_count, " measures"),
       absl::StrCat(model.indicator_count, " indicateurs rendent compte de ",
                    model.reported_measure_count, " mesures"),
       absl::StrCat(model.indicator_count, " indicatoren rapporteren over ",
                    model.reported_measure_count, " metingen")},
      language, out);
  AddMeasuresOf(model, model.measures, Reporter::kResult,
                labels::kCountableResults, language, out);
  // Where no indicator could be read, none is said to report nothing.
  const Sentence unreported =
      model.indicators.empty()
          ? Sentence{"Measures", "Mesures", "Metingen"}
          : Sentence{"Measures that no indicator reports",
                     "Mesures dont aucun indicateur ne rend compte",
                     "Metingen waarover geen indicator rapporteert"};
  AddMeasuresOf(model, model.measures, Reporter::kNobody, unreported, language,
                out);
  AddMeasuresOf(model, model.local_measures, Reporter::kNobody,
                labels::kLocalMeasures, language, out);
}

// Whether nothing was agreed, or it could not be read.
Sentence NoTarget(const ReportModel& model) {
  if (!model.data->IsMissing("indicators.measures")) return labels::kNoTarget;
  const Sentence& instead = model.data->InsteadOf("indicators.measures");
  return {absl::StrCat("target ", instead.en),
          absl::StrCat("objectif chiffré ", instead.fr),
          absl::StrCat("streefcijfer ", instead.nl)};
}

std::string IndicatorLine(const ReportModel& model,
                          const IndicatorView& indicator, Language language) {
  std::vector<std::string> figures;
  bool has_target = false;
  for (const size_t index : indicator.measures) {
    const MeasureView& measure = model.measures[index];
    figures.push_back(Bare(model, measure, language));
    has_target = has_target || HasAnyTarget(measure);
  }
  std::string value = absl::StrJoin(figures, " + ");
  if (!has_target) {
    absl::StrAppend(&value, In({"; ", " ; ", "; "}, language),
                    In(NoTarget(model), language));
  }
  return WrapIndented(absl::StrCat("- ", Clean(indicator.text),
                                   In({": ", " : ", ": "}, language), value),
                      kColumns - 4, 4);
}

void AddObjectives(const ReportModel& model, Language language,
                   std::string& out) {
  for (const ObjectiveView& view : model.objectives) {
    absl::StrAppend(
        &out, "\n", PadRight(Clean(view.node->path()), 10), " ",
        WrapIndented(Clean(view.node->text().empty() ? view.node->heading()
                                                     : view.node->text()),
                     kColumns - 11, 11));
    absl::StrAppend(&out, "  ");
    if (model.data->IsMoneyMissing()) {
      const Sentence kMoney{"budget: ", "budget : ", "budget: "};
      absl::StrAppend(
          &out, In(kMoney, language),
          In(model.data->InsteadOf("conventions.budget"), language));
    } else if (view.lines.empty()) {
      absl::StrAppend(&out, In(labels::kNoLines, language));
    } else {
      absl::StrAppend(&out, In(labels::kAllotted, language), " ",
                      Amount(view.money.allotted_cents), " · ",
                      In(labels::kReserved, language), " ",
                      Amount(view.money.reserved_cents), " · ",
                      In(labels::kSpent, language), " ",
                      Amount(view.money.spent_cents));
    }
    if (view.findings > 0) {
      absl::StrAppend(&out, " · ",
                      In(labels::FindingCount(view.findings), language));
    }
    out += '\n';
    for (const size_t index : view.indicators) {
      absl::StrAppend(&out, "  ",
                      IndicatorLine(model, model.indicators[index], language));
    }
  }
}

void AddHead(const ReportModel& model, Language language, std::string& out) {
  if (model.convention == nullptr) {
    absl::StrAppend(&out, Clean(model.data->convention_name), "\n");
    return;
  }
  const auto& convention = *model.convention;
  absl::StrAppend(&out, WrapIndented(Clean(convention.title()), kColumns, 0));
  const Sentence kZone{"police zone", "zone de police", "politiezone"};
  absl::StrAppend(&out, Clean(convention.municipality()), " (",
                  Clean(convention.municipality_code()), ") · ",
                  In(kZone, language), " ",
                  Clean(convention.police_zone_code()), " · ",
                  DayText(convention.valid_from()), " - ",
                  DayText(convention.valid_until()), " · ",
                  In(labels::StateName(convention.state()), language), "\n");
}

}  // namespace

std::string StatusText(const ReportModel& model, Language language) {
  std::string out;
  AddHead(model, language, out);
  const Sentence kMissing{"MISSING: ", "MANQUE : ", "ONTBREEKT: "};
  for (const MissingPart& missing : model.data->missing) {
    const std::string sentence = In(MissingSentence(missing), language);
    absl::StrAppend(&out,
                    WrapIndented(absl::StrCat(In(kMissing, language), sentence),
                                 kColumns - 2, 2));
  }
  if (!model.envelopes.empty()) {
    AddEnvelopes(model, language, out);
    AddClaims(model, language, out);
    AddDeadlines(model, language, out);
  }
  AddObjectives(model, language, out);
  AddMeasureLines(model, language, out);
  const std::string periods = PeriodLine(*model.data, language);
  if (!periods.empty()) absl::StrAppend(&out, "\n", periods);
  if (model.convention != nullptr) {
    const Sentence kToResolve{" to resolve", " à résoudre", " op te lossen"};
    absl::StrAppend(
        &out, "\n",
        In(labels::FindingCount(model.open_finding_count), language),
        In(kToResolve, language), "\n");
  }
  return out;
}

}  // namespace entente::client
