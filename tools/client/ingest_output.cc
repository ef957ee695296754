#include "tools/client/ingest_output.h"

#include <cstdlib>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/ingest_row_text.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// The tables above it say why, row by row. `is_again`: an earlier run was told,
// and another session may take what that did not.
absl::Status NothingTaken(bool is_again) {
  if (is_again) {
    return ClientError(
        absl::StatusCode::kInvalidArgument, "INGEST_NOTHING_TAKEN",
        {"Nothing was taken: every row had been rejected before. Correct the "
         "rows, or where what kept them out is gone, try them again with "
         "--session again-1.",
         "Rien n'a été pris : toutes les lignes avaient déjà été rejetées. "
         "Corrigez les lignes ou, si ce qui les retenait a disparu, retentez "
         "avec --session again-1.",
         "Er is niets aanvaard: alle rijen waren al geweigerd. Verbeter de "
         "rijen of, als wat ze tegenhield weg is, probeer opnieuw met "
         "--session again-1."});
  }
  return ClientError(
      absl::StatusCode::kInvalidArgument, "INGEST_NOTHING_TAKEN",
      {"Every row was rejected: nothing was taken. Correct the rows and "
       "deliver "
       "them again.",
       "Toutes les lignes ont été rejetées : rien n'a été pris. Corrigez les "
       "lignes et livrez-les à nouveau.",
       "Alle rijen werden geweigerd: er is niets aanvaard. Verbeter de rijen "
       "en "
       "lever ze opnieuw."});
}

// The rows are listed above it.
absl::Status KnownRowsDiffer() {
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "INGEST_KNOWN_ROWS_DIFFER",
      {"Nothing was taken, and known rows count otherwise now than the file "
       "says.",
       "Rien n'a été pris, et des lignes connues comptent maintenant autrement "
       "que ne le dit le fichier.",
       "Er is niets aanvaard, en gekende rijen tellen nu anders dan het "
       "bestand zegt."});
}

std::string Signed(int64_t value,
                   absl::FunctionRef<std::string(int64_t)> shown) {
  const char* sign = value > 0 ? "+" : value < 0 ? "-" : "";
  return absl::StrCat(sign, shown(std::abs(value)));
}

// The month as a whole.
google::type::Date MonthDate(int months) {
  google::type::Date date;
  date.set_year(months / 12);
  date.set_month(months % 12 + 1);
  return date;
}

// How to see all rows that were rejected; of a dry run nothing is kept.
void PrintRejectionsCommand(Cli& cli, const ShownIngest& shown,
                            const IngestResult& result) {
  if (shown.is_dry_run || result.totals.rejected() == 0) return;
  const std::string command =
      absl::StrCat("entente indicators rejections ", shown.source, "/",
                   shown.last_session_id,
                   shown.municipality.empty()
                       ? ""
                       : absl::StrCat(" --municipality ", shown.municipality));
  cli.out() << "\n";
  cli.Say({absl::StrCat("All rejected rows: ", command),
           absl::StrCat("Toutes les lignes rejetées : ", command),
           absl::StrCat("Alle geweigerde rijen: ", command)});
}

// How many of the rows that the first session rejected others took.
void PrintTakenLater(Cli& cli, const ShownIngest& shown) {
  if (shown.rows_taken_later == 0) return;
  const std::string& last = shown.last_session_id;
  cli.Say(Plural(
      shown.rows_taken_later,
      {absl::StrCat("{n} row that was rejected at first was taken in a later "
                    "pass (last session ",
                    last, ")."),
       absl::StrCat("{n} ligne rejetée d'abord a été prise lors d'un passage "
                    "ultérieur (dernière session ",
                    last, ")."),
       absl::StrCat("{n} rij die eerst geweigerd was, is aanvaard in een "
                    "latere ronde (laatste sessie ",
                    last, ").")},
      {absl::StrCat("{n} rows that were rejected at first were taken in later "
                    "passes (last session ",
                    last, ")."),
       absl::StrCat("{n} lignes rejetées d'abord ont été prises lors de "
                    "passages ultérieurs (dernière session ",
                    last, ")."),
       absl::StrCat("{n} rijen die eerst geweigerd waren, zijn aanvaard in "
                    "latere rondes (laatste sessie ",
                    last, ").")}));
}

