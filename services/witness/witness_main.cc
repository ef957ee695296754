// entente-witness: cosigns the checkpoints of access logs for an oversight
// body.
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/audit/cosignature.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/store/durable_file.h"
#include "services/witness/https_server.h"
#include "services/witness/known_logs.h"
#include "services/witness/witness.h"
#include "services/witness/witness_store.h"

namespace entente::witness {
namespace {

struct Options {
  ServerOptions server;
  std::string logs;
  std::string data;
  std::string name;
  std::string port_file;
  std::string log_level = "info";
  bool is_print_key = false;
};

// The language of the person who runs the program; logs are English.
std::string Speak(const Sentence& sentence) {
  std::string lang;
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* const value = std::getenv(variable);
    if (value != nullptr && *value != '\0') {
      lang = value;
      break;
    }
  }
  if (absl::StartsWith(lang, "fr") && !sentence.fr.empty()) return sentence.fr;
  if (absl::StartsWith(lang, "nl") && !sentence.nl.empty()) return sentence.nl;
  return sentence.en;
}

std::string SpeakOf(const absl::Status& status) {
  const std::optional<ErrorDetail> detail = GetErrorDetail(status);
  return detail ? Speak(detail->sentence) : std::string(status.message());
}

const Sentence kDescription = {
    .en =
        "Cosigns checkpoints of access logs (C2SP tlog-witness) for an "
        "oversight body.\n\nOf each log in --logs it keeps the last "
        "checkpoint it cosigned and cosigns only what\ncontinues it: a log "
        "that was put back, cut or rewritten gets no cosignature, and\nits "
        "service closes. It sees sizes and hashes, never an entry.",
    .fr =
        "Cosigne les points de contrôle de journaux des accès (C2SP "
        "tlog-witness) pour\nun organe de contrôle.\n\nDe chaque journal de "
        "--logs, il garde le dernier point cosigné et ne cosigne que\nce qui "
        "le prolonge : un journal remplacé, coupé ou réécrit n'est plus "
        "cosigné, et\nson service se ferme. Il voit des tailles et des "
        "empreintes, jamais une entrée.",
    .nl =
        "Medeondertekent controlepunten van toegangslogboeken (C2SP "
        "tlog-witness) voor\neen toezichthouder.\n\nVan elk logboek in "
        "--logs bewaart het het laatst medeondertekende punt en tekent\n"
        "alleen wat daarop volgt: een vervangen, ingekort of herschreven "
        "logboek krijgt\ngeen medeondertekening, en zijn dienst sluit. Het "
        "ziet groottes en hashes, nooit\neen regel."};

const Sentence kFooter = {
    .en =
        "Folder of --data: store/ (what was cosigned), witness.key. Never "
        "put either back\nto an older copy: a witness that lost its store "
        "starts again under another name.\n\n"
        "Example:\n  entente-witness --name oversight.example/w1 --logs "
        "logs.txt --data data \\\n      --tls-dir tls --listen 0.0.0.0:8443",
    .fr =
        "Dossier de --data : store/ (ce qui fut cosigné), witness.key. Ne "
        "remettez jamais\nune copie plus ancienne : un témoin qui a perdu "
        "son dépôt recommence sous un autre\nnom.\n\n"
        "Exemple :\n  entente-witness --name controle.example/t1 --logs "
        "logs.txt --data data \\\n      --tls-dir tls --listen 0.0.0.0:8443",
    .nl =
        "Map van --data: store/ (wat medeondertekend werd), witness.key. Zet "
        "nooit een\noudere kopie terug: een getuige die zijn opslag verloor, "
        "herbegint onder een andere\nnaam.\n\n"
        "Voorbeeld:\n  entente-witness --name toezicht.example/g1 --logs "
        "logs.txt --data data \\\n      --tls-dir tls --listen 0.0.0.0:8443"};

void AddFlags(CLI::App& app, Options& options) {
  const auto add = [&](const char* flag, std::string& value,
                       const Sentence& text) {
    return app.add_option(flag, value, Speak(text));
  };
  add("--name", options.name,
      {"Name of the witness and its key, a URL without scheme",
       "Nom du témoin et de sa clé, une URL sans schéma",
       "Naam van de getuige en haar sleutel, een URL zonder schema"})
      ->required();
  add("--data", options.data,
      {"Folder of key and store, made when missing",
       "Dossier de la clé et du dépôt, créé s'il manque",
       "Map van sleutel en opslag, gemaakt als ze ontbreekt"})
      ->required();
  add("--logs", options.logs,
      {"File of the logs: a line each, origin and public key",
       "Fichier des journaux : une ligne chacun, origine et clé publique",
       "Bestand van de logboeken: een regel elk, oorsprong en publieke "
       "sleutel"});
  app.add_option_function<std::string>(
      "--tls-dir",
      [&options](const std::string& dir) {
        options.server.cert = dir + "/tls.crt";
        options.server.key = dir + "/tls.key";
      },
      Speak({"Folder with tls.crt and tls.key",
             "Dossier avec tls.crt et tls.key", "Map met tls.crt en tls.key"}));
  add("--listen", options.server.listen,
      {"Address and port; port 0 takes a free one",
       "Adresse et port ; le port 0 en prend un libre",
       "Adres en poort; poort 0 neemt een vrije"})
      ->capture_default_str();
  add("--port-file", options.port_file,
      {"File that receives the port in use, as JSON",
       "Fichier qui reçoit le port utilisé, en JSON",
       "Bestand dat de gebruikte poort krijgt, als JSON"});
  add("--log-level", options.log_level,
      {"Least level to log", "Niveau minimal du journal",
       "Laagste niveau van de log"})
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}))
      ->capture_default_str();
  app.add_flag("--print-key", options.is_print_key,
               Speak({"Print the public key for the services, and end",
                      "Affiche la clé publique pour les services, et termine",
                      "Toon de publieke sleutel voor de diensten, en stop"}));
  app.footer(Speak(kFooter));
}

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

