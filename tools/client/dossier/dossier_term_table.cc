// Indicators beside what is agreed for the whole term of the convention, as
// counted when the dossier is made.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/dossier/dossier_year.h"
#include "tools/client/target_period.h"

namespace entente::client {
namespace {

using conventions::v1::MeasureKind;

// Its year stands behind it on the page, and in a column of the file.
DossierCell BaselineOf(MeasureKind kind, const indicators::v1::Target& target) {
  if (!target.has_baseline()) return Word("");
  const indicators::v1::Baseline& from = target.baseline();
  return {AgreedFigure(kind, from.value()), std::nullopt,
          absl::StrCat(" (", from.year(), ")")};
}

DossierRow RowOf(const IndicatorView& indicator, const MeasureView& measure) {
  const MeasureKind kind = measure.definition->kind();
  const TermView& term = measure.term;
  const indicators::v1::Target& target = *term.target;
  return {
      Word(indicator.path),
      Word(indicator.text),
      Word(measure.definition->code()),
      BaselineOf(kind, target),
      Word(AgreedFigure(kind, target.value())),
      Word(FigureOf(measure, term.actual)),
      BothWords(IsTotalOnly(measure) ? labels::kConfidential : term.standing),
      Word(TermText(target.term())),
      Word(target.has_baseline() ? absl::StrCat(target.baseline().year()) : ""),
      Word(absl::StrCat(term.months)),
      Word(absl::StrCat(term.months_final))};
}

// Of one term, thus the same for every row.
Sentence NoteOf(const TermView& term) {
  const std::string months = TermText(term.target->term());
  const Sentence settled =
      labels::MonthsSettled(term.months_final, term.months);
  return {
      absl::StrCat("Term ", months, ", counted to the day on which this was ",
                   "made: ", settled.en, "."),
      absl::StrCat("Période ", months, ", comptée jusqu'au jour où ce ",
                   "dossier a été établi : ", settled.fr, "."),
      absl::StrCat("Looptijd ", months,
                   ", geteld tot de dag van opmaak: ", settled.nl, ".")};
}

}  // namespace

DossierTable TermTable(const DossierData& data, const ReportModel& model) {
  DossierTable table{
      "term_targets",
      {"Targets of the whole term", "Objectifs chiffrés de toute la période",
       "Streefcijfers van de hele looptijd"},
      labels::kNoTarget,
      {Text("objective", {"objective", "Objectif", "Doelstelling"}),
       Text("indicator", labels::kIndicator), Text("measure", labels::kMeasure),
       DossierColumn{"baseline",
                     labels::kBaseline,
                     /*is_number=*/true,
                     /*is_file_only=*/false,
                     {"none", "aucune", "geen"}},
       Number("target", labels::kTarget),
       Number("figure", labels::kReachedToDate),
       Text("state", labels::kStanding), Hidden("term"),
       Hidden("baseline_year"), Hidden("months"), Hidden("months_final")},
      {},
      {}};
  const std::set<std::string> ended =
      EndedNodes(data.year, *data.report.convention);
  for (const IndicatorView& indicator : model.indicators) {
    if (indicator.is_expected_result || ended.contains(indicator.node_id)) {
      continue;
    }
    for (const size_t index : indicator.measures) {
      const MeasureView& measure = model.measures[index];
      if (measure.term.target == nullptr) continue;
      table.rows.push_back(RowOf(indicator, measure));
      table.note = NoteOf(measure.term);
    }
  }
  return table;
}

}  // namespace entente::client
