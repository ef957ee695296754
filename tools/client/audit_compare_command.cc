#include "tools/client/audit_compare_command.h"

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/common/v1/audit_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/audit/bundle_errors.h"
#include "services/common/audit/consistency_proof.h"
#include "services/common/audit/note_line.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

namespace v1 = entente::common::v1;

// 63 hashes and a note with sixteen signatures, in JSON.
constexpr size_t kProofBytesMax = 1024 * 1024;

struct Flags {
  std::string kept;
  std::string service = "exchange";
  uint64_t later_size = 0;
  std::string key;
  std::string proof;
  std::string save;
};

// What the kept note says of itself; its signature is judged with the proof,
// whose key may come from the service.
absl::StatusOr<audit::Checkpoint> ReadUnjudged(const std::string& note) {
  const absl::StatusOr<audit::NoteParts> parts =
      audit::ParseNote(note, audit::kNoteBytesMax);
  if (!parts.ok()) return audit::KeptWrong();
  const absl::StatusOr<audit::Checkpoint> said =
      audit::ParseCheckpointText(parts->text);
  if (!said.ok()) return audit::KeptWrong();
  return *said;
}

absl::StatusOr<v1::AuditConsistencyProof> Ask(Cli& cli, const Flags& flags,
                                              const audit::Checkpoint& kept) {
  v1::ProveAuditConsistencyRequest request;
  request.set_kept_size(kept.size);
  request.set_kept_root(kept.root);
  request.set_later_size(flags.later_size);
  return cli.session().Call(&v1::AuditService::Stub::ProveAuditConsistency,
                            request, {.service = flags.service});
}

absl::StatusOr<v1::AuditConsistencyProof> Load(Cli& cli,
                                               const std::string& path) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string text,
                           ReadFileOr(cli.in(), path, kProofBytesMax));
  v1::AuditConsistencyProof proof;
  if (text.size() <= kProofBytesMax &&
      google::protobuf::util::JsonStringToMessage(text, &proof).ok()) {
    return proof;
  }
  return UsageError(
      {"That is no proof that entente audit compare saved.",
       "Ce n'est pas une preuve enregistrée par entente audit compare.",
       "Dat is geen bewijs dat entente audit compare bewaarde."});
}

// Without a trusted key that of the answer: the kept checkpoint must bear a
// signature of it, so that another key than its own proves nothing.
absl::StatusOr<audit::ProvenGrowth> Judge(
    const std::string& kept, const v1::AuditConsistencyProof& received,
    const std::string& trusted_key) {
  const absl::StatusOr<audit::NoteVerifier> key = audit::NoteVerifier::Parse(
      trusted_key.empty() ? received.public_key() : trusted_key);
  if (!key.ok()) {
    return UsageError({"The key is malformed: give it as an export printed it.",
                       "La clé est mal formée : donnez-la telle qu'un export "
                       "l'a affichée.",
                       "De sleutel is onjuist gevormd: geef ze zoals een "
                       "export ze toonde."});
  }
  return audit::JudgeGrowth(
      {kept,
       {received.hashes().begin(), received.hashes().end()},
       received.checkpoint().note()},
      *key);
}

void SayGrown(Cli& cli, const audit::ProvenGrowth& grown) {
  const std::string& origin = grown.later.origin;
  const std::string kept = absl::StrCat(grown.kept.size);
  const std::string later = absl::StrCat(grown.later.size);
  if (grown.later.size == grown.kept.size) {
    cli.Say({absl::StrCat("The same: the log ", origin, " has the ", kept,
                          " entries that you kept; none was added."),
             absl::StrCat("Identique : le journal ", origin, " a les ", kept,
                          " entrées que vous avez gardées ; aucune n'a été "
                          "ajoutée."),
             absl::StrCat("Hetzelfde: het logboek ", origin, " heeft de ", kept,
                          " regels die u bewaarde; er kwam er geen bij.")});
    return;
  }
  const std::string added = absl::StrCat(grown.later.size - grown.kept.size);
  cli.Say({absl::StrCat("Only grown: the ", kept,
                        " entries that you kept are the first of the ", later,
                        " of the log ", origin, "; ", added, " were added."),
           absl::StrCat("N'a fait que croître : les ", kept,
                        " entrées que vous avez gardées sont les premières "
                        "des ",
                        later, " du journal ", origin, " ; ", added,
                        " ont été ajoutées."),
           absl::StrCat("Alleen gegroeid: de ", kept,
                        " regels die u bewaarde zijn de eerste van de ", later,
                        " van het logboek ", origin, "; er kwamen er ", added,
                        " bij.")});
}

