// indicators release list|freeze|withdraw.
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "entente/indicators/v1/release_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/own_access.h"
#include "tools/client/release_export.h"
#include "tools/client/release_parts.h"
#include "tools/client/release_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::Release;
using v1::ReleaseService;

absl::Status List(Cli& cli, const std::string& municipality, bool is_all) {
  v1::ListReleasesRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), municipality));
  request.set_show_withdrawn(is_all);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListReleasesResponse response,
      cli.session().CallAllPages(&ReleaseService::Stub::ListReleases, request));
  if (WantsData(cli)) return PrintData(cli, response);
  if (response.releases().empty()) {
    cli.Say({"No release.", "Aucune publication.", "Geen publicatie."});
    return absl::OkStatus();
  }
  Table table({{cli.T({"release", "publication", "publicatie"})},
               {cli.T({"audience", "public visé", "doelgroep"})},
               {cli.T({"state", "état", "toestand"})},
               {cli.T({"span", "période", "periode"})},
               {cli.T({"title", "titre", "titel"}), Align::kLeft, true}});
  for (const Release& release : response.releases()) {
    table.AddRow({ShortName(release.name()),
                  cli.T(AudienceWord(release.audience())),
                  cli.T(ReleaseStateWord(release.state())),
                  SpanText(release.first_month(), release.last_month()),
                  Pick(release.title(), cli.language())});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

void AddList(CLI::App& group, Cli& cli) {
  struct Flags {
    std::string municipality;
    bool is_all = false;
  };
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, "list",
                  {"Lists releases, newest first.",
                   "Liste les publications, la plus récente d'abord.",
                   "Somt publicaties op, de nieuwste eerst."},
                  "entente indicators release list --all");
  command.Flag(
      "--all", flags->is_all,
      {"Also those that are withdrawn.", "Aussi les publications retirées.",
       "Ook de ingetrokken publicaties."});
  command.Municipality(flags->municipality);
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) {
    return List(cli, flags->municipality, flags->is_all);
  });
}

struct DecisionFlags {
  ReleaseFlags release;
  std::string reason;
  std::string etag;
  MutationFlags mutation;
};

void EtagOption(Command& command, std::string& etag) {
  command.Option(
      "--etag", etag,
      {"Etag of the release as it was read; refused when it changed.",
       "Etag de la publication telle que lue ; refusé si elle a changé.",
       "Etag van de publicatie zoals gelezen; geweigerd als ze wijzigde."});
}

// Whether any of its measures is sensitive, where the caller may know: the
// release was decided all the same.
std::optional<bool> AskSensitive(Cli& cli, const Release& release) {
  const absl::StatusOr<bool> may_read = MayCall(cli.session(), kListMeasures);
  if (!may_read.ok() || !*may_read) return std::nullopt;
  v1::ListMeasuresRequest request;
  request.set_parent(MunicipalityOf(release.name()));
  request.set_page_size(1000);
  const absl::StatusOr<v1::ListMeasuresResponse> list =
      cli.session().CallAllPages(&v1::DefinitionService::Stub::ListMeasures,
                                 request);
  if (!list.ok()) return std::nullopt;
  return HasSensitive(release,
                      {list->measures().begin(), list->measures().end()});
}

absl::Status PrintDecided(Cli& cli, const MutationFlags& mutation,
                          const Release& release, const Sentence& done) {
  if (cli.is_json()) return cli.PrintJson(release);
  // What was sensitive when one that is withdrawn was frozen, nobody says.
  const std::optional<bool> has_sensitive =
      release.state() == Release::STATE_FROZEN ? AskSensitive(cli, release)
                                               : std::nullopt;
  // Who answers for it sees to whom it goes.
  PrintReleaseHead(cli, release, mutation.is_dry_run, has_sensitive);
  mutation.SayDone(cli, release.name(), done);
  return absl::OkStatus();
}

// Where a decision would leave it.
Sentence WouldBeWord(Release::State state) {
  switch (state) {
    case Release::STATE_FROZEN:
      return {"would be frozen", "serait figée", "zou vastgelegd worden"};
    case Release::STATE_WITHDRAWN:
      return {"would be withdrawn", "serait retirée", "zou ingetrokken worden"};
    default:
      return ReleaseStateWord(state);
  }
}

void AddFreeze(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DecisionFlags>();
  Command command(
      group, cli, "freeze",
      {"Freezes a release that somebody else drew up: it is given to its "
       "audience and never changes. With --dry-run it says what it is, how "
       "much is left out and whether it would be accepted.",
       "Fige une publication qu'une autre personne a préparée : elle est "
       "donnée à ses destinataires et ne change plus. Avec --dry-run : ce "
       "qu'elle est, ce qui en est omis, et si elle serait acceptée.",
       "Legt een publicatie vast die iemand anders opmaakte: ze gaat naar haar "
       "doelgroep en wijzigt nooit meer. Met --dry-run: wat ze is, hoeveel "
       "wordt weggelaten, en of ze aanvaard zou worden."},
      "entente indicators release freeze RELEASE --dry-run");
  flags->release.Declare(command);
  EtagOption(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(
        const Release release,
        MutateNamed(cli, &ReleaseService::Stub::FreezeRelease,
                    flags->release.Name(cli), flags->etag, flags->mutation));
    return PrintDecided(cli, flags->mutation, release,
                        {"Frozen", "Figée", "Vastgelegd"});
  });
}

