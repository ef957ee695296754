#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "tools/client/commands.h"
#include "tools/client/figures.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

struct Flags {
  std::string convention;
  std::string areas = "services/indicators/areas/5339.csv";
  std::string out;
  int64_t rows = 100000;
  uint64_t seed = 1;
};

// Codes of the list of areas in which `municipality` ("21004") counts: its own,
// those below it and UNKNOWN; all of them where the list does not hold it. A
// line begins with code and parent, and a parent stands above its children.
absl::StatusOr<std::vector<std::string>> ReadAreas(
    const std::string& path, const std::string& municipality) {
  std::ifstream file(path);
  std::vector<std::string> all;
  std::vector<std::string> own;
  std::string line;
  while (std::getline(file, line)) {
    const absl::string_view text = absl::StripAsciiWhitespace(line);
    if (text.empty() || text[0] == '#') continue;
    const std::vector<std::string> cells = absl::StrSplit(text, ',');
    all.push_back(cells[0]);
    if (cells[0] == municipality || cells[0] == "UNKNOWN" ||
        (cells.size() > 1 &&
         std::find(own.begin(), own.end(), cells[1]) != own.end())) {
      own.push_back(cells[0]);
    }
  }
  if (all.empty()) return FileUnreadable(path);
  const bool is_listed =
      std::find(own.begin(), own.end(), municipality) != own.end();
  return is_listed ? own : all;
}

absl::StatusOr<FiguresPlan> Plan(Cli& cli, const Flags& flags) {
  FiguresPlan plan{.rows = flags.rows, .seed = flags.seed};
  cv1::GetConventionRequest get;
  ENTENTE_ASSIGN_OR_RETURN(
      *get.mutable_name(),
      ConventionName(cli.session().config(), flags.convention));
  ENTENTE_ASSIGN_OR_RETURN(
      const cv1::Convention convention,
      cli.session().Call(&cv1::ConventionService::Stub::GetConvention, get));
  plan.year = convention.valid_from().year();
  plan.month = convention.valid_from().month();
  const std::string municipality = MunicipalityOf(convention.name());
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup lookup,
                           MeasureLookup::Read(cli, municipality));
  for (const v1::Measure& measure : lookup.measures()) {
    const cv1::MeasureDefinition& definition = measure.definition();
    // One figure per closed quarter, no rows day by day.
    if (definition.is_sensitive()) continue;
    if (definition.kind() == cv1::MEASURE_KIND_COUNT) {
      plan.count_measures.push_back(definition.code());
    } else if (definition.kind() == cv1::MEASURE_KIND_HOURS) {
      plan.hours_measures.push_back(definition.code());
    }
  }
  if (plan.count_measures.empty() && plan.hours_measures.empty()) {
    return ClientError(absl::StatusCode::kFailedPrecondition, "NO_MEASURES",
                       {"The municipality has no measure that is counted yet; "
                        "definitions may still be on their way.",
                        "La commune n'a pas encore de mesure comptée ; les "
                        "définitions sont peut-être en route.",
                        "De gemeente heeft nog geen getelde meting; de "
                        "definities zijn misschien onderweg."});
  }
  ENTENTE_ASSIGN_OR_RETURN(
      plan.areas,
      ReadAreas(flags.areas, std::string(absl::StripPrefix(
                                 municipality, "municipalities/"))));
  return plan;
}

absl::Status Figures(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const FiguresPlan plan, Plan(cli, flags));
  // A file under its own name is whole, and its expectation is there.
  const std::string draft = absl::StrCat(flags.out, ".part");
  std::ofstream file(draft, std::ios::binary | std::ios::trunc);
  const FiguresExpected expected =
      MakeFigures(plan, [&file](absl::string_view line) {
        file.write(line.data(), static_cast<std::streamsize>(line.size()));
      });
  file.close();
  const std::string beside =
      absl::StrCat(absl::StripSuffix(flags.out, ".csv"), ".expected.json");
  const std::string beside_draft = absl::StrCat(beside, ".part");
  std::ofstream expectation(beside_draft, std::ios::trunc);
  expectation << ExpectedJson(expected);
  expectation.close();
  if (!file || !expectation ||
      std::rename(beside_draft.c_str(), beside.c_str()) != 0 ||
      std::rename(draft.c_str(), flags.out.c_str()) != 0) {
    std::remove(draft.c_str());
    std::remove(beside_draft.c_str());
    return ClientError(absl::StatusCode::kFailedPrecondition, "FILE_UNWRITABLE",
                       {absl::StrCat("Cannot write ", flags.out, "."),
                        absl::StrCat("Impossible d'écrire ", flags.out, "."),
                        absl::StrCat("Kan ", flags.out, " niet schrijven.")});
  }
  const std::string rows = FormatCount(expected.sent);
  cli.Say({absl::StrCat(rows, " made-up rows in ", flags.out,
                        ", what must "
                        "become of them in ",
                        beside),
           absl::StrCat(rows, " lignes inventées dans ", flags.out,
                        ", ce qu'elles doivent devenir dans ", beside),
           absl::StrCat(rows, " verzonnen rijen in ", flags.out,
                        ", wat ervan moet worden in ", beside)});
  return absl::OkStatus();
}

}  // namespace

void AddDevCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(
      root, cli, "dev",
      {"For demonstrations and tests.", "Pour démonstrations et essais.",
       "Voor demonstraties en tests."});
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "figures",
      {"Makes up a year of rows for a convention, with copies, corrections, "
       "late and bad rows, and writes beside them what must become of them "
       "(FILE.expected.json). The same seed gives the same rows.",
       "Invente une année de lignes pour une convention, avec doublons, "
       "corrections, lignes tardives et fautives, et écrit à côté ce qu'elles "
       "doivent devenir (FICHIER.expected.json). La même graine donne les "
       "mêmes lignes.",
       "Verzint een jaar rijen voor een overeenkomst, met dubbels, "
       "verbeteringen, late en foute rijen, en schrijft ernaast wat ervan moet "
       "worden (BESTAND.expected.json). Hetzelfde startgetal geeft dezelfde "
       "rijen."},
      "entente dev figures --rows 100000 --seed 1 --convention css-2018-2019 "
      "--out counts.csv");
  command
      .Option("--rows", flags->rows,
              {"Number of rows; 100000 by default.",
               "Nombre de lignes ; 100000 par défaut.",
               "Aantal rijen; standaard 100000."})
      ->check(CLI::Range(int64_t{1}, int64_t{100000000}))
      ->option_text("N");
  command.Option("--seed", flags->seed, {"Seed.", "Graine.", "Startgetal."});
  command.Convention(flags->convention);
  command
      .Option("--out", flags->out,
              {"File to write.", "Fichier à écrire.", "Te schrijven bestand."})
      ->required();
  command.Option("--areas", flags->areas,
                 {"List of areas; that of zone 5339 by default.",
                  "Liste des lieux ; celle de la zone 5339 par défaut.",
                  "Lijst van gebieden; standaard die van zone 5339."});
  command.Run([flags](Cli& cli) { return Figures(cli, *flags); });
}

}  // namespace entente::client
