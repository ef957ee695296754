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
#include "absl/time/civil_time.h"
#include "nlohmann/json.hpp"
#include "services/common/base/error.h"
#include "services/common/base/regular_file.h"
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
      "\n# Stays outside the drop folder: who delivers may not change it.\n"
      "# Files have our fields (tools/client/delivery/README.md). For those "
      "of\n"
      "# another system an input with a mapping (mapping_file; examples in\n"
      "# deploy/deliveries) and, where it hashes ids, the source's id.key\n"
      "# (id_key_file) are added by hand, above these.\n"
      "source: \"",
      enrolment.source(), "\"\nmunicipality: \"", enrolment.municipality(),
      "\"\n"
      "inputs { pattern: \"*.csv\" }\n"
      "inputs { pattern: \"*.ndjson\" }\n"
      "inputs { pattern: \"*.xml\" }\n"
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

absl::CivilDay DayOf(absl::Time time) {
  return absl::ToCivilDay(time, absl::LocalTimeZone());
}

// What vouches for the key, and how long.
Sentence CertificateSentence(const SourceCertificate& certificate) {
  if (!certificate.end_time.has_value()) {
    return {
        "pki/cli/tls.csr is a request: the signed certificate is put "
        "beside it as tls.crt, the authority as ca.crt.",
        "pki/cli/tls.csr est une requête : le certificat signé se place à "
        "côté comme tls.crt, l'autorité comme ca.crt.",
        "pki/cli/tls.csr is een aanvraag: het ondertekende certificaat "
        "komt ernaast als tls.crt, de autoriteit als ca.crt."};
  }
  const std::string end = absl::FormatCivilTime(DayOf(*certificate.end_time));
  return {absl::StrCat("pki/cli/tls.crt is good for ", kSourceCertificateDays,
                       " days, until ", end,
                       "; ask the municipality for the next one before."),
          absl::StrCat("pki/cli/tls.crt vaut ", kSourceCertificateDays,
                       " jours, jusqu'au ", end,
                       " ; demandez le suivant à la commune avant."),
          absl::StrCat("pki/cli/tls.crt geldt ", kSourceCertificateDays,
                       " dagen, tot ", end,
                       "; vraag de gemeente vooraf het volgende.")};
}

std::string ReadmeText(const BundleRequest& request,
                       const SourceCertificate& made) {
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
  const Sentence certificate = CertificateSentence(made);
  const Sentence text = {
      absl::StrCat("Source ", source, " of the indicators service, ", address,
                   ".\nMeasures asked of it: ", measures,
                   ".\nThey are the rows of its sheets. The service also takes "
                   "rows of other measures, unless the municipality says "
                   "whose it takes.\n\n",
                   certificate.en, "\nThe account (token) is ", source,
                   ", at the provider of the municipality.\nfiles.key signs "
                   "files for a drop folder. id.key hides the numbers of your "
                   "system: never change it and keep a copy, under another the "
                   "same events would count again.\nKeep every .key file "
                   "closed to others (0600).\n\n"),
      absl::StrCat("Source ", source, " du service des indicateurs, ", address,
                   ".\nMesures demandées : ", measures,
                   ".\nCe sont les lignes de ses relevés. Le service prend "
                   "aussi des lignes d'autres mesures, sauf si la commune dit "
                   "de qui il les prend.\n\n",
                   certificate.fr, "\nLe compte (jeton) est ", source,
                   ", chez le fournisseur de la commune.\nfiles.key signe les "
                   "fichiers d'un dossier de dépôt. id.key cache les numéros "
                   "de votre système : ne la changez jamais et gardez-en une "
                   "copie, sous une autre les mêmes événements compteraient à "
                   "nouveau.\nGardez chaque fichier .key fermé aux autres "
                   "(0600).\n\n"),
      absl::StrCat("Bron ", source, " van de dienst indicatoren, ", address,
                   ".\nGevraagde metingen: ", measures,
                   ".\nHet zijn de rijen van haar bladen. De dienst neemt ook "
                   "rijen van andere metingen, tenzij de gemeente zegt van "
                   "wie.\n\n",
                   certificate.nl, "\nDe account (token) is ", source,
                   ", bij de aanbieder van de gemeente.\nfiles.key ondertekent "
                   "bestanden voor een dropmap. id.key verbergt de nummers van "
                   "uw systeem: wijzig hem nooit en bewaar een kopie, onder "
                   "een andere zouden dezelfde gebeurtenissen opnieuw "
                   "tellen.\nHoud elk .key-bestand gesloten voor anderen "
                   "(0600).\n\n")};
  return absl::StrCat(Pick(text, request.language), commands);
}

