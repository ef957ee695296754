// convention diff|resolve|promote.
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/amendment_service.grpc.pb.h"
#include "entente/conventions/v1/measure.pb.h"
#include "entente/conventions/v1/review_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/convention_parts.h"
#include "tools/client/format.h"
#include "tools/client/life_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::AmendmentService;
using v1::ReviewService;

struct DiffFlags {
  std::string convention;
  std::string from_date;
  std::string from_time;
  std::string to_date;
  std::string to_time;
};

// "STATE_DRAFT", "KIND_INDICATOR" for people.
std::string ValueFor(Cli& cli, const std::string& field,
                     const std::string& value) {
  v1::Convention::State state;
  if (field == "state" && v1::Convention::State_Parse(value, &state)) {
    return cli.T(LifeStateWord(state));
  }
  if (value == "KIND_EXPECTED_RESULT") {
    return cli.T({"expected result", "résultat attendu", "verwacht resultaat"});
  }
  if (value == "KIND_INDICATOR") {
    return cli.T({"indicator", "indicateur", "indicator"});
  }
  return value;
}

// One value under its sign, wrapped behind it.
void PrintSide(Cli& cli, const char* sign, const std::string& value) {
  if (value.empty()) return;
  const char* lead = sign;
  for (const std::string& line : Wrap(value, cli.columns() - 6)) {
    cli.out() << "    " << lead << " " << line << "\n";
    lead = " ";
  }
}

void PrintDiff(Cli& cli, const v1::DiffConventionVersionsResponse& diff) {
  const std::string versions =
      absl::StrCat(diff.from_version(), " → ", diff.to_version());
  cli.Say({absl::StrCat("Versions ", versions),
           absl::StrCat("Versions ", versions),
           absl::StrCat("Versies ", versions)});
  if (diff.differences().empty()) {
    cli.Say({"No difference.", "Aucune différence.", "Geen verschil."});
    return;
  }
  std::string node = "-";
  for (const v1::VersionDifference& difference : diff.differences()) {
    if (difference.node_id() != node) {
      node = difference.node_id();
      cli.out() << "\n"
                << (node.empty()
                        ? cli.T({"Convention", "Convention", "Overeenkomst"})
                        : absl::StrCat(node, "  ", difference.path()))
                << "\n";
    }
    cli.out() << "  " << cli.T(DifferenceWord(difference.field())) << "\n";
    PrintSide(cli, "-", ValueFor(cli, difference.field(), difference.before()));
    PrintSide(cli, "+", ValueFor(cli, difference.field(), difference.after()));
  }
}

absl::Status Diff(Cli& cli, const DiffFlags& flags) {
  v1::DiffConventionVersionsRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_name(),
      ConventionName(cli.session().config(), flags.convention));
  if (!flags.from_date.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_from_effective_date(),
                             ParseDateFlag("--from-date", flags.from_date));
  }
  if (!flags.to_date.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_to_effective_date(),
                             ParseDateFlag("--to-date", flags.to_date));
  }
  if (!flags.from_time.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_from_record_time(),
                             ParseTimeFlag("--from-time", flags.from_time));
  }
  if (!flags.to_time.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_to_record_time(),
                             ParseTimeFlag("--to-time", flags.to_time));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::DiffConventionVersionsResponse diff,
      cli.session().Call(&AmendmentService::Stub::DiffConventionVersions,
                         request));
  if (cli.is_json()) return cli.PrintJson(diff);
  PrintDiff(cli, diff);
  return absl::OkStatus();
}

void AddDiff(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DiffFlags>();
  Command command(
      group, cli, "diff",
      {"Shows what differs between two versions; from the convention as "
       "imported to the latest by default.",
       "Montre ce qui diffère entre deux versions ; par défaut de la "
       "convention importée à la dernière.",
       "Toont wat verschilt tussen twee versies; standaard van de ingevoerde "
       "overeenkomst tot de laatste."},
      "entente convention diff --to-date 2019-01-01");
  command.Convention(flags->convention);
  command.Option("--from-date", flags->from_date,
                 {"Earlier version: as it is on this day.",
                  "Version antérieure : telle qu'elle est ce jour.",
                  "Vroegere versie: zoals ze die dag is."});
  command.Option("--from-time", flags->from_time,
                 {"Earlier version: as it was known then.",
                  "Version antérieure : telle qu'on la connaissait alors.",
                  "Vroegere versie: zoals ze toen gekend was."});
  command.Option("--to-date", flags->to_date,
                 {"Later version: as it is on this day.",
                  "Version ultérieure : telle qu'elle est ce jour.",
                  "Latere versie: zoals ze die dag is."});
  command.Option("--to-time", flags->to_time,
                 {"Later version: as it was known then.",
                  "Version ultérieure : telle qu'on la connaissait alors.",
                  "Latere versie: zoals ze toen gekend was."});
  command.Reads();
  command.Run([flags](Cli& cli) { return Diff(cli, *flags); });
}

