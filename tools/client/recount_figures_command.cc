// entente indicators verify: asks the service to count its figures anew.
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/recount_service.grpc.pb.h"
#include "tools/client/indicators_parts.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// Every event is read: minutes at a hundred million.
constexpr absl::Duration kPatience = absl::Minutes(30);

absl::Status Recount(Cli& cli) {
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::FigureRecount recount,
      cli.session().Call(&v1::RecountService::Stub::RecountFigures,
                         v1::RecountFiguresRequest(), {.timeout = kPatience}));
  const bool is_right = recount.difference_count() == 0;
  if (cli.is_json()) {
    ENTENTE_RETURN_IF_ERROR(cli.PrintJson(recount));
    return is_right ? absl::OkStatus() : AlreadyReported();
  }
  const std::string rows = absl::StrCat(recount.row_count());
  const std::string activities = absl::StrCat(recount.activity_count());
  const std::string months = absl::StrCat(recount.month_count());
  const std::string wrong = absl::StrCat(recount.difference_count());
  cli.Say({absl::StrCat("Recounted: ", months, " months of measures from ",
                        rows, " rows and ", activities,
                        " activities. Differences: ", wrong, "."),
           absl::StrCat("Recompté : ", months, " mois de mesures à partir de ",
                        rows, " lignes et ", activities,
                        " activités. Différences : ", wrong, "."),
           absl::StrCat("Herteld: ", months, " maanden van metingen uit ", rows,
                        " rijen en ", activities,
                        " activiteiten. Verschillen: ", wrong, ".")});
  if (is_right) return absl::OkStatus();
  cli.Say(
      {"Ask the operator to run entente-indicators --verify: it names each.",
       "Demandez à l'exploitant de lancer entente-indicators --verify : il "
       "nomme chacune.",
       "Vraag de beheerder entente-indicators --verify te starten: dat noemt "
       "ze elk."});
  return AlreadyReported();
}

}  // namespace

void AddRecountFiguresCommand(CLI::App& group, Cli& cli) {
  Command command(
      group, cli, "verify",
      {"Counts every figure anew from what was delivered and entered, in the "
       "service, by other code than keeps them.\nEnds with 1 when one differs. "
       "Stores nothing.",
       "Recompte chaque chiffre à partir de ce qui a été livré et encodé, dans "
       "le service, par un autre code que celui qui les tient.\nSe termine par "
       "1 si un chiffre diffère. N'enregistre rien.",
       "Hertelt elk cijfer uit wat geleverd en ingevoerd is, in de dienst, met "
       "andere code dan die ze bijhoudt.\nEindigt met 1 als er een verschilt. "
       "Bewaart niets."},
      "entente indicators verify");
  command.Reads();
  command.Run([](Cli& cli) { return Recount(cli); });
}

}  // namespace entente::client
