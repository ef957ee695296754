#include "tools/client/cli.h"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"
#include "tools/client/error_text.h"

namespace entente::client {
namespace {

constexpr char kUsageReason[] = "USAGE";
constexpr char kReportedReason[] = "REPORTED";
constexpr int kColumnsDefault = 100;

int TerminalColumns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 40) {
    return kColumnsDefault;
  }
  return std::min<int>(size.ws_col, kColumnsDefault);
}

// What stands for an argument in help and errors.
std::string PlaceName(const std::string& name, const Cli& cli) {
  static const auto* const kNames = new std::map<std::string, Sentence>{
      {"FILE", {"FILE", "FICHIER", "BESTAND"}},
      {"NAME", {"NAME", "NOM", "NAAM"}},
      {"SESSION", {"SESSION", "LIVRAISON", "LEVERING"}},
      {"MAPPING", {"MAPPING", "CORRESPONDANCE", "KOPPELING"}},
      {"MEASURE", {"MEASURE", "MESURE", "METING"}},
      {"CASE", {"CASE", "DOSSIER", "DOSSIER"}},
      {"MONTH", {"MONTH", "MOIS", "MAAND"}},
      {"RULE", {"RULE", "RÈGLE", "REGEL"}},
      {"SERIES", {"SERIES", "SÉRIE", "REEKS"}},
      {"ACTIVITY", {"ACTIVITY", "ACTIVITÉ", "ACTIVITEIT"}},
      {"EXCEPTION", {"EXCEPTION", "EXCEPTION", "UITZONDERING"}},
      {"OBJECTIVE", {"OBJECTIVE", "OBJECTIF", "DOELSTELLING"}},
      {"FOLDER", {"FOLDER", "DOSSIER", "MAP"}},
      {"PERSON", {"PERSON", "PERSONNE", "PERSOON"}}};
  const auto found = kNames->find(name);
  return found == kNames->end() ? name : cli.T(found->second);
}

}  // namespace

Cli::Cli(Language language, std::istream& in, std::ostream& out,
         std::ostream& err)
    : language_(language),
      in_(in),
      out_(out),
      err_(err),
      is_out_tty_(&out == &std::cout && isatty(STDOUT_FILENO) != 0),
      is_err_tty_(&err == &std::cerr && isatty(STDERR_FILENO) != 0),
      columns_(TerminalColumns()) {}

void Cli::Say(const Sentence& sentence) { out_ << T(sentence) << "\n"; }

void Cli::Note(const Sentence& sentence) { err_ << T(sentence) << "\n"; }

absl::Status Cli::PrintJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return absl::InternalError(status.ToString());
  out_ << json;
  return absl::OkStatus();
}

std::string Cli::OptionsGroup() const {
  // CLI11 adds the colon; French wants a space before it.
  return T({"Options", "Options ", "Opties"});
}

void Cli::AddGlobalFlags(CLI::App& root) {
  const std::string group =
      T({"General options", "Options générales ", "Algemene opties"});
  root.set_help_flag("-h,--help", T({"Prints this help.", "Affiche cette aide.",
                                     "Toont deze hulp."}))
      ->group(group);
  root.add_option(
          "--as", subject_,
          T({"Whom to act as, among the logins; the last one by "
             "default.",
             "Session au nom de laquelle agir ; la dernière par défaut.",
             "Namens welke aanmelding wordt gehandeld; standaard de laatste."}))
      ->envname("ENTENTE_AS")
      ->option_text(T({"NAME", "NOM", "NAAM"}))
      ->group(group);
  // A delivery has a session of its own.
  if (root.get_option_no_throw("--session") == nullptr) {
    root.add_option("--session", login_,
                    T({"The same, by the name given at login.",
                       "De même, par le nom donné à l'ouverture.",
                       "Hetzelfde, met de naam die bij het aanmelden is "
                       "gegeven."}))
        ->option_text(T({"NAME", "NOM", "NAAM"}))
        ->group(group);
  }
  root.add_option("--home", home_,
                  T({"Folder of the installation; .entente by default.",
                     "Dossier de l'installation ; .entente par défaut.",
                     "Map van de installatie; standaard .entente."}))
      ->envname("ENTENTE_HOME")
      ->option_text(T({"FOLDER", "DOSSIER", "MAP"}))
      ->group(group);
  root.add_option("--lang", language_flag_,
                  T({"Language of messages: fr, nl or en.",
                     "Langue des messages : fr, nl ou en.",
                     "Taal van de berichten: fr, nl of en."}))
      ->check(CLI::IsMember({"fr", "nl", "en"}))
      ->option_text("fr|nl|en")
      ->group(group);
  root.add_option("--target", targets_,
                  T({"Where a service listens.", "Où un service écoute.",
                     "Waar een dienst luistert."}))
      ->expected(1)
      ->take_all()
      ->option_text("SERVICE=HOST:PORT")
      ->group(group);
}

