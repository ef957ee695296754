// entente admin source renew: the next certificate of a source.
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tools/client/format.h"
#include "tools/client/sources/source_commands.h"
#include "tools/client/sources/source_parts.h"

namespace entente::client {
namespace {

struct Flags {
  std::string code;
  std::string out;
  bool is_request = false;
};

absl::Status NotEnrolled(const std::string& source) {
  return ClientError(
      absl::StatusCode::kNotFound, "SOURCE_NOT_ENROLLED",
      {absl::StrCat("Source ", source,
                    " was not enrolled here; see entente admin source list."),
       absl::StrCat("La source ", source,
                    " n'a pas été inscrite ici ; voir entente admin source "
                    "list."),
       absl::StrCat("Bron ", source,
                    " werd hier niet ingeschreven; zie entente admin source "
                    "list.")});
}

// `before` is when the certificate it had ends; empty where that is not known.
void Print(Cli& cli, const SourceBundle& bundle, const std::string& before) {
  const std::string& source = bundle.enrolment.source();
  if (bundle.is_request) {
    cli.Say({absl::StrCat("Source ", source,
                          " has a new key and a request for its certificate. "
                          "Made:"),
             absl::StrCat("La source ", source,
                          " a une nouvelle clé et une requête pour son "
                          "certificat. Créés :"),
             absl::StrCat("Bron ", source,
                          " heeft een nieuwe sleutel en een aanvraag voor haar "
                          "certificaat. Gemaakt:")});
  } else {
    const std::string end = FormatDate(bundle.enrolment.certificate_end_date());
    cli.Say({absl::StrCat("Source ", source,
                          " has a new key and certificate, good until ", end,
                          ". Made:"),
             absl::StrCat("La source ", source,
                          " a une nouvelle clé et un nouveau certificat, "
                          "valable jusqu'au ",
                          end, ". Créés :"),
             absl::StrCat("Bron ", source,
                          " heeft een nieuwe sleutel en een nieuw certificaat, "
                          "geldig tot ",
                          end, ". Gemaakt:")});
  }
  for (const std::string& file : bundle.files) {
    cli.out() << "  " << file << "\n";
  }
  cli.Say(
      {"\nSend the folder over a safe way (it holds a private key), then "
       "delete it here. Its account and its other keys stay.",
       "\nEnvoyez le dossier par une voie sûre (une clé privée s'y "
       "trouve), puis supprimez-le ici. Son compte et ses autres clés "
       "restent.",
       "\nStuur de map langs een veilige weg (er zit een private sleutel "
       "in) en verwijder ze hier. Haar account en haar andere sleutels "
       "blijven."});
  if (bundle.is_request) {
    cli.Say(
        {"kept/ holds the request for the operator's authority; the source "
         "goes on with the certificate it has until the new one is there.",
         "kept/ contient la requête pour l'autorité de l'opérateur ; la "
         "source continue avec le certificat qu'elle a jusqu'à ce que le "
         "nouveau soit là.",
         "kept/ bevat de aanvraag voor de autoriteit van de operator; de "
         "bron gaat verder met het certificaat dat ze heeft tot het nieuwe "
         "er is."});
  }
  if (before.empty()) return;
  cli.Say({absl::StrCat("The certificate before it works until ", before, "."),
           absl::StrCat("Le certificat précédent fonctionne jusqu'au ", before,
                        "."),
           absl::StrCat("Het vorige certificaat werkt tot ", before, ".")});
}

absl::Status Renew(Cli& cli, const Flags& flags) {
  const std::string source = absl::AsciiStrToLower(flags.code);
  const SourceFiles files(cli.session().config().home);
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<SourceEnrolment> enrolment,
                           files.Read(source));
  if (!enrolment.has_value()) return NotEnrolled(source);
  BundleRequest request;
  request.enrolment = *enrolment;
  AddIdentity(cli, flags.is_request, request);
  ENTENTE_ASSIGN_OR_RETURN(
      const SourceBundle bundle,
      RenewSourceBundle(request, BundleFolder(cli, source, flags.out)));
  ENTENTE_RETURN_IF_ERROR(files.Change(bundle.enrolment));
  if (cli.is_json()) return cli.PrintJson(bundle.enrolment);
  Print(cli, bundle, FormatDate(enrolment->certificate_end_date()));
  return absl::OkStatus();
}

}  // namespace

void AddSourceRenewCommand(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "renew",
      {"Makes the next key and certificate of an enrolled source, before the "
       "one it has ends, in a folder of the day below its bundle. Its account "
       "and its other keys stay.",
       "Crée la clé et le certificat suivants d'une source inscrite, avant la "
       "fin de celui qu'elle a, dans un dossier du jour sous le sien. Son "
       "compte et ses autres clés restent.",
       "Maakt de volgende sleutel en het volgende certificaat van een "
       "ingeschreven bron, voor het einde van wat ze heeft, in een map van de "
       "dag onder de hare. Haar account en haar andere sleutels blijven."},
      "entente admin source renew zone5339");
  command.Positional("CODE", flags->code,
                     {"Code of the source, as in zone5339.",
                      "Code de la source, comme zone5339.",
                      "Code van de bron, zoals zone5339."});
  command.Flag("--csr", flags->is_request,
               {"Makes a request for the operator's authority, also where the "
                "development authority is here.",
                "Crée une requête pour l'autorité de l'opérateur, même si "
                "l'autorité de développement est présente.",
                "Maakt een aanvraag voor de autoriteit van de operator, ook "
                "als de ontwikkelautoriteit aanwezig is."});
  command.Option("--out", flags->out,
                 {"Folder of its bundle; <home>/bundle-CODE by default.",
                  "Dossier de ses fichiers ; <home>/bundle-CODE par défaut.",
                  "Map van haar bestanden; standaard <home>/bundle-CODE."});
  command.Reads();
  command.Run([flags](Cli& run) { return Renew(run, *flags); });
}

}  // namespace entente::client