void AddWithdraw(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DecisionFlags>();
  Command command(
      group, cli, "withdraw",
      {"Takes a release back: it is given to nobody any more. What was public "
       "was seen, and later releases are checked against it.",
       "Retire une publication : elle n'est plus donnée à personne. Ce qui "
       "était public a été vu, et les publications suivantes en tiennent "
       "compte.",
       "Trekt een publicatie in: niemand krijgt ze nog. Wat openbaar was, is "
       "gezien, en latere publicaties houden er rekening mee."},
      "entente indicators release withdraw RELEASE --reason \"Mauvaise "
      "période\"");
  flags->release.Declare(command);
  ReasonFlag(command, flags->reason);
  EtagOption(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::WithdrawReleaseRequest request;
    request.set_reason(flags->reason);
    ENTENTE_ASSIGN_OR_RETURN(
        const Release release,
        MutateNamed(cli, &ReleaseService::Stub::WithdrawRelease,
                    flags->release.Name(cli), flags->etag, flags->mutation,
                    request));
    return PrintDecided(cli, flags->mutation, release,
                        {"Withdrawn", "Retirée", "Ingetrokken"});
  });
}

}  // namespace

void ReleaseFlags::Declare(Command& command) {
  command.Positional("RELEASE", release,
                     {"Id of the release, as `release list` shows it.",
                      "Identifiant de la publication, comme le montre `release "
                      "list`.",
                      "Id van de publicatie, zoals `release list` het toont."});
  command.Municipality(municipality);
}

absl::StatusOr<std::string> ReleaseFlags::Name(Cli& cli) const {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), municipality));
  return Under(parent, "releases", release);
}

Sentence AudienceWord(Release::Audience audience) {
  return audience == Release::AUDIENCE_STATE_CONFIDENTIAL
             ? Sentence{"confidential", "confidentielle", "vertrouwelijk"}
             : Sentence{"public", "publique", "openbaar"};
}

Sentence ReleaseStateWord(Release::State state) {
  switch (state) {
    case Release::STATE_DRAFT:
      return {"draft", "projet", "ontwerp"};
    case Release::STATE_FROZEN:
      return {"frozen", "figée", "vastgelegd"};
    case Release::STATE_WITHDRAWN:
      return {"withdrawn", "retirée", "ingetrokken"};
    default:
      return {"?", "?", "?"};
  }
}

void PrintReleaseHead(Cli& cli, const Release& release, bool is_dry_run,
                      std::optional<bool> has_sensitive) {
  const std::string head =
      absl::StrCat(Pick(release.title(), cli.language()), "\n",
                   cli.T(AudienceWord(release.audience())), ", ",
                   cli.T(is_dry_run ? WouldBeWord(release.state())
                                    : ReleaseStateWord(release.state())),
                   ", ", SpanText(release.first_month(), release.last_month()),
                   ": ", absl::StrJoin(release.measure_codes(), ", "), "\n");
  cli.out() << head;
  if (release.recipient_count() > 0) {
    const std::string who = release.recipients().empty()
                                ? absl::StrCat(release.recipient_count())
                                : absl::StrJoin(release.recipients(), ", ");
    cli.Say({absl::StrCat("For: ", who), absl::StrCat("Pour : ", who),
             absl::StrCat("Voor: ", who)});
  }
  for (const Sentence& said :
       CountsSentences(release, is_dry_run, has_sensitive)) {
    cli.Say(said);
  }
  if (!release.withdraw_reason().empty() && !is_dry_run) {
    cli.Say({absl::StrCat("Withdrawn: ", release.withdraw_reason()),
             absl::StrCat("Retirée : ", release.withdraw_reason()),
             absl::StrCat("Ingetrokken: ", release.withdraw_reason())});
  }
}

void AddReleaseCommands(CLI::App& indicators, Cli& cli) {
  CLI::App& group = AddGroup(
      indicators, cli, "release",
      {"Tables of approved figures, for the public or for named accounts.",
       "Des tableaux de chiffres approuvés, pour le public ou pour des comptes "
       "nommés.",
       "Tabellen van goedgekeurde cijfers, voor het publiek of voor genoemde "
       "accounts."});
  group.footer(absl::StrCat(
      cli.T(
          {"A table has at most 300 figures of a measure, totals included; for "
           "the public\nat most 300 hang together by totals, whatever they "
           "are, with what was released\nof overlapping months before. Of "
           "more: fewer months, a release of its own for\neach year, a larger "
           "step, or no areas or codes.",
           "Un tableau a au plus 300 chiffres d'une mesure, totaux compris ; "
           "pour le public\nau plus 300 sont liés par des totaux, quels qu'ils "
           "soient, y compris ce qui a\ndéjà été publié des mêmes mois. "
           "Au-delà : moins de mois, une publication par\nannée, un pas plus "
           "grand, ou ni lieux ni codes.",
           "Een tabel heeft hoogstens 300 cijfers van een meting, totalen "
           "inbegrepen; voor\nhet publiek hangen er hoogstens 300 samen door "
           "totalen, welke het ook zijn, met\nwat al van dezelfde maanden "
           "gepubliceerd is. Daarboven: minder maanden, een\npublicatie per "
           "jaar, een grotere stap, of geen gebieden of codes."}),
      "\n\n", group.get_footer()));
  AddCreateReleaseCommand(group, cli);
  AddShowReleaseCommand(group, cli);
  AddList(group, cli);
  AddFreeze(group, cli);
  AddWithdraw(group, cli);
}

}  // namespace entente::client
