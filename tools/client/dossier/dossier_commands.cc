// entente dossier build, entente dossier verify
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/base/error.h"
#include "tools/client/commands.h"
#include "tools/client/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_tables.h"
#include "tools/client/dossier/manifest.h"
#include "tools/client/report/report_model.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

struct BuildFlags {
  std::string convention;
  std::string out;
  int year = 0;
};

absl::StatusOr<std::string> ConventionAsJson(
    const conventions::v1::Convention& convention) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(convention, &json, options)
           .ok()) {
    return absl::InternalError("the convention cannot be written as JSON");
  }
  return json;
}

absl::Status Build(Cli& cli, const BuildFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string name,
      ConventionName(cli.session().config(), flags.convention));
  const absl::Time now = absl::Now();
  ENTENTE_ASSIGN_OR_RETURN(
      DossierData data,
      GatherDossier(cli.session(), name, flags.year,
                    absl::ToCivilMinute(now, absl::LocalTimeZone())));
  const ReportModel model = BuildReportModel(data.report);
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<DossierTable> tables,
                           MakeTables(data, model));
  DossierFiles files;
  files["dossier.html"] = RenderDossier(data, tables);
  ENTENTE_ASSIGN_OR_RETURN(files["data/convention.json"],
                           ConventionAsJson(*data.report.convention));
  for (const DossierTable& table : tables) {
    files[absl::StrCat("data/", table.id, ".csv")] = ToCsv(table);
  }
  AddManifest(name, flags.year,
              absl::FormatTime(absl::RFC3339_sec, now, absl::UTCTimeZone()),
              files);
  ENTENTE_RETURN_IF_ERROR(WriteDossier(flags.out, files));
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
       "as CSV and JSON, a manifest of hashes.\nOne with a hole is not made.",
       "Constitue le dossier d'une année : une page imprimable, ses données en "
       "CSV et JSON, un manifeste d'empreintes.\nUn dossier incomplet n'est "
       "pas "
       "constitué.",
       "Maakt het dossier van een jaar als map: één afdrukbare pagina, haar "
       "gegevens als CSV en JSON, een manifest van hashes.\nEen onvolledig "
       "dossier wordt niet gemaakt."},
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
  command.Run([flags](Cli& cli) { return Build(cli, *flags); });
}

void AddVerify(CLI::App& group, Cli& cli) {
  auto folder = std::make_shared<std::string>();
  Command command(
      group, cli, "verify",
      {"Checks every file of a dossier against its manifest, offline. Ends "
       "with "
       "1 when one is changed, missing or not of it.",
       "Vérifie, hors ligne, chaque fichier d'un dossier d'après son "
       "manifeste. "
       "Se termine par 1 si l'un est modifié, manquant ou étranger.",
       "Controleert offline elk bestand van een dossier aan de hand van zijn "
       "manifest. Eindigt met 1 als er een gewijzigd is, ontbreekt of er niet "
       "bij hoort."},
      "entente dossier verify dossier-2018");
  command.Positional("FOLDER", *folder,
                     {"The dossier.", "Le dossier.", "Het dossier."});
  command.Run([folder](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const DossierCheck check, CheckDossier(*folder));
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
    return absl::OkStatus();
  });
}

}  // namespace

void AddDossierCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(root, cli, "dossier",
                             {"The yearly dossier: build, verify.",
                              "Le dossier annuel : constituer, vérifier.",
                              "Het jaardossier: maken, controleren."});
  AddBuild(group, cli);
  AddVerify(group, cli);
}

}  // namespace entente::client
