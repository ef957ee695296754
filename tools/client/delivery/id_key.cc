#include "tools/client/delivery/id_key.h"

#include <openssl/rand.h>
#include <sys/stat.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/regular_file.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

constexpr size_t kKeyBytes = 32;
// 128 bits: enough that no two events meet, and in hex no shape of a number.
constexpr size_t kIdBytes = 16;
constexpr char kUse[] = "entente event id 1";

absl::Status KeyFault(const std::string& path, const Sentence& what) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "ID_KEY",
       .sentence = {absl::StrCat("The id key ", path, " ", what.en),
                    absl::StrCat("La clé d'identifiants ", path, " ", what.fr),
                    absl::StrCat("De id-sleutel ", path, " ", what.nl)}});
}

}  // namespace

absl::StatusOr<IdKey> IdKey::Load(const std::string& path) {
  if (path.empty()) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition,
        {.reason = "ID_KEY",
         .sentence = {"The mapping hashes ids: give the key of the source with "
                      "--id-key.",
                      "La correspondance hache les identifiants : donnez la "
                      "clé de la source par --id-key.",
                      "De koppeling hasht ids: geef de sleutel van de bron met "
                      "--id-key."}});
  }
  const absl::StatusOr<RegularFile> file = ReadRegularFile(path, kKeyBytes);
  if (!file.ok()) {
    return KeyFault(path,
                    {"cannot be read. Take it from its backup; a new one would "
                     "count every event again.",
                     "est illisible. Reprenez-la de sa sauvegarde ; une autre "
                     "compterait chaque événement à nouveau.",
                     "is onleesbaar. Neem hem uit zijn back-up; een andere zou "
                     "elke gebeurtenis opnieuw tellen."});
  }
  if ((file->mode & 077) != 0) {
    return KeyFault(path, {"may be read by others; make it mode 0600.",
                           "est lisible par d'autres ; mettez-la en mode 0600.",
                           "is leesbaar voor anderen; geef hem modus 0600."});
  }
  if (file->bytes.size() != kKeyBytes) {
    return KeyFault(path, {"must hold exactly 32 bytes.",
                           "doit compter exactement 32 octets.",
                           "moet precies 32 bytes tellen."});
  }
  return IdKey(file->bytes);
}

absl::Status IdKey::Make(const std::string& path) {
  struct stat found {};
  if (lstat(path.c_str(), &found) == 0) {
    return MakeError(
        absl::StatusCode::kAlreadyExists,
        {.reason = "ID_KEY_THERE",
         .sentence = {absl::StrCat(path,
                                   " is there already: a new key would "
                                   "count every event again."),
                      absl::StrCat(path,
                                   " existe déjà : une nouvelle clé "
                                   "compterait chaque événement à "
                                   "nouveau."),
                      absl::StrCat(path,
                                   " bestaat al: een nieuwe sleutel zou "
                                   "elke gebeurtenis opnieuw tellen.")}});
  }
  std::string key(kKeyBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), kKeyBytes) !=
          1 ||
      !WritePrivateFile(path, key)) {
    return FileUnwritable(path);
  }
  return absl::OkStatus();
}

std::string IdKey::IdOf(const std::vector<absl::string_view>& parts) const {
  std::string message = kUse;
  for (const absl::string_view part : parts) {
    absl::StrAppend(&message, "\n", part.size(), ":", part);
  }
  return absl::BytesToHexString(
      absl::string_view(HmacSha256(key_, message)).substr(0, kIdBytes));
}

}  // namespace entente::client
