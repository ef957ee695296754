#include "tools/client/report/status_text.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/client/report/labels.h"
#include "tools/client/report/svg_charts.h"
#include "tools/client/report/wrap.h"

namespace entente::client {
namespace {

using conventions::v1::MeasureKind;

constexpr size_t kColumns = 100;
constexpr size_t kNameColumns = 22;
constexpr size_t kAmountColumns = 13;

std::string Rule() { return std::string(kColumns, '-') + "\n"; }

std::string Money(int64_t cents) {
  return PadLeft(cents == 0 ? "-" : Amount(cents), kAmountColumns);
}

std::string PhaseLine(absl::string_view name, const MoneyPhases& money) {
  return absl::StrCat(PadRight(name, kNameColumns),
                      Money(money.allocated_cents), Money(money.allotted_cents),
                      PadLeft(Amount(money.unallotted_cents), kAmountColumns),
                      Money(money.reserved_cents), Money(money.spent_cents),
                      Money(money.available_cents), "\n");
}

void AddEnvelopes(const ReportModel& model, Language language,
                  std::string& out) {
  absl::StrAppend(&out, "\n", PadRight("EUR", kNameColumns));
  for (const Sentence* label :
       {&labels::kAllocated, &labels::kAllotted, &labels::kUnallotted,
        &labels::kReserved, &labels::kSpent, &labels::kAvailable}) {
    absl::StrAppend(&out, PadLeft(In(*label, language), kAmountColumns));
  }
  absl::StrAppend(&out, "\n", Rule());
  for (const EnvelopeView& view : model.envelopes) {
    absl::StrAppend(
        &out,
        PhaseLine(In(labels::EnvelopeShortName(view.envelope->allocation(),
                                               view.envelope->year()),
                     language),
                  view.money));
  }
  absl::StrAppend(&out, Rule(),
                  PhaseLine(In(labels::kTotal, language), model.total));
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
  return In(measure.has_figures ? labels::kNotSummable : labels::kNoFigures,
            language);
}

void AddMeasureLines(const ReportModel& model, Language language,
                     std::string& out) {
  const Sentence kHead{
      absl::StrCat(model.indicator_count, " indicators report ",
                   model.reported_measure_count, " measures"),
      absl::StrCat(model.indicator_count, " indicateurs rendent compte de ",
                   model.reported_measure_count, " mesures"),
      absl::StrCat(model.indicator_count, " indicatoren rapporteren over ",
                   model.reported_measure_count, " metingen")};
  absl::StrAppend(&out, "\n", In(kHead, language), "\n", Rule());
  const bool is_unread = model.data->IsMissing("indicators.series");
  for (const MeasureView& measure : model.measures) {
    const std::string title = Clean(In(measure.definition->title(), language));
    const std::string guess = measure.definition->is_kind_guessed() ? " ?" : "";
    std::string trail;
    if (is_unread) {
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
    absl::StrAppend(&out,
                    PadRight(absl::StrCat(title, guess),
                             kColumns - value_columns - trail_columns - 2),
                    PadLeft(value, value_columns), "  ", trail, "\n");
  }
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
    has_target = has_target || measure.has_target;
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
  if (!model.envelopes.empty()) AddEnvelopes(model, language, out);
  AddObjectives(model, language, out);
  if (!model.measures.empty()) AddMeasureLines(model, language, out);
  if (model.convention != nullptr) {
    const Sentence kToResolve{" to resolve", " à résoudre", " op te lossen"};
    absl::StrAppend(&out, "\n",
                    In(labels::FindingCount(model.finding_count), language),
                    In(kToResolve, language), "\n");
  }
  return out;
}

}  // namespace entente::client
