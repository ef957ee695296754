// entente indicators structure: what the exports' columns and codes are.
#include <memory>
#include <ostream>
#include <string>

#include "absl/time/clock.h"
#include "tools/client/files.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/sdmx_structure.h"

namespace entente::client {

void AddStructureCommand(CLI::App& indicators, Cli& cli) {
  auto out = std::make_shared<std::string>("-");
  Command command(
      indicators, cli, "structure",
      {"Writes, offline, what the columns and codes of sdmx-csv are, for "
       "systems that receive it: a structure message of SDMX-ML 3.0, with the "
       "dataflows of `entente indicators export` and `entente indicators "
       "release show`.",
       "Écrit, hors ligne, ce que sont les colonnes et les codes de sdmx-csv, "
       "pour les systèmes qui le reçoivent : un message de structure SDMX-ML "
       "3.0, avec les dataflows de `entente indicators export` et de `entente "
       "indicators release show`.",
       "Schrijft offline wat de kolommen en codes van sdmx-csv zijn, voor "
       "systemen die het ontvangen: een structuurbericht van SDMX-ML 3.0, met "
       "de dataflows van `entente indicators export` en `entente indicators "
       "release show`."},
      "entente indicators structure --out entente.xml");
  command.Option("--out", *out,
                 {"File to write; standard output by default.",
                  "Fichier à écrire ; la sortie standard par défaut.",
                  "Te schrijven bestand; standaard de standaarduitvoer."});
  command.Run([out](Cli& cli) -> absl::Status {
    const std::string message = SdmxStructureMessage(absl::Now());
    if (*out == "-") {
      cli.out() << message;
      return absl::OkStatus();
    }
    return WritePrivateFile(*out, message) ? absl::OkStatus()
                                           : FileUnwritable(*out);
  });
}

}  // namespace entente::client
