// entente indicators measure local add, and the group that it is of.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "entente/conventions/v1/measure.pb.h"
#include "entente/indicators/v1/local_measure_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/local_measure_input.h"
#include "tools/client/local_measure_parts.h"
#include "tools/client/local_measure_text.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::LocalMeasure;
using v1::LocalMeasureService;

struct AddFlags : LocalMeasureFlags {
  SaidLocalMeasure said;
  std::string kind;
  bool is_not_summed = false;
  bool is_sensitive = false;
  std::vector<std::string> splits;
  std::string from;
  std::string until;
  std::string reason;
  MutationFlags mutation;
};

absl::StatusOr<LocalMeasure> MakeMeasure(const AddFlags& flags,
                                         const std::string& name) {
  LocalMeasure measure;
  measure.set_name(name);
  cv1::MeasureDefinition& definition = *measure.mutable_definition();
  definition.set_code(name.substr(name.rfind('/') + 1));
  definition.set_kind(KindOfWord(flags.kind));
  definition.set_is_summable(!flags.is_not_summed &&
                             (flags.kind == "count" || flags.kind == "hours"));
  definition.set_is_sensitive(flags.is_sensitive);
  for (const std::string& list : flags.splits) definition.add_breakdowns(list);
  ENTENTE_RETURN_IF_ERROR(flags.said.Apply(measure));
  ENTENTE_ASSIGN_OR_RETURN(*measure.mutable_valid_from(),
                           ParseDateFlag("--from", flags.from));
  if (!flags.until.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*measure.mutable_valid_until(),
                             ParseDateFlag("--until", flags.until));
  }
  measure.set_reason(flags.reason);
  return measure;
}

absl::Status Add(Cli& cli, const AddFlags& flags) {
  v1::CreateLocalMeasureRequest request;
  ENTENTE_ASSIGN_OR_RETURN(const std::string name, flags.Name(cli));
  request.set_parent(MunicipalityOf(name));
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_local_measure(),
                           MakeMeasure(flags, name));
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const LocalMeasure made,
      cli.session().Call(&LocalMeasureService::Stub::CreateLocalMeasure,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(
      cli, name,
      {"Defined, the municipality's own", "Défini, propre à la commune",
       "Gedefinieerd, van de gemeente zelf"});
  PrintLocalMeasure(cli, made);
  if (!flags.mutation.is_dry_run) {
    cli.out() << LocalNextText(made, cli.language());
  }
  return absl::OkStatus();
}

// What no later version changes.
void DeclareFixed(Command& command, AddFlags& flags) {
  command
      .Option(
          "--kind", flags.kind,
          {"How its figures are read: count, hours, yes-no, ratio or words.",
           "Comment se lisent ses chiffres : count (nombre), hours "
           "(heures), yes-no (oui/non), ratio (rapport) ou words (mots).",
           "Hoe zijn cijfers gelezen worden: count (aantal), hours (uren), "
           "yes-no (ja/nee), ratio (verhouding) of words (woorden)."})
      ->required()
      ->check(CLI::IsMember({"count", "hours", "yes-no", "ratio", "words"}));
  command.Flag("--not-summed", flags.is_not_summed,
               {"Its months may not be added up: distinct persons.",
                "Ses mois ne s'additionnent pas : personnes distinctes.",
                "Zijn maanden worden niet opgeteld: verschillende personen."});
  command.Flag("--sensitive", flags.is_sensitive,
               {"Small figures can point at a person.",
                "De petits chiffres peuvent désigner une personne.",
                "Kleine cijfers kunnen een persoon aanwijzen."});
  command.Option(
      "--split", flags.splits,
      {"Code list it is split by, as a convention defines it; may be "
       "repeated.",
       "Liste de codes qui le ventile, telle qu'une convention la "
       "définit ; peut se répéter.",
       "Codelijst waarmee hij opgesplitst wordt, zoals een "
       "overeenkomst ze definieert; mag herhaald worden."});
  command
      .Option("--from", flags.from,
              {"First day it is counted, as in 2018-04-01.",
               "Premier jour où il est compté, comme 2018-04-01.",
               "Eerste dag waarop hij geteld wordt, zoals 2018-04-01."})
      ->required();
}

void AddAdd(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<AddFlags>();
  Command command(
      group, cli, "add",
      {"Defines an indicator of the municipality's own. Kind, sums, "
       "sensitivity, splits and first day stay as they are said here.",
       "Définit un indicateur propre à la commune. Genre, addition, "
       "sensibilité, ventilations et premier jour restent comme ils sont dits "
       "ici.",
       "Definieert een eigen indicator van de gemeente. Soort, optelling, "
       "gevoeligheid, opsplitsingen en eerste dag blijven zoals hier gezegd."},
      "entente indicators measure local add local_walks --title-fr Marches "
      "--title-nl Wandelingen --unit-fr marches --unit-nl wandelingen --kind "
      "count --better more --activity-type \"local_walk=Marche|Wandeling\" "
      "--feed local_walk=sessions --from 2018-04-01 --reason \"Décision du "
      "collège\"");
  flags->Declare(command);
  flags->said.Declare(command, /*is_change=*/false);
  DeclareFixed(command, *flags);
  command.Option(
      "--until", flags->until,
      {"Last day it is counted; without it, it goes on.",
       "Dernier jour où il est compté ; sans cela, il continue.",
       "Laatste dag waarop hij geteld wordt; zonder gaat hij door."});
  ReasonFlag(command, flags->reason);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Add(cli, *flags); });
}

}  // namespace

void AddLocalMeasureCommands(CLI::App& measure, Cli& cli) {
  CLI::App& local = AddGroup(
      measure, cli, "local",
      {"Indicators of the municipality's own: outside the convention, counted "
       "and approved like the others, marked wherever they are shown.",
       "Les indicateurs propres à la commune : hors convention, comptés et "
       "approuvés comme les autres, marqués partout où ils sont montrés.",
       "Eigen indicatoren van de gemeente: buiten de overeenkomst, geteld en "
       "goedgekeurd zoals de andere, gemarkeerd waar ze ook getoond worden."});
  AddAdd(local, cli);
  AddLocalMeasureChanges(local, cli);
  AddLocalMeasureReads(local, cli);
}

}  // namespace entente::client
