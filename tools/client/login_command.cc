#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "tools/client/commands.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

std::string ClockOf(absl::Time time) {
  return absl::FormatTime("%H:%M:%S", time, absl::LocalTimeZone());
}

void AddLogin(CLI::App& root, Cli& cli) {
  Command command(
      root, cli, "login",
      {"Logs in (development only).\nSigns a token of ten minutes with the "
       "local issuer's key, for whom entente person add put to work, stores it "
       "for you alone under session/ and renews it while the key is there. "
       "Production uses an OpenID provider.",
       "Ouvre une session (développement seulement).\nSigne un jeton de dix "
       "minutes avec la clé de l'émetteur local, pour une personne habilitée "
       "par entente person add, le garde pour vous seul sous session/ et le "
       "renouvelle tant que la clé est là. La production utilise un "
       "fournisseur OpenID.",
       "Meldt aan (alleen ontwikkeling).\nOndertekent een token van tien "
       "minuten met de sleutel van de lokale uitgever, voor wie met entente "
       "person add gemachtigd is, bewaart het voor u alleen onder session/ en "
       "vernieuwt het zolang de sleutel er is. Productie gebruikt een "
       "OpenID-aanbieder."},
      "entente login --as anna --role coordinator");
  auto roles = std::make_shared<std::string>();
  command.Option("--role", *roles,
                 {"Roles among those given (entente person list), separated by "
                  "commas; all in force by default.",
                  "Rôles parmi ceux donnés (entente person list), séparés par "
                  "des virgules ; par défaut tous ceux en vigueur.",
                  "Rollen onder de gegeven rollen (entente person list), "
                  "gescheiden door komma's; standaard alle van kracht."});
  command.Run([roles](Cli& cli) -> absl::Status {
    const std::vector<std::string> names =
        absl::StrSplit(*roles, ',', absl::SkipWhitespace());
    ENTENTE_ASSIGN_OR_RETURN(
        const Login login, cli.session().logins().Mint(
                               cli.login(), cli.subject(), names, absl::Now()));
    const std::string list = absl::StrJoin(login.roles, ", ");
    const std::string until = ClockOf(login.expires);
    cli.Say(
        {absl::StrCat(login.subject, " is logged in (", list, ") until ", until,
                      ". Development only: signed with the local "
                      "issuer's key."),
         absl::StrCat(login.subject, " a ouvert une session (", list,
                      ") jusqu'à ", until,
                      ". Développement seulement : signée avec la clé de "
                      "l'émetteur local."),
         absl::StrCat(login.subject, " is aangemeld (", list, ") tot ", until,
                      ". Alleen ontwikkeling: ondertekend met de sleutel van "
                      "de lokale uitgever.")});
    return absl::OkStatus();
  });
  command.app().get_option("--as")->required();
}

void AddLogout(CLI::App& root, Cli& cli) {
  Command command(root, cli, "logout",
                  {"Forgets a login: the current one, or that of --as.",
                   "Oublie une session : la dernière, ou celle de --as.",
                   "Vergeet een aanmelding: de laatste, of die van --as."},
                  "entente logout --as anna");
  command.Run([](Cli& cli) -> absl::Status {
    ENTENTE_RETURN_IF_ERROR(cli.session().logins().Forget(cli.login()));
    cli.Say({"Logged out.", "Session fermée.", "Afgemeld."});
    return absl::OkStatus();
  });
}

void AddWhoami(CLI::App& root, Cli& cli) {
  Command command(root, cli, "whoami",
                  {"Shows the logins, the current one marked.",
                   "Montre les sessions ; la session courante est marquée.",
                   "Toont de aanmeldingen; de huidige is gemarkeerd."},
                  "entente whoami");
  command.Run([](Cli& cli) -> absl::Status {
    const LoginStore& store = cli.session().logins();
    ENTENTE_ASSIGN_OR_RETURN(const Login current, store.Load(cli.login()));
    Table table({{""},
                 {cli.T({"session", "session", "sessie"})},
                 {cli.T({"subject", "sujet", "subject"})},
                 {cli.T({"roles", "rôles", "rollen"}), Align::kLeft, true},
                 {cli.T({"valid until", "valable jusqu'à", "geldig tot"})}});
    for (const Login& login : store.All()) {
      std::string until = ClockOf(login.expires);
      if (login.expires < absl::Now()) {
        until = store.CanSign() ? cli.T({"renewed at next use",
                                         "renouvelé à la prochaine utilisation",
                                         "vernieuwd bij het volgende gebruik"})
                                : cli.T({"expired", "expiré", "verlopen"});
      }
      table.AddRow({login.name == current.name ? "*" : "", login.name,
                    login.subject, absl::StrJoin(login.roles, ", "), until});
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

}  // namespace

void AddLoginCommands(CLI::App& root, Cli& cli) {
  AddLogin(root, cli);
  AddLogout(root, cli);
  AddWhoami(root, cli);
}

}  // namespace entente::client
