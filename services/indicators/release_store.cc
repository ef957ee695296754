#include "services/indicators/release_store.h"

#include <utility>

#include "google/protobuf/message_lite.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/period_store.h"
#include "services/indicators/release_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Puts a record and moves the head.
absl::Status PutUnderReleaseHead(store::Transaction& transaction,
                                 const std::string& municipality,
                                 const std::string& key,
                                 const google::protobuf::MessageLite& record,
                                 int64_t latest_number = 0) {
  ENTENTE_ASSIGN_OR_RETURN(v1::ReleaseHead head,
                           ReadReleaseHead(transaction, municipality));
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> before,
                           transaction.Get(key));
  std::string& digest = *head.mutable_digest();
  if (before.has_value()) MixRecord(key, *before, digest);
  store::PutRecord(transaction, key, record);
  MixRecord(key, store::Serialise(record), digest);
  head.set_version(head.version() + 1);
  if (latest_number > 0) head.set_latest_number(latest_number);
  store::PutRecord(transaction, ReleaseHeadKey(municipality), head);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ReleaseHead> ReadReleaseHead(
    const store::Reader& reader, const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(
      std::optional<v1::ReleaseHead> head,
      store::GetRecord<v1::ReleaseHead>(reader, ReleaseHeadKey(municipality)));
  return head.has_value() ? *std::move(head) : v1::ReleaseHead();
}

absl::StatusOr<std::optional<StoredRelease>> FindRelease(
    const store::Reader& reader, const ReleaseName& name) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::ReleasePlace> place,
      store::GetRecord<v1::ReleasePlace>(reader, ReleasePlaceKey(name)));
  if (!place.has_value()) return std::optional<StoredRelease>();
  ENTENTE_ASSIGN_OR_RETURN(
      std::optional<v1::ReleaseRecord> record,
      store::GetRecord<v1::ReleaseRecord>(
          reader, ReleaseKey(name.municipality, place->number())));
  if (!record.has_value() || record->release().name() != FormatRelease(name)) {
    return absl::DataLossError("a release is not where it should be");
  }
  return std::make_optional(StoredRelease{place->number(), *std::move(record)});
}

absl::Status VisitReleases(
    const store::Reader& reader, const std::string& municipality,
    int64_t number, absl::FunctionRef<bool(const StoredRelease&)> visit) {
  // None lies below the first.
  if (number == 1) return absl::OkStatus();
  const std::string start =
      number == 0 ? "" : ReleaseKey(municipality, number - 1);
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ReleaseRecord>(
      reader, ReleasePrefix(municipality), start,
      [&](absl::string_view key, const v1::ReleaseRecord& record) {
        const absl::StatusOr<int64_t> found = ParseReleaseNumber(key);
        status = found.status();
        return status.ok() && visit({*found, record});
      }));
  return status;
}

absl::StatusOr<std::optional<v1::ReleaseTablesRecord>> ReadReleaseTables(
    const store::Reader& reader, const std::string& municipality,
    int64_t number) {
  return store::GetRecord<v1::ReleaseTablesRecord>(
      reader, ReleaseTablesKey(municipality, number));
}

absl::Status AddRelease(store::Transaction& transaction,
                        const ReleaseName& name,
                        const v1::ReleaseRecord& record) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::ReleaseHead head,
                           ReadReleaseHead(transaction, name.municipality));
  const int64_t number = head.latest_number() + 1;
  v1::ReleasePlace place;
  place.set_number(number);
  ENTENTE_RETURN_IF_ERROR(PutUnderReleaseHead(transaction, name.municipality,
                                              ReleasePlaceKey(name), place));
  return PutUnderReleaseHead(transaction, name.municipality,
                             ReleaseKey(name.municipality, number), record,
                             number);
}

absl::Status PutRelease(store::Transaction& transaction,
                        const std::string& municipality,
                        const StoredRelease& release) {
  return PutUnderReleaseHead(transaction, municipality,
                             ReleaseKey(municipality, release.number),
                             release.record);
}

absl::Status PutReleaseTables(store::Transaction& transaction,
                              const std::string& municipality, int64_t number,
                              const v1::ReleaseTablesRecord& tables) {
  return PutUnderReleaseHead(transaction, municipality,
                             ReleaseTablesKey(municipality, number), tables);
}

}  // namespace entente::indicators
