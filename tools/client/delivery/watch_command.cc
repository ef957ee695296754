// indicators watch: takes in the files of a drop folder.
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tools/client/delivery/delivery_commands.h"
#include "tools/client/delivery/drop_worker.h"
#include "tools/client/delivery/receipt_file.h"
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
  bool is_once = false;
  bool is_dry_run = false;
  int interval_s = 30;
  // -1: not given.
  int settle_s = -1;
  int batch_rows = 2048;
};

absl::StatusOr<WatchRules> RulesOf(const Flags& flags) {
  const bool has_flags = !flags.source.empty() || !flags.mapping.empty() ||
                         !flags.id_key.empty() || !flags.public_key.empty() ||
                         flags.requires_signature || flags.settle_s >= 0;
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
  if (flags.settle_s >= 0) config.set_settle_seconds(flags.settle_s);
  return MakeWatchRules(config, "");
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
  const DeliveryReceipt& receipt = outcome.receipt;
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
}

absl::StatusOr<DropRound> RunRound(Cli& cli, const Flags& flags,
                                   const WatchRules& rules,
                                   const std::string& parent,
                                   DropFolder& folder, WatchWait& wait) {
  // Each round looks up addresses and the login again: a service that was
  // restarted may listen elsewhere, and a token lives ten minutes.
  Session session(cli.session().config(), cli.login());
  ServiceDeliverer deliverer(session, parent, rules.source, flags.batch_rows);
  DropWorker worker(folder, rules, deliverer, flags.is_dry_run,
                    [&](const DropOutcome& outcome) { Report(cli, outcome); });
  return worker.Run([&] { return wait.IsStopping(); });
}

absl::Status WatchFolder(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const WatchRules rules, RulesOf(flags));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), flags.municipality.empty()
                                                   ? rules.municipality
                                                   : flags.municipality));
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<DropFolder> folder,
                           DropFolder::Open(flags.folder));
  WatchWait wait(folder->PathOf(DropFolder::kIncoming));
  while (true) {
    ENTENTE_ASSIGN_OR_RETURN(
        const DropRound round,
        RunRound(cli, flags, rules, parent, *folder, wait));
    if (flags.is_once || flags.is_dry_run) {
      return round.quarantined + round.waiting == 0 ? absl::OkStatus()
                                                    : AlreadyReported();
    }
    if (wait.IsStopping()) return absl::OkStatus();
    wait.Wait(absl::Seconds(flags.interval_s));
  }
}

void DeclareRules(Command& command, Flags& flags) {
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
}

}  // namespace

void AddDropFolderCommand(CLI::App& indicators, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      indicators, cli, "watch",
      {"Takes in the files that are put into FOLDER/incoming, with a receipt "
       "for each.\nWrite under NAME.part and rename to NAME. Delivered files "
       "end in done/, refused ones in quarantine/, receipts in receipts/. The "
       "same file again, or after a crash, counts nothing twice. With --once "
       "ends with 1 when a file was refused or has to wait.",
       "Prend les fichiers déposés dans DOSSIER/incoming, avec un accusé de "
       "réception pour chacun.\nÉcrivez sous NOM.part et renommez en NOM. Les "
       "fichiers livrés finissent dans done/, les refusés dans quarantine/, "
       "les accusés dans receipts/. Le même fichier à nouveau, ou après une "
       "panne, ne compte rien deux fois. Avec --once, se termine par 1 si un "
       "fichier est refusé ou doit attendre.",
       "Neemt de bestanden op die in MAP/incoming worden geplaatst, met een "
       "ontvangstbewijs voor elk.\nSchrijf als NAAM.part en hernoem naar "
       "NAAM. Geleverde bestanden eindigen in done/, geweigerde in "
       "quarantine/, bewijzen in receipts/. Hetzelfde bestand opnieuw, of na "
       "een crash, telt niets dubbel. Met --once eindigt het met 1 als een "
       "bestand geweigerd is of moet wachten."},
      "entente indicators watch /srv/drop --config zone5339-watch.textproto "
      "--as zone5339");
  command.Positional("FOLDER", flags->folder,
                     {"Drop folder; what it lacks is made.",
                      "Dossier de dépôt ; ce qui lui manque est créé.",
                      "Afleveringsmap; wat ontbreekt wordt gemaakt."});
  DeclareRules(command, *flags);
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
      ->option_text("N");
  command.Municipality(flags->municipality);
  command.DryRun(flags->is_dry_run);
  command.Reads();
  command.Run([flags](Cli& cli) { return WatchFolder(cli, *flags); });
}

}  // namespace entente::client
