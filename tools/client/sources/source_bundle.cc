#include "tools/client/sources/source_bundle.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "nlohmann/json.hpp"
#include "services/common/base/error.h"
#include "tools/client/delivery/batch_signature.h"
#include "tools/client/delivery/id_key.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

absl::Status FolderThere(const std::string& folder) {
  return MakeError(
      absl::StatusCode::kAlreadyExists,
      {.reason = "FOLDER_THERE",
       .sentence = {absl::StrCat(folder,
                                 " is there already, perhaps with keys in use; "
                                 "give another --out."),
                    absl::StrCat(folder,
                                 " existe déjà, peut-être avec des clés en "
                                 "usage ; donnez un autre --out."),
                    absl::StrCat(folder,
                                 " bestaat al, misschien met sleutels in "
                                 "gebruik; geef een andere --out.")}});
}

std::string WatchText(const SourceEnrolment& enrolment) {
  return absl::StrCat(
      "# proto-file: proto/entente/indicators/v1/delivery_watch.proto\n"
      "# proto-message: entente.indicators.v1.WatchConfig\n"
      "#\n"
      "# entente indicators watch DIR --config watch.textproto --as ",
      enrolment.source(),
      "\n# Stays outside the drop folder: who delivers may not change it. A\n"
      "# mapping (mapping_file) and, where it hashes ids, the source's id.key\n"
      "# (id_key_file) are added by hand.\n"
      "source: \"",
      enrolment.source(), "\"\nmunicipality: \"", enrolment.municipality(),
      "\"\n"
      "inputs { pattern: \"*.csv\" }\n"
      "inputs { pattern: \"*.ndjson\" }\n"
      "public_key_files: \"files.key.pub\"\n"
      "is_signature_required: true\n");
}

std::string ConfigText(const BundleRequest& request) {
  nlohmann::ordered_json config;
  config["municipality"] = request.enrolment.municipality();
  config["trust_domain"] = request.trust_domain;
  config["targets"] = nlohmann::ordered_json::object();
  for (const auto& [service, target] : request.targets) {
    if (!target.empty()) config["targets"][service] = target;
  }
  return config.dump(2) + "\n";
}

std::string ReadmeText(const BundleRequest& request) {
  const std::string& source = request.enrolment.source();
  const std::string measures =
      absl::StrJoin(request.enrolment.measure_codes(), ", ");
  const auto target = request.targets.find("indicators");
  const std::string address =
      target == request.targets.end() || target->second.empty()
          ? "?"
          : target->second;
  const std::string commands = absl::StrCat(
      "  entente --home . indicators ingest counts.csv --source ", source,
      " --as ", source, "\n  entente --home . collect read ", source,
      "-2018-03.xlsx --as ", source,
      "\n  entente --home . indicators sign counts.csv --key files.key\n"
      "  entente --home . indicators mapping check MAPPING counts.csv "
      "--id-key id.key\n");
  const bool is_signed = request.authority.has_value();
  const Sentence certificate =
      is_signed
          ? Sentence{absl::StrCat("pki/cli/tls.crt is good for ",
                                  kSourceCertificateDays, " days."),
                     absl::StrCat("pki/cli/tls.crt vaut ",
                                  kSourceCertificateDays, " jours."),
                     absl::StrCat("pki/cli/tls.crt geldt ",
                                  kSourceCertificateDays, " dagen.")}
          : Sentence{
                "pki/cli/tls.csr is a request: the signed certificate is "
                "put beside it as tls.crt, the authority as ca.crt.",
                "pki/cli/tls.csr est une requête : le certificat signé se "
                "place à côté comme tls.crt, l'autorité comme ca.crt.",
                "pki/cli/tls.csr is een aanvraag: het ondertekende "
                "certificaat komt ernaast als tls.crt, de autoriteit als "
                "ca.crt."};
  const Sentence text = {
      absl::StrCat("Source ", source, " of the indicators service, ", address,
                   ".\nMeasures: ", measures, ".\n\n", certificate.en,
                   "\nThe account (token) is ", source,
                   ", at the provider of the municipality.\nfiles.key signs "
                   "files for a drop folder. id.key hides the numbers of your "
                   "system: never change it and keep a copy, under another the "
                   "same events would count again.\nKeep every .key file "
                   "closed to others (0600).\n\n"),
      absl::StrCat("Source ", source, " du service des indicateurs, ", address,
                   ".\nMesures : ", measures, ".\n\n", certificate.fr,
                   "\nLe compte (jeton) est ", source,
                   ", chez le fournisseur de la commune.\nfiles.key signe les "
                   "fichiers d'un dossier de dépôt. id.key cache les numéros "
                   "de votre système : ne la changez jamais et gardez-en une "
                   "copie, sous une autre les mêmes événements compteraient à "
                   "nouveau.\nGardez chaque fichier .key fermé aux autres "
                   "(0600).\n\n"),
      absl::StrCat("Bron ", source, " van de dienst indicatoren, ", address,
                   ".\nMetingen: ", measures, ".\n\n", certificate.nl,
                   "\nDe account (token) is ", source,
                   ", bij de aanbieder van de gemeente.\nfiles.key ondertekent "
                   "bestanden voor een dropmap. id.key verbergt de nummers van "
                   "uw systeem: wijzig hem nooit en bewaar een kopie, onder "
                   "een andere zouden dezelfde gebeurtenissen opnieuw "
                   "tellen.\nHoud elk .key-bestand gesloten voor anderen "
                   "(0600).\n\n")};
  return absl::StrCat(Pick(text, request.language), commands);
}

