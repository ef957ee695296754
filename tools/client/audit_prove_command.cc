#include "tools/client/audit_prove_command.h"

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "entente/common/v1/audit_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/audit/entry_proof.h"
#include "tools/client/files.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

namespace v1 = entente::common::v1;

// An entry, its proof and a note with sixteen signatures, in JSON.
constexpr size_t kProofBytesMax = 1024 * 1024;

struct Flags {
  std::string what;
  std::string service = "exchange";
  std::string key;
  std::string save;
};

absl::StatusOr<v1::AuditEntryProof> Ask(Cli& cli, const Flags& flags,
                                        uint64_t sequence) {
  v1::ProveAuditEntryRequest request;
  request.set_sequence(sequence);
  return cli.session().Call(&v1::AuditService::Stub::ProveAuditEntry, request,
                            {.service = flags.service});
}

absl::StatusOr<v1::AuditEntryProof> Load(Cli& cli, const std::string& path) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string text,
                           ReadFileOr(cli.in(), path, kProofBytesMax));
  v1::AuditEntryProof proof;
  if (text.size() <= kProofBytesMax &&
      google::protobuf::util::JsonStringToMessage(text, &proof).ok()) {
    return proof;
  }
  return UsageError(
      {"That is neither the number of an entry nor a proof that entente audit "
       "prove saved.",
       "Ce n'est ni le numéro d'une entrée ni une preuve enregistrée par "
       "entente audit prove.",
       "Dat is noch het nummer van een regel noch een bewijs dat entente audit "
       "prove bewaarde."});
}

absl::StatusOr<audit::ProvenEntry> Judge(const v1::AuditEntryProof& received,
                                         const std::string& trusted_key) {
  const std::string& text =
      trusted_key.empty() ? received.public_key() : trusted_key;
  const absl::StatusOr<audit::NoteVerifier> key =
      audit::NoteVerifier::Parse(text);
  if (!key.ok()) {
    return UsageError({"The key is malformed: give it as an export printed it.",
                       "La clé est mal formée : donnez-la telle qu'un export "
                       "l'a affichée.",
                       "De sleutel is onjuist gevormd: geef ze zoals een "
                       "export ze toonde."});
  }
  audit::EntryProof proof;
  proof.stored = received.entry().stored();
  // What the entry itself says of its place is compared with the path.
  proof.sequence = received.entry().entry().sequence();
  proof.hashes.assign(received.hashes().begin(), received.hashes().end());
  proof.note = received.checkpoint().note();
  return JudgeEntryProof(proof, *key);
}

// Whoever makes up an entry can make up the key that signs it.
void NoteOwnKey(Cli& cli) {
  cli.Note(
      {"Without --key the proof is judged by the key inside it: it shows that "
       "the proof agrees with itself, not that the log of the service holds "
       "the entry. Give --key with the key that you had from the service.",
       "Sans --key, la preuve est jugée par la clé qu'elle contient : elle "
       "montre qu'elle s'accorde avec elle-même, non que le journal du service "
       "contient l'entrée. Donnez avec --key la clé reçue du service.",
       "Zonder --key wordt het bewijs beoordeeld met de sleutel die erin zit: "
       "het toont dat het met zichzelf klopt, niet dat het logboek van de "
       "dienst de regel bevat. Geef met --key de sleutel die u van de dienst "
       "kreeg."});
}

void SayProven(Cli& cli, const audit::ProvenEntry& proven, bool is_own_key) {
  const std::string sequence = absl::StrCat(proven.entry.sequence());
  const std::string size = absl::StrCat(proven.checkpoint.size);
  const std::string& origin = proven.checkpoint.origin;
  if (is_own_key) {
    cli.Say({absl::StrCat("The proof agrees with itself: entry ", sequence,
                          " among the first ", size, " of a log ", origin, "."),
             absl::StrCat("La preuve s'accorde avec elle-même : entrée ",
                          sequence, " parmi les ", size,
                          " premières d'un journal ", origin, "."),
             absl::StrCat("Het bewijs klopt met zichzelf: regel ", sequence,
                          " onder de eerste ", size, " van een logboek ",
                          origin, ".")});
  } else {
    cli.Say(
        {absl::StrCat("Proven: entry ", sequence, " is one of the first ", size,
                      " of the log ", origin, ", as signed."),
         absl::StrCat("Prouvé : l'entrée ", sequence, " est l'une des ", size,
                      " premières du journal ", origin, ", tel que signé."),
         absl::StrCat("Bewezen: regel ", sequence, " is een van de eerste ",
                      size, " van het logboek ", origin,
                      ", zoals ondertekend.")});
  }
  cli.out() << absl::StrCat(
      FormatTime(proven.entry.time()), "  ", proven.entry.method(), "  ",
      v1::AuditEntry::Outcome_Name(proven.entry.outcome()), "\nSHA-256  ",
      absl::BytesToHexString(proven.hash), "\n");
}

