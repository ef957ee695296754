#include "services/indicators/definition_store.h"

#include <optional>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/local_measure_rules.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Writers that validated against the version before start again.
absl::Status MoveVersion(store::Transaction& transaction,
                         const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t version,
                           ReadDefinitionsVersion(transaction, municipality));
  v1::DefinitionsHead head;
  head.set_version(version + 1);
  store::PutRecord(transaction, DefinitionsHeadKey(municipality), head);
  return absl::OkStatus();
}

// Those of one measure by version.
absl::StatusOr<std::vector<v1::MeasureSettings>> ReadSettingsUnder(
    const store::Reader& reader, const std::string& prefix) {
  std::vector<v1::MeasureSettings> versions;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::MeasureSettingsRecord>(
      reader, prefix, "",
      [&](absl::string_view, const v1::MeasureSettingsRecord& record) {
        versions.push_back(record.settings());
        return true;
      }));
  return versions;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Definitions>> DefinitionCache::Get(
    const store::Reader& reader, const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t version,
                           ReadDefinitionsVersion(reader, municipality));
  {
    absl::MutexLock lock(&mutex_);
    const auto found = newest_.find(municipality);
    if (found != newest_.end() && found->second->version() == version) {
      return found->second;
    }
  }
  std::vector<v1::ConventionRecord> records;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ConventionRecord>(
      reader, ConventionPrefix(municipality), "",
      [&](absl::string_view, const v1::ConventionRecord& record) {
        records.push_back(record);
        return true;
      }));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::vector<v1::MeasureSettings> settings,
      ReadSettingsUnder(reader, SettingsPrefix(municipality)));
  ENTENTE_ASSIGN_OR_RETURN(auto local, ReadLocalMeasures(reader, municipality));
  auto compiled = std::make_shared<const Definitions>(
      version, std::move(records), settings, ToRecords(std::move(local)));
  absl::MutexLock lock(&mutex_);
  const auto [place, is_new] = newest_.try_emplace(municipality, compiled);
  // A reader of an older snapshot must not put the cache back.
  if (!is_new && place->second->version() < version) place->second = compiled;
  return compiled;
}

absl::StatusOr<int64_t> ReadDefinitionsVersion(
    const store::Reader& reader, const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::DefinitionsHead> head,
                           store::GetRecord<v1::DefinitionsHead>(
                               reader, DefinitionsHeadKey(municipality)));
  return head.has_value() ? head->version() : 0;
}

absl::Status PutConvention(store::Transaction& transaction,
                           const std::string& municipality,
                           const v1::ConventionRecord& record) {
  store::PutRecord(transaction,
                   ConventionKey(municipality, record.convention()), record);
  return MoveVersion(transaction, municipality);
}

absl::Status DeleteConvention(store::Transaction& transaction,
                              const std::string& municipality,
                              const std::string& convention) {
  transaction.Delete(ConventionKey(municipality, convention));
  return MoveVersion(transaction, municipality);
}

absl::StatusOr<std::vector<v1::MeasureSettings>> ReadSettingsVersions(
    const store::Reader& reader, const MeasureName& measure) {
  return ReadSettingsUnder(reader, SettingsPrefix(measure));
}

absl::Status PutSettings(store::Transaction& transaction,
                         const MeasureName& measure,
                         const v1::MeasureSettingsRecord& record) {
  ENTENTE_RETURN_IF_ERROR(PutUnderDigest(
      transaction, measure.municipality,
      SettingsKey(measure, record.settings().version()), record));
  return MoveVersion(transaction, measure.municipality);
}

absl::StatusOr<std::vector<v1::LocalMeasure>> ReadLocalMeasureVersions(
    const store::Reader& reader, const MeasureName& name) {
  std::vector<v1::LocalMeasure> versions;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::LocalMeasureRecord>(
      reader, LocalMeasurePrefix(name), "",
      [&](absl::string_view, const v1::LocalMeasureRecord& record) {
        versions.push_back(record.local_measure());
        return true;
      }));
  return versions;
}

absl::StatusOr<std::vector<std::vector<v1::LocalMeasure>>> ReadLocalMeasures(
    const store::Reader& reader, const std::string& municipality) {
  std::vector<std::vector<v1::LocalMeasure>> measures;
  // Versions of one measure follow each other.
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::LocalMeasureRecord>(
      reader, LocalMeasurePrefix(municipality), "",
      [&](absl::string_view, const v1::LocalMeasureRecord& record) {
        const v1::LocalMeasure& version = record.local_measure();
        if (measures.empty() ||
            measures.back().back().name() != version.name()) {
          measures.emplace_back();
        }
        measures.back().push_back(version);
        return true;
      }));
  return measures;
}

absl::Status PutLocalMeasure(store::Transaction& transaction,
                             const MeasureName& name,
                             const v1::LocalMeasureRecord& record) {
  ENTENTE_RETURN_IF_ERROR(PutUnderDigest(
      transaction, name.municipality,
      LocalMeasureKey(name, record.local_measure().version()), record));
  return MoveVersion(transaction, name.municipality);
}

}  // namespace entente::indicators
