// Calendars, decisions about months, and what sources did for them, on disk.
#ifndef SERVICES_INDICATORS_PERIOD_STORE_H_
#define SERVICES_INDICATORS_PERIOD_STORE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "google/protobuf/message_lite.h"
#include "services/common/store/store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/period_rules.h"

namespace entente::indicators {

// The periods of each municipality, read again when their version moved.
// Thread-safe.
class PeriodCache {
 public:
  // The periods of the state that `reader` shows. Errors: DATA_LOSS.
  absl::StatusOr<std::shared_ptr<const PeriodBook>> Get(
      const store::Reader& reader, const std::string& municipality);

 private:
  absl::Mutex mutex_;
  std::map<std::string, std::shared_ptr<const PeriodBook>> newest_
      ABSL_GUARDED_BY(mutex_);
};

// PeriodHead.version; 0 before the first change.
absl::StatusOr<int64_t> ReadPeriodVersion(const store::Reader& reader,
                                          const std::string& municipality);

// PeriodHead.etag_key; empty before the first change.
absl::StatusOr<std::string> ReadEtagKey(const store::Reader& reader,
                                        const std::string& municipality);

// Puts a record of a calendar, a month or a version under `key`, and moves the
// head: its digest, and its version, so that what was planned against the one
// before is planned again. Errors: DATA_LOSS.
absl::Status PutUnderHead(store::Transaction& transaction,
                          const std::string& municipality,
                          const std::string& key,
                          const google::protobuf::MessageLite& record);

// The same of a record that changes nothing of what months take: its version
// stays, and batches that are planned stand. Errors: DATA_LOSS.
absl::Status PutUnderDigest(store::Transaction& transaction,
                            const std::string& municipality,
                            const std::string& key,
                            const google::protobuf::MessageLite& record);

// Adds a record to `digest`, or takes it out again: the exclusive or of
// SHA-256(SHA-256(key), value), 32 bytes; empty stands for none.
void MixRecord(absl::string_view key, absl::string_view value,
               std::string& digest);

// PutUnderHead of one kind each.
absl::Status PutCalendar(
    store::Transaction& transaction, const std::string& municipality,
    int32_t number,
    const entente::indicators::v1::PeriodCalendarRecord& record);
absl::Status PutPeriod(store::Transaction& transaction, const PeriodName& name,
                       const entente::indicators::v1::PeriodRecord& record);

// For a store of before: makes the secret and the digest of every head. Errors:
// DATA_LOSS.
absl::Status StampPeriodHeads(store::Transaction& transaction);

// A batch changed the figures of `month`: events more (or fewer) by measure
// count there, and what the source confirmed no longer stands. Errors:
// DATA_LOSS, also below no events, which only a damaged store can ask for.
absl::Status ApplySourceMonth(store::Transaction& transaction,
                              const SourceMonth& month,
                              const std::map<std::string, int64_t>& moves,
                              absl::Time now);

using SourceMonths =
    std::map<std::string, entente::indicators::v1::SourceMonthRecord>;

// By source. Errors: DATA_LOSS.
absl::StatusOr<SourceMonths> ReadSourceMonths(const store::Reader& reader,
                                              const PeriodName& name);

// The source says that the month is complete as it is, from now on or since it
// said so. `confirmer` is the subject of who says it on its behalf; empty: the
// source itself, whose own word ends theirs and has a time of its own. Errors:
// DATA_LOSS.
absl::Status ConfirmSourceMonth(store::Transaction& transaction,
                                const SourceMonth& month,
                                const std::string& confirmer, absl::Time now);

// No confirmation of the month stands any more. Errors: DATA_LOSS.
absl::Status WithdrawConfirmations(store::Transaction& transaction,
                                   const PeriodName& name, absl::Time now);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PERIOD_STORE_H_