absl::Status Save(const v1::AuditEntryProof& proof, const std::string& path) {
  std::string text;
  if (const auto made =
          google::protobuf::util::MessageToJsonString(proof, &text);
      !made.ok()) {
    return absl::InternalError(made.ToString());
  }
  return WritePrivateFile(path, text) ? absl::OkStatus() : FileUnwritable(path);
}

absl::Status Prove(Cli& cli, const Flags& flags) {
  uint64_t sequence = 0;
  const bool is_number = absl::SimpleAtoi(flags.what, &sequence);
  ENTENTE_ASSIGN_OR_RETURN(
      v1::AuditEntryProof proof,
      is_number ? Ask(cli, flags, sequence) : Load(cli, flags.what));
  ENTENTE_ASSIGN_OR_RETURN(const audit::ProvenEntry proven,
                           Judge(proof, flags.key));
  if (is_number && proven.entry.sequence() != sequence) {
    return absl::DataLossError("the service proved another entry");
  }
  // What is shown is what was proven, not what came beside it.
  *proof.mutable_entry()->mutable_entry() = proven.entry;
  if (!flags.save.empty()) {
    ENTENTE_RETURN_IF_ERROR(Save(proof, flags.save));
  }
  if (flags.key.empty()) NoteOwnKey(cli);
  if (cli.is_json()) return cli.PrintJson(proof);
  SayProven(cli, proven, flags.key.empty());
  if (flags.key.empty()) {
    cli.out() << absl::StrCat(cli.T({"Key: ", "Clé : ", "Sleutel: "}),
                              proof.public_key(), "\n");
  }
  return absl::OkStatus();
}

}  // namespace

void AddProve(CLI::App& audit, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      audit, cli, "prove",
      {"Shows that an entry is in the signed log, without the rest of it.\nThe "
       "proof is judged here, offline; a saved one is judged anywhere.",
       "Montre qu'une entrée est dans le journal signé, sans le reste.\nLa "
       "preuve est jugée ici, hors ligne ; une preuve enregistrée se juge "
       "partout.",
       "Toont dat een regel in het ondertekende logboek staat, zonder de "
       "rest.\nHet bewijs wordt hier beoordeeld, offline; een bewaard bewijs "
       "overal."},
      "entente audit prove 17 --save entry-17.json\n  entente audit prove "
      "entry-17.json --key KEY");
  command.Positional("WHAT", flags->what,
                     {"Number of an entry, or the file of a saved proof.",
                      "Numéro d'une entrée, ou fichier d'une preuve "
                      "enregistrée.",
                      "Nummer van een regel, of bestand van een bewaard "
                      "bewijs."});
  command
      .Option("--service", flags->service,
              {"Service whose log is meant.", "Service dont c'est le journal.",
               "Dienst waarvan het logboek is."})
      ->check(CLI::IsMember({"conventions", "indicators", "exchange"}))
      ->option_text("exchange");
  command
      .Option("--key", flags->key,
              {"Public key that you trust, as the first export printed it.",
               "Clé publique en laquelle vous avez confiance, telle que le "
               "premier export l'a affichée.",
               "Publieke sleutel die u vertrouwt, zoals de eerste export ze "
               "toonde."})
      ->option_text("KEY");
  command
      .Option(
          "--save", flags->save,
          {"Writes the proof to this file.", "Écrit la preuve dans ce fichier.",
           "Schrijft het bewijs naar dit bestand."})
      ->option_text("FILE");
  command.Reads();
  command.Run([flags](Cli& run) { return Prove(run, *flags); });
}

}  // namespace entente::client
