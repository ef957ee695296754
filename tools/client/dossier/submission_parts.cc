#include "tools/client/dossier/submission_parts.h"

#include <ostream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::Submission;
using v1::SubmissionDecision;

void PrintField(Cli& cli, const Sentence& label, const std::string& value) {
  if (value.empty()) return;
  const std::string title = cli.T(label);
  const std::vector<std::string> lines = Wrap(value, cli.columns() - 14);
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string lead = i == 0 ? title : "";
    const int width = DisplayWidth(lead);
    cli.out() << lead << std::string(width < 14 ? 14 - width : 1, ' ')
              << lines[i] << "\n";
  }
}

void PrintDecision(Cli& cli, const SubmissionDecision& decision) {
  PrintField(cli, {"reason", "motif", "reden"}, decision.reason());
  PrintField(cli, {"reference", "référence", "kenmerk"}, decision.reference());
  for (const v1::LineDecision& line : decision.lines()) {
    PrintField(cli, {"line", "ligne", "lijn"},
               absl::StrCat(ShortName(line.source()), ": ",
                            FormatMoneyPlain(line.accepted()), " / ",
                            FormatMoneyPlain(line.ineligible()), " – ",
                            line.reason()));
  }
}

// "3 entries, 1 claim" of what was recorded since.
std::string Since(Cli& cli, const v1::BooksMark& mark) {
  std::vector<std::string> parts;
  const auto add = [&](int64_t count, const Sentence& what) {
    if (count != 0) parts.push_back(absl::StrCat(count, " ", cli.T(what)));
  };
  add(mark.entries(), {"ledger entries", "écritures", "boekingen"});
  add(mark.claims(), {"claims", "déclarations", "schuldvorderingen"});
  add(mark.statements(),
      {"progress statements", "états d'avancement", "voortgangsverklaringen"});
  add(mark.changes(),
      {"changes of the convention", "modifications de la convention",
       "wijzigingen van de overeenkomst"});
  add(mark.evidence(), {"pieces of evidence", "pièces", "bewijsstukken"});
  return absl::StrJoin(parts, ", ");
}

}  // namespace

void SubmissionNameFlags(Command& command, SubmissionFlags& flags) {
  command.Positional(
      "NAME", flags.name,
      {"Year and revision, as in 2018-1.", "Année et révision, comme 2018-1.",
       "Jaar en herziening, zoals 2018-1."});
  command.Convention(flags.convention);
}

void SubmissionEtagFlag(Command& command, std::string& etag) {
  command.Option("--etag", etag,
                 {"Refuse when it changed since this etag was read.",
                  "Refuse s'il a changé depuis la lecture de cet etag.",
                  "Weigert als het veranderde sinds deze etag gelezen werd."});
}

void UnapprovedFlag(Command& command, std::string& reason) {
  command.Option(
      "--unapproved", reason,
      {"Why it is handed in although months of it are not approved as they "
       "stand, 10 to 500 characters; printed beside the months, names nobody.",
       "Pourquoi il est remis bien que des mois ne soient pas approuvés tels "
       "quels, 10 à 500 caractères ; imprimé à côté des mois, ne nomme "
       "personne.",
       "Waarom het ingediend wordt hoewel maanden niet goedgekeurd zijn zoals "
       "ze zijn, 10 tot 500 tekens; gedrukt naast de maanden, noemt niemand."});
}

absl::StatusOr<std::string> SubmissionName(Cli& cli,
                                           const SubmissionFlags& flags) {
  if (absl::StartsWith(flags.name, "municipalities/")) return flags.name;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string convention,
      ConventionName(cli.session().config(), flags.convention));
  return Under(convention, "submissions", flags.name);
}

std::string SubmissionId(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

Sentence OutcomeWord(const SubmissionDecision& decision) {
  switch (decision.outcome()) {
    case SubmissionDecision::OUTCOME_ACCEPTED:
      return {"accepted", "accepté", "aanvaard"};
    case SubmissionDecision::OUTCOME_ACCEPTED_IN_PART:
      return {"accepted in part", "accepté en partie", "deels aanvaard"};
    case SubmissionDecision::OUTCOME_REJECTED:
      return {"rejected", "rejeté", "verworpen"};
    default:
      return {"?", "?", "?"};
  }
}

Sentence SubmissionStateWord(const Submission& submission) {
  switch (submission.state()) {
    case Submission::STATE_SUBMITTED:
      if (submission.has_send_time()) {
        return {"no receipt yet", "sans accusé", "zonder bewijs"};
      }
      return {"not yet sent", "à envoyer", "te versturen"};
    case Submission::STATE_RECEIVED:
      return {"received", "reçu", "ontvangen"};
    case Submission::STATE_DECIDED:
      return OutcomeWord(submission.decision());
    case Submission::STATE_WITHDRAWN:
      return {"withdrawn", "retiré", "ingetrokken"};
    default:
      return {"?", "?", "?"};
  }
}

void PrintSubmission(Cli& cli, const Submission& submission,
                     const std::vector<MonthSince>& months) {
  PrintField(cli, {"dossier", "dossier", "dossier"}, submission.name());
  PrintField(cli, {"state", "état", "stand"},
             cli.T(SubmissionStateWord(submission)));
  PrintField(cli, {"manifest", "manifeste", "manifest"},
             submission.manifest_sha256());
  PrintField(cli, {"files", "fichiers", "bestanden"},
             absl::StrCat(submission.file_count(), ", ",
                          FormatCount(submission.total_bytes()), " bytes"));
  PrintField(cli, {"handed in", "remis", "ingediend"},
             FormatTime(submission.submit_time()));
  if (submission.has_send_time()) {
    PrintField(cli, {"sent", "envoyé", "verstuurd"},
               FormatTime(submission.send_time()));
  }
  if (submission.has_withdraw_time()) {
    PrintField(cli, {"withdrawn", "retiré", "ingetrokken"},
               FormatTime(submission.withdraw_time()));
    PrintField(cli, {"reason", "motif", "reden"}, submission.withdraw_reason());
  }
  if (submission.has_receive_time()) {
    PrintField(cli, {"received", "reçu", "ontvangen"},
               FormatTime(submission.receive_time()));
  }
  if (submission.has_decide_time()) {
    PrintField(cli, {"decided", "décidé", "beslist"},
               FormatDate(submission.decision().decide_date()));
    PrintDecision(cli, submission.decision());
  }
  if (submission.has_apply_time()) {
    PrintField(cli, {"applied", "appliqué", "toegepast"},
               FormatTime(submission.apply_time()));
  }
  if (submission.has_changed_since()) {
    PrintField(cli, {"since then", "depuis", "sindsdien"},
               Since(cli, submission.changed_since()));
  }
  for (const MonthSince& since : months) {
    PrintField(cli, {"month", "mois", "maand"},
               cli.T(MonthSinceSentence(since)));
  }
  // Of a rejected one it is known that the year is handed in again.
  if (!months.empty() && !IsRejectedByState(submission)) {
    PrintField(cli, {"again", "à nouveau", "opnieuw"},
               cli.T(WayToHandInAgain(submission)));
  }
}

}  // namespace entente::client