struct ReviewFlags {
  MutationFlags mutation;
  std::string convention;
  std::string what;
  std::string reason;
};

void DeclareReview(Command& command, ReviewFlags& flags) {
  command.Convention(flags.convention);
  command
      .Option("--reason", flags.reason,
              {"Why; names nobody.", "Pourquoi ; ne nomme personne.",
               "Waarom; noemt niemand."})
      ->required();
  flags.mutation.Declare(command);
  command.Reads();
}

const std::map<std::string, v1::MeasureKind>& MeasureKinds() {
  static const auto& kinds = *new std::map<std::string, v1::MeasureKind>{
      {"count", v1::MEASURE_KIND_COUNT},
      {"hours", v1::MEASURE_KIND_HOURS},
      {"yes-no", v1::MEASURE_KIND_YES_NO},
      {"ratio", v1::MEASURE_KIND_RATIO},
      {"words", v1::MEASURE_KIND_QUALITATIVE}};
  return kinds;
}

void AddResolve(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ReviewFlags>();
  auto number = std::make_shared<int>(0);
  auto kind = std::make_shared<std::string>();
  auto better = std::make_shared<std::string>();
  auto is_not_summed = std::make_shared<bool>(false);
  Command command(group, cli, "resolve",
                  {"Says why nothing more is to be done about a finding.",
                   "Dit pourquoi un constat ne demande plus rien.",
                   "Zegt waarom een vaststelling niets meer vraagt."},
                  "entente convention resolve --finding 3 --reason \"…\"");
  command
      .Option("--finding", *number,
              {"Number of the finding; entente convention findings shows it.",
               "Numéro du constat ; entente convention findings le montre.",
               "Nummer van de vaststelling; entente convention findings toont "
               "het."})
      ->required();
  command
      .Option("--kind", *kind,
              {"Of a guessed kind: the kind that is right, the guessed one or "
               "another.",
               "Pour un type déduit : le type exact, celui déduit ou un autre "
               "(count : nombre, hours : heures, yes-no : oui/non, ratio : "
               "rapport, words : description).",
               "Bij een afgeleide soort: de juiste soort, de afgeleide of een "
               "andere (count: aantal, hours: uren, yes-no: ja/nee, ratio: "
               "verhouding, words: beschrijving)."})
      ->check(CLI::IsMember({"count", "hours", "yes-no", "ratio", "words"}))
      ->option_text("count|hours|…");
  command
      .Option("--better", *better,
              {"Of a guessed count, hours or ratio: whether more or less is "
               "better. Nobody guesses it.",
               "Pour un nombre, des heures ou un rapport déduits : ce qui est "
               "mieux, plus (more) ou moins (less). Personne ne le devine.",
               "Bij een afgeleid aantal, uren of een verhouding: wat beter is, "
               "meer (more) of minder (less). Niemand raadt het."})
      ->check(CLI::IsMember({"more", "less"}))
      ->option_text("more|less");
  command.Flag("--not-summed", *is_not_summed,
               {"Of a guessed kind: months are not added, for instance since "
                "they count different persons.",
                "Pour un type déduit : les mois ne s'additionnent pas, par "
                "exemple parce qu'ils comptent des personnes différentes.",
                "Bij een afgeleide soort: maanden worden niet opgeteld, "
                "bijvoorbeeld omdat ze verschillende personen tellen."});
  DeclareReview(command, *flags);
  command.Run([flags, number, kind, better,
               is_not_summed](Cli& cli) -> absl::Status {
    v1::ResolveFindingRequest request;
    if (!kind->empty()) request.set_measure_kind(MeasureKinds().at(*kind));
    if (!better->empty()) {
      request.set_measure_direction(*better == "more" ? v1::DIRECTION_MORE
                                                      : v1::DIRECTION_LESS);
    }
    request.set_measure_is_not_summed(*is_not_summed);
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_name(),
        ConventionName(cli.session().config(), flags->convention));
    request.set_finding_number(*number);
    request.set_reason(flags->reason);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Finding made,
        cli.session().Call(&ReviewService::Stub::ResolveFinding, request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(
        cli, made.code(),
        made.code() == "KIND_GUESSED"
            ? Sentence{absl::StrCat("Resolved: the kind of its measure is ",
                                    *kind, "."),
                       absl::StrCat("Résolu : le type de sa mesure est ", *kind,
                                    "."),
                       absl::StrCat("Afgehandeld: de soort van haar meting is ",
                                    *kind, ".")}
            : Sentence{"Resolved.", "Résolu.", "Afgehandeld."});
    return absl::OkStatus();
  });
}

