// period rule add|change|withdraw|restore|list|show.
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/measure_rule_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/life_words.h"
#include "tools/client/period_parts.h"
#include "tools/client/resource_names.h"
#include "tools/client/rule_forms.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::MeasureRule;
using v1::MeasureRuleService;

struct RuleFlags {
  std::string municipality;
  std::string rule;
  std::string text;
  std::string reason;
  std::string etag;
  std::string as_of;
  bool is_all = false;
  MutationFlags mutation;

  // The full name of the rule.
  absl::StatusOr<std::string> Name(Cli& cli) const {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string parent,
        MunicipalityName(cli.session().config(), municipality));
    return Under(parent, "measureRules", rule);
  }
};

void RuleArgument(Command& command, RuleFlags& flags) {
  command.Positional("RULE", flags.rule,
                     {"Id of the rule, as in its text.",
                      "Identifiant de la règle, comme dans son texte.",
                      "Id van de regel, zoals in de tekst."});
}

void TextArgument(Command& command, Cli& cli, RuleFlags& flags) {
  command.Positional(
      "TEXT", flags.text,
      {"The rule: severity (error, warning), id, \"per area\" to judge areas "
       "alone, \":\", a comparison of sums of measures (=, !=, <, <=, >, >=, "
       "paired, excludes), and \"missing skip\", \"zero\" or \"always-zero\". "
       "Below, an example of each.",
       "La règle : gravité (error, warning), identifiant, « per area » pour "
       "juger chaque lieu seul, « : », une comparaison de sommes de mesures "
       "(=, !=, <, <=, >, >=, paired, excludes), et « missing skip », « zero » "
       "ou « always-zero ». Plus bas, un exemple de chaque.",
       "De regel: ernst (error, warning), id, \"per area\" om elk gebied apart "
       "te beoordelen, \":\", een vergelijking van sommen van metingen (=, !=, "
       "<, <=, >, >=, paired, excludes), en \"missing skip\", \"zero\" of "
       "\"always-zero\". Onderaan van elk een voorbeeld."});
  command.app().footer(absl::StrCat(command.app().get_footer(), "\n\n",
                                    RuleFormsText(cli.language())));
}

void EtagOption(Command& command, RuleFlags& flags) {
  command.Option("--etag", flags.etag,
                 {"Etag of the rule as it was read; refused when it changed.",
                  "Etag de la règle telle que lue ; refusé si elle a changé.",
                  "Etag van de regel zoals gelezen; geweigerd als hij "
                  "wijzigde."});
}

void AsOfOption(Command& command, RuleFlags& flags) {
  command.Option("--as-of-time", flags.as_of,
                 {"As it stood then: RFC 3339, as in 2018-04-01T12:00:00Z.",
                  "Tel qu'alors : RFC 3339, comme 2018-04-01T12:00:00Z.",
                  "Zoals het toen was: RFC 3339, zoals 2018-04-01T12:00:00Z."});
}

void Said(Cli& cli, const MutationFlags& mutation, const MeasureRule& rule,
          const Sentence& done) {
  mutation.SayDone(cli, rule.name(), done);
}