// Whether another session may be advised for what was rejected. Where the order
// of the rows is not clear it would count an older figure, and where the same
// command goes on it is not needed.
bool MayTryElsewhere(const ShownIngest& shown) {
  return shown.left != v1::DeliveryReceipt::LEFT_REJECTED_ORDER &&
         shown.left != v1::DeliveryReceipt::LEFT_REJECTED_SESSIONS;
}

// That the totals are those of the file's rows, and no more than is known.
void PrintReconciled(Cli& cli, bool has_unproved) {
  if (!has_unproved) {
    cli.Say({"It reconciles: every row of the file is accounted for.",
             "Le compte est bon : chaque ligne du fichier est comptée.",
             "De telling klopt: elke rij van het bestand is verantwoord."});
    return;
  }
  cli.Say(
      {"The totals add up to the rows of the file. Whether all rows that were "
       "delivered before still say the same is not known: not of rows that "
       "were rejected then, that count otherwise now, or of which this account "
       "is not told. If the file was changed since, deliver it under another "
       "--session: what is known counts once.",
       "Les totaux donnent les lignes du fichier. On ne sait si toutes les "
       "lignes livrées auparavant disent encore la même chose : pas pour "
       "celles rejetées alors, celles qui comptent autrement maintenant ou "
       "celles dont ce compte n'est pas informé. Si le fichier a changé "
       "depuis, livrez-le sous une autre --session : ce qui est connu n'est "
       "compté qu'une fois.",
       "De totalen geven de rijen van het bestand. Of alle rijen die al "
       "geleverd waren nog hetzelfde zeggen, is niet bekend: niet van rijen "
       "die toen geweigerd zijn, die nu anders tellen of waarover dit account "
       "niet wordt ingelicht. Is het bestand sindsdien gewijzigd, lever het "
       "dan onder een andere --session: wat gekend is, telt één keer."});
}

// What a dry run would have changed.
absl::Status PrintMoves(Cli& cli, const std::string& municipality_code,
                        const IngestResult& result) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string municipality,
      MunicipalityName(cli.session().config(), municipality_code));
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup measures,
                           MeasureLookup::Read(cli, municipality));
  cli.out() << "\n";
  Table table(
      {{cli.T({"it would change", "cela changerait", "dit zou wijzigen"}),
        Align::kLeft, true},
       {cli.T({"month", "mois", "maand"})},
       {cli.T({"figure", "chiffre", "cijfer"}), Align::kRight},
       {cli.T({"events", "événements", "gebeurtenissen"}), Align::kRight}});
  int64_t changed = 0;
  for (const auto& [place, move] : result.moves) {
    if (move.value == 0 && move.contributions == 0) continue;
    ++changed;
    const auto& [code, split, month] = place;
    table.AddRow({measures.On(MonthDate(month)).Title(code, split),
                  absl::StrFormat("%04d-%02d", month / 12, month % 12 + 1),
                  Signed(move.value,
                         [&, code = code](int64_t value) {
                           return measures.Figure(code, value);
                         }),
                  Signed(move.contributions, FormatCount)});
  }
  if (changed == 0) {
    cli.Say({"It would change no figure.", "Cela ne changerait aucun chiffre.",
             "Dit zou geen enkel cijfer wijzigen."});
    return absl::OkStatus();
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

}  // namespace

