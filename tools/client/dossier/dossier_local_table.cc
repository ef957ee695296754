// Indicators of the municipality's own, apart from those of the convention.
#include <string>

#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/language.h"
#include "tools/client/local_words.h"

namespace entente::client {

DossierTable LocalTable(const DossierData& data, const ReportModel& model) {
  DossierTable table{
      "local_indicators",
      labels::kLocalMeasures,
      {"none", "aucun", "geen"},
      {Text("measure", labels::kMeasure),
       Text("title_fr", {"title", "Intitulé", "Titel (fr)"}),
       Text("title_nl", {"title (nl)", "Intitulé (nl)", "Titel"}),
       DossierColumn{"figure", labels::kReached, /*is_number=*/true,
                     /*is_file_only=*/false, labels::kNoFigures},
       DossierColumn{"target", labels::kTarget, /*is_number=*/true,
                     /*is_file_only=*/false, labels::kNoTarget},
       Hidden("of")},
      {},
      {}};
  for (const MeasureView& measure : model.local_measures) {
    const auto& definition = *measure.definition;
    std::string figure, target;
    for (const YearView& year : measure.years) {
      if (year.year != data.year) continue;
      figure = FigureOf(measure, year.total);
      if (year.target != nullptr) {
        target = AgreedFigure(definition.kind(), year.target->value());
      }
    }
    table.rows.push_back({Word(definition.code()),
                          Word(Pick(definition.title(), Language::kFr)),
                          Word(Pick(definition.title(), Language::kNl)),
                          Word(figure), Word(target), BothWords(kLocalWords)});
  }
  table.note = kLocalNote;
  return table;
}

}  // namespace entente::client
