#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tools/client/report/gather.h"
#include "tools/client/report/html_report.h"
#include "tools/client/report/report_commands.h"
#include "tools/client/report/report_model.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

// Written beside and renamed, so that a page that exists is a whole page.
absl::Status WriteFile(const std::string& path, const std::string& content) {
  const std::string unfinished = absl::StrCat(path, ".part");
  {
    std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
    file << content;
    file.flush();
    if (file.good() && std::rename(unfinished.c_str(), path.c_str()) == 0) {
      return absl::OkStatus();
    }
  }
  std::remove(unfinished.c_str());
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "FILE_UNWRITABLE",
      {absl::StrCat("Cannot write ", path,
                    ": name a file in a folder that exists and is writable."),
       absl::StrCat("Impossible d'écrire ", path,
                    " : indiquez un fichier dans un dossier accessible."),
       absl::StrCat("Kan ", path,
                    " niet schrijven: geef een bestand in een "
                    "bestaande en schrijfbare map.")});
}

}  // namespace

absl::StatusOr<ReportData> ReadReport(Cli& cli, const std::string& convention) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name,
                           ConventionName(cli.session().config(), convention));
  const absl::CivilMinute now =
      absl::ToCivilMinute(absl::Now(), absl::LocalTimeZone());
  ENTENTE_ASSIGN_OR_RETURN(ReportData data,
                           GatherReportData(cli.session(), name, now));
  data.generated_by = "entente";
  return data;
}

void NoteMissing(Cli& cli, const ReportData& data) {
  for (const MissingPart& missing : data.missing) {
    const Sentence sentence = MissingSentence(missing);
    cli.Note({absl::StrCat("Missing: ", sentence.en),
              absl::StrCat("Manque : ", sentence.fr),
              absl::StrCat("Ontbreekt: ", sentence.nl)});
  }
}

void AddReportCommand(CLI::App& root, Cli& cli) {
  struct Flags {
    std::string convention;
    std::string out;
    bool is_invented = false;
  };
  auto flags = std::make_shared<Flags>();
  Command command(
      root, cli, "report",
      {"Writes the result as one page that needs no network, for screen and "
       "paper.",
       "Écrit le rapport en une seule page autonome, pour l'écran et le "
       "papier.",
       "Schrijft het verslag als één zelfstandige pagina, voor scherm en "
       "papier."},
      "entente report --out report.html");
  command.Convention(flags->convention);
  command
      .Option("--out", flags->out,
              {"File to write (HTML).", "Fichier à écrire (HTML).",
               "Te schrijven bestand (HTML)."})
      ->required();
  command.Flag(
      "--invented", flags->is_invented,
      {"The figures are invented, and the page says so on every sheet.",
       "Les chiffres sont inventés ; la page le dit sur chaque "
       "feuille.",
       "De cijfers zijn verzonnen; de pagina zegt het op elk blad."});
  command.Run([flags](Cli& run) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(ReportData data,
                             ReadReport(run, flags->convention));
    GatherPeriodVersions(run.session(), std::nullopt, data);
    GatherUnusual(run.session(), std::nullopt, data);
    NoteMissing(run, data);
    ENTENTE_RETURN_IF_ERROR(WriteFile(
        flags->out,
        RenderHtml(BuildReportModel(data),
                   flags->is_invented ? Figures::kInvented : Figures::kReal)));
    run.Say({absl::StrCat("Written: ", flags->out),
             absl::StrCat("Écrit : ", flags->out),
             absl::StrCat("Geschreven: ", flags->out)});
    return absl::OkStatus();
  });
}

void AddReportCommands(CLI::App& root, Cli& cli) {
  AddStatusCommand(root, cli);
  AddTodoCommand(root, cli);
  AddReportCommand(root, cli);
}

}  // namespace entente::client
