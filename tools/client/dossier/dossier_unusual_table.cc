// Figures of the year that lie far from those of the other months, as they are
// marked beside the drawings: a question to whoever reads them, no correction.
// The State's intake reads its columns again (dossier_figure_tables.h).
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/client/dossier/dossier_cells.h"

namespace entente::client {
namespace {

DossierRow RowOf(const MeasureView& measure, int year, size_t month,
                 const FigureView& figure) {
  const auto& definition = *measure.definition;
  const std::string fr = In(definition.title(), Language::kFr);
  const std::string nl = In(definition.title(), Language::kNl);
  return {Word(definition.code()),
          Word(nl.empty() || nl == fr ? fr : absl::StrCat(fr, " / ", nl)),
          Word(absl::StrFormat("%04d-%02d", year, month + 1)),
          figure.has_figure ? Word(Figure(definition.kind(), figure.value,
                                          figure.denominator))
                            : BothWords(labels::kNoFigures),
          Word(absl::StrCat(figure.value)),
          Word(absl::StrCat(figure.denominator)),
          Word(figure.has_figure ? "false" : "true")};
}

}  // namespace

DossierTable UnusualTable(const DossierData& data, const ReportModel& model) {
  DossierTable table{
      "unusual",
      {"Unusual figures", "Chiffres inhabituels", "Ongewone cijfers"},
      {"no figure of the year is unusual",
       "aucun chiffre de l'année n'est inhabituel",
       "geen cijfer van het jaar is ongewoon"},
      {Text("measure", labels::kMeasure),
       Text("title", {"title", "Intitulé", "Benaming"}),
       Text("month", {"month", "Mois", "Maand"}),
       Number("figure", labels::kReached), Hidden("value"),
       Hidden("denominator"), Hidden("is_silent")},
      {},
      {}};
  for (const MeasureView& measure : model.measures) {
    if (IsTotalOnly(measure)) continue;
    for (const YearView& year : measure.years) {
      if (year.year != data.year) continue;
      for (size_t month = 0; month < year.months.size(); ++month) {
        const FigureView& figure = year.months[month];
        if (!figure.is_unusual) continue;
        table.rows.push_back(RowOf(measure, data.year, month, figure));
      }
    }
  }
  table.note = labels::kUnusualRemark;
  return table;
}

}  // namespace entente::client
