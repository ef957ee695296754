// entente indicators measure local list|show.
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "entente/indicators/v1/local_measure_service.grpc.pb.h"
#include "tools/client/csv_answer.h"
#include "tools/client/local_measure_parts.h"
#include "tools/client/local_measure_text.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::LocalMeasureService;

constexpr int kPageSize = 1000;

absl::Status List(Cli& cli, const std::string& municipality) {
  v1::ListLocalMeasuresRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), municipality));
  request.set_page_size(kPageSize);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListLocalMeasuresResponse response,
      cli.session().CallAllPages(&LocalMeasureService::Stub::ListLocalMeasures,
                                 request));
  if (WantsData(cli)) return PrintData(cli, response);
  cli.out() << LocalMeasuresText(
      {response.local_measures().begin(), response.local_measures().end()},
      cli.language(), cli.columns());
  return absl::OkStatus();
}

absl::Status Show(Cli& cli, const LocalMeasureFlags& flags) {
  v1::ListLocalMeasureVersionsRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), flags.Name(cli));
  request.set_page_size(kPageSize);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListLocalMeasureVersionsResponse response,
      cli.session().CallAllPages(
          &LocalMeasureService::Stub::ListLocalMeasureVersions, request));
  if (WantsData(cli)) return PrintData(cli, response);
  cli.out() << LocalMeasureVersionsText(
      {response.local_measures().begin(), response.local_measures().end()},
      cli.language(), cli.columns());
  return absl::OkStatus();
}

void AddList(CLI::App& group, Cli& cli) {
  auto municipality = std::make_shared<std::string>();
  Command command(group, cli, "list",
                  {"Lists the indicators of the municipality's own, each by "
                   "its latest version.",
                   "Liste les indicateurs propres à la commune, chacun par sa "
                   "dernière version.",
                   "Somt de eigen indicatoren van de gemeente op, elk met zijn "
                   "laatste versie."},
                  "entente indicators measure local list");
  command.Municipality(*municipality);
  ListsRows(command, cli);
  command.Run([municipality](Cli& cli) { return List(cli, *municipality); });
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<LocalMeasureFlags>();
  Command command(
      group, cli, "show",
      {"Shows every version of an indicator of the municipality's own, newest "
       "first: what it says, from when on and why.",
       "Montre chaque version d'un indicateur propre à la commune, la plus "
       "récente d'abord : ce qu'elle dit, dès quand et pourquoi.",
       "Toont elke versie van een eigen indicator van de gemeente, de nieuwste "
       "eerst: wat ze zegt, vanaf wanneer en waarom."},
      "entente indicators measure local show local_walks");
  flags->Declare(command);
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) { return Show(cli, *flags); });
}

}  // namespace

void AddLocalMeasureReads(CLI::App& local, Cli& cli) {
  AddList(local, cli);
  AddShow(local, cli);
}

}  // namespace entente::client
