#include <fstream>
#include <memory>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "entente/common/v1/audit_service.grpc.pb.h"
#include "services/common/audit/bundle.h"
#include "tools/client/audit_compare_command.h"
#include "tools/client/audit_prove_command.h"
#include "tools/client/audit_resolution_commands.h"
#include "tools/client/commands.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

namespace v1 = entente::common::v1;
using v1::AuditService;

// Entries of one request: as many as the service gives.
constexpr int kPageSize = 1000;

absl::Status WriteCheckpoints(Cli& cli, const CallExtras& extras,
                              audit::BundleWriter& writer,
                              std::string& public_key) {
  v1::ListAuditCheckpointsRequest request;
  request.set_page_size(kPageSize);
  do {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListAuditCheckpointsResponse page,
        cli.session().Call(&AuditService::Stub::ListAuditCheckpoints, request,
                           extras));
    for (const v1::AuditCheckpoint& one : page.checkpoints()) {
      ENTENTE_RETURN_IF_ERROR(writer.AddCheckpoint(one.size(), one.note()));
    }
    public_key = page.public_key();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return writer.WriteKey(public_key);
}

// The first `size` entries; what was added since is not signed yet.
absl::Status WriteEntries(Cli& cli, const CallExtras& extras, uint64_t size,
                          audit::BundleWriter& writer) {
  v1::ListAuditEntriesRequest request;
  request.set_page_size(kPageSize);
  uint64_t written = 0;
  while (written < size) {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListAuditEntriesResponse page,
        cli.session().Call(&AuditService::Stub::ListAuditEntries, request,
                           extras));
    for (const v1::StoredAuditEntry& entry : page.entries()) {
      if (written == size) break;
      ENTENTE_RETURN_IF_ERROR(writer.AddEntry(entry.stored()));
      ++written;
    }
    if (page.next_page_token().empty()) break;
    request.set_page_token(page.next_page_token());
  }
  return writer.Finish();
}

void SaySound(Cli& cli, const audit::BundleSummary& summary) {
  cli.Say({absl::StrCat("Sound: ", summary.entries, " entries, ",
                        summary.checkpoints, " checkpoints, ", summary.kept,
                        " kept ones agree."),
           absl::StrCat("Intact : ", summary.entries, " entrées, ",
                        summary.checkpoints, " points de contrôle, ",
                        summary.kept, " points gardés concordent."),
           absl::StrCat("Ongeschonden: ", summary.entries, " regels, ",
                        summary.checkpoints, " controlepunten, ", summary.kept,
                        " bewaarde punten kloppen.")});
  cli.out() << absl::StrCat(cli.T({"Key: ", "Clé : ", "Sleutel: "}),
                            summary.public_key, "\n");
}

// Which cosignatures are there, and how far they reach.
void SayWitnessed(Cli& cli, const audit::BundleSummary& summary) {
  for (const audit::BundleWitness& witness : summary.witnesses) {
    if (witness.checkpoints == 0) {
      cli.Say({absl::StrCat("Witness ", witness.name, ": no cosignature."),
               absl::StrCat("Témoin ", witness.name, " : aucune cosignature."),
               absl::StrCat("Getuige ", witness.name,
                            ": geen medeondertekening.")});
      continue;
    }
    const std::string time = absl::FormatTime(
        absl::RFC3339_sec, absl::FromUnixSeconds(witness.time_s),
        absl::UTCTimeZone());
    cli.Say({absl::StrCat("Witness ", witness.name, ": cosigned ",
                          witness.checkpoints, " of ", summary.checkpoints,
                          " checkpoints, last ", witness.entries,
                          " entries at ", time, "."),
             absl::StrCat("Témoin ", witness.name, " : a cosigné ",
                          witness.checkpoints, " des ", summary.checkpoints,
                          " points de contrôle, en dernier ", witness.entries,
                          " entrées le ", time, "."),
             absl::StrCat("Getuige ", witness.name, ": medeondertekende ",
                          witness.checkpoints, " van ", summary.checkpoints,
                          " controlepunten, laatst ", witness.entries,
                          " regels op ", time, ".")});
  }
  if (summary.witnesses.empty()) return;
  const uint64_t rest = summary.entries - summary.witnessed;
  cli.Say({absl::StrCat("Witnessed: ", summary.witnessed, " entries; the last ",
                        rest, " not yet."),
           absl::StrCat("Attestées par témoins : ", summary.witnessed,
                        " entrées ; les ", rest, " dernières pas encore."),
           absl::StrCat("Door getuigen bevestigd: ", summary.witnessed,
                        " regels; de laatste ", rest, " nog niet.")});
}

