// entente dossier decide
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "entente/conventions/v1/intake_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "tools/client/claim_decisions.h"
#include "tools/client/dossier/submission_parts.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/report/gather_handed_in.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::IntakeService;
using v1::Submission;
using v1::SubmissionDecision;

struct DecideFlags : SubmissionFlags {
  std::string outcome;
  std::string reason;
  std::string date;
  std::string reference;
  std::string file;
};

// All lines of the dossier's submitted claims, as one claim: a file of
// decisions names its lines.
absl::StatusOr<v1::Claim> ClaimedLines(Cli& cli, const std::string& name) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string json,
      ReadSubmissionFile(cli.session(), name, conventions::kClaimsPath));
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  v1::ListClaimsResponse list;
  // What cannot be read has no lines: the service refuses them by name.
  (void)google::protobuf::util::JsonStringToMessage(json, &list, options);
  v1::Claim all;
  for (const v1::Claim& claim : list.claims()) {
    if (claim.state() != v1::Claim::STATE_SUBMITTED) continue;
    all.mutable_lines()->MergeFrom(claim.lines());
    all.set_name(claim.name());
  }
  return all;
}

absl::Status Decide(Cli& cli, const DecideFlags& flags) {
  v1::DecideSubmissionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), SubmissionName(cli, flags));
  SubmissionDecision& decision = *request.mutable_decision();
  decision.set_outcome(flags.outcome == "accepted"
                           ? SubmissionDecision::OUTCOME_ACCEPTED
                       : flags.outcome == "in-part"
                           ? SubmissionDecision::OUTCOME_ACCEPTED_IN_PART
                           : SubmissionDecision::OUTCOME_REJECTED);
  decision.set_reason(flags.reason);
  decision.set_reference(flags.reference);
  ENTENTE_ASSIGN_OR_RETURN(*decision.mutable_decide_date(),
                           ParseDateFlag("--date", flags.date));
  if (!flags.file.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string text,
        ReadFileOr(cli.in(), flags.file, conventions::kDossierFileBytesMax));
    ENTENTE_ASSIGN_OR_RETURN(const v1::Claim claim,
                             ClaimedLines(cli, request.name()));
    std::istringstream in(text);
    ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::LineDecision> lines,
                             ReadDecisions(in, flags.file, claim));
    decision.mutable_lines()->Assign(lines.begin(), lines.end());
  }
  request.set_etag(flags.etag);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const Submission decided,
      cli.session().Call(&IntakeService::Stub::DecideSubmission, request));
  if (cli.is_json()) return cli.PrintJson(decided);
  PrintSubmission(cli, decided);
  return absl::OkStatus();
}

}  // namespace

void AddDecideCommand(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DecideFlags>();
  Command command(
      group, cli, "decide",
      {"The State decides a dossier and signs the answer. FILE is CSV with the "
       "columns line;accepted;ineligible;reason: the lines not accepted in "
       "whole.",
       "L'État décide d'un dossier et signe la réponse. Le fichier est un CSV "
       "aux colonnes line;accepted;ineligible;reason : les lignes non "
       "acceptées en entier.",
       "De Staat beslist over een dossier en ondertekent het antwoord. Het "
       "bestand is een CSV met de kolommen line;accepted;ineligible;reason: de "
       "lijnen die niet geheel aanvaard zijn."},
      "entente dossier decide 2018-1 --outcome in-part --file decision.csv "
      "--date 2019-06-14 --reason \"hors période\"");
  SubmissionNameFlags(command, *flags);
  command
      .Option(
          "--outcome", flags->outcome,
          {"How it is decided.", "Ce qui est décidé.", "Wat beslist wordt."})
      ->required()
      ->check(CLI::IsMember({"accepted", "in-part", "rejected"}))
      ->option_text("accepted|in-part|rejected");
  command.Option("--reason", flags->reason,
                 {"Why; required unless accepted in whole. Names nobody.",
                  "Pourquoi ; requis sauf acceptation entière. Ne nomme "
                  "personne.",
                  "Waarom; verplicht tenzij geheel aanvaard. Noemt niemand."});
  command
      .Option("--date", flags->date,
              {"Day of the decision.", "Jour de la décision.",
               "Dag van de beslissing."})
      ->required();
  command.Option("--reference", flags->reference,
                 {"The State's reference.", "Référence de l'État.",
                  "Kenmerk van de Staat."});
  command.Option(
      "--file", flags->file,
      {"Lines; - reads standard input.", "Lignes ; - lit l'entrée standard.",
       "Lijnen; - leest de standaardinvoer."});
  SubmissionEtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Decide(cli, *flags); });
}

}  // namespace entente::client
