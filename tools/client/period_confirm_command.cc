// period confirm: a source says that its month is complete, and is told what it
// did not report.
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/period_parts.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::PeriodService;

struct Flags {
  PeriodFlags period;
  MutationFlags mutation;
  // Source for which somebody else confirms; empty: the caller itself.
  std::string source;
  int64_t count = -1;
};

// What `source` did not report keeps nobody from confirming; with --dry-run it
// is said before.
absl::Status PrintConfirmed(Cli& cli, const MutationFlags& mutation,
                            const v1::Period& period, const std::string& source,
                            const Sentence& done) {
  if (cli.is_json()) return cli.PrintJson(period);
  mutation.SayDone(cli, period.name(), done);
  PrintMissingMeasures(cli, period, source);
  return absl::OkStatus();
}

absl::Status ConfirmOnBehalf(Cli& cli, const Flags& flags) {
  v1::ConfirmPeriodOnBehalfRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), flags.period.Name(cli));
  request.set_source(flags.source);
  if (flags.count >= 0) request.set_contributions(flags.count);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Period period,
      cli.session().Call(&PeriodService::Stub::ConfirmPeriodOnBehalf, request));
  return PrintConfirmed(cli, flags.mutation, period, flags.source,
                        {absl::StrCat("Confirmed on behalf of ", flags.source,
                                      ": its month is complete"),
                         absl::StrCat("Confirmé au nom de ", flags.source,
                                      " : son mois est complet"),
                         absl::StrCat("Bevestigd namens ", flags.source,
                                      ": haar maand is volledig")});
}

absl::Status ConfirmOwn(Cli& cli, const Flags& flags) {
  v1::ConfirmPeriodRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), flags.period.Name(cli));
  if (flags.count >= 0) request.set_contributions(flags.count);
  flags.mutation.Apply(request);
  // Which source that is: a login may have another name.
  ENTENTE_ASSIGN_OR_RETURN(const Login login,
                           cli.session().logins().Load(cli.login()));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Period period,
      cli.session().Call(&PeriodService::Stub::ConfirmPeriod, request));
  return PrintConfirmed(
      cli, flags.mutation, period, login.subject,
      {"Confirmed: your month is complete", "Confirmé : votre mois est complet",
       "Bevestigd: uw maand is volledig"});
}

}  // namespace

void AddConfirmCommand(CLI::App& period, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      period, cli, "confirm",
      {"Says, as the source that you are, that your month is complete. "
       "Delivering afterwards withdraws it. Which of your measures you did not "
       "report is said.",
       "Déclare, en tant que source, que votre mois est complet. Une livraison "
       "ultérieure retire la confirmation. Il est dit lesquelles de vos "
       "mesures vous n'avez pas communiquées.",
       "Verklaart, als bron, dat uw maand volledig is. Wie daarna levert trekt "
       "dat in. Er wordt gezegd welke van uw metingen u niet meldde."},
      "entente period confirm 2018-03 --count 42 --as zone5339");
  flags->period.Declare(command);
  command
      .Option("--count", flags->count,
              {"How many of your events count in it; refused when the service "
               "counts another number. With --on-behalf-of without those of "
               "sensitive measures.",
               "Combien de vos événements y comptent ; refusé si le service en "
               "compte un autre nombre. Avec --on-behalf-of sans ceux de "
               "mesures sensibles.",
               "Hoeveel van uw gebeurtenissen erin tellen; geweigerd als de "
               "dienst een ander aantal telt. Met --on-behalf-of zonder die "
               "van gevoelige metingen."})
      ->check(CLI::NonNegativeNumber);
  CLI::Option* const on_behalf_of = command.Option(
      "--on-behalf-of", flags->source,
      {"As a coordinator, for this source, which has no account; it is shown "
       "who did. Not for one that delivers itself.",
       "En tant que coordination, pour cette source, qui n'a pas de compte ; "
       "il est montré qui l'a fait. Pas pour une source qui livre elle-même.",
       "Als coördinatie, voor deze bron, die geen account heeft; er wordt "
       "getoond wie het deed. Niet voor een bron die zelf levert."});
  on_behalf_of->option_text("SOURCE");
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags, on_behalf_of](Cli& cli) -> absl::Status {
    // An empty one is no word of one's own: the service refuses it.
    if (on_behalf_of->count() > 0) return ConfirmOnBehalf(cli, *flags);
    return ConfirmOwn(cli, *flags);
  });
}

}  // namespace entente::client
