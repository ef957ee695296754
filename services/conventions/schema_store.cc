#include "services/conventions/schema_store.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

store::StoreOptions StoreOptions() {
  return {.schema_version = 2, .migrations = {{1, &CountCharges}}};
}

absl::Status CountCharges(store::Transaction& transaction) {
  // Nothing is put while the table is read.
  std::vector<v1::Evidence> all;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Evidence>(
      transaction, keys::AllEvidence(), "",
      [&](absl::string_view, const v1::Evidence& evidence) {
        all.push_back(evidence);
        return true;
      }));
  for (v1::Evidence& evidence : all) {
    ENTENTE_ASSIGN_OR_RETURN(const EvidenceName name,
                             ParseEvidenceName(evidence.name(), "name"));
    int64_t last = 0;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ChargeRecord>(
        transaction, keys::ChargesOf(name), "",
        [&](absl::string_view key, const v1::ChargeRecord&) {
          last = std::max(last, keys::LastNumber(key));
          return true;
        }));
    if (last == evidence.charge_count()) continue;
    evidence.set_charge_count(static_cast<int32_t>(last));
    store::PutRecord(transaction, keys::Evidence(name), evidence);
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