// Of a renewal whose certificate is still to come.
std::string RequestedText(const BundleRequest& request,
                          const Sentence& certificate) {
  const std::string& source = request.enrolment.source();
  return Pick(
      {absl::StrCat("New key of source ", source,
                    " and a request for its certificate.\n\n", certificate.en,
                    "\nKeep pki/cli as you have it: it works until its own "
                    "certificate ends. Put this one in its place only once "
                    "tls.crt is there; without it the services do not let you "
                    "in. Nothing else changes: the account, files.key and "
                    "id.key stay.\nKeep every .key file closed to others "
                    "(0600).\n"),
       absl::StrCat("Nouvelle clé de la source ", source,
                    " et requête pour son certificat.\n\n", certificate.fr,
                    "\nGardez le pki/cli que vous avez : il fonctionne jusqu'à "
                    "la fin de son propre certificat. Mettez celui-ci à sa "
                    "place seulement quand tls.crt s'y trouve ; sans lui les "
                    "services ne vous laissent pas entrer. Rien d'autre ne "
                    "change : le compte, files.key et id.key restent.\nGardez "
                    "chaque fichier .key fermé aux autres (0600).\n"),
       absl::StrCat("Nieuwe sleutel van bron ", source,
                    " en een aanvraag voor haar certificaat.\n\n",
                    certificate.nl,
                    "\nHoud pki/cli zoals u het hebt: het werkt tot zijn eigen "
                    "certificaat eindigt. Zet dit pas in de plaats als tls.crt "
                    "erin staat; zonder laten de diensten u niet binnen. Niets "
                    "anders wijzigt: de account, files.key en id.key "
                    "blijven.\nHoud elk .key-bestand gesloten voor anderen "
                    "(0600).\n")},
      request.language);
}