absl::Status WritePort(const std::string& path, int port) {
  if (path.empty()) return absl::OkStatus();
  const size_t slash = path.rfind('/');
  const bool is_bare = slash == std::string::npos;
  return store::ReplaceFile(
      is_bare ? "." : path.substr(0, slash),
      is_bare ? path : path.substr(slash + 1),
      absl::StrCat("{\"port\":", port, ",\"pid\":", getpid(), "}\n"),
      OfWitness());
}

void AwaitSignal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  int received = 0;
  sigwait(&signals, &received);
}

void BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

absl::Status Run(const Options& options) {
  // Also while the witness runs: only it may open its store.
  const bool is_store_needed =
      !options.is_print_key ||
      !Exists(absl::StrCat(options.data, "/", kKeyFile));
  std::unique_ptr<store::Store> store;
  if (is_store_needed) {
    ENTENTE_ASSIGN_OR_RETURN(store, OpenWitnessStore(options.data));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string seed,
      store::ReadOrMakeKey(options.data, kKeyFile, OfWitness()));
  ENTENTE_ASSIGN_OR_RETURN(audit::CosignatureSigner signer,
                           audit::CosignatureSigner::Make(options.name, seed));
  const std::string public_key = signer.verifier().ToString();
  if (options.is_print_key) {
    std::printf("%s\n", public_key.c_str());
    return absl::OkStatus();
  }
  ENTENTE_ASSIGN_OR_RETURN(KnownLogs logs, ReadKnownLogs(options.logs));
  const size_t count = logs.size();
  const SystemClock clock;
  Witness witness(*store, clock, std::move(logs), std::move(signer));
  ENTENTE_ASSIGN_OR_RETURN(const auto server,
                           HttpsServer::Start(options.server, [&](auto body) {
                             return witness.AddCheckpoint(body);
                           }));
  ENTENTE_RETURN_IF_ERROR(WritePort(options.port_file, server->port()));
  LogInfo("serving", {{"port", absl::StrCat(server->port())},
                      {"key", public_key},
                      {"logs", absl::StrCat(count)}});
  AwaitSignal();
  LogInfo("stopped");
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  BlockSignals();
  CLI::App app{Speak(kDescription), "entente-witness"};
  Options options;
  AddFlags(app, options);
  CLI11_PARSE(app, argc, argv);
  InitLog("witness", options.log_level);
  const absl::Status status = Run(options);
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", SpeakOf(status).c_str());
  return 1;
}

}  // namespace
}  // namespace entente::witness

int main(int argc, char** argv) { return entente::witness::Main(argc, argv); }
