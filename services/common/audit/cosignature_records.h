// Cosignatures beside the checkpoints that they are of, in the store of the
// log; numbers big-endian, `key` as CosignatureVerifier::ToString gives it:
//
//   0xEE | size u64 | key Str  ->  the latest signature line of that witness,
//                                  with its newline
//   0xEF | key Str             ->  POSIX seconds in decimal: when the witness
//                                  was first configured
#ifndef SERVICES_COMMON_AUDIT_COSIGNATURE_RECORDS_H_
#define SERVICES_COMMON_AUDIT_COSIGNATURE_RECORDS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/audit/cosignature.h"
#include "services/common/store/store.h"

namespace entente::audit {

inline constexpr uint8_t kCosignatureTable = 0xEE;
inline constexpr uint8_t kWitnessTable = 0xEF;

// Durable when it returns OK; replaces an earlier one of this size.
absl::Status PutCosignature(store::Store& store, uint64_t size,
                            const CosignatureVerifier& key,
                            const std::string& line);

// `note` of the checkpoint of `size` entries with the stored cosignatures as
// further signatures, as many as a note may have.
absl::StatusOr<std::string> WithCosignatures(const store::Reader& reader,
                                             uint64_t size, std::string note);

// What is known of a witness when a program starts.
struct WitnessPast {
  // When it was first configured; durable from the first call of ReadPast on.
  absl::Time since;
  // Largest size cosigned and its time; 0 when none.
  uint64_t size = 0;
  int64_t time_s = 0;
};

// Errors: DATA_LOSS for a record that is none, those of the store.
absl::StatusOr<WitnessPast> ReadPast(store::Store& store,
                                     const CosignatureVerifier& key,
                                     absl::Time now);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_COSIGNATURE_RECORDS_H_
