// Which source confirmed which month of the year, whether in time, and how many
// of its measures it left out: codes of sources and counts, nobody. The State's
// intake reads its columns again (dossier_figure_tables.h).
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/report/source_months.h"

namespace entente::client {
namespace {

using indicators::v1::PeriodSource;

DossierCell Truth(bool is_so) { return Word(is_so ? "true" : "false"); }

DossierCell Count(int count) { return Word(absl::StrCat(count)); }

// By its name, as long as this client knows it: a service of a later version
// may have others.
DossierCell Timeliness(PeriodSource::Timeliness timeliness) {
  return Word(PeriodSource::Timeliness_Name(
      PeriodSource::Timeliness_IsValid(timeliness)
          ? timeliness
          : PeriodSource::TIMELINESS_UNSPECIFIED));
}

DossierRow RowOf(const SourceMonth& one) {
  const Sentence word = TimelinessWord(one.timeliness);
  return {Word(absl::FormatCivilTime(one.month)), Word(one.source),
          word.fr.empty() ? Word("") : BothWords(word),
          // Nothing is missing of a month that is not yet due.
          one.is_due ? Count(one.missing_measures) : Word(""),
          Truth(one.is_expected), Truth(one.is_confirmed),
          Timeliness(one.timeliness), Truth(one.is_corrected_later)};
}

}  // namespace

DossierTable SourcesTable(const DossierData& data) {
  DossierTable table{
      "sources",
      kSourcesTitle,
      {"no source is expected, none delivered",
       "aucune source n'est attendue, aucune n'a livré",
       "geen bron wordt verwacht, geen leverde"},
      {Text("month", {"month", "Mois", "Maand"}),
       Text("source", {"source", "Source", "Bron"}),
       Text("standing", {"standing", "État", "Stand"}),
       Number("missing_measures", {"measures missing", "Mesures manquantes",
                                   "Ontbrekende metingen"}),
       Hidden("is_expected"), Hidden("is_confirmed"), Hidden("timeliness"),
       Hidden("is_corrected_later")},
      {},
      {}};
  for (const SourceMonth& one : SourceMonthsOf(data.report)) {
    if (one.month.year() == data.year) table.rows.push_back(RowOf(one));
  }
  table.note = kSourcesRemark;
  return table;
}

}  // namespace entente::client
