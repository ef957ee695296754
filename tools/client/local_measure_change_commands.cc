// entente indicators measure local change|end.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/local_measure_service.grpc.pb.h"
#include "google/type/date.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/local_measure_input.h"
#include "tools/client/local_measure_parts.h"
#include "tools/client/local_measure_text.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::LocalMeasure;
using v1::LocalMeasureService;

struct WriteFlags : LocalMeasureFlags {
  std::string reason;
  std::string etag;
  MutationFlags mutation;

  // What both commands have behind their own flags.
  void DeclareWrite(Command& command) {
    ReasonFlag(command, reason);
    command.Option("--etag", etag,
                   {"Etag as it was read; refused when somebody changed it.",
                    "Etag tel que lu ; refusé si quelqu'un l'a changé.",
                    "Etag zoals gelezen; geweigerd als iemand het wijzigde."});
    mutation.Declare(command);
    command.Reads();
  }
};

struct ChangeFlags : WriteFlags {
  SaidLocalMeasure said;
  std::string from;
  std::string until;
  bool is_without_end = false;
};

struct EndFlags : WriteFlags {
  std::string on;
};

using Saying = absl::FunctionRef<absl::Status(LocalMeasure&)>;

// The latest version alone, or, of what may be a retry, with the one before it.
absl::StatusOr<std::vector<LocalMeasure>> ReadVersions(
    Cli& cli, const WriteFlags& flags) {
  v1::ListLocalMeasureVersionsRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), flags.Name(cli));
  request.set_page_size(flags.mutation.MayBeRetry() ? 2 : 1);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListLocalMeasureVersionsResponse list,
      cli.session().Call(&LocalMeasureService::Stub::ListLocalMeasureVersions,
                         request));
  return std::vector<LocalMeasure>(list.local_measures().begin(),
                                   list.local_measures().end());
}

// What `say` makes of the latest version, or made of it the time before.
absl::StatusOr<LocalChange> ReadChange(Cli& cli, const WriteFlags& flags,
                                       Saying say) {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<LocalMeasure> versions,
                           ReadVersions(cli, flags));
  if (versions.empty()) return absl::InternalError("no version");
  return ChangeOf(versions, flags.reason, say);
}

// Writes what comes after the version that was read, or, as a retry under the
// id of before, what came after it: the same request.
absl::StatusOr<LocalMeasure> Write(Cli& cli, const WriteFlags& flags,
                                   const LocalChange& change) {
  v1::UpdateLocalMeasureRequest request = UpdateOf(change, flags.etag);
  flags.mutation.Apply(request);
  return cli.session().Call(&LocalMeasureService::Stub::UpdateLocalMeasure,
                            request);
}

// Version `made` beside the one `before` it: the same where nothing would
// change, in a dry run too.
absl::Status Tell(Cli& cli, const WriteFlags& flags, const LocalMeasure& before,
                  const LocalMeasure& made, const Sentence& done) {
  if (cli.is_json()) return cli.PrintJson(made);
  if (made.version() == before.version()) {
    const std::string version = absl::StrCat(made.version());
    cli.Say({absl::StrCat("Nothing changes: version ", version, " stands."),
             absl::StrCat("Rien ne change : la version ", version, " reste."),
             absl::StrCat("Er wijzigt niets: versie ", version, " blijft.")});
    return absl::OkStatus();
  }
  flags.mutation.SayDone(cli, made.name(), done);
  PrintLocalMeasure(cli, made);
  return absl::OkStatus();
}

absl::Status Say(const ChangeFlags& flags, LocalMeasure& next) {
  ENTENTE_RETURN_IF_ERROR(flags.said.Apply(next));
  if (!flags.from.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*next.mutable_effective_date(),
                             ParseDateFlag("--from", flags.from));
  }
  if (flags.is_without_end) next.clear_valid_until();
  if (!flags.until.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*next.mutable_valid_until(),
                             ParseDateFlag("--until", flags.until));
  }
  return absl::OkStatus();
}

