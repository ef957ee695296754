#include <fstream>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "entente/exchange/v1/case_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/case_flags.h"
#include "tools/client/commands.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::exchange::v1;
using v1::CaseService;
using v1::FollowUpEntry;

// 4000 characters of at most four bytes each.
constexpr size_t kTextBytesMax = 16000;

// "fact" of PREFIX_FACT: the codes of the contract, in lower case.
template <typename Enum>
absl::StatusOr<Enum> ParseEnum(const std::string& flag,
                               const std::string& prefix,
                               bool (*parse)(google::protobuf::ConstStringParam,
                                             Enum*),
                               const std::string& text) {
  std::string code = absl::AsciiStrToUpper(text);
  for (char& c : code) {
    if (c == '-') c = '_';
  }
  Enum value;
  if (parse(absl::StrCat(prefix, code), &value)) return value;
  return UsageError({absl::StrCat(flag, " ", text, ": see --help."),
                     absl::StrCat(flag, " ", text, " : voir --help."),
                     absl::StrCat(flag, " ", text, ": zie --help.")});
}

void SayNotSealed(Cli& cli) {
  cli.Note(
      {"Content of cases is not sealed in this version: it must not be "
       "real.",
       "Le contenu des dossiers n'est pas scellé dans cette version : il "
       "ne doit pas être réel.",
       "De inhoud van dossiers is in deze versie niet verzegeld: hij mag "
       "niet echt zijn."});
}

absl::StatusOr<std::string> CaseName(Cli& cli, const std::string& municipality,
                                     const std::string& name) {
  if (absl::StrContains(name, '/')) return name;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), municipality));
  return Under(parent, "cases", name);
}

struct CaseFlags {
  MutationFlags mutation;
  PurposeFlags purpose;
  std::string municipality;
  std::string name;
};

void DeclareCase(Command& command, CaseFlags& flags) {
  command.Positional("CASE", flags.name,
                     {"Handle of the case.", "Référence du dossier.",
                      "Kenmerk van het dossier."});
  command.Municipality(flags.municipality);
  flags.purpose.Declare(command);
}

struct CreateFlags : CaseFlags {
  std::string state;
  std::string state_date;
};

absl::Status Create(Cli& cli, const CreateFlags& flags) {
  v1::CreateCaseRequest request;
  ENTENTE_ASSIGN_OR_RETURN(const CallExtras extras, flags.purpose.Extras());
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  if (!flags.state.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::SubjectState state,
        ParseEnum<v1::SubjectState>("--state", "SUBJECT_STATE_",
                                    &v1::SubjectState_Parse, flags.state));
    request.mutable_case_()->set_subject_state(state);
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_case_()->mutable_subject_state_date(),
        ParseDateFlag("--state-date", flags.state_date));
  } else {
    request.mutable_case_();
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Case made,
      cli.session().Call(&CaseService::Stub::CreateCase, request, extras));
  SayNotSealed(cli);
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(cli, made.name(),
                         {"Case opened", "Dossier ouvert", "Dossier geopend"});
  return absl::OkStatus();
}

void AddCreate(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<CreateFlags>();
  Command command(group, cli, "create",
                  {"Opens a case; only the chair may. The handle is random.",
                   "Ouvre un dossier ; seule la présidence le peut. La "
                   "référence est aléatoire.",
                   "Opent een dossier; alleen de voorzitter mag dat. Het "
                   "kenmerk is willekeurig."},
                  "entente case create --state returned --state-date "
                  "2018-02-01 --purpose follow-up --reference NOTE-2018-07");
  command.Option("--state", flags->state,
                 {"Dated state of the subject: in-zone, on-the-way, returned, "
                  "prevented or intending.",
                  "État daté du sujet : in-zone, on-the-way, returned, "
                  "prevented ou intending.",
                  "Gedateerde staat van de betrokkene: in-zone, on-the-way, "
                  "returned, prevented of intending."});
  command.Option(
      "--state-date", flags->state_date,
      {"Day of that state.", "Jour de cet état.", "Dag van die staat."});
  command.Municipality(flags->municipality);
  flags->purpose.Declare(command);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Create(cli, *flags); });
}

std::string StateWord(Cli& cli, v1::SubjectState state) {
  switch (state) {
    case v1::SUBJECT_STATE_IN_ZONE:
      return cli.T({"in the zone", "sur zone", "in het gebied"});
    case v1::SUBJECT_STATE_ON_THE_WAY:
      return cli.T({"on the way", "en route", "onderweg"});
    case v1::SUBJECT_STATE_RETURNED:
      return cli.T({"returned", "revenu", "teruggekeerd"});
    case v1::SUBJECT_STATE_PREVENTED:
      return cli.T({"prevented", "empêché de partir", "tegengehouden"});
    case v1::SUBJECT_STATE_INTENDING:
      return cli.T({"intending", "intention de partir", "van plan"});
    default:
      return "?";
  }
}

std::string NatureWord(Cli& cli, FollowUpEntry::Nature nature) {
  return nature == FollowUpEntry::NATURE_FACT
             ? cli.T({"fact", "fait", "feit"})
             : cli.T({"assessment", "appréciation", "beoordeling"});
}

