#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "tools/client/delivery/delivery_commands.h"
#include "tools/client/delivery/file_delivery.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/delivery/left_words.h"
#include "tools/client/delivery/row_questions.h"
#include "tools/client/error_text.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/ingest_deliverer.h"
#include "tools/client/ingest_input.h"
#include "tools/client/ingest_output.h"
#include "tools/client/ingest_sender.h"
#include "tools/client/known_rows_question.h"
#include "tools/client/login_store.h"
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
                      const IngestDeliverer& deliverer,
                      const IngestResult& result) {
  if (flags.session.empty() || result.rows_skipped == 0 ||
      !deliverer.has_loose_rows()) {
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

// `head`, and what `words` say as a sentence of its own.
std::string WithWords(const char* head, std::string words) {
  words[0] = absl::ascii_toupper(static_cast<unsigned char>(words[0]));
  return absl::StrCat(head, " ", words, ".");
}

// Why rows were left rejected that might be taken by now.
void NoteLeft(Cli& cli, const IngestFlags& flags,
              v1::DeliveryReceipt::LeftRejected left) {
  const Sentence why = LeftWordsByHand(left, flags.session);
  if (why.en.empty()) return;
  cli.Note({WithWords("Rows are left rejected.", why.en),
            WithWords("Des lignes restent rejetées.", why.fr),
            WithWords("Rijen die geweigerd blijven.", why.nl)});
}

// Of a file that an error ended in a later pass: what came before it stays.
void NoteDelivered(Cli& cli, const IngestDeliverer& deliverer) {
  if (deliverer.session().empty()) return;
  const std::string rows = FormatCount(deliverer.totals().sent());
  const std::string rejected = FormatCount(deliverer.totals().rejected());
  const std::string& session = deliverer.session();
  cli.Note({absl::StrCat("Delivered before the error below, in session ",
                         session, ": ", rows, " rows, of which ", rejected,
                         " rejected. What was taken counts; the same command "
                         "again goes on."),
            absl::StrCat("Livré avant l'erreur ci-dessous, dans la session ",
                         session, " : ", rows, " lignes, dont ", rejected,
                         " rejetées. Ce qui a été pris compte ; la même "
                         "commande à nouveau continue."),
            absl::StrCat("Geleverd voor de fout hieronder, in sessie ", session,
                         ": ", rows, " rijen, waarvan ", rejected,
                         " geweigerd. Wat aanvaard is, telt; dezelfde opdracht "
                         "opnieuw gaat verder.")});
}

struct Ingested {
  ShownIngest shown;
  IngestResult result;
};

// What was delivered stays delivered, whatever this asks in vain. Nobody is
// asked where the account was denied as much already.
KnownRowsAnswer AskAboutKnown(Cli& cli, const std::string& source,
                              const std::string& session_id,
                              const IngestDeliverer& deliverer,
                              const RowQuestions& questions, bool is_told) {
  if (!questions.may_ask() && deliverer.totals().duplicate() > 0 &&
      deliverer.known_rows().has_open()) {
    if (!is_told) {
      cli.err() << ErrorText(questions.denial(), cli.language(), cli.columns());
    }
    return KnownRowsUnasked(deliverer.totals(), deliverer.known_rows());
  }
  absl::StatusOr<KnownRowsAnswer> answer =
      AskKnownRows(cli.session(), source, session_id, deliverer.totals(),
                   deliverer.known_rows());
  if (answer.ok()) return *std::move(answer);
  cli.err() << ErrorText(answer.status(), cli.language(), cli.columns());
  return KnownRowsUnasked(deliverer.totals(), deliverer.known_rows());
}

// Whether of the rows that the session named by --session held already some
// may be others in the file.
bool HasUnproved(const IngestFlags& flags, const IngestDeliverer& deliverer,
                 const IngestResult& result,
                 const KnownRowsAnswer& known_rows) {
  if (flags.session.empty()) return false;
  return deliverer.has_unproved() ||
         (!known_rows.differ.empty() &&
          known_rows.differ.front().row_index < result.rows_skipped);
}

// Of the file, as `made` of its content or named by --session.
absl::StatusOr<std::string> FirstSession(Cli& cli, const IngestFlags& flags,
                                         const std::string& made) {
  // Neither the source nor a colleague resumes what somebody opened on its
  // behalf.
  if (!flags.is_on_behalf || !flags.session.empty()) return made;
  ENTENTE_ASSIGN_OR_RETURN(const Login login,
                           cli.session().logins().Load(cli.login()));
  const std::string own = absl::StrCat(made, "\n", login.subject);
  return absl::StrCat("file-", Sha256Hex(own).substr(0, 24), "-on-behalf");
}

// Delivers the file, with the progress of it.
absl::StatusOr<Ingested> Deliver(Cli& cli, const IngestFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), flags.municipality));
  IngestInput input;
  ENTENTE_RETURN_IF_ERROR(CheckFileSignature(cli, flags, input));
  ENTENTE_RETURN_IF_ERROR(OpenInput(cli, flags, input));
  ENTENTE_ASSIGN_OR_RETURN(const std::string session_id,
                           FirstSession(cli, flags, input.session_id));
  RowQuestions questions;
  absl::Status unanswered;
  ENTENTE_RETURN_IF_ERROR(CheckSheets(cli, flags, parent, session_id, input,
                                      questions, unanswered));
  IngestDeliverer deliverer(cli, flags, parent, input, questions);
  FileDelivery delivery(
      deliverer,
      {.first_session = session_id,
       .is_whole = flags.is_atomic,
       .is_dry_run = flags.is_dry_run,
       .adds_to_sheets = flags.is_adding},
      [&]() -> absl::StatusOr<std::unique_ptr<ObservationRows>> {
        if (input.rows == nullptr) {
          ENTENTE_RETURN_IF_ERROR(OpenInput(cli, flags, input));
        }
        return std::move(input.rows);
      });
  const absl::StatusOr<FileDelivered> run = delivery.Run();
  if (!run.ok()) {
    NoteDelivered(cli, deliverer);
    return run.status();
  }
  const FileDelivered& made = *run;
  IngestResult result = deliverer.ResultOf(made);
  if (unanswered.ok()) unanswered = deliverer.sheets_unanswered();
  NoteUnanswered(cli, unanswered);
  NoteNumberedAnew(cli, flags, deliverer, result);
  NoteLeft(cli, flags, made.left);
  KnownRowsAnswer known_rows;
  if (!result.is_refused) {
    known_rows = AskAboutKnown(
        cli, absl::StrCat(parent, "/sources/", flags.source),
        delivery.session(), deliverer, questions, !unanswered.ok());
  }
  const bool has_unproved = HasUnproved(flags, deliverer, result, known_rows);
  return Ingested{{.source = flags.source,
                   .session_id = session_id,
                   .last_session_id = delivery.session(),
                   .municipality = flags.municipality,
                   .is_dry_run = flags.is_dry_run,
                   .file_rows = made.rows,
                   .rows_taken_later = made.rows_taken_later,
                   .has_unproved = has_unproved,
                   .left = made.left,
                   .records_left_out = made.records_left_out,
                   .known_rows = std::move(known_rows),
                   .lines = deliverer.row_lines()},
                  std::move(result)};
}

