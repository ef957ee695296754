// entente budget verify: asks the service to recount its books.
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/recount_service.grpc.pb.h"
#include "tools/client/budget_parts.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

// The whole store is read: longer than other calls at millions of entries.
constexpr absl::Duration kPatience = absl::Minutes(10);

absl::Status Recount(Cli& cli) {
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Recount recount,
      cli.session().Call(&v1::RecountService::Stub::RecountLedger,
                         v1::RecountLedgerRequest(), {.timeout = kPatience}));
  const bool is_right = recount.difference_count() == 0;
  if (cli.is_json()) {
    ENTENTE_RETURN_IF_ERROR(cli.PrintJson(recount));
    return is_right ? absl::OkStatus() : AlreadyReported();
  }
  const std::string positions = absl::StrCat(recount.position_count());
  const std::string entries = absl::StrCat(recount.entry_count());
  const std::string wrong = absl::StrCat(recount.difference_count());
  cli.Say({absl::StrCat("Recounted: ", positions, " positions from ", entries,
                        " entries, ", recount.cause_count(), " causes, ",
                        recount.evidence_count(),
                        " pieces of evidence. Differences: ", wrong, "."),
           absl::StrCat("Recompté : ", positions, " positions à partir de ",
                        entries, " écritures, ", recount.cause_count(),
                        " causes, ", recount.evidence_count(),
                        " pièces. Différences : ", wrong, "."),
           absl::StrCat("Herteld: ", positions, " posities uit ", entries,
                        " boekingen, ", recount.cause_count(), " oorzaken, ",
                        recount.evidence_count(),
                        " bewijsstukken. Verschillen: ", wrong, ".")});
  for (const std::string& difference : recount.differences()) {
    cli.out() << "  " << difference << "\n";
  }
  return is_right ? absl::OkStatus() : AlreadyReported();
}

}  // namespace

void AddRecountCommand(CLI::App& budget, Cli& cli) {
  Command command(
      budget, cli, "verify",
      {"Recomputes every position from its entries, in the service, by other "
       "code than posts them, and prints the differences.\nEnds with 1 when "
       "there is one. Stores nothing.",
       "Recalcule chaque position à partir de ses écritures, dans le service, "
       "par un autre code que celui qui les passe, et affiche les "
       "différences.\nSe termine par 1 s'il y en a une. N'enregistre rien.",
       "Herberekent elke positie uit haar boekingen, in de dienst, met andere "
       "code dan die ze boekt, en toont de verschillen.\nEindigt met 1 als er "
       "een is. Bewaart niets."},
      "entente budget verify");
  command.Reads();
  command.Run([](Cli& cli) { return Recount(cli); });
}

}  // namespace entente::client