void PrintLeftOut(Cli& cli, int64_t records) {
  if (records == 0) return;
  if (records == 1) {
    cli.Say({"1 record of an area of another municipality left out.",
             "1 enregistrement d'un lieu d'une autre commune laissé de côté.",
             "1 record van een gebied van een andere gemeente weggelaten."});
    return;
  }
  const std::string left_out = FormatCount(records);
  cli.Say({absl::StrCat(left_out,
                        " records of areas of other municipalities left out."),
           absl::StrCat(left_out,
                        " enregistrements de lieux d'autres communes laissés "
                        "de côté."),
           absl::StrCat(left_out,
                        " records van gebieden van andere gemeenten "
                        "weggelaten.")});
}

void PrintRejections(Cli& cli, const IngestResult& result,
                     const RowLines& lines) {
  if (result.rejections.empty()) return;
  Table table(
      {{cli.T({"rejected", "rejetées", "geweigerd"}), Align::kRight},
       {cli.T({"column", "colonne", "kolom"})},
       {cli.T({"reason", "motif", "reden"})},
       {cli.T({"what would be right", "ce qu'il faudrait", "wat wel kan"}),
        Align::kLeft, true}});
  for (const auto& [key, count] : result.rejections) {
    table.AddRow({FormatCount(count), key.second, key.first,
                  RejectionText(cli, key.first)});
  }
  cli.out() << "\n"
            << table.Render(cli.columns()) << "\n"
            << RejectedRowsText(cli.language(), cli.columns(), result, lines);
}

void PrintKnownRows(Cli& cli, const KnownRowsAnswer& known_rows,
                    const RowLines& lines) {
  if (known_rows.not_compared > 0) {
    const std::string rows = FormatCount(known_rows.not_compared);
    cli.out() << "\n";
    cli.Say({absl::StrCat("Known rows that were not compared with what counts "
                          "now: ",
                          rows, "."),
             absl::StrCat("Lignes connues qui n'ont pas été comparées à ce qui "
                          "compte maintenant : ",
                          rows, "."),
             absl::StrCat("Gekende rijen die niet werden vergeleken met wat nu "
                          "telt: ",
                          rows, ".")});
  }
  if (known_rows.differ.empty()) return;
  const std::string differ = FormatCount(
      static_cast<int64_t>(known_rows.differ.size()) + known_rows.more_differ);
  cli.out() << "\n";
  cli.Say({absl::StrCat("Known rows that count otherwise now: ", differ,
                        ". Nothing was changed. To correct them: a row with a "
                        "new event_id that names the old one under replaces "
                        "(or the revision of a mapping)."),
           absl::StrCat(
               "Lignes connues qui comptent autrement maintenant : ", differ,
               ". Rien n'a été modifié. Pour les corriger : une ligne "
               "avec un nouvel event_id qui nomme l'ancien sous "
               "replaces (ou la revision d'une correspondance)."),
           absl::StrCat("Gekende rijen die nu anders tellen: ", differ,
                        ". Er is niets gewijzigd. Om ze te verbeteren: een rij "
                        "met een nieuwe event_id die de oude noemt onder "
                        "replaces (of de revision van een koppeling).")});
  std::map<std::string, std::vector<int64_t>> by_columns;
  for (const KnownRowDifference& row : known_rows.differ) {
    by_columns[absl::StrJoin(row.columns, ", ")].push_back(row.row_index);
  }
  Table table({{cli.T({"otherwise", "autrement", "anders"}), Align::kRight},
               {cli.T({"column", "colonne", "kolom"})},
               {cli.T({"lines of the file", "lignes du fichier",
                       "regels van het bestand"}),
                Align::kLeft, true}});
  for (const auto& [columns, rows] : by_columns) {
    table.AddRow({FormatCount(static_cast<int64_t>(rows.size())), columns,
                  LinesText(cli.language(), rows, lines)});
  }
  cli.out() << "\n" << table.Render(cli.columns());
}

