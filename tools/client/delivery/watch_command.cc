// indicators watch: takes in the files of a drop folder.
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tools/client/delivery/delivery_commands.h"
#include "tools/client/delivery/drop_worker.h"
#include "tools/client/delivery/left_words.h"
#include "tools/client/delivery/receipt_file.h"
#include "tools/client/delivery/row_questions.h"
#include "tools/client/delivery/service_deliverer.h"
#include "tools/client/delivery/watch_config.h"
#include "tools/client/delivery/watch_wait.h"
#include "tools/client/error_text.h"
#include "tools/client/format.h"
#include "tools/client/ingest_output.h"
#include "tools/client/ingest_sender.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::DeliveryReceipt;

struct Flags {
  std::string folder;
  std::string config;
  std::string source;
  std::string mapping;
  std::string id_key;
  std::string public_key;
  std::string municipality;
  bool requires_signature = false;
  bool is_atomic = false;
  bool is_adding = false;
  bool is_once = false;
  bool is_dry_run = false;
  int interval_s = 30;
  // -1: not given.
  int settle_s = -1;
  // 0: not given.
  int batch_rows = 0;
};

absl::StatusOr<WatchRules> RulesOf(const Flags& flags) {
  const bool has_flags = !flags.source.empty() || !flags.mapping.empty() ||
                         !flags.id_key.empty() || !flags.public_key.empty() ||
                         flags.requires_signature || flags.is_atomic ||
                         flags.is_adding || flags.settle_s >= 0;
  if (flags.config.empty() == flags.source.empty() ||
      (!flags.config.empty() && has_flags)) {
    return UsageError(
        {"Give --config, or --source with --mapping and the others.",
         "Donnez --config, ou --source avec --mapping et les autres.",
         "Geef --config, of --source met --mapping en de andere."});
  }
  if (!flags.config.empty()) return LoadWatchRules(flags.config);
  v1::WatchConfig config;
  config.set_source(flags.source);
  v1::WatchInput& input = *config.add_inputs();
  input.set_pattern("*");
  input.set_mapping_file(flags.mapping);
  if (!flags.public_key.empty()) config.add_public_key_files(flags.public_key);
  config.set_is_signature_required(flags.requires_signature);
  config.set_id_key_file(flags.id_key);
  config.set_atomic(flags.is_atomic);
  config.set_adds_to_sheets(flags.is_adding);
  if (flags.settle_s >= 0) config.set_settle_seconds(flags.settle_s);
  return MakeWatchRules(config, "");
}

// Which ones, by line and column, stands in the receipt.
void ReportKnown(Cli& cli, const DeliveryReceipt& receipt) {
  const std::string& name = receipt.name();
  if (receipt.known_rows_not_compared() > 0) {
    const std::string rows = FormatCount(receipt.known_rows_not_compared());
    cli.Say({absl::StrCat(name,
                          ": known rows that were not compared with what "
                          "counts now: ",
                          rows),
             absl::StrCat(name,
                          " : lignes connues qui n'ont pas été comparées à ce "
                          "qui compte maintenant : ",
                          rows),
             absl::StrCat(name,
                          ": gekende rijen die niet werden vergeleken met wat "
                          "nu telt: ",
                          rows)});
  }
  if (receipt.known_rows_that_differ().empty()) return;
  const std::string rows = FormatCount(receipt.known_rows_that_differ_size());
  cli.Say({absl::StrCat(name, ": known rows that count otherwise now: ", rows,
                        ", see the receipt; nothing was changed. To correct "
                        "them: a row with a new event_id that names the old "
                        "one under replaces (or the revision of a mapping)"),
           absl::StrCat(name,
                        " : lignes connues qui comptent autrement maintenant "
                        ": ",
                        rows,
                        ", voir l'accusé ; rien n'a été modifié. Pour les "
                        "corriger : une ligne avec un nouvel event_id qui "
                        "nomme l'ancien sous replaces (ou la revision d'une "
                        "correspondance)"),
           absl::StrCat(name, ": gekende rijen die nu anders tellen: ", rows,
                        ", zie het ontvangstbewijs; er is niets gewijzigd. Om "
                        "ze te verbeteren: een rij met een nieuwe event_id die "
                        "de oude noemt onder replaces (of de revision van een "
                        "koppeling)")});
}

