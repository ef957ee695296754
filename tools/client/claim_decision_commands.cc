// claim decide|reverse.
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/claim_service.grpc.pb.h"
#include "tools/client/claim_decisions.h"
#include "tools/client/claim_parts.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ClaimService;

constexpr size_t kFileBytesMax = 4 * 1024 * 1024;

absl::Status Decide(Cli& cli, const ClaimFlags& flags) {
  if (flags.file.empty() && !flags.accepts_rest) {
    return UsageError({"Give --file PATH, --accept-rest, or both.",
                       "Donnez --file CHEMIN, --accept-rest, ou les deux.",
                       "Geef --file PAD, --accept-rest, of beide."});
  }
  v1::DecideClaimRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), ClaimName(cli, flags));
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_decide_date(),
                           ParseDateFlag("--date", flags.date));
  request.set_decision_reference(flags.reference);
  request.set_accept_rest(flags.accepts_rest);
  request.set_etag(flags.etag);
  if (!flags.file.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(const std::string content,
                             ReadFileOr(cli.in(), flags.file, kFileBytesMax));
    v1::GetClaimRequest get;
    get.set_name(request.name());
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Claim claim,
        cli.session().Call(&ClaimService::Stub::GetClaim, get));
    std::istringstream in(content);
    ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::LineDecision> decisions,
                             ReadDecisions(in, flags.file, claim));
    request.mutable_decisions()->Assign(decisions.begin(), decisions.end());
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Claim claim,
      cli.session().Call(&ClaimService::Stub::DecideClaim, request));
  if (cli.is_json()) return cli.PrintJson(claim);
  const std::string part =
      absl::StrCat(claim.decided_count(), "/", claim.line_count());
  ENTENTE_RETURN_IF_ERROR(
      PrintClaim(cli, flags, claim,
                 {absl::StrCat("Decided: ", part, " lines."),
                  absl::StrCat("Décidé : ", part, " lignes."),
                  absl::StrCat("Beslist: ", part, " lijnen.")}));
  PrintClaimLines(cli, claim);
  return absl::OkStatus();
}

void AddDecide(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ClaimFlags>();
  Command command(
      group, cli, "decide",
      {"Records the State's decision, line by line. FILE is CSV with the "
       "columns line;accepted;ineligible;reason.",
       "Enregistre la décision de l'État, ligne par ligne. Le fichier est un "
       "CSV aux colonnes line;accepted;ineligible;reason.",
       "Registreert de beslissing van de Staat, lijn per lijn. Het bestand is "
       "een CSV met de kolommen line;accepted;ineligible;reason."},
      "entente budget claim decide c-000001 --file decision.csv --accept-rest "
      "--date 2019-06-14 --as federal1");
  ClaimNameFlags(command, *flags);
  command.Option("--file", flags->file,
                 {"Decisions; - reads standard input.",
                  "Décisions ; - lit l'entrée standard.",
                  "Beslissingen; - leest de standaardinvoer."});
  command.Flag("--accept-rest", flags->accepts_rest,
               {"Accept in whole what is not in the file.",
                "Accepte en entier ce qui n'est pas dans le fichier.",
                "Aanvaardt volledig wat niet in het bestand staat."});
  command
      .Option("--date", flags->date,
              {"Day of the decision.", "Jour de la décision.",
               "Dag van de beslissing."})
      ->required();
  command.Option("--reference", flags->reference,
                 {"Reference of the decision.", "Référence de la décision.",
                  "Kenmerk van de beslissing."});
  ClaimEtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Decide(cli, *flags); });
}

void AddReverse(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ClaimFlags>();
  Command command(
      group, cli, "reverse",
      {"Takes back decisions that were entered by mistake: their lines wait "
       "for "
       "a decision again.",
       "Reprend des décisions encodées par erreur : leurs lignes attendent de "
       "nouveau une décision.",
       "Neemt beslissingen terug die bij vergissing zijn ingevoerd: hun lijnen "
       "wachten opnieuw op een beslissing."},
      "entente budget claim reverse c-000001 --line e-000001 --date 2019-06-14 "
      "--reason \"mauvaise ligne\" --as federal1");
  ClaimNameFlags(command, *flags);
  command
      .Option("--line", flags->lines,
              {"Expense or payment whose decision was a mistake, as in "
               "e-000001; repeatable.",
               "Dépense ou versement dont la décision était une erreur, comme "
               "e-000001 ; répétable.",
               "Uitgave of storting waarvan de beslissing een vergissing was, "
               "zoals e-000001; herhaalbaar."})
      ->required();
  command
      .Option("--date", flags->date,
              {"Day from which they count no more: that of the decision or "
               "later.",
               "Jour à partir duquel elles ne comptent plus : celui de la "
               "décision ou plus tard.",
               "Dag vanaf welke ze niet meer tellen: die van de beslissing of "
               "later."})
      ->required();
  ReasonFlag(command, flags->reason);
  ClaimEtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ReverseClaimDecisionRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string convention,
        ConventionName(cli.session().config(), flags->convention));
    for (const std::string& line : flags->lines) {
      request.add_sources(ClaimSource(convention, line));
    }
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_reverse_date(),
                             ParseDateFlag("--date", flags->date));
    request.set_reason(flags->reason);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Claim claim,
        MutateNamed(cli, &ClaimService::Stub::ReverseClaimDecision,
                    ClaimName(cli, *flags), flags->etag, flags->mutation,
                    request));
    const std::string part =
        absl::StrCat(claim.decided_count(), "/", claim.line_count());
    return PrintClaim(
        cli, *flags, claim,
        {absl::StrCat("Taken back; decided: ", part, " lines."),
         absl::StrCat("Repris ; décidé : ", part, " lignes."),
         absl::StrCat("Teruggenomen; beslist: ", part, " lijnen.")});
  });
}

}  // namespace

void AddClaimDecisionCommands(CLI::App& group, Cli& cli) {
  AddDecide(group, cli);
  AddReverse(group, cli);
  AddClaimReviseCommand(group, cli);
}

}  // namespace entente::client
