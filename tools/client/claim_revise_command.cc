// claim revise: what the State decides of a claim later.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "entente/conventions/v1/claim_revision_service.grpc.pb.h"
#include "services/conventions/money/money.h"
#include "tools/client/claim_parts.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ClaimRevisionService;

// "e-000001=120,50".
absl::StatusOr<v1::RevisedLine> LineOf(const std::string& convention,
                                       const std::string& text,
                                       const std::string& reason) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (parts.first.empty() || parts.second.empty()) {
    return UsageError({"--line is ITEM=AMOUNT, as in e-000001=120,50.",
                       "--line s'écrit PIÈCE=MONTANT, comme e-000001=120,50.",
                       "--line is POST=BEDRAG, zoals e-000001=120,50."});
  }
  v1::RevisedLine line;
  line.set_source(ClaimSource(convention, parts.first));
  ENTENTE_ASSIGN_OR_RETURN(*line.mutable_accepted(),
                           ParseMoneyFlag("--line", parts.second));
  line.set_reason(reason);
  return line;
}

absl::Status Revise(Cli& cli, const ClaimFlags& flags) {
  v1::CreateClaimRevisionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string convention,
      ConventionName(cli.session().config(), flags.convention));
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(), ClaimName(cli, flags));
  v1::ClaimRevision& revision = *request.mutable_claim_revision();
  for (const std::string& text : flags.lines) {
    ENTENTE_ASSIGN_OR_RETURN(*revision.add_lines(),
                             LineOf(convention, text, flags.reason));
  }
  ENTENTE_ASSIGN_OR_RETURN(*revision.mutable_revise_date(),
                           ParseDateFlag("--date", flags.date));
  revision.set_decision_reference(flags.reference);
  request.set_etag(flags.etag);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ClaimRevision made,
      cli.session().Call(&ClaimRevisionService::Stub::CreateClaimRevision,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(
      cli, made.name(),
      {"Revision entered.", "Révision encodée.", "Herziening ingevoerd."});
  PrintClaimSummary(cli, made.claim());
  return absl::OkStatus();
}

}  // namespace

void AddClaimReviseCommand(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ClaimFlags>();
  Command command(
      group, cli, "revise",
      {"Records what the State decides of a decided claim later: less after a "
       "control, more after an objection. The first decision stays readable.",
       "Enregistre ce que l'État décide plus tard d'une déclaration décidée : "
       "moins après un contrôle, plus après une contestation. La première "
       "décision reste lisible.",
       "Registreert wat de Staat later beslist over een besliste "
       "schuldvordering: minder na een controle, meer na een betwisting. De "
       "eerste beslissing blijft leesbaar."},
      "entente budget claim revise c-000001 --line e-000001=100,00 --date "
      "2019-09-02 --reference CONTR/2019/4 --reason \"déjà subsidié\" --as "
      "federal1");
  ClaimNameFlags(command, *flags);
  command
      .Option("--line", flags->lines,
              {"Item and what is accepted of it from now on; repeatable.",
               "Pièce et ce qui en est désormais accepté ; répétable.",
               "Post en wat er voortaan van aanvaard wordt; herhaalbaar."})
      ->required()
      ->option_text("ITEM=AMOUNT");
  command
      .Option("--date", flags->date,
              {"Day from which it counts.", "Jour à partir duquel cela compte.",
               "Dag vanaf welke het telt."})
      ->required();
  command
      .Option("--reference", flags->reference,
              {"Reference of the State's decision.",
               "Référence de la décision de l'État.",
               "Kenmerk van de beslissing van de Staat."})
      ->required();
  ReasonFlag(command, flags->reason);
  ClaimEtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Revise(cli, *flags); });
}

absl::Status PrintClaimRevisions(Cli& cli, const std::string& claim) {
  v1::ListClaimRevisionsRequest request;
  request.set_parent(claim);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListClaimRevisionsResponse list,
      cli.session().Call(&ClaimRevisionService::Stub::ListClaimRevisions,
                         request));
  if (list.claim_revisions().empty()) return absl::OkStatus();
  Table table({{"n°"},
               {cli.T({"from", "dès le", "vanaf"})},
               {cli.T({"item", "pièce", "post"})},
               {cli.T({"before", "avant", "voordien"}), Align::kRight},
               {cli.T({"accepted", "accepté", "aanvaard"}), Align::kRight},
               {cli.T({"reference", "référence", "kenmerk"})},
               {cli.T({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (const v1::ClaimRevision& revision : list.claim_revisions()) {
    for (const v1::RevisedLine& line : revision.lines()) {
      table.AddRow(
          {ShortName(revision.name()), FormatDate(revision.revise_date()),
           ShortName(line.source()), FormatMoneyPlain(line.before().accepted()),
           FormatMoneyPlain(line.accepted()), revision.decision_reference(),
           line.reason()});
    }
  }
  cli.Say({"Revised by the State:", "Révisé par l'État :",
           "Herzien door de Staat:"});
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

}  // namespace entente::client