absl::Status Change(Cli& cli, const RuleFlags& flags,
                    v1::UpdateMeasureRuleRequest request,
                    const Sentence& done) {
  MeasureRule& rule = *request.mutable_measure_rule();
  ENTENTE_ASSIGN_OR_RETURN(*rule.mutable_name(), flags.Name(cli));
  rule.set_reason(flags.reason);
  request.set_etag(flags.etag);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const MeasureRule made,
      cli.session().Call(&MeasureRuleService::Stub::UpdateMeasureRule,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string version = absl::StrCat(" ", made.version());
  Said(cli, flags.mutation, made,
       {absl::StrCat(done.en, "; version", version),
        absl::StrCat(done.fr, " ; version", version),
        absl::StrCat(done.nl, "; versie", version)});
  return absl::OkStatus();
}

void AddAdd(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<RuleFlags>();
  Command command(
      group, cli, "add",
      {"Adds a rule between measures. A month that does not keep an error is "
       "not approved; a warning wants a justification.",
       "Ajoute une règle entre mesures. Un mois qui enfreint une erreur n'est "
       "pas approuvé ; un avertissement demande une justification.",
       "Voegt een regel tussen metingen toe. Een maand die een fout bevat "
       "wordt "
       "niet goedgekeurd; een waarschuwing vraagt een verantwoording."},
      "entente period rule add \"error few-trainings: participants <= 60 * "
      "trainings\" --reason \"Salle de 60 places\"");
  TextArgument(command, cli, *flags);
  ReasonFlag(command, flags->reason);
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::CreateMeasureRuleRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        MunicipalityName(cli.session().config(), flags->municipality));
    request.mutable_measure_rule()->set_text(flags->text);
    request.mutable_measure_rule()->set_reason(flags->reason);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const MeasureRule made,
        cli.session().Call(&MeasureRuleService::Stub::CreateMeasureRule,
                           request));
    if (cli.is_json()) return cli.PrintJson(made);
    Said(cli, flags->mutation, made,
         {"Added: months are judged by it when they are approved",
          "Ajoutée : les mois sont jugés d'après elle à leur approbation",
          "Toegevoegd: maanden worden er bij hun goedkeuring aan getoetst"});
    return absl::OkStatus();
  });
}

void AddChange(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<RuleFlags>();
  Command command(
      group, cli, "change",
      {"Gives a rule another text; the version before stays readable.",
       "Donne un autre texte à une règle ; la version précédente reste "
       "lisible.",
       "Geeft een regel een andere tekst; de vorige versie blijft leesbaar."},
      "entente period rule change few-trainings \"warning few-trainings: "
      "participants <= 80 * trainings\" --reason \"Nouvelle salle\"");
  RuleArgument(command, *flags);
  TextArgument(command, cli, *flags);
  ReasonFlag(command, flags->reason);
  EtagOption(command, *flags);
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) {
    v1::UpdateMeasureRuleRequest request;
    request.mutable_measure_rule()->set_text(flags->text);
    request.mutable_update_mask()->add_paths("text");
    return Change(cli, *flags, std::move(request),
                  {"Changed", "Modifiée", "Gewijzigd"});
  });
}

void AddWithdraw(CLI::App& group, Cli& cli, const std::string& name,
                 bool is_withdrawn, const Sentence& help,
                 const Sentence& done) {
  auto flags = std::make_shared<RuleFlags>();
  Command command(group, cli, name, help,
                  absl::StrCat("entente period rule ", name,
                               " few-trainings --reason \"Conseil du 12 "
                               "mars\""));
  RuleArgument(command, *flags);
  ReasonFlag(command, flags->reason);
  EtagOption(command, *flags);
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags, is_withdrawn, done](Cli& cli) {
    v1::UpdateMeasureRuleRequest request;
    request.mutable_measure_rule()->set_is_withdrawn(is_withdrawn);
    request.mutable_update_mask()->add_paths("is_withdrawn");
    return Change(cli, *flags, std::move(request), done);
  });
}