// What the receipt cannot say of the rows, and why; the file is done with.
void ReportUnanswered(Cli& cli, const DropOutcome& outcome) {
  if (outcome.unanswered.ok()) return;
  cli.Note({absl::StrCat(outcome.name,
                         ": the service did not tell all about its rows"),
            absl::StrCat(outcome.name,
                         " : le service n'a pas tout dit de ses lignes"),
            absl::StrCat(outcome.name,
                         ": de dienst zei niet alles over zijn rijen")});
  cli.err() << ErrorText(outcome.unanswered, cli.language(), cli.columns());
}

// Of every such file; why, with the first.
void ReportSheets(Cli& cli, const DeliveryReceipt& receipt) {
  if (!receipt.sheets_not_asked()) return;
  cli.Note({absl::StrCat(receipt.name(),
                         ": not checked whether a sheet of the source counts "
                         "the same already"),
            absl::StrCat(receipt.name(),
                         " : non vérifié si un relevé de la source compte déjà "
                         "la même chose"),
            absl::StrCat(receipt.name(),
                         ": niet nagegaan of een blad van de bron al hetzelfde "
                         "telt")});
}

// Why rows were left rejected that might be taken by now, and what would be
// right.
void ReportLeft(Cli& cli, const DeliveryReceipt& receipt) {
  const Sentence why = LeftWordsOfDrop(receipt.left_rejected());
  if (why.en.empty()) return;
  const std::string& name = receipt.name();
  cli.Note({absl::StrCat(name, ": ", why.en), absl::StrCat(name, " : ", why.fr),
            absl::StrCat(name, ": ", why.nl)});
}

// A line for people, without anything of the file but its name.
void Report(Cli& cli, const DropOutcome& outcome) {
  if (!outcome.waits_for.ok()) {
    cli.Note({absl::StrCat(outcome.name, ": waits, and is tried again"),
              absl::StrCat(outcome.name, " : attend, et sera réessayé"),
              absl::StrCat(outcome.name,
                           ": wacht, en wordt opnieuw "
                           "geprobeerd")});
    cli.err() << ErrorText(outcome.waits_for, cli.language(), cli.columns());
    return;
  }
  ReportUnanswered(cli, outcome);
  const DeliveryReceipt& receipt = outcome.receipt;
  ReportSheets(cli, receipt);
  ReportLeft(cli, receipt);
  if (cli.is_json()) {
    cli.out() << ReceiptJson(receipt, /*is_pretty=*/false) << std::flush;
    return;
  }
  if (!receipt.reason().empty()) {
    const std::string why = absl::StrCat(receipt.name(), ": ");
    cli.Say({absl::StrCat(why, "quarantine [", receipt.reason(), "]"),
             absl::StrCat(receipt.name(), " : quarantaine [", receipt.reason(),
                          "]"),
             absl::StrCat(why, "quarantaine [", receipt.reason(), "]")});
    return;
  }
  const v1::IngestTotals& totals = receipt.totals();
  const std::string rows = FormatCount(receipt.rows());
  const std::string taken =
      FormatCount(totals.created() + totals.updated() + totals.withdrawn());
  const std::string known =
      FormatCount(totals.unchanged() + totals.duplicate());
  const std::string rejected = FormatCount(totals.rejected());
  cli.Say(
      {absl::StrCat(receipt.name(), ": ", rows, " rows, ", taken, " taken, ",
                    known, " known, ", rejected, " rejected"),
       absl::StrCat(receipt.name(), " : ", rows, " lignes, ", taken,
                    " prises, ", known, " connues, ", rejected, " rejetées"),
       absl::StrCat(receipt.name(), ": ", rows, " rijen, ", taken,
                    " aanvaard, ", known, " bekend, ", rejected,
                    " geweigerd")});
  PrintLeftOut(cli, receipt.records_left_out());
  ReportKnown(cli, receipt);
}