absl::Status Cli::OpenSession() {
  ENTENTE_ASSIGN_OR_RETURN(ClientConfig config, ClientConfig::Load(home_));
  for (const std::string& target : targets_) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(target, absl::MaxSplits('=', 1));
    if (parts.second.empty()) {
      return UsageError(
          {"--target needs SERVICE=HOST:PORT, as in "
           "conventions=127.0.0.1:7443.",
           "--target demande SERVICE=HÔTE:PORT, comme "
           "conventions=127.0.0.1:7443.",
           "--target vraagt DIENST=HOST:POORT, zoals "
           "conventions=127.0.0.1:7443."});
    }
    config.run_targets[parts.first] = parts.second;
  }
  session_ = std::make_unique<Session>(std::move(config), login());
  return absl::OkStatus();
}

int Cli::RunAction() {
  if (!action_) return kExitUsage;
  absl::Status status = OpenSession();
  if (status.ok()) status = action_(*this);
  out_.flush();
  return PrintError(status);
}

int Cli::PrintError(const absl::Status& status) {
  if (status.ok()) return kExitOk;
  const std::string reason = ErrorReason(status);
  if (reason == kReportedReason) return kExitRefused;
  err_ << ErrorText(status, language_, columns_);
  return reason == kUsageReason ? kExitUsage : kExitRefused;
}

Command::Command(CLI::App& parent, Cli& cli, const std::string& name,
                 const Sentence& description, const std::string& example)
    : app_(parent.add_subcommand(name, cli.T(description))), cli_(cli) {
  app_->group(cli.T({"Commands", "Commandes ", "Opdrachten"}));
  app_->option_defaults()->group(cli.OptionsGroup());
  app_->footer(absl::StrCat(cli.T({"Example:", "Exemple :", "Voorbeeld:"}),
                            "\n  ", example));
}

CLI::Option* Command::Positional(const std::string& name, std::string& value,
                                 const Sentence& description) {
  return app_->add_option(PlaceName(name, cli_), value, cli_.T(description))
      ->required();
}

CLI::Option* Command::Flag(const std::string& name, bool& value,
                           const Sentence& description) {
  return app_->add_flag(name, value, cli_.T(description));
}

void Command::Reads() {
  app_->add_option("--format", *cli_.format(),
                   cli_.T({"A table, or the answer of the service as JSON.",
                           "Un tableau, ou la réponse du service en JSON.",
                           "Een tabel, of het antwoord van de dienst als "
                           "JSON."}))
      ->check(CLI::IsMember({"text", "json"}))
      ->option_text("text|json");
}

void Command::Filter(std::string& value, const std::string& example) {
  Option("--filter", value,
         {absl::StrCat("Only what passes, as in '", example, "'."),
          absl::StrCat("Seulement ce qui y répond, comme '", example, "'."),
          absl::StrCat("Alleen wat eraan voldoet, zoals '", example, "'.")});
}

void Command::DryRun(bool& value) {
  Flag("--dry-run", value,
       {"Checks everything and stores nothing.",
        "Vérifie tout et n'enregistre rien.",
        "Controleert alles en bewaart niets."});
}

void Command::Municipality(std::string& value) {
  Option("--municipality", value,
         {"NIS code of the municipality, as in 21004; the remembered one by "
          "default.",
          "Code INS de la commune, comme 21004 ; celui qui est retenu par "
          "défaut.",
          "NIS-code van de gemeente, zoals 21004; standaard de onthouden "
          "code."});
}

void Command::Convention(std::string& value) {
  Option("--convention", value,
         {"Convention, as in css-2018-2019; the remembered one by default.",
          "Convention, comme css-2018-2019 ; celle qui est retenue par défaut.",
          "Overeenkomst, zoals css-2018-2019; standaard de onthouden "
          "overeenkomst."});
}

void Command::Run(Cli::Action action) {
  // Last, so that help shows the command's own flags first.
  cli_.AddGlobalFlags(*app_);
  app_->callback([this_cli = &cli_, action = std::move(action)] {
    this_cli->SetAction(action);
  });
}

CLI::App& AddGroup(CLI::App& parent, Cli& cli, const std::string& name,
                   const Sentence& description) {
  CLI::App* group = parent.add_subcommand(name, cli.T(description));
  group->group(cli.T({"Commands", "Commandes ", "Opdrachten"}));
  group->require_subcommand(1);
  group
      ->set_help_flag("-h,--help",
                      cli.T({"Prints this help.", "Affiche cette aide.",
                             "Toont deze hulp."}))
      ->group(cli.OptionsGroup());
  // "budget evidence", for a group within a group.
  std::string path = name;
  for (CLI::App* above = &parent; above->get_parent() != nullptr;
       above = above->get_parent()) {
    path = absl::StrCat(above->get_name(), " ", path);
  }
  group->footer(absl::StrCat(
      cli.T({"More: ", "Pour en savoir plus : ", "Meer weten: "}), "entente ",
      path, " ", cli.T({"COMMAND", "COMMANDE", "OPDRACHT"}), " --help"));
  return *group;
}

absl::Status UsageError(const Sentence& sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = kUsageReason, .sentence = sentence});
}

absl::Status AlreadyReported() {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   {.reason = kReportedReason,
                    .sentence = {"The command failed and said why.", "", ""}});
}

absl::Status ClientError(absl::StatusCode code, const std::string& reason,
                         const Sentence& sentence) {
  return MakeError(code, {.reason = reason, .sentence = sentence});
}

}  // namespace entente::client