// Writes below one folder.
class Writer {
 public:
  explicit Writer(std::string folder) : folder_(std::move(folder)) {}

  absl::Status Folder(const std::string& name) const {
    const std::string path = absl::StrCat(folder_, name);
    return mkdir(path.c_str(), S_IRWXU) == 0 ? absl::OkStatus()
                                             : FileUnwritable(path);
  }
  absl::Status File(const std::string& name, const std::string& text) const {
    const std::string path = PathOf(name);
    return WritePrivateFile(path, text) ? absl::OkStatus()
                                        : FileUnwritable(path);
  }
  std::string PathOf(const std::string& name) const {
    return absl::StrCat(folder_, "/", name);
  }

 private:
  const std::string folder_;
};

absl::Status WriteAll(const BundleRequest& request, const Writer& out,
                      SourceEnrolment& enrolment) {
  for (const char* name :
       {"", "/to-source", "/to-source/pki", "/to-source/pki/cli", "/kept"}) {
    ENTENTE_RETURN_IF_ERROR(out.Folder(name));
  }
  const std::string uri = absl::StrCat("spiffe://", request.trust_domain,
                                       "/source/", enrolment.source());
  ENTENTE_ASSIGN_OR_RETURN(
      const SourceCertificate certificate,
      MakeSourceCertificate(
          enrolment.source(), uri,
          request.authority.has_value() ? &*request.authority : nullptr,
          request.now));
  enrolment.set_certificate_key_sha256(certificate.key_sha256);
  ENTENTE_RETURN_IF_ERROR(
      out.File("to-source/pki/cli/tls.key", certificate.key));
  if (certificate.certificate.empty()) {
    ENTENTE_RETURN_IF_ERROR(
        out.File("to-source/pki/cli/tls.csr", certificate.request));
    ENTENTE_RETURN_IF_ERROR(out.File("kept/tls.csr", certificate.request));
  } else {
    ENTENTE_RETURN_IF_ERROR(
        out.File("to-source/pki/cli/tls.crt", certificate.certificate));
  }
  if (!request.services_authority.empty()) {
    ENTENTE_RETURN_IF_ERROR(
        out.File("to-source/pki/cli/ca.crt", request.services_authority));
  }
  ENTENTE_RETURN_IF_ERROR(MakeSigningKey(out.PathOf("to-source/files.key")));
  // What checks stays; the source needs it for nothing.
  const std::string open = out.PathOf("kept/files.key.pub");
  if (std::rename(out.PathOf("to-source/files.key.pub").c_str(),
                  open.c_str()) != 0) {
    return FileUnwritable(open);
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string raw, LoadPublicKey(open));
  enrolment.set_file_key_sha256(Sha256Hex(raw));
  ENTENTE_RETURN_IF_ERROR(IdKey::Make(out.PathOf("to-source/id.key")));
  ENTENTE_RETURN_IF_ERROR(
      out.File("to-source/client.json", ConfigText(request)));
  ENTENTE_RETURN_IF_ERROR(
      out.File("to-source/README.txt", ReadmeText(request)));
  return out.File("kept/watch.textproto", WatchText(enrolment));
}

}  // namespace

absl::StatusOr<SourceBundle> MakeSourceBundle(const BundleRequest& request,
                                              const std::string& folder) {
  struct stat found {};
  if (lstat(folder.c_str(), &found) == 0) return FolderThere(folder);
  const std::string draft = absl::StrCat(folder, ".part");
  if (lstat(draft.c_str(), &found) == 0) return FolderThere(draft);
  const absl::Cleanup remover = [&draft] {
    std::error_code ignored;
    std::filesystem::remove_all(draft, ignored);
  };
  SourceBundle bundle;
  bundle.enrolment = request.enrolment;
  ENTENTE_RETURN_IF_ERROR(WriteAll(request, Writer(draft), bundle.enrolment));
  // Onto a name that is free: renaming a folder over another one that is not
  // empty fails.
  if (std::rename(draft.c_str(), folder.c_str()) != 0) {
    return errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR
               ? FolderThere(folder)
               : FileUnwritable(folder);
  }
  std::error_code failed;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder, failed)) {
    if (entry.is_regular_file()) bundle.files.push_back(entry.path().string());
  }
  std::sort(bundle.files.begin(), bundle.files.end());
  return bundle;
}

}  // namespace entente::client