absl::StatusOr<DropRound> RunRound(Cli& cli, const Flags& flags,
                                   const WatchRules& rules,
                                   const std::string& parent,
                                   RowQuestions& questions, DropFolder& folder,
                                   WatchWait& wait) {
  // Each round looks up addresses and the login again: a service that was
  // restarted may listen elsewhere, and a token lives ten minutes.
  Session session(cli.session().config(), cli.login());
  ServiceDeliverer deliverer(
      session, questions, parent, rules.source, rules.is_atomic,
      flags.batch_rows > 0 ? flags.batch_rows : IngestOptions().batch_rows);
  DropWorker worker(folder, rules, deliverer, flags.is_dry_run,
                    [&](const DropOutcome& outcome) { Report(cli, outcome); });
  return worker.Run([&] { return wait.IsStopping(); });
}

absl::Status WatchFolder(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const WatchRules rules, RulesOf(flags));
  for (const Sentence& warning : rules.warnings) cli.Note(warning);
  if (rules.is_atomic && flags.batch_rows > 0) {
    return UsageError(
        {"--batch says nothing where the configuration takes files whole "
         "(atomic): each is one batch.",
         "--batch ne dit rien là où la configuration prend les fichiers en "
         "entier (atomic) : chacun est un seul lot.",
         "--batch zegt niets waar de configuratie bestanden helemaal aanvaardt "
         "(atomic): elk is één pakket."});
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), flags.municipality.empty()
                                                   ? rules.municipality
                                                   : flags.municipality));
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<DropFolder> folder,
                           DropFolder::Open(flags.folder));
  WatchWait wait(folder->PathOf(DropFolder::kIncoming));
  RowQuestions questions;
  while (true) {
    ENTENTE_ASSIGN_OR_RETURN(
        const DropRound round,
        RunRound(cli, flags, rules, parent, questions, *folder, wait));
    if (flags.is_once || flags.is_dry_run) {
      const bool is_all_taken = round.quarantined == 0 && round.waiting == 0 &&
                                round.differing == 0 && round.rejecting == 0;
      return is_all_taken ? absl::OkStatus() : AlreadyReported();
    }
    if (wait.IsStopping()) return absl::OkStatus();
    wait.Wait(absl::Seconds(flags.interval_s));
  }
}

// Returns the flag --atomic.
CLI::Option* DeclareRules(Command& command, Flags& flags) {
  command.Option("--config", flags.config,
                 {"Configuration (textproto): mappings by name, keys, limits. "
                  "Keep it outside the folder.",
                  "Configuration (textproto) : correspondances par nom, clés, "
                  "limites. Gardez-la hors du dossier.",
                  "Configuratie (textproto): koppelingen per naam, sleutels, "
                  "grenzen. Bewaar ze buiten de map."});
  command.Option("--source", flags.source,
                 {"Without --config: code of the source.",
                  "Sans --config : code de la source.",
                  "Zonder --config: code van de bron."});
  command.Option("--mapping", flags.mapping,
                 {"Without --config: how every file is read.",
                  "Sans --config : comment se lit chaque fichier.",
                  "Zonder --config: hoe elk bestand gelezen wordt."});
  AddIdKeyFlag(command, flags.id_key);
  command.Option("--public-key", flags.public_key,
                 {"Without --config: key of the source (PEM) for its "
                  "signatures.",
                  "Sans --config : clé de la source (PEM) pour ses signatures.",
                  "Zonder --config: sleutel van de bron (PEM) voor haar "
                  "handtekeningen."});
  command.Flag("--require-signature", flags.requires_signature,
               {"Without --config: an unsigned file goes to quarantine.",
                "Sans --config : un fichier non signé va en quarantaine.",
                "Zonder --config: een niet-ondertekend bestand gaat in "
                "quarantaine."});
  CLI::Option* const atomic = command.Flag(
      "--atomic", flags.is_atomic,
      {"Without --config: takes each file whole or not at all, at most "
       "8192 rows.",
       "Sans --config : prend chaque fichier en entier ou pas du "
       "tout, au plus 8192 lignes.",
       "Zonder --config: aanvaardt elk bestand helemaal of niet, "
       "hoogstens 8192 rijen."});
  command.Flag("--adds", flags.is_adding,
               {"Without --config: files come on top of the sheets of the "
                "source; one that does goes to quarantine otherwise.",
                "Sans --config : les fichiers s'ajoutent aux relevés de la "
                "source ; sinon celui qui le fait va en quarantaine.",
                "Zonder --config: bestanden komen boven op de bladen van de "
                "bron; anders gaat er een dat dat doet in quarantaine."});
  command
      .Option("--settle", flags.settle_s,
              {"Without --config: seconds a file of another account must have "
               "rested; 5 by default.",
               "Sans --config : secondes de repos d'un fichier d'un autre "
               "compte ; 5 par défaut.",
               "Zonder --config: seconden die een bestand van een ander "
               "account gerust moet hebben; standaard 5."})
      ->check(CLI::Range(0, 3600))
      ->option_text("N");
  return atomic;
}

}  // namespace

