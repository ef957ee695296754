#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/claim_service.grpc.pb.h"
#include "tools/client/budget_output.h"
#include "tools/client/budget_parts.h"
#include "tools/client/claim_parts.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ClaimService;

absl::Status List(Cli& cli, const std::string& convention,
                  const std::string& filter) {
  v1::ListClaimsRequest request;
  request.set_filter(filter);
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           ConventionName(cli.session().config(), convention));
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListClaimsResponse response,
      cli.session().CallAllPages(&ClaimService::Stub::ListClaims, request));
  if (WantsData(cli)) return PrintData(cli, response);
  Table table({{cli.T({"name", "nom", "naam"})},
               {cli.T({"envelope", "enveloppe", "enveloppe"})},
               {cli.T({"state", "état", "staat"}), Align::kLeft, true},
               {cli.T({"claimed", "déclaré", "gevorderd"}), Align::kRight},
               {cli.T({"accepted", "accepté", "aanvaard"}), Align::kRight},
               {cli.T({"due", "limite", "uiterste"})}});
  std::vector<std::string> unverified;
  for (const v1::Claim& claim : response.claims()) {
    std::string state = ClaimStateWord(cli, claim.state());
    if (claim.is_late()) {
      absl::StrAppend(&state, ", ", cli.T({"late", "tardive", "te laat"}));
    }
    const bool is_doubtful = !claim.unverified_values().empty();
    if (is_doubtful) {
      unverified.assign(claim.unverified_values().begin(),
                        claim.unverified_values().end());
    }
    table.AddRow(
        {ShortName(claim.name()), ShortName(claim.envelope()), state,
         FormatMoneyPlain(claim.amount()), FormatMoneyPlain(claim.accepted()),
         absl::StrCat(FormatDate(claim.deadline()), is_doubtful ? "*" : "")});
  }
  cli.out() << table.Render(cli.columns());
  PrintUnverified(cli, unverified, "* ");
  return absl::OkStatus();
}

void AddCreate(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ClaimFlags>();
  Command command(
      group, cli, "create",
      {"Composes a draft from what was spent and stands in no claim yet; "
       "--dry-run shows what it would hold.",
       "Compose un projet avec ce qui est dépensé et ne figure dans aucune "
       "déclaration ; --dry-run montre ce qu'il contiendrait.",
       "Stelt een ontwerp samen uit wat is uitgegeven en in geen "
       "schuldvordering staat; --dry-run toont wat het zou bevatten."},
      "entente budget claim create --envelope general-2018 --dry-run");
  command.Convention(flags->convention);
  EnvelopeFlag(command, flags->envelope);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::CreateClaimRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        ConventionName(cli.session().config(), flags->convention));
    request.mutable_claim()->set_envelope(
        Under(request.parent(), "envelopes", flags->envelope));
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Claim claim,
        cli.session().Call(&ClaimService::Stub::CreateClaim, request));
    if (cli.is_json()) return cli.PrintJson(claim);
    ENTENTE_RETURN_IF_ERROR(PrintClaim(
        cli, *flags, claim,
        {"Claim composed; nothing is claimed before it is submitted.",
         "Déclaration composée ; rien n'est déclaré avant son introduction.",
         "Schuldvordering samengesteld; niets is gevorderd vóór ze is "
         "ingediend."}));
    PrintClaimLines(cli, claim);
    return absl::OkStatus();
  });
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ClaimFlags>();
  Command command(group, cli, "show",
                  {"Shows a claim with its lines and what was decided.",
                   "Montre une déclaration, ses lignes et les décisions.",
                   "Toont een schuldvordering met haar lijnen en de "
                   "beslissingen."},
                  "entente budget claim show c-000001");
  ClaimNameFlags(command, *flags);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::GetClaimRequest request;
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), ClaimName(cli, *flags));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Claim claim,
        cli.session().Call(&ClaimService::Stub::GetClaim, request));
    if (cli.is_json()) return cli.PrintJson(claim);
    PrintClaimSummary(cli, claim);
    PrintClaimLines(cli, claim);
    return PrintClaimRevisions(cli, claim.name());
  });
}

