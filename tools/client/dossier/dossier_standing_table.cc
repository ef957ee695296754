// Which months of the year are approved: the figures of the other tables are
// those of the day, whoever approved them or not.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/dossier/standing_check.h"
#include "tools/client/report/month_standing.h"

namespace entente::client {
namespace {

Sentence HandedInBecause(const std::string& months, const std::string& reason) {
  return {absl::StrCat("Handed in although the figures of these months are not "
                       "approved as they stand: ",
                       months, ". Reason: ", reason),
          absl::StrCat("Remis alors que les chiffres de ces mois ne sont pas "
                       "approuvés tels quels : ",
                       months, ". Motif : ", reason),
          absl::StrCat("Ingediend hoewel de cijfers van deze maanden niet "
                       "goedgekeurd zijn zoals ze zijn: ",
                       months, ". Reden: ", reason)};
}

}  // namespace

DossierTable StandingTable(const DossierData& data) {
  DossierTable table{
      kStandingTableId,
      kStandingTitle,
      {"no month of the year lies in the term",
       "aucun mois de l'année ne tombe dans la durée de la convention",
       "geen maand van het jaar valt binnen de looptijd"},
      {Text(kStandingMonthKey, {"month", "Mois", "Maand"}),
       Text("standing", {"standing", "État", "Stand"}),
       Number(kStandingVersionKey, {"version", "Version", "Versie"}),
       Text("sha256_start", {"hash", "Empreinte", "Hash"}),
       Hidden(kStandingCodeKey), Hidden("sha256"), Hidden(kStandingReasonKey)},
      {},
      {}};
  for (const MonthStanding& standing : StandingsOf(data.report)) {
    if (standing.month.year() != data.year) continue;
    table.rows.push_back(
        {Word(absl::FormatCivilTime(standing.month)),
         BothWords(StandingWord(standing.kind)),
         Word(standing.version == 0 ? "" : absl::StrCat(standing.version)),
         Word(ShortHash(standing.sha256)), Word(StandingCode(standing.kind)),
         Word(standing.sha256),
         Word(NeedsReason(standing.kind) ? data.unapproved_reason : "")});
  }
  table.note = kStandingRemark;
  for (const MonthRemark& exception : ExceptionsOf(data.report)) {
    if (exception.month.year() != data.year) continue;
    table.remarks.push_back(exception.sentence);
  }
  for (const MonthRemark& renamed : RenamedSince(data.report)) {
    if (renamed.month.year() != data.year) continue;
    absl::StrAppend(&table.note.en, " ", renamed.sentence.en, ".");
    absl::StrAppend(&table.note.fr, " ", renamed.sentence.fr, ".");
    absl::StrAppend(&table.note.nl, " ", renamed.sentence.nl, ".");
  }
  if (!data.unapproved_reason.empty()) {
    table.warning = HandedInBecause(MonthRanges(MonthsThatNeedReason(data)),
                                    data.unapproved_reason);
  }
  return table;
}

}  // namespace entente::client
