// Which months of the year are approved: the figures of the other tables are
// those of the day, whoever approved them or not.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/dossier/standing_check.h"
#include "tools/client/report/month_standing.h"

namespace entente::client {

DossierTable StandingTable(const DossierData& data) {
  DossierTable table{
      kStandingTableId,
      kStandingTitle,
      {"no month of the year has begun", "aucun mois de l'année n'a commencé",
       "geen maand van het jaar is begonnen"},
      {Text(kStandingMonthKey, {"month", "Mois", "Maand"}),
       Text("standing", {"standing", "État", "Stand"}),
       Number("version", {"version", "Version", "Versie"}),
       Text("sha256_start", {"hash", "Empreinte", "Hash"}),
       Hidden(kStandingCodeKey), Hidden("sha256")},
      {},
      {}};
  for (const MonthStanding& standing : StandingsOf(data.report)) {
    if (standing.month.year() != data.year) continue;
    table.rows.push_back(
        {Word(absl::FormatCivilTime(standing.month)),
         BothWords(StandingWord(standing.kind)),
         Word(standing.version == 0 ? "" : absl::StrCat(standing.version)),
         Word(ShortHash(standing.sha256)), Word(StandingCode(standing.kind)),
         Word(standing.sha256)});
  }
  table.note = kStandingRemark;
  return table;
}

}  // namespace entente::client