absl::Status Change(Cli& cli, const ChangeFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const LocalChange change,
                           ReadChange(cli, flags, [&](LocalMeasure& next) {
                             return Say(flags, next);
                           }));
  ENTENTE_ASSIGN_OR_RETURN(const LocalMeasure made, Write(cli, flags, change));
  ENTENTE_RETURN_IF_ERROR(
      Tell(cli, flags, change.before, made,
           {absl::StrCat("Changed; version ", made.version()),
            absl::StrCat("Modifié ; version ", made.version()),
            absl::StrCat("Gewijzigd; versie ", made.version())}));
  // What is newly fed takes nothing of before.
  if (!cli.is_json() && !flags.mutation.is_dry_run &&
      AddsFeeds(change.before, made)) {
    cli.out() << LocalNextText(made, cli.language());
  }
  return absl::OkStatus();
}

absl::Status End(Cli& cli, const EndFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const google::type::Date day_of_end,
                           ParseDateFlag("--on", flags.on));
  ENTENTE_ASSIGN_OR_RETURN(const LocalChange change,
                           ReadChange(cli, flags, [&](LocalMeasure& next) {
                             *next.mutable_valid_until() = day_of_end;
                             return absl::OkStatus();
                           }));
  ENTENTE_ASSIGN_OR_RETURN(const LocalMeasure made, Write(cli, flags, change));
  const std::string day = FormatDate(made.valid_until());
  ENTENTE_RETURN_IF_ERROR(
      Tell(cli, flags, change.before, made,
           {absl::StrCat("Ends on ", day), absl::StrCat("Se termine le ", day),
            absl::StrCat("Eindigt op ", day)}));
  if (cli.is_json()) return absl::OkStatus();
  cli.Say({"What was counted stays stored and is shown.",
           "Ce qui a été compté reste enregistré et montré.",
           "Wat geteld is, blijft bewaard en wordt getoond."});
  return absl::OkStatus();
}

void AddChange(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ChangeFlags>();
  Command command(
      group, cli, "change",
      {"Changes what is named of an indicator of the municipality's own; the "
       "rest stays. The versions before stay readable.",
       "Modifie ce qui est nommé d'un indicateur propre à la commune ; le "
       "reste demeure. Les versions précédentes restent lisibles.",
       "Wijzigt wat genoemd is van een eigen indicator van de gemeente; de "
       "rest blijft. De vorige versies blijven leesbaar."},
      "entente indicators measure local change local_walks "
      "--feed local_walk=participants --no-feed local_walk=sessions "
      "--from 2019-01-01 --reason \"Compter les participants\"");
  flags->Declare(command);
  flags->said.Declare(command, /*is_change=*/true);
  command.Option(
      "--from", flags->from,
      {"Day from which title, unit, direction and feeds are these; by default "
       "that of the latest version, which is corrected then.",
       "Jour dès lequel titre, unité, sens et alimentations sont ceux-ci ; par "
       "défaut celui de la dernière version, qui est alors corrigée.",
       "Dag vanaf wanneer titel, eenheid, richting en voedingen deze zijn; "
       "standaard die van de laatste versie, die dan verbeterd wordt."});
  auto* until = command.Option(
      "--until", flags->until,
      {"Last day it is counted.", "Dernier jour où il est compté.",
       "Laatste dag waarop hij geteld wordt."});
  command
      .Flag("--no-until", flags->is_without_end,
            {"It goes on without end.", "Il continue sans fin.",
             "Hij gaat door zonder einde."})
      ->excludes(until);
  flags->DeclareWrite(command);
  command.Run([flags](Cli& cli) { return Change(cli, *flags); });
}

void AddEnd(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<EndFlags>();
  Command command(
      group, cli, "end",
      {"Ends an indicator of the municipality's own: it is counted on no day "
       "after. What was counted stays.",
       "Met fin à un indicateur propre à la commune : il n'est compté aucun "
       "jour après. Ce qui a été compté reste.",
       "Beëindigt een eigen indicator van de gemeente: hij wordt geen enkele "
       "dag erna geteld. Wat geteld is blijft."},
      "entente indicators measure local end local_walks --on "
      "2019-12-31 --reason \"Les marches s'arrêtent\"");
  flags->Declare(command);
  command
      .Option("--on", flags->on,
              {"Last day it is counted, as in 2019-12-31.",
               "Dernier jour où il est compté, comme 2019-12-31.",
               "Laatste dag waarop hij geteld wordt, zoals 2019-12-31."})
      ->required();
  flags->DeclareWrite(command);
  command.Run([flags](Cli& cli) { return End(cli, *flags); });
}

}  // namespace

void AddLocalMeasureChanges(CLI::App& local, Cli& cli) {
  AddChange(local, cli);
  AddEnd(local, cli);
}

}  // namespace entente::client