absl::Status PrintIngestResult(Cli& cli, const ShownIngest& shown,
                               const IngestResult& result) {
  if (result.rows_skipped > 0) {
    cli.Say(
        Plural(result.rows_skipped,
               {"{n} row had been delivered before.",
                "{n} ligne avait déjà été livrée.", "{n} rij was al geleverd."},
               {"{n} rows had been delivered before.",
                "{n} lignes avaient déjà été livrées.",
                "{n} rijen waren al geleverd."}));
  }
  if (result.reconnects > 0) {
    cli.Say(
        Plural(result.reconnects,
               {"Connection resumed {n} time.", "Connexion rétablie {n} fois.",
                "Verbinding {n} keer hersteld."},
               {"Connection resumed {n} times.", "Connexion rétablie {n} fois.",
                "Verbinding {n} keer hersteld."}));
  }
  PrintLeftOut(cli, shown.records_left_out);
  cli.out() << cli.T({"Session ", "Session ", "Sessie "}) << shown.session_id
            << (shown.is_dry_run
                    ? cli.T({" (dry run, nothing stored)",
                             " (simulation, rien n'est enregistré)",
                             " (simulatie, niets bewaard)"})
                    : "")
            << "\n\n";
  PrintTotals(cli, result.totals);
  PrintTakenLater(cli, shown);
  PrintRejections(cli, result, shown.lines);
  PrintRejectionsCommand(cli, shown, result);
  if (shown.is_dry_run) {
    ENTENTE_RETURN_IF_ERROR(PrintMoves(cli, shown.municipality, result));
  }
  PrintKnownRows(cli, shown.known_rows, shown.lines);
  const bool is_whole =
      Reconciles(result.totals) && result.totals.sent() == shown.file_rows;
  if (is_whole) {
    cli.out() << "\n";
    PrintReconciled(cli, shown.has_unproved);
    // Whatever kept its rows away then, this session does not ask again.
    if (result.rows_skipped == shown.file_rows &&
        result.totals.rejected() > 0 && MayTryElsewhere(shown)) {
      cli.Say(
          {"What was rejected then is tried once more under another name: "
           "--session again-1. Nothing counts twice.",
           "Ce qui a été rejeté alors est retenté sous un autre nom : "
           "--session again-1. Rien n'est compté deux fois.",
           "Wat toen geweigerd is, wordt opnieuw geprobeerd onder een "
           "andere naam: --session again-1. Niets telt dubbel."});
    }
    if (result.TookNothing()) {
      return NothingTaken(result.rows_skipped == shown.file_rows &&
                          MayTryElsewhere(shown));
    }
    return result.MovedNothing() && !shown.known_rows.differ.empty()
               ? KnownRowsDiffer()
               : absl::OkStatus();
  }
  const std::string rows = FormatCount(shown.file_rows);
  return ClientError(absl::StatusCode::kDataLoss, "INGEST_DOES_NOT_RECONCILE",
                     {absl::StrCat("The totals do not add up to the ", rows,
                                   " rows of the file."),
                      absl::StrCat("Les totaux ne donnent pas les ", rows,
                                   " lignes du fichier."),
                      absl::StrCat("De totalen geven niet de ", rows,
                                   " rijen van het bestand.")});
}

absl::Status RefusedWhole(int64_t rejected) {
  const std::string rows = FormatCount(rejected);
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "INGEST_REFUSED_WHOLE",
      {absl::StrCat("Nothing was stored, as --atomic asks; rows that cannot be "
                    "taken: ",
                    rows, ". Correct them and deliver the file again."),
       absl::StrCat("Rien n'a été enregistré, comme le demande --atomic ; "
                    "lignes qui ne peuvent être prises : ",
                    rows, ". Corrigez-les et livrez le fichier à nouveau."),
       absl::StrCat("Er is niets bewaard, zoals --atomic vraagt; rijen die "
                    "niet aanvaard kunnen worden: ",
                    rows, ". Verbeter ze en lever het bestand opnieuw.")});
}

}  // namespace entente::client
