#include "services/common/store/schema.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/key.h"

namespace entente::store {
namespace {

// 0xFF | "schema" -> version as U64
std::string SchemaKey() { return KeyWriter().Table(0xFF).Str("schema").Key(); }

// 0 for a store that was never stamped.
absl::StatusOr<uint64_t> ReadVersion(const Reader& reader) {
  ENTENTE_ASSIGN_OR_RETURN(const auto value, reader.Get(SchemaKey()));
  if (!value.has_value()) return 0;
  return KeyReader(*value).U64();
}

void WriteVersion(Transaction& transaction, uint64_t version) {
  transaction.Put(SchemaKey(), KeyWriter().U64(version).Key());
}

absl::Status Newer(uint64_t found, uint64_t ours) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "STORE_NEWER",
       .metadata = {{"store_version", absl::StrCat(found)},
                    {"program_version", absl::StrCat(ours)}},
       .sentence = {
           .en = absl::StrCat(
               "The store was written by a newer program (schema ", found,
               ", this one knows ", ours, "). Start the newer program."),
           .fr = absl::StrCat("Le stockage vient d'un programme plus récent "
                              "(schéma ",
                              found, ", ici ", ours, ")."),
           .nl =
               absl::StrCat("De opslag komt van een nieuwer programma (schema ",
                            found, ", hier ", ours, ").")}});
}

absl::Status MigrationMissing(uint64_t from) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "STORE_MIGRATION_MISSING",
       .sentence = {
           .en = absl::StrCat("The store has schema ", from,
                              " and this program cannot migrate it; start a "
                              "program between the two first."),
           .fr = absl::StrCat("Aucune migration depuis le schéma ", from, "."),
           .nl = absl::StrCat("Geen migratie vanaf schema ", from, ".")}});
}

}  // namespace

absl::Status BringToSchema(Store& store, const StoreOptions& options) {
  ENTENTE_ASSIGN_OR_RETURN(uint64_t version, ReadVersion(*store.Read()));
  if (version > options.schema_version) {
    return Newer(version, options.schema_version);
  }
  if (version == 0) {
    return store.Transact([&](Transaction& transaction) {
      WriteVersion(transaction, options.schema_version);
      return absl::OkStatus();
    });
  }
  for (; version < options.schema_version; ++version) {
    const auto step = std::find_if(
        options.migrations.begin(), options.migrations.end(),
        [&](const Migration& m) { return m.from_version == version; });
    if (step == options.migrations.end()) return MigrationMissing(version);
    if (step->before != nullptr) {
      ENTENTE_RETURN_IF_ERROR(step->before(store));
    }
    ENTENTE_RETURN_IF_ERROR(store.Transact([&](Transaction& transaction) {
      ENTENTE_RETURN_IF_ERROR(step->body(transaction));
      WriteVersion(transaction, version + 1);
      return absl::OkStatus();
    }));
  }
  return absl::OkStatus();
}

}  // namespace entente::store
