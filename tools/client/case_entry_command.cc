#include <fstream>
#include <memory>
#include <ostream>
#include <string>

#include "entente/exchange/v1/case_service.grpc.pb.h"
#include "tools/client/case_parts.h"
#include "tools/client/files.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

namespace v1 = entente::exchange::v1;
using v1::CaseService;
using v1::FollowUpEntry;

// 4000 characters of at most four bytes each.
constexpr size_t kTextBytesMax = 16000;

struct EntryFlags : CaseFlags {
  std::string nature;
  std::string reliability;
  std::string certainty;
  std::string handling = "cell";
  std::string origin;
  std::string kept_for;
  std::string legal_basis;
  std::string date;
  std::string text_file;
};

absl::StatusOr<std::string> EntryText(Cli& cli, const std::string& path) {
  std::string text;
  if (path.empty() || path == "-") {
    AppendSome(cli.in(), kTextBytesMax, text);
  } else {
    std::ifstream file(path, std::ios::binary);
    if (!file) return FileUnreadable(path);
    AppendSome(file, kTextBytesMax, text);
  }
  return std::string(absl::StripAsciiWhitespace(text));
}

absl::Status FillEntry(const EntryFlags& flags, FollowUpEntry& entry) {
  ENTENTE_ASSIGN_OR_RETURN(
      const auto nature,
      ParseEnum<FollowUpEntry::Nature>(
          "--nature", "NATURE_", &FollowUpEntry::Nature_Parse, flags.nature));
  ENTENTE_ASSIGN_OR_RETURN(
      const auto reliability,
      ParseEnum<FollowUpEntry::Reliability>("--reliability", "RELIABILITY_",
                                            &FollowUpEntry::Reliability_Parse,
                                            flags.reliability));
  ENTENTE_ASSIGN_OR_RETURN(
      const auto certainty,
      ParseEnum<FollowUpEntry::Certainty>("--certainty", "CERTAINTY_",
                                          &FollowUpEntry::Certainty_Parse,
                                          flags.certainty));
  ENTENTE_ASSIGN_OR_RETURN(
      const auto handling,
      ParseEnum<FollowUpEntry::HandlingCode>("--handling", "HANDLING_CODE_",
                                             &FollowUpEntry::HandlingCode_Parse,
                                             flags.handling));
  ENTENTE_ASSIGN_OR_RETURN(*entry.mutable_date(),
                           ParseDateFlag("--date", flags.date));
  entry.set_nature(nature);
  entry.set_reliability(reliability);
  entry.set_certainty(certainty);
  entry.set_handling_code(handling);
  entry.set_origin(flags.origin);
  entry.set_purpose(flags.kept_for);
  entry.set_legal_basis(flags.legal_basis);
  return absl::OkStatus();
}

absl::Status AddEntry(Cli& cli, const EntryFlags& flags) {
  v1::CreateFollowUpEntryRequest request;
  ENTENTE_ASSIGN_OR_RETURN(const CallExtras extras, flags.purpose.Extras());
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           CaseName(cli, flags.municipality, flags.name));
  FollowUpEntry& entry = *request.mutable_follow_up_entry();
  ENTENTE_RETURN_IF_ERROR(FillEntry(flags, entry));
  ENTENTE_ASSIGN_OR_RETURN(*entry.mutable_text(),
                           EntryText(cli, flags.text_file));
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const FollowUpEntry made,
      cli.session().Call(&CaseService::Stub::CreateFollowUpEntry, request,
                         extras));
  SayNotSealed(cli);
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(
      cli, made.name(),
      {"Entry added", "Inscription ajoutée", "Vermelding toegevoegd"});
  return absl::OkStatus();
}

void DeclareAppraisal(Command& command, EntryFlags& flags) {
  command
      .Option("--nature", flags.nature,
              {"Fact or assessment, never mixed.",
               "Fait (fact) ou appréciation (assessment), jamais mêlés.",
               "Feit (fact) of beoordeling (assessment), nooit gemengd."})
      ->required()
      ->option_text("fact|assessment");
  command
      .Option("--reliability", flags.reliability,
              {"Of the source, 4x4: a always, b mostly reliable, c mostly "
               "unreliable, x cannot be judged.",
               "De la source, 4x4 : a toujours, b le plus souvent fiable, c le "
               "plus souvent non, x impossible à juger.",
               "Van de bron, 4x4: a altijd, b meestal betrouwbaar, c meestal "
               "niet, x niet te beoordelen."})
      ->required()
      ->option_text("a|b|c|x");
  command
      .Option("--certainty", flags.certainty,
              {"Of the information, 4x4: 1 certain to 4 not corroborated.",
               "De l'information, 4x4 : de 1 certaine à 4 non corroborée.",
               "Van de informatie, 4x4: van 1 zeker tot 4 niet bevestigd."})
      ->required()
      ->option_text("1|2|3|4");
  command
      .Option("--handling", flags.handling,
              {"Who may be told: cell (by default), originator or "
               "professional-secrecy.",
               "Qui peut le savoir : cell (par défaut), originator ou "
               "professional-secrecy.",
               "Wie het mag weten: cell (standaard), originator of "
               "professional-secrecy."})
      ->option_text("cell|originator|professional-secrecy");
}

}  // namespace

void AddEntryCommand(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<EntryFlags>();
  Command command(
      group, cli, "add-entry",
      {"Adds an entry to a case.\nIts text comes from standard input or "
       "--text-file, never from an argument: other users of a machine see "
       "arguments.",
       "Ajoute une inscription à un dossier.\nSon texte vient de l'entrée "
       "standard ou de --text-file, jamais d'un argument : les autres "
       "utilisateurs d'une machine voient les arguments.",
       "Voegt een vermelding toe aan een dossier.\nDe tekst komt van de "
       "standaardinvoer of --text-file, nooit van een argument: andere "
       "gebruikers van een machine zien argumenten."},
      "entente case add-entry HANDLE --nature fact --reliability b --certainty "
      "2 --origin \"Service de prévention\" --kept-for suivi --legal-basis "
      "\"loi du 30 juillet 2018\" --date 2018-03-20 --purpose follow-up "
      "--acting-under \"loi du 30 juillet 2018\" "
      "--reference notes/2018-07 < texte.txt");
  DeclareCase(command, *flags);
  DeclareAppraisal(command, *flags);
  command
      .Option("--origin", flags->origin,
              {"Organisation it comes from.", "Organisation d'origine.",
               "Organisatie van herkomst."})
      ->required();
  command
      .Option(
          "--kept-for", flags->kept_for,
          {"What the entry is kept for.", "Pour quoi l'inscription est gardée.",
           "Waarvoor de vermelding wordt bewaard."})
      ->required();
  command
      .Option("--legal-basis", flags->legal_basis,
              {"Law, article or decree the entry is kept under.",
               "Loi, article ou décret qui fonde sa conservation.",
               "Wet, artikel of decreet waaronder ze wordt bewaard."})
      ->required();
  command
      .Option("--date", flags->date,
              {"Day it happened.", "Jour des faits.", "Dag van de feiten."})
      ->required();
  command.Option("--text-file", flags->text_file,
                 {"File with the text; standard input by default.",
                  "Fichier du texte ; l'entrée standard par défaut.",
                  "Bestand met de tekst; standaard de standaardinvoer."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return AddEntry(cli, *flags); });
}

}  // namespace entente::client
