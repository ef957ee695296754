// indicators sign: a detached signature beside a file to deliver.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/regular_file.h"
#include "tools/client/delivery/batch_signature.h"
#include "tools/client/delivery/delivery_commands.h"
#include "tools/client/delivery/drop_refusals.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

struct Flags {
  std::string file;
  std::string key;
  bool makes_key = false;
};

absl::Status Sign(Cli& cli, const Flags& flags) {
  if (flags.makes_key) {
    ENTENTE_RETURN_IF_ERROR(MakeSigningKey(flags.key));
    const std::string open = absl::StrCat(flags.key, ".pub");
    cli.Say({absl::StrCat("Made ", flags.key, "; give ", open,
                          " to who takes the files in."),
             absl::StrCat(flags.key, " est créé ; remettez ", open,
                          " à qui reçoit les fichiers."),
             absl::StrCat(flags.key, " is gemaakt; geef ", open,
                          " aan wie de bestanden ontvangt.")});
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string seed, LoadSigningKey(flags.key));
  const auto file =
      ReadRegularFile(flags.file, static_cast<size_t>(kSignedBytesMax));
  if (!file.ok()) return FileUnreadable(flags.file);
  if (static_cast<int64_t>(file->bytes.size()) > kSignedBytesMax) {
    return SignedTooLarge(kSignedBytesMax);
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string signature,
                           SignBatch(seed, file->bytes));
  const std::string path = absl::StrCat(flags.file, ".sig");
  if (!WritePrivateFile(path, signature)) return FileUnwritable(path);
  cli.Say({absl::StrCat("Signed: ", path, ". Deliver it before the file."),
           absl::StrCat("Signé : ", path, ". Déposez-le avant le fichier."),
           absl::StrCat("Ondertekend: ", path,
                        ". Lever het af vóór het bestand.")});
  return absl::OkStatus();
}

}  // namespace

void AddSignCommand(CLI::App& indicators, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      indicators, cli, "sign",
      {"Signs a file to deliver: FILE.sig beside it (Ed25519, also for openssl "
       "pkeyutl).",
       "Signe un fichier à livrer : FICHIER.sig à côté (Ed25519, aussi pour "
       "openssl pkeyutl).",
       "Ondertekent een te leveren bestand: BESTAND.sig ernaast (Ed25519, ook "
       "voor openssl pkeyutl)."},
      "entente indicators sign actions.csv --key zone.key");
  command.Positional(
      "FILE", flags->file,
      {"File to sign.", "Fichier à signer.", "Te ondertekenen bestand."});
  command
      .Option("--key", flags->key,
              {"Private key (PEM, mode 0600).", "Clé privée (PEM, mode 0600).",
               "Private sleutel (PEM, modus 0600)."})
      ->required();
  command.Flag("--make-key", flags->makes_key,
               {"Makes the key first, and KEY.pub beside it.",
                "Crée d'abord la clé, et CLÉ.pub à côté.",
                "Maakt eerst de sleutel, en SLEUTEL.pub ernaast."});
  command.Run([flags](Cli& cli) { return Sign(cli, *flags); });
}

}  // namespace entente::client
