#include "services/witness/witness_store.h"

#include <filesystem>
#include <optional>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/durable_file.h"
#include "services/common/store/key.h"
#include "services/witness/witness.h"

namespace entente::witness {
namespace {

constexpr uint8_t kFoundedTable = 0x02;

std::string FoundedKey() {
  return store::KeyWriter().Table(kFoundedTable).Key();
}

absl::Status StoreLost(const std::string& data) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "WITNESS_STORE_LOST",
       .field = "",
       .metadata = {},
       .sentence = {
           .en = absl::StrCat("There is a key in ", data,
                              " but not the store that goes with it: this "
                              "witness no longer knows what it cosigned. Start "
                              "a new one, under another name, in another "
                              "folder."),
           .fr = absl::StrCat("Il y a une clé dans ", data,
                              " mais pas le dépôt qui va avec : ce témoin ne "
                              "sait plus ce qu'il a cosigné. Créez-en un "
                              "nouveau, sous un autre nom, dans un autre "
                              "dossier."),
           .nl = absl::StrCat("Er is een sleutel in ", data,
                              " maar niet de opslag die erbij hoort: deze "
                              "getuige weet niet meer wat ze medeondertekende. "
                              "Begin een nieuwe, onder een andere naam, in een "
                              "andere map.")}});
}

// Also a store of before the mark, once it has cosigned.
absl::StatusOr<bool> IsFounded(const store::Reader& reader) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> mark,
                           reader.Get(FoundedKey()));
  if (mark.has_value()) return true;
  return HasCosigned(reader);
}

}  // namespace

const Sentence& OfWitness() {
  static const auto& purpose = *new Sentence{
      .en = "of the witness", .fr = "du témoin", .nl = "van de getuige"};
  return purpose;
}

absl::StatusOr<std::unique_ptr<store::Store>> OpenWitnessStore(
    const std::string& data, const store::StoreOptions& options) {
  ENTENTE_RETURN_IF_ERROR(store::MakeKeyFolder(data));
  const std::string path = data + "/store";
  std::error_code error;
  const bool has_key =
      std::filesystem::exists(absl::StrCat(data, "/", kKeyFile), error);
  // No new store is left where one is missed.
  if (has_key && !std::filesystem::exists(path, error)) return StoreLost(data);
  ENTENTE_ASSIGN_OR_RETURN(std::unique_ptr<store::Store> store,
                           store::OpenRocksdbStore(path, options));
  ENTENTE_ASSIGN_OR_RETURN(const bool is_founded, IsFounded(*store->Read()));
  if (has_key && !is_founded) return StoreLost(data);
  // On disk before the key is made: a crash between both leaves no key that
  // misses its store.
  ENTENTE_RETURN_IF_ERROR(store->Transact([](store::Transaction& transaction) {
    transaction.Put(FoundedKey(), "");
    return absl::OkStatus();
  }));
  return store;
}

}  // namespace entente::witness
