#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/match.h"
#include "entente/exchange/v1/office_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/commands.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::exchange::v1;
using entente::common::v1::OfficeHolder;
using v1::OfficeService;

struct OfficeFlags {
  MutationFlags mutation;
  std::string municipality;
  std::string office = "chair";
};

void DeclareOffice(Command& command, OfficeFlags& flags) {
  command.Option("--office", flags.office,
                 {"The office; there is one: chair.",
                  "La fonction ; il y en a une : chair.",
                  "Het ambt; er is er één: chair."});
  command.Municipality(flags.municipality);
}

absl::StatusOr<std::string> OfficeName(Cli& cli, const OfficeFlags& flags) {
  if (absl::StrContains(flags.office, '/')) return flags.office;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), flags.municipality));
  return Under(parent, "offices", flags.office);
}

struct AppointFlags : OfficeFlags {
  std::string person;
  std::string from;
  std::string until;
  bool is_deputy = false;
  std::string reason;
};

absl::Status Appoint(Cli& cli, const AppointFlags& flags) {
  v1::CreateOfficeHolderRequest request;
  OfficeHolder& holder = *request.mutable_office_holder();
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(), OfficeName(cli, flags));
  ENTENTE_ASSIGN_OR_RETURN(*holder.mutable_from(),
                           ParseDateFlag("--from", flags.from));
  ENTENTE_ASSIGN_OR_RETURN(*holder.mutable_until(),
                           ParseDateFlag("--until", flags.until));
  holder.set_person(flags.person);
  holder.set_is_deputy(flags.is_deputy);
  holder.set_reason(flags.reason);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const OfficeHolder made,
      cli.session().Call(&OfficeService::Stub::CreateOfficeHolder, request));
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(cli, made.name(),
                         {"Recorded in office", "Inscription dans la fonction",
                          "Ingeschreven in het ambt"});
  return absl::OkStatus();
}

void AddAppoint(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<AppointFlags>();
  Command command(
      group, cli, "appoint",
      {"Records who holds an office from when to when. What was granted to the "
       "office is then open to that person, on those days only.",
       "Inscrit qui exerce une fonction, de quand à quand. Ce qui est accordé "
       "à la fonction s'ouvre alors à cette personne, ces jours-là seulement.",
       "Schrijft in wie een ambt bekleedt, van wanneer tot wanneer. Wat aan "
       "het ambt is toegekend, staat dan open voor die persoon, alleen op die "
       "dagen."},
      "entente office appoint --person chris --from 2018-12-03 --until "
      "2024-12-01 --reason \"serment du 3 décembre 2018\"");
  DeclareOffice(command, *flags);
  command
      .Option("--person", flags->person,
              {"Subject of the person's token; never one's own.",
               "Sujet du jeton de la personne ; jamais le sien.",
               "Subject van het token van de persoon; nooit het eigen."})
      ->required();
  command
      .Option("--from", flags->from,
              {"First day.", "Premier jour.", "Eerste dag."})
      ->required();
  command
      .Option("--until", flags->until,
              {"Last day, at most seven years later.",
               "Dernier jour, au plus sept ans plus tard.",
               "Laatste dag, hoogstens zeven jaar later."})
      ->required();
  command.Flag("--deputy", flags->is_deputy,
               {"Stands in for the holder, with the same rights.",
                "Supplée la personne titulaire, avec les mêmes droits.",
                "Vervangt de titularis, met dezelfde rechten."});
  command
      .Option("--reason", flags->reason,
              {"What it rests on: a decision, an oath; names nobody.",
               "Ce qui la fonde : une décision, un serment ; ne nomme "
               "personne.",
               "Waarop het steunt: een beslissing, een eed; noemt niemand."})
      ->required();
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Appoint(cli, *flags); });
}

struct EndFlags : OfficeFlags {
  std::string holder;
  std::string reason;
};

void AddEnd(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<EndFlags>();
  Command command(
      group, cli, "end",
      {"Ends a holding at once, before its last day; it stays in the list.",
       "Met fin aussitôt à une fonction, avant son dernier jour ; elle reste "
       "dans la liste.",
       "Beëindigt een ambt meteen, voor de laatste dag; het blijft in de "
       "lijst."},
      "entente office end HOLDER --reason \"démission du 4 mai 2020\"");
  command.Positional("HOLDER", flags->holder,
                     {"The holding, as 'office list' names it.",
                      "L'inscription, telle que la nomme « office list ».",
                      "De inschrijving, zoals 'office list' ze noemt."});
  DeclareOffice(command, *flags);
  command
      .Option("--reason", flags->reason,
              {"Why; names nobody.", "Pourquoi ; ne nomme personne.",
               "Waarom; noemt niemand."})
      ->required();
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::RevokeOfficeHolderRequest request;
    request.set_name(flags->holder);
    if (!absl::StrContains(flags->holder, '/')) {
      ENTENTE_ASSIGN_OR_RETURN(const std::string office,
                               OfficeName(cli, *flags));
      request.set_name(Under(office, "holders", flags->holder));
    }
    request.set_reason(flags->reason);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const OfficeHolder ended,
        cli.session().Call(&OfficeService::Stub::RevokeOfficeHolder, request));
    if (cli.is_json()) return cli.PrintJson(ended);
    flags->mutation.SayDone(
        cli, ended.name(),
        {"Holding ended", "Fonction terminée", "Ambt beëindigd"});
    return absl::OkStatus();
  });
}

void PrintHolder(Cli& cli, const OfficeHolder& holder) {
  cli.out() << holder.name().substr(holder.name().rfind('/') + 1) << "  "
            << holder.person() << "  "
            << (holder.is_deputy()
                    ? cli.T({"deputy", "suppléance", "vervanger"})
                    : cli.T({"holder", "titulaire", "titularis"}))
            << "  " << FormatDate(holder.from()) << " – "
            << FormatDate(holder.until()) << "\n    "
            << cli.T({"recorded by", "inscrit par", "ingeschreven door"}) << " "
            << holder.appointer() << ": " << holder.reason() << "\n";
  if (!holder.has_revocation()) return;
  cli.out() << "    " << cli.T({"ended", "terminée", "beëindigd"}) << " "
            << FormatTime(holder.revocation().time()) << " "
            << cli.T({"by", "par", "door"}) << " "
            << holder.revocation().revoker() << ": "
            << holder.revocation().reason() << "\n";
}

void AddList(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<OfficeFlags>();
  Command command(group, cli, "list",
                  {"Lists who held, holds and will hold an office.",
                   "Liste qui a exercé, exerce et exercera une fonction.",
                   "Toont wie een ambt bekleedde, bekleedt en zal bekleden."},
                  "entente office list --municipality 21004");
  DeclareOffice(command, *flags);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ListOfficeHoldersRequest request;
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                             OfficeName(cli, *flags));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListOfficeHoldersResponse found,
        cli.session().CallAllPages(&OfficeService::Stub::ListOfficeHolders,
                                   request));
    if (cli.is_json()) return cli.PrintJson(found);
    for (const OfficeHolder& holder : found.office_holders()) {
      PrintHolder(cli, holder);
    }
    return absl::OkStatus();
  });
}

}  // namespace

void AddOfficeCommands(CLI::App& root, Cli& cli) {
  CLI::App& group =
      AddGroup(root, cli, "office",
               {"Offices and who holds them from when to when.",
                "Les fonctions et qui les exerce, de quand à quand.",
                "Ambten en wie ze bekleedt, van wanneer tot wanneer."});
  AddAppoint(group, cli);
  AddEnd(group, cli);
  AddList(group, cli);
}

}  // namespace entente::client
