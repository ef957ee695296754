// indicators release show: for people, and for other programs.
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/indicators/v1/release_service.grpc.pb.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/local_words.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/own_access.h"
#include "tools/client/release_export.h"
#include "tools/client/release_parts.h"
#include "tools/client/release_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/sdmx_columns.h"
#include "tools/client/series_export.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ReleaseCell;

struct Flags {
  ReleaseFlags release;
  // Empty: that of its tables.
  std::string structure;
  std::string out = "-";
};

bool HasLeftOut(const v1::Release& release) {
  for (const v1::ReleaseTable& table : release.tables()) {
    for (const ReleaseCell& cell : table.cells()) {
      if (cell.status() != ReleaseCell::STATUS_FREE) return true;
    }
  }
  return false;
}

// A release does not say which measures are of the municipality's own: as they
// are listed today, where the caller may list them.
LocalCodes ReadLocal(Cli& cli, const v1::Release& release) {
  const absl::StatusOr<bool> may_read = MayCall(cli.session(), kListMeasures);
  if (!may_read.ok() || !*may_read) return std::nullopt;
  const absl::StatusOr<MeasureLookup> measures =
      MeasureLookup::Read(cli, MunicipalityOf(release.name()));
  if (!measures.ok()) return std::nullopt;
  std::set<std::string> codes;
  for (const v1::Measure& measure : measures->measures()) {
    if (measure.is_local()) codes.insert(measure.definition().code());
  }
  return codes;
}

void PrintTables(Cli& cli, const v1::Release& release,
                 const LocalCodes& local) {
  bool has_local = false;
  for (const v1::ReleaseTable& table : release.tables()) {
    const bool is_local = IsKnownLocal(local, table.measure_code());
    has_local |= is_local;
    cli.out() << "\n"
              << MarkLocal(Pick(table.title(), cli.language()), is_local,
                           cli.language())
              << " (" << table.measure_code() << ")\n"
              << RenderReleaseTable(release, table, cli.language(),
                                    cli.columns());
    if (MayHideFewPersons(table)) cli.Say(FewPersonsSentence(table));
  }
  if (has_local) {
    cli.out() << "\n";
    cli.Say(kLocalNote);
  }
  if (HasLeftOut(release)) {
    cli.out() << "\n";
    cli.Say(LeftOutSentence(release));
  }
  if (!release.sha256().empty()) {
    cli.out() << "SHA-256 " << release.sha256() << "\n";
  }
}

// What a CONF_STATUS of A means in the tables where it may not be small.
void NoteFewPersons(Cli& cli, const v1::Release& release) {
  for (const v1::ReleaseTable& table : release.tables()) {
    if (!MayHideFewPersons(table)) continue;
    const Sentence said = FewPersonsSentence(table);
    const std::string measure = absl::StrCat(table.measure_code(), " ");
    cli.Note({absl::StrCat(measure, said.en), absl::StrCat(measure, said.fr),
              absl::StrCat(measure, said.nl)});
  }
}

absl::Status Write(Cli& cli, const Flags& flags, const std::string& text) {
  if (flags.out == "-") {
    cli.out() << text;
    return absl::OkStatus();
  }
  return WritePrivateFile(flags.out, text) ? absl::OkStatus()
                                           : FileUnwritable(flags.out);
}

absl::Status Show(Cli& cli, const Flags& flags) {
  if (!flags.structure.empty() && !IsSdmxStructure(flags.structure)) {
    const std::string ours = SdmxDataflowName(SdmxDataflow::kRelease);
    return UsageError(
        {absl::StrCat("--structure is AGENCY:ID(VERSION), as in ", ours, "."),
         absl::StrCat("--structure est AGENCE:ID(VERSION), comme ", ours, "."),
         absl::StrCat("--structure is AGENTSCHAP:ID(VERSIE), zoals ", ours,
                      ".")});
  }
  v1::GetReleaseRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), flags.release.Name(cli));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Release release,
      cli.session().Call(&v1::ReleaseService::Stub::GetRelease, request));
  const std::string& form = *cli.format();
  if (form == "json") return cli.PrintJson(release);
  const LocalCodes local = ReadLocal(cli, release);
  if (form == "csv" || form == "sdmx-csv") NoteFewPersons(cli, release);
  if (form == "csv") return Write(cli, flags, ReleaseCsv(release, local));
  if (form == "sdmx-csv") {
    const std::string ours = SdmxDataflowName(
        release.split_by().empty() ? SdmxDataflow::kRelease
                                   : SdmxDataflow::kSplitRelease);
    return Write(
        cli, flags,
        ReleaseSdmxCsv(
            release, flags.structure.empty() ? ours : flags.structure, local));
  }
  PrintReleaseHead(cli, release);
  PrintTables(cli, release, local);
  return absl::OkStatus();
}

}  // namespace

void AddShowReleaseCommand(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "show",
      {"Shows a release with its tables, or writes them for other programs. "
       "One "
       "for named accounts is shown to these only, and every reading is "
       "logged.",
       "Montre une publication et ses tableaux, ou les écrit pour d'autres "
       "programmes. Une publication pour des comptes nommés ne se montre qu'à "
       "eux, et chaque lecture est journalisée.",
       "Toont een publicatie met haar tabellen, of schrijft ze voor andere "
       "programma's. Een publicatie voor genoemde accounts is alleen voor hen "
       "zichtbaar, en elke lezing wordt gelogd."},
      "entente indicators release show RELEASE --format sdmx-csv --out "
      "release.csv");
  flags->release.Declare(command);
  command.app()
      .add_option(
          "--format", *cli.format(),
          cli.T({"A table, the answer of the service as JSON, its figures as "
                 "CSV, or as a data message of SDMX-CSV 2.0, whose columns "
                 "`entente indicators structure` explains.",
                 "Un tableau, la réponse du service en JSON, ses chiffres en "
                 "CSV, ou en message de données SDMX-CSV 2.0, dont `entente "
                 "indicators structure` explique les colonnes.",
                 "Een tabel, het antwoord van de dienst als JSON, zijn cijfers "
                 "als CSV, of als databericht van SDMX-CSV 2.0, waarvan "
                 "`entente indicators structure` de kolommen uitlegt."}))
      ->check(CLI::IsMember({"text", "json", "csv", "sdmx-csv"}))
      ->option_text("text|json|csv|sdmx-csv");
  const std::string whole = SdmxDataflowName(SdmxDataflow::kRelease);
  const std::string split = SdmxDataflowName(SdmxDataflow::kSplitRelease);
  command.Option(
      "--structure", flags->structure,
      {absl::StrCat("The dataflow that sdmx-csv names: AGENCY:ID(VERSION); "
                    "by default ",
                    whole, ", with codes of a list ", split, "."),
       absl::StrCat("Le dataflow que nomme sdmx-csv : AGENCE:ID(VERSION) ; "
                    "par défaut ",
                    whole, ", avec les codes d'une liste ", split, "."),
       absl::StrCat("De dataflow die sdmx-csv noemt: AGENTSCHAP:ID(VERSIE); "
                    "standaard ",
                    whole, ", met codes van een lijst ", split, ".")});
  command.Option(
      "--out", flags->out,
      {"File to write, csv and sdmx-csv; standard output by default.",
       "Fichier à écrire, csv et sdmx-csv ; la sortie standard par "
       "défaut.",
       "Te schrijven bestand, csv en sdmx-csv; standaard de "
       "standaarduitvoer."});
  command.Run([flags](Cli& cli) { return Show(cli, *flags); });
}

}  // namespace entente::client
