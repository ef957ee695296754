#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "tools/client/delivery/delivery_commands.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/error_text.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/ingest_input.h"
#include "tools/client/ingest_output.h"
#include "tools/client/ingest_sender.h"
#include "tools/client/known_rows_question.h"
#include "tools/client/login_store.h"
#include "tools/client/progress.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::IngestService;

// Of a delivery that was taken all the same.
void NoteUnanswered(Cli& cli, const absl::Status& unanswered) {
  if (unanswered.ok()) return;
  cli.Note(
      {"Not checked: whether a sheet of the source counts the same already; "
       "the service did not tell this account.",
       "Non vérifié : si un relevé de la source compte déjà la même chose ; le "
       "service ne l'a pas dit à ce compte.",
       "Niet nagegaan: of een blad van de bron al hetzelfde telt; de dienst "
       "zei het niet aan dit account."});
  cli.err() << ErrorText(unanswered, cli.language(), cli.columns());
}

// Of a session that somebody named, and that held rows: those of an earlier
// version of this program had other numbers where the file has loose rows.
void NoteNumberedAnew(Cli& cli, const IngestFlags& flags,
                      const IngestResult& result, const ObservationRows& rows) {
  if (flags.session.empty() || result.rows_skipped == 0 ||
      !rows.has_loose_rows()) {
    return;
  }
  cli.Note(
      {"The rows of this file are numbered otherwise than by earlier versions, "
       "since empty rows are passed over. If one of those began this session, "
       "rows were left out: deliver the file under another --session.",
       "Les lignes de ce fichier sont numérotées autrement que par les "
       "versions antérieures, car les lignes vides sont passées. Si l'une "
       "d'elles a commencé cette session, des lignes ont été omises : livrez "
       "le fichier sous une autre --session.",
       "De rijen van dit bestand zijn anders genummerd dan door vorige "
       "versies, omdat lege rijen worden overgeslagen. Is deze sessie door zo "
       "een versie begonnen, dan zijn rijen weggelaten: lever het bestand "
       "onder een andere --session."});
}

struct Delivered {
  std::string session_id;
  IngestResult result;
  int64_t file_rows = 0;
  int64_t records_left_out = 0;
  KnownRowsAnswer known_rows;
  RowLines lines;
};

// What was delivered stays delivered, whatever this asks in vain.
KnownRowsAnswer AskAboutKnown(Cli& cli, const IngestOptions& options,
                              const IngestResult& result,
                              const KnownRows& rows) {
  absl::StatusOr<KnownRowsAnswer> answer = AskKnownRows(
      cli.session(), absl::StrCat(options.parent, "/sources/", options.source),
      options.session_id, result.totals, rows);
  if (answer.ok()) return *std::move(answer);
  cli.err() << ErrorText(answer.status(), cli.language(), cli.columns());
  return KnownRowsUnasked(result.totals, rows);
}

// Delivers the file, with the progress of it.
absl::StatusOr<Delivered> Deliver(Cli& cli, const IngestFlags& flags) {
  IngestOptions options{.source = flags.source,
                        .is_dry_run = flags.is_dry_run,
                        .is_atomic = flags.is_atomic,
                        .is_on_behalf = flags.is_on_behalf,
                        .is_new_source = flags.is_new_source,
                        .batch_rows = flags.batch_rows,
                        .in_flight_max = static_cast<size_t>(flags.in_flight)};
  ENTENTE_ASSIGN_OR_RETURN(
      options.parent,
      MunicipalityName(cli.session().config(), flags.municipality));
  IngestInput input;
  ENTENTE_RETURN_IF_ERROR(OpenInput(cli, flags, input));
  options.session_id = input.session_id;
  // Neither the source nor a colleague resumes what somebody opened on its
  // behalf.
  if (flags.is_on_behalf && flags.session.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(const Login login,
                             cli.session().logins().Load(cli.login()));
    const std::string own =
        absl::StrCat(options.session_id, "\n", login.subject);
    options.session_id =
        absl::StrCat("file-", Sha256Hex(own).substr(0, 24), "-on-behalf");
  }
  absl::Status unanswered;
  ENTENTE_RETURN_IF_ERROR(CheckSheets(cli, flags, options.parent,
                                      options.session_id, input, unanswered));
  ObservationRows& rows = *input.rows;
  ProgressPrinter printer(cli.err(), cli.is_err_tty(), cli.language(),
                          cli.columns());
  const absl::Time start = absl::Now();
  ProgressState state{.bytes_total = input.bytes_total};
  IngestSender sender(cli.session(), rows, options,
                      [&](const IngestResult& result, int64_t bytes_done) {
                        state.bytes_done = bytes_done;
                        state.rows = result.rows_acknowledged;
                        state.elapsed = absl::Now() - start;
                        state.totals = result.totals;
                        printer.Update(state, absl::Now());
                      });
  if (flags.is_atomic) {
    ENTENTE_RETURN_IF_ERROR(sender.ReadWhole());
    // Of a file that was not read to its end nothing is sent.
    if (rows.is_cut_short()) return ReadCutShort();
  }
  ENTENTE_ASSIGN_OR_RETURN(IngestResult result, sender.Run());
  // What was read is stored; the same command goes on behind it.
  if (rows.is_cut_short()) return ReadCutShort();
  if (!result.is_refused) state.bytes_done = state.bytes_total;
  state.rows = result.rows_acknowledged;
  state.totals = result.totals;
  state.elapsed = absl::Now() - start;
  printer.Finish(state);
  NoteUnanswered(cli, unanswered);
  NoteNumberedAnew(cli, flags, result, rows);
  KnownRowsAnswer known_rows;
  if (!result.is_refused) {
    known_rows = AskAboutKnown(cli, options, result, sender.known_rows());
  }
  return Delivered{options.session_id,    std::move(result),
                   rows.row_index(),      rows.records_left_out(),
                   std::move(known_rows), sender.row_lines()};
}

