// period exception request|approve|end.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/period_parts.h"
#include "tools/client/period_words.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::PeriodService;

struct ExceptionFlags {
  PeriodFlags period;
  MutationFlags mutation;
  std::string name;
  std::string source;
  std::string until;
  std::string reason;
};

absl::Status Request(Cli& cli, const ExceptionFlags& flags) {
  v1::RequestPeriodExceptionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(), flags.period.Name(cli));
  v1::PeriodException& exception = *request.mutable_exception();
  exception.set_source(flags.source);
  exception.set_reason(flags.reason);
  ENTENTE_ASSIGN_OR_RETURN(*exception.mutable_until(),
                           ParseDateFlag("--until", flags.until));
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::PeriodException made,
      cli.session().Call(&PeriodService::Stub::RequestPeriodException,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(cli, made.name(),
                         {"Asked; another person must approve it",
                          "Demandée ; une autre personne doit l'approuver",
                          "Gevraagd; iemand anders moet ze goedkeuren"});
  return absl::OkStatus();
}

void AddRequest(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ExceptionFlags>();
  Command command(
      group, cli, "request",
      {"Asks that a source may deliver for a month that is locked or will be.",
       "Demande qu'une source puisse livrer pour un mois verrouillé ou qui va "
       "l'être.",
       "Vraagt dat een bron mag leveren voor een maand die vergrendeld is of "
       "wordt."},
      "entente period exception request 2018-03 --source zone5339 --until "
      "2018-05-20 --reason \"Panne du système en avril\"");
  flags->period.Declare(command);
  command
      .Option("--source", flags->source,
              {"Source, or activities for what people enter.",
               "Source, ou activities pour ce qui est encodé à la main.",
               "Bron, of activities voor wat mensen invoeren."})
      ->required();
  command
      .Option("--until", flags->until,
              {"Last day, at most 92 days ahead.",
               "Dernier jour, au plus 92 jours à l'avance.",
               "Laatste dag, hoogstens 92 dagen vooruit."})
      ->required();
  ReasonFlag(command, flags->reason);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Request(cli, *flags); });
}

// "municipalities/…/exceptions/1" of "2018-03/1".
absl::StatusOr<std::string> ExceptionName(Cli& cli,
                                          const ExceptionFlags& flags) {
  const std::vector<std::string> parts = absl::StrSplit(flags.name, '/');
  if (parts.size() == 6) return flags.name;
  if (parts.size() != 2) {
    return UsageError({"An exception is MONTH/NUMBER, as in 2018-03/1.",
                       "Une exception est MOIS/NUMÉRO, comme 2018-03/1.",
                       "Een uitzondering is MAAND/NUMMER, zoals 2018-03/1."});
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), flags.period.municipality));
  return absl::StrCat(Under(parent, "periods", parts[0]), "/exceptions/",
                      parts[1]);
}

absl::Status Approve(Cli& cli, const ExceptionFlags& flags) {
  v1::ApprovePeriodExceptionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), ExceptionName(cli, flags));
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::PeriodException made,
      cli.session().Call(&PeriodService::Stub::ApprovePeriodException,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string until = FormatDate(made.until());
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat(made.source(), " may deliver until ", until),
       absl::StrCat(made.source(), " peut livrer jusqu'au ", until),
       absl::StrCat(made.source(), " mag leveren tot ", until)});
  return absl::OkStatus();
}

void AddApprove(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ExceptionFlags>();
  Command command(
      group, cli, "approve",
      {"Lets the source in until the last day; not by whoever "
       "asked.",
       "Laisse livrer la source jusqu'au dernier jour ; pas par qui "
       "l'a demandé.",
       "Laat de bron leveren tot de laatste dag; niet door wie het "
       "vroeg."},
      "entente period exception approve 2018-03/1");
  command.Positional(
      "EXCEPTION", flags->name,
      {"Exception, as in 2018-03/1.", "Exception, comme 2018-03/1.",
       "Uitzondering, zoals 2018-03/1."});
  command.Municipality(flags->period.municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Approve(cli, *flags); });
}

absl::Status End(Cli& cli, const ExceptionFlags& flags) {
  v1::EndPeriodExceptionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), ExceptionName(cli, flags));
  request.set_reason(flags.reason);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::PeriodException made,
      cli.session().Call(&PeriodService::Stub::EndPeriodException, request));
  if (cli.is_json()) return cli.PrintJson(made);
  const Sentence word = ExceptionStateWord(made.state());
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat(made.source(), ", ", word.en, ": lets no row in any more"),
       absl::StrCat(made.source(), ", ", word.fr,
                    " : elle ne laisse plus rien passer"),
       absl::StrCat(made.source(), ", ", word.nl,
                    ": ze laat niets meer door")});
  return absl::OkStatus();
}

void AddEnd(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ExceptionFlags>();
  Command command(
      group, cli, "end",
      {"Refuses an exception that nobody approved, or ends one in force; what "
       "was taken stays.",
       "Refuse une exception que personne n'a approuvée, ou met fin à une "
       "exception en vigueur ; ce qui est livré reste.",
       "Weigert een uitzondering die niemand goedkeurde, of beëindigt er een "
       "die van kracht is; wat geleverd is blijft."},
      "entente period exception end 2018-03/1 --reason \"Livraison terminée "
      "plus tôt\"");
  command.Positional(
      "EXCEPTION", flags->name,
      {"Exception, as in 2018-03/1.", "Exception, comme 2018-03/1.",
       "Uitzondering, zoals 2018-03/1."});
  ReasonFlag(command, flags->reason);
  command.Municipality(flags->period.municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return End(cli, *flags); });
}

}  // namespace

void AddExceptionCommands(CLI::App& period, Cli& cli) {
  CLI::App& group =
      AddGroup(period, cli, "exception",
               {"Deliveries for a locked month: asked by one, approved by "
                "another.",
                "Livraisons pour un mois verrouillé : demandées par l'un, "
                "approuvées par un autre.",
                "Leveringen voor een vergrendelde maand: door de ene gevraagd, "
                "door een ander goedgekeurd."});
  AddRequest(group, cli);
  AddApprove(group, cli);
  AddEnd(group, cli);
}

}  // namespace entente::client
