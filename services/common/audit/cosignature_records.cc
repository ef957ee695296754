#include "services/common/audit/cosignature_records.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/audit/checkpoint_signer.h"
#include "services/common/audit/note.h"
#include "services/common/base/error.h"
#include "services/common/store/key.h"

namespace entente::audit {
namespace {

std::string CosignatureKey(uint64_t size, const CosignatureVerifier& key) {
  return store::KeyWriter()
      .Table(kCosignatureTable)
      .U64(size)
      .Str(key.ToString())
      .Key();
}

std::string WitnessKey(const CosignatureVerifier& key) {
  return store::KeyWriter().Table(kWitnessTable).Str(key.ToString()).Key();
}

// Of the largest size that this witness cosigned; 0 when none.
absl::StatusOr<uint64_t> LargestCosigned(const store::Reader& reader,
                                         const CosignatureVerifier& key) {
  uint64_t largest = 0;
  absl::Status sound;
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(store::KeyWriter().Table(kCosignatureTable).Key(), "",
                  [&](absl::string_view bytes, absl::string_view) {
                    store::KeyReader parts(bytes);
                    sound = parts.Table().status();
                    const absl::StatusOr<uint64_t> size = parts.U64();
                    const absl::StatusOr<std::string> of = parts.Str();
                    if (sound.ok()) sound = size.status();
                    if (sound.ok()) sound = of.status();
                    if (sound.ok() && *of == key.ToString()) largest = *size;
                    return sound.ok();
                  }));
  ENTENTE_RETURN_IF_ERROR(sound);
  return largest;
}

// Time of the cosignature of `size` entries, once it is verified under the
// checkpoint stored beside; nullopt when it is not.
absl::StatusOr<std::optional<int64_t>> TimeOf(const store::Reader& reader,
                                              uint64_t size,
                                              const CosignatureVerifier& key) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> line,
                           reader.Get(CosignatureKey(size, key)));
  if (!line) return std::nullopt;
  std::string note;
  ENTENTE_RETURN_IF_ERROR(
      VisitCheckpoints(reader, size > 0 ? std::optional(size - 1) : size,
                       [&](const AuditCheckpoint& found) {
                         if (found.size() == size) note = found.note();
                         return false;
                       }));
  const auto found = key.Find(absl::StrCat(note, *line));
  if (!found.ok() || !*found) return std::nullopt;
  return (*found)->time_s;
}

}  // namespace

absl::Status PutCosignature(store::Store& store, uint64_t size,
                            const CosignatureVerifier& key,
                            const std::string& line) {
  return store.Transact([&](store::Transaction& transaction) {
    transaction.Put(CosignatureKey(size, key), line);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::string> WithCosignatures(const store::Reader& reader,
                                             uint64_t size, std::string note) {
  // The note's own signature is the first.
  size_t count = 1;
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(store::KeyWriter().Table(kCosignatureTable).U64(size).Key(),
                  "", [&](absl::string_view, absl::string_view line) {
                    absl::StrAppend(&note, line);
                    return ++count < kNoteSignaturesMax;
                  }));
  return note;
}

absl::StatusOr<WitnessPast> ReadPast(store::Store& store,
                                     const CosignatureVerifier& key,
                                     absl::Time now) {
  WitnessPast past;
  const std::unique_ptr<store::Snapshot> snapshot = store.Read();
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t size,
                           LargestCosigned(*snapshot, key));
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<int64_t> time_s,
                           TimeOf(*snapshot, size, key));
  if (time_s) {
    past.size = size;
    past.time_s = *time_s;
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> since,
                           snapshot->Get(WitnessKey(key)));
  int64_t since_s = 0;
  if (since && absl::SimpleAtoi(*since, &since_s)) {
    past.since = absl::FromUnixSeconds(since_s);
    return past;
  }
  past.since = now;
  ENTENTE_RETURN_IF_ERROR(store.Transact([&](store::Transaction& transaction) {
    transaction.Put(WitnessKey(key), absl::StrCat(absl::ToUnixSeconds(now)));
    return absl::OkStatus();
  }));
  return past;
}

}  // namespace entente::audit
