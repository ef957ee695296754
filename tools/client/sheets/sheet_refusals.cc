#include "tools/client/sheets/sheet_refusals.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tools/client/cli.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

Sentence NothingStored(int64_t cells) {
  return Plural(
      cells,
      {"Nothing was stored: {n} cell of the sheet cannot be taken, see above.",
       "Rien n'a été enregistré : {n} cellule du relevé ne peut être prise, "
       "voir ci-dessus.",
       "Er is niets bewaard: {n} cel van het blad kan niet aanvaard worden, "
       "zie hierboven."},
      {"Nothing was stored: {n} cells of the sheet cannot be taken, see above.",
       "Rien n'a été enregistré : {n} cellules du relevé ne peuvent être "
       "prises, voir ci-dessus.",
       "Er is niets bewaard: {n} cellen van het blad kunnen niet aanvaard "
       "worden, zie hierboven."});
}

// The service takes the request of nobody who approved the month, not even
// after a re-opening.
Sentence NotTheApprover() {
  return {" (somebody else than whoever approved it)",
          " (une autre personne que celle qui l'a approuvé)",
          " (iemand anders dan wie ze goedkeurde)"};
}

Sentence WhatHelps(const std::string& reason, const std::string& month) {
  const std::string reopen = absl::StrCat("entente period reopen ", month);
  if (reason == "PERIOD_APPROVED" || reason == "PERIOD_CLOSED") {
    const Sentence who =
        reason == "PERIOD_APPROVED" ? NotTheApprover() : Sentence();
    return {absl::StrCat("Only a re-opening of the month lets them in; the "
                         "coordinator asks for it",
                         who.en, ": ", reopen),
            absl::StrCat("Seule une réouverture du mois les admet ; la "
                         "coordination la demande",
                         who.fr, " : ", reopen),
            absl::StrCat("Alleen een heropening van de maand laat ze toe; de "
                         "coördinatie vraagt ze",
                         who.nl, ": ", reopen)};
  }
  if (reason == "PERIOD_REOPENING_ENDED") {
    const Sentence who = NotTheApprover();
    const std::string approve = absl::StrCat("entente period approve ", month);
    return {
        absl::StrCat("The re-opening of the month has ended. Another lets "
                     "them in; the coordinator asks for it",
                     who.en, ": ", reopen,
                     ". Or the month is approved as it stands: ", approve),
        absl::StrCat("La réouverture du mois est terminée. Une autre les "
                     "admet ; la coordination la demande",
                     who.fr, " : ", reopen,
                     ". Ou le mois est approuvé tel quel : ", approve),
        absl::StrCat("De heropening van de maand is voorbij. Een andere "
                     "laat ze toe; de coördinatie vraagt die",
                     who.nl, ": ", reopen,
                     ". Of de maand wordt goedgekeurd zoals ze is: ", approve)};
  }
  if (reason == "PERIOD_LOCKED") {
    const std::string command =
        absl::StrCat("entente period exception request ", month);
    return {absl::StrCat("Only an exception lets them in; the coordinator asks "
                         "for it: ",
                         command),
            absl::StrCat("Seule une exception les admet ; la coordination la "
                         "demande : ",
                         command),
            absl::StrCat("Alleen een uitzondering laat ze toe; de coördinatie "
                         "vraagt ze: ",
                         command)};
  }
  return {"Correct the sheet and read it again.",
          "Corrigez le relevé et relisez-le.",
          "Verbeter het blad en lees het opnieuw."};
}

}  // namespace

absl::Status SheetOfOtherSource(const std::string& source,
                                const std::string& meant) {
  return ClientError(
      absl::StatusCode::kInvalidArgument, "SHEET_OTHER_SOURCE",
      {absl::StrCat("This is a sheet of source ", source, ", not of ", meant,
                    ". As that source, read it with the login of ", source,
                    "; a coordinator reads it in with --on-behalf."),
       absl::StrCat("C'est un relevé de la source ", source, ", pas de ", meant,
                    ". Si vous êtes cette source, lisez-le avec la session de ",
                    source, " ; la coordination le lit avec --on-behalf."),
       absl::StrCat("Dit is een blad van bron ", source, ", niet van ", meant,
                    ". Bent u die bron, lees het dan met de aanmelding van ",
                    source, "; de coördinatie leest het in met --on-behalf.")});
}

absl::Status SheetRefused(const std::string& reason, int64_t cells,
                          const std::string& month) {
  const Sentence what = NothingStored(cells);
  const Sentence helps = WhatHelps(reason, month);
  return ClientError(absl::StatusCode::kInvalidArgument, reason,
                     {absl::StrCat(what.en, " ", helps.en),
                      absl::StrCat(what.fr, " ", helps.fr),
                      absl::StrCat(what.nl, " ", helps.nl)});
}

absl::Status SheetOvertaken(const std::string& cells) {
  return ClientError(
      absl::StatusCode::kAborted, "SHEET_OVERTAKEN",
      {absl::StrCat("Another sheet was delivered at the same moment; its "
                    "figures stand at ",
                    cells, ". Read this one again to see the difference."),
       absl::StrCat("Un autre relevé a été livré au même moment ; ses chiffres "
                    "valent en ",
                    cells, ". Relisez celui-ci pour voir la différence."),
       absl::StrCat("Op hetzelfde ogenblik werd een ander blad geleverd; zijn "
                    "cijfers gelden in ",
                    cells, ". Lees dit opnieuw om het verschil te zien.")});
}

}  // namespace entente::client