struct ExportFlags {
  std::string folder;
  std::string service = "exchange";
};

// What the service has, judged.
absl::StatusOr<audit::BundleSummary> Copy(Cli& cli, const ExportFlags& flags,
                                          const CallExtras& extras,
                                          audit::BundleWriter& writer) {
  std::string public_key;
  ENTENTE_RETURN_IF_ERROR(WriteCheckpoints(cli, extras, writer, public_key));
  // Another checkpoint may have come between; the list decides.
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t size, writer.SignedSize());
  ENTENTE_RETURN_IF_ERROR(WriteEntries(cli, extras, size, writer));
  return audit::VerifyBundle(flags.folder, {public_key, {}});
}

absl::Status Export(Cli& cli, const ExportFlags& flags) {
  CallExtras extras;
  extras.service = flags.service;
  // Made before anything is signed: a folder that exists costs nothing.
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<audit::BundleWriter> writer,
                           audit::BundleWriter::Create(flags.folder));
  // The last one, signed now: all before this call is in the bundle.
  const absl::Status made =
      cli.session()
          .Call(&AuditService::Stub::CreateAuditCheckpoint,
                v1::CreateAuditCheckpointRequest(), extras)
          .status();
  // A log that is found bent is signed no more, and its copy is evidence.
  const bool is_bent = absl::IsDataLoss(made) ||
                       absl::StartsWith(ErrorReason(made), "AUDIT_CLOSED_");
  if (!made.ok() && !is_bent) return made;
  const absl::StatusOr<audit::BundleSummary> copied =
      Copy(cli, flags, extras, *writer);
  if (made.ok() && copied.ok()) {
    SaySound(cli, *copied);
    return absl::OkStatus();
  }
  if (made.ok()) return copied.status();
  if (copied.ok()) {
    cli.Say({"Copied as it is; judge it with a checkpoint that you kept.",
             "Copié tel quel ; jugez-le avec un point de contrôle que vous "
             "avez gardé.",
             "Gekopieerd zoals het is; beoordeel het met een controlepunt dat "
             "u bewaarde."});
  }
  return made;
}

void AddExport(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ExportFlags>();
  Command command(
      group, cli, "export",
      {"Copies the access log of a service, signed, into a new folder.\nThe "
       "copy names nobody and is verified at once.",
       "Copie le journal des accès d'un service, signé, dans un nouveau "
       "dossier.\nLa copie ne nomme personne et est vérifiée aussitôt.",
       "Kopieert het toegangslogboek van een dienst, ondertekend, naar een "
       "nieuwe map.\nDe kopie noemt niemand en wordt meteen nagekeken."},
      "entente audit export audit-2026-03");
  command.Positional(
      "FOLDER", flags->folder,
      {"Folder to make.", "Dossier à créer.", "Map om te maken."});
  command
      .Option("--service", flags->service,
              {"Service whose log is wanted.",
               "Service dont on veut le "
               "journal.",
               "Dienst waarvan u het logboek wilt."})
      ->check(CLI::IsMember({"conventions", "indicators", "exchange"}))
      ->option_text("exchange");
  command.Run([flags](Cli& cli) { return Export(cli, *flags); });
}

struct VerifyFlags {
  std::string folder;
  std::string key;
  std::vector<std::string> kept;
  std::vector<std::string> witnesses;
  int quorum = 0;
};

