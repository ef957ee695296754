#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "tools/client/convention_parts.h"
#include "tools/client/files.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ConventionService;

struct DiscardFlags {
  std::string name;
  bool is_dry_run = false;
  bool is_forced = false;
};

// Whether the municipality has conventions left. Where that cannot be read it
// is assumed, so that nothing is forgotten for a service that is down.
bool HasConventions(Cli& cli, const std::string& municipality) {
  v1::ListConventionsRequest request;
  request.set_parent(municipality);
  request.set_page_size(1);
  const auto listed =
      cli.session().Call(&ConventionService::Stub::ListConventions, request);
  return !listed.ok() || !listed->conventions().empty();
}

// Commands stop meaning a convention that is no longer there.
absl::Status Forget(Cli& cli, const std::string& name) {
  ClientConfig& config = cli.session().config();
  if (config.convention != name) return absl::OkStatus();
  config.Forget(name, HasConventions(cli, MunicipalityOf(name)));
  ENTENTE_RETURN_IF_ERROR(config.Save());
  cli.Say(
      {"Commands mean no convention from now on: name one, or import it.",
       "Les commandes ne visent plus aucune convention : nommez-en une ou "
       "importez-la.",
       "Opdrachten bedoelen voortaan geen overeenkomst meer: noem er een of "
       "voer ze in."});
  return absl::OkStatus();
}

absl::Status Discard(Cli& cli, const DiscardFlags& flags) {
  v1::DeleteConventionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(),
                           ConventionName(cli.session().config(), flags.name));
  request.set_validate_only(flags.is_dry_run);
  request.set_force(flags.is_forced);
  // A retry after a lost answer is told what the first was told.
  request.set_request_id(RandomHex());
  const absl::Status discarded =
      cli.session()
          .Call(&ConventionService::Stub::DeleteConvention, request)
          .status();
  if (absl::IsNotFound(discarded)) {
    // Somebody else discarded it.
    ENTENTE_RETURN_IF_ERROR(Forget(cli, request.name()));
  }
  ENTENTE_RETURN_IF_ERROR(discarded);
  if (flags.is_dry_run) {
    cli.Say({"It can be discarded.", "Elle peut être supprimée.",
             "Ze kan worden verwijderd."});
    return absl::OkStatus();
  }
  cli.Say({absl::StrCat("Discarded: ", request.name()),
           absl::StrCat("Supprimée : ", request.name()),
           absl::StrCat("Verwijderd: ", request.name())});
  return Forget(cli, request.name());
}

}  // namespace

void AddDiscardCommand(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DiscardFlags>();
  Command command(
      group, cli, "discard",
      {"Discards a draft whole, with its envelopes; refused once money was "
       "reserved or spent.",
       "Supprime un projet en entier, avec ses enveloppes ; refusé dès que "
       "de l'argent a été engagé ou dépensé.",
       "Verwijdert een ontwerp in zijn geheel, met de enveloppen; geweigerd "
       "zodra geld is vastgelegd of uitgegeven."},
      "entente convention discard css-2018-2019");
  command.Positional(
      "NAME", flags->name,
      {"Convention, as in css-2018-2019.", "Convention, comme css-2018-2019.",
       "Overeenkomst, zoals css-2018-2019."});
  command.Flag("--force", flags->is_forced,
               {"Facts, amendments, statements and control requests go too.",
                "Faits, avenants, déclarations et demandes de contrôle "
                "disparaissent aussi.",
                "Feiten, avenanten, verklaringen en controlevragen verdwijnen "
                "mee."});
  command.DryRun(flags->is_dry_run);
  command.Run([flags](Cli& cli) { return Discard(cli, *flags); });
}

}  // namespace entente::client