absl::Status Save(const v1::AuditConsistencyProof& proof,
                  const std::string& path) {
  std::string text;
  if (const auto made =
          google::protobuf::util::MessageToJsonString(proof, &text);
      !made.ok()) {
    return absl::InternalError(made.ToString());
  }
  return WritePrivateFile(path, text) ? absl::OkStatus() : FileUnwritable(path);
}

absl::Status Compare(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string kept,
      ReadFileOr(cli.in(), flags.kept, audit::kNoteBytesMax));
  ENTENTE_ASSIGN_OR_RETURN(const audit::Checkpoint said, ReadUnjudged(kept));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::AuditConsistencyProof proof,
      flags.proof.empty() ? Ask(cli, flags, said) : Load(cli, flags.proof));
  // Also what proves nothing is evidence of what was answered.
  if (!flags.save.empty()) {
    ENTENTE_RETURN_IF_ERROR(Save(proof, flags.save));
  }
  ENTENTE_ASSIGN_OR_RETURN(const audit::ProvenGrowth grown,
                           Judge(kept, proof, flags.key));
  if (flags.later_size != 0 && grown.later.size != flags.later_size) {
    return absl::DataLossError("the service proved another checkpoint");
  }
  if (cli.is_json()) return cli.PrintJson(proof);
  SayGrown(cli, grown);
  if (flags.key.empty()) {
    cli.out() << absl::StrCat(cli.T({"Key: ", "Clé : ", "Sleutel: "}),
                              proof.public_key(), "\n");
  }
  return absl::OkStatus();
}

}  // namespace

void AddCompare(CLI::App& audit, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      audit, cli, "compare",
      {"Says whether the log only grew since a checkpoint that you kept, "
       "without copying it.\nJudged here, offline, by signatures and proof; "
       "exit code 1 when it is not shown.",
       "Dit si le journal n'a fait que croître depuis un point de contrôle "
       "gardé, sans le copier.\nJugé ici, hors ligne, par signatures et "
       "preuve ; code de sortie 1 si ce n'est pas montré.",
       "Zegt of het logboek alleen groeide sinds een controlepunt dat u "
       "bewaarde, zonder kopie.\nHier beoordeeld, offline, met handtekeningen "
       "en bewijs; exitcode 1 als het niet is getoond."},
      "entente audit compare january.note --save growth.json\n  entente audit "
      "compare january.note --proof growth.json --key KEY");
  command.Positional(
      "KEPT", flags->kept,
      {"Checkpoint kept from an earlier copy (a .note file).",
       "Point de contrôle gardé d'une copie antérieure (fichier .note).",
       "Controlepunt bewaard uit een eerdere kopie (.note-bestand)."});
  command
      .Option("--service", flags->service,
              {"Service whose log is meant.", "Service dont c'est le journal.",
               "Dienst waarvan het logboek is."})
      ->check(CLI::IsMember({"conventions", "indicators", "exchange"}))
      ->option_text("exchange");
  command
      .Option("--entries", flags->later_size,
              {"Entries of the later checkpoint; without it the newest.",
               "Entrées du point de contrôle ultérieur ; sans cela, le plus "
               "récent.",
               "Regels van het latere controlepunt; zonder dit het nieuwste."})
      ->option_text("N");
  command
      .Option("--key", flags->key,
              {"Public key that you trust; without it, that which signed the "
               "checkpoint you kept.",
               "Clé publique en laquelle vous avez confiance ; sans elle, "
               "celle qui a signé le point gardé.",
               "Publieke sleutel die u vertrouwt; zonder dit die welke het "
               "bewaarde punt ondertekende."})
      ->option_text("KEY");
  command
      .Option("--proof", flags->proof,
              {"Judges a saved proof and asks nobody.",
               "Juge une preuve enregistrée et ne demande rien à personne.",
               "Beoordeelt een bewaard bewijs en vraagt niemand iets."})
      ->option_text("FILE");
  command
      .Option(
          "--save", flags->save,
          {"Writes the proof to this file.", "Écrit la preuve dans ce fichier.",
           "Schrijft het bewijs naar dit bestand."})
      ->option_text("FILE");
  command.Reads();
  command.Run([flags](Cli& run) { return Compare(run, *flags); });
}

}  // namespace entente::client