absl::Status Verify(Cli& cli, const VerifyFlags& flags) {
  audit::BundleTrust trust;
  trust.public_key = flags.key;
  trust.witnesses = flags.witnesses;
  // Without a number more than half of them, as the services have it.
  trust.quorum = flags.quorum == 0 && !flags.witnesses.empty()
                     ? static_cast<int>(flags.witnesses.size() / 2 + 1)
                     : flags.quorum;
  for (const std::string& path : flags.kept) {
    std::ifstream file(path, std::ios::binary);
    std::string note;
    if (!file) return FileUnreadable(path);
    AppendSome(file, audit::kNoteBytesMax, note);
    trust.kept.push_back(note);
  }
  ENTENTE_ASSIGN_OR_RETURN(const audit::BundleSummary summary,
                           audit::VerifyBundle(flags.folder, trust));
  SaySound(cli, summary);
  SayWitnessed(cli, summary);
  if (flags.key.empty()) {
    cli.Note(
        {"Compare the key with the one you had from the service; --key "
         "does it for you.",
         "Comparez la clé avec celle que vous avez reçue du service ; "
         "--key le fait pour vous.",
         "Vergelijk de sleutel met die welke u van de dienst kreeg; "
         "--key doet het voor u."});
  }
  return absl::OkStatus();
}

void AddVerify(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<VerifyFlags>();
  Command command(
      group, cli, "verify",
      {"Judges a copy of an access log, offline; exit code 1 and where it "
       "broke.",
       "Juge une copie d'un journal des accès, hors ligne ; code de sortie 1 "
       "et l'endroit de la rupture.",
       "Beoordeelt een kopie van een toegangslogboek, offline; exitcode 1 en "
       "waar ze brak."},
      "entente audit verify audit-2026-03 --kept january.note");
  command.Positional(
      "FOLDER", flags->folder,
      {"Folder of the copy.", "Dossier de la copie.", "Map van de kopie."});
  command
      .Option("--key", flags->key,
              {"Public key that you trust, as the first export printed it.",
               "Clé publique en laquelle vous avez confiance, telle que le "
               "premier export l'a affichée.",
               "Publieke sleutel die u vertrouwt, zoals de eerste export ze "
               "toonde."})
      ->option_text("KEY");
  command
      .Option("--kept", flags->kept,
              {"Checkpoint kept from an earlier copy (a .note file); may be "
               "given again.",
               "Point de contrôle gardé d'une copie antérieure (fichier "
               ".note) ; peut être répété.",
               "Controlepunt bewaard uit een eerdere kopie (.note-bestand); "
               "mag herhaald worden."})
      ->option_text("FILE");
  command
      .Option(
          "--witness", flags->witnesses,
          {"Public key of a witness that you trust; may be given again.",
           "Clé publique d'un témoin en qui vous avez confiance ; peut être "
           "répété.",
           "Publieke sleutel van een getuige die u vertrouwt; mag herhaald "
           "worden."})
      ->option_text("KEY");
  command
      .Option(
          "--witness-quorum", flags->quorum,
          {"So many of them must have cosigned; more than half when not "
           "given.",
           "Autant d'entre eux doivent avoir cosigné ; sans ce nombre, plus "
           "de la moitié.",
           "Zoveel van hen moeten medeondertekend hebben; zonder dit getal "
           "meer dan de helft."})
      ->check(CLI::Range(1, 15))
      ->option_text("N");
  command.Run([flags](Cli& cli) { return Verify(cli, *flags); });
}

}  // namespace

void AddAuditCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(root, cli, "audit",
                             {"The access log, for oversight.",
                              "Le journal des accès, pour le contrôle.",
                              "Het toegangslogboek, voor het toezicht."});
  AddExport(group, cli);
  AddVerify(group, cli);
  AddCompare(group, cli);
  AddProve(group, cli);
  AddResolutionCommands(group, cli);
}

}  // namespace entente::client
