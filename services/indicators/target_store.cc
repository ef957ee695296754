#include "services/indicators/target_store.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

}  // namespace

absl::StatusOr<std::vector<v1::Target>> ReadTargets(
    const store::Reader& reader, const MeasureName& measure) {
  std::vector<v1::Target> targets;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::TargetRecord>(
      reader, TargetPrefix(measure), "",
      [&](absl::string_view, const v1::TargetRecord& record) {
        // Versions of a target follow each other.
        if (targets.empty() ||
            targets.back().name() != record.target().name()) {
          targets.emplace_back();
        }
        targets.back() = record.target();
        return true;
      }));
  targets.erase(
      std::remove_if(targets.begin(), targets.end(),
                     [](const v1::Target& t) { return t.is_withdrawn(); }),
      targets.end());
  return targets;
}

absl::StatusOr<std::vector<v1::Target>> ReadTargetVersions(
    const store::Reader& reader, const TargetName& name) {
  std::vector<v1::Target> versions;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::TargetRecord>(
      reader, TargetPrefix(name), "",
      [&](absl::string_view, const v1::TargetRecord& record) {
        versions.push_back(record.target());
        return true;
      }));
  return versions;
}

absl::Status PutTarget(store::Transaction& transaction, const TargetName& name,
                       const v1::TargetRecord& record) {
  return PutUnderDigest(transaction, name.measure.municipality,
                        TargetKey(name, record.target().version()), record);
}

absl::Status KeepTargetVersions(store::Transaction& transaction) {
  std::vector<std::pair<TargetName, v1::Target>> former;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Target>(
      transaction, FormerTargetsPrefix(), "",
      [&](absl::string_view key, const v1::Target& target) {
        const absl::StatusOr<TargetName> name =
            ParseTarget(target.name(), "name");
        if (!name.ok() || FormerTargetKey(*name) != key) {
          status = absl::DataLossError("a target lies under another name");
          return false;
        }
        former.emplace_back(*name, target);
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  for (auto& [name, target] : former) {
    v1::TargetRecord record;
    *record.mutable_target() = std::move(target);
    record.mutable_target()->set_version(1);
    record.mutable_target()->set_etag("1");
    ENTENTE_RETURN_IF_ERROR(PutTarget(transaction, name, record));
    transaction.Delete(FormerTargetKey(name));
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
