// entente dossier build, entente dossier verify; the group of all of them.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tools/client/commands.h"
#include "tools/client/dossier/dossier_files.h"
#include "tools/client/dossier/manifest.h"
#include "tools/client/dossier/note_check.h"
#include "tools/client/dossier/standing_check.h"
#include "tools/client/dossier/submission_parts.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

struct BuildFlags {
  std::string convention;
  std::string out;
  std::string unapproved;
  int year = 0;
};

absl::Status Build(Cli& cli, const BuildFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string name,
      ConventionName(cli.session().config(), flags.convention));
  ENTENTE_ASSIGN_OR_RETURN(
      const DossierFiles files,
      BuildDossier(cli.session(), name, flags.year, flags.unapproved));
  ENTENTE_RETURN_IF_ERROR(WriteDossier(flags.out, files));
  NoteUnapproved(cli, files);
  ENTENTE_ASSIGN_OR_RETURN(const DossierCheck check, CheckDossier(flags.out));
  const std::string hash = check.manifest_sha256;
  cli.Say(
      {absl::StrCat("Written: ", flags.out, "/dossier.html and ",
                    check.files - 1, " files of data; manifest ", hash),
       absl::StrCat("Écrit : ", flags.out, "/dossier.html et ", check.files - 1,
                    " fichiers de données ; manifeste ", hash),
       absl::StrCat("Geschreven: ", flags.out, "/dossier.html en ",
                    check.files - 1, " gegevensbestanden; manifest ", hash)});
  return absl::OkStatus();
}

void AddBuild(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<BuildFlags>();
  Command command(
      group, cli, "build",
      {"Writes the dossier of a year as a folder: one printable page, its data "
       "as CSV and JSON, a manifest of hashes.\nOne with a hole is not made; "
       "months that nobody approved are named.",
       "Constitue le dossier d'une année : une page imprimable, ses données en "
       "CSV et JSON, un manifeste d'empreintes.\nUn dossier incomplet n'est "
       "pas constitué ; les mois que personne n'a approuvés sont nommés.",
       "Maakt het dossier van een jaar als map: één afdrukbare pagina, haar "
       "gegevens als CSV en JSON, een manifest van hashes.\nEen onvolledig "
       "dossier wordt niet gemaakt; maanden die niemand goedkeurde, worden "
       "genoemd."},
      "entente dossier build --year 2018 --out dossier-2018");
  command.Convention(flags->convention);
  command
      .Option("--year", flags->year,
              {"Calendar year of the envelopes.", "Année des enveloppes.",
               "Kalenderjaar van de enveloppen."})
      ->required();
  command
      .Option("--out", flags->out,
              {"Folder to make; never an existing one.",
               "Dossier à créer ; jamais un existant.",
               "Te maken map; nooit een bestaande."})
      ->required();
  UnapprovedFlag(command, flags->unapproved);
  command.Run([flags](Cli& cli) { return Build(cli, *flags); });
}

struct VerifyFlags {
  std::string folder;
  NoteKeys keys;
};

absl::Status Verify(Cli& cli, const VerifyFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const DossierCheck check,
                           CheckDossier(flags.folder));
  for (const DossierFault& fault : check.faults) {
    cli.out() << fault.path << ": " << cli.T(fault.what) << "\n";
  }
  if (!check.faults.empty()) return AlreadyReported();
  const std::string what = absl::StrCat(check.convention, ", ", check.year);
  cli.Say({absl::StrCat("All ", check.files, " files of ", what,
                        " are as the manifest says; manifest ",
                        check.manifest_sha256),
           absl::StrCat("Les ", check.files, " fichiers de ", what,
                        " sont conformes au manifeste ; manifeste ",
                        check.manifest_sha256),
           absl::StrCat("Alle ", check.files, " bestanden van ", what,
                        " zijn zoals het manifest zegt; manifest ",
                        check.manifest_sha256)});
  ENTENTE_ASSIGN_OR_RETURN(const DossierFiles files, ReadDossier(flags.folder));
  NoteUnapproved(cli, files);
  if (flags.keys.municipality.empty() && flags.keys.state.empty()) {
    return absl::OkStatus();
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<SoundNote> notes,
                           CheckNotes(flags.folder, check, flags.keys));
  for (const SoundNote& note : notes) {
    cli.out() << note.file << ": " << note.signer;
    if (note.decision.has_decide_date()) {
      cli.out() << "; " << cli.T(OutcomeWord(note.decision));
    }
    cli.out() << "\n";
  }
  return absl::OkStatus();
}

void AddVerify(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<VerifyFlags>();
  Command command(
      group, cli, "verify",
      {"Checks every file of a dossier against its manifest, offline. Ends "
       "with 1 when one is changed, missing or not of it.\nWith --key and "
       "--state-key, also that each note beside it is what its name says, "
       "signed by its party and about it.",
       "Vérifie, hors ligne, chaque fichier d'un dossier d'après son "
       "manifeste. Se termine par 1 si l'un est modifié, manquant ou "
       "étranger.\nAvec --key et --state-key, aussi que chaque note jointe "
       "est ce que dit son nom, signée par sa partie et portant sur lui.",
       "Controleert offline elk bestand van een dossier aan de hand van zijn "
       "manifest. Eindigt met 1 als er een gewijzigd is, ontbreekt of er niet "
       "bij hoort.\nMet --key en --state-key ook dat elke nota ernaast is "
       "wat haar naam zegt, ondertekend door haar partij en erover."},
      "entente dossier verify dossier-2018");
  command.Positional("FOLDER", flags->folder,
                     {"The dossier.", "Le dossier.", "Het dossier."});
  command.Option("--key", flags->keys.municipality,
                 {"Key of the municipality, as `entente dossier key` prints it "
                  "there; may be repeated.",
                  "Clé de la commune, telle que l'y affiche « entente dossier "
                  "key » ; répétable.",
                  "Sleutel van de gemeente, zoals \"entente dossier key\" hem "
                  "daar toont; herhaalbaar."});
  command.Option("--state-key", flags->keys.state,
                 {"Key of the State, which signs receipt and answer; may be "
                  "repeated.",
                  "Clé de l'État, qui signe l'accusé de réception et la "
                  "réponse ; répétable.",
                  "Sleutel van de Staat, die ontvangstbewijs en antwoord "
                  "ondertekent; herhaalbaar."});
  command.Run([flags](Cli& cli) { return Verify(cli, *flags); });
}

}  // namespace

void AddDossierCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(
      root, cli, "dossier",
      {"The yearly dossier: build, verify, hand in, decide, apply.",
       "Le dossier annuel : constituer, vérifier, remettre, décider, "
       "appliquer.",
       "Het jaardossier: maken, controleren, indienen, beslissen, toepassen."});
  AddBuild(group, cli);
  AddVerify(group, cli);
  AddHandInCommands(group, cli);
  AddSubmissionReadCommands(group, cli);
  AddDecideCommand(group, cli);
}

}  // namespace entente::client
