#include "services/conventions/conventions_flags.h"

#include <string>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "services/common/server/data_folder.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/money/municipality_codes.h"

namespace entente::conventions {
namespace {

void AddInstallationFlags(CLI::App& app, Flags& flags) {
  app.add_option("--installation", flags.installation,
                 "Whose it is: a municipality keeps its conventions and hands "
                 "in dossiers; the State takes dossiers in and decides them, "
                 "and keeps nothing else")
      ->check(CLI::IsMember({kMunicipality, kState}))
      ->capture_default_str();
  app.add_option("--municipalities", flags.municipalities,
                 "Of the State, which needs it: file (textproto) of the "
                 "municipalities that may hand in, their certificates and "
                 "keys");
  auto* state = app.add_option("--state", flags.state,
                               "Of a municipality: host:port of the State's "
                               "installation; without it dossiers stay here");
  app.add_option("--state-id", flags.state_id,
                 "SPIFFE id of the State's installation; without it, "
                 "svc/conventions of the own trust domain")
      ->needs(state);
  auto* tls = app.add_option("--state-tls-dir", flags.state_tls_dir,
                             "Folder with ca.crt, tls.crt and tls.key towards "
                             "the State; without it, those of --tls-dir")
                  ->needs(state);
  app.add_option(
         "--state-tls-crl", flags.state_tls_crl,
         "Revocation lists of the authorities in --state-tls-dir (PEM): "
         "a file or a folder, as --tls-crl; needed where that is given")
      ->needs(tls);
  auto* key = app.add_option("--state-key", flags.state_keys,
                             "Key of the State, as `entente dossier key` "
                             "prints it there; repeat while it is replaced")
                  ->needs(state);
  state->needs(key);
  app.add_flag("--new-submission-key", flags.is_new_submission_key,
               "Once, when the key that signs dossiers or answers is lost for "
               "good: make another");
}

// A sentence when `code` names no municipality on any day; one that ended is
// taken, since its conventions are still there.
std::string RefnisFault(const std::string& code) {
  if (!IsMunicipalityCode(code)) {
    return "a REFNIS code has five digits, as 21004";
  }
  return std::string(CheckMunicipalityExists(code, "--municipality").message());
}

}  // namespace

void AddFlags(CLI::App& app, Flags& flags) {
  server::AddServerFlags(app, flags.server, flags.gate);
  audit::AddWitnessFlags(app, flags.witnesses);
  app.add_option("--contract-profiles", flags.contract_profiles,
                 "Folder of contract profiles: which measures the indicators "
                 "of a convention report")
      ->capture_default_str();
  app.add_option("--regulation-profiles", flags.regulation_profiles,
                 "Folder of regulation profiles: cost categories and deadlines "
                 "of a decree")
      ->capture_default_str();
  app.add_option(
      "--indicators", flags.indicators,
      "host:port of entente-indicators, which is told of "
      "definitions and payments, and asked which months are approved "
      "before a claim is submitted; without it these events wait "
      "and nothing is asked");
  app.add_option("--municipality", flags.municipality,
                 "REFNIS code of the municipality that this installation "
                 "serves; documents and evidence of others are refused. 99000 "
                 "to 99999 are samples, for trials")
      ->check(CLI::Validator(
          [](std::string& code) { return RefnisFault(code); }, "REFNIS"));
  AddInstallationFlags(app, flags);
  app.add_flag("--verify", flags.is_verify,
               "Serve nothing: recompute every balance in --data from its "
               "entries, print the differences, exit 0 when there is none");
  app.add_option("--profile-text", flags.profile_text,
                 "Serve nothing: print the profile with this SHA-256 as its "
                 "file was when it was in force; claims, payments and "
                 "approvals name it");
  // What serves nothing needs the store alone; without these the gate names the
  // missing file.
  app.get_option("--jwks")->required(false);
  app.get_option("--policy")->required(false);
  app.footer(std::string(server::kDataFolderHelp) +
             "  submission-keys/  the key that signs dossiers or answers\n\n");
}

}  // namespace entente::conventions