absl::Status Print(Cli& cli, const IngestFlags& flags,
                   const Delivered& delivered) {
  return PrintIngestResult(cli,
                           {.source = flags.source,
                            .session_id = delivered.session_id,
                            .municipality = flags.municipality,
                            .is_dry_run = flags.is_dry_run,
                            .file_rows = delivered.file_rows,
                            .records_left_out = delivered.records_left_out,
                            .known_rows = delivered.known_rows,
                            .lines = delivered.lines},
                           delivered.result);
}

absl::Status Ingest(Cli& cli, const IngestFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const Delivered delivered, Deliver(cli, flags));
  if (!delivered.result.is_refused) return Print(cli, flags, delivered);
  PrintRejections(cli, delivered.result, delivered.lines);
  int64_t rejected = 0;
  for (const auto& [what, rows] : delivered.result.rejections) rejected += rows;
  return RefusedWhole(rejected);
}

void AddIngest(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<IngestFlags>();
  Command command(
      group, cli, "ingest",
      {"Delivers a file of counts, and says row by row what was taken.\n"
       "Columns event_id;measure;date;area;value;replaces;withdraws (separator "
       "; or ,), and breakdown.LIST for each code list; or NDJSON and XML with "
       "those names (a breakdown holds its lists), or what --mapping says. "
       "Hours are in minutes. A row that withdraws names the event and nothing "
       "else. The same command again resumes a broken delivery and changes "
       "nothing in a finished one. Known rows that count otherwise now are "
       "named. Ends with 1 when every row was rejected, or nothing was taken "
       "and known rows count otherwise.",
       "Livre un fichier de comptages et rend compte de chaque ligne.\n"
       "Colonnes event_id;measure;date;area;value;replaces;withdraws "
       "(séparateur ; ou ,), et breakdown.LISTE par liste de codes ; ou NDJSON "
       "et XML sous ces noms (breakdown contient ses listes), ou ce que dit "
       "--mapping. Les heures sont en minutes. Une ligne qui retire désigne "
       "l'événement et rien d'autre. La même commande à nouveau reprend une "
       "livraison interrompue et ne change rien à une livraison terminée. Les "
       "lignes connues qui comptent autrement maintenant sont nommées. Se "
       "termine par 1 quand toutes les lignes sont rejetées, ou que rien n'est "
       "pris et que des lignes connues comptent autrement.",
       "Levert een bestand met tellingen en geeft rekenschap van elke rij.\n"
       "Kolommen event_id;measure;date;area;value;replaces;withdraws "
       "(scheidingsteken ; of ,), en breakdown.LIJST per codelijst; of NDJSON "
       "en XML met die namen (breakdown bevat zijn lijsten), of wat "
       "--mapping zegt. Uren zijn in minuten. Een rij die intrekt, noemt de "
       "gebeurtenis en niets anders. Dezelfde opdracht opnieuw hervat een "
       "onderbroken levering en verandert niets aan een voltooide. Gekende "
       "rijen die nu anders tellen, worden genoemd. Eindigt met 1 als alle "
       "rijen geweigerd zijn, of als niets aanvaard is en gekende rijen anders "
       "tellen."},
      "entente indicators ingest counts-2018.csv --source zone5339 --as "
      "zone5339");
  command.Positional("FILE", flags->file,
                     {"File of .csv, .ndjson or .xml; - reads standard input.",
                      "Fichier .csv, .ndjson ou .xml ; - lit l'entrée "
                      "standard.",
                      "Bestand .csv, .ndjson of .xml; - leest de "
                      "standaardinvoer."});
  command.Option("--mapping", flags->mapping,
                 {"How the file is read (textproto); see mapping check.",
                  "Comment se lit le fichier (textproto) ; voir mapping check.",
                  "Hoe het bestand gelezen wordt (textproto); zie mapping "
                  "check."});
  AddIdKeyFlag(command, flags->id_key);
  command
      .Option("--source", flags->source,
              {"Code of the source, as in zone5339.",
               "Code de la source, comme zone5339.",
               "Code van de bron, zoals zone5339."})
      ->required();
  // Here a session is a delivery; the login is --as.
  command.Option("--session", flags->session,
                 {"Id of the delivery; made of the file's content by default.",
                  "Identifiant de la livraison ; tiré du contenu du fichier "
                  "par défaut.",
                  "Id van de levering; standaard uit de inhoud van het "
                  "bestand."});
  CLI::Option* const batch = command
                                 .Option("--batch", flags->batch_rows,
                                         {"Rows of a batch; 2048 by default.",
                                          "Lignes par lot ; 2048 par défaut.",
                                          "Rijen per pakket; standaard 2048."})
                                 ->check(CLI::Range(1, kBatchRowsMax))
                                 ->option_text("N");
  CLI::Option* const in_flight =
      command
          .Option("--in-flight", flags->in_flight,
                  {"Batches sent before the first answer; 8 by default.",
                   "Lots envoyés avant la première réponse ; 8 par défaut.",
                   "Pakketten verzonden vóór het eerste antwoord; standaard "
                   "8."})
          ->check(CLI::Range(1, 64))
          ->option_text("N");
  command
      .Flag("--atomic", flags->is_atomic,
            {"Takes the whole file or nothing: it is one batch, and a wrong "
             "row keeps all out. At most 8192 rows; a longer file is refused "
             "unsent. A trial (--dry-run) does not see that the file was begun "
             "without it.",
             "Prend tout le fichier ou rien : c'est un seul lot, et une ligne "
             "fausse retient toutes les autres. Au plus 8192 lignes ; un "
             "fichier plus long est refusé sans rien envoyer. Un essai "
             "(--dry-run) ne voit pas que le fichier a été commencé sans.",
             "Aanvaardt het hele bestand of niets: het is één pakket, en één "
             "foute rij houdt alle tegen. Hoogstens 8192 rijen; een langer "
             "bestand wordt onverzonden geweigerd. Een proef (--dry-run) ziet "
             "niet dat het bestand zonder begonnen is."})
      ->excludes(batch)
      ->excludes(in_flight);
  command.Flag(
      "--adds", flags->is_adding,
      {"The rows come on top of the sheets of the source; refused without it "
       "where a sheet counts their measure and month already. Not looked at of "
       "CSV from standard input without --mapping.",
       "Les lignes s'ajoutent aux relevés de la source ; refusé sans cela si "
       "un relevé compte déjà leur mesure et leur mois. Pas examiné pour du "
       "CSV de l'entrée standard sans --mapping.",
       "De rijen komen boven op de bladen van de bron; zonder dit geweigerd "
       "als een blad hun meting en maand al telt. Niet bekeken voor CSV van de "
       "standaardinvoer zonder --mapping."});
  CLI::Option* const on_behalf =
      command.Flag("--on-behalf", flags->is_on_behalf,
                   {"As a coordinator, for a source that has no account; it is "
                    "shown who did.",
                    "En tant que coordination, pour une source sans compte ; "
                    "il est montré qui l'a fait.",
                    "Als coördinatie, voor een bron zonder account; er wordt "
                    "getoond wie het deed."});
  command
      .Flag("--new-source", flags->is_new_source,
            {"With --on-behalf: no calendar, measure or delivery names the "
             "source yet, and its code is right.",
             "Avec --on-behalf : aucun calendrier, mesure ou livraison ne "
             "nomme encore la source, et son code est juste.",
             "Met --on-behalf: nog geen kalender, meting of levering noemt de "
             "bron, en haar code is juist."})
      ->needs(on_behalf);
  command.Municipality(flags->municipality);
  command.DryRun(flags->is_dry_run);
  command.Run([flags](Cli& cli) { return Ingest(cli, *flags); });
}

}  // namespace

void AddIngestCommands(CLI::App& indicators, Cli& cli) {
  AddIngest(indicators, cli);
  AddIngestSessionCommands(indicators, cli);
}

}  // namespace entente::client
