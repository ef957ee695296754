// convention adopt-profile|translate.
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/review_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/convention_parts.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ReviewService;

void AddAdopt(CLI::App& group, Cli& cli) {
  struct Flags {
    MutationFlags mutation;
    std::string convention;
    std::string reason;
    std::string etag;
    std::string from;
    int version = 0;
  };
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "adopt-profile",
      {"Counts by another, reviewed version of the contract profile, from a "
       "day on. Figures of earlier days keep the title, the unit and what fed "
       "them then.",
       "Compte selon une autre version, revue, du profil de contrat, à partir "
       "d'un jour. Les chiffres des jours d'avant gardent le titre, l'unité et "
       "ce qui les alimentait alors.",
       "Telt volgens een andere, nagelezen versie van het contractprofiel, "
       "vanaf een dag. Cijfers van dagen ervoor houden de titel, de eenheid en "
       "wat ze toen voedde."},
      "entente convention adopt-profile --profile-version 2 --from 2018-07-01 "
      "--reason \"…\"");
  command.Convention(flags->convention);
  command
      .Option("--profile-version", flags->version,
              {"Version of the profile, from 1.", "Version du profil, dès 1.",
               "Versie van het profiel, vanaf 1."})
      ->required();
  command
      .Option("--from", flags->from,
              {"First day; today without it. The first day of the term puts "
               "what was wrong from the start right.",
               "Premier jour ; sinon aujourd'hui. Le premier jour du terme "
               "corrige ce qui était faux dès le début.",
               "Eerste dag; anders vandaag. De eerste dag van de looptijd zet "
               "recht wat van bij het begin fout was."})
      ->option_text("YYYY-MM-DD");
  command
      .Option("--reason", flags->reason,
              {"Why; names nobody.", "Pourquoi ; ne nomme personne.",
               "Waarom; noemt niemand."})
      ->required();
  command.Option("--etag", flags->etag,
                 {"Only if it still has this etag (show --format json).",
                  "Seulement si elle a encore cet etag (show --format json).",
                  "Enkel als ze nog deze etag heeft (show --format json)."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::AdoptProfileRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_name(),
        ConventionName(cli.session().config(), flags->convention));
    request.set_profile_version(flags->version);
    request.set_etag(flags->etag);
    request.set_reason(flags->reason);
    if (!flags->from.empty()) {
      ENTENTE_ASSIGN_OR_RETURN(*request.mutable_effective_date(),
                               ParseDateFlag("--from", flags->from));
    }
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Convention made,
        cli.session().Call(&ReviewService::Stub::AdoptProfile, request));
    if (cli.is_json()) return cli.PrintJson(made);
    const std::string profile = absl::StrCat(made.contract_profile(), "/",
                                             made.contract_profile_version());
    flags->mutation.SayDone(cli, made.name(),
                            {absl::StrCat("It counts by ", profile, "."),
                             absl::StrCat("Elle compte selon ", profile, "."),
                             absl::StrCat("Ze telt volgens ", profile, ".")});
    return absl::OkStatus();
  });
}

void AddTranslate(CLI::App& group, Cli& cli) {
  struct Flags {
    MutationFlags mutation;
    std::string convention;
    std::string node;
    std::string language;
    std::string text;
    std::string etag;
  };
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "translate",
      {"Writes the words of an objective, result or indicator in another "
       "language, beside the document's own.",
       "Écrit les mots d'un objectif, résultat ou indicateur dans une autre "
       "langue, à côté de ceux du document.",
       "Schrijft de woorden van een doelstelling, resultaat of indicator in "
       "een "
       "andere taal, naast die van het document."},
      "entente convention translate so-03 --to nl --text \"…\"");
  command.Positional(
      "NODE", flags->node,
      {"Its id, as in so-03.", "Son id, comme so-03.", "De id, zoals so-03."});
  command.Convention(flags->convention);
  command
      .Option("--to", flags->language,
              {"Language: fr, nl, de or en.", "Langue : fr, nl, de ou en.",
               "Taal: fr, nl, de of en."})
      ->required()
      ->check(CLI::IsMember({"fr", "nl", "de", "en"}))
      ->option_text("fr|nl|de|en");
  command
      .Option(
          "--text", flags->text,
          {"The words; they name nobody.", "Les mots ; sans nom de personne.",
           "De woorden; ze noemen niemand."})
      ->required();
  command.Option(
      "--etag", flags->etag,
      {"Only if the convention still has this etag (show --format "
       "json).",
       "Seulement si la convention a encore cet etag (show --format "
       "json).",
       "Enkel als de overeenkomst nog deze etag heeft (show --format "
       "json)."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::TranslateNodeRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_name(),
        ConventionName(cli.session().config(), flags->convention));
    request.set_node_id(flags->node);
    request.set_language_code(flags->language);
    request.set_text(flags->text);
    request.set_etag(flags->etag);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Node made,
        cli.session().Call(&ReviewService::Stub::TranslateNode, request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(
        cli, made.id(),
        {"Translated; the document's words stay as they are.",
         "Traduit ; les mots du document restent tels quels.",
         "Vertaald; de woorden van het document blijven zoals ze zijn."});
    return absl::OkStatus();
  });
}

}  // namespace

void AddProfileCommands(CLI::App& group, Cli& cli) {
  AddAdopt(group, cli);
  AddTranslate(group, cli);
}

}  // namespace entente::client