void AddPromote(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ReviewFlags>();
  Command command(group, cli, "promote",
                  {"Makes a countable result an indicator.",
                   "Fait d'un résultat mesurable un indicateur.",
                   "Maakt van een telbaar resultaat een indicator."},
                  "entente convention promote er-12 --reason \"…\"");
  command.Positional(
      "NODE", flags->what,
      {"Expected result, as in er-12.", "Résultat attendu, comme er-12.",
       "Verwacht resultaat, zoals er-12."});
  DeclareReview(command, *flags);
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::PromoteResultRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_name(),
        ConventionName(cli.session().config(), flags->convention));
    request.set_node_id(flags->what);
    request.set_reason(flags->reason);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Node made,
        cli.session().Call(&ReviewService::Stub::PromoteResult, request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(
        cli, made.id(),
        {"It is an indicator now; its id stays.",
         "C'est désormais un indicateur ; son identifiant reste.",
         "Het is voortaan een indicator; de id blijft."});
    return absl::OkStatus();
  });
}

void AddReopen(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ReviewFlags>();
  auto number = std::make_shared<int>(0);
  Command command(group, cli, "reopen",
                  {"Opens a finding again that was resolved by mistake.",
                   "Rouvre un constat qui a été résolu par erreur.",
                   "Heropent een vaststelling die bij vergissing is "
                   "afgehandeld."},
                  "entente convention reopen --finding 3 --reason \"…\"");
  command
      .Option("--finding", *number,
              {"Number of the finding.", "Numéro du constat.",
               "Nummer van de vaststelling."})
      ->required();
  DeclareReview(command, *flags);
  command.Run([flags, number](Cli& cli) -> absl::Status {
    v1::ReverseFindingResolutionRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_name(),
        ConventionName(cli.session().config(), flags->convention));
    request.set_finding_number(*number);
    request.set_reason(flags->reason);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Finding made,
        cli.session().Call(&ReviewService::Stub::ReverseFindingResolution,
                           request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(
        cli, made.code(),
        {"Open again.", "De nouveau ouvert.", "Opnieuw open."});
    return absl::OkStatus();
  });
}

void AddDemote(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ReviewFlags>();
  auto date = std::make_shared<std::string>();
  Command command(
      group, cli, "demote",
      {"Makes a result that was promoted by mistake a result again.",
       "Refait un résultat d'un résultat promu par erreur.",
       "Maakt van een bij vergissing gepromoveerd resultaat weer "
       "een resultaat."},
      "entente convention demote er-12 --date 2018-03-15 --reason "
      "\"…\"");
  command.Positional(
      "NODE", flags->what,
      {"Promoted result, as in er-12.", "Résultat promu, comme er-12.",
       "Gepromoveerd resultaat, zoals er-12."});
  command
      .Option("--date", *date,
              {"Day from which it is a result again.",
               "Jour à partir duquel c'est de nouveau un résultat.",
               "Dag vanaf welke het weer een resultaat is."})
      ->required();
  DeclareReview(command, *flags);
  command.Run([flags, date](Cli& cli) -> absl::Status {
    v1::ReversePromotionRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_name(),
        ConventionName(cli.session().config(), flags->convention));
    request.set_node_id(flags->what);
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_reverse_date(),
                             ParseDateFlag("--date", *date));
    request.set_reason(flags->reason);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Node made,
        cli.session().Call(&ReviewService::Stub::ReversePromotion, request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(
        cli, made.id(),
        {"It is a result again.", "C'est de nouveau un résultat.",
         "Het is weer een resultaat."});
    return absl::OkStatus();
  });
}

}  // namespace

void AsOfFlags(Command& command, std::string& date, std::string& time) {
  command.Option("--as-of-date", date,
                 {"As it is on this day.", "Tel que c'est ce jour.",
                  "Zoals het die dag is."});
  command.Option("--as-of-time", time,
                 {"As it was known then.", "Tel qu'on le savait alors.",
                  "Zoals het toen gekend was."});
}

void AddVersionCommands(CLI::App& group, Cli& cli) {
  AddDiff(group, cli);
  AddResolve(group, cli);
  AddReopen(group, cli);
  AddPromote(group, cli);
  AddDemote(group, cli);
}

}  // namespace entente::client