void AddDropFolderCommand(CLI::App& indicators, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      indicators, cli, "watch",
      {"Takes in the files that are put into FOLDER/incoming, with a receipt "
       "for each.\nWrite under NAME.part and rename to NAME. Delivered files "
       "end in done/, refused ones in quarantine/, receipts in receipts/. The "
       "same file again, or after a crash, counts nothing twice; rows that "
       "were rejected are judged anew when it is dropped again. With --once "
       "ends with 1 when a file or rows of it were refused, one has to wait, "
       "or known rows count otherwise now or could not be compared.",
       "Prend les fichiers déposés dans DOSSIER/incoming, avec un accusé de "
       "réception pour chacun.\nÉcrivez sous NOM.part et renommez en NOM. Les "
       "fichiers livrés finissent dans done/, les refusés dans quarantine/, "
       "les accusés dans receipts/. Le même fichier à nouveau, ou après une "
       "panne, ne compte rien deux fois ; déposé à nouveau, ses lignes "
       "rejetées "
       "sont rejugées. Avec --once, se termine par 1 si un fichier ou des "
       "lignes sont refusés, si un fichier doit attendre, ou si des lignes "
       "connues comptent autrement maintenant ou n'ont pu être comparées.",
       "Neemt de bestanden op die in MAP/incoming worden geplaatst, met een "
       "ontvangstbewijs voor elk.\nSchrijf als NAAM.part en hernoem naar "
       "NAAM. Geleverde bestanden eindigen in done/, geweigerde in "
       "quarantine/, bewijzen in receipts/. Hetzelfde bestand opnieuw, of na "
       "een crash, telt niets dubbel; geweigerde rijen worden opnieuw "
       "beoordeeld als het opnieuw geplaatst wordt. Met --once eindigt het met "
       "1 als een bestand of rijen ervan geweigerd zijn, als een bestand moet "
       "wachten, of als gekende rijen nu anders tellen of niet vergeleken "
       "konden worden."},
      "entente indicators watch /srv/drop --config zone5339-watch.textproto "
      "--as zone5339");
  command.Positional("FOLDER", flags->folder,
                     {"Drop folder; what it lacks is made.",
                      "Dossier de dépôt ; ce qui lui manque est créé.",
                      "Afleveringsmap; wat ontbreekt wordt gemaakt."});
  CLI::Option* const atomic = DeclareRules(command, *flags);
  command.Flag("--once", flags->is_once,
               {"One round, then the end.", "Un seul passage, puis la fin.",
                "Eén ronde, dan het einde."});
  command
      .Option("--interval", flags->interval_s,
              {"Seconds between rounds when nothing is put there; 30 by "
               "default.",
               "Secondes entre les passages quand rien n'arrive ; 30 par "
               "défaut.",
               "Seconden tussen rondes als er niets bijkomt; standaard 30."})
      ->check(CLI::Range(1, 3600))
      ->option_text("N");
  command
      .Option("--batch", flags->batch_rows,
              {"Rows of a batch; 2048 by default.",
               "Lignes par lot ; 2048 par défaut.",
               "Rijen per pakket; standaard 2048."})
      ->check(CLI::Range(1, kBatchRowsMax))
      ->excludes(atomic)
      ->option_text("N");
  command.Municipality(flags->municipality);
  command.DryRun(flags->is_dry_run);
  command.Reads();
  command.Run([flags](Cli& cli) { return WatchFolder(cli, *flags); });
}

}  // namespace entente::client