template <class Rules>
void PrintRules(Cli& cli, const Rules& rules) {
  Table table({{cli.T({"rule", "règle", "regel"}), Align::kLeft, true},
               {cli.T({"version", "version", "versie"}), Align::kRight},
               {cli.T({"since", "depuis", "sinds"})},
               {cli.T({"state", "état", "toestand"})},
               {cli.T({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (const MeasureRule& rule : rules) {
    table.AddRow({rule.text(), absl::StrCat(rule.version()),
                  FormatTime(rule.update_time()),
                  rule.is_withdrawn()
                      ? cli.T({"withdrawn", "retirée", "ingetrokken"})
                      : cli.T({"in force", "en vigueur", "van kracht"}),
                  rule.reason()});
  }
  cli.out() << table.Render(cli.columns());
}

absl::Status ListRules(Cli& cli, const RuleFlags& flags) {
  v1::ListMeasureRulesRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  request.set_show_withdrawn(flags.is_all);
  if (!flags.as_of.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                             ParseTimeFlag("--as-of-time", flags.as_of));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListMeasureRulesResponse response,
      cli.session().CallAllPages(&MeasureRuleService::Stub::ListMeasureRules,
                                 request));
  if (cli.is_json()) return cli.PrintJson(response);
  if (response.measure_rules().empty()) {
    cli.Say({"No rule is in force.", "Aucune règle n'est en vigueur.",
             "Er is geen regel van kracht."});
    return absl::OkStatus();
  }
  PrintRules(cli, response.measure_rules());
  return absl::OkStatus();
}

void AddList(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<RuleFlags>();
  Command command(group, cli, "list",
                  {"Lists the rules by which months are judged.",
                   "Liste les règles d'après lesquelles les mois sont jugés.",
                   "Somt de regels op waaraan maanden getoetst worden."},
                  "entente period rule list --all");
  command.Flag("--all", flags->is_all,
               {"Also those that are withdrawn.", "Aussi les règles retirées.",
                "Ook de ingetrokken regels."});
  AsOfOption(command, *flags);
  command.Municipality(flags->municipality);
  command.Reads();
  command.Run([flags](Cli& cli) { return ListRules(cli, *flags); });
}

absl::Status ShowRule(Cli& cli, const RuleFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name, flags.Name(cli));
  if (!flags.as_of.empty()) {
    v1::GetMeasureRuleRequest request;
    request.set_name(name);
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                             ParseTimeFlag("--as-of-time", flags.as_of));
    ENTENTE_ASSIGN_OR_RETURN(
        const MeasureRule rule,
        cli.session().Call(&MeasureRuleService::Stub::GetMeasureRule, request));
    if (cli.is_json()) return cli.PrintJson(rule);
    PrintRules(cli, std::vector<MeasureRule>{rule});
    return absl::OkStatus();
  }
  v1::ListMeasureRuleVersionsRequest request;
  request.set_name(name);
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListMeasureRuleVersionsResponse response,
      cli.session().CallAllPages(
          &MeasureRuleService::Stub::ListMeasureRuleVersions, request));
  if (cli.is_json()) return cli.PrintJson(response);
  PrintRules(cli, response.measure_rules());
  return absl::OkStatus();
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<RuleFlags>();
  Command command(group, cli, "show",
                  {"Shows a rule and the versions before it, newest first.",
                   "Montre une règle et ses versions, la plus récente d'abord.",
                   "Toont een regel en zijn versies, de nieuwste eerst."},
                  "entente period rule show few-trainings");
  RuleArgument(command, *flags);
  AsOfOption(command, *flags);
  command.Municipality(flags->municipality);
  command.Reads();
  command.Run([flags](Cli& cli) { return ShowRule(cli, *flags); });
}

}  // namespace

void AddRuleCommands(CLI::App& period, Cli& cli) {
  CLI::App& group = AddGroup(
      period, cli, "rule",
      {"What the figures of a month must be to each other.",
       "Ce que les chiffres d'un mois doivent être entre eux.",
       "Hoe de cijfers van een maand zich tot elkaar moeten verhouden."});
  AddAdd(group, cli);
  AddChange(group, cli);
  AddWithdraw(group, cli, "withdraw", true,
              {"Ends a rule: it judges nothing any more. Its versions stay.",
               "Met fin à une règle : elle ne juge plus rien. Ses versions "
               "restent.",
               "Beëindigt een regel: hij toetst niets meer. Zijn versies "
               "blijven."},
              {"Withdrawn", "Retirée", "Ingetrokken"});
  AddWithdraw(group, cli, "restore", false,
              {"Takes a withdrawn rule back into force.",
               "Remet en vigueur une règle retirée.",
               "Maakt een ingetrokken regel weer van kracht."},
              {"In force again", "De nouveau en vigueur", "Weer van kracht"});
  AddList(group, cli);
  AddShow(group, cli);
}

}  // namespace entente::client
