// indicators release create.
#include <memory>
#include <string>
#include <vector>

#include "entente/indicators/v1/release_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/release_parts.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::Release;
using v1::ReleaseService;

struct CreateFlags {
  std::string municipality;
  std::vector<std::string> measures;
  std::string from;
  std::string until;
  std::string step = "month";
  bool is_by_area = false;
  std::string by;
  bool is_confidential = false;
  std::vector<std::string> recipients;
  std::string title_fr;
  std::string title_nl;
  MutationFlags mutation;
};

Release::Step StepOf(const std::string& word) {
  if (word == "quarter") return Release::STEP_QUARTER;
  return word == "year" ? Release::STEP_YEAR : Release::STEP_MONTH;
}

absl::Status Create(Cli& cli, const CreateFlags& flags) {
  v1::CreateReleaseRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  Release& release = *request.mutable_release();
  release.set_audience(flags.is_confidential
                           ? Release::AUDIENCE_STATE_CONFIDENTIAL
                           : Release::AUDIENCE_PUBLIC);
  for (const std::string& code : flags.measures) {
    release.add_measure_codes(code);
  }
  ENTENTE_ASSIGN_OR_RETURN(*release.mutable_first_month(),
                           ParseDateOrMonthFlag("--from", flags.from));
  ENTENTE_ASSIGN_OR_RETURN(*release.mutable_last_month(),
                           ParseDateOrMonthFlag("--until", flags.until));
  release.mutable_first_month()->set_day(1);
  release.mutable_last_month()->set_day(1);
  release.set_step(StepOf(flags.step));
  release.set_is_by_area(flags.is_by_area);
  release.set_split_by(flags.by);
  release.mutable_title()->set_fr(flags.title_fr);
  release.mutable_title()->set_nl(flags.title_nl);
  for (const std::string& subject : flags.recipients) {
    release.add_recipients(subject);
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const Release made,
      cli.session().Call(&ReleaseService::Stub::CreateRelease, request));
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(cli, made.name(),
                         {"Drawn up: another person freezes it",
                          "Préparée : une autre personne la fige",
                          "Opgemaakt: een andere persoon legt ze vast"});
  return absl::OkStatus();
}

void SpanOptions(Command& command, CreateFlags& flags) {
  command
      .Option("--from", flags.from,
              {"First month, as in 2018-01.", "Premier mois, comme 2018-01.",
               "Eerste maand, zoals 2018-01."})
      ->required();
  command
      .Option("--until", flags.until,
              {"Last month, inclusive.", "Dernier mois, compris.",
               "Laatste maand, inbegrepen."})
      ->required();
  command
      .Option("--step", flags.step,
              {"What a column is: month (default), quarter or year.",
               "Ce qu'est une colonne : month (par défaut), quarter ou year.",
               "Wat een kolom is: month (standaard), quarter of year."})
      ->check(CLI::IsMember({"month", "quarter", "year"}));
  command.Flag("--by-area", flags.is_by_area,
               {"A row for every area, besides all of them together.",
                "Une ligne par lieu, outre tous ensemble.",
                "Een rij per gebied, naast alle samen."});
  command.Option("--by", flags.by,
                 {"A row for every code of this list, as in audience, besides "
                  "all of them together; not with --by-area.",
                  "Une ligne par code de cette liste, comme audience, outre "
                  "tous ensemble ; pas avec --by-area.",
                  "Een rij per code van deze lijst, zoals audience, naast alle "
                  "samen; niet met --by-area."});
}

}  // namespace

void AddCreateReleaseCommand(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<CreateFlags>();
  Command command(
      group, cli, "create",
      {"Draws up tables of approved figures, for the public or, with "
       "--confidential, for named accounts. Another person freezes them.",
       "Prépare des tableaux de chiffres approuvés, pour le public ou, avec "
       "--confidential, pour des comptes nommés. Une autre personne les fige.",
       "Maakt tabellen van goedgekeurde cijfers op, voor het publiek of, met "
       "--confidential, voor genoemde accounts. Een andere persoon legt ze "
       "vast."},
      "entente indicators release create --measure nuisance_actions --from "
      "2018-01 --until 2018-12 --step quarter --by-area --title-fr \"Nuisances "
      "2018\" --title-nl \"Overlast 2018\"");
  command
      .Option("--measure", flags->measures,
              {"Code of a measure; may be repeated. To the public a sensitive "
               "one goes by year, once its settings name what counts its "
               "persons: `entente indicators measure settings set "
               "--persons-measure`.",
               "Code d'une mesure ; peut se répéter. Au public, une mesure "
               "sensible va par année, dès que ses réglages nomment ce qui "
               "compte ses personnes : `entente indicators measure settings "
               "set --persons-measure`.",
               "Code van een meting; mag herhaald worden. Naar het publiek "
               "gaat een gevoelige meting per jaar, zodra haar instellingen "
               "noemen wat haar personen telt: `entente indicators measure "
               "settings set --persons-measure`."})
      ->required();
  SpanOptions(command, *flags);
  command
      .Option("--title-fr", flags->title_fr,
              {"Title in French; names nobody.",
               "Titre en français ; ne nomme personne.",
               "Titel in het Frans; noemt niemand."})
      ->required();
  command
      .Option("--title-nl", flags->title_nl,
              {"Title in Dutch; names nobody.",
               "Titre en néerlandais ; ne nomme personne.",
               "Titel in het Nederlands; noemt niemand."})
      ->required();
  command.Flag("--confidential", flags->is_confidential,
               {"Exact, for the accounts that --recipient names.",
                "Exact, pour les comptes que nomme --recipient.",
                "Exact, voor de accounts die --recipient noemt."});
  command.Option("--recipient", flags->recipients,
                 {"Subject of an account that may read it; may be repeated.",
                  "Sujet d'un compte qui peut la lire ; peut se répéter.",
                  "Subject van een account dat ze mag lezen; mag herhaald "
                  "worden."});
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Create(cli, *flags); });
}

}  // namespace entente::client