std::string RenewalText(const BundleRequest& request,
                        const SourceCertificate& made) {
  const std::string& source = request.enrolment.source();
  const Sentence certificate = CertificateSentence(made);
  if (!made.end_time.has_value()) return RequestedText(request, certificate);
  return Pick(
      {absl::StrCat("New key and certificate of source ", source, ".\n\n",
                    certificate.en,
                    "\nPut pki/cli in the place of the one you have, which "
                    "works until its own certificate ends. Nothing else "
                    "changes: the account, files.key and id.key stay.\nKeep "
                    "every .key file closed to others (0600).\n"),
       absl::StrCat("Nouvelle clé et nouveau certificat de la source ", source,
                    ".\n\n", certificate.fr,
                    "\nMettez pki/cli à la place de celui que vous avez, qui "
                    "fonctionne jusqu'à la fin de son propre certificat. "
                    "Rien d'autre ne change : le compte, files.key et id.key "
                    "restent.\nGardez chaque fichier .key fermé aux autres "
                    "(0600).\n"),
       absl::StrCat(
           "Nieuwe sleutel en nieuw certificaat van bron ", source, ".\n\n",
           certificate.nl,
           "\nZet pki/cli in de plaats van wat u hebt, dat werkt tot "
           "zijn eigen certificaat eindigt. Niets anders wijzigt: de "
           "account, files.key en id.key blijven.\nHoud elk .key-bestand "
           "gesloten voor anderen (0600).\n")},
      request.language);
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

// A new key and what vouches for it, in the folder `pki` ("pki/cli/").
absl::StatusOr<SourceCertificate> WriteCertificate(const BundleRequest& request,
                                                   const Writer& out,
                                                   const std::string& pki,
                                                   SourceEnrolment& enrolment) {
  const std::string uri = absl::StrCat("spiffe://", request.trust_domain,
                                       "/source/", enrolment.source());
  ENTENTE_ASSIGN_OR_RETURN(
      SourceCertificate made,
      MakeSourceCertificate(
          enrolment.source(), uri,
          request.authority.has_value() ? &*request.authority : nullptr,
          request.now));
  // Until a request is signed, the certificate before it is the one in use.
  if (made.end_time.has_value() || enrolment.certificate_key_sha256().empty()) {
    enrolment.set_certificate_key_sha256(made.key_sha256);
  }
  if (made.end_time.has_value()) {
    const absl::CivilDay end = DayOf(*made.end_time);
    google::type::Date& date = *enrolment.mutable_certificate_end_date();
    date.set_year(static_cast<int>(end.year()));
    date.set_month(end.month());
    date.set_day(end.day());
  }
  ENTENTE_RETURN_IF_ERROR(out.File(absl::StrCat(pki, "tls.key"), made.key));
  ENTENTE_RETURN_IF_ERROR(
      made.certificate.empty()
          ? out.File(absl::StrCat(pki, "tls.csr"), made.request)
          : out.File(absl::StrCat(pki, "tls.crt"), made.certificate));
  if (!request.services_authority.empty()) {
    ENTENTE_RETURN_IF_ERROR(
        out.File(absl::StrCat(pki, "ca.crt"), request.services_authority));
  }
  return made;
}

absl::Status WriteAll(const BundleRequest& request, const Writer& out,
                      SourceEnrolment& enrolment) {
  for (const char* name :
       {"", "/to-source", "/to-source/pki", "/to-source/pki/cli", "/kept"}) {
    ENTENTE_RETURN_IF_ERROR(out.Folder(name));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const SourceCertificate certificate,
      WriteCertificate(request, out, "to-source/pki/cli/", enrolment));
  if (certificate.certificate.empty()) {
    ENTENTE_RETURN_IF_ERROR(out.File("kept/tls.csr", certificate.request));
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
      out.File("to-source/README.txt", ReadmeText(request, certificate)));
  return out.File("kept/watch.textproto", WatchText(enrolment));
}

absl::Status WriteRenewal(const BundleRequest& request, const Writer& out,
                          SourceEnrolment& enrolment) {
  for (const char* name : {"", "/pki", "/pki/cli"}) {
    ENTENTE_RETURN_IF_ERROR(out.Folder(name));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const SourceCertificate certificate,
      WriteCertificate(request, out, "pki/cli/", enrolment));
  return out.File("README.txt", RenewalText(request, certificate));
}

// Keeps a copy of the request in `made`, which the source takes away, as
// `path`.
absl::Status KeepRequest(const std::string& made, const std::string& kept,
                         const std::string& path) {
  if (mkdir(kept.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return FileUnwritable(kept);
  }
  constexpr size_t kRequestBytesMax = 64 * 1024;
  const auto request =
      ReadRegularFile(absl::StrCat(made, "/pki/cli/tls.csr"), kRequestBytesMax);
  return request.ok() && WritePrivateFile(path, request->bytes)
             ? absl::OkStatus()
             : FileUnwritable(path);
}

// Makes `folder` with what `write` puts there, whole or not at all.
absl::StatusOr<SourceBundle> MakeFolder(
    const BundleRequest& request, const std::string& folder,
    absl::Status (*write)(const BundleRequest&, const Writer&,
                          SourceEnrolment&)) {
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
  bundle.is_request = !request.authority.has_value();
  ENTENTE_RETURN_IF_ERROR(write(request, Writer(draft), bundle.enrolment));
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

}  // namespace

absl::StatusOr<SourceBundle> MakeSourceBundle(const BundleRequest& request,
                                              const std::string& folder) {
  return MakeFolder(request, folder, &WriteAll);
}

absl::StatusOr<SourceBundle> RenewSourceBundle(const BundleRequest& request,
                                               const std::string& folder) {
  if (mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return FileUnwritable(folder);
  }
  const std::string day = absl::FormatCivilTime(DayOf(request.now));
  const std::string made = absl::StrCat(folder, "/to-source-", day);
  if (request.authority.has_value()) {
    return MakeFolder(request, made, &WriteRenewal);
  }
  const std::string kept = absl::StrCat(folder, "/kept");
  const std::string copy = absl::StrCat(kept, "/tls-", day, ".csr");
  // Also where the folder of the day was sent: the authority may have it.
  struct stat found {};
  if (lstat(copy.c_str(), &found) == 0) return FolderThere(copy);
  ENTENTE_ASSIGN_OR_RETURN(SourceBundle bundle,
                           MakeFolder(request, made, &WriteRenewal));
  if (absl::Status done = KeepRequest(made, kept, copy); !done.ok()) {
    std::error_code ignored;
    std::filesystem::remove_all(made, ignored);
    return done;
  }
  bundle.files.insert(bundle.files.begin(), copy);
  return bundle;
}

}  // namespace entente::client