void AddSubmit(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ClaimFlags>();
  Command command(
      group, cli, "submit",
      {"Records that a draft was sent to the State: its amount is claimed.",
       "Enregistre l'envoi d'un projet à l'État : son montant est déclaré.",
       "Registreert dat een ontwerp naar de Staat is gestuurd: het bedrag is "
       "gevorderd."},
      "entente budget claim submit c-000001 --date 2019-03-29");
  ClaimNameFlags(command, *flags);
  command.Option("--date", flags->date,
                 {"Day it was sent; today by default.",
                  "Jour de l'envoi ; aujourd'hui par défaut.",
                  "Dag van verzending; standaard vandaag."});
  IbanFlag(command, flags->iban,
           {"Account that the State is asked to pay on.",
            "Compte sur lequel l'État est prié de payer.",
            "Rekening waarop de Staat gevraagd wordt te betalen."});
  ClaimEtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::SubmitClaimRequest request;
    if (!flags->date.empty()) {
      ENTENTE_ASSIGN_OR_RETURN(*request.mutable_submit_date(),
                               ParseDateFlag("--date", flags->date));
    }
    request.set_iban(flags->iban);
    ENTENTE_ASSIGN_OR_RETURN(const v1::Claim claim,
                             MutateNamed(cli, &ClaimService::Stub::SubmitClaim,
                                         ClaimName(cli, *flags), flags->etag,
                                         flags->mutation, request));
    return PrintClaim(cli, *flags, claim,
                      {"Claim submitted.", "Déclaration introduite.",
                       "Schuldvordering ingediend."});
  });
}

void AddWithdraw(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ClaimFlags>();
  Command command(
      group, cli, "withdraw",
      {"Takes back a draft, or a submitted claim before any decision.",
       "Retire un projet, ou une déclaration introduite avant toute décision.",
       "Trekt een ontwerp in, of een ingediende schuldvordering vóór elke "
       "beslissing."},
      "entente budget claim withdraw c-000001");
  ClaimNameFlags(command, *flags);
  ClaimEtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Claim claim,
        MutateNamed(cli, &ClaimService::Stub::WithdrawClaim,
                    ClaimName(cli, *flags), flags->etag, flags->mutation));
    return PrintClaim(cli, *flags, claim,
                      {"Claim withdrawn.", "Déclaration retirée.",
                       "Schuldvordering ingetrokken."});
  });
}

}  // namespace

void AddClaimCommands(CLI::App& budget, Cli& cli) {
  auto convention = std::make_shared<std::string>();
  Command command(budget, cli, "claims",
                  {"Lists the claims on the State.",
                   "Liste les déclarations de créance à l'État.",
                   "Somt de schuldvorderingen op de Staat op."},
                  "entente budget claims");
  auto filter = std::make_shared<std::string>();
  command.Convention(*convention);
  command.Filter(*filter, "state = SUBMITTED");
  ListsRows(command, cli);
  command.Run([convention, filter](Cli& cli) {
    return List(cli, *convention, *filter);
  });
  CLI::App& group = AddGroup(
      budget, cli, "claim",
      {"One claim on the State: compose, show, submit, withdraw, decide, take "
       "a decision back.",
       "Une déclaration de créance : composer, montrer, introduire, retirer, "
       "décider, reprendre une décision.",
       "Eén schuldvordering: samenstellen, tonen, indienen, intrekken, "
       "beslissen, een beslissing terugnemen."});
  AddCreate(group, cli);
  AddShow(group, cli);
  AddSubmit(group, cli);
  AddWithdraw(group, cli);
  AddClaimDecisionCommands(group, cli);
}

}  // namespace entente::client