absl::Status Ingest(Cli& cli, const IngestFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const Ingested ingested, Deliver(cli, flags));
  const IngestResult& result = ingested.result;
  if (!result.is_refused) return PrintIngestResult(cli, ingested.shown, result);
  PrintRejections(cli, result, ingested.shown.lines);
  int64_t rejected = 0;
  for (const auto& [what, rows] : result.rejections) rejected += rows;
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
       "else. A row in front of the event that it names is taken in a second "
       "pass, session NAME-pass-2. The same command again resumes a broken "
       "delivery and changes nothing in a finished one. Known rows that count "
       "otherwise now are named. Ends with 1 when every row was rejected, or "
       "nothing was taken and known rows count otherwise.",
       "Livre un fichier de comptages et rend compte de chaque ligne.\n"
       "Colonnes event_id;measure;date;area;value;replaces;withdraws "
       "(séparateur ; ou ,), et breakdown.LISTE par liste de codes ; ou NDJSON "
       "et XML sous ces noms (breakdown contient ses listes), ou ce que dit "
       "--mapping. Les heures sont en minutes. Une ligne qui retire désigne "
       "l'événement et rien d'autre. Une ligne qui précède l'événement qu'elle "
       "désigne est prise lors d'un second passage, session NOM-pass-2. La "
       "même commande à nouveau reprend une livraison interrompue et ne change "
       "rien à une livraison terminée. Les lignes connues qui comptent "
       "autrement maintenant sont nommées. Se termine par 1 quand toutes les "
       "lignes sont rejetées, ou que rien n'est pris et que des lignes connues "
       "comptent autrement.",
       "Levert een bestand met tellingen en geeft rekenschap van elke rij.\n"
       "Kolommen event_id;measure;date;area;value;replaces;withdraws "
       "(scheidingsteken ; of ,), en breakdown.LIJST per codelijst; of NDJSON "
       "en XML met die namen (breakdown bevat zijn lijsten), of wat "
       "--mapping zegt. Uren zijn in minuten. Een rij die intrekt, noemt de "
       "gebeurtenis en niets anders. Een rij voor de gebeurtenis die ze noemt, "
       "wordt aanvaard in een tweede ronde, sessie NAAM-pass-2. Dezelfde "
       "opdracht opnieuw hervat een onderbroken levering en verandert niets "
       "aan een voltooide. Gekende rijen die nu anders tellen, worden "
       "genoemd. Eindigt met 1 als alle rijen geweigerd zijn, of als niets "
       "aanvaard is en gekende rijen anders tellen."},
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
  CLI::Option* const public_key = command.Option(
      "--public-key", flags->public_key,
      {"Key of the source (PEM): a signature beside the file, FILE.sig, is "
       "checked before a row is sent.",
       "Clé de la source (PEM) : une signature à côté du fichier, "
       "FICHIER.sig, est vérifiée avant l'envoi d'une ligne.",
       "Sleutel van de bron (PEM): een handtekening naast het bestand, "
       "BESTAND.sig, wordt gecontroleerd voor er een rij verzonden wordt."});
  command
      .Flag("--require-signature", flags->is_signature_required,
            {"With --public-key: refuses a file without a signature.",
             "Avec --public-key : refuse un fichier sans signature.",
             "Met --public-key: weigert een bestand zonder handtekening."})
      ->needs(public_key);
  command
      .Option("--source", flags->source,
              {"Code of the source, as in zone5339.",
               "Code de la source, comme zone5339.",
               "Code van de bron, zoals zone5339."})
      ->required();
  // Here a session is a delivery; the login is --as.
  command.Option("--session", flags->session,
                 {"Id of the delivery; made of the file's content by default. "
                  "It goes on behind the rows it holds; where those are not "
                  "the first ones of the file nothing is sent. NAME-pass-2 "
                  "and so on belong to the same file.",
                  "Identifiant de la livraison ; tiré du contenu du fichier "
                  "par défaut. Elle continue derrière les lignes qu'elle "
                  "compte ; si ce ne sont pas les premières du fichier, rien "
                  "n'est envoyé. NOM-pass-2 et suivantes sont du même fichier.",
                  "Id van de levering; standaard uit de inhoud van het "
                  "bestand. Ze gaat verder achter de rijen die ze telt; zijn "
                  "dat niet de eerste van het bestand, dan wordt niets "
                  "verzonden. NAAM-pass-2 enzovoort horen bij hetzelfde "
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
  command.Run([flags, public_key](Cli& cli) {
    flags->has_public_key = public_key->count() > 0;
    return Ingest(cli, *flags);
  });
}

}  // namespace

void AddIngestCommands(CLI::App& indicators, Cli& cli) {
  AddIngest(indicators, cli);
  AddIngestSessionCommands(indicators, cli);
}

}  // namespace entente::client
