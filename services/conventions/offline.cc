#include "services/conventions/offline.h"

#include <iostream>
#include <memory>

#include "services/common/base/error.h"
#include "services/common/server/data_folder.h"
#include "services/common/server/server_flags.h"
#include "services/common/store/rocksdb_store.h"
#include "services/conventions/profile_texts.h"
#include "services/conventions/schema_store.h"
#include "services/conventions/verify_store.h"
#include "services/conventions/verify_text.h"

namespace entente::conventions {
namespace {

absl::StatusOr<std::unique_ptr<store::Store>> OpenStore(
    const std::string& data_dir) {
  ENTENTE_ASSIGN_OR_RETURN(const server::DataFolder data,
                           server::DataFolder::Find(data_dir));
  return store::OpenRocksdbStore(data.store, StoreOptions());
}

}  // namespace

int VerifyOffline(const std::string& data_dir) {
  const auto store = OpenStore(data_dir);
  if (!store.ok()) return server::ExitWith(store.status());
  const absl::StatusOr<VerifyReport> report = VerifyLedger(*(*store)->Read());
  if (!report.ok()) return server::ExitWith(report.status());
  PrintReport(*report, std::cout);
  return report->is_clean() ? 0 : 1;
}

int PrintProfileText(const std::string& data_dir, const std::string& sha256) {
  const auto store = OpenStore(data_dir);
  if (!store.ok()) return server::ExitWith(store.status());
  const auto text = FindProfileText(*(*store)->Read(), sha256);
  if (!text.ok()) return server::ExitWith(text.status());
  std::cout << *text;
  return 0;
}

}  // namespace entente::conventions