std::string HandlingWord(Cli& cli, FollowUpEntry::HandlingCode code) {
  switch (code) {
    case FollowUpEntry::HANDLING_CODE_CELL:
      return cli.T({"for the cell", "pour la cellule", "voor de cel"});
    case FollowUpEntry::HANDLING_CODE_ORIGINATOR:
      return cli.T({"originator and chair", "auteur et présidence",
                    "opsteller en voorzitter"});
    default:
      return cli.T(
          {"professional secrecy", "secret professionnel", "beroepsgeheim"});
  }
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<CaseFlags>();
  Command command(
      group, cli, "show",
      {"Reads a case with its entries; the reading is logged.\nA case you may "
       "not see answers exactly like one that does not exist.",
       "Lit un dossier avec ses inscriptions ; la lecture est journalisée.\nUn "
       "dossier que vous ne pouvez pas voir répond comme s'il n'existait pas.",
       "Leest een dossier met zijn vermeldingen; het lezen wordt gelogd.\nEen "
       "dossier dat u niet mag zien, antwoordt alsof het niet bestaat."},
      "entente case show HANDLE --purpose meeting --reference "
      "municipalities/21004/meetings/NAME");
  DeclareCase(command, *flags);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::GetCaseRequest request;
    ENTENTE_ASSIGN_OR_RETURN(const CallExtras extras, flags->purpose.Extras());
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(),
                             CaseName(cli, flags->municipality, flags->name));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Case found,
        cli.session().Call(&CaseService::Stub::GetCase, request, extras));
    if (cli.is_json()) return cli.PrintJson(found);
    cli.out() << ShortName(found.name());
    if (found.subject_state() != v1::SUBJECT_STATE_UNSPECIFIED) {
      cli.out() << "  " << StateWord(cli, found.subject_state()) << " ("
                << FormatDate(found.subject_state_date()) << ")";
    }
    cli.out() << "\n";
    for (const FollowUpEntry& entry : found.entries()) {
      cli.out() << "\n"
                << FormatDate(entry.date()) << "  "
                << NatureWord(cli, entry.nature()) << "  "
                << FollowUpEntry::Reliability_Name(entry.reliability()).back()
                << FollowUpEntry::Certainty_Name(entry.certainty()).back()
                << "  " << HandlingWord(cli, entry.handling_code()) << "  "
                << entry.origin() << "\n";
      for (const std::string& line : Wrap(entry.text(), cli.columns() - 2)) {
        cli.out() << "  " << line << "\n";
      }
    }
    return absl::OkStatus();
  });
}

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

void AddAddEntry(CLI::App& group, Cli& cli) {
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
      "--reference NOTE-2018-07 < texte.txt");
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

struct GrantFlags : CaseFlags {
  std::string person;
  std::string relation;
  std::string from;
  std::string until;
  std::string reason;
};

absl::Status Grant(Cli& cli, const GrantFlags& flags) {
  v1::CreateCaseGrantRequest request;
  v1::CaseGrant& grant = *request.mutable_case_grant();
  ENTENTE_ASSIGN_OR_RETURN(const CallExtras extras, flags.purpose.Extras());
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           CaseName(cli, flags.municipality, flags.name));
  ENTENTE_ASSIGN_OR_RETURN(const auto relation,
                           ParseEnum<v1::CaseGrant::Relation>(
                               "--relation", "RELATION_",
                               &v1::CaseGrant::Relation_Parse, flags.relation));
  ENTENTE_ASSIGN_OR_RETURN(*grant.mutable_from(),
                           ParseDateFlag("--from", flags.from));
  ENTENTE_ASSIGN_OR_RETURN(*grant.mutable_until(),
                           ParseDateFlag("--until", flags.until));
  grant.set_person(flags.person);
  grant.set_relation(relation);
  grant.set_reason(flags.reason);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::CaseGrant made,
      cli.session().Call(&CaseService::Stub::CreateCaseGrant, request, extras));
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(cli, made.name(),
                         {"Right given", "Droit accordé", "Recht verleend"});
  return absl::OkStatus();
}

void AddGrant(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<GrantFlags>();
  Command command(
      group, cli, "grant",
      {"Gives a person a dated right to a case.",
       "Donne à une personne un droit daté sur un dossier.",
       "Geeft iemand een gedateerd recht op een dossier."},
      "entente case grant HANDLE --person berta --relation reader "
      "--from 2018-03-01 --until 2018-12-31 --reason \"membre de la "
      "cellule\" --purpose meeting --reference NOTE-2018-07");
  DeclareCase(command, *flags);
  command
      .Option("--person", flags->person,
              {"Subject of the person's token.",
               "Sujet du jeton de la "
               "personne.",
               "Subject van het token van de persoon."})
      ->required();
  command
      .Option("--relation", flags->relation,
              {"Read, or read and add entries.",
               "Lire, ou lire et ajouter des inscriptions.",
               "Lezen, of lezen en vermeldingen toevoegen."})
      ->required()
      ->option_text("reader|contributor");
  command
      .Option("--from", flags->from,
              {"First day.", "Premier jour.", "Eerste dag."})
      ->required();
  command
      .Option("--until", flags->until,
              {"Last day, at most two years later.",
               "Dernier jour, au plus deux ans plus tard.",
               "Laatste dag, hoogstens twee jaar later."})
      ->required();
  command
      .Option("--reason", flags->reason,
              {"Why; names no subject of a case.",
               "Pourquoi ; ne nomme le sujet d'aucun dossier.",
               "Waarom; noemt geen betrokkene van een dossier."})
      ->required();
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Grant(cli, *flags); });
}

}  // namespace

void AddCaseCommands(CLI::App& root, Cli& cli) {
  CLI::App& group =
      AddGroup(root, cli, "case",
               {"Individual follow-up; content must not be real in this "
                "version.",
                "Suivi individuel ; le contenu ne doit pas être réel dans "
                "cette version.",
                "Individuele opvolging; de inhoud mag in deze versie niet echt "
                "zijn."});
  AddCreate(group, cli);
  AddShow(group, cli);
  AddAddEntry(group, cli);
  AddGrant(group, cli);
}

}  // namespace entente::client
